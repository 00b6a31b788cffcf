#include "metrics/matrix.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "metrics/gauge_text.h"
#include "row_names.h"

namespace dunghan::metrics {
namespace {

using board::MatrixRow;
using board::Timeliness;

constexpr Family kMatrixResults{
    "dossier_agency_procedure_period_results",
    "Dossiers finished in the named period, refusals included, by agency and procedure. May be "
    "corrected downward. Pairs with nothing to show are left out, and beyond the limit of series "
    "all but those with the most late results and overdue dossiers."};
constexpr Family kMatrixOpen{
    "dossier_agency_procedure_open",
    "Open dossiers by agency and procedure, of the same pairs. Pending is open and not overdue, "
    "suspended and unmeasurable ones included."};
constexpr size_t kResultSeries = 3;
constexpr size_t kOpenSeries = 2;
constexpr size_t kSeries = kResultSeries + kOpenSeries;  // of a row

int64_t Badness(const MatrixRow& row) {
  return row.results[static_cast<size_t>(Timeliness::kLate)] + row.overdue;
}

/// The rows to show, in the order of the matrix.
std::vector<const MatrixRow*> Choose(const board::Matrix& matrix, size_t most) {
  std::vector<const MatrixRow*> rows(matrix.rows.size());
  std::transform(matrix.rows.begin(), matrix.rows.end(), rows.begin(),
                 [](const MatrixRow& row) { return &row; });
  if (rows.size() <= most) return rows;
  // Of equal ones the first stay: their addresses tell the order.
  const auto worse = [](const MatrixRow* a, const MatrixRow* b) {
    const int64_t bad_a = Badness(*a);
    const int64_t bad_b = Badness(*b);
    return bad_a != bad_b ? bad_a > bad_b : a < b;
  };
  const auto end = rows.begin() + static_cast<std::ptrdiff_t>(most);
  std::nth_element(rows.begin(), end, rows.end(), worse);
  rows.erase(end, rows.end());
  std::sort(rows.begin(), rows.end());
  return rows;
}

class MatrixWriter {
 public:
  MatrixWriter(const board::Snapshot& snapshot, size_t rows) : names_(snapshot) {
    constexpr size_t kUsualSeries = 140;
    text_.reserve(rows * kSeries * kUsualSeries + 1024);
    if (snapshot.simulated) text_ += "# DỮ LIỆU MÔ PHỎNG (simulated data)\n";
  }

  void Results(const std::vector<const MatrixRow*>& rows) {
    constexpr std::string_view kEnds[kResultSeries] = {
        R"(",period="current_month",timeliness="early"} )",
        R"(",period="current_month",timeliness="on_time"} )",
        R"(",period="current_month",timeliness="late"} )"};
    AppendHead(text_, kMatrixResults);
    for (const MatrixRow* row : rows) {
      Name(kMatrixResults, *row);
      for (size_t i = 0; i < kResultSeries; ++i) Line(kEnds[i], row->results[i]);
    }
  }

  void Open(const std::vector<const MatrixRow*>& rows) {
    AppendHead(text_, kMatrixOpen);
    for (const MatrixRow* row : rows) {
      Name(kMatrixOpen, *row);
      Line(R"(",state="overdue"} )", row->overdue);
      Line(R"(",state="pending"} )", row->pending);
    }
  }

  std::string Take() { return std::move(text_); }

 private:
  /// What the lines of a row begin with.
  void Name(const Family& family, const MatrixRow& row) {
    if (row.agency != agency_ || family.name != family_) {
      agency_ = row.agency;
      family_ = family.name;
      begin_.assign(family.name).append("{agency=\"");
      AppendEscaped(begin_, names_.Of(row.agency));
      begin_ += "\",procedure=\"";
      shared_ = begin_.size();
    }
    begin_.resize(shared_);
    AppendEscaped(begin_, names_.Of(row.procedure));
  }

  void Line(std::string_view end, int64_t number) {
    text_.append(begin_).append(end);
    AppendNumber(text_, number);
  }

  RowNames names_;
  std::string text_;
  std::string begin_;
  size_t shared_ = 0;  // of it by all rows of the agency
  AgencyCode agency_;
  std::string_view family_;
};

}  // namespace

MatrixPage RenderMatrix(const board::Snapshot& snapshot, const board::Matrix& matrix,
                        int64_t max_series) {
  const auto rows = Choose(matrix, static_cast<size_t>(max_series) / kSeries);
  MatrixWriter writer(snapshot, rows.size());
  writer.Results(rows);
  writer.Open(rows);
  return {.text = writer.Take(),
          .series = static_cast<int64_t>(rows.size() * kSeries),
          .rows_left_out = static_cast<int64_t>(matrix.rows.size() - rows.size())};
}

}  // namespace dunghan::metrics
