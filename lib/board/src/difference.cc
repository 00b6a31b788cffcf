#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "board_state.h"
#include "dunghan/figures/count_table.h"

namespace dunghan::board {
namespace {

using Found = std::optional<std::string>;
using figures::Figures;

/// Compares number by number until two differ.
class Comparer {
 public:
  explicit Comparer(std::string where) : where_(std::move(where)) {}
  const Found& found() const { return found_; }

  void Same(std::string_view what, int64_t here, int64_t there) {
    if (!found_ && here != there) {
      found_ = fmt::format("{}: {} {} here, {} there", where_, what, here, there);
    }
  }
  template <class Name, size_t n>
  void Same(std::string_view what, const std::array<int64_t, n>& here,
            const std::array<int64_t, n>& there) {
    for (size_t i = 0; i < n; ++i) {
      Same(fmt::format("{}{}", what, NameOf(static_cast<Name>(i))), here[i], there[i]);
    }
  }
  void Same(const Counts& here, const Counts& there) {
    if (here == there) return;
    Same<DueBucket>("open ", here.open, there.open);
    Same("pending acceptance", here.pending_acceptance, there.pending_acceptance);
    Same("waiting", here.waiting, there.waiting);
    Same("waiting late", here.waiting_late, there.waiting_late);
    Same("without receipt", here.without_receipt, there.without_receipt);
    Same("overdue on the other basis", here.other_overdue, there.other_overdue);
    Same("newly severe", here.newly_severe, there.newly_severe);
    Same("oldest overdue, in milliseconds since 1970,", Milliseconds(here.oldest_overdue),
         Milliseconds(there.oldest_overdue));
    Same<Timeliness>("results ", here.results, there.results);
    for (size_t i = 0; i < kNamedPeriods; ++i) {
      Same(std::string(ToString(static_cast<NamedPeriod>(i))), here.periods[i], there.periods[i]);
    }
    for (size_t i = 0; i < kWindows; ++i) {
      Same(std::string(ToString(static_cast<Window>(i))), here.recent[i], there.recent[i]);
    }
    for (size_t i = 0; i < figures::kTookBuckets; ++i) {
      Same(fmt::format("took {}", figures::TookName(i)), here.took[i], there.took[i]);
    }
    for (size_t i = 0; i < figures::kUsedBuckets; ++i) {
      Same(fmt::format("used {}", figures::UsedName(i)), here.used[i], there.used[i]);
    }
    Same(here.month, there.month);
    Same(here.petitions, there.petitions);
    Same("petitions to be answered today", here.petitions_due_today, there.petitions_due_today);
  }
  void Same(const MatrixRow& here, const MatrixRow& there) {
    Same<Timeliness>("results ", here.results, there.results);
    Same("overdue", here.overdue, there.overdue);
    Same("pending", here.pending, there.pending);
  }

 private:
  /// Of nothing 0: nobody was overdue then.
  static int64_t Milliseconds(const std::optional<Instant>& at) {
    return at ? at->time_since_epoch().count() : 0;
  }
  void Same(const std::string& period, const Flows& here, const Flows& there) {
    Same<Timeliness>(period + " results ", here.results, there.results);
    Same<Timeliness>(period + " results on the other basis ", here.other_results,
                     there.other_results);
    Same<dossier::Channel>(period + " received ", here.received, there.received);
    Same(period + " accepted in time", here.accepted_in_time, there.accepted_in_time);
    Same(period + " accepted late", here.accepted_late, there.accepted_late);
    Same(period + " apologies", here.apologies, there.apologies);
  }
  void Same(const std::string& window, const Recent& here, const Recent& there) {
    Same<Timeliness>(window + " results ", here.results, there.results);
    Same(window + " due and in time", here.due_in_time, there.due_in_time);
    Same(window + " due and late", here.due_late, there.due_late);
  }
  template <class Name>
  static std::string_view NameOf(Name name) {
    const std::string_view text = ToString(name);
    return text.empty() ? "unknown" : text;
  }
  void Same(const Figures& here, const Figures& there) {
    for (const figures::Count& count : figures::Counts()) {
      Same(fmt::format("month {}", count.name), here.*count.of, there.*count.of);
    }
    Same("month due and in time", here.due_cohort.on_time, there.due_cohort.on_time);
    Same("month due and decided", here.due_cohort.all, there.due_cohort.all);
    Same("month on time in index 766", here.index766.on_time, there.index766.on_time);
    Same("month in index 766", here.index766.all, there.index766.all);
    Same("month without a due in index 766", here.index766_unmeasurable,
         there.index766_unmeasurable);
  }

  void Same(const figures::PetitionFigures& here, const figures::PetitionFigures& there) {
    for (const figures::PetitionCount& count : figures::PetitionCounts()) {
      Same(fmt::format("petitions {}", count.name), here.*count.of, there.*count.of);
    }
  }

