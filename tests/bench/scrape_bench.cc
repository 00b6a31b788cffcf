// What rendering a page of metrics costs beside a bare writer of the same page: names and labels as
// they lie, numbers from one array. Prints one line for each page.

#include <malloc.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <functional>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/business.h"
#include "metrics/gauge_text.h"
#include "metrics/gzip.h"
#include "metrics/matrix.h"
#include "metrics/open_metrics.h"

namespace dunghan::bench {
namespace {

using Steady = std::chrono::steady_clock;
constexpr int kRounds = 31;
constexpr double kTarget = 2;

/// A page taken apart: what stands before each number, and the numbers.
class BareWriter {
 public:
  explicit BareWriter(std::string_view page) : text_(page) {
    size_t from = 0;
    for (size_t end = page.find('\n'); end != std::string_view::npos;
         from = end + 1, end = page.find('\n', from)) {
      const std::string_view line = page.substr(from, end - from);
      if (line.starts_with('#')) continue;
      const size_t space = line.rfind(' ');
      int64_t number = 0;
      std::from_chars(line.data() + space + 1, line.data() + line.size(), number);
      ends_.push_back(from + space + 1);
      next_.push_back(end + 1);
      numbers_.push_back(number);
    }
  }

  std::string Write() const {
    std::string page;
    page.reserve(text_.size() + 64);
    size_t from = 0;
    for (size_t i = 0; i < ends_.size(); ++i) {
      page.append(text_, from, ends_[i] - from);
      std::array<char, 24> digits{};
      char* end = std::to_chars(digits.data(), digits.data() + 20, numbers_[i]).ptr;
      *end++ = '\n';
      page.append(digits.data(), static_cast<size_t>(end - digits.data()));
      from = next_[i];
    }
    return page;
  }

