#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/role.h"
#include "dunghan/base/error.h"
#include "dunghan/base/time.h"
#include "dunghan/rulebook/rulebook.h"

/// Persons whom somebody else logs in: a list with the columns login, name, role, agencies, from,
/// to.
namespace dunghan::access {

/// One row.
struct User {
  std::string login = {};  ///< as the proxy writes it, to the letter
  std::string name = {};   ///< may be empty
  Role role = Role::kViewer;
  std::vector<std::string> agencies = {};  ///< codes; none: all
  std::optional<LocalDay> from = {};
  std::optional<LocalDay> to = {};  ///< inclusive

  bool IsGood(LocalDay today) const { return (!from || *from <= today) && (!to || today <= *to); }
};

struct LoadedUsers {
  std::vector<User> users;
  std::vector<Problem> problems;  ///< all of them; with one that is an error the list is no good
};
/// Agencies have to be those of the rulebook, where there is one and it lists them. Rows of one
/// login may not hold on the same day.
LoadedUsers LoadUsers(const std::filesystem::path& file, const rulebook::Rulebook* rulebook);

/// Why somebody who was logged in elsewhere is not let in.
struct Stranger {
  enum class Why { kUnknown, kNotYet, kNoLonger };
  std::string login = {};
  Why why = Why::kUnknown;
  LocalDay day = {};  ///< the first, or the last, on which that one is let in
};
/// "... is not among ...": the same in words.
std::string ToString(const Stranger& stranger);

}  // namespace dunghan::access
