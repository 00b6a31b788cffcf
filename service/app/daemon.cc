#include "app/daemon.h"

#include <fmt/format.h>

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <ostream>
#include <utility>

#include "api/operations.h"
#include "api/resources.h"
#include "app/exit_code.h"
#include "app/rules.h"
#include "app/serving.h"
#include "app/version.h"
#include "app/witness.h"
#include "clock_reference.h"
#include "daemon_alerts.h"
#include "daemon_setup.h"
#include "http/server.h"
#include "live/data_age.h"
#include "notify.h"
#include "operator_desk.h"
#include "stderr_log.h"

namespace dunghan::app {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using Steady = std::chrono::steady_clock;

// Readers complete what was not written behind: this bounds what they have to, and how long events
// wait while it is written.
constexpr int64_t kFlushEvery = 20'000;
constexpr int kChores = 4;  // at a time, waiting ones included
constexpr size_t kQuestionThreads = 2;
// Those in work included: whoever waits longer than these take asks again instead.
constexpr int kQuestions = 8;
constexpr int kScrapes = 16;
constexpr std::chrono::milliseconds kTick{200};
constexpr std::chrono::seconds kReloadAgain{30};
// Longer without a sign of the writer, and systemd is not told that all is well.
constexpr std::chrono::seconds kWriterStuck{60};

/// A board as the ledger shows it, loaded on the writer's thread: no commit comes between. `at` is
/// the instant up to which events dated ahead have taken effect in the ledger, and no further.
Result<board::Board> LoadBoard(ledger::Ledger& ledger, Instant at, ledger::Options options,
                               const Rules& rules) {
  if (auto flushed = ledger.Flush(); !flushed) return flushed.error();
  const ManualClock clock(at);
  options.clock = &clock;
  options.rulebook = rules.rulebook;
  auto view = ledger::OpenView(std::move(options));
  if (!view) return view.error();
  return board::Board::Load(**view, ledger.timeline(), rules.policy);
}

api::Site SiteOf(const SiteSettings& site) {
  return {site.province, site.province_en, site.centre, site.centre_en};
}

/// Every long-lived object of the process, built top to bottom, and what holds them together. All
/// but the ledger's writer runs on the thread that calls Run.
class Daemon {
 public:
  Daemon(std::unique_ptr<Workspace> workspace, const Listen& listen, int64_t speed, Log& log,
         std::unique_ptr<ledger::Ledger> ledger, board::Board board,
         std::optional<Instant> newest_event)
      : workspace_(std::move(workspace)),
        log_(log),
        rules_{workspace_->rulebook(), workspace_->settings().figures},
        position_(ledger->position()),
        metrics_(FactsOf(workspace_->settings(), *ledger, log_), workspace_->clock()),
        timeline_(ledger->timeline()),
        questions_(kQuestionThreads, kQuestions),
        scrapes_(1, kScrapes),
        chores_(1, kChores),
        decoder_(workspace_->clock(),
                 BatchOptionsFor(workspace_->settings(), *workspace_->codes())),
        queue_(io_, std::move(ledger), workspace_->clock(), log_,
               {.max_waiting = workspace_->settings().server.max_waiting_events},
               [this](live::Commit&& commit) { Follow(commit); }),
        board_(io_, workspace_->clock(), std::move(board), [this] { ReloadBoard(); }),
        services_{.queue = queue_,
                  .board = board_,
                  .questions = questions_,
                  .scrapes = scrapes_,
                  .metrics = metrics_,
                  .log = log_,
                  .policy = rules_.policy,
                  .clock_speed = speed,
                  .site = SiteOf(workspace_->settings().site),
                  .decoder = decoder_,
                  .open_view = nullptr,
                  .question_time = workspace_->settings().server.request_timeout,
                  .server_figures = nullptr,
                  .metrics_limits = {workspace_->settings().metrics.matrix,
                                     workspace_->settings().metrics.max_series},
                  .late_after = LateAfter(workspace_->settings())},
        server_(io_, ServerOptionsFor(listen),
                [this](http::Request&& request) { return router_.Route(std::move(request)); }) {
    services_.clock_state = [this] { return ClockNow(); };
    services_.server_figures = [this] { return FiguresOf(server_.counts()); };
    board_.Heard(newest_event);
    TakeRules(rules_, timeline_);
    TellMonth();
    AddResources();
    announcer_ = MakeAnnouncer(
        workspace_->settings(), io_, board_, queue_, *workspace_->codes(),
        [this] { return timeline_->newest_version().rulebook; }, log_);
    if (announcer_) {
      services_.alert_figures = [this] { return FiguresOf(announcer_->counts()); };
    }
  }

