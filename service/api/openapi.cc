#include <fmt/format.h>

#include <algorithm>
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
#include "openapi_routes.h"
#include "parameters.h"

/// GET /openapi.json: OpenAPI 3.1, made of the routes of the router with who may ask for them
/// (`x-roles`; `x-bound`: also who is bound to agencies), what is said of each beside, and the
/// shapes that answers are written by.
namespace dunghan::api {
namespace {

using access::Role;

/// The words between blanks.
template <class Visit>
void ForEachWord(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    visit(word);
  }
}

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
      WriteRoles(told.route->permit);
      WriteParameters(path, told.described->parameters);
      WriteBody(told.described->takes);
      WriteAnswers(told);
      json_.End();
    }
    json_.End();
  }

  void WriteRoles(access::Permit permit) {
    json_.BeginArray("security");
    if (!permit.anybody()) {
      for (const std::string_view scheme : {"token", "session"}) {
        json_.BeginObject();
        json_.BeginArray(scheme);
        json_.End();
        json_.End();
      }
    }
    json_.End();
    if (permit.anybody()) return;
    json_.BeginArray("x-roles");
    for (int i = 0; i < access::kRoles; ++i) {
      const auto role = static_cast<Role>(i);
      if (permit.Includes(role)) json_.Text(ToString(role));
    }
    json_.End();
    json_.Bool("x-bound", permit.bound());
  }

  void WriteParameters(std::string_view path, std::span<const DescribedParameter> parameters) {
    const size_t brace = path.find('{');
    if (parameters.empty() && brace == std::string_view::npos) return;
    json_.BeginArray("parameters");
    if (brace != std::string_view::npos) {
      json_.BeginObject();
      json_.Text("name", path.substr(brace + 1, path.size() - brace - 2));
      json_.Text("in", "path");
      json_.Bool("required", true);
      json_.Raw("schema", R"({"type":"string"})");
      json_.End();
    }
    for (const DescribedParameter& one : parameters) {
      json_.BeginObject();
      json_.Text("name", one.name);
      json_.Text("in", "query");
      json_.Text("description", one.meaning);
      json_.Raw("schema", one.schema);
      json_.End();
    }
    json_.End();
  }

  void WriteBody(std::string_view takes) {
    if (takes.empty()) return;
    json_.BeginObject("requestBody");
    json_.BeginObject("content");
    ForEachWord(takes, [&](std::string_view type) {
      json_.AnyKey(type);
      json_.Raw("{}");
    });
    json_.End();
    json_.End();
  }

  void WriteAnswers(const Told& told) {
    json_.BeginObject("responses");
    json_.BeginObject("200");
    json_.Text("description", told.described->summary);
    json_.BeginObject("content");
    json_.AnyKey(told.described->media_type);
    WriteSchemaOf(told.described->shapes);
    json_.End();
    json_.End();
    WriteProblem("400", "Asked wrongly; the detail says where.");
    if (!told.route->permit.anybody()) {
      WriteProblem("401", "No token, or one that is not good.");
      WriteProblem("403", "Not for this role, or not for this agency.");
    }
    if (told.route->path.find('{') != std::string::npos) WriteProblem("404", "There is none.");
    WriteProblem("503", "Not now; nothing was done, and it may be asked again.");
    json_.End();
  }

  void WriteProblem(std::string_view status, std::string_view meaning) {
    json_.BeginObject(status);
    json_.Text("description", meaning);
    json_.Raw("content",
              R"({"application/problem+json":{"schema":{"$ref":"#/components/schemas/problem"}}})");
    json_.End();
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
    json_.End();
    json_.BeginObject("schemas");
    for (const JsonShape* shape : Shapes()) {
      json_.AnyKey(shape->name);
      WriteShape(*shape);
    }
    json_.End();
    json_.End();
  }

  void WriteShape(const JsonShape& shape) {
    json_.BeginObject();
    json_.TextIfAny("description", shape.meaning);
    if (!shape.one_of.empty()) {
      json_.BeginArray("anyOf");
      for (const JsonShape* one : shape.one_of) WriteShape(*one);
      json_.End();
      json_.End();
      return;
    }
    json_.Text("type", "object");
    json_.BeginObject("properties");
    for (const JsonField& field : shape.fields) {
      json_.AnyKey(field.name);
      WriteField(field);
    }
    json_.End();
    json_.BeginArray("required");
    for (const JsonField& field : shape.fields) {
      if (!field.optional) json_.Text(field.name);
    }
    json_.End();
    json_.End();
  }

  void WriteField(const JsonField& field) {
    json_.BeginObject();
    json_.TextIfAny("description", field.meaning);
    json_.TextIfAny("x-unit", field.unit);
    if (field.holds == JsonHolds::kOne) {
      WriteType(field, field.nullable);
    } else {
      const bool is_list = field.holds == JsonHolds::kList;
      WriteTypeName(is_list ? "array" : "object", field.nullable);
      json_.BeginObject(is_list ? "items" : "additionalProperties");
      WriteType(field, false);
      json_.End();
    }
    json_.End();
  }

  void WriteTypeName(std::string_view type, bool nullable) {
    if (!nullable) return json_.Text("type", type);
    json_.BeginArray("type");
    json_.Text(type);
    json_.Text("null");
    json_.End();
  }

  void WriteType(const JsonField& field, bool nullable) {
    switch (field.type) {
      case JsonType::kText:
      case JsonType::kDue:
        return WriteTypeName("string", nullable);
      case JsonType::kDate:
        WriteTypeName("string", nullable);
        return json_.Text("format", "date");
      case JsonType::kInstant:
        WriteTypeName("string", nullable);
        return json_.Text("format", "date-time");
      case JsonType::kInteger:
        return WriteTypeName("integer", nullable);
      case JsonType::kNumber:
      case JsonType::kSeconds:
        return WriteTypeName("number", nullable);
      case JsonType::kBoolean:
        return WriteTypeName("boolean", nullable);
      case JsonType::kAny:
        return;
      case JsonType::kObject:
        break;
    }
    json_.BeginArray("anyOf");
    if (field.of) WriteShape(*field.of);
    if (nullable) json_.Raw(R"({"type":"null"})");
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
