#include "alerts/announcer.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <set>
#include <utility>

#include "alerts/alert.h"
#include "dunghan/ledger/view.h"

namespace dunghan::alerts {

namespace asio = boost::asio;
using asio::awaitable;
using record::Mention;
using record::NoticeLog;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr seconds kTryAgain{10};  // after the ledger could not be written
constexpr size_t kPiece = 1000;   // dossiers looked at before others are served
// An alert is news once; what stays late is in the lists, and in the morning's digest.
constexpr hours kLife{24};
// What could not be delivered for so long is said no more.
constexpr hours kMemory{7 * 24};

/// Writes down which of the notices are new, and whether they are named. Those.
Result<std::vector<record::Notice>> AddNew(ledger::Ledger& ledger,
                                           const std::vector<record::Notice>& reached, Caps caps) {
  NoticeLog& log = ledger.notices();
  auto places = log.FindNew(reached);
  if (!places) return places.error();
  std::vector<record::Notice> fresh;
  for (const size_t place : *places) fresh.push_back(reached[place]);
  if (fresh.empty()) return fresh;
  Choose(fresh, caps);
  if (auto written = log.Add(fresh); !written) return written.error();
  return fresh;
}

}  // namespace

Result<std::unique_ptr<Announcer>> Announcer::Make(AnnouncerOptions options, asio::io_context& io,
                                                   live::LiveBoard& board, live::CommitQueue& queue,
                                                   const CodeTable& codes, RulebookNow rulebook,
                                                   Log& log) {
  std::unique_ptr<Announcer> announcer(
      new Announcer(std::move(options), io, board, queue, codes, std::move(rulebook), log));
  if (auto started = announcer->StartSenders(); !started) return started.error();
  return announcer;
}

Announcer::Announcer(AnnouncerOptions options, asio::io_context& io, live::LiveBoard& board,
                     live::CommitQueue& queue, const CodeTable& codes, RulebookNow rulebook,
                     Log& log)
    : options_(std::move(options)),
      io_(io),
      board_(board),
      queue_(queue),
      codes_(codes),
      rulebook_(std::move(rulebook)),
      log_(log),
      timer_(io) {
  // Counters are there from the start: a first alert is then an increase, and not a new series.
  for (const std::string& tier : options_.tiers.names()) announced_[tier] = 0;
  const StallLimits& stalls = options_.stalls;
  if (stalls.second_supplement) announced_[std::string(kSupplementAgain)] = 0;
  if (stalls.supplement_missing) announced_[std::string(kSupplementMissing)] = 0;
  if (stalls.not_moved) announced_[std::string(kNotMoved)] = 0;
}

Announcer::~Announcer() { Join(); }

Result<void> Announcer::StartSenders() {
  for (const std::string& url : options_.alertmanagers) {
    SenderOptions options{.url = url, .resend_every = options_.resend_every, .life = kLife};
    auto sender = Sender::Start(std::move(options), board_.clock(), log_,
                                [this](const std::vector<AlertId>& ids) {
                                  asio::post(io_, [this, ids] { Delivered(ids); });
                                });
    if (!sender) return sender.error();
    senders_.push_back(std::move(*sender));
  }
  return {};
}

void Announcer::Start() { asio::co_spawn(io_, Run(), asio::detached); }

void Announcer::Close() {
  closed_ = true;
  timer_.cancel();
}

void Announcer::Join() {
  for (auto& sender : senders_) sender->Stop();
}

AnnouncerCounts Announcer::counts() const {
  AnnouncerCounts counts{.looks = looks_, .announced = announced_};
  for (const auto& [id, active] : active_) {
    (active.is_named() ? counts.active : counts.capped) +=
        static_cast<int64_t>(active.notices.size());
  }
  for (const auto& sender : senders_) {
    counts.alertmanagers.emplace_back(sender->url(), sender->counts());
  }
  return counts;
}

