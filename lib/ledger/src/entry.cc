#include "entry.h"

#include <boost/container_hash/hash.hpp>
#include <cstring>
#include <utility>

#include "bytes.h"

namespace dunghan::ledger {
namespace {

using dossier::DueClaim;
using dossier::Facts;

constexpr uint64_t kForm = 1;

class EntryWriter {
 public:
  EntryWriter(std::string& out, Dictionary& dictionary) : write_(out), dictionary_(dictionary) {}

  void At(Instant at) { write_.Signed(at.time_since_epoch().count()); }
  /// Most instants lie near the receipt: the difference is short.
  void Near(Instant at, Instant to) { write_.Signed((at - to).count()); }
  void Maybe(const std::optional<Instant>& at, Instant near) {
    write_.Number(at ? 1 : 0);
    if (at) Near(*at, near);
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
    write_.Number(end ? static_cast<uint64_t>(end->kind) + 1 : 0);
    if (end) Near(end->at, near);
  }
  ByteWriter& raw() { return write_; }

 private:
  ByteWriter write_;
  Dictionary& dictionary_;
};

class EntryReader {
 public:
  EntryReader(std::string_view bytes, const Dictionary& dictionary)
      : read_(bytes), dictionary_(dictionary) {}

  Instant At() { return Instant{std::chrono::milliseconds{read_.Signed()}}; }
  Instant Near(Instant to) { return to + std::chrono::milliseconds{read_.Signed()}; }
  std::optional<Instant> Maybe(Instant near) {
    return read_.Number() ? std::optional(Near(near)) : std::nullopt;
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
    const uint64_t kind = read_.Number();
    if (kind == 0) return {};
    return dossier::End{Near(near), static_cast<dossier::EndKind>(kind - 1)};
  }
  ByteReader& raw() { return read_; }

