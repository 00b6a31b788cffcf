#include "dunghan/rulebook/index766_switches.h"

#include <array>
#include <type_traits>

namespace dunghan::rulebook {
namespace {

using dossier::Index766Rules;

/// A member whose default has the number 0.
template <auto member>
size_t Get(const Index766Rules& rules) {
  return static_cast<size_t>(rules.*member);
}
template <auto member>
void Set(Index766Rules& rules, size_t value) {
  using E = std::remove_reference_t<decltype(rules.*member)>;
  rules.*member = static_cast<E>(value);
}

size_t GetReturnedEnds(const Index766Rules& rules) { return rules.returned_ends ? 0 : 1; }
void SetReturnedEnds(Index766Rules& rules, size_t value) { rules.returned_ends = value == 0; }

constexpr std::array<std::string_view, 2> kFlag = {"true", "false"};
constexpr std::array<std::string_view, 2> kStopped = {"open", "end"};
constexpr std::array<std::string_view, 2> kRepeat = {"same", "further"};
constexpr std::array<std::string_view, 2> kOpenUntil = {"position", "period_end"};
constexpr std::array<std::string_view, 2> kSupplementTime = {"calendar", "none"};
constexpr std::array<std::string_view, 2> kDue = {"latest", "in_force"};
constexpr std::array<std::string_view, 2> kComparison = {"as_given", "date"};
constexpr std::array<std::string_view, 3> kSecondRequest = {"late_if_open", "late", "ignore"};

constexpr std::array kSwitches = {
    IndexSwitch{"returned_ends", kFlag, GetReturnedEnds, SetReturnedEnds,
                "Whether handing over ends a dossier that nothing else has ended.",
                "The end is finishing, else handing over, else a stop or a refusal."},
    IndexSwitch{"stopped", kStopped, Get<&Index766Rules::stopped>, Set<&Index766Rules::stopped>,
                "Whether a stop of the clock leaves a dossier open, or ends it while it lasts.",
                "The end is finishing, else handing over, else a stop or a refusal."},
    IndexSwitch{
        "repeat", kRepeat, Get<&Index766Rules::repeat>, Set<&Index766Rules::repeat>,
        "Whether a request for a supplement while another is unanswered is the same one, or "
        "a further one.",
        "More than one request for a supplement: overdue."},
    IndexSwitch{"open_until", kOpenUntil, Get<&Index766Rules::open_until>,
                Set<&Index766Rules::open_until>,
                "Whether an open dossier is held against its due as of now, or as of the period's "
                "end even if that lies ahead.",
                "Still open: the end of the period is the end."},
    IndexSwitch{"supplement_time", kSupplementTime, Get<&Index766Rules::supplement_time>,
                Set<&Index766Rules::supplement_time>,
                "Whether the time between a request and its answer is taken off, by the calendar.",
                "After the answer the time between request and answer is subtracted."},
    IndexSwitch{"due", kDue, Get<&Index766Rules::due>, Set<&Index766Rules::due>,
                "Whether the due said last counts, or the promise in force.",
                "On time if the end is not after NgayHenTra."},
    IndexSwitch{"comparison", kComparison, Get<&Index766Rules::comparison>,
                Set<&Index766Rules::comparison>,
                "Whether a due is compared in the form in which it was said, or always by date.",
                "On time if the end is not after NgayHenTra."},
    IndexSwitch{"second_request", kSecondRequest, Get<&Index766Rules::second_request>,
                Set<&Index766Rules::second_request>,
                "Whether a dossier with more than one request is late while it is open, late for "
                "good, or judged by its due.",
                "More than one request for a supplement: overdue."},
};

}  // namespace

std::span<const IndexSwitch> IndexSwitches() { return kSwitches; }

}  // namespace dunghan::rulebook
