#include "board_loader.h"

#include <boost/asio/post.hpp>
#include <string>
#include <utility>

#include "dunghan/base/clock.h"
#include "dunghan/ledger/view.h"

namespace dunghan::app {

namespace asio = boost::asio;
using Steady = std::chrono::steady_clock;

void BoardLoader::Begin() {
  TellMonth();
  WarnOfCalendars();
}

void BoardLoader::Ask() {
  if (is_closed_) return;
  parts_.queue.Run([job = Job()](std::unique_ptr<ledger::Ledger>& ledger) { job(*ledger); });
}

std::function<void(ledger::Ledger&)> BoardLoader::Job() {
  return [this, rules = parts_.in_force.rules()](ledger::Ledger& ledger) {
    asio::post(parts_.io, [this, loaded = LoadFrom(ledger, rules)] { Take(*loaded); });
  };
}

std::shared_ptr<BoardLoader::Loaded> BoardLoader::LoadFrom(ledger::Ledger& ledger,
                                                           const Rules& rules) {
  const auto begun = Steady::now();
  auto board = Advance(ledger, rules);
  return std::make_shared<Loaded>(Loaded{std::move(board), ledger.position(), rules, begun});
}

/// The board in use is told of what time has brought, for the case that no new one can be loaded.
Result<board::Board> BoardLoader::Advance(ledger::Ledger& ledger, const Rules& rules) {
  auto advanced = ledger.Append({});
  if (!advanced) return advanced.error();
  const Instant at = advanced->position.at;
  Tell(std::move(*advanced));
  return load_(ledger, at, rules);
}

void BoardLoader::Tell(ledger::Appended&& appended) {
  asio::post(parts_.io, [this, commit = live::Commit{.changes = std::move(appended.changes),
                                                     .position = appended.position}] {
    parts_.board.Follow(commit);
  });
}

void BoardLoader::Take(Loaded& loaded) {
  if (!loaded.board) {
    const Error& error = loaded.board.error();
    parts_.log.Error("board.load_failed", {{"reason", error.for_client}, {"cause", error.for_log}});
    return Retry();
  }
  // Asked for before other rules were applied, and run after that.
  if (!SameRules(loaded.rules, parts_.in_force.rules())) return Ask();
  retry_.cancel();
  const auto took = std::chrono::duration<double>(Steady::now() - loaded.begun).count();
  const LocalDay before = parts_.board.board().day();
  Check(*loaded.board);
  parts_.board.Replace(std::move(*loaded.board));
  parts_.metrics.BoardLoaded(took);
  TellMonth();
  const LocalDay day = parts_.board.board().day();
  if (day == before) return;
  WarnOfCalendars();
  // With the head of the chain, for whoever keeps the log.
  parts_.log.Info("day.begun", {{"day", FormatDate(day)}, {"chain", loaded.head.Text()}});
}

/// One just loaded for the same day, by the same rules, shows what the one in use does: it has
/// followed all commits so far, no other has come between.
void BoardLoader::Check(board::Board& loaded) {
  const auto shown = parts_.board.Now();
  const auto anew = loaded.TakeSnapshot();
  if (shown->today != anew->today) return;
  // A rulebook that was put in force once more, from another day on, is another timeline.
  const bool same = SameRules({shown->rulebook, shown->policy}, {anew->rulebook, anew->policy}) &&
                    parts_.board.board().timeline().digest() == loaded.timeline().digest();
  if (!same) return;
  // Time has passed since it was loaded.
  loaded.AdvanceTo(parts_.board.board().now());
  if (const auto difference = parts_.board.board().Difference(loaded)) {
    parts_.log.Error("board.differed", {{"in_use_and_loaded", *difference}});
  } else {
    parts_.log.Info("board.agrees", {{"open_dossiers", std::to_string(loaded.open())}});
  }
}

void BoardLoader::Retry() {
  if (is_closed_) return;
  retry_.expires_after(retry_after_);
  retry_.async_wait([this](boost::system::error_code error) {
    if (!error) Ask();
  });
}

void BoardLoader::Close() {
  is_closed_ = true;
  retry_.cancel();
}

void BoardLoader::TellMonth() {
  const auto shown = parts_.board.Now();
  const auto& month = shown->periods[static_cast<size_t>(board::NamedPeriod::kCurrentMonth)];
  parts_.metrics.MonthBegan(shown->rulebook->default_calendar().zone().StartOf(month.from));
}

/// Calendars are extended once a year, and late: said once a day.
void BoardLoader::WarnOfCalendars() {
  const auto& rulebook = parts_.in_force.timeline()->newest();
  const LocalDay today = parts_.in_force.zone().DayOf(parts_.board.clock().Now());
  for (const Problem& warning : rulebook::CalendarWarnings(rulebook, today)) {
    parts_.log.Warning("calendar.ends", {{"problem", ToString(warning)}});
  }
}

BoardLoader::Load LoadFromFiles(ledger::Options options) {
  return [options = std::move(options)](ledger::Ledger& ledger, Instant at,
                                        const Rules& rules) -> Result<board::Board> {
    if (auto flushed = ledger.Flush(); !flushed) return flushed.error();
    const ManualClock clock(at);
    ledger::Options asked = options;
    asked.clock = &clock;
    asked.rulebook = rules.rulebook;
    auto view = ledger::OpenView(std::move(asked));
    if (!view) return view.error();
    return board::Board::Load(**view, ledger.timeline(), rules.policy);
  };
}

}  // namespace dunghan::app
