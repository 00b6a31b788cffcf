#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "alerts/alert.h"
#include "dunghan/base/clock.h"
#include "dunghan/base/log.h"
#include "http/client.h"

namespace dunghan::alerts {

using AlertId = int64_t;

/// An alert to be taken on.
struct NewAlert {
  AlertId id = 0;
  std::shared_ptr<const Alert> alert;
  /// When its life ends, if an earlier start of the program delivered it.
  std::optional<Instant> until = {};
  /// It has ended; only that is still to be said.
  bool is_over = false;
};

struct SenderOptions {
  std::string url = {};  ///< "http://127.0.0.1:9093"
  std::chrono::milliseconds resend_every{60'000};
  std::chrono::milliseconds timeout{10'000};
  std::chrono::hours life{24};  ///< of an alert, from its first delivery on
  std::chrono::minutes say_ended_for{15};
  size_t batch = 500;
  size_t max_held = 20'000;  ///< beyond, the oldest that was never delivered is given up
};

/// What a sender has done and has to do.
struct SenderCounts {
  int64_t posts = 0;     ///< requests, whatever came of them
  int64_t failures = 0;  ///< requests that were not taken
  int64_t waiting = 0;   ///< alerts to be sent at once
  int64_t dropped = 0;   ///< alerts given up without delivery: too many, or refused for good
};

/// Tells one Alertmanager which alerts hold, on a thread of its own: one that is down or slow holds
/// up nobody else.
///
/// It keeps the alerts rather than a queue of posts, so that an outage, however long, leaves
/// nothing to catch up with but what still holds. A new alert is sent while the office is open;
/// with it those of its group, in one request, because Alertmanager may send a message as soon as
/// it knows the first. It is given all its life at once (endsAt), so that it does not go out, and
/// is not announced anew, when this program stops for a while; it is posted again every
/// `resend_every` for an Alertmanager that has lost its memory.
///
/// Lives are counted by the daemon's clock. startsAt and endsAt are real time, which is what
/// Alertmanager knows: the real now, and the real now plus what is left of the life. startsAt is
/// the first delivery to this Alertmanager, because a group that seems to have waited long enough
/// gets its message before it is complete; Alertmanager keeps the earliest it was ever told.
///
/// The methods are safe from any thread and do not wait for the network.
class Sender {
 public:
  /// `delivered` is called on the sender's thread with alerts taken for the first time.
  using Delivered = std::function<void(const std::vector<AlertId>& ids)>;
  /// Clock and log outlive it. @error kInvalidArgument: no address of a server.
  static Result<std::unique_ptr<Sender>> Start(SenderOptions options, const Clock& clock, Log& log,
                                               Delivered delivered);
  ~Sender();
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;

  /// Takes alerts on. Ids grow; those of one group follow each other and come in one call.
  void Post(std::vector<NewAlert> alerts);
  /// It holds no longer. One that cannot have been delivered is forgotten.
  void End(AlertId id);
  /// New alerts are sent only while the office is open.
  void SetOpen(bool is_open);

  /// No more requests; waits for one that is under way, at most its timeout.
  void Stop();

  SenderCounts counts() const;
  const std::string& url() const { return options_.url; }

 private:
  using Steady = std::chrono::steady_clock;
  enum class State : uint8_t { kNew, kActive, kEnded };
  struct Item {
    std::shared_ptr<const Alert> alert;
    State state = State::kNew;
    bool is_due = true;                   ///< to be sent at once, if the office is open for it
    bool was_tried = false;               ///< may have arrived
    bool is_end_written = false;          ///< the request under way tells its end
    std::optional<Instant> until = {};    ///< end of its life, by the daemon's clock
    std::optional<Instant> started = {};  ///< by the machine's clock
    Instant ended = {};                   ///< likewise
    std::optional<Steady::time_point> said_ended = {};  ///< first
  };
  using Items = std::map<AlertId, Item>;
  using Ids = std::vector<AlertId>;
  enum class Answer : uint8_t { kTaken, kRefused, kFailed };

  Sender(SenderOptions options, http::BaseUrl url, const Clock& clock, Log& log,
         Delivered delivered);
  void Work();
  Steady::time_point NextAttempt() const;
  void BeginCycle(Steady::time_point now);
  bool IsSendable(const Item& item) const {
    return item.is_due && (open_ || item.state != State::kNew);
  }
  int64_t CountSendable() const;
  bool IsStopping() const;
  Ids TakeBatch() const;
  std::string Write(const Ids& ids, Instant now);
  bool Send(const Ids& ids);
  Answer Ask(const std::string& body);
  void Settle(const Ids& ids, Instant sent_at);
  void GiveUp(AlertId id);
  void Retry();
  void MakeRoom();

  SenderOptions options_;
  const Clock& clock_;
  SystemClock real_;
  Log& log_;
  Delivered delivered_;

  // Of the sender's thread.
  http::Client client_;
  std::minstd_rand random_;
  std::string reason_;  // why the last request was not taken
  bool is_failing_ = false;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Items items_;
  bool open_ = false;
  bool stopping_ = false;
  int tries_ = 0;                    // failed in a row
  Steady::time_point not_before_{};  // after a failure
  Steady::time_point next_cycle_{};
  SenderCounts counts_;

  std::thread thread_;  // last: it uses all of the above
};

}  // namespace dunghan::alerts
