#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "access/sign_on.h"
#include "api/entrance.h"
#include "api/services.h"
#include "app/daemon.h"
#include "http/server.h"
#include "http/tls.h"
#include "intake/batch_decoder.h"
#include "metrics/daemon_metrics.h"
#include "rules_in_force.h"

/// What a daemon is made with, worked out of options and settings.
namespace dunghan::app {

/// The machine's clock, or one that begins where --clock says and runs on.
/// @error kInvalidArgument
Result<std::unique_ptr<Clock>> MakeDaemonClock(const DaemonOptions& options);

/// "http://127.0.0.1:8080": where it listens.
std::string UrlOf(const Listen& listen, uint16_t port, bool is_tls);
/// Until when it is good, louder the sooner that is.
void TellCertificate(const http::Tls& tls, Log& log);

/// `log` outlives them. In the clear without `tls`.
http::ServerOptions ToServerOptions(const Settings& all, const Listen& listen,
                                    const std::shared_ptr<http::Tls>& tls, Log& log);
/// Nothing: there is no single sign-on.
std::optional<access::SignOnOptions> SignOnOptionsOf(const Settings& settings);

/// How long the answer to a wrong token may be held back.
std::chrono::milliseconds LongestHoldback(const ServerSettings& settings);
api::EntranceLimits LimitsOf(const ServerSettings& settings);
api::Site SiteOf(const SiteSettings& settings);
/// How questions look into the ledger: by these rules, until `nobody_asks` any more. Both
/// references outlive it.
api::OpenViewUntil OpenerOf(const Workspace& workspace, const RulesInForce& in_force,
                            const std::atomic<bool>& nobody_asks, Log& log);
intake::BatchOptions BatchOptionsFor(const Settings& settings, const CodeTable& codes);
metrics::DaemonFacts FactsOf(const Settings& settings);
/// With when each source was last heard, by the ledger; if that cannot be read the log says so.
metrics::DaemonFacts FactsOf(const Settings& settings, ledger::Ledger& ledger, Log& log);
metrics::ServerFigures FiguresOf(const http::ServerCounts& counts);
metrics::CommitFigures FiguresOf(const live::Commit& commit);

}  // namespace dunghan::app
