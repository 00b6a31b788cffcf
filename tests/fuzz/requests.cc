#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "api/entrance.h"
#include "api/router.h"
#include "dunghan/base/clock.h"
#include "http/answer.h"
#include "http/refusal.h"
#include "http/request_id.h"
#include "http/request_parser.h"
#include "intake/gzip_body.h"
#include "setup.h"

/// The bytes of a connection: parser, door, router, head of the answer, with a fixed set of tokens
/// and sessions and a route for each kind of permit. What a handler is reached with is held against
/// the bytes themselves: without a secret in them nobody comes in.

using namespace dunghan;
using access::Role;

namespace {

constexpr std::string_view kAgencyA = "000.00.19.H52";
constexpr std::string_view kAgencyB = "000.00.20.H52";

/// A token, and a session begun with it.
struct Known {
  std::string_view name;
  std::string_view secret;
  std::string_view session;
  Role role;
  std::string_view agency = {};
  bool is_good = true;
};
constexpr std::array kKnown = {
    Known{"admin", "T-admin", "S-admin", Role::kAdmin},
    Known{"auditor", "T-auditor", "S-auditor", Role::kAuditor},
    Known{"viewer", "T-viewer", "S-viewer", Role::kViewer},
    Known{"own", "T-own", "S-own", Role::kViewer, kAgencyA},
    Known{"clerk", "T-clerk", "S-clerk", Role::kClerk},
    Known{"ingest", "T-ingest", "S-ingest", Role::kIngest},
    Known{"metrics", "T-metrics", "S-metrics", Role::kMetrics},
    Known{"wall", "T-wall", "S-wall", Role::kWall},
    Known{"revoked", "T-revoked", "S-revoked", Role::kAdmin, {}, false},
    Known{"expired", "T-expired", "S-expired", Role::kAdmin, {}, false},
};

struct Silent final : Log {
  void Write(LogLevel, std::string_view, Fields) override {}
};

/// What a handler was reached with, and answers.
struct Reached {
  access::Permit permit;
  access::Caller caller;
  std::string authorization;
  std::string cookie;
  std::string body;
};

class House {
 public:
  House() {
    std::filesystem::create_directories(folder_);
    WriteFiles();
    door_.emplace(access::DoorOptions{.tokens = folder_ / "tokens.toml",
                                      .codes = rules_.codes,
                                      .is_simulated = [] { return false; },
                                      .once = {},
                                      .sessions = folder_ / "sessions",
                                      .unpack = api::BeginningOf},
                  clock_, log_);
    entrance_.emplace(*door_, holdback_, api::EntranceLimits{}, log_);
    AddRoutes();
    api::AskAt(router_, *entrance_);
  }
  ~House() { std::filesystem::remove_all(folder_); }

  http::Response Answer(http::Request request) {
    reached_.reset();
    auto answer =
        boost::asio::co_spawn(io_, router_.Answer(std::move(request)), boost::asio::use_future);
    io_.restart();
    io_.run();
    return answer.get();
  }
  /// By the last request, if a handler was.
  const std::optional<Reached>& reached() const { return reached_; }

 private:
  void WriteFiles() {
    const auto written = access::ChangeTokens(
        folder_ / "tokens.toml", [&](std::vector<access::Token>& tokens) -> Result<void> {
          for (const Known& one : kKnown) {
            access::Token token{.name = std::string(one.name),
                                .digest = Sha256(one.secret),
                                .role = one.role,
                                .created = clock_.Now()};
            if (one.role == Role::kIngest) token.source = "mot-cua";
            if (!one.agency.empty()) token.agencies = {std::string(one.agency)};
            if (one.name == "revoked") token.revoked = clock_.Now();
            if (one.name == "expired") token.expires = clock_.Now();
            tokens.push_back(std::move(token));
          }
          return {};
        });
    fuzz::Require(written.has_value(), "the tokens can be written");
    std::ofstream sessions(folder_ / "sessions");
    for (const Known& one : kKnown) {
      sessions << fmt::format("{} {} {} {}\n", ToHex(Sha256(one.session)),
                              ToHex(Sha256(one.secret)),
                              FormatRfc3339(clock_.Now(), std::chrono::seconds{0}), one.name);
    }
  }

