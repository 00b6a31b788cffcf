#include "history/metrics_events.h"

#include <cstdint>
#include <cstring>
#include <tuple>
#include <type_traits>

namespace dunghan::commands {
namespace {

using dossier::Event;

/// What an event begins with; then its type and instant and those of the fields that are said, its
/// alias where it has one, its id, and the id it voids.
struct PackedHead {
  uint32_t size = 0;   ///< of all, this head included
  uint32_t id = 0;     ///< hash of source and id
  uint32_t voids = 0;  ///< of source and voided id; 0: it voids nothing
  uint16_t id_size = 0;
  uint16_t said = 0;  ///< of the fields, a bit each; and kSaysAlias
};
static_assert(sizeof(PackedHead) == 16);
/// Before an alias stands how long it is, in two bytes.
constexpr unsigned kSaysAlias = 1U << 15U;

/// Never 0, which stands for voiding nothing.
uint32_t Short(uint64_t digest) { return static_cast<uint32_t>(digest) | 1U; }

/// The fields of which most are empty.
template <class E>
auto Fields(E& event) {
  return std::tie(event.channel, event.rating, event.agency, event.procedure, event.counter,
                  event.due, event.unit, event.step, event.step_due, event.to_agency, event.reason,
                  event.state, event.received, event.ended);
}

template <class T>
void Put(std::string& out, const T& value) {
  static_assert(std::is_trivially_copyable_v<T>);
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

template <class T>
T Get(const char*& from) {
  T value;
  std::memcpy(static_cast<void*>(&value), from, sizeof value);
  from += sizeof value;
  return value;
}

PackedHead HeadAt(std::string_view bytes) {
  const char* from = bytes.data();
  return Get<PackedHead>(from);
}

Event UnpackOne(std::string_view bytes, std::string_view dossier) {
  const char* from = bytes.data();
  const PackedHead head = Get<PackedHead>(from);
  Event event;
  event.dossier = dossier;
  event.type = Get<dossier::EventType>(from);
  event.at = Get<Instant>(from);
  event.source = Get<SourceName>(from);
  unsigned said = head.said;
  const auto take = [&](auto& field) {
    if ((said & 1U) != 0) field = Get<std::decay_t<decltype(field)>>(from);
    said >>= 1U;
  };
  std::apply([&](auto&... field) { (take(field), ...); }, Fields(event));
  if ((head.said & kSaysAlias) != 0) {
    const auto size = Get<uint16_t>(from);
    event.alias.assign(from, size);
    from += size;
  }
  event.id.assign(from, head.id_size);
  event.voids.assign(from + head.id_size, bytes.data() + bytes.size());
  return event;
}

}  // namespace

void PackedEvents::Add(const Event& event) {
  constexpr size_t kUsualLife = 288;
  const size_t begin = bytes_.size();
  if (begin == 0) bytes_.reserve(kUsualLife);
  PackedHead head;
  head.id = Short(dossier::IdDigest(event.source, event.id));
  if (!event.voids.empty()) head.voids = Short(dossier::IdDigest(event.source, event.voids));
  head.id_size = static_cast<uint16_t>(event.id.size());
  Put(bytes_, head);
  Put(bytes_, event.type);
  Put(bytes_, event.at);
  Put(bytes_, event.source);
  unsigned bit = 1;
  const auto put = [&](const auto& field) {
    if (!(field == std::decay_t<decltype(field)>{})) {
      Put(bytes_, field);
      head.said = static_cast<uint16_t>(head.said | bit);
    }
    bit <<= 1U;
  };
  std::apply([&](const auto&... field) { (put(field), ...); }, Fields(event));
  if (!event.alias.empty()) {
    head.said = static_cast<uint16_t>(head.said | kSaysAlias);
    Put(bytes_, static_cast<uint16_t>(event.alias.size()));
    bytes_ += event.alias;
  }
  bytes_ += event.id;
  bytes_ += event.voids;
  head.size = static_cast<uint32_t>(bytes_.size() - begin);
  std::memcpy(bytes_.data() + begin, &head, sizeof head);
}

bool PackedEvents::MayConcern(const Event& event) const {
  if (bytes_.empty()) return false;
  const uint32_t id = Short(dossier::IdDigest(event.source, event.id));
  for (std::string_view rest = bytes_; !rest.empty();) {
    const PackedHead head = HeadAt(rest);
    if (head.id == id || head.voids == id) return true;
    rest.remove_prefix(head.size);
  }
  return false;
}

std::vector<Event> PackedEvents::Unpack(std::string_view dossier) const {
  std::vector<Event> events;
  for (std::string_view rest = bytes_; !rest.empty();) {
    const PackedHead head = HeadAt(rest);
    events.push_back(UnpackOne(rest.substr(0, head.size), dossier));
    rest.remove_prefix(head.size);
  }
  return events;
}

}  // namespace dunghan::commands
