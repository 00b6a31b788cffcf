#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "console.h"
#include "dunghan/ledger/view.h"

namespace dunghan::commands {

struct VerifyOptions {
  /// "SEQ:DIGEST" as printed by an earlier run or on a statement; the digest may be shortened to
  /// its first 16 digits or more.
  std::optional<std::string> against = {};
  /// A file whose lines end in SEQ:DIGEST, as `[ledger] witness` writes it: all of them must agree.
  std::optional<std::filesystem::path> witness = {};
  bool json = false;
};

/// `dunghan verify`: walks the chain of hashes, recomputes every state and cell. Prints
/// "chain SEQ:DIGEST", "content DIGEST" and, if all agrees, "ok: N events, M dossiers, K cells";
/// otherwise the first difference goes to `err` and the exit code is 1. Progress is drawn on a
/// terminal.
int RunVerify(const VerifyOptions& options, ledger::View& view, const Console& console);

}  // namespace dunghan::commands
