#include "folded.h"

#include <bit>
#include <boost/container_hash/hash.hpp>
#include <cstring>
#include <utility>

#include "dunghan/record/bytes.h"
#include "facts_bytes.h"
#include "runs/run_file.h"

namespace dunghan::ledger {
namespace {

using record::ByteReader;
using record::ByteWriter;

constexpr uint64_t kEntryForm = 4;
static_assert(std::endian::native == std::endian::little, "marks are kept as they lie in memory");

int64_t ToMs(Instant at) { return at.time_since_epoch().count(); }
Instant FromMs(int64_t ms) { return Instant{std::chrono::milliseconds{ms}}; }

}  // namespace

bool Folded::IsSettled() const {
  // What is dated ahead is still to come, whatever has ended.
  if (wake_at) return false;
  if (facts.receipt) return facts.end.has_value();
  const bool declined =
      // A submission after that waits for acceptance anew.
      facts.declined && (!facts.submission || facts.submission->at <= *facts.declined);
  return declined;
}

void Encode(const Folded& entry, Dictionary& dictionary, std::string& out) {
  ByteWriter write(out);
  write.Number(kEntryForm);
  write.Number(entry.marks.size());
  // Marks are as they lie in memory: looked through often, and copied each time.
  const size_t marks = out.size();
  out.resize(marks + entry.marks.size() * sizeof(Mark));
  if (!entry.marks.empty()) {
    std::memcpy(out.data() + marks, entry.marks.data(), entry.marks.size() * sizeof(Mark));
  }
  write.Signed(entry.last_seq);
  write.Number(entry.wake_at ? 1 : 0);
  if (entry.wake_at) write.Signed(ToMs(*entry.wake_at));
  WriteFacts(write, entry.facts, dictionary);
  write.Number(entry.voided.size());
  for (const uint64_t id : entry.voided) write.Fixed64(id);
}

std::string Encode(const Folded& entry, Dictionary& dictionary) {
  std::string out;
  out.reserve(96 + sizeof(Mark) * entry.marks.size());
  Encode(entry, dictionary, out);
  return out;
}

namespace {

bool Decode(std::string_view bytes, const Dictionary& dictionary, Folded& entry) {
  ByteReader read(bytes);
  if (read.Number() != kEntryForm) return false;
  const uint64_t count = read.Below(bytes.size());
  const std::string_view marks = read.Bytes(count * sizeof(Mark));
  if (!read.ok()) return false;
  entry.marks.resize(count, boost::container::default_init);
  if (count > 0) std::memcpy(entry.marks.data(), marks.data(), marks.size());
  entry.last_seq = read.Signed();
  entry.wake_at.reset();
  if (read.Below(2) != 0) entry.wake_at = FromMs(read.Signed());
  ReadFacts(read, entry.facts, dictionary);
  entry.voided.clear();
  for (uint64_t n = read.Number(); n > 0 && read.ok(); --n) {
    entry.voided.push_back(read.Fixed64());
  }
  return read.ok() && read.AtEnd();
}

}  // namespace

std::optional<Folded> DecodeFolded(std::string_view bytes, const Dictionary& dictionary) {
  std::optional<Folded> entry(std::in_place);
  if (!Decode(bytes, dictionary, *entry)) entry.reset();
  return entry;
}

void DecodeInto(std::string_view code, std::string_view bytes, const Dictionary& dictionary,
                Folded& entry) {
  entry.facts = {};
  if (Decode(bytes, dictionary, entry)) return;
  throw runs::Damaged("the state of dossier " + std::string(code) + " cannot be read");
}

Folded Decoded(std::string_view code, std::string_view bytes, const Dictionary& dictionary) {
  Folded entry;
  DecodeInto(code, bytes, dictionary, entry);
  return entry;
}

figures::RowKey RowIn(std::string_view code, std::string_view bytes, const Dictionary& dictionary) {
  ByteReader read(bytes);
  if (read.Number() == kEntryForm) {
    (void)read.Bytes(read.Below(bytes.size()) * sizeof(Mark));
    (void)read.Signed();
    if (read.Number() != 0) (void)read.Signed();
    const auto receipt = ReadReceipt(read, dictionary);
    if (receipt && read.ok()) {
      return {receipt->agency, receipt->procedure, receipt->counter, receipt->channel};
    }
  }
  // Without a receipt the row lies further back; what is broken is refused here, too.
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
