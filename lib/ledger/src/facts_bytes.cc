#include "facts_bytes.h"

#include <utility>

#include "dunghan/dossier/facts.h"

namespace dunghan::ledger {
namespace {

using dossier::DueClaim;
using dossier::Facts;

/// Writes the parts of facts.
class FactsWriter {
 public:
  FactsWriter(ByteWriter& write, Dictionary& dictionary) : write_(write), dictionary_(dictionary) {}

  void At(Instant at) { write_.Signed(at.time_since_epoch().count()); }
  /// Most instants lie near the first event: the difference is short.
  void Near(Instant at, Instant to) { write_.Signed((at - to).count()); }
  void Maybe(const std::optional<Instant>& at, Instant near) {
    write_.Number(at ? 1 : 0);
    if (at) Near(*at, near);
  }
  template <class Instants>
  void All(const Instants& instants, Instant near) {
    write_.Number(instants.size());
    for (const Instant at : instants) Near(at, near);
  }
  template <class C>
  void Code(C code) {
    write_.Number(dictionary_.Number(code));
  }
  void Due(const DueClaim& due, Instant near) {
    if (const auto* day = std::get_if<LocalDay>(&due)) {
      write_.Number(1);
      write_.Signed(day->time_since_epoch().count());
    } else {
      write_.Number(0);
      Near(std::get<Instant>(due), near);
    }
  }
  void End(const std::optional<dossier::End>& end, Instant near) {
    // 0 says that there is none.
    write_.Number(end ? static_cast<uint64_t>(end->kind) + 1 +
                            (end->undated ? uint64_t{dossier::kEndKinds} : 0)
                      : 0);
    if (end) Near(end->at, near);
  }
  ByteWriter& raw() { return write_; }

 private:
  ByteWriter& write_;
  Dictionary& dictionary_;
};

class FactsReader {
 public:
  FactsReader(ByteReader& read, const Dictionary& dictionary)
      : read_(read), dictionary_(dictionary) {}

  Instant At() { return Instant{std::chrono::milliseconds{read_.Signed()}}; }
  Instant Near(Instant to) { return to + std::chrono::milliseconds{read_.Signed()}; }
  std::optional<Instant> Maybe(Instant near) {
    return read_.Number() ? std::optional(Near(near)) : std::nullopt;
  }
  template <class Instants>
  void All(Instants& instants, Instant near) {
    for (uint64_t n = read_.Number(); n > 0 && read_.ok(); --n) instants.push_back(Near(near));
  }
  template <class C>
  C Code() {
    return dictionary_.At<C>(read_.Number());
  }
  DueClaim Due(Instant near) {
    if (read_.Number() == 1) {
      return LocalDay{std::chrono::days{static_cast<int>(read_.Signed())}};
    }
    return Near(near);
  }
  std::optional<dossier::End> End(Instant near) {
    const uint64_t form = read_.Below(2 * uint64_t{dossier::kEndKinds} + 1);
    if (form == 0) return {};
    const uint64_t kind = (form - 1) % dossier::kEndKinds;
    return dossier::End{Near(near), static_cast<dossier::EndKind>(kind), form > dossier::kEndKinds};
  }
  ByteReader& raw() { return read_; }