  int Run(std::ostream& out) {
    const auto port = server_.Start();
    if (!port) {
      log_.Error("listen.failed", {{"reason", port.error().for_client}});
      return kFailed;
    }
    asio::co_spawn(io_, WatchSignals(), asio::detached);
    asio::co_spawn(io_, WatchReloads(), asio::detached);
    asio::co_spawn(io_, Tick(), asio::detached);
    asio::co_spawn(io_, BearWitness(), asio::detached);
    if (announcer_) announcer_->Start();
    const std::string url = UrlOf(*port);
    std::optional<ServingNote> note(workspace_->settings().ledger.path);
    if (auto noted = note->Write({url, operator_key_}); !noted) {
      log_.Warning("serving.not_noted", {{"reason", noted.error().for_client}});
    }
    out << "listening on " << url << std::endl;
    WarnOfCalendars();
    log_.Info("ready", {{"url", url},
                        {"version", std::string(kVersion)},
                        {"ledger", workspace_->settings().ledger.path.string()},
                        {"config", workspace_->settings().file.string()},
                        {"chain", position_.Text()}});
    NotifyReady("serving " + url);
    io_.run();
    // Answers that nobody waits for any more still come in: coroutines end before what they use.
    if (announcer_) announcer_->Join();
    // Before the lock: the next daemon writes a note of its own.
    note.reset();
    queue_.Stop();
    decoder_.Join();
    for (auto* pool : {&questions_, &scrapes_, &chores_}) pool->Join();
    io_.restart();
    io_.run();
    log_.Info("stopped", {{"position", std::to_string(position_.seq)}});
    return kDone;
  }

 private:
  http::ServerOptions ServerOptionsFor(const Listen& listen) {
    listen_ = listen;
    auto options = ToServerOptions(workspace_->settings().server, listen);
    options.on_failure = [this](std::string_view what) {
      log_.Error("request.failed", {{"cause", std::string(what)}});
    };
    return options;
  }

  std::string OfficeTime() const {
    return timeline_->newest().default_calendar().zone().Format(workspace_->clock().Now());
  }

  /// At the start and from time to time; what goes wrong is said, and tried again.
  awaitable<void> BearWitness() {
    const LedgerSettings& settings = workspace_->settings().ledger;
    if (!settings.witness) co_return;
    const auto witness = std::make_shared<Witness>(*settings.witness);
    while (!board_.closed()) {
      auto note = [witness, head = position_, at = OfficeTime()] {
        return witness->Note(head, at);
      };
      const auto noted = co_await chores_.Run(std::move(note));
      if (!noted) TellWitnessFailed(noted.error());
      if (board_.closed()) co_return;
      witness_.expires_after(settings.witness_every);
      co_await witness_.async_wait(asio::as_tuple(asio::use_awaitable));
    }
  }

  void TellWitnessFailed(const Error& error) {
    log_.Error("witness.failed", {{"reason", error.for_client}});
  }

  std::string UrlOf(uint16_t port) const {
    const bool v6 = listen_.address.find(':') != std::string::npos;
    return fmt::format("http://{}{}{}:{}", v6 ? "[" : "", listen_.address, v6 ? "]" : "", port);
  }

  void AddResources() {
    api::AddEvents(router_, services_);
    api::AddOnTime(router_, services_);
    api::AddDossiers(router_, services_);
    api::AddLive(router_, services_);
    api::AddHealth(router_, services_);
    api::AddMetrics(router_, services_);
    api::AddPage(router_);
    api::AddOperations(router_, MakeOperations(PartsOfDesk()));
    router_.AnswerOnlyFor(api::Names(workspace_->settings().server.names));
    router_.Observe([this](std::string_view route, int status) {
      metrics_.Answered(route, status);
      log_.Debug("request", {{"route", std::string(route)}, {"status", std::to_string(status)}});
    });
  }

  DeskParts PartsOfDesk() {
    return {.queue = queue_,
            .chores = chores_,
            .log = log_,
            .codes = workspace_->codes(),
            .config = workspace_->settings().file,
            .key = operator_key_,
            .board_load = [this] { return BoardLoad(); },
            .put_in_force =
                [this](ledger::Ledger& ledger, const Rules& rules, const RulesApplied& applied) {
                  PutInForce(ledger, rules, applied);
                }};
  }

