#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "app/serving.h"
#include "console.h"
#include "dunghan/base/error.h"
#include "dunghan/ledger/ledger.h"
#include "frozen/freezing.h"
#include "import/quarantine_command.h"

/// Commands that change a ledger which a daemon holds: the daemon does it, and they say what they
/// would have said. That it was the daemon is said on `err`.
namespace dunghan::commands {

int RetryThroughDaemon(const app::Serving& serving, const QuarantineOptions& options,
                       OutputForm form, const Console& console);
int DiscardThroughDaemon(const app::Serving& serving, const QuarantineOptions& options,
                         OutputForm form, const Console& console);
int LookThroughDaemon(const app::Serving& serving, const QuarantineOptions& options,
                      OutputForm form, const Console& console);

/// `effective_from` as it was written; empty: now.
int ApplyThroughDaemon(const app::Serving& serving, const ledger::Application& application,
                       std::string_view effective_from, OutputForm form, const Console& console);

/// The id of the statement that is frozen, and its files, are printed.
int FreezeThroughDaemon(const app::Serving& serving, const frozen::Asked& asked,
                        const Console& console);
int SendThroughDaemon(const app::Serving& serving, const statement::Sent& sent,
                      const Console& console);

/// A screen in the hall, by the code that it shows.
struct Pairing {
  std::string_view code;
  std::string_view name;
  std::string_view lasts;
  std::span<const std::string> agencies;
  std::string_view operator_name;
};
/// The name of its token is printed.
int PairThroughDaemon(const app::Serving& serving, const Pairing& pairing, const Console& console);

/// What is left to do where the daemon holds the ledger and a command cannot go through it.
std::string WayOut(const app::Serving& serving);

}  // namespace dunghan::commands
