#pragma once

#include "app/settings.h"
#include "frozen/freezing.h"

namespace dunghan::app {

/// What is asked for when a statement is frozen by these settings: the formats of its files, this
/// build, and the sources that are to have delivered. Reason and actor are left empty.
frozen::Asked AskedOf(const Settings& settings, statement::FrozenIdentity identity);

/// Which statement a form is: what is not said of its rows is what the form has.
statement::FrozenIdentity IdentityOf(const report::FormRequest& request,
                                     const report::FormRules& rules);

}  // namespace dunghan::app
