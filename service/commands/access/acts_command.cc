#include "access/acts_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "aligned_table.h"
#include "app/token_acts.h"
#include "dunghan/base/escaped.h"
#include "dunghan/base/json_table.h"
#include "dunghan/base/text.h"
#include "dunghan/ledger/operator_acts.h"
#include "dunghan/ledger/quarantine_acts.h"
#include "dunghan/report/json_time.h"
#include "dunghan/statement/frozen.h"
#include "finish.h"

namespace dunghan::commands {
namespace {

struct Act {
  Instant at;
  std::optional<int64_t> seq;  ///< its entry; nothing: it is no entry of the record
  std::string_view kind;
  std::string who;
  std::string what;
  std::string reason;
};

void AddRulebooks(ledger::View& view, std::vector<Act>& acts) {
  const worktime::Zone& zone = view.rulebook().default_calendar().zone();
  for (const rulebook::Version& version : view.timeline().versions()) {
    const std::string from = version.effective_from ? "from " + zone.Format(*version.effective_from)
                                                    : "from the beginning";
    acts.push_back({version.recorded_at, version.seq, "rulebook", version.operator_name,
                    fmt::format("{} {}", ToHex(version.rulebook->digest()).substr(0, 12), from),
                    version.reason});
  }
}

Result<void> AddStatements(ledger::View& view, std::vector<Act>& acts) {
  const auto frozen = statement::FrozenIn(view);
  if (!frozen) return frozen.error();
  for (const auto& one : *frozen) {
    acts.push_back(
        {one.frozen_at, one.seq, "freeze", one.statement.actor, one.id, one.statement.reason});
  }
  return {};
}

Result<void> AddOthers(ledger::View& view, std::vector<Act>& acts) {
  return view.ForEachAct([&](ledger::StoredAct&& act) {
    if (act.kind != record::Kind::kAct) return true;
    if (const auto discarding = ledger::ReadDiscarding(act.bytes)) {
      const size_t count = discarding->ids.size();
      acts.push_back({act.recorded_at, act.seq, "discard", discarding->actor,
                      fmt::format("{} entr{} of quarantine", count, count == 1 ? "y" : "ies"),
                      discarding->reason});
    } else if (const auto sent = statement::ReadSent(act.bytes)) {
      acts.push_back({act.recorded_at, act.seq, "sent", sent->actor,
                      fmt::format("{} as {} of {}", sent->id, sent->number, FormatDate(sent->date)),
                      ""});
    } else if (const auto done = ledger::ReadOperatorAct(act.bytes)) {
      acts.push_back(
          {done->at, act.seq, ToString(done->kind), done->actor, done->what, done->reason});
    } else {
      acts.push_back({act.recorded_at, act.seq, "unknown", "", "of a newer program", ""});
    }
    return true;
  });
}

/// What the file of tokens says, and no daemon has put on record yet.
Result<void> AddTokens(ledger::View& view, const std::vector<access::Token>& tokens,
                       std::vector<Act>& acts) {
  const auto missing = app::NotOnRecord(app::ActsOfTokens(tokens), view);
  if (!missing) return missing.error();
  for (const ledger::OperatorAct& one : *missing) {
    acts.push_back({one.at, {}, ToString(one.kind), one.actor, one.what, one.reason});
  }
  return {};
}

struct ToldAct {
  const Act& act;
  const worktime::Zone& zone;
};
using ActRow = JsonRow<ToldAct>;
inline constexpr JsonTable kActTable(
    "act", "What an operator did.",
    {ActRow::Of("at", "When.", [](const auto& of) { return report::Zoned(of.act.at, of.zone); }),
     ActRow::Of("seq", "Its entry of the record; null: the file of tokens alone has it so far.",
                [](const auto& of) { return of.act.seq; }),
     ActRow::Of("act", "rulebook, freeze, sent, discard, look, token, revoke, restore, or unknown.",
                [](const auto& of) { return of.act.kind; }),
     ActRow::Of("who", "Who did it.", [](const auto& of) { return std::string_view(of.act.who); }),
     ActRow::Of("what", "What it was about.",
                [](const auto& of) { return std::string_view(of.act.what); }),
     ActRow::Of("reason", "Why.", [](const auto& of) { return JsonIfAnyText(of.act.reason); })});

using ActLines = AlignedTable<6>;

void PrintActs(const std::vector<Act>& acts, const worktime::Zone& zone, std::ostream& out) {
  ActLines table;
  std::vector<ActLines::Row> rows = {{"AT", "ENTRY", "ACT", "WHO", "WHAT", "REASON"}};
  for (const Act& act : acts) {
    rows.push_back({zone.Format(act.at), act.seq ? std::to_string(*act.seq) : "-",
                    std::string(act.kind), Escaped(act.who), Escaped(act.what),
                    Escaped(act.reason)});
  }
  for (const auto& row : rows) table.Measure(row);
  for (const auto& row : rows) table.Print(row, out);
}

}  // namespace

int RunActs(const ActsOptions& options, ledger::View& view,
            const std::vector<access::Token>& tokens, const Console& console) {
  if (options.format != "table" && options.format != "json") {
    return FailUsage(InvalidArgument(fmt::format("--format: expected table or json, got {}",
                                                 JsonQuote(options.format))),
                     console);
  }
  std::vector<Act> acts;
  AddRulebooks(view, acts);
  for (const auto add : {AddStatements, AddOthers}) {
    if (auto added = add(view, acts); !added) return Fail(added.error(), console);
  }
  if (auto added = AddTokens(view, tokens, acts); !added) return Fail(added.error(), console);
  std::stable_sort(acts.begin(), acts.end(),
                   [](const Act& a, const Act& b) { return a.at < b.at; });
  const worktime::Zone& zone = view.rulebook().default_calendar().zone();
  if (options.format == "table") {
    PrintActs(acts, zone, console.out);
    return 0;
  }
  std::string text;
  JsonWriter json(text);
  json.BeginObject();
  json.BeginArray("acts");
  for (const Act& act : acts) kActTable.Write(json, {act, zone});
  json.End();
  json.End();
  json.EndLine();
  return Print(text, console);
}

}  // namespace dunghan::commands
