#include "frozen_desk.h"

#include <utility>

#include "app/frozen_settings.h"
#include "frozen/results.h"

namespace dunghan::app {

using boost::asio::awaitable;
using statement::FrozenOnRecord;

namespace {

/// Set for as long as it lives, whatever ends it.
class Taken {
 public:
  explicit Taken(bool& flag) : flag_(&flag) { *flag_ = true; }
  ~Taken() { *flag_ = false; }
  Taken(const Taken&) = delete;
  Taken& operator=(const Taken&) = delete;

 private:
  bool* flag_;
};

}  // namespace

frozen::ViewOpener FrozenDesk::Opener() const {
  ledger::Options options = parts_.workspace.LedgerOptions(false);
  options.rulebook = parts_.in_force.rules().rulebook;
  options.known = parts_.in_force.timeline();
  return [options = std::move(options)](const std::optional<ledger::AsOf>& as_of) {
    ledger::Options asked = options;
    asked.as_of = as_of;
    return ledger::OpenView(std::move(asked));
  };
}

frozen::Maker FrozenDesk::Maker() const {
  const Rules& rules = parts_.in_force.rules();
  return frozen::MakerOf(rules.policy, rules.print);
}

frozen::Shelf FrozenDesk::Shelf() const {
  return frozen::Shelf(parts_.workspace.settings().reports.folder);
}

frozen::Asked FrozenDesk::AskedFor(statement::FrozenIdentity identity) const {
  return AskedOf(parts_.workspace.settings(), std::move(identity));
}

// Coroutines hold no braced lists.
void FrozenDesk::TellFrozen(const FrozenOnRecord& frozen) const {
  parts_.log.Info("report.frozen", {{"id", frozen.id},
                                    {"operator", frozen.statement.actor},
                                    {"reason", frozen.statement.reason},
                                    {"position", frozen.statement.position.Text()}});
}

void FrozenDesk::TellSent(const statement::Sent& sent) const {
  parts_.log.Info("report.sent", {{"id", sent.id},
                                  {"number", sent.number},
                                  {"date", FormatDate(sent.date)},
                                  {"operator", sent.actor}});
}

// What coroutines await is built in plain functions, see ARCHITECTURE.md.
live::CommitQueue::Job FrozenDesk::RecordJob(ledger::Acts acts, std::shared_ptr<Recorded> outcome) {
  return [acts = std::move(acts), outcome = std::move(outcome),
          self = shared_from_this()](std::unique_ptr<ledger::Ledger>& ledger) {
    *outcome = ledger->Record(acts);
    if (!**outcome) return;
    ledger::Appended told;
    told.position = ***outcome;
    self->parts_.loader.Tell(std::move(told));
  };
}

std::function<Result<FrozenDesk::Laid>()> FrozenDesk::LayJob(frozen::Asked asked) const {
  return [open = Opener(), maker = Maker(), shelf = Shelf(),
          asked = std::move(asked)]() -> Result<Laid> {
    auto view = open({});
    if (!view) return view.error();
    Laid laid;
    auto resumed = frozen::Resume(**view, maker, shelf, asked, open);
    if (!resumed) return resumed.error();
    laid.resumed = std::move(*resumed);
    if (laid.resumed) return laid;
    auto draft = frozen::Prepare(**view, maker, asked);
    if (!draft) return draft.error();
    if (auto ready = shelf.LayReady(draft->files); !ready) return ready.error();
    laid.draft = std::move(*draft);
    return laid;
  };
}

std::function<Result<FrozenOnRecord>()> FrozenDesk::CompleteJob(frozen::Draft draft) const {
  return [open = Opener(), maker = Maker(), shelf = Shelf(),
          draft = std::move(draft)]() -> Result<FrozenOnRecord> {
    const auto done = frozen::Complete(draft.statement, maker, shelf, open);
    if (!done) return done.error();
    auto view = open({});
    if (!view) return view.error();
    return statement::FindFrozen(**view, draft.id);
  };
}

std::function<Result<ledger::Acts>()> FrozenDesk::SentJob(statement::Sent sent) const {
  return [open = Opener(), sent = std::move(sent)]() -> Result<ledger::Acts> {
    auto view = open({});
    if (!view) return view.error();
    return frozen::SentActs(**view, sent);
  };
}

/// Of the last period of a reporting month, as [figures] says it, by agency.
std::function<Result<FrozenDesk::Figures>()> FrozenDesk::FiguresJob() const {
  return [open = Opener(), policy = parts_.in_force.rules().policy]() -> Result<Figures> {
    auto view = open({});
    if (!view) return view.error();
    const auto all = statement::FrozenIn(**view);
    if (!all) return all.error();
    const FrozenOnRecord* last = nullptr;
    LocalDay latest{};
    for (const FrozenOnRecord& one : *all) {
      const statement::FrozenIdentity& of = one.statement.identity;
      const auto period = figures::ParsePeriod(of.period);
      const bool is_monthly = of.form == "monthly" && of.by == "agency" && of.agency.empty() &&
                              of.basis == dossier::ToString(policy.basis) && period &&
                              figures::MonthOf(period->to, policy.reporting_month) == *period;
      if (!is_monthly || (last && period->to < latest)) continue;
      last = statement::Counting(*all, of);
      latest = period->to;
    }
    if (!last) return Figures();
    const auto found = statement::FindFrozen(**view, last->id);
    if (!found) return found.error();
    const auto results = frozen::ResultsOf(found->statement.json);
    if (!results) return results.error();
    metrics::StatementFigures figures{.period = found->statement.identity.period,
                                      .reported = found->sent.has_value(),
                                      .seq = found->statement.position.seq,
                                      .at = found->statement.position.at};
    for (const auto& [agency, of] : *results) {
      figures.rows.push_back({agency, of.early, of.on_time, of.late});
    }
    return Figures(std::move(figures));
  };
}

void FrozenDesk::TellUnread(const Error& error) const {
  parts_.log.Error("reports.unread", {{"reason", error.for_client}, {"cause", error.for_log}});
}

awaitable<void> FrozenDesk::Refresh() {
  const auto self = shared_from_this();
  auto job = FiguresJob();
  const auto figures = co_await parts_.chores.Run(std::move(job));
  if (!figures) {
    TellUnread(figures.error());
  } else if (*figures) {
    parts_.metrics.Statement(**figures);
  }
}

awaitable<Result<record::Position>> FrozenDesk::Record(ledger::Acts acts) {
  const auto outcome = std::make_shared<Recorded>();
  auto job = RecordJob(std::move(acts), outcome);
  const auto ran = co_await parts_.queue.Await(std::move(job));
  if (!ran) co_return ran.error();
  co_return std::move(**outcome);
}

/// One at a time: what one has laid ready is not on record yet, and another would tidy it away.
awaitable<Result<FrozenOnRecord>> FrozenDesk::Freeze(frozen::Asked asked) {
  const auto self = shared_from_this();
  if (is_freezing_) co_return Unavailable("another statement is being frozen: try again");
  const Taken taken(is_freezing_);
  co_return co_await FreezeAlone(std::move(asked));
}

awaitable<Result<FrozenOnRecord>> FrozenDesk::FreezeAlone(frozen::Asked asked) {
  auto lay = LayJob(std::move(asked));
  auto laid = co_await parts_.chores.Run(std::move(lay));
  if (!laid) co_return laid.error();
  if (laid->resumed) co_return std::move(*laid->resumed);
  auto acts = frozen::ActsOf(*laid->draft);
  const auto recorded = co_await Record(std::move(acts));
  if (!recorded) co_return recorded.error();
  auto complete = CompleteJob(std::move(*laid->draft));
  auto frozen = co_await parts_.chores.Run(std::move(complete));
  if (!frozen) co_return frozen.error();
  TellFrozen(*frozen);
  co_await Refresh();
  co_return std::move(*frozen);
}

awaitable<Result<std::string>> FrozenDesk::Send(statement::Sent sent) {
  const auto self = shared_from_this();
  auto ask = SentJob(sent);
  auto acts = co_await parts_.chores.Run(std::move(ask));
  if (!acts) co_return acts.error();
  const auto recorded = co_await Record(std::move(*acts));
  if (!recorded) co_return recorded.error();
  TellSent(sent);
  co_await Refresh();
  co_return sent.id;
}

}  // namespace dunghan::app
