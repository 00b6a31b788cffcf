#include <algorithm>

#include "dunghan/record/bytes.h"
#include "source_book.h"

/// The book of sources in bytes.
namespace dunghan::ledger {
namespace {

using record::ByteReader;
using record::ByteWriter;

// Raised with whatever changes what is written, or what it means.
constexpr uint64_t kForm = 1;
constexpr uint64_t kMostBuckets = 512;

void Put(ByteWriter& write, Instant at) { write.Signed(at.time_since_epoch().count()); }
void Put(ByteWriter& write, const std::optional<Instant>& at) {
  write.Number(at ? 1 : 0);
  if (at) Put(write, *at);
}
Instant TakeInstant(ByteReader& read) { return Instant{std::chrono::milliseconds{read.Signed()}}; }
std::optional<Instant> TakeInstantIfAny(ByteReader& read) {
  if (read.Below(2) == 0) return {};
  return TakeInstant(read);
}
int64_t TakeCount(ByteReader& read) { return static_cast<int64_t>(read.Below(uint64_t{1} << 62U)); }

void Put(ByteWriter& write, const SourceDay& day) {
  write.Signed(day.day.time_since_epoch().count());
  for (const int64_t count : {day.counts.stored, day.counts.duplicate, day.counts.quarantined}) {
    write.Number(static_cast<uint64_t>(count));
  }
  write.Number(day.lags.buckets().size());
  uint64_t previous = 0;
  for (const auto& [bucket, count] : day.lags.buckets()) {
    write.Number(bucket - previous);
    write.Number(static_cast<uint64_t>(count));
    previous = bucket;
  }
  Put(write, day.first_contact);
  Put(write, day.last_contact);
  write.Number(day.longest ? 1 : 0);
  if (!day.longest) return;
  Put(write, day.longest->from);
  Put(write, day.longest->to);
  write.Signed(day.longest->working.count());
}

bool Take(ByteReader& read, SourceDay& day) {
  constexpr int64_t kDays = 10'000'000;
  const int64_t number = read.Signed();
  if (number < -kDays || number > kDays) return false;
  day.day = LocalDay{std::chrono::days{static_cast<int>(number)}};
  for (int64_t* count : {&day.counts.stored, &day.counts.duplicate, &day.counts.quarantined}) {
    *count = TakeCount(read);
  }
  std::vector<LagBuckets::Bucket> buckets;
  uint64_t previous = 0;
  for (uint64_t left = read.Below(kMostBuckets); left > 0 && read.ok(); --left) {
    previous += read.Below(kMostBuckets);
    buckets.emplace_back(static_cast<uint16_t>(std::min(previous, kMostBuckets)), TakeCount(read));
  }
  if (!day.lags.SetBuckets(std::move(buckets))) return false;
  day.first_contact = TakeInstantIfAny(read);
  day.last_contact = TakeInstantIfAny(read);
  if (read.Below(2) == 1) {
    Silence& silence = day.longest.emplace();
    silence.from = TakeInstant(read);
    silence.to = TakeInstant(read);
    silence.working = std::chrono::milliseconds{read.Signed()};
  }
  return read.ok();
}

bool Take(ByteReader& read, record::Head& head) {
  head.seq = TakeCount(read);
  head.recorded_at = TakeInstant(read);
  const std::string_view chain = read.Bytes(head.chain.size());
  if (chain.size() != head.chain.size()) return false;
  std::copy(chain.begin(), chain.end(), reinterpret_cast<char*>(head.chain.data()));
  return true;
}

/// All of it, or its last day in the place of the one of that day.
bool TakeHistory(ByteReader& read, SourceHistory& history) {
  history.last_event = TakeInstantIfAny(read);
  if (read.Below(2) == 0) {
    SourceDay day;
    if (!Take(read, day)) return false;
    const bool is_last = !history.days.empty() && history.days.back().day == day.day;
    if (is_last) history.days.pop_back();
    history.days.push_back(std::move(day));
    return true;
  }
  history.before.reset();
  history.days.clear();
  if (read.Below(2) == 1 && !Take(read, history.before.emplace())) return false;
  for (uint64_t left = read.Below(SourceBook::kMostDays + 1); left > 0; --left) {
    if (!Take(read, history.days.emplace_back())) return false;
  }
  return true;
}

}  // namespace

std::string SourceBook::ToBytes(bool all) {
  std::string out;
  ByteWriter write(out);
  write.Number(kForm);
  Put(write, counted_since_);
  write.Number(static_cast<uint64_t>(through_.seq));
  Put(write, through_.recorded_at);
  out.append(reinterpret_cast<const char*>(through_.chain.data()), through_.chain.size());
  for (auto& [name, kept] : sources_) {
    if (!all && kept.changed == Changed::kNothing) continue;
    const bool whole = all || kept.changed == Changed::kAll;
    kept.changed = Changed::kNothing;
    write.Text(name);
    Put(write, kept.history.last_event);
    write.Number(whole ? 1 : 0);
    if (!whole) {
      Put(write, kept.history.days.back());
      continue;
    }
    write.Number(kept.history.before ? 1 : 0);
    if (kept.history.before) Put(write, *kept.history.before);
    write.Number(kept.history.days.size());
    for (const SourceDay& day : kept.history.days) Put(write, day);
  }
  return out;
}

std::string SourceBook::AllToBytes() { return ToBytes(true); }
std::string SourceBook::ChangesToBytes() { return ToBytes(false); }

bool SourceBook::Take(std::string_view bytes) {
  ByteReader read(bytes);
  if (read.Number() != kForm) return false;
  counted_since_ = TakeInstant(read);
  if (!ledger::Take(read, through_)) return false;
  while (read.ok() && !read.AtEnd()) {
    const std::string name(read.Text());
    if (!read.ok() || name.empty()) return false;
    Kept& kept = sources_[name];
    kept.history.name = name;
    if (!TakeHistory(read, kept.history)) return false;
  }
  return read.ok();
}

}  // namespace dunghan::ledger
