#include "derived.h"

#include <fmt/format.h>

#include <algorithm>

#include "alias_key.h"
#include "dunghan/base/text.h"
#include "dunghan/record/bytes.h"
#include "patience.h"

namespace dunghan::ledger {
namespace {

using record::ByteReader;
using record::ByteWriter;

constexpr uint64_t kStampForm = 1;
constexpr uint64_t kNever = ~uint64_t{0};

size_t At(DerivedTable table) { return static_cast<size_t>(table); }

void WriteDay(ByteWriter& write, const std::optional<LocalDay>& day) {
  write.Number(day ? 1 : 0);
  if (day) write.Signed(day->time_since_epoch().count());
}

std::optional<LocalDay> ReadDay(ByteReader& read) {
  if (read.Below(2) == 0) return {};
  return LocalDay{std::chrono::days{static_cast<int>(read.Signed())}};
}

/// The instant as it lies before an open entry.
std::optional<Instant> NextIn(std::string_view value) {
  const uint64_t ms = ByteReader(value).Fixed64();
  if (ms == kNever) return {};
  return Instant{std::chrono::milliseconds{static_cast<int64_t>(ms)}};
}

constexpr size_t kNextBytes = 8;

std::string_view EntryIn(std::string_view value) {
  if (value.size() < kNextBytes) throw runs::Damaged("the state of an open dossier is cut short");
  return value.substr(kNextBytes);
}

std::string Sum(std::string_view older, std::string_view newer) {
  auto sum = SumOfPages(older, newer);
  if (!sum) throw runs::Damaged("a page of cells cannot be read");
  return std::move(*sum);
}

/// A page by page number; those that make up a range of days are next to each other by span.
PageKey KeyIn(std::string_view bytes) {
  const auto key = PageKey::FromBytes(bytes);
  if (!key) throw runs::Damaged("a page of cells for a day that nothing can lie on");
  return *key;
}

}  // namespace

std::string Stamp::ToBytes() const {
  std::string bytes;
  ByteWriter write(bytes);
  write.Number(kStampForm);
  write.Number(key.size());
  bytes += key;
  write.Signed(through.seq);
  write.Signed(through.recorded_at.time_since_epoch().count());
  bytes.append(reinterpret_cast<const char*>(through.chain.data()), through.chain.size());
  write.Signed(open);
  write.Signed(settled);
  WriteDay(write, first_day);
  WriteDay(write, last_day);
  return bytes;
}

std::optional<Stamp> Stamp::FromBytes(std::string_view bytes) {
  ByteReader read(bytes);
  if (read.Number() != kStampForm) return {};
  Stamp stamp;
  stamp.key = read.Bytes(read.Number());
  stamp.through.seq = read.Signed();
  stamp.through.recorded_at = Instant{std::chrono::milliseconds{read.Signed()}};
  const std::string_view chain = read.Bytes(stamp.through.chain.size());
  std::copy(chain.begin(), chain.end(), stamp.through.chain.begin());
  stamp.open = read.Signed();
  stamp.settled = read.Signed();
  stamp.first_day = ReadDay(read);
  stamp.last_day = ReadDay(read);
  if (!read.ok() || !read.AtEnd()) return {};
  return stamp;
}

std::vector<runs::Table> DerivedTables(bool filtered) {
  // Only settled states are asked for by codes that are not there: the writer does so for every new
  // dossier. Open ones are all in its book, and readers do without the memory.
  return {{runs::Rule::kNewest, false, {}},
          {runs::Rule::kNewest, filtered, {}},
          {runs::Rule::kSum, false, Sum},
          {runs::Rule::kNewest, false, {}}};
}

std::string OpenValue(std::optional<Instant> next_at, std::string_view entry) {
  std::string value;
  value.reserve(kNextBytes + entry.size());
  // Of fixed size and in front: dossiers that nothing happens to are passed over undecoded.
  ByteWriter(value).Fixed64(next_at ? static_cast<uint64_t>(next_at->time_since_epoch().count())
                                    : kNever);
  value += entry;
  return value;
}

Derived::Derived(std::shared_ptr<const runs::Snapshot> snapshot) : snapshot_(std::move(snapshot)) {
  auto stamp = Stamp::FromBytes(snapshot_->stamp());
  if (!stamp) throw runs::Damaged("it is of another program");
  stamp_ = std::move(*stamp);
}

std::optional<std::string> Derived::LoadSettled(std::string_view code) const {
  return snapshot_->Find(At(DerivedTable::kSettled), code);
}

std::optional<std::string> Derived::LoadOpen(std::string_view code) const {
  const auto value = snapshot_->Find(At(DerivedTable::kOpen), code);
  if (!value) return {};
  return std::string(EntryIn(*value));
}

std::optional<Shelf::Kept> Derived::Load(std::string_view code) const {
  if (auto open = LoadOpen(code)) return Shelf::Kept{std::move(*open), false};
  if (auto settled = LoadSettled(code)) return Shelf::Kept{std::move(*settled), true};
  return {};
}

void Derived::ForEachOpen(std::optional<Instant> next_until, const OpenVisitor& visit) const {
  Patience patience(stop_);
  snapshot_->ForEach(At(DerivedTable::kOpen), "",
                     [&](std::string_view code, std::string_view value) {
                       patience.Ask();
                       const std::string_view entry = EntryIn(value);
                       const auto next_at = NextIn(value);
                       if (next_until && (!next_at || *next_at > *next_until)) return true;
                       visit(code, next_at, entry);
                       return true;
                     });
}

void Derived::ForEachOpenAfter(std::string_view after,
                               const std::function<bool(std::string_view, std::optional<Instant>,
                                                        std::string_view)>& visit) const {
  Patience patience(stop_);
  snapshot_->ForEach(At(DerivedTable::kOpen), after,
                     [&](std::string_view code, std::string_view value) {
                       patience.Ask();
                       return visit(code, NextIn(value), EntryIn(value));
                     });
}

void Derived::ForEachSettled(std::string_view after, const SettledVisitor& visit) const {
  Patience patience(stop_);
  snapshot_->ForEach(At(DerivedTable::kSettled), after,
                     [&](std::string_view code, std::string_view entry) {
                       patience.Ask();
                       return visit(code, entry);
                     });
}

void Derived::ForEachAliased(std::string_view alias,
                             const std::function<bool(std::string_view)>& visit) const {
  const std::string prefix = AliasPrefix(alias);
  snapshot_->ForEach(At(DerivedTable::kAliases), prefix,
                     [&](std::string_view key, std::string_view) {
                       return key.starts_with(prefix) && visit(key.substr(prefix.size()));
                     });
}

bool Derived::HasAlias(std::string_view key) const {
  return snapshot_->Find(At(DerivedTable::kAliases), key).has_value();
}

int64_t Derived::CountAliases() const {
  int64_t count = 0;
  Patience patience(stop_);
  snapshot_->ForEach(At(DerivedTable::kAliases), "", [&](std::string_view, std::string_view) {
    patience.Ask();
    ++count;
    return true;
  });
  return count;
}

void Derived::SumCells(const DayRange& range, const record::Dictionary& dictionary,
                       const CellVisitor& visit) const {
  if (!stamp_.first_day || !stamp_.last_day) return;
  // Pages are gone through one by one: a range without an end gets one here.
  const LocalDay from = range.from ? std::max(*range.from, *stamp_.first_day) : *stamp_.first_day;
  const LocalDay to = range.to ? std::min(*range.to, *stamp_.last_day) : *stamp_.last_day;
  const std::vector<PageKey> pages = Cover(from, to);
  Patience patience(stop_);
  // Pages of one span that follow each other are read in one go.
  for (size_t first = 0; first < pages.size();) {
    size_t last = first;
    while (last + 1 < pages.size() && pages[last + 1].span == pages[first].span) ++last;
    snapshot_->ForEachPart(At(DerivedTable::kCells), pages[first].ToBytes(), pages[last].ToBytes(),
                           [&](std::string_view, std::string_view page) {
                             patience.Ask();
                             if (DecodePage(page, dictionary, visit)) return true;
                             throw runs::Damaged("a page of cells cannot be read");
                           });
    first = last + 1;
  }
}

void Derived::ForEachPage(
    const std::function<bool(const PageKey&, std::string_view)>& visit) const {
  snapshot_->ForEachSum(At(DerivedTable::kCells), [&](std::string_view key, std::string_view page) {
    return visit(KeyIn(key), page);
  });
}

}  // namespace dunghan::ledger
