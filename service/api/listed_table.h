#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dossier_query.h"
#include "dunghan/base/json_table.h"
#include "dunghan/report/json_time.h"

/// GET /api/v1/dossiers: an entry of the list, and the list.
namespace dunghan::api {

/// A dossier with the rules that its names and its zone are taken from.
class ListedEntry {
 public:
  ListedEntry(const Listed& dossier, const rulebook::Rulebook& rulebook, Instant now);

  const Listed& dossier() const { return dossier_; }
  AgencyCode holder() const { return holder_; }
  bool has_moved() const { return holder_ != dossier_.agency; }
  std::string_view NameOf(AgencyCode code) const;
  std::string_view ProcedureName() const;
  std::optional<report::ZonedInstant> At(const std::optional<Instant>& instant) const {
    return report::Zoned(instant, zone_);
  }
  std::optional<report::ZonedDue> Due() const;

 private:
  const Listed& dossier_;
  const rulebook::Rulebook& rulebook_;
  LocalDay day_;
  AgencyCode holder_;
  const worktime::Zone& zone_;
};

using ListedRow = JsonRow<ListedEntry>;
inline constexpr JsonTable kListedTable(
    "listed_dossier", "A dossier as lists show it.",
    {ListedRow::Of("code", "Its code.", [](const auto& of) { return of.dossier().code; }),
     ListedRow::Of("standing", "Where it stands.",
                   [](const auto& of) { return of.dossier().standing; }),
     ListedRow::Of("agency", "The code of the agency it was sent to.",
                   [](const auto& of) { return of.dossier().agency.text(); }),
     ListedRow::Of("agency_name", "Its name; the code where it is not known.",
                   [](const auto& of) { return of.NameOf(of.dossier().agency); }),
     ListedRow::Of("procedure", "The code of the procedure.",
                   [](const auto& of) { return of.dossier().procedure.text(); }),
     ListedRow::Of("procedure_name", "Its name; the code where it is not known.",
                   [](const auto& of) { return of.ProcedureName(); }),
     ListedRow::Of("received_at", "When it was received; null: it was not.",
                   [](const auto& of) { return of.At(of.dossier().received_at); }),
     ListedRow::Of("due", "The due; null: there is none.", [](const auto& of) { return of.Due(); }),
     ListedRow::Of("due_date", "Its local day.",
                   [](const auto& of) { return of.dossier().due_day; }),
     ListedRow::Of("overdue_from", "The first instant at which finishing is late.",
                   [](const auto& of) { return of.At(of.dossier().overdue_from); }),
     ListedRow::Of("holder", "Another agency that has it.",
                   [](const auto& of) { return JsonIf(of.has_moved(), of.holder().text()); }),
     ListedRow::Of("holder_name", "Its name.",
                   [](const auto& of) { return JsonIf(of.has_moved(), of.NameOf(of.holder())); }),
     ListedRow::Of("due_bucket", "Of an open one: how far it is from its due.",
                   [](const auto& of) -> JsonIfAny<board::DueBucket> {
                     return {of.dossier().bucket};
                   }),
     ListedRow::Of("ended_at", "Of an ended one: when it ended.",
                   [](const auto& of) -> JsonIfAny<report::ZonedInstant> {
                     return {of.At(of.dossier().ended_at)};
                   })});

/// Entries that have been written.
struct ListedPage {
  Instant now;
  const worktime::Zone& zone;
  dossier::Basis basis;
  bool is_simulated;
  std::vector<std::string_view> entries;
  std::optional<std::string> next;
};

using ListedPageRow = JsonRow<ListedPage>;
inline constexpr JsonTable kListedPageTable(
    "dossiers", "A page of a list of dossiers.",
    {ListedPageRow::Of("now", "The instant of the standings.",
                       [](const auto& page) { return report::Zoned(page.now, page.zone); }),
     ListedPageRow::Of("basis", "By which due: promised or lawful.",
                       [](const auto& page) { return page.basis; }),
     ListedPageRow::Of("simulated", "Whether the ledger is marked as simulated.",
                       [](const auto& page) { return page.is_simulated; }),
     ListedPageRow::Written<kListedTable>(
         "dossiers", "The entries.", [](const auto& page) -> const auto& { return page.entries; }),
     ListedPageRow::Of(
         "next", "The cursor of the next page; null: this is the last.",
         [](const auto& page) -> const auto& { return page.next; })});

}  // namespace dunghan::api
