#include "sqlite_notices.h"

#include <algorithm>

#include "schema.h"

namespace dunghan::record::sqlite {
namespace {

Statement& BindKey(Statement& statement, const Notice& notice) {
  return statement.Bind(1, std::string_view(notice.dossier))
      .Bind(2, std::string_view(notice.tier))
      .Bind(3, ToMs(notice.version));
}

void BindInstant(Statement& statement, int parameter, const std::optional<Instant>& at) {
  at ? statement.Bind(parameter, ToMs(*at)) : statement.BindNull(parameter);
}

std::optional<Instant> ReadInstant(const Statement& row, int column) {
  return row.IsNull(column) ? std::nullopt : std::optional(FromMs(row.Int(column)));
}

Notice ReadNotice(const Statement& row) {
  Notice notice;
  notice.dossier = row.Text(0);
  notice.tier = row.Text(1);
  notice.version = FromMs(row.Int(2));
  notice.round = FromMs(row.Int(3));
  notice.agency = row.Text(4);
  notice.procedure = row.Text(5);
  notice.mention = row.Int(6) != 0 ? Mention::kNamed : Mention::kCounted;
  notice.sent = ReadInstant(row, 7);
  notice.ended = ReadInstant(row, 8);
  return notice;
}

}  // namespace

void SqliteNotices::Prepare() { store_.database().Execute(kNoticesTable); }

Result<std::vector<size_t>> SqliteNotices::FindNew(std::span<const Notice> notices) {
  return Guard([&] {
    Statement find = store_.database().Prepare(
        "SELECT 1 FROM notices WHERE dossier = ? AND tier = ? AND version = ?");
    std::vector<size_t> places;
    for (size_t i = 0; i < notices.size(); ++i) {
      if (!BindKey(find, notices[i]).Step()) places.push_back(i);
      find.Reset();
    }
    return places;
  });
}

Result<void> SqliteNotices::Add(std::span<const Notice> notices) {
  return Guard([&] {
    Transaction transaction(store_.database(), Transaction::Kind::kWrite);
    Statement insert = store_.database().Prepare(
        "INSERT OR IGNORE INTO notices (dossier, tier, version, round, agency, procedure, named, "
        "sent, ended) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (const Notice& notice : notices) {
      BindKey(insert, notice)
          .Bind(4, ToMs(notice.round))
          .Bind(5, std::string_view(notice.agency))
          .Bind(6, std::string_view(notice.procedure))
          .Bind(7, int64_t{notice.mention == Mention::kNamed});
      BindInstant(insert, 8, notice.sent);
      BindInstant(insert, 9, notice.ended);
      insert.Run();
    }
    transaction.Commit();
  });
}

Result<void> SqliteNotices::Mark(std::span<const Notice> notices) {
  return Guard([&] {
    Transaction transaction(store_.database(), Transaction::Kind::kWrite);
    Statement mark = store_.database().Prepare(
        "UPDATE notices SET sent = coalesce(sent, ?4), ended = coalesce(ended, ?5) "
        "WHERE dossier = ?1 AND tier = ?2 AND version = ?3");
    for (const Notice& notice : notices) {
      BindKey(mark, notice);
      BindInstant(mark, 4, notice.sent);
      BindInstant(mark, 5, notice.ended);
      mark.Run();
    }
    transaction.Commit();
  });
}

Result<std::vector<Notice>> SqliteNotices::Since(Instant round) {
  return Guard([&] {
    Statement read = store_.database().Prepare(
        "SELECT dossier, tier, version, round, agency, procedure, named, sent, ended FROM notices "
        "ORDER BY id DESC");
    std::vector<Notice> notices;
    // Rounds are added in order: the first one before it ends the search, however long the log is.
    while (read.Step() && FromMs(read.Int(3)) >= round) notices.push_back(ReadNotice(read));
    std::reverse(notices.begin(), notices.end());
    return notices;
  });
}

}  // namespace dunghan::record::sqlite
