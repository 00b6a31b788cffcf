#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Times, medians and the table of what came out.
namespace dunghan::bench {

/// What a piece of work took, in seconds.
struct Spent {
  double wall = 0;
  double cpu = 0;  ///< of all threads of this process
};

Spent Time(const std::function<void()>& work);

double Median(std::vector<double> values);
double MedianWall(const std::vector<Spent>& runs);
double MedianCpu(const std::vector<Spent>& runs);

/// Runs the two alternately, so that what else the machine does meets both.
struct Pair {
  std::vector<Spent> ours;
  std::vector<Spent> baseline;
};
Pair Alternate(int rounds, const std::function<Spent()>& ours,
               const std::function<Spent()>& baseline);

enum class Better { kHigher, kLower };

/// A target as a limit on the ratio ours / baseline, or on our figure alone.
struct Target {
  Better better = Better::kHigher;
  double limit = 0;
};

struct Line {
  std::string name;
  std::string unit;
  double ours = 0;
  std::optional<double> baseline;
  double compared = 0;           ///< the ratio, or our figure where there is no baseline
  std::optional<Target> target;  ///< absent: for information
};

/// Our rate by the baseline's, work of `amount` each; the ratio is the median of the rounds'
/// ratios.
Line CompareRates(std::string name, std::string unit, double amount, const std::vector<Spent>& ours,
                  const std::vector<Spent>& baseline, std::optional<Target> target);
/// The same of durations, in milliseconds.
Line CompareTimes(std::string name, const std::vector<Spent>& ours,
                  const std::vector<Spent>& baseline, std::optional<Target> target);

/// Collects lines and prints each as it comes.
class Table {
 public:
  void Heading(std::string_view text) const;
  void Note(std::string_view text) const;
  void Add(const Line& line);
  /// All lines once more; how many targets were missed.
  int PrintAll() const;

 private:
  std::vector<Line> lines_;
};

}  // namespace dunghan::bench
