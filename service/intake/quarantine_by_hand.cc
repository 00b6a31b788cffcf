#include "intake/quarantine_by_hand.h"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "dunghan/base/identifier.h"
#include "dunghan/base/text.h"
#include "dunghan/ledger/operator_acts.h"
#include "dunghan/ledger/quarantine_acts.h"
#include "dunghan/ledger/view.h"

namespace dunghan::intake {
namespace {

constexpr size_t kLongestReason = 1'000;

}  // namespace

Result<void> CheckDoneBy(const DoneBy& by) {
  if (by.actor.empty()) return InvalidArgument("operator: missing; expected who does it");
  if (by.reason.empty()) return InvalidArgument("reason: missing; expected why");
  if (by.reason.size() <= kLongestReason && IsPrintable(by.reason) && IsName(by.reason)) return {};
  return InvalidArgument(
      fmt::format("reason: expected text of at most {} printable characters", kLongestReason));
}

Result<int64_t> DiscardQuarantine(ledger::Ledger& ledger, std::span<const int64_t> ids,
                                  const DoneBy& by) {
  if (auto said = CheckDoneBy(by); !said) return said.error();
  std::set<int64_t> waiting;
  for (const int64_t id : ids) {
    const auto entry = ledger.FindQuarantine(id);
    if (!entry && entry.error().code != ErrorCode::kNotFound) return entry.error();
    if (entry && entry->state == ledger::QuarantineState::kWaiting) waiting.insert(id);
  }
  if (waiting.empty()) return int64_t{0};
  ledger::Discarding discarding{
      .ids = {waiting.begin(), waiting.end()}, .actor = by.actor, .reason = by.reason};
  return ledger.Discard(discarding.ids, {record::Kind::kAct, ledger::WriteDiscarding(discarding)});
}

Result<std::string> LookAtBytes(ledger::Ledger& ledger, int64_t id, const DoneBy& by, Instant now) {
  if (auto said = CheckDoneBy(by); !said) return said.error();
  auto view = ledger.OpenView();
  if (!view) return view.error();
  const auto entry = (*view)->FindQuarantine(id);
  if (!entry) return entry.error();
  if (entry->raw_size == 0) {
    return InvalidArgument(
        fmt::format("quarantine entry {} could be parsed: its fields are all that is kept", id));
  }
  auto bytes = (*view)->RawBytes(*entry);
  if (!bytes) return bytes.error();
  view->reset();
  ledger::Acts acts;
  acts.seen = ledger.position().seq;
  acts.entries.push_back(ledger::WriteOperatorAct(
      {ledger::OperatorAct::Kind::kLooked, now, by.actor,
       fmt::format("bytes of quarantine entry {}, of {}", id, JsonQuote(entry->source)),
       by.reason}));
  if (const auto recorded = ledger.Record(acts); !recorded) return recorded.error();
  return std::move(*bytes);
}

}  // namespace dunghan::intake
