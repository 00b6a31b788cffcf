#pragma once

#include <vector>

#include "app/settings.h"
#include "dunghan/report/forms.h"

namespace dunghan::app {

/// Who prints statements, and how, as the settings and the files they name say; every problem at
/// once. With an error among them the rules are not to be used.
struct LoadedPrintRules {
  report::FormRules rules;
  std::vector<Problem> problems;
};
LoadedPrintRules LoadPrintRules(const Settings& settings);

}  // namespace dunghan::app
