#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/services.h"
#include "dunghan/base/time.h"
#include "live/live_board.h"
#include "live_rows.h"

namespace dunghan::api {

/// The newest state of things as text, written once for all who are shown it. On the I/O thread.
class LiveText {
 public:
  using Text = std::shared_ptr<const std::string>;

  /// Members of the head beside the figures, as of an instant: `"data":{...}`.
  using State = std::function<std::string(Instant now)>;

  /// For whoever sees what `scope` has.
  LiveText(live::LiveBoard& board, int64_t clock_speed, Site site, rulebook::Scope scope,
           State state);

  /// All of it, as JSON.
  Text Newest();

  /// One message of the stream.
  struct Message {
    Text text;
    uint64_t step = 0;     ///< the reader has seen it all up to here ...
    uint64_t version = 0;  ///< ... and this state of the board
  };
  /// `event: change` with the rows that are other ones than at a step that the reader has seen, or
  /// `event: live` with all.
  Message Since(std::optional<uint64_t> seen);
  /// The step that the `id` of a message named; nothing where it was another daemon's, or is none.
  std::optional<uint64_t> StepOf(std::string_view id) const;

 private:
  void Refresh();
  Text WriteMessage(std::optional<uint64_t> seen) const;

  live::LiveBoard& board_;
  int64_t clock_speed_;
  Site site_;
  rulebook::Scope scope_;
  State state_;
  std::shared_ptr<const board::Snapshot> shown_;
  std::string run_;  ///< what tells this daemon's steps from those of one before or after it
  LiveRows rows_;
  std::string head_;  ///< without the rows
  uint64_t version_ = 0;
  Instant at_;
  // Of this moment; made when asked for.
  Text whole_;
  std::map<std::optional<uint64_t>, Text> messages_;
};

}  // namespace dunghan::api
