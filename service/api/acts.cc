#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "api/resources.h"
#include "dunghan/base/json_writer.h"
#include "dunghan/base/text.h"
#include "events_answer.h"
#include "http/problem.h"
#include "parameters.h"
#include "same_site.h"
#include "scoped.h"

/// POST /api/v1/dossiers/{code}/acts: what somebody enters of one dossier by hand, which exports do
/// not have: a letter of apology, the cause of its lateness, that it was urged; and the end of one
/// that a newer list of its source leaves out. Recorded as events whose source is the person.
namespace dunghan::api {
namespace {

using boost::asio::awaitable;
using dossier::EventType;

constexpr size_t kLongestAct = 4'096;

/// What may be said with an act beside `type` and `at`.
enum class With : uint8_t { kNumber = 1, kDue = 2, kReason = 4, kVoids = 8 };
constexpr unsigned operator|(With a, With b) {
  return static_cast<unsigned>(a) | static_cast<unsigned>(b);
}

struct ActType {
  EventType type;
  unsigned may;
  std::string_view has_to;  ///< the field that it is nothing without
  bool ends = false;
};
constexpr auto kReasonAlone = static_cast<unsigned>(With::kReason);
constexpr std::array kActTypes = {
    ActType{EventType::kApologised, With::kNumber | With::kDue, ""},
    ActType{EventType::kUrged, static_cast<unsigned>(With::kNumber), ""},
    ActType{EventType::kLateCause, kReasonAlone, "reason"},
    ActType{EventType::kCompleted, kReasonAlone, "reason", true},
    ActType{EventType::kRefused, kReasonAlone, "reason", true},
    ActType{EventType::kWithdrawn, kReasonAlone, "reason", true},
    ActType{EventType::kVoided, static_cast<unsigned>(With::kVoids), "voids"}};

struct ActField {
  std::string_view name;
  With what;
  std::string_view of_event;
};
constexpr std::array kFields = {
    ActField{"number", With::kNumber, "id"}, ActField{"due", With::kDue, "due"},
    ActField{"reason", With::kReason, "reason"}, ActField{"voids", With::kVoids, "voids"}};

struct Act {
  const ActType* type = nullptr;
  std::string event;  ///< as intake takes it
};

Result<const ActType*> TypeOf(std::string_view name) {
  std::string known;
  for (const ActType& one : kActTypes) {
    if (ToString(one.type) == name) return &one;
    known += fmt::format("{}{}", known.empty() ? "" : ", ", ToString(one.type));
  }
  return InvalidArgument(
      fmt::format("type: expected one of {}; found {}", known, JsonQuote(std::string(name))));
}

/// The text of a member; nothing: there is none.
Result<std::optional<std::string_view>> TextIn(const simdjson::dom::object& object,
                                               std::string_view name) {
  simdjson::dom::element value;
  if (object[name].get(value) != simdjson::SUCCESS || value.is_null()) {
    return std::optional<std::string_view>();
  }
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS) {
    return InvalidArgument(fmt::format("{}: expected a text", name));
  }
  return text.empty() ? std::nullopt : std::optional(text);
}

Result<void> CheckMembers(const simdjson::dom::object& object, const ActType& type) {
  for (const auto& [name, value] : object) {
    if (name == "type" || name == "at") continue;
    const auto field = std::find_if(kFields.begin(), kFields.end(),
                                    [&, &key = name](const auto& one) { return one.name == key; });
    if (field == kFields.end()) {
      return InvalidArgument(fmt::format("{}: unknown field", JsonQuote(std::string(name))));
    }
    if ((type.may & static_cast<unsigned>(field->what)) == 0) {
      return InvalidArgument(
          fmt::format("{}: an act of the type {} has none", name, ToString(type.type)));
    }
  }
  return {};
}

/// `now`: when it happened, where nobody says.
Result<Act> ReadAct(const http::Request& request, const std::string& code, Instant now,
                    const worktime::Zone& zone) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (request.body.size() > kLongestAct ||
      parser.parse(request.body).get(object) != simdjson::SUCCESS) {
    return InvalidArgument(
        "expected a JSON object such as {\"type\":\"apologised\","
        "\"number\":\"12/PXL\",\"due\":\"2026-12-10\"}");
  }
  const auto name = TextIn(object, "type");
  if (!name) return name.error();
  const auto type = TypeOf(name->value_or(""));
  if (!type) return type.error();
  if (auto checked = CheckMembers(object, **type); !checked) return checked.error();
  const auto at = TextIn(object, "at");
  if (!at) return at.error();
  Act act{*type, {}};
  JsonWriter json(act.event);
  json.BeginObject();
  json.Text("dossier", code);
  json.Text("type", ToString((*type)->type));
  json.Text("at", *at ? std::string(**at) : zone.Format(now));
  for (const ActField& field : kFields) {
    const auto text = TextIn(object, field.name);
    if (!text) return text.error();
    if (*text) json.Text(field.of_event, **text);
    if (!*text && field.name == (*type)->has_to) {
      return InvalidArgument(fmt::format("{}: missing; an act of the type {} is nothing without it",
                                         field.name, name->value_or("")));
    }
  }
  json.End();
  return act;
}

