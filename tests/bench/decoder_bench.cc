// The decoder of plain events beside simdjson's `iterate_many` alone on the same lines: with the
// values of all fields, with their keys as well, and with fields asked for by name. The ratios are
// what counts, the figures themselves belong to the machine.

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <simdjson.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/time.h"
#include "dunghan/rulebook/rulebook.h"
#include "intake/event_decoder.h"

namespace dunghan {
namespace {

constexpr int kLines = 20'000;

/// Events as a province sends them: 100 agencies, 1,500 procedures, 262-283 bytes a line.
std::string MakeEvents() {
  const Instant start = ParseRfc3339("2021-06-07T07:30:00+07:00").value();
  std::string out;
  for (int i = 0; i < kLines; ++i) {
    const Instant at = start + std::chrono::seconds{i * 17};
    const int agency = i * 37 % 100;
    out += fmt::format(R"({{"dossier":"000.{:02}.19.H52-210607-{:05}","type":"received",)"
                       R"("at":"{}","id":"{:08x}-5e0c-4c6e-9b1f-{:012x}","source":"motcua",)"
                       R"("agency":"000.{:02}.19.H52","procedure":"1.{:06}","channel":"online",)"
                       R"("due":"{}","unit":"Phòng {}"}})",
                       agency, i, FormatRfc3339(at, std::chrono::hours{7}), i * 2654435761U, i,
                       agency, i * 7919 % 1500,
                       FormatDate(LocalDay{std::chrono::days{18'800 + i % 30}}), agency % 12);
    out += '\n';
  }
  return out;
}

const std::string& Events() {
  static const std::string events = [] {
    std::string text = MakeEvents();
    text.append(intake::kPadding, ' ');
    return text;
  }();
  return events;
}

std::vector<std::string_view> Lines() {
  std::vector<std::string_view> lines;
  const std::string_view all(Events().data(), Events().size() - intake::kPadding);
  for (size_t begin = 0; begin < all.size();) {
    const size_t end = all.find('\n', begin);
    lines.push_back(all.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

std::shared_ptr<const rulebook::Rulebook> OpenRulebook(std::shared_ptr<CodeTable> codes) {
  worktime::CalendarSpec spec;
  spec.name = "mondays";
  spec.zone = "Asia/Ho_Chi_Minh";
  spec.weekly[1] = {{std::chrono::hours{8}, std::chrono::hours{17}}};
  return rulebook::Rulebook::Open(worktime::WorkingCalendar::Build(spec).value(), std::move(codes));
}

void DecodeLines(benchmark::State& state) {
  const auto lines = Lines();
  const auto codes = std::make_shared<CodeTable>();
  intake::EventDecoder decoder(codes,
                               std::make_shared<const rulebook::Timeline>(OpenRulebook(codes)));
  std::vector<ledger::Item> items(1000);
  for (auto _ : state) {
    for (size_t i = 0; i < lines.size(); ++i) {
      auto& item = items[i % items.size()];
      decoder.DecodeLine(lines[i], {.name = "bench", .number = 1}, item);
      if (!std::holds_alternative<dossier::Event>(item.content)) {
        state.SkipWithError(std::get<ledger::Reject>(item.content).reason.c_str());
        return;
      }
    }
  }
  state.SetItemsProcessed(state.iterations() * kLines);
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(Events().size()));
}
BENCHMARK(DecodeLines)->Unit(benchmark::kMillisecond);

enum class Visit { kValues, kKeysAndValues };

template <Visit visit>
void IterateMany(benchmark::State& state) {
  namespace ondemand = simdjson::ondemand;
  ondemand::parser parser;
#ifdef SIMDJSON_THREADS_ENABLED
  parser.threaded = false;  // per core: else it reads ahead on a second thread
#endif
  const size_t size = Events().size() - intake::kPadding;
  for (auto _ : state) {
    size_t read = 0;
    ondemand::document_stream stream =
        parser.iterate_many(Events().data(), size, size_t{1} << 20U).value();
    for (auto document : stream) {
      for (auto field : document.get_object()) {
        if constexpr (visit == Visit::kKeysAndValues) {
          std::string_view key = field.unescaped_key().value();
          benchmark::DoNotOptimize(key);
        }
        std::string_view value = field.value().get_string().value();
        benchmark::DoNotOptimize(value);
        ++read;
      }
    }
    if (read != size_t{10} * kLines) state.SkipWithError("not every field was read");
  }
  state.SetItemsProcessed(state.iterations() * kLines);
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(size));
}
BENCHMARK(IterateMany<Visit::kValues>)->Unit(benchmark::kMillisecond);
BENCHMARK(IterateMany<Visit::kKeysAndValues>)->Unit(benchmark::kMillisecond);

/// The usual way to read with simdjson: every field asked for by its name, in the order of the
/// lines.
void IterateManyByName(benchmark::State& state) {
  namespace ondemand = simdjson::ondemand;
  constexpr std::array<std::string_view, 10> kNames = {
      "dossier", "type", "at", "id", "source", "agency", "procedure", "channel", "due", "unit"};
  ondemand::parser parser;
#ifdef SIMDJSON_THREADS_ENABLED
  parser.threaded = false;
#endif
  const size_t size = Events().size() - intake::kPadding;
  for (auto _ : state) {
    ondemand::document_stream stream =
        parser.iterate_many(Events().data(), size, size_t{1} << 20U).value();
    for (auto document : stream) {
      for (const auto name : kNames) {
        std::string_view value = document[name].get_string().value();
        benchmark::DoNotOptimize(value);
      }
    }
  }
  state.SetItemsProcessed(state.iterations() * kLines);
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(size));
}
BENCHMARK(IterateManyByName)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace dunghan

BENCHMARK_MAIN();
