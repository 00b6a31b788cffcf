#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "dunghan/record/storage.h"

namespace dunghan::record {

/// Records in a file of SQLite, `ledger.db` in their folder, beside `lock` and `unparsed/`. An
/// empty folder: in SQLite's memory, for tests of the store itself. Target dunghan::record_sqlite,
/// which alone knows SQLite.
std::shared_ptr<const Backend> Sqlite();

/// The file in its folder.
inline constexpr const char* kRecordFile = "ledger.db";

/// Told how many pages of how many are copied.
using CopyProgress = std::function<void(int64_t done, int64_t all)>;

/// Copies a record, one state of it, into another folder, which is made where it is not there; for
/// the owner alone. Whoever writes meanwhile goes on writing, and is held up by nothing. What is
/// made of the record, sources, tokens and unparsed bytes are not copied. On an error what there is
/// of the copy is left where it is.
/// @error kNotFound: there is none. kConflict: the folder has one already. kUnavailable: it cannot
/// be read or written.
Result<void> CopySqliteRecord(const std::filesystem::path& from, const std::filesystem::path& into,
                              const CopyProgress& progress = {});

/// Gives a copy its place in a folder that has no record, at once or not at all, while nobody
/// writes there. `copy`: the file, on the same disk; it is gone from where it was.
/// @error kConflict: there is a record, or a log of one, or somebody is writing to it. kUnavailable
Result<void> PutSqliteRecord(const std::filesystem::path& copy,
                             const std::filesystem::path& folder);

}  // namespace dunghan::record
