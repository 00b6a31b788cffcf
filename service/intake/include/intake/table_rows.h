#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "dunghan/rulebook/timeline.h"
#include "dunghan/sheet/cell.h"
#include "dunghan/sheet/reading.h"
#include "intake/event_fields.h"
#include "intake/table_plan.h"

/// Rows of a list of dossiers as snapshots, of one of letters of apology as these.
namespace dunghan::intake {

class ListedCodes;

/// Where a name stands.
struct NamedRows {
  int64_t rows = 0;
  std::string first;  ///< the first cell: "H12"
};

/// What rows name and nobody knows: for people to put into a list, or a mapping.
struct UnknownNames {
  std::map<std::string, NamedRows> agencies;
  std::map<std::string, NamedRows> procedures;
  std::map<std::string, NamedRows> states;
};

enum class RowIs : uint8_t {
  kEvent,
  kNote,      ///< no dossier's: a total, a signature, a line of text
  kRepeated,  ///< a dossier, or letter, for the second time, with the same words
  kConflict,  ///< likewise, with other words: which of the two counts, nobody knows
};

/// Turns rows into the fields of events. What cannot be understood stays in its field as a word
/// in parentheses, so that whoever checks fields refuses it: cells that have slipped may hold a
/// person's name, and none of it is kept. One thread at a time.
class TableRows {
 public:
  TableRows(const TablePlan& plan, std::shared_ptr<const rulebook::Timeline> rulebooks);
  ~TableRows();
  TableRows(const TableRows&) = delete;
  TableRows& operator=(const TableRows&) = delete;

  /// `fields`: of kEvent and kConflict; its texts are good until the next row.
  RowIs Read(const sheet::Row& row, EventFields& fields);
  /// Of the last row that was repeated, or in conflict: the first one of that dossier.
  int64_t first_row() const { return first_row_; }
  const UnknownNames& unknown() const { return unknown_; }
  /// Codes that a spreadsheet program had turned into numbers, and were restored.
  int64_t restored() const { return restored_; }

 private:
  void Put(EventFields& fields, Field field, std::string text);
  void PutSnapshot(const sheet::Row& row, EventFields& fields);
  void PutAlias(const sheet::Row& row, EventFields& fields);
  void PutDates(const sheet::Row& row, EventFields& fields);
  void PutLetter(const sheet::Row& row, EventFields& fields);
  void PutDate(EventFields& fields, Field field, const std::optional<sheet::Dated>& date, bool bad);
  const sheet::Cell* CellOf(const sheet::Row& row, TableColumn column) const;
  std::optional<sheet::Dated> DateIn(const sheet::Row& row, TableColumn column, bool& bad) const;

  const TablePlan& plan_;
  const worktime::Zone& zone_;
  std::unique_ptr<ListedCodes> codes_;
  std::string taken_;
  std::array<std::string, kFields> texts_;
  struct Seen {
    int64_t row = 0;
    uint64_t words = 0;
  };
  std::unordered_map<uint64_t, Seen> seen_;  // by hash of what tells rows apart
  int64_t first_row_ = 0;
  int64_t restored_ = 0;
  UnknownNames unknown_;
};

}  // namespace dunghan::intake
