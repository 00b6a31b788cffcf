#include <fmt/format.h>

#include <algorithm>

#include "store.h"

/// Rulebooks in tables of their own: their files are kept once, however many versions name them.
namespace dunghan::record::sqlite {

using rulebook::Version;

RulebookRecord ReadRulebookRecord(const Statement& row) {
  RulebookRecord record;
  if (!row.IsNull(1)) record.effective_from = FromMs(row.Int(1));
  record.operator_name = row.Text(2);
  record.reason = row.Text(3);
  record.digest = row.Blob(4);
  record.manifest = row.Text(5);
  return record;
}

/// In a commit of its own, as it was recorded.
bool Store::IsAlone(int64_t seq) {
  Statement& read = Cached("SELECT first_seq FROM commits WHERE last_seq = ?");
  const bool alone = read.Bind(1, seq).Step() && read.Int(0) == seq;
  read.Reset();
  if (!alone) return false;
  if (has_rows_) {
    Statement& row = Cached("SELECT 1 FROM events WHERE seq = ?");
    const bool beside = row.Bind(1, seq).Step();
    row.Reset();
    if (beside) return false;
  }
  const PageReader* page = FindPage(seq);
  return !page || !page->Holds(seq);
}

std::vector<Version> Store::ReadRulebooks(int64_t through, const Reading::KnownRulebooks& known) {
  const auto damaged = [](int64_t seq, std::string_view what) {
    ThrowDamaged(fmt::format("the rulebook at position {}: {}", seq, what));
  };
  std::vector<std::pair<int64_t, RulebookRecord>> records;
  Statement& read = Cached(
      "SELECT seq, effective_from, operator, reason, digest, manifest FROM rulebooks "
      "WHERE seq <= ? ORDER BY seq");
  read.Bind(1, through);
  while (read.Step()) records.emplace_back(read.Int(0), ReadRulebookRecord(read));
  read.Reset();
  const auto read_file = [this](const Digest& digest) -> std::optional<std::string> {
    Statement& file = Cached("SELECT bytes FROM files WHERE digest = ?");
    std::optional<std::string> bytes;
    if (file.BindBlob(1, AsBytes(digest)).Step()) bytes = file.Blob(0);
    file.Reset();
    return bytes;
  };
  std::vector<Version> versions;
  for (auto& [seq, record] : records) {
    if (!IsAlone(seq)) damaged(seq, "is not what its commit recorded");
    // The first one is in force always, a later one from an instant on.
    if (versions.empty() == record.effective_from.has_value()) {
      damaged(seq, "has another beginning");
    }
    const auto same =
        std::find_if(known.begin(), known.end(), [&digest = record.digest](const auto& rulebook) {
          return rulebook && AsBytes(rulebook->digest()) == digest;
        });
    auto rulebook = same != known.end() ? *same : rulebooks_[record.digest];
    if (!rulebook) {
      rulebook = MakeRulebook(seq, record, read_file, codes_);
      rulebooks_[record.digest] = rulebook;
    }
    versions.push_back({seq, RecordedAt(seq), record.effective_from,
                        std::move(record.operator_name), std::move(record.reason),
                        std::move(rulebook)});
  }
  return versions;
}

void Store::InsertRulebook(const Version& version, const RulebookRecord& record) {
  for (const auto& file : version.rulebook->bundle().files) {
    const Digest digest = Sha256(file.bytes);
    Cached("INSERT OR IGNORE INTO files (digest, bytes) VALUES (?, ?)")
        .BindBlob(1, AsBytes(digest))
        .BindBlob(2, file.bytes)
        .Run();
  }
  Statement& write = Cached(
      "INSERT INTO rulebooks (seq, effective_from, operator, reason, digest, manifest) "
      "VALUES (?, ?, ?, ?, ?, ?)");
  write.Bind(1, version.seq);
  record.effective_from ? write.Bind(2, ToMs(*record.effective_from)) : write.BindNull(2);
  write.Bind(3, std::string_view(record.operator_name));
  write.Bind(4, std::string_view(record.reason));
  write.BindBlob(5, record.digest);
  write.Bind(6, std::string_view(record.manifest)).Run();
}

}  // namespace dunghan::record::sqlite
