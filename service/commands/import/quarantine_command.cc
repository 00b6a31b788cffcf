#include "import/quarantine_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aligned_table.h"
#include "api/operation_table.h"
#include "api/quarantine_table.h"
#include "app/exit_code.h"
#include "dunghan/base/escaped.h"
#include "dunghan/base/json_table.h"
#include "dunghan/base/text.h"
#include "dunghan/report/json_time.h"
#include "finish.h"
#include "import/import_writer.h"
#include "intake/event_decoder.h"
#include "intake/quarantine_groups.h"
#include "intake/quarantine_retry.h"

namespace dunghan::commands {
namespace {

using intake::QuarantineBy;
using intake::QuarantineFilter;
using ledger::QuarantineEntry;
using Discarded = std::optional<ledger::DiscardingOnRecord>;

/// Instants as the office's clock shows them.
class LocalTimes {
 public:
  explicit LocalTimes(const ledger::Viewpoint& view)
      : zone_(view.rulebook().default_calendar().zone()) {}
  std::string operator()(Instant instant) const { return zone_.Format(instant); }
  const worktime::Zone& zone() const { return zone_; }

 private:
  const worktime::Zone& zone_;
};

void SayNone(const QuarantineFilter& filter, const Console& console) {
  console.err << (filter.is_all() ? "nothing is quarantined\n"
                                  : "nothing that is quarantined is meant\n");
}

using EntryTable = AlignedTable<8>;
const EntryTable::Row kTitles = {"ID",      "COUNT", "LAST SEEN", "SOURCE",
                                 "DOSSIER", "PLACE", "FIELD",     "REASON"};

EntryTable::Row RowOf(const QuarantineEntry& entry, const LocalTimes& times) {
  return {std::to_string(entry.id),
          std::to_string(entry.count),
          times(entry.last_seen),
          Escaped(entry.source),
          Escaped(intake::DossierNamedIn(entry)),
          Escaped(entry.place),
          Escaped(entry.field),
          Escaped(entry.reason)};
}

/// Read twice: once for the widths. What comes in between may be wider, and then stands out.
Result<void> PrintTable(ledger::QuarantineView& view, const QuarantineFilter& filter,
                        const LocalTimes& times, const Console& console) {
  EntryTable table;
  bool none = true;
  table.Measure(kTitles);
  const auto measured = intake::ForEachWaiting(view, filter, 0, [&](const QuarantineEntry& entry) {
    table.Measure(RowOf(entry, times));
    none = false;
    return true;
  });
  if (!measured) return measured;
  if (none) {
    SayNone(filter, console);
    return {};
  }
  table.Print(kTitles, console.out);
  return intake::ForEachWaiting(view, filter, 0, [&](const QuarantineEntry& entry) {
    table.Print(RowOf(entry, times), console.out);
    return true;
  });
}

Result<void> PrintJson(ledger::QuarantineView& view, const QuarantineFilter& filter,
                       const LocalTimes& times, std::ostream& out) {
  std::string_view before = "[\n";
  const auto printed = intake::ForEachWaiting(view, filter, 0, [&](const QuarantineEntry& entry) {
    out << before << api::kQuarantineEntryTable.ToText({entry, times.zone()});
    before = ",\n";
    return true;
  });
  out << (before.front() == '[' ? "[]\n" : "]\n");
  return printed;
}

using Groups = std::vector<intake::QuarantineGroup>;

void PrintGroupsAsJson(const Groups& groups, QuarantineBy by, const LocalTimes& times,
                       std::ostream& out) {
  std::string_view before = "[\n";
  for (const auto& group : groups) {
    out << before << api::kQuarantineGroupTable.ToText({group, by, times.zone()});
    before = ",\n";
  }
  out << (groups.empty() ? "[]\n" : "]\n");
}

void PrintGroupsByReason(const Groups& groups, const LocalTimes& times, std::ostream& out) {
  AlignedTable<8> table;
  std::vector<AlignedTable<8>::Row> rows = {
      {"ENTRIES", "COUNT", "FIRST SEEN", "LAST SEEN", "EXAMPLE", "AT", "FIELD", "REASON"}};
  for (const auto& group : groups) {
    rows.push_back({std::to_string(group.entries), std::to_string(group.times),
                    times(group.first_seen), times(group.last_seen),
                    std::to_string(group.example.id), Escaped(group.example.place),
                    Escaped(group.field), Escaped(group.reason)});
  }
  for (const auto& row : rows) table.Measure(row);
  for (const auto& row : rows) table.Print(row, out);
}

void PrintGroupsBySource(const Groups& groups, const LocalTimes& times, std::ostream& out) {
  AlignedTable<7> table;
  std::vector<AlignedTable<7>::Row> rows = {
      {"SOURCE", "ENTRIES", "COUNT", "FIRST SEEN", "LAST SEEN", "EXAMPLE", "ITS REASON"}};
  for (const auto& group : groups) {
    rows.push_back({Escaped(group.source), std::to_string(group.entries),
                    std::to_string(group.times), times(group.first_seen), times(group.last_seen),
                    std::to_string(group.example.id), Escaped(group.example.reason)});
  }
  for (const auto& row : rows) table.Measure(row);
  for (const auto& row : rows) table.Print(row, out);
}

void PrintAloneAsJson(const QuarantineEntry& entry, const Discarded& discarding,
                      const LocalTimes& times, std::ostream& out) {
  const api::ToldEntry told{entry, times.zone()};
  std::string line;
  JsonWriter json(line);
  json.BeginObject();
  api::kQuarantineEntryTable.WriteMembers(json, told);
  api::kQuarantineSettledTable.WriteMembers(json, {told, discarding});
  json.End();
  json.EndLine();
  out << line;
}

void PrintAlone(const QuarantineEntry& entry, const Discarded& discarding, const LocalTimes& times,
                std::ostream& out) {
  const auto print = [&](std::string_view name, std::string_view value) {
    out << fmt::format("{:<12}", name) << Escaped(value) << '\n';
  };
  print("id", std::to_string(entry.id));
  const bool waits = entry.state == ledger::QuarantineState::kWaiting;
  print("state",
        waits ? "waiting" : fmt::format("{} {}", ToString(entry.state), times(entry.last_seen)));
  if (discarding) {
    print("by", discarding->what.actor);
    print("because", discarding->what.reason);
  }
  print("first seen", times(entry.first_seen));
  if (waits) print("last seen", times(entry.last_seen));
  print("count", std::to_string(entry.count));
  print("source", entry.source);
  print("dossier", intake::DossierNamedIn(entry));
  print("place", entry.place);
  print("field", entry.field);
  print("reason", entry.reason);
  if (!entry.fields.empty()) {
    // Mostly plain already by JSON's own rules; then its backslashes are not doubled.
    const auto shown = IsPrintable(entry.fields) ? entry.fields : Escaped(entry.fields);
    out << fmt::format("{:<12}", "fields") << shown << '\n';
  }
  if (entry.raw_size > 0) {
    print("bytes",
          fmt::format("{}; shown with --bytes --reason, which goes on record", entry.raw_size));
  }
}

}  // namespace

int ListQuarantine(ledger::QuarantineView& view, OutputForm form, const Console& console,
                   const QuarantineFilter& filter) {
  view.Release();
  const LocalTimes times(view);
  const auto printed = form == OutputForm::kJson ? PrintJson(view, filter, times, console.out)
                                                 : PrintTable(view, filter, times, console);
  return printed ? 0 : Fail(printed.error(), console);
}

int ListQuarantineGroups(ledger::QuarantineView& view, QuarantineBy by, OutputForm form,
                         const Console& console, const QuarantineFilter& filter) {
  view.Release();
  const LocalTimes times(view);
  const auto groups = intake::GroupQuarantine(view, by, filter);
  if (!groups) return Fail(groups.error(), console);
  if (form == OutputForm::kJson) {
    PrintGroupsAsJson(*groups, by, times, console.out);
  } else if (groups->empty()) {
    SayNone(filter, console);
  } else if (by == QuarantineBy::kReason) {
    PrintGroupsByReason(*groups, times, console.out);
  } else {
    PrintGroupsBySource(*groups, times, console.out);
  }
  return 0;
}

int ShowQuarantined(ledger::View& view, int64_t id, OutputForm form, const Console& console) {
  const auto discarding = ledger::DiscardingOf(view, id);
  if (!discarding) return Fail(discarding.error(), console);
  return ShowQuarantine(view, id, form, console, *discarding);
}

int ShowQuarantine(ledger::QuarantineView& view, int64_t id, OutputForm form,
                   const Console& console, const Discarded& discarding) {
  const auto entry = view.FindQuarantine(id);
  if (!entry) return Fail(entry.error(), console);
  const LocalTimes times(view);
  view.Release();
  // What was sent again since waits again.
  const bool is_discarded = entry->state == ledger::QuarantineState::kDiscarded;
  const Discarded settled = is_discarded ? discarding : Discarded();
  if (form == OutputForm::kJson) {
    PrintAloneAsJson(*entry, settled, times, console.out);
  } else {
    PrintAlone(*entry, settled, times, console.out);
  }
  return 0;
}

void PrintRetried(const ledger::OutcomeCounts& counts, OutputForm form, const Console& console) {
  if (form == OutputForm::kJson) {
    console.out << api::kRetriedTable.ToText(counts);
  } else {
    console.out << fmt::format("retried {}: stored {}, duplicate {}, still quarantined {}",
                               counts.all(), counts.stored, counts.duplicate, counts.quarantined);
  }
  console.out << '\n';
}

void PrintLookedAt(std::string_view raw, OutputForm form, const Console& console) {
  console.out << (form == OutputForm::kJson ? api::kLookedAtTable.ToText({std::string(raw)})
                                            : std::string(raw))
              << '\n';
}

int PrintDiscarded(int64_t discarded, size_t asked, OutputForm form, const Console& console) {
  console.out << (form == OutputForm::kJson ? api::kDiscardedTable.ToText({discarded})
                                            : fmt::format("discarded {}", discarded))
              << '\n';
  if (discarded == static_cast<int64_t>(asked)) return app::kDone;
  console.err << fmt::format("{} of {} entries were not there\n",
                             static_cast<int64_t>(asked) - discarded, asked);
  return app::kFailed;
}

int LookAtQuarantine(ledger::Ledger& ledger, int64_t id, const intake::DoneBy& by, Instant now,
                     OutputForm form, const Console& console) {
  const auto bytes = intake::LookAtBytes(ledger, id, by, now);
  if (!bytes) return Fail(bytes.error(), console);
  PrintLookedAt(Escaped(*bytes), form, console);
  return app::kDone;
}

int RetryQuarantine(ledger::Ledger& ledger, const ImportRules& rules, std::span<const int64_t> ids,
                    OutputForm form, const Console& console, const QuarantineFilter& filter) {
  intake::EventDecoder decoder(rules.codes, rules.rulebooks);
  ImportTotals totals;
  const auto done = ids.empty() ? intake::RetryQuarantine(ledger, decoder, filter, totals)
                                : intake::RetryQuarantine(ledger, decoder, ids, totals);
  // Of what was not to be found nothing was tried.
  if (!done && done.error().code == ErrorCode::kNotFound) return Fail(done.error(), console);
  PrintRetried(totals, form, console);
  return done ? 0 : Fail(done.error(), console);
}

int DiscardQuarantine(ledger::Ledger& ledger, std::span<const int64_t> ids,
                      const intake::DoneBy& by, OutputForm form, const Console& console) {
  const auto discarded = intake::DiscardQuarantine(ledger, ids, by);
  if (!discarded) return Fail(discarded.error(), console);
  return PrintDiscarded(*discarded, ids.size(), form, console);
}

}  // namespace dunghan::commands
