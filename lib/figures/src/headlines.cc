#include "dunghan/figures/headlines.h"

#include <algorithm>
#include <array>

#include "dunghan/figures/outlook.h"

namespace dunghan::figures {
namespace {

Rate CohortSoFar(const Figures& figures) { return figures.due_cohort; }

Rate BestOfficial(const Figures& figures) {
  const Rate now = Official(figures);
  const int64_t more = figures.open_in_time + figures.open_suspended_ahead;
  return {now.on_time + more, now.all + more};
}

Rate BestDueCohort(const Figures& figures) {
  const int64_t late = figures.due_cohort.all - figures.due_cohort.on_time;
  return {figures.due_in_period - late, figures.due_in_period};
}

/// Those open and on time may end so; more than that nothing can win back.
Rate BestIndex766(const Figures& figures) { return figures.index766; }

// What is overdue and not in the rate yet. The strict rate and that of the cohort have it already.
int64_t OpenOverdue(const Figures& figures) { return figures.open_overdue; }
int64_t NoBacklog(const Figures& /*figures*/) { return 0; }

constexpr std::array kHeadlines = {
    HeadlineRate{
        Headline::kOfficial,
        "official",
        Official,
        BestOfficial,
        OpenOverdue,
        {"Chính thức", "Official"},
        {"(trước hạn + đúng hạn) / đã giải quyết trong kỳ, gồm cả từ chối",
         "(early + on time) / finished in the period, refusals included"},
        "Of what was finished with a due, refusals included: early and on time.",
    },
    HeadlineRate{
        Headline::kStrict,
        "strict",
        Strict,
        Strict,
        NoBacklog,
        {"Chặt chẽ", "Strict"},
        {"1 - (giải quyết quá hạn + đang quá hạn + rút khi quá hạn) / tất cả có hạn",
         "1 - (finished late + open overdue + withdrawn overdue) / all with a due date"},
        "Of all with a due but those withdrawn in time: not finished late, open overdue or "
        "withdrawn overdue.",
    },
    HeadlineRate{
        Headline::kDueCohort,
        "due_cohort",
        CohortSoFar,
        BestDueCohort,
        NoBacklog,
        {"Đến hạn", "Due cohort"},
        {"giải quyết kịp / đến hạn trong kỳ, tính đến thời điểm báo cáo",
         "in time / due in the period, up to the time of the report"},
        "Of those due in the period and decided: finished in time.",
        "Of the dossiers that fell due in the month so far and are decided, those in time",
        "Of the dossiers of all agencies that fell due in the month so far and are decided, those "
        "in time",
    },
    HeadlineRate{
        Headline::kIndex766,
        "index766",
        Index766,
        BestIndex766,
        NoBacklog,
        {"Ước tính 766", "Index 766 (est.)"},
        {"ước tính theo cách tính 766: (kết thúc đúng hạn + đang xử lý còn hạn) / tiếp nhận và xử "
         "lý trong kỳ",
         "estimate by the rules of index 766: (ended on time + open and in time) / received and "
         "processed in the period"},
        "Of all that the national portal counts in the period: ended on time, or open and in time; "
        "recounted here by its rules.",
        "Of the dossiers that index 766 counts in the calendar month so far, those on time, by our "
        "recount",
        "Of the dossiers of all agencies that index 766 counts in the calendar month so far, those "
        "on time, by our recount",
        20,
        &Figures::index766_unmeasurable,
        &Figures::index766_open,
    },
};

constexpr bool InOrder() {
  for (size_t i = 0; i < kHeadlines.size(); ++i) {
    if (kHeadlines[i].headline != static_cast<Headline>(i)) return false;
  }
  return true;
}
static_assert(InOrder());

}  // namespace

std::span<const HeadlineRate> Headlines() { return kHeadlines; }

const HeadlineRate& Describe(Headline headline) {
  return kHeadlines[static_cast<size_t>(headline)];
}

std::optional<double> Score(const HeadlineRate& of, const Figures& figures) {
  const Rate rate = of.of(figures);
  return CutRatio({rate.on_time * of.points, rate.all}, 2);
}

std::string_view ToString(Headline headline) { return Describe(headline).name; }

std::optional<Headline> ParseHeadline(std::string_view name) {
  const auto found = std::find_if(kHeadlines.begin(), kHeadlines.end(),
                                  [name](const HeadlineRate& one) { return one.name == name; });
  if (found == kHeadlines.end()) return {};
  return found->headline;
}

Rate RateOf(const Figures& figures, Headline headline) { return Describe(headline).of(figures); }

Rate Best(const Figures& figures, Headline headline) { return Describe(headline).best(figures); }

int64_t Backlog(const Figures& figures, Headline headline) {
  return Describe(headline).backlog(figures);
}

}  // namespace dunghan::figures
