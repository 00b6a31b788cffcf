#include "reports/freeze_command.h"

#include <fmt/format.h>

#include <utility>

#include "app/exit_code.h"
#include "app/frozen_settings.h"
#include "app/rules.h"
#include "app/serving.h"
#include "dunghan/base/escaped.h"
#include "dunghan/base/text.h"
#include "finish.h"
#include "through_daemon.h"

namespace dunghan::commands {
namespace {

std::string ActorOf(const std::string& named) {
  return named.empty() ? app::OperatorName() : named;
}

/// A usage error where the question is wrong, else work that failed, or a store that is unusable.
int FailToFreeze(const Error& error, const Console& console) {
  if (error.code == ErrorCode::kConflict) {
    (void)Fail(error, console);
    return app::kFailed;
  }
  const bool is_usage = error.code == ErrorCode::kInvalidArgument;
  return is_usage ? FailUsage(error, console) : Fail(error, console);
}

int PrintFrozen(const std::string& id, const std::vector<std::string>& files,
                const Console& console) {
  std::string text = id + "\n";
  for (const std::string& file : files) text += Escaped(file) + "\n";
  return Print(text, console);
}

/// Text that goes on record, as the daemon takes it.
Result<void> CheckText(std::string_view option, std::string_view text) {
  constexpr size_t kLongest = 1'000;
  if (text.size() <= kLongest && IsPrintable(text)) return {};
  return InvalidArgument(
      fmt::format("--{}: expected text of at most {} printable characters", option, kLongest));
}

/// What of the options says which statement it is. @error kInvalidArgument
Result<statement::FrozenIdentity> IdentityOf(const ReportOptions& report,
                                             const app::Workspace& workspace,
                                             const report::FormRules& rules) {
  const report::Ask& ask = report.ask;
  if (ask.period.empty()) return InvalidArgument("--freeze: needs a --period");
  if (report.as_of) {
    return InvalidArgument("--freeze: what is frozen is as known now; leave out --as-of");
  }
  if (report.output) {
    return InvalidArgument("--freeze: files go to [reports] folder; leave out --output");
  }
  const auto asked = report::ParseAsk(ask, rules, workspace.settings().figures, LocalDay{},
                                      report::PaperFormat::kTable, "--");
  if (!asked) return asked.error();
  return app::IdentityOf(asked->request, rules);
}

/// Opens the ledger for writing, by the rulebook on record; where a daemon holds it, it is asked.
template <class Run, class Through>
int OnLedger(const app::Workspace& workspace, const Console& console, Run run, Through through) {
  auto ledger = workspace.OpenLedger(console.err_is_terminal, app::Workspace::Rulebook::kOnRecord);
  if (ledger) return run(**ledger);
  const bool is_held = ledger.error().code == ErrorCode::kConflict;
  const auto serving = is_held ? app::FindServing(workspace.settings().ledger.path) : std::nullopt;
  return serving ? through(*serving) : FailToOpen(ledger.error(), console);
}

}  // namespace

Archive ArchiveOf(const app::Workspace& workspace, const report::FormRules& rules,
                  const Console& console) {
  return {frozen::MakerOf(workspace.settings().figures, rules),
          frozen::Shelf(workspace.settings().reports.folder),
          [&workspace, &console](const std::optional<ledger::AsOf>& as_of) {
            return workspace.OpenView(console.err_is_terminal, as_of);
          }};
}

int FreezeReport(const ReportOptions& report, const FreezeOptions& options,
                 const app::Workspace& workspace, const report::FormRules& rules,
                 const Console& console) {
  auto identity = IdentityOf(report, workspace, rules);
  if (!identity) return FailUsage(identity.error(), console);
  if (auto checked = CheckText("reason", options.reason); !checked) {
    return FailUsage(checked.error(), console);
  }
  const app::Settings& settings = workspace.settings();
  frozen::Asked asked = app::AskedOf(settings, std::move(*identity));
  asked.reason = options.reason;
  asked.actor = ActorOf(options.operator_name);
  const frozen::Shelf shelf(settings.reports.folder);
  return OnLedger(
      workspace, console,
      [&](ledger::Ledger& ledger) {
        const auto done =
            frozen::Freeze(ledger, frozen::MakerOf(settings.figures, rules), shelf, asked);
        if (!done) return FailToFreeze(done.error(), console);
        std::vector<std::string> files;
        for (const auto& file : done->statement.files) {
          files.push_back(shelf.PathOf(file).string());
        }
        return PrintFrozen(done->id, files, console);
      },
      [&](const app::Serving& serving) { return FreezeThroughDaemon(serving, asked, console); });
}

int ReportSent(const SentOptions& options, const app::Workspace& workspace,
               const Console& console) {
  const auto date = ParseDate(options.date);
  if (!date) return FailUsage(InvalidArgument("--date: " + date.error().for_client), console);
  const statement::Sent sent{.id = options.id,
                             .number = options.number,
                             .date = *date,
                             .signer = options.signer,
                             .actor = ActorOf(options.operator_name)};
  for (const auto& [option, text] :
       {std::pair("number", &sent.number), std::pair("signer", &sent.signer)}) {
    if (auto checked = CheckText(option, *text); !checked) {
      return FailUsage(checked.error(), console);
    }
  }
  if (sent.number.empty() || sent.signer.empty()) {
    return FailUsage(InvalidArgument("--number and --signer: expected something"), console);
  }
  return OnLedger(
      workspace, console,
      [&](ledger::Ledger& ledger) {
        auto view = ledger.OpenView();
        if (!view) return Fail(view.error(), console);
        const auto acts = frozen::SentActs(**view, sent);
        if (!acts) return FailToFreeze(acts.error(), console);
        view->reset();
        const auto recorded = ledger.Record(*acts);
        return recorded ? PrintFrozen(sent.id, {}, console) : Fail(recorded.error(), console);
      },
      [&](const app::Serving& serving) { return SendThroughDaemon(serving, sent, console); });
}

}  // namespace dunghan::commands
