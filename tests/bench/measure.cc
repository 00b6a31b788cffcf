#include "measure.h"

#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

namespace dunghan::bench {
namespace {

constexpr double kMillisecondsPerSecond = 1000;

double CpuSeconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

std::vector<double> Walls(const std::vector<Spent>& runs) {
  std::vector<double> walls;
  for (const Spent& run : runs) walls.push_back(run.wall);
  return walls;
}

/// Ratios of times, round by round: a slow minute of the machine meets both sides of a round.
double MedianRatio(const std::vector<Spent>& above, const std::vector<Spent>& below) {
  std::vector<double> ratios;
  for (size_t i = 0; i < std::min(above.size(), below.size()); ++i) {
    ratios.push_back(above[i].wall / below[i].wall);
  }
  return Median(std::move(ratios));
}

bool IsMet(const Line& line) {
  if (!line.target) return true;
  return line.target->better == Better::kHigher ? line.compared >= line.target->limit
                                                : line.compared <= line.target->limit;
}

std::string Number(double value) {
  if (value >= 1000) return fmt::format("{:.0f}", value);
  return value >= 10 ? fmt::format("{:.1f}", value) : fmt::format("{:.3f}", value);
}

std::string ToText(const Line& line) {
  std::string target;
  std::string verdict;
  if (line.target) {
    const char* sign = line.target->better == Better::kHigher ? ">=" : "<=";
    target = fmt::format("{} {:.3g}", sign, line.target->limit);
    verdict = IsMet(line) ? "ok" : "NOT";
  }
  return fmt::format("{:<58} {:>11} {:>11} {:<9} {:>8} {:>8} {}", line.name, Number(line.ours),
                     line.baseline ? Number(*line.baseline) : "-", line.unit,
                     line.baseline ? fmt::format("{:.3f}", line.compared) : "-", target, verdict);
}

std::string Titles() {
  return fmt::format("{:<58} {:>11} {:>11} {:<9} {:>8} {:>8}", "what", "ours", "baseline", "unit",
                     "ratio", "target");
}

void Print(std::string_view text) {
  fmt::print("{}\n", text);
  std::fflush(stdout);
}

}  // namespace

Spent Time(const std::function<void()>& work) {
  const double cpu = CpuSeconds();
  const auto begin = std::chrono::steady_clock::now();
  work();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  return {wall.count(), CpuSeconds() - cpu};
}

double Median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double MedianWall(const std::vector<Spent>& runs) { return Median(Walls(runs)); }

double MedianCpu(const std::vector<Spent>& runs) {
  std::vector<double> cpu;
  for (const Spent& run : runs) cpu.push_back(run.cpu);
  return Median(std::move(cpu));
}

Pair Alternate(int rounds, const std::function<Spent()>& ours,
               const std::function<Spent()>& baseline) {
  Pair pair;
  for (int i = 0; i < rounds; ++i) {
    pair.ours.push_back(ours());
    pair.baseline.push_back(baseline());
  }
  return pair;
}

Line CompareRates(std::string name, std::string unit, double amount, const std::vector<Spent>& ours,
                  const std::vector<Spent>& baseline, std::optional<Target> target) {
  return {std::move(name),
          std::move(unit),
          amount / MedianWall(ours),
          amount / MedianWall(baseline),
          MedianRatio(baseline, ours),
          target};
}

Line CompareTimes(std::string name, const std::vector<Spent>& ours,
                  const std::vector<Spent>& baseline, std::optional<Target> target) {
  return {std::move(name),
          "ms",
          MedianWall(ours) * kMillisecondsPerSecond,
          MedianWall(baseline) * kMillisecondsPerSecond,
          MedianRatio(ours, baseline),
          target};
}

void Table::Heading(std::string_view text) const { Print(fmt::format("\n== {}", text)); }

void Table::Note(std::string_view text) const { Print(fmt::format("   {}", text)); }

void Table::Add(const Line& line) {
  lines_.push_back(line);
  Print(ToText(line));
}

int Table::PrintAll() const {
  Print("");
  Print(Titles());
  for (const Line& line : lines_) Print(ToText(line));
  return static_cast<int>(
      std::count_if(lines_.begin(), lines_.end(), [](const Line& line) { return !IsMet(line); }));
}

}  // namespace dunghan::bench
