#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dunghan/base/code.h"
#include "dunghan/ledger/view.h"
#include "live/data_age.h"

/// What is said of sources: GET /api/v1/sources and `dunghan sources` alike.
namespace dunghan::api {

/// By which rules.
struct SourceRules {
  std::shared_ptr<CodeTable> codes = {};
  /// Working time after which each configured source is late ...
  std::map<std::string, std::chrono::milliseconds> late_after = {};
  /// ... and those that nobody configured.
  std::chrono::milliseconds late_after_else{std::chrono::hours{4}};
};

/// An instant, and the working time since.
struct Since {
  std::optional<Instant> at;  ///< nothing: never
  std::chrono::milliseconds working{};
  live::Freshness freshness = live::Freshness::kNone;
};

/// One source.
struct ToldSource {
  std::string name;
  bool configured = false;
  rulebook::SourceRole role = rulebook::SourceRole::kAuthority;
  Since event;    ///< when its newest event happened
  Since contact;  ///< when something of it last came in
  std::chrono::milliseconds late_after{};
  int64_t waiting = 0;              ///< entries of it in quarantine
  ledger::SourceFigures in_window;  ///< of the last days
  ledger::SourceFigures ever;
};

struct ToldSources {
  Instant now;
  bool is_simulated = false;
  int64_t days = 0;  ///< of the window, today among them
  LocalDay from{};   ///< its first
  Instant counted_since;
  std::vector<ToldSource> all;  ///< by name; those configured that were never heard as well
};

/// How long a window is, unless it is said, and at most.
inline constexpr int64_t kSourceDays = 30;
inline constexpr int64_t kMostSourceDays = 366;

/// What costs is the size of what is kept of sources, and what waits in quarantine; not the record.
Result<ToldSources> TellSources(ledger::View& view, const SourceRules& rules, int64_t days);

/// As JSON, a line.
std::string SourcesAsJson(const ToldSources& sources, const worktime::Zone& zone);

}  // namespace dunghan::api
