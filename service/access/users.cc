#include "access/users.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

#include "dunghan/base/identifier.h"
#include "dunghan/base/text.h"
#include "dunghan/rulebook/csv.h"

namespace dunghan::access {
namespace {

namespace user_column {
enum : size_t { kLogin, kName, kRole, kAgencies, kFrom, kTo };
constexpr std::array<rulebook::CsvColumn, 6> kAll{
    {{"login", true}, {"name"}, {"role", true}, {"agencies"}, {"from"}, {"to"}}};
}  // namespace user_column

constexpr size_t kLongestLogin = 128;

/// Reads rows; what cannot be read is a problem with its place.
class UserReader {
 public:
  UserReader(const std::filesystem::path& file, const rulebook::Rulebook* rulebook,
             LoadedUsers& loaded)
      : file_(file.string()), rulebook_(rulebook), loaded_(loaded) {}

  void Read(const rulebook::CsvRow& row) {
    using namespace user_column;
    row_ = &row;
    User user{.login = row.cells[kLogin], .name = row.cells[kName]};
    if (!IsIdentifier(user.login, kLongestLogin) || user.login.find(' ') != std::string::npos) {
      Fault(kLogin,
            fmt::format("expected 1 to {} printable characters without spaces, got {}{}",
                        kLongestLogin, JsonQuote(user.login), HiddenIdentifierFault(user.login)));
    }
    if (!IsName(user.name)) {
      Fault(kName, "expected a printable name, got " + JsonQuote(user.name));
    }
    const bool has_role = ReadRole(user);
    ReadAgencies(user, has_role);
    user.from = DateIn(kFrom);
    user.to = DateIn(kTo);
    if (user.from && user.to && *user.to < *user.from) Fault(kTo, "it is before \"from\"");
    CheckOthers(user);
    loaded_.users.push_back(std::move(user));
    lines_.push_back(row.line);
  }

 private:
  bool ReadRole(User& user) {
    const std::string& text = row_->cells[user_column::kRole];
    const auto role = ParseRole(text);
    const bool is_persons =
        role && *role != Role::kIngest && *role != Role::kMetrics && *role != Role::kWall;
    if (is_persons) {
      user.role = *role;
    } else {
      Fault(user_column::kRole, "expected viewer, clerk, auditor or admin, got " + JsonQuote(text));
    }
    return is_persons;
  }

  void ReadAgencies(User& user, bool has_role) {
    std::istringstream codes(row_->cells[user_column::kAgencies]);
    for (std::string code; codes >> code;) {
      if (!IsCode(code)) {
        Fault(user_column::kAgencies,
              fmt::format("expected {}, got {}", kCodeForm, JsonQuote(code)));
      } else if (!IsListed(code)) {
        Fault(user_column::kAgencies, "unknown agency " + JsonQuote(code));
      }
      user.agencies.push_back(code);
    }
    if (has_role && !user.agencies.empty() && !MayBeBound(user.role)) {
      Fault(user_column::kAgencies, "goes with the roles viewer and clerk");
    }
  }

  bool IsListed(std::string_view code) const {
    if (!rulebook_ || !rulebook_->ListsAgencies()) return true;
    const auto& listed = rulebook_->agencies();
    return std::any_of(listed.begin(), listed.end(),
                       [&](const auto& agency) { return agency.code.text() == code; });
  }

  std::optional<LocalDay> DateIn(size_t column) {
    const std::string& text = row_->cells[column];
    if (text.empty()) return {};
    const auto day = ParseDate(text);
    if (day) return *day;
    Fault(column, "expected a date like 2026-06-07, got " + JsonQuote(text));
    return {};
  }

  /// Which row holds must not depend on their order.
  void CheckOthers(const User& user) {
    for (size_t i = 0; i < loaded_.users.size(); ++i) {
      const User& other = loaded_.users[i];
      if (user.login.empty() || other.login != user.login) continue;
      const bool apart = (other.to && user.from && *other.to < *user.from) ||
                         (user.to && other.from && *user.to < *other.from);
      if (apart) continue;
      Fault(user_column::kLogin, fmt::format("{} stands in line {} already, for some of these days",
                                             JsonQuote(user.login), lines_[i]));
      return;
    }
  }

  void Fault(size_t column, std::string message) {
    loaded_.problems.push_back(
        {file_, row_->line, std::string(user_column::kAll[column].name), std::move(message)});
  }

  const std::string file_;
  const rulebook::Rulebook* rulebook_;
  LoadedUsers& loaded_;
  std::vector<int> lines_;
  const rulebook::CsvRow* row_ = nullptr;
};

}  // namespace

LoadedUsers LoadUsers(const std::filesystem::path& file, const rulebook::Rulebook* rulebook) {
  LoadedUsers loaded;
  UserReader reader(file, rulebook, loaded);
  for (const auto& row : rulebook::ReadCsv(file, user_column::kAll, loaded.problems)) {
    reader.Read(row);
  }
  return loaded;
}

std::string ToString(const Stranger& stranger) {
  const std::string login = JsonQuote(stranger.login);
  switch (stranger.why) {
    case Stranger::Why::kUnknown:
      return login + " is not among the persons who are let in here";
    case Stranger::Why::kNotYet:
      return fmt::format("{} is let in from {} on", login, FormatDate(stranger.day));
    case Stranger::Why::kNoLonger:
      return fmt::format("{} was let in until {}", login, FormatDate(stranger.day));
  }
  return {};
}

}  // namespace dunghan::access
