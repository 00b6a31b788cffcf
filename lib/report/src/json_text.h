#pragma once

#include <fmt/format.h>

#include <chrono>
#include <iterator>
#include <string>
#include <string_view>

#include "dunghan/base/text.h"
#include "dunghan/base/time.h"
#include "dunghan/dossier/judge.h"
#include "dunghan/worktime/zone.h"

namespace dunghan::report {

/// Writes objects and lists of scalars; commas take care of themselves. In a list, keys are empty.
class JsonText {
 public:
  explicit JsonText(const worktime::Zone& zone) : zone_(zone) {}

  void Open(std::string_view key, char bracket) {
    Key(key);
    out += bracket;
  }
  void Close(char bracket) { out += bracket; }
  void Raw(std::string_view key, std::string_view value) {
    Key(key);
    out += value;
  }
  void Null(std::string_view key) { Raw(key, "null"); }
  void Bool(std::string_view key, bool value) { Raw(key, value ? "true" : "false"); }
  void Number(std::string_view key, int64_t value) { Raw(key, fmt::format("{}", value)); }
  void Text(std::string_view key, std::string_view value) {
    Key(key);
    AppendJsonQuoted(out, value);
  }
  /// Left out where there is nothing to say.
  void TextIfAny(std::string_view key, std::string_view value) {
    if (!value.empty()) Text(key, value);
  }
  /// With the offset of the zone.
  void At(std::string_view key, Instant instant) { Text(key, zone_.Format(instant)); }
  void At(std::string_view key, const std::optional<Instant>& instant) {
    if (!instant) return Null(key);
    At(key, *instant);
  }
  void Day(std::string_view key, LocalDay day) { Text(key, FormatDate(day)); }
  void Day(std::string_view key, const std::optional<LocalDay>& day) {
    if (!day) return Null(key);
    Day(key, *day);
  }
  /// A due in the form it has: a date stays a date.
  void Due(std::string_view key, const dossier::DueClaim& due) {
    if (const auto* day = std::get_if<LocalDay>(&due)) return Day(key, *day);
    At(key, std::get<Instant>(due));
  }
  /// A due as somebody said it: as it is read, and where that is not as it was said, `KEY_said`.
  void Claim(std::string_view key, const dossier::DueClaim& said) {
    const dossier::DueClaim read = dossier::AsRead(said, zone_);
    Due(key, read);
    if (read != said) At(fmt::format("{}_said", key), std::get<Instant>(said));
  }
  /// Exactly: 12600, 0.25.
  void Seconds(std::string_view key, std::chrono::milliseconds time) {
    const int64_t ms = time.count();
    Raw(key, ms % 1000 == 0 ? fmt::format("{}", ms / 1000)
                            : fmt::format("{}", static_cast<double>(ms) / 1000));
  }

  std::string out;

 private:
  void Key(std::string_view key) {
    if (!out.empty() && out.back() != '{' && out.back() != '[') out += ',';
    if (!key.empty()) fmt::format_to(std::back_inserter(out), "\"{}\":", key);
  }

  const worktime::Zone& zone_;
};

}  // namespace dunghan::report
