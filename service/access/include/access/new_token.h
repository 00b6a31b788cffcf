#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "access/token.h"
#include "dunghan/rulebook/rulebook.h"

/// What a token has to be to be made. Faults name the field first: "agency: ...".
namespace dunghan::access {

/// When one ends that is made now to last "90d"; nothing for "never".
/// @error kInvalidArgument
Result<std::optional<Instant>> EndOf(std::string_view lasts, Instant now);

/// Its name, and the agencies it is bound to, by the rulebook. @error kInvalidArgument
Result<void> CheckNew(const Token& token, const rulebook::Rulebook& rulebook);

/// Puts it into the file. @error kConflict: a good one has that name or that digest already.
/// Else like ChangeTokens.
Result<void> AddToken(const std::filesystem::path& file, const Token& token, Instant now);

}  // namespace dunghan::access