  std::string where_;
  Found found_;
};

/// Walks over the rows of both in the order of their keys, until `differ` finds something. What is
/// missing on one side counts nothing.
template <class Row, class KeyOf, class Differ>
Found DifferInRows(const std::vector<Row>& here, const std::vector<Row>& there, KeyOf key_of,
                   Differ differ) {
  const Row nothing{};
  auto left = here.begin();
  auto right = there.begin();
  while (left != here.end() || right != there.end()) {
    const bool only_left =
        right == there.end() || (left != here.end() && key_of(*left) < key_of(*right));
    const bool only_right = left == here.end() || (!only_left && key_of(*right) < key_of(*left));
    if (auto found = differ(key_of(only_right ? *right : *left), only_right ? nothing : *left,
                            only_left ? nothing : *right)) {
      return found;
    }
    if (!only_right) ++left;
    if (!only_left) ++right;
  }
  return {};
}

template <class C>
std::string Named(std::string_view kind, C code) {
  return fmt::format("{} {}", kind, code ? code.text() : "without a code");
}

template <class C>
Found DifferInCounts(std::string_view kind, const std::vector<CountsOf<C>>& here,
                     const std::vector<CountsOf<C>>& there) {
  return DifferInRows(
      here, there, [](const CountsOf<C>& row) { return row.code; },
      [&](C code, const CountsOf<C>& left, const CountsOf<C>& right) {
        Comparer comparer(Named(kind, code));
        comparer.Same(left.counts, right.counts);
        return comparer.found();
      });
}

Found DifferInPairs(const std::vector<MatrixRow>& here, const std::vector<MatrixRow>& there) {
  using Key = std::pair<AgencyCode, ProcedureCode>;
  return DifferInRows(
      here, there, [](const MatrixRow& row) { return Key(row.agency, row.procedure); },
      [](const Key& key, const MatrixRow& left, const MatrixRow& right) {
        Comparer comparer(Named("agency", key.first) + ", " + Named("procedure", key.second));
        comparer.Same(left, right);
        return comparer.found();
      });
}

std::string Described(const OpenDossier& dossier, const worktime::Zone& zone) {
  const auto text = [&](const std::optional<Instant>& at) {
    return at ? zone.Format(*at) : std::string("never");
  };
  std::string described =
      fmt::format("{} {} {} {}, overdue from {}, received {}", dossier.agency.text(),
                  dossier.procedure.text(), dossier::ToString(dossier.standing),
                  ToString(dossier.bucket), text(dossier.overdue_from), text(dossier.received_at));
  if (dossier.acceptance != dossier::Acceptance::kNone) {
    described += fmt::format(", acceptance {} due {}", dossier::ToString(dossier.acceptance),
                             text(dossier.acceptance_due));
  }
  if (dossier.due_day) described += ", due on " + FormatDate(*dossier.due_day);
  if (dossier.apologised) described += ", apologised";
  return described;
}

bool Same(const OpenDossier& a, const OpenDossier& b) {
  return a.agency == b.agency && a.procedure == b.procedure && a.standing == b.standing &&
         a.bucket == b.bucket && a.due == b.due && a.due_day == b.due_day &&
         a.counted_on == b.counted_on && a.overdue_from == b.overdue_from &&
         a.received_at == b.received_at && a.acceptance == b.acceptance &&
         a.acceptance_due == b.acceptance_due && a.apologised == b.apologised;
}

}  // namespace

Found Board::State::DifferenceInDossiers(const State& other) const {
  for (uint32_t place = 0; place < dossiers_.places(); ++place) {
    if (!dossiers_[place].used()) continue;
    const OpenDossier here = Describe(place);
    const auto found = other.dossiers_.Find(here.code);
    if (!found) return fmt::format("dossier {}: open here, not there", here.code);
    const OpenDossier there = other.Describe(*found);
    if (Same(here, there)) continue;
    return fmt::format("dossier {}: {} here, {} there", here.code, Described(here, zone()),
                       Described(there, zone()));
  }
  for (uint32_t place = 0; place < other.dossiers_.places(); ++place) {
    const std::string_view code = other.dossiers_.CodeOf(place);
    if (!code.empty() && !dossiers_.Find(code)) {
      return fmt::format("dossier {}: open there, not here", code);
    }
  }
  return {};
}

std::optional<std::string> Board::Difference(const Board& other) const {
  const Snapshot here = state_->Show();
  const Snapshot there = other.state_->Show();
  if (here.today != there.today) {
    return fmt::format("day {} here, {} there", FormatDate(here.today), FormatDate(there.today));
  }
  if (here.position.at != there.position.at) {
    return fmt::format("instant {} here, {} there", state_->zone().Format(here.position.at),
                       state_->zone().Format(there.position.at));
  }
  if (here.position.seq != there.position.seq) {
    return fmt::format("position {} here, {} there", here.position.seq, there.position.seq);
  }
  if (auto found = DifferInCounts("agency", here.agencies, there.agencies)) return found;
  if (auto found = DifferInCounts("procedure", here.procedures, there.procedures)) return found;
  if (auto found = DifferInPairs(state_->ShowPairs(), other.state_->ShowPairs())) return found;
  return state_->DifferenceInDossiers(*other.state_);
}

}  // namespace dunghan::board
