#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "console.h"
#include "frozen/freezing.h"

/// `dunghan report list | show | verify | restate`: statements that are frozen.
namespace dunghan::commands {

/// Where they are, and how they are made anew.
struct Archive {
  frozen::Maker maker;
  frozen::Shelf shelf;
  frozen::ViewOpener open;
};

struct FrozenOptions {
  std::string id;
  std::optional<std::filesystem::path> file;  ///< to verify
  std::string format = "json";
  std::optional<std::filesystem::path> output;  ///< absent or "-": `out`
  std::string language = "vi";
  bool json = false;
};

/// All of them, by when they were frozen.
int ListFrozen(const FrozenOptions& options, ledger::View& view, const Console& console);

/// The stored bytes: JSON from the record, a rendered file from the folder, held against its
/// digest; one that is not there is made anew as of the statement's position, and must be the same.
int ShowFrozen(const FrozenOptions& options, ledger::View& view, const Archive& archive,
               const Console& console);

/// Whether a file is one of ours, or an id is on record, and whether the record still says the
/// same. What is appended to one of our files is a signature, and accepted. Exit code 1: it is
/// not ours, or the record says otherwise.
int VerifyFrozen(const FrozenOptions& options, ledger::View& view, const Archive& archive,
                 const Console& console);

/// What a frozen statement says against what it would say now, and because of which dossiers.
int RestateFrozen(const FrozenOptions& options, ledger::View& view, const Archive& archive,
                  const Console& console);

}  // namespace dunghan::commands
