#include "dunghan/statement/names.h"

#include <array>

namespace dunghan::statement {
namespace {

constexpr Words kUnknown = {"(không rõ)", "(unknown)"};

constexpr std::array<Words, 4> kChannels = {{
    {"", ""},
    {"Trực tuyến", "Online"},
    {"Trực tiếp", "In person"},
    {"Bưu chính công ích", "Postal"},
}};

constexpr std::array<Words, 4> kTiers = {{
    {"", ""},
    {"Cấp tỉnh", "Province"},
    {"Cấp huyện", "District"},
    {"Cấp xã", "Commune"},
}};

}  // namespace

Named WithNames(std::string_view code, Words names) {
  const Words plain = code.empty() ? kUnknown : Words{code, code};
  const std::string_view name = names.vi.empty() ? plain.vi : names.vi;
  const std::string_view plain_en = names.vi.empty() ? plain.en : names.vi;
  return {std::string(code), std::string(name),
          std::string(names.en.empty() ? plain_en : names.en)};
}

Named NamedAgency(AgencyCode code, const rulebook::Rulebook& rulebook, LocalDay day) {
  const auto* agency = rulebook.FindAgency(code, day);
  return WithNames(code.text(), agency ? Words{agency->name, agency->name_en} : Words{});
}

const rulebook::Procedure* ProcedureOn(ProcedureCode code, const rulebook::Rulebook& rulebook,
                                       LocalDay day) {
  const auto* row = rulebook.FindProcedure(code, day);
  return row ? row : rulebook.FindProcedure(code);
}

bool IsPetition(ProcedureCode code, const rulebook::Rulebook& rulebook) {
  const auto* row = rulebook.FindProcedure(code);
  return row && row->kind == rulebook::ProcedureKind::kPetition;
}

Named NamedProcedure(ProcedureCode code, const rulebook::Rulebook& rulebook, LocalDay day) {
  const auto* row = ProcedureOn(code, rulebook, day);
  return WithNames(code.text(), row ? Words{row->name, row->name_en} : Words{});
}

Words WordsOf(dossier::Channel channel) { return kChannels.at(static_cast<size_t>(channel)); }
Words WordsOf(rulebook::Tier tier) { return kTiers.at(static_cast<size_t>(tier)); }

}  // namespace dunghan::statement
