#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "alerts/rounds.h"
#include "alerts/sender.h"
#include "alerts/stalls.h"
#include "alerts/texts.h"
#include "alerts/tiers.h"
#include "dunghan/base/log.h"
#include "dunghan/record/notice.h"
#include "live/commit_queue.h"
#include "live/live_board.h"

namespace dunghan::alerts {

struct AnnouncerOptions {
  std::vector<std::string> alertmanagers;  ///< base URLs
  Tiers tiers;
  StallLimits stalls = {};
  AlertSite site = {};
  std::chrono::milliseconds every{3'600'000};  ///< working time between two rounds
  size_t per_agency = 20;
  size_t max_dossiers = 2000;
  std::chrono::milliseconds resend_every{60'000};
  std::chrono::milliseconds look_every{200};  ///< at the clock, and at what is active
};

/// Where alerts stand, for the daemon's own metrics.
struct AnnouncerCounts {
  int64_t looks = 0;                         ///< at the clock
  int64_t active = 0;                        ///< dossiers with an alert of their own
  int64_t capped = 0;                        ///< dossiers only counted in alerts that are active
  std::map<std::string, int64_t> announced;  ///< dossiers by tier, since the start
  std::vector<std::pair<std::string, SenderCounts>> alertmanagers = {};  ///< by URL
};

/// Announces which dossiers come near their due, or pass it, once each.
///
/// In every round the board's open dossiers are walked; what has reached a tier that was not
/// announced for this version of its due is written to the ledger's log of notices, all of a round
/// in one transaction, and only then sent. The first round of a day tells everything; the others
/// what cannot wait for the next morning (IsHourly), so that an agency has one list a day. So a
/// program that dies in between sends it after the next start, with the same labels, and
/// Alertmanager takes it for what it knows already. A round that announced something is never held
/// again, because its message may be out.
///
/// An alert ends when its dossier ends, is suspended, gets another due or a nearer tier, and a day
/// after its first delivery. That it ended is written down before it is told: it does not come back
/// in this version of the due.
///
/// Rounds, tiers and lives go by the daemon's clock. On the I/O thread alone.
class Announcer {
 public:
  /// The newest rulebook in force, whenever it is asked for.
  using RulebookNow = std::function<std::shared_ptr<const rulebook::Rulebook>()>;

  /// @error kInvalidArgument: an address that is none.
  static Result<std::unique_ptr<Announcer>> Make(AnnouncerOptions options,
                                                 boost::asio::io_context& io,
                                                 live::LiveBoard& board, live::CommitQueue& queue,
                                                 const CodeTable& codes, RulebookNow rulebook,
                                                 Log& log);
  ~Announcer();
  Announcer(const Announcer&) = delete;
  Announcer& operator=(const Announcer&) = delete;

  /// Begins to announce.
  void Start();
  /// No more rounds; what runs ends with the next turns of the I/O context.
  void Close();
  /// Waits for requests under way. After the I/O context has stopped, before the queue does.
  void Join();

  AnnouncerCounts counts() const;

 private:
  using Notice = record::Notice;
  using Notices = std::vector<Notice>;
  using Steady = std::chrono::steady_clock;
  /// What an Alertmanager was told, and about whom.
  struct Active {
    Notices notices;  ///< one that is named, or all that share one alert
    bool is_overtaken = false;
    std::optional<Instant> until = {};  ///< when its life ends, if an earlier start delivered it
    size_t undelivered = 0;             ///< Alertmanagers that have not got it since the start
    Instant last_delivery = {};
    bool is_named() const { return notices.front().mention == record::Mention::kNamed; }
  };
  using ActiveMap = std::map<AlertId, Active>;
  /// What was last announced of a dossier: a filter before the log of notices, which decides.
  struct Known {
    Instant version;
    std::string tier;
  };
  using KnownMap = std::unordered_map<std::string, Known>;

  Announcer(AnnouncerOptions options, boost::asio::io_context& io, live::LiveBoard& board,
            live::CommitQueue& queue, const CodeTable& codes, RulebookNow rulebook, Log& log);
  Result<void> StartSenders();

  boost::asio::awaitable<void> Run();
  boost::asio::awaitable<bool> Restore();
  boost::asio::awaitable<void> HoldRound(Instant round);
  boost::asio::awaitable<Notices> Gather(Instant round, bool is_morning, KnownMap& known);
  boost::asio::awaitable<void> GatherStalls(Instant round, Notices& reached);
  /// Who has those that are named: told with them.
  boost::asio::awaitable<void> LookUp(const Notices& notices);
  boost::asio::awaitable<void> Withdraw();
  template <class Ask>
  boost::asio::awaitable<std::invoke_result_t<Ask&, ledger::Ledger&>> OnLedger(Ask ask);
  boost::asio::awaitable<void> Pause(std::chrono::milliseconds time);

  std::optional<Instant> RoundNow() const;
  bool IsMorning(Instant round) const;
  void Announce(Notices notices);
  void Resume(Notices notices);
  void Add(Notices notices, std::optional<Instant> until);
  void PostAll();
  Alert MakeAlert(const Notices& notices) const;
  std::optional<Stock> StockOf(std::string_view agency) const;
  bool IsPast(const Active& active, Instant now) const;
  bool IsUntrue(const Active& active) const;
  void Forget(AlertId id);
  void Delivered(const std::vector<AlertId>& ids);
  size_t CountNamed(Instant now) const;
  void SayHeld(Instant round, const Notices& added);
  void SayResumed();
  void SayUnwritable(const Error& error);

  AnnouncerOptions options_;
  boost::asio::io_context& io_;
  live::LiveBoard& board_;
  live::CommitQueue& queue_;
  const CodeTable& codes_;
  RulebookNow rulebook_;
  Log& log_;
  boost::asio::steady_timer timer_;
  bool closed_ = false;

  std::optional<Instant> last_round_;             ///< that announced something
  std::optional<Instant> held_;                   ///< the last one, whether it did or not
  std::optional<Instant> morning_;                ///< the last one that told everything
  std::map<std::string, Holder> holders_;         ///< by dossier, of what is being announced
  std::shared_ptr<const board::Snapshot> shown_;  ///< while alerts are made
  KnownMap known_;
  ActiveMap active_;
  std::unordered_map<std::string, AlertId> by_dossier_;  ///< its newest, and that of each stall
  AlertId next_id_ = 1;
  std::map<std::string, int64_t> announced_;
  int64_t looks_ = 0;
  std::vector<NewAlert> to_post_;  ///< gathered: a group has to be handed over at once
  std::vector<std::unique_ptr<Sender>> senders_;
};

}  // namespace dunghan::alerts
