#include "event_codec.h"

#include <fmt/format.h>

#include <array>
#include <optional>

#include "dunghan/record/bytes.h"
#include "dunghan/record/failure.h"

namespace dunghan::record {
namespace {

using dossier::DueClaim;
using dossier::Event;

/// What is there, above the type. The frequent ones first: they keep the number short.
constexpr uint64_t kPrevious = 1U << 5U;
constexpr uint64_t kIdIsUuid = 1U << 6U;
constexpr uint64_t kAgency = 1U << 7U;
constexpr uint64_t kUnit = 1U << 8U;
constexpr uint64_t kProcedure = 1U << 9U;
constexpr uint64_t kChannel = 1U << 10U;
constexpr uint64_t kDue = 1U << 11U;
constexpr uint64_t kDueIsDate = 1U << 12U;
constexpr uint64_t kStep = 1U << 13U;
constexpr uint64_t kCounter = 1U << 14U;
constexpr uint64_t kStepDue = 1U << 15U;
constexpr uint64_t kStepDueIsDate = 1U << 16U;
constexpr uint64_t kToAgency = 1U << 17U;
constexpr uint64_t kReason = 1U << 18U;
constexpr uint64_t kRating = 1U << 19U;
constexpr uint64_t kVoids = 1U << 20U;
constexpr uint64_t kVoidsIsUuid = 1U << 21U;
// Of snapshots.
constexpr uint64_t kState = 1U << 22U;
constexpr uint64_t kReceived = 1U << 23U;
constexpr uint64_t kEnded = 1U << 24U;
// Of events that name their dossier twice.
constexpr uint64_t kAlias = 1U << 25U;
/// No mark is as high.
constexpr uint64_t kEnd = 1U << 26U;
/// The five bits below kPrevious.
constexpr uint64_t kTypeBits = kPrevious - 1;

constexpr uint64_t kHighestRating = 5;

constexpr size_t kUuidSize = 36;
constexpr size_t kUuidBytes = 16;

/// Where in the text the two digits of each byte begin.
constexpr std::array<uint8_t, kUuidBytes> kPairs = {0,  2,  4,  6,  9,  11, 14, 16,
                                                    19, 21, 24, 26, 28, 30, 32, 34};

/// By character: the value of a lower-case hexadecimal digit; kNoDigit for all others.
constexpr uint8_t kNoDigit = 0xF0;
constexpr std::array<uint8_t, 256> MakeDigits() {
  std::array<uint8_t, 256> digits{};
  for (auto& digit : digits) digit = kNoDigit;
  for (uint8_t i = 0; i < 10; ++i) digits[size_t{'0'} + i] = i;
  for (uint8_t i = 0; i < 6; ++i) digits[size_t{'a'} + i] = static_cast<uint8_t>(10 + i);
  return digits;
}
constexpr auto kDigitOf = MakeDigits();

/// "123e4567-e89b-12d3-a456-426614174000" as its bytes; nothing for any other text.
std::optional<std::array<char, kUuidBytes>> UuidBytes(std::string_view text) {
  if (text.size() != kUuidSize) return {};
  if (text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-') return {};
  std::array<char, kUuidBytes> bytes{};
  unsigned all = 0;
  // Without a branch that depends on a digit: there is nothing to guess about them.
  for (size_t i = 0; i < kUuidBytes; ++i) {
    const unsigned high = kDigitOf[static_cast<unsigned char>(text[kPairs[i]])];
    const unsigned low = kDigitOf[static_cast<unsigned char>(text[kPairs[i] + size_t{1}])];
    all |= high | low;
    bytes[i] = static_cast<char>(high << 4U | low);
  }
  if ((all & kNoDigit) != 0) return {};
  return bytes;
}

std::string UuidText(std::string_view bytes) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text(kUuidSize, '-');
  for (size_t i = 0; i < kUuidBytes; ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    text[kPairs[i]] = kHex[byte >> 4U];
    text[kPairs[i] + size_t{1}] = kHex[byte & 15U];
  }
  return text;
}

/// Differences wrap around, so that none is too large.
int64_t Minus(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) - static_cast<uint64_t>(b));
}
int64_t Plus(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}

int64_t Ms(Instant at) { return at.time_since_epoch().count(); }
int64_t DaysOf(Instant at) {
  return std::chrono::floor<std::chrono::days>(at).time_since_epoch().count();
}

uint64_t MarksOf(const std::optional<DueClaim>& due, uint64_t there, uint64_t is_date) {
  if (!due) return 0;
  return std::holds_alternative<LocalDay>(*due) ? there | is_date : there;
}

