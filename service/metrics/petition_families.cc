#include "family_writer.h"

/// Petitions, which are in no other family: those each agency has, by their own limits.
namespace dunghan::metrics {
namespace {

using figures::PetitionFigures;
using PetitionMember = int64_t PetitionFigures::*;

constexpr Family kPetitionsOpen{
    "dossier_petition_open",
    "Petitions neither answered, refused nor withdrawn, by the day on which the answer is due."};
constexpr Family kPetitionsSent{"dossier_petition_period_sent",
                                "Petitions sent in the named period."};
constexpr Family kPetitionsCarriedOver{
    "dossier_petition_period_carried_over",
    "Petitions sent before the named period and not ended before it. With those sent they are all "
    "that were answered, refused, withdrawn, or are open."};
constexpr Family kPetitionsAnswered{
    "dossier_petition_period_answered",
    "Petitions answered in the named period, by their limit. May be corrected downward."};
constexpr Family kPetitionsRefused{
    "dossier_petition_period_refused",
    "Petitions refused in the named period, by their limit. May be corrected downward."};
constexpr Family kPetitionsWithdrawn{"dossier_petition_period_withdrawn",
                                     "Petitions withdrawn in the named period."};
constexpr Family kPetitionsAsked{
    "dossier_petition_period_asked",
    "Petitions for which more was asked for in the named period, by the limit "
    "for asking."};
constexpr Family kPetitionsPublished{
    "dossier_petition_period_published",
    "Answers made public in the named period, by the limit that begins with the answer."};
constexpr Family kPetitionsRated{
    "dossier_petition_period_rated",
    "Petitions answered in the named period and rated by who sent them."};
constexpr Family kPetitionsSatisfied{
    "dossier_petition_period_satisfied",
    "Petitions rated 4 or 5 of those answered in time in the named period."};

Number PetitionsOpenBy(const PageRow& row, size_t due, size_t) {
  const board::Counts& counts = *row.counts;
  if (due == 0) return counts.petitions.open_late;
  if (due == 1) return counts.petitions_due_today;
  return counts.petitions.open_in_time - counts.petitions_due_today;
}

template <PetitionMember count>
const int64_t& CountOfPetitions(const board::Counts& counts, size_t, size_t) {
  return counts.petitions.*count;
}
template <PetitionMember in_time, PetitionMember late>
const int64_t& PetitionsByLimit(const board::Counts& counts, size_t, size_t outcome) {
  return counts.petitions.*(outcome == 0 ? in_time : late);
}

}  // namespace

void WritePetitions(FamilyWriter& writer) {
  using F = PetitionFigures;
  const Axis month = AxisOf("period", {board::NamedPeriod::kCurrentMonth});
  const Axis outcome = NamedAxis("outcome", {"in_time", "late"});
  writer.Agencies(kPetitionsOpen, PetitionsOpenBy,
                  {NamedAxis("due", {"overdue", "today", "later"})});
  writer.Agencies(kPetitionsSent, CountOfPetitions<&F::sent>, {month});
  writer.Agencies(kPetitionsCarriedOver, CountOfPetitions<&F::carried_over>, {month});
  writer.Agencies(kPetitionsAnswered, PetitionsByLimit<&F::answered_in_time, &F::answered_late>,
                  {month, outcome});
  writer.Agencies(kPetitionsRefused, PetitionsByLimit<&F::refused_in_time, &F::refused_late>,
                  {month, outcome});
  writer.Agencies(kPetitionsWithdrawn, CountOfPetitions<&F::withdrawn>, {month});
  writer.Agencies(kPetitionsAsked, PetitionsByLimit<&F::asked_in_time, &F::asked_late>,
                  {month, outcome});
  writer.Agencies(kPetitionsPublished, PetitionsByLimit<&F::published_in_time, &F::published_late>,
                  {month, outcome});
  writer.Agencies(kPetitionsRated, CountOfPetitions<&F::rated>, {month});
  writer.Agencies(kPetitionsSatisfied, CountOfPetitions<&F::satisfied>, {month});
}

}  // namespace dunghan::metrics