/// Asks the ledger on its thread.
template <class Ask>
awaitable<std::invoke_result_t<Ask&, ledger::Ledger&>> Announcer::OnLedger(Ask ask) {
  using Answer = std::invoke_result_t<Ask&, ledger::Ledger&>;
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(Answer)>(
      [this, &ask](auto handler) {
        // A job is copied; a handler can only be moved.
        auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        queue_.Run([this, shared, ask = std::move(ask)](auto& ledger) mutable {
          auto answer = std::make_shared<Answer>(ask(*ledger));
          asio::post(io_, [shared, answer] { std::move (*shared)(std::move(*answer)); });
        });
      },
      asio::use_awaitable);
}

awaitable<void> Announcer::Pause(milliseconds time) {
  timer_.expires_after(time);
  co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
}

std::optional<Instant> Announcer::RoundNow() const {
  return RoundAt(rulebook_()->default_calendar(), options_.every, board_.clock().Now());
}

awaitable<void> Announcer::Run() {
  while (!closed_) {
    const bool is_restored = co_await Restore();
    if (is_restored) break;
    co_await Pause(kTryAgain);
  }
  while (!closed_) {
    const auto round = RoundNow();
    for (auto& sender : senders_) sender->SetOpen(round.has_value());
    // Before a round: what has ended leaves room among those that are named.
    co_await Withdraw();
    const bool is_new =
        round && (!held_ || *round > *held_) && (!last_round_ || *round > *last_round_);
    if (is_new && !closed_) co_await HoldRound(*round);
    ++looks_;
    if (!closed_) co_await Pause(options_.look_every);
  }
}

/// Takes up what an earlier start of the program announced. False: the ledger cannot be read.
awaitable<bool> Announcer::Restore() {
  auto read = [since = board_.clock().Now() - kMemory](ledger::Ledger& ledger) {
    return ledger.notices().Since(since);
  };
  auto notices = co_await OnLedger(std::move(read));
  if (!notices) {
    SayUnwritable(notices.error());
    co_return false;
  }
  co_await LookUp(*notices);
  // Alerts of one group follow each other, as they did at first.
  std::map<std::pair<Instant, std::string>, std::pair<Notices, Notices>> groups;
  for (Notice& notice : *notices) {
    last_round_ = std::max(last_round_.value_or(notice.round), notice.round);
    auto& [named, counted] = groups[{notice.round, notice.agency}];
    (notice.mention == Mention::kNamed ? named : counted).push_back(std::move(notice));
  }
  for (auto& [key, group] : groups) {
    for (Notice& notice : group.first) Resume({std::move(notice)});
    if (!group.second.empty()) Resume(std::move(group.second));
  }
  PostAll();
  // A restart in the course of a day is no morning: the first round has told everything.
  morning_ = last_round_;
  SayResumed();
  co_return true;
}

void Announcer::Resume(Notices notices) {
  const Notice& first = notices.front();
  const auto until = first.sent ? std::optional(*first.sent + kLife) : std::nullopt;
  if (until && *until <= board_.clock().Now()) return;
  if (!first.ended) return Add(std::move(notices), until);
  // Its end may not have been told any more.
  if (!until) return;
  to_post_.push_back({.id = next_id_++,
                      .alert = std::make_shared<const Alert>(MakeAlert(notices)),
                      .until = until,
                      .is_over = true});
}

/// What was gathered goes to every Alertmanager.
void Announcer::PostAll() {
  for (auto& sender : senders_) sender->Post(to_post_);
  to_post_.clear();
  holders_.clear();
  shown_.reset();
}

namespace {

/// One alert of a dossier takes the place of another, except for those that say something else.
std::string PlaceOf(const record::Notice& notice) {
  return IsBeside(notice.tier) ? notice.dossier + "\n" + notice.tier : notice.dossier;
}

}  // namespace

/// Makes an alert of one notice that is named, or of all that are counted together.
void Announcer::Add(Notices notices, std::optional<Instant> until) {
  const AlertId id = next_id_++;
  to_post_.push_back(
      {.id = id, .alert = std::make_shared<const Alert>(MakeAlert(notices)), .until = until});
  for (const Notice& notice : notices) {
    const std::string place = PlaceOf(notice);
    const auto before = by_dossier_.find(place);
    if (before != by_dossier_.end()) active_.at(before->second).is_overtaken = true;
    if (notice.mention == Mention::kNamed) by_dossier_[place] = id;
  }
  const Instant round = notices.front().round;
  active_[id] = {.notices = std::move(notices),
                 .until = until,
                 .undelivered = senders_.size(),
                 .last_delivery = round};
}