 private:
  ByteReader& read_;
  const Dictionary& dictionary_;
};

void WriteLists(FactsWriter& write, const Facts& facts, Instant near) {
  ByteWriter& raw = write.raw();
  raw.Number(facts.claims.size());
  for (const auto& claim : facts.claims) {
    write.Near(claim.at, near);
    write.Due(claim.due, near);
    raw.Number(static_cast<uint64_t>(claim.by));
  }
  raw.Number(facts.suspensions.size());
  for (const auto& span : facts.suspensions) {
    raw.Number(static_cast<uint64_t>(span.kind));
    write.Code(span.reason);
    write.Near(span.from, near);
    write.Maybe(span.to, near);
  }
  write.All(facts.reopened_at, near);
}

void ReadLists(FactsReader& read, Facts& facts, Instant near) {
  ByteReader& raw = read.raw();
  // A number that is broken may be huge: it ends with the bytes, here and below.
  for (uint64_t n = raw.Number(); n > 0 && raw.ok(); --n) {
    dossier::Claim claim;
    claim.at = read.Near(near);
    claim.due = read.Due(near);
    claim.by = static_cast<dossier::ClaimBy>(raw.Below(dossier::kClaimants));
    facts.claims.push_back(claim);
  }
  for (uint64_t n = raw.Number(); n > 0 && raw.ok(); --n) {
    dossier::SuspendedSpan span;
    span.kind = static_cast<dossier::SuspensionKind>(raw.Below(dossier::kSuspensionKinds));
    span.reason = read.Code<ReasonCode>();
    span.from = read.Near(near);
    span.to = read.Maybe(near);
    facts.suspensions.push_back(span);
  }
  read.All(facts.reopened_at, near);
}

/// What few dossiers have; a bit each, so that the others pay one byte.
enum Rare : uint64_t {
  kSubmission = 1U << 0U,
  kDeclined = 1U << 1U,
  kExtension = 1U << 2U,
  kReappointment = 1U << 3U,
  kHands = 1U << 4U,
  kReady = 1U << 5U,
  kReturned = 1U << 6U,
  kLateCause = 1U << 7U,
  kUrged = 1U << 8U,
  kRating = 1U << 9U,
  kApologised = 1U << 10U,
  kAskedAgain = 1U << 11U,
  kSaid = 1U << 12U,
};

uint64_t RareOf(const Facts& facts) {
  uint64_t rare = 0;
  const auto has = [&](bool present, Rare bit) {
    if (present) rare |= static_cast<uint64_t>(bit);
  };
  has(facts.submission.has_value(), kSubmission);
  has(facts.declined.has_value(), kDeclined);
  has(facts.extension.has_value(), kExtension);
  has(facts.reappointment.has_value(), kReappointment);
  has(!facts.hands.empty(), kHands);
  has(facts.ready.has_value(), kReady);
  has(facts.returned.has_value(), kReturned);
  has(static_cast<bool>(facts.late_cause), kLateCause);
  has(!facts.urged_at.empty(), kUrged);
  has(facts.rating.has_value(), kRating);
  has(facts.apologised.has_value(), kApologised);
  has(!facts.asked_again.empty(), kAskedAgain);
  has(!facts.said.empty(), kSaid);
  return rare;
}

void WriteHands(FactsWriter& write, const Facts& facts, Instant near) {
  write.raw().Number(facts.hands.size());
  for (const dossier::Hand& hand : facts.hands) {
    write.Near(hand.from, near);
    write.Code(hand.agency);
    write.Code(hand.unit);
    write.Code(hand.step);
    write.raw().Number((hand.in_transit ? 2U : 0U) | (hand.due ? 1U : 0U));
    if (hand.due) write.Due(*hand.due, near);
  }
}

void ReadHands(FactsReader& read, Facts& facts, Instant near) {
  for (uint64_t n = read.raw().Number(); n > 0 && read.raw().ok(); --n) {
    dossier::Hand hand;
    hand.from = read.Near(near);
    hand.agency = read.Code<AgencyCode>();
    hand.unit = read.Code<UnitName>();
    hand.step = read.Code<StepName>();
    const uint64_t flags = read.raw().Number();
    hand.in_transit = (flags & 2U) != 0;
    if ((flags & 1U) != 0) hand.due = read.Due(near);
    facts.hands.push_back(hand);
  }
}

void WriteSaid(FactsWriter& write, const Facts& facts, Instant near) {
  write.raw().Number(facts.said.size());
  for (const dossier::Said& said : facts.said) {
    write.Code(said.source);
    write.Near(said.at, near);
    write.Maybe(said.received, near);
    write.raw().Number(said.due ? 1 : 0);
    if (said.due) write.Due(*said.due, near);
    write.Maybe(said.ended, near);
    write.Code(said.agency);
    write.Code(said.procedure);
    write.Code(said.counter);
    write.raw().Number(static_cast<uint64_t>(said.channel));
    write.raw().Number(static_cast<uint64_t>(said.state));
    write.raw().Number((uint64_t{said.rank} << 2U) | (said.made_end ? 2U : 0U) |
                       (said.made_receipt ? 1U : 0U));
  }
}

void ReadSaid(FactsReader& read, Facts& facts, Instant near) {
  for (uint64_t n = read.raw().Number(); n > 0 && read.raw().ok(); --n) {
    dossier::Said said;
    said.source = read.Code<SourceName>();
    said.at = read.Near(near);
    said.received = read.Maybe(near);
    if (read.raw().Number() != 0) said.due = read.Due(near);
    said.ended = read.Maybe(near);
    said.agency = read.Code<AgencyCode>();
    said.procedure = read.Code<ProcedureCode>();
    said.counter = read.Code<AgencyCode>();
    said.channel = static_cast<dossier::Channel>(read.raw().Below(dossier::kChannels));
    said.state = static_cast<dossier::SaidState>(read.raw().Below(dossier::kSaidStates));
    const uint64_t made = read.raw().Below(uint64_t{1} << 10U);
    said.rank = static_cast<uint8_t>(made >> 2U);
    said.made_receipt = (made & 1U) != 0;
    said.made_end = (made & 2U) != 0;
    facts.said.push_back(said);
  }
}

void WriteAppointment(FactsWriter& write, const dossier::Appointment& appointment, uint16_t count,
                      Instant near) {
  write.Near(appointment.at, near);
  write.Due(appointment.due, near);
  write.raw().Number(count);
}

dossier::Appointment ReadAppointment(FactsReader& read, uint16_t& count, Instant near) {
  dossier::Appointment appointment;
  appointment.at = read.Near(near);
  appointment.due = read.Due(near);
  count = static_cast<uint16_t>(read.raw().Number());
  return appointment;
}

/// A submission and a receipt have the same fields.
template <class Beginning>
void WriteBeginning(FactsWriter& write, const Beginning& begin, Instant near) {
  write.Near(begin.at, near);
  write.Code(begin.agency);
  write.Code(begin.procedure);
  write.Code(begin.counter);
  write.raw().Number(static_cast<uint64_t>(begin.channel));
}

template <class Beginning>
Beginning ReadBeginning(FactsReader& read, Instant near) {
  Beginning begin;
  begin.at = read.Near(near);
  begin.agency = read.Code<AgencyCode>();
  begin.procedure = read.Code<ProcedureCode>();
  begin.counter = read.Code<AgencyCode>();
  begin.channel = static_cast<dossier::Channel>(read.raw().Below(dossier::kChannels));
  return begin;
}

void WriteRare(FactsWriter& write, const Facts& facts, Instant near) {
  const uint64_t rare = RareOf(facts);
  write.raw().Number(rare);
  if (facts.submission) WriteBeginning(write, *facts.submission, near);
  if (facts.declined) write.Near(*facts.declined, near);
  if (facts.extension) WriteAppointment(write, *facts.extension, facts.extensions, near);
  if (facts.reappointment) {
    WriteAppointment(write, *facts.reappointment, facts.reappointments, near);
  }
  if (!facts.hands.empty()) WriteHands(write, facts, near);
  if (facts.ready) write.Near(*facts.ready, near);
  if (facts.returned) write.Near(*facts.returned, near);
  if (facts.late_cause) write.Code(facts.late_cause);
  if (!facts.urged_at.empty()) write.All(facts.urged_at, near);
  if (facts.rating) {
    write.Near(facts.rating->at, near);
    write.raw().Number(facts.rating->stars);
  }
  if (facts.apologised) write.Near(*facts.apologised, near);
  if (!facts.asked_again.empty()) write.All(facts.asked_again, near);
  if (!facts.said.empty()) WriteSaid(write, facts, near);
}

void ReadRare(FactsReader& read, Facts& facts, Instant near) {
  ByteReader& raw = read.raw();
  const uint64_t rare = raw.Number();
  if ((rare & kSubmission) != 0) {
    facts.submission = ReadBeginning<dossier::Submission>(read, near);
  }
  if ((rare & kDeclined) != 0) facts.declined = read.Near(near);
  if ((rare & kExtension) != 0) facts.extension = ReadAppointment(read, facts.extensions, near);
  if ((rare & kReappointment) != 0) {
    facts.reappointment = ReadAppointment(read, facts.reappointments, near);
  }
  if ((rare & kHands) != 0) ReadHands(read, facts, near);
  if ((rare & kReady) != 0) facts.ready = read.Near(near);
  if ((rare & kReturned) != 0) facts.returned = read.Near(near);
  if ((rare & kLateCause) != 0) facts.late_cause = read.Code<ReasonCode>();
  if ((rare & kUrged) != 0) read.All(facts.urged_at, near);
  if ((rare & kRating) != 0) {
    const Instant at = read.Near(near);
    facts.rating = dossier::Rating{at, static_cast<uint8_t>(raw.Number())};
  }
  if ((rare & kApologised) != 0) facts.apologised = read.Near(near);
  if ((rare & kAskedAgain) != 0) read.All(facts.asked_again, near);
  if ((rare & kSaid) != 0) ReadSaid(read, facts, near);
}

}  // namespace

void WriteFacts(ByteWriter& raw, const Facts& facts, Dictionary& dictionary) {
  FactsWriter write(raw, dictionary);
  raw.Number(facts.signals);
  raw.Number(facts.first_at ? 1 : 0);
  if (!facts.first_at) return;  // only events that are not folded: mirrors', voids, those ahead
  const Instant near = *facts.first_at;
  write.At(near);
  // As early as can be: who asks for the row of a dossier reads no further. See ReadReceipt.
  raw.Number(facts.receipt ? 1 : 0);
  if (facts.receipt) WriteBeginning(write, *facts.receipt, near);
  write.Code(facts.named_agency);
  WriteLists(write, facts, near);
  WriteRare(write, facts, near);
  write.End(facts.end, near);
  write.End(facts.first_end, near);
  write.Maybe(facts.last_at, near);
  raw.Number(static_cast<uint64_t>(facts.last_type));
}

std::optional<dossier::Receipt> ReadReceipt(ByteReader& raw, const Dictionary& dictionary) {
  FactsReader read(raw, dictionary);
  (void)raw.Number();
  if (raw.Number() == 0) return {};
  const Instant near = read.At();
  if (raw.Number() == 0) return {};
  return ReadBeginning<dossier::Receipt>(read, near);
}

void ReadFacts(ByteReader& raw, Facts& facts, const Dictionary& dictionary) {
  FactsReader read(raw, dictionary);
  facts.signals = static_cast<uint32_t>(raw.Number());
  if (raw.Number() == 0) return;
  const Instant near = read.At();
  facts.first_at = near;
  if (raw.Number() != 0) facts.receipt = ReadBeginning<dossier::Receipt>(read, near);
  facts.named_agency = read.Code<AgencyCode>();
  ReadLists(read, facts, near);
  ReadRare(read, facts, near);
  facts.end = read.End(near);
  facts.first_end = read.End(near);
  facts.last_at = read.Maybe(near);
  facts.last_type = static_cast<dossier::EventType>(raw.Below(dossier::kEventTypes));
}

}  // namespace dunghan::ledger
