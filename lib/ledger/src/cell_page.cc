#include "cell_page.h"

#include <algorithm>
#include <array>
#include <bit>
#include <tuple>

#include "bytes.h"

namespace dunghan::ledger {
namespace {

using figures::Amounts;
using figures::CellAmounts;
using figures::kAmounts;
using figures::RowKey;
using std::chrono::days;
using std::chrono::last;
using std::chrono::year_month_day;

constexpr uint64_t kPageForm = 3;
constexpr int64_t kSpanStep = 1'000'000'000;
constexpr int64_t kDayShift = 400'000'000;  // so that days before 1970 stay positive

constexpr uint64_t kManyDetails = 3;  // of a measure: from here on they stand apart

using RowNumbers = std::array<uint64_t, 4>;

void WriteAmounts(ByteWriter& write, const Amounts& amounts) {
  uint64_t present = 0;
  for (size_t i = 0; i < kAmounts; ++i) present |= static_cast<uint64_t>(amounts[i] != 0) << i;
  write.Number(present);
  for (const int32_t amount : amounts) {
    if (amount != 0) write.Signed(amount);
  }
}

void ReadAmounts(ByteReader& read, Amounts& amounts) {
  const uint64_t present = read.Number();
  for (size_t i = 0; i < kAmounts; ++i) {
    amounts[i] = (present >> i & 1) != 0 ? static_cast<int32_t>(read.Signed()) : 0;
  }
}

/// In the order of their keys by ledger numbers: equal sums are equal bytes.
void WriteMeasures(ByteWriter& write, const figures::MeasureSums& measures,
                   Dictionary& dictionary) {
  using Numbered = std::tuple<uint64_t, uint64_t, uint64_t, int64_t>;
  std::vector<Numbered> sorted;
  for (const auto& [key, amount] : measures) {
    sorted.emplace_back(static_cast<uint64_t>(key.measure), key.detail,
                        dictionary.Number(key.reason), amount);
  }
  std::sort(sorted.begin(), sorted.end());
  write.Number(sorted.size());
  for (const auto& [measure, detail, reason, amount] : sorted) {
    write.Number(measure << 3U | (reason != 0 ? 4U : 0U) | std::min(detail, kManyDetails));
    if (detail >= kManyDetails) write.Number(detail - kManyDetails);
    if (reason != 0) write.Number(reason);
    write.Signed(amount);
  }
}

void ReadMeasures(ByteReader& read, figures::MeasureSums& measures, const Dictionary& dictionary) {
  measures.Clear();
  for (uint64_t count = read.Number(); count > 0 && read.ok(); --count) {
    const uint64_t head = read.Number();
    figures::MeasureKey key;
    key.measure = static_cast<figures::Measure>(head >> 3U);
    key.detail = static_cast<uint8_t>(head & 3U);
    if (key.detail == kManyDetails) key.detail = static_cast<uint8_t>(read.Number() + kManyDetails);
    if ((head & 4U) != 0) key.reason = dictionary.At<ReasonCode>(read.Number());
    measures.Append(key, read.Signed());  // sums of one cell: each key once, none zero
  }
}

void ReadCell(ByteReader& read, CellAmounts& amounts, const Dictionary& dictionary) {
  for (Amounts& basis : amounts.bases) ReadAmounts(read, basis);
  ReadMeasures(read, amounts.measures, dictionary);
}

/// Passes over what ReadCell reads.
void SkipCell(ByteReader& read) {
  for (size_t basis = 0; basis < dossier::kBases; ++basis) {
    read.Skip(static_cast<uint64_t>(std::popcount(read.Number())));
  }
  for (uint64_t count = read.Number(); count > 0 && read.ok(); --count) {
    const uint64_t head = read.Number();
    const bool has_detail = (head & 3U) == kManyDetails;
    const bool has_reason = (head & 4U) != 0;
    read.Skip(1U + (has_detail ? 1U : 0U) + (has_reason ? 1U : 0U));
  }
}

/// A page row by row, in bytes.
class PageReader {
 public:
  explicit PageReader(std::string_view page) : read_(page) {
    if (page.empty()) return;
    sound_ = read_.Number() == kPageForm;
    left_ = sound_ ? read_.Number() : 0;
  }

  struct Row {
    RowNumbers numbers;
    std::string_view bytes;    ///< all of it
    std::string_view amounts;  ///< what follows the numbers
  };
  std::optional<Row> Next() {
    if (left_ == 0 || !read_.ok()) return {};
    --left_;
    const std::string_view from = read_.rest();
    Row row{};
    for (uint64_t& number : row.numbers) number = read_.Number();
    row.amounts = read_.rest();
    SkipCell(read_);
    row.bytes = from.substr(0, from.size() - read_.rest().size());
    row.amounts.remove_suffix(read_.rest().size());
    // Rows that were not in order would be passed by their changes.
    sound_ = sound_ && (!last_ || *last_ < row.numbers);
    last_ = row.numbers;
    if (!read_.ok()) return {};
    return row;
  }
  /// Whether all that was read is what EncodePage writes; after the last row.
  bool sound() const { return sound_ && read_.ok() && read_.AtEnd(); }

