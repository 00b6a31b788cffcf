#include "feeds.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "dunghan/rulebook/agency_tree.h"
#include "row_names.h"

namespace dunghan::metrics {
namespace {

using SourceNames = std::unordered_set<std::string_view>;

/// Whether the agency or one above it is so called. A code that is not listed stands for itself.
bool IsFed(const SourceNames& feeds, AgencyCode agency, const board::Snapshot& board) {
  // A source that names nobody feeds them all.
  if (feeds.empty()) return true;
  return static_cast<bool>(
      rulebook::FirstUpwards(*board.rulebook, agency, board.today,
                             [&](AgencyCode one) { return feeds.contains(one.text()); }));
}

}  // namespace

Feeds::Feeds(Registry& registry, int64_t max_series)
    : family_(AddGauges(registry, "dunghan_source_feeds",
                        "1 for each source and each agency whose figures rest on it.")),
      left_out_(AddGauge(registry, "dunghan_source_feeds_left_out",
                         "Agencies that the page has no room for beside those of its sources.")),
      max_series_(max_series) {}

bool Feeds::IsCurrent(const board::Snapshot& board) const {
  return rulebook_ == board.rulebook && day_ == board.today &&
         std::equal(agencies_.begin(), agencies_.end(), board.agencies.begin(),
                    board.agencies.end(),
                    [](AgencyCode code, const auto& row) { return code == row.code; });
}

std::vector<AgencyCode> Feeds::Choose(const board::Snapshot& board) const {
  if (max_series_ == 0) return agencies_;
  // A quarter of the page is theirs; the rest is for what the board shows.
  const auto room = static_cast<size_t>(max_series_ / 4) / std::max<size_t>(1, sources_.size());
  if (agencies_.size() <= room) return agencies_;
  std::vector<AgencyCode> chosen = agencies_;
  std::stable_partition(chosen.begin(), chosen.end(), [&](AgencyCode code) {
    return board.rulebook->FindAgency(code) != nullptr;
  });
  chosen.resize(room);
  return chosen;
}

void Feeds::Show(const board::Snapshot& board) {
  if (IsCurrent(board)) return;
  rulebook_ = board.rulebook;
  day_ = board.today;
  agencies_.clear();
  for (Gauge* gauge : shown_) family_.Remove(gauge);
  shown_.clear();
  for (const auto& row : board.agencies) agencies_.push_back(row.code);
  const RowNames names(board);
  const auto shown = Choose(board);
  std::vector<SourceNames> feeds;
  for (const SourceFacts& source : sources_)
    feeds.emplace_back(source.feeds.begin(), source.feeds.end());
  Set(left_out_, static_cast<int64_t>(agencies_.size() - shown.size()));
  for (const AgencyCode code : shown) {
    const std::string agency(names.Of(code));
    for (size_t i = 0; i < sources_.size(); ++i) {
      if (!IsFed(feeds[i], code, board)) continue;
      shown_.push_back(&family_.Add({{"source", sources_[i].name}, {"agency", agency}}));
      shown_.back()->Set(1);
    }
  }
}

}  // namespace dunghan::metrics
