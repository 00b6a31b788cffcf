// How fast a province is made: the events alone, and written as lines. A year of 120 agencies and
// 300 procedures, made up.

#include <benchmark/benchmark.h>

#include <memory>
#include <string>

#include "dunghan/base/time.h"
#include "dunghan/rulebook/rulebook.h"
#include "dunghan/simulate/province.h"
#include "intake/event_json.h"

namespace dunghan {
namespace {

constexpr int64_t kDossiers = 50'000;

struct Book {
  std::shared_ptr<CodeTable> codes = std::make_shared<CodeTable>();
  std::shared_ptr<const rulebook::Rulebook> rules;
};

Book MakeBook() {
  const auto calendar = rulebook::LoadCalendarFile(DUNGHAN_BENCH_CALENDAR);
  Book book;
  book.rules = rulebook::Rulebook::Open(
      worktime::WorkingCalendar::Build(calendar.spec.value()).value(), book.codes);
  return book;
}

simulate::Options Year() {
  simulate::Options options;
  options.dossiers = kDossiers;
  options.now = ParseRfc3339("2026-06-30T17:00:00+07:00").value();
  return options;
}

template <class Use>
void Run(benchmark::State& state, const simulate::Options& options, Use use) {
  const Book book = MakeBook();
  int64_t events = 0;
  for (auto _ : state) {
    auto province = simulate::Province::Create(options, book.rules, book.codes).value();
    dossier::Event event;
    while (province.Next(event)) {
      use(event, book);
      ++events;
    }
  }
  state.SetItemsProcessed(events);
}

void Events(benchmark::State& state) {
  Run(state, Year(),
      [](const dossier::Event& event, const Book&) { benchmark::DoNotOptimize(event.at); });
}
BENCHMARK(Events)->Unit(benchmark::kMillisecond);

void TidyEvents(benchmark::State& state) {
  auto options = Year();
  options.tidy = true;
  Run(state, options,
      [](const dossier::Event& event, const Book&) { benchmark::DoNotOptimize(event.at); });
}
BENCHMARK(TidyEvents)->Unit(benchmark::kMillisecond);

void PlantedEvents(benchmark::State& state) {
  auto options = Year();
  options.plant = true;
  Run(state, options,
      [](const dossier::Event& event, const Book&) { benchmark::DoNotOptimize(event.at); });
}
BENCHMARK(PlantedEvents)->Unit(benchmark::kMillisecond);

void Lines(benchmark::State& state) {
  std::string buffer;
  Run(state, Year(), [&](const dossier::Event& event, const Book& book) {
    intake::AppendEventJson(buffer, event, book.rules->default_calendar().zone());
    buffer += '\n';
    if (buffer.size() > size_t{64} << 10U) buffer.clear();
  });
}
BENCHMARK(Lines)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace dunghan

BENCHMARK_MAIN();
