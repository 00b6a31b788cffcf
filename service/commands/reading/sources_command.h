#pragma once

#include <string>

#include "api/sources.h"
#include "console.h"
#include "dunghan/ledger/view.h"

/// `dunghan sources`: what each source has sent, how late it came, how long it is silent.
namespace dunghan::commands {

struct SourcesOptions {
  int64_t days = api::kSourceDays;
  std::string format = "table";
};

int RunSources(const SourcesOptions& options, ledger::View& view, const api::SourceRules& rules,
               const Console& console);

}  // namespace dunghan::commands
