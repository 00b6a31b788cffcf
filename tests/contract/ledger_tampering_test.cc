#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sqlite3.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <tuple>

#include "dunghan/record/notice.h"
#include "ledger_fixture.h"

/// Whoever can write the file changes one thing at a time; README.md beside the store says who
/// notices.
namespace dunghan::ledger {
namespace {

using record::Mention;
using record::Notice;
using test::At;
using test::Day;

std::string Quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out.append(c == '\'' ? 2 : 1, c);
  return out + "'";
}

/// A file of SQLite, opened past the ledger.
class File {
 public:
  explicit File(const std::filesystem::path& path) {
    EXPECT_EQ(sqlite3_open(path.c_str(), &database_), SQLITE_OK);
    Run("PRAGMA synchronous = OFF");  // nothing of it has to last
  }
  ~File() { sqlite3_close(database_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  /// Whether the file took it, and something is another one now.
  bool Run(const std::string& sql) {
    const int before = sqlite3_total_changes(database_);
    return sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK &&
           sqlite3_total_changes(database_) > before;
  }
  std::vector<std::vector<std::string>> Rows(const std::string& sql) {
    std::vector<std::vector<std::string>> rows;
    sqlite3_stmt* read = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(database_, sql.c_str(), -1, &read, nullptr), SQLITE_OK)
        << sql << ": " << sqlite3_errmsg(database_);
    while (sqlite3_step(read) == SQLITE_ROW) {
      auto& row = rows.emplace_back();
      for (int i = 0; i < sqlite3_column_count(read); ++i) {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(read, i));
        row.emplace_back(text ? text : "");
      }
    }
    sqlite3_finalize(read);
    return rows;
  }

 private:
  sqlite3* database_ = nullptr;
};

constexpr const char* kTables[] = {"meta",      "dictionary", "pages", "commits", "quarantine",
                                   "rulebooks", "files",      "ahead", "notices"};
/// Up to form 3 alone.
constexpr const char* kOldTable = "events";

struct Column {
  std::string table;
  std::string name;
  friend bool operator==(const Column&, const Column&) = default;
  friend bool operator<(const Column& a, const Column& b) {
    return std::tie(a.table, a.name) < std::tie(b.table, b.name);
  }
};

/// "table.column" -> who recomputes it.
std::map<Column, std::string> ReadList() {
  std::ifstream file(std::string(DUNGHAN_SOURCE_DIR) + "/lib/record/src/sqlite/README.md");
  EXPECT_TRUE(file);
  std::map<Column, std::string> list;
  for (std::string line; std::getline(file, line);) {
    std::vector<std::string> cells;
    std::istringstream in(line);
    for (std::string cell; std::getline(in, cell, '|');) cells.push_back(cell);
    if (cells.size() != 4 || cells[1] == " table " || cells[1] == "---") continue;
    const auto trimmed = [](const std::string& text) { return text.substr(1, text.size() - 2); };
    EXPECT_TRUE(
        list.emplace(Column{trimmed(cells[1]), trimmed(cells[2])}, trimmed(cells[3])).second)
        << line;
  }
  return list;
}

bool IsNobodys(const std::string& who) { return who.find("nobody:") != std::string::npos; }

class LedgerTampering : public ::testing::Test {
 protected:
  LedgerTampering() : clock_(At("2021-06-30 12:00")) { Fill(); }

  Options MakeOptions() {
    Options options;
    options.folder = folder_.path() / "data";
    options.backend = record::Sqlite();
    options.rulebook = rulebook_;
    options.codes = events_.codes();
    options.clock = &clock_;
    return options;
  }
  std::filesystem::path path() const { return folder_.path() / "data/ledger.db"; }
  std::filesystem::path sound() const { return folder_.path() / "sound.db"; }

