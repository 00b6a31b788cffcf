#include <fmt/format.h>
#include <simdjson.h>

#include <chrono>
#include <memory>
#include <utility>

#include "api/entrance.h"
#include "api/resources.h"
#include "bad_intake.h"
#include "dunghan/base/text.h"
#include "http/problem.h"
#include "national_table.h"
#include "packing.h"
#include "parameters.h"
#include "same_site.h"
#include "sender_scope.h"

/// POST /national/v1/{service}: messages that one-stop software sends to the national portal, taken
/// as the portal would and answered in its envelope once their events are durable.
namespace dunghan::api {
namespace {

using boost::asio::awaitable;

constexpr std::string_view kRoute = "/national/v1/{service}";
constexpr size_t kMostFaults = 100;

// As the sender's people read them.
constexpr std::string_view kTaken = "Đã nhận {} mục: {} sự kiện mới, {} đã có";
constexpr std::string_view kSetAside = ", {} không dùng được (mục {}: {})";
constexpr std::string_view kUndated =
    "; {} trạng thái tạm dừng không có ngày, chờ thông điệp tiến độ";

/// An envelope.
http::Response Envelope(int status, const NationalAnswer& answer) {
  return {.status = status,
          .content_type = "application/json",
          .headers = {{"Cache-Control", "no-store"}},
          .body = kNationalTable.ToText(answer) + "\n"};
}
http::Response BadEnvelope(int status, std::string_view why) {
  return Envelope(status, {.error_code = kNationalBad, .message = std::string(why)});
}

/// A problem in the words of the envelope, with the headers that belong to it.
http::Response Enveloped(http::Response problem, std::string_view why) {
  auto response = BadEnvelope(problem.status, why);
  for (auto& header : problem.headers) {
    if (header.first != "Cache-Control") response.headers.push_back(std::move(header));
  }
  return response;
}

/// What is said of a message: worked out before its items are given away.
class NationalTeller {
 public:
  explicit NationalTeller(const intake::NationalBatch& batch)
      : record_of_(batch.record_of), told_(batch.told) {
    const auto& items = batch.events.items;
    for (size_t i = 0; i < items.size() && faults_.size() < kMostFaults; ++i) {
      const auto* reject = std::get_if<ledger::Reject>(&items[i].content);
      if (reject) faults_.push_back({record_of_[i], reject->field, reject->reason});
    }
  }

  http::Response Render(const live::Committed& committed) {
    const auto totals = ledger::CountOutcomes(committed.items);
    for (size_t i = 0; i < committed.items.size() && faults_.size() < kMostFaults; ++i) {
      if (committed.items[i].bound == ledger::Bound::kNone) continue;
      const auto fault = ledger::Describe(committed.items[i].bound);
      faults_.push_back({record_of_[i], std::string(fault.field), std::string(fault.reason)});
    }
    std::string message =
        fmt::format(fmt::runtime(kTaken), told_.records, totals.stored, totals.duplicate);
    if (totals.quarantined > 0 && !faults_.empty()) {
      message += fmt::format(fmt::runtime(kSetAside), totals.quarantined, faults_[0].record,
                             faults_[0].field + ": " + faults_[0].reason);
    }
    if (told_.undated > 0) message += fmt::format(fmt::runtime(kUndated), told_.undated);
    const bool none = totals.quarantined == totals.all();
    return Envelope(none ? 422 : 200, {.error_code = none ? kNationalBad : kNationalGood,
                                       .message = std::move(message),
                                       .counts = totals,
                                       .faults = std::move(faults_)});
  }

