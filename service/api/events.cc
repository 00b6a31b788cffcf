#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <utility>

#include "api/resources.h"
#include "bad_intake.h"
#include "dunghan/base/text.h"
#include "events_answer.h"
#include "http/problem.h"
#include "intake/cloud_events.h"
#include "packing.h"
#include "parameters.h"
#include "posted_lists.h"
#include "same_site.h"
#include "sender_scope.h"

/// POST /api/v1/events: answered once the events are durable.
namespace dunghan::api {
namespace {

using boost::asio::awaitable;
using intake::BatchForm;

std::string Found(const http::Request& request) {
  return request.content_type.empty() ? "none" : JsonQuote(request.content_type);
}

/// Header fields of a CloudEvent beside a body that is not one by itself: binary mode.
Result<BatchForm> FormOfBinary(const http::Request& request) {
  // What has no type is JSON, as the JSON format of CloudEvents has it.
  if (request.content_type.empty() || intake::IsJsonMediaType(request.content_type)) {
    return BatchForm::kCloudEventBinary;
  }
  return InvalidArgument(
      fmt::format("Content-Type: expected application/json of a CloudEvent whose attributes are in "
                  "the header (ce-id ...), found {}",
                  Found(request)));
}

Result<BatchForm> FormOf(const http::Request& request) {
  const std::string& type = request.content_type;
  if (type == "application/cloudevents+json") return BatchForm::kCloudEvent;
  if (type == "application/cloudevents-batch+json") return BatchForm::kCloudEventBatch;
  if (!request.ce_fields.empty()) return FormOfBinary(request);
  if (type == "application/json") return BatchForm::kJson;
  if (type == "application/x-ndjson" || type == "application/ndjson") return BatchForm::kNdjson;
  return InvalidArgument(fmt::format(
      "Content-Type: expected application/json (an event, or an array of them), "
      "application/x-ndjson (one a line), application/cloudevents+json or "
      "application/cloudevents-batch+json, text/csv or the type of a workbook (a list of "
      "dossiers), found {}",
      Found(request)));
}

/// Why a request is not even looked into.
std::optional<http::Response> Refuse(const http::Request& request) {
  if (auto known = CheckNone(request); !known) return http::Problem(known.error());
  if (IsFromElsewhere(request)) {
    return http::Problem(403, std::string(kNotFromElsewhere));
  }
  if (auto form = FormOf(request); !form) return http::Problem(415, form.error().for_client);
  if (!PackingOf(request)) return OtherPacking(request);
  return {};
}

http::Response Refuse(const intake::BodyFault& fault) {
  switch (fault.kind) {
    case intake::BodyFault::Kind::kUnreadable:
      return http::Problem(400, fault.text);
    case intake::BodyFault::Kind::kTooMany:
    case intake::BodyFault::Kind::kTooLarge:
      return http::Problem(413, fault.text);
  }
  return http::Problem(400, fault.text);
}

http::Response Failed(Services& services, const Error& error) {
  if (error.code != ErrorCode::kUnavailable) {
    services.log.Error("events.failed", {{"reason", error.for_client}, {"cause", error.for_log}});
  }
  return http::Problem(error);
}

/// REQUIRES: it was not refused.
intake::EventBody TakeBody(http::Request& request) {
  return {.bytes = std::move(request.body),
          .form = *FormOf(request),
          .packing = *PackingOf(request),
          .attributes = std::move(request.ce_fields)};
}

/// Of a batch without events, which has nothing to wait for.
http::Response NothingTold(const EventsAnswer& answer) { return answer.Render({}); }

awaitable<http::Response> PostEvents(Services& services, std::shared_ptr<BadIntake> bad,
                                     Call& call) {
  http::Request& request = call.request;
  if (IsList(request)) co_return co_await PostList(services, bad, call);
  if (auto refusal = Refuse(request)) co_return std::move(*refusal);
  intake::EventBody body = TakeBody(request);
  body.source = call.caller.source;
  const size_t bytes = body.bytes.size();
  intake::DecodedBatch batch = intake::BodyFault();
  if (live::BodyDecoder::IsSmall(body)) {
    batch = services.decoder.DecodeHere(std::move(body));
  } else {
    batch = co_await services.decoder.Decode(std::move(body));
  }
  services.metrics.TookBody(bytes);
  if (!batch) {
    bad->Refused(std::chrono::steady_clock::now());
    co_return Refuse(batch.error());
  }
  if (!HasRoom(request, batch->unpacked, bytes)) co_return NoRoom();
  // What is said of the items, and counted, is taken before the writer gets them.
  const EventsAnswer answer(*batch);
  if (batch->items.empty()) co_return NothingTold(answer);
  const auto foreign = co_await ForeignAmong(services, call.caller, batch->items);
  if (!foreign) co_return http::Problem(foreign.error());
  if (!foreign->empty()) co_return http::Problem(403, *foreign);
  const auto notes = services.metrics.NotesOf(batch->items);
  const auto committed = co_await services.queue.Submit(std::move(batch->items));
  if (!committed) co_return Failed(services, committed.error());
  services.metrics.Committed(notes, committed->items);
  bad->Quarantined(ledger::CountOutcomes(committed->items).quarantined,
                   std::chrono::steady_clock::now());
  co_return answer.Render(*committed);
}

}  // namespace

void AddEvents(Router& router, Services& services) {
  router.Add(http::Method::kPost, "/api/v1/events", access::kSenders.Bound(),
             [&services, bad = std::make_shared<BadIntake>(services.log)](Call&& call) {
               return PostEvents(services, bad, call);
             });
}

}  // namespace dunghan::api