 private:
  ByteReader read_;
  const Dictionary& dictionary_;
};

void WriteLists(EntryWriter& write, const Facts& facts, Instant near) {
  ByteWriter& raw = write.raw();
  raw.Number(facts.claims.size());
  for (const auto& claim : facts.claims) {
    write.Near(claim.at, near);
    write.Due(claim.due, near);
    raw.Number(claim.by_receipt ? 1 : 0);
  }
  raw.Number(facts.suspensions.size());
  for (const auto& span : facts.suspensions) {
    raw.Number(static_cast<uint64_t>(span.kind));
    write.Code(span.reason);
    write.Near(span.from, near);
    write.Maybe(span.to, near);
  }
  raw.Number(facts.reopened_at.size());
  for (const Instant at : facts.reopened_at) write.Near(at, near);
}

void ReadLists(EntryReader& read, Facts& facts, Instant near) {
  ByteReader& raw = read.raw();
  for (uint64_t n = raw.Number(); n > 0 && raw.ok(); --n) {
    dossier::Claim claim;
    claim.at = read.Near(near);
    claim.due = read.Due(near);
    claim.by_receipt = raw.Number() != 0;
    facts.claims.push_back(claim);
  }
  for (uint64_t n = raw.Number(); n > 0 && raw.ok(); --n) {
    dossier::SuspendedSpan span;
    span.kind = static_cast<dossier::SuspensionKind>(raw.Number());
    span.reason = read.Code<ReasonCode>();
    span.from = read.Near(near);
    span.to = read.Maybe(near);
    facts.suspensions.push_back(span);
  }
  for (uint64_t n = raw.Number(); n > 0 && raw.ok(); --n) {
    facts.reopened_at.push_back(read.Near(near));
  }
}

void WriteFacts(EntryWriter& write, const Facts& facts) {
  ByteWriter& raw = write.raw();
  raw.Number(facts.signals);
  raw.Number(facts.first_at ? 1 : 0);
  if (!facts.first_at) return;  // only events that are not folded: mirrors', voids, those ahead
  const Instant near = *facts.first_at;
  write.At(near);
  write.Maybe(facts.submitted, near);
  write.Maybe(facts.declined, near);
  raw.Number(facts.receipt ? 1 : 0);
  if (facts.receipt) {
    write.Near(facts.receipt->at, near);
    write.Code(facts.receipt->agency);
    write.Code(facts.receipt->procedure);
    write.Code(facts.receipt->counter);
    raw.Number(static_cast<uint64_t>(facts.receipt->channel));
  }
  write.Code(facts.named_agency);
  WriteLists(write, facts, near);
  write.End(facts.end, near);
  write.End(facts.first_end, near);
  raw.Number(facts.reappointment ? 1 : 0);
  if (facts.reappointment) write.Due(*facts.reappointment, near);
  raw.Number(facts.reappointments);
  write.Maybe(facts.last_at, near);
  raw.Number(static_cast<uint64_t>(facts.last_type));
}

void ReadFacts(EntryReader& read, Facts& facts) {
  ByteReader& raw = read.raw();
  facts.signals = static_cast<uint32_t>(raw.Number());
  if (raw.Number() == 0) return;
  const Instant near = read.At();
  facts.first_at = near;
  facts.submitted = read.Maybe(near);
  facts.declined = read.Maybe(near);
  if (raw.Number() != 0) {
    dossier::Receipt receipt;
    receipt.at = read.Near(near);
    receipt.agency = read.Code<AgencyCode>();
    receipt.procedure = read.Code<ProcedureCode>();
    receipt.counter = read.Code<AgencyCode>();
    receipt.channel = static_cast<dossier::Channel>(raw.Number());
    facts.receipt = receipt;
  }
  facts.named_agency = read.Code<AgencyCode>();
  ReadLists(read, facts, near);
  facts.end = read.End(near);
  facts.first_end = read.End(near);
  if (raw.Number() != 0) facts.reappointment = read.Due(near);
  facts.reappointments = static_cast<uint16_t>(raw.Number());
  facts.last_at = read.Maybe(near);
  facts.last_type = static_cast<dossier::EventType>(raw.Number());
}

}  // namespace

bool Entry::IsSettled() const {
  if (wake_at) return false;
  if (facts.receipt) return facts.end.has_value();
  const bool declined = facts.declined && (!facts.submitted || *facts.submitted <= *facts.declined);
  return declined;
}

std::string Encode(const Entry& entry, Dictionary& dictionary) {
  std::string out;
  out.reserve(96 + 16 * entry.marks.size());
  EntryWriter write(out, dictionary);
  write.raw().Number(kForm);
  write.raw().Signed(entry.last_seq);
  write.Maybe(entry.wake_at, Instant{});
  WriteFacts(write, entry.facts);
  write.raw().Number(entry.voided.size());
  for (const uint64_t id : entry.voided) write.raw().Fixed64(id);
  write.raw().Number(entry.marks.size());
  for (const Mark& mark : entry.marks) {
    write.raw().Fixed64(mark.id);
    write.raw().Fixed64(mark.content);
  }
  return out;
}

std::optional<Entry> DecodeEntry(std::string_view bytes, const Dictionary& dictionary) {
  EntryReader read(bytes, dictionary);
  if (read.raw().Number() != kForm) return {};
  Entry entry;
  entry.last_seq = read.raw().Signed();
  entry.wake_at = read.Maybe(Instant{});
  ReadFacts(read, entry.facts);
  for (uint64_t n = read.raw().Number(); n > 0 && read.raw().ok(); --n) {
    entry.voided.push_back(read.raw().Fixed64());
  }
  for (uint64_t n = read.raw().Number(); n > 0 && read.raw().ok(); --n) {
    Mark mark;
    mark.id = read.raw().Fixed64();
    mark.content = read.raw().Fixed64();
    entry.marks.push_back(mark);
  }
  if (!read.raw().ok() || !read.raw().AtEnd()) return {};
  return entry;
}

Packed::Packed(std::string_view code, std::string_view entry, bool settled)
    : block_(new char[sizeof(Head) + code.size() + entry.size()]) {
  Put({static_cast<uint32_t>(entry.size()), static_cast<uint16_t>(code.size()), settled, false});
  char* text = block_.get() + sizeof(Head);
  std::memcpy(text, code.data(), code.size());
  std::memcpy(text + code.size(), entry.data(), entry.size());
}

void Packed::Replace(std::string_view entry, bool settled) const {
  Packed other(code(), entry, settled);
  other.SetDirty(dirty());
  block_ = std::move(other.block_);
}

void Packed::SetDirty(bool dirty) const {
  Head changed = head();
  changed.dirty = dirty;
  Put(changed);
}

Packed::Head Packed::head() const {
  Head head;
  std::memcpy(&head, block_.get(), sizeof head);
  return head;
}

void Packed::Put(const Head& head) const { std::memcpy(block_.get(), &head, sizeof head); }

size_t PackedHash::operator()(std::string_view code) const {
  return boost::hash<std::string_view>()(code);
}

}  // namespace dunghan::ledger
