#include "open_dossiers.h"

#include <algorithm>

namespace dunghan::board {

void MaybeDue::Set(const std::optional<dossier::DueClaim>& due) {
  if (!due) {
    packed_ = kNone;
  } else if (const auto* day = std::get_if<LocalDay>(&*due)) {
    packed_ = int64_t{day->time_since_epoch().count()} * 2;
  } else {
    packed_ = std::get<Instant>(*due).time_since_epoch().count() * 2 + 1;
  }
}

std::optional<dossier::DueClaim> MaybeDue::Get() const {
  if (packed_ == kNone) return {};
  const int64_t value = packed_ >> 1;  // rounds down, as C++20 has it: the bit is gone
  if ((packed_ & 1) == 0) return LocalDay{std::chrono::days{value}};
  return Instant{std::chrono::milliseconds{value}};
}

uint32_t OpenDossiers::Add(std::string_view code) {
  uint32_t place = 0;
  if (free_.empty()) {
    place = static_cast<uint32_t>(entries_.size());
    entries_.emplace_back();
  } else {
    place = free_.back();
    free_.pop_back();
  }
  OpenEntry& entry = entries_[place];
  if (code.size() <= entry.code.size()) {
    entry.code_size = static_cast<uint8_t>(code.size());
    std::copy(code.begin(), code.end(), entry.code.begin());
  } else {
    entry.code_size = OpenEntry::kElsewhere;
    long_codes_.emplace(place, code);
  }
  index_.insert(place);
  return place;
}

void OpenDossiers::Remove(uint32_t place) {
  index_.erase(place);
  if (entries_[place].code_size == OpenEntry::kElsewhere) long_codes_.erase(place);
  entries_[place] = OpenEntry();
  free_.push_back(place);
}

std::string_view OpenDossiers::CodeOf(uint32_t place) const {
  const OpenEntry& entry = entries_[place];
  if (entry.code_size == OpenEntry::kElsewhere) return long_codes_.find(place)->second;
  return {entry.code.data(), entry.code_size};
}

std::optional<uint32_t> OpenDossiers::Find(std::string_view code) const {
  const auto found = index_.find(code);
  if (found == index_.end()) return {};
  return *found;
}

}  // namespace dunghan::board
