#pragma once

#include <span>
#include <string_view>

/// The board and what it is made of (web/), compiled into the program.
namespace dunghan::web {

struct Asset {
  std::string_view path;  ///< of the request: "/" the page, "/page.css"
  std::string_view content_type;
  std::string_view bytes;
  bool is_lasting = false;  ///< its name bears a digest: other bytes have another path
};

/// Everything there is. Nothing in it runs inline or comes from elsewhere, so it may be served with
/// `Content-Security-Policy: default-src 'self'`.
std::span<const Asset> Assets();

}  // namespace dunghan::web
