#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "dunghan/record/dictionary.h"
#include "dunghan/record/entry.h"
#include "dunghan/record/storage.h"
#include "event_codec.h"

/// Entries of one commit, some of them in one piece: a store pays for rows, not for entries. What
/// is looked for by itself (IsApart) has a page of its own, which is known by its first three
/// bytes: of one entry, without a time, of that kind.
namespace dunghan::record {

/// A page takes no more once it has so many bytes, or entries. An entry that is larger has a page
/// of its own.
inline constexpr size_t kPageBytes = 4'000;
inline constexpr int kPageEntries = 64;

/// Packs entries of consecutive positions. A page holds nothing of where it lies but what differs
/// from there, so that its bytes mean nothing elsewhere.
class PageWriter {
 public:
  /// `first`: the position of the first entry. `put` is told of each page and the position of its
  /// first entry.
  using Put = std::function<void(int64_t first, std::string_view page)>;
  PageWriter(int64_t first, Dictionary& dictionary, Put put)
      : first_(first), dictionary_(dictionary), put_(std::move(put)) {}

  void Add(const dossier::Event& event, int64_t previous);
  /// REQUIRES: neither an event nor a rulebook.
  void Add(const NewEntry& entry);
  /// Hands out what is left. To be called last.
  void Finish();
  /// The position of the next entry.
  int64_t next() const { return first_ + count_; }

 private:
  void Encode(const dossier::Event& event, int64_t previous);
  /// For the entry being added.
  bool IsFull() const;
  void Append(Kind kind);

  int64_t first_;
  Dictionary& dictionary_;
  Put put_;
  int count_ = 0;
  bool has_event_ = false;
  Instant base_{};
  std::string body_;
  std::string entry_;  // the one being added
  std::string page_;
};

/// The entries of a page, found without reading them. The bytes outlive it.
class PageReader {
 public:
  PageReader() = default;
  /// @throws Failure kInternal naming the position: PageWriter cannot have written these bytes.
  PageReader(int64_t first, std::string_view page);

  int64_t first() const { return first_; }
  int64_t last() const { return first_ + count_ - 1; }
  bool Holds(int64_t seq) const { return seq >= first_ && seq <= last(); }

  /// All of these: REQUIRES Holds(seq); @throws as above.
  Kind KindAt(int64_t seq) const { return At(seq).kind; }
  std::string_view BytesAt(int64_t seq) const { return At(seq).bytes; }
  DecodedEvent EventAt(int64_t seq, const Dictionary& dictionary) const;
  EventFront FrontAt(int64_t seq) const;

 private:
  struct Slot {
    Kind kind = Kind::kEvent;
    std::string_view bytes;
  };
  const Slot& At(int64_t seq) const { return slots_[static_cast<size_t>(seq - first_)]; }
  [[noreturn]] void Refuse(std::string_view what) const;
  void CheckBase() const;

  int64_t first_ = 0;
  int count_ = 0;
  Instant base_{};
  std::array<Slot, kPageEntries> slots_;
};

}  // namespace dunghan::record
