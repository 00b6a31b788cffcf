#include "dunghan/statement/reconciliation.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "dunghan/figures/headlines.h"
#include "dunghan/figures/index766_periods.h"
#include "dunghan/statement/agency_matcher.h"
#include "reconcile_rows.h"

namespace dunghan::statement {
namespace {

using figures::Headline;

/// What is done once for each view.
class Reconciler {
 public:
  Reconciler(ledger::View& now, ledger::View* then, const figures::Policy& policy,
             const Theirs& theirs, const ReconciliationOptions& options)
      : now_(now), then_(then), policy_(policy), theirs_(theirs), options_(options) {}

  Result<Reconciliation> Run() {
    FillHead();
    auto now = Monthly(now_, Settings());
    if (!now) return now.error();
    into_.index766_confirmed = now->index766.confirmed;
    const auto then = then_ ? Monthly(*then_, Settings()) : now;
    if (!then) return then.error();
    std::vector<std::string> codes;
    for (const Named& named : NamesOf(*now, *then)) codes.push_back(named.code);
    const AgencyMatcher agencies(now_.rulebook(), theirs_.period.to, codes);
    auto done = theirs_.kind == TheirsKind::kDossiers ? ReconcileList(agencies)
                                                      : ReconcileCounts(agencies, *now, *then);
    if (!done) return done.error();
    DropEmpty();
    return std::move(into_);
  }

 private:
  void FillHead() {
    into_.kind = theirs_.kind;
    into_.file = theirs_.file;
    into_.period = theirs_.period;
    into_.period_said = theirs_.period_said;
    into_.taken = theirs_.taken;
    into_.taken_said = theirs_.taken_said;
    into_.by_field = theirs_.by_field;
    into_.basis = options_.basis;
    into_.now = now_.position();
    if (then_) into_.then = then_->position();
    into_.zone = now_.rulebook().default_calendar().zone();
    into_.simulated = now_.simulated();
    into_.left_out = theirs_.left_out;
    into_.without_code = theirs_.without_code;
    into_.repeated = theirs_.repeated;
    into_.faults = theirs_.faults;
    into_.columns = theirs_.columns;
  }

  StatementOptions Settings() const {
    return {.period = theirs_.period,
            .by = theirs_.by_field ? GroupBy::kField : GroupBy::kAgency,
            .agency = theirs_.by_field ? options_.agency : "",
            .basis = options_.basis};
  }
  Result<Statement> Monthly(ledger::View& view, const StatementOptions& settings) {
    return MakeMonthly(view, policy_, settings);
  }

  /// All rows that either view has.
  static std::vector<Named> NamesOf(const Statement& one, const Statement& other) {
    std::vector<Named> names;
    std::set<std::string> codes;
    for (const Statement* statement : {&one, &other}) {
      for (const StatementRow& row : statement->rows) {
        if (codes.insert(row.of.code).second) names.push_back(row.of);
      }
    }
    return names;
  }

  Result<void> ReconcileCounts(const AgencyMatcher& agencies, const Statement& now,
                               const Statement& then) {
    const RowPairs pairs(theirs_, agencies, NamesOf(now, then), into_);
    SetNow(pairs.Place(CountsOfRows(now, into_.columns)));
    if (then_) SetThen(pairs.Place(CountsOfRows(then, into_.columns)));
    Suppose(pairs, CountsOfRows(now, into_.columns),
            {"cách tính của ta, theo số liệu hiện nay", "our way, as known now"});
    if (then_) {
      SupposeIfCloser(pairs, CountsOfRows(then, into_.columns),
                      {"theo số liệu biết được lúc lấy tệp", "as known when the file was taken"});
    }
    if (auto supposed = SupposeOther(pairs); !supposed) return supposed;
    return theirs_.kind == TheirsKind::kProgress ? SupposeIndex(pairs, now)
                                                 : SupposeRules(pairs, now);
  }

  /// What holds for any counts: another tree.
  Result<void> SupposeOther(const RowPairs& pairs) {
    StatementOptions settings = Settings();
    settings.tree = Tree::kPeriodEnd;
    const auto by_end = Monthly(now_, settings);
    if (!by_end) return by_end.error();
    SupposeIfCloser(pairs, CountsOfRows(*by_end, into_.columns),
                    {"hồ sơ tính cho cơ quan quản lý vào ngày cuối kỳ",
                     "by who has the dossiers on the last day of the period"});
    return {};
  }

