#include "simulate/follow_json.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <cmath>
#include <optional>

namespace dunghan::commands {
namespace {

using simdjson::dom::element;

// No clock of ours runs faster; beyond it, products with milliseconds might not fit.
constexpr double kFastestClock = 1e6;

/// A value of one type, by JSON pointer.
template <class T>
std::optional<T> Find(const element& root, std::string_view pointer) {
  T value{};
  if (root.at_pointer(pointer).get(value) != simdjson::SUCCESS) return {};
  return value;
}

Error Missing(std::string_view pointer, std::string_view expected) {
  return InvalidArgument(fmt::format("{}: expected {}", pointer.substr(1), expected));
}

std::optional<Error> ReadCounts(const element& root, PostAnswer& answer) {
  for (const auto& [pointer, count] : {std::pair{"/received", &answer.received},
                                       {"/stored", &answer.stored},
                                       {"/duplicate", &answer.duplicate},
                                       {"/quarantined", &answer.quarantined}}) {
    const auto value = Find<int64_t>(root, pointer);
    if (!value || *value < 0) return Missing(pointer, "a count");
    *count = *value;
  }
  return {};
}

}  // namespace

Result<LiveAnswer> ReadLiveAnswer(std::string_view body) {
  simdjson::dom::parser parser;
  element root;
  if (parser.parse(body.data(), body.size()).get(root)) return InvalidArgument("no JSON");
  LiveAnswer answer;
  const auto now = Find<std::string_view>(root, "/now");
  if (!now) return Missing("/now", "an instant");
  const auto instant = ParseRfc3339(*now);
  if (!instant) return InvalidArgument("now: " + instant.error().for_client);
  answer.now = *instant;
  const auto speed = Find<double>(root, "/clock_speed");
  if (!speed || !(*speed >= 0 && *speed <= kFastestClock)) {
    return Missing("/clock_speed", "a number from 0 to 1000000");
  }
  answer.clock_speed = *speed;
  const auto simulated = Find<bool>(root, "/simulated");
  if (!simulated) return Missing("/simulated", "true or false");
  answer.simulated = *simulated;
  // Not the position: acts of operators have theirs as well.
  element newest;
  if (root.at_pointer("/data/newest_event").get(newest)) {
    return Missing("/data/newest_event", "an instant or null");
  }
  answer.has_events = !newest.is_null();
  return answer;
}

Result<PostAnswer> ReadPostAnswer(std::string_view body) {
  simdjson::dom::parser parser;
  element root;
  if (parser.parse(body.data(), body.size()).get(root)) return InvalidArgument("no JSON");
  PostAnswer answer;
  if (auto error = ReadCounts(root, answer)) return *error;
  if (const auto reason = Find<std::string_view>(root, "/problems/0/reason")) {
    const auto field = Find<std::string_view>(root, "/problems/0/field").value_or("");
    answer.problem = field.empty() ? std::string(*reason) : fmt::format("{}: {}", field, *reason);
  }
  return answer;
}

std::string ReadProblemDetail(std::string_view body) {
  simdjson::dom::parser parser;
  element root;
  if (parser.parse(body.data(), body.size()).get(root)) return {};
  return std::string(Find<std::string_view>(root, "/detail").value_or(""));
}

}  // namespace dunghan::commands
