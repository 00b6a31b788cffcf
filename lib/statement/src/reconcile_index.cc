#include <fmt/format.h>

#include <array>
#include <utility>

#include "dunghan/figures/cells.h"
#include "dunghan/rulebook/index766_switches.h"
#include "reconcile_rows.h"

namespace dunghan::statement {
namespace {

using dossier::Index766Rules;
using dossier::IndexState;
using dossier::IndexVerdict;
using figures::Rate;
using std::chrono::days;
using std::chrono::milliseconds;

/// What each is about, for who has not read the settings.
constexpr std::array kAbout = {
    std::pair("returned_ends", "trả kết quả có kết thúc hồ sơ hay không"),
    std::pair("stopped", "dừng xử lý có kết thúc hồ sơ hay không"),
    std::pair("repeat", "yêu cầu bổ sung nhắc lại khi chưa được trả lời"),
    std::pair("open_until", "hồ sơ đang xử lý tính đến lúc nào"),
    std::pair("supplement_time", "có trừ thời gian chờ bổ sung hay không"),
    std::pair("due", "hạn nào được tính"),
    std::pair("comparison", "so theo dạng của hạn hay theo ngày"),
    std::pair("second_request", "yêu cầu bổ sung hơn một lần"),
};

Said WordsOfSwitch(const rulebook::IndexSwitch& one, std::string_view value) {
  const std::string setting = fmt::format("{} = \"{}\"", one.name, value);
  for (const auto& [name, about] : kAbout) {
    if (one.name == name) return {fmt::format("{} ({})", about, setting), setting};
  }
  return {setting};
}

class SwitchTurner {
 public:
  SwitchTurner(ledger::View& view, const figures::Period& period) : view_(view), period_(period) {
    for (const rulebook::IndexSwitch& one : rulebook::IndexSwitches()) {
      for (size_t value = 0; value < one.values.size(); ++value) {
        turns_.push_back({&one, value});
        into.push_back({WordsOfSwitch(one, one.values[value]), {}});
      }
    }
  }

  std::vector<TurnedSwitch> into;  // one for each position of each switch

  void Take(const dossier::Judged& judged) {
    const figures::RowKey row = figures::RowOf(judged.facts);
    if (!judged.facts.receipt) return;
    const rulebook::Procedure* procedure = view_.rulebook().FindProcedure(row.procedure);
    if (procedure && procedure->kind == rulebook::ProcedureKind::kPetition) return;
    const Index766Rules& rules = dossier::IndexRulesOf(judged.facts, judged.terms);
    const Rate usual = CountsAs(judged, rules);
    std::string agency;
    for (size_t i = 0; i < turns_.size(); ++i) {
      if (turns_[i].one->get(rules) == turns_[i].value) continue;
      Index766Rules turned = rules;
      turns_[i].one->set(turned, turns_[i].value);
      const Rate rate = CountsAs(judged, turned);
      if (rate == usual) continue;
      if (agency.empty()) {
        agency = view_.rulebook().HolderOn(row.agency, row.procedure, period_.to).text();
      }
      CountsSaid& change = into[i].change[agency];
      const int64_t all = rate.all - usual.all;
      const int64_t on_time = rate.on_time - usual.on_time;
      Add(change[TheirCount::kIndexAll], all);
      Add(change[TheirCount::kIndexOnTime], on_time);
      Add(change[TheirCount::kIndexLate], all - on_time);
    }
  }

 private:
  static void Add(std::optional<int64_t>& sum, int64_t more) { sum = sum.value_or(0) + more; }

  /// Counted or not, on time or not, as index766.h says.
  Rate CountsAs(const dossier::Judged& judged, const Index766Rules& rules) const {
    const worktime::Zone& zone = judged.terms.calendar->zone();
    const Instant over = zone.StartOf(period_.to + days{1}) - milliseconds{1};
    const bool until_the_end = rules.open_until == dossier::IndexOpenUntil::kPeriodEnd;
    const Instant at = until_the_end ? over : std::min(over, view_.position().at);
    const dossier::IndexSeen seen =
        dossier::SeenForIndex(judged.facts, judged.terms, judged.judgement, rules, at);
    const bool once = seen.state == IndexState::kEnded || seen.state == IndexState::kSetAside;
    const bool counted =
        seen.state == IndexState::kOpen || (once && zone.DayOf(seen.counted_at) >= period_.from);
    if (!counted || seen.verdict == IndexVerdict::kUnmeasurable) return {};
    return {seen.verdict == IndexVerdict::kOnTime ? 1 : 0, 1};
  }

  struct Turn {
    const rulebook::IndexSwitch* one;
    size_t value;
  };

  ledger::View& view_;
  const figures::Period& period_;
  std::vector<Turn> turns_;  // as `into`
};

}  // namespace

Result<std::vector<TurnedSwitch>> TurnIndexSwitches(ledger::View& view,
                                                    const figures::Period& period) {
  SwitchTurner turner(view, period);
  auto open = view.ForEachOpen(
      [&](std::string_view, const dossier::Judged& judged) { turner.Take(judged); });
  if (!open) return open.error();
  auto settled = view.ForEachSettled("", [&](const ledger::Settled& dossier) {
    turner.Take(dossier.judged());
    return true;
  });
  if (!settled) return settled.error();
  return std::move(turner.into);
}

}  // namespace dunghan::statement
