#pragma once

#include <memory>

#include "dunghan/record/storage.h"

namespace dunghan::record {

/// Records in a file of SQLite, `ledger.db` in their folder, beside `lock` and `unparsed/`. An
/// empty folder: in SQLite's memory, for tests of the store itself. Target dunghan::record_sqlite,
/// which alone knows SQLite.
std::shared_ptr<const Backend> Sqlite();

/// The file in its folder.
inline constexpr const char* kRecordFile = "ledger.db";

}  // namespace dunghan::record
