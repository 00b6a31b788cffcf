#include "verify_states.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "../cell_page.h"
#include "../history.h"
#include "../share.h"
#include "replay.h"

namespace dunghan::ledger::sqlite {
namespace {

constexpr std::chrono::milliseconds kJustBefore{1};

std::string DescribePage(const PageKey& key, std::string_view what) {
  constexpr std::string_view kSpans[] = {"day", "month", "year"};
  const auto span = static_cast<size_t>(key.span);
  return fmt::format("the page of cells for the {} from {} {}",
                     span < std::size(kSpans) ? kSpans[span] : "time", FormatDate(key.first), what);
}

std::string Told(const std::optional<Instant>& at) { return at ? FormatRfc3339(*at, {}) : "none"; }

}  // namespace

std::optional<std::string> StateCheck::Compare(const std::vector<Walked>& walked) {
  if (walked.front().seq > watermark_) return {};
  ++states_;
  const std::string& code = walked.front().event.dossier;
  const std::vector<KeptState> kept = store_.KeptStates(code);
  if (kept.empty()) return fmt::format("dossier {} has no state", code);
  if (kept.size() > 1) return fmt::format("dossier {} has two states", code);
  const auto& [stored, settled, next_at] = kept.front();
  if (stored.wake_at && *stored.wake_at <= times_.recorded) {
    return fmt::format("the state of dossier {} leaves out what came due at {}", code,
                       Told(stored.wake_at));
  }
  const Instant written = stored.wake_at ? *stored.wake_at - kJustBefore : Instant::max();
  const Entry entry = EntryOf(walked, std::min(written, times_.now));
  if (!(entry == stored)) {
    const bool ahead = written > times_.now && EntryOf(walked, written) == stored;
    return fmt::format("the state of dossier {} {}", code,
                       ahead ? "counts what is dated ahead of this clock, " + Told(times_.now)
                             : "is not what its events say");
  }
  if (settled != entry.IsSettled()) {
    return fmt::format("the state of dossier {} lies among the {} ones", code,
                       settled ? "settled" : "open");
  }
  if (entry.facts.first_at) ledger::Add(cells_, ShareOf(Judged(entry.facts, timeline_)), 1);
  return settled ? std::nullopt : CompareNext(code, entry, next_at);
}

/// The entry as of the watermark, with the events that are in force at an instant.
Entry StateCheck::EntryOf(const std::vector<Walked>& walked, Instant in_force) const {
  Entry entry;
  std::vector<dossier::Event> events;
  for (const auto& [seq, previous, event] : walked) {
    if (seq > watermark_) break;
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
std::optional<std::string> StateCheck::CompareNext(const std::string& code, const Entry& entry,
                                                   const std::optional<Instant>& next_at) const {
  const auto judgement = dossier::Judge(entry.facts, timeline_.TermsFor(entry.facts));
  const auto due = NextAt(entry, judgement, times_.head);
  if (next_at == due) return {};
  std::vector<std::optional<Instant>> moments = {entry.wake_at, judgement.acceptance.overdue_from};
  for (const auto& basis : judgement.bases) moments.push_back(basis.overdue_from);
  const bool is_one = std::find(moments.begin(), moments.end(), next_at) != moments.end();
  const bool early_enough = next_at ? !due || *next_at <= *due : !due;
  if (early_enough && (is_one || !next_at)) return {};
  return fmt::format("the state of dossier {} says that it next changes at {}, not {}", code,
                     Told(next_at), Told(due));
}

std::optional<std::string> StateCheck::CompareTables() {
  const int64_t kept = store_.CountStates();
  if (kept != states_) return fmt::format("there are {} states for {} dossiers", kept, states_);
  return ComparePages();
}

/// Day pages must be what the dossiers contribute; month and year pages the sums of their days.
std::optional<std::string> StateCheck::ComparePages() {
  std::map<int64_t, PageRows> expected;
  for (const auto& [key, amounts] : cells_.map()) {
    if (amounts.IsZero()) continue;
    ++cell_count_;
    for (const PageKey& page : PagesOf(key.day)) expected[page.ToNumber()][key.row].Add(amounts);
  }
  std::optional<std::string> difference;
  store_.ForEachPage([&](const PageKey& key, std::string_view page) {
    const auto it = expected.find(key.ToNumber());
    const std::string wanted =
        EncodePage(it == expected.end() ? PageRows{} : it->second, store_.dictionary());
    if (page != wanted && !difference) {
      difference = DescribePage(key, "is not what the dossiers contribute");
    }
    if (it != expected.end()) expected.erase(it);
  });
  if (difference) return difference;
  for (const auto& [number, rows] : expected) {
    const bool empty =
        std::all_of(rows.begin(), rows.end(), [](const auto& row) { return row.second.IsZero(); });
    if (!empty) return DescribePage(PageKey::FromNumber(number), "is missing");
  }
  return {};
}

}  // namespace dunghan::ledger::sqlite
