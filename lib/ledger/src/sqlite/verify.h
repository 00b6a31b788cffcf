#pragma once

#include <functional>

#include "dunghan/ledger/view.h"
#include "store.h"

namespace dunghan::ledger::sqlite {

/// See View::Verify. With `held`, the last part reads in one transaction, so that states and cells
/// may be compared beside a writer; the walk before it reads in short ones.
Verification VerifyStore(Store& store, const Options& options, bool held,
                         const std::function<void(int64_t done, int64_t all)>& progress);

}  // namespace dunghan::ledger::sqlite
