#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace dunghan::api {

/// A page of a heading and a little below it, without a script.
struct PlainPage {
  int status = 200;
  std::string_view language = "vi";
  std::string_view title = {};
  std::string body = {};       ///< HTML
  std::string_view path = {};  ///< where `?lang=` has it in the other language; empty: nowhere
  int every = 0;               ///< seconds after which a browser asks again; 0: never
};

/// As an answer that nobody may keep, frame, or have load anything from elsewhere.
http::Response ToResponse(const PlainPage& page);

/// Whether a page is asked for in English; else in Vietnamese.
inline bool IsEnglish(std::string_view language) { return language == "en"; }

}  // namespace dunghan::api
