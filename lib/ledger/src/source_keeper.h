#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "dunghan/ledger/ledger.h"
#include "dunghan/record/storage.h"
#include "runs/file_system.h"
#include "source_book.h"

namespace dunghan::ledger {

/// The file in the ledger's folder that holds the book of sources: the whole of it, then what each
/// append has changed. It is written after the record and not waited for. May be deleted: what was
/// stored is counted anew from the record, repeats begin at nothing.
inline constexpr const char* kSourcesFile = "sources.db";

struct SourcesOnFile {
  SourceBook book;
  uint64_t size = 0;   ///< how far the file is sound
  uint64_t whole = 0;  ///< of which up to here it is the whole, and changes from there on
};
/// What the file says, as far as it is sound; nothing: it is not there, or of another program.
/// @throws runs::FileError
std::optional<SourcesOnFile> ReadSourcesFile(runs::FileSystem& files,
                                             const std::filesystem::path& path);

/// The writer's side of it.
class SourceKeeper {
 public:
  /// All outlive it.
  SourceKeeper(const Options& options, record::Storage& storage);
  ~SourceKeeper();
  SourceKeeper(const SourceKeeper&) = delete;
  SourceKeeper& operator=(const SourceKeeper&) = delete;

  /// Takes up what is kept, if it is of this record, and counts what the record has beyond it.
  void Open(const rulebook::Timeline& timeline, const record::Head& head, Instant now);
  /// Another rulebook has been put in force.
  void JudgeBy(const rulebook::Timeline& timeline);
  /// What became of the items of an append, which is on record. `before`: the head that it found.
  void Took(std::span<const Item> items, std::span<const ItemOutcome> outcomes,
            const rulebook::Timeline& timeline, const record::Head& before,
            const record::Head& head, Instant now);

  Sources ToSources() const { return book_.ToSources(); }

 private:
  /// Whether the record has been counted up to there.
  bool CatchUp(const rulebook::Timeline& timeline, const record::Head& head);
  void Note(std::span<const Item> items, std::span<const ItemOutcome> outcomes, Instant now);
  void Save();
  void WriteAll();
  void Append(std::string_view text);

  const Options& options_;
  record::Storage& storage_;
  std::unique_ptr<runs::FileSystem> files_;  // null: nothing is kept
  std::unique_ptr<runs::File> file_;         // null: to be written anew
  uint64_t size_ = 0;
  uint64_t whole_ = 0;  // see SourcesOnFile
  bool told_ = false;   // that it cannot be written
  SourceBook book_;
};

}  // namespace dunghan::ledger
