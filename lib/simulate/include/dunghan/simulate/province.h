#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/code.h"
#include "dunghan/base/error.h"
#include "dunghan/base/time.h"
#include "dunghan/dossier/event.h"
#include "dunghan/rulebook/rulebook.h"

/// A province that never existed: dossiers as one-stop centres would report them.
namespace dunghan::simulate {

/// The source of every event made here. A ledger that holds one is marked as simulated for good.
inline constexpr std::string_view kSource = "simulate";

struct Options {
  int64_t dossiers = 20'000;
  std::optional<LocalDay> from = {};   ///< first day of arrivals; absent: a year before `to`
  std::optional<LocalDay> to = {};     ///< last day of arrivals; absent: the day of `now`
  std::optional<int> agencies = {};    ///< the first so many of the rulebook; absent: all, or 120
  std::optional<int> procedures = {};  ///< likewise; absent: all, or 300
  uint64_t seed = 1;
  bool tidy = false;   ///< every event sent at once and once: in order of `at`
  bool plant = false;  ///< some dossiers are tampered with: Province::TakePlanted
  Instant now;         ///< nothing that arrives after it is handed out: what is unfinished stays so
};

/// Ways in which figures are bent.
enum class Trick : uint8_t {
  kFinishMoved,  ///< a late completion withdrawn, and one at the due instant sent instead
  kDueMoved,     ///< the due put off without a stop or a reason
  kLatePause,    ///< a stop begun after the due, or shortly before it
  kCloseReopen,  ///< closed in time, opened again after the due
  kDueReset,     ///< the due set anew as if received just then
  kMassClosing,  ///< closed unfinished with many others, on the last working afternoon of a month
  kRefiled,      ///< refused in time and taken in again under another code
  kDueMissing,   ///< no due said at all
};
inline constexpr int kTricks = 8;
/// "finish_moved".
std::string_view ToString(Trick trick);

/// A dossier that was tampered with.
struct Plant {
  std::string dossier;
  Trick trick = Trick::kFinishMoved;
  AgencyCode agency;  ///< the competent one
  Instant at;         ///< of the event that shows it
  std::string what;   ///< in English
};

/// Generates the events of a province one by one, in the order in which they arrive: most within
/// minutes of happening, some entered days late, a few sent twice.
///
/// The same options and rulebook give the same events on any machine: the generator's arithmetic is
/// in whole numbers. `now` decides nothing but where they end, as long as `to` is given: what an
/// earlier `now` hands out is the beginning of what a later one does. What `plant` does not touch
/// is the same with and without it. Where the rulebook has no list of agencies (procedures),
/// made-up codes of the pattern 000.NN.NN.H99 (1.99NNNN) stand in; where it has, only those valid
/// on the day count. Which agency handles which procedure, and how well each agency works and
/// reports, is drawn by lot. Memory grows with the dossiers in flight and the arrivals of one day,
/// not with the number of dossiers. Not for concurrent use.
class Province {
 public:
  /// `codes` is the rulebook's table.
  /// @error kInvalidArgument: options out of range, more agencies or procedures than a closed list
  /// has, no working time in the days asked for, days beyond a calendar.
  static Result<Province> Create(const Options& options,
                                 std::shared_ptr<const rulebook::Rulebook> rulebook,
                                 std::shared_ptr<CodeTable> codes);
  ~Province();
  Province(Province&&) noexcept;
  Province& operator=(Province&&) noexcept;

  /// The next event; false when there is none. The room of the texts in `out` is used again.
  bool Next(dossier::Event& out);
  /// When the event handed out last arrived: never before its `at`, never after `now`, never before
  /// that of an earlier one.
  Instant arrival() const;
  /// Whether nothing more of its dossier will be handed out.
  bool dossier_over() const;
  /// With Options::plant: the dossiers whose tampering has shown since the last call, in order.
  std::vector<Plant> TakePlanted();

  /// How many dossiers have been planned so far, by days, of Options::dossiers. Those of days after
  /// `now` never are.
  int64_t arrived() const;
  /// How many of them have events still to come.
  int64_t in_flight() const;

 private:
  struct State;
  explicit Province(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace dunghan::simulate
