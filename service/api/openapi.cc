#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/resources.h"
#include "api/shapes.h"
#include "dunghan/base/json_writer.h"
#include "http/problem.h"
#include "json_schema.h"
#include "openapi_routes.h"
#include "parameters.h"

/// GET /openapi.json: OpenAPI 3.1, made of the routes of the router with who may ask for them
/// (`x-roles`; `x-bound`: also who is bound to agencies), what is said of each beside, and the
/// shapes that answers are written by.
namespace dunghan::api {
namespace {

using access::Role;

constexpr std::string_view kProblem = "application/problem+json";

/// The words between blanks.
template <class Visit>
void ForEachWord(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    visit(word);
  }
}

/// What a status means, and the header that comes with it.
struct StatusWords {
  int status;
  std::string_view meaning;
  std::string_view header = {};
  std::string_view header_schema = R"({"type":"string"})";
};
constexpr std::array kStatusWords = {
    StatusWords{303, "Go on there.", "Location"},
    StatusWords{400, "Asked wrongly; the detail says where."},
    StatusWords{401, "No token, or one that is not good.", "WWW-Authenticate"},
    StatusWords{403, "Not for this role or agency, or not from pages of other sites."},
    StatusWords{404, "There is none."},
    StatusWords{409, "What is on record is against it; the detail says what."},
    StatusWords{413, "More than is taken at once."},
    StatusWords{415, "The body is of no kind that is taken here."},
    StatusWords{422, "Nothing of it could be used; what was sent is in quarantine."},
    StatusWords{429, "Too often; ask again later.", "Retry-After", R"({"type":"integer"})"},
    StatusWords{503, "Not now; nothing was done, and it may be asked again.", "Retry-After",
                R"({"type":"integer"})"}};

/// What HTTP refuses, whatever is asked for.
constexpr std::string_view kRefusedByHttp =
    "No request as HTTP has it: 408 not whole in time, 413 the body is too large, 417 an "
    "expectation that is not known, 421 a name that is not answered for, 431 the header is too "
    "large, 500 a fault of the program, 501 a transfer coding that is not known.";

class OpenApiWriter {
 public:
  std::string Write(std::span<const Router::Route> routes) {
    json_.BeginObject();
    json_.Text("openapi", "3.1.0");
    json_.BeginObject("info");
    json_.Text("title", "Dunghan");
    json_.Text("version", "1");
    json_.Text("description",
               "On-time monitoring of administrative dossiers. Instants are RFC 3339 with the "
               "calendar's offset; errors are application/problem+json (RFC 9457).");
    json_.End();
    json_.BeginObject("paths");
    for (const auto& [path, of] : ByPath(routes)) WritePath(path, of);
    json_.End();
    WriteComponents();
    json_.End();
    json_.EndLine();
    return std::move(out_);
  }

 private:
  struct Told {
    const Router::Route* route;
    const DescribedRoute* described;
  };
  using Paths = std::map<std::string_view, std::vector<Told>>;

