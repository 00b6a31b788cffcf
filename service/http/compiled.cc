// Beast and TLS, compiled here and nowhere else.
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
