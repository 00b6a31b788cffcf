#include "intake/quarantine_discard.h"

#include <fmt/format.h>

#include <set>

#include "dunghan/base/identifier.h"
#include "dunghan/base/text.h"
#include "dunghan/ledger/quarantine_acts.h"

namespace dunghan::intake {
namespace {

constexpr size_t kLongestReason = 1'000;

}  // namespace

Result<void> CheckDiscardedBy(const DiscardedBy& by) {
  if (by.actor.empty()) return InvalidArgument("operator: missing; expected who discards them");
  if (by.reason.empty()) return InvalidArgument("reason: missing; expected why they are discarded");
  if (by.reason.size() <= kLongestReason && IsPrintable(by.reason) && IsName(by.reason)) return {};
  return InvalidArgument(
      fmt::format("reason: expected text of at most {} printable characters", kLongestReason));
}

Result<int64_t> DiscardQuarantine(ledger::Ledger& ledger, std::span<const int64_t> ids,
                                  const DiscardedBy& by) {
  if (auto said = CheckDiscardedBy(by); !said) return said.error();
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

}  // namespace dunghan::intake
