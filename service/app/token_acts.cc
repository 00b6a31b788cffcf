#include "app/token_acts.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "dunghan/ledger/view.h"

namespace dunghan::app {

using ledger::OperatorAct;

std::vector<OperatorAct> ActsOfTokens(const std::vector<access::Token>& tokens) {
  std::vector<OperatorAct> acts;
  for (const access::Token& token : tokens) {
    std::string what = fmt::format("{} of the role {}", token.name, ToString(token.role));
    if (!token.source.empty()) what += fmt::format(", source {}", token.source);
    for (const std::string& agency : token.agencies) what += fmt::format(", agency {}", agency);
    if (!token.holder.empty()) what += fmt::format(", of {}", token.holder);
    acts.push_back(
        {OperatorAct::Kind::kTokenMade, token.created, token.created_by, std::move(what), {}});
    if (!token.revoked) continue;
    acts.push_back({OperatorAct::Kind::kTokenRevoked, *token.revoked, token.revoked_by, token.name,
                    token.reason});
  }
  std::stable_sort(acts.begin(), acts.end(),
                   [](const OperatorAct& a, const OperatorAct& b) { return a.at < b.at; });
  return acts;
}

Result<std::vector<OperatorAct>> NotOnRecord(std::vector<OperatorAct> acts,
                                             ledger::RecordView& view) {
  if (acts.empty()) return acts;
  const auto read = view.ForEachAct([&](ledger::StoredAct&& stored) {
    if (stored.kind != record::Kind::kAct) return true;
    if (const auto known = ledger::ReadOperatorAct(stored.bytes)) std::erase(acts, *known);
    return true;
  });
  if (!read) return read.error();
  return acts;
}

Result<std::optional<ledger::Position>> NoteTokens(const std::filesystem::path& tokens,
                                                   ledger::Ledger& ledger) {
  const auto made = access::ReadTokens(tokens);
  if (!made) return made.error();
  auto view = ledger.OpenView();
  if (!view) return view.error();
  const auto missing = NotOnRecord(ActsOfTokens(*made), **view);
  if (!missing) return missing.error();
  view->reset();
  if (missing->empty()) return std::optional<ledger::Position>();
  ledger::Acts acts;
  acts.seen = ledger.position().seq;
  for (const OperatorAct& act : *missing) acts.entries.push_back(ledger::WriteOperatorAct(act));
  const auto recorded = ledger.Record(acts);
  if (!recorded) return recorded.error();
  return std::optional(*recorded);
}

}  // namespace dunghan::app
