#include "shape.h"

#include <fmt/format.h>

#include <map>

#include "schema.h"

namespace dunghan::record::sqlite {
namespace {

/// "table open" -> the statement that made it. Not its columns alone: without STRICT a number may
/// be kept as something that is read alike and compared otherwise, and so may a text by its
/// COLLATE.
using Shape = std::map<std::string, std::string>;

/// Blanks stand where whoever wrote the statement put them.
std::string WithoutBlanks(std::string_view sql) {
  std::string text(sql);
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  return text;
}

Shape ReadShape(Database& database) {
  Shape shape;
  Statement things =
      database.Prepare("SELECT type || ' ' || name, tbl_name, sql FROM sqlite_master");
  while (things.Step()) {
    // An index that SQLite made by itself has no statement.
    const std::string_view made_by = things.IsNull(2) ? things.Text(1) : things.Text(2);
    shape.emplace(things.Text(0), WithoutBlanks(made_by));
  }
  return shape;
}

/// Made by making the tables, and changing them as an older form's are.
Shape Make(int64_t form) {
  Database made(std::string(Database::kMemory), Database::Mode::kReadWrite);
  for (const char* sql : {kSchema, kRulebookTables, kWaitingIndex, kNoticesTable, kEventsTable}) {
    made.Execute(sql);
  }
  if (form < kSourceColumnSince) {
    made.Execute("ALTER TABLE dictionary DROP COLUMN source; DROP INDEX quarantine_waiting;");
  }
  if (form < kPagesSince) {
    made.Execute(kDerivedTables);
  } else {
    made.Execute(kPagesTable);
    made.Execute(kFirstFieldColumn);
  }
  if (form >= kApartSince) made.Execute(kApartIndex);
  return ReadShape(made);
}

const Shape& ShapeOf(int64_t form) {
  static const Shape second = Make(kSourceColumnSince - 1);
  static const Shape third = Make(kPagesSince - 1);
  static const Shape fourth = Make(kApartSince - 1);
  static const Shape now = Make(kForm);
  if (form < kSourceColumnSince) return second;
  if (form < kPagesSince) return third;
  return form < kApartSince ? fourth : now;
}

/// Notices are no part of the record; rows of events are in ledgers that are older than pages.
bool MayBeMissing(std::string_view name, int64_t form) {
  return name.find("notices") != std::string_view::npos ||
         (name == "table events" && form >= kPagesSince);
}

bool IsStatistics(std::string_view name) { return name.starts_with("table sqlite_stat"); }

int64_t EdgeOf(Database& database, const char* sql, int64_t none) {
  Statement read = database.Prepare(sql);
  return read.Step() && !read.IsNull(0) ? read.Int(0) : none;
}

}  // namespace

void CheckTables(Database& database, int64_t form) {
  Shape found = ReadShape(database);
  for (const auto& [name, made_by] : ShapeOf(form)) {
    const auto it = found.find(name);
    if (it == found.end()) {
      if (MayBeMissing(name, form)) continue;
      ThrowDamaged(fmt::format("{} is missing", name));
    }
    if (it->second != made_by) ThrowDamaged(fmt::format("{} is not what it should be", name));
    found.erase(it);
  }
  for (const auto& [name, made_by] : found) {
    if (!IsStatistics(name)) ThrowDamaged(fmt::format("{} has no place in a ledger", name));
  }
}

void CheckPositions(Database& database, const Store& store, const Head& head) {
  const auto least = [&](const char* table, const char* sql, int64_t allowed) {
    const int64_t seq = EdgeOf(database, sql, allowed);
    if (seq < allowed) ThrowDamaged(fmt::format("{} has a row at position {}", table, seq));
  };
  if (store.has_rows()) least("events", "SELECT min(seq) FROM events", 1);
  // Pages lie behind all rows of events: any other would not be read.
  if (store.has_pages()) least("pages", "SELECT min(first) FROM pages", store.last_row() + 1);
  least("commits", "SELECT min(last_seq) FROM commits", 0);
  least("rulebooks", "SELECT min(seq) FROM rulebooks", 0);
  // An event brings a text in each of its fields at the most.
  constexpr int64_t kTextsOfAnEvent = 8;
  const int64_t texts = EdgeOf(database, "SELECT max(number) FROM dictionary", 0);
  if (texts > kTextsOfAnEvent * head.seq) {
    ThrowDamaged(fmt::format("the dictionary goes up to {}, the record to {}", texts, head.seq));
  }
}

}  // namespace dunghan::record::sqlite
