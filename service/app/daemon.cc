#include "app/daemon.h"

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>
#include <ostream>
#include <utility>

#include "access/doorkeeper.h"
#include "access/holdback.h"
#include "api/entrance.h"
#include "app/exit_code.h"
#include "app/source_rules.h"
#include "board_loader.h"
#include "clock_watch.h"
#include "daemon_alerts.h"
#include "daemon_jobs.h"
#include "daemon_lists.h"
#include "daemon_routes.h"
#include "daemon_setup.h"
#include "daemon_start.h"
#include "frozen_desk.h"
#include "http/server.h"
#include "operator_desk.h"
#include "presence.h"
#include "pulse.h"
#include "rule_reloader.h"
#include "signals.h"
#include "stderr_log.h"

namespace dunghan::app {
namespace {

constexpr int kChores = 4;  // at a time, waiting ones included
constexpr size_t kQuestionThreads = 2;
// Those in work included: whoever waits longer than these take asks again instead.
constexpr int kQuestions = 8;
constexpr int kScrapes = 16;
// Read one after the other; each body waits with its bytes.
constexpr int kLists = 4;

/// Every long-lived object of the process, built once from top to bottom. All but the ledger's
/// writer, pools and decoder is on the thread that calls Run.
class Daemon {
 public:
  Daemon(std::unique_ptr<Workspace> workspace, Start start, int64_t speed, Log& log);
  int Run(std::ostream& out);

 private:
  void GoByRules();
  void TellCertificate();
  void Follow(const live::Commit& commit);
  boost::asio::awaitable<void> Drain();
  void Stop();

