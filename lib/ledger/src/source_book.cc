#include "source_book.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "dunghan/record/tally.h"

namespace dunghan::ledger {
namespace {

constexpr std::string_view kOthers = "other";
constexpr int64_t kEntriesAtOnce = 20'000;  // entries of them: bounds memory

void SeeSilence(std::optional<Silence>& longest, const std::optional<Silence>& silence) {
  if (silence && (!longest || silence->working > longest->working)) longest = silence;
}

std::optional<Silence> Between(const worktime::WorkingCalendar& calendar,
                               const std::optional<Instant>& from,
                               const std::optional<Instant>& to) {
  if (!from || !to || *to <= *from) return {};
  return Silence{*from, *to, WorkedBetween(calendar, *from, *to)};
}

/// What a tally says was new in quarantine, or waits again, by source.
std::map<std::string, int64_t> PutAside(std::string_view bytes) {
  std::map<std::string, int64_t> put;
  const auto tally = record::ReadTally(bytes);
  if (!tally) return put;
  for (const auto& [key, counts] : *tally) {
    const int64_t count = counts.added + counts.revived;
    if (count > 0) put[key.first] += count;
  }
  return put;
}

/// The rulebook that was the newest when an entry was recorded.
class RulesOnTheWay {
 public:
  explicit RulesOnTheWay(const rulebook::Timeline& timeline) : next_(timeline.versions().begin()) {
    end_ = timeline.versions().end();
  }
  void GoTo(int64_t seq, SourceBook& book) {
    const rulebook::Version* newest = nullptr;
    while (next_ != end_ && next_->seq <= seq) newest = &*next_++;
    if (newest) book.Use(newest->rulebook);
  }

 private:
  std::vector<rulebook::Version>::const_iterator next_;
  std::vector<rulebook::Version>::const_iterator end_;
};

}  // namespace

void SourceBook::Use(std::shared_ptr<const rulebook::Rulebook> rulebook) {
  rulebook_ = std::move(rulebook);
  day_of_.reset();
}

SourceBook::Kept& SourceBook::KeptOf(std::string_view source) {
  if (source.empty()) source = kOthers;
  if (last_ && last_->history.name == source) return *last_;
  auto found = sources_.find(source);
  if (found == sources_.end()) {
    const bool has_room = sources_.size() < kMostSources;
    found = sources_.try_emplace(std::string(has_room ? source : kOthers)).first;
    found->second.history.name = found->first;
  }
  last_ = &found->second;
  return *last_;
}

SourceDay& SourceBook::DayOf(Kept& kept, Instant now) {
  if (day_of_ != now) {
    day_ = calendar().zone().DayOf(now);
    day_of_ = now;
  }
  auto& days = kept.history.days;
  const bool is_new = days.empty() || days.back().day < day_;
  // The day before has changed as well, and is not the last any more.
  if (is_new && kept.changed == Changed::kLastDay) kept.changed = Changed::kAll;
  if (is_new && days.size() == kMostDays) FoldFirst(kept);
  if (is_new) days.emplace_back().day = day_;
  kept.changed = std::max(kept.changed, Changed::kLastDay);
  return days.back();
}

/// The oldest day becomes part of what is kept as one.
void SourceBook::FoldFirst(Kept& kept) const {
  auto& days = kept.history.days;
  SourceDay& first = days.front();
  SourceDay& before = kept.history.before ? *kept.history.before : kept.history.before.emplace();
  SeeSilence(before.longest, first.longest);
  SeeSilence(before.longest, Between(calendar(), before.last_contact, first.first_contact));
  before.day = first.day;
  before.counts.stored += first.counts.stored;
  before.counts.duplicate += first.counts.duplicate;
  before.counts.quarantined += first.counts.quarantined;
  before.lags.Add(first.lags);
  if (!before.first_contact) before.first_contact = first.first_contact;
  if (first.last_contact) before.last_contact = first.last_contact;
  days.erase(days.begin());
  kept.changed = Changed::kAll;
}

void SourceBook::Contact(std::string_view source, Instant now) {
  SourceDay& day = DayOf(KeptOf(source), now);
  if (!day.first_contact) day.first_contact = now;
  SeeSilence(day.longest, Between(calendar(), day.last_contact, now));
  day.last_contact = now;
}

void SourceBook::Count(std::string_view source, Outcome outcome, Instant now, int64_t count) {
  OutcomeCounts& counts = DayOf(KeptOf(source), now).counts;
  switch (outcome) {
    case Outcome::kStored:
      counts.stored += count;
      break;
    case Outcome::kDuplicate:
      counts.duplicate += count;
      break;
    case Outcome::kQuarantined:
      counts.quarantined += count;
      break;
  }
}

void SourceBook::Stored(std::string_view source, Instant happened, Instant now) {
  Kept& kept = KeptOf(source);
  SourceDay& day = DayOf(kept, now);
  ++day.counts.stored;
  day.lags.Add(WorkedBetween(calendar(), happened, now));
  // What is dated ahead has not happened.
  if (happened > now) return;
  kept.history.last_event = std::max(kept.history.last_event, std::optional(happened));
}

Sources SourceBook::ToSources() const {
  Sources sources{counted_since_, through_.seq, {}};
  sources.all.reserve(sources_.size());
  for (const auto& [name, kept] : sources_) sources.all.push_back(kept.history);
  return sources;
}

void CountFromRecord(record::Reading& reading, const rulebook::Timeline& timeline,
                     const record::Head& through, SourceBook& book) {
  RulesOnTheWay rules(timeline);
  int64_t after = book.through().seq;
  rules.GoTo(after, book);
  while (after < through.seq) {
    std::vector<record::Link> links;
    reading.ForEachLink(after, [&](const record::Link& link) {
      links.push_back(link);
      return link.head.seq < through.seq && link.head.seq - after < kEntriesAtOnce;
    });
    if (links.empty()) break;
    auto link = links.begin();
    const record::Head last = links.back().head;
    reading.ForEachEntry(after, last.seq, [&](record::Entry& entry) {
      while (link->head.seq < entry.seq && std::next(link) != links.end()) ++link;
      const Instant now = link->head.recorded_at;
      rules.GoTo(entry.seq, book);
      if (entry.event) {
        const std::string_view source = entry.event->source.text();
        book.Stored(source, entry.event->at, now);
        book.Contact(source, now);
      } else if (entry.kind == record::Kind::kTally) {
        for (const auto& [source, count] : PutAside(entry.bytes)) {
          book.Count(source, Outcome::kQuarantined, now, count);
          book.Contact(source, now);
        }
      }
      return true;
    });
    after = last.seq;
    book.Reach(last);
  }
  book.Use(timeline.newest_version().rulebook);
  book.Reach(through);
}

}  // namespace dunghan::ledger
