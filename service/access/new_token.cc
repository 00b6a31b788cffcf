#include "access/new_token.h"

#include <fmt/format.h>

#include <algorithm>

#include "dunghan/base/identifier.h"
#include "dunghan/base/text.h"

namespace dunghan::access {

Result<std::optional<Instant>> EndOf(std::string_view lasts, Instant now) {
  constexpr int64_t kMostDays = 3'660;
  if (lasts == "never") return std::optional<Instant>();
  if (lasts.ends_with('d')) {
    const auto days = ParseInteger(lasts.substr(0, lasts.size() - 1));
    if (days && *days >= 1 && *days <= kMostDays) {
      return std::optional(now + std::chrono::days{*days});
    }
  }
  return InvalidArgument(
      fmt::format("for: expected days like \"90d\" (1 to {}), or \"never\", got {}", kMostDays,
                  JsonQuote(lasts)));
}

Result<void> CheckNew(const Token& token, const rulebook::Rulebook& rulebook) {
  if (!IsCode(token.name)) {
    return InvalidArgument(
        fmt::format("name: expected {}, got {}", kCodeForm, JsonQuote(token.name)));
  }
  if (!token.agencies.empty() && !MayBeBound(token.role)) {
    return InvalidArgument("agency: goes with the roles viewer, clerk and wall");
  }
  const auto& listed = rulebook.agencies();
  for (const std::string& code : token.agencies) {
    const bool known = std::any_of(listed.begin(), listed.end(),
                                   [&](const auto& agency) { return agency.code.text() == code; });
    if (!known && rulebook.ListsAgencies()) {
      return InvalidArgument("agency: unknown agency " + JsonQuote(code));
    }
    if (!IsCode(code)) {
      return InvalidArgument(
          fmt::format("agency: expected {}, got {}", kCodeForm, JsonQuote(code)));
    }
  }
  return {};
}

Result<void> AddToken(const std::filesystem::path& file, const Token& token, Instant now) {
  return ChangeTokens(file, [&](std::vector<Token>& tokens) -> Result<void> {
    for (const Token& one : tokens) {
      if (!one.IsGood(now)) continue;
      if (one.name == token.name) {
        return Conflict(fmt::format("a good token is called {} already", token.name));
      }
      if (one.digest == token.digest) {
        return Conflict(token.is_certificate ? "a good token was made for this certificate already"
                                             : "the screen is let in already");
      }
    }
    tokens.push_back(token);
    return {};
  });
}

}  // namespace dunghan::access
