#pragma once

#include <memory>

#include "dunghan/rulebook/rulebook.h"
#include "dunghan/rulebook/timeline.h"
#include "dunghan/test/small_bundle.h"
#include "target.h"

/// The rules and the time by which targets decode.
namespace dunghan::fuzz {

struct Rules {
  std::shared_ptr<CodeTable> codes = std::make_shared<CodeTable>();
  std::shared_ptr<const rulebook::Timeline> rulebooks;
};

/// To be asked once an input: a table of codes only grows, and a full one would be all that is met.
inline Rules SmallRules() {
  static Rules rules;
  if (rules.rulebooks && rules.codes->size() < 10'000) return rules;
  rules = {};
  rules.rulebooks = std::make_shared<const rulebook::Timeline>(
      rulebook::Rulebook::Load(test::SmallBundle(), rules.codes).rulebook);
  return rules;
}

/// 31/12/2026.
inline Instant Now() { return Instant{std::chrono::milliseconds{1'798'650'000'000}}; }

}  // namespace dunghan::fuzz
