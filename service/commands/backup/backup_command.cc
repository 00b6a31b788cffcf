#include "backup/backup_command.h"

#include <fmt/format.h>
#include <simdjson.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>

#include "app/exit_code.h"
#include "backup/kept_copies.h"
#include "dunghan/base/escaped.h"
#include "dunghan/base/file.h"
#include "dunghan/base/text.h"
#include "dunghan/base/whole_file.h"
#include "dunghan/ledger/operator_acts.h"
#include "dunghan/record/sqlite.h"
#include "finish.h"
#include "reading/verify_command.h"

namespace dunghan::commands {
namespace {

namespace fs = std::filesystem;

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

/// A folder of its own beside the one that is to be; gone again with this, unless it was renamed.
class Aside {
 public:
  static Result<std::unique_ptr<Aside>> Make(const fs::path& destination) {
    std::error_code failed;
    if (destination.has_parent_path()) fs::create_directories(destination.parent_path(), failed);
    std::string name = destination.string() + ".XXXXXX";
    if (failed || !::mkdtemp(name.data())) {
      return Failed(destination, failed ? failed : std::error_code(errno, std::generic_category()));
    }
    return std::make_unique<Aside>(name);
  }
  explicit Aside(fs::path path) : path_(std::move(path)) {}
  ~Aside() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;

  const fs::path& path() const { return path_; }
  Result<void> BecomeDurably(const fs::path& destination) const {
    std::error_code failed;
    fs::rename(path_, destination, failed);
    if (failed) return Failed(destination, failed);
    SyncFolderOf(destination);
    return {};
  }

 private:
  fs::path path_;
};

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

Result<std::string> Backup(const fs::path& destination, const app::Workspace& workspace,
                           const Console& console) {
  std::error_code failed;
  if (fs::exists(destination, failed)) {
    return InvalidArgument(
        fmt::format("{} is there already; name a new folder", destination.string()));
  }
  const auto aside = Aside::Make(destination);
  if (!aside) return aside.error();
  const fs::path& folder = (*aside)->path();
  auto verified = MakeCopy(workspace.settings().ledger.path, folder, workspace, console);
  if (!verified) return verified.error();
  if (auto written = CopyConfiguration(workspace, folder / "config"); !written) {
    return written.error();
  }
  if (auto written = WriteWholeFile(folder / kVerified, *verified, kForOwner); !written) {
    return written.error();
  }
  if (auto named = (*aside)->BecomeDurably(destination); !named) return named.error();
  return *verified;
}

/// The data folder, for its owner alone where it is made here.
Result<void> MakeFolder(const fs::path& data) {
  std::error_code failed;
  const bool is_new = fs::create_directories(data, failed);
  if (is_new) fs::permissions(data, fs::perms::owner_all, failed);
  if (failed) return Failed(data, failed);
  return {};
}

/// That it was restored is the first thing on record after what was copied.
Result<void> NoteRestoring(const fs::path& folder, const RestoreOptions& asked,
                           const app::Workspace& workspace) {
  auto options = workspace.LedgerOptions(false);
  options.folder = folder;
  options.note = {};
  auto ledger = ledger::Open(std::move(options));
  if (!ledger) return ledger.error();
  const ledger::Position copied = (*ledger)->position();
  const ledger::OperatorAct act{ledger::OperatorAct::Kind::kRestored, workspace.clock().Now(),
                                asked.operator_name, fmt::format("a copy up to {}", copied.Text()),
                                asked.reason};
  const auto recorded =
      (*ledger)->Record({.entries = {ledger::WriteOperatorAct(act)}, .seen = copied.seq});
  if (!recorded) return recorded.error();
  return {};
}

Result<std::string> Restore(const RestoreOptions& asked, const app::Workspace& workspace,
                            const Console& console) {
  const fs::path& source = asked.source;
  const fs::path& data = workspace.settings().ledger.path;
  std::error_code failed;
  if (fs::exists(data / record::kRecordFile, failed) &&
      fs::file_size(data / record::kRecordFile, failed) > 0) {
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
  if (auto made = MakeFolder(data); !made) return made.error();
  const auto aside = Aside::Make(data / "restore");
  if (!aside) return aside.error();
  auto verified = MakeCopy(source, (*aside)->path(), workspace, console);
  if (!verified) return verified.error();
  if (ReadTold(*verified) != expected) {
    return InvalidArgument(fmt::format(
        "{} holds something else than was verified when it was made; nothing is restored",
        source.string()));
  }
  if (auto noted_it = NoteRestoring((*aside)->path(), asked, workspace); !noted_it) {
    return noted_it.error();
  }
  // Whatever ends the process: there is no ledger, or there is all of it.
  auto put = record::PutSqliteRecord((*aside)->path() / record::kRecordFile, data);
  if (!put) return put.error();
  return *verified;
}

int Finish(const Result<std::string>& verified, const Console& console) {
  if (!verified) return Fail(verified.error(), console);
  console.out << *verified;
  return app::kDone;
}

}  // namespace

int RunBackup(const fs::path& destination, std::optional<int> keep, const app::Workspace& workspace,
              const Console& console) {
  // "copy/" is "copy".
  const fs::path named = destination.has_filename() ? destination : destination.parent_path();
  if (!keep) return Finish(Backup(named, workspace, console), console);
  // By the time of day, whatever clock the ledger goes by.
  const Instant now = SystemClock().Now();
  const std::string name = CopyNameOf(now);
  const int code = Finish(Backup(named / name, workspace, console), console);
  if (code != app::kDone) return code;
  console.err << Escaped("copied to " + (named / name).string()) << '\n';
  const auto removed = RemoveOldCopies(named, *keep, name, now);
  if (!removed) return Fail(removed.error(), console);
  for (const auto& old : *removed) console.err << Escaped("removed " + old) << '\n';
  return code;
}

int RunRestore(const RestoreOptions& options, const app::Workspace& workspace,
               const Console& console) {
  return Finish(Restore(options, workspace, console), console);
}

}  // namespace dunghan::commands