Alert Announcer::MakeAlert(const Notices& notices) const {
  const auto rulebook = rulebook_();
  const bool simulated = shown_ && shown_->simulated;
  const AlertMaker maker({*rulebook, codes_, board_.clock().Now(), options_.site, simulated});
  const Notice& first = notices.front();
  const auto stock = StockOf(first.agency);
  if (first.mention == Mention::kCounted) return maker.OfMore(notices, stock);
  const auto holder = holders_.find(first.dossier);
  return maker.OfDossier(first, board_.board().Find(first.dossier),
                         holder == holders_.end() ? Holder() : holder->second, stock);
}

std::optional<Stock> Announcer::StockOf(std::string_view agency) const {
  if (!shown_) return {};
  const auto& rows = shown_->agencies;
  const auto row = std::find_if(rows.begin(), rows.end(),
                                [&](const auto& one) { return one.code.text() == agency; });
  if (row == rows.end()) return {};
  return Stock{row->counts.Overdue(), row->counts.Open(board::DueBucket::kToday)};
}

/// Whether everything is told: nothing was held that did since the day began.
bool Announcer::IsMorning(Instant round) const {
  const auto& zone = rulebook_()->default_calendar().zone();
  return !morning_ || zone.DayOf(*morning_) < zone.DayOf(round);
}

awaitable<void> Announcer::HoldRound(Instant round) {
  const bool is_morning = IsMorning(round);
  KnownMap known;
  Notices reached = co_await Gather(round, is_morning, known);
  const size_t on_the_way = reached.size();
  if (is_morning && options_.stalls.any()) co_await GatherStalls(round, reached);
  const size_t named = CountNamed(board_.clock().Now());
  const Caps caps{.per_agency = options_.per_agency,
                  .in_all = options_.max_dossiers - std::min(named, options_.max_dossiers)};
  if (closed_) co_return;
  auto write = [reached, caps](ledger::Ledger& ledger) { return AddNew(ledger, reached, caps); };
  Result<Notices> added = Notices();
  // On record before anything is sent: a restart announces nothing twice and forgets nothing.
  if (!reached.empty()) added = co_await OnLedger(std::move(write));
  if (!added) {
    SayUnwritable(added.error());
    if (!closed_) co_await Pause(kTryAgain);
    co_return;
  }
  held_ = round;
  if (is_morning) morning_ = round;
  // Stalls are asked for once a day, and known from the log of notices.
  for (size_t i = 0; i < on_the_way; ++i) {
    known[reached[i].dossier] = {reached[i].version, std::move(reached[i].tier)};
  }
  known_ = std::move(known);
  SayHeld(round, *added);
  if (added->empty()) co_return;
  last_round_ = round;
  co_await LookUp(*added);
  if (!closed_) Announce(std::move(*added));
}

/// What has reached a tier that it was not known to have reached. `known`: what it was known of.
awaitable<Announcer::Notices> Announcer::Gather(Instant round, bool is_morning, KnownMap& known) {
  Notices reached;
  std::set<std::string, std::less<>> seen;  // a new board may come between two pieces
  board_.Now();                             // lets time pass
  const Instant now = board_.clock().Now();
  const auto look = [&](const board::OpenDossier& dossier) {
    const auto found = options_.tiers.At(dossier, now);
    if (!found) return;
    std::string code(dossier.code);
    const auto before = known_.find(code);
    if (before != known_.end() && before->second.version == found->version &&
        before->second.tier == found->tier) {
      known.insert(*before);
    } else if ((is_morning || IsHourly(found->tier)) && seen.insert(code).second) {
      reached.push_back({.dossier = std::move(code),
                         .tier = std::string(found->tier),
                         .version = found->version,
                         .round = round,
                         .agency = std::string(dossier.agency.text()),
                         .procedure = std::string(dossier.procedure.text())});
    }
  };
  for (size_t from = 0; from < board_.board().places(); from += kPiece) {
    if (from > 0) co_await asio::post(asio::use_awaitable);
    if (closed_) break;
    board_.board().Visit(from, from + kPiece, look);
  }
  co_return reached;
}

