#pragma once

#include "dunghan/record/notice.h"

namespace dunghan::ledger {

using record::Mention;
using record::Notice;
using record::NoticeLog;

}  // namespace dunghan::ledger
