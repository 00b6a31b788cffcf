#include "daemon_start.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "app/print_rules.h"
#include "app/token_acts.h"
#include "board_loader.h"
#include "clock_reference.h"
#include "daemon_setup.h"
#include "dunghan/ledger/sources_view.h"
#include "live/data_age.h"
#include "notify.h"

namespace dunghan::app {
namespace {

using Steady = std::chrono::steady_clock;

// Readers complete what was not written behind: this bounds what they have to, and how long events
// wait while it is written.
constexpr int64_t kFlushEvery = 20'000;

Result<void> Accept(Clock& clock, Log& log) {
  const auto accepted = AcceptClock(clock);
  if (!accepted) return accepted.error();
  log.Warning("clock.accepted", {{"clock", *accepted}, {"operator", OperatorName()}});
  return {};
}

Result<std::unique_ptr<ledger::Ledger>> OpenLedger(const Workspace& workspace, Log& log) {
  auto options = workspace.LedgerOptions(false);
  options.tell_changes = true;
  options.flush_every = kFlushEvery;
  options.progress = [&log, last = Steady::now()](int64_t done, int64_t all) mutable {
    NotifyStarting(std::chrono::seconds{60}, fmt::format("folding events: {} of {}", done, all));
    if (Steady::now() - last < std::chrono::seconds{5} && done < all) return;
    last = Steady::now();
    log.Info("ledger.folding", {{"done", std::to_string(done)}, {"all", std::to_string(all)}});
  };
  options.note = [&log](const std::string& what) {
    log.Warning("ledger.made_anew", {{"reason", what}});
  };
  return ledger::Open(std::move(options));
}

Result<void> PutInForce(const Workspace& workspace, ledger::Ledger& ledger, Log& log) {
  const auto applied =
      ApplyRulebook(ledger, {workspace.rulebook(), {}, OperatorName(), {}}, workspace.codes());
  if (!applied) return applied.error();
  if (applied->applied.is_new) log.Info("rulebook.in_force", {{"what", Describe(*applied)}});
  return {};
}

/// What was made and revoked while nothing ran, before anybody comes in by it. What cannot be noted
/// now is tried again while it serves.
void PutTokensOnRecord(const Workspace& workspace, ledger::Ledger& ledger, Log& log) {
  const auto noted = NoteTokens(TokensOf(workspace.settings()), ledger);
  if (!noted) log.Warning("tokens.not_noted", {{"reason", noted.error().for_client}});
}

Result<board::Board> LoadBoard(const Workspace& workspace, Clock& clock, ledger::Ledger& ledger) {
  // A made-up clock goes on from where the ledger left it: what was recorded stays in order.
  if (auto* running = dynamic_cast<RunningClock*>(&clock)) running->Forward(ledger.position().at);
  // What came due while nothing ran takes effect before anything is shown of it.
  const auto advanced = ledger.Append({});
  if (!advanced) return advanced.error();
  return LoadFromFiles(workspace.LedgerOptions(false))(
      ledger, advanced->position.at, {workspace.rulebook(), workspace.settings().figures, {}});
}

bool HoldsOnlySimulated(const ledger::Sources& sources) {
  return std::all_of(sources.all.begin(), sources.all.end(), [](const ledger::SourceHistory& one) {
    const bool stored_before = one.before && one.before->counts.stored > 0;
    return one.name == record::kSimulator ||
           (!stored_before && std::none_of(one.days.begin(), one.days.end(),
                                           [](const auto& day) { return day.counts.stored > 0; }));
  });
}

Result<std::optional<Instant>> NewestEvent(ledger::Ledger& ledger) {
  const auto view = ledger.OpenView();
  if (!view) return view.error();
  return live::NewestEvent(**view);
}

}  // namespace

Result<Start> MakeStart(const DaemonOptions& options, const Workspace& workspace, Clock& clock,
                        Log& log) {
  // Before the ledger is touched: opening it may take minutes.
  const auto listen = ChooseListen(workspace.settings(), options);
  if (!listen) return listen.error();
  auto tls = LoadTls(workspace.settings());
  if (!tls) return tls.error();
  auto print = LoadPrintRules(workspace.settings());
  auto national = LoadNational(workspace.settings());
  for (const auto* problems : {&print.problems, &national.problems}) {
    for (const Problem& problem : *problems) {
      if (problem.severity == Problem::Severity::kError) return InvalidArgument(ToString(problem));
    }
  }
  for (const Problem& problem : CheckSignOn(workspace.settings(), workspace.rulebook().get())) {
    if (problem.severity == Problem::Severity::kError) return InvalidArgument(ToString(problem));
  }
  auto mappings = LoadListMappings(workspace.settings());
  if (!mappings.problems.empty()) return InvalidArgument(ToString(mappings.problems.front()));
  if (options.accept_clock) {
    if (auto accepted = Accept(clock, log); !accepted) return accepted.error();
  }
  auto ledger = OpenLedger(workspace, log);
  if (!ledger) return ledger.error();
  auto noted = NoteClock(clock, workspace.settings().ledger.path);
  if (!noted) return noted.error();
  auto in_force = PutInForce(workspace, **ledger, log);
  if (!in_force) return in_force.error();
  PutTokensOnRecord(workspace, **ledger, log);
  auto board = LoadBoard(workspace, clock, **ledger);
  if (!board) return board.error();
  const bool only_simulated = HoldsOnlySimulated((*ledger)->sources());
  const auto newest = NewestEvent(**ledger);
  if (!newest) return newest.error();
  return Start{*listen,
               std::move(*tls),
               std::move(*ledger),
               std::move(*board),
               *newest,
               only_simulated,
               std::move(print.rules),
               std::make_shared<const intake::NationalMapping>(std::move(national.mapping)),
               std::move(mappings)};
}

}  // namespace dunghan::app
