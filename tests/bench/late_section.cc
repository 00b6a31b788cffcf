#include <fmt/format.h>

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <utility>

#include "sections.h"

namespace dunghan::bench {
namespace {

constexpr size_t kLateEvery = 5;
constexpr std::chrono::days kLateBy{40};

struct Arrivals {
  std::vector<dossier::Event> events;
  size_t late = 0;  ///< those that come after a later one of their dossier
};

/// One event in five comes so much later than it happened.
Arrivals OneInFiveLate(std::vector<dossier::Event> events) {
  std::vector<std::pair<Instant, size_t>> order;
  for (size_t i = 0; i < events.size(); ++i) {
    order.emplace_back(events[i].at + (i % kLateEvery == 0 ? kLateBy : std::chrono::days{0}), i);
  }
  std::sort(order.begin(), order.end());
  Arrivals arrivals;
  boost::unordered_flat_map<std::string, Instant> newest;
  for (const auto& [at, i] : order) {
    Instant& last = newest[events[i].dossier];
    arrivals.late += events[i].at < last ? 1 : 0;
    last = std::max(last, events[i].at);
    arrivals.events.push_back(std::move(events[i]));
  }
  return arrivals;
}

Spent Append(const Setup& setup, std::span<const ledger::Item> items) {
  const auto folder = setup.Fresh("late");
  const auto ledger = setup.Open(folder);
  setup.SyncDisk();
  return Time([&] { AppendAll(*ledger, items, kGroup); });
}

}  // namespace

void MeasureLate(const Setup& setup, Table& table) {
  table.Heading("late");
  const int64_t dossiers = setup.options().events / 10;
  auto events = setup.Year(dossiers, dossiers / 10, Life::kFull).All();
  DropUnused(events);
  const auto count = static_cast<double>(events.size());
  const auto in_order = ToItems(events);
  Arrivals arrivals = OneInFiveLate(std::move(events));
  const auto late_ones = static_cast<double>(arrivals.late);
  const auto late = ToItems(std::move(arrivals.events));
  const Pair runs = Alternate(
      setup.options().rounds, [&] { return Append(setup, late); },
      [&] { return Append(setup, in_order); });
  setup.Remove("late");
  table.Add(CompareRates(fmt::format("append, {:.0f} % late / in order", late_ones / count * 100),
                         "events/s", count, runs.ours, runs.baseline,
                         Target{Better::kHigher, 0.5}));
  const double ordered = MedianCpu(runs.baseline) / count;
  const double each = ordered + (MedianCpu(runs.ours) - MedianCpu(runs.baseline)) / late_ones;
  table.Note(
      fmt::format("processor time: {:.2f} us an event in order, {:.2f} us a late one: {:.1f}",
                  ordered * 1e6, each * 1e6, each / ordered));
}

}  // namespace dunghan::bench
