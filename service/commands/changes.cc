#include "commands/changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <vector>

#include "commands/failure.h"
#include "dunghan/base/text.h"
#include "dunghan/figures/period.h"
#include "dunghan/report/dossier_writer.h"
#include "dunghan/report/labels.h"

namespace dunghan::commands {
namespace {

using dossier::Basis;
using report::Language;

/// Whether a change shows in the figures of a period: in what happened in it, or in what stood open
/// before it.
bool ShowsIn(const figures::Period& period, const ledger::Change& change) {
  std::map<std::string, figures::CellAmounts> before;
  std::map<std::string, figures::CellAmounts> within;
  for (const auto& [key, amounts] : change.difference.map()) {
    if (key.day > period.to) continue;
    const std::string row =
        fmt::format("{}/{}/{}/{}", key.row.agency.text(), key.row.procedure.text(),
                    key.row.counter.text(), static_cast<int>(key.row.channel));
    (key.day < period.from ? before : within)[row].Add(amounts);
  }
  const auto any = [](const auto& rows, const auto& shows) {
    return std::any_of(rows.begin(), rows.end(),
                       [&](const auto& row) { return shows(row.second); });
  };
  return any(within, [](const figures::CellAmounts& row) { return !row.IsZero(); }) ||
         any(before, [](const figures::CellAmounts& row) {
           return std::any_of(row.bases.begin(), row.bases.end(), [](const auto& amounts) {
             const auto figures = figures::Tally{amounts, {}, {}, {}, {}}.ToFigures();
             return !(figures == figures::Figures{});
           });
         });
}

class ChangePrinter {
 public:
  ChangePrinter(const ChangesOptions& options, Language language, const ledger::View& view,
                std::ostream& out)
      : json_(options.json),
        language_(language),
        zone_(view.rulebook().default_calendar().zone()),
        out_(out) {}

  void Print(const ledger::Change& change) {
    out_ << (json_ ? Json(change) : Text(change)) << '\n';
    ++count_;
  }
  int64_t count() const { return count_; }

 private:
  static dossier::Standing Last(const dossier::BasisJudgement& basis) {
    return basis.timeline.empty() ? dossier::Standing::kWithoutReceipt
                                  : basis.timeline.back().standing;
  }
  std::string Due(const dossier::BasisJudgement& basis) const {
    if (!basis.due) return "";
    if (const auto* day = std::get_if<LocalDay>(&*basis.due)) return FormatDate(*day);
    return zone_.Format(std::get<Instant>(*basis.due));
  }
  static AgencyCode AgencyOf(const dossier::Facts& facts) {
    if (facts.receipt) return facts.receipt->agency;
    return facts.submission ? facts.submission->agency : facts.named_agency;
  }

  std::string Json(const ledger::DossierState& state) const {
    std::string text = "{";
    for (const Basis basis : {Basis::kPromised, Basis::kLawful}) {
      const auto& judged = state.judgement.On(basis);
      const std::string due = Due(judged);
      text += fmt::format(R"("{}":{{"due":{},"due_date":{},"ends_as":"{}"}},)", ToString(basis),
                          due.empty() ? "null" : JsonQuote(due),
                          judged.due_day ? JsonQuote(FormatDate(*judged.due_day)) : "null",
                          ToString(Last(judged)));
    }
    const auto& end = state.facts.end;
    return text + R"("end":)" + (end ? JsonQuote(zone_.Format(end->at)) : "null") + "}";
  }

  std::string Json(const ledger::Change& change) const {
    std::string reasons;
    for (const auto& [seq, recorded_at, event] : change.events) {
      reasons += fmt::format(
          R"({}{{"position":{},"recorded_at":"{}","type":"{}","at":"{}","source":{},"id":{}{}}})",
          reasons.empty() ? "" : ",", seq, zone_.Format(recorded_at), ToString(event.type),
          zone_.Format(event.at), JsonQuote(event.source.text()), JsonQuote(event.id),
          event.voids.empty() ? "" : R"(,"voids":)" + JsonQuote(event.voids));
    }
    for (const int64_t position : change.rulebooks) {
      reasons += fmt::format(R"({}{{"position":{},"type":"rulebook"}})", reasons.empty() ? "" : ",",
                             position);
    }
    return fmt::format(R"({{"dossier":{},"agency":{},"before":{},"after":{},"reasons":[{}]}})",
                       JsonQuote(change.code), JsonQuote(AgencyOf(change.after.facts).text()),
                       change.before ? Json(*change.before) : "null", Json(change.after), reasons);
  }

  std::string Say(const ledger::DossierState& state) const {
    const auto& basis = state.judgement.On(Basis::kPromised);
    const std::string due = report::DueInList(basis, zone_);
    return fmt::format("{}{}", report::Text(Last(basis), language_),
                       due.empty() ? "" : " (" + due + ")");
  }

  std::string Text(const ledger::Change& change) const {
    std::string text =
        fmt::format("{}  {}  {} > {}", change.code, AgencyOf(change.after.facts).text(),
                    change.before ? Say(*change.before) : "-", Say(change.after));
    for (const auto& [seq, recorded_at, event] : change.events) {
      text += fmt::format("\n    {}  {}  {} {}", seq, zone_.Format(recorded_at),
                          report::Text(event.type, language_), zone_.Format(event.at));
    }
    for (const int64_t position : change.rulebooks) {
      text += fmt::format("\n    {}  {}", position,
                          language_ == Language::kVi ? "bộ quy tắc mới" : "another rulebook");
    }
    return text;
  }

  bool json_;
  Language language_;
  worktime::Zone zone_;
  std::ostream& out_;
  int64_t count_ = 0;
};

}  // namespace

int RunChanges(const ChangesOptions& options, ledger::View& view, const Console& console) {
  const auto language = report::ParseLanguage(options.language);
  if (!language) {
    return FailUsage(InvalidArgument(fmt::format("--lang: expected vi or en, got {}",
                                                 JsonQuote(options.language))),
                     console);
  }
  std::optional<figures::Period> period;
  if (options.period) {
    const auto parsed = figures::ParsePeriod(*options.period);
    if (!parsed) return FailUsage(parsed.error(), console);
    period = *parsed;
  }
  ChangePrinter printer(options, *language, view, console.out);
  const auto done = view.ForEachChange([&](const ledger::Change& change) {
    if (!period || ShowsIn(*period, change)) printer.Print(change);
  });
  if (!done) return Fail(done.error(), console);
  console.err << fmt::format("{} dossiers are not what they were at {}:{}\n", printer.count(),
                             view.position().seq, ToHex(view.position().chain));
  return 0;
}

}  // namespace dunghan::commands
