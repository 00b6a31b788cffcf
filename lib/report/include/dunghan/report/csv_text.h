#pragma once

#include <string>
#include <string_view>

namespace dunghan::report {

/// Appends a cell of text, for people who open the file in a spreadsheet: quoted where RFC 4180
/// asks for it, and with an apostrophe in front of what would be run as a formula there (OWASP,
/// "CSV Injection"): texts that begin with =, +, -, @, their full-width forms, a tab or a line
/// break. Whoever reads the file with a program takes one apostrophe before such a character off
/// again. Numbers are no texts: a negative one stays a number.
/// `separator` is what stands between cells in that file.
void AppendCsvText(std::string& out, std::string_view text, char separator = ',');

}  // namespace dunghan::report
