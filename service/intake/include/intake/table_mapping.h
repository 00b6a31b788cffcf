#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/dossier/event.h"
#include "dunghan/sheet/table.h"

/// Which columns of somebody's list of dossiers mean what.
namespace dunghan::intake {

/// What a row of a list tells.
enum class ListKind : uint8_t {
  kDossiers,   ///< how a dossier stands: a snapshot
  kApologies,  ///< that a letter of apology was signed: `apologised`
};
std::optional<ListKind> ParseListKind(std::string_view text);  ///< "dossiers", "apologies"

/// What a column tells of a dossier, or of a letter.
enum class TableColumn : uint8_t {
  kDossier,
  kProcedure,
  kAgency,
  kCounter,
  kChannel,
  kReceived,
  kDue,
  kEnded,
  kState,
  kAlias,  ///< another code beside that of kDossier
  // Of letters of apology, whose new appointment is `due`.
  kNumber,
  kSigned,
};
inline constexpr size_t kTableColumns = 12;
std::string_view ToString(TableColumn column);  ///< "dossier"

/// A mapping as a file has it (config/mappings.toml): texts as sheet::Plain has them.
struct TableMapping {
  std::string name;
  std::string title;
  ListKind kind = ListKind::kDossiers;
  std::array<std::vector<std::string>, kTableColumns> headings;  ///< by column, the first first
  std::vector<std::pair<std::string, dossier::SaidState>> states;
  std::vector<std::pair<std::string, dossier::Channel>> channels;
  std::map<std::string, std::string> agencies;    ///< name -> code
  std::map<std::string, std::string> procedures;  ///< likewise
  std::string agency;  ///< of every row, where no column tells it; may be empty
};

struct LoadedMappings {
  std::vector<TableMapping> mappings;
  std::vector<Problem> problems;
};
/// Every problem of the document with its line. `file` is for messages.
LoadedMappings ReadMappings(std::string_view text, const std::string& file);
LoadedMappings LoadMappings(const std::filesystem::path& file);
/// Those the program comes with.
const std::vector<TableMapping>& BuiltInMappings();

/// Where a table has the columns of a mapping; -1: nowhere.
struct MappedColumns {
  ListKind kind = ListKind::kDossiers;
  std::array<int, kTableColumns> at{};
  std::vector<std::string> passed_by;  ///< headings of columns that are not read
  int found = 0;

  int operator[](TableColumn column) const { return at[static_cast<size_t>(column)]; }
  /// The code of a dossier, and its receipt or its due; or the day on which a letter was signed.
  bool Usable() const;
};
MappedColumns MapColumns(const TableMapping& mapping, const sheet::TableHead& head);

/// All headings that any of the mappings knows, for finding the table in a sheet. The texts are
/// theirs.
std::vector<std::string_view> KnownHeadings(const std::vector<TableMapping>& mappings);

/// The state that a cell's words mean, or its number from 1 to 10 by the national portal; nothing:
/// not known.
std::optional<dossier::SaidState> StateOf(const TableMapping& mapping, const sheet::Cell& cell);
std::optional<dossier::Channel> ChannelOf(const TableMapping& mapping, const sheet::Cell& cell);

}  // namespace dunghan::intake
