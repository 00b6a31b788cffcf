#include "entry.h"

#include <boost/container_hash/hash.hpp>
#include <cstring>
#include <utility>

#include "bytes.h"
#include "facts_bytes.h"
#include "store_error.h"

namespace dunghan::ledger {
namespace {

constexpr uint64_t kEntryForm = 3;

int64_t ToMs(Instant at) { return at.time_since_epoch().count(); }
Instant FromMs(int64_t ms) { return Instant{std::chrono::milliseconds{ms}}; }

}  // namespace

bool Entry::IsSettled() const {
  if (wake_at) return false;
  if (facts.receipt) return facts.end.has_value();
  const bool declined =
      facts.declined && (!facts.submission || facts.submission->at <= *facts.declined);
  return declined;
}

std::string Encode(const Entry& entry, Dictionary& dictionary) {
  std::string out;
  out.reserve(96 + 16 * entry.marks.size());
  ByteWriter write(out);
  write.Number(kEntryForm);
  write.Signed(entry.last_seq);
  write.Number(entry.wake_at ? 1 : 0);
  if (entry.wake_at) write.Signed(ToMs(*entry.wake_at));
  WriteFacts(write, entry.facts, dictionary);
  write.Number(entry.voided.size());
  for (const uint64_t id : entry.voided) write.Fixed64(id);
  write.Number(entry.marks.size());
  for (const Mark& mark : entry.marks) {
    write.Fixed64(mark.id);
    write.Fixed64(mark.content);
  }
  return out;
}

std::optional<Entry> DecodeEntry(std::string_view bytes, const Dictionary& dictionary) {
  ByteReader read(bytes);
  if (read.Number() != kEntryForm) return {};
  Entry entry;
  entry.last_seq = read.Signed();
  if (read.Number() != 0) entry.wake_at = FromMs(read.Signed());
  ReadFacts(read, entry.facts, dictionary);
  for (uint64_t n = read.Number(); n > 0 && read.ok(); --n) {
    entry.voided.push_back(read.Fixed64());
  }
  for (uint64_t n = read.Number(); n > 0 && read.ok(); --n) {
    Mark mark;
    mark.id = read.Fixed64();
    mark.content = read.Fixed64();
    entry.marks.push_back(mark);
  }
  if (!read.ok() || !read.AtEnd()) return {};
  return entry;
}

Entry Decoded(std::string_view code, std::string_view bytes, const Dictionary& dictionary) {
  auto entry = DecodeEntry(bytes, dictionary);
  if (!entry) ThrowDamaged("the state of dossier " + std::string(code) + " cannot be read");
  return std::move(*entry);
}

figures::RowKey RowIn(std::string_view code, std::string_view bytes, const Dictionary& dictionary) {
  ByteReader read(bytes);
  if (read.Number() == kEntryForm) {
    (void)read.Signed();
    if (read.Number() != 0) (void)read.Signed();
    const auto receipt = ReadReceipt(read, dictionary);
    if (receipt && read.ok()) {
      return {receipt->agency, receipt->procedure, receipt->counter, receipt->channel};
    }
  }
  return figures::RowOf(Decoded(code, bytes, dictionary).facts);
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
