#include "backup/backup_command.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <optional>
#include <sstream>
#include <string>
#include <system_error>

#include "app/exit_code.h"
#include "dunghan/base/file.h"
#include "dunghan/base/text.h"
#include "dunghan/base/whole_file.h"
#include "dunghan/record/sqlite.h"
#include "finish.h"
#include "reading/verify_command.h"

namespace dunghan::commands {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kVerified = "verified.json";

record::CopyProgress CopyProgressOn(const Console& console) {
  if (!console.err_is_terminal) return {};
  return [&console](int64_t done, int64_t all) {
    console.err << fmt::format("\rcopy {:3} %", all == 0 ? 100 : done * 100 / all) << std::flush;
    if (done == all) console.err << "\r\033[K" << std::flush;
  };
}

Error Failed(const fs::path& path, const std::error_code& why) {
  return Unavailable(fmt::format("{}: {}", path.string(), why.message()));
}

/// What verify says of a copy, as JSON; an error where the copy is not what was recorded.
Result<std::string> VerifyCopy(const fs::path& folder, const app::Workspace& workspace,
                               const Console& console) {
  auto options = workspace.LedgerOptions(console.err_is_terminal);
  options.folder = folder;
  // That states and cells are made anew is what this is for.
  options.note = {};
  auto view = ledger::OpenView(std::move(options));
  if (!view) return view.error();
  std::ostringstream told;
  const Console quiet{told, console.err, console.err_is_terminal};
  const int code = RunVerify({.json = true}, **view, quiet);
  if (code != app::kDone) return Internal("the copy is not what was recorded");
  return told.str();
}

/// Position, chain and content as verify has told of them: what another build of the program counts
/// of it may be more.
struct VerifiedCopy {
  int64_t seq = 0;
  std::string chain;
  std::string content;
  friend bool operator==(const VerifiedCopy&, const VerifiedCopy&) = default;
};

std::optional<VerifiedCopy> ReadTold(const std::string& text) {
  simdjson::dom::parser parser;
  simdjson::dom::element found;
  VerifiedCopy told;
  std::string_view chain;
  std::string_view content;
  const bool is_whole = parser.parse(text).get(found) == simdjson::SUCCESS &&
                        found["position"]["seq"].get(told.seq) == simdjson::SUCCESS &&
                        found["position"]["chain"].get(chain) == simdjson::SUCCESS &&
                        found["content"].get(content) == simdjson::SUCCESS;
  if (!is_whole) return {};
  told.chain = chain;
  told.content = content;
  return told;
}

/// A name beside the one that is to be, from an earlier run perhaps.
Result<fs::path> MakeAside(const fs::path& destination) {
  const fs::path aside = destination.string() + ".part";
  std::error_code failed;
  fs::remove_all(aside, failed);
  if (failed) return Failed(aside, failed);
  fs::create_directories(aside, failed);
  if (failed) return Failed(aside, failed);
  fs::permissions(aside, fs::perms::owner_all, failed);
  if (failed) return Failed(aside, failed);
  return aside;
}

/// The configuration and the files of the rulebook as they are in force, under their roles.
Result<void> CopyConfiguration(const app::Workspace& workspace, const fs::path& into) {
  std::error_code failed;
  const auto put = [&](const fs::path& file, std::string_view bytes) -> Result<void> {
    fs::create_directories(file.parent_path(), failed);
    if (failed) return Failed(file.parent_path(), failed);
    return WriteWholeFile(file, bytes, kForOwner);
  };
  const fs::path& config = workspace.settings().file;
  if (!config.empty() && fs::exists(config, failed)) {
    const auto text = ReadFile(config, kMostToml);
    if (!text) return Unavailable(fmt::format("{} {}", config.string(), text.error().for_client));
    if (auto written = put(into / config.filename(), *text); !written) return written;
  }
  for (const auto& file : workspace.rulebook()->bundle().files) {
    if (auto written = put(into / file.role / file.name, file.bytes); !written) return written;
  }
  return {};
}

Result<std::string> MakeCopy(const fs::path& from, const fs::path& aside,
                             const app::Workspace& workspace, const Console& console) {
  auto copied = record::CopySqliteRecord(from, aside, CopyProgressOn(console));
  if (!copied) return copied.error();
  return VerifyCopy(aside, workspace, console);
}

Result<void> Rename(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  fs::rename(from, to, failed);
  if (failed) return Failed(to, failed);
  return {};
}

Result<std::string> Backup(const fs::path& destination, const app::Workspace& workspace,
                           const Console& console) {
  std::error_code failed;
  if (fs::exists(destination, failed)) {
    return InvalidArgument(
        fmt::format("{} is there already; name a new folder", destination.string()));
  }
  const auto aside = MakeAside(destination);
  if (!aside) return aside.error();
  auto verified = MakeCopy(workspace.settings().ledger.path, *aside, workspace, console);
  if (!verified) return verified.error();
  if (auto written = CopyConfiguration(workspace, *aside / "config"); !written) {
    return written.error();
  }
  if (auto written = WriteWholeFile(*aside / kVerified, *verified, kForOwner); !written) {
    return written.error();
  }
  if (auto renamed = Rename(*aside, destination); !renamed) return renamed.error();
  return *verified;
}

Result<std::string> Restore(const fs::path& source, const app::Workspace& workspace,
                            const Console& console) {
  const fs::path& data = workspace.settings().ledger.path;
  std::error_code failed;
  if (fs::exists(data / record::kRecordFile, failed)) {
    return InvalidArgument(
        fmt::format("{} has a ledger already; nothing is restored over it", data.string()));
  }
  const auto noted = ReadFile(source / kVerified, kMostToml);
  const auto expected = noted ? ReadTold(*noted) : std::nullopt;
  if (!expected) {
    return InvalidArgument(
        fmt::format("{}: no whole backup: {} {}", source.string(), kVerified,
                    noted ? "is not what verify tells" : noted.error().for_client));
  }
  const auto aside = MakeAside(data / "restore");
  if (!aside) return aside.error();
  auto verified = MakeCopy(source, *aside, workspace, console);
  if (!verified) return verified.error();
  if (ReadTold(*verified) != expected) {
    return Conflict(
        fmt::format("{} holds something else than was verified when it was made; "
                    "nothing is restored",
                    source.string()));
  }
  // Whatever ends the process: there is no ledger, or there is all of it.
  if (auto renamed = Rename(*aside / record::kRecordFile, data / record::kRecordFile); !renamed) {
    return renamed.error();
  }
  fs::remove_all(*aside, failed);
  return *verified;
}

int Finish(const Result<std::string>& verified, const Console& console) {
  if (!verified) return Fail(verified.error(), console);
  console.out << *verified;
  return app::kDone;
}

}  // namespace

int RunBackup(const fs::path& destination, const app::Workspace& workspace,
              const Console& console) {
  return Finish(Backup(destination, workspace, console), console);
}

int RunRestore(const fs::path& source, const app::Workspace& workspace, const Console& console) {
  return Finish(Restore(source, workspace, console), console);
}

}  // namespace dunghan::commands
