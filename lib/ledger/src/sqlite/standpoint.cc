#include "standpoint.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "../share.h"
#include "application.h"
#include "rejudge.h"
#include "replay.h"

namespace dunghan::ledger::sqlite {
namespace {

constexpr std::chrono::days kTwoDays{2};

/// Where a reader's book finds what it has not touched: nowhere, if what is kept was computed under
/// another rulebook.
class ReaderShelf final : public ledger::Shelf {
 public:
  ReaderShelf(Store& store, bool usable) : store_(store), usable_(usable) {}
  std::optional<Entry> Load(std::string_view code) override {
    return usable_ ? store_.Load(code) : std::nullopt;
  }
  std::vector<dossier::Event> History(int64_t last_seq) override {
    return store_.History(last_seq);
  }

 private:
  Store& store_;
  bool usable_;
};

/// The position that is asked for. @throws StoreError kInvalidArgument
Position Resolve(Store& store, const AsOf& as_of, const Position& present) {
  if (as_of.at && *as_of.at > present.at) {
    throw StoreError(InvalidArgument("as of: that instant lies in the future"));
  }
  if (as_of.seq && (*as_of.seq < 0 || *as_of.seq > present.seq)) {
    throw StoreError(InvalidArgument(fmt::format(
        "as of: position {} is not on record, the newest is {}", *as_of.seq, present.seq)));
  }
  const auto head = as_of.seq ? store.HeadAt(*as_of.seq) : store.HeadAt(*as_of.at);
  if (!head) throw StoreError(InvalidArgument("as of: nothing was on record by then"));
  if (as_of.seq && head->seq != *as_of.seq) {
    throw StoreError(InvalidArgument(
        fmt::format("as of: {} is in the middle of what was recorded together; the position before "
                    "it is {}",
                    *as_of.seq, head->seq)));
  }
  return {head->seq, std::max(as_of.at.value_or(head->recorded_at), head->recorded_at),
          head->chain};
}

}  // namespace

Standpoint::Standpoint(const Options& options, Store& store)
    : options_(options), store_(store), meta_(store.ReadMeta()) {
  const Head head = store_.ReadHead();
  store_.Refuse(meta_, head);
  store_.OpenDictionary();
  present_ = {head.seq, std::max(options_.clock->Now(), head.recorded_at), head.chain};
  position_ = options_.as_of ? Resolve(store_, *options_.as_of, present_) : present_;
  ReadTimelines();
  derived_usable_ = meta_.rulebook == DerivedKey(*present_rules_);
  shelf_ = std::make_unique<ReaderShelf>(store_, derived_usable_);
  book_ =
      std::make_unique<Book>(present_rules_, store_.dictionary(), *shelf_, options_.recent_bytes);
  Complete();
  if (options_.as_of) past_ = Past(store_, *book_, position_, *rules_, options_.progress);
}

DossierState Standpoint::StateOf(const Entry& entry) const {
  return {entry.facts, dossier::Judge(entry.facts, rules_->TermsFor(entry.facts))};
}

std::optional<Entry> Standpoint::Load(std::string_view code) {
  return past_.Covers(code) ? past_.Find(code) : book_->Load(code);
}

void Standpoint::SumCells(const DayRange& range, const View::CellVisitor& visit) {
  CorrectCells();
  if (derived_usable_) SumPages(range, visit);
  for (const figures::Cells* cells : {&book_->cells(), &std::as_const(correction_)}) {
    for (const auto& [key, amounts] : cells->map()) {
      if (range.from && key.day < *range.from) continue;
      if (range.to && key.day > *range.to) continue;
      visit(key.row, amounts);
    }
  }
}

void Standpoint::ReadTimelines() {
  auto versions = store_.ReadRulebooks(present_.seq, Known(options_));
  if (versions.empty()) versions.push_back(Unrecorded(options_));
  present_rules_ = std::make_shared<rulebook::Timeline>(versions);
  const auto later = [&](const auto& version) { return version.seq > position_.seq; };
  const auto end = std::find_if(std::next(versions.begin()), versions.end(), later);
  versions.erase(end, versions.end());
  rules_ = versions.size() == present_rules_->versions().size()
               ? present_rules_
               : std::make_shared<rulebook::Timeline>(std::move(versions));
}

void Standpoint::ForEachEntry(Kind kind, std::string_view after, const EntryVisitor& visit) {
  ForEachMet(kind, after, [&](const Met& met) {
    return met.entry ? visit(met.code, *met.entry)
                     : visit(met.code, Decoded(met.code, met.bytes, store_.dictionary()));
  });
}

class Standpoint::SettledHere final : public Settled {
 public:
  SettledHere(const Standpoint& seen, const Met& met) : seen_(seen), met_(met) {}
  std::string_view code() const override { return met_.code; }
  figures::RowKey row() const override {
    return met_.entry ? figures::RowOf(met_.entry->facts)
                      : RowIn(met_.code, met_.bytes, seen_.store_.dictionary());
  }
  DossierState state() const override {
    return seen_.StateOf(met_.entry ? *met_.entry
                                    : Decoded(met_.code, met_.bytes, seen_.store_.dictionary()));
  }

