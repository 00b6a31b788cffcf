#include "cell_page.h"

#include <algorithm>

namespace dunghan::ledger {
namespace {

using figures::Amounts;
using figures::CellAmounts;
using figures::kAmounts;
using figures::RowKey;
using record::ByteReader;
using record::ByteWriter;
using std::chrono::days;
using std::chrono::last;
using std::chrono::year_month_day;

constexpr uint64_t kPageForm = 5;
constexpr int64_t kDayShift = int64_t{1} << 31U;  // so that days before 1970 stay positive
// No event and no due lies outside: a range of days is gone through page by page.
constexpr LocalDay kFirstDay{std::chrono::year{1900} / 1 / 1};
constexpr LocalDay kLastDay{std::chrono::year{2400} / 1 / 1};

// Slots of amounts come before those of measures, by basis.
constexpr uint64_t kMeasureSlot = uint64_t{1} << 56U;
constexpr unsigned kMeasureShift = 48;
constexpr unsigned kDetailShift = 32;
constexpr uint64_t kDetailMask = 0xFFFF;
constexpr uint64_t kReasonMask = 0xFFFFFFFF;
constexpr unsigned kBasisShift = 8;
constexpr uint64_t kAmountMask = 0xFF;

/// A row in bytes.
struct Row {
  RowNumbers numbers{};
  std::string_view bytes;  ///< all of it
  std::string_view cell;   ///< its slots
};

/// A page row by row. Whatever PageWriter cannot have written leaves it unsound.
class PageReader {
 public:
  explicit PageReader(std::string_view page)
      : read_(page), sound_(read_.Number() == kPageForm), left_(sound_ ? read_.Number() : 0) {}

  uint64_t left() const { return left_; }
  bool Next(Row& row) {
    if (left_ == 0 || !read_.ok()) return false;
    --left_;
    const std::string_view from = read_.rest();
    for (uint32_t& number : row.numbers) {
      number = static_cast<uint32_t>(read_.Below(uint64_t{1} << 32U));
    }
    const uint64_t size = read_.Number();
    if (!read_.ok() || size == 0 || size > read_.rest().size()) return sound_ = false;
    row.cell = read_.rest().substr(0, size);
    row.bytes = from.substr(0, from.size() - read_.rest().size() + size);
    read_ = ByteReader(from.substr(row.bytes.size()));
    // Strictly ascending: SumOfPages merges two pages by it.
    if (has_last_ && !(last_ < row.numbers)) return sound_ = false;
    last_ = row.numbers;
    has_last_ = true;
    return true;
  }
  /// After the last row.
  bool IsSound() const { return sound_ && read_.ok() && read_.AtEnd() && left_ == 0; }

 private:
  ByteReader read_;
  bool sound_;
  uint64_t left_;
  RowNumbers last_{};
  bool has_last_ = false;
};

void WriteSlots(const std::vector<Slot>& slots, std::string& out) {
  ByteWriter write(out);
  uint64_t before = 0;
  for (const Slot& slot : slots) {
    write.Number(slot.key - before);
    write.Signed(slot.amount);
    before = slot.key;
  }
}

/// The slots of a cell one by one.
class SlotReader {
 public:
  explicit SlotReader(std::string_view cell) : read_(cell) {}
  bool Next(Slot& slot) {
    if (read_.AtEnd()) return false;
    const uint64_t step = read_.Number();
    slot.key += step;
    slot.amount = read_.Signed();
    // Keys ascend and nothing is kept as zero: there is one way to write a cell, so that pages may
    // be compared as bytes.
    ok_ = ok_ && read_.ok() && slot.amount != 0 && (step != 0 || first_);
    first_ = false;
    return ok_;
  }
  bool ok() const { return ok_; }