  static Paths ByPath(std::span<const Router::Route> routes) {
    Paths paths;
    for (const Router::Route& route : routes) {
      const std::string name =
          (route.method == http::Method::kPost ? "POST " : "GET ") + route.path;
      const auto all = DescribedRoutes();
      const auto found =
          std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.route == name; });
      // What the page is made of is the page's own affair.
      if (found != all.end()) paths[route.path].push_back({&route, &*found});
    }
    return paths;
  }

  void WritePath(std::string_view path, const std::vector<Told>& all) {
    json_.AnyKey(path);
    json_.BeginObject();
    for (const Told& told : all) {
      json_.BeginObject(told.route->method == http::Method::kPost ? "post" : "get");
      json_.Text("summary", told.described->summary);
      WriteRoles(told);
      WriteParameters(path, *told.described);
      WriteBody(*told.described);
      WriteAnswers(told);
      json_.End();
    }
    json_.End();
  }

  void WriteSecurity(std::initializer_list<std::string_view> schemes) {
    json_.BeginArray("security");
    for (const std::string_view scheme : schemes) {
      json_.BeginObject();
      json_.BeginArray(scheme);
      json_.End();
      json_.End();
    }
    json_.End();
  }

  void WriteRoles(const Told& told) {
    const access::Permit permit = told.route->permit;
    if (permit.anybody()) return WriteSecurity({});
    if (permit.by_key()) {
      WriteSecurity({"key", "token", "session"});
    } else {
      WriteSecurity({"token", "session"});
    }
    json_.BeginArray("x-roles");
    for (int i = 0; i < access::kRoles; ++i) {
      const auto role = static_cast<Role>(i);
      if (permit.Includes(role)) json_.Text(ToString(role));
    }
    json_.End();
    json_.Bool("x-bound", permit.bound());
  }

  void WriteParameters(std::string_view path, const DescribedRoute& route) {
    const size_t brace = path.find('{');
    if (route.parameters.empty() && brace == std::string_view::npos) return;
    json_.BeginArray("parameters");
    if (brace != std::string_view::npos) {
      json_.BeginObject();
      json_.Text("name", path.substr(brace + 1, path.find('}') - brace - 1));
      json_.Text("in", "path");
      json_.Bool("required", true);
      json_.Raw("schema", R"({"type":"string"})");
      json_.Text("example", route.path_example);
      json_.End();
    }
    for (const DescribedParameter& one : route.parameters) {
      json_.BeginObject();
      json_.Text("name", one.name);
      json_.Text("in", "query");
      json_.Text("description", one.meaning);
      json_.Raw("schema", one.schema);
      WriteExample(one);
      json_.End();
    }
    json_.End();
  }

  /// Of the type that its schema says.
  void WriteExample(const DescribedParameter& one) {
    if (one.example.empty()) return;
    if (one.schema.find(R"("string")") != std::string_view::npos) {
      json_.Text("example", one.example);
    } else {
      json_.Raw("example", one.example);
    }
  }

  void WriteBody(const DescribedRoute& route) {
    if (route.takes.empty()) return;
    std::string_view example = route.body_example;
    json_.BeginObject("requestBody");
    json_.Bool("required", true);
    json_.BeginObject("content");
    ForEachWord(route.takes, [&](std::string_view type) {
      json_.AnyKey(type);
      json_.BeginObject();
      // The first alone has one.
      const std::string_view own = std::exchange(example, {});
      if (own.starts_with('{')) {
        json_.Raw("example", own);
      } else {
        json_.TextIfAny("example", own);
      }
      json_.End();
    });
    json_.End();
    json_.End();
  }

  static bool IsForAllWithToken(access::Permit permit) {
    bool all = permit.bound();
    for (int i = 0; i < access::kRoles; ++i) all = all && permit.Includes(static_cast<Role>(i));
    return all;
  }

  void WriteAnswers(const Told& told) {
    const DescribedRoute& route = *told.described;
    const access::Permit permit = told.route->permit;
    std::map<int, DescribedAnswer> refusals = {{400, {}}, {503, {}}};
    if (!permit.anybody()) {
      refusals[401] = {};
      if (!IsForAllWithToken(permit)) refusals[403] = {};
      // A browser is led to the login.
      if (told.route->method == http::Method::kGet) refusals[303] = {};
    }
    if (!permit.always()) refusals[429] = {};
    for (const DescribedAnswer& answer : route.answers) refusals[answer.status] = answer;
    json_.BeginObject("responses");
    BeginAnswer(route.good, route.summary);
    json_.BeginObject("content");
    ForEachWord(route.media_types,
                [&](std::string_view type) { WriteContent(type, route.shapes); });
    json_.End();
    json_.End();
    for (const auto& [status, answer] : refusals) WriteRefusal(status, answer);
    json_.BeginObject("default");
    json_.Text("description", kRefusedByHttp);
    json_.BeginObject("content");
    WriteContent(kProblem, "problem");
    json_.End();
    json_.End();
    json_.End();
  }

  /// `words`: where the status has none of its own.
  void BeginAnswer(int status, std::string_view words) {
    json_.BeginObject(std::to_string(status));
    const auto* known = std::find_if(kStatusWords.begin(), kStatusWords.end(),
                                     [&](const auto& one) { return one.status == status; });
    const bool is_known = known != kStatusWords.end();
    json_.Text("description", is_known ? known->meaning : words);
    if (!is_known || known->header.empty()) return;
    json_.BeginObject("headers");
    json_.BeginObject(known->header);
    json_.Bool("required", true);
    json_.Raw("schema", known->header_schema);
    json_.End();
    json_.End();
  }

  void WriteRefusal(int status, const DescribedAnswer& answer) {
    BeginAnswer(status, {});
    if (status != 303) {
      json_.BeginObject("content");
      if (answer.or_problem) WriteContent(kProblem, "problem");
      if (!answer.media_type.empty()) WriteContent(answer.media_type, answer.shapes);
      json_.End();
    }
    json_.End();
  }

  /// Shapes are those of JSON.
  void WriteContent(std::string_view media_type, std::string_view shapes) {
    json_.AnyKey(media_type);
    WriteSchemaOf(media_type.ends_with("json") ? shapes : std::string_view());
  }

  /// `{"schema":...}`, or nothing in it.
  void WriteSchemaOf(std::string_view shapes) {
    json_.BeginObject();
    const auto refer = [&](std::string_view name) {
      json_.BeginObject();
      json_.Text("$ref", fmt::format("#/components/schemas/{}", name));
      json_.End();
    };
    if (shapes.find(' ') != std::string_view::npos) {
      json_.BeginObject("schema");
      json_.BeginArray("anyOf");
      ForEachWord(shapes, refer);
      json_.End();
      json_.End();
    } else if (!shapes.empty()) {
      json_.Key("schema");
      refer(shapes);
    }
    json_.End();
  }

  void WriteComponents() {
    json_.BeginObject("components");
    json_.BeginObject("securitySchemes");
    json_.Raw("token", R"({"type":"http","scheme":"bearer"})");
    json_.Raw("session", R"({"type":"apiKey","in":"cookie","name":"dunghan_session"})");
    json_.Raw("key", R"({"type":"http","scheme":"bearer"})");
    json_.End();
    json_.BeginObject("schemas");
    for (const JsonShape* shape : Shapes()) {
      json_.AnyKey(shape->name);
      WriteSchema(json_, *shape);
    }
    json_.End();
    json_.End();
  }

  std::string out_;
  JsonWriter json_{out_};
};

boost::asio::awaitable<http::Response> GetOpenApi(std::shared_ptr<const std::string> text,
                                                  Call call) {
  if (auto none = CheckNone(call.request); !none) co_return http::Problem(none.error());
  co_return Json(*text);
}

}  // namespace

void AddOpenApi(Router& router) {
  // Written when all routes are there, itself among them.
  const auto text = std::make_shared<std::string>();
  router.Add(http::Method::kGet, "/openapi.json", access::kAllRoles.Bound(),
             [text](Call call) { return GetOpenApi(text, std::move(call)); });
  *text = OpenApiWriter().Write(router.routes());
}

}  // namespace dunghan::api
