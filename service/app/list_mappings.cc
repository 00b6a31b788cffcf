#include "loaded_mappings.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <system_error>
#include <utility>

#include "app/list_mappings.h"
#include "dunghan/base/text.h"

namespace dunghan::app {

ListMappings LoadListMappings(const Settings& settings) {
  ListMappings loaded{.mappings = intake::BuiltInMappings(), .spooled = {}, .problems = {}};
  const SpoolSettings& spool = settings.spool;
  if (spool.mapping.empty()) return loaded;
  std::error_code error;
  if (std::filesystem::is_regular_file(spool.mapping_file, error)) {
    auto file = intake::LoadMappings(spool.mapping_file);
    loaded.problems = std::move(file.problems);
    // Its only one is meant; of several the one that fits best, those built in left aside.
    if (file.mappings.size() == 1) loaded.spooled = file.mappings.front().name;
    // Ahead of one built in that is called the same.
    for (const auto& own : file.mappings) {
      std::erase_if(loaded.mappings, [&](const auto& other) { return other.name == own.name; });
    }
    loaded.mappings.insert(loaded.mappings.begin(), std::move_iterator(file.mappings.begin()),
                           std::move_iterator(file.mappings.end()));
    return loaded;
  }
  loaded.spooled = spool.mapping;
  const bool known = std::any_of(loaded.mappings.begin(), loaded.mappings.end(),
                                 [&](const auto& one) { return one.name == spool.mapping; });
  if (known) return loaded;
  loaded.problems.push_back(
      {settings.file.string(), 0, "spool.mapping",
       fmt::format("expected a file, or the name of a mapping that is built in, got {}",
                   JsonQuote(spool.mapping))});
  return loaded;
}

std::vector<Problem> CheckListMappings(const Settings& settings) {
  return LoadListMappings(settings).problems;
}

}  // namespace dunghan::app
