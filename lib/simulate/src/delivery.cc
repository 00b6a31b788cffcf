#include "delivery.h"

#include <algorithm>
#include <chrono>

#include "chances.h"

namespace dunghan::simulate {
namespace {

using dossier::EventType;
using std::chrono::days;
using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

bool IsByCitizen(EventType type) {
  return type == EventType::kSubmitted || type == EventType::kPaid || type == EventType::kRated;
}

milliseconds DelayOf(const Desk& desk, const Step& step, Random& random) {
  if (IsByCitizen(step.type)) return seconds{random.Between(1, 9)};
  if (random.PerMille(desk.entered_late_per_mille)) {
    // Half of it within two hours, one in a hundred after days.
    return seconds{random.Tail(60 * 60, duration_cast<seconds>(days{9}).count())};
  }
  if (desk.sends_every == minutes{0}) return seconds{random.Between(1, 20)};
  const auto since_last = step.at.time_since_epoch() % desk.sends_every;
  return desk.sends_every - since_last + seconds{random.Between(1, 40)};
}

}  // namespace

void Deliver(const Desk& desk, Random random, std::vector<Step>& steps) {
  for (Step& step : steps) {
    step.arrival = std::max(step.at, step.known) + DelayOf(desk, step, random);
    step.repeated.reset();
    if (!random.PerMille(chance::kRepeated)) continue;
    constexpr int64_t kMost = duration_cast<seconds>(days{3}).count();
    step.repeated = step.arrival + seconds{random.Tail(90, kMost)};
  }
}

void DeliverAtOnce(std::vector<Step>& steps) {
  for (Step& step : steps) {
    step.arrival = step.at;
    step.repeated.reset();
  }
}

}  // namespace dunghan::simulate
