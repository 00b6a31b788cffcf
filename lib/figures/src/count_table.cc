#include "dunghan/figures/count_table.h"

#include <array>
#include <utility>

namespace dunghan::figures {
namespace {

constexpr int64_t Of(const Amounts& amounts, Amount amount) {
  return amounts[static_cast<size_t>(amount)];
}

constexpr int64_t OpenAfter(const Amounts& amounts) {
  return Of(amounts, Amount::kReceived) - Of(amounts, Amount::kFinishedEarly) -
         Of(amounts, Amount::kFinishedOnTime) - Of(amounts, Amount::kFinishedLate) -
         Of(amounts, Amount::kFinishedUnmeasurable) - Of(amounts, Amount::kWithdrawn);
}

/// What happened in the period.
template <Amount amount>
constexpr int64_t Flow(const Tally& tally) {
  return Of(tally.within, amount);
}

/// What stands at its end.
template <Amount amount>
constexpr int64_t Stock(const Tally& tally) {
  return Of(tally.before, amount) + Of(tally.within, amount) + Of(tally.moved_in, amount) -
         Of(tally.moved_out, amount);
}

/// Open with what came to the row in that part, or overdue.
template <Amounts Tally::*part>
constexpr int64_t Open(const Tally& tally) {
  return OpenAfter(tally.*part);
}
template <Amounts Tally::*part>
constexpr int64_t Overdue(const Tally& tally) {
  return Of(tally.*part, Amount::kOverdue);
}

/// The rest of what is open.
constexpr int64_t OpenInTime(const Tally& tally) {
  return OpenAfter(tally.before) + OpenAfter(tally.moved_in) - OpenAfter(tally.moved_out) +
         OpenAfter(tally.within) - Stock<Amount::kOverdue>(tally) -
         Stock<Amount::kSuspended>(tally) - Stock<Amount::kUnmeasurable>(tally);
}

constexpr Rate DueCohort(const Tally& tally) {
  const int64_t in_time = Flow<Amount::kCohortInTime>(tally);
  return {in_time, in_time + Flow<Amount::kCohortLate>(tally)};
}

constexpr int64_t DueInPeriod(const Tally& tally) {
  // Of days ahead cells say late of what is still open, a live view pending: both are due.
  return DueCohort(tally).all + Flow<Amount::kCohortPending>(tally) +
         Of(tally.ahead, Amount::kCohortInTime) + Of(tally.ahead, Amount::kCohortLate) +
         Of(tally.ahead, Amount::kCohortPending);
}

/// Counted in index 766 with one verdict: ended in the period, open at its end, or set aside in it.
template <dossier::IndexVerdict verdict>
constexpr int64_t InIndex(const Tally& tally) {
  return Flow<ByVerdict(Amount::kIndexEndedOnTime, verdict)>(tally) +
         Stock<ByVerdict(Amount::kIndexOpenOnTime, verdict)>(tally) +
         Stock<ByVerdict(Amount::kIndexAsideOnTime, verdict)>(tally);
}

/// Open ones that will be late by the period's end, if nothing happens. Those of today are among
/// the days summed up, whether the period has begun or not.
constexpr int64_t TurningLate(const Tally& tally) {
  return Of(tally.before, Amount::kIndexLateAhead) + Of(tally.within, Amount::kIndexLateAhead) +
         Of(tally.ahead, Amount::kIndexLateAhead) + Of(tally.ahead, Amount::kIndexOpenLate);
}

void SetIndex766(const Tally& tally, Figures& figures) {
  using dossier::IndexVerdict;
  if (!tally.has_index766) return;
  int64_t on_time = InIndex<IndexVerdict::kOnTime>(tally);
  const int64_t all = on_time + InIndex<IndexVerdict::kLate>(tally);
  figures.index766_open = Stock<Amount::kIndexOpenOnTime>(tally);
  if (tally.open_until == dossier::IndexOpenUntil::kPeriodEnd) {
    on_time -= TurningLate(tally);
    figures.index766_open -= TurningLate(tally);
  }
  figures.index766 = {on_time, all};
  figures.index766_unmeasurable = InIndex<IndexVerdict::kUnmeasurable>(tally);
}

constexpr Words kFinished = {"Đã giải quyết", "Finished"};
constexpr Words kOpen = {"Đang giải quyết", "Open"};

constexpr std::array kCounts = {
    Count{.name = "received",
          .of = &Figures::received,
          .made = Flow<Amount::kReceived>,
          .side = Side::kCame,
          .meaning = "Received in the period.",
          .column = {.heading = {"Tiếp nhận", "Received"}}},
    Count{.name = "carried_over",
          .of = &Figures::carried_over,
          .made = Open<&Tally::before>,
          .kind = Kind::kStock,
          .side = Side::kCame,
          .meaning = "Open when the period began.",
          .column = {.heading = {"Kỳ trước", "Carried"}}},
    Count{.name = "moved_in",
          .of = &Figures::moved_in,
          .made = Open<&Tally::moved_in>,
          .side = Side::kCame,
          .meaning = "Open dossiers that passed to the row in the period.",
          .column = {.heading = {"Nhận bàn giao", "Moved in"}, .only_if_any = true}},
    Count{.name = "finished_early",
          .of = &Figures::finished_early,
          .made = Flow<Amount::kFinishedEarly>,
          .side = Side::kBecame,
          .meaning = "Completed or refused on a day before the due one.",
          .column = {.heading = {"Trước hạn", "Early"}, .group = kFinished}},
    Count{.name = "finished_on_time",
          .of = &Figures::finished_on_time,
          .made = Flow<Amount::kFinishedOnTime>,
          .side = Side::kBecame,
          .meaning = "Completed or refused on the due day, in time.",
          .column = {.heading = {"Đúng hạn", "On time"}, .group = kFinished}},
    Count{.name = "finished_late",
          .of = &Figures::finished_late,
          .made = Flow<Amount::kFinishedLate>,
          .side = Side::kBecame,
          .meaning = "Completed or refused after the due.",
          .column = {.heading = {"Quá hạn", "Late"}, .group = kFinished}},
    Count{
        .name = "finished_unmeasurable",
        .of = &Figures::finished_unmeasurable,
        .made = Flow<Amount::kFinishedUnmeasurable>,
        .side = Side::kBecame,
        .meaning = "Completed or refused without a due.",
        .column = {.heading = {"Không có hạn", "No due"}, .group = kFinished, .only_if_any = true}},
    Count{.name = "refused_in_time",
          .of = &Figures::refused_in_time,
          .made = Flow<Amount::kRefusedInTime>,
          .kind = Kind::kOfWhich,
          .meaning = "Of those finished early or on time: refused.",
          .note = {"Trong đó từ chối: trong hạn {0}, quá hạn {1}",
                   "Of which refused: in time {0}, late {1}"},
          .beside = &Figures::refused_late},
    Count{.name = "refused_late",
          .of = &Figures::refused_late,
          .made = Flow<Amount::kRefusedLate>,
          .kind = Kind::kOfWhich,
          .meaning = "Of those finished late: refused."},
    Count{.name = "withdrawn",
          .of = &Figures::withdrawn,
          .made = Flow<Amount::kWithdrawn>,
          .side = Side::kBecame,
          .meaning = "Withdrawn, overdue ones included.",
          .column = {.heading = {"Rút", "Withdrawn"}}},
    Count{.name = "withdrawn_overdue",
          .of = &Figures::withdrawn_overdue,
          .made = Flow<Amount::kWithdrawnOverdue>,
          .kind = Kind::kOfWhich,
          .meaning = "Of those withdrawn: when they were overdue.",
          .note = {"Trong đó rút khi quá hạn: {0}", "Of which withdrawn when overdue: {0}"}},
    Count{.name = "moved_out",
          .of = &Figures::moved_out,
          .made = Open<&Tally::moved_out>,
          .side = Side::kBecame,
          .meaning = "Open dossiers that passed from the row in the period.",
          .column = {.heading = {"Đã bàn giao", "Moved out"}, .only_if_any = true}},
    Count{.name = "open_in_time",
          .of = &Figures::open_in_time,
          .made = OpenInTime,
          .kind = Kind::kStock,
          .side = Side::kBecame,
          .meaning = "Open at the end of the period, the due ahead.",
          .column = {.heading = {"Trong hạn", "In time"}, .group = kOpen}},
    Count{.name = "open_overdue",
          .of = &Figures::open_overdue,
          .made = Stock<Amount::kOverdue>,
          .kind = Kind::kStock,
          .side = Side::kBecame,
          .meaning = "Open at the end of the period, the due over.",
          .column = {.heading = {"Quá hạn", "Overdue"}, .group = kOpen}},
    Count{.name = "open_suspended",
          .of = &Figures::open_suspended,
          .made = Stock<Amount::kSuspended>,
          .kind = Kind::kStock,
          .side = Side::kBecame,
          .meaning = "Suspended at the end of the period.",
          .column = {.heading = {"Tạm dừng", "Suspended"}, .group = kOpen}},
    Count{.name = "open_unmeasurable",
          .of = &Figures::open_unmeasurable,
          .made = Stock<Amount::kUnmeasurable>,
          .kind = Kind::kStock,
          .side = Side::kBecame,
          .meaning = "Open at the end of the period without a due.",
          .column = {.heading = {"Không có hạn", "No due"}, .group = kOpen}},
    Count{.name = "reopened",
          .of = &Figures::reopened,
          .made = Flow<Amount::kReopened>,
          .meaning = "Ends taken back in the period.",
          .note = {"Mở lại trong kỳ: {0}", "Reopened in the period: {0}"}},
    Count{.name = "without_receipt",
          .of = &Figures::without_receipt,
          .made = Stock<Amount::kWithoutReceipt>,
          .kind = Kind::kStock,
          .meaning = "Dossiers whose receipt nobody has told of: in no other count.",
          .note = {"Ngoài bảng: {0} hồ sơ chưa có thông tin tiếp nhận",
                   "Outside the table: {0} dossiers without receipt"}},
    Count{.name = "moved_in_overdue",
          .of = &Figures::moved_in_overdue,
          .made = Overdue<&Tally::moved_in>,
          .kind = Kind::kOfWhich,
          .meaning = "Of those moved in: overdue when they were.",
          .note = {"Trong đó đã quá hạn khi nhận bàn giao: {0}",
                   "Of which overdue when moved in: {0}"}},
    Count{
        .name = "moved_out_overdue",
        .of = &Figures::moved_out_overdue,
        .made = Overdue<&Tally::moved_out>,
        .kind = Kind::kOfWhich,
        .meaning = "Of those moved out: overdue when they were.",
        .note = {"Trong đó đã quá hạn khi bàn giao: {0}", "Of which overdue when moved out: {0}"}},
    Count{.name = "open_suspended_ahead",
          .of = &Figures::open_suspended_ahead,
          .made = Stock<Amount::kSuspendedAhead>,
          .kind = Kind::kOfWhich,
          .meaning = "Of those suspended: their finish would still be in time."},
    Count{.name = "due_in_period",
          .of = &Figures::due_in_period,
          .made = DueInPeriod,
          .meaning = "Due in the whole period, as known now.",
          .in_rows = false},
};

/// Each count in turn, as a constant.
template <class Do>
constexpr void ForEachCount(Do act) {
  [&]<size_t... i>(std::index_sequence<i...>) { (act.template operator()<i>(), ...); }
  (std::make_index_sequence<kCounts.size()>());
}

}  // namespace

std::span<const Count> Counts() { return kCounts; }

Figures Tally::ToFigures() const {
  Figures figures;
  ForEachCount([&]<size_t i> { figures.*kCounts[i].of = kCounts[i].made(*this); });
  figures.due_cohort = DueCohort(*this);
  SetIndex766(*this, figures);
  return figures;
}

Figures& Figures::operator+=(const Figures& other) {
  ForEachCount([&]<size_t i> { this->*kCounts[i].of += other.*kCounts[i].of; });
  due_cohort.on_time += other.due_cohort.on_time;
  due_cohort.all += other.due_cohort.all;
  index766.on_time += other.index766.on_time;
  index766.all += other.index766.all;
  index766_unmeasurable += other.index766_unmeasurable;
  index766_open += other.index766_open;
  return *this;
}

bool EquationHolds(const Figures& figures) {
  int64_t left = 0;
  ForEachCount([&]<size_t i> {
    if constexpr (kCounts[i].side == Side::kCame) left += figures.*kCounts[i].of;
    if constexpr (kCounts[i].side == Side::kBecame) left -= figures.*kCounts[i].of;
  });
  // Made of one tally both sides are equal, since open_in_time is the rest: what is wrong with the
  // amounts shows as a stock of less than nothing.
  return left == 0 && figures.open_in_time >= 0 && figures.open_overdue >= 0 &&
         figures.open_suspended_ahead >= 0 &&
         figures.open_suspended_ahead <= figures.open_suspended && figures.open_unmeasurable >= 0;
}

}  // namespace dunghan::figures
