#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "http/message.h"
#include "intake/batch_decoder.h"
#include "live/commit_queue.h"

namespace dunghan::api {

struct ItemNote;
struct ToldEvents;

/// What is said of a body of events: worked out before its items are given away, completed by what
/// became of them.
class EventsAnswer {
 public:
  explicit EventsAnswer(const intake::EventBatch& batch);

  /// 200, or 422 if every item was quarantined, with the same object.
  http::Response Render(const live::Committed& committed) const;

 private:
  struct Problem {
    size_t index;
    std::string field;
    std::string reason;
  };
  void TellProblems(const live::Committed& committed, ToldEvents& told) const;
  void TellWarnings(const live::Committed& committed, ToldEvents& told) const;

  std::vector<Problem> problems_;
  intake::IgnoredFields::List ignored_;
  intake::WarningList warnings_;
  std::map<size_t, std::string> voids_;  ///< by index, what an event voids
};

/// A warning as it is told.
ItemNote NoteOf(const intake::Warning& warning);

}  // namespace dunghan::api