  Result<void> SupposeRules(const RowPairs& pairs, const Statement& now) {
    const auto with = [&](const CountingRules& rules, Said what) {
      SupposeIfCloser(pairs, CountsOfRows(now, into_.columns, rules), std::move(what));
    };
    with({.suspended_in_time = false},
         {"hồ sơ tạm dừng không nằm trong số đang giải quyết", "suspended ones are not open"});
    with({.stopped_apart = false},
         {"hồ sơ tạm dừng nằm trong số đang giải quyết trong hạn, dù tệp có cột dừng xử lý",
          "suspended ones are among those open in time, though the file has a column for them"});
    with({.withdrawn_done = true},
         {"hồ sơ rút tính là giải quyết đúng hạn", "withdrawn ones are finished on time"});
    with({.without_due_on_time = true},
         {"hồ sơ không có hạn tính là đúng hạn", "those without a due are on time"});
    with({.refused_done = false},
         {"hồ sơ từ chối không tính là đã giải quyết", "refused ones are not finished"});
    StatementOptions settings = Settings();
    settings.basis = options_.basis == dossier::Basis::kPromised ? dossier::Basis::kLawful
                                                                 : dossier::Basis::kPromised;
    const auto other = Monthly(now_, settings);
    if (!other) return other.error();
    SupposeIfCloser(pairs, CountsOfRows(*other, into_.columns),
                    settings.basis == dossier::Basis::kLawful
                        ? Said{"so với hạn theo quy định", "by the lawful due"}
                        : Said{"so với ngày hẹn trả", "by the promised due"});
    return SupposePeriod(pairs);
  }

  /// Months of Decree 09/2019 for calendar months, or the other way round.
  Result<void> SupposePeriod(const RowPairs& pairs) {
    const std::string& name = theirs_.period.name;
    const auto period =
        figures::ParsePeriod(name.starts_with("bc:") ? name.substr(3) : "bc:" + name);
    if (!period) return {};
    StatementOptions settings = Settings();
    settings.period = *period;
    const auto other = Monthly(now_, settings);
    if (!other) return other.error();
    SupposeIfCloser(
        pairs, CountsOfRows(*other, into_.columns),
        {fmt::format("kỳ từ {} đến {}", FormatDate(period->from), FormatDate(period->to)),
         fmt::format("the period from {} to {}", FormatDate(period->from),
                     FormatDate(period->to))});
    return {};
  }

  Result<void> SupposeIndex(const RowPairs& pairs, const Statement& now) {
    for (const Headline headline : {Headline::kOfficial, Headline::kStrict, Headline::kDueCohort}) {
      CountsByRow counts;
      for (const StatementRow& row : now.rows) {
        const figures::Rate rate = figures::RateOf(row.figures, headline);
        CountsSaid& of = counts[row.of.code];
        of[TheirCount::kIndexAll] = rate.all;
        of[TheirCount::kIndexOnTime] = rate.on_time;
        of[TheirCount::kIndexLate] = rate.all - rate.on_time;
      }
      const Words title = figures::Describe(headline).title;
      SupposeIfCloser(pairs, counts,
                      {fmt::format("theo tỷ lệ khác: {}", title.vi),
                       fmt::format("by another rate: {}", title.en)});
    }
    const auto switches = TurnIndexSwitches(now_, theirs_.period);
    if (!switches) return switches.error();
    for (const TurnedSwitch& turned : *switches) {
      CountsByRow counts = CountsOfRows(now, into_.columns);
      for (const auto& [code, change] : turned.change) {
        for (const TheirCount count : into_.columns) {
          counts[code][count] = counts[code][count].value_or(0) + change[count].value_or(0);
        }
      }
      SupposeIfCloser(pairs, counts, turned.what);
    }
    return {};
  }