  /// From here on events are read, and figures made, by these rules.
  void TakeRules(const Rules& rules, std::shared_ptr<const rulebook::Timeline> timeline) {
    rules_ = rules;
    timeline_ = std::move(timeline);
    ledger::Options options = workspace_->LedgerOptions(false);
    options.rulebook = rules.rulebook;
    options.known = timeline_;
    options.note = [this](const std::string& what) {
      log_.Warning("ledger.made_anew", {{"reason", what}});
    };
    services_.policy = rules.policy;
    decoder_.Use(workspace_->codes(), timeline_);
    services_.open_view = [this, options](const std::optional<ledger::AsOf>& as_of,
                                          live::Blocking::Deadline deadline) {
      ledger::Options asked = options;
      asked.as_of = as_of;
      asked.stop = [this, deadline] { return nobody_asks_ || Steady::now() >= deadline; };
      auto view = ledger::OpenView(std::move(asked));
      // It was there at the start: that it is gone says nothing of what was asked for.
      if (!view && view.error().code == ErrorCode::kNotFound) {
        view = Unavailable(view.error().for_client);
      }
      return view;
    };
    metrics_.Rulebook(rules.rulebook, workspace_->clock().Now());
  }

  /// Calendars are extended once a year, and late: said once a day.
  void WarnOfCalendars() {
    const auto& rulebook = timeline_->newest();
    const LocalDay today = rulebook.default_calendar().zone().DayOf(workspace_->clock().Now());
    for (const Problem& warning : rulebook::CalendarWarnings(rulebook, today)) {
      log_.Warning("calendar.ends", {{"problem", ToString(warning)}});
    }
  }

  void Follow(const live::Commit& commit) {
    position_ = commit.position;
    board_.Follow(commit);
    metrics_.Commit({.seconds = std::chrono::duration<double>(commit.took).count(),
                     .stored = commit.counts.stored,
                     .events = commit.counts.all(),
                     .seq = commit.position.seq,
                     .at = commit.position.at,
                     .open_dossiers = commit.open_dossiers,
                     .quarantine_waiting = commit.quarantine_waiting});
  }

  /// A new day has begun: its board, and the head of the chain for whoever keeps the log.
  void ReloadBoard() {
    queue_.Run([load = BoardLoad()](std::unique_ptr<ledger::Ledger>& ledger) { load(*ledger); });
  }

  /// To be run on the writer's thread.
  std::function<void(ledger::Ledger&)> BoardLoad() {
    return [this, rules = rules_](ledger::Ledger& ledger) {
      const auto begun = Steady::now();
      auto board = std::make_shared<Result<board::Board>>(Advance(ledger, rules));
      const ledger::Position head = ledger.position();
      asio::post(io_, [this, board, head, begun] { TakeBoard(std::move(*board), head, begun); });
    };
  }

  /// The board in use is told of what time has brought, for the case that no new one can be loaded.
  Result<board::Board> Advance(ledger::Ledger& ledger, const Rules& rules) {
    auto advanced = ledger.Append({});
    if (!advanced) return advanced.error();
    const Instant at = advanced->position.at;
    asio::post(io_, [this, commit = live::Commit{.changes = std::move(advanced->changes),
                                                 .position = advanced->position}] {
      board_.Follow(commit);
    });
    return LoadBoard(ledger, at, workspace_->LedgerOptions(false), rules);
  }

  void TakeBoard(Result<board::Board> board, const ledger::Position& head,
                 Steady::time_point begun) {
    if (!board) {
      log_.Error("board.load_failed",
                 {{"reason", board.error().for_client}, {"cause", board.error().for_log}});
      RetryBoard();
      return;
    }
    const auto took = std::chrono::duration<double>(Steady::now() - begun).count();
    const LocalDay before = board_.board().day();
    board_.Replace(std::move(*board));
    metrics_.BoardLoaded(took);
    TellMonth();
    if (board_.board().day() == before) return;
    WarnOfCalendars();
    log_.Info("day.begun", {{"day", FormatDate(board_.board().day())}, {"chain", head.Text()}});
  }

  void TellMonth() {
    const auto shown = board_.Now();
    const auto& month = shown->periods[static_cast<size_t>(board::NamedPeriod::kCurrentMonth)];
    metrics_.MonthBegan(shown->rulebook->default_calendar().zone().StartOf(month.from));
  }

