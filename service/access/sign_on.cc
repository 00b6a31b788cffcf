#include "access/sign_on.h"

#include <fmt/format.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <utility>

#include "dunghan/base/file.h"
#include "dunghan/base/identifier.h"
#include "dunghan/base/text.h"

namespace dunghan::access {
namespace {

constexpr size_t kLongestSecretFile = 4'096;
constexpr size_t kShortestSecret = 32;

/// The line in the file.
Result<std::string> SecretIn(const std::filesystem::path& file) {
  auto text = ReadFile(file, kLongestSecretFile);
  if (!text) return InvalidArgument(fmt::format("{} {}", file.string(), text.error().for_client));
  while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
  const bool is_plain =
      std::all_of(text->begin(), text->end(), [](char c) { return c > 0x20 && c < 0x7f; });
  if (!is_plain || text->size() < kShortestSecret) {
    return InvalidArgument(
        fmt::format("{}: expected one line of at least {} letters, digits and signs of ASCII "
                    "without blanks; openssl rand -hex 32 makes one",
                    file.string(), kShortestSecret));
  }
  return *std::move(text);
}

/// The value of a field that came once; empty: it did not, or came again.
std::string_view OnlyOne(const http::Request& request, std::string_view name) {
  std::string_view value;
  for (const auto& [field, text] : request.asked_fields) {
    if (field != name) continue;
    if (!value.empty()) return {};
    value = text;
  }
  return value;
}

}  // namespace

std::vector<Problem> CheckSignOn(const SignOnOptions& options, const rulebook::Rulebook* rulebook) {
  auto problems = LoadUsers(options.users, rulebook).problems;
  if (const auto secret = SecretIn(options.secret_file); !secret) {
    problems.push_back({"", 0, "access.sso_secret_file", secret.error().for_client});
  }
  return problems;
}

SignOn::SignOn(SignOnOptions options, RulebookInForce rulebook, const Clock& clock, Log& log)
    : options_(std::move(options)), rulebook_(std::move(rulebook)), clock_(clock), log_(log) {
  Look();
}

void SignOn::Look() {
  if (const FileLooks looks = LooksOf(options_.secret_file); looks != secret_seen_) {
    secret_seen_ = looks;
    ReadSecret();
  }
  if (const FileLooks looks = LooksOf(options_.users); looks != users_seen_) {
    users_seen_ = looks;
    ReadUsers();
  }
}

void SignOn::ReadSecret() {
  const auto secret = SecretIn(options_.secret_file);
  if (secret) {
    secret_ = Sha256(*secret);
  } else {
    log_.Error("access.secret_unreadable", {{"reason", secret.error().for_client}});
  }
}

void SignOn::ReadUsers() {
  const auto rulebook = rulebook_();
  auto loaded = LoadUsers(options_.users, rulebook.get());
  if (HasErrors(loaded.problems)) {
    log_.Error("access.users_unreadable", {{"reason", ToString(loaded.problems.front())},
                                           {"faults", std::to_string(loaded.problems.size())}});
    return;
  }
  users_ = std::move(loaded.users);
  log_.Info("access.users", {{"rows", std::to_string(users_.size())}});
}

bool SignOn::Fits(std::string_view secret) const {
  const Digest shown = Sha256(secret);
  return secret_ && CRYPTO_memcmp(shown.data(), secret_->data(), shown.size()) == 0;
}

std::optional<std::string> SignOn::LoginOf(const http::Request& request) {
  const std::string_view login = OnlyOne(request, options_.header);
  constexpr size_t kLongest = 128;
  if (!IsIdentifier(login, kLongest)) return {};
  const bool is_proxys =
      std::any_of(options_.from.begin(), options_.from.end(),
                  [&](const Network& network) { return network.Includes(request.address); });
  if (!is_proxys) return {};
  Look();
  if (Fits(OnlyOne(request, options_.secret_header))) return std::string(login);
  const Instant now = clock_.Now();
  if (!told_ || now < *told_ || now - *told_ >= std::chrono::minutes{1}) {
    told_ = now;
    log_.Warning("access.refused", {{"what", "single sign-on without the proxy's secret"}});
  }
  return {};
}

boost::system::result<const User*, Stranger> SignOn::Find(std::string_view login) {
  Look();
  const LocalDay today = rulebook_()->default_calendar().zone().DayOf(clock_.Now());
  Stranger stranger{.login = std::string(login)};
  for (const User& user : users_) {
    if (user.login != login) continue;
    if (user.IsGood(today)) return &user;
    if (user.from && today < *user.from) {
      const bool first = stranger.why != Stranger::Why::kNotYet || *user.from < stranger.day;
      if (first) stranger.day = *user.from;
      stranger.why = Stranger::Why::kNotYet;
    } else if (stranger.why != Stranger::Why::kNotYet) {
      if (stranger.why == Stranger::Why::kUnknown || stranger.day < *user.to)
        stranger.day = *user.to;
      stranger.why = Stranger::Why::kNoLonger;
    }
  }
  return stranger;
}

}  // namespace dunghan::access
