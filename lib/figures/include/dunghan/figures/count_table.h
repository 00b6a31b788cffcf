#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "dunghan/base/language.h"
#include "dunghan/figures/figures.h"
#include "dunghan/figures/further.h"

/// Every count, time and rate of a row, said once: what it is called, how it is made, where it
/// stands. Sums, the equation, JSON, CSV, the table for a terminal and its notes are made of these
/// tables, so that a new figure is a member and a line here.
namespace dunghan::figures {

/// What of a row a number is.
enum class Kind : uint8_t {
  kFlow,     ///< happened in the period
  kStock,    ///< stood at its end
  kOfWhich,  ///< is part of another one
};

/// Where a count stands in the equation: what came = what became of it.
enum class Side : uint8_t { kOutside, kCame, kBecame };

/// The head of a count's column in a table for reading.
struct Column {
  Words heading = {};        ///< empty: it has none
  Words group = {};          ///< over those side by side
  bool only_if_any = false;  ///< left out where all are zero
};

/// A count of the standings.
struct Count {
  std::string_view name;  ///< in JSON and CSV
  int64_t Figures::*of;
  int64_t (*made)(const Tally& tally);
  Kind kind = Kind::kFlow;
  Side side = Side::kOutside;
  std::string_view meaning = {};
  Column column = {};
  /// A line below the table where it is not zero: {0} is the count, {1} the one beside it.
  Words note = {};
  int64_t Figures::*beside = nullptr;
  bool in_rows = true;  ///< false: shown as a part of something else alone
};
/// In the order in which they are written.
std::span<const Count> Counts();

/// What a rate's two counts are called where they are not "on_time" and "all".
struct RateNames {
  std::string_view on_time = "on_time";
  std::string_view all = "all";
  std::string_view rest = {};  ///< all - on_time, written in the place of `all`
  bool all_first = false;
};
/// What of a rate is written. Some have others between their counts and their ratio.
enum class RateParts : uint8_t { kWhole, kCounts, kRatio };

/// What of a row's measures figures are made of.
class MeasuresOfRow;

struct CountIn {
  int64_t Further::*of;
  int64_t (*made)(const MeasuresOfRow& measures);
};
struct TimeIn {
  std::chrono::milliseconds Further::*of;
  int64_t (*made)(const MeasuresOfRow& measures);
};
struct RateIn {
  Rate Further::*of;
  Rate (*made)(const MeasuresOfRow& measures);  ///< nothing: by another line of the same rate
  RateNames names = {};
  RateParts parts = RateParts::kWhole;
};
/// A rate that is a matter of the standings alone, and not kept.
struct RateOfCounts {
  Rate (*of)(const Figures& figures);
};
/// Times by "kind" or "kind:reason".
struct TimesIn {
  std::map<std::string, std::chrono::milliseconds> Further::*of;
  void (*add)(std::map<std::string, std::chrono::milliseconds>& to, const MeasuresOfRow& measures);
  std::span<const std::string_view> kinds;
};
/// Counts by code.
struct CodesIn {
  std::map<std::string, int64_t> Further::*of;
  void (*add)(std::map<std::string, int64_t>& to, const MeasuresOfRow& measures);
};

/// A line below a table for reading. Words of a rate go before its value; those of others name in
/// braces what is put in their place: "Extended {extended}". The line is there where the figure it
/// belongs to, or a count it names, is not zero; of a rate, where there is data.
struct Line {
  int place = 0;  ///< lines are in this order; 0: after all others
  Words words = {};
  bool (*also_if)(const Figures& figures, const Further& further) = nullptr;
};

/// A figure beside the standings.
struct Beside {
  /// Path in JSON and CSV: "supplements.asked". Of a rate, the object its parts lie in.
  std::string_view name;
  std::variant<CountIn, TimeIn, RateIn, RateOfCounts, TimesIn, CodesIn> value;
  std::string_view meaning = {};
  Line line = {};
};
/// In the order in which they are written; those of one object side by side.
std::span<const Beside> FiguresBeside();

}  // namespace dunghan::figures
