#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runs/file_system.h"

/// A file of sorted runs: what is made of the record, kept so that writing costs what is new and
/// not what is there.
///
/// Each Commit appends one run a table, its entries in the order of their keys; runs of about the
/// same size are merged into larger ones, so that a look-up asks few of them. Nothing that was
/// written is changed: whoever has the file open goes on reading what he saw. Every block is read
/// with its checksum.
namespace dunghan::ledger::runs {

/// How entries of one key in several runs go together.
enum class Rule : uint8_t {
  kNewest,  ///< the newest one counts; one without a value removes it
  kSum,     ///< all count, none can be removed: Table::sum makes one of two
};

/// One table of a file. Tables are known by their place.
struct Table {
  Rule rule = Rule::kNewest;
  /// Look-ups of keys that are not there are common: a filter spares them the reading. Costs less
  /// than a byte a key of memory, in small runs a byte and a half.
  bool filtered = false;
  /// kSum: the value that is both. @throws Damaged
  std::function<std::string(std::string_view older, std::string_view newer)> sum = {};
};

/// What is in the file cannot be what was written. Everything in it is derived, so it is made anew.
class Damaged : public std::exception {
 public:
  explicit Damaged(std::string what) : what_(std::move(what)) {}
  const char* what() const noexcept override { return what_.c_str(); }

 private:
  std::string what_;
};

/// An entry to be written.
struct Change {
  std::string_view key;
  std::optional<std::string_view> value;  ///< kNewest: nothing removes it
};

/// A consistent state of the file. Immutable, safe from any thread, and valid as long as it lives,
/// whatever is written meanwhile. All methods throw Damaged, or FileError where the disk fails.
class Snapshot {
 public:
  virtual ~Snapshot() = default;

  /// What was written with the state: says of what it is made.
  virtual const std::string& stamp() const = 0;
  /// Entries of a table, as far as they are counted without reading them: an upper bound where runs
  /// overlap, exact where there is one.
  virtual int64_t CountAtMost(size_t table) const = 0;

  /// kNewest.
  virtual std::optional<std::string> Find(size_t table, std::string_view key) const = 0;
  /// kNewest: those with a key after `after`, in order, until `visit` says false. What is passed is
  /// valid during the call.
  using Visitor = std::function<bool(std::string_view key, std::string_view value)>;
  virtual void ForEach(size_t table, std::string_view after, const Visitor& visit) const = 0;
  /// kSum: those with from <= key <= to, run by run: a key comes as often as there are runs that
  /// have it.
  virtual void ForEachPart(size_t table, std::string_view from, std::string_view to,
                           const Visitor& visit) const = 0;
  /// kSum: the parts of one key, put together with those of the others: as ForEach.
  virtual void ForEachSum(size_t table, const Visitor& visit) const = 0;

  /// Reads every block of every run and checks order, counts and checksums.
  virtual void CheckAll() const = 0;
};

/// How the file is written.
struct Shape {
  size_t block_bytes = size_t{16} << 10U;
  /// So many runs of about the same size are merged into one.
  size_t merged_together = 8;
  /// A run of so few bytes counts as being of the smallest size.
  size_t smallest = size_t{256} << 10U;
  /// What no state needs any more may take so many times as much room as what one needs, and this
  /// much at least; then all is written to a new file, which takes the place of the old one.
  double waste = 1.0;
  size_t waste_bytes = size_t{64} << 20U;
};

/// The writer. One thread at a time but for snapshot().
class RunFile {
 public:
  virtual ~RunFile() = default;
  /// The newest state; from any thread.
  virtual std::shared_ptr<const Snapshot> snapshot() const = 0;
  /// One state more: all or nothing, seen by snapshot() when it returns, and on disk, as far as the
  /// disk is asked to (see FileSystem), in the order that a reader after a power cut finds this
  /// state or an earlier one. `changes`: for each table, by key, each key once.
  /// @throws FileError: the state before stands; it may be tried again. Damaged: what was to be
  /// merged cannot be read; the state before stands, as far as it can be read.
  virtual void Commit(std::span<const std::vector<Change>> changes, std::string stamp) = 0;
  /// Writes all of it to a new file under the same name: after that of the old one was taken away,
  /// or to be rid of what is not needed. @throws as Commit
  virtual void WriteAnew() = 0;
  /// Whether the name still leads to the file that is written.
  virtual bool IsInPlace() const = 0;
  virtual int64_t bytes() const = 0;  ///< of the file
};

/// A new file in the place of whatever was there, with nothing in it but a stamp.
/// @throws FileError
std::unique_ptr<RunFile> Create(FileSystem& files, const std::filesystem::path& path,
                                std::vector<Table> tables, const Shape& shape = {},
                                std::string stamp = {});
/// One that is there, to go on writing. Nothing: there is none. @throws Damaged, FileError
std::unique_ptr<RunFile> OpenForWriting(FileSystem& files, const std::filesystem::path& path,
                                        std::vector<Table> tables, const Shape& shape = {});
/// Its newest state, beside a writer or not. Nothing: there is none. @throws Damaged, FileError
std::shared_ptr<const Snapshot> OpenForReading(FileSystem& files, const std::filesystem::path& path,
                                               std::vector<Table> tables);

}  // namespace dunghan::ledger::runs
