#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "dunghan/base/json_table.h"
#include "intake/ignored_fields.h"
#include "intake/list_report.h"
#include "live/item_feed.h"

/// What is said of a file that was taken in, or refused.
namespace dunghan::spool {

struct FileReport {
  std::string file;  ///< its name
  uint64_t bytes = 0;
  std::string sha256;      ///< hexadecimal; empty: it could not be read
  std::string at;          ///< RFC 3339, with the calendar's offset
  std::string reason;      ///< why not all of it was taken; empty: it was
  std::string_view holds;  ///< "events" or "list"; empty: it was not looked into
  bool resumed = false;
  live::Fed fed;
  intake::IgnoredFields::List ignored;
  std::optional<intake::ListReport> list;

  bool is_taken() const { return reason.empty(); }
};

using FileProblemRow = JsonRow<live::ItemProblem>;
inline constexpr JsonTable kFileProblemTable(
    "file_problem", "Why an item of a file could not be used.",
    {FileProblemRow::Of("place", "Its row, its line, or in an array its index from 0.",
                        [](const auto& of) { return of.place; }),
     FileProblemRow::Of(
         "field", "The field; empty: the item as a whole.",
         [](const auto& of) -> const auto& { return of.field; }),
     FileProblemRow::Of(
         "reason", "What it is.", [](const auto& of) -> const auto& { return of.reason; })});

/// In words, with what was found.
std::string Describe(const intake::Warning& warning);

using FileWarningRow = JsonRow<intake::Warning>;
inline constexpr JsonTable kFileWarningTable(
    "file_warning", "What is odd about an item of a file, though it is on record.",
    {FileWarningRow::Of("place", "As that of a problem.", [](const auto& of) { return of.index; }),
     FileWarningRow::Of("field", "The field.",
                        [](const auto& of) { return intake::FieldOf(of.oddity); }),
     FileWarningRow::Of("reason", "What it is.", [](const auto& of) { return Describe(of); })});

using NearFieldRow = JsonRow<intake::IgnoredField>;
inline constexpr JsonTable kNearFieldTable(
    "near_field", "A field that was ignored though its name is near that of a known one.",
    {NearFieldRow::Of(
         "field", "Its name.", [](const auto& field) -> const auto& { return field.name; }),
     NearFieldRow::Of("near", "The known one.",
                      [](const auto& field) { return intake::NameOf(field.near); }),
     NearFieldRow::Of("count", "How often it was met.",
                      [](const auto& field) { return field.count; })});

using FileReportRow = JsonRow<FileReport>;
inline constexpr JsonTable kFileReportTable(
    "file_report", "What became of a file of the spool folder.",
    {FileReportRow::Of(
         "file", "Its name.", [](const auto& of) -> const auto& { return of.file; }),
     FileReportRow::Of("bytes", "B", "Its size.", [](const auto& of) { return of.bytes; }),
     FileReportRow::Of("sha256", "The digest of its bytes, hexadecimal.",
                       [](const auto& of) { return JsonIfAnyText(of.sha256); }),
     FileReportRow::Of(
         "at", "When it was.", [](const auto& of) -> const auto& { return of.at; }),
     FileReportRow::Of("outcome", "\"taken\", or \"refused\": not, or not all of it.",
                       [](const auto& of) {
                         return std::string_view(of.is_taken() ? "taken" : "refused");
                       }),
     FileReportRow::Of("reason", "Why it was refused, and where.",
                       [](const auto& of) { return JsonIfAnyText(of.reason); }),
     FileReportRow::Of("holds", "\"events\" or \"list\".",
                       [](const auto& of) { return JsonIfAnyText(of.holds); }),
     FileReportRow::Of("resumed",
                       "It was begun before, and is read once more: what was stored then counts as "
                       "duplicate.",
                       [](const auto& of) { return JsonIf(of.resumed, true); }),
     FileReportRow::Of("received", "events", "How many items there were.",
                       [](const auto& of) { return of.fed.totals.all(); }),
     FileReportRow::Of("stored", "events", "Those that are on record now.",
                       [](const auto& of) { return of.fed.totals.stored; }),
     FileReportRow::Of("duplicate", "events", "Those that were before.",
                       [](const auto& of) { return of.fed.totals.duplicate; }),
     FileReportRow::Of("quarantined", "events", "Those that could not be used.",
                       [](const auto& of) { return of.fed.totals.quarantined; }),
     FileReportRow::Object<kFileProblemTable>("problems", "Why, for the first of them.",
                                              [](const auto& of) {
                                                return std::span<const live::ItemProblem>(
                                                    of.fed.problems);
                                              }),
     FileReportRow::Of("problems_left_off", "events", "How many more there were.",
                       [](const auto& of) {
                         const auto more = of.fed.totals.quarantined -
                                           static_cast<int64_t>(of.fed.problems.size());
                         return JsonIf(more > 0, more);
                       }),
     FileReportRow::Object<kNearFieldTable>("ignored_fields", "Fields that look misspelt.",
                                            [](const auto& of) {
                                              const std::span<const intake::IgnoredField> fields(
                                                  of.ignored.fields);
                                              return JsonIf(!fields.empty(), fields);
                                            }),
     FileReportRow::Object<kFileWarningTable>("warnings", "What is odd, though it is on record.",
                                              [](const auto& of) {
                                                const std::span<const intake::Warning> first(
                                                    of.fed.warnings.first);
                                                return JsonIf(!first.empty(), first);
                                              }),
     FileReportRow::Of("warnings_left_off", "How many more there were.",
                       [](const auto& of) {
                         const auto more = of.fed.warnings.all -
                                           static_cast<int64_t>(of.fed.warnings.first.size());
                         return JsonIf(more > 0, more);
                       }),
     FileReportRow::Object<intake::kListReportTable>("list", "How a list was understood.",
                                                     [](const auto& of) {
                                                       return JsonIfAny<intake::ListReport>{
                                                           of.list};
                                                     })});

}  // namespace dunghan::spool
