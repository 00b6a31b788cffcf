#include "page.h"

#include <fmt/format.h>

#include "dunghan/record/bytes.h"
#include "dunghan/record/failure.h"

namespace dunghan::record {

void PageWriter::Add(const dossier::Event& event, int64_t previous) {
  Encode(event, previous);
  if (IsFull()) {
    Finish();
    // Once more: times are relative to the first event of the page, which it is now.
    Encode(event, previous);
  }
  if (!has_event_) base_ = event.at;
  has_event_ = true;
  Append(Kind::kEvent);
}

void PageWriter::Add(const NewEntry& entry) {
  entry_ = entry.bytes;
  const bool apart = IsApart(entry.kind);
  if (apart || IsFull()) Finish();
  Append(entry.kind);
  if (apart) Finish();
}

void PageWriter::Encode(const dossier::Event& event, int64_t previous) {
  entry_.clear();
  EncodeEvent(event, previous, {next(), has_event_ ? base_ : event.at}, dictionary_, entry_);
}

bool PageWriter::IsFull() const {
  // An entry that is larger than a page has one to itself.
  return count_ > 0 && (count_ == kPageEntries || body_.size() + entry_.size() > kPageBytes);
}

void PageWriter::Append(Kind kind) {
  ByteWriter write(body_);
  write.Number(static_cast<uint64_t>(kind));
  write.Text(entry_);
  ++count_;
}

void PageWriter::Finish() {
  if (count_ == 0) return;
  page_.clear();
  ByteWriter write(page_);
  write.Number(static_cast<uint64_t>(count_));
  write.Signed(base_.time_since_epoch().count());
  page_ += body_;
  put_(first_, page_);
  first_ = next();
  count_ = 0;
  has_event_ = false;
  base_ = {};
  body_.clear();
}

PageReader::PageReader(int64_t first, std::string_view page) : first_(first) {
  ByteReader read(page);
  const uint64_t count = read.Number();
  if (count < 1 || count > kPageEntries) Refuse("as many entries as none has");
  base_ = Instant{std::chrono::milliseconds{read.Signed()}};
  constexpr uint64_t kKinds = 256;
  for (; count_ < static_cast<int>(count); ++count_) {
    Slot& slot = slots_[static_cast<size_t>(count_)];
    slot.kind = static_cast<Kind>(read.Below(kKinds));
    slot.bytes = read.Text();
    // Rulebooks lie in a table of their own, never in a page.
    if (slot.kind == Kind{} || slot.kind == Kind::kRulebook) Refuse("an entry of no kind");
    if (IsApart(slot.kind) && count > 1) Refuse("something among others that has its own");
  }
  if (!read.ok() || !read.AtEnd()) Refuse("broken bytes");
  CheckBase();
}

/// It is the time of the first event, so that there is one way to write a page.
void PageReader::CheckBase() const {
  for (int64_t seq = first_; seq <= last(); ++seq) {
    if (KindAt(seq) != Kind::kEvent) continue;
    if (FrontAt(seq).at != base_) Refuse("another time than its events");
    return;
  }
  if (base_ != Instant{}) Refuse("a time without events");
}

DecodedEvent PageReader::EventAt(int64_t seq, const Dictionary& dictionary) const {
  return DecodeEvent(BytesAt(seq), {seq, base_}, dictionary);
}

EventFront PageReader::FrontAt(int64_t seq) const {
  return DecodeFront(BytesAt(seq), {seq, base_});
}

void PageReader::Refuse(std::string_view what) const {
  ThrowDamaged(fmt::format("the page of entries at position {} has {}", first_, what));
}

}  // namespace dunghan::record
