#pragma once

#include <vector>

#include "life.h"

namespace dunghan::simulate {

/// A life while it is lived: what its parts share.
struct Course {
  const Setting& setting;
  Office office;
  Random random;
  std::vector<Step>& steps;

  Instant received = {};  ///< or received anew: the limit runs from here
  Instant anchor = {};    ///< since when the office could work on it without a stop
  Instant target = {};    ///< what it works towards: the promise, where one was made
  bool promised = false;
  std::vector<worktime::Suspension> pauses = {};

  void Add(const Step& step) {
    if (step.at != kNever) steps.push_back(step);
  }
};

/// From desk to desk until the end: the units of the agency, and of other agencies where it is
/// interlinked, each with its own limit.
void PassThrough(Course& course, Instant end);

/// What happens around a lateness: extension, apology, urging, its cause.
void BeLate(Course& course, Instant end);
/// Nobody works on it any more.
void BeForgotten(Course& course);

/// Closed by mistake before the end, noticed within two hours. False: there was no time for that.
bool CloseByMistake(Course& course, Instant end);
/// Reopened, and completed again: that instant.
Instant CompleteAgain(Course& course, Instant end);
/// To the counter and the citizen, who may rate it.
void HandOver(Course& course, Instant end);

}  // namespace dunghan::simulate
