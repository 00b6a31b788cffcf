#pragma once

#include <vector>

#include "catalog.h"
#include "life.h"
#include "random.h"

namespace dunghan::simulate {

/// When each step of a dossier reaches whoever collects them, and which do so twice: what citizens
/// do on the portal comes at once, offices send as often as their software does, and enter some
/// things later by hand, each as badly as it is.
void Deliver(const Desk& desk, Random random, std::vector<Step>& steps);

/// Every step as it happens, once.
void DeliverAtOnce(std::vector<Step>& steps);

}  // namespace dunghan::simulate
