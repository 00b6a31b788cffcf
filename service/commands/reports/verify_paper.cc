#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "app/exit_code.h"
#include "dunghan/base/escaped.h"
#include "dunghan/base/file.h"
#include "dunghan/base/text.h"
#include "finish.h"
#include "reports/appended.h"
#include "reports/frozen_command.h"
#include "reports/paper_id.h"
#include "reports/workbook_cells.h"

/// `dunghan report verify`: is this paper one of ours, and does the record still say so.
namespace dunghan::commands {
namespace {

using statement::FrozenOnRecord;

constexpr size_t kMostFile = size_t{1} << 30U;

/// Of which statement a file is, and what of it.
struct Match {
  const FrozenOnRecord* of = nullptr;
  std::string what;  ///< "its file x.xlsx", "its canonical JSON"
  size_t appended = 0;
};

/// By digests: ours is the whole of it, or, of a file that somebody has signed, what it begins
/// with.
class PaperMatcher {
 public:
  explicit PaperMatcher(const std::string& bytes) : bytes_(bytes) {}

  std::optional<Match> Find(const std::vector<FrozenOnRecord>& all) {
    std::optional<Match> best;
    for (const FrozenOnRecord& one : all) {
      if (PrefixDigest(bytes_.size()) == one.statement.digest) {
        return Match{&one, "its canonical JSON", 0};
      }
      for (const statement::FrozenFile& file : one.statement.files) {
        if (file.size == 0 || file.size > bytes_.size()) continue;
        if (PrefixDigest(file.size) != file.digest) continue;
        const size_t appended = bytes_.size() - file.size;
        if (!best || appended < best->appended)
          best = Match{&one, "its file " + file.name, appended};
      }
    }
    return best;
  }

 private:
  const Digest& PrefixDigest(size_t size) {
    const auto known = digests_.find(size);
    if (known != digests_.end()) return known->second;
    return digests_.emplace(size, Sha256(std::string_view(bytes_).substr(0, size))).first->second;
  }

