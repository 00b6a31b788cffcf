#pragma once

#include <filesystem>
#include <string>

#include "dunghan/base/clock.h"
#include "dunghan/base/error.h"

/// What a clock is held to from one run to the next: when the machine was started, by the clock as
/// it was believed then. Kept in the file `clock` of the data folder; it counts until the machine
/// is started anew.
namespace dunghan::app {

/// Holds the machine's clock to what an earlier run since the machine's start believed. Any other
/// clock is its own master, and stays as it is.
void HoldClock(Clock& clock, const std::filesystem::path& folder);

/// Notes what the clock is held to. REQUIRES: the ledger's lock is held.
/// @error kUnavailable
Result<void> NoteClock(const Clock& clock, const std::filesystem::path& folder);

/// Believes the clock as it is now, from this run on. What it was before and is then, in words.
/// @error kInvalidArgument: it is not the machine's.
Result<std::string> AcceptClock(Clock& clock);

/// How far it has jumped ahead and is not believed; zero: it is.
std::chrono::milliseconds JumpOf(const Clock& clock);
/// "the machine's clock is 3600 s ahead of ...", for whoever has to do something about it.
std::string DescribeJump(std::chrono::milliseconds jump);

}  // namespace dunghan::app
