#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "dunghan/base/code.h"

namespace dunghan::record {

/// The ledger's own numbers for codes: kept with the events, the same in every process, unlike the
/// numbers of a CodeTable. 0 is "nothing".
///
/// A writer takes in all of it. A reader may have what it does not hold looked up number by number:
/// a ledger has millions of texts, and one question needs few of them.
class Dictionary {
 public:
  /// The text of a number that is on record.
  using LookUp = std::function<std::string(uint32_t number)>;

  explicit Dictionary(CodeTable& codes) : codes_(codes) {}

  /// There are numbers up to `size`; those not taken in are looked up when they are asked for.
  void Extend(uint32_t size, LookUp look_up) {
    theirs_.resize(std::max<size_t>(size, theirs_.size()), 0);
    look_up_ = std::move(look_up);
  }

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
    if (number > kRemembered) return LookAt<C>(number);
    auto& remembered = std::get<std::vector<C>>(remembered_);
    if (remembered.size() <= number) remembered.resize(number + 1);
    C& code = remembered[number];
    if (!code) code = LookAt<C>(number);
    return code;
  }

  /// The number of a code that has one, else 0.
  template <class C>
  uint32_t Find(C code) const {
    return code && code.number() < ours_.size() ? ours_[code.number()] : 0;
  }
  /// Whether a code is nothing, or has a number.
  template <class C>
  bool Knows(C code) const {
    return !code || Find(code) != 0;
  }

  /// Takes in what Extend left to be looked up.
  void TakeInAll() {
    if (!look_up_) return;
    for (uint32_t number = 1; number <= size(); ++number) (void)At<AgencyCode>(number);
    look_up_ = nullptr;
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
    const auto forget = [size](auto&... of_kind) {
      (of_kind.resize(std::min<size_t>(of_kind.size(), size_t{size} + 1)), ...);
    };
    std::apply(forget, remembered_);
  }

 private:
  // The table of codes is locked for every look. What comes first in a ledger, its agencies and
  // procedures, is asked for again and again; later come the texts of which there are many.
  static constexpr uint64_t kRemembered = 1U << 15U;

  template <class C>
  C LookAt(uint64_t number) const {
    if (theirs_[number - 1] == 0) TakeIn(static_cast<uint32_t>(number));
    return codes_.At<C>(theirs_[number - 1]);
  }

  void TakeIn(uint32_t number) const {
    const uint32_t table_number = codes_.Intern<AgencyCode>(look_up_(number)).number();
    if (ours_.size() <= table_number) ours_.resize(table_number + 1, 0);
    theirs_[number - 1] = table_number;
    ours_[table_number] = number;
  }

  uint32_t Link(uint32_t table_number) {
    if (ours_.size() <= table_number) ours_.resize(table_number + 1, 0);
    theirs_.push_back(table_number);
    return ours_[table_number] = static_cast<uint32_t>(theirs_.size());
  }

  CodeTable& codes_;
  LookUp look_up_;
  // What is looked up stays, and changes nothing that can be seen.
  mutable std::vector<uint32_t> ours_;    // table number -> ledger number
  mutable std::vector<uint32_t> theirs_;  // ledger number - 1 -> table number; 0: not taken in
  mutable std::tuple<std::vector<AgencyCode>, std::vector<ProcedureCode>, std::vector<SourceName>,
                     std::vector<UnitName>, std::vector<StepName>, std::vector<ReasonCode>>
      remembered_;  // by ledger number
};

}  // namespace dunghan::record
