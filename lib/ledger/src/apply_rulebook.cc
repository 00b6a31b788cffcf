#include <algorithm>
#include <iterator>
#include <utility>

#include "application.h"
#include "ledger_writer.h"
#include "orphans.h"
#include "rejudge.h"
#include "telling.h"

/// How the writer puts rulebooks in force.
namespace dunghan::ledger {

using record::Failure;
using record::Head;

namespace {

/// Instants are whole milliseconds: nothing happens in between.
constexpr std::chrono::milliseconds kOneMoment{1};

/// Runs what tells of changes that are in force already: should what it reads be damaged, it
/// ends.
template <class F>
bool TryToTell(F&& run) {
  try {
    run();
    return true;
  } catch (const Failure&) {
  } catch (const runs::Damaged&) {
  } catch (const runs::FileError&) {
  }
  return false;
}

}  // namespace

Result<Applied> LedgerWriter::Apply(const Application& application, const ChangeTeller& tell) {
  return Writing([&] { return DoApply(application, tell); });
}

/// The rulebook a ledger begins with: in force always. It takes position 0, or the next one in a
/// ledger that began before rulebooks were recorded.
rulebook::Version LedgerWriter::RecordFirst() {
  if (!options_.rulebook) throw Failure(InvalidArgument("a ledger needs a rulebook"));
  const bool fresh = head_ == Head{};
  rulebook::Version first{fresh ? 0 : head_.seq + 1, Now(), {},
                          options_.operator_name,    {},    options_.rulebook};
  Record(first);
  return first;
}

void LedgerWriter::Record(const rulebook::Version& version) {
  (void)Write({.recorded_at = version.recorded_at, .rulebook = &version});
}

Applied LedgerWriter::DoApply(const Application& application, const ChangeTeller& tell) {
  const Instant now = Now();
  if (auto objection = ObjectTo(application, now)) throw Failure(*objection);
  // Once more the same: no position is taken, so that it may be repeated without leaving a trace.
  if (IsInForce(application, timeline_->newest_version())) {
    return {timeline_->newest_version(), false, 0};
  }
  // Who is open is asked of the book, which therefore has to be whole first.
  Mending([] {});
  Orphans orphans(*application.rulebook, now);
  book_.ForEach([&](std::string_view code, const Folded& entry) {
    if (!entry.IsSettled()) orphans.See(code, entry.facts);
  });
  if (auto objection = orphans.Objection()) throw Failure(*objection);
  const rulebook::Version version = VersionOf(application, head_.seq + 1, now);
  const auto next = std::make_shared<rulebook::Timeline>(timeline_->With(version));
  return SourcesDiffer(*timeline_, *next, storage_->Now().dictionary())
             ? ApplyAnew(version, next, tell)
             : ApplyByMoves(application, tell);
}

/// Sources change sides in the past: facts are other ones, and are folded anew.
Applied LedgerWriter::ApplyAnew(const rulebook::Version& version,
                                const std::shared_ptr<const rulebook::Timeline>& next,
                                const ChangeTeller& tell) {
  const auto before = timeline_;
  const Derived was = Mending([&] { return WrittenOut(static_cast<bool>(tell)); });
  // On record before anything goes by it: what fails from here on is made good from there.
  Record(version);
  const int64_t held = book_.size();
  SetTimeline(next);
  bool made = false;
  try {
    MakeAnew({});
    made = true;
  } catch (const Failure&) {
    // The version is in force; states and cells are made anew with whatever is asked next.
  }
  Applied applied{version, true, std::max(held, book_.size())};
  applied.told = !tell || (made && TryToTell([&] {
                             const Derived is = WrittenOut(true);
                             TellDifferences({was, *before}, {is, *next}, dictionary(), tell);
                           }));
  return applied;
}

/// Facts stay; what is open, and of what has ended what the version is backdated to, is judged
/// anew.
Applied LedgerWriter::ApplyByMoves(const Application& application, const ChangeTeller& tell) {
  // What has come due by then is in the states, judged as before.
  Appended woken = DoAppend({});
  std::move(woken.changes.begin(), woken.changes.end(), std::back_inserter(untold_));
  const Instant now = Mending([&] { return AfterEnds(woken.position.at); });
  const rulebook::Version version = VersionOf(application, head_.seq + 1, now);
  const auto next = std::make_shared<rulebook::Timeline>(timeline_->With(version));
  // The book then holds what is not settled, and nothing else.
  Moves moves = Mending([&] {
    return Rejudge(WrittenOut(true), dictionary(), book_, *next,
                   [this](int64_t done) { TellProgress(done); });
  });
  const auto before = timeline_;
  // Facts stay, so that one state of what is kept serves for before and after.
  const Derived states = behind_.derived();
  Record(version);
  SetTimeline(next);
  const auto moved = static_cast<int64_t>(moves.open.size()) + moves.ended;
  try {
    behind_.Rejudged(std::move(moves.open), std::move(moves.cells), head_);
  } catch (const runs::Damaged& damaged) {
    MakeAnew(damaged.what());
  } catch (const Failure&) {
    // The version is in force; what it has changed is written as soon as the disk takes it.
  }
  const bool told = !tell || TryToTell([&] {
    TellDifferences({states, *before}, {states, *next}, dictionary(), tell);
  });
  return {version, true, moved, told};
}

/// The instant, or the first one after it if a dossier has ended at it by the rulebooks before:
/// an end is judged by the version that is in force at it. Asked of the record, for who ended may
/// be out of the book by now.
Instant LedgerWriter::AfterEnds(Instant now) {
  record::Reading& record = storage_->Now();
  shelf_.Look();
  bool ended = false;
  const auto ask = [&](std::string_view code) {
    const auto entry = ended ? std::nullopt : book_.Load(code);
    ended |= entry && entry->facts.end && entry->facts.end->at >= now;
  };
  // What is in force by now and not dated before was recorded at this instant or dated ahead.
  const auto before = record.HeadAt(now - kOneMoment);
  record.ForEachEntry(before ? before->seq : 0, head_.seq, [&](record::Entry& entry) {
    if (entry.event && entry.event->at >= now) ask(entry.event->dossier);
    return !ended;
  });
  record.ForEachAhead(now - kOneMoment, head_.seq, ask);
  return ended ? now + kOneMoment : now;
}

void LedgerWriter::TellProgress(int64_t done) const {
  constexpr int64_t kStep = 10'000;
  if (options_.progress && done % kStep == 0) {
    options_.progress(done, std::max(done, book_.size()));
  }
}

}  // namespace dunghan::ledger
