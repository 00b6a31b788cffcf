#pragma once

#include <memory>

#include "../side_files.h"
#include "dunghan/ledger/view.h"
#include "store.h"

namespace dunghan::ledger {

/// The ledger's file in its folder.
inline constexpr const char* kFileName = "ledger.db";

namespace sqlite {

enum class Snapshot {
  kHeld,  ///< a reading transaction as long as the view lives: consistent beside a writer
  kNone,  ///< on the writer's own connection: nothing may be appended while the view lives
};

std::unique_ptr<View> MakeView(Options options, std::shared_ptr<Store> store,
                               std::shared_ptr<SideFiles> side_files, Snapshot snapshot);

}  // namespace sqlite
}  // namespace dunghan::ledger
