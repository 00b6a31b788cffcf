#include "dunghan/dossier/event.h"

#include <array>
#include <cstring>
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
                                                                  "voided",
                                                                  "snapshot"};

constexpr std::array<std::string_view, kSaidStates> kStateNames = {
    "",        "registered", "received", "declined",  "processing", "supplement",
    "payment", "withdrawn",  "stopped",  "completed", "returned",   "refused"};

constexpr std::array<std::string_view, 4> kChannelNames = {"", "online", "in_person", "postal"};

/// Writes fields so that no two different events give the same bytes: every text is preceded by
/// its length, every optional by a mark. To where there is room for all of them.
class CanonicalWriter {
 public:
  explicit CanonicalWriter(char* at) : at_(at) {}

  void Number(uint64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8) *at_++ = static_cast<char>(value >> shift & 0xFF);
  }
  void Byte(uint8_t value) { *at_++ = static_cast<char>(value); }
  void Text(std::string_view text) {
    Byte(static_cast<uint8_t>(text.size() >> 8 & 0xFF));
    Byte(static_cast<uint8_t>(text.size() & 0xFF));
    if (text.empty()) return;
    std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
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
  void At(const std::optional<Instant>& at) {
    Byte(at ? 1 : 0);
    if (at) Number(static_cast<uint64_t>(at->time_since_epoch().count()));
  }
  const char* at() const { return at_; }

 private:
  char* at_;
};

/// All that is no text: four bytes and the instant, a length for each text, two dues.
constexpr size_t kCanonicalTexts = 11;
constexpr size_t kCanonicalRest = 5 + 8 + 2 * (kCanonicalTexts + 1) + size_t{4} * 9;

/// The bytes that stand for an event, in a buffer that grows with the longest.
std::string_view WriteCanonical(const Event& event, std::string& buffer) {
  const std::array<std::string_view, kCanonicalTexts> texts = {
      event.dossier,          event.source.text(),  event.id,          event.agency.text(),
      event.procedure.text(), event.counter.text(), event.unit.text(), event.step.text(),
      event.to_agency.text(), event.reason.text(),  event.voids};
  size_t most = kCanonicalRest + event.alias.size();
  for (const std::string_view text : texts) most += text.size();
  if (buffer.size() < most) buffer.resize(most);
  CanonicalWriter write(buffer.data());
  write.Byte(1);  // version of this form
  write.Byte(static_cast<uint8_t>(event.type));
  write.Byte(static_cast<uint8_t>(event.channel));
  write.Byte(event.rating);
  write.Number(static_cast<uint64_t>(event.at.time_since_epoch().count()));
  for (const std::string_view text : texts) write.Text(text);
  write.Due(event.due);
  write.Due(event.step_due);
  if (event.type == EventType::kSnapshot) {
    // Others go without what only these say: what was derived from them stays as it was.
    write.Byte(static_cast<uint8_t>(event.state));
    write.At(event.received);
    write.At(event.ended);
  }
  // The last one, and never empty where it is there: events without it stay as they were.
  if (!event.alias.empty()) write.Text(event.alias);
  return {buffer.data(), static_cast<size_t>(write.at() - buffer.data())};
}

}  // namespace

std::string_view ToString(EventType type) { return kTypeNames[static_cast<size_t>(type)]; }

std::optional<EventType> ParseEventType(std::string_view text) {
  if (text.empty()) return {};
  for (size_t i = 0; i < kTypeNames.size(); ++i) {
    // Comparing whole texts is a call: most differ in their first letter.
    if (kTypeNames[i][0] == text[0] && kTypeNames[i] == text) return static_cast<EventType>(i);
  }
  return {};
}

std::string_view ToString(SaidState state) { return kStateNames[static_cast<size_t>(state)]; }

std::optional<SaidState> ParseSaidState(std::string_view text) {
  for (size_t i = 1; i < kStateNames.size(); ++i) {
    if (kStateNames[i] == text) return static_cast<SaidState>(i);
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
  thread_local std::string buffer;
  return Sha256(WriteCanonical(event, buffer));
}

void EnsureId(Event& event) {
  if (!event.id.empty()) return;
  const Digest digest = ContentDigest(event);
  event.id = "~" + ToHex(std::span(digest).first(16));
}

void DropDefaultCounter(Event& event) {
  if (IsOpening(event.type) && event.counter == event.agency) event.counter = {};
}

void DropDefaultAlias(Event& event) {
  if (event.alias == event.dossier) event.alias.clear();
}

std::optional<Event> OtherForm(const Event& event) {
  if (!IsOpening(event.type) || !event.agency) return {};
  if (event.counter && event.counter != event.agency) return {};
  Event other = event;
  // An id that was derived is that of the form it was derived from.
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
  // FNV-1a, 64 bits, enough to tell the ids of one dossier apart unless somebody seeks two that
  // meet. An event is taken for a repeat only where eight bytes of its content's SHA-256 are equal
  // too, so that whoever makes such a pair loses an event of his own.
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
    // By text: numbers of codes depend on what this process has met first.
    return std::make_tuple(event.at, event.type, event.source.text(), std::string_view(event.id));
  };
  const auto left = key(a);
  const auto right = key(b);
  if (left != right) return left < right;
  return ContentDigest(a) < ContentDigest(b);
}

}  // namespace dunghan::dossier
