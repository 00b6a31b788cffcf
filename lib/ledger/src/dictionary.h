#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "dunghan/base/code.h"

namespace dunghan::ledger {

/// The ledger's own numbers for codes: kept with the events, the same in every process, unlike the
/// numbers of a CodeTable. 0 is "nothing".
class Dictionary {
 public:
  explicit Dictionary(CodeTable& codes) : codes_(codes) {}

  /// Takes in an entry as kept. REQUIRES: entries come in the order of their numbers, from 1.
  void Load(std::string_view text) { Link(codes_.Intern<AgencyCode>(text).number()); }

  /// The number of a code; a code met for the first time gets the next one.
  template <class C>
  uint32_t Number(C code) {
    if (!code) return 0;
    if (code.number() < ours_.size() && ours_[code.number()] != 0) return ours_[code.number()];
    return Link(code.number());
  }

  template <class C>
  C At(uint64_t number) const {
    if (number == 0 || number > theirs_.size()) return {};
    return codes_.At<C>(theirs_[number - 1]);
  }

  uint32_t size() const { return static_cast<uint32_t>(theirs_.size()); }
  /// The text of a number from 1 to size().
  std::string_view TextAt(uint32_t number) const { return At<AgencyCode>(number).text(); }
  /// Forgets the numbers above `size`: their transaction did not commit.
  void Truncate(uint32_t size) {
    while (theirs_.size() > size) {
      ours_[theirs_.back()] = 0;
      theirs_.pop_back();
    }
  }

 private:
  uint32_t Link(uint32_t table_number) {
    if (ours_.size() <= table_number) ours_.resize(table_number + 1, 0);
    theirs_.push_back(table_number);
    return ours_[table_number] = static_cast<uint32_t>(theirs_.size());
  }

  CodeTable& codes_;
  std::vector<uint32_t> ours_;    // table number -> ledger number
  std::vector<uint32_t> theirs_;  // ledger number - 1 -> table number
};

}  // namespace dunghan::ledger
