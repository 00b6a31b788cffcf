#include "shelves.h"

#include <utility>

namespace dunghan::ledger {
namespace {

std::vector<dossier::Event> HistoryIn(record::Reading& reading, int64_t last_seq) {
  std::vector<dossier::Event> events;
  auto histories = reading.Histories({&last_seq, 1});
  events.reserve(histories.front().size());
  for (auto& stored : histories.front()) events.push_back(std::move(stored.event));
  return events;
}

}  // namespace

void WriterShelf::Look() {
  auto snapshot = behind_.snapshot();
  if (snapshot == snapshot_) return;
  snapshot_ = std::move(snapshot);
  derived_.emplace(snapshot_);
}

std::optional<Shelf::Kept> WriterShelf::Load(std::string_view code) {
  // The writer's book holds all open ones.
  auto settled = derived_->LoadSettled(code);
  if (!settled) return {};
  return Kept{std::move(*settled), true};
}

std::vector<dossier::Event> WriterShelf::History(int64_t last_seq) {
  return HistoryIn(storage_.Now(), last_seq);
}

std::optional<Shelf::Kept> ReaderShelf::Load(std::string_view code) {
  return derived_ ? derived_->Load(code) : std::nullopt;
}

std::vector<dossier::Event> ReaderShelf::History(int64_t last_seq) {
  return HistoryIn(reading_, last_seq);
}

}  // namespace dunghan::ledger
