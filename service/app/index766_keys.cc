#include <algorithm>
#include <deque>
#include <string>

#include "dunghan/base/text.h"
#include "dunghan/rulebook/index766_switches.h"
#include "settings_keys.h"

namespace dunghan::app {
namespace {

Value<dossier::Index766Rules> SwitchValue(const rulebook::IndexSwitch& one) {
  using Rules = dossier::Index766Rules;
  if (one.is_flag()) {
    return {"true or false", [&one](const toml::node& node, Rules& rules, const auto&) {
              const auto value = node.value_exact<bool>();
              if (!value) return &node;
              one.set(rules, *value ? 0 : 1);
              return static_cast<const toml::node*>(nullptr);
            }};
  }
  std::string expected;
  for (const std::string_view value : one.values) {
    if (!expected.empty()) expected += value == one.values.back() ? " or " : ", ";
    expected += JsonQuote(value);
  }
  return {expected, [&one](const toml::node& node, Rules& rules, const auto&) {
            const auto text = node.value_exact<std::string_view>();
            const auto found = std::find(one.values.begin(), one.values.end(), text.value_or(""));
            if (found == one.values.end()) return &node;
            one.set(rules, static_cast<size_t>(found - one.values.begin()));
            return static_cast<const toml::node*>(nullptr);
          }};
}

std::vector<Key<dossier::Index766Rules>> MakeIndexKeys() {
  using Rules = dossier::Index766Rules;
  constexpr std::string_view kSection = "figures.index766";
  static std::deque<std::string> defaults;
  std::vector<Key<Rules>> keys = {
      {kSection, "valid_from", "always", ValidFrom<Rules>(),
       "The first day on which these rules hold."},
      {kSection, "confirmed", "false", Flag<Rules>([](Rules & r) -> auto& { return r.confirmed; }),
       "Whether they were held against what the portal shows; until then every figure says that "
       "the "
       "formula is not verified."}};
  for (const rulebook::IndexSwitch& one : rulebook::IndexSwitches()) {
    const std::string_view first = one.values.front();
    defaults.push_back(one.is_flag() ? std::string(first) : JsonQuote(first));
    keys.push_back({kSection, one.name, defaults.back(), SwitchValue(one), one.meaning});
  }
  return keys;
}

}  // namespace

const std::vector<Key<dossier::Index766Rules>>& IndexKeys() {
  static const std::vector<Key<dossier::Index766Rules>> keys = MakeIndexKeys();
  return keys;
}

}  // namespace dunghan::app
