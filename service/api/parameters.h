#pragma once

#include <fmt/format.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "dunghan/base/error.h"
#include "dunghan/ledger/ledger.h"
#include "http/message.h"

namespace dunghan::api {

/// Every parameter is one of these and given once; the first that is not is named.
Result<void> CheckParameters(const http::Request& request,
                             std::initializer_list<std::string_view> known);

/// There is no parameter at all.
Result<void> CheckNone(const http::Request& request);

/// The value of a parameter; empty when it is not given.
std::string ParameterOf(const http::Request& request, std::string_view name);

/// `lang` is vi or en, or not given.
Result<void> CheckLanguage(const http::Request& request);

/// A whole number of [low, high], or the default.
Result<int64_t> NumberOf(const http::Request& request, std::string_view name, int64_t low,
                         int64_t high, int64_t by_default);

/// `as_of`: the past position asked for; nothing: now.
Result<std::optional<ledger::AsOf>> AsOfOf(const http::Request& request);

/// Answers that nobody may keep. What a coroutine gives back is built in functions like these: g++
/// 12 mishandles braced lists inside coroutines.
http::Response Json(std::string body);
http::Response Text(std::string content_type, std::string body);

}  // namespace dunghan::api
