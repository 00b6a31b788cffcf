#include "access/doorkeeper.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <system_error>
#include <utility>

#include "access/screens.h"
#include "cookie.h"
#include "dunghan/base/file.h"
#include "dunghan/base/whole_file.h"

namespace dunghan::access {
namespace {

constexpr size_t kMostOfToken = 100;
constexpr std::string_view kBearer = "Bearer ";

// As much of a message as is looked at for its session, and of a packed one is unpacked: whoever
// sends it may be anybody.
constexpr size_t kLookedAt = 4'096;
constexpr size_t kUnpacked = kLookedAt + 256;

/// The value of "session" at the beginning of a message: one of ours, or nothing.
std::string_view SessionIn(std::string_view body) {
  constexpr std::string_view kName = "\"session\"";
  constexpr std::string_view kBlank = " \t\r\n";
  size_t at = body.substr(0, kLookedAt).find(kName);
  if (at == std::string_view::npos) return {};
  for (const char mark : {':', '"'}) {
    at = body.find_first_not_of(kBlank, mark == ':' ? at + kName.size() : at + 1);
    if (at == std::string_view::npos || body[at] != mark) return {};
  }
  const std::string_view value = body.substr(at + 1);
  return value.substr(0, value.find('"'));
}

/// The key of a name among what was shown in vain: no token's digest.
Digest DigestOfName(std::string_view name) { return Sha256(fmt::format("name {}", name)); }

Refusal NoToken() {
  return {.reason =
              "this asks for an access token: Authorization: Bearer TOKEN, or a session begun at "
              "/login; dunghan token create makes one"};
}

Refusal NotGood(std::string_view what, const Digest& shown) {
  return {.reason = fmt::format("the {} is not known here, has expired, or was revoked", what),
          .failed = shown};
}

Refusal Forbidden(std::string reason, const Caller& caller = {}) {
  return {.status = 403, .reason = std::move(reason), .token = caller.token};
}

/// A browser brings along what lets in whatever page it sends from, and says which; the route looks
/// whether that is one of ours.
bool IsFromNoPage(const http::Request& request) {
  return request.method == http::Method::kPost && request.origin.empty();
}
Refusal NotFromAPage(const Caller& caller) {
  return Forbidden("who comes in by a session, or by single sign-on, sends from pages, with Origin",
                   caller);
}

}  // namespace

Doorkeeper::Doorkeeper(DoorOptions options, const Clock& clock, Log& log)
    : options_(std::move(options)), clock_(clock), log_(log) {
  Look();
  Recall();
  if (options_.sign_on) sign_on_.emplace(*options_.sign_on, options_.rulebook, clock_, log_);
}

/// A line for each: digests of session and token, when it was begun, the token's name.
void Doorkeeper::Recall() {
  std::error_code none;
  if (options_.sessions.empty() || !std::filesystem::exists(options_.sessions, none)) return;
  const auto text = ReadFile(options_.sessions, kMostToml);
  std::istringstream lines(text ? *text : std::string());
  std::string digest;
  std::string token;
  std::string begun;
  std::string name;
  while (lines >> digest >> token >> begun >> name) {
    const auto own = DigestFromHex(digest);
    const auto of_token = DigestFromHex(token);
    const auto at = ParseRfc3339(begun);
    if (!own || !of_token || !at) continue;
    const Session session{
        .token = name, .digest = *of_token, .begun = *at, .last = clock_.Now(), .outlasts = true};
    if (IsGoing(session)) sessions_.emplace(*own, session);
  }
}

void Doorkeeper::Keep() const {
  if (options_.sessions.empty()) return;
  std::string text;
  for (const auto& [digest, session] : sessions_) {
    if (!session.outlasts) continue;
    text += fmt::format("{} {} {} {}\n", ToHex(digest), ToHex(session.digest),
                        FormatRfc3339(session.begun, std::chrono::seconds{0}), session.token);
  }
  const auto written = WriteWholeFile(options_.sessions, text, kForOwner);
  // Who is logged in stays so until the process ends.
  if (!written) log_.Warning("access.sessions", {{"reason", written.error().for_client}});
}

void Doorkeeper::Look() {
  const FileLooks looks = LooksOf(options_.tokens);
  // One that could not be read is tried again each time: there may have been no room for it.
  if (looks == seen_ && state_ == FileState::kGood) return;
  const bool is_told = looks == seen_;
  seen_ = looks;
  auto read = ReadTokens(options_.tokens);
  state_ = read ? FileState::kGood : FileState::kBroken;
  if (!read) {
    tokens_.clear();
    if (!is_told) log_.Error("access.unreadable", {{"reason", read.error().for_client}});
    return;
  }
  tokens_ = std::move(*read);
  std::erase_if(sessions_, [&](const auto& one) { return !IsGoing(one.second); });
}

const Token* Doorkeeper::Find(const Digest& digest) const {
  // The last: a certificate may stand for one token after the other.
  const auto found = std::find_if(tokens_.rbegin(), tokens_.rend(),
                                  [&](const Token& token) { return token.digest == digest; });
  return found == tokens_.rend() ? nullptr : &*found;
}

/// A certificate is no secret: its bytes let nobody in.
const Token* Doorkeeper::FindShown(const Digest& text) const {
  const Token* token = Find(text);
  return token && !token->is_certificate ? token : nullptr;
}

const Token* Doorkeeper::FindScreen(const http::Request& request) const {
  const std::string_view shown = CookieIn(request.cookie, Screens::kCookie);
  const Token* token = shown.empty() ? nullptr : FindShown(Sha256(shown));
  return token && token->role == Role::kWall ? token : nullptr;
}

Caller Doorkeeper::CallerOf(const Token& token) const {
  return {.name = token.name,
          .role = token.role,
          .scope = ScopeOf(token.agencies),
          .token = token.digest,
          .source = token.source};
}

rulebook::Scope Doorkeeper::ScopeOf(const std::vector<std::string>& agencies) const {
  std::vector<AgencyCode> codes;
  for (const std::string& code : agencies) {
    codes.push_back(options_.codes->Intern<AgencyCode>(code));
  }
  return rulebook::Scope(std::move(codes));
}

Caller Doorkeeper::FirstAdmin() { return {.name = "first-admin", .role = Role::kAdmin}; }

bool Doorkeeper::AsksForTokens() {
  Look();
  return state_ == FileState::kBroken || !tokens_.empty() || sign_on_ || !options_.is_simulated();
}

bool Doorkeeper::NeedsFirstToken() {
  return AsksForTokens() && state_ == FileState::kGood && tokens_.empty();
}

/// Whether its token is good still, and it is neither left alone nor too old. None is while tokens
/// cannot be read.
bool Doorkeeper::IsGoing(const Session& session) const {
  if (state_ == FileState::kBroken) return false;
  const Instant now = clock_.Now();
  if (now < session.last || now - session.last >= kIdle || now - session.begun >= kLongest) {
    return false;
  }
  if (session.token.empty()) return true;
  const Token* token = Find(session.digest);
  return token && token->IsGood(now);
}

std::optional<Caller> Doorkeeper::BySession(std::string_view shown) {
  const Digest digest = Sha256(shown);
  const auto found = sessions_.find(digest);
  if (found == sessions_.end()) return {};
  Session& session = found->second;
  // What has ended is cleared away with the next one that begins.
  if (!IsGoing(session)) return {};
  session.last = clock_.Now();
  Caller caller = session.token.empty() ? FirstAdmin() : CallerOf(*Find(session.digest));
  caller.session = digest;
  return caller;
}

boost::system::result<Caller, Refusal> Doorkeeper::ByLogin(const std::string& login,
                                                           const http::Request& request) {
  const auto user = sign_on_->Find(login);
  if (!user) {
    Refusal refusal = Forbidden(ToString(user.error()));
    refusal.stranger = user.error();
    return refusal;
  }
  Caller caller{.name = login, .role = (*user)->role, .scope = ScopeOf((*user)->agencies)};
  caller.login = login;
  if (IsFromNoPage(request)) return NotFromAPage(caller);
  return caller;
}

std::optional<Caller> Doorkeeper::BySessionIn(const http::Request& request) {
  const bool is_packed = !request.content_encoding.empty() && options_.unpack;
  const std::string unpacked = is_packed ? options_.unpack(request, kUnpacked) : std::string();
  const std::string_view shown = SessionIn(is_packed ? unpacked : request.body);
  return shown.empty() ? std::nullopt : BySession(shown);
}

boost::system::result<Caller, Refusal> Doorkeeper::Identify(const http::Request& request,
                                                            Permit permit) {
  const std::string_view shown = request.authorization;
  if (shown.starts_with(kBearer)) {
    const Digest digest = Sha256(shown.substr(kBearer.size()));
    const Token* token = FindShown(digest);
    if (token && token->IsGood(clock_.Now())) return CallerOf(*token);
    return NotGood("access token", digest);
  }
  const auto login = sign_on_ ? sign_on_->LoginOf(request) : std::nullopt;
  // A proxy may pass on what it was shown itself.
  if (!shown.empty() && !login) return NoToken();
  if (const auto cookie = CookieIn(request.cookie, kCookie); !cookie.empty()) {
    auto caller = BySession(cookie);
    if (caller && IsFromNoPage(request)) return NotFromAPage(*caller);
    if (caller) return *std::move(caller);
  }
  if (permit.screen()) {
    const Token* token = FindScreen(request);
    if (token && token->IsGood(clock_.Now())) return CallerOf(*token);
  }
  if (permit.session_in_body()) {
    if (auto caller = BySessionIn(request)) return *std::move(caller);
  }
  if (login) return ByLogin(*login, request);
  // Shown by a browser, too, whoever uses it: only what the others do not say is asked of it.
  if (request.client_certificate) {
    const Token* token = Find(*request.client_certificate);
    if (token && token->is_certificate && token->IsGood(clock_.Now())) return CallerOf(*token);
    return NotGood("certificate", *request.client_certificate);
  }
  return NoToken();
}

boost::system::result<Caller, Refusal> Doorkeeper::Admit(const http::Request& request,
                                                         Permit permit) {
  const bool asks = AsksForTokens();
  if (!asks && request.from_loopback) {
    return Caller{.role = Role::kAdmin};
  }
  auto caller = Identify(request, permit);
  if (permit.anybody()) return caller ? *caller : Caller{};
  if (!caller && permit.by_key() && caller.error().status == 401) return Caller{};
  if (!caller) return caller;
  if (!permit.Includes(caller->role)) {
    return Forbidden(fmt::format("the role {} may not do this", ToString(caller->role)), *caller);
  }
  if (!caller->scope.is_everything() && !permit.bound()) {
    return Forbidden("this is about all agencies, and the token is bound to some", *caller);
  }
  return caller;
}

bool Doorkeeper::StillGood(const Caller& caller) {
  Look();
  if (caller.session) {
    const auto found = sessions_.find(*caller.session);
    if (found == sessions_.end() || !IsGoing(found->second)) return false;
    // Who watches is there.
    found->second.last = clock_.Now();
    return true;
  }
  if (!caller.login.empty()) {
    const auto user = sign_on_->Find(caller.login);
    return user && (*user)->role == caller.role && ScopeOf((*user)->agencies) == caller.scope;
  }
  if (!caller.token) return !AsksForTokens();
  const Token* token = Find(*caller.token);
  return token && token->IsGood(clock_.Now());
}

void Doorkeeper::TellRefused(std::string_view what, std::string_view request) const {
  log_.Warning("access.refused", {{"what", std::string(what)}, {"request", std::string(request)}});
}

boost::system::result<std::string, Refusal> Doorkeeper::Begin(std::string_view shown,
                                                              std::string_view request) {
  Look();
  const Instant now = clock_.Now();
  Session session{.token = {}, .digest = Sha256(shown), .begun = now, .last = now};
  const bool is_once =
      !options_.once.empty() && session.digest == Sha256(options_.once) && NeedsFirstToken();
  const Token* token = is_once ? nullptr : FindShown(session.digest);
  if (!is_once && (!token || !token->IsGood(now))) {
    TellRefused("login", request);
    return NotGood("access token", session.digest);
  }
  if (token && token->role == Role::kIngest) {
    return Forbidden("a token of the role ingest begins no session");
  }
  if (is_once) options_.once.clear();
  if (token) session.token = token->name;
  session.outlasts = token != nullptr;
  std::string shown_again = Open(std::move(session));
  Keep();
  return shown_again;
}

/// Each token has so many at a time; of more the one that was used last the longest ago ends.
std::string Doorkeeper::Open(Session session) {
  std::erase_if(sessions_, [&](const auto& one) { return !IsGoing(one.second); });
  std::vector<std::pair<Instant, Digest>> own;
  for (const auto& [digest, one] : sessions_) {
    if (one.digest == session.digest) own.emplace_back(one.last, digest);
  }
  if (own.size() >= kMostOfToken) sessions_.erase(std::min_element(own.begin(), own.end())->second);
  log_.Info("access.login", {{"token", session.token.empty() ? FirstAdmin().name : session.token}});
  std::string shown = MakeSecret();
  sessions_.emplace(Sha256(shown), std::move(session));
  return shown;
}

boost::system::result<std::string, Refusal> Doorkeeper::BeginNational(std::string_view name,
                                                                      std::string_view shown,
                                                                      std::string_view request) {
  Look();
  const Instant now = clock_.Now();
  Session session{.token = std::string(name), .digest = Sha256(shown), .begun = now, .last = now};
  const Token* token = FindShown(session.digest);
  if (!token || token->name != name || !token->IsGood(now) || !kSenders.Includes(token->role)) {
    TellRefused("national login", request);
    return Refusal{
        .reason = "username and password are the name and the text of a token that may send",
        .failed = DigestOfName(name)};
  }
  return Open(std::move(session));
}

void Doorkeeper::End(const http::Request& request) {
  if (const auto cookie = CookieIn(request.cookie, kCookie); !cookie.empty()) {
    if (sessions_.erase(Sha256(cookie)) > 0) Keep();
  }
}

std::string Doorkeeper::CookieOf(std::string_view session) const {
  return fmt::format("{}={}{}{}", kCookie, session, Attributes(),
                     session.empty() ? "; Max-Age=0" : "");
}

std::string Doorkeeper::ScreenCookieOf(std::string_view secret, std::chrono::seconds lasts) const {
  return fmt::format("{}={}{}; Max-Age={}", Screens::kCookie, secret, Attributes(), lasts.count());
}

std::optional<std::string> Doorkeeper::LongCookieOf(const http::Request& request) const {
  // Browsers keep none for longer; it is given anew with every look.
  constexpr std::chrono::seconds kMost = std::chrono::days{400};
  const Token* token = FindScreen(request);
  const Instant now = clock_.Now();
  if (!token || !token->IsGood(now)) return {};
  auto lasts = kMost;
  if (token->expires)
    lasts = std::min(lasts, std::chrono::ceil<std::chrono::seconds>(*token->expires - now));
  return ScreenCookieOf(CookieIn(request.cookie, Screens::kCookie), lasts);
}

std::string Doorkeeper::Attributes() const {
  return fmt::format("; Path=/; HttpOnly; SameSite=Lax{}", options_.secure ? "; Secure" : "");
}

}  // namespace dunghan::access
