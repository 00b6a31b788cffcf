#include "daemon_setup.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "access/token.h"
#include "app/source_rules.h"
#include "app/version.h"
#include "dunghan/base/checked_clock.h"

namespace dunghan::app {

Result<std::unique_ptr<Clock>> MakeDaemonClock(const DaemonOptions& options) {
  if (options.speed < 1 || options.speed > 1'000'000) {
    return InvalidArgument("--speed: expected a whole number from 1 to 1000000");
  }
  if (!options.common.clock) {
    if (options.speed == 1) return std::unique_ptr<Clock>(std::make_unique<CheckedClock>());
    return InvalidArgument("--speed: needs --clock; the real time runs at its own speed");
  }
  const auto start = ParseClock(*options.common.clock);
  if (!start) return start.error();
  return std::unique_ptr<Clock>(std::make_unique<RunningClock>(*start, options.speed));
}

std::filesystem::path TokensOf(const Settings& settings) {
  return settings.server.tokens.value_or(settings.ledger.path / "tokens.toml");
}

Result<Listen> ChooseListen(const Settings& settings, const DaemonOptions& options) {
  Listen listen = settings.server.listen;
  if (options.listen) {
    const auto parsed = ParseListen(*options.listen);
    if (!parsed) return InvalidArgument("--listen: " + parsed.error().for_client);
    listen = *parsed;
  }
  if (IsLoopback(listen)) return listen;
  const auto tokens = access::ReadTokens(TokensOf(settings));
  if (!tokens) return tokens.error();
  const Instant now = SystemClock().Now();
  const bool any = std::any_of(tokens->begin(), tokens->end(),
                               [now](const access::Token& token) { return token.IsGood(now); });
  if (!any) {
    return InvalidArgument(fmt::format(
        "server.listen: {} is no loopback address, and without tokens the daemon serves no other; "
        "dunghan token create makes one",
        listen.address));
  }
  return listen;
}

Result<std::shared_ptr<http::Tls>> LoadTls(const Settings& settings) {
  const ServerSettings& server = settings.server;
  // One alone is told of with the settings.
  if (!server.tls_certificate || !server.tls_key) return std::shared_ptr<http::Tls>();
  auto tls = http::Tls::Load({*server.tls_certificate, *server.tls_key, server.tls_clients});
  if (!tls) return InvalidArgument("server.tls_certificate: " + tls.error().for_client);
  return tls;
}

std::optional<access::SignOnOptions> SignOnOptionsOf(const Settings& settings) {
  const AccessSettings& of = settings.access;
  // Some without the others are told of with the settings.
  if (!of.sso_header || !of.sso_secret_header || !of.sso_secret_file || !of.users) return {};
  access::SignOnOptions options{.header = *of.sso_header,
                                .from = {},
                                .secret_header = *of.sso_secret_header,
                                .secret_file = *of.sso_secret_file,
                                .users = *of.users};
  for (const std::string& text : of.sso_from) {
    if (const auto network = access::Network::Parse(text)) options.from.push_back(*network);
  }
  return options;
}

std::vector<Problem> CheckSignOn(const Settings& settings, const rulebook::Rulebook* rulebook) {
  const auto options = SignOnOptionsOf(settings);
  if (!options) return {};
  return access::CheckSignOn(*options, rulebook);
}

namespace {

/// What is asked when nothing else is answered any more.
bool IsVital(const http::Request& request) {
  if (request.method != http::Method::kGet && request.method != http::Method::kHead) return false;
  constexpr std::array<std::string_view, 3> kPaths = {"/healthz", "/readyz", "/metrics"};
  return std::find(kPaths.begin(), kPaths.end(), request.path) != kPaths.end();
}

// A certificate that is not renewed by then has been forgotten.
constexpr std::chrono::days kRenewedBefore{14};
// Connections beyond max_connections, for what is vital alone.
constexpr int64_t kReserve = 16;
// Events looked through at the start for when a source was last heard: a fraction of a second.
constexpr int64_t kLookedBack = 1'000'000;

}  // namespace

std::string UrlOf(const Listen& listen, uint16_t port, bool is_tls) {
  const bool v6 = listen.address.find(':') != std::string::npos;
  return fmt::format("{}://{}{}{}:{}", is_tls ? "https" : "http", v6 ? "[" : "", listen.address,
                     v6 ? "]" : "", port);
}

void TellCertificate(const http::Tls& tls, Log& log) {
  // Whoever connects goes by the time of day, whatever clock the daemon was given.
  const Instant now = SystemClock().Now();
  const Log::Fields fields = {{"from", FormatRfc3339(tls.not_before(), {})},
                              {"until", FormatRfc3339(tls.not_after(), {})}};
  if (now < tls.not_before() || now >= tls.not_after()) {
    log.Error("tls.certificate_not_valid", fields);
  } else if (now + kRenewedBefore >= tls.not_after()) {
    log.Warning("tls.certificate_ends_soon", fields);
  } else {
    log.Info("tls.certificate", fields);
  }
}

http::ServerOptions ToServerOptions(const Settings& all, const Listen& listen,
                                    const std::shared_ptr<http::Tls>& tls, Log& log) {
  const ServerSettings& settings = all.server;
  http::ServerOptions options;
  for (const auto& field : {all.access.sso_header, all.access.sso_secret_header}) {
    if (field) options.fields.push_back(*field);
  }
  options.tls = tls;
  options.address = listen.address;
  options.port = listen.port;
  options.max_body = settings.max_body;
  options.max_bodies = settings.max_waiting;
  options.max_connections = settings.max_connections;
  options.reserve = kReserve;
  options.is_vital = IsVital;
  options.read_timeout = settings.read_timeout;
  options.request_timeout = settings.request_timeout;
  options.write_timeout = settings.write_timeout;
  options.idle_timeout = settings.idle_timeout;
  options.drain_timeout = settings.drain_timeout;
  options.hsts = settings.hsts;
  options.on_failure = [&log](std::string_view what, std::string_view request) {
    log.Error("request.failed", {{"cause", std::string(what)}, {"request", std::string(request)}});
  };
  return options;
}

std::chrono::milliseconds LongestHoldback(const ServerSettings& settings) {
  // A wait is part of the time that an answer may take.
  return std::min(std::chrono::milliseconds{8'000}, settings.request_timeout / 2);
}

api::EntranceLimits LimitsOf(const ServerSettings& settings) {
  const auto rate = [](int64_t per_second, int64_t at_once) {
    return access::Rate{static_cast<double>(per_second), static_cast<double>(at_once)};
  };
  return {.of_token = rate(settings.token_rate, settings.token_burst),
          .of_address = rate(settings.address_rate, settings.address_burst)};
}

api::Site SiteOf(const SiteSettings& settings) {
  return {settings.province, settings.province_en, settings.centre, settings.centre_en};
}

api::OpenViewUntil OpenerOf(const Workspace& workspace, const RulesInForce& in_force,
                            const std::atomic<bool>& nobody_asks, Log& log) {
  ledger::Options options = workspace.LedgerOptions(false);
  options.rulebook = in_force.rules().rulebook;
  options.known = in_force.timeline();
  options.note = [&log](const std::string& what) {
    log.Warning("ledger.made_anew", {{"reason", what}});
  };
  return [options = std::move(options), &nobody_asks](const std::optional<ledger::AsOf>& as_of,
                                                      live::Blocking::Deadline deadline) {
    ledger::Options asked = options;
    asked.as_of = as_of;
    asked.stop = [&nobody_asks, deadline] {
      return nobody_asks || std::chrono::steady_clock::now() >= deadline;
    };
    auto view = ledger::OpenView(std::move(asked));
    // It was there at the start: that it is gone says nothing of what was asked for.
    if (!view && view.error().code == ErrorCode::kNotFound) {
      view = Unavailable(view.error().for_client);
    }
    return view;
  };
}

metrics::DaemonFacts FactsOf(const Settings& settings) {
  metrics::DaemonFacts facts{.version = std::string(kVersion),
                             .revision = std::string(kRevision),
                             .ledger = settings.ledger.path,
                             .sources = {},
                             .max_waiting_events = settings.server.max_waiting_events,
                             .max_series = settings.metrics.max_series};
  for (const auto& [name, source] : settings.sources) {
    const bool makes_figures = rulebook::MakesFigures(source.role);
    facts.sources.push_back({.name = name,
                             .expected = ExpectedOf(source),
                             .makes_figures = makes_figures,
                             .feeds = source.feeds,
                             .configured = true});
  }
  for (const char* name : {"default", "simulate"}) {
    if (!settings.sources.contains(name)) facts.sources.push_back({.name = name});
  }
  return facts;
}

metrics::DaemonFacts FactsOf(const Settings& settings, ledger::Ledger& ledger, Log& log) {
  metrics::DaemonFacts facts = FactsOf(settings);
  std::vector<std::string> names;
  for (const auto& source : facts.sources) names.push_back(source.name);
  const auto heard = ledger.LastHeard(names, kLookedBack);
  if (!heard) {
    log.Error("sources.unread", {{"reason", heard.error().for_client}});
    return facts;
  }
  // Repeats, too, which leave no trace in the record itself.
  const ledger::Sources known = ledger.sources();
  for (size_t i = 0; i < names.size(); ++i) {
    const ledger::SourceHistory* history = known.Find(names[i]);
    const auto contact = history ? history->last_contact() : std::nullopt;
    facts.sources[i].heard = std::max((*heard)[i], contact);
  }
  return facts;
}

intake::BatchOptions BatchOptionsFor(const Settings& settings, const CodeTable& codes) {
  intake::BatchOptions options;
  // Every configured source may bring so many, and so may each of the two that name themselves and
  // all others together; as much again is left for rulebooks that are put in force meanwhile.
  const size_t shares = settings.sources.size() + 4;
  options.max_texts = codes.size() + shares * static_cast<size_t>(settings.ledger.max_texts);
  options.max_items = static_cast<size_t>(settings.server.max_waiting_events);
  options.max_bytes = settings.server.max_body;
  for (const auto& [name, source] : settings.sources) options.sources.push_back(name);
  return options;
}

metrics::ServerFigures FiguresOf(const http::ServerCounts& counts) {
  return {.connections = counts.connections,
          .requests = counts.requests,
          .body_bytes = counts.body_bytes,
          .accepted = counts.accepted,
          .refused = {{"malformed", counts.refused_malformed},
                      {"header_too_large", counts.refused_header},
                      {"body_too_large", counts.refused_body},
                      {"overload", counts.refused_overload},
                      {"read_timeout", counts.timed_out_reading},
                      {"request_timeout", counts.timed_out_handling},
                      {"write_timeout", counts.timed_out_writing},
                      {"idle", counts.closed_idle},
                      {"failed", counts.failed}}};
}

metrics::CommitFigures FiguresOf(const live::Commit& commit) {
  return {.seconds = std::chrono::duration<double>(commit.took).count(),
          .stored = commit.counts.stored,
          .events = commit.counts.all(),
          .seq = commit.position.seq,
          .at = commit.position.at,
          .open_dossiers = commit.open_dossiers,
          .quarantine_waiting = commit.quarantine_waiting,
          .waiting_by_source = commit.waiting_by_source};
}

}  // namespace dunghan::app
