#pragma once

#include <memory>
#include <optional>

#include "derived.h"
#include "dunghan/ledger/view.h"
#include "dunghan/record/reading.h"

namespace dunghan::ledger {

/// A view on a reading. `derived`: what is kept, opened before the reading. @throws record::Failure
std::unique_ptr<View> MakeView(Options options, std::unique_ptr<record::Reading> reading,
                               std::optional<Derived> derived);

}  // namespace dunghan::ledger
