#include "import/quarantine_command.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/operation_table.h"
#include "app/exit_code.h"
#include "dunghan/base/json_table.h"
#include "dunghan/base/text.h"
#include "dunghan/report/json_time.h"
#include "finish.h"
#include "import/import_writer.h"
#include "intake/event_decoder.h"
#include "intake/quarantine_retry.h"

namespace dunghan::commands {
namespace {

using ledger::QuarantineEntry;

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

std::string_view ToString(ledger::QuarantineState state) {
  switch (state) {
    case ledger::QuarantineState::kWaiting:
      return "waiting";
    case ledger::QuarantineState::kResolved:
      return "resolved";
    case ledger::QuarantineState::kDiscarded:
      return "discarded";
  }
  return {};
}

/// The dossier that the known fields name; empty: none.
std::string DossierOf(const QuarantineEntry& entry, simdjson::dom::parser& parser) {
  std::string_view dossier;
  if (entry.fields.empty()) return {};
  if (parser.parse(entry.fields)["dossier"].get(dossier) != simdjson::SUCCESS) return {};
  return std::string(dossier);
}

struct ToldEntry {
  const QuarantineEntry& entry;
  const worktime::Zone& zone;
};

using EntryRow = JsonRow<ToldEntry>;
constexpr JsonTable kEntryTable(
    "quarantine_entry", "Something that intake could not use.",
    {EntryRow::Of("id", "Its number.", [](const auto& told) { return told.entry.id; }),
     EntryRow::Of("state", "waiting, resolved or discarded.",
                  [](const auto& told) { return ToString(told.entry.state); }),
     EntryRow::Of("first_seen", "When it came first.",
                  [](const auto& told) { return report::Zoned(told.entry.first_seen, told.zone); }),
     EntryRow::Of("last_seen", "When it came last.",
                  [](const auto& told) { return report::Zoned(told.entry.last_seen, told.zone); }),
     EntryRow::Of("count", "How often it came.", [](const auto& told) { return told.entry.count; }),
     EntryRow::Of(
         "source", "From whom.", [](const auto& told) -> const auto& { return told.entry.source; }),
     EntryRow::Of("dossier", "The code that it names; empty: none.",
                  [](const auto& told) {
                    simdjson::dom::parser parser;
                    return DossierOf(told.entry, parser);
                  }),
     EntryRow::Of(
         "place", "Where it stood in what was sent.",
         [](const auto& told) -> const auto& { return told.entry.place; }),
     EntryRow::Of(
         "field", "The field that is wrong; empty: the whole.",
         [](const auto& told) -> const auto& { return told.entry.field; }),
     EntryRow::Of(
         "reason", "What is wrong.",
         [](const auto& told) -> const auto& { return told.entry.reason; }),
     EntryRow::Of("fields", "The known fields as they were sent; null: they could not be read.",
                  [](const auto& told) -> std::optional<JsonAsIs> {
                    if (told.entry.fields.empty()) return {};
                    return JsonAsIs{told.entry.fields};
                  }),
     EntryRow::Of("raw_size", "bytes", "How long it was.",
                  [](const auto& told) { return told.entry.raw_size; })});

/// Its bytes beside it. Escaped: JSON cannot carry bytes that are not UTF-8.
struct RawEntry {
  ToldEntry told;
  std::optional<std::string> raw;
};

using RawEntryRow = JsonRow<RawEntry>;
constexpr JsonTable kRawTable("quarantine_raw", "What was sent.",
                              {RawEntryRow::Of(
                                  "raw", "Its bytes, escaped; null: they are kept no longer.",
                                  [](const auto& of) -> const auto& { return of.raw; })});

/// Entries in pieces, so that memory does not grow with their number.
template <class Visit>
Result<void> ForEachEntry(ledger::QuarantineView& view, Visit visit) {
  constexpr int64_t kPiece = 1000;
  int64_t last = 0;
  while (true) {
    const auto entries = view.QuarantineAfter(last, kPiece);
    if (!entries) return entries.error();
    if (entries->empty()) return {};
    last = entries->back().id;
    for (const QuarantineEntry& entry : *entries) visit(entry);
  }
}

/// The cells of a line of the list.
using EntryCells = std::array<std::string, 8>;
const EntryCells kTitles = {"ID",      "COUNT", "LAST SEEN", "SOURCE",
                            "DOSSIER", "PLACE", "FIELD",     "REASON"};

EntryCells RowOf(const QuarantineEntry& entry, const LocalTimes& times,
                 simdjson::dom::parser& parser) {
  return {std::to_string(entry.id),
          std::to_string(entry.count),
          times(entry.last_seen),
          Escaped(entry.source),
          Escaped(DossierOf(entry, parser)),
          Escaped(entry.place),
          Escaped(entry.field),
          Escaped(entry.reason)};
}

/// Columns as wide as their widest cell so far; the last one is left as it is.
class QuarantineTable {
 public:
  void Measure(const EntryCells& row) {
    for (size_t i = 0; i < row.size(); ++i) widths_[i] = std::max(widths_[i], Columns(row[i]));
  }
  void Print(const EntryCells& row, std::ostream& out) const {
    for (size_t i = 0; i + 1 < row.size(); ++i) {
      const size_t width = Columns(row[i]);
      out << row[i] << std::string(std::max(widths_[i], width) - width + 2, ' ');
    }
    out << row.back() << '\n';
  }