  std::unique_ptr<Workspace> workspace_;
  const Settings& settings_{workspace_->settings()};
  const Clock& clock_{workspace_->clock()};
  Log& log_;
  const Listen listen_;
  const std::shared_ptr<http::Tls> tls_;  ///< nothing: in the clear
  const std::string operator_key_{MakeServingKey()};
  const std::string first_login_{access::MakeSecret()};
  ledger::Position head_;
  boost::asio::io_context io_{1};
  Signals signals_{io_, log_};
  metrics::DaemonMetrics metrics_;
  RulesInForce in_force_;
  std::atomic<bool> nobody_asks_{false};  ///< any more: questions may end
  live::Blocking questions_{kQuestionThreads, kQuestions};
  live::Blocking scrapes_{1, kScrapes};
  live::Blocking chores_{1, kChores};  ///< reading a rulebook, noting a head
  live::Blocking list_threads_{1, kLists};
  live::BodyDecoder decoder_;
  live::CommitQueue queue_;
  live::ListIntake lists_;
  live::LiveBoard board_;
  BoardLoader loader_;
  RuleReloader reloader_;
  std::shared_ptr<FrozenDesk> frozen_;
  ClockWatch clock_watch_{clock_, head_, log_};
  api::Services services_;
  /// Nobody but the simulator has ever said anything that is on record.
  bool only_simulated_;
  access::Doorkeeper door_;
  access::Screens screens_{clock_};
  access::Holdback holdback_;
  api::Entrance entrance_;
  api::Router router_;
  http::Server server_;
  std::unique_ptr<alerts::Announcer> announcer_;  ///< nothing: there is nobody to tell
  std::unique_ptr<spool::Spool> spool_;           ///< nothing: there is no folder to look at
  jobs::Jobs jobs_;
  Watchdog watchdog_{queue_};
  Pulse pulse_{io_};
};

Daemon::Daemon(std::unique_ptr<Workspace> workspace, Start start, int64_t speed, Log& log)
    : workspace_(std::move(workspace)),
      log_(log),
      listen_(start.listen),
      tls_(std::move(start.tls)),
      head_(start.ledger->position()),
      metrics_(FactsOf(settings_, *start.ledger, log), clock_),
      in_force_({workspace_->rulebook(), settings_.figures, std::move(start.print),
                 std::move(start.national)},
                start.ledger->timeline()),
      decoder_(clock_, BatchOptionsFor(settings_, *workspace_->codes()), settings_.national.source),
      queue_(io_, std::move(start.ledger), clock_, log,
             {.max_waiting = settings_.server.max_waiting_events},
             [this](live::Commit&& commit) { Follow(commit); }),
      lists_(io_, clock_, CountedSubmit(queue_, metrics_),
             ListOptionsFor(settings_, *workspace_->codes(), start.mappings)),
      board_(io_, clock_, std::move(start.board), [this] { loader_.Ask(); }),
      loader_({io_, queue_, board_, metrics_, in_force_, log},
              LoadFromFiles(workspace_->LedgerOptions(false))),
      reloader_({io_, chores_, queue_, loader_, in_force_, metrics_, log, workspace_->codes(),
                 [this] { return LoadRules(settings_.file, workspace_->codes()); }}),
      frozen_(std::make_shared<FrozenDesk>(
          FrozenDeskParts{*workspace_, queue_, chores_, loader_, in_force_, metrics_, log})),
      services_{.queue = queue_,
                .board = board_,
                .questions = questions_,
                .scrapes = scrapes_,
                .metrics = metrics_,
                .log = log,
                .policy = in_force_.rules().policy,
                .forms = in_force_.rules().print,
                .clock_speed = speed,
                .site = SiteOf(settings_.site),
                .decoder = decoder_,
                .open_view = nullptr,
                .streams_of_token = settings_.server.token_streams,
                .everybodys_figures = settings_.access.everybodys_figures,
                .question_time = settings_.server.request_timeout,
                .server_figures = [this] { return FiguresOf(server_.counts()); },
                .clock_state = [this] { return clock_watch_.Now(); },
                .metrics_limits = {settings_.metrics.matrix, settings_.metrics.max_series},
                .late_after = LateAfter(settings_),
                .sources = {.codes = workspace_->codes(),
                            .late_after = LateAfterOf(settings_),
                            .late_after_else = LateAfter(settings_)},
                .lists = api::Lists{lists_, list_threads_, [this] { return nobody_asks_.load(); },
                                    settings_.server.max_body}},
      only_simulated_(start.only_simulated),
      door_({.tokens = TokensOf(settings_),
             .codes = workspace_->codes(),
             .is_simulated = [this] { return only_simulated_ && board_.Now()->simulated; },
             .once = first_login_,
             .sessions = settings_.ledger.path / "sessions",
             .secure = tls_ || (settings_.site.url && settings_.site.url->starts_with("https://")),
             .sign_on = SignOnOptionsOf(settings_),
             .rulebook = [this] { return in_force_.rules().rulebook; },
             .unpack = api::BeginningOf},
            clock_, log),
      holdback_(io_, LongestHoldback(settings_.server)),
      entrance_(door_, holdback_, LimitsOf(settings_.server), log),
      server_(io_, ToServerOptions(settings_, listen_, tls_, log),
              [this](http::Request&& request) { return router_.Answer(std::move(request)); }),
      announcer_(MakeAnnouncer(
          settings_, io_, board_, queue_, *workspace_->codes(),
          [this] { return in_force_.timeline()->newest_version().rulebook; }, log)),
      spool_(MakeSpool(settings_, start.mappings, in_force_.rules().national, io_, lists_, metrics_,
                       log)),
      jobs_(
          io_, clock_, [this] { return in_force_.zone(); }, log) {
  board_.Heard(start.newest_event);
  if (announcer_) services_.alert_figures = [this] { return FiguresOf(announcer_->counts()); };
  in_force_.Follow([this] { GoByRules(); });
  services_.still_good = [this](const access::Caller& caller) { return door_.StillGood(caller); };
  AddRoutes(router_, services_, entrance_, screens_,
            MakeOperations({queue_, chores_, loader_, reloader_, frozen_, log, workspace_->codes(),
                            settings_.file, operator_key_, screens_, TokensOf(settings_), in_force_,
                            clock_}),
            settings_.server);
  AddJobs(jobs_, {*workspace_, queue_, chores_, loader_, frozen_, in_force_, head_, tls_,
                  TokensOf(settings_), log_});
}

/// From here on events are read, and figures made, by the rules in force.
void Daemon::GoByRules() {
  services_.policy = in_force_.rules().policy;
  services_.forms = in_force_.rules().print;
  services_.open_view = OpenerOf(*workspace_, in_force_, nobody_asks_, log_);
  decoder_.Use(workspace_->codes(), in_force_.timeline(), in_force_.rules().national);
  lists_.Use(workspace_->codes(), in_force_.timeline());
  metrics_.Rulebook(in_force_.rules().rulebook, clock_.Now());
}

void Daemon::Follow(const live::Commit& commit) {
  head_ = commit.position;
  if (commit.real) only_simulated_ = false;
  board_.Follow(commit);
  metrics_.Commit(FiguresOf(commit));
}

/// The one in use, and each that comes in its place.
void Daemon::TellCertificate() {
  app::TellCertificate(*tls_, log_);
  tls_->OnChange([this](const http::Tls& tls, const std::string& error) {
    if (error.empty()) return app::TellCertificate(tls, log_);
    log_.Error("tls.unreadable",
               {{"reason", error}, {"until", FormatRfc3339(tls.not_after(), {})}});
  });
}

int Daemon::Run(std::ostream& out) {
  const auto port = server_.Start();
  if (!port) {
    log_.Error("listen.failed", {{"reason", port.error().for_client}});
    return kFailed;
  }
  // Commands of this machine cannot tell whose the certificate is: they have a door of their own.
  const auto door = tls_ ? server_.OpenDoor() : port;
  if (!door) {
    log_.Error("listen.failed", {{"reason", door.error().for_client}});
    return kFailed;
  }
  if (tls_) TellCertificate();
  signals_.Start([this] { return Drain(); }, [this] { return reloader_.Reload(); });
  pulse_.Start({[this] { board_.Tick(); }, [this] { clock_watch_.Tell(); },
                [this] { jobs_.Tick(); }, [this] { watchdog_.Tell(); }});
  if (announcer_) announcer_->Start();
  loader_.Begin();
  if (spool_) spool_->Start();
  boost::asio::co_spawn(io_, frozen_->Refresh(), boost::asio::detached);
  std::optional<Presence> presence;
  const std::string url = UrlOf(listen_, *port, tls_ != nullptr);
  // Before the line that whoever started the program waits for.
  if (door_.NeedsFirstToken()) {
    out << "no access token yet; log in once, within this run, at " << url
        << "/login?once=" << first_login_ << "\n";
  }
  const std::string for_commands = tls_ ? UrlOf({"127.0.0.1", *door}, *door, false) : url;
  presence.emplace(settings_, url, Serving{for_commands, operator_key_}, head_, log_, out);
  io_.run();
  // Answers that nobody waits for any more still come in: coroutines end before what they use.
  if (announcer_) announcer_->Join();
  // Before the lock: the next daemon says so itself.
  presence.reset();
  Stop();
  return kDone;
}

/// On a signal: nothing is begun any more, and what was is answered.
boost::asio::awaitable<void> Daemon::Drain() {
  board_.Close();  // streams end, readyz says no
  holdback_.Close();
  jobs_.Close();
  loader_.Close();
  reloader_.Close();
  if (announcer_) announcer_->Close();
  if (spool_) spool_->Close();
  co_await server_.Stop();
  // Only now: what was asked before has been answered, or cut at the deadline. Until here systemd
  // is told, too, that the program is alive.
  nobody_asks_ = true;
  pulse_.Close();
  signals_.Close();
}

/// Nothing is going on any more.
void Daemon::Stop() {
  // It waits for nobody any more.
  if (spool_) spool_->Join();
  // First: what it has committed is answered in the last run below.
  queue_.Stop();
  decoder_.Join();
  for (auto* pool : {&questions_, &scrapes_, &chores_, &list_threads_}) pool->Join();
  // What the threads have posted last: coroutines come to their end while all that they use is
  // there.
  io_.restart();
  io_.run();
  log_.Info("stopped", {{"position", std::to_string(head_.seq)}});
}

int FailToStart(const Error& error, std::ostream& err) {
  err << "dunghan: " << error.for_client;
  if (!error.for_log.empty()) err << " (" << error.for_log << ")";
  err << "\n";
  return error.code == ErrorCode::kInvalidArgument ? kUsage : kStoreUnusable;
}

}  // namespace

int RunDaemon(const DaemonOptions& options, std::ostream& out, std::ostream& err) {
  auto made = MakeDaemonClock(options);
  if (!made) return FailToStart(made.error(), err);
  Clock& clock = **made;
  auto workspace = Workspace::Load(options.common, std::move(*made), err);
  if (!workspace) return kUsage;
  const auto log = MakeStderrLog(options.log_level);
  auto start = MakeStart(options, *workspace, clock, *log);
  if (!start) return FailToStart(start.error(), err);
  Daemon daemon(std::move(workspace), std::move(*start), options.speed, *log);
  return daemon.Run(out);
}

}  // namespace dunghan::app