  void Suppose(const RowPairs& pairs, const CountsByRow& counts, Said what) {
    into_.conjectures.push_back(Apart(into_, pairs.Place(counts).rows, std::move(what)));
  }
  void SupposeIfCloser(const RowPairs& pairs, const CountsByRow& counts, Said what) {
    Suppose(pairs, counts, std::move(what));
    const Conjecture& ours = into_.conjectures.front();
    if (into_.conjectures.back().apart >= ours.apart) into_.conjectures.pop_back();
  }

  Result<void> ReconcileList(const AgencyMatcher& agencies) {
    into_.scope = options_.scope.value_or(GuessScope());
    ledger::View& compared = then_ ? *then_ : now_;
    auto outcome = ReconcileDossiers(compared, theirs_, agencies, options_, into_);
    if (!outcome) return outcome.error();
    CountsByRow now = outcome->ours;
    if (then_) {
      auto counted = CountInScope(now_, theirs_, into_.scope);
      if (!counted) return counted.error();
      now = *std::move(counted);
    }
    std::set<std::string> codes;
    for (const CountsByRow* counts : {&now, &outcome->ours, &outcome->matched}) {
      for (const auto& [code, of] : *counts) codes.insert(code);
    }
    std::vector<Named> names;
    for (const std::string& code : codes) names.push_back(agencies.NamesOf(code));
    const RowPairs pairs(theirs_, agencies, names, into_);
    SetNow(pairs.Place(now));
    if (then_) SetThen(pairs.Place(outcome->ours));
    SetMatched(pairs.Place(outcome->matched));
    return {};
  }

  /// A list without anything from before the period is one of what was received in it.
  ListScope GuessScope() const {
    for (const TheirDossier& dossier : theirs_.dossiers) {
      if (dossier.received && dossier.received->at < LocalTime(theirs_.period.from)) {
        return ListScope::kProcessed;
      }
    }
    return ListScope::kReceived;
  }

  void SetNow(RowPairs::Placed placed) {
    for (size_t i = 0; i < into_.rows.size(); ++i) into_.rows[i].now = placed.rows[i];
    for (size_t i = 0; i < into_.only_ours.size(); ++i) {
      into_.only_ours[i].now = placed.only_ours[i];
    }
  }
  void SetThen(RowPairs::Placed placed) {
    for (size_t i = 0; i < into_.rows.size(); ++i) into_.rows[i].then = placed.rows[i];
    for (size_t i = 0; i < into_.only_ours.size(); ++i) {
      into_.only_ours[i].then = placed.only_ours[i];
    }
  }
  void SetMatched(const RowPairs::Placed& placed) {
    for (size_t i = 0; i < into_.rows.size(); ++i) {
      if (into_.rows[i].ours.code.empty()) continue;
      into_.rows[i].matched = placed.rows[i][TheirCount::kDossiers].value_or(0);
    }
    for (size_t i = 0; i < into_.only_ours.size(); ++i) {
      into_.only_ours[i].matched = placed.only_ours[i][TheirCount::kDossiers].value_or(0);
    }
  }

  /// Agencies of ours without anything to show are not missed.
  void DropEmpty() {
    const auto is_empty = [&](const CountsSaid& counts) {
      return std::all_of(into_.columns.begin(), into_.columns.end(),
                         [&](TheirCount count) { return counts[count].value_or(0) == 0; });
    };
    std::erase_if(into_.only_ours, [&](const ReconciledRow& row) {
      return is_empty(row.now) && is_empty(row.then);
    });
  }

  ledger::View& now_;
  ledger::View* then_;
  const figures::Policy& policy_;
  const Theirs& theirs_;
  const ReconciliationOptions& options_;
  Reconciliation into_;
};

}  // namespace

Result<Reconciliation> Reconcile(ledger::View& now, ledger::View* then,
                                 const figures::Policy& policy, const Theirs& theirs,
                                 const ReconciliationOptions& options) {
  if (theirs.kind == TheirsKind::kProgress && !figures::HasIndex766(theirs.period)) {
    return InvalidArgument(fmt::format(
        "period {}: the portal knows whole calendar months, quarters, half years and years alone",
        theirs.period.name));
  }
  return Reconciler(now, then, policy, theirs, options).Run();
}

}  // namespace dunghan::statement
