#include "dunghan/dossier/event.h"

#include <array>
#include <tuple>

namespace dunghan::dossier {
namespace {

constexpr std::array<std::string_view, kEventTypes> kTypeNames = {"submitted",
                                                                  "declined",
                                                                  "received",
                                                                  "due_set",
                                                                  "assigned",
                                                                  "transferred",
                                                                  "supplement_requested",
                                                                  "supplemented",
                                                                  "payment_requested",
                                                                  "paid",
                                                                  "suspended",
                                                                  "resumed",
                                                                  "extended",
                                                                  "completed",
                                                                  "refused",
                                                                  "withdrawn",
                                                                  "ready",
                                                                  "returned",
                                                                  "reopened",
                                                                  "apologised",
                                                                  "late_cause",
                                                                  "urged",
                                                                  "rated",
                                                                  "voided"};

constexpr std::array<std::string_view, 4> kChannelNames = {"", "online", "in_person", "postal"};

/// Writes fields so that no two different events give the same bytes: every text is preceded by
/// its length, every optional by a mark.
class CanonicalWriter {
 public:
  explicit CanonicalWriter(std::string& out) : out_(out) { out_.clear(); }

  void Number(uint64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8) out_ += static_cast<char>(value >> shift & 0xFF);
  }
  void Byte(uint8_t value) { out_ += static_cast<char>(value); }
  void Text(std::string_view text) {
    Byte(static_cast<uint8_t>(text.size() >> 8 & 0xFF));
    Byte(static_cast<uint8_t>(text.size() & 0xFF));
    out_ += text;
  }
  void Due(const std::optional<DueClaim>& due) {
    if (!due) return Byte(0);
    if (const auto* day = std::get_if<LocalDay>(&*due)) {
      Byte(1);
      return Number(static_cast<uint64_t>(day->time_since_epoch().count()));
    }
    Byte(2);
    Number(static_cast<uint64_t>(std::get<Instant>(*due).time_since_epoch().count()));
  }

 private:
  std::string& out_;
};

void WriteCanonical(const Event& event, std::string& out) {
  CanonicalWriter write(out);
  write.Byte(1);  // version of this form
  write.Byte(static_cast<uint8_t>(event.type));
  write.Byte(static_cast<uint8_t>(event.channel));
  write.Byte(event.rating);
  write.Number(static_cast<uint64_t>(event.at.time_since_epoch().count()));
  for (const std::string_view text :
       {std::string_view(event.dossier), event.source.text(), std::string_view(event.id),
        event.agency.text(), event.procedure.text(), event.counter.text(), event.unit.text(),
        event.step.text(), event.to_agency.text(), event.reason.text(),
        std::string_view(event.voids)}) {
    write.Text(text);
  }
  write.Due(event.due);
  write.Due(event.step_due);
}

}  // namespace

std::string_view ToString(EventType type) { return kTypeNames[static_cast<size_t>(type)]; }

std::optional<EventType> ParseEventType(std::string_view text) {
  for (size_t i = 0; i < kTypeNames.size(); ++i) {
    if (kTypeNames[i] == text) return static_cast<EventType>(i);
  }
  return {};
}

std::string_view ToString(Channel channel) { return kChannelNames[static_cast<size_t>(channel)]; }

std::optional<Channel> ParseChannel(std::string_view text) {
  for (size_t i = 1; i < kChannelNames.size(); ++i) {
    if (kChannelNames[i] == text) return static_cast<Channel>(i);
  }
  return {};
}

Digest ContentDigest(const Event& event) {
  thread_local std::string bytes;
  WriteCanonical(event, bytes);
  return Sha256(bytes);
}

void EnsureId(Event& event) {
  if (!event.id.empty()) return;
  const Digest digest = ContentDigest(event);
  event.id = "~" + ToHex(std::span(digest).first(16));
}

void DropDefaultCounter(Event& event) {
  if (IsOpening(event.type) && event.counter == event.agency) event.counter = {};
}

std::optional<Event> OtherForm(const Event& event) {
  if (!IsOpening(event.type) || !event.agency) return {};
  if (event.counter && event.counter != event.agency) return {};
  Event other = event;
  if (other.id.starts_with('~')) {
    other.id.clear();
    EnsureId(other);
    const bool derived = other.id == event.id;
    other.id = derived ? std::string() : event.id;
  }
  other.counter = event.counter ? AgencyCode() : event.agency;
  EnsureId(other);
  return other;
}

uint64_t IdDigest(SourceName source, std::string_view id) {
  // FNV-1a, 64 bits: only a hint. Where two differing ids meet, the full texts decide.
  uint64_t hash = 0xcbf29ce484222325;
  const auto add = [&hash](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  };
  add(source.text());
  add(std::string_view("\0", 1));
  add(id);
  return hash;
}

bool CanonicalLess(const Event& a, const Event& b) {
  const auto key = [](const Event& event) {
    return std::make_tuple(event.at, event.type, event.source.text(), std::string_view(event.id));
  };
  const auto left = key(a);
  const auto right = key(b);
  if (left != right) return left < right;
  return ContentDigest(a) < ContentDigest(b);
}

}  // namespace dunghan::dossier