  /// A little of everything that a ledger can hold, closed and set aside.
  void Fill() {
    auto ledger = Open(MakeOptions()).value();
    using dossier::EventType;
    auto transferred = events_.Make("D1", EventType::kTransferred, "2021-06-09 08:00");
    transferred.unit = events_.Code<UnitName>("Phòng 1");
    transferred.step = events_.Code<StepName>("Thẩm định");
    transferred.step_due = Day("2021-06-12");
    transferred.to_agency = events_.Code<AgencyCode>("B");
    auto rated = events_.Make("D1", EventType::kRated, "2021-06-17 08:00");
    rated.rating = 4;
    auto voided = events_.Make("D3", EventType::kVoided, "2021-06-20 08:00");
    voided.voids = "gone";
    auto stopped = events_.Make("D4", EventType::kSuspended, "2021-06-29 08:00");
    stopped.reason = events_.Code<ReasonCode>("citizen");
    auto counted = events_.Received("D5", "2021-06-29 09:00", At("2021-07-01 10:00"), "A", "Q");
    counted.channel = dossier::Channel::kOnline;
    counted.counter = events_.Code<AgencyCode>("B");
    const auto append = [&](const std::vector<dossier::Event>& events) {
      ledger->Append(test::Items(events)).value();
    };
    append({events_.Received("D1", "2021-06-07 08:00", Day("2021-06-14")), transferred,
            events_.Make("D1", EventType::kCompleted, "2021-06-16 08:00"), rated});
    // Ends tomorrow, as was said yesterday; and what was dated ahead and has come due.
    append({events_.Received("D2", "2021-06-07 08:00", Day("2021-06-29")),
            events_.Make("D2", EventType::kCompleted, "2021-07-15 08:00"),
            events_.Received("D3", "2021-06-08 08:00", Day("2021-06-22")), voided,
            events_.Make("D3", EventType::kCompleted, "2021-06-30 13:00")});
    clock_.Advance(std::chrono::hours{2});
    append({events_.Received("D4", "2021-06-28 08:00", Day("2021-07-09")), stopped, counted});
    ledger
        ->Apply({test::SmallRulebook(events_.codes(), {.limit_of_p = "6wd"}),
                 At("2021-06-29 00:00"), "người vận hành", "nghị quyết mới"})
        .value();
    ledger
        ->Append(
            std::vector<Item>{{Reject{"s", "p:1", "at", "no time", R"({"dossier":"D9"})", {}}, {}},
                              {Reject{"s", "p:2", {}, "no JSON", {}, "{{"}, {}}})
        .value();
    ledger->notices()
        .Add(std::vector<Notice>{{"D2",
                                  "overdue",
                                  At("2021-06-30 00:00"),
                                  At("2021-06-30 14:00"),
                                  "A",
                                  "P",
                                  Mention::kNamed,
                                  At("2021-06-30 14:01"),
                                  {}}})
        .value();
    ledger
        ->Record({{{record::Kind::kFrozen, "báo cáo"}, {record::Kind::kAct, "gửi"}},
                  ledger->position().seq})
        .value();
    ledger.reset();
    std::filesystem::copy_file(path(), sound());
    columns_ = Columns();
    list_ = ReadList();
  }

  std::vector<Column> Columns() {
    std::vector<Column> columns;
    for (auto& row : File(sound()).Rows(
             "SELECT m.name, c.name FROM sqlite_master m, pragma_table_xinfo(m.name) c "
             "WHERE m.type = 'table' ORDER BY m.rowid, c.cid")) {
      columns.push_back({row[0], row[1]});
    }
    return columns;
  }

  /// What is said of the file as it is now; empty: nothing is wrong with it.
  std::string Said() {
    const auto view = OpenView(MakeOptions());
    if (!view) return view.error().for_client + ": " + view.error().for_log;
    const auto found = (*view)->Verify({});
    if (!found) return "verify failed: " + found.error().for_client;
    // States of another version are not compared, and nobody uses them.
    if (found->note && !found->difference) return *found->note;
    return found->difference.value_or("");
  }
  /// All that figures are made of.
  std::string Figures() {
    const auto view = OpenView(MakeOptions()).value();
    std::ostringstream out;
    for (const auto& [key, values] : test::DumpCells(*view, Day("2021-06-01"), Day("2021-07-31"))) {
      out << key;
      for (const int32_t value : values) out << ' ' << value;
      out << '\n';
    }
    const auto dossier = [&](std::string_view code, const dossier::Judged& state) {
      out << code << ' ' << state.facts.signals;
      for (const auto& step : state.judgement.On(dossier::Basis::kLawful).timeline) {
        out << ' ' << static_cast<int>(step.standing);
      }
      out << '\n';
    };
    view->ForEachOpen(dossier).value();
    view->ForEachSettled("",
                         [&](const Settled& settled) {
                           dossier(settled.code(), settled.judged());
                           return true;
                         })
        .value();
    out << view->simulated() << ToHex(view->position().chain);
    return out.str();
  }