  void RetryBoard() {
    retry_.expires_after(kReloadAgain);
    retry_.async_wait([this](boost::system::error_code error) {
      if (!error) board_.ReloadFailed();
    });
  }

  api::ClockState ClockNow() const {
    const Clock& clock = workspace_->clock();
    const auto ahead = position_.at - clock.Now();
    return {JumpOf(clock), std::max(ahead, std::chrono::milliseconds{0})};
  }

  /// Said when it begins and when it is over.
  void TellClock() {
    const std::string trouble = ClockNow().Trouble();
    if (trouble.empty() == clock_trouble_.empty()) return;
    clock_trouble_ = trouble;
    trouble.empty() ? log_.Info("clock.agrees") : log_.Error("clock.doubted", {{"why", trouble}});
  }

  awaitable<void> Tick() {
    const auto watchdog = WatchdogInterval();
    auto alive = Steady::now();
    while (!board_.closed()) {
      timer_.expires_after(kTick);
      co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
      board_.Tick();
      TellClock();
      if (!watchdog || Steady::now() - alive < *watchdog / 3) continue;
      if (queue_.health().busy < kWriterStuck) NotifyAlive();
      alive = Steady::now();
    }
  }

  awaitable<void> WatchSignals() {
    const auto [error, number] = co_await stops_.async_wait(asio::as_tuple(asio::use_awaitable));
    SayStopping(number);
    co_await Stop();
  }

  void SayStopping(int signal) {
    log_.Info("stopping", {{"signal", signal == SIGTERM ? "SIGTERM" : "SIGINT"}});
  }

  awaitable<void> Stop() {
    NotifyStopping();
    board_.Close();  // streams end, readyz says no
    if (announcer_) announcer_->Close();
    co_await server_.Stop();
    nobody_asks_ = true;
    timer_.cancel();
    retry_.cancel();
    witness_.cancel();
    reloads_.cancel();
  }

  awaitable<void> WatchReloads() {
    while (!board_.closed()) {
      const auto [error, number] =
          co_await reloads_.async_wait(asio::as_tuple(asio::use_awaitable));
      if (error) co_return;
      NotifyReloading();
      co_await Reload();
      NotifyReady("serving");
    }
  }

  awaitable<void> Reload() {
    auto load = [file = workspace_->settings().file, codes = workspace_->codes()] {
      return Result<LoadedRules>(LoadRules(file, codes));
    };
    const auto loaded = co_await chores_.Run(std::move(load));
    loaded ? Consider(*loaded) : Refuse(loaded.error());
  }

  void Consider(const LoadedRules& loaded) {
    for (const Problem& problem : loaded.problems) {
      log_.Warning("rulebook.problem", {{"problem", ToString(problem)}});
    }
    const std::string in_force = ToHex(rules_.rulebook->digest());
    if (!loaded.rules) {
      metrics_.RulebookRefused();
      log_.Error("rulebook.refused", {{"in_force", in_force}});
    } else if (SameRules(*loaded.rules, rules_)) {
      metrics_.RulebookUnchanged();
      log_.Info("rulebook.unchanged", {{"digest", in_force}});
    } else {
      Apply(*loaded.rules);
    }
  }

  /// On the writer's thread, between two commits: what comes meanwhile waits.
  void Apply(const Rules& rules) {
    log_.Info("rulebook.applying", {{"digest", ToHex(rules.rulebook->digest())}});
    queue_.Run([this, rules](std::unique_ptr<ledger::Ledger>& ledger) {
      const auto applied =
          ApplyRulebook(*ledger, {rules.rulebook, {}, OperatorName(), {}}, workspace_->codes());
      if (!applied) return asio::post(io_, [this, error = applied.error()] { Refuse(error); });
      PutInForce(*ledger, rules, *applied);
    });
  }

  /// On the writer's thread: what follows the ledger goes by the rules that it has taken.
  void PutInForce(ledger::Ledger& ledger, const Rules& rules, const RulesApplied& applied) {
    auto board = std::make_shared<Result<board::Board>>(Advance(ledger, rules));
    asio::post(io_, [this, board, rules, said = Describe(applied), timeline = ledger.timeline(),
                     head = ledger.position(), begun = Steady::now()] {
      TakeRules(rules, timeline);
      TakeBoard(std::move(*board), head, begun);
      log_.Info("rulebook.in_force", {{"what", said}});
    });
  }

