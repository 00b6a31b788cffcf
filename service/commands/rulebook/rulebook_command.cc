#include "rulebook/rulebook_command.h"

#include <fmt/format.h>

#include <ostream>
#include <utility>

#include "app/rules.h"
#include "dunghan/base/digest.h"
#include "dunghan/base/json_writer.h"
#include "dunghan/base/text.h"
#include "finish.h"
#include "rulebook/rulebook_moves.h"
#include "rulebook/rulebook_rows.h"
#include "through_daemon.h"

namespace dunghan::commands {
namespace {

using dossier::Basis;
using rulebook::Rulebook;

/// The application the options ask for. @error kInvalidArgument
Result<ledger::Application> ToApplication(const RulebookOptions& options,
                                          std::shared_ptr<const Rulebook> rulebook) {
  const std::string& named = options.operator_name;
  return app::MakeApplication(std::move(rulebook), options.effective_from,
                              named.empty() ? app::OperatorName() : named, options.reason);
}

std::string DueOf(const dossier::BasisJudgement& basis, const worktime::Zone& zone) {
  if (!basis.due) return "-";
  if (const auto* day = std::get_if<LocalDay>(&*basis.due)) return FormatDate(*day);
  return zone.Format(std::get<Instant>(*basis.due));
}

std::string DueDayOf(const dossier::BasisJudgement& basis) {
  return basis.due_day ? FormatDate(*basis.due_day) : "-";
}

std::string InstantOf(const std::optional<Instant>& instant, const worktime::Zone& zone) {
  return instant ? zone.Format(*instant) : "-";
}

/// What moves, as it is found.
class MovePrinter {
 public:
  /// Standings are those at `now`.
  MovePrinter(const RulebookOptions& options, Language language, const Rulebook& rulebook,
              Instant now, const Console& console)
      : json_(options.json),
        zone_(rulebook.default_calendar().zone()),
        now_(now),
        table_(language, rulebook, now),
        out_(console.out) {}

  void Print(const ledger::DossierChange& move) {
    const bool ended = move.before->facts.end.has_value();
    ++(ended ? ended_ : open_);
    if (!json_) return table_.Add(move);
    const AgencyCode agency =
        move.before->facts.receipt ? move.before->facts.receipt->agency : AgencyCode();
    std::string row;
    JsonWriter json(row);
    json.BeginObject();
    json.Text("dossier", move.code);
    json.Text("agency", agency.text());
    json.Bool("ended", ended);
    for (const Basis basis : {Basis::kLawful, Basis::kPromised}) {
      Write(json, ToString(basis), move.before->judgement.On(basis),
            move.after.judgement.On(basis));
    }
    const dossier::Judgement& before = move.before->judgement;
    if (!(before.acceptance == move.after.judgement.acceptance)) {
      WriteInstants(json, "acceptance", "due", before.acceptance.due,
                    move.after.judgement.acceptance.due);
    }
    if (before.gross_overdue_from != move.after.judgement.gross_overdue_from) {
      WriteInstants(json, "gross", "overdue_from", before.gross_overdue_from,
                    move.after.judgement.gross_overdue_from);
    }
    const std::string index_was = IndexVerdictAt(before, now_);
    const std::string index_is = IndexVerdictAt(move.after.judgement, now_);
    if (index_was != index_is) WritePair(json, "index766", index_was, index_is);
    json.End();
    json.EndLine();
    out_ << row;
  }
  /// What could not be printed before all was known.
  void Finish() const { table_.Print(out_); }

  int64_t open() const { return open_; }
  int64_t ended() const { return ended_; }

 private:
  static void WritePair(JsonWriter& json, std::string_view key, std::string_view before,
                        std::string_view after) {
    json.BeginArray(key);
    json.Text(before);
    json.Text(after);
    json.End();
  }

  void Write(JsonWriter& json, std::string_view name, const dossier::BasisJudgement& before,
             const dossier::BasisJudgement& after) const {
    if (before == after) return;
    json.BeginObject(name);
    WritePair(json, "due", DueOf(before, zone_), DueOf(after, zone_));
    WritePair(json, "due_date", DueDayOf(before), DueDayOf(after));
    WritePair(json, "standing", ToString(dossier::StandingAt(before, now_)),
              ToString(dossier::StandingAt(after, now_)));
    json.End();
  }

