#include <algorithm>

#include "dunghan/dossier/judge.h"

namespace dunghan::dossier {
namespace {

enum class Kinds { kAll, kAllButSupplements };

/// Clipped to the time from receipt to end; empty ones are dropped.
std::optional<Stop> Clip(const SuspendedSpan& span, const Facts& facts) {
  Stop stop{std::max(span.from, facts.receipt->at), span.to};
  if (const auto end = EndOf(facts)) stop.to = stop.to ? std::min(*stop.to, *end) : *end;
  if (stop.to && *stop.to <= stop.from) return {};
  return stop;
}

std::vector<Stop> United(const Facts& facts, Kinds kinds) {
  std::vector<Stop> stops;
  if (!facts.receipt) return stops;
  for (const SuspendedSpan& span : facts.suspensions) {
    if (kinds == Kinds::kAllButSupplements && span.kind == SuspensionKind::kSupplement) continue;
    if (const auto stop = Clip(span, facts)) stops.push_back(*stop);
  }
  std::sort(stops.begin(), stops.end(),
            [](const Stop& a, const Stop& b) { return a.from < b.from; });
  std::vector<Stop> united;
  for (const Stop& stop : stops) {
    if (united.empty() || (united.back().to && *united.back().to < stop.from)) {
      united.push_back(stop);
    } else if (united.back().to) {
      united.back().to =
          stop.to ? std::optional(std::max(*united.back().to, *stop.to)) : std::nullopt;
    }
  }
  return united;
}

/// Whether `instant` lies before the due of the question; a due beyond the calendar is far ahead.
bool BeforeDue(const LawfulQuestion& question, Instant instant, const Terms& terms) {
  const auto due = worktime::ComputeDue(*terms.calendar, question.from, question.limit,
                                        question.suspensions, terms.due_rules);
  return !due || instant < due->at;
}

void AddStops(LawfulQuestion& question, const std::vector<Stop>& stops, Instant until,
              const Terms& terms) {
  question.suspensions.clear();
  question.open_since.reset();
  for (const Stop& stop : stops) {
    if (stop.from >= until || (stop.to && *stop.to <= question.from)) continue;
    if (stop.to) {
      question.suspensions.push_back({stop.from, *stop.to});
    } else if (BeforeDue(question, stop.from, terms)) {
      // By the due as the stops before have moved it. After it a stop changes nothing any more.
      question.open_since = stop.from;
    }
  }
}

/// on_supplement = restart: the limit starts anew when a supplement arrives that was asked for
/// before the limit was up.
void Restart(LawfulQuestion& question, const Facts& facts, const std::vector<Stop>& others,
             const Terms& terms) {
  for (const SuspendedSpan& span : facts.suspensions) {
    if (span.kind != SuspensionKind::kSupplement) continue;
    const auto stop = Clip(span, facts);
    if (!stop) continue;
    AddStops(question, others, stop->from, terms);
    if (!BeforeDue(question, stop->from, terms)) continue;
    if (!stop->to) {
      question.open_since = stop->from;
      return;
    }
    question.from = *stop->to;
  }
  AddStops(question, others, Instant::max(), terms);
}

}  // namespace

std::vector<Stop> Stops(const Facts& facts) { return United(facts, Kinds::kAll); }

std::optional<LawfulQuestion> AskLawful(const Facts& facts, const Terms& terms) {
  if (!facts.receipt || !terms.limit) return {};
  LawfulQuestion question{facts.receipt->at, *terms.limit, {}, {}};
  if (terms.on_supplement == OnSupplement::kRestart) {
    Restart(question, facts, United(facts, Kinds::kAllButSupplements), terms);
  } else {
    AddStops(question, Stops(facts), Instant::max(), terms);
  }
  return question;
}

}  // namespace dunghan::dossier
