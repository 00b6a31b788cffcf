#include "openapi_routes.h"

#include <array>

namespace dunghan::api {
namespace {

using P = DescribedParameter;

constexpr std::string_view kWhole = R"({"type":"integer","minimum":1})";
constexpr std::string_view kBoolean = R"({"type":"boolean"})";
constexpr std::string_view kBasis = R"({"type":"string","enum":["promised","lawful"]})";
constexpr std::string_view kTree = R"({"type":"string","enum":["as-was","period-end"]})";
constexpr std::string_view kLanguage = R"({"type":"string","enum":["vi","en"]})";

constexpr P kPeriod{"period",
                    "A month, quarter or year: 2021-06, 2021-Q2, 2021; bc: before it for the "
                    "reporting month of Decree 09/2019. Default: this month."};
constexpr P kAgency{"agency",
                    "The code of an agency: it and all below it. Who is bound to agencies names "
                    "one of these."};
constexpr P kAsOf{"as_of",
                  "As it was known then: an instant (RFC 3339) or the number of an entry of the "
                  "record."};
constexpr P kLang{"lang", "The language of sentences.", kLanguage};
constexpr P kByBasis{"basis", "Which due counts.", kBasis};
constexpr P kByTree{"tree", "Whose dossiers are whose where agencies succeeded one another.",
                    kTree};
constexpr P kCursor{"cursor", "The `next` of the page before."};

constexpr std::array kOnTime = {
    kPeriod,
    P{"by", "What a row stands for.",
      R"({"type":"string","enum":["agency","procedure","field","tier","counter","channel"]})"},
    kByBasis,
    kAgency,
    kByTree,
    kAsOf};
constexpr std::array kReport = {
    kPeriod,
    P{"by", "What a row stands for, where the form leaves that open."},
    P{"rates", "Of the form compare: two rates, as in official,index766."},
    kAgency,
    kByBasis,
    kByTree,
    kAsOf,
    P{"format", "What it is written as.",
      R"({"type":"string","enum":["json","csv","xlsx","html","pdf","table"]})"},
    P{"for", "excel: semicolons and decimal commas."},
    kLang};
constexpr std::array kDossiers = {
    P{"standing",
      "Some of without_receipt, pending_acceptance, in_time, suspended, overdue, unmeasurable; or "
      "of declined, finished_early, finished_on_time, finished_late, finished_unmeasurable, "
      "withdrawn; commas between."},
    P{"due", "A bucket by how near the due is: today, 1wd, 3wd, later, overdue_1wd ..."},
    kAgency,
    P{"procedure", "The code of a procedure."},
    P{"due_before", "A date, or an instant at which they are overdue."},
    P{"q", "Part of the code, without case and diacritics."},
    P{"sort", "due, -due, received, -received or code."},
    kCursor,
    P{"limit", "How many of a page, at most 1000.", kWhole},
    kAsOf};
constexpr std::array kDossier = {kLang, kAsOf};
constexpr std::array kStream = {P{"lastEventId", "The id of the last message that was seen."}};
constexpr std::array kSources = {P{"days", "Days of the window, today among them.", kWhole}};
constexpr std::array kQuarantine = {
    P{"by", "Grouped.", R"({"type":"string","enum":["reason","source"]})"},
    P{"source", "Only from this source."}, P{"reason", "Only with this in the reason."}, kCursor,
    P{"limit", "How many of a page.", kWhole}};
constexpr std::array kEvents = {
    P{"mapping", "Of a list: the name of a mapping."}, P{"sheet", "Of a workbook: which sheet."},
    P{"taken", "Of a list: when it was exported, a date or an instant."},
    P{"source", "Of a list: whose it is."},
    P{"dry_run", "Of a list: nothing is stored.", kBoolean}};
constexpr std::array kLogin = {P{"next", "Where to go on to."},
                               P{"once", "The one-time word of a new ledger."}, kLang};

constexpr std::string_view kEventBodies =
    "application/json application/x-ndjson application/cloudevents+json "
    "application/cloudevents-batch+json text/csv application/vnd.ms-excel "
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet "
    "application/vnd.oasis.opendocument.spreadsheet";
constexpr std::string_view kFormBody = "application/x-www-form-urlencoded";
constexpr std::string_view kJsonBody = "application/json";
constexpr std::string_view kText = "text/plain";

constexpr auto kRoutes = std::to_array<DescribedRoute>({
    {"GET /", "The page.", {}, {}, {}, "text/html"},
    {"GET /api/v1/me", "Who asks.", {}, {}, "me"},
    {"GET /api/v1/live", "What the board shows now.", {}, {}, "live"},
    {"GET /api/v1/stream", "The same as server-sent events.", kStream, {}, {}, "text/event-stream"},
    {"GET /api/v1/on-time", "The figures of a period.", kOnTime, {}, "statement"},
    {"GET /api/v1/indicators", "The flat table for an operations centre.", kReport, {}, {}},
    {"GET /api/v1/reports", "The frozen statements.", {}, {}, {}},
    {"GET /api/v1/reports/{form}", "A statement in a form.", kReport, {}, {}},
    {"GET /api/v1/reports/frozen/{id}", "A frozen statement, as it was frozen.", {}, {}, {}},
    {"GET /api/v1/dossiers", "Dossiers in pages.", kDossiers, {}, "dossiers"},
    {"GET /api/v1/dossiers/{code}", "One dossier.", kDossier, {}, "dossier own_steps"},
    {"POST /api/v1/dossiers/{code}/acts",
     "Enters an apology, a cause, an urging, or the end of a dossier that newer lists leave out.",
     {},
     kJsonBody,
     "events_answer"},
    {"GET /api/v1/sources", "What each source has sent.", kSources, {}, "sources"},
    {"GET /api/v1/quarantine",
     "What intake could not use.",
     kQuarantine,
     {},
     "quarantine quarantine_by"},
    {"GET /api/v1/quarantine/{id}", "One entry of it.", {}, {}, "quarantine_alone"},
    {"GET /metrics", "For Prometheus.", {}, {}, {}, kText},
    {"GET /metrics/matrix", "Agencies by procedures, for a slower scrape.", {}, {}, {}, kText},
    {"GET /openapi.json", "This description.", {}, {}, {}},
    {"POST /api/v1/events", "Takes events, and lists of dossiers; gzip or not.", kEvents,
     kEventBodies, "events_answer list_answer"},
    {"POST /national/v1/login",
     "Begins a session of the national interface with a token.",
     {},
     kJsonBody,
     {}},
    {"POST /national/v1/{service}", "Takes messages of the national interface.", {}, kJsonBody, {}},
    {"GET /healthz", "Whether the process answers.", {}, {}, {}, kText},
    {"GET /readyz", "Whether it can take events, and if not, why.", {}, {}, "ready"},
    {"GET /login", "The page to log in at.", kLogin, {}, {}, "text/html"},
    {"POST /login",
     "Begins a session with a token; next: where to go on to.",
     {},
     kFormBody,
     {},
     "text/html"},
    {"POST /logout", "Ends the session.", {}, {}, {}, kText},
    {"POST /api/v1/quarantine/retry",
     "For the command of that name on the same machine.",
     {},
     kJsonBody,
     "retried"},
    {"POST /api/v1/quarantine/discard", "Likewise.", {}, kJsonBody, "discarded"},
    {"POST /api/v1/rulebook/apply", "Likewise.", {}, kJsonBody, "applied"},
    {"POST /api/v1/reports/freeze", "Likewise.", {}, kJsonBody, "frozen"},
    {"POST /api/v1/reports/sent", "Likewise.", {}, kJsonBody, "frozen"},
});

}  // namespace

std::span<const DescribedRoute> DescribedRoutes() { return kRoutes; }

}  // namespace dunghan::api
