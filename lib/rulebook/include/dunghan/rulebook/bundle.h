#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/digest.h"
#include "dunghan/base/error.h"

namespace dunghan::rulebook {

/// What a rulebook was made of, word for word: its files and what was set beside them. Enough to
/// make it again on any machine, and addressed by content: equal files are kept once.
struct Bundle {
  struct File {
    std::string role;  ///< "calendar", "agencies", "procedures", "successors", "law"
    std::string name;  ///< the file's name without its folder, for messages
    std::string bytes;
    friend bool operator==(const File&, const File&) = default;
  };
  std::vector<File> files;
  /// default_calendar, unknown, sources, reasons, comparison, cut-off and acceptance limit, as TOML
  /// in a fixed order: equal settings are equal texts.
  std::string settings;

  friend bool operator==(const Bundle&, const Bundle&) = default;
};

/// The list of a bundle's files by digest, and its settings, as one text.
std::string WriteManifest(const Bundle& bundle);

/// A manifest as read: the files' bytes are to be found by their digests.
struct Manifest {
  struct Listed {
    std::string role;
    std::string name;
    Digest digest{};
  };
  std::vector<Listed> files;
  std::string settings;
};
/// @error kInvalidArgument: not what WriteManifest wrote.
Result<Manifest> ReadManifest(std::string_view text);

}  // namespace dunghan::rulebook
