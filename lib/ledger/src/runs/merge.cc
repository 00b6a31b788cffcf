#include "runs/merge.h"

#include <utility>

namespace dunghan::ledger::runs {

Merge::Merge(const Table& table, std::vector<std::unique_ptr<Source>> sources) : table_(table) {
  for (size_t i = sources.size(); i-- > 0;) {
    if (sources[i]->Next()) heap_.push_back({std::move(sources[i]), sources.size() - i});
  }
  for (size_t i = heap_.size() / 2; i-- > 0;) Sink(i);
}

bool Merge::Next() {
  // Not when it was returned: until now its key and value may have been looked at.
  if (std::exchange(started_, true) && !heap_.empty()) Advance(0);
  if (heap_.empty()) return false;
  const Source& first = *heap_[0].source;
  value = first.value;
  // Those of the same key lie at once below.
  while (heap_.size() > 1) {
    const size_t next = heap_.size() > 2 && IsLess(2, 1) ? 2 : 1;
    const Source& older = *heap_[next].source;
    if (older.key != first.key) break;
    if (table_.rule == Rule::kSum) {
      // `value` may look at sum_: the new text is there before that one goes.
      sum_ = table_.sum(older.value.value(), value.value());
      value = sum_;
    }
    Advance(next);
  }
  key = first.key;
  return true;
}

bool Merge::IsLess(size_t a, size_t b) const {
  const int order = heap_[a].source->key.compare(heap_[b].source->key);
  return order != 0 ? order < 0 : heap_[a].age < heap_[b].age;
}

void Merge::Advance(size_t at) {
  if (!heap_[at].source->Next()) {
    if (at + 1 < heap_.size()) std::swap(heap_[at], heap_.back());
    heap_.pop_back();
  }
  // It is the root or a child of it that goes on: what takes its place is not less than the root,
  // so that nothing has to rise.
  Sink(at);
}

void Merge::Sink(size_t at) {
  for (;;) {
    size_t least = 2 * at + 1;
    if (least >= heap_.size()) return;
    if (least + 1 < heap_.size() && IsLess(least + 1, least)) ++least;
    if (!IsLess(least, at)) return;
    std::swap(heap_[at], heap_[least]);
    at = least;
  }
}

}  // namespace dunghan::ledger::runs
