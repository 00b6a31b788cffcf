#pragma once

#include "console.h"
#include "dunghan/base/time.h"
#include "dunghan/rulebook/rulebook.h"

namespace dunghan::commands {

/// What `dunghan alertmanager-routes` prints.
enum class RoutesPart { kRoutes, kReceivers };

/// A child route for each agency, to stand in Alertmanager's configuration below the one of
/// scope="dossier": all that are valid now and have none below them then. Or the receivers they
/// name, to be filled in. By code, so that two runs compare.
int RunAlertmanagerRoutes(RoutesPart part, const rulebook::Rulebook& rulebook, Instant now,
                          const Console& console);

}  // namespace dunghan::commands
