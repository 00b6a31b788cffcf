#include "api/operations.h"

#include <openssl/crypto.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "dunghan/base/identifier.h"
#include "dunghan/base/text.h"
#include "http/problem.h"
#include "parameters.h"
#include "same_site.h"

namespace dunghan::api {
namespace {

using boost::asio::awaitable;
using simdjson::dom::element;

constexpr size_t kMostIds = 100'000;
constexpr size_t kLongest = 1'000;

/// Takes as long wherever the first difference is.
bool IsSame(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

http::Response NoKey() {
  auto response = http::Problem(
      401,
      "this takes the key that the daemon keeps in the data folder; the commands dunghan "
      "quarantine, dunghan rulebook, dunghan report and dunghan token send it");
  response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

/// Of somebody whom no token has made known.
std::optional<http::Response> RefuseWithoutKey(const http::Request& request,
                                               const std::string& key) {
  constexpr std::string_view kBearer = "Bearer ";
  if (!request.from_loopback) return http::Problem(403, "this is answered on this machine alone");
  // A browser on this machine is on loopback as well, whatever page it shows.
  if (!request.origin.empty()) return http::Problem(403, "this is not taken from pages");
  const std::string_view shown = request.authorization;
  if (key.empty() || !shown.starts_with(kBearer) || !IsSame(shown.substr(kBearer.size()), key)) {
    return NoKey();
  }
  return {};
}

std::optional<http::Response> Refuse(const Call& call, const std::string& key) {
  const http::Request& request = call.request;
  if (call.caller.name.empty()) {
    if (auto refusal = RefuseWithoutKey(request, key)) return refusal;
  } else if (IsFromElsewhere(request)) {
    return http::Problem(403, "this is not taken from pages of other sites");
  }
  if (auto none = CheckNone(request); !none) return http::Problem(none.error());
  if (request.content_type != "application/json") {
    return http::Problem(415, "Content-Type: expected application/json");
  }
  return {};
}

/// Text that may go on record, and into the log.
Result<std::string> TextOf(const element& value, std::string_view field) {
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS && text.size() <= kLongest && IsPrintable(text) &&
      IsName(text)) {
    return std::string(text);
  }
  return InvalidArgument(
      fmt::format("{}: expected text of at most {} printable characters", field, kLongest));
}

Result<std::vector<int64_t>> IdsOf(const element& value) {
  simdjson::dom::array array;
  std::vector<int64_t> ids;
  if (value.get(array) != simdjson::SUCCESS || array.size() > kMostIds) {
    return InvalidArgument(fmt::format("ids: expected a list of at most {} numbers", kMostIds));
  }
  for (const element one : array) {
    int64_t id = 0;
    if (one.get(id) != simdjson::SUCCESS) return InvalidArgument("ids: expected whole numbers");
    ids.push_back(id);
  }
  return ids;
}

Result<std::vector<std::string>> TextsOf(const element& value, std::string_view field) {
  constexpr size_t kMost = 1'000;
  simdjson::dom::array array;
  std::vector<std::string> texts;
  if (value.get(array) != simdjson::SUCCESS || array.size() > kMost) {
    return InvalidArgument(fmt::format("{}: expected a list of at most {} texts", field, kMost));
  }
  for (const element one : array) {
    auto text = TextOf(one, field);
    if (!text) return text.error();
    texts.push_back(std::move(*text));
  }
  return texts;
}

struct TextField {
  std::string_view name;
  std::string Operation::*place;
};
constexpr std::array<TextField, 18> kTexts = {{{"operator", &Operation::operator_name},
                                               {"rulebook", &Operation::rulebook},
                                               {"reason", &Operation::reason},
                                               {"source", &Operation::source},
                                               {"form", &Operation::form},
                                               {"period", &Operation::period},
                                               {"basis", &Operation::basis},
                                               {"by", &Operation::by},
                                               {"tree", &Operation::tree},
                                               {"agency", &Operation::agency},
                                               {"lang", &Operation::language},
                                               {"statement", &Operation::statement},
                                               {"number", &Operation::number},
                                               {"date", &Operation::date},
                                               {"signer", &Operation::signer},
                                               {"code", &Operation::code},
                                               {"name", &Operation::name},
                                               {"for", &Operation::lasts}}};

Result<void> ReadField(std::string_view name, const element& value, Operation& operation) {
  if (name == "ids") {
    auto ids = IdsOf(value);
    if (!ids) return ids.error();
    operation.ids = std::move(*ids);
    return {};
  }
  if (name == "agencies") {
    auto codes = TextsOf(value, name);
    if (!codes) return codes.error();
    operation.agencies = std::move(*codes);
    return {};
  }
  const auto known = std::find_if(kTexts.begin(), kTexts.end(),
                                  [&](const TextField& field) { return field.name == name; });
  if (known == kTexts.end() && name != "effective_from") {
    return InvalidArgument(fmt::format("{}: unknown field", JsonQuote(name)));
  }
  auto text = TextOf(value, name);
  if (!text) return text.error();
  if (known == kTexts.end()) {
    operation.effective_from = std::move(*text);
  } else {
    operation.*known->place = std::move(*text);
  }
  return {};
}

http::Response Told(Result<std::string> done) {
  return done ? Json(std::move(*done) + "\n") : http::Problem(done.error());
}

awaitable<http::Response> Post(std::shared_ptr<const Operations> operations, const Operate* operate,
                               Call call) {
  if (auto refusal = Refuse(call, operations->key)) co_return std::move(*refusal);
  auto asked = ReadOperation(call.request.body, call.caller.name);
  if (!asked) co_return http::Problem(asked.error());
  auto done = co_await (*operate)(std::move(*asked));
  co_return Told(std::move(done));
}

}  // namespace

Result<Operation> ReadOperation(const std::string& body, const std::string& caller) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (parser.parse(body).get(object) != simdjson::SUCCESS) {
    return InvalidArgument("expected a JSON object");
  }
  Operation operation;
  for (const auto& [name, value] : object) {
    if (auto read = ReadField(name, value, operation); !read) return read.error();
  }
  if (!caller.empty()) operation.operator_name = caller;
  const std::string& name = operation.operator_name;
  if (name.empty()) return InvalidArgument("operator: missing; expected a name");
  if (const auto hidden = HiddenIdentifierFault(name); !hidden.empty()) {
    return InvalidArgument("operator: expected a name that can be seen" + hidden);
  }
  return operation;
}

void AddOperations(Router& router, std::shared_ptr<const Operations> operations) {
  const auto add = [&](std::string path, access::Permit permit, const Operate& operate) {
    // `of` points into what is held beside it.
    router.Add(
        http::Method::kPost, std::move(path), permit.OrByKey(),
        [operations, of = &operate](Call call) { return Post(operations, of, std::move(call)); });
  };
  // Whoever runs the system does not freeze what it is judged by.
  constexpr access::Permit kClerk{access::Role::kClerk};
  constexpr access::Permit kMenders{access::Role::kClerk, access::Role::kAdmin};
  constexpr access::Permit kAdmin{access::Role::kAdmin};
  add("/api/v1/quarantine/retry", kMenders, operations->retry_quarantine);
  add("/api/v1/quarantine/discard", kMenders, operations->discard_quarantine);
  add("/api/v1/quarantine/look", kAdmin, operations->look_at_quarantine);
  add("/api/v1/rulebook/apply", kAdmin, operations->apply_rulebook);
  add("/api/v1/reports/freeze", kClerk, operations->freeze_report);
  add("/api/v1/reports/sent", kClerk, operations->send_report);
  add("/api/v1/wall/pair", kAdmin, operations->pair_screen);
}

}  // namespace dunghan::api