 private:
  ByteReader read_;
  uint64_t left_ = 0;
  std::optional<RowNumbers> last_;
  bool sound_ = true;
};

/// Writes rows in the order of their numbers, those that come to nothing left out.
class PageWriter {
 public:
  PageWriter(size_t size, Dictionary& dictionary) : write_(rows_), dictionary_(dictionary) {
    rows_.reserve(size);
  }

  void Add(const RowNumbers& numbers, const CellAmounts& amounts) {
    if (amounts.IsZero()) return;
    ++count_;
    for (const uint64_t number : numbers) write_.Number(number);
    for (const Amounts& basis : amounts.bases) WriteAmounts(write_, basis);
    WriteMeasures(write_, amounts.measures, dictionary_);
  }
  void Copy(std::string_view row) {
    ++count_;
    rows_ += row;
  }

  std::string Take() const {
    std::string page;
    page.reserve(rows_.size() + 8);
    ByteWriter head(page);
    head.Number(kPageForm);
    head.Number(count_);
    return page += rows_;
  }

 private:
  std::string rows_;
  ByteWriter write_;
  Dictionary& dictionary_;
  uint64_t count_ = 0;
};

using NumberedRow = std::pair<RowNumbers, const CellAmounts*>;
std::vector<NumberedRow> Sorted(const PageRows& rows, Dictionary& dictionary) {
  std::vector<NumberedRow> sorted;
  sorted.reserve(rows.size());
  for (const auto& [row, amounts] : rows) {
    if (amounts.IsZero()) continue;
    sorted.emplace_back(
        RowNumbers{dictionary.Number(row.agency), dictionary.Number(row.procedure),
                   dictionary.Number(row.counter), static_cast<uint64_t>(row.channel)},
        &amounts);
  }
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

LocalDay FirstOfMonth(const year_month_day& date) {
  return LocalDay{date.year() / date.month() / 1};
}

LocalDay FirstOfYear(const year_month_day& date) {
  return LocalDay{date.year() / std::chrono::January / 1};
}

}  // namespace

int64_t PageKey::ToNumber() const {
  return static_cast<int64_t>(span) * kSpanStep + kDayShift + first.time_since_epoch().count();
}

PageKey PageKey::FromNumber(int64_t number) {
  return {static_cast<PageSpan>(number / kSpanStep),
          LocalDay{days{static_cast<int>(number % kSpanStep - kDayShift)}}};
}

int64_t PageKey::FirstOf(PageSpan span) { return static_cast<int64_t>(span) * kSpanStep; }

std::vector<PageKey> PagesOf(LocalDay local_day) {
  const year_month_day date{local_day};
  return {{PageSpan::kDay, local_day},
          {PageSpan::kMonth, FirstOfMonth(date)},
          {PageSpan::kYear, FirstOfYear(date)}};
}

std::vector<PageKey> Cover(LocalDay from, LocalDay to) {
  std::vector<PageKey> pages;
  for (LocalDay at = from; at <= to;) {
    const year_month_day date{at};
    const LocalDay year_end{date.year() / std::chrono::December / 31};
    const LocalDay month_end{date.year() / date.month() / last};
    if (at == FirstOfYear(date) && year_end <= to) {
      pages.push_back({PageSpan::kYear, at});
      at = year_end + days{1};
    } else if (at == FirstOfMonth(date) && month_end <= to) {
      pages.push_back({PageSpan::kMonth, at});
      at = month_end + days{1};
    } else {
      pages.push_back({PageSpan::kDay, at});
      at += days{1};
    }
  }
  return pages;
}

std::string EncodePage(const PageRows& rows, Dictionary& dictionary) {
  return *ChangedPage({}, rows, dictionary);
}

std::optional<std::string> ChangedPage(std::string_view page, const PageRows& changes,
                                       Dictionary& dictionary) {
  const std::vector<NumberedRow> sorted = Sorted(changes, dictionary);
  PageWriter write(page.size() + 16 * sorted.size(), dictionary);
  auto next = sorted.begin();
  const auto add_until = [&](const RowNumbers* row) {
    for (; next != sorted.end() && (!row || next->first < *row); ++next) {
      write.Add(next->first, *next->second);
    }
  };
  PageReader read(page);
  while (const auto row = read.Next()) {
    add_until(&row->numbers);
    if (next == sorted.end() || next->first != row->numbers) {
      write.Copy(row->bytes);
      continue;
    }
    CellAmounts sum;
    ByteReader amounts(row->amounts);
    ReadCell(amounts, sum, dictionary);
    sum.Add(*(next++)->second);
    write.Add(row->numbers, sum);
  }
  if (!read.sound()) return {};
  add_until(nullptr);
  return write.Take();
}

bool DecodePage(std::string_view bytes, const Dictionary& dictionary,
                const View::CellVisitor& visit) {
  if (bytes.empty()) return true;
  ByteReader read(bytes);
  if (read.Number() != kPageForm) return false;
  CellAmounts amounts;  // one for all: its memory is used again
  for (uint64_t count = read.Number(); count > 0 && read.ok(); --count) {
    RowKey row;
    row.agency = dictionary.At<AgencyCode>(read.Number());
    row.procedure = dictionary.At<ProcedureCode>(read.Number());
    row.counter = dictionary.At<AgencyCode>(read.Number());
    row.channel = static_cast<dossier::Channel>(read.Number());
    ReadCell(read, amounts, dictionary);
    visit(row, amounts);
  }
  return read.ok() && read.AtEnd();
}

}  // namespace dunghan::ledger
