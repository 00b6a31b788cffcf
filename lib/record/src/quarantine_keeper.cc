#include "quarantine_keeper.h"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "dunghan/record/failure.h"

namespace dunghan::record {
namespace {

/// Sources that share one portion, where they are counted together.
constexpr std::string_view kOthers = "other";

Digest Identify(const Reject& reject) {
  return IdentifyReject(reject.source, reject.reason, reject.fields, reject.raw);
}

int64_t BytesOf(const Reject& reject) {
  return static_cast<int64_t>(reject.fields.size() + reject.raw.size());
}

}  // namespace

Digest IdentifyReject(std::string_view source, std::string_view reason, std::string_view fields,
                      std::string_view raw) {
  Sha256Stream stream;
  stream.Add(source);
  stream.Add(std::string_view("\0", 1));
  if (fields.empty()) {
    stream.Add(std::string_view("raw\0", 4));
    stream.Add(reason);
    stream.Add(std::string_view("\0", 1));
    stream.Add(raw);
  } else {
    // Without the reason: the same fields sent again are a repeat, whatever they fail by now.
    stream.Add(std::string_view("fields\0", 7));
    stream.Add(fields);
  }
  return stream.Finish();
}

/// A tally that is being counted. What came before there were tallies is in the first of them, as
/// it is by then: before that nobody speaks of it.
struct QuarantineKeeper::Running {
  using Key = std::pair<std::string, std::string>;

  void Count(const QuarantineKey& key, int64_t TallyCounts::*what) {
    is_empty = false;
    if (key.first_field) ++(tally[Key(key.source, *key.first_field)].*what);
  }
  void Add(const Reject& reject, const Digest& digest) {
    is_empty = false;
    const Key key(reject.source, reject.field);
    ++tally[key].added;
    added[key].push_back(digest);
  }
  void AddOld(const QuarantineKey& key, QuarantineState state, const Digest& digest) {
    const Key tallied(key.source, *key.first_field);
    TallyCounts& counts = tally[tallied];
    ++counts.added;
    old[tallied].push_back(digest);
    if (state == QuarantineState::kResolved) ++counts.resolved;
    if (state == QuarantineState::kDiscarded) ++counts.discarded;
  }
  /// Old ones have smaller ids.
  Tally Close() {
    for (auto& [key, counts] : tally) {
      if (counts.added == 0) continue;
      Sha256Stream stream;
      for (const auto* digests : {&old, &added}) {
        const auto it = digests->find(key);
        if (it == digests->end()) continue;
        for (const Digest& digest : it->second) stream.Add(digest);
      }
      counts.digest = stream.Finish();
    }
    return std::move(tally);
  }