  void WriteInstants(JsonWriter& json, std::string_view name, std::string_view key,
                     const std::optional<Instant>& before,
                     const std::optional<Instant>& after) const {
    json.BeginObject(name);
    WritePair(json, key, InstantOf(before, zone_), InstantOf(after, zone_));
    json.End();
  }

  bool json_;
  worktime::Zone zone_;
  Instant now_;
  MoveTable table_;
  std::ostream& out_;
  int64_t open_ = 0;
  int64_t ended_ = 0;
};

}  // namespace

int CheckRulebook(ledger::DossiersView& view, const std::shared_ptr<const Rulebook>& rulebook,
                  const Console& console) {
  const auto seen = view.Foresee({rulebook, {}, {}, {}}, [](const ledger::DossierChange&) {});
  return seen ? 0 : Fail(seen.error(), console);
}

int DiffRulebook(const RulebookOptions& options, ledger::DossiersView& view,
                 const std::shared_ptr<const Rulebook>& rulebook, const Console& console) {
  const auto language = ParseLanguage(options.language);
  if (!language) {
    return FailUsage(InvalidArgument(fmt::format("--lang: expected vi or en, got {}",
                                                 JsonQuote(options.language))),
                     console);
  }
  const bool vi = *language == Language::kVi;
  auto application = ToApplication(options, rulebook);
  if (!application) return FailUsage(application.error(), console);
  // Only looked at: nobody has to say why.
  if (options.effective_from && application->reason.empty()) application->reason = "diff";
  const Rulebook& recorded = view.rulebook();
  if (recorded.digest() == rulebook->digest() && !application->effective_from) {
    console.err << (vi ? "bộ quy tắc trong cấu hình chính là bộ đang áp dụng\n"
                       : "the rulebook of the configuration is the one in force\n");
    return 0;
  }
  if (!options.json) PrintRowChanges(recorded, *rulebook, *language, console.out);
  MovePrinter printer(options, *language, *rulebook, view.position().at, console);
  const auto seen =
      view.Foresee(*application, [&](const ledger::DossierChange& move) { printer.Print(move); });
  if (!seen) return Fail(seen.error(), console);
  printer.Finish();
  const std::string_view said =
      vi ? "{} hồ sơ đang giải quyết và {} hồ sơ đã kết thúc sẽ thay đổi, từ sha256:{} sang {}\n"
         : "{} open and {} ended dossiers would move, from sha256:{} to {}\n";
  console.err << fmt::format(fmt::runtime(said), printer.open(), printer.ended(),
                             ToHex(recorded.digest()).substr(0, 12),
                             ToHex(rulebook->digest()).substr(0, 12));
  return 0;
}

int ApplyRulebook(const RulebookOptions& options, const app::Workspace& workspace,
                  const Console& console) {
  const auto application = ToApplication(options, workspace.rulebook());
  if (!application) return FailUsage(application.error(), console);
  if (options.effective_from && options.reason.empty()) {
    return FailUsage(InvalidArgument("--effective-from: what takes effect in the past needs a "
                                     "--reason"),
                     console);
  }
  auto ledger = ledger::Open(workspace.LedgerOptions(console.err_is_terminal));
  if (!ledger && ledger.error().code == ErrorCode::kConflict) {
    if (const auto serving = app::FindServing(workspace.settings().ledger.path)) {
      return ApplyThroughDaemon(*serving, *application, options.effective_from.value_or(""),
                                options.json ? OutputForm::kJson : OutputForm::kText, console);
    }
  }
  if (!ledger) return Fail(ledger.error(), console);
  const auto applied = app::ApplyRulebook(**ledger, *application, workspace.codes());
  if (!applied) return Fail(applied.error(), console);
  if (!applied->applied.is_new) {
    console.err << "the rulebook of the configuration is the one in force\n";
    return 0;
  }
  return Print((options.json ? app::DescribeAsJson(*applied) : app::Describe(*applied)) + "\n",
               console);
}

}  // namespace dunghan::commands
