#include <fmt/format.h>

#include <algorithm>

#include "store.h"

/// Rulebooks and what looking back needs: which were on record when, what has happened since.
namespace dunghan::ledger::sqlite {
namespace {

using rulebook::Bundle;
using rulebook::Rulebook;
using rulebook::Version;

int64_t ToMs(Instant at) { return at.time_since_epoch().count(); }
Instant FromMs(int64_t ms) { return Instant{std::chrono::milliseconds{ms}}; }

std::string_view AsBytes(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

/// Raised with whatever changes states or cells: fold, judge, contribute, or their encodings.
constexpr std::string_view kDerivedVersion = "5:";

[[noreturn]] void Damaged(int64_t seq, std::string_view what) {
  ThrowDamaged(fmt::format("the rulebook at position {}: {}", seq, what));
}

/// A row of `rulebooks`.
struct Row {
  int64_t seq = 0;
  std::optional<Instant> effective_from;
  std::string operator_name;
  std::string reason;
  std::string digest;
  std::string manifest;
  bool alone = false;  ///< in a commit of its own, as it was recorded
};

Row ReadRow(const Statement& read) {
  Row row;
  row.seq = read.Int(0);
  if (!read.IsNull(1)) row.effective_from = FromMs(read.Int(1));
  row.operator_name = read.Text(2);
  row.reason = read.Text(3);
  row.digest = read.Blob(4);
  row.manifest = read.Text(5);
  row.alone = read.Int(6) != 0;
  return row;
}

#define DUNGHAN_RULEBOOK_COLUMNS "seq, effective_from, operator, reason, digest, manifest"
#define DUNGHAN_RECORDED_RULEBOOK                                                            \
  DUNGHAN_RULEBOOK_COLUMNS                                                                   \
  ", EXISTS (SELECT 1 FROM commits AS c WHERE c.last_seq = rulebooks.seq AND c.first_seq = " \
  "rulebooks.seq) AND NOT EXISTS (SELECT 1 FROM events AS e WHERE e.seq = rulebooks.seq)"

Digest DigestOf(std::optional<Instant> effective_from, std::string_view operator_name,
                std::string_view reason, std::string_view digest, std::string_view manifest) {
  std::string form = "dunghan rulebook record 1\n";
  form += effective_from ? std::to_string(ToMs(*effective_from)) : "always";
  for (const std::string_view text : {operator_name, reason, digest, manifest}) {
    form += fmt::format("\n{}:{}", text.size(), text);
  }
  return Sha256(form);
}

}  // namespace

std::string DerivedKey(const rulebook::Timeline& timeline) {
  return std::string(kDerivedVersion) + ToHex(timeline.digest());
}

bool IsOfThisVersion(std::string_view derived_key) {
  return derived_key.starts_with(kDerivedVersion);
}

std::vector<Version> Store::ReadRulebooks(int64_t through, const KnownRulebooks& known) {
  std::vector<Row> rows;
  Statement& read =
      Cached("SELECT " DUNGHAN_RECORDED_RULEBOOK " FROM rulebooks WHERE seq <= ? ORDER BY seq");
  read.Bind(1, through);
  while (read.Step()) rows.push_back(ReadRow(read));
  read.Reset();
  std::vector<Version> versions;
  for (Row& row : rows) {
    if (!row.alone) Damaged(row.seq, "is not what its commit recorded");
    // The first one is in force always, a later one from an instant on.
    if (versions.empty() == row.effective_from.has_value())
      Damaged(row.seq, "has another beginning");
    Version version{row.seq,
                    RecordedAt(row.seq),
                    row.effective_from,
                    std::move(row.operator_name),
                    std::move(row.reason),
                    nullptr};
    const auto same = std::find_if(known.begin(), known.end(), [&](const auto& rulebook) {
      return rulebook && AsBytes(rulebook->digest()) == row.digest;
    });
    if (same != known.end()) {
      version.rulebook = *same;
    } else {
      version.rulebook = MakeRulebook(row.seq, row.manifest, row.digest);
    }
    versions.push_back(std::move(version));
  }
  return versions;
}

std::shared_ptr<const Rulebook> Store::MakeRulebook(int64_t seq, std::string_view manifest_text,
                                                    std::string_view digest) {
  auto& made = rulebooks_[std::string(digest)];
  if (made) return made;
  auto manifest = rulebook::ReadManifest(manifest_text);
  if (!manifest) Damaged(seq, manifest.error().for_client);
  Bundle bundle;
  bundle.settings = std::move(manifest->settings);
  for (auto& entry : manifest->files) {
    Statement& read = Cached("SELECT bytes FROM files WHERE digest = ?");
    if (!read.BindBlob(1, AsBytes(entry.digest)).Step()) {
      Damaged(seq, entry.name + " is missing");
    }
    Bundle::File file{std::move(entry.role), std::move(entry.name), std::string(read.Blob(0))};
    read.Reset();
    if (Sha256(file.bytes) != entry.digest) Damaged(seq, file.name + " is not what it was");
    bundle.files.push_back(std::move(file));
  }
  auto loaded = Rulebook::Load(bundle, shared_codes_);
  if (!loaded.rulebook) {
    Damaged(seq, loaded.problems.empty() ? "cannot be loaded" : ToString(loaded.problems.front()));
  }
  if (AsBytes(loaded.rulebook->digest()) != digest) Damaged(seq, "is not what was recorded");
  made = std::move(loaded.rulebook);
  return made;
}

Digest Store::RecordDigest(const Version& version, std::string_view manifest) {
  return DigestOf(version.effective_from, version.operator_name, version.reason,
                  AsBytes(version.rulebook->digest()), manifest);
}

std::optional<Digest> Store::RecordDigestAt(int64_t seq) {
  Statement& read = Cached("SELECT " DUNGHAN_RECORDED_RULEBOOK " FROM rulebooks WHERE seq = ?");
  std::optional<Digest> digest;
  if (read.Bind(1, seq).Step()) {
    const Row row = ReadRow(read);
    digest = DigestOf(row.effective_from, row.operator_name, row.reason, row.digest, row.manifest);
  }
  read.Reset();
  return digest;
}

void Store::InsertRulebook(const Version& version) {
  const Bundle& bundle = version.rulebook->bundle();
  for (const Bundle::File& file : bundle.files) {
    const Digest digest = Sha256(file.bytes);
    Cached("INSERT OR IGNORE INTO files (digest, bytes) VALUES (?, ?)")
        .BindBlob(1, AsBytes(digest))
        .BindBlob(2, file.bytes)
        .Run();
  }
  const std::string manifest = rulebook::WriteManifest(bundle);
  Statement& write =
      Cached("INSERT INTO rulebooks (" DUNGHAN_RULEBOOK_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?)");
  write.Bind(1, version.seq);
  version.effective_from ? write.Bind(2, ToMs(*version.effective_from)) : write.BindNull(2);
  write.Bind(3, std::string_view(version.operator_name));
  write.Bind(4, std::string_view(version.reason));
  write.BindBlob(5, AsBytes(version.rulebook->digest()));
  write.Bind(6, std::string_view(manifest)).Run();
}

std::optional<Head> Store::HeadAt(int64_t seq) {
  return OneHead(
      "SELECT last_seq, recorded_at, chain FROM commits WHERE last_seq <= ? "
      "ORDER BY last_seq DESC LIMIT 1",
      seq);
}

std::optional<Head> Store::HeadAt(Instant at) {
  // From the end backwards: the time of recording never decreases.
  return OneHead(
      "SELECT last_seq, recorded_at, chain FROM commits WHERE recorded_at <= ? "
      "ORDER BY last_seq DESC LIMIT 1",
      ToMs(at));
}

void Store::InsertAhead(Instant at, int64_t seq, std::string_view code) {
  Cached("INSERT INTO ahead (at, seq, dossier) VALUES (?, ?, ?)")
      .Bind(1, ToMs(at))
      .Bind(2, seq)
      .Bind(3, code)
      .Run();
}

void Store::ForEachAhead(Instant at, int64_t seq,
                         const std::function<void(std::string_view)>& visit) {
  Statement read = database_.Prepare("SELECT dossier FROM ahead WHERE at > ? AND seq <= ?");
  read.Bind(1, ToMs(at)).Bind(2, seq);
  while (read.Step()) visit(read.Text(0));
}

void Store::ForEachTouched(int64_t seq,
                           const std::function<void(std::string_view, int64_t)>& visit) {
  Statement read = database_.Prepare("SELECT dossier, prev FROM events WHERE seq > ? ORDER BY seq");
  read.Bind(1, seq);
  while (read.Step()) visit(read.Text(0), read.Int(1));
}

}  // namespace dunghan::ledger::sqlite
