#include <fmt/format.h>

#include <utility>

#include "api/parameters.h"
#include "api/resources.h"
#include "dunghan/base/text.h"
#include "dunghan/ledger/outcomes.h"
#include "http/problem.h"

/// POST /api/v1/events: answered once the events are durable.
namespace dunghan::api {
namespace {

using boost::asio::awaitable;
using intake::BatchForm;

// Whoever sends more bad events than this at once learns of the rest from the quarantine.
constexpr size_t kMostProblems = 1000;

Result<BatchForm> FormOf(const http::Request& request) {
  const std::string& type = request.content_type;
  if (type == "application/json") return BatchForm::kJson;
  if (type == "application/x-ndjson" || type == "application/ndjson") return BatchForm::kNdjson;
  return InvalidArgument(
      fmt::format("Content-Type: expected application/json (an event, or an array of them) or "
                  "application/x-ndjson (one a line), found {}",
                  type.empty() ? "none" : JsonQuote(type)));
}

/// A page of another site must not be able to send events from a visitor's browser.
bool IsFromElsewhere(const http::Request& request) {
  if (request.origin.empty()) return false;
  const size_t host = request.origin.find("://");
  return host == std::string::npos || request.origin.substr(host + 3) != request.host;
}

/// What is said of an item that was set aside, taken before the item is given away.
struct ProblemText {
  size_t index;
  std::string field;
  std::string reason;
};

std::vector<ProblemText> ProblemsOf(const std::vector<ledger::Item>& items) {
  std::vector<ProblemText> problems;
  for (size_t i = 0; i < items.size() && problems.size() < kMostProblems; ++i) {
    const auto* reject = std::get_if<ledger::Reject>(&items[i].content);
    if (reject) problems.push_back({i, reject->field, reject->reason});
  }
  return problems;
}

std::string Answer(const live::Committed& committed, const std::vector<ProblemText>& problems) {
  const auto totals = ledger::CountOutcomes(committed.items);
  std::string body =
      fmt::format(R"({{"received":{},"stored":{},"duplicate":{},"quarantined":{},"problems":[)",
                  committed.items.size(), totals.stored, totals.duplicate, totals.quarantined);
  for (const ProblemText& problem : problems) {
    if (body.back() != '[') body += ',';
    body += fmt::format(R"({{"index":{},"field":{},"reason":{}}})", problem.index,
                        JsonQuote(problem.field), JsonQuote(problem.reason));
  }
  body += ']';
  const auto left = totals.quarantined - static_cast<int64_t>(problems.size());
  if (left > 0) body += fmt::format(R"(,"problems_left_off":{})", left);
  return body + "}\n";
}

/// Why a request is not even looked into.
std::optional<http::Response> Refuse(const http::Request& request) {
  if (auto known = CheckNone(request); !known) return http::Problem(known.error());
  if (IsFromElsewhere(request)) {
    return http::Problem(403, "events are not taken from pages of other sites");
  }
  if (auto form = FormOf(request); !form) return http::Problem(415, form.error().for_client);
  if (!request.content_encoding.empty() && request.content_encoding != "identity") {
    auto refusal = http::Problem(415, "Content-Encoding: send the body as it is");
    refusal.headers.emplace_back("Accept-Encoding", "identity");  // RFC 9110, 15.5.16
    return refusal;
  }
  return {};
}

http::Response Failed(Services& services, const Error& error) {
  if (error.code != ErrorCode::kUnavailable) {
    services.log.Error("events.failed", {{"reason", error.for_client}, {"cause", error.for_log}});
  }
  return http::Problem(error);
}

awaitable<http::Response> PostEvents(Services& services, Call call) {
  http::Request& request = call.request;
  if (auto refusal = Refuse(request)) co_return std::move(*refusal);
  const BatchForm form = *FormOf(request);
  const size_t bytes = request.body.size();
  auto items = services.decoder->Decode(std::move(request.body), form);
  services.metrics.TookBody(bytes);
  if (!items) co_return http::Problem(items.error());
  const auto problems = ProblemsOf(*items);
  const auto notes = services.metrics.NotesOf(*items);
  const auto committed = co_await services.queue.Submit(std::move(*items));
  if (!committed) co_return Failed(services, committed.error());
  services.metrics.Committed(notes, committed->items);
  co_return Json(Answer(*committed, problems));
}

}  // namespace

void AddEvents(Router& router, Services& services) {
  router.Add(http::Method::kPost, "/api/v1/events",
             [&services](Call call) { return PostEvents(services, std::move(call)); });
}

}  // namespace dunghan::api
