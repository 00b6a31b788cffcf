#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "timelines.h"

/// Rulebooks that change, and looking back, over random histories of all event types.
namespace dunghan::ledger {
namespace {

using dossier::Basis;
using dossier::Event;
using std::chrono::hours;

const LocalDay kFrom = test::Day("2021-04-20");
const LocalDay kTo = test::Day("2021-09-30");
constexpr int kDossiers = 4;

std::string Say(const std::optional<Instant>& at) {
  return at ? FormatRfc3339(*at, hours{7}) : "-";
}

/// All that is judged of a dossier, in texts: ledgers with code tables of their own are compared.
std::string Describe(const dossier::Judgement& judgement) {
  std::string text;
  for (const auto& basis : judgement.bases) {
    text +=
        fmt::format("overdue from {} no_due {} fallback {} confirmed {}:", Say(basis.overdue_from),
                    static_cast<int>(basis.no_due), basis.fallback, basis.confirmed);
    for (const auto& [from, standing] : basis.timeline) {
      text += fmt::format(" {} {}", Say(from), static_cast<int>(standing));
    }
  }
  text += fmt::format(" gross {} acceptance {}:", Say(judgement.gross_overdue_from),
                      Say(judgement.acceptance.overdue_from));
  for (const auto& [from, standing] : judgement.acceptance.timeline) {
    text += fmt::format(" {} {}", Say(from), static_cast<int>(standing));
  }
  return text;
}

/// What a view says of everything.
struct Picture {
  std::map<std::string, std::string> dossiers;
  std::set<std::string> folded;  ///< not known from mirrors alone
  std::set<std::string> open;
  std::set<std::string> settled;
  test::CellDump cells;
  friend bool operator==(const Picture&, const Picture&) = default;
};

Picture Take(View& view) {
  Picture picture;
  for (int i = 0; i < kDossiers; ++i) {
    const std::string code = "D" + std::to_string(i);
    if (const auto found = view.Find(code)) {
      if (found->judged.facts.first_at) picture.folded.insert(code);
      picture.dossiers[code] =
          fmt::format("{} events {}", found->events.size(), Describe(found->judged.judgement));
    }
  }
  view.ForEachOpen([&](std::string_view code, const auto&) { picture.open.emplace(code); }).value();
  view.ForEachSettled("",
                      [&](const ledger::Settled& dossier) {
                        picture.settled.emplace(dossier.code());
                        return true;
                      })
      .value();
  picture.cells = test::DumpCells(view, kFrom, kTo, 5);
  return picture;
}

void AssertSame(const Picture& a, const Picture& b) {
  RC_ASSERT(a.dossiers == b.dossiers);
  RC_ASSERT(a.open == b.open);
  RC_ASSERT(a.settled == b.settled);
  RC_ASSERT(a.cells == b.cells);
}

RC_GTEST_PROP(TimelineProperty, OrderRepeatsAndDelaysDoNotMatterWhateverTheRulebooks, ()) {
  const auto changes = RandomChanges();
  const Instant end = changes.back().at + hours{*rc::gen::inRange(0, 24 * 60)};
  Bench one(test::kHistoryFrom);
  Bench other(test::kHistoryFrom);
  const auto history = test::RandomHistory(one.events(), kDossiers);
  Live(one, history, changes, end);
  Live(other, test::ShuffledWithRepeats(history), changes, end);
  RC_ASSERT(one.ledger().timeline()->digest() == other.ledger().timeline()->digest());
  const auto left = one.Look();
  const auto right = other.Look();
  AssertSame(Take(*left), Take(*right));
  for (Bench* bench : {&one, &other}) {
    RC_ASSERT(bench->ledger().Flush().has_value());
    const auto verified = bench->Look()->Verify({}).value();
    RC_ASSERT(verified.difference.value_or("") == "");
    RC_ASSERT(verified.note.value_or("") == "");
  }
  RC_ASSERT(one.Look()->Verify({}).value().content == other.Look()->Verify({}).value().content);
}

/// The changes told are those there are, and give reasons.
void AssertChangesBetween(const Picture& then, const Picture& now, View& view) {
  const auto judged = [](const Picture& picture, const std::string& code) {
    const auto found = picture.dossiers.find(code);
    return found == picture.dossiers.end() ? "" : found->second.substr(found->second.find("over"));
  };
  std::set<std::string> told;
  view.ForEachChange([&](const PastChange& change) {
        told.emplace(change.code);
        RC_ASSERT(!change.events.empty() || !change.rulebooks.empty());
        RC_ASSERT(change.before.has_value() == then.dossiers.contains(std::string(change.code)));
      })
      .value();
  for (const auto& [code, text] : now.dossiers) {
    if (!now.folded.contains(code) && !then.folded.contains(code)) continue;
    if (judged(then, code) != judged(now, code)) RC_ASSERT(told.contains(code));
  }
}

/// At every step a picture is taken; at the end each is seen again by looking back.
RC_GTEST_PROP(TimelineProperty, LookingBackShowsWhatWasSeenThen, ()) {
  Bench bench(test::kHistoryFrom);
  const auto history = test::RandomHistory(bench.events(), kDossiers);
  std::vector<std::pair<AsOf, Picture>> pictures;
  const auto look = [&] {
    RC_ASSERT(bench.ledger().Append({}).has_value());
    const auto view = bench.Look();
    pictures.emplace_back(AsOf{{}, view->position().at}, Take(*view));
  };
  look();
  for (size_t at = 0; at < history.size();) {
    bench.clock().Advance(std::chrono::minutes{*rc::gen::inRange(1, 60 * 24 * 12)});
    const auto left = static_cast<int>(history.size() - at);
    const auto next = at + static_cast<size_t>(*rc::gen::inRange(1, std::min(left, 9) + 1));
    bench.AppendInPieces({history.begin() + static_cast<std::ptrdiff_t>(at),
                          history.begin() + static_cast<std::ptrdiff_t>(next)});
    at = next;
    look();
    if (*rc::gen::inRange(0, 5) == 0) {
      bench.clock().Advance(std::chrono::minutes{1});
      std::optional<Instant> from;
      if (*rc::gen::inRange(0, 2) == 0)
        from = bench.clock().Now() - hours{*rc::gen::inRange(1, 900)};
      bench.Apply(RandomRules(), from);
      look();
    }
  }
  if (*rc::gen::inRange(0, 2) == 0) RC_ASSERT(bench.ledger().Flush().has_value());
  bench.clock().Advance(std::chrono::minutes{*rc::gen::inRange(1, 60 * 24 * 20)});
  const Picture present = Take(*bench.Look());
  for (const auto& [as_of, picture] : pictures) {
    const auto view = bench.Look(as_of);
    RC_ASSERT(view->position().at == *as_of.at);
    AssertSame(Take(*view), picture);
    AssertChangesBetween(picture, present, *view);
  }
}

/// Foresee names exactly the dossiers that Apply moves.
RC_GTEST_PROP(TimelineProperty, WhatIsForeseenIsWhatMoves, ()) {
  Bench bench(test::kHistoryFrom + hours{*rc::gen::inRange(1, test::kHistoryHours)});
  bench.AppendInPieces(test::RandomHistory(bench.events(), kDossiers));
  const auto judged = [&] {
    std::map<std::string, std::string> texts;
    const auto view = bench.Look();
    for (int i = 0; i < kDossiers; ++i) {
      const std::string code = "D" + std::to_string(i);
      if (const auto found = view->Find(code)) texts[code] = Describe(found->judged.judgement);
    }
    return texts;
  };
  auto rules = RandomRules();
  rules.sources = test::SmallRules{}.sources;  // facts stay: only judgements move
  std::optional<Instant> from;
  if (*rc::gen::inRange(0, 2) == 0) from = bench.clock().Now() - hours{*rc::gen::inRange(1, 900)};
  const Application application{test::SmallRulebook(bench.events().codes(), rules), from, "tester",
                                "vì"};
  std::set<std::string> foreseen;
  RC_ASSERT(
      bench.Look()
          ->Foresee(application, [&](const DossierChange& move) { foreseen.emplace(move.code); })
          .has_value());
  const auto before = judged();
  const auto applied = bench.ledger().Apply(application);
  RC_ASSERT(applied.has_value());
  std::set<std::string> moved;
  for (const auto& [code, text] : judged()) {
    if (text != before.at(code)) moved.insert(code);
  }
  for (const std::string& code : moved) RC_ASSERT(foreseen.contains(code));
  RC_ASSERT(applied->moved == static_cast<int64_t>(foreseen.size()));
}

}  // namespace
}  // namespace dunghan::ledger
