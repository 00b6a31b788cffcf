#include "standpoint.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "alias_key.h"
#include "derivation.h"
#include "dunghan/figures/share.h"
#include "dunghan/record/failure.h"
#include "opening.h"
#include "patience.h"
#include "rejudge.h"
#include "replay.h"
#include "shelves.h"

namespace dunghan::ledger {
namespace {

using record::Failure;

constexpr std::chrono::days kTwoDays{2};

/// The position that is asked for. @throws record::Failure kInvalidArgument
Position Resolve(record::Reading& reading, const AsOf& as_of, const Position& present) {
  if (as_of.at && *as_of.at > present.at) {
    throw Failure(InvalidArgument("as of: that instant lies in the future"));
  }
  if (as_of.seq && (*as_of.seq < 0 || *as_of.seq > present.seq)) {
    throw Failure(InvalidArgument(fmt::format(
        "as of: position {} is not on record, the newest is {}", *as_of.seq, present.seq)));
  }
  const auto head = as_of.seq ? reading.HeadAt(*as_of.seq) : reading.HeadAt(*as_of.at);
  if (!head) throw Failure(InvalidArgument("as of: nothing was on record by then"));
  if (as_of.seq && head->seq != *as_of.seq) {
    throw Failure(InvalidArgument(
        fmt::format("as of: {} is in the middle of what was recorded together; the position before "
                    "it is {}",
                    *as_of.seq, head->seq)));
  }
  return {head->seq, std::max(as_of.at.value_or(head->recorded_at), head->recorded_at),
          head->chain};
}

}  // namespace

Standpoint::Standpoint(const Options& options, record::Reading& reading,
                       std::optional<Derived> derived)
    : options_(options), reading_(reading), derived_(std::move(derived)) {
  const record::Head head = reading_.head();
  // Where the clock was set back, what is on record must not lie in the future.
  present_ = {head.seq, std::max(options_.clock->Now(), head.recorded_at), head.chain};
  position_ = options_.as_of ? Resolve(reading_, *options_.as_of, present_) : present_;
  ReadTimelines();
  if (derived_ && !IsUsable()) derived_.reset();
  shelf_ = std::make_unique<ReaderShelf>(reading_, derived_);
  book_ =
      std::make_unique<Book>(present_rules_, reading_.dictionary(), *shelf_, options_.recent_bytes);
  Complete();
  if (options_.as_of) past_ = Past(reading_, *book_, position_, *rules_, options_);
}

bool Standpoint::IsUsable() const {
  const Stamp& stamp = derived_->stamp();
  std::string_view why;
  if (stamp.key != DerivationKey(*present_rules_)) {
    why = "it was made by another version or under other rulebooks";
  } else if (stamp.through.seq > present_.seq || !HasLink(reading_, stamp.through)) {
    why = "it is not of this record";
  }
  if (!why.empty() && options_.note) {
    options_.note(
        fmt::format("{} is left aside, and all is made from the record: {}", kDerivedFile, why));
  }
  return why.empty();
}

std::optional<Folded> Standpoint::Load(std::string_view code) {
  return past_.Covers(code) ? past_.Find(code) : book_->Load(code);
}

void Standpoint::SumCells(const DayRange& range, const View::CellVisitor& visit) {
  CorrectCells();
  if (derived_) derived_->SumCells(range, reading_.dictionary(), visit);
  for (const auto& [key, amounts] : correction_.map()) {
    if (range.from && key.day < *range.from) continue;
    if (range.to && key.day > *range.to) continue;
    visit(key.row, amounts);
  }
}

void Standpoint::ReadTimelines() {
  auto versions = reading_.Rulebooks(present_.seq, Known(options_));
  if (versions.empty()) versions.push_back(Unrecorded(options_));
  present_rules_ = std::make_shared<rulebook::Timeline>(versions);
  const auto later = [&](const auto& version) { return version.seq > position_.seq; };
  // The first is in force always, whatever its position.
  const auto end = std::find_if(std::next(versions.begin()), versions.end(), later);
  versions.erase(end, versions.end());
  rules_ = versions.size() == present_rules_->versions().size()
               ? present_rules_
               : std::make_shared<rulebook::Timeline>(std::move(versions));
}

void Standpoint::ForEachEntry(Kind kind, std::string_view after, const EntryVisitor& visit) {
  ForEachMet(kind, after, [&](const Met& met) {
    return met.entry ? visit(met.code, *met.entry)
                     : visit(met.code, Decoded(met.code, met.bytes, reading_.dictionary()));
  });
}

class Standpoint::SettledHere final : public Settled {
 public:
  SettledHere(const Standpoint& seen, const Met& met) : seen_(seen), met_(met) {}
  std::string_view code() const override { return met_.code; }
  figures::RowKey row() const override {
    return met_.entry ? figures::RowOf(met_.entry->facts)
                      : RowIn(met_.code, met_.bytes, seen_.reading_.dictionary());
  }
  dossier::Judged judged() const override {
    return seen_.JudgedOf(met_.entry ? *met_.entry
                                     : Decoded(met_.code, met_.bytes, seen_.reading_.dictionary()));
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
  // What is not as the table has it: these go between those of the table, in the order of codes.
  std::map<std::string, Folded, std::less<>> apart;
  const auto take = [&](std::string_view code, const Folded& entry) {
    if (entry.IsSettled() == settled && code > after) apart.emplace(code, entry);
  };
  past_.ForEach(take);
  book_->ForEach([&](std::string_view code, const Folded& entry) {
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
  if (derived_ && settled) derived_->ForEachSettled(after, from_table);
  if (derived_ && !settled) {
    derived_->ForEachOpenAfter(
        after, [&](auto code, auto, auto bytes) { return from_table(code, bytes); });
  }
  catch_up(nullptr);
}

void Standpoint::ForEachAliased(std::string_view alias,
                                const std::function<bool(std::string_view)>& visit) {
  const std::string prefix = AliasPrefix(alias);
  const auto& heard = book_->aliases();  // since the watermark
  auto next = heard.upper_bound(prefix);
  const auto code_at = [&](auto place) { return std::string_view(*place).substr(prefix.size()); };
  bool more = true;
  const auto catch_up = [&](const std::string_view* until) {
    for (; more && next != heard.end() && next->starts_with(prefix); ++next) {
      if (until && code_at(next) > *until) return;
      more = visit(code_at(next));
    }
  };
  if (derived_) {
    derived_->ForEachAliased(alias, [&](std::string_view code) {
      catch_up(&code);
      if (more && !heard.contains(AliasKey(alias, code))) more = visit(code);
      return more;
    });
  }
  catch_up(nullptr);
}

void Standpoint::Complete() {
  const int64_t after = derived_ ? derived_->stamp().through.seq : 0;
  Replay(reading_, *book_, after, reading_.head(), present_.at, [&](const record::Head& done) {
    if (options_.stop && options_.stop()) {
      throw Failure(Unavailable("reading the ledger took too long"));
    }
    if (options_.progress) options_.progress(done.seq - after, present_.seq - after);
  });
  Wake();
}

void Standpoint::Wake() {
  std::vector<std::string> codes = book_->Waking(present_.at);
  if (derived_) {
    // Others that no event has touched since may have come due as well.
    derived_->ForEachOpen(present_.at, [&](auto code, auto, auto bytes) {
      if (book_->Holds(code)) return;
      const Folded entry = Decoded(code, bytes, reading_.dictionary());
      if (entry.wake_at && *entry.wake_at <= present_.at) codes.emplace_back(code);
    });
  }
  Group group(*book_, present_.at);
  for (const std::string& code : codes) group.Wake(code);
  group.Complete();
  book_->Publish(std::move(group), nullptr);
}

void Standpoint::CorrectCells() {
  if (corrected_) return;
  correction_.Clear();  // of one that did not come to its end
  Patience patience(options_.stop);
  book_->ForEachMoved([&](const Moved& moved) {
    patience.Ask();
    // Cells go up to the watermark: what has moved after it is exchanged.
    const auto add = [&](std::string_view bytes, int sign) {
      Folded entry = Decoded(moved.code, bytes, reading_.dictionary());
      Add(correction_, figures::ShareOf(present_rules_->Judge(std::move(entry.facts))), sign);
    };
    add(moved.after, 1);
    if (!moved.before.empty()) add(moved.before, -1);
  });
  const auto ends_from = EndsAffectedFrom(*rules_, *present_rules_);
  CorrectOpen(ends_from);
  if (ends_from && derived_) {
    derived_->ForEachSettled("", [&](std::string_view code, std::string_view bytes) {
      if (book_->Holds(code) || past_.Covers(code)) return true;
      const Folded entry = Decoded(code, bytes, reading_.dictionary());
      if (MayDiffer(entry, ends_from)) Correct(entry, entry);
      return true;
    });
  }
  past_.ForEachCode([&](std::string_view code) {
    patience.Ask();
    if (const auto now = book_->Load(code)) Correct(*now, past_.Find(code));
  });
  corrected_ = true;
}

void Standpoint::CorrectOpen(const std::optional<Instant>& ends_from) {
  const auto correct = [&](std::string_view code, const Folded& entry) {
    if (!past_.Covers(code)) Correct(entry, entry);
  };
  if (derived_) {
    // Two days ahead holds the end of today in every zone. Looking back, what is ahead of the
    // position may be behind the present, and is not found by its time.
    const auto until = options_.as_of ? std::nullopt : std::optional(position_.at + kTwoDays);
    derived_->ForEachOpen(until, [&](auto code, auto, auto bytes) {
      if (!book_->Holds(code)) correct(code, Decoded(code, bytes, reading_.dictionary()));
    });
  }
  book_->ForEach([&](std::string_view code, const Folded& entry) {
    if (!entry.IsSettled() || MayDiffer(entry, ends_from)) correct(code, entry);
  });
}

void Standpoint::Correct(const Folded& now, const std::optional<Folded>& then) {
  const auto& zone = rules_->newest().default_calendar().zone();
  const dossier::Judged present = present_rules_->Judge(now.facts);
  if (!then) return Add(correction_, figures::ShareOf(present), -1);
  // Cells answer for the ends of days: what of the instant's own day still lies ahead is in them
  // as though it had happened, and is put back.
  const bool same = &now == &*then || now.facts == then->facts;
  if (same && rules_ == present_rules_ &&
      !figures::ChangesLaterToday(present, zone, position_.at)) {
    return;
  }
  const dossier::Judged past = rules_->Judge(then->facts);
  Replace(correction_, figures::ShareOf(present), figures::ShareSeenAt(past, zone, position_.at));
}

std::set<std::string> Standpoint::CodesThatMayDiffer() {
  std::set<std::string> codes;
  past_.ForEachCode([&](std::string_view code) { codes.emplace(code); });
  if (rules_ == present_rules_) return codes;
  const auto ends_from = EndsAffectedFrom(*rules_, *present_rules_);
  const auto take = [&](std::string_view code, const Folded& entry) {
    if (MayDiffer(entry, ends_from)) codes.emplace(code);
    return true;
  };
  ForEachEntry(Kind::kOpen, "", take);
  if (ends_from) ForEachEntry(Kind::kSettled, "", take);
  return codes;
}

}  // namespace dunghan::ledger
