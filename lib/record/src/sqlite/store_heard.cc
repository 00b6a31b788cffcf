#include <algorithm>
#include <map>

#include "store.h"

/// When sources were last heard.
namespace dunghan::record::sqlite {
namespace {

using Heard = std::vector<std::optional<Instant>>;

/// Places in the list of sources, by the number of the source.
using Wanted = std::multimap<uint64_t, size_t>;

}  // namespace

/// A source without a number in the dictionary has never brought an event, so that only those are
/// looked for that are there to be found; most of them are among the newest events.
std::vector<std::optional<Instant>> Store::LastHeard(std::span<const std::string> sources,
                                                     int64_t within) {
  OpenDictionary();
  Heard heard(sources.size());
  Wanted wanted;
  for (size_t i = 0; i < sources.size(); ++i) {
    if (const uint32_t number = NumberOf(sources[i]); number != 0) wanted.emplace(number, i);
  }
  const auto take = [&](size_t i, Instant at) { heard[i] = std::max(heard[i].value_or(at), at); };
  int64_t earliest = 0;
  int64_t seen = 0;
  bool is_beyond = false;
  if (!wanted.empty()) {
    ForEachSource([&](int64_t seq, uint64_t source) {
      is_beyond = seen++ == within;
      if (is_beyond) return false;
      earliest = seq;
      const auto [begin, end] = wanted.equal_range(source);
      for (auto it = begin; it != end; ++it) take(it->second, RecordedAt(seq));
      wanted.erase(begin, end);
      return !wanted.empty();
    });
  }
  // Where the walk has come to the first event of all, it is the name of something else.
  if (is_beyond) {
    for (const auto& [number, i] : wanted) take(i, RecordedAt(earliest));
  }
  Statement& waiting = Cached(
      "SELECT source, max(last_seen) FROM quarantine WHERE state = 'waiting' GROUP BY source");
  while (waiting.Step()) {
    const auto it = std::find(sources.begin(), sources.end(), waiting.Text(0));
    if (it != sources.end()) {
      take(static_cast<size_t>(it - sources.begin()), FromMs(waiting.Int(1)));
    }
  }
  waiting.Reset();
  return heard;
}

/// The number of a text; 0: it has none. A reader that has not taken in all texts asks the table.
uint32_t Store::NumberOf(std::string_view text) {
  if (const uint32_t number = dictionary_.Find(codes_->Find<SourceName>(text)); number != 0) {
    return number;
  }
  if (way_.mode == Database::Mode::kReadWrite) return 0;
  Statement& read = Cached("SELECT number FROM dictionary WHERE text = ?");
  const uint32_t number =
      read.Bind(1, text).Step() ? static_cast<uint32_t>(read.Int(0)) : uint32_t{0};
  read.Reset();
  return number;
}

}  // namespace dunghan::record::sqlite
