#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

#include "dunghan/worktime/due.h"

/// Due dates over a calendar like the one of an office in Vietnam: ten years, sixteen dated
/// exceptions a year. The instants asked about change from call to call, so that nothing is
/// answered by a trained branch predictor.
namespace dunghan::worktime {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::year;

constexpr LocalDay kFirst{year{2018} / 1 / 1};
constexpr Instant kFrom{std::chrono::sys_days{year{2019} / 1 / 1}};
constexpr size_t kQuestions = 4096;

CalendarSpec VietnamOffice() {
  const std::vector<OpenInterval> day = {{minutes{450}, minutes{690}},
                                         {minutes{810}, minutes{1020}}};
  CalendarSpec spec{"vn-office", "Asia/Ho_Chi_Minh", kFirst, LocalDay{year{2027} / 12 / 31}, {},
                    {}};
  for (size_t weekday = 1; weekday <= 5; ++weekday) spec.weekly[weekday] = day;
  for (int i = 0; i < 160; ++i) {
    const LocalDay date = kFirst + days{i * 365 / 16};
    const bool weekend = std::chrono::weekday{date}.iso_encoding() > 5;
    spec.exceptions.push_back(
        {date, weekend ? day : std::vector<OpenInterval>{}, "holiday", "", true});
  }
  return spec;
}

/// The same instants on every run, over six years.
std::vector<Instant> Instants() {
  std::vector<Instant> instants;
  uint64_t state = 1;
  for (size_t i = 0; i < kQuestions; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    instants.push_back(kFrom + milliseconds{static_cast<int64_t>((state >> 20) % 189'000'000'000)});
  }
  return instants;
}

void BM_ComputeDue(benchmark::State& state, const char* limit_text, CalendarSpec spec) {
  const WorkingCalendar calendar = WorkingCalendar::Build(std::move(spec)).value();
  const TimeLimit limit = ParseTimeLimit(limit_text).value();
  const std::vector<Instant> from = Instants();
  size_t i = 0;
  for (auto _ : state) {
    auto due = ComputeDue(calendar, from[i++ % kQuestions], limit);
    benchmark::DoNotOptimize(due);
  }
}

CalendarSpec UnlimitedOffice() {
  CalendarSpec spec = VietnamOffice();
  spec.valid_from.reset();
  spec.valid_to.reset();
  return spec;
}

CalendarSpec NewYorkOffice() {
  CalendarSpec spec = UnlimitedOffice();
  spec.zone = "America/New_York";
  return spec;
}

CalendarSpec UnconfirmedOffice() {
  CalendarSpec spec = VietnamOffice();
  for (CalendarException& exception : spec.exceptions) exception.confirmed = false;
  return spec;
}

BENCHMARK_CAPTURE(BM_ComputeDue, five_working_days, "5wd", VietnamOffice());
BENCHMARK_CAPTURE(BM_ComputeDue, five_hundred_working_days, "500wd", VietnamOffice());
BENCHMARK_CAPTURE(BM_ComputeDue, hundred_thousand_working_days, "100000wd", UnlimitedOffice());
BENCHMARK_CAPTURE(BM_ComputeDue, unconfirmed_working_days, "500wd", UnconfirmedOffice());
BENCHMARK_CAPTURE(BM_ComputeDue, four_working_hours, "4wh", VietnamOffice());
BENCHMARK_CAPTURE(BM_ComputeDue, hundred_thousand_working_hours, "100000wh", UnlimitedOffice());
BENCHMARK_CAPTURE(BM_ComputeDue, thirty_calendar_days, "30cd", VietnamOffice());
BENCHMARK_CAPTURE(BM_ComputeDue, hundred_thousand_calendar_days, "100000cd", UnlimitedOffice());
BENCHMARK_CAPTURE(BM_ComputeDue, two_months, "2mo", VietnamOffice());
BENCHMARK_CAPTURE(BM_ComputeDue, ten_thousand_months, "10000mo", UnlimitedOffice());
BENCHMARK_CAPTURE(BM_ComputeDue, same_day, "sd", VietnamOffice());
BENCHMARK_CAPTURE(BM_ComputeDue, five_working_days_new_york, "5wd", NewYorkOffice());
BENCHMARK_CAPTURE(BM_ComputeDue, four_working_hours_new_york, "4wh", NewYorkOffice());

void BM_ComputeDueWithPauses(benchmark::State& state) {
  const WorkingCalendar calendar = WorkingCalendar::Build(VietnamOffice()).value();
  const std::vector<Instant> from = Instants();
  size_t i = 0;
  for (auto _ : state) {
    const Instant start = from[i++ % kQuestions];
    const std::vector<Suspension> pauses = {{start + days{1}, start + days{3}},
                                            {start + days{5}, start + days{5} + hours{2}}};
    auto due = ComputeDue(calendar, start, {10, LimitUnit::kWorkingDays}, pauses);
    benchmark::DoNotOptimize(due);
  }
}
BENCHMARK(BM_ComputeDueWithPauses);

void BM_ExplainDue(benchmark::State& state) {
  const WorkingCalendar calendar = WorkingCalendar::Build(VietnamOffice()).value();
  const std::vector<Instant> from = Instants();
  size_t i = 0;
  for (auto _ : state) {
    auto due = ExplainDue(calendar, from[i++ % kQuestions], {10, LimitUnit::kWorkingDays});
    benchmark::DoNotOptimize(due);
  }
}
BENCHMARK(BM_ExplainDue);

void BM_WorkingTime(benchmark::State& state, milliseconds length) {
  const WorkingCalendar calendar = WorkingCalendar::Build(VietnamOffice()).value();
  const std::vector<Instant> from = Instants();
  size_t i = 0;
  for (auto _ : state) {
    const Instant start = from[i++ % kQuestions];
    auto worked = calendar.WorkingTime(start, start + length);
    benchmark::DoNotOptimize(worked);
  }
}
BENCHMARK_CAPTURE(BM_WorkingTime, three_hours, hours{3});
BENCHMARK_CAPTURE(BM_WorkingTime, two_years, days{730});

}  // namespace
}  // namespace dunghan::worktime

BENCHMARK_MAIN();
