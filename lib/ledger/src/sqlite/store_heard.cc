#include <algorithm>
#include <map>

#include "store.h"

/// When sources were last heard.
namespace dunghan::ledger::sqlite {
namespace {

using Heard = std::vector<std::optional<Instant>>;

/// Places in the list of sources, by the number of the source.
using Wanted = std::multimap<int64_t, size_t>;

}  // namespace

/// A source without a number in the dictionary has never brought an event, so that only those are
/// looked for that are there to be found; most of them are among the newest events.
std::vector<std::optional<Instant>> Store::LastHeard(std::span<const std::string> sources,
                                                     int64_t within) {
  Heard heard(sources.size());
  Wanted wanted;
  for (size_t i = 0; i < sources.size(); ++i) {
    const uint32_t number = dictionary_.Find(shared_codes_->Find<SourceName>(sources[i]));
    if (number != 0) wanted.emplace(number, i);
  }
  const auto take = [&](size_t i, Instant at) { heard[i] = std::max(heard[i].value_or(at), at); };
  Statement read = database_.Prepare("SELECT seq, source FROM events ORDER BY seq DESC LIMIT ?");
  read.Bind(1, within + 1);
  int64_t seq = 0;
  int64_t seen = 0;
  bool is_beyond = false;
  while (!wanted.empty() && read.Step()) {
    is_beyond = seen++ == within;
    if (is_beyond) break;
    seq = read.Int(0);
    const auto [begin, end] = wanted.equal_range(read.Int(1));
    if (begin == end) continue;
    const Instant at = RecordedAt(seq);
    for (auto it = begin; it != end; ++it) take(it->second, at);
    wanted.erase(begin, end);
  }
  // Where the walk has come to the first event of all, it is the name of something else.
  if (is_beyond) {
    for (const auto& [number, i] : wanted) take(i, RecordedAt(seq));
  }
  Statement waiting = database_.Prepare(
      "SELECT source, max(last_seen) FROM quarantine WHERE state = 'waiting' GROUP BY source");
  while (waiting.Step()) {
    const auto it = std::find(sources.begin(), sources.end(), waiting.Text(0));
    if (it == sources.end()) continue;
    take(static_cast<size_t>(it - sources.begin()),
         Instant{std::chrono::milliseconds{waiting.Int(1)}});
  }
  return heard;
}

}  // namespace dunghan::ledger::sqlite
