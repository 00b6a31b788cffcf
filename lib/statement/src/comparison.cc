#include "dunghan/statement/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "dunghan/base/text.h"
#include "dunghan/figures/headlines.h"
#include "dunghan/figures/index766_periods.h"
#include "dunghan/statement/names.h"
#include "one_dossier.h"

namespace dunghan::statement {
namespace {

using dossier::IndexSeen;
using dossier::IndexState;
using dossier::Standing;
using figures::Headline;
using figures::Rate;

struct ReasonWords {
  std::string_view name;
  Words words;
};
constexpr std::array<ReasonWords, kDifferenceReasons> kReasons = {{
    {"open_in_time",
     {"đang xử lý, còn hạn: chỉ một bên tính", "open, in time: counted in one alone"}},
    {"open_late", {"đang xử lý, quá hạn: chỉ một bên tính", "open, late: counted in one alone"}},
    {"set_aside",
     {"đang chờ bổ sung: coi là kết thúc lúc yêu cầu",
      "waiting: taken to have ended at its request"}},
    {"second_request", {"yêu cầu bổ sung hơn một lần", "more than one request for a supplement"}},
    {"withdrawn", {"rút hồ sơ: chỉ một bên tính", "withdrawn: counted in one alone"}},
    {"no_due", {"một bên không có hạn", "without a due in one of them"}},
    {"another_day", {"tính vào ngày khác", "counted on another day"}},
    {"another_due",
     {"hạn khác: hạn nêu sau cùng không có hiệu lực",
      "another due: the last one said is not in force"}},
    {"supplement_time",
     {"thời gian chờ bổ sung được trừ theo lịch", "waiting taken off by the calendar"}},
    {"due_form", {"hạn theo dạng khác: phút hay ngày", "a due of another form: minute or date"}},
    {"other", {"chưa rõ", "not known"}},
}};

bool IsWithdrawn(Standing standing) {
  return standing == Standing::kWithdrawn || standing == Standing::kWithdrawnOverdue;
}

/// Which of the two has it as late: what an open one counts as where it does.
DifferenceReason OpenReason(const Rate& one, const Rate& other) {
  const Rate& counted = one.all > 0 ? one : other;
  return counted.on_time > 0 ? DifferenceReason::kOpenInTime : DifferenceReason::kOpenLate;
}

/// Why a dossier differs; `index`: one of the two rates is that of index 766.
DifferenceReason ReasonOf(const dossier::Judged& judged, Standing standing, const Rate& from,
                          const Rate& to, const IndexSeen* index) {
  const bool one_alone = from.all != to.all;
  if (index && index->reason == dossier::IndexReason::kSecondRequest) {
    return DifferenceReason::kSecondRequest;
  }
  if (index && index->state == IndexState::kSetAside && index->by_request) {
    return DifferenceReason::kSetAside;
  }
  if (one_alone) {
    if (dossier::IsOpen(standing)) return OpenReason(from, to);
    if (IsWithdrawn(standing)) return DifferenceReason::kWithdrawn;
    const bool without = standing == Standing::kFinishedUnmeasurable ||
                         standing == Standing::kUnmeasurable ||
                         (index && !index->late_from.has_value());
    return without ? DifferenceReason::kNoDue : DifferenceReason::kAnotherDay;
  }
  if (!index) return DifferenceReason::kAnotherDay;
  const dossier::BasisJudgement& promised = judged.judgement.On(dossier::Basis::kPromised);
  if (promised.due && index->due && !index->computed_due &&
      *promised.due != dossier::AsRead(*index->due, judged.terms.calendar->zone())) {
    return DifferenceReason::kAnotherDue;
  }
  if (index->taken_off.count() > 0) return DifferenceReason::kSupplementTime;
  return index->late_from ? DifferenceReason::kDueForm : DifferenceReason::kOther;
}

class Comparer {
 public:
  Comparer(ledger::View& view, const ComparisonOptions& options, Comparison& into)
      : view_(view), options_(options), one_(view, options.period, options.basis), into_(into) {}

  Result<void> Read() {
    auto open = view_.ForEachOpen(
        [this](std::string_view code, const dossier::Judged& judged) { Take(code, judged); });
    if (!open) return open.error();
    return view_.ForEachSettled("", [this](const ledger::Settled& settled) {
      Take(settled.code(), settled.judged());
      return true;
    });
  }

