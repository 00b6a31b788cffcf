#pragma once

#include <string>
#include <vector>

#include "app/settings.h"
#include "dunghan/base/error.h"
#include "intake/table_mapping.h"

namespace dunghan::app {

/// By which mappings the daemon reads lists: those built in, and those of the file that the
/// settings name. With an error among the problems they are not to be used.
struct ListMappings {
  std::vector<intake::TableMapping> mappings;
  /// Of them the one for lists of the spool folder; empty: that which fits best.
  std::string spooled;
  std::vector<Problem> problems;
};
ListMappings LoadListMappings(const Settings& settings);

}  // namespace dunghan::app