  void Add(http::Method method, std::string path, access::Permit permit) {
    router_.Add(method, std::move(path), permit,
                [this, permit](api::Call call) { return Reach(permit, std::move(call)); });
  }
  void AddRoutes() {
    using http::Method;
    Add(Method::kGet, "/healthz", access::Permit::Anybody().Always());
    Add(Method::kGet, "/login", access::Permit::Anybody());
    Add(Method::kGet, "/me", access::kAllRoles.Bound());
    Add(Method::kGet, "/sources", access::kReaders);
    Add(Method::kGet, "/dossiers", access::kReaders.Bound());
    Add(Method::kGet, "/dossiers/{code}", access::kReaders.Bound());
    Add(Method::kPost, "/events", access::kSenders);
    Add(Method::kPost, "/national/{service}", access::kSenders.OrBySessionInBody());
    Add(Method::kGet, "/metrics", access::Permit{Role::kMetrics, Role::kAuditor, Role::kAdmin});
    Add(Method::kPost, "/nobody", access::Permit());
  }

  /// A dossier of each agency that the caller may see, as lists of dossiers have them.
  boost::asio::awaitable<http::Response> Reach(access::Permit permit, api::Call call) {
    reached_ = Reached{permit, call.caller, call.request.authorization, call.request.cookie,
                       call.request.body};
    http::Response response{.content_type = "text/plain"};
    response.headers.emplace_back("Cache-Control", "no-store");
    const auto& rulebook = *rules_.rulebooks->newest_version().rulebook;
    for (const std::string_view agency : {kAgencyA, kAgencyB}) {
      const auto code = rules_.codes->Intern<AgencyCode>(agency);
      if (permit.anybody() || !call.caller.scope.Includes(code, day_, rulebook)) continue;
      response.body.append("dossier of ").append(agency).append("\n");
    }
    co_return response;
  }

