#pragma once

#include <string_view>

#include "dunghan/base/digest.h"
#include "dunghan/rulebook/rulebook.h"

namespace dunghan::rulebook {

/// The roles of a bundle's files.
inline constexpr std::string_view kCalendar = "calendar";
inline constexpr std::string_view kAgencies = "agencies";
inline constexpr std::string_view kProcedures = "procedures";
inline constexpr std::string_view kSuccessors = "successors";
inline constexpr std::string_view kLaw = "law";

/// See Rulebook::digest(). REQUIRES: everything else of the rulebook is in place.
Digest DigestOf(const Rulebook& book);

}  // namespace dunghan::rulebook