  /// The rulebook stays as it was.
  void Refuse(const Error& error) {
    metrics_.RulebookRefused();
    log_.Error("rulebook.refused", {{"reason", error.for_client},
                                    {"cause", error.for_log},
                                    {"in_force", ToHex(rules_.rulebook->digest())}});
  }

  std::unique_ptr<Workspace> workspace_;
  Log& log_;
  Rules rules_;
  Listen listen_;
  ledger::Position position_;
  std::string clock_trouble_;
  const std::string operator_key_ = MakeServingKey();
  asio::io_context io_{1};
  asio::steady_timer timer_{io_};
  asio::steady_timer retry_{io_};
  asio::steady_timer witness_{io_};
  // Caught from before the readiness line to the very end: a second signal does no harm.
  asio::signal_set stops_{io_, SIGTERM, SIGINT};
  asio::signal_set reloads_{io_, SIGHUP};
  metrics::DaemonMetrics metrics_;
  std::shared_ptr<const rulebook::Timeline> timeline_;  // before the queue takes the ledger
  std::atomic<bool> nobody_asks_ = false;               ///< any more: questions may end
  live::Blocking questions_;
  live::Blocking scrapes_;
  live::Blocking chores_;  ///< reading a rulebook, noting a head
  live::BodyDecoder decoder_;
  live::CommitQueue queue_;
  live::LiveBoard board_;
  api::Services services_;
  api::Router router_;
  http::Server server_;
  std::unique_ptr<alerts::Announcer> announcer_;  ///< nothing: there is nobody to tell
};

Result<std::unique_ptr<ledger::Ledger>> OpenDaemonLedger(const Workspace& workspace, Log& log) {
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

Result<std::optional<Instant>> NewestEvent(ledger::Ledger& ledger) {
  const auto view = ledger.OpenView();
  if (!view) return view.error();
  return live::NewestEvent(**view);
}

int FailToStart(const Error& error, std::ostream& err) {
  err << "dunghan: " << error.for_client;
  if (!error.for_log.empty()) err << " (" << error.for_log << ")";
  err << "\n";
  return error.code == ErrorCode::kInvalidArgument ? kUsage : kStoreUnusable;
}

}  // namespace

int RunDaemon(const DaemonOptions& options, std::ostream& out, std::ostream& err) {
  auto clock = MakeDaemonClock(options);
  if (!clock) return FailToStart(clock.error(), err);
  Clock* const held = clock->get();
  auto* running = dynamic_cast<RunningClock*>(held);
  auto workspace = Workspace::Load(options.common, std::move(*clock), err);
  if (!workspace) return kUsage;
  const auto listen = ChooseListen(workspace->settings(), options);
  if (!listen) return FailToStart(listen.error(), err);

  const auto log = MakeStderrLog(options.log_level);
  if (options.accept_clock) {
    const auto accepted = AcceptClock(*held);
    if (!accepted) return FailToStart(accepted.error(), err);
    log->Warning("clock.accepted", {{"clock", *accepted}, {"operator", OperatorName()}});
  }
  auto ledger = OpenDaemonLedger(*workspace, *log);
  if (!ledger) return FailToStart(ledger.error(), err);
  if (auto noted = NoteClock(*held, workspace->settings().ledger.path); !noted) {
    return FailToStart(noted.error(), err);
  }
  const auto applied =
      ApplyRulebook(**ledger, {workspace->rulebook(), {}, OperatorName(), {}}, workspace->codes());
  if (!applied) return FailToStart(applied.error(), err);
  if (applied->applied.is_new) log->Info("rulebook.in_force", {{"what", Describe(*applied)}});
  // A made-up clock goes on from where the ledger left it: what was recorded stays in order.
  if (running) running->Forward((*ledger)->position().at);
  const auto advanced = (*ledger)->Append({});
  if (!advanced) return FailToStart(advanced.error(), err);
  auto board = LoadBoard(**ledger, advanced->position.at, workspace->LedgerOptions(false),
                         {workspace->rulebook(), workspace->settings().figures});
  if (!board) return FailToStart(board.error(), err);

  const auto newest = NewestEvent(**ledger);
  if (!newest) return FailToStart(newest.error(), err);

  Daemon daemon(std::move(workspace), *listen, options.speed, *log, std::move(*ledger),
                std::move(*board), *newest);
  return daemon.Run(out);
}

}  // namespace dunghan::app
