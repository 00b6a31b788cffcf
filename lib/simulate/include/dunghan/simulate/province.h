#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

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
  std::optional<int> agencies = {};    ///< the first so many of the rulebook; absent: all
  std::optional<int> procedures = {};  ///< likewise
  uint64_t seed = 1;
  Instant now;  ///< nothing after it is handed out: what is unfinished then stays open
};

/// Generates the events of a province one by one, in order of `at`.
///
/// The same options and rulebook give the same events on any machine: the generator's arithmetic is
/// in whole numbers. `now` decides nothing but where they end, as long as `to` is given: what an
/// earlier `now` hands out is the beginning of what a later one does. Where the rulebook has no
/// list of agencies (procedures), made-up codes of the pattern 000.NN.NN.H99 (1.99NNNN) stand in;
/// where it has, only those valid on the day count. Which agency handles which procedure, and how
/// well each agency works, is drawn by lot. Memory grows with the dossiers in flight and the
/// arrivals of one day, not with the number of dossiers. Not for concurrent use.
class Province {
 public:
  /// `codes` is the rulebook's table.
  /// @error kInvalidArgument: options out of range, more agencies or procedures than are listed, no
  /// working time in the days asked for, days beyond a calendar.
  static Result<Province> Create(const Options& options,
                                 std::shared_ptr<const rulebook::Rulebook> rulebook,
                                 std::shared_ptr<CodeTable> codes);
  ~Province();
  Province(Province&&) noexcept;
  Province& operator=(Province&&) noexcept;

  /// The next event; false when there is none. The room of the texts in `out` is used again.
  bool Next(dossier::Event& out);

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
