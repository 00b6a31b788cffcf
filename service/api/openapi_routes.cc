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

constexpr P kPeriod{.name = "period",
                    .meaning =
                        "A month, quarter or year: 2021-06, 2021-Q2, 2021; bc: before it "
                        "for the reporting month of Decree 09/2019. Default: this month.",
                    .example = "2021-06"};
constexpr P kAgency{.name = "agency",
                    .meaning =
                        "The code of an agency: it and all below it. Who is bound to "
                        "agencies names one of these; with [access] ranking = \"all\" any, where "
                        "figures are asked.",
                    .example = "H52.17"};
constexpr P kAsOf{.name = "as_of",
                  .meaning =
                      "As it was known then: an instant (RFC 3339) or the number of an "
                      "entry of the record.",
                  .example = "2021-06-30T12:00:00+07:00"};
constexpr P kLang{"lang", "The language of sentences.", kLanguage, "en"};
constexpr P kByBasis{"basis", "Which due counts.", kBasis, "lawful"};
constexpr P kByTree{"tree", "Whose dossiers are whose where agencies succeeded one another.", kTree,
                    "period-end"};
constexpr P kCursor{
    .name = "cursor", .meaning = "The `next` of the page before.", .example = "0:H52.17-0001"};

constexpr std::array kOnTime = {
    kPeriod,
    P{"by", "What a row stands for.",
      R"({"type":"string","enum":["agency","procedure","field","tier","counter","channel"]})",
      "procedure"},
    kByBasis,
    kAgency,
    kByTree,
    kAsOf};
constexpr std::array kReport = {
    kPeriod,
    P{.name = "by",
      .meaning = "What a row stands for, where the form leaves that open.",
      .example = "agency"},
    P{.name = "rates", .meaning = "Of the form compare: two rates, as in official,index766."},
    kAgency,
    kByBasis,
    kByTree,
    kAsOf,
    P{"format", "What it is written as.",
      R"({"type":"string","enum":["json","csv","xlsx","html","pdf","table"]})", "csv"},
    P{.name = "for", .meaning = "Of csv: excel, with semicolons and decimal commas; or machines."},
    kLang};
constexpr std::array kDossiers = {
    P{.name = "standing",
      .meaning = "Some of without_receipt, pending_acceptance, in_time, suspended, overdue, "
                 "unmeasurable; or of declined, finished_early, finished_on_time, finished_late, "
                 "finished_unmeasurable, withdrawn; commas between.",
      .example = "in_time,overdue"},
    P{.name = "due",
      .meaning = "A bucket by how near the due is: today, 1wd, 3wd, later, overdue_1wd ...",
      .example = "3wd"},
    kAgency,
    P{.name = "procedure", .meaning = "The code of a procedure.", .example = "1.004253"},
    P{.name = "due_before",
      .meaning = "A date, or an instant at which they are overdue.",
      .example = "2021-07-01"},
    P{.name = "q", .meaning = "Part of the code, without case and diacritics.", .example = "0001"},
    P{.name = "sort", .meaning = "due, -due, received, -received or code.", .example = "-received"},
    kCursor,
    P{"limit", "How many of a page, at most 1000.", kWhole, "10"},
    kAsOf};
constexpr std::array kDossier = {kLang, kAsOf};
constexpr std::array kLanguageAlone = {kLang};
constexpr std::array kStream = {P{
    .name = "lastEventId", .meaning = "The id of the last message that was seen.", .example = "1"}};
constexpr std::array kSources = {P{"days", "Days of the window, today among them.", kWhole, "7"}};
constexpr std::array kQuarantine = {
    P{"by", "Grouped.", R"({"type":"string","enum":["reason","source"]})", "reason"},
    P{.name = "source", .meaning = "Only from this source.", .example = "mot-cua"},
    P{.name = "reason", .meaning = "Only with this in the reason.", .example = "unknown agency"},
    P{.name = "cursor", .meaning = "The `next` of the page before.", .example = "100"},
    P{"limit", "How many of a page, at most 1000.", kWhole, "10"}};
constexpr std::array kEvents = {
    P{.name = "mapping", .meaning = "Of a list: the name of a mapping.", .example = "mot-cua"},
    P{.name = "sheet", .meaning = "Of a workbook: which sheet."},
    P{.name = "taken",
      .meaning = "Of a list: when it was exported, a date or an instant.",
      .example = "2021-06-30T08:00:00+07:00"},
    P{.name = "source", .meaning = "Of a list: whose it is.", .example = "mot-cua"},
    P{"dry_run", "Of a list: nothing is stored.", kBoolean, "true"}};
constexpr std::array kLogin = {P{.name = "next", .meaning = "Where to go on to.", .example = "/"},
                               P{.name = "once", .meaning = "The one-time word of a new ledger."},
                               kLang};

constexpr std::string_view kEventBodies =
    "application/json application/x-ndjson application/cloudevents+json "
    "application/cloudevents-batch+json text/csv application/vnd.ms-excel "
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet "
    "application/vnd.oasis.opendocument.spreadsheet";
constexpr std::string_view kPapers =
    "application/json text/csv "
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet text/html application/pdf "
    "text/plain";
