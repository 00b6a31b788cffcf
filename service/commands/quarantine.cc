#include "commands/quarantine.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "commands/failure.h"
#include "commands/import_writer.h"
#include "dunghan/base/text.h"
#include "intake/event_decoder.h"
#include "intake/quarantine_retry.h"

namespace dunghan::commands {
namespace {

using ledger::QuarantineEntry;

/// Instants as the office's clock shows them.
class Times {
 public:
  explicit Times(const ledger::View& view) : zone_(view.rulebook().default_calendar().zone()) {}
  std::string operator()(Instant instant) const { return zone_.Format(instant); }

 private:
  const worktime::Zone& zone_;
};

std::string ToJson(const QuarantineEntry& entry, const Times& times) {
  return fmt::format(
      R"({{"id":{},"first_seen":"{}","last_seen":"{}","count":{},"source":{},"place":{},"field":{},)"
      R"("reason":{},"fields":{},"raw_size":{}}})",
      entry.id, times(entry.first_seen), times(entry.last_seen), entry.count,
      JsonQuote(entry.source), JsonQuote(entry.place), JsonQuote(entry.field),
      JsonQuote(entry.reason), entry.fields.empty() ? "null" : entry.fields, entry.raw_size);
}

/// Rows in columns as wide as their widest cell; the last column is left as it is.
void PrintTable(const std::vector<std::vector<std::string>>& rows, std::ostream& out) {
  std::vector<size_t> widths(rows.front().size());
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], Columns(row[i]));
  }
  for (const auto& row : rows) {
    for (size_t i = 0; i + 1 < row.size(); ++i) {
      out << row[i] << std::string(widths[i] - Columns(row[i]) + 2, ' ');
    }
    out << row.back() << '\n';
  }
}

/// The bytes of an entry that could not be parsed; empty for the others.
Result<std::string> RawOf(ledger::View& view, const QuarantineEntry& entry) {
  if (entry.raw_size == 0) return std::string();
  return view.RawBytes(entry);
}

Result<std::vector<QuarantineEntry>> Select(ledger::View& view, std::span<const int64_t> ids) {
  if (ids.empty()) return view.Quarantine();
  std::vector<QuarantineEntry> entries;
  for (const int64_t id : ids) {
    // Named twice is meant once: the second retry would find it dealt with.
    const auto same = [&](const QuarantineEntry& entry) { return entry.id == id; };
    if (std::any_of(entries.begin(), entries.end(), same)) continue;
    auto entry = view.FindQuarantine(id);
    if (!entry) return entry.error();
    entries.push_back(std::move(*entry));
  }
  return entries;
}

}  // namespace

int ListQuarantine(ledger::View& view, OutputForm form, const Console& console) {
  const auto entries = view.Quarantine();
  if (!entries) return Fail(entries.error(), console);
  view.Release();
  const Times times(view);
  if (form == OutputForm::kJson) {
    console.out << '[';
    for (size_t i = 0; i < entries->size(); ++i) {
      console.out << (i == 0 ? "\n" : ",\n") << ToJson((*entries)[i], times);
    }
    console.out << "]\n";
    return 0;
  }
  if (entries->empty()) {
    console.err << "nothing is quarantined\n";
    return 0;
  }
  std::vector<std::vector<std::string>> rows = {
      {"ID", "COUNT", "LAST SEEN", "SOURCE", "PLACE", "FIELD", "REASON"}};
  for (const auto& entry : *entries) {
    rows.push_back({std::to_string(entry.id), std::to_string(entry.count), times(entry.last_seen),
                    Escaped(entry.source), Escaped(entry.place), Escaped(entry.field),
                    Escaped(entry.reason)});
  }
  PrintTable(rows, console.out);
  return 0;
}

int ShowQuarantine(ledger::View& view, int64_t id, OutputForm form, const Console& console) {
  const auto entry = view.FindQuarantine(id);
  if (!entry) return Fail(entry.error(), console);
  const Times times(view);
  const auto raw = RawOf(view, *entry);
  view.Release();
  if (form == OutputForm::kJson) {
    std::string json = ToJson(*entry, times);
    json.pop_back();
    // Escaped first: JSON cannot carry bytes that are not UTF-8.
    console.out << json << R"(,"raw":)" << (raw ? JsonQuote(Escaped(*raw)) : "null") << "}\n";
    return 0;
  }
  const auto print = [&](std::string_view name, std::string_view value) {
    console.out << fmt::format("{:<12}", name) << Escaped(value) << '\n';
  };
  print("id", std::to_string(entry->id));
  print("first seen", times(entry->first_seen));
  print("last seen", times(entry->last_seen));
  print("count", std::to_string(entry->count));
  print("source", entry->source);
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

int RetryQuarantine(ledger::Ledger& ledger, const ImportRules& rules, std::span<const int64_t> ids,
                    OutputForm form, const Console& console) {
  std::vector<QuarantineEntry> entries;
  {
    const auto view = ledger.OpenView();
    if (!view) return Fail(view.error(), console);
    auto selected = Select(**view, ids);
    if (!selected) return Fail(selected.error(), console);
    entries = std::move(*selected);
  }
  intake::EventDecoder decoder(rules.codes, rules.rulebooks);
  ImportTotals totals;
  const auto done = intake::RetryQuarantine(ledger, decoder, entries, totals);
  if (form == OutputForm::kJson) {
    console.out << fmt::format(
        R"({{"retried":{},"stored":{},"duplicate":{},"still_quarantined":{}}})", totals.all(),
        totals.stored, totals.duplicate, totals.quarantined);
  } else {
    console.out << fmt::format("retried {}: stored {}, duplicate {}, still quarantined {}",
                               totals.all(), totals.stored, totals.duplicate, totals.quarantined);
  }
  console.out << '\n';
  return done ? 0 : Fail(done.error(), console);
}

int DiscardQuarantine(ledger::Ledger& ledger, std::span<const int64_t> ids, OutputForm form,
                      const Console& console) {
  const auto discarded = ledger.Discard(ids);
  if (!discarded) return Fail(discarded.error(), console);
  console.out << (form == OutputForm::kJson ? fmt::format(R"({{"discarded":{}}})", *discarded)
                                            : fmt::format("discarded {}", *discarded))
              << '\n';
  if (*discarded == static_cast<int64_t>(ids.size())) return 0;
  console.err << fmt::format("{} of {} entries were not there\n",
                             static_cast<int64_t>(ids.size()) - *discarded, ids.size());
  return 1;
}

}  // namespace dunghan::commands
