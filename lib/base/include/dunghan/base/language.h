#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace dunghan {

/// What people read is written in either.
enum class Language : uint8_t { kVi, kEn };

/// "vi", "en".
inline std::optional<Language> ParseLanguage(std::string_view text) {
  if (text == "vi") return Language::kVi;
  if (text == "en") return Language::kEn;
  return {};
}

/// The same said in both.
struct Words {
  std::string_view vi;
  std::string_view en;
  constexpr std::string_view In(Language language) const {
    return language == Language::kVi ? vi : en;
  }
};

}  // namespace dunghan