  const std::filesystem::path folder_ = std::filesystem::temp_directory_path() /
                                        ("dunghan-fuzz-requests-" + std::to_string(::getpid()));
  const ManualClock clock_{fuzz::Now()};
  const LocalDay day_{std::chrono::year{2026} / 12 / 31};
  const fuzz::Rules rules_ = fuzz::SmallRules();
  Silent log_;
  boost::asio::io_context io_;
  access::Holdback holdback_{io_, std::chrono::milliseconds{0}};
  std::optional<access::Doorkeeper> door_;
  std::optional<api::Entrance> entrance_;
  api::Router router_;
  std::optional<Reached> reached_;
};

bool Holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// Whether what has come holds the secret of a token, where that lets in, or of its session.
bool Shows(const Reached& reached, const Known& known) {
  if (reached.authorization == fmt::format("Bearer {}", known.secret)) return true;
  if (Holds(reached.cookie, known.session)) return true;
  if (!reached.permit.session_in_body()) return false;
  const auto unpacked = intake::UnpackBody(reached.body, size_t{1} << 20U);
  // One that is cut off or goes on as something else has a beginning all the same.
  const std::string beginning = intake::UnpackBeginning(reached.body, 5'000);
  return Holds(reached.body, known.session) || (unpacked && Holds(*unpacked, known.session)) ||
         Holds(beginning, known.session);
}

void RequireRightful(const Reached& reached, const http::Response& response) {
  if (reached.permit.anybody()) return;
  const access::Caller& caller = reached.caller;
  const auto known = std::find_if(kKnown.begin(), kKnown.end(),
                                  [&](const Known& one) { return one.name == caller.name; });
  fuzz::Require(known != kKnown.end(), "who is let in is somebody");
  fuzz::Require(known->is_good, "nobody comes in by what has ended");
  fuzz::Require(Shows(reached, *known), "nobody comes in without the secret");
  fuzz::Require(caller.role == known->role && reached.permit.Includes(known->role),
                "the role is the token's, and may");
  const bool is_bound = !known->agency.empty();
  fuzz::Require(is_bound != caller.scope.is_everything(), "the scope is the token's");
  fuzz::Require(!is_bound || reached.permit.bound(), "who is bound asks where that is looked at");
  fuzz::Require(Holds(response.body, kAgencyA), "what is one's own is seen");
  fuzz::Require(is_bound != Holds(response.body, kAgencyB), "what is others' is not");
}

/// Lines that end as they should, and no more of them than the answer has.
void RequireWellFormed(const http::Response& response, std::string_view id) {
  fuzz::Require(http::IsRequestId(id), "the answer has a name");
  fuzz::Require(response.status >= 200 && response.status < 600, "a status");
  std::string head;
  http::AppendHead(head, response, {.request_id = id});
  fuzz::Require(head.starts_with("HTTP/1.1 ") && head.ends_with("\r\n\r\n"), "a head");
  fuzz::Require(head.find("\r\n\r\n") == head.size() - 4, "one head");
  for (size_t at = 0; at < head.size(); ++at) {
    fuzz::Require(head[at] != '\0', "no NUL");
    fuzz::Require((head[at] == '\n') == (at > 0 && head[at - 1] == '\r'), "whole line ends");
  }
  fuzz::Require(Holds(head, fmt::format("\r\nX-Request-Id: {}\r\n", id)), "its name is told");
  fuzz::Require(Holds(head, "\r\nX-Content-Type-Options: nosniff\r\n"), "nothing is guessed");
  fuzz::Require(!Holds(head, "\r\nServer:"), "nothing is said of the program");
  fuzz::Require(response.status < 400 || !response.body.empty(), "a refusal says why");
}

/// What requests of a connection came to, up to its end or to what is none.
std::vector<std::string> Converse(House& house, std::string_view bytes, size_t piece) {
  std::vector<std::string> said;
  int64_t held = 0;
  http::BodyShare share(held, http::BodyLimits(size_t{256} << 10U, size_t{64} << 10U));
  boost::beast::flat_buffer buffer;
  http::RequestIds ids;
  std::optional<http::RequestParser> parser;
  for (;;) {
    if (!parser) parser.emplace(http::ParserLimits{4'096, size_t{64} << 10U}, share);
    const bool is_over = parser->Feed(buffer);
    if (!is_over) {
      if (bytes.empty()) return said;
      const size_t more = std::min(piece, bytes.size());
      std::copy_n(bytes.data(), more, static_cast<char*>(buffer.prepare(more).data()));
      buffer.commit(more);
      bytes.remove_prefix(more);
      continue;
    }
    if (parser->refusal() != http::Refusal::kNone) {
      RequireWellFormed(http::AnswerTo(parser->refusal(), {}), ids.Next());
      return said;
    }
    http::Request request = parser->Release();
    if (request.id.empty()) request.id = ids.Next();
    const std::string id = request.id;
    const bool is_head = request.method == http::Method::kHead;
    const http::Response response = house.Answer(std::move(request));
    RequireWellFormed(response, id);
    if (house.reached()) RequireRightful(*house.reached(), response);
    if (!house.reached() && !is_head) {
      fuzz::Require(response.status >= 300 || response.status == 204, "200 is what handlers say");
    }
    said.push_back(fmt::format("{} {}", response.status, response.body.size()));
    parser.reset();
    share.Release();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static House house;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto at_once = Converse(house, bytes, std::max<size_t>(size, 1));
  const auto in_pieces = Converse(house, bytes, 7);
  // What is handled does not depend on how the bytes came, but for when a fault is seen.
  fuzz::Require(at_once == in_pieces, "pieces make no difference");
  return 0;
}
