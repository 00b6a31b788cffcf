#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include "dunghan/base/clock.h"
#include "dunghan/base/digest.h"
#include "dunghan/base/error.h"
#include "http/message.h"

namespace dunghan::access {

/// Screens in the hall that wait to be let in. On the I/O thread.
///
/// Each has a cookie, 256 random bits, and shows a code of 40 random bits. Whoever confirms the
/// code makes the cookie's digest a token: the code itself opens nothing. Kept in memory, by
/// digests of cookies.
class Screens {
 public:
  static constexpr std::chrono::minutes kLasts{10};  ///< a code
  /// At a time; of more, the one that was heard of last the longest ago gets another code when it
  /// comes back.
  static constexpr size_t kMost = 32;
  static constexpr int kMostWrong = 10;  ///< codes within a minute
  static constexpr std::string_view kCookie = "dunghan_wall";

  explicit Screens(const Clock& clock) : clock_(clock) {}

  struct Shown {
    std::string code;    ///< "7KQM-2XRA"
    std::string secret;  ///< for its cookie; empty: it has that already
  };
  /// What the browser that asks is to show: a new code where it has none that lasts.
  Shown Show(const http::Request& request);

  /// The digest of the cookie of the screen that shows a code; case, blanks and hyphens do not
  /// matter.
  /// @error kNotFound: none shows it. kUnavailable: there were too many wrong ones within a minute.
  Result<Digest> Find(std::string_view code);
  /// It is let in, and waits no more.
  void Forget(const Digest& screen);

 private:
  struct Waiting {
    std::string code;  ///< without its hyphen
    Instant begun;
    Instant last;  ///< when it was heard of
  };

  void ClearAway(Instant now);

  const Clock& clock_;
  std::map<Digest, Waiting> waiting_;
  Instant minute_{};  ///< when the first of the wrong ones came
  int wrong_ = 0;
};

}  // namespace dunghan::access
