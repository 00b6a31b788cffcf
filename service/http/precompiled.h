#pragma once

// What every source of this folder includes, compiled once: Beast costs ten seconds a file.
#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
