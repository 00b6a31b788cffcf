#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "book.h"
#include "cell_page.h"
#include "dunghan/ledger/view.h"
#include "dunghan/record/entry.h"
#include "runs/run_file.h"

/// What is derived from the record, as it is kept: states of dossiers and pages of day cells, up to
/// a watermark.
namespace dunghan::ledger {

/// The file in the ledger's folder. May be deleted at any time.
inline constexpr const char* kDerivedFile = "figures.db";

/// Of what a kept state of things is made.
struct Stamp {
  std::string key;                         ///< DerivationKey
  record::Head through;                    ///< the last link that is in it
  int64_t open = 0;                        ///< how many states of dossiers there are: not settled
  int64_t settled = 0;                     ///< and settled
  std::optional<LocalDay> first_day = {};  ///< of cells
  std::optional<LocalDay> last_day = {};

  std::string ToBytes() const;
  /// Nothing where it is of another program.
  static std::optional<Stamp> FromBytes(std::string_view bytes);
};

/// The tables of the file, by place. Of aliases the keys are all there is: AliasKey.
enum class DerivedTable : size_t { kOpen, kSettled, kCells, kAliases };
inline constexpr size_t kDerivedTables = 4;
std::vector<runs::Table> DerivedTables(bool filtered);

/// The entry of an open dossier in its table: when it may next change by time alone, then its
/// state.
std::string OpenValue(std::optional<Instant> next_at, std::string_view entry);

/// A consistent look at it. Immutable; safe from any thread. All methods throw runs::Damaged.
class Derived {
 public:
  explicit Derived(std::shared_ptr<const runs::Snapshot> snapshot);
  /// Walks end with record::Failure kUnavailable once `stop` says true, which they ask all the
  /// time.
  void StopWhen(std::function<bool()> stop) { stop_ = std::move(stop); }

  const Stamp& stamp() const { return stamp_; }
  std::optional<Shelf::Kept> Load(std::string_view code) const;
  std::optional<std::string> LoadSettled(std::string_view code) const;
  std::optional<std::string> LoadOpen(std::string_view code) const;

  /// By code: all, or those that may change by time alone up to an instant.
  using OpenVisitor = std::function<void(std::string_view code, std::optional<Instant> next_at,
                                         std::string_view entry)>;
  void ForEachOpen(std::optional<Instant> next_until, const OpenVisitor& visit) const;
  /// Those with a code after `after`, by code, until `visit` says false.
  void ForEachOpenAfter(std::string_view after,
                        const std::function<bool(std::string_view code, std::optional<Instant>,
                                                 std::string_view entry)>& visit) const;
  using SettledVisitor = std::function<bool(std::string_view code, std::string_view entry)>;
  void ForEachSettled(std::string_view after, const SettledVisitor& visit) const;

  /// The dossiers that have an alias, by code, until `visit` says false.
  void ForEachAliased(std::string_view alias,
                      const std::function<bool(std::string_view code)>& visit) const;
  bool HasAlias(std::string_view key) const;
  /// Of all dossiers.
  int64_t CountAliases() const;

  /// A row may be visited several times; the sums count.
  void SumCells(const DayRange& range, const record::Dictionary& dictionary,
                const CellVisitor& visit) const;
  /// Every page, put together.
  void ForEachPage(
      const std::function<bool(const PageKey& key, std::string_view page)>& visit) const;
  void CheckAll() const { snapshot_->CheckAll(); }

 private:
  std::shared_ptr<const runs::Snapshot> snapshot_;
  Stamp stamp_;
  std::function<bool()> stop_;
};

}  // namespace dunghan::ledger
