#include "verify_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "schema.h"

namespace dunghan::ledger::sqlite {

template <class C>
void TableCheck::Uses(C code, SourceName by) {
  const uint32_t number = store_.dictionary().Number(code);
  if (brought_by_.size() <= number) brought_by_.resize(number + size_t{1});
  if (brought_by_[number] == 0) brought_by_[number] = store_.dictionary().Number(by);
}

std::optional<std::string> TableCheck::See(int64_t seq, const dossier::Event& event,
                                           Instant recorded_at) {
  Uses(event.source, event.source);
  Uses(event.agency, event.source);
  Uses(event.procedure, event.source);
  Uses(event.counter, event.source);
  Uses(event.unit, event.source);
  Uses(event.step, event.source);
  Uses(event.to_agency, event.source);
  Uses(event.reason, event.source);
  simulated_ = simulated_ || event.source.text() == kSimulator;
  if (event.at <= recorded_at) return {};
  ++ahead_;
  if (store_.IsAhead(event.at, seq, event.dossier)) return {};
  return fmt::format("event {} is not listed as dated ahead", seq);
}

std::optional<std::string> TableCheck::Compare(const Meta& meta,
                                               const rulebook::Timeline& timeline) {
  if (auto difference = CompareMeta(meta, timeline)) return difference;
  if (auto difference = CompareDictionary(meta)) return difference;
  if (auto difference = CompareRulebooks(timeline)) return difference;
  const int64_t ahead = store_.CountRows("ahead");
  if (ahead != ahead_) {
    return fmt::format("{} events are listed as dated ahead, {} are", ahead, ahead_);
  }
  if (auto difference = store_.CompareQuarantine()) return difference;
  return store_.CheckIntegrity();
}

std::optional<std::string> TableCheck::CompareMeta(const Meta& meta,
                                                   const rulebook::Timeline& timeline) {
  if (meta.simulated != simulated_) {
    return fmt::format("the ledger {} marked as simulated, its events {}",
                       meta.simulated ? "is" : "is not",
                       simulated_ ? "are of the simulator" : "are not");
  }
  if (auto difference = store_.CompareMeta(meta)) return difference;
  // The writer may have died before it judged by the newest rulebooks, or be of another version.
  std::vector<rulebook::Version> versions = timeline.versions();
  if (!IsOfThisVersion(meta.rulebook)) return {};
  while (!versions.empty()) {
    if (meta.rulebook == DerivedKey(rulebook::Timeline(versions))) return {};
    versions.pop_back();
  }
  return "states are said to be judged by rulebooks that are not on record";
}

std::optional<std::string> TableCheck::CompareDictionary(const Meta& meta) {
  const uint32_t size = store_.dictionary().size();
  if (const int64_t rows = store_.CountRows("dictionary"); rows != size) {
    return fmt::format("the dictionary has {} rows, its numbers go up to {}", rows, size);
  }
  brought_by_.resize(size + size_t{1});
  for (uint32_t number = 1; number <= size; ++number) {
    if (brought_by_[number] == 0) {
      return fmt::format("no event uses entry {} of the dictionary", number);
    }
  }
  // Which source brought it is known since form 3.
  return meta.form < kSourceColumnSince ? std::nullopt : store_.CompareBroughtBy(brought_by_);
}

std::optional<std::string> TableCheck::CompareRulebooks(const rulebook::Timeline& timeline) {
  if (const int64_t rows = store_.CountRows("rulebooks"); rows != rulebooks_) {
    return fmt::format("there are {} rulebooks, the chain holds {}", rows, rulebooks_);
  }
  if (rulebooks_ == 0) return {};
  std::set<Digest> files;
  for (const rulebook::Version& version : timeline.versions()) {
    for (const auto& file : version.rulebook->bundle().files) files.insert(Sha256(file.bytes));
  }
  const int64_t rows = store_.CountRows("files");
  if (rows == static_cast<int64_t>(files.size())) return {};
  return fmt::format("there are {} files of rulebooks, the rulebooks name {}", rows, files.size());
}

}  // namespace dunghan::ledger::sqlite
