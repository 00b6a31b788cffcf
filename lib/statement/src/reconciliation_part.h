#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dunghan/statement/reconciliation.h"

namespace dunghan::statement {

/// What the sections of a reconciliation on paper share.
class ReconciliationPart {
 protected:
  explicit ReconciliationPart(const Reconciliation& of) : of_(of) {}

  bool has_then() const { return of_.then.has_value(); }

  Said TheirName() const {
    if (of_.kind == TheirsKind::kProgress) return {"Cổng công bố", "Portal"};
    return {"Theo tệp", "File"};
  }
  Said OurName() const {
    if (of_.kind == TheirsKind::kProgress) {
      return {"Ước tính theo cách tính 766", "Estimate by the 766 formula"};
    }
    return {"Hệ thống này", "Here"};
  }
  static PaperColumn Text(std::string key, Said heading, int width) {
    return {.key = std::move(key),
            .heading = std::move(heading),
            .kind = CellKind::kText,
            .width = width};
  }
  static PaperColumn Count(std::string key, Said heading, std::vector<Said> groups = {}) {
    return {.key = std::move(key), .heading = std::move(heading), .groups = std::move(groups)};
  }
  static PaperColumn Number(std::string key, Said heading, std::vector<Said> groups = {}) {
    return {.key = std::move(key),
            .heading = std::move(heading),
            .groups = std::move(groups),
            .kind = CellKind::kNumber};
  }

  static Said FromWords(Words words) { return {std::string(words.vi), std::string(words.en)}; }
  static CellValue CountCell(std::optional<int64_t> count) {
    return count ? CellValue(*count) : CellValue();
  }
  static CellValue TextCell(std::string text) {
    if (text.empty()) return {};
    return Said{std::move(text)};
  }

  const Reconciliation& of_;
};

/// Theirs and ours by agency, and what is matched with nothing.
std::vector<PaperSection> AgencySections(const Reconciliation& of);
/// What does not add up in theirs.
PaperSection FaultSection(const Reconciliation& of);
/// Of a list: the kinds of differences, and the dossiers of each; else conjectures.
std::vector<PaperSection> DifferenceSections(const Reconciliation& of);

}  // namespace dunghan::statement