 private:
  std::string text_;
  std::vector<size_t> ends_;
  std::vector<size_t> next_;
  std::vector<int64_t> numbers_;
};

template <class Work>
double MillisecondsOf(Work work) {
  const auto begun = Steady::now();
  const std::string page = work();
  const std::chrono::duration<double, std::milli> took = Steady::now() - begun;
  if (page.empty()) std::cerr << "empty\n";
  return took.count();
}

/// A board as large as asked for, with numbers like those of a busy year.
class Province {
 public:
  Province(size_t agencies, size_t procedures) {
    rulebook::Bundle bundle;
    bundle.files.push_back({"calendar", "office.toml",
                            "name = \"office\"\nzone = \"Asia/Ho_Chi_Minh\"\n"
                            "valid = { from = 2020-01-01, to = 2030-12-31 }\n[hours]\n"
                            "mon = [\"07:30-17:00\"]\n"});
    std::string rows = "code,name,tier\n";
    for (size_t i = 0; i < agencies; ++i) {
      rows += "000.00." + std::to_string(1000 + i) + ".H52,Ủy ban nhân dân xã số " +
              std::to_string(i) + ",commune\n";
    }
    bundle.files.push_back({"agencies", "agencies.csv", rows});
    const auto loaded = rulebook::Rulebook::Load(bundle, codes_);
    for (const Problem& problem : loaded.problems) std::cerr << ToString(problem) << "\n";
    snapshot_.rulebook = loaded.rulebook;
    for (const auto& agency : snapshot_.rulebook->agencies()) {
      snapshot_.agencies.push_back({agency.code, Counts()});
    }
    for (size_t i = 0; i < procedures; ++i) {
      const std::string code = "1.0" + std::to_string(10'000 + i) + ".000.00.00.H52";
      snapshot_.procedures.push_back({codes_->Intern<ProcedureCode>(code), Counts()});
    }
  }

  const board::Snapshot& snapshot() const { return snapshot_; }
  /// The same pairs for every agency.
  board::Matrix MatrixOf(size_t procedures_each) {
    board::Matrix matrix;
    for (const auto& agency : snapshot_.agencies) {
      for (size_t i = 0; i < procedures_each; ++i) {
        matrix.rows.push_back({.agency = agency.code,
                               .procedure = snapshot_.procedures[i].code,
                               .results = {Number(), Number(), Number(), 0},
                               .overdue = Number(),
                               .pending = Number()});
      }
    }
    return matrix;
  }

 private:
  int64_t Number() { return std::uniform_int_distribution<int64_t>(0, 3000)(random_); }
  board::Counts Counts() {
    board::Counts counts;
    const auto fill = [this](auto& numbers) {
      for (auto& number : numbers) number = Number();
    };
    for (auto& flows : counts.periods) {
      fill(flows.results);
      fill(flows.other_results);
      fill(flows.received);
    }
    for (auto& recent : counts.recent) fill(recent.results);
    fill(counts.results);
    fill(counts.took);
    fill(counts.used);
    fill(counts.open);
    counts.oldest_overdue = Instant{std::chrono::seconds{1'700'000'000 + Number()}};
    counts.month.finished_on_time = Number();
    counts.month.finished_late = Number();
    counts.month.due_in_period = 5000 + Number();
    return counts;
  }

  std::mt19937_64 random_{7};
  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
  board::Snapshot snapshot_;
};

/// The best of many turns of both: what others do on the machine is in the rest.
void Compare(const std::string& what, const std::function<std::string()>& render,
             bool has_target = true) {
  const std::string page = render();
  const BareWriter bare(page);
  double ours = MillisecondsOf(render);
  double bares = MillisecondsOf([&] { return bare.Write(); });
  for (int i = 0; i < kRounds; ++i) {
    bares = std::min(bares, MillisecondsOf([&] { return bare.Write(); }));
    ours = std::min(ours, MillisecondsOf(render));
  }
  const double ratio = ours / bares;
  std::printf("%-26s %7lld series %5.1f MB  %6.2f ms / bare %6.2f ms = %.2f   %s\n", what.c_str(),
              static_cast<long long>(metrics::CountSeries(page)),
              static_cast<double>(page.size()) / 1e6, ours, bares, ratio,
              !has_target        ? ""
              : ratio <= kTarget ? "target <= 2  ok"
                                 : "target <= 2  NOT");
  const double open = MillisecondsOf([&] { return metrics::ToOpenMetrics(page); });
  const double packing = MillisecondsOf([&] { return metrics::Gzip(page); });
  std::printf("%-26s as OpenMetrics + %.2f ms, gzip + %.1f ms for 1/%.0f of the bytes\n", "", open,
              packing,
              static_cast<double>(page.size()) / static_cast<double>(metrics::Gzip(page).size()));
}

void ComparePage(size_t agencies, size_t procedures) {
  const Province province(agencies, procedures);
  metrics::BusinessPage page;
  const Instant now{std::chrono::seconds{1'760'000'000}};
  Compare("/metrics", [&] { return page.Render(province.snapshot(), now, 10'000'000).text; });
}

void CompareMatrix(size_t agencies, size_t procedures, size_t procedures_each, int64_t max_series) {
  Province province(agencies, procedures);
  const board::Matrix matrix = province.MatrixOf(procedures_each);
  const std::string rows = std::to_string(matrix.rows.size());
  // Where there is a choice to make, that is in the time as well: the bare writer has none.
  const bool cut = metrics::RenderMatrix(province.snapshot(), matrix, max_series).rows_left_out > 0;
  Compare(
      "/metrics/matrix of " + rows,
      [&] { return metrics::RenderMatrix(province.snapshot(), matrix, max_series).text; }, !cut);
}

}  // namespace
}  // namespace dunghan::bench

int main() {
  using namespace dunghan::bench;
  // Memory is kept once it was used: what the system takes to give pages out is neither writer's.
  ::mallopt(M_MMAP_THRESHOLD, 32 << 20);
  ::mallopt(M_TRIM_THRESHOLD, 1 << 30);
  ComparePage(75, 1200);
  ComparePage(120, 2000);
  ComparePage(400, 5000);
  CompareMatrix(120, 2000, 35, 100'000);   // 4,200 pairs: 21,000 series
  CompareMatrix(120, 2000, 160, 100'000);  // 19,200 pairs: 96,000 series
  CompareMatrix(120, 2000, 350, 100'000);  // 42,000 pairs, cut to 20,000
}
