#include "listed_codes.h"

#include <algorithm>
#include <cstdlib>

#include "dunghan/base/identifier.h"
#include "dunghan/sheet/reading.h"

namespace dunghan::intake {
namespace {

/// What is remembered of texts that were asked for: they may hold anything, and come from outside.
constexpr size_t kMostKnown = 10'000;
constexpr size_t kLongestKnown = 1024;  // bytes; no agency is called by more

}  // namespace

bool MayBeDossierCode(std::string_view text) {
  constexpr size_t kTelephone = 10;
  constexpr size_t kPerson = 12;
  constexpr std::string_view kDecimalDigits = "0123456789";
  if (!IsCode(text) || text.find_first_of(kDecimalDigits) == std::string_view::npos) return false;
  const bool number = text.find_first_not_of(kDecimalDigits) == std::string_view::npos;
  return !number || text[0] != '0' || (text.size() != kTelephone && text.size() != kPerson);
}

ListedCodes::ListedCodes(const Aliases& agency_aliases, const Aliases& procedure_aliases,
                         const rulebook::Rulebook& rulebook, LocalDay day)
    : agency_aliases_(agency_aliases),
      procedure_aliases_(procedure_aliases),
      agencies_(rulebook, day, {}),
      registers_(rulebook.agencies().empty()) {
  for (const rulebook::Procedure& procedure : rulebook.procedures()) {
    const std::string code(procedure.code.text());
    by_code_.emplace(code, code);
    const auto [at, is_new] = by_name_.emplace(sheet::Plain(procedure.name), code);
    if (!is_new && at->second != code) at->second.clear();
    char* end = nullptr;
    const double number = std::strtod(code.c_str(), &end);
    if (*end != '\0') continue;
    const auto [same, first] = by_number_.emplace(number, code);
    if (!first && same->second != code) same->second.clear();
  }
}

std::string ListedCodes::AgencyOf(const std::string& text) {
  if (text.size() > kLongestKnown) return {};
  if (known_agencies_.size() >= kMostKnown) known_agencies_.clear();
  const auto [at, is_new] = known_agencies_.try_emplace(text);
  if (!is_new) return at->second;
  const auto alias = agency_aliases_.find(sheet::Plain(text));
  at->second = alias != agency_aliases_.end() ? alias->second : agencies_.Find(text).code;
  if (at->second.empty() && registers_ && IsCode(text)) at->second = text;
  return at->second;
}

std::string ListedCodes::ProcedureOf(const std::string& text) const {
  const auto alias = procedure_aliases_.find(sheet::Plain(text));
  if (alias != procedure_aliases_.end()) return alias->second;
  if (by_code_.contains(text)) return text;
  // "1.001234.000.00.00.H52": the national code, and who published it.
  const size_t point = text.find('.');
  const size_t second = point == std::string::npos ? point : text.find('.', point + 1);
  if (second != std::string::npos && by_code_.contains(text.substr(0, second))) {
    return text.substr(0, second);
  }
  const auto named = by_name_.find(sheet::Plain(text));
  if (named != by_name_.end()) return named->second;
  return by_code_.empty() && IsCode(text) ? text : std::string();
}

std::string ListedCodes::ProcedureOf(const sheet::Cell& cell, bool& restored) const {
  std::string found = ProcedureOf(sheet::OneLine(cell.text));
  if (!found.empty()) return found;
  const auto number = NumberIn(cell);
  if (!number) return {};
  const auto at = by_number_.find(*number);
  if (at == by_number_.end()) return {};
  restored = !at->second.empty();
  return at->second;
}

/// Of a code that has become a number: the number itself, or its text.
std::optional<double> ListedCodes::NumberIn(const sheet::Cell& cell) {
  if (cell.kind == sheet::CellKind::kNumber) return cell.number;
  std::string text = sheet::OneLine(cell.text);
  if (text.empty() || text.find_first_not_of("0123456789.,") != std::string::npos) return {};
  std::replace(text.begin(), text.end(), ',', '.');
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  return *end == '\0' ? std::optional(number) : std::nullopt;
}

}  // namespace dunghan::intake
