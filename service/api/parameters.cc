#include "parameters.h"

#include <algorithm>
#include <vector>

#include "dunghan/base/language.h"
#include "dunghan/base/text.h"
#include "dunghan/report/as_of.h"

namespace dunghan::api {

Result<void> CheckParameters(const http::Request& request,
                             std::initializer_list<std::string_view> known) {
  for (auto it = request.query.begin(); it != request.query.end(); ++it) {
    const std::string& name = it->first;
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      const auto nearest = NearestName(name, std::vector<std::string_view>(known));
      return InvalidArgument(
          fmt::format("{}: unknown parameter{}", name,
                      nearest ? fmt::format(" (did you mean \"{}\"?)", *nearest) : ""));
    }
    const auto same = [&](const auto& other) { return other.first == name; };
    if (std::find_if(request.query.begin(), it, same) != it) {
      return InvalidArgument(fmt::format("{}: given twice", name));
    }
  }
  return {};
}

Result<void> CheckNone(const http::Request& request) { return CheckParameters(request, {}); }

std::string ParameterOf(const http::Request& request, std::string_view name) {
  return std::string(http::FindQuery(request, name).value_or(""));
}

Result<void> CheckLanguage(const http::Request& request) {
  const std::string language = ParameterOf(request, "lang");
  if (language.empty() || ParseLanguage(language)) return {};
  return InvalidArgument("lang: expected vi or en, found " + JsonQuote(language));
}

Result<int64_t> NumberOf(const http::Request& request, std::string_view name, int64_t low,
                         int64_t high, int64_t by_default) {
  const auto text = http::FindQuery(request, name);
  if (!text) return by_default;
  const auto value = ParseInteger(*text);
  if (value && *value >= low && *value <= high) return int64_t{*value};
  return InvalidArgument(fmt::format("{}: expected a whole number from {} to {}, found {}", name,
                                     low, high, JsonQuote(*text)));
}

Result<std::optional<ledger::AsOf>> AsOfOf(const http::Request& request) {
  const auto text = http::FindQuery(request, "as_of");
  if (!text) return std::optional<ledger::AsOf>();
  const auto as_of = report::ParseAsOf(*text);
  if (!as_of) return InvalidArgument("as_of: " + as_of.error().for_client);
  return std::optional(*as_of);
}

http::Response Json(std::string body) { return Text("application/json", std::move(body)); }

http::Response Text(std::string content_type, std::string body) {
  return {.content_type = std::move(content_type),
          .headers = {{"Cache-Control", "no-store"}},
          .body = std::move(body)};
}

}  // namespace dunghan::api
