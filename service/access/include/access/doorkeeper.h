#pragma once

#include <boost/system/result.hpp>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/caller.h"
#include "access/refusal.h"
#include "access/sign_on.h"
#include "access/token.h"
#include "dunghan/base/clock.h"
#include "dunghan/base/code.h"
#include "dunghan/base/file_looks.h"
#include "dunghan/base/log.h"
#include "http/message.h"

namespace dunghan::access {

struct DoorOptions {
  std::filesystem::path tokens;  ///< the file
  std::shared_ptr<CodeTable> codes;
  /// Whether all on record is simulated, and something is: then, and where there are no tokens,
  /// whoever asks from this machine is let in as an administrator, for there is nobody to protect.
  std::function<bool()> is_simulated;
  std::string
      once;  ///< lets somebody in who shows it, as an administrator, once; empty: nothing does
  /// Where sessions of browsers outlast the process, by their digests; empty: nowhere.
  std::filesystem::path sessions;
  bool secure = false;  ///< pages come by TLS: cookies go no other way
  /// Persons whom a proxy has logged in; nothing: there are none.
  std::optional<SignOnOptions> sign_on = {};
  SignOn::RulebookInForce rulebook = {};  ///< by which these are read
  /// The first bytes, as many as are asked for, of a body that was packed; empty: none are.
  std::function<std::string(const http::Request& request, size_t bytes)> unpack = {};
};

/// Says who asks, by a token, by the cookie of a session or by a proxy's word, and whether they
/// may. On the I/O thread.
///
/// The file of tokens is looked at with every request and read again when it is another one, so
/// that a token that was revoked lets nobody in from then on, open streams included (StillGood). A
/// file that cannot be read lets nobody in.
///
/// Sessions are begun with a token, are kept as digests, and end with their token,
/// after 30 minutes without a request or an open stream, after 12 hours, and on logging out; those
/// of browsers outlast the process. A token has at most 100 at a time.
class Doorkeeper {
 public:
  static constexpr std::chrono::minutes kIdle{30};
  static constexpr std::chrono::hours kLongest{12};
  static constexpr std::string_view kCookie = "dunghan_session";

  Doorkeeper(DoorOptions options, const Clock& clock, Log& log);

  /// Whoever asks for a route with this permit. One that anybody may ask for has a caller too.
  boost::system::result<Caller, Refusal> Admit(const http::Request& request, Permit permit);
  /// Whether that caller would be let in still.
  bool StillGood(const Caller& caller);
  /// Whether anybody needs a token here.
  bool AsksForTokens();
  /// Whether anybody does, and none was ever made: the one-time word is the way in.
  bool NeedsFirstToken();

  /// Begins a session for who shows a token, or the one-time word: the value of the cookie.
  /// `request`: its id, for the log.
  /// @error a refusal: neither is good.
  boost::system::result<std::string, Refusal> Begin(std::string_view shown,
                                                    std::string_view request = {});
  /// The same for a program that speaks the national interface, whose token has that name and lets
  /// it send.
  boost::system::result<std::string, Refusal> BeginNational(std::string_view name,
                                                            std::string_view shown,
                                                            std::string_view request = {});
  void End(const http::Request& request);
  /// "dunghan_session=...; HttpOnly ...", as a header has it; of an empty session: forget it.
  std::string CookieOf(std::string_view session) const;
  /// The same of a screen in the hall (Screens).
  std::string ScreenCookieOf(std::string_view secret, std::chrono::seconds lasts) const;
  /// Of a screen that is let in: its own cookie, for as long as its token is good.
  std::optional<std::string> LongCookieOf(const http::Request& request) const;

 private:
  struct Session {
    std::string token;  ///< its name; empty: the one-time word
    Digest digest{};    ///< of the token
    Instant begun;
    Instant last;
    bool outlasts = false;  ///< the process: a browser's, begun with a token
  };
  enum class FileState { kGood, kBroken };

  void Look();
  const Token* Find(const Digest& digest) const;
  const Token* FindShown(const Digest& text) const;
  const Token* FindScreen(const http::Request& request) const;
  Caller CallerOf(const Token& token) const;
  rulebook::Scope ScopeOf(const std::vector<std::string>& agencies) const;
  static Caller FirstAdmin();
  bool IsGoing(const Session& session) const;
  std::optional<Caller> BySession(std::string_view shown);
  std::optional<Caller> BySessionIn(const http::Request& request);
  void TellRefused(std::string_view what, std::string_view request) const;
  boost::system::result<Caller, Refusal> Identify(const http::Request& request, Permit permit);
  boost::system::result<Caller, Refusal> ByLogin(const std::string& login,
                                                 const http::Request& request);
  std::string Open(Session session);
  std::string Attributes() const;
  void Recall();
  void Keep() const;

  DoorOptions options_;
  const Clock& clock_;
  Log& log_;
  std::vector<Token> tokens_;
  FileState state_ = FileState::kGood;
  std::optional<FileLooks> seen_;  ///< when it was read
  std::map<Digest, Session> sessions_;
  std::optional<SignOn> sign_on_;
};

}  // namespace dunghan::access
