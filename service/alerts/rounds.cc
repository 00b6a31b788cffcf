#include "alerts/rounds.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

#include "alerts/tiers.h"
#include "dunghan/worktime/office_day.h"

namespace dunghan::alerts {

using record::Mention;
using record::Notice;
using std::chrono::milliseconds;

std::optional<Instant> RoundAt(const worktime::WorkingCalendar& calendar, milliseconds every,
                               Instant now) {
  if (!worktime::IsOpenAt(calendar, now).value_or(false)) return {};
  const auto opening =
      calendar.AddWorkingTime(calendar.zone().StartOf(calendar.zone().DayOf(now)), milliseconds{0});
  if (!opening) return {};
  const auto worked = calendar.WorkingTime(*opening, now);
  if (!worked) return {};
  // Whole rounds since the opening: asked at any instant of one, its beginning comes out.
  const auto begun = calendar.AddWorkingTime(*opening, *worked / every * every);
  // For nothing, the instant itself if the office is open, else the next opening.
  const auto round = begun ? calendar.AddWorkingTime(*begun, milliseconds{0}) : begun;
  return round ? std::optional(*round) : std::nullopt;
}

void Choose(std::vector<Notice>& notices, Caps caps) {
  const auto by_urgency = [](const Notice& a, const Notice& b) {
    const bool a_beside = IsBeside(a.tier);
    const bool b_beside = IsBeside(b.tier);
    return std::tie(a_beside, a.version, a.dossier) < std::tie(b_beside, b.version, b.dossier);
  };
  // What has been broken for longest, or is broken first, is named; what stands beside comes last.
  std::sort(notices.begin(), notices.end(), by_urgency);
  std::map<std::string_view, size_t> named;
  size_t in_all = 0;
  for (Notice& notice : notices) {
    size_t& of_agency = named[notice.agency];
    const bool fits = of_agency < caps.per_agency && in_all < caps.in_all;
    notice.mention = fits ? Mention::kNamed : Mention::kCounted;
    if (!fits) continue;
    ++of_agency;
    ++in_all;
  }
  std::stable_sort(notices.begin(), notices.end(),
                   [](const Notice& a, const Notice& b) { return a.agency < b.agency; });
}

}  // namespace dunghan::alerts
