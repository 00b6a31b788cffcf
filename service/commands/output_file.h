#pragma once

#include "dunghan/base/whole_file.h"

namespace dunghan::commands {

using dunghan::WriteWholeFile;

}  // namespace dunghan::commands
