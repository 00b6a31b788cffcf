#include "schema.h"
#include "shape.h"
#include "store.h"

/// Making a record's tables, and taking up those of older forms. One transaction each.
namespace dunghan::record::sqlite {

void Store::Prepare() {
  if (!IsPrepared()) Create();
  Look();
  if (form_ > kForm) return Refuse();
  if (form_ < kForm) Upgrade();
}

void Store::Create() {
  Transaction transaction(database(), Transaction::Kind::kWrite);
  for (const char* sql :
       {kSchema, kRulebookTables, kWaitingIndex, kPagesTable, kFirstFieldColumn, kApartIndex}) {
    database().Execute(sql);
  }
  Statement write = database().Prepare("INSERT INTO meta (name, value) VALUES (?, ?)");
  write.Bind(1, std::string_view("form")).Bind(2, kForm).Run();
  write.Bind(1, std::string_view("simulated")).Bind(2, 0).Run();
  transaction.Commit();
}

/// What is derived goes elsewhere, and what comes from now on lies in pages.
void Store::TakeUpPages() {
  database().Execute(
      "DROP TABLE open; DROP TABLE finished; DROP TABLE cells;"
      "DELETE FROM meta WHERE name IN ('watermark', 'rulebook');");
  // It also says that quarantine may hold what came before there were tallies.
  const bool is_new = last_row_ == 0 && Number("SELECT count(*) FROM quarantine").value_or(0) == 0;
  if (is_new) database().Execute("DROP TABLE events;");
  database().Execute(kPagesTable);
  database().Execute(kFirstFieldColumn);
}

void Store::Upgrade() {
  Transaction transaction(database(), Transaction::Kind::kWrite);
  Look();
  // What is not as it should be is left as it is.
  if (form_ >= kFirstRead) CheckTables(database(), form_);
  if (form_ < 2) {
    // Knew one rulebook and kept no record of it.
    database().Execute(kRulebookTables);
    database().Execute(
        "INSERT INTO ahead SELECT at, seq, dossier FROM events JOIN commits ON last_seq = "
        "(SELECT min(last_seq) FROM commits WHERE last_seq >= seq) WHERE at > recorded_at;");
  }
  if (form_ < kSourceColumnSince) {
    database().Execute(kSourceColumn);
    database().Execute(kWaitingIndex);
  }
  if (form_ < kPagesSince) TakeUpPages();
  database().Execute(kApartIndex);
  Cached("UPDATE meta SET value = ? WHERE name = 'form'").Bind(1, kForm).Run();
  transaction.Commit();
  Look();
}

}  // namespace dunghan::record::sqlite
