#include "dunghan/base/html_text.h"

namespace dunghan {

void AppendHtml(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
}

std::string HtmlOf(std::string_view text) {
  std::string out;
  AppendHtml(out, text);
  return out;
}

}  // namespace dunghan
