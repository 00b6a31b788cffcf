#include <fmt/format.h>
#include <simdjson.h>

#include "dunghan/base/text.h"
#include "theirs_reading.h"

namespace dunghan::statement {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

constexpr int kDeepestAgency = 32;

std::optional<double> NumberAt(const object& of, std::string_view key) {
  double number = 0;
  if (of[key].get(number) == simdjson::SUCCESS) return number;
  std::string_view text;
  if (of[key].get(text) != simdjson::SUCCESS) return std::nullopt;
  return sheet::NumberOf(sheet::Cell{.text = std::string(text)});
}

std::optional<int64_t> CountAt(const object& of, std::string_view key) {
  const auto number = NumberAt(of, key);
  if (!number || *number < 0 || *number > 1e15) return std::nullopt;
  const auto count = static_cast<int64_t>(*number);
  if (static_cast<double>(count) != *number) return std::nullopt;
  return count;
}

std::string TextAt(const object& of, std::string_view key) {
  std::string_view text;
  return of[key].get(text) == simdjson::SUCCESS ? sheet::OneLine(text) : std::string();
}

/// Finds the agencies wherever they lie, for saved answers are wrapped in many ways: objects with
/// the portal's fields. Those within one of them lie below it.
class ProgressWalk {
 public:
  explicit ProgressWalk(Theirs& theirs) : theirs_(theirs) {}

  Result<void> Walk(const element& at, int above, int depth) {
    if (depth > kDeepestAgency) {
      return InvalidArgument(theirs_.file + ": agencies within agencies, too deep");
    }
    simdjson::dom::array list;
    if (at.get(list) == simdjson::SUCCESS) {
      for (const element one : list) {
        if (auto walked = Walk(one, above, depth + 1); !walked) return walked;
      }
      return {};
    }
    object of;
    if (at.get(of) != simdjson::SUCCESS) return {};
    const int here = Take(of, above).value_or(above);
    for (const auto field : of) {
      if (auto walked = Walk(field.value, here, depth + 1); !walked) return walked;
    }
    return {};
  }

 private:
  /// The index of the row, where the object is one.
  std::optional<int> Take(const object& of, int above) {
    const auto all = CountAt(of, "totalReceived");
    TheirRow row{.row = static_cast<int64_t>(theirs_.rows.size()) + 1,
                 .code = TextAt(of, "departmentCode"),
                 .name = TextAt(of, "departmentName"),
                 .above = above};
    if (!all || (row.code.empty() && row.name.empty())) return std::nullopt;
    row.counts[TheirCount::kIndexAll] = all;
    row.counts[TheirCount::kIndexOnTime] = CountAt(of, "totalOnTime");
    row.counts[TheirCount::kIndexLate] = CountAt(of, "totalOverdue");
    row.ratio = NumberAt(of, "ratio");
    row.score = NumberAt(of, "score");
    row.avg_days = NumberAt(of, "avgProcessingDays");
    theirs_.rows.push_back(std::move(row));
    return static_cast<int>(theirs_.rows.size()) - 1;
  }

  Theirs& theirs_;
};

}  // namespace

Result<void> ReadProgress(std::string_view json, Theirs& theirs) {
  theirs.kind = TheirsKind::kProgress;
  theirs.columns = {TheirCount::kIndexAll, TheirCount::kIndexOnTime, TheirCount::kIndexLate};
  simdjson::dom::parser parser;
  element root;
  const simdjson::padded_string padded(json);
  if (const auto code = parser.parse(padded).get(root); code != simdjson::SUCCESS) {
    return InvalidArgument(
        fmt::format("{}: not valid JSON: {}", theirs.file, simdjson::error_message(code)));
  }
  ProgressWalk walk(theirs);
  if (auto walked = walk.Walk(root, -1, 0); !walked) return walked;
  if (theirs.rows.empty()) {
    return InvalidArgument(fmt::format(
        "{}: no agency of the portal in it: expected objects with departmentCode, totalReceived, "
        "totalOnTime and totalOverdue, as dvc-progress-tree answers",
        theirs.file));
  }
  return {};
}

}  // namespace dunghan::statement
