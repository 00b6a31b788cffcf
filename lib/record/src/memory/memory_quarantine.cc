#include "memory_quarantine.h"

#include <algorithm>

#include "dunghan/record/failure.h"

namespace dunghan::record::memory {

std::vector<QuarantineEntry> MemoryQuarantine::WaitingAfter(int64_t id, int64_t most) const {
  std::vector<QuarantineEntry> entries;
  for (auto it = rows_.upper_bound(id); it != rows_.end() && most > 0; ++it) {
    if (!it->second.waits()) continue;
    entries.push_back(it->second.entry);
    --most;
  }
  return entries;
}

std::optional<QuarantineEntry> MemoryQuarantine::FindEntry(int64_t id) const {
  const auto it = rows_.find(id);
  if (it == rows_.end()) return {};
  return it->second.entry;
}

int64_t MemoryQuarantine::CountWaiting() const {
  int64_t count = 0;
  for (const auto& [source, waiting] : waiting_) count += waiting;
  return count;
}

std::optional<Instant> MemoryQuarantine::LastHeard(const std::string& source) const {
  std::optional<Instant> last;
  if (!waiting_.contains(source)) return last;
  for (const auto& [id, row] : rows_) {
    if (!row.waits() || row.entry.source != source) continue;
    last = std::max(last.value_or(row.entry.last_seen), row.entry.last_seen);
  }
  return last;
}

std::string MemoryQuarantine::RawBytes(const QuarantineEntry& entry) const {
  if (entry.raw_file.empty()) throw Failure(NotFound("the entry has no unparsed bytes"));
  auto bytes = side_files_.Read({entry.raw_file, entry.raw_offset, entry.raw_size});
  if (!bytes) throw Failure(bytes.error());
  return std::move(*bytes);
}

std::optional<std::string> MemoryQuarantine::Compare(Expected& expected) const {
  for (const auto& [id, row] : rows_) {
    auto wrong = expected.SeeRow({id, row.entry.source, row.first_field, row.waits(), row.digest});
    if (wrong) return wrong;
  }
  return expected.CompareRows();
}

std::optional<QuarantineTable::Found> MemoryQuarantine::Find(const Digest& digest) {
  const auto it = ids_.find(digest);
  if (it == ids_.end()) return {};
  const Row& row = rows_.at(it->second);
  return Found{it->second, row.waits(), row.key()};
}

void MemoryQuarantine::CountUp(int64_t id, const Reject& reject, Instant now) {
  Row& row = rows_.at(id);
  if (!row.waits()) ++waiting_[row.entry.source];
  row.entry.state = QuarantineState::kWaiting;
  row.entry.last_seen = now;
  ++row.entry.count;
  // All but the first field: the tallies count the row by that one.
  row.entry.place = reject.place;
  row.entry.field = reject.field;
  row.entry.reason = reject.reason;
}

int64_t MemoryQuarantine::Insert(const Digest& digest, const Reject& reject, Instant now,
                                 const SideFiles::Place& raw) {
  const int64_t id = rows_.empty() ? 1 : rows_.rbegin()->first + 1;
  Row& row = rows_[id];
  row.entry = {.id = id,
               .first_seen = now,
               .last_seen = now,
               .count = 1,
               .source = reject.source,
               .place = reject.place,
               .field = reject.field,
               .reason = reject.reason,
               .fields = reject.fields,
               .raw_file = raw.file,
               .raw_offset = raw.offset,
               .raw_size = raw.size};
  row.first_field = reject.field;
  row.digest = digest;
  ids_[digest] = id;
  ++waiting_[reject.source];
  return id;
}

std::optional<QuarantineKey> MemoryQuarantine::Settle(int64_t id, QuarantineState state,
                                                      Instant now) {
  const auto it = rows_.find(id);
  if (it == rows_.end() || !it->second.waits()) return {};
  Row& row = it->second;
  row.entry.state = state;
  row.entry.last_seen = now;
  const auto waiting = waiting_.find(row.entry.source);
  if (--waiting->second == 0) waiting_.erase(waiting);
  return row.key();
}

void MemoryQuarantine::Prune(Instant before, int64_t most,
                             const std::function<void(const QuarantineKey&)>& visit) {
  for (auto it = rows_.begin(); it != rows_.end() && most > 0;) {
    const Row& row = it->second;
    if (row.waits() || row.entry.last_seen >= before) {
      ++it;
      continue;
    }
    visit(row.key());
    ids_.erase(row.digest);
    it = rows_.erase(it);
    --most;
  }
}

void MemoryQuarantine::ForEachWaiting(
    const std::function<void(std::string_view, const Waiting&)>& visit) {
  std::map<std::string_view, Waiting> sums;
  for (const auto& [id, row] : rows_) {
    if (!row.waits()) continue;
    Waiting& sum = sums[row.entry.source];
    ++sum.entries;
    sum.bytes += row.bytes();
  }
  for (const auto& [source, waiting] : sums) visit(source, waiting);
}

void MemoryQuarantine::CountBySource(
    const std::function<void(std::string_view, int64_t)>& visit) const {
  for (const auto& [source, waiting] : waiting_) visit(source, waiting);
}

}  // namespace dunghan::record::memory
