#include "cell_page.h"

#include <algorithm>
#include <array>
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
  for (uint64_t count = read.Number(); count > 0 && read.ok(); --count) {
    const uint64_t head = read.Number();
    figures::MeasureKey key;
    key.measure = static_cast<figures::Measure>(head >> 3U);
    key.detail = static_cast<uint8_t>(head & 3U);
    if (key.detail == kManyDetails) key.detail = static_cast<uint8_t>(read.Number() + kManyDetails);
    if ((head & 4U) != 0) key.reason = dictionary.At<ReasonCode>(read.Number());
    measures.Add(key, read.Signed());
  }
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
  std::vector<std::pair<RowNumbers, const CellAmounts*>> sorted;
  sorted.reserve(rows.size());
  for (const auto& [row, amounts] : rows) {
    if (amounts.IsZero()) continue;
    sorted.emplace_back(
        RowNumbers{dictionary.Number(row.agency), dictionary.Number(row.procedure),
                   dictionary.Number(row.counter), static_cast<uint64_t>(row.channel)},
        &amounts);
  }
  std::sort(sorted.begin(), sorted.end());
  std::string out;
  out.reserve(16 * sorted.size() + 8);
  ByteWriter write(out);
  write.Number(kPageForm);
  write.Number(sorted.size());
  for (const auto& [numbers, amounts] : sorted) {
    for (const uint64_t number : numbers) write.Number(number);
    for (const Amounts& basis : amounts->bases) WriteAmounts(write, basis);
    WriteMeasures(write, amounts->measures, dictionary);
  }
  return out;
}

bool DecodePage(std::string_view bytes, const Dictionary& dictionary,
                const View::CellVisitor& visit) {
  if (bytes.empty()) return true;
  ByteReader read(bytes);
  if (read.Number() != kPageForm) return false;
  for (uint64_t count = read.Number(); count > 0 && read.ok(); --count) {
    RowKey row;
    row.agency = dictionary.At<AgencyCode>(read.Number());
    row.procedure = dictionary.At<ProcedureCode>(read.Number());
    row.counter = dictionary.At<AgencyCode>(read.Number());
    row.channel = static_cast<dossier::Channel>(read.Number());
    CellAmounts amounts;
    for (Amounts& basis : amounts.bases) ReadAmounts(read, basis);
    ReadMeasures(read, amounts.measures, dictionary);
    visit(row, amounts);
  }
  return read.ok() && read.AtEnd();
}

}  // namespace dunghan::ledger
