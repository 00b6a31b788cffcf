#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/statement/frozen.h"

namespace dunghan::frozen {

/// The folder of the rendered files of frozen statements, under `[reports] folder`.
///
/// The record decides what is frozen; this folder only holds what can be made again. Files are
/// therefore laid ready first, whole and safe on disk, under names that nobody takes for theirs
/// (".ID.xlsx.ready"); then the entry is recorded; then they get their names. Whoever is killed in
/// between leaves files laid ready: without an entry they are thrown away with the next freezing,
/// with one they get their names. A full disk is found out before anything is on record.
class Shelf {
 public:
  explicit Shelf(std::filesystem::path folder) : folder_(std::move(folder)) {}

  struct Content {
    statement::FrozenFile file;
    std::string bytes;
  };
  /// Lays files ready, durable on return. @error kUnavailable names the file.
  Result<void> LayReady(const std::vector<Content>& files) const;
  struct Published {
    bool any = false;                            ///< some were only laid ready
    std::vector<statement::FrozenFile> missing;  ///< neither there, or not what the record says
  };
  /// Gives files of a statement on record that were laid ready their names. @error kUnavailable
  Result<Published> Publish(const statement::FrozenStatement& of) const;
  /// Writes one anew. @error kUnavailable, or kInternal: it is not the one on record.
  Result<void> Put(const statement::FrozenFile& file, std::string_view bytes) const;
  /// Removes what was laid ready and never recorded: what is not of these.
  void Tidy(const std::vector<statement::FrozenOnRecord>& frozen) const;

  /// The bytes of a file, if they are those on record; nothing: it is not there, or is another.
  std::optional<std::string> Read(const statement::FrozenFile& file) const;

  std::filesystem::path PathOf(const statement::FrozenFile& file) const {
    return folder_ / file.name;
  }
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path ReadyPathOf(const statement::FrozenFile& file) const;

  std::filesystem::path folder_;
};

}  // namespace dunghan::frozen
