#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "theirs_reading.h"

namespace dunghan::statement {
namespace {

/// One side of an equation: counts that are summed up. Nothing where one is not said.
std::optional<int64_t> SumOf(const CountsSaid& counts, std::span<const TheirCount> parts) {
  int64_t sum = 0;
  for (const TheirCount part : parts) {
    const auto count = counts[part];
    if (!count) return std::nullopt;
    sum += *count;
  }
  return sum;
}

Said EquationWords(TheirCount left, std::span<const TheirCount> right) {
  Said said{std::string(WordsOf(left).vi), std::string(WordsOf(left).en)};
  bool first = true;
  for (const TheirCount part : right) {
    said.vi += (first ? " = " : " + ") + std::string(WordsOf(part).vi);
    said.en += (first ? " = " : " + ") + std::string(WordsOf(part).en);
    first = false;
  }
  return said;
}

class TheirChecker {
 public:
  explicit TheirChecker(Theirs& theirs) : theirs_(theirs) {}

  void Check(const TheirRow& row) {
    CheckReceived(row);
    using enum TheirCount;
    if (Has(kDoneInTime)) {
      CheckSum(row, kDone, {kDoneInTime, Late(kDoneLate, kDoneLateApology)});
    } else if (Has(kDoneEarly)) {
      CheckSum(row, kDone, {kDoneEarly, kDoneOnTime, Late(kDoneLate, kDoneLateApology)});
    } else {
      CheckSum(row, kDone, {kDoneOnTime, Late(kDoneLate, kDoneLateApology)});
    }
    CheckSum(row, kOpen, {kOpenInTime, Late(kOpenLate, kOpenLateApology)});
    CheckBecame(row);
    CheckSum(row, kIndexAll, {kIndexOnTime, kIndexLate});
    CheckShown(row);
  }

  /// The total row against the rows it sums up.
  void CheckTotal(const TheirRow& total) {
    for (const TheirCount count : theirs_.columns) {
      if (!total.counts[count]) continue;
      int64_t sum = 0;
      for (const TheirRow& row : theirs_.rows) {
        if (row.level == TheirRow::Level::kPlain) sum += row.counts[count].value_or(0);
      }
      if (sum == *total.counts[count]) continue;
      const Words words = WordsOf(count);
      Add(total,
          {fmt::format("{}: dòng tổng = tổng các dòng", words.vi),
           fmt::format("{}: the total = the sum of the rows", words.en)},
          *total.counts[count], sum);
    }
  }

 private:
  bool Has(TheirCount count) const {
    return std::find(theirs_.columns.begin(), theirs_.columns.end(), count) !=
           theirs_.columns.end();
  }
  /// The late ones; where they stand in two columns alone, the first of these.
  TheirCount Late(TheirCount one, TheirCount first_of_two) const {
    return Has(one) || !Has(first_of_two) ? one : first_of_two;
  }

  void CheckSum(const TheirRow& row, TheirCount left, std::vector<TheirCount> right) {
    using enum TheirCount;
    if (right.back() == kDoneLateApology) right.push_back(kDoneLateNoApology);
    if (right.back() == kOpenLateApology) right.push_back(kOpenLateNoApology);
    const auto sum = SumOf(row.counts, right);
    if (!sum || !row.counts[left] || *row.counts[left] == *sum) return;
    Add(row, EquationWords(left, right), *row.counts[left], *sum);
  }

  /// received = online + direct + carried over, with whatever other ways there are.
  void CheckReceived(const TheirRow& row) {
    using enum TheirCount;
    std::vector<TheirCount> parts;
    for (const TheirCount part : {kReceivedOnline, kReceivedOnlineFull, kReceivedOnlinePartial,
                                  kReceivedDirect, kReceivedPostal, kReceivedOther}) {
      const bool twice = part != kReceivedOnline && part < kReceivedDirect && Has(kReceivedOnline);
      if (Has(part) && !twice) parts.push_back(part);
    }
    if (Has(kReceivedInPeriod)) {
      if (parts.size() >= 2) CheckSum(row, kReceivedInPeriod, parts);
      parts = {kReceivedInPeriod};
    }
    if (!Has(kReceived) || !Has(kCarriedOver) || parts.empty()) return;
    parts.push_back(kCarriedOver);
    CheckSum(row, kReceived, parts);
  }

  /// received = done + open; where stopped or withdrawn ones have columns of their own, with them
  /// as well.
  void CheckBecame(const TheirRow& row) {
    using enum TheirCount;
    std::vector<TheirCount> parts = {kDone, kOpen};
    const auto plain = SumOf(row.counts, parts);
    for (const TheirCount part : {kStopped, kWithdrawn}) {
      if (Has(part)) parts.push_back(part);
    }
    const auto with_others = SumOf(row.counts, parts);
    const auto received = row.counts[kReceived];
    if (!received || !plain || !with_others) return;
    if (*received == *plain || *received == *with_others) return;
    Add(row, EquationWords(kReceived, parts), *received, *with_others);
  }

  /// The portal's rate and score, rounded half up to two decimals.
  void CheckShown(const TheirRow& row) {
    const auto all = row.counts[TheirCount::kIndexAll];
    const auto on_time = row.counts[TheirCount::kIndexOnTime];
    if (!all || !on_time || *all == 0) return;
    const double ratio = HalfUp(*on_time, *all, 100);
    if (row.ratio && std::abs(*row.ratio - ratio) > 0.005) {
      Add(row, {"tỷ lệ = đúng hạn / tổng số, làm tròn hai chữ số", "rate = on time / all, rounded"},
          *row.ratio, ratio);
    }
    const double score = HalfUp(*on_time, *all, 20);
    if (row.score && std::abs(*row.score - score) > 0.005) {
      Add(row, {"điểm = 20 × tỷ lệ, làm tròn hai chữ số", "score = 20 × rate, rounded"}, *row.score,
          score);
    }
  }

  static double HalfUp(int64_t part, int64_t all, int64_t whole) {
    return static_cast<double>((part * whole * 200 + all) / (2 * all)) / 100;
  }

  void Add(const TheirRow& row, Said what, CellValue left, CellValue right) {
    theirs_.faults.push_back({.row = row.row,
                              .agency = row.name.empty() ? row.code : row.name,
                              .what = std::move(what),
                              .left = std::move(left),
                              .right = std::move(right)});
  }

  Theirs& theirs_;
};

}  // namespace

void CheckTheirs(Theirs& theirs) {
  TheirChecker checker(theirs);
  for (const TheirRow& row : theirs.rows) checker.Check(row);
  for (const TheirRow& row : theirs.rows) {
    if (row.level == TheirRow::Level::kTotal) checker.CheckTotal(row);
  }
  std::stable_sort(theirs.faults.begin(), theirs.faults.end(),
                   [](const TheirFault& a, const TheirFault& b) { return a.row < b.row; });
}

}  // namespace dunghan::statement