 private:
  const Standpoint& seen_;
  const Met& met_;
};

void Standpoint::ForEachSettled(std::string_view after, const View::SettledVisitor& visit) {
  ForEachMet(Kind::kSettled, after, [&](const Met& met) { return visit(SettledHere(*this, met)); });
}

void Standpoint::ForEachMet(Kind kind, std::string_view after,
                            const std::function<bool(const Met&)>& visit) {
  const bool settled = kind == Kind::kSettled;
  std::map<std::string, Entry, std::less<>> apart;
  const auto take = [&](std::string_view code, const Entry& entry) {
    if (entry.IsSettled() == settled && code > after) apart.emplace(code, entry);
  };
  past_.ForEach(take);
  book_->ForEach([&](std::string_view code, const Entry& entry) {
    if (!past_.Covers(code)) take(code, entry);
  });
  auto next = apart.begin();
  bool more = true;
  const auto catch_up = [&](const std::string_view* until) {
    for (; more && next != apart.end() && (!until || next->first < *until); ++next) {
      more = visit({next->first, &next->second});
    }
  };
  const auto from_table = [&](std::string_view code, std::string_view bytes) {
    catch_up(&code);
    if (more && !book_->Holds(code) && !past_.Covers(code)) {
      more = visit({code, nullptr, bytes});
    }
    return more;
  };
  if (derived_usable_ && settled) store_.ForEachFinished(after, from_table);
  if (derived_usable_ && !settled) {
    store_.ForEachOpen({}, [&](auto code, auto bytes) { from_table(code, bytes); });
  }
  catch_up(nullptr);
}

void Standpoint::Complete() {
  const int64_t from = derived_usable_ ? meta_.watermark + 1 : 1;
  Replay(store_, *book_, from, present_.seq, present_.at, [&](int64_t done) {
    if (options_.progress) options_.progress(done - from + 1, present_.seq - from + 1);
  });
  Wake();
}

void Standpoint::Wake() {
  std::vector<std::string> codes = book_->Waking(present_.at);
  if (derived_usable_) {
    store_.ForEachOpen(present_.at, [&](auto code, auto bytes) {
      if (book_->Holds(code)) return;
      const Entry entry = Decoded(code, bytes, store_.dictionary());
      if (entry.wake_at && *entry.wake_at <= present_.at) codes.emplace_back(code);
    });
  }
  Group group(*book_, present_.at);
  for (const std::string& code : codes) group.Wake(code);
  group.Complete();
  book_->Publish(std::move(group), nullptr);
}

void Standpoint::CorrectCells() {
  if (std::exchange(corrected_, true)) return;
  const bool looks_back = options_.as_of.has_value();
  const auto correct = [&](std::string_view code, const Entry& entry) {
    if (!past_.Covers(code)) Correct(entry, entry);
  };
  if (derived_usable_) {
    // Two days ahead holds the end of today in every zone. Looking back, what is ahead of the
    // position may be behind the present, and is not found by its time.
    const auto until = looks_back ? std::nullopt : std::optional(position_.at + kTwoDays);
    store_.ForEachOpen(until, [&](auto code, auto bytes) {
      if (!book_->Holds(code)) correct(code, Decoded(code, bytes, store_.dictionary()));
    });
  }
  const auto ends_from = EndsAffectedFrom(*rules_, *present_rules_);
  book_->ForEach([&](std::string_view code, const Entry& entry) {
    if (!entry.IsSettled() || MayDiffer(entry, ends_from)) correct(code, entry);
  });
  if (ends_from && derived_usable_) {
    store_.ForEachFinished("", [&](std::string_view code, std::string_view bytes) {
      if (book_->Holds(code) || past_.Covers(code)) return true;
      const Entry entry = Decoded(code, bytes, store_.dictionary());
      if (MayDiffer(entry, ends_from)) Correct(entry, entry);
      return true;
    });
  }
  past_.ForEachCode([&](std::string_view code) {
    if (const auto now = book_->Load(code)) Correct(*now, past_.Find(code));
  });
}

void Standpoint::Correct(const Entry& now, const std::optional<Entry>& then) {
  const auto& zone = rules_->newest().default_calendar().zone();
  const Judged present(now.facts, *present_rules_);
  if (!then) return Add(correction_, ShareOf(present), -1);
  const bool same = &now == &*then || now.facts == then->facts;
  if (same && rules_ == present_rules_ && !ChangesLaterToday(present, zone, position_.at)) return;
  const Judged past(then->facts, *rules_);
  Replace(correction_, ShareOf(present), ShareSeenAt(past, zone, position_.at));
}

std::set<std::string> Standpoint::CodesThatMayDiffer() {
  std::set<std::string> codes;
  past_.ForEachCode([&](std::string_view code) { codes.emplace(code); });
  if (rules_ == present_rules_) return codes;
  const auto ends_from = EndsAffectedFrom(*rules_, *present_rules_);
  const auto take = [&](std::string_view code, const Entry& entry) {
    if (MayDiffer(entry, ends_from)) codes.emplace(code);
    return true;
  };
  ForEachEntry(Kind::kOpen, "", take);
  if (ends_from) ForEachEntry(Kind::kSettled, "", take);
  return codes;
}

void Standpoint::SumPages(const DayRange& range, const View::CellVisitor& visit) {
  const auto days = store_.PageDays();
  if (!days) return;
  const LocalDay from = range.from ? std::max(*range.from, days->first) : days->first;
  const LocalDay to = range.to ? std::min(*range.to, days->second) : days->second;
  for (const PageKey& key : Cover(from, to)) {
    if (!DecodePage(store_.ReadPage(key), store_.dictionary(), visit)) {
      ThrowDamaged("a page of cells");
    }
  }
}

}  // namespace dunghan::ledger::sqlite
