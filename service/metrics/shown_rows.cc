#include "shown_rows.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace dunghan::metrics {
namespace {

int64_t SizeOf(const board::Counts& counts) {
  return counts.OpenInAll() +
         std::accumulate(counts.results.begin(), counts.results.end(), counts.pending_acceptance);
}

/// The places of `most` rows.
template <class Rows, class IsListed>
std::vector<uint32_t> Choose(const Rows& rows, size_t most, IsListed is_listed) {
  std::vector<uint32_t> places(rows.size());
  std::iota(places.begin(), places.end(), 0U);
  if (places.size() <= most) return places;
  std::vector<std::pair<bool, int64_t>> ranks;  // what is least stays
  for (const auto& row : rows) ranks.emplace_back(!is_listed(row.code), -SizeOf(row.counts));
  const auto end = places.begin() + static_cast<std::ptrdiff_t>(most);
  std::nth_element(places.begin(), end, places.end(), [&](uint32_t a, uint32_t b) {
    return std::tie(ranks[a], a) < std::tie(ranks[b], b);
  });
  places.erase(end, places.end());
  std::sort(places.begin(), places.end());
  return places;
}

/// How many rows have room, with one kept for those that have none.
size_t RowsWithin(size_t series, size_t of_row, size_t rows) {
  const size_t room = series / of_row;
  if (room >= rows) return rows;
  return room > 0 ? room - 1 : 0;
}

}  // namespace

ShownRows ChooseRows(const board::Snapshot& snapshot, const SeriesOfRow& of_row,
                     int64_t max_series) {
  const auto most = static_cast<size_t>(std::max<int64_t>(max_series, 0));
  const size_t half = most / 2;
  const size_t agencies = snapshot.agencies.size() * of_row.agency;
  const size_t procedures = snapshot.procedures.size() * of_row.procedure;
  // Each has half of the page, and what the other leaves of its own.
  const size_t for_agencies = most - std::min(procedures, half);
  const size_t for_procedures = most - std::min(agencies, most - half);
  const auto& rulebook = *snapshot.rulebook;
  ShownRows shown;
  shown.agencies =
      Choose(snapshot.agencies, RowsWithin(for_agencies, of_row.agency, snapshot.agencies.size()),
             [&](AgencyCode code) { return rulebook.FindAgency(code) != nullptr; });
  shown.procedures = Choose(
      snapshot.procedures, RowsWithin(for_procedures, of_row.procedure, snapshot.procedures.size()),
      [&](ProcedureCode code) { return rulebook.FindProcedure(code) != nullptr; });
  shown.agencies_left_out = static_cast<int64_t>(snapshot.agencies.size() - shown.agencies.size());
  shown.procedures_left_out =
      static_cast<int64_t>(snapshot.procedures.size() - shown.procedures.size());
  return shown;
}

}  // namespace dunghan::metrics
