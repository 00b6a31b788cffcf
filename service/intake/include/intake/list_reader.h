#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/sheet/workbook.h"
#include "intake/event_checks.h"
#include "intake/event_decoder.h"
#include "intake/table_plan.h"
#include "intake/table_rows.h"

/// Lists of dossiers on their way from a workbook into the ledger.
namespace dunghan::intake {

/// What is known from outside. `codes` is the rulebooks' table.
struct ListRules {
  std::shared_ptr<CodeTable> codes;
  std::shared_ptr<const rulebook::Timeline> rulebooks;
  std::vector<std::string> sources = {};  ///< the configured ones; others are odd
  std::string source{kDefaultSource};     ///< whose list it is. REQUIRES: IsSourceName
  size_t most_texts = std::numeric_limits<size_t>::max();  ///< see EventDecoder
};

/// Takes items, one after the other.
class ItemTaker {
 public:
  ItemTaker() = default;
  ItemTaker(const ItemTaker&) = delete;
  ItemTaker& operator=(const ItemTaker&) = delete;
  virtual ~ItemTaker() = default;

  /// Room for the next item; what an earlier one has left there does no harm.
  virtual ledger::Item& Room() = 0;
  /// What stands there is odd; told before it is taken. `value_of(oddity)`: see EventChecks.
  virtual void Odd(Oddities odd, const Place& place,
                   const std::function<std::string(Oddity)>& value_of) = 0;
  /// What stands there is of that place. False: enough.
  virtual bool Take(const Place& place) = 0;
};

/// What the rows below the headings came to.
struct RowCounts {
  int64_t dossiers = 0;
  int64_t notes = 0;  ///< no dossier's
  int64_t repeated = 0;
  int64_t outside = 0;  ///< of `dossiers`: beyond the reach of their source, compared alone

  int64_t all() const { return dossiers + notes + repeated; }
};

/// Reads lists: each row of a dossier becomes an item, a snapshot or what is set aside.
///
/// A workbook is gone through twice: Plan finds out how it is to be read, so that what cannot be
/// read stops before anything is taken, and Read takes its rows. Memory goes with a row and, by
/// some forty bytes each, with the dossiers. One thread at a time; one list after the other.
class ListReader {
 public:
  explicit ListReader(ListRules rules);
  ~ListReader();
  ListReader(const ListReader&) = delete;
  ListReader& operator=(const ListReader&) = delete;

  /// What `ask` points to must stay until the rows are read. @error as PlanTable
  Result<void> Plan(sheet::Workbook& workbook, const TableAsk& ask);
  /// REQUIRES, of these and of Read: Plan has gone well.
  const TablePlan& plan() const { return plan_; }
  const UnknownNames& unknown() const { return rows_->unknown(); }
  int64_t restored() const { return rows_->restored(); }
  const RowCounts& counts() const { return counts_; }

  /// `file` is the name in the places of items. @error as Workbook::ForEachRow
  Result<void> Read(sheet::Workbook& workbook, std::string_view file, Instant now,
                    ItemTaker& taker);

 private:
  bool ReadRow(const sheet::Row& row, std::string_view file, Instant now, ItemTaker& taker);
  void SetAside(const Place& place, ledger::Item& item) const;

  ListRules rules_;
  EventDecoder decoder_;
  EventChecks checks_;
  TablePlan plan_;
  std::optional<TableRows> rows_;
  EventFields fields_;
  RowCounts counts_;
};

/// "2026-06-30", the end of that day, or an instant: when a list was exported, as people say it;
/// nothing: neither.
std::optional<Instant> ParseTaken(std::string_view text, const worktime::Zone& zone);

}  // namespace dunghan::intake
