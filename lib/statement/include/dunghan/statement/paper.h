#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "dunghan/base/language.h"
#include "dunghan/dossier/judge.h"
#include "dunghan/figures/figures.h"
#include "dunghan/figures/period.h"
#include "dunghan/record/position.h"
#include "dunghan/worktime/zone.h"

/// A statement in a form, as a value: what stands in its head, its tables, notes and signatures,
/// free of file format. Whoever writes XLSX, PDF, HTML, CSV, JSON or the table for a terminal
/// writes this.
namespace dunghan::statement {

/// The same said in both languages, made for the occasion. Without English: the Vietnamese.
struct Said {
  std::string vi;
  std::string en = {};
  std::string_view In(Language language) const {
    return language == Language::kEn && !en.empty() ? en : vi;
  }
  bool empty() const { return vi.empty(); }
  friend bool operator==(const Said&, const Said&) = default;
};

/// A rate as a percentage: printed to two decimals and cut, never rounded. 0/0 has none.
struct Percent {
  figures::Rate of;
  friend bool operator==(const Percent&, const Percent&) = default;
};

/// Working time, in milliseconds of the dossiers' calendars.
struct WorkTime {
  std::chrono::milliseconds time{};
  friend bool operator==(const WorkTime&, const WorkTime&) = default;
};

/// Of nothing the cell is blank: there is no such number.
using CellValue =
    std::variant<std::monostate, int64_t, double, Percent, WorkTime, LocalDay, Instant, Said>;

/// What the cells of a column hold. Any may hold nothing, or words in place of a number
/// ("không phát sinh").
enum class CellKind : uint8_t {
  kText,
  kCount,    ///< int64_t
  kNumber,   ///< double, printed to two decimals: a score, a mean
  kPercent,  ///< Percent
  kTime,     ///< WorkTime
  kDay,      ///< LocalDay
  kInstant,  ///< Instant, shown in Paper::zone
};

struct PaperColumn {
  std::string key;  ///< unique in its table; the name in machine files: "finished_early"
  Said heading;
  /// Headings above, the outermost first. Columns side by side with the same ones share one cell;
  /// a column with fewer than others has a heading that is as much higher.
  std::vector<Said> groups = {};
  std::string number = {};  ///< in a row of its own below the headings: "(3)"; empty: none
  CellKind kind = CellKind::kCount;
  int width = 9;  ///< wished for, in characters
};

struct PaperRow {
  enum class Level : uint8_t {
    kPlain,
    kGroup,  ///< heads, or sums up, the rows after it
    kTotal,  ///< of all
  };
  std::string code = {};  ///< what the row is of: that of the agency, the procedure; "total"
  std::vector<CellValue> cells = {};  ///< one for each column
  Level level = Level::kPlain;
  int depth = 0;  ///< by how much the first text is indented
};

/// Paragraphs and a table; any may be absent.
struct PaperSection {
  std::string key;  ///< unique in its paper: "rows"
  Said title = {};
  std::vector<Said> before = {};  ///< paragraphs above the table
  std::vector<PaperColumn> columns = {};
  std::vector<PaperRow> rows = {};
  Said nothing = {};  ///< stands in the place of rows where there are none
  std::vector<Said> after = {};
  /// Begins a page with the official heading, and ends with the place for a signature: a letter of
  /// its own, to whom it is addressed standing in `before`.
  bool letter = false;
};

/// Where somebody signs.
struct Signature {
  std::vector<Said> lines;  ///< "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"
  std::string name = {};    ///< empty: left to be written
};

/// An equation between columns that was asserted.
struct Identity {
  std::string equation;  ///< "3 = 4 + 5 + 6"
  int64_t rows = 0;      ///< for how many rows
};

/// A point of the trend, or a bar of the ranking.
struct ChartValue {
  Said label;
  Percent value;
};

/// What a word or a column means.
struct Definition {
  Said term;
  Said meaning;
};

/// The official heading.
struct Letterhead {
  Said above = {};              ///< the superior body: "UBND TỈNH SƠN LA"
  Said issuer = {};             ///< "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"
  std::vector<Said> form = {};  ///< what form it is, by which circular, or that it is not verified
  Said place = {};              ///< "Sơn La", before the date; may be empty
  Said address = {};            ///< of the issuer, on a line of its own
};

/// What makes a paper another one than the draft of its kind.
struct Frozen {
  std::string id;  ///< "DH-2026-06-monthly-3fa9c2"
  int edition = 1;
  std::string digest;  ///< SHA-256 of its canonical JSON, in hex
  std::string text;    ///< what the QR code says
};

struct Paper {
  std::string form;  ///< "II.06a", as asked for
  Letterhead head = {};
  Said title = {};
  std::vector<Said> subtitle = {};  ///< the period, of whom, the unit of measure
  Language language = Language::kVi;

  figures::Period period = {};
  std::optional<dossier::Basis> basis = dossier::Basis::kPromised;  ///< nothing: it has none
  std::string by = {};      ///< "agency"; empty: the form has no such choice
  std::string tree = {};    ///< "as-was"
  std::string agency = {};  ///< restricted to it and all below it; empty: all
  record::Position position = {};
  worktime::Zone zone = {};
  std::string rulebook = {};  ///< version and digest of the newest one in force at the position
  std::chrono::milliseconds usual_day{};  ///< a working day, for writing working time
  bool simulated = false;
  bool nothing = false;  ///< nothing at all is known of the period
  /// Why its figures may still change; empty: the period is over and all sources have delivered.
  std::vector<Said> provisional = {};
  /// How it was counted: the comparison, the target, where withdrawn and suspended ones stand.
  std::vector<Said> policies = {};

  std::vector<PaperSection> sections = {};
  std::vector<Said> notes = {};  ///< below all tables
  std::vector<Identity> identities = {};
  std::vector<Signature> signatures = {};
  Said trend_title = {};
  std::vector<ChartValue> trend = {};
  Said ranking_title = {};
  std::vector<ChartValue> ranking = {};
  std::optional<int> target_per_mille = {};  ///< a line in both charts
  std::vector<Definition> definitions = {};
  /// The dossiers behind cells, in workbooks a sheet of their own; no columns: none are listed.
  PaperSection dossiers = {};
  std::optional<Frozen> frozen = {};
};

}  // namespace dunghan::statement
