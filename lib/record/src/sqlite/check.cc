#include "check.h"

#include <fmt/format.h>

#include <limits>
#include <set>

#include "../side_files.h"
#include "schema.h"

namespace dunghan::record::sqlite {

std::optional<std::string> TableCheck::See(const Entry& entry, Instant recorded_at) {
  if (auto difference = expected_.See(entry, recorded_at)) return difference;
  if (!entry.event || entry.event->at <= recorded_at || IsAhead(entry)) return {};
  return fmt::format("event {} is not listed as dated ahead", entry.seq);
}

std::optional<std::string> TableCheck::Compare() {
  // Released, it may have been taken up by a writer meanwhile.
  store_.Look();
  store_.OpenDictionary();
  for (const auto compare :
       {&TableCheck::CompareMeta, &TableCheck::CompareDictionary, &TableCheck::CompareRulebooks,
        &TableCheck::CompareAhead, &TableCheck::CompareQuarantine, &TableCheck::CompareTallies}) {
    if (auto difference = (this->*compare)()) return difference;
  }
  return CheckIntegrity();
}

bool TableCheck::IsAhead(const Entry& entry) {
  Statement& read = store_.Cached("SELECT 1 FROM ahead WHERE at = ? AND seq = ? AND dossier = ?");
  const bool found = read.Bind(1, ToMs(entry.event->at))
                         .Bind(2, entry.seq)
                         .Bind(3, std::string_view(entry.event->dossier))
                         .Step();
  read.Reset();
  return found;
}

int64_t TableCheck::CountRows(const char* table) {
  Statement read = store_.database().Prepare(fmt::format("SELECT count(*) FROM {}", table));
  return read.Step() ? read.Int(0) : 0;
}

/// Word for word what the writer writes: another type or a further row is not read, but is not
/// ours. Up to form 3 two rows spoke of what is derived.
TableCheck::Difference TableCheck::CompareMeta() {
  if (store_.simulated() != expected_.simulated()) {
    return fmt::format("the ledger {} marked as simulated, its events {}",
                       store_.simulated() ? "is" : "is not",
                       expected_.simulated() ? "are of the simulator" : "are not");
  }
  const bool has_derived = store_.form() < kPagesSince;
  Statement read = store_.database().Prepare(
      "SELECT name FROM meta WHERE NOT coalesce("
      "(name = 'form' AND typeof(value) = 'integer' AND value = ?1) OR "
      "(name = 'simulated' AND typeof(value) = 'integer' AND value = ?2) OR "
      "(?3 AND name = 'watermark' AND typeof(value) = 'integer') OR "
      "(?3 AND name = 'rulebook' AND typeof(value) = 'text'), false) LIMIT 1");
  read.Bind(1, store_.form()).Bind(2, int64_t{store_.simulated()}).Bind(3, int64_t{has_derived});
  if (read.Step()) {
    return fmt::format("the row {} of meta is not what it should be", read.Text(0));
  }
  const int64_t expected = has_derived ? 4 : 2;
  const int64_t rows = CountRows("meta");
  if (rows == expected) return {};
  return fmt::format("meta has {} rows, not {}", rows, expected);
}

TableCheck::Difference TableCheck::CompareDictionary() {
  const uint32_t size = store_.dictionary().size();
  if (const int64_t rows = CountRows("dictionary"); rows != size) {
    return fmt::format("the dictionary has {} rows, its numbers go up to {}", rows, size);
  }
  const auto& brought_by = expected_.BroughtBy(size);
  for (uint32_t number = 1; number <= size; ++number) {
    if (brought_by[number] == 0) {
      return fmt::format("no event uses entry {} of the dictionary", number);
    }
  }
  return store_.form() < kSourceColumnSince ? std::nullopt : CompareBroughtBy();
}

TableCheck::Difference TableCheck::CompareBroughtBy() {
  const auto& brought_by = expected_.BroughtBy(store_.dictionary().size());
  Statement read =
      store_.database().Prepare("SELECT number, source FROM dictionary WHERE source IS NOT NULL");
  while (read.Step()) {
    const int64_t expected = brought_by[static_cast<size_t>(read.Int(0))];
    if (read.Int(1) != expected) {
      return fmt::format("entry {} of the dictionary is said to be brought by {}, not {}",
                         read.Int(0), read.Int(1), expected);
    }
  }
  return {};
}

TableCheck::Difference TableCheck::CompareRulebooks() {
  if (const int64_t rows = CountRows("rulebooks"); rows != expected_.rulebooks()) {
    return fmt::format("there are {} rulebooks, the chain holds {}", rows, expected_.rulebooks());
  }
  if (expected_.rulebooks() == 0) return {};
  std::set<Digest> files;
  // From the record alone: what is in force outside proves nothing.
  for (const auto& version : store_.ReadRulebooks(std::numeric_limits<int64_t>::max(), {})) {
    for (const auto& file : version.rulebook->bundle().files) files.insert(Sha256(file.bytes));
  }
  const int64_t rows = CountRows("files");
  if (rows == static_cast<int64_t>(files.size())) return {};
  return fmt::format("there are {} files of rulebooks, the rulebooks name {}", rows, files.size());
}

TableCheck::Difference TableCheck::CompareAhead() {
  const int64_t rows = CountRows("ahead");
  if (rows == expected_.ahead()) return {};
  return fmt::format("{} events are listed as dated ahead, {} are", rows, expected_.ahead());
}

/// Each row by itself.
TableCheck::Difference TableCheck::CompareQuarantine() {
  Statement read = store_.database().Prepare(
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
    if (read.Blob(4) != AsBytes(digest)) return wrong("is not what was sent");
  }
  return {};
}

/// All of them together. An entry that was sent once is still refused for what it is tallied by.
TableCheck::Difference TableCheck::CompareTallies() {
  if (store_.form() < kPagesSince) return {};
  Statement read = store_.database().Prepare(
      "SELECT id, source, first_field, state = 'waiting', digest, count > 1 OR "
      "coalesce(first_field, field) = field "
      "FROM quarantine ORDER BY id");
  while (read.Step()) {
    if (read.Blob(4).size() != Digest{}.size() || read.Int(5) == 0) {
      return fmt::format("quarantine entry {} was never put there so", read.Int(0));
    }
    TalliedRow row{
        read.Int(0), std::string(read.Text(1)), {}, read.Int(3) != 0, ToDigest(read.Blob(4))};
    if (!read.IsNull(2)) row.first_field = read.Text(2);
    if (!row.first_field && !store_.may_have_untallied()) {
      return fmt::format("quarantine entry {} was never tallied", row.id);
    }
    auto difference = expected_.SeeRow(row);
    if (difference) return difference;
  }
  return expected_.CompareRows();
}

TableCheck::Difference TableCheck::CheckIntegrity() {
  Statement read = store_.database().Prepare("PRAGMA integrity_check(1)");
  if (!read.Step() || read.Text(0) == "ok") return {};
  return fmt::format("the file is damaged: {}", read.Text(0));
}

}  // namespace dunghan::record::sqlite
