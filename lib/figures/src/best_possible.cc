#include "dunghan/figures/best_possible.h"

namespace dunghan::figures {

int64_t PendingInPeriod(const Figures& figures) {
  return figures.due_in_period - figures.due_cohort.all;
}

Rate BestPossible(const Figures& figures, Headline headline) {
  const int64_t pending = PendingInPeriod(figures);
  switch (headline) {
    case Headline::kOfficial: {
      const Rate now = Official(figures);
      return {now.on_time + pending, now.all + pending + figures.open_overdue};
    }
    case Headline::kDueCohort:
      return {figures.due_cohort.on_time + pending, figures.due_in_period};
    case Headline::kStrict:
      return Strict(figures);
  }
  return {};
}

}  // namespace dunghan::figures
