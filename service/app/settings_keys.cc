#include "settings_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "access/network.h"
#include "dunghan/base/text.h"
#include "dunghan/figures/headlines.h"
#include "frozen/maker.h"
#include "http/authority.h"
#include "http/client.h"
#include "intake/event_decoder.h"

namespace dunghan::app {
namespace {

using figures::Headline;
using figures::ReportingMonth;
using figures::TargetIs;
using rulebook::SourceRole;
using rulebook::Unknown;

constexpr Choice<LedgerBackend> kBackends[] = {{"sqlite", LedgerBackend::kSqlite}};
constexpr Choice<Unknown> kUnknown[] = {{"quarantine", Unknown::kQuarantine},
                                        {"register", Unknown::kRegister}};
constexpr Choice<SourceRole> kRoles[] = {{"authority", SourceRole::kAuthority},
                                         {"mirror", SourceRole::kMirror},
                                         {"lists", SourceRole::kLists}};
constexpr Choice<TargetIs> kTargetIs[] = {{"at_least", TargetIs::kAtLeast},
                                          {"above", TargetIs::kAbove}};
std::vector<Choice<Headline>> HeadlineChoices() {
  std::vector<Choice<Headline>> choices;
  for (const auto& rate : figures::Headlines()) choices.push_back({rate.name, rate.headline});
  return choices;
}

constexpr Choice<dossier::Basis> kBasesOfDue[] = {{"promised", dossier::Basis::kPromised},
                                                  {"lawful", dossier::Basis::kLawful}};
constexpr Choice<dossier::Comparison> kComparisons[] = {{"by_unit", dossier::Comparison::kByUnit},
                                                        {"date", dossier::Comparison::kDate},
                                                        {"instant", dossier::Comparison::kInstant}};
constexpr Choice<ReportingMonth> kReportingMonths[] = {{"calendar", ReportingMonth::kCalendar},
                                                       {"bc", ReportingMonth::kBc}};
constexpr Choice<bool> kRankings[] = {{"own", false}, {"all", true}};
constexpr Choice<bool> kOffOrOn[] = {{"off", false}, {"on", true}};
constexpr Choice<ReportSchedule> kSchedules[] = {{"off", ReportSchedule::kOff},
                                                 {"monthly", ReportSchedule::kMonthly},
                                                 {"quarterly", ReportSchedule::kQuarterly},
                                                 {"yearly", ReportSchedule::kYearly}};

/// A daemon's address that http::Client can talk to.
std::optional<std::string> ParseServer(std::string_view text) {
  return http::ParseBaseUrl(text) ? std::optional(std::string(text)) : std::nullopt;
}

/// What people type to reach the page: a proxy that speaks TLS may stand before it.
std::optional<std::string> ParsePublicUrl(std::string_view text) {
  constexpr std::string_view kTls = "https://";
  const bool tls = text.starts_with(kTls);
  const std::string plain = tls ? "http://" + std::string(text.substr(kTls.size())) : "";
  if (!IsPrintable(text) || text.find(' ') != std::string_view::npos) return std::nullopt;
  if (!http::ParseBaseUrl(tls ? std::string_view(plain) : text)) return std::nullopt;
  if (text.ends_with('/')) text.remove_suffix(1);
  return std::string(text);
}

std::optional<worktime::TimeLimit> ParseRound(std::string_view text) {
  const auto every = ParseWorkingTime(text);
  if (!every) return std::nullopt;
  const int64_t seconds =
      every->amount * (every->unit == worktime::LimitUnit::kWorkingHours ? 3600 : 1);
  return seconds >= 60 && seconds <= 86'400 ? every : std::nullopt;
}

/// A working time, or "off".
std::optional<std::optional<worktime::TimeLimit>> ParseTierOrOff(std::string_view text) {
  if (text == "off") return std::optional<worktime::TimeLimit>();
  const auto limit = ParseTier(text);
  if (!limit) return std::nullopt;
  return std::optional<worktime::TimeLimit>(*limit);
}

std::optional<worktime::TimeLimit> ParseDays(std::string_view text) {
  const auto limit = ParseTier(text);
  const bool is_days = limit && limit->unit == worktime::LimitUnit::kWorkingDays;
  return is_days ? limit : std::nullopt;
}

std::optional<std::string> ParseSource(std::string_view text) {
  return intake::IsSourceName(text) ? std::optional(std::string(text)) : std::nullopt;
}

/// One of those known.
std::optional<std::string> Among(const std::vector<std::string>& known, std::string_view text) {
  const auto found = std::find(known.begin(), known.end(), text);
  return found == known.end() ? std::nullopt : std::optional(*found);
}
std::optional<std::string> ParseFrozenForm(std::string_view text) {
  return Among(frozen::Forms(), text);
}
std::optional<std::string> ParseFrozenFormat(std::string_view text) {
  return Among(frozen::Formats(), text);
}

/// Working days, or "off".
std::optional<std::optional<worktime::TimeLimit>> ParseDaysOrOff(std::string_view text) {
  const auto limit = ParseTierOrOff(text);
  if (!limit || !*limit || (*limit)->unit == worktime::LimitUnit::kWorkingDays) return limit;
  return std::nullopt;
}

/// How long browsers are to remember something, or "off".
std::optional<std::optional<std::chrono::seconds>> ParseHsts(std::string_view text) {
  if (text == "off") return std::optional<std::chrono::seconds>();
  const auto duration = ParseDuration(text);
  if (!duration || *duration > std::chrono::days{730}) return std::nullopt;
  return std::optional(std::chrono::floor<std::chrono::seconds>(*duration));
}

std::optional<Listen> ListenFrom(std::string_view text) {
  const auto listen = ParseListen(text);
  return listen ? std::optional(*listen) : std::nullopt;
}

std::optional<std::string> ParseHostName(std::string_view text) {
  const auto authority = http::ParseAuthority(text);
  const bool is_name =
      authority && !authority->host.empty() && authority->host.size() == text.size();
  return is_name ? std::optional(authority->host) : std::nullopt;
}

/// In lower case; none of those that say something else.
std::optional<std::string> ParseHeaderName(std::string_view text) {
  constexpr std::array<std::string_view, 12> kTaken = {"host",
                                                       "content-length",
                                                       "transfer-encoding",
                                                       "expect",
                                                       "content-type",
                                                       "authorization",
                                                       "cookie",
                                                       "origin",
                                                       "accept",
                                                       "content-encoding",
                                                       "accept-encoding",
                                                       "last-event-id"};
  constexpr size_t kLongest = 64;
  std::string name;
  for (const char c : text) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!is_letter && !(c >= '0' && c <= '9') && c != '-') return std::nullopt;
    name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  const bool is_taken = std::find(kTaken.begin(), kTaken.end(), name) != kTaken.end();
  return is_taken || name.size() > kLongest ? std::nullopt : std::optional(name);
}

std::optional<std::string> ParseNetwork(std::string_view text) {
  return access::Network::Parse(text) ? std::optional(std::string(text)) : std::nullopt;
}

template <class Parse>
auto InRange(Parse parse, std::string_view low, std::string_view high) {
  return [=](std::string_view text) {
    auto value = parse(text);
    if (value && (*value < *parse(low) || *value > *parse(high))) value.reset();
    return value;
  };
}

template <class Place>
Value<Settings> Duration(std::string_view low, std::string_view high, Place place) {
  return Parsed<Settings>(
      "a duration from \"" + std::string(low) + "\" to \"" + std::string(high) + "\"",
      InRange(ParseDuration, low, high), place);
}

template <class Place>
Value<Settings> Size(std::string_view low, std::string_view high, Place place) {
  return Parsed<Settings>(
      "a size from \"" + std::string(low) + "\" to \"" + std::string(high) + "\"",
      InRange(ParseSize, low, high), place);
}

Value<Settings> WitnessAt() {
  return {"\"syslog\" or a path", [](const toml::node& node, Settings& target, const auto& folder) {
            const auto text = node.value_exact<std::string_view>();
            if (!text || !ParseName(*text)) return &node;
            auto& place = target.ledger.witness;
            place.reset();
            if (*text == "syslog") place.emplace();
            if (!text->empty() && !place) place = WitnessPlace{Resolved(folder, *text)};
            return static_cast<const toml::node*>(nullptr);
          }};
}

/// The name of a mapping, or a file of them.
Value<Settings> MappingAt() {
  return {"the name of a mapping, or a path",
          [](const toml::node& node, Settings& target, const auto& folder) {
            const auto text = node.value_exact<std::string_view>();
            if (!text || !ParseName(*text)) return &node;
            target.spool.mapping = *text;
            target.spool.mapping_file = Resolved(folder, *text);
            return static_cast<const toml::node*>(nullptr);
          }};
}

std::vector<Key<Settings>> SpoolKeys() {
  using S = Settings;
  return {
      {"spool", "folder", "\"\"", Path<S>([](S & s) -> auto& { return s.spool.folder; }),
       "A folder from which the daemon takes in files of events (.ndjson, .json, .gz of these) and "
       "lists of dossiers (.csv, .xlsx, .xls, .ods); none if empty. It has to be there."},
      {"spool", "keep", "\"0s\"",
       Duration(
           "0s", "7d", [](S & s) -> auto& { return s.spool.keep; }),
       "How long a file that was taken is kept, in `taken/`, readable for the daemon alone: it may "
       "hold names and telephones. \"0s\": deleted at once. One that was refused is kept for 7 "
       "days."},
      {"spool", "mapping", "\"\"", MappingAt(),
       "By which mapping its lists are read: a name, or a file in the form of "
       "config/mappings.toml, which POST /api/v1/events then knows as well; the one that fits best "
       "if empty."},
      {"spool", "source", "\"default\"",
       Parsed<S>(
           "1 to 64 printable characters", ParseSource,
           [](S & s) -> auto& { return s.spool.source; }),
       "The source of its lists, and of events that name none."},
      {"spool", "settle", "\"10s\"",
       Duration(
           "1s", "1h", [](S & s) -> auto& { return s.spool.settle; }),
       "A file is complete when it has been unchanged for so long."},
      {"spool", "sweep", "\"30s\"",
       Duration(
           "1s", "1h", [](S & s) -> auto& { return s.spool.sweep; }),
       "How often the folder is looked at where the system does not tell of changes, as on network "
       "drives."},
  };
}

std::vector<Key<Settings>> SiteKeys() {
  using S = Settings;
  constexpr const char* kText = "a printable text";
  return {
      {"site", "province", "\"\"",
       Parsed<S>(
           kText, ParseName, [](S & s) -> auto& { return s.site.province; }),
       "The province's name in Vietnamese, like \"tỉnh Sơn La\"; left out where it is empty."},
      {"site", "province_en", "\"\"",
       Parsed<S>(
           kText, ParseName, [](S & s) -> auto& { return s.site.province_en; }),
       "The same in English."},
      {"site", "centre", "\"\"",
       Parsed<S>(
           kText, ParseName, [](S & s) -> auto& { return s.site.centre; }),
       "The full name of the one-stop centre in Vietnamese."},
      {"site", "centre_en", "\"\"",
       Parsed<S>(
           kText, ParseName, [](S & s) -> auto& { return s.site.centre_en; }),
       "The same in English."},
      {"site", "url", "\"\"",
       ParsedOrNone<S>(
           "an address like \"https://dunghan.example.vn\", without a path", ParsePublicUrl,
           [](S & s) -> auto& { return s.site.url; }),
       "Where people reach the page, for the links in alerts and mails; none if empty."},
  };
}

std::vector<Key<Settings>> ServerKeys() {
  using S = Settings;
  return {
      {"server", "listen", "\"127.0.0.1:8080\"",
       Parsed<S>(
           "an address and a port like \"127.0.0.1:8080\" or \"[::1]:8080\"", ListenFrom,
           [](S & s) -> auto& { return s.server.listen; }),
       "Where the daemon listens; port 0 picks a free one."},
      {"server", "names", "[]",
       ListOf<S>(
           "a list of host names without ports", ParseHostName,
           [](S & s) -> auto& { return s.server.names; }),
       "Names under which requests are answered, beside `localhost` and loopback addresses; others "
       "get 421."},
      {"server", "tokens", "\"\"", Path<S>([](S & s) -> auto& { return s.server.tokens; }),
       "File of access tokens, by their digests; tokens.toml beside the ledger if empty."},
      {"server", "tls_certificate", "\"\"",
       Path<S>([](S & s) -> auto& { return s.server.tls_certificate; }),
       "PEM file with the certificate chain, read anew when it changes; without it the daemon "
       "speaks plain HTTP."},
      {"server", "tls_key", "\"\"", Path<S>([](S & s) -> auto& { return s.server.tls_key; }),
       "PEM file with the key of the certificate."},
      {"server", "tls_clients", "false",
       Flag<S>([](S & s) -> auto& { return s.server.tls_clients; }),
       "Clients are asked for a certificate; one that a token was made for lets in like it."},
      {"server", "hsts", "\"365d\"",
       Parsed<S>(
           "a duration up to \"730d\", or \"off\"", ParseHsts,
           [](S & s) -> auto& { return s.server.hsts; }),
       "For how long browsers that came by TLS ask this name, on every port, by TLS alone "
       "(Strict-Transport-Security); \"0s\": no longer. Said only by the daemon's own TLS, and not "
       "with a certificate that signs itself."},
      {"server", "max_body", "\"16MiB\"",
       Size(
           "1KiB", "1GiB", [](S & s) -> auto& { return s.server.max_body; }),
       "Larger request bodies, packed ones by what is in them, are answered with 413."},
      {"server", "max_waiting", "\"128MiB\"",
       Size(
           "1MiB", "16GiB", [](S & s) -> auto& { return s.server.max_waiting; }),
       "Bytes of request bodies in work; beyond them requests are answered with 503."},
      {"server", "max_waiting_events", "50000",
       Whole<S>(
           1, 10'000'000, [](S & s) -> auto& { return s.server.max_waiting_events; }),
       "Events that may wait to be stored; beyond them they are answered with 503, a body of more "
       "with 413."},
      {"server", "max_connections", "1000",
       Whole<S>(
           1, 100'000, [](S & s) -> auto& { return s.server.max_connections; }),
       "Beyond, the connection idle for longest gives way, then the one longest at its header; 16 "
       "more are for health and metrics."},
      {"server", "token_rate", "1000",
       Whole<S>(
           0, 1'000'000, [](S & s) -> auto& { return s.server.token_rate; }),
       "Requests a second that one token may make over a while; beyond them 429. 0: no limit."},
      {"server", "token_burst", "5000",
       Whole<S>(
           1, 10'000'000, [](S & s) -> auto& { return s.server.token_burst; }),
       "How many it may make at once after a while without any."},
      {"server", "token_streams", "100",
       Whole<S>(
           0, 100'000, [](S & s) -> auto& { return s.server.token_streams; }),
       "Pages that may watch the board with one token; beyond them 429. 0: no limit but that of "
       "200 for all."},
      {"server", "address_rate", "200",
       Whole<S>(
           0, 1'000'000, [](S & s) -> auto& { return s.server.address_rate; }),
       "Requests a second without a good token from one address, which an office may share; beyond "
       "them 429. This machine's own address is not counted. 0: no limit."},
      {"server", "address_burst", "2000",
       Whole<S>(
           1, 10'000'000, [](S & s) -> auto& { return s.server.address_burst; }),
       "How many of them at once after a while without any."},
      {"server", "read_timeout", "\"30s\"",
       Duration(
           "1s", "1h", [](S & s) -> auto& { return s.server.read_timeout; }),
       "How long a request may take to arrive."},
      {"server", "request_timeout", "\"30s\"",
       Duration(
           "1s", "1h", [](S & s) -> auto& { return s.server.request_timeout; }),
       "How long an answer may take to be worked out."},
      {"server", "write_timeout", "\"30s\"",
       Duration(
           "1s", "1h", [](S & s) -> auto& { return s.server.write_timeout; }),
       "How long an answer may take to be sent."},
      {"server", "idle_timeout", "\"60s\"",
       Duration(
           "1s", "1h", [](S & s) -> auto& { return s.server.idle_timeout; }),
       "How long a connection may stay open between requests."},
      {"server", "drain_timeout", "\"20s\"",
       Duration(
           "1s", "1h", [](S & s) -> auto& { return s.server.drain_timeout; }),
       "How long running requests get to finish when the daemon is told to stop."},
  };
}

std::vector<Key<Settings>> AccessKeys() {
  using S = Settings;
  return {
      {"access", "ranking", "\"own\"",
       OneOf<S>(
           kRankings, [](S & s) -> auto& { return s.access.everybodys_figures; }),
       "Whose figures of a period those see who are bound to agencies: of \"all\", or of their "
       "\"own\" alone; dossiers always of their own alone."},
      {"access", "sso_header", "\"\"",
       ParsedOrNone<S>(
           "the name of a header like \"X-Remote-User\"", ParseHeaderName,
           [](S & s) -> auto& { return s.access.sso_header; }),
       "Single sign-on: the header in which a proxy says whom it has logged in; off if empty. It "
       "counts with the four below alone."},
      {"access", "sso_from", "[]",
       ListOf<S>(
           "a list of addresses and networks like \"127.0.0.1\" or \"10.0.0.0/8\"", ParseNetwork,
           [](S & s) -> auto& { return s.access.sso_from; }),
       "Where the proxy's connections come from; from anywhere else the header says nothing."},
      {"access", "sso_secret_header", "\"\"",
       ParsedOrNone<S>(
           "the name of a header like \"X-Proxy-Secret\"", ParseHeaderName,
           [](S & s) -> auto& { return s.access.sso_secret_header; }),
       "The header in which the proxy proves itself."},
      {"access", "sso_secret_file", "\"\"",
       Path<S>([](S & s) -> auto& { return s.access.sso_secret_file; }),
       "File with what stands in that: one line of at least 32 characters, read anew when it "
       "changes."},
      {"access", "users", "\"\"", Path<S>([](S & s) -> auto& { return s.access.users; }),
       "List of the persons that are let in so: login, name, role, agencies, from, to; read anew "
       "when it changes."},
  };
}

std::vector<Key<Settings>> LedgerKeys() {
  using S = Settings;
  return {
      {"ledger", "backend", "\"sqlite\"",
       OneOf<S>(
           kBackends, [](S & s) -> auto& { return s.ledger.backend; }),
       "What keeps the record of events."},
      {"ledger", "path", "\"data\"", Path<S>([](S & s) -> auto& { return s.ledger.path; }),
       "Folder of the record; `--data DIR` takes precedence."},
      {"ledger", "witness", "\"\"", WitnessAt(),
       "Where the daemon notes the head of the chain, outside the ledger: \"syslog\", or a file; "
       "nowhere if empty."},
      {"ledger", "witness_every", "\"1h\"",
       Duration(
           "10s", "24h", [](S & s) -> auto& { return s.ledger.witness_every; }),
       "How often it does, if the head has moved."},
      {"ledger", "max_events_per_dossier", "10000",
       Whole<S>(
           100, 1'000'000, [](S & s) -> auto& { return s.ledger.max_events_per_dossier; }),
       "Events that one dossier may have; those beyond are quarantined with a reason that begins "
       "with \"bound\"."},
      {"ledger", "max_texts", "100000",
       Whole<S>(
           100, 10'000'000, [](S & s) -> auto& { return s.ledger.max_texts; }),
       "Names of units, steps and codes that the events of one source may bring that were not on "
       "record before, likewise; sources without a section of their own share one portion."},
      {"ledger", "max_quarantine", "100000",
       Whole<S>(
           100, 10'000'000, [](S & s) -> auto& { return s.ledger.max_quarantine; }),
       "Quarantine entries of one source that may wait; those beyond are counted by field, and not "
       "kept."},
      {"ledger", "max_quarantine_bytes", "\"256MiB\"",
       Size(
           "1MiB", "64GiB", [](S & s) -> auto& { return s.ledger.max_quarantine_bytes; }),
       "Bytes of such entries, likewise: their known fields, and what could not be parsed."},
      {"ledger", "keep_settled", "\"90d\"",
       Duration(
           "1d", "3650d", [](S & s) -> auto& { return s.ledger.keep_settled; }),
       "How long quarantine entries are kept that were resolved or discarded."},
  };
}

std::vector<Key<Settings>> RulebookKeys() {
  using S = Settings;
  return {
      {"rulebook", "calendars", "[]", Paths<S>([](S & s) -> auto& { return s.rulebook.calendars; }),
       "Calendar files; at least one is needed, because days off decide every due date."},
      {"rulebook", "agencies", "\"\"", Path<S>([](S & s) -> auto& { return s.rulebook.agencies; }),
       "List of agencies; without it every agency registers itself."},
      {"rulebook", "procedures", "\"\"",
       Path<S>([](S & s) -> auto& { return s.rulebook.procedures; }),
       "List of procedures and their time limits; without it every procedure registers itself."},
      {"rulebook", "successors", "\"\"",
       Path<S>([](S & s) -> auto& { return s.rulebook.successors; }),
       "List of agencies that took over from others, with the date."},
      {"rulebook", "law", "\"\"", Path<S>([](S & s) -> auto& { return s.rulebook.law; }),
       "The law on the one-stop mechanism by date, for sentences that cite it and the limits it "
       "sets; without it none is cited."},
      {"rulebook", "default_calendar", "\"\"",
       Parsed<S>(
           "the name of a calendar", ParseName,
           [](S & s) -> auto& { return s.rulebook.default_calendar; }),
       "Calendar of agencies that name none, and of periods; the first of the list if empty."},
      {"rulebook", "unknown", "\"quarantine\"",
       OneOf<S>(
           kUnknown, [](S & s) -> auto& { return s.rulebook.unknown; }),
       "What happens to events with agencies or procedures that are not listed."},
      {"rulebook", "reasons",
       "[\"citizen\", \"supplement\", \"payment\", \"tax\", \"public_posting\", \"other_agency\", "
       "\"staff\", \"system\", "
       "\"data_sync\", \"force_majeure\", \"assessment\", \"consultation\", \"incomplete\", "
       "\"not_eligible\", \"duplicate\", \"other\"]",
       ListOf<S>(
           "a list of codes without blanks", ParseCode,
           [](S & s) -> auto& { return s.rulebook.reasons; }),
       "Reason codes that are kept, \"citizen\" and \"other\" in any case; others become "
       "\"other\"."},
  };
}

std::vector<Key<Settings>> FigureKeys() {
  using S = Settings;
  return {
      {"figures", "target", "0.98",
       Ratio<S>([](S & s) -> auto& { return s.figures.target_per_mille; }),
       "The share of dossiers that is to be on time."},
      {"figures", "target_is", "\"at_least\"",
       OneOf<S>(
           kTargetIs, [](S & s) -> auto& { return s.figures.target_is; }),
       "Whether meeting the target exactly is enough."},
      {"figures", "headline", "\"official\"",
       OneOf<S>(
           HeadlineChoices(), [](S & s) -> auto& { return s.figures.headline; }),
       "The rate that stands in front on the wall, in alerts and in rankings."},
      {"figures", "basis", "\"promised\"",
       OneOf<S>(
           kBasesOfDue, [](S & s) -> auto& { return s.figures.basis; }),
       "The due dates that dossiers are measured by: those promised, or those worked out from the "
       "limits."},
      {"figures", "comparison", "\"by_unit\"",
       OneOf<S>(
           kComparisons, [](S & s) -> auto& { return s.rulebook.comparison; }),
       "How a finish is compared with a due: day limits by date and hour limits by instant, or one "
       "way for all."},
      {"figures", "reporting_month", "\"calendar\"",
       OneOf<S>(
           kReportingMonths, [](S & s) -> auto& { return s.figures.reporting_month; }),
       "What \"this month\" means: the calendar month, or the 15th to the 14th of Decree 09/2019."},
      {"figures", "acceptance_limit", "\"8wh\"",
       Parsed<S>(
           "a time limit like \"8wh\" or \"1wd\", or \"none\"", ParseLimitOrNone,
           [](S & s) -> auto& { return s.rulebook.acceptance_limit; }),
       "How long what is submitted online may wait to be received or declined; \"none\": no "
       "acceptance clock."},
      {"figures", "same_day_cutoff", "\"15:00\"",
       Parsed<S>(
           "a time of day like \"15:00\"", ParseTimeOfDay,
           [](S & s) -> auto& { return s.rulebook.due_rules.same_day_cutoff; }),
       "Same-day procedures received at or after this time are due the next working day."},
  };
}

std::vector<Key<Settings>> AlertKeys() {
  using S = Settings;
  return {
      {"alerts", "alertmanager", "[]",
       ListOf<S>(
           "a list of addresses like \"http://127.0.0.1:9093\"", ParseServer,
           [](S & s) -> auto& { return s.alerts.alertmanager; }),
       "Every Alertmanager to tell; with none, no alerts are sent."},
      {"alerts", "tiers", "[\"3wd\", \"1wd\", \"3wh\"]",
       ListOf<S>(
           "a list of working times like \"3wd\" or \"3wh\"", ParseTier,
           [](S & s) -> auto& { return s.alerts.tiers; }),
       "How long before its due date a dossier raises an alert."},
      {"alerts", "second_supplement", "\"off\"",
       OneOf<S>(
           kOffOrOn, [](S & s) -> auto& { return s.alerts.second_supplement; }),
       "Whether a supplement that is requested once more raises an alert."},
      {"alerts", "supplement_missing", "\"off\"",
       Parsed<S>(
           "working days like \"15wd\", or \"off\"", ParseDaysOrOff,
           [](S & s) -> auto& { return s.alerts.supplement_missing; }),
       "A supplement not supplied for so long raises an alert."},
      {"alerts", "not_moved", "\"off\"",
       Parsed<S>(
           "working days like \"5wd\", or \"off\"", ParseDaysOrOff,
           [](S & s) -> auto& { return s.alerts.not_moved; }),
       "A dossier that was received and of which nothing was heard for so long raises an alert."},
      {"alerts", "every", "\"1wh\"",
       Parsed<S>(
           "working time from \"60ws\" to \"24wh\"", ParseRound,
           [](S & s) -> auto& { return s.alerts.every; }),
       "What became due is announced together: everything in the day's first round, and after so "
       "much working time each what is a matter of hours."},
      {"alerts", "per_agency", "20",
       Whole<S>(
           0, 1000, [](S & s) -> auto& { return s.alerts.per_agency; }),
       "So many dossiers of an agency are announced by name at a time, the worst first; the others "
       "are counted."},
      {"alerts", "max_dossiers", "2000",
       Whole<S>(
           0, 100'000, [](S & s) -> auto& { return s.alerts.max_dossiers; }),
       "At most so many dossiers have an alert of their own at a time; the others are counted."},
      {"alerts", "resend_every", "\"60s\"",
       Duration(
           "10s", "1h", [](S & s) -> auto& { return s.alerts.resend_every; }),
       "How often alerts that still hold are sent again."},
  };
}

// A table. NOLINTNEXTLINE(readability-function-size)
std::vector<Key<Settings>> OutputKeys() {
  using S = Settings;
  constexpr const char* kText = "a printable text";
  return {
      {"apology", "before", "\"1wd\"",
       Parsed<S>(
           "a working time like \"1wd\", or \"off\"", ParseTierOrOff,
           [](S & s) -> auto& { return s.apology_before; }),
       "How long before its due date a dossier has to be returned or apologised for (decree "
       "118/2025/ND-CP: at least a day); limits under two working days have none."},
      {"reports", "schedule", "\"off\"",
       OneOf<S>(
           kSchedules, [](S & s) -> auto& { return s.reports.schedule; }),
       "Whether reports are made and frozen by themselves, once, when a period has ended."},
      {"reports", "folder", "\"reports\"", Path<S>([](S & s) -> auto& { return s.reports.folder; }),
       "Where their files are written to."},
      {"reports", "above", "\"\"",
       Parsed<S>(
           kText, ParseName, [](S & s) -> auto& { return s.reports.above; }),
       "The superior body at the head of printed reports; without: the people's committee of "
       "[site] "
       "province."},
      {"reports", "place", "\"\"",
       Parsed<S>(
           kText, ParseName, [](S & s) -> auto& { return s.reports.place; }),
       "The place before the date of printed reports; without: of [site] province."},
      {"reports", "address", "\"\"",
       Parsed<S>(
           kText, ParseName, [](S & s) -> auto& { return s.reports.address; }),
       "A line of address at their head."},
      {"reports", "layouts", "\"\"", Path<S>([](S & s) -> auto& { return s.reports.layouts; }),
       "File of the forms in columns (II.06a, II.06b, 07a): heads, order, equations; without: as "
       "built in."},
      {"reports", "names", "\"\"", Path<S>([](S & s) -> auto& { return s.reports.names; }),
       "List of names for print: code,name,name_en,above,address,place."},
      {"reports", "signers", "\"\"", Path<S>([](S & s) -> auto& { return s.reports.signers; }),
       "List of who signs: agency,name,title,authority,from,to; no agency: for all together."},
      {"reports", "reply_within", "\"3wd\"",
       Parsed<S>(
           "a working time like \"3wd\"", ParseTier,
           [](S & s) -> auto& { return s.reports.reply_within; }),
       "Until when letters that urge want their answer."},
      {"reports", "forms", "[\"monthly\"]",
       ListOf<S>(
           fmt::format("a list of forms: {}", fmt::join(frozen::Forms(), ", ")), ParseFrozenForm,
           [](S & s) -> auto& { return s.reports.forms; }),
       "Which forms are made."},
      {"reports", "formats", "[\"xlsx\", \"pdf\"]",
       ListOf<S>(
           fmt::format("a list of formats: {}", fmt::join(frozen::Formats(), ", ")),
           ParseFrozenFormat, [](S & s) -> auto& { return s.reports.formats; }),
       "As what files, those that are frozen by hand included."},
      {"reports", "after", "\"3wd\"",
       Parsed<S>(
           "working days like \"3wd\"", ParseDays, [](S & s) -> auto& { return s.reports.after; }),
       "How many working days of the default calendar after the end of the period: by then what "
       "happened in it is to be entered. A source that has delivered nothing from after the period "
       "is waited for longer."},
      {"national", "mapping", "\"\"", Path<S>([](S & s) -> auto& { return s.national.mapping; }),
       "File of what messages of the national interface call things; without: as built in "
       "(config/national.toml)."},
      {"national", "source", "\"default\"",
       Parsed<S>(
           "the name of a source", ParseSource, [](S & s) -> auto& { return s.national.source; }),
       "The source that speaks in them, but for dossiers whose number a ministry's system gave."},
      {"metrics", "matrix", "true", Flag<S>([](S & s) -> auto& { return s.metrics.matrix; }),
       "Whether /metrics/matrix offers figures for every pair of agency and procedure."},
      {"metrics", "max_series", "100000",
       Whole<S>(
           1000, 10'000'000, [](S & s) -> auto& { return s.metrics.max_series; }),
       "Series on a page; beyond, /metrics counts the agencies and procedures with the fewest "
       "dossiers together as \"others\", and /metrics/matrix leaves out the pairs with the least "
       "late "
       "and overdue. How many is a metric."},
  };
}

}  // namespace

const std::vector<Key<Settings>>& SettingsKeys() {
  static const std::vector<Key<Settings>> keys = [] {
    std::vector<Key<Settings>> all;
    for (const auto& part : {SiteKeys(), ServerKeys(), AccessKeys(), LedgerKeys(), RulebookKeys(),
                             FigureKeys(), AlertKeys(), SpoolKeys(), OutputKeys()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }();
  return keys;
}

const std::vector<Key<SourceSettings>>& SourceKeys() {
  using S = SourceSettings;
  static const std::vector<Key<S>> keys = {
      {"sources.NAME", "role", "\"authority\"",
       OneOf<S>(
           kRoles, [](S & s) -> auto& { return s.role; }),
       "An authority's events make the figures; a mirror's are only kept and compared. One of "
       "`lists` is an authority that sends all its open dossiers from time to time: what fell due "
       "since the newest list is not overdue before the next one says so."},
      {"sources.NAME", "expect_every", "\"\"",
       ParsedOrNone<S>(
           "working time like \"4wh\" or \"5400ws\"", ParseWorkingTime,
           [](S & s) -> auto& { return s.expect_every; }),
       "Working time after which silence of the source is a fault."},
      {"sources.NAME", "feeds", "[]",
       ListOf<S>(
           "a list of codes without blanks", ParseCode, [](S & s) -> auto& { return s.feeds; }),
       "Agencies whose figures rest on the source, those below them included; every agency if "
       "empty."},
      {"sources.NAME", "agencies", "[]",
       ListOf<S>(
           "a list of codes without blanks", ParseCode,
           [](S & s) -> auto& { return s.reach.agencies; }),
       "Whose dossiers it speaks of, those of agencies below them included; of every agency if "
       "empty. What it says of a dossier of another one (`received`, `submitted`, `snapshot`) is "
       "kept and compared, and makes no figure."},
      {"sources.NAME", "rank", "0",
       Whole<S>(
           0, rulebook::kMaxRank, [](S & s) -> auto& { return s.reach.rank; }),
       "Where the lists or national messages of two sources differ in a dossier, the higher rank "
       "rules field by field; of equal ones the first to speak."},
  };
  return keys;
}

const Key<int>& AgencyTargetKey() {
  static const Key<int> key = {
      "figures.targets", "CODE", "figures.target",
      Ratio<int>([](int& per_mille) -> int& { return per_mille; }),
      "The target of one agency; a code with dots stands in quotation marks."};
  return key;
}

const Key<AlertTiers>& ProcedureTiersKey() {
  static const Key<AlertTiers> key = {
      "alerts.procedures", "CODE", "alerts.tiers",
      ListOf<AlertTiers>("a list of working times like \"3wd\" or \"3wh\"", ParseTier,
                         [](AlertTiers& tiers) -> AlertTiers& { return tiers; }),
      "The tiers of one procedure; with an empty list it raises no alert before it is overdue but "
      "that of [apology]."};
  return key;
}

}  // namespace dunghan::app
