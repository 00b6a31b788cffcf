#include "recent_events.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <type_traits>

namespace dunghan::ledger {
namespace {

using dossier::DueClaim;
using dossier::Event;

/// The oldest sixteenth goes at a time: no event is moved to make room for another.
constexpr size_t kChunks = 16;
/// So many positions without an event in between do not begin anew: rulebooks, tallies.
constexpr int64_t kGap = 64;
constexpr uint32_t kNoEvent = ~uint32_t{0};

/// All of an event but its texts, which follow.
struct Fixed {
  int64_t previous;
  Instant at;
  std::optional<DueClaim> due;
  std::optional<DueClaim> step_due;
  std::optional<Instant> received;
  std::optional<Instant> ended;
  SourceName source;
  AgencyCode agency;
  ProcedureCode procedure;
  AgencyCode counter;
  UnitName unit;
  StepName step;
  AgencyCode to_agency;
  ReasonCode reason;
  uint32_t id_size;
  uint32_t voids_size;
  uint32_t alias_size;
  dossier::EventType type;
  dossier::Channel channel;
  uint8_t rating;
  dossier::SaidState state;
};
static_assert(std::is_trivially_copyable_v<Fixed>);

Fixed FixedOf(int64_t previous, const Event& event) {
  return {.previous = previous,
          .at = event.at,
          .due = event.due,
          .step_due = event.step_due,
          .received = event.received,
          .ended = event.ended,
          .source = event.source,
          .agency = event.agency,
          .procedure = event.procedure,
          .counter = event.counter,
          .unit = event.unit,
          .step = event.step,
          .to_agency = event.to_agency,
          .reason = event.reason,
          .id_size = static_cast<uint32_t>(event.id.size()),
          .voids_size = static_cast<uint32_t>(event.voids.size()),
          .alias_size = static_cast<uint32_t>(event.alias.size()),
          .type = event.type,
          .channel = event.channel,
          .rating = event.rating,
          .state = event.state};
}

}  // namespace

RecentEvents::RecentEvents(size_t most_bytes) : chunk_bytes_(most_bytes / kChunks) {}

RecentEvents::Chunk& RecentEvents::ChunkFor(int64_t seq, size_t size) {
  if (!chunks_.empty()) {
    Chunk& last = chunks_.back();
    const auto next = last.first + static_cast<int64_t>(last.starts.size());
    const bool follows = seq >= next && seq - next <= kGap;
    if (follows && last.bytes.size() + size <= chunk_bytes_) {
      last.starts.resize(static_cast<size_t>(seq - last.first), kNoEvent);
      return last;
    }
    if (seq < next) chunks_.clear();
  }
  if (chunks_.size() == kChunks) chunks_.pop_front();
  Chunk& chunk = chunks_.emplace_back();
  chunk.first = seq;
  // The first one grows with what a small ledger has to hold.
  if (chunks_.size() > 1) chunk.bytes.reserve(chunk_bytes_);
  return chunk;
}

void RecentEvents::Push(int64_t seq, int64_t previous, const Event& event) {
  // Events are short: no chunk becomes much larger than it may.
  if (chunk_bytes_ == 0) return;
  const size_t size = sizeof(Fixed) + event.id.size() + event.voids.size() + event.alias.size();
  Chunk& chunk = ChunkFor(seq, size);
  const Fixed fixed = FixedOf(previous, event);
  chunk.starts.push_back(static_cast<uint32_t>(chunk.bytes.size()));
  chunk.bytes.append(reinterpret_cast<const char*>(&fixed), sizeof fixed);
  chunk.bytes += event.id;
  chunk.bytes += event.voids;
  chunk.bytes += event.alias;
}

std::optional<RecentEvents::Found> RecentEvents::Find(int64_t seq, std::string_view code) const {
  const auto after =
      std::upper_bound(chunks_.begin(), chunks_.end(), seq,
                       [](int64_t position, const Chunk& chunk) { return position < chunk.first; });
  if (after == chunks_.begin()) return {};
  const Chunk& chunk = *std::prev(after);
  const auto place = static_cast<size_t>(seq - chunk.first);
  if (place >= chunk.starts.size() || chunk.starts[place] == kNoEvent) return {};
  const char* at = chunk.bytes.data() + chunk.starts[place];
  Fixed fixed;
  std::memcpy(&fixed, at, sizeof fixed);
  at += sizeof fixed;
  Found found;
  found.previous = fixed.previous;
  Event& event = found.event;
  event.dossier = code;
  event.type = fixed.type;
  event.channel = fixed.channel;
  event.rating = fixed.rating;
  event.state = fixed.state;
  event.at = fixed.at;
  event.source = fixed.source;
  event.id.assign(at, fixed.id_size);
  event.agency = fixed.agency;
  event.procedure = fixed.procedure;
  event.counter = fixed.counter;
  event.due = fixed.due;
  event.unit = fixed.unit;
  event.step = fixed.step;
  event.step_due = fixed.step_due;
  event.received = fixed.received;
  event.ended = fixed.ended;
  event.to_agency = fixed.to_agency;
  event.reason = fixed.reason;
  event.voids.assign(at + fixed.id_size, fixed.voids_size);
  event.alias.assign(at + fixed.id_size + fixed.voids_size, fixed.alias_size);
  return found;
}

}  // namespace dunghan::ledger
