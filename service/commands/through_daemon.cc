#include "through_daemon.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <chrono>
#include <utility>

#include "app/exit_code.h"
#include "app/rules.h"
#include "dunghan/base/digest.h"
#include "dunghan/base/escaped.h"
#include "dunghan/base/json_writer.h"
#include "finish.h"
#include "http/client.h"

namespace dunghan::commands {
namespace {

using simdjson::dom::element;

// Longer than the daemon takes to give up on answering.
constexpr std::chrono::minutes kPatience{65};

ErrorCode CodeOf(int status) {
  switch (status) {
    case 400:
      return ErrorCode::kInvalidArgument;
    case 404:
      return ErrorCode::kNotFound;
    case 409:
      return ErrorCode::kConflict;
    case 503:
      return ErrorCode::kUnavailable;
    default:
      return ErrorCode::kInternal;
  }
}

Error ErrorOf(const app::Serving& serving, const http::ClientResponse& answer) {
  simdjson::dom::parser parser;
  std::string_view detail;
  if (parser.parse(answer.body)["detail"].get(detail) != simdjson::SUCCESS) {
    detail = "no answer that is understood; is it of another version?";
  }
  Error error{CodeOf(answer.status), std::string(detail),
              fmt::format("the daemon at {}, status {}", serving.url, answer.status)};
  if (error.code == ErrorCode::kUnavailable) {
    error.for_client += "; what has begun goes on, and the daemon's log tells how it ended";
  }
  return error;
}

Result<std::string> Ask(const app::Serving& serving, std::string_view target,
                        const std::string& body, const Console& console) {
  const auto url = http::ParseBaseUrl(serving.url);
  if (!url) return url.error();
  console.err << "dunghan: the daemon at " << Escaped(serving.url)
              << " holds the ledger, and is asked to do it\n";
  http::Client client(*url, kPatience);
  client.Authorize(serving.key);
  auto answer = client.Post(target, "application/json", body);
  if (!answer) return answer.error();
  if (answer->status != 200) return ErrorOf(serving, *answer);
  return std::move(answer->body);
}

int64_t CountOf(const element& object, std::string_view name) {
  int64_t count = 0;
  return object[name].get(count) == simdjson::SUCCESS ? count : 0;
}

/// `source` and `reason` where there are any: which entries are meant, or why.
std::string AskForEntries(std::span<const int64_t> ids, std::string_view actor,
                          std::string_view source, std::string_view reason) {
  std::string text;
  JsonWriter json(text);
  json.BeginObject();
  json.BeginArray("ids");
  for (const int64_t id : ids) json.Integer(id);
  json.End();
  json.Text("operator", actor);
  json.TextIfAny("source", source);
  json.TextIfAny("reason", reason);
  json.End();
  return text;
}

int NotUnderstood(const app::Serving& serving, const Console& console);

/// What was asked for cannot be, whoever is asked.
int FailAsAsked(const Error& error, const Console& console) {
  const int code = Fail(error, console);
  if (error.code == ErrorCode::kInvalidArgument) return app::kUsage;
  return error.code == ErrorCode::kConflict ? app::kFailed : code;
}

/// The id of the statement that was asked about, and where its files are.
int PrintFrozenAnswer(const Result<std::string>& answered, const app::Serving& serving,
                      const Console& console) {
  if (!answered) return FailAsAsked(answered.error(), console);
  simdjson::dom::parser parser;
  element answer;
  std::string_view id;
  simdjson::dom::array files;
  if (parser.parse(*answered).get(answer) != simdjson::SUCCESS ||
      answer["id"].get(id) != simdjson::SUCCESS ||
      answer["files"].get(files) != simdjson::SUCCESS) {
    return NotUnderstood(serving, console);
  }
  std::string text = std::string(id) + "\n";
  for (const element file : files) {
    std::string_view path;
    if (file.get(path) == simdjson::SUCCESS) text += std::string(path) + "\n";
  }
  return Print(text, console);
}

int NotUnderstood(const app::Serving& serving, const Console& console) {
  return Fail(Internal("the daemon's answer is not understood", serving.url), console);
}

}  // namespace

int RetryThroughDaemon(const app::Serving& serving, const QuarantineOptions& options,
                       OutputForm form, const Console& console) {
  const auto asked =
      AskForEntries(options.ids, app::OperatorName(), options.filter.source, options.filter.reason);
  const auto body = Ask(serving, "/api/v1/quarantine/retry", asked, console);
  if (!body) return Fail(body.error(), console);
  simdjson::dom::parser parser;
  element answer;
  if (parser.parse(*body).get(answer) != simdjson::SUCCESS) return NotUnderstood(serving, console);
  PrintRetried({.stored = CountOf(answer, "stored"),
                .duplicate = CountOf(answer, "duplicate"),
                .quarantined = CountOf(answer, "still_quarantined")},
               form, console);
  return 0;
}

int DiscardThroughDaemon(const app::Serving& serving, const QuarantineOptions& options,
                         OutputForm form, const Console& console) {
  const auto asked = AskForEntries(options.ids, options.by_hand.actor, {}, options.by_hand.reason);
  const auto body = Ask(serving, "/api/v1/quarantine/discard", asked, console);
  if (!body) return Fail(body.error(), console);
  simdjson::dom::parser parser;
  element answer;
  if (parser.parse(*body).get(answer) != simdjson::SUCCESS) return NotUnderstood(serving, console);
  return PrintDiscarded(CountOf(answer, "discarded"), options.ids.size(), form, console);
}

int LookThroughDaemon(const app::Serving& serving, const QuarantineOptions& options,
                      OutputForm form, const Console& console) {
  const auto asked = AskForEntries(options.ids, options.by_hand.actor, {}, options.by_hand.reason);
  const auto body = Ask(serving, "/api/v1/quarantine/look", asked, console);
  if (!body) return Fail(body.error(), console);
  simdjson::dom::parser parser;
  std::string_view raw;
  if (parser.parse(*body)["raw"].get(raw) != simdjson::SUCCESS) {
    return NotUnderstood(serving, console);
  }
  PrintLookedAt(raw, form, console);
  return app::kDone;
}

int ApplyThroughDaemon(const app::Serving& serving, const ledger::Application& application,
                       std::string_view effective_from, OutputForm form, const Console& console) {
  std::string asked;
  JsonWriter json(asked);
  json.BeginObject();
  json.Text("rulebook", ToHex(application.rulebook->digest()));
  json.Text("operator", application.operator_name);
  json.Text("reason", application.reason);
  json.TextIfAny("effective_from", effective_from);
  json.End();
  const auto body = Ask(serving, "/api/v1/rulebook/apply", asked, console);
  if (!body) return Fail(body.error(), console);
  simdjson::dom::parser parser;
  element answer;
  bool changed = false;
  if (parser.parse(*body).get(answer) != simdjson::SUCCESS ||
      answer["changed"].get(changed) != simdjson::SUCCESS) {
    return NotUnderstood(serving, console);
  }
  if (!changed) {
    console.err << "the rulebook of the configuration is the one in force\n";
    return 0;
  }
  element result;
  std::string_view said;
  if (answer["result"].get(result) != simdjson::SUCCESS ||
      answer["said"].get(said) != simdjson::SUCCESS) {
    return NotUnderstood(serving, console);
  }
  const bool is_json = form == OutputForm::kJson;
  return Print((is_json ? simdjson::minify(result) : std::string(said)) + "\n", console);
}

int FreezeThroughDaemon(const app::Serving& serving, const frozen::Asked& asked,
                        const Console& console) {
  const statement::FrozenIdentity& of = asked.identity;
  std::string text;
  JsonWriter json(text);
  json.BeginObject();
  json.Text("operator", asked.actor);
  json.Text("form", of.form);
  json.Text("period", of.period);
  json.Text("basis", of.basis);
  json.Text("by", of.by);
  json.Text("tree", of.tree);
  json.TextIfAny("agency", of.agency);
  json.Text("lang", of.language);
  json.TextIfAny("reason", asked.reason);
  json.End();
  return PrintFrozenAnswer(Ask(serving, "/api/v1/reports/freeze", text, console), serving, console);
}

int SendThroughDaemon(const app::Serving& serving, const statement::Sent& sent,
                      const Console& console) {
  std::string text;
  JsonWriter json(text);
  json.BeginObject();
  json.Text("operator", sent.actor);
  json.Text("statement", sent.id);
  json.Text("number", sent.number);
  json.Text("date", FormatDate(sent.date));
  json.Text("signer", sent.signer);
  json.End();
  return PrintFrozenAnswer(Ask(serving, "/api/v1/reports/sent", text, console), serving, console);
}

int PairThroughDaemon(const app::Serving& serving, const Pairing& pairing, const Console& console) {
  std::string text;
  JsonWriter json(text);
  json.BeginObject();
  json.Text("operator", pairing.operator_name);
  json.Text("code", pairing.code);
  json.TextIfAny("name", pairing.name);
  json.Text("for", pairing.lasts);
  json.BeginArray("agencies");
  for (const std::string& code : pairing.agencies) json.Text(code);
  json.End();
  json.End();
  const auto answered = Ask(serving, "/api/v1/wall/pair", text, console);
  if (!answered) return FailAsAsked(answered.error(), console);
  simdjson::dom::parser parser;
  element answer;
  std::string_view token;
  if (parser.parse(*answered).get(answer) != simdjson::SUCCESS ||
      answer["token"].get(token) != simdjson::SUCCESS) {
    return NotUnderstood(serving, console);
  }
  return Print(fmt::format("let in: {}\n", Escaped(token)), console);
}

std::string WayOut(const app::Serving& serving) {
  return fmt::format(
      "; it is the daemon at {0}. Send events to it (curl -H 'Content-Type: application/x-ndjson' "
      "--data-binary @FILE {0}/api/v1/events), or stop it first",
      serving.url);
}

}  // namespace dunghan::commands