 private:
  std::array<size_t, std::tuple_size_v<EntryCells>> widths_{};
};

/// Read twice: once for the widths. What comes in between may be wider, and then stands out.
Result<void> PrintTable(ledger::QuarantineView& view, const LocalTimes& times,
                        const Console& console) {
  QuarantineTable table;
  simdjson::dom::parser parser;
  bool none = true;
  table.Measure(kTitles);
  const auto measured = ForEachEntry(view, [&](const QuarantineEntry& entry) {
    table.Measure(RowOf(entry, times, parser));
    none = false;
  });
  if (!measured) return measured;
  if (none) {
    console.err << "nothing is quarantined\n";
    return {};
  }
  table.Print(kTitles, console.out);
  return ForEachEntry(view, [&](const QuarantineEntry& entry) {
    table.Print(RowOf(entry, times, parser), console.out);
  });
}

Result<void> PrintJson(ledger::QuarantineView& view, const LocalTimes& times, std::ostream& out) {
  std::string_view before = "[\n";
  const auto printed = ForEachEntry(view, [&](const QuarantineEntry& entry) {
    out << before << kEntryTable.ToText({entry, times.zone()});
    before = ",\n";
  });
  out << (before.front() == '[' ? "[]\n" : "]\n");
  return printed;
}

/// The bytes of an entry that could not be parsed; empty for the others.
Result<std::string> RawOf(ledger::QuarantineView& view, const QuarantineEntry& entry) {
  if (entry.raw_size == 0) return std::string();
  return view.RawBytes(entry);
}

}  // namespace

int ListQuarantine(ledger::QuarantineView& view, OutputForm form, const Console& console) {
  view.Release();
  const LocalTimes times(view);
  const auto printed = form == OutputForm::kJson ? PrintJson(view, times, console.out)
                                                 : PrintTable(view, times, console);
  return printed ? 0 : Fail(printed.error(), console);
}

int ShowQuarantine(ledger::QuarantineView& view, int64_t id, OutputForm form,
                   const Console& console) {
  const auto entry = view.FindQuarantine(id);
  if (!entry) return Fail(entry.error(), console);
  const LocalTimes times(view);
  const auto raw = RawOf(view, *entry);
  view.Release();
  if (form == OutputForm::kJson) {
    RawEntry told{{*entry, times.zone()}, {}};
    if (raw) told.raw = Escaped(*raw);
    std::string line;
    JsonWriter json(line);
    json.BeginObject();
    kEntryTable.WriteMembers(json, told.told);
    kRawTable.WriteMembers(json, told);
    json.End();
    json.EndLine();
    console.out << line;
    return 0;
  }
  const auto print = [&](std::string_view name, std::string_view value) {
    console.out << fmt::format("{:<12}", name) << Escaped(value) << '\n';
  };
  print("id", std::to_string(entry->id));
  const bool waits = entry->state == ledger::QuarantineState::kWaiting;
  print("state",
        waits ? "waiting" : fmt::format("{} {}", ToString(entry->state), times(entry->last_seen)));
  print("first seen", times(entry->first_seen));
  if (waits) print("last seen", times(entry->last_seen));
  print("count", std::to_string(entry->count));
  print("source", entry->source);
  simdjson::dom::parser parser;
  print("dossier", DossierOf(*entry, parser));
  print("place", entry->place);
  print("field", entry->field);
  print("reason", entry->reason);
  if (!entry->fields.empty()) {
    // Mostly plain already by JSON's own rules; then its backslashes are not doubled.
    const auto shown = IsPrintable(entry->fields) ? entry->fields : Escaped(entry->fields);
    console.out << fmt::format("{:<12}", "fields") << shown << '\n';
  }
  if (!raw) {
    print("bytes", fmt::format("{}, no longer kept", entry->raw_size));
  } else if (!raw->empty()) {
    print("bytes", *raw);
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

int PrintDiscarded(int64_t discarded, size_t asked, OutputForm form, const Console& console) {
  console.out << (form == OutputForm::kJson ? api::kDiscardedTable.ToText({discarded})
                                            : fmt::format("discarded {}", discarded))
              << '\n';
  if (discarded == static_cast<int64_t>(asked)) return app::kDone;
  console.err << fmt::format("{} of {} entries were not there\n",
                             static_cast<int64_t>(asked) - discarded, asked);
  return app::kFailed;
}

int RetryQuarantine(ledger::Ledger& ledger, const ImportRules& rules, std::span<const int64_t> ids,
                    OutputForm form, const Console& console) {
  intake::EventDecoder decoder(rules.codes, rules.rulebooks);
  ImportTotals totals;
  const auto done = intake::RetryQuarantine(ledger, decoder, ids, totals);
  // Of what was not to be found nothing was tried.
  if (!done && done.error().code == ErrorCode::kNotFound) return Fail(done.error(), console);
  PrintRetried(totals, form, console);
  return done ? 0 : Fail(done.error(), console);
}

int DiscardQuarantine(ledger::Ledger& ledger, std::span<const int64_t> ids, OutputForm form,
                      const Console& console) {
  const auto discarded = ledger.Discard(ids);
  if (!discarded) return Fail(discarded.error(), console);
  return PrintDiscarded(*discarded, ids.size(), form, console);
}

}  // namespace dunghan::commands