constexpr std::string_view kFormBody = "application/x-www-form-urlencoded";
constexpr std::string_view kJson = "application/json";
constexpr std::string_view kHtml = "text/html";
constexpr std::string_view kText = "text/plain";

using A = DescribedAnswer;
constexpr std::array kNotFound = {A{404}};
constexpr std::array kOfEvents = {A{413}, A{415}, A{422, kJson, "events_answer list_answer"}};
constexpr std::array kOfDossier = {A{404}, A{409}};
constexpr std::array kOfActs = {A{404}, A{409}, A{415}};
constexpr std::string_view kNational = "national_answer";
constexpr std::array kOfNationalLogin = {A{400, kJson, kNational}, A{401, kJson, kNational, false},
                                         A{403}, A{429, kJson, kNational}};
constexpr std::array kOfNational = {
    A{400, kJson, kNational},        A{403, kJson, kNational},        A{413, kJson, kNational},
    A{415, kJson, kNational, false}, A{422, kJson, kNational, false}, A{503, kJson, kNational}};
constexpr std::array kOfReady = {A{503, kJson, "ready"}};
constexpr std::array kOfLogin = {A{401, kHtml, {}, false}, A{403, kHtml}, A{415}, A{429, kHtml}};
constexpr std::array kOfPairing = {
    A{400, kHtml}, A{403},       A{404, kHtml, {}, false}, A{409, kHtml, {}, false},
    A{415},        A{429, kHtml}};
constexpr std::array kOfLogout = {A{403}};
constexpr std::array kOfOperation = {A{401}, A{403}, A{415}};
constexpr std::array kOfLook = {A{401}, A{403}, A{404}, A{415}};
constexpr std::array kOfStatement = {A{401}, A{403}, A{404}, A{409}, A{415}};