class EventWriter {
 public:
  EventWriter(const Event& event, Dictionary& dictionary, std::string& out)
      : event_(event), dictionary_(dictionary), write_(out), out_(out) {}

  void Write(int64_t previous, const EventPlace& place) {
    const auto id = UuidBytes(event_.id);
    const auto voids = UuidBytes(event_.voids);
    write_.Number(static_cast<uint64_t>(event_.type) | MarksOfFields() |
                  (previous != 0 ? kPrevious : 0) | (id ? kIdIsUuid : 0) |
                  (voids ? kVoidsIsUuid : 0));
    // As a distance: the event before is mostly near, a position is a large number.
    if (previous != 0) write_.Number(static_cast<uint64_t>(place.seq - previous));
    write_.Signed(Minus(Ms(event_.at), Ms(place.base)));
    write_.Number(dictionary_.Number(event_.source));
    write_.Text(event_.dossier);
    Id(event_.id, id);
    Code(event_.agency);
    Code(event_.unit);
    Code(event_.procedure);
    if (event_.channel != dossier::Channel::kUnknown) {
      write_.Number(static_cast<uint64_t>(event_.channel));
    }
    Due(event_.due);
    Code(event_.step);
    Code(event_.counter);
    Due(event_.step_due);
    Code(event_.to_agency);
    Code(event_.reason);
    if (event_.rating != 0) write_.Number(event_.rating);
    if (!event_.voids.empty()) Id(event_.voids, voids);
    if (event_.state != dossier::SaidState::kNone) {
      write_.Number(static_cast<uint64_t>(event_.state));
    }
    At(event_.received);
    At(event_.ended);
    if (!event_.alias.empty()) write_.Text(event_.alias);
  }

 private:
  uint64_t MarksOfFields() const {
    return (event_.agency ? kAgency : 0) | (event_.unit ? kUnit : 0) |
           (event_.procedure ? kProcedure : 0) |
           (event_.channel != dossier::Channel::kUnknown ? kChannel : 0) |
           MarksOf(event_.due, kDue, kDueIsDate) | (event_.step ? kStep : 0) |
           (event_.counter ? kCounter : 0) | MarksOf(event_.step_due, kStepDue, kStepDueIsDate) |
           (event_.to_agency ? kToAgency : 0) | (event_.reason ? kReason : 0) |
           (event_.rating != 0 ? kRating : 0) | (event_.voids.empty() ? 0 : kVoids) |
           (event_.state != dossier::SaidState::kNone ? kState : 0) |
           (event_.received ? kReceived : 0) | (event_.ended ? kEnded : 0) |
           (event_.alias.empty() ? 0 : kAlias);
  }
  template <class C>
  void Code(C code) {
    if (code) write_.Number(dictionary_.Number(code));
  }
  void Id(std::string_view text, const std::optional<std::array<char, kUuidBytes>>& uuid) {
    uuid ? void(out_.append(uuid->data(), uuid->size())) : write_.Text(text);
  }
  void At(const std::optional<Instant>& at) {
    if (at) write_.Signed(Minus(Ms(*at), Ms(event_.at)));
  }
  /// Relative to the event's own time, which it is near.
  void Due(const std::optional<DueClaim>& due) {
    if (!due) return;
    if (const auto* day = std::get_if<LocalDay>(&*due)) {
      write_.Signed(Minus(day->time_since_epoch().count(), DaysOf(event_.at)));
    } else {
      write_.Signed(Minus(Ms(std::get<Instant>(*due)), Ms(event_.at)));
    }
  }

  const Event& event_;
  Dictionary& dictionary_;
  ByteWriter write_;
  std::string& out_;
};

/// Refuses all that EventWriter does not write, so that no two contents are read alike.
class EventReader {
 public:
  EventReader(std::string_view bytes, const EventPlace& place) : read_(bytes), place_(place) {}

  EventFront Front() {
    marks_ = read_.Number();
    if (marks_ >= kEnd) Refuse("marks that mean nothing");
    if (TypeNumber() >= dossier::kEventTypes) Refuse("a type that there is not");
    EventFront front;
    if (Has(kPrevious)) {
      const uint64_t back = read_.Number();
      if (back == 0 || place_.seq <= 0 || back >= static_cast<uint64_t>(place_.seq)) {
        Refuse("no event before it there");
      }
      front.previous = place_.seq - static_cast<int64_t>(back);
    }
    front.at = Instant{std::chrono::milliseconds{Plus(Ms(place_.base), read_.Signed())}};
    front.source = read_.Number();
    if (!read_.ok()) Refuse("broken bytes");
    return front;
  }

