#include "access/screens.h"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "access/token.h"
#include "cookie.h"
#include "dunghan/base/text.h"

namespace dunghan::access {
namespace {

/// Of five bits each, without 0 and O, 1 and I.
constexpr std::string_view kLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
static_assert(kLetters.size() == 32);
constexpr size_t kCodeLength = 8;

std::string MakeCode() {
  std::array<unsigned char, kCodeLength> random{};
  // Fails only where the machine has no randomness at all: nothing may go on then.
  if (::RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) std::abort();
  std::string code;
  for (const unsigned char byte : random) code += kLetters[byte % kLetters.size()];
  return code;
}

std::string WithHyphen(std::string code) { return code.insert(kCodeLength / 2, "-"); }

/// As people type it.
std::string Plain(std::string_view typed) {
  std::string code;
  for (const char c : typed) {
    if (c == ' ' || c == '-') continue;
    code += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return code;
}

}  // namespace

void Screens::ClearAway(Instant now) {
  std::erase_if(waiting_, [&](const auto& one) {
    return now < one.second.begun || now - one.second.begun >= kLasts;
  });
}

Screens::Shown Screens::Show(const http::Request& request) {
  const Instant now = clock_.Now();
  ClearAway(now);
  const std::string_view cookie = CookieIn(request.cookie, kCookie);
  const auto known = cookie.empty() ? waiting_.end() : waiting_.find(Sha256(cookie));
  if (known != waiting_.end()) {
    known->second.last = now;
    return {WithHyphen(known->second.code), {}};
  }
  if (waiting_.size() >= kMost) {
    waiting_.erase(std::min_element(
        waiting_.begin(), waiting_.end(),
        [](const auto& a, const auto& b) { return a.second.last < b.second.last; }));
  }
  Shown shown{.code = MakeCode(), .secret = MakeSecret()};
  waiting_.emplace(Sha256(shown.secret), Waiting{shown.code, now, now});
  shown.code = WithHyphen(std::move(shown.code));
  return shown;
}

Result<Digest> Screens::Find(std::string_view code) {
  const Instant now = clock_.Now();
  ClearAway(now);
  if (now < minute_ || now - minute_ >= std::chrono::minutes{1}) wrong_ = 0;
  if (wrong_ >= kMostWrong) {
    return Unavailable("code: there were too many wrong ones; try again in a minute");
  }
  const auto found =
      std::find_if(waiting_.begin(), waiting_.end(),
                   [&, plain = Plain(code)](const auto& one) { return one.second.code == plain; });
  if (found != waiting_.end()) return found->first;
  if (wrong_++ == 0) minute_ = now;
  return NotFound(
      fmt::format("code: no screen shows {}; a screen's code lasts ten minutes", JsonQuote(code)));
}

void Screens::Forget(const Digest& screen) { waiting_.erase(screen); }

}  // namespace dunghan::access