  bool is_empty = true;
  Tally tally;
  std::map<Key, std::vector<Digest>> old;
  std::map<Key, std::vector<Digest>> added;
};

bool QuarantineKeeper::Concerns(const Batch& batch) {
  return !batch.aside.empty() || !batch.resolved.empty() || !batch.discarded.empty() || batch.prune;
}

QuarantineKeeper::Outcome QuarantineKeeper::Take(const Batch& batch) {
  Outcome outcome;
  Running running;
  // What an earlier transaction gathered and did not write is gone.
  side_files_.Drop();
  for (const Reject& reject : batch.aside) {
    outcome.aside.push_back(Put(reject, batch.recorded_at, running));
  }
  for (const int64_t id : batch.resolved) {
    const auto key = Settle(id, QuarantineState::kResolved, batch.recorded_at);
    if (key) running.Count(*key, &TallyCounts::resolved);
  }
  for (const int64_t id : batch.discarded) {
    const auto key = Settle(id, QuarantineState::kDiscarded, batch.recorded_at);
    if (!key) continue;
    running.Count(*key, &TallyCounts::discarded);
    ++outcome.discarded;
  }
  if (batch.prune) {
    table_.Prune(batch.recorded_at - bounds_.settled_for, kPruned, [&](const QuarantineKey& key) {
      running.Count(key, &TallyCounts::pruned);
      ++outcome.pruned;
    });
  }
  // Inside the transaction: bytes are on disk before a row that names them is committed. Should
  // that fail, they are overwritten or lie unused until they are purged.
  if (auto written = side_files_.Write(); !written) throw Failure(written.error());
  if (!running.is_empty) {
    table_.TakeUntallied([&](const QuarantineKey& key, QuarantineState state,
                             const Digest& digest) { running.AddOld(key, state, digest); });
    outcome.tally = running.Close();
  }
  return outcome;
}

void QuarantineKeeper::Forget() { waiting_.reset(); }

std::string_view QuarantineKeeper::ShareOf(std::string_view source) const {
  return bounds_.sources.contains(source) ? source : kOthers;
}

QuarantineKeeper::Waiting& QuarantineKeeper::WaitingOf(std::string_view source) {
  if (!waiting_) {
    waiting_.emplace();
    table_.ForEachWaiting([&](std::string_view each, const Waiting& waiting) {
      Waiting& sum = (*waiting_)[std::string(ShareOf(each))];
      sum.entries += waiting.entries;
      sum.bytes += waiting.bytes;
    });
  }
  return (*waiting_)[std::string(ShareOf(source))];
}

int64_t QuarantineKeeper::Put(const Reject& reject, Instant now, Running& running) {
  const Digest digest = Identify(reject);
  if (const auto found = table_.Find(digest)) {
    CountUp(*found, reject, now, running);
    return found->id;
  }
  // Beyond the bound repeats are still counted where they belong; only what is new shares a row.
  if (HasRoom(reject)) {
    return PutNew(digest, reject, now, running);
  }
  const Reject overflow = Overflow(reject);
  const Digest shared = Identify(overflow);
  const auto found = table_.Find(shared);
  if (!found) return PutNew(shared, overflow, now, running);
  CountUp(*found, overflow, now, running);
  return found->id;
}

void QuarantineKeeper::CountUp(const QuarantineTable::Found& found, const Reject& reject,
                               Instant now, Running& running) {
  if (!found.waiting) {
    Waiting& waiting = WaitingOf(reject.source);
    ++waiting.entries;
    waiting.bytes += found.key.bytes;
    running.Count(found.key, &TallyCounts::revived);
  }
  table_.CountUp(found.id, reject, now);
}

int64_t QuarantineKeeper::PutNew(const Digest& digest, const Reject& reject, Instant now,
                                 Running& running) {
  SideFiles::Place raw;
  if (!reject.raw.empty()) {
    auto place = side_files_.Gather(reject.raw, now);
    if (!place) throw Failure(place.error());
    raw = std::move(*place);
  }
  Waiting& waiting = WaitingOf(reject.source);
  ++waiting.entries;
  waiting.bytes += BytesOf(reject);
  const int64_t id = table_.Insert(digest, reject, now, raw);
  running.Add(reject, digest);
  return id;
}

std::optional<QuarantineKey> QuarantineKeeper::Settle(int64_t id, QuarantineState state,
                                                      Instant now) {
  auto key = table_.Settle(id, state, now);
  // Where nothing was counted yet, the table will be asked, and has it settled already.
  if (key && waiting_) {
    Waiting& waiting = WaitingOf(key->source);
    --waiting.entries;
    waiting.bytes -= key->bytes;
  }
  return key;
}

bool QuarantineKeeper::HasRoom(const Reject& reject) {
  const Waiting& waiting = WaitingOf(reject.source);
  return waiting.entries < bounds_.waiting_per_source &&
         waiting.bytes + BytesOf(reject) <= bounds_.waiting_bytes_per_source;
}

/// What stands for all that is not kept. By field and not by reason: reasons quote what was sent.
Reject QuarantineKeeper::Overflow(const Reject& reject) {
  const bool is_full = WaitingOf(reject.source).entries >= bounds_.waiting_per_source;
  const auto beyond = is_full ? fmt::format(
                                    "{} entries of the source wait already ([ledger] "
                                    "max_quarantine)",
                                    bounds_.waiting_per_source)
                              : fmt::format(
                                    "{} bytes of the source at most may wait ([ledger] "
                                    "max_quarantine_bytes)",
                                    bounds_.waiting_bytes_per_source);
  return {.source = std::string(ShareOf(reject.source)),
          .place = reject.place,
          .field = reject.field,
          .reason = fmt::format("bound: {}; what comes beyond is only counted{}{}", beyond,
                                reject.field.empty() ? "" : ", here for ", reject.field),
          .fields = {},
          .raw = {}};
}

}  // namespace dunghan::record
