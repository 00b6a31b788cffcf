#include <fmt/format.h>

#include <algorithm>

#include "sections.h"

namespace dunghan::bench {
namespace {

constexpr size_t kTouchEvery = 25;

/// Events of the last weeks: most belong to new dossiers, one in 25 to an open one of those on
/// file, one in 25 to one of those finished last.
std::vector<ledger::Item> FreshEvents(const Setup& setup, int64_t on_file, int64_t open,
                                      const std::string& batch) {
  const auto count = static_cast<size_t>(setup.options().events / 10);
  const auto fresh = static_cast<int64_t>(count) / 8;
  const Workload coming = setup.LastWeeks(fresh, batch);
  const Workload known = setup.Year(on_file, open, Life::kShort);
  auto events = coming.All();
  DropUnused(events);
  const int64_t closed = on_file - open;
  const Instant latest = events.back().at;
  for (size_t i = 0; i + kTouchEvery <= events.size(); i += kTouchEvery) {
    const auto draw = static_cast<int64_t>(i / kTouchEvery);
    const auto touch = [&](dossier::Event& event, int64_t number) {
      event.dossier = known.CodeOf(number);
      event.type = dossier::EventType::kUrged;
      event.at = latest;
      event.due.reset();
      event.procedure = {};
      event.channel = {};
    };
    touch(events[i], closed + draw % open);
    touch(events[i + kTouchEvery / 2], closed - 1 - draw % (closed / 5));
  }
  events.resize(std::min(events.size(), count));
  return ToItems(std::move(events));
}

struct Side {
  std::filesystem::path folder;
  int64_t dossiers = 0;
  char letter = 'A';
  int round = 0;
};

/// States and figures written behind are part of the work.
Spent AppendTo(const Setup& setup, Side& side) {
  const auto items = FreshEvents(setup, side.dossiers, side.dossiers / 10,
                                 fmt::format("{}{}", side.letter, side.round++));
  const auto ledger = setup.Open(side.folder);
  setup.SyncDisk();
  return Time([&] {
    AppendAll(*ledger, items, kGroup);
    ledger->Flush().value();
  });
}

}  // namespace

void MeasureGrowth(Setup& setup, Table& table) {
  table.Heading("growth");
  Side large{setup.LargeLedger(), setup.options().events, 'L'};
  Side small{setup.Fresh("small"), setup.options().events / 100, 'S'};
  setup.Fill(small.folder, setup.Year(small.dossiers, small.dossiers / 10, Life::kShort),
             small.dossiers);
  const Pair runs = Alternate(
      setup.options().rounds, [&] { return AppendTo(setup, large); },
      [&] { return AppendTo(setup, small); });
  setup.Remove("small");
  table.Add(CompareRates(
      fmt::format("append with {} dossiers on file / with {}", large.dossiers, small.dossiers),
      "events/s", static_cast<double>(setup.options().events) / 10, runs.ours, runs.baseline,
      Target{Better::kHigher, 0.85}));
  table.Note(
      fmt::format("processor time: {:.2f} us an event, {:.2f} us",
                  MedianCpu(runs.ours) / static_cast<double>(setup.options().events) * 1e7,
                  MedianCpu(runs.baseline) / static_cast<double>(setup.options().events) * 1e7));
}

}  // namespace dunghan::bench
