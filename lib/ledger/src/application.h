#pragma once

#include <optional>

#include "dunghan/ledger/ledger.h"

namespace dunghan::ledger {

/// Why an application cannot be, whatever the dossiers; nothing = it can.
inline std::optional<Error> ObjectTo(const Application& application, Instant now) {
  if (!application.effective_from) return {};
  if (*application.effective_from > now) {
    return InvalidArgument("a rulebook cannot take effect in the future; give its rows dates");
  }
  if (*application.effective_from < now && application.reason.empty()) {
    return InvalidArgument("a rulebook that takes effect in the past needs a reason");
  }
  return {};
}

/// Whether the newest version is that rulebook already, from that instant on or before.
inline bool IsInForce(const Application& application, const rulebook::Version& newest) {
  if (application.rulebook->digest() != newest.rulebook->digest()) return false;
  return !application.effective_from || !newest.effective_from ||
         *newest.effective_from <= *application.effective_from;
}

/// The version it makes, recorded at `now`.
inline rulebook::Version VersionOf(const Application& application, int64_t seq, Instant now) {
  return {seq,
          now,
          application.effective_from.value_or(now),
          application.operator_name,
          application.reason,
          application.rulebook};
}

}  // namespace dunghan::ledger