  const std::string& bytes_;
  std::map<size_t, Digest> digests_;
};

/// What they name may be of foreign origin.
int PrintLines(std::string_view text, const Console& console) {
  std::string lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    lines += Escaped(text.substr(0, end)) + "\n";
    text.remove_prefix(end + 1);
  }
  return Print(lines, console);
}

void Describe(const FrozenOnRecord& one, std::string& text) {
  text += fmt::format("statement {}: edition {}, position {}\n", one.id, one.statement.edition,
                      one.statement.position.Text());
  text += one.sent ? fmt::format("sent: {} of {}, signed by {}\n", one.sent->number,
                                 FormatDate(one.sent->date), one.sent->signer)
                   : std::string("a draft: it was not sent\n");
}

/// Made anew as of its position; whether it is what the record holds.
Result<bool> SaysTheSame(const FrozenOnRecord& one, const Archive& archive, std::string& text) {
  const auto made = frozen::MakeAnew(one.statement, archive.maker, archive.open);
  if (!made) return made.error();
  if (Sha256(made->json) == one.statement.digest) {
    text += "made anew as of its position: the same\n";
    return true;
  }
  const bool other_definition = one.statement.definition != statement::CurrentDefinition();
  const bool other_settings = one.statement.settings != made->settings;
  std::string why;
  if (other_definition) {
    why = fmt::format("the definition was {}, and is {}", one.statement.definition,
                      statement::CurrentDefinition());
  }
  if (other_settings) why += std::string(why.empty() ? "" : "; ") + "the settings are others";
  text += fmt::format("made anew as of its position: not the same ({})\n",
                      why.empty() ? "under the same definition and settings" : why);
  // Another definition was to be expected, and says nothing against the paper.
  return other_definition || other_settings;
}

int Conclude(const FrozenOnRecord& one, const Archive& archive, std::string text,
             const Console& console) {
  Describe(one, text);
  const auto same = SaysTheSame(one, archive, text);
  if (!same) return Fail(same.error(), console);
  const int printed = PrintLines(text, console);
  return *same ? printed : app::kFailed;
}

/// The bytes of the frozen workbook of a statement: from its folder, or made anew. Nothing: it has
/// none.
Result<std::optional<std::string>> WorkbookOf(const FrozenOnRecord& one, const Archive& archive) {
  for (const statement::FrozenFile& file : one.statement.files) {
    if (file.format != "xlsx") continue;
    if (auto bytes = archive.shelf.Read(file)) return bytes;
    const auto made = frozen::MakeAnew(one.statement, archive.maker, archive.open);
    if (!made) return made.error();
    auto bytes = made->write(file.format, frozen::MarkOf(one.statement));
    if (!bytes) return bytes.error();
    return std::optional(std::move(*bytes));
  }
  return std::optional<std::string>();
}

/// It bears our id, and other bytes: somebody has saved it again, or changed it. What stands in the
/// cells of a workbook tells which.
int TellOther(const std::string& bytes, const FrozenOnRecord& one, const Archive& archive,
              const FrozenOptions& options, const Console& console) {
  const std::string file = options.file->string();
  const auto ours = bytes.starts_with("PK") ? WorkbookOf(one, archive)
                                            : Result<std::optional<std::string>>(std::nullopt);
  if (!ours) return Fail(ours.error(), console);
  if (*ours) {
    const auto compared = CompareCells(bytes, **ours);
    if (compared && !compared->difference) {
      return Conclude(
          one, archive,
          fmt::format("{}: the workbook of {}, saved again: all {} cells are the same\n", file,
                      one.id, compared->cells),
          console);
    }
    if (compared) {
      (void)PrintLines(
          fmt::format("{}: the workbook of {}, changed: {}\n", file, one.id, *compared->difference),
          console);
      return app::kFailed;
    }
  }
  (void)PrintLines(fmt::format("{}: names {}, but its bytes are others: it was changed. dunghan "
                               "report show {} gives what was frozen\n",
                               file, one.id, one.id),
                   console);
  return app::kFailed;
}

int TellUnknown(const std::string& bytes, const std::vector<FrozenOnRecord>& all,
                const Archive& archive, const FrozenOptions& options, const Console& console) {
  const auto id = IdInPaper(bytes);
  const auto named = std::find_if(all.begin(), all.end(),
                                  [&](const FrozenOnRecord& one) { return id && one.id == *id; });
  if (named != all.end()) return TellOther(bytes, *named, archive, options, console);
  std::string text =
      fmt::format("{}: none of the frozen statements of this ledger\n", options.file->string());
  if (id) {
    text = fmt::format("{}: names {}, which is not on record here\n", options.file->string(), *id);
  }
  (void)PrintLines(text, console);
  return app::kFailed;
}

/// It begins with our file, and what follows may say something else.
int TellAppended(const Match& match, const std::string& why, const FrozenOptions& options,
                 const Console& console) {
  (void)PrintLines(
      fmt::format("{}: begins with {} of {}, but {} bytes follow and {}. dunghan report "
                  "show {} gives what was frozen\n",
                  options.file->string(), match.what, match.of->id, match.appended, why,
                  match.of->id),
      console);
  return app::kFailed;
}

}  // namespace

int VerifyFrozen(const FrozenOptions& options, ledger::View& view, const Archive& archive,
                 const Console& console) {
  if (options.file.has_value() != options.id.empty()) {
    return FailUsage(InvalidArgument("expected either a file or --id ID"), console);
  }
  const auto all = statement::FrozenIn(view);
  if (!all) return Fail(all.error(), console);
  view.Release();
  if (!options.file) {
    const auto found = std::find_if(
        all->begin(), all->end(), [&](const FrozenOnRecord& one) { return one.id == options.id; });
    if (found != all->end()) return Conclude(*found, archive, {}, console);
    (void)PrintLines(fmt::format("{}: no frozen statement of this ledger\n", options.id), console);
    return app::kFailed;
  }
  const auto bytes = ReadFile(*options.file, kMostFile);
  if (!bytes) {
    return Fail(NotFound(fmt::format("{} {}", options.file->string(), bytes.error().for_client)),
                console);
  }
  const auto match = PaperMatcher(*bytes).Find(*all);
  if (!match) return TellUnknown(*bytes, *all, archive, options, console);
  std::string text =
      fmt::format("{}: {} of {}", options.file->string(), match->what, match->of->id);
  if (match->appended > 0) {
    const std::string_view all_bytes = *bytes;
    const size_t size = all_bytes.size() - match->appended;
    if (const auto why = WhyNoSignature(all_bytes.substr(0, size), all_bytes.substr(size))) {
      return TellAppended(*match, *why, options, console);
    }
    text += fmt::format(", with a signature of {} bytes appended", match->appended);
  }
  return Conclude(*match->of, archive, text + "\n", console);
}

}  // namespace dunghan::commands
