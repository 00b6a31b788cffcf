#include "metrics/feeds.h"

#include <algorithm>

#include "metrics/row_names.h"

namespace dunghan::metrics {
namespace {

/// Whether the agency or one above it is so called. A code that is not listed stands for itself.
bool IsFed(const SourceFacts& source, AgencyCode agency, const board::Snapshot& board) {
  if (source.feeds.empty()) return true;
  return std::any_of(source.feeds.begin(), source.feeds.end(), [&](const std::string& code) {
    if (agency.text() == code) return true;
    const auto& listed = board.rulebook->agencies();
    const auto above = std::find_if(listed.begin(), listed.end(),
                                    [&](const auto& other) { return other.code.text() == code; });
    return above != listed.end() && board.rulebook->IsWithin(agency, above->code, board.today);
  });
}

}  // namespace

Feeds::Feeds(Registry& registry)
    : family_(AddGauges(registry, "dunghan_source_feeds",
                        "1 for each source and each agency whose figures rest on it.")) {}

bool Feeds::IsCurrent(const board::Snapshot& board) const {
  return rulebook_ == board.rulebook && day_ == board.today &&
         std::equal(agencies_.begin(), agencies_.end(), board.agencies.begin(),
                    board.agencies.end(),
                    [](AgencyCode code, const auto& row) { return code == row.code; });
}

void Feeds::Show(const board::Snapshot& board) {
  if (IsCurrent(board)) return;
  rulebook_ = board.rulebook;
  day_ = board.today;
  agencies_.clear();
  for (Gauge* gauge : shown_) family_.Remove(gauge);
  shown_.clear();
  const RowNames names(board);
  for (const auto& row : board.agencies) {
    agencies_.push_back(row.code);
    const std::string agency(names.Of(row.code));
    for (const SourceFacts& source : sources_) {
      if (!IsFed(source, row.code, board)) continue;
      shown_.push_back(&family_.Add({{"source", source.name}, {"agency", agency}}));
      shown_.back()->Set(1);
    }
  }
}

}  // namespace dunghan::metrics
