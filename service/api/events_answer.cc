#include "events_answer.h"

#include <algorithm>
#include <utility>

#include "dunghan/base/text.h"
#include "events_table.h"
#include "parameters.h"

namespace dunghan::api {
namespace {

// Whoever sends more bad events than this at once learns of the rest from the quarantine.
constexpr size_t kMostProblems = 1000;
constexpr int kUnprocessable = 422;
constexpr size_t kUsual = 120;  // bytes of an answer that has nothing to complain of

}  // namespace

EventsAnswer::EventsAnswer(const intake::EventBatch& batch)
    : ignored_(batch.ignored), warnings_(batch.warnings) {
  for (size_t i = 0; i < batch.items.size() && problems_.size() < kMostProblems; ++i) {
    const auto* reject = std::get_if<ledger::Reject>(&batch.items[i].content);
    if (reject) problems_.push_back({i, reject->field, reject->reason});
  }
  // What is voided the ledger alone can miss; there are few of these.
  for (size_t i = 0; i < batch.items.size() && voids_.size() < kMostProblems; ++i) {
    const auto* event = std::get_if<dossier::Event>(&batch.items[i].content);
    if (event && !event->voids.empty()) voids_.emplace(i, event->voids);
  }
}

http::Response EventsAnswer::Render(const live::Committed& committed) const {
  ToldEvents told{.totals = ledger::CountOutcomes(committed.items), .ignored = &ignored_};
  TellProblems(committed, told);
  TellWarnings(committed, told);
  std::string body;
  body.reserve(kUsual);
  JsonWriter json(body);
  kToldEventsTable.Write(json, told);
  json.EndLine();
  http::Response response = Json(std::move(body));
  const bool is_any = told.totals.all() > 0;
  if (is_any && told.totals.quarantined == told.totals.all()) response.status = kUnprocessable;
  return response;
}

void EventsAnswer::TellProblems(const live::Committed& committed, ToldEvents& told) const {
  auto problem = problems_.begin();
  for (size_t i = 0; i < committed.items.size() && told.problems.size() < kMostProblems; ++i) {
    if (problem != problems_.end() && problem->index == i) {
      told.problems.push_back({i, problem->field, problem->reason});
      ++problem;
    } else if (committed.items[i].bound != ledger::Bound::kNone) {
      const auto fault = ledger::Describe(committed.items[i].bound);
      told.problems.push_back({i, fault.field, std::string(fault.reason)});
    }
  }
  told.problems_left_off = told.totals.quarantined - static_cast<int64_t>(told.problems.size());
}

void EventsAnswer::TellWarnings(const live::Committed& committed, ToldEvents& told) const {
  intake::WarningList warnings = warnings_;
  for (size_t i = 0; i < committed.items.size(); ++i) {
    const auto odd = intake::OdditiesOf(committed.items[i]);
    if (odd.empty()) continue;
    const auto voided = voids_.find(i);
    warnings.Add(i, odd, [&](intake::Oddity oddity) {
      const bool is_known = oddity == intake::Oddity::kVoidsNothing && voided != voids_.end();
      return is_known ? voided->second : std::string();
    });
  }
  std::stable_sort(warnings.first.begin(), warnings.first.end(),
                   [](const auto& a, const auto& b) { return a.index < b.index; });
  for (const intake::Warning& warning : warnings.first) told.warnings.push_back(NoteOf(warning));
  told.warnings_left_off = warnings.all - static_cast<int64_t>(warnings.first.size());
}

ItemNote NoteOf(const intake::Warning& warning) {
  std::string reason(ReasonOf(warning.oddity));
  if (!warning.value.empty()) reason += ": " + JsonQuote(warning.value);
  return {warning.index, FieldOf(warning.oddity), std::move(reason)};
}

}  // namespace dunghan::api
