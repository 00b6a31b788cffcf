#include "api/plain_page.h"

#include <fmt/format.h>

#include "dunghan/base/html_text.h"

namespace dunghan::api {
namespace {

std::string OtherLanguage(const PlainPage& page) {
  if (page.path.empty()) return {};
  const bool english = IsEnglish(page.language);
  return fmt::format("<p><a href=\"{0}?lang={1}\" lang=\"{1}\" hreflang=\"{1}\">{2}</a></p>\n",
                     page.path, english ? "vi" : "en", english ? "Tiếng Việt" : "English");
}

}  // namespace

http::Response ToResponse(const PlainPage& page) {
  const std::string again =
      page.every == 0 ? ""
                      : fmt::format("<meta http-equiv=\"refresh\" content=\"{}\">\n", page.every);
  return {
      .status = page.status,
      .content_type = "text/html; charset=utf-8",
      .headers =
          {{"Cache-Control", "no-store"},
           {"Content-Security-Policy",
            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"},
           // Without its own origin in a form's request nobody could tell it from one sent
           // elsewhere.
           {"Referrer-Policy", "same-origin"}},
      .body = fmt::format(
          "<!DOCTYPE html>\n<html lang=\"{0}\">\n<head>\n<meta charset=\"utf-8\">\n{2}"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<title>Dunghan – {1}</title>\n<link rel=\"icon\" type=\"image/svg+xml\" "
          "href=\"/favicon.svg\">\n<link rel=\"stylesheet\" href=\"/page.css\">\n</head>\n<body>\n"
          "<main class=\"card login\">\n<h1>Dunghan – {1}</h1>\n{3}{4}</main>\n</body>\n</html>\n",
          page.language, HtmlOf(page.title), again, page.body, OtherLanguage(page))};
}

}  // namespace dunghan::api
