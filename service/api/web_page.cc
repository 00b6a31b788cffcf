#include "web_page.h"

#include <algorithm>
#include <array>
#include <utility>

#include "api/resources.h"
#include "web/assets.h"

/// GET /, /dossiers: the page and what belongs to it.
namespace dunghan::api {
namespace {

using boost::asio::awaitable;

/// The page itself, and the addresses of its parts: it is the same wherever in it one begins.
constexpr std::string_view kPage = "/";
constexpr std::array<std::string_view, 1> kParts = {"/dossiers"};

http::Response Serve(const web::Asset& asset) {
  return {
      .content_type = std::string(asset.content_type),
      // The page asks nobody but this daemon, and runs nothing but its own script.
      .headers =
          {{"Cache-Control", asset.is_lasting ? "public, max-age=31536000, immutable" : "no-cache"},
           {"Content-Security-Policy",
            "default-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"},
           {"Referrer-Policy", "no-referrer"}},
      .body = std::string(asset.bytes)};
}

awaitable<http::Response> GetAsset(web::Asset asset, Call) { co_return Serve(asset); }
awaitable<http::Response> GetPart(Call) { co_return ServePage(); }

}  // namespace

http::Response ServePage() {
  const auto assets = web::Assets();
  return Serve(*std::find_if(assets.begin(), assets.end(),
                             [](const web::Asset& asset) { return asset.path == kPage; }));
}

void AddPage(Router& router) {
  for (const std::string_view part : kParts) {
    router.Add(http::Method::kGet, std::string(part), access::kAllRoles.Bound(),
               [](Call call) { return GetPart(std::move(call)); });
  }
  for (const web::Asset& asset : web::Assets()) {
    // The page itself asks for who looks, so that a browser is led to the login; what it is made of
    // tells nothing.
    const auto permit = asset.path == kPage ? access::kAllRoles.Bound() : access::Permit::Anybody();
    router.Add(http::Method::kGet, std::string(asset.path), permit,
               [asset](Call call) { return GetAsset(asset, std::move(call)); });
  }
}

}  // namespace dunghan::api