namespace {

/// Of those that stand still: dossier, tier and version; the agency is the board's to say.
Result<std::vector<record::Notice>> ReadStalls(ledger::Ledger& ledger, const StallLimits& limits,
                                               dossier::Basis basis, Instant now) {
  std::vector<record::Notice> found;
  auto view = ledger.OpenView();
  if (!view) return view.error();
  const auto visited =
      (*view)->ForEachOpen([&](std::string_view code, const dossier::Judged& judged) {
        const auto standing = dossier::StandingAt(judged.judgement.On(basis), now);
        for (const Reached& one :
             StallsOf(judged.facts, standing, *judged.terms.calendar, limits, now)) {
          found.push_back({.dossier = std::string(code),
                           .tier = std::string(one.tier),
                           .version = one.version,
                           .round = {},
                           .agency = {},
                           .procedure = {}});
        }
      });
  if (!visited) return visited.error();
  return found;
}

using Holders = std::map<std::string, Holder>;

Holders ReadHolders(ledger::Ledger& ledger, const std::vector<std::string>& codes, Instant now) {
  Holders holders;
  // So that the view has nothing to complete; where the disk is full it does that.
  (void)ledger.Flush();
  auto view = ledger.OpenView();
  if (!view) return holders;
  const auto& zone = (*view)->rulebook().default_calendar().zone();
  for (const std::string& code : codes) {
    const auto record = (*view)->Find(code);
    if (record) holders[code] = HolderOf(record->judged.facts, zone, now);
  }
  return holders;
}

}  // namespace

/// What the board does not keep is read from the ledger.
awaitable<void> Announcer::GatherStalls(Instant round, Notices& reached) {
  const auto basis = board_.Now()->basis();
  auto read = [limits = options_.stalls, basis, now = board_.clock().Now()](
                  ledger::Ledger& ledger) { return ReadStalls(ledger, limits, basis, now); };
  auto stalls = co_await OnLedger(std::move(read));
  if (!stalls) {
    SayUnwritable(stalls.error());
    co_return;
  }
  for (Notice& notice : *stalls) {
    const auto dossier = board_.board().Find(notice.dossier);
    if (!dossier) continue;
    notice.round = round;
    notice.agency = dossier->agency.text();
    notice.procedure = dossier->procedure.text();
    reached.push_back(std::move(notice));
  }
}

awaitable<void> Announcer::LookUp(const Notices& notices) {
  std::vector<std::string> codes;
  const Instant now = board_.clock().Now();
  for (const Notice& notice : notices) {
    const bool is_over = notice.ended || (notice.sent && *notice.sent + kLife <= now);
    const bool is_told = notice.mention == Mention::kNamed && !is_over;
    if (is_told && board_.board().Find(notice.dossier)) codes.push_back(notice.dossier);
  }
  shown_ = board_.Now();
  if (codes.empty()) co_return;
  auto read = [codes = std::move(codes), now](ledger::Ledger& ledger) {
    return ReadHolders(ledger, codes, now);
  };
  holders_ = co_await OnLedger(std::move(read));
}

/// Of notices that are on record by now, agency by agency.
void Announcer::Announce(Notices notices) {
  Notices more;
  const auto end_agency = [&] {
    if (!more.empty()) Add(std::exchange(more, {}), {});
  };
  std::string agency = notices.front().agency;
  for (Notice& notice : notices) {
    ++announced_[notice.tier];
    if (notice.agency != agency) end_agency();
    agency = notice.agency;
    if (notice.mention == Mention::kNamed) {
      Add({std::move(notice)}, {});
    } else {
      more.push_back(std::move(notice));
    }
  }
  end_agency();
  PostAll();
}