  /// Changes the sound file in one way, and says what is said of it; nothing: it cannot be changed
  /// so.
  std::optional<std::string> After(const std::string& sql) {
    std::filesystem::copy_file(sound(), path(), std::filesystem::copy_options::overwrite_existing);
    if (!File(path()).Run(sql)) return {};
    ++changes_;
    return Said();
  }

  test::TempFolder folder_;
  test::Events events_;
  ManualClock clock_;
  std::shared_ptr<const rulebook::Rulebook> rulebook_ = test::SmallRulebook(events_.codes());
  std::vector<Column> columns_;
  std::map<Column, std::string> list_;
  int changes_ = 0;
};

TEST_F(LedgerTampering, NothingIsSaidOfASoundFile) {
  std::filesystem::copy_file(sound(), path(), std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(Said(), "");
}

TEST_F(LedgerTampering, TheListHasEveryColumnAndNoOthers) {
  std::set<Column> listed;
  for (const auto& [column, who] : list_) {
    EXPECT_FALSE(who.empty());
    if (column.table != kOldTable) listed.insert(column);
  }
  EXPECT_EQ(listed, std::set<Column>(columns_.begin(), columns_.end()));
  std::set<std::string> tables;
  for (const Column& column : columns_) tables.insert(column.table);
  EXPECT_EQ(tables, std::set<std::string>(std::begin(kTables), std::end(kTables)));
}

/// Other values of any type, and near ones of each.
const std::vector<std::string>& OtherValues() {
  static const std::vector<std::string> values = {
      "{0} + 1",
      "{0} - 1",
      "-{0} - 1",
      "{0} + 86400000",
      "0",
      "1",
      "3.5",
      "NULL",
      "{0} || 'x'",
      "substr({0}, 2)",
      "''",
      "'2021-06-30'",
      "upper({0})",
      "CAST({0} || x'00' AS BLOB)",
      "CAST(substr({0}, 2) AS BLOB)",
      "CAST(CAST(substr({0}, 1, length({0}) - 1) AS TEXT) AS BLOB)",
      "x''",
  };
  return values;
}

class LedgerTamperingTable : public LedgerTampering,
                             public ::testing::WithParamInterface<const char*> {
 protected:
  /// What tells the rows of the table apart.
  std::string Key() {
    for (const auto& row : File(sound()).Rows(fmt::format(
             "SELECT c.name, t.wr FROM pragma_table_list({0}) t, pragma_table_xinfo({0}) c "
             "WHERE c.pk > 0 ORDER BY c.pk DESC",
             Quoted(GetParam())))) {
      return row[1] == "1" ? row[0] : "rowid";
    }
    return "rowid";
  }
};
INSTANTIATE_TEST_SUITE_P(Sqlite, LedgerTamperingTable, ::testing::ValuesIn(kTables),
                         [](const auto& table) { return std::string(table.param); });

TEST_P(LedgerTamperingTable, EveryColumnOfEveryRowIsSomebodys) {
  const std::string figures = Figures();
  const std::string key = Key();
  const std::string table = GetParam();
  const int rows = std::stoi(File(sound()).Rows("SELECT count(*) FROM " + table)[0][0]);
  for (const Column& column : columns_) {
    if (column.table != table) continue;
    const std::string who = list_[column];
    const int before = changes_;
    for (int row = 0; row < rows; ++row) {
      for (const std::string& value : OtherValues()) {
        const std::string other = fmt::format(fmt::runtime(value), column.name);
        const std::string sql = fmt::format(
            "UPDATE {0} SET {1} = {2} WHERE {3} = (SELECT {3} FROM {0} ORDER BY {3} LIMIT 1 "
            "OFFSET {4}) AND {1} IS NOT ({2})",
            table, column.name, other, key, row);
        const auto said = After(sql);
        if (!said || !said->empty()) continue;
        EXPECT_TRUE(IsNobodys(who)) << sql;
        EXPECT_EQ(Figures(), figures) << sql;
      }
    }
    EXPECT_GT(changes_, before) << column.name;
  }
  std::cout << changes_ << " single changes of " << table << " were tried\n";
}

TEST_F(LedgerTampering, ARowInsertedIntoAnyTableIsNoticed) {
  const std::map<std::string, std::vector<std::string>> rows = {
      {"meta", {"INSERT INTO meta VALUES ('note', 1)"}},
      {"dictionary",
       {"INSERT INTO dictionary SELECT max(number) + 1, 'simulate', NULL FROM dictionary",
        "INSERT INTO dictionary SELECT max(number) + 1, text, NULL FROM dictionary",
        "INSERT INTO dictionary VALUES (0, 'x', NULL)",
        "INSERT INTO dictionary VALUES (-3, 'x', NULL)"}},
      {"commits",
       {"INSERT INTO commits SELECT last_seq + 1, last_seq + 1, recorded_at, chain FROM commits "
        "ORDER BY last_seq DESC LIMIT 1",
        "INSERT INTO commits SELECT 2, 1, recorded_at, chain FROM commits LIMIT 1",
        "INSERT INTO commits SELECT -1, -1, recorded_at, chain FROM commits LIMIT 1"}},
      {"files", {"INSERT INTO files VALUES (x'00', x'00')"}},
      {"ahead", {"INSERT INTO ahead VALUES (1, 1, 'D1')"}},
      {"pages",
       {"INSERT INTO pages SELECT max(first) + 100, entries FROM pages",
        "INSERT INTO pages SELECT 0, entries FROM pages LIMIT 1",
        "INSERT INTO pages SELECT -7, entries FROM pages LIMIT 1",
        "INSERT INTO pages SELECT first + 1, entries FROM pages ORDER BY first LIMIT 1"}},
      {"quarantine",
       {"INSERT INTO quarantine SELECT max(id) + 1, x'00', state, first_seen, last_seen, count, "
        "source, place, field, reason, fields, raw_file, raw_offset, raw_size, first_field FROM "
        "quarantine",
        "INSERT INTO quarantine SELECT max(id) + 1, x'00', state, first_seen, last_seen, count, "
        "source, place, field, reason, fields, raw_file, raw_offset, raw_size, NULL FROM "
        "quarantine"}},
      {"rulebooks",
       {"INSERT INTO rulebooks SELECT 2, effective_from, operator, reason, digest, manifest FROM "
        "rulebooks WHERE seq > 0",
        "INSERT INTO rulebooks SELECT 4, effective_from, operator, reason, digest, manifest FROM "
        "rulebooks WHERE seq > 0",
        "INSERT INTO rulebooks SELECT -2, NULL, operator, reason, digest, manifest FROM rulebooks "
        "WHERE seq > 0",
        "INSERT INTO rulebooks SELECT 99, NULL, operator, reason, digest, manifest FROM rulebooks "
        "WHERE seq > 0"}},
  };
  for (const auto& [table, inserts] : rows) {
    for (const std::string& sql : inserts) {
      const auto said = After(sql);
      ASSERT_TRUE(said) << sql;
      EXPECT_NE(*said, "") << sql;
    }
  }
  std::set<std::string> without;
  for (const Column& column : columns_) {
    if (!rows.contains(column.table)) without.insert(column.table);
  }
  EXPECT_EQ(without, std::set<std::string>{"notices"}) << "of these it is nobody's";
}

TEST_F(LedgerTampering, ARowDeletedFromAnyTableIsNoticed) {
  std::set<std::string> tables;
  for (const Column& column : columns_) tables.insert(column.table);
  for (const std::string& table : tables) {
    const int rows = std::stoi(File(sound()).Rows("SELECT count(*) FROM " + table)[0][0]);
    ASSERT_GT(rows, 0) << table;
    if (table == "notices") continue;
    const auto keys = File(sound()).Rows(
        fmt::format("SELECT c.name FROM pragma_table_xinfo({}) c WHERE c.pk = 1", Quoted(table)));
    const std::string key = table == "ahead" ? "seq" : keys[0][0];
    for (int row = 0; row < rows; ++row) {
      const std::string sql = fmt::format(
          "DELETE FROM {0} WHERE {1} = (SELECT {1} FROM {0} ORDER BY {1} LIMIT 1 "
          "OFFSET {2})",
          table, key, row);
      const auto said = After(sql);
      ASSERT_TRUE(said) << sql;
      EXPECT_NE(*said, "") << sql;
    }
  }
}

TEST_F(LedgerTampering, WhatHasNoPlaceInALedgerIsRefused) {
  for (const std::string sql :
       {"CREATE TABLE more (x); INSERT INTO more VALUES (1)",
        "CREATE TRIGGER t AFTER INSERT ON commits BEGIN DELETE FROM pages WHERE first = 1; END; "
        "UPDATE meta SET value = value WHERE name = 'form'",
        "CREATE VIEW v AS SELECT 1; UPDATE meta SET value = value WHERE name = 'form'",
        "CREATE INDEX i ON pages (entries); UPDATE meta SET value = value WHERE name = 'form'",
        "DROP INDEX pages_apart; UPDATE meta SET value = value WHERE name = 'form'",
        "DROP INDEX quarantine_waiting; UPDATE meta SET value = value WHERE name = 'form'",
        // Made again so that the same values are compared otherwise.
        "CREATE TEMP TABLE kept AS SELECT * FROM commits; DROP TABLE commits; "
        "CREATE TABLE commits (last_seq INTEGER PRIMARY KEY, first_seq INTEGER NOT NULL, "
        "recorded_at INTEGER NOT NULL, chain BLOB NOT NULL); INSERT INTO commits SELECT last_seq, "
        "first_seq, CAST(CAST(recorded_at AS TEXT) AS BLOB), chain FROM kept",
        "CREATE TEMP TABLE kept AS SELECT * FROM ahead; DROP TABLE ahead; CREATE TABLE ahead (at "
        "INTEGER NOT NULL, seq INTEGER NOT NULL, dossier TEXT NOT NULL COLLATE NOCASE, PRIMARY KEY "
        "(at, seq)) STRICT, WITHOUT ROWID; INSERT INTO ahead SELECT * FROM kept",
        "ALTER TABLE pages ADD COLUMN x INTEGER; UPDATE meta SET value = value WHERE name = "
        "'form'"}) {
    const auto said = After(sql);
    ASSERT_TRUE(said) << sql;
    EXPECT_TRUE(said->starts_with("the ledger's file is damaged: ")) << sql << ": " << *said;
    EXPECT_FALSE(Open(MakeOptions())) << sql;
  }
}

TEST_F(LedgerTampering, WhatReadersAndWritersRefuse) {
  const auto refused = [&](const std::string& sql, const std::string& why) {
    ASSERT_TRUE(After(sql)) << sql;
    const auto view = OpenView(MakeOptions());
    ASSERT_FALSE(view) << sql;
    EXPECT_EQ(view.error().for_client, "the ledger's file is damaged");
    EXPECT_EQ(view.error().for_log, why);
    const auto ledger = Open(MakeOptions());
    ASSERT_FALSE(ledger) << sql;
    EXPECT_EQ(ledger.error().for_log, why);
  };
  refused("UPDATE rulebooks SET seq = 2 WHERE seq = 13",
          "the rulebook at position 2: is not what its commit recorded");
  refused("INSERT INTO commits SELECT -1, -1, recorded_at, chain FROM commits LIMIT 1",
          "commits has a row at position -1");
}

}  // namespace
}  // namespace dunghan::ledger
