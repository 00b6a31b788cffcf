#include "posted_lists.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "dunghan/base/text.h"
#include "events_answer.h"
#include "http/problem.h"
#include "intake/gzip_body.h"
#include "lists_table.h"
#include "live/list_intake.h"
#include "packing.h"
#include "parameters.h"
#include "same_site.h"
#include "sender_scope.h"

namespace dunghan::api {
namespace {

using boost::asio::awaitable;
using live::ListFault;
using live::ListOutcome;
using live::ListResult;
using live::ListTask;
using Steady = std::chrono::steady_clock;

struct ListType {
  std::string_view type;
  sheet::FileKind kind;
};
constexpr std::array kListTypes = {
    ListType{"text/csv", sheet::FileKind::kCsv},
    ListType{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
             sheet::FileKind::kXlsx},
    ListType{"application/vnd.oasis.opendocument.spreadsheet", sheet::FileKind::kOds},
    ListType{"application/vnd.ms-excel", sheet::FileKind::kXls}};

const ListType* TypeOf(const http::Request& request) {
  const auto found = std::find_if(kListTypes.begin(), kListTypes.end(), [&](const auto& one) {
    return one.type == request.content_type;
  });
  return found == kListTypes.end() ? nullptr : &*found;
}

Result<void> CheckListParameters(const http::Request& request) {
  auto known = CheckParameters(request, {"mapping", "sheet", "taken", "source", "dry_run"});
  if (!known) return known;
  const std::string dry = ParameterOf(request, "dry_run");
  if (!dry.empty() && dry != "true" && dry != "false") {
    return InvalidArgument(
        fmt::format("dry_run: expected \"true\" or \"false\", found {}", JsonQuote(dry)));
  }
  const std::string source = ParameterOf(request, "source");
  if (source.empty() || intake::IsSourceName(source)) return {};
  return InvalidArgument(
      fmt::format("source: expected 1 to 64 printable characters, found {}", JsonQuote(source)));
}

/// Why a list is not even looked into.
std::optional<http::Response> RefuseList(const Services& services, const http::Request& request) {
  if (IsFromElsewhere(request)) {
    return http::Problem(403, std::string(kNotFromElsewhere));
  }
  if (auto known = CheckListParameters(request); !known) return http::Problem(known.error());
  if (!services.lists) return http::Problem(Unavailable("lists are not taken here"));
  if (!PackingOf(request)) return OtherPacking(request);
  return {};
}

struct Unpacked {
  boost::system::result<std::string, intake::BodyFault> body;
};

/// Puts what was in a packed body in its place. Why there is no such: an answer.
awaitable<std::optional<http::Response>> Unpack(Services& services, BadIntake& bad,
                                                http::Request& request,
                                                Steady::time_point deadline) {
  if (PackingOf(request) == intake::Packing::kNone) co_return std::nullopt;
  const size_t packed = request.body.size();
  auto work = [bytes = std::move(request.body),
               most = services.lists->max_bytes]() -> Result<Unpacked> {
    return Unpacked{intake::UnpackBody(bytes, most)};
  };
  auto unpacking = services.lists->threads.Run(std::move(work), deadline);
  auto unpacked = co_await std::move(unpacking);
  if (!unpacked) co_return http::Problem(unpacked.error());
  if (!unpacked->body) {
    bad.Refused(Steady::now());
    const auto& fault = unpacked->body.error();
    const bool too_large = fault.kind == intake::BodyFault::Kind::kTooLarge;
    co_return http::Problem(too_large ? 413 : 400, fault.text);
  }
  request.body = std::move(*unpacked->body);
  if (!HasRoom(request, request.body.size(), packed)) co_return NoRoom();
  co_return std::nullopt;
}

/// The body as a workbook. What it is said to be has to be what it is: else somebody is mistaken.
Result<sheet::Workbook> OpenBody(std::string body, const ListType& type) {
  auto workbook = sheet::Workbook::FromBytes(std::move(body), "the body");
  if (!workbook || workbook->kind() == type.kind) return workbook;
  return InvalidArgument(fmt::format("Content-Type: {}, but by its content the body is {}",
                                     type.type, sheet::ToString(workbook->kind())));
}

/// `keep`: it is read more than once.
ListTask TaskOf(const Services& services, http::Request& request, bool keep,
                Steady::time_point deadline) {
  auto body = std::make_shared<std::string>(std::move(request.body));
  return {
      .open = [body, keep,
               type = TypeOf(request)] { return OpenBody(keep ? *body : std::move(*body), *type); },
      .file = "list",
      .source = ParameterOf(request, "source"),
      .mapping = ParameterOf(request, "mapping"),
      .sheet = ParameterOf(request, "sheet"),
      .taken = ParameterOf(request, "taken"),
      .say_taken = "taken=",
      .say_mapping = "in the file of [spool] mapping",
      .dry_run = ParameterOf(request, "dry_run") == "true",
      .stop = [nobody_asks = services.lists->nobody_asks,
               deadline] { return nobody_asks() || Steady::now() >= deadline; }};
}

http::Response Refuse(const ListFault& fault) {
  switch (fault.kind) {
    case ListFault::Kind::kNoList:
    case ListFault::Kind::kAsked:
      return http::Problem(400, fault.text);
    case ListFault::Kind::kUnusable:
      return http::Problem(422, fault.text);
    case ListFault::Kind::kForeign:
      return http::Problem(403, fault.text);
    case ListFault::Kind::kEnded:
      break;
  }
  return http::Problem(Unavailable(fault.text));
}

/// What was stored before it went wrong stays.
http::Response Unfinished(Services& services, const live::Fed& fed) {
  const Error& error = *fed.error;
  if (error.code != ErrorCode::kUnavailable) {
    services.log.Error("events.failed", {{"reason", error.for_client}, {"cause", error.for_log}});
  }
  return http::Problem(
      Unavailable(fmt::format("{}; {} of its rows are stored, and sending it again repeats nothing",
                              error.for_client, fed.totals.all())));
}

http::Response AnswerTo(const ListOutcome& outcome, bool dry) {
  static const intake::IgnoredFields::List no_fields;
  const live::Fed& fed = outcome.fed;
  ToldEvents told{.totals = fed.totals, .ignored = &no_fields, .looked_at = fed.looked_at};
  for (const live::ItemProblem& problem : fed.problems) {
    told.problems.push_back({static_cast<size_t>(problem.place), problem.field, problem.reason});
  }
  told.problems_left_off = fed.totals.quarantined - static_cast<int64_t>(fed.problems.size());
  for (const auto& warning : fed.warnings.first) told.warnings.push_back(NoteOf(warning));
  told.warnings_left_off = fed.warnings.all - static_cast<int64_t>(fed.warnings.first.size());
  std::string body;
  JsonWriter json(body);
  json.BeginObject();
  kToldEventsTable.WriteMembers(json, told);
  kToldRunTable.WriteMembers(json, {dry});
  intake::kListReportTable.WriteMembers(json, outcome.list);
  json.End();
  json.EndLine();
  http::Response response = Json(std::move(body));
  const bool none_usable = fed.totals.quarantined > 0 && fed.looked_at == 0 &&
                           fed.totals.quarantined == fed.totals.all();
  if (none_usable) response.status = 422;
  return response;
}

using SharedResult = std::shared_ptr<const ListResult>;

/// Of a sender that is bound: reads the list once to see whose dossiers it tells of.
std::optional<ListFault> FindForeign(const Lists& lists, ListTask task,
                                     const access::Caller& caller, const OpenView& open,
                                     std::shared_ptr<const board::Snapshot> present) {
  auto view = open({});
  if (!view) return ListFault{ListFault::Kind::kEnded, view.error().for_client};
  SenderScope sender(caller.scope, std::move(present), **view);
  task.dry_run = true;
  task.see = [&](const ledger::Item& item, int64_t row) { sender.See(item, row); };
  const ListResult seen = lists.intake.Take(task);
  if (!seen) return seen.error();
  if (seen->fed.error) return ListFault{ListFault::Kind::kEnded, seen->fed.error->for_client};
  const auto verdict = sender.Take();
  if (verdict.error) return ListFault{ListFault::Kind::kEnded, verdict.error->for_client};
  if (verdict.foreign.empty()) return {};
  return ListFault{ListFault::Kind::kForeign, verdict.foreign};
}

/// Read on a thread of the lists' own: nobody else waits for it.
awaitable<Result<SharedResult>> ReadList(Services& services, ListTask task, access::Caller caller,
                                         Steady::time_point deadline) {
  auto open = [ask = services.open_view, deadline](const std::optional<ledger::AsOf>& as_of) {
    return ask(as_of, deadline);
  };
  auto work = [&lists = *services.lists, task = std::move(task), caller = std::move(caller),
               open = std::move(open), present = services.board.Now()]() -> Result<SharedResult> {
    if (!caller.scope.is_everything()) {
      auto fault = FindForeign(lists, task, caller, open, present);
      if (fault) return std::make_shared<const ListResult>(std::move(*fault));
    }
    return std::make_shared<const ListResult>(lists.intake.Take(task));
  };
  co_return co_await services.lists->threads.Run(std::move(work), deadline);
}

http::Response AnswerTo(Services& services, BadIntake& bad, const ListResult& result, bool dry) {
  const auto now = Steady::now();
  if (!result) {
    if (result.error().kind != ListFault::Kind::kEnded) bad.Refused(now);
    return Refuse(result.error());
  }
  if (!dry) bad.Quarantined(result->fed.totals.quarantined, now);
  if (result->fed.error) return Unfinished(services, result->fed);
  return AnswerTo(*result, dry);
}

}  // namespace

bool IsList(const http::Request& request) { return TypeOf(request) != nullptr; }

awaitable<http::Response> PostList(Services& services, std::shared_ptr<BadIntake> bad, Call& call) {
  if (auto refusal = RefuseList(services, call.request)) co_return std::move(*refusal);
  services.metrics.TookBody(call.request.body.size());
  const auto deadline = Steady::now() + services.question_time;
  auto unpacking = Unpack(services, *bad, call.request, deadline);
  if (auto refusal = co_await std::move(unpacking)) co_return std::move(*refusal);
  const bool keep = !call.caller.scope.is_everything();
  auto task = TaskOf(services, call.request, keep, deadline);
  if (!call.caller.source.empty()) task.source = call.caller.source;
  const bool dry = task.dry_run;
  auto reading = ReadList(services, std::move(task), call.caller, deadline);
  const auto result = co_await std::move(reading);
  if (!result) co_return http::Problem(result.error());
  co_return AnswerTo(services, *bad, **result, dry);
}

}  // namespace dunghan::api
