#pragma once

#include <string>
#include <string_view>

namespace dunghan {

/// Text as it stands in HTML, in attributes too.
void AppendHtml(std::string& out, std::string_view text);
std::string HtmlOf(std::string_view text);

}  // namespace dunghan
