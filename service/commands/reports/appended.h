#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dunghan::commands {

/// Why bytes that follow a frozen PDF are not taken for a signature and nothing else; nothing: they
/// may be one. Whoever signs appends objects: the signature, its field, and pages and catalogue
/// once more with that field in them (ISO 32000-1, 7.5.6 and 12.8). What pages show must stay what
/// it was. Whether the signature is valid a PDF reader says.
std::optional<std::string> WhyNoSignature(std::string_view ours, std::string_view appended);

}  // namespace dunghan::commands
