#pragma once

#include <boost/system/result.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/message.h"

namespace dunghan::api {

using Form = std::vector<std::pair<std::string, std::string>>;

/// What one of our own pages has sent as a form; else why it is not taken. `fields` says in words
/// which are expected.
boost::system::result<Form, http::Response> OwnFormOf(const http::Request& request,
                                                      std::string_view fields);

}  // namespace dunghan::api
