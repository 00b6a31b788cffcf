#include "family_writer.h"

/// Petitions, which are in no other family: those each agency has, by their own limits.
namespace dunghan::metrics {
namespace {

using figures::PetitionFigures;
using Count = int64_t PetitionFigures::*;

constexpr Family kOpen{
    "dossier_petition_open",
    "Petitions neither answered, refused nor withdrawn, by the day on which the answer is due."};
constexpr Family kSent{"dossier_petition_period_sent", "Petitions sent in the named period."};
constexpr Family kCarriedOver{
    "dossier_petition_period_carried_over",
    "Petitions sent before the named period and not ended before it. With those sent they are all "
    "that were answered, refused, withdrawn, or are open."};
constexpr Family kAnswered{
    "dossier_petition_period_answered",
    "Petitions answered in the named period, by their limit. May be corrected downward."};
constexpr Family kRefused{
    "dossier_petition_period_refused",
    "Petitions refused in the named period, by their limit. May be corrected downward."};
constexpr Family kWithdrawn{"dossier_petition_period_withdrawn",
                            "Petitions withdrawn in the named period."};
constexpr Family kAsked{"dossier_petition_period_asked",
                        "Petitions for which more was asked for in the named period, by the limit "
                        "for asking."};
constexpr Family kPublished{
    "dossier_petition_period_published",
    "Answers made public in the named period, by the limit that begins with the answer."};
constexpr Family kRated{"dossier_petition_period_rated",
                        "Petitions answered in the named period and rated by who sent them."};
constexpr Family kSatisfied{
    "dossier_petition_period_satisfied",
    "Petitions rated 4 or 5 of those answered in time in the named period."};

Number OpenBy(const PageRow& row, size_t due, size_t) {
  const board::Counts& counts = *row.counts;
  if (due == 0) return counts.petitions.open_late;
  if (due == 1) return counts.petitions_due_today;
  return counts.petitions.open_in_time - counts.petitions_due_today;
}

template <Count count>
const int64_t& Of(const board::Counts& counts, size_t, size_t) {
  return counts.petitions.*count;
}
template <Count in_time, Count late>
const int64_t& ByLimit(const board::Counts& counts, size_t, size_t outcome) {
  return counts.petitions.*(outcome == 0 ? in_time : late);
}

}  // namespace

void WritePetitions(FamilyWriter& writer) {
  using F = PetitionFigures;
  const Axis month = AxisOf("period", {board::NamedPeriod::kCurrentMonth});
  const Axis outcome = NamedAxis("outcome", {"in_time", "late"});
  writer.Agencies(kOpen, OpenBy, {NamedAxis("due", {"overdue", "today", "later"})});
  writer.Agencies(kSent, Of<&F::sent>, {month});
  writer.Agencies(kCarriedOver, Of<&F::carried_over>, {month});
  writer.Agencies(kAnswered, ByLimit<&F::answered_in_time, &F::answered_late>, {month, outcome});
  writer.Agencies(kRefused, ByLimit<&F::refused_in_time, &F::refused_late>, {month, outcome});
  writer.Agencies(kWithdrawn, Of<&F::withdrawn>, {month});
  writer.Agencies(kAsked, ByLimit<&F::asked_in_time, &F::asked_late>, {month, outcome});
  writer.Agencies(kPublished, ByLimit<&F::published_in_time, &F::published_late>, {month, outcome});
  writer.Agencies(kRated, Of<&F::rated>, {month});
  writer.Agencies(kSatisfied, Of<&F::satisfied>, {month});
}

}  // namespace dunghan::metrics
