#include <fmt/format.h>

#include <vector>

#include "../side_files.h"
#include "set_aside.h"
#include "store.h"

/// What verify alone asks of the tables.
namespace dunghan::ledger::sqlite {
std::vector<KeptState> Store::KeptStates(std::string_view code) {
  std::vector<KeptState> states;
  Statement& read = Cached(
      "SELECT entry, next_at, 0 FROM open WHERE code = ?1 "
      "UNION ALL SELECT entry, NULL, 1 FROM finished WHERE code = ?1");
  read.Bind(1, code);
  while (read.Step()) {
    KeptState& state = states.emplace_back();
    state.entry = Decoded(code, read.Blob(0), dictionary_);
    if (!read.IsNull(1)) state.next_at = FromMs(read.Int(1));
    state.settled = read.Int(2) != 0;
  }
  read.Reset();
  return states;
}

bool Store::IsAhead(Instant at, int64_t seq, std::string_view code) {
  Statement& read = Cached("SELECT 1 FROM ahead WHERE at = ? AND seq = ? AND dossier = ?");
  const bool found = read.Bind(1, ToMs(at)).Bind(2, seq).Bind(3, code).Step();
  read.Reset();
  return found;
}

int64_t Store::CountRows(std::string_view table) {
  Statement read = database_.Prepare(fmt::format("SELECT count(*) FROM main.{}", table));
  return read.Step() ? read.Int(0) : 0;
}

/// Word for word what WriteMeta writes: another type or a further row is not read, but is not ours.
std::optional<std::string> Store::CompareMeta(const Meta& meta) {
  Statement read = database_.Prepare(
      "SELECT name FROM meta WHERE NOT coalesce("
      "(name = 'form' AND typeof(value) = 'integer' AND value = ?1) OR "
      "(name = 'simulated' AND typeof(value) = 'integer' AND value = ?2) OR "
      "(name = 'watermark' AND typeof(value) = 'integer' AND value = ?3) OR "
      "(name = 'rulebook' AND typeof(value) = 'text' AND value = ?4), false) LIMIT 1");
  read.Bind(1, meta.form).Bind(2, int64_t{meta.simulated}).Bind(3, meta.watermark);
  if (read.Bind(4, std::string_view(meta.rulebook)).Step()) {
    return fmt::format("the row {} of meta is not what it should be", read.Text(0));
  }
  constexpr int64_t kRows = 4;
  if (const int64_t rows = CountRows("meta"); rows != kRows) {
    return fmt::format("meta has {} rows, not {}", rows, kRows);
  }
  return {};
}

std::optional<std::string> Store::CompareBroughtBy(std::span<const uint32_t> by_number) {
  Statement read =
      database_.Prepare("SELECT number, source FROM dictionary WHERE source IS NOT NULL");
  while (read.Step()) {
    const int64_t expected = by_number[static_cast<size_t>(read.Int(0))];
    if (read.Int(1) != expected) {
      return fmt::format("entry {} of the dictionary is said to be brought by {}, not {}",
                         read.Int(0), read.Int(1), expected);
    }
  }
  return {};
}

std::optional<std::string> Store::CompareQuarantine() {
  Statement read = database_.Prepare(
      "SELECT id, source, reason, fields, digest, raw_file, raw_offset, raw_size, "
      "state IN ('waiting', 'resolved', 'discarded') AND count > 0 AND first_seen <= last_seen "
      "FROM quarantine");
  while (read.Step()) {
    const auto wrong = [&](std::string_view what) {
      return fmt::format("quarantine entry {} {}", read.Int(0), what);
    };
    if (read.Int(8) == 0) return wrong("was never put there so");
    if (!SideFiles::IsPlace({std::string(read.Text(5)), read.Int(6), read.Int(7)})) {
      return wrong("names bytes where none are kept");
    }
    // Bytes that could not be parsed lie elsewhere, and only for a time.
    if (read.Text(3).empty() && read.Int(7) > 0) continue;
    const Digest digest = IdentifyReject(read.Text(1), read.Text(2), read.Text(3), {});
    const std::string_view bytes(reinterpret_cast<const char*>(digest.data()), digest.size());
    if (read.Blob(4) != bytes) return wrong("is not what was sent");
  }
  return {};
}

std::optional<std::string> Store::CheckIntegrity() {
  Statement read = database_.Prepare("PRAGMA integrity_check(1)");
  if (!read.Step() || read.Text(0) == "ok") return {};
  return fmt::format("the file is damaged: {}", read.Text(0));
}

}  // namespace dunghan::ledger::sqlite
