#include "verify_states.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <deque>
#include <set>
#include <utility>

#include "alias_key.h"
#include "dunghan/figures/share.h"
#include "dunghan/record/failure.h"
#include "history.h"
#include "replay.h"

namespace dunghan::ledger {
namespace {

constexpr std::chrono::milliseconds kJustBefore{1};
// Of 24 bytes each.
constexpr size_t kPartsInMemory = 2'000'000;

std::string DescribePage(const PageKey& key, std::string_view what) {
  constexpr std::string_view kSpans[] = {"day", "month", "year"};
  return fmt::format("the page of cells for the {} from {} {}",
                     kSpans[static_cast<size_t>(key.span)], FormatDate(key.first), what);
}

std::string Told(const std::optional<Instant>& at) { return at ? FormatRfc3339(*at, {}) : "none"; }

/// A file of pages that is nobody else's, and gone with the process.
std::unique_ptr<runs::RunFile> MakeScratch(runs::FileSystem& files) {
  std::string name = (std::filesystem::temp_directory_path() / "dunghan-verify-XXXXXX").string();
  if (!::mkdtemp(name.data())) {
    throw record::Failure(Unavailable("there is no room for a temporary file"));
  }
  const std::filesystem::path folder = name;
  // Never written anew: its folder is gone, and so is the name that it would take.
  const runs::Table pages = DerivedTables(false)[static_cast<size_t>(DerivedTable::kCells)];
  auto file = runs::Create(files, folder / "pages", {pages}, {.waste = 1e9});
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return file;
}

}  // namespace

StateCheck::StateCheck(const Derived* derived, Dictionary& dictionary,
                       const rulebook::Timeline& timeline, Times times)
    : derived_(derived),
      dictionary_(dictionary),
      timeline_(timeline),
      times_(times),
      sums_(dictionary),
      later_(dictionary),
      files_(runs::DiskFiles(false)) {}

StateCheck::~StateCheck() = default;

/// Of the codes after those compared so far, up to one.
StateCheck::KeptByCode StateCheck::KeptUntil(std::string_view last) const {
  KeptByCode kept;
  derived_->ForEachSettled(last_code_, [&](std::string_view code, std::string_view entry) {
    if (code > last) return false;
    kept.emplace(code, Kept{std::string(entry), true, {}});
    return true;
  });
  derived_->ForEachOpenAfter(last_code_, [&](std::string_view code, auto next_at, auto entry) {
    if (code > last) return false;
    kept.emplace(code, Kept{std::string(entry), false, next_at});
    return true;
  });
  return kept;
}

std::optional<std::string> StateCheck::Compare(const std::vector<Dossier>& dossiers) {
  if (dossiers.empty()) return {};
  if (sums_.parts() >= kPartsInMemory) PutAway(sums_);
  if (!derived_) {
    for (const Dossier& dossier : dossiers) {
      Folded entry = EntryOf(dossier, times_.now, dossier.events.back().seq);
      sums_.Add(figures::ShareOf(timeline_.Judge(std::move(entry.facts))), 1);
    }
    return {};
  }
  KeptByCode kept = KeptUntil(dossiers.back().code);
  for (const Dossier& dossier : dossiers) {
    if (auto difference = CompareOne(dossier, kept)) return difference;
    kept.erase(dossier.code);
  }
  if (!kept.empty())
    return fmt::format("there is a state of {}, which has no event", kept.begin()->first);
  last_code_ = dossiers.back().code;
  return {};
}

std::optional<std::string> StateCheck::CompareOne(const Dossier& dossier, const KeptByCode& kept) {
  const std::string& code = dossier.code;
  const auto [begin, end] = kept.equal_range(code);
  if (dossier.events.back().seq > derived_->stamp().through.seq) CountLater(dossier);
  if (dossier.events.front().seq > derived_->stamp().through.seq) {
    if (begin == end) return {};
    return fmt::format("dossier {} has a state from before its first event", code);
  }
  if (begin == end) return fmt::format("dossier {} has no state", code);
  if (auto difference = CompareAliases(dossier)) return difference;
  if (std::next(begin) != end) return fmt::format("dossier {} has two states", code);
  const auto& [bytes, settled, next_at] = begin->second;
  ++states_[settled ? 1 : 0];
  const Folded stored = Decoded(code, bytes, dictionary_);
  if (stored.wake_at && *stored.wake_at <= times_.recorded) {
    return fmt::format("the state of dossier {} leaves out what came due at {}", code,
                       Told(stored.wake_at));
  }
  // When it was written is not kept. From then to its next waking nothing comes into force, so
  // that the instant just before that one stands for it.
  const Instant written = stored.wake_at ? *stored.wake_at - kJustBefore : Instant::max();
  const int64_t watermark = derived_->stamp().through.seq;
  const Folded entry = EntryOf(dossier, std::min(written, times_.now), watermark);
  if (!(entry == stored)) {
    const bool ahead = written > times_.now && EntryOf(dossier, written, watermark) == stored;
    return fmt::format("the state of dossier {} {}", code,
                       ahead ? "counts what is dated ahead of this clock, " + Told(times_.now)
                             : "is not what its events say");
  }
  if (settled != entry.IsSettled()) {
    return fmt::format("the state of dossier {} lies among the {} ones", code,
                       settled ? "settled" : "open");
  }
  const dossier::Judged judged = timeline_.Judge(entry.facts);
  sums_.Add(figures::ShareOf(judged), 1);
  return settled ? std::nullopt : CompareNext(code, entry, judged.judgement, next_at);
}

/// Each name that the dossier was given by the watermark leads to it.
std::optional<std::string> StateCheck::CompareAliases(const Dossier& dossier) {
  std::set<std::string_view> aliases;
  for (const auto& [seq, recorded_at, event] : dossier.events) {
    if (seq > derived_->stamp().through.seq) break;
    if (!event.alias.empty()) aliases.insert(event.alias);
  }
  for (const std::string_view alias : aliases) {
    if (derived_->HasAlias(AliasKey(alias, dossier.code))) continue;
    return fmt::format("the alias {} does not lead to dossier {}", alias, dossier.code);
  }
  aliases_ += static_cast<int64_t>(aliases.size());
  return {};
}

void StateCheck::CountLater(const Dossier& dossier) {
  const auto share = [&](Folded&& entry) {
    return figures::ShareOf(timeline_.Judge(std::move(entry.facts)));
  };
  const int64_t watermark = derived_->stamp().through.seq;
  later_.Replace(share(EntryOf(dossier, times_.now, watermark)),
                 share(EntryOf(dossier, times_.now, dossier.events.back().seq)));
}

/// The entry as of a position, with the events that are in force at an instant.
Folded StateCheck::EntryOf(const Dossier& dossier, Instant in_force, int64_t through) const {
  Folded entry;
  std::vector<dossier::Event> events;
  for (const auto& [seq, recorded_at, event] : dossier.events) {
    if (seq > through) break;
    entry.marks.push_back(
        {dossier::IdDigest(event.source, event.id), Prefix64(dossier::ContentDigest(event))});
    entry.last_seq = seq;
    events.push_back(event);
  }
  FoldHistory(entry, std::move(events), timeline_, in_force);
  return entry;
}

/// `next_at` must not let a reader miss anything that happens after the last commit. Of what lies
/// before it, how much is still named depends on when the state was written.
std::optional<std::string> StateCheck::CompareNext(const std::string& code, const Folded& entry,
                                                   const dossier::Judgement& judgement,
                                                   const std::optional<Instant>& next_at) const {
  const auto due = NextAt(entry, judgement, times_.head);
  if (next_at == due) return {};
  std::vector<std::optional<Instant>> moments = {entry.wake_at, judgement.acceptance.overdue_from};
  for (const auto& basis : judgement.bases) moments.push_back(basis.overdue_from);
  for (const auto& stretch : judgement.index766) moments.emplace_back(stretch.from);
  const bool is_one = std::find(moments.begin(), moments.end(), next_at) != moments.end();
  const bool early_enough = next_at ? !due || *next_at <= *due : !due;
  if (early_enough && (is_one || !next_at)) return {};
  return fmt::format("the state of dossier {} says that it next changes at {}, not {}", code,
                     Told(next_at), Told(due));
}

std::optional<std::string> StateCheck::CompareWhole() {
  if (!derived_) return ComparePages();
  std::optional<std::string> difference;
  const auto beyond = [&](std::string_view code) {
    difference = fmt::format("there is a state of {}, which has no event", code);
    return false;
  };
  derived_->ForEachSettled(last_code_, [&](auto code, auto) { return beyond(code); });
  derived_->ForEachOpenAfter(last_code_, [&](auto code, auto, auto) { return beyond(code); });
  if (difference) return difference;
  const Stamp& stamp = derived_->stamp();
  if (stamp.open != states_[0] || stamp.settled != states_[1]) {
    return fmt::format("{} open and {} settled states are said to be there, {} and {} are",
                       stamp.open, stamp.settled, states_[0], states_[1]);
  }
  if (const int64_t there = derived_->CountAliases(); there != aliases_) {
    return fmt::format("{} aliases are there, the events say {}", there, aliases_);
  }
  derived_->CheckAll();
  return ComparePages();
}

void StateCheck::PutAway(CellSums& sums) {
  if (!pages_) pages_ = MakeScratch(*files_);
  std::deque<std::string> texts;
  std::vector<std::vector<runs::Change>> changes(1);
  sums.TakePages([&](const PageKey& key, std::string&& page) {
    const std::string_view name = texts.emplace_back(key.ToBytes());
    changes.front().push_back({name, texts.emplace_back(std::move(page))});
  });
  pages_->Commit(changes, {});
}

/// How many cells the dossiers come to, those that are not kept yet included.
void StateCheck::CountCells() {
  PutAway(later_);
  pages_->snapshot()->ForEachSum(0, [&](std::string_view key, std::string_view page) {
    if (PageKey::FromBytes(key)->span == PageSpan::kDay) {
      cell_count_ += static_cast<int64_t>(CountRows(page).value_or(0));
    }
    return true;
  });
}

/// Day pages must be what the dossiers contribute; month and year pages the sums of their days.
std::optional<std::string> StateCheck::ComparePages() {
  PutAway(sums_);
  std::map<std::string, Digest> expected;
  const auto empty = [](std::string_view page) { return CountRows(page).value_or(1) == 0; };
  pages_->snapshot()->ForEachSum(0, [&](std::string_view key, std::string_view page) {
    if (empty(page)) return true;
    // A digest for each page: they are as many as there are days, however many cells those have.
    expected.emplace(key, Sha256(page));
    return true;
  });
  CountCells();
  if (!derived_) return {};
  std::optional<std::string> difference;
  const Stamp& stamp = derived_->stamp();
  derived_->ForEachPage([&](const PageKey& key, std::string_view page) {
    // Ranges are gone through within these.
    const bool is_beyond = key.span == PageSpan::kDay && !empty(page) &&
                           (!stamp.first_day || key.first < *stamp.first_day || !stamp.last_day ||
                            key.first > *stamp.last_day);
    if (is_beyond) {
      difference = DescribePage(key, "lies beyond the days that are said to be there");
      return false;
    }
    const auto it = expected.find(key.ToBytes());
    const bool same = it == expected.end() ? empty(page) : it->second == Sha256(page);
    if (it != expected.end()) expected.erase(it);
    if (!same) difference = DescribePage(key, "is not what the dossiers contribute");
    return same;
  });
  if (difference) return difference;
  if (expected.empty()) return {};
  return DescribePage(*PageKey::FromBytes(expected.begin()->first), "is missing");
}

}  // namespace dunghan::ledger