/// Its life is over.
bool Announcer::IsPast(const Active& active, Instant now) const {
  if (now >= active.notices.front().round + kMemory) return true;
  if (active.until) return now >= *active.until;
  // Each Alertmanager was told an end of its own, a life after it took the alert: the last counts.
  return active.undelivered == 0 && now >= active.last_delivery + kLife;
}

/// It holds no longer.
bool Announcer::IsUntrue(const Active& active) const {
  if (!active.is_named()) return false;
  if (active.is_overtaken) return true;
  const Notice& notice = active.notices.front();
  const auto dossier = board_.board().Find(notice.dossier);
  return !dossier || !Holds(notice.tier, notice.version, *dossier);
}

/// Ends what holds no longer.
awaitable<void> Announcer::Withdraw() {
  const Instant now = board_.clock().Now();
  std::vector<AlertId> over;
  Notices ended;
  for (const auto& [id, active] : active_) {
    const bool is_past = IsPast(active, now);
    if (!is_past && !IsUntrue(active)) continue;
    over.push_back(id);
    // One whose life is over does not come back in any case.
    if (!is_past) ended.push_back(active.notices.front());
  }
  for (Notice& notice : ended) notice.ended = now;
  if (!ended.empty()) {
    auto write = [ended](ledger::Ledger& ledger) { return ledger.notices().Mark(ended); };
    const auto marked = co_await OnLedger(std::move(write));
    if (!marked) {
      SayUnwritable(marked.error());
      if (!closed_) co_await Pause(kTryAgain);
      co_return;
    }
  }
  for (const AlertId id : over) Forget(id);
}

void Announcer::Forget(AlertId id) {
  const auto it = active_.find(id);
  const auto newest = by_dossier_.find(PlaceOf(it->second.notices.front()));
  if (newest != by_dossier_.end() && newest->second == id) by_dossier_.erase(newest);
  active_.erase(it);
  for (auto& sender : senders_) sender->End(id);
}

/// One Alertmanager has taken them for the first time.
void Announcer::Delivered(const std::vector<AlertId>& ids) {
  const Instant now = board_.clock().Now();
  Notices sent;
  for (const AlertId id : ids) {
    const auto it = active_.find(id);
    if (it == active_.end()) continue;
    Active& active = it->second;
    if (active.undelivered > 0) --active.undelivered;
    active.last_delivery = now;
    if (active.notices.front().sent) continue;
    for (Notice& notice : active.notices) {
      notice.sent = now;
      sent.push_back(notice);
    }
  }
  if (sent.empty() || closed_) return;
  // Not written, it is sent once more after the next start, and known by then.
  queue_.Run([this, sent = std::move(sent)](auto& ledger) {
    const auto marked = ledger->notices().Mark(sent);
    if (!marked) asio::post(io_, [this, error = marked.error()] { SayUnwritable(error); });
  });
}

/// Those that have a place among the ones an office is told by name.
size_t Announcer::CountNamed(Instant now) const {
  return static_cast<size_t>(std::count_if(active_.begin(), active_.end(), [&](auto& entry) {
    const Active& active = entry.second;
    return active.is_named() && now < active.notices.front().round + kLife;
  }));
}

void Announcer::SayHeld(Instant round, const Notices& added) {
  const auto named = std::count_if(added.begin(), added.end(), [](const Notice& notice) {
    return notice.mention == Mention::kNamed;
  });
  log_.Write(added.empty() ? LogLevel::kDebug : LogLevel::kInfo, "alerts.round",
             {{"round", rulebook_()->default_calendar().zone().Format(round)},
              {"dossiers", std::to_string(added.size())},
              {"named", std::to_string(named)}});
}

void Announcer::SayResumed() {
  const auto& zone = rulebook_()->default_calendar().zone();
  log_.Info("alerts.resumed", {{"alerts", std::to_string(active_.size())},
                               {"last_round", last_round_ ? zone.Format(*last_round_) : "none"}});
}

void Announcer::SayUnwritable(const Error& error) {
  log_.Error("alerts.unwritable", {{"reason", error.for_client}, {"cause", error.for_log}});
}

}  // namespace dunghan::alerts