  DecodedEvent All(const Dictionary& dictionary) {
    const EventFront front = Front();
    DecodedEvent decoded;
    decoded.previous = front.previous;
    Event& event = decoded.event;
    event.type = static_cast<dossier::EventType>(TypeNumber());
    event.at = front.at;
    if (front.source > dictionary.size()) Refuse("a number that is not in the dictionary");
    event.source = dictionary.At<SourceName>(front.source);
    event.dossier = read_.Text();
    event.id = Id(kIdIsUuid);
    event.agency = Code<AgencyCode>(kAgency, dictionary);
    event.unit = Code<UnitName>(kUnit, dictionary);
    event.procedure = Code<ProcedureCode>(kProcedure, dictionary);
    if (Has(kChannel)) event.channel = static_cast<dossier::Channel>(Small(dossier::kChannels - 1));
    event.due = Due(kDue, kDueIsDate, event.at);
    event.step = Code<StepName>(kStep, dictionary);
    event.counter = Code<AgencyCode>(kCounter, dictionary);
    event.step_due = Due(kStepDue, kStepDueIsDate, event.at);
    event.to_agency = Code<AgencyCode>(kToAgency, dictionary);
    event.reason = Code<ReasonCode>(kReason, dictionary);
    if (Has(kRating)) event.rating = static_cast<uint8_t>(Small(kHighestRating));
    event.voids = Voids();
    if (Has(kState)) event.state = static_cast<dossier::SaidState>(Small(dossier::kSaidStates - 1));
    event.received = At(kReceived, event.at);
    event.ended = At(kEnded, event.at);
    event.alias = Alias();
    if (!read_.ok() || !read_.AtEnd()) Refuse("broken bytes");
    return decoded;
  }

 private:
  [[noreturn]] void Refuse(std::string_view what) const {
    ThrowDamaged(fmt::format("event {} has {}", place_.seq, what));
  }
  bool Has(uint64_t mark) const { return (marks_ & mark) != 0; }
  int TypeNumber() const { return static_cast<int>(marks_ & kTypeBits); }
  /// From 1 on: nothing is left out.
  uint64_t Small(uint64_t most) {
    const uint64_t value = read_.Number();
    if (value < 1 || value > most) Refuse("a number out of its range");
    return value;
  }
  template <class C>
  C Code(uint64_t mark, const Dictionary& dictionary) {
    if (!Has(mark)) return {};
    const uint64_t number = read_.Number();
    if (number < 1 || number > dictionary.size()) Refuse("a number that is not in the dictionary");
    return dictionary.At<C>(number);
  }
  std::string Id(uint64_t is_uuid) {
    if (Has(is_uuid)) {
      const std::string_view bytes = read_.Bytes(kUuidBytes);
      return read_.ok() ? UuidText(bytes) : std::string();
    }
    const std::string_view text = read_.Text();
    // The writer would have packed it: one content, one form.
    if (UuidBytes(text)) Refuse("an id in another form");
    return std::string(text);
  }
  std::string Voids() {
    if (!Has(kVoids)) {
      if (Has(kVoidsIsUuid)) Refuse("marks that mean nothing");
      return {};
    }
    std::string voids = Id(kVoidsIsUuid);
    if (voids.empty()) Refuse("an empty id to void");
    return voids;
  }
  std::string Alias() {
    if (!Has(kAlias)) return {};
    const std::string_view alias = read_.Text();
    if (alias.empty()) Refuse("an empty alias");
    return std::string(alias);
  }
  std::optional<Instant> At(uint64_t there, Instant at) {
    if (!Has(there)) return {};
    return Instant{std::chrono::milliseconds{Plus(Ms(at), read_.Signed())}};
  }
  std::optional<DueClaim> Due(uint64_t there, uint64_t is_date, Instant at) {
    if (!Has(there)) {
      if (Has(is_date)) Refuse("marks that mean nothing");
      return {};
    }
    const int64_t difference = read_.Signed();
    if (Has(is_date)) return LocalDay{std::chrono::days{Plus(DaysOf(at), difference)}};
    return Instant{std::chrono::milliseconds{Plus(Ms(at), difference)}};
  }

  ByteReader read_;
  EventPlace place_;
  uint64_t marks_ = 0;
};

}  // namespace

void EncodeEvent(const Event& event, int64_t previous, const EventPlace& place,
                 Dictionary& dictionary, std::string& out) {
  EventWriter(event, dictionary, out).Write(previous, place);
}

DecodedEvent DecodeEvent(std::string_view bytes, const EventPlace& place,
                         const Dictionary& dictionary) {
  return EventReader(bytes, place).All(dictionary);
}

EventFront DecodeFront(std::string_view bytes, const EventPlace& place) {
  return EventReader(bytes, place).Front();
}

}  // namespace dunghan::record
