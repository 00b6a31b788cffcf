#include "intake/table_mapping.h"

#include <algorithm>

#include "dunghan/base/text.h"
#include "dunghan/sheet/reading.h"

namespace dunghan::intake {
namespace {

constexpr std::array<std::string_view, kTableColumns> kColumnNames = {
    "dossier", "procedure", "agency", "counter", "channel", "received",
    "due",     "ended",     "state",  "alias",   "number",  "signed"};

/// The lowest in a heading over several columns says what it is.
std::string_view LeafOf(std::string_view plain) {
  const size_t slash = plain.rfind(" / ");
  return slash == std::string_view::npos ? plain : plain.substr(slash + 3);
}

template <class Meaning>
std::optional<Meaning> FirstIn(const std::vector<std::pair<std::string, Meaning>>& words,
                               std::string_view plain) {
  for (const auto& [part, meaning] : words) {
    if (plain.find(part) != std::string_view::npos) return meaning;
  }
  return {};
}

}  // namespace

std::optional<ListKind> ParseListKind(std::string_view text) {
  if (text == "dossiers") return ListKind::kDossiers;
  if (text == "apologies") return ListKind::kApologies;
  return {};
}

std::string_view ToString(TableColumn column) { return kColumnNames[static_cast<size_t>(column)]; }

bool MappedColumns::Usable() const {
  const auto has = [this](TableColumn column) { return (*this)[column] >= 0; };
  if (kind == ListKind::kApologies) {
    return has(TableColumn::kDossier) && has(TableColumn::kSigned);
  }
  return has(TableColumn::kDossier) && (has(TableColumn::kReceived) || has(TableColumn::kDue));
}

MappedColumns MapColumns(const TableMapping& mapping, const sheet::TableHead& head) {
  MappedColumns columns;
  columns.kind = mapping.kind;
  columns.at.fill(-1);
  std::vector<bool> used(head.headings.size());
  for (size_t i = 0; i < kTableColumns; ++i) {
    // The heading that stands first among those known: a code before a name.
    for (const std::string& known : mapping.headings[i]) {
      const auto found = std::find_if(
          head.headings.begin(), head.headings.end(),
          [&](const sheet::Heading& heading) { return LeafOf(heading.plain) == known; });
      if (found == head.headings.end()) continue;
      const auto place = static_cast<size_t>(found - head.headings.begin());
      // A list whose only code is the number of its receipts has dossiers of these codes, and no
      // aliases: kDossier came first.
      if (used[place]) continue;
      used[place] = true;
      columns.at[i] = found->column;
      ++columns.found;
      break;
    }
  }
  for (size_t i = 0; i < used.size(); ++i) {
    if (!used[i]) columns.passed_by.push_back(head.headings[i].text);
  }
  return columns;
}

std::vector<std::string_view> KnownHeadings(const std::vector<TableMapping>& mappings) {
  std::vector<std::string_view> known;
  for (const TableMapping& mapping : mappings) {
    for (const auto& headings : mapping.headings) {
      known.insert(known.end(), headings.begin(), headings.end());
    }
  }
  return known;
}

std::optional<dossier::SaidState> StateOf(const TableMapping& mapping, const sheet::Cell& cell) {
  const std::string plain = sheet::Plain(cell.text);
  if (const auto number = ParseInteger(plain); number && *number >= 1 && *number <= 10) {
    return static_cast<dossier::SaidState>(*number);
  }
  return FirstIn(mapping.states, plain);
}

std::optional<dossier::Channel> ChannelOf(const TableMapping& mapping, const sheet::Cell& cell) {
  return FirstIn(mapping.channels, sheet::Plain(cell.text));
}

}  // namespace dunghan::intake