/// Whether a newer list of the source that its receipt rests on leaves an open dossier out.
Result<bool> IsLeftOut(ledger::View& view, const dossier::Facts& facts) {
  const auto rests_on = std::find_if(facts.said.begin(), facts.said.end(),
                                     [](const dossier::Said& said) { return said.made_receipt; });
  if (rests_on == facts.said.end() || dossier::EndOf(facts)) return false;
  if (view.rulebook().RoleOf(rests_on->source) != rulebook::SourceRole::kLists) return false;
  const auto sources = view.ReadSources();
  if (!sources) return sources.error();
  const ledger::SourceHistory* source = sources->Find(rests_on->source.text());
  return source && source->last_event && *source->last_event > rests_on->at;
}

/// Whether somebody may do so of that dossier.
Result<bool> Admit(const OpenView& open, const std::string& code, bool ends,
                   const rulebook::Scope& scope, const board::Snapshot& present) {
  auto view = open({});
  if (!view) return view.error();
  const auto record = (*view)->Find(code);
  if (!record) return record.error();
  const dossier::Facts& facts = record->judged.facts;
  if (scope.Of(facts, present.today, *present.rulebook) != rulebook::Sight::kWhole) {
    return NotFound(fmt::format("no dossier {} in the ledger", code));
  }
  if (!ends) return true;
  const auto left_out = IsLeftOut(**view, facts);
  if (!left_out || *left_out) return left_out;
  return Conflict(
      "an end is entered by hand only of an open dossier that a newer list of its source leaves "
      "out "
      "(report --form quality, section 5)");
}

std::optional<http::Response> Refuse(const Call& call) {
  if (auto none = CheckNone(call.request); !none) return http::Problem(none.error());
  if (IsFromElsewhere(call.request)) return http::Problem(403, std::string(kNotFromElsewhere));
  if (call.caller.name.empty()) {
    return http::Problem(403, "who does it has to be known: log in with a token of one's own");
  }
  if (call.request.content_type == "application/json") return {};
  return http::Problem(415, "Content-Type: expected application/json");
}

/// The caller is the source; a name that is too long is cut.
intake::EventBody BodyOf(Act act, const access::Caller& caller) {
  const std::string_view name =
      FirstCharacters(caller.name, intake::kMaxSourceName - intake::kActSource.size());
  return {.bytes = std::move(act.event),
          .source = std::string(intake::kActSource) + std::string(name)};
}

/// Why nothing of it is kept: who enters something by hand puts it right at once.
std::optional<http::Response> RefuseItem(const intake::DecodedBatch& batch, Instant now) {
  if (!batch) return http::Problem(400, batch.error().text);
  if (const auto* reject = std::get_if<ledger::Reject>(&batch->items.front().content)) {
    return http::Problem(400, fmt::format("{}: {}", reject->field, reject->reason));
  }
  const auto& event = std::get<dossier::Event>(batch->items.front().content);
  if (event.at <= now) return {};
  return http::Problem(400, "at: nothing is entered that lies ahead");
}

awaitable<http::Response> PostAct(Services& services, Call& call) {
  if (auto refusal = Refuse(call)) co_return std::move(*refusal);
  const auto snapshot = services.board.Now();
  const Instant now = services.board.clock().Now();
  auto act = ReadAct(call.request, call.rest, now, snapshot->rulebook->default_calendar().zone());
  if (!act) co_return http::Problem(act.error());
  auto ask = [code = call.rest, ends = act->type->ends, scope = call.caller.scope,
              snapshot](const OpenView& open) { return Admit(open, code, ends, scope, *snapshot); };
  const auto admitted = co_await AskLedger(services, std::move(ask));
  if (!admitted) co_return http::Problem(admitted.error());
  auto batch = services.decoder.DecodeHere(BodyOf(std::move(*act), call.caller));
  if (auto refusal = RefuseItem(batch, now)) co_return std::move(*refusal);
  const EventsAnswer answer(*batch);
  const auto notes = services.metrics.NotesOf(batch->items);
  const auto committed = co_await services.queue.Submit(std::move(batch->items));
  if (!committed) co_return http::Problem(committed.error());
  services.metrics.Committed(notes, committed->items);
  co_return answer.Render(*committed);
}

}  // namespace

void AddActs(Router& router, Services& services) {
  router.Add(http::Method::kPost, "/api/v1/dossiers/{code}/acts",
             access::Permit{access::Role::kClerk, access::Role::kAdmin}.Bound(),
             [&services](Call&& call) { return PostAct(services, call); });
}

}  // namespace dunghan::api
