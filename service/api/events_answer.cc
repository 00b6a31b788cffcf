#include "events_answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "dunghan/base/text.h"
#include "dunghan/ledger/outcomes.h"
#include "parameters.h"

namespace dunghan::api {
namespace {

// Whoever sends more bad events than this at once learns of the rest from the quarantine.
constexpr size_t kMostProblems = 1000;
constexpr int kUnprocessable = 422;
constexpr size_t kUsual = 120;  // bytes of an answer that has nothing to complain of

void AppendCount(std::string& out, std::string_view name, int64_t count) {
  const fmt::format_int digits(count);
  out.append(name).append(digits.data(), digits.size());
}

void AppendRow(std::string& out, size_t index, std::string_view field, std::string_view reason) {
  if (out.back() != '[') out += ',';
  out += fmt::format(R"({{"index":{},"field":{},"reason":{}}})", index, JsonQuote(field),
                     JsonQuote(reason));
}

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
  const auto totals = ledger::CountOutcomes(committed.items);
  std::string body;
  body.reserve(kUsual);
  AppendCount(body, R"({"received":)", totals.all());
  AppendCount(body, R"(,"stored":)", totals.stored);
  AppendCount(body, R"(,"duplicate":)", totals.duplicate);
  AppendCount(body, R"(,"quarantined":)", totals.quarantined);
  AppendProblems(body, committed, totals.quarantined);
  AppendIgnored(body);
  AppendWarnings(body, committed);
  body += "}\n";
  http::Response response = Json(std::move(body));
  if (totals.quarantined == totals.all()) response.status = kUnprocessable;
  return response;
}

void EventsAnswer::AppendProblems(std::string& out, const live::Committed& committed,
                                  int64_t quarantined) const {
  out += R"(,"problems":[)";
  size_t told = 0;
  auto problem = problems_.begin();
  for (size_t i = 0; i < committed.items.size() && told < kMostProblems; ++i) {
    if (problem != problems_.end() && problem->index == i) {
      AppendRow(out, i, problem->field, problem->reason);
      ++problem;
    } else if (committed.items[i].bound != ledger::Bound::kNone) {
      const auto fault = ledger::Describe(committed.items[i].bound);
      AppendRow(out, i, fault.field, fault.reason);
    } else {
      continue;
    }
    ++told;
  }
  out += ']';
  const auto left = quarantined - static_cast<int64_t>(told);
  if (left > 0) out += fmt::format(R"(,"problems_left_off":{})", left);
}

void EventsAnswer::AppendIgnored(std::string& out) const {
  if (ignored_.fields.empty()) return;
  out += R"(,"ignored_fields":[)";
  for (const auto& field : ignored_.fields) {
    if (out.back() != '[') out += ',';
    out += fmt::format(R"({{"field":{},"near":"{}","count":{}}})", JsonQuote(field.name),
                       intake::NameOf(field.near), field.count);
  }
  out += ']';
  if (ignored_.left_off > 0) {
    out += fmt::format(R"(,"ignored_fields_left_off":{})", ignored_.left_off);
  }
}

void EventsAnswer::AppendWarnings(std::string& out, const live::Committed& committed) const {
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
  if (warnings.all == 0) return;
  std::stable_sort(warnings.first.begin(), warnings.first.end(),
                   [](const auto& a, const auto& b) { return a.index < b.index; });
  out += R"(,"warnings":[)";
  for (const intake::Warning& warning : warnings.first) {
    std::string reason(ReasonOf(warning.oddity));
    if (!warning.value.empty()) reason += ": " + JsonQuote(warning.value);
    AppendRow(out, warning.index, FieldOf(warning.oddity), reason);
  }
  out += ']';
  const auto left = warnings.all - static_cast<int64_t>(warnings.first.size());
  if (left > 0) out += fmt::format(R"(,"warnings_left_off":{})", left);
}

}  // namespace dunghan::api
