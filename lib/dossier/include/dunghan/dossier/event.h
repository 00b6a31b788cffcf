#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "dunghan/base/code.h"
#include "dunghan/base/digest.h"
#include "dunghan/base/time.h"

namespace dunghan::dossier {

/// What happened, in canonical rank: at equal instants the earlier one here comes first.
enum class EventType : uint8_t {
  kSubmitted,
  kDeclined,
  kReceived,
  kDueSet,
  kAssigned,
  kTransferred,
  kSupplementRequested,
  kSupplemented,
  kPaymentRequested,
  kPaid,
  kSuspended,
  kResumed,
  kExtended,
  kCompleted,
  kRefused,
  kWithdrawn,
  kReady,
  kReturned,
  kReopened,
  kApologised,
  kLateCause,
  kUrged,
  kRated,
  kVoided,
  kSnapshot,  ///< what a source says of the dossier as a whole at the instant of its export
};
inline constexpr int kEventTypes = 25;

/// "supplement_requested".
std::string_view ToString(EventType type);
std::optional<EventType> ParseEventType(std::string_view text);

/// Whether it opens a dossier, and so names who is competent: kSubmitted, kReceived.
constexpr bool IsOpening(EventType type) {
  return type == EventType::kSubmitted || type == EventType::kReceived;
}

enum class Channel : uint8_t { kUnknown, kOnline, kInPerson, kPostal };
inline constexpr int kChannels = 4;
std::string_view ToString(Channel channel);  ///< "online"; kUnknown is ""
std::optional<Channel> ParseChannel(std::string_view text);

/// Where a dossier stands by a snapshot: the ten states of the national portal and what its
/// spreadsheets tell apart beside them.
enum class SaidState : uint8_t {
  kNone,        ///< not said
  kRegistered,  ///< 1, mới đăng ký: waits to be accepted
  kReceived,    ///< 2, được tiếp nhận
  kDeclined,    ///< 3, không được tiếp nhận
  kProcessing,  ///< 4, đang xử lý
  kSupplement,  ///< 5, yêu cầu bổ sung giấy tờ
  kPayment,     ///< 6, yêu cầu thực hiện nghĩa vụ tài chính
  kWithdrawn,   ///< 7, công dân yêu cầu rút hồ sơ
  kStopped,     ///< 8, dừng xử lý
  kCompleted,   ///< 9, đã xử lý xong
  kReturned,    ///< 10, đã trả kết quả
  kRefused,     ///< từ chối giải quyết, trả lại
};
inline constexpr int kSaidStates = 12;
std::string_view ToString(SaidState state);  ///< "processing"; kNone is ""
std::optional<SaidState> ParseSaidState(std::string_view text);

/// A due as somebody said it: a date ("done by that day") or an instant.
using DueClaim = std::variant<LocalDay, Instant>;

/// What one source says happened to one dossier. A value; fields not said are empty.
struct Event {
  std::string dossier;  ///< 1-64 printable characters without spaces, as sent
  EventType type = EventType::kReceived;
  Channel channel = Channel::kUnknown;
  uint8_t rating = 0;                  ///< 1-5 on kRated
  SaidState state = SaidState::kNone;  ///< on kSnapshot
  Instant at;                          ///< when it happened
  SourceName source;                   ///< who says so
  std::string id;                      ///< unique within source and dossier; see EnsureId
  AgencyCode agency;  ///< competent on kReceived and kSubmitted, else the one acting
  ProcedureCode procedure;
  AgencyCode counter;  ///< received it
  std::optional<DueClaim> due;
  UnitName unit;
  StepName step;
  std::optional<DueClaim> step_due;
  AgencyCode to_agency;
  ReasonCode reason;
  std::string voids;  ///< on kVoided: the id withdrawn
  /// On kSnapshot: when it was received, and ended; of a mere date its local midnight.
  std::optional<Instant> received;
  std::optional<Instant> ended;
  /// On kReceived, kSubmitted and kSnapshot: another name of the dossier, of the form of its code
  /// and not equal to it, such as the number of a receipt.
  std::string alias;

  friend bool operator==(const Event&, const Event&) = default;
};

/// SHA-256 over all fields in a fixed, unambiguous form. Two events are the same exactly if their
/// digests are equal: it covers dossier, source and id.
Digest ContentDigest(const Event& event);

/// Gives an event sent without an id one derived from its content, so that a repeat is recognised.
void EnsureId(Event& event);

/// On `received` and `submitted` the counter is the agency where none is named. Naming it all the
/// same says nothing more: this leaves it out. To be called before EnsureId.
void DropDefaultCounter(Event& event);

/// The code is a name of the dossier in any case: as an alias it says nothing more, and is left
/// out. To be called before EnsureId.
void DropDefaultAlias(Event& event);

/// The same event with that counter named where it is not, or not named where it is; nothing where
/// there is only one way to say it. An id derived from the content is derived anew.
std::optional<Event> OtherForm(const Event& event);

/// Tells ids of one dossier apart: of (source, id), the same on every machine.
uint64_t IdDigest(SourceName source, std::string_view id);

/// The events of one dossier in canonical order: (at, type rank, source, id, content digest).
/// REQUIRES for speed only: the digest is computed when all else is equal.
bool CanonicalLess(const Event& a, const Event& b);

}  // namespace dunghan::dossier
