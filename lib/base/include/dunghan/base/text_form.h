#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dunghan {

/// What bytes are that were meant to be a text in UTF-8 and are not, with the way out: UTF-16 as
/// Excel and Notepad write it, a workbook, a compressed file. Nothing where the beginning gives no
/// sign of these; whether it is UTF-8 is not looked at. `saved_as` is what to save it as, such as
/// "CSV UTF-8".
std::optional<std::string> FormFault(std::string_view bytes, std::string_view saved_as);

}  // namespace dunghan