 private:
  ByteReader read_;
  bool first_ = true;
  bool ok_ = true;
};

bool ReadSlots(std::string_view cell, std::vector<Slot>& slots) {
  slots.clear();
  SlotReader read(cell);
  for (Slot slot; read.Next(slot);) slots.push_back(slot);
  return read.ok();
}

std::vector<Slot> SumOf(const std::vector<Slot>& one, const std::vector<Slot>& other) {
  std::vector<Slot> sum;
  sum.reserve(one.size() + other.size());
  auto b = other.begin();
  for (const Slot& a : one) {
    for (; b != other.end() && b->key < a.key; ++b) sum.push_back(*b);
    if (b == other.end() || b->key != a.key) {
      sum.push_back(a);
      continue;
    }
    if (a.amount + b->amount != 0) sum.push_back({a.key, a.amount + b->amount});
    ++b;
  }
  sum.insert(sum.end(), b, other.end());
  return sum;
}

/// A cell in its numbers; false where a slot is no cell's.
bool ReadCell(std::string_view cell, CellAmounts& amounts, const record::Dictionary& dictionary) {
  amounts.bases = {};
  amounts.measures.Clear();
  SlotReader read(cell);
  for (Slot slot; read.Next(slot);) {
    if (slot.key < kMeasureSlot) {
      const uint64_t basis = slot.key >> kBasisShift;
      const uint64_t amount = slot.key & kAmountMask;
      if (basis >= dossier::kBases || amount >= kAmounts) return false;
      amounts.Add(static_cast<dossier::Basis>(basis), static_cast<figures::Amount>(amount),
                  static_cast<int32_t>(slot.amount));
      continue;
    }
    const uint64_t of_measure = slot.key - kMeasureSlot;
    figures::MeasureKey key;
    const uint64_t measure = of_measure >> kMeasureShift;
    if (measure >= figures::kMeasures) return false;
    key.measure = static_cast<figures::Measure>(measure);
    key.detail = static_cast<uint16_t>(of_measure >> kDetailShift & kDetailMask);
    const uint64_t reason = of_measure & kReasonMask;
    if (reason > dictionary.size()) return false;
    key.reason = dictionary.At<ReasonCode>(reason);
    amounts.measures.Append(key, slot.amount);  // each key once, none zero
  }
  return read.ok();
}

}  // namespace

std::string PageKey::ToBytes() const {
  const auto number = static_cast<uint64_t>(span) << 32U |
                      static_cast<uint64_t>(kDayShift + first.time_since_epoch().count());
  std::string bytes(8, '\0');
  // High bytes first, so that keys sort as their numbers do.
  for (unsigned i = 0; i < 8; ++i) bytes[i] = static_cast<char>(number >> (56 - 8 * i) & 0xFF);
  return bytes;
}

std::optional<PageKey> PageKey::FromBytes(std::string_view bytes) {
  if (bytes.size() != 8) return {};
  uint64_t number = 0;
  for (const char byte : bytes) number = number << 8U | static_cast<uint8_t>(byte);
  const uint64_t span = number >> 32U;
  if (span > static_cast<uint64_t>(PageSpan::kYear)) return {};
  const int64_t day = static_cast<int64_t>(number & 0xFFFFFFFF) - kDayShift;
  const PageKey key{static_cast<PageSpan>(span), LocalDay{days{static_cast<int>(day)}}};
  if (key.first < kFirstDay || key.first > kLastDay) return {};
  if (FirstOf(key.span, key.first) != key.first) return {};
  return key;
}

LocalDay FirstOf(PageSpan span, LocalDay day) {
  if (span == PageSpan::kDay) return day;
  const year_month_day date{day};
  return LocalDay{date.year() / (span == PageSpan::kMonth ? date.month() : std::chrono::January) /
                  1};
}

std::vector<PageKey> Cover(LocalDay from, LocalDay to) {
  std::vector<PageKey> pages;
  for (LocalDay at = from; at <= to;) {
    const year_month_day date{at};
    const LocalDay year_end{date.year() / std::chrono::December / 31};
    const LocalDay month_end{date.year() / date.month() / last};
    if (at == FirstOf(PageSpan::kYear, at) && year_end <= to) {
      pages.push_back({PageSpan::kYear, at});
      at = year_end + days{1};
    } else if (at == FirstOf(PageSpan::kMonth, at) && month_end <= to) {
      pages.push_back({PageSpan::kMonth, at});
      at = month_end + days{1};
    } else {
      pages.push_back({PageSpan::kDay, at});
      at += days{1};
    }
  }
  return pages;
}

RowNumbers NumbersOf(const RowKey& row, record::Dictionary& dictionary) {
  return {dictionary.Number(row.agency), dictionary.Number(row.procedure),
          dictionary.Number(row.counter), static_cast<uint32_t>(row.channel)};
}

uint64_t SlotOf(dossier::Basis basis, figures::Amount amount) {
  return static_cast<uint64_t>(basis) << kBasisShift | static_cast<uint64_t>(amount);
}

uint64_t SlotOf(const figures::MeasureKey& key, record::Dictionary& dictionary) {
  return kMeasureSlot + (static_cast<uint64_t>(key.measure) << kMeasureShift |
                         static_cast<uint64_t>(key.detail) << kDetailShift |
                         dictionary.Number(key.reason));
}

void PageWriter::Add(const RowNumbers& row, const std::vector<Slot>& slots) {
  if (slots.empty()) return;
  ++count_;
  cell_.clear();
  WriteSlots(slots, cell_);
  for (const uint32_t number : row) write_.Number(number);
  write_.Number(cell_.size());
  rows_ += cell_;
}

void PageWriter::Copy(std::string_view row) {
  ++count_;
  rows_ += row;
}

std::string PageWriter::Take() {
  std::string page;
  page.reserve(rows_.size() + 12);
  ByteWriter head(page);
  head.Number(kPageForm);
  head.Number(count_);
  page += rows_;
  rows_.clear();
  count_ = 0;
  return page;
}

std::optional<std::string> SumOfPages(std::string_view one, std::string_view other) {
  PageReader left(one);
  PageReader right(other);
  PageWriter write;
  Row a;
  Row b;
  std::vector<Slot> a_slots;
  std::vector<Slot> b_slots;
  bool has_a = left.Next(a);
  bool has_b = right.Next(b);
  while (has_a || has_b) {
    if (!has_b || (has_a && a.numbers < b.numbers)) {
      write.Copy(a.bytes);
      has_a = left.Next(a);
    } else if (!has_a || b.numbers < a.numbers) {
      write.Copy(b.bytes);
      has_b = right.Next(b);
    } else {
      if (!ReadSlots(a.cell, a_slots) || !ReadSlots(b.cell, b_slots)) return {};
      write.Add(a.numbers, SumOf(a_slots, b_slots));
      has_a = left.Next(a);
      has_b = right.Next(b);
    }
  }
  if (!left.IsSound() || !right.IsSound()) return {};
  return write.Take();
}

bool DecodePage(std::string_view bytes, const record::Dictionary& dictionary,
                const CellVisitor& visit) {
  PageReader read(bytes);
  CellAmounts amounts;  // one for all: its memory is used again
  for (Row row; read.Next(row);) {
    const auto& [agency, procedure, counter, channel] = row.numbers;
    if (std::max({agency, procedure, counter}) > dictionary.size()) return false;
    if (channel >= dossier::kChannels || !ReadCell(row.cell, amounts, dictionary)) return false;
    visit({dictionary.At<AgencyCode>(agency), dictionary.At<ProcedureCode>(procedure),
           dictionary.At<AgencyCode>(counter), static_cast<dossier::Channel>(channel)},
          amounts);
  }
  return read.IsSound();
}

std::optional<uint64_t> CountRows(std::string_view page) {
  PageReader read(page);
  const uint64_t rows = read.left();
  for (Row row; read.Next(row);) {
  }
  return read.IsSound() ? std::optional(rows) : std::nullopt;
}

}  // namespace dunghan::ledger