 private:
  std::vector<size_t> record_of_;
  intake::NationalReader::Told told_;
  std::vector<NationalFault> faults_;
};

std::optional<http::Response> RefuseMessage(const http::Request& request) {
  const auto refuse = [](int status, const std::string& why) {
    return Enveloped(http::Problem(status, why), why);
  };
  if (auto known = CheckNone(request); !known) return refuse(400, known.error().for_client);
  if (IsFromElsewhere(request)) return refuse(403, std::string(kNotFromElsewhere));
  // Adapters send what they like, or nothing: what it is is seen in the body.
  if (!PackingOf(request)) {
    return Enveloped(OtherPacking(request), "Content-Encoding: expected gzip, or none");
  }
  return {};
}

awaitable<http::Response> PostMessage(Services& services, std::shared_ptr<BadIntake> bad,
                                      Call& call) {
  http::Request& request = call.request;
  if (auto refusal = RefuseMessage(request)) co_return std::move(*refusal);
  const size_t bytes = request.body.size();
  intake::EventBody body{.bytes = std::move(request.body),
                         .packing = *PackingOf(request),
                         .source = call.caller.source};
  auto batch = co_await services.decoder.DecodeNational(std::move(body), call.rest);
  services.metrics.TookBody(bytes);
  if (!batch) {
    bad->Refused(std::chrono::steady_clock::now());
    const int status = batch.error().kind == intake::BodyFault::Kind::kUnreadable ? 400 : 413;
    co_return BadEnvelope(status, batch.error().text);
  }
  if (!HasRoom(request, batch->events.unpacked, bytes)) {
    co_return Enveloped(NoRoom(), "too many bytes are being received at this moment");
  }
  const auto foreign = co_await ForeignAmong(services, call.caller, batch->events.items);
  if (!foreign) co_return Enveloped(http::Problem(foreign.error()), foreign.error().for_client);
  if (!foreign->empty()) co_return BadEnvelope(403, *foreign);
  NationalTeller answer(*batch);
  const auto notes = services.metrics.NotesOf(batch->events.items);
  const auto committed = co_await services.queue.Submit(std::move(batch->events.items));
  if (!committed) {
    const Error& error = committed.error();
    co_return Enveloped(http::Problem(error), error.for_client);
  }
  services.metrics.Committed(notes, committed->items);
  bad->Quarantined(ledger::CountOutcomes(committed->items).quarantined,
                   std::chrono::steady_clock::now());
  co_return answer.Render(*committed);
}

struct NationalLogin {
  std::string name;
  std::string shown;
};

/// {username, password}: the name and the text of a token.
boost::system::result<NationalLogin, http::Response> ReadLogin(const http::Request& request) {
  constexpr size_t kMostBytes = 4'096;
  if (auto known = CheckNone(request); !known) return http::Problem(known.error());
  if (IsFromElsewhere(request)) return http::Problem(403, std::string(kNotFromElsewhere));
  simdjson::dom::parser parser;
  simdjson::dom::element body;
  std::string_view name;
  std::string_view shown;
  const bool is_whole = request.body.size() <= kMostBytes &&
                        parser.parse(request.body).get(body) == simdjson::SUCCESS &&
                        body["username"].get(name) == simdjson::SUCCESS &&
                        body["password"].get(shown) == simdjson::SUCCESS;
  if (!is_whole) return BadEnvelope(400, "expected {\"username\":...,\"password\":...}");
  return NationalLogin{std::string(name), std::string(shown)};
}

http::Response Began(const std::string& session) {
  return Envelope(200, {.error_code = kNationalGood, .message = {}, .session = session});
}

awaitable<http::Response> PostNationalLogin(Entrance& entrance, Call call) {
  const auto login = ReadLogin(call.request);
  if (!login) co_return login.error();
  auto session = entrance.door().BeginNational(login->name, login->shown, call.request.id);
  if (session) co_return Began(*session);
  const access::Refusal told = co_await entrance.Wait(std::move(session.error()));
  co_return Enveloped(AnswerOf(told), told.reason);
}

}  // namespace

void AddNational(Router& router, Services& services, Entrance& entrance) {
  router.Add(http::Method::kPost, "/national/v1/login", access::Permit::Anybody(),
             [&entrance](Call call) { return PostNationalLogin(entrance, std::move(call)); });
  router.Add(http::Method::kPost, std::string(kRoute), access::kSenders.Bound().OrBySessionInBody(),
             [&services, bad = std::make_shared<BadIntake>(services.log)](Call&& call) {
               return PostMessage(services, bad, call);
             });
}

}  // namespace dunghan::api
