#include "dunghan/figures/figures.h"

namespace dunghan::figures {
namespace {

int64_t Of(const Amounts& amounts, Amount amount) { return amounts[static_cast<size_t>(amount)]; }

int64_t Ended(const Amounts& amounts) {
  return Of(amounts, Amount::kFinishedEarly) + Of(amounts, Amount::kFinishedOnTime) +
         Of(amounts, Amount::kFinishedLate) + Of(amounts, Amount::kFinishedUnmeasurable) +
         Of(amounts, Amount::kWithdrawn);
}

int64_t OpenAfter(const Amounts& amounts) {
  return Of(amounts, Amount::kReceived) - Ended(amounts);
}

}  // namespace

Figures Tally::ToFigures() const {
  const auto flow = [this](Amount amount) { return Of(within, amount); };
  const auto stock = [this](Amount amount) {
    return Of(before, amount) + Of(within, amount) + Of(moved_in, amount) - Of(moved_out, amount);
  };
  Figures figures;
  figures.received = flow(Amount::kReceived);
  figures.carried_over = OpenAfter(before);
  figures.moved_in = OpenAfter(moved_in);
  figures.moved_out = OpenAfter(moved_out);
  figures.moved_in_overdue = Of(moved_in, Amount::kOverdue);
  figures.moved_out_overdue = Of(moved_out, Amount::kOverdue);
  figures.finished_early = flow(Amount::kFinishedEarly);
  figures.finished_on_time = flow(Amount::kFinishedOnTime);
  figures.finished_late = flow(Amount::kFinishedLate);
  figures.finished_unmeasurable = flow(Amount::kFinishedUnmeasurable);
  figures.refused_in_time = flow(Amount::kRefusedInTime);
  figures.refused_late = flow(Amount::kRefusedLate);
  figures.withdrawn = flow(Amount::kWithdrawn);
  figures.withdrawn_overdue = flow(Amount::kWithdrawnOverdue);
  figures.reopened = flow(Amount::kReopened);
  figures.open_overdue = stock(Amount::kOverdue);
  figures.open_suspended = stock(Amount::kSuspended);
  figures.open_suspended_ahead = stock(Amount::kSuspendedAhead);
  figures.open_unmeasurable = stock(Amount::kUnmeasurable);
  figures.open_in_time = figures.carried_over + figures.moved_in - figures.moved_out +
                         OpenAfter(within) - figures.open_overdue - figures.open_suspended -
                         figures.open_unmeasurable;
  figures.without_receipt = stock(Amount::kWithoutReceipt);
  figures.due_cohort.on_time = flow(Amount::kCohortInTime);
  figures.due_cohort.all = flow(Amount::kCohortInTime) + flow(Amount::kCohortLate);
  figures.due_in_period = figures.due_cohort.all + flow(Amount::kCohortPending) +
                          Of(ahead, Amount::kCohortInTime) + Of(ahead, Amount::kCohortLate) +
                          Of(ahead, Amount::kCohortPending);
  return figures;
}

Figures& Figures::operator+=(const Figures& other) {
  received += other.received;
  carried_over += other.carried_over;
  moved_in += other.moved_in;
  finished_early += other.finished_early;
  finished_on_time += other.finished_on_time;
  finished_late += other.finished_late;
  finished_unmeasurable += other.finished_unmeasurable;
  refused_in_time += other.refused_in_time;
  refused_late += other.refused_late;
  withdrawn += other.withdrawn;
  withdrawn_overdue += other.withdrawn_overdue;
  moved_out += other.moved_out;
  open_in_time += other.open_in_time;
  open_overdue += other.open_overdue;
  open_suspended += other.open_suspended;
  open_suspended_ahead += other.open_suspended_ahead;
  open_unmeasurable += other.open_unmeasurable;
  reopened += other.reopened;
  without_receipt += other.without_receipt;
  moved_in_overdue += other.moved_in_overdue;
  moved_out_overdue += other.moved_out_overdue;
  due_cohort.on_time += other.due_cohort.on_time;
  due_cohort.all += other.due_cohort.all;
  due_in_period += other.due_in_period;
  return *this;
}

bool EquationHolds(const Figures& f) {
  return f.received + f.carried_over + f.moved_in ==
             f.finished_early + f.finished_on_time + f.finished_late + f.finished_unmeasurable +
                 f.withdrawn + f.moved_out + f.open_in_time + f.open_overdue + f.open_suspended +
                 f.open_unmeasurable &&
         f.open_in_time >= 0 && f.open_overdue >= 0 && f.open_suspended_ahead >= 0 &&
         f.open_suspended_ahead <= f.open_suspended && f.open_unmeasurable >= 0;
}

}  // namespace dunghan::figures