constexpr auto kRoutes = std::to_array<DescribedRoute>({
    {.route = "GET /", .summary = "The page.", .media_types = kHtml},
    {.route = "GET /dossiers",
     .summary = "The same, at its lists of dossiers; takes what /api/v1/dossiers takes.",
     .media_types = kHtml},
    {.route = "GET /api/v1/me", .summary = "Who asks.", .shapes = "me"},
    {.route = "GET /api/v1/live", .summary = "What the board shows now.", .shapes = "live"},
    {.route = "GET /api/v1/stream",
     .summary = "The same as server-sent events.",
     .parameters = kStream,
     .media_types = "text/event-stream"},
    {.route = "GET /api/v1/on-time",
     .summary = "The figures of a period.",
     .parameters = kOnTime,
     .shapes = "statement",
     .answers = kNotFound},
    {.route = "GET /api/v1/indicators",
     .summary = "The flat table for an operations centre.",
     .parameters = kReport,
     .media_types = kPapers,
     .answers = kNotFound},
    {.route = "GET /api/v1/reports", .summary = "The frozen statements.", .shapes = "frozen_list"},
    {.route = "GET /api/v1/reports/{form}",
     .summary = "A statement in a form.",
     .parameters = kReport,
     .path_example = "monthly",
     .media_types = kPapers,
     .answers = kNotFound},
    {.route = "GET /api/v1/reports/frozen/{id}",
     .summary = "A frozen statement, as it was frozen.",
     .path_example = "STATEMENT",
     .answers = kNotFound},
    {.route = "GET /api/v1/dossiers",
     .summary = "Dossiers in pages.",
     .parameters = kDossiers,
     .shapes = "dossiers"},
    {.route = "GET /api/v1/dossiers/{code}",
     .summary = "One dossier, by its code or an alias; 409: the alias is that of several.",
     .parameters = kDossier,
     .path_example = "H52.17-0001",
     .shapes = "dossier own_steps",
     .answers = kOfDossier},
    {.route = "POST /api/v1/dossiers/{code}/acts",
     .summary = "Enters an apology, a cause, an urging, or the end of a dossier that newer lists "
                "leave out.",
     .path_example = "H52.17-0001",
     .takes = kJson,
     .body_example = R"({"type":"apologised","number":"12/PXL","due":"2021-06-21"})",
     .shapes = "events_answer",
     .answers = kOfActs},
    {.route = "GET /api/v1/sources",
     .summary = "What each source has sent.",
     .parameters = kSources,
     .shapes = "sources"},
    {.route = "GET /api/v1/quarantine",
     .summary = "What intake could not use.",
     .parameters = kQuarantine,
     .shapes = "quarantine quarantine_by"},
    {.route = "GET /api/v1/quarantine/{id}",
     .summary = "One entry of it.",
     .path_example = "1",
     .shapes = "quarantine_alone",
     .answers = kNotFound},
    {.route = "GET /metrics", .summary = "For Prometheus.", .media_types = kText},
    {.route = "GET /metrics/matrix",
     .summary = "Agencies by procedures, for a slower scrape.",
     .media_types = kText,
     .answers = kNotFound},
    {.route = "GET /openapi.json", .summary = "This description."},
    {.route = "POST /api/v1/events",
     .summary = "Takes events, and lists of dossiers; gzip or not.",
     .parameters = kEvents,
     .takes = kEventBodies,
     .body_example =
         R"({"source":"mot-cua","id":"1","dossier":"H52.17-0001","type":"received","at":"2021-06-07T08:00:00+07:00","agency":"H52.17","procedure":"1.004253","due":"2021-06-14"})",
     .shapes = "events_answer list_answer",
     .answers = kOfEvents},
    {.route = "POST /national/v1/login",
     .summary = "Begins a session of the national interface with a token.",
     .takes = kJson,
     .body_example = R"({"username":"mot-cua","password":"TOKEN"})",
     .shapes = kNational,
     .answers = kOfNationalLogin},
    {.route = "POST /national/v1/{service}",
     .summary = "Takes messages of the national interface.",
     .path_example = "DongBoHoSoMC",
     .takes = kJson,
     .body_example =
         R"({"session":"","madonvi":"H52.17","service":"DongBoHoSoMC","isUpdating":"False","data":[{"MaHoSo":"H52.17-0002","MaTTHC":"1.004253","NgayTiepNhan":"20210607080000","NgayHenTra":"20210614170000","TrangThaiHoSo":"2"}]})",
     .shapes = kNational,
     .answers = kOfNational},
    {.route = "GET /healthz", .summary = "Whether the process answers.", .media_types = kText},
    {.route = "GET /readyz",
     .summary = "Whether it can take events, and if not, why.",
     .shapes = "ready",
     .answers = kOfReady},
    {.route = "GET /login",
     .summary = "The page to log in at.",
     .parameters = kLogin,
     .media_types = kHtml},
    {.route = "POST /login",
     .summary = "Begins a session with a token; next: where to go on to.",
     .takes = kFormBody,
     .body_example = "token=TOKEN&next=/",
     .good = 303,
     .media_types = kText,
     .answers = kOfLogin},
    {.route = "POST /logout",
     .summary = "Ends the session.",
     .good = 303,
     .media_types = kText,
     .answers = kOfLogout},
    {.route = "GET /wall",
     .summary = "The page for a screen in the hall; one that is not let in gets a code to be "
                "confirmed.",
     .parameters = kLanguageAlone,
     .media_types = kHtml},
    {.route = "GET /pair",
     .summary = "The page to confirm a screen's code at.",
     .parameters = kLanguageAlone,
     .media_types = kHtml},
    {.route = "POST /pair",
     .summary = "Lets in the screen that shows a code.",
     .takes = kFormBody,
     .body_example = "code=CODE&name=hall-1",
     .media_types = kHtml,
     .answers = kOfPairing},
    {.route = "POST /api/v1/quarantine/retry",
     .summary = "Tries again what is in quarantine; with the key, for the command of that name.",
     .takes = kJson,
     .body_example = R"({"operator":"Lò Văn A"})",
     .shapes = "retried",
     .answers = kOfOperation},
    {.route = "POST /api/v1/quarantine/discard",
     .summary = "Likewise: sets aside what is in quarantine for good.",
     .takes = kJson,
     .body_example = R"({"operator":"Lò Văn A","ids":[1],"reason":"của tỉnh khác"})",
     .shapes = "discarded",
     .answers = kOfOperation},
    {.route = "POST /api/v1/quarantine/look",
     .summary = "Likewise: the bytes of an entry that could not be parsed. They may name persons: "
                "who looked, and why, goes on record.",
     .takes = kJson,
     .body_example = R"({"operator":"Lò Văn A","ids":[2],"reason":"hỏi lại bên gửi"})",
     .shapes = "looked_at",
     .answers = kOfLook},
    {.route = "POST /api/v1/rulebook/apply",
     .summary =
         "Likewise: puts the configured rulebook in force; rulebook: the digest of the one that is "
         "meant.",
     .takes = kJson,
     .body_example = R"({"operator":"Lò Văn A","rulebook":"DIGEST"})",
     .shapes = "applied",
     .answers = kOfOperation},
    {.route = "POST /api/v1/reports/freeze",
     .summary = "Likewise: puts a statement on record as it is.",
     .takes = kJson,
     .body_example =
         R"({"operator":"Lò Văn A","form":"monthly","period":"2021-06","by":"agency","basis":"promised","tree":"as-was","lang":"vi"})",
     .shapes = "frozen",
     .answers = kOfStatement},
    {.route = "POST /api/v1/reports/sent",
     .summary = "Likewise: that a frozen statement was signed and sent.",
     .takes = kJson,
     .body_example =
         R"({"operator":"Lò Văn A","statement":"STATEMENT","number":"12/BC-UBND","date":"2021-07-01","signer":"Lò Thị B"})",
     .shapes = "frozen",
     .answers = kOfStatement},
    {.route = "POST /api/v1/wall/pair",
     .summary = "Likewise: lets a screen in that shows a code.",
     .takes = kJson,
     .body_example = R"({"operator":"Lò Văn A","code":"CODE","name":"hall-2"})",
     .shapes = "paired",
     .answers = kOfStatement},
});

}  // namespace

std::span<const DescribedRoute> DescribedRoutes() { return kRoutes; }

}  // namespace dunghan::api
