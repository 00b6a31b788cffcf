#include <map>
#include <utility>

#include "dunghan/record/chain.h"
#include "dunghan/record/tally.h"
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
       {kSchema, kRulebookTables, kWaitingIndex, kPagesTable, kFirstFieldColumn}) {
    database().Execute(sql);
  }
  Statement write = database().Prepare("INSERT INTO meta (name, value) VALUES (?, ?)");
  write.Bind(1, std::string_view("form")).Bind(2, kForm).Run();
  write.Bind(1, std::string_view("simulated")).Bind(2, 0).Run();
  transaction.Commit();
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
  database().Execute(
      "DROP TABLE open; DROP TABLE finished; DROP TABLE cells;"
      "DELETE FROM meta WHERE name IN ('watermark', 'rulebook');");
  if (last_row_ == 0) database().Execute("DROP TABLE events;");
  database().Execute(kPagesTable);
  database().Execute(kFirstFieldColumn);
  database().Execute("UPDATE quarantine SET first_field = field;");
  Cached("UPDATE meta SET value = ? WHERE name = 'form'").Bind(1, kForm).Run();
  TallyAnew();
  transaction.Commit();
  Look();
}

/// The first tally: of all that lies in quarantine.
void Store::TallyAnew() {
  using Key = std::pair<std::string, std::string>;
  Tally tally;
  std::map<Key, Sha256Stream> added;
  // Nobody said anything new: recorded when all before it was.
  const Head head = ReadHead();
  const int64_t first = head.seq + 1;
  Statement read =
      database().Prepare("SELECT source, first_field, digest, state FROM quarantine ORDER BY id");
  while (read.Step()) {
    const Key key(read.Text(0), read.Text(1));
    TallyCounts& counts = tally[key];
    ++counts.added;
    added[key].Add(ToDigest(read.Blob(2)));
    if (read.Text(3) == "resolved") ++counts.resolved;
    if (read.Text(3) == "discarded") ++counts.discarded;
  }
  if (tally.empty()) return;
  for (auto& [key, stream] : added) tally[key].digest = stream.Finish();
  const NewEntry entry{Kind::kTally, WriteTally(tally)};
  PageWriter pages(first, dictionary_,
                   [this](int64_t seq, std::string_view page) { InsertPage(seq, page); });
  pages.Add(entry);
  pages.Finish();
  ChainLink link(head.chain, first, head.recorded_at);
  link.Add(ContentOf(entry.kind, entry.bytes));
  InsertCommit(first, {first, head.recorded_at, link.Close()});
}

}  // namespace dunghan::record::sqlite
