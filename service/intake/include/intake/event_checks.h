#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/code.h"
#include "dunghan/ledger/ledger.h"
#include "dunghan/rulebook/timeline.h"

/// What is odd about events that can be used all the same: said to the sender, and changes nothing.
namespace dunghan::intake {

enum class Oddity : uint8_t {
  kDueBeforeReceipt,
  kFarAhead,
  kUnknownSource,
  kAgencyNotValid,
  kCounterNotValid,
  kToAgencyNotValid,
  kNotHandledHere,  ///< by the list of procedures
  kVoidsNothing,    ///< known to the ledger alone, as the next
  kOtherContent,
};
inline constexpr size_t kOddities = 9;

/// "due".
std::string_view FieldOf(Oddity oddity);
/// "before the receipt".
std::string_view ReasonOf(Oddity oddity);

/// A set of them.
class Oddities {
 public:
  void Add(Oddity oddity) { bits_ = static_cast<uint16_t>(bits_ | Bit(oddity)); }
  bool Has(Oddity oddity) const { return (bits_ & Bit(oddity)) != 0; }
  bool empty() const { return bits_ == 0; }
  /// Calls `each(oddity)` in order.
  template <class F>
  void ForEach(F each) const {
    for (size_t i = 0; i < kOddities; ++i) {
      if (Has(static_cast<Oddity>(i))) each(static_cast<Oddity>(i));
    }
  }
  friend bool operator==(Oddities, Oddities) = default;

 private:
  static constexpr unsigned Bit(Oddity oddity) { return 1U << static_cast<unsigned>(oddity); }
  uint16_t bits_ = 0;
};

/// What the ledger found odd.
Oddities OdditiesOf(const ledger::ItemOutcome& outcome);

/// Finds them by event, rulebooks and clock. Immutable; safe from any thread.
class EventChecks {
 public:
  /// Events from sources other than these, the default and the simulator are odd; with none
  /// configured no source is. `codes` is the rulebooks' table.
  EventChecks(CodeTable& codes, std::shared_ptr<const rulebook::Timeline> rulebooks,
              std::span<const std::string> sources);

  Oddities Check(const dossier::Event& event, Instant now) const;
  /// What the event says in the field of an oddity, as it is shown: "motcua2"; instants with the
  /// offset of the default calendar.
  std::string ValueOf(Oddity oddity, const dossier::Event& event) const;

 private:
  bool IsNotValid(AgencyCode code, const dossier::Event& event) const;
  bool IsDueBeforeReceipt(const dossier::Event& event) const;
  bool IsHandledElsewhere(const dossier::Event& event) const;

  std::shared_ptr<const rulebook::Timeline> rulebooks_;
  // By number of the code: agencies with a day of validity in any rulebook, and known sources.
  std::vector<bool> dated_;
  std::vector<bool> sources_;
  bool says_who_handles_ = false;  ///< any rulebook does
};

/// One of them, of the item with that index.
struct Warning {
  size_t index = 0;
  Oddity oddity{};
  std::string value = {};  ///< see ValueOf; empty: not known
};

/// The first of many, and how many there were.
struct WarningList {
  static constexpr size_t kMost = 100;
  std::vector<Warning> first;
  int64_t all = 0;

  /// `value_of(oddity)` is asked for those that are kept.
  template <class F>
  void Add(size_t index, Oddities oddities, F value_of) {
    oddities.ForEach([&](Oddity oddity) {
      ++all;
      if (first.size() < kMost) first.push_back({index, oddity, value_of(oddity)});
    });
  }
  void Add(size_t index, Oddities oddities);
};

}  // namespace dunghan::intake
