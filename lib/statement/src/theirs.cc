#include "dunghan/statement/theirs.h"

#include <fmt/format.h>

#include <fstream>
#include <map>

#include "dunghan/base/file.h"
#include "dunghan/base/text.h"
#include "reconcile_codes.h"
#include "theirs_reading.h"

namespace dunghan::statement {
namespace {

/// The portal's answer for a whole country with all its communes has some megabytes.
constexpr size_t kMostProgress = size_t{256} << 20;

bool IsJson(std::string_view beginning) {
  std::string_view text = WithoutByteOrderMark(beginning);
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  return text.starts_with('{') || text.starts_with('[');
}

Theirs Begin(std::string file, const ReadingOptions& options) {
  Theirs theirs;
  theirs.file = std::move(file);
  if (options.period) theirs.period = *options.period;
  if (options.taken) theirs.taken = *options.taken;
  return theirs;
}

/// The rows of a list: its agencies, by how often they are named. One without an agency counts for
/// the one in its code.
void CountByAgency(Theirs& theirs) {
  std::vector<int64_t> counts(theirs.agencies.size());
  std::map<std::string, uint32_t> in_codes;
  for (TheirDossier& dossier : theirs.dossiers) {
    if (dossier.agency == 0) {
      const std::string agency(AgencyInCode(dossier.code));
      const auto [at, is_new] =
          in_codes.emplace(agency, static_cast<uint32_t>(theirs.agencies.size()));
      if (is_new) theirs.agencies.push_back(agency), counts.push_back(0);
      dossier.agency = at->second;
    }
    ++counts[dossier.agency];
  }
  for (size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    const std::string& text = theirs.agencies[i];
    TheirRow row{.row = 0, .code = {}, .name = {}};
    (text.find(' ') == std::string::npos ? row.code : row.name) = text;
    row.counts[TheirCount::kDossiers] = counts[i];
    theirs.rows.push_back(std::move(row));
  }
}

Result<Theirs> Finish(Theirs theirs, const ReadingOptions& options) {
  if (!options.period && !theirs.period_said) {
    return InvalidArgument(fmt::format(
        "{}: does not say which period it is of: expected --period, such as 2026-06", theirs.file));
  }
  if (!options.taken && !theirs.taken_said) {
    return InvalidArgument(fmt::format(
        "{}: does not say when it was taken: expected --taken, such as 2026-07-01T08:00:00+07:00",
        theirs.file));
  }
  if (theirs.rows.empty() && theirs.dossiers.empty()) {
    return InvalidArgument(theirs.file + ": no row below its headings");
  }
  if (theirs.kind == TheirsKind::kDossiers) {
    CountByAgency(theirs);
  } else {
    CheckTheirs(theirs);
  }
  return theirs;
}

Result<Theirs> OfJson(std::string_view json, Theirs theirs, const ReadingOptions& options) {
  if (auto read = ReadProgress(WithoutByteOrderMark(json), theirs); !read) return read.error();
  return Finish(std::move(theirs), options);
}

Result<Theirs> OfWorkbook(Result<sheet::Workbook> workbook, Theirs theirs,
                          const ReadingOptions& options) {
  if (!workbook) return workbook.error();
  if (auto read = ReadTheirTable(*workbook, options, theirs); !read) return read.error();
  return Finish(std::move(theirs), options);
}

}  // namespace

Result<Theirs> ReadTheirs(const std::filesystem::path& path, const ReadingOptions& options) {
  Theirs theirs = Begin(path.filename().string(), options);
  std::error_code ignored;
  std::string beginning(256, '\0');
  if (std::filesystem::is_regular_file(path, ignored)) {
    std::ifstream file(path, std::ios::binary);
    file.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
    beginning.resize(static_cast<size_t>(file.gcount()));
  }
  if (!IsJson(beginning)) {
    return OfWorkbook(sheet::Workbook::Open(path, options.bounds), std::move(theirs), options);
  }
  const auto json = ReadFile(path, kMostProgress);
  if (!json) return InvalidArgument(theirs.file + ": " + json.error().for_client);
  return OfJson(*json, std::move(theirs), options);
}

Result<Theirs> ReadTheirs(std::string bytes, std::string name, const ReadingOptions& options) {
  Theirs theirs = Begin(name, options);
  if (IsJson(std::string_view(bytes).substr(0, 256))) {
    return OfJson(bytes, std::move(theirs), options);
  }
  return OfWorkbook(sheet::Workbook::FromBytes(std::move(bytes), std::move(name), options.bounds),
                    std::move(theirs), options);
}

}  // namespace dunghan::statement
