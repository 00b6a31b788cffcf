#include "app/rules.h"

#include <utility>

namespace dunghan::app {

LoadedRules LoadRules(const std::filesystem::path& file, std::shared_ptr<CodeTable> codes) {
  LoadedSettings loaded = LoadSettings(file);
  LoadedRules result{{}, std::move(loaded.problems)};
  if (HasErrors(result.problems)) return result;
  auto book = LoadRulebook(loaded.settings, std::move(codes));
  result.problems.insert(result.problems.end(), book.problems.begin(), book.problems.end());
  if (HasErrors(result.problems) || !book.rulebook) return result;
  result.rules = Rules{std::move(book.rulebook), std::move(loaded.settings.figures)};
  return result;
}

bool SameRules(const Rules& a, const Rules& b) {
  return a.rulebook->digest() == b.rulebook->digest() && a.policy == b.policy;
}

}  // namespace dunghan::app
