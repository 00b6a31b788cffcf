#include "explanation_table.h"

#include <algorithm>
#include <utility>

#include "dunghan/worktime/due.h"

namespace dunghan::report {
namespace {

/// All days that anything of a dossier can depend on.
std::pair<LocalDay, LocalDay> StretchOf(const SeenDossier& seen) {
  const dossier::Facts& facts = seen.judged.facts;
  std::vector<LocalDay> days = {seen.zone().DayOf(facts.end ? facts.end->at : seen.at)};
  const auto add = [&](const std::optional<Instant>& at) {
    if (at) days.push_back(seen.zone().DayOf(*at));
  };
  if (facts.receipt) add(facts.receipt->at);
  if (facts.submission) add(facts.submission->at);
  for (const auto& basis : seen.judged.judgement.bases) add(basis.overdue_from);
  add(seen.judged.judgement.gross_overdue_from);
  add(seen.judged.judgement.acceptance.overdue_from);
  const auto [first, last] = std::minmax_element(days.begin(), days.end());
  return {*first, *last};
}

}  // namespace

std::vector<std::string> HoursOf(const std::vector<worktime::OpenInterval>& hours) {
  std::vector<std::string> texts;
  texts.reserve(hours.size());
  for (const worktime::OpenInterval& open : hours) texts.push_back(worktime::ToString(open));
  return texts;
}

std::vector<worktime::CalendarException> ExceptionsOf(const SeenDossier& seen) {
  const auto [from, to] = StretchOf(seen);
  std::vector<worktime::CalendarException> exceptions;
  for (const auto* day : seen.judged.terms.calendar->ExceptionsIn(from, to)) {
    exceptions.push_back(*day);
  }
  return exceptions;
}

std::string_view StateName(const dossier::Claim& claim, const Told& told) {
  constexpr std::string_view kNames[] = {"in_force", "replaced", "disputed"};
  return kNames[static_cast<size_t>(StateOf(claim, told.promise, told.of.zone()))];
}

ExplainedBasis::ExplainedBasis(const Told& of, dossier::Basis which)
    : told(of),
      basis(of.of.judged.judgement.On(which)),
      standing(dossier::StandingAt(basis, of.of.at)) {
  if (!basis.overdue_from) return;
  const dossier::Facts& facts = of.of.judged.facts;
  const worktime::WorkingCalendar& calendar = *of.of.judged.terms.calendar;
  const Instant until = facts.end ? std::min(facts.end->at, of.of.at) : of.of.at;
  const Instant due = TurningPoint(basis, facts);
  const auto to_go = calendar.WorkingTime(until, due);
  const auto since = calendar.WorkingTime(due, until);
  const bool stands =
      standing == dossier::Standing::kSuspended && ClockStands(facts, of.of.judged.terms);
  if (dossier::IsOpen(standing) && to_go && !stands) left.value = *to_go;
  if (since) late.value = *since;
}

std::optional<DueWay> LawfulWay(const Told& told) {
  auto asked = dossier::AskLawful(told.of.judged.facts, told.of.judged.terms);
  if (!asked) return {};
  const auto& receipt = told.of.judged.facts.receipt;
  const bool is_restarted = receipt && asked->from != receipt->at;
  return std::optional<DueWay>(std::in_place, told, std::move(*asked), is_restarted);
}

std::optional<DueWay> AcceptanceWay(const Told& told) {
  const auto& limit = told.of.judged.terms.acceptance_limit;
  if (told.of.judged.judgement.acceptance.timeline.empty() || !limit) return {};
  dossier::LawfulQuestion asked{told.of.judged.facts.submission->at, *limit, {}, {}};
  return std::optional<DueWay>(std::in_place, told, std::move(asked), false);
}

std::optional<worktime::DueDate> GrossDue(const Told& told) {
  const dossier::Terms& terms = told.of.judged.terms;
  const auto& receipt = told.of.judged.facts.receipt;
  if (!receipt || !terms.limit) return {};
  const auto due =
      worktime::ComputeDue(*terms.calendar, receipt->at, *terms.limit, {}, terms.due_rules);
  if (!due) return {};
  return *due;
}

std::optional<ExplainedIndex> IndexOf(const Told& told) {
  const dossier::Judged& judged = told.of.judged;
  const dossier::Index766Rules& rules = dossier::IndexRulesOf(judged.facts, judged.terms);
  ExplainedIndex index{
      told, rules,
      dossier::SeenForIndex(judged.facts, judged.terms, judged.judgement, rules, told.of.at)};
  if (index.seen.state == dossier::IndexState::kNone) return {};
  return index;
}

}  // namespace dunghan::report
