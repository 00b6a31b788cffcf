#pragma once

#include <span>
#include <string_view>

/// The page at `/` and what it is made of, compiled into the program.
namespace dunghan::web {

struct Asset {
  std::string_view path;  ///< of the request, "/page.css"
  std::string_view content_type;
  std::string_view bytes;
};

/// Everything there is. Nothing in it runs inline or comes from elsewhere, so it may be served with
/// `Content-Security-Policy: default-src 'self'`.
std::span<const Asset> Assets();

}  // namespace dunghan::web