 private:
  void Take(std::string_view code, const dossier::Judged& judged) {
    const figures::RowKey row = figures::RowOf(judged.facts);
    if (!judged.facts.receipt || IsPetition(row.procedure, view_.rulebook())) return;
    const figures::Figures figures = one_.Of(judged);
    const Rate from = figures::RateOf(figures, options_.from);
    const Rate to = figures::RateOf(figures, options_.to);
    Add(into_.from_rate, from);
    Add(into_.to_rate, to);
    if (from == to) return;
    const Instant at = one_.SeenAt(judged);
    const Standing standing = StandingAt(judged.judgement.On(options_.basis), at);
    IndexSeen seen;
    const bool of_index =
        options_.from == Headline::kIndex766 || options_.to == Headline::kIndex766;
    if (of_index) {
      seen = dossier::SeenForIndex(judged.facts, judged.terms, judged.judgement,
                                   dossier::IndexRulesOf(judged.facts, judged.terms), at);
    }
    into_.dossiers.push_back(
        {std::string(code), std::string(row.agency.text()), std::string(row.procedure.text()),
         ReasonOf(judged, standing, from, to, of_index ? &seen : nullptr), from, to});
  }

  static void Add(Rate& sum, const Rate& rate) {
    sum.on_time += rate.on_time;
    sum.all += rate.all;
  }

  ledger::View& view_;
  const ComparisonOptions& options_;
  OneDossier one_;
  Comparison& into_;
};

void FillSteps(Comparison& comparison) {
  std::sort(comparison.dossiers.begin(), comparison.dossiers.end(),
            [](const DifferingDossier& a, const DifferingDossier& b) {
              return std::tie(a.reason, a.code) < std::tie(b.reason, b.code);
            });
  Rate after = comparison.from_rate;
  for (const DifferingDossier& dossier : comparison.dossiers) {
    if (comparison.steps.empty() || comparison.steps.back().reason != dossier.reason) {
      comparison.steps.push_back({.reason = dossier.reason, .change = {}, .after = {}});
    }
    ComparisonStep& step = comparison.steps.back();
    ++step.dossiers;
    step.change.on_time += dossier.to.on_time - dossier.from.on_time;
    step.change.all += dossier.to.all - dossier.from.all;
    after.on_time += dossier.to.on_time - dossier.from.on_time;
    after.all += dossier.to.all - dossier.from.all;
    step.after = after;
  }
}

/// The dossiers one by one, and the figures of the period: the same, or nothing is said.
Result<void> Check(const Comparison& comparison, const figures::Figures& total) {
  const auto same = [&](Headline headline, const Rate& rate) -> Result<void> {
    const Rate of_period = figures::RateOf(total, headline);
    if (of_period == rate) return {};
    return Internal(fmt::format(
        "{}: the dossiers come to {}/{}, the figures of the period to {}/{}; run dunghan verify",
        figures::ToString(headline), rate.on_time, rate.all, of_period.on_time, of_period.all));
  };
  if (auto from = same(comparison.from, comparison.from_rate); !from) return from;
  return same(comparison.to, comparison.to_rate);
}

}  // namespace

std::string_view ToString(DifferenceReason reason) {
  return kReasons[static_cast<size_t>(reason)].name;
}
Words WordsOf(DifferenceReason reason) { return kReasons[static_cast<size_t>(reason)].words; }

Result<std::pair<Headline, Headline>> ParseRates(std::string_view text) {
  const size_t comma = text.find(',');
  if (comma != std::string_view::npos) {
    const auto from = figures::ParseHeadline(text.substr(0, comma));
    const auto to = figures::ParseHeadline(text.substr(comma + 1));
    if (from && to && *from != *to) return std::pair(*from, *to);
  }
  std::string names;
  for (const figures::HeadlineRate& rate : figures::Headlines()) {
    names += fmt::format("{}{}", names.empty() ? "" : ", ", rate.name);
  }
  return InvalidArgument(
      fmt::format("expected two of {}, with a comma between, got {}", names, JsonQuote(text)));
}

Result<Comparison> Compare(ledger::View& view, const figures::Policy& policy,
                           const ComparisonOptions& options) {
  const bool of_index = options.from == Headline::kIndex766 || options.to == Headline::kIndex766;
  if (of_index && !figures::HasIndex766(options.period)) {
    return InvalidArgument(fmt::format(
        "period {}: the portal knows whole calendar months, quarters, half years and years alone",
        options.period.name));
  }
  const auto statement =
      MakeMonthly(view, policy, {.period = options.period, .basis = options.basis});
  if (!statement) return statement.error();
  Comparison comparison{.period = options.period,
                        .basis = options.basis,
                        .position = view.position(),
                        .zone = statement->zone,
                        .simulated = view.simulated(),
                        .index766_confirmed = statement->index766.confirmed,
                        .from = options.from,
                        .to = options.to,
                        .from_rate = {},
                        .to_rate = {},
                        .steps = {},
                        .dossiers = {}};
  if (auto read = Comparer(view, options, comparison).Read(); !read) return read.error();
  FillSteps(comparison);
  if (auto checked = Check(comparison, statement->total.figures); !checked) return checked.error();
  return comparison;
}

}  // namespace dunghan::statement
