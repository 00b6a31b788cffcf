#include "dunghan/statement/frozen.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "dunghan/ledger/ledger.h"

namespace dunghan::statement {
namespace {

/// A period may hold what a file name should not: "bc:2026-06", "2026-06-01..2026-06-15".
std::string InFileName(std::string_view text) {
  std::string name;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       c == '-' || c == '.';
    const bool range = text.substr(i).starts_with("..");
    if (range) ++i;
    name += range ? '_' : plain ? c : '-';
  }
  return name;
}

Error Unknown(const ledger::StoredAct& act, std::string_view what) {
  return Internal(fmt::format("entry {} of the record is {} that this program does not understand",
                              act.seq, what),
                  "of a newer version?");
}

void TakeSent(std::vector<FrozenOnRecord>& frozen, Sent sent) {
  const auto one = std::find_if(frozen.begin(), frozen.end(),
                                [&](const FrozenOnRecord& of) { return of.id == sent.id; });
  if (one != frozen.end()) one->sent = std::move(sent);
}

/// Those that `wanted` says of, by id, the others without their JSON.
Result<std::vector<FrozenOnRecord>> Read(ledger::RecordView& view, std::string_view wanted) {
  std::vector<FrozenOnRecord> frozen;
  std::optional<Error> fault;
  const auto read = view.ForEachAct([&](ledger::StoredAct&& act) {
    if (act.kind == record::Kind::kAct) {
      // An act of another sort is no business of a statement.
      if (auto sent = ReadSent(act.bytes)) TakeSent(frozen, std::move(*sent));
      return true;
    }
    auto statement = ReadFrozen(act.bytes, WithJson::kNo);
    if (!statement) {
      fault = Unknown(act, "a frozen statement");
      return false;
    }
    std::string id = IdOf(*statement);
    if (id == wanted) statement = ReadFrozen(act.bytes);
    if (!statement) {
      fault = Unknown(act, "a frozen statement");
      return false;
    }
    frozen.push_back({std::move(id), act.seq, act.recorded_at, std::move(*statement), {}});
    return true;
  });
  if (!read) return read.error();
  if (fault) return *fault;
  return frozen;
}

}  // namespace

std::string CurrentDefinition() {
  return fmt::format("{}.{}", ledger::DerivationVersion(), kFormVersion);
}

bool operator==(const FrozenStatement& a, const FrozenStatement& b) {
  const auto all = [](const FrozenStatement& of) {
    return std::tie(of.identity, of.edition, of.reason, of.actor, of.definition, of.settings,
                    of.program, of.position.seq, of.position.at, of.position.chain, of.digest,
                    of.json, of.files);
  };
  return all(a) == all(b);
}

std::string IdOf(const FrozenStatement& statement) {
  const FrozenIdentity& of = statement.identity;
  Sha256Stream stream;
  for (const std::string_view part :
       {std::string_view(of.form), std::string_view(of.period), std::string_view(of.basis),
        std::string_view(of.by), std::string_view(of.tree), std::string_view(of.agency),
        std::string_view(of.language)}) {
    stream.Add(fmt::format("{}:{}\n", part.size(), part));
  }
  stream.Add(fmt::format("{}\n", statement.edition));
  stream.Add(statement.digest);
  return fmt::format("DH-{}-{}-{}-{}", InFileName(of.period), InFileName(of.form),
                     statement.edition, ToHex(stream.Finish()).substr(0, 8));
}

Result<std::vector<FrozenOnRecord>> FrozenIn(ledger::RecordView& view) { return Read(view, {}); }

Result<FrozenOnRecord> FindFrozen(ledger::RecordView& view, std::string_view id) {
  auto all = Read(view, id);
  if (!all) return all.error();
  for (FrozenOnRecord& one : *all) {
    if (one.id == id) return std::move(one);
  }
  return NotFound(fmt::format("no frozen statement {}; dunghan report list names them", id));
}

const FrozenOnRecord* Counting(const std::vector<FrozenOnRecord>& frozen,
                               const FrozenIdentity& identity) {
  const FrozenOnRecord* counts = nullptr;
  for (const FrozenOnRecord& one : frozen) {
    if (!(one.statement.identity == identity)) continue;
    if (!counts || one.sent || !counts->sent) counts = &one;
  }
  return counts;
}

}  // namespace dunghan::statement
