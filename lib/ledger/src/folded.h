#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "dunghan/dossier/facts.h"
#include "dunghan/figures/cells.h"
#include "dunghan/record/dictionary.h"

namespace dunghan::ledger {

using record::Dictionary;

/// What tells an event of a dossier again: eight bytes of its identity, eight of its content.
struct Mark {
  uint64_t id = 0;
  uint64_t content = 0;
  friend bool operator==(const Mark&, const Mark&) = default;
};

/// A dossier as the ledger works with it.
struct Folded {
  dossier::Facts facts;
  boost::container::small_vector<Mark, 12> marks;      ///< one per stored event, mirrors' included
  boost::container::small_vector<uint64_t, 1> voided;  ///< IdDigests that voids name
  int64_t last_seq = 0;                                ///< head of the chain through its events
  std::optional<Instant> wake_at;  ///< the earliest event dated ahead, not in force yet

  /// Nothing is expected to happen any more: kept apart from the open ones.
  bool IsSettled() const;
  friend bool operator==(const Folded&, const Folded&) = default;
};

/// Equal entries are equal bytes.
void Encode(const Folded& entry, Dictionary& dictionary, std::string& out);
std::string Encode(const Folded& entry, Dictionary& dictionary);
/// Nothing when the bytes are not what Encode wrote.
std::optional<Folded> DecodeFolded(std::string_view bytes, const Dictionary& dictionary);
/// The same where nothing else can be: a state is never passed over, or its dossier would be taken
/// for a new one. @throws runs::Damaged naming the dossier
Folded Decoded(std::string_view code, std::string_view bytes, const Dictionary& dictionary);
/// Into an entry whose memory is used again.
void DecodeInto(std::string_view code, std::string_view bytes, const Dictionary& dictionary,
                Folded& entry);

/// The row of an encoded entry, mostly read from its beginning alone. @throws runs::Damaged
figures::RowKey RowIn(std::string_view code, std::string_view bytes, const Dictionary& dictionary);

/// A dossier's code and encoded entry in one block of memory: what an open dossier costs. An
/// element of a set by code, so that all but the code may change in place.
class Packed {
 public:
  Packed(std::string_view code, std::string_view entry, bool settled);

  std::string_view code() const { return {block_.get() + sizeof(Head), head().code_size}; }
  std::string_view entry() const { return {code().end(), head().entry_size}; }
  bool settled() const { return head().settled; }
  bool dirty() const { return head().dirty; }

  void Replace(std::string_view entry, bool settled) const;
  void SetDirty(bool dirty) const;

 private:
  struct Head {
    uint32_t entry_size;
    uint16_t code_size;
    bool settled;
    bool dirty;
  };
  Head head() const;
  void Put(const Head& head) const;
  mutable std::unique_ptr<char[]> block_;
};

struct PackedHash {
  using is_transparent = void;
  size_t operator()(std::string_view code) const;
  size_t operator()(const Packed& packed) const { return (*this)(packed.code()); }
};
struct PackedEqual {
  using is_transparent = void;
  static std::string_view Key(std::string_view code) { return code; }
  static std::string_view Key(const Packed& packed) { return packed.code(); }
  template <class A, class B>
  bool operator()(const A& a, const B& b) const {
    return Key(a) == Key(b);
  }
};

}  // namespace dunghan::ledger
