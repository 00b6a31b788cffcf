#include "dunghan/base/code.h"

#include <boost/assert.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <deque>
#include <mutex>
#include <shared_mutex>

namespace dunghan {

struct CodeTable::State {
  mutable std::shared_mutex mutex;
  std::deque<detail::CodeEntry> entries;  // a deque: handles point at its elements
  boost::unordered_flat_map<std::string_view, const detail::CodeEntry*> by_text;
};

CodeTable::CodeTable() : state_(std::make_unique<State>()) {}
CodeTable::~CodeTable() = default;

const detail::CodeEntry* CodeTable::InternEntry(std::string_view text) {
  if (text.empty()) return nullptr;
  {
    const std::shared_lock lock(state_->mutex);
    if (const auto it = state_->by_text.find(text); it != state_->by_text.end()) return it->second;
  }
  const std::unique_lock lock(state_->mutex);
  if (const auto it = state_->by_text.find(text); it != state_->by_text.end()) return it->second;
  const auto number = static_cast<uint32_t>(state_->entries.size() + 1);
  const auto& entry = state_->entries.emplace_back(detail::CodeEntry{std::string(text), number});
  state_->by_text.emplace(entry.text, &entry);
  return &entry;
}

const detail::CodeEntry* CodeTable::FindEntry(std::string_view text) const {
  const std::shared_lock lock(state_->mutex);
  const auto it = state_->by_text.find(text);
  return it == state_->by_text.end() ? nullptr : it->second;
}

const detail::CodeEntry* CodeTable::EntryAt(uint32_t number) const {
  if (number == 0) return nullptr;
  const std::shared_lock lock(state_->mutex);
  BOOST_ASSERT(number <= state_->entries.size());
  return &state_->entries[number - 1];
}

uint32_t CodeTable::size() const {
  const std::shared_lock lock(state_->mutex);
  return static_cast<uint32_t>(state_->entries.size());
}

}  // namespace dunghan
