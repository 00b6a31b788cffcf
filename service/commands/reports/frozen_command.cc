#include "reports/frozen_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/exit_code.h"
#include "dunghan/base/escaped.h"
#include "dunghan/base/text.h"
#include "dunghan/base/whole_file.h"
#include "dunghan/report/restatement_writer.h"
#include "finish.h"
#include "frozen/table.h"

namespace dunghan::commands {
namespace {

using statement::FrozenOnRecord;

int DeliverBytes(std::string_view bytes, const FrozenOptions& options, const Console& console) {
  if (!options.output || *options.output == "-") return Print(bytes, console);
  const auto written = WriteWholeFile(*options.output, bytes);
  return written ? app::kDone : (Fail(written.error(), console), app::kFailed);
}

int NoLanguage(const FrozenOptions& options, const Console& console) {
  return FailUsage(InvalidArgument(fmt::format("--lang: expected vi or en, got {}",
                                               JsonQuote(options.language))),
                   console);
}

std::string StateOf(const FrozenOnRecord& one, Language language) {
  const bool vi = language == Language::kVi;
  if (!one.sent) return vi ? "bản trình" : "draft";
  return fmt::format("{} {} ({})", vi ? "đã gửi:" : "sent:", one.sent->number,
                     FormatDate(one.sent->date));
}

std::string LineOf(const FrozenOnRecord& one, const worktime::Zone& zone, Language language) {
  const statement::FrozenIdentity& of = one.statement.identity;
  std::string what = fmt::format("{} {} {}", of.basis, of.by, of.tree);
  if (!of.agency.empty()) what += " " + of.agency;
  std::string line = fmt::format("{}  {}  {} {}  {}", one.id, zone.Format(one.frozen_at), what,
                                 of.language, StateOf(one, language));
  if (!one.statement.reason.empty()) line += fmt::format("  ({})", one.statement.reason);
  return Escaped(line) + "\n";
}

const statement::FrozenFile* FileOf(const FrozenOnRecord& one, std::string_view format) {
  const auto& files = one.statement.files;
  const auto found = std::find_if(files.begin(), files.end(),
                                  [&](const auto& file) { return file.format == format; });
  return found == files.end() ? nullptr : &*found;
}

Error NoSuchFile(const FrozenOnRecord& one, std::string_view format) {
  std::string formats = "json";
  for (const auto& file : one.statement.files) {
    if (file.format != "json") formats += ", " + file.format;
  }
  return InvalidArgument(
      fmt::format("--format: {} has {}, not {}", one.id, formats, JsonQuote(std::string(format))));
}

/// A file of it, made anew where it is not in the folder.
Result<std::string> BytesOf(const FrozenOnRecord& one, const statement::FrozenFile& file,
                            const Archive& archive, const Console& console) {
  if (auto bytes = archive.shelf.Read(file)) return std::move(*bytes);
  console.err << Escaped(fmt::format("{} is not as it was written; it is made anew",
                                     archive.shelf.PathOf(file).string()))
              << "\n";
  const auto made = frozen::MakeAnew(one.statement, archive.maker, archive.open);
  if (!made) return made.error();
  auto bytes = made->write(file.format, frozen::MarkOf(one.statement));
  if (!bytes) return bytes.error();
  if (auto put = archive.shelf.Put(file, *bytes); !put) return put.error();
  return bytes;
}

}  // namespace

int ListFrozen(const FrozenOptions& options, ledger::View& view, const Console& console) {
  const auto language = ParseLanguage(options.language);
  if (!language) return NoLanguage(options, console);
  const auto all = statement::FrozenIn(view);
  if (!all) return Fail(all.error(), console);
  const worktime::Zone zone = view.rulebook().default_calendar().zone();
  view.Release();
  std::string text;
  for (const FrozenOnRecord& one : *all) {
    text += options.json ? frozen::kFrozenTable.ToText({one, zone}) + "\n"
                         : LineOf(one, zone, *language);
  }
  if (all->empty()) console.err << "no statement is frozen\n";
  return Print(text, console);
}

int ShowFrozen(const FrozenOptions& options, ledger::View& view, const Archive& archive,
               const Console& console) {
  const auto found = statement::FindFrozen(view, options.id);
  if (!found) return Fail(found.error(), console);
  view.Release();
  if (options.format == "json") return DeliverBytes(found->statement.json, options, console);
  const statement::FrozenFile* file = FileOf(*found, options.format);
  if (!file) return FailUsage(NoSuchFile(*found, options.format), console);
  const auto bytes = BytesOf(*found, *file, archive, console);
  return bytes ? DeliverBytes(*bytes, options, console) : Fail(bytes.error(), console);
}

int RestateFrozen(const FrozenOptions& options, ledger::View& view, const Archive& archive,
                  const Console& console) {
  const auto language = ParseLanguage(options.language);
  if (!language) return NoLanguage(options, console);
  const auto found = statement::FindFrozen(view, options.id);
  if (!found) return Fail(found.error(), console);
  const auto now = archive.maker(view, found->statement.identity);
  if (!now) return Fail(now.error(), console);
  view.Release();
  const auto past = archive.open(frozen::AsOfOf(found->statement.position));
  if (!past) return Fail(past.error(), console);
  const auto then = archive.maker(**past, found->statement.identity);
  if (!then) return Fail(then.error(), console);
  const auto restatement =
      statement::Restate(*found, **past, then->remade(), now->position, now->remade());
  if (!restatement) return Fail(restatement.error(), console);
  (*past)->Release();
  return DeliverBytes(options.json ? report::WriteRestatementJson(*restatement)
                                   : report::WriteRestatementText(*restatement, *language),
                      options, console);
}

}  // namespace dunghan::commands
