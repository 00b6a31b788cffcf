#include "web/assets.h"

#include "embedded.h"

namespace dunghan::web {

std::span<const Asset> Assets() { return embedded::kAssets; }

}  // namespace dunghan::web
