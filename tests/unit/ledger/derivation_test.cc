#include "derivation.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "behind.h"
#include "derived.h"
#include "dunghan/figures/share.h"
#include "dunghan/ledger/ledger.h"
#include "dunghan/test/ledgers.h"

namespace dunghan::ledger {
namespace {

using dossier::EventType;
using test::At;
using test::Day;

/// A history in which a little of everything happens.
std::vector<dossier::Event> History(test::Events& events) {
  std::vector<dossier::Event> all;
  const auto say = [&](const char* code, EventType type, const char* at) -> dossier::Event& {
    return all.emplace_back(events.Make(code, type, at));
  };
  for (int i = 0; i < 12; ++i) {
    const std::string code = "D" + std::to_string(i);
    const std::string day = "2021-06-" + std::string(i < 3 ? "0" : "") + std::to_string(7 + i);
    all.push_back(events.Received(code, day + " 08:00",
                                  Day(i % 3 == 0 ? "2021-06-18" : "2021-06-25"),
                                  i % 2 == 0 ? "A" : "B", i % 4 == 0 ? "Q" : "P"));
    all.back().channel = i % 3 == 0 ? dossier::Channel::kOnline : dossier::Channel::kInPerson;
    if (i % 4 == 0) all.back().alias = "BN-" + std::to_string(i / 8);
    if (i % 5 == 1)
      say(code.c_str(), EventType::kSubmitted, (day + " 07:00").c_str()).agency =
          events.Code<AgencyCode>("A");
    if (i % 2 == 1) {
      auto& hand = say(code.c_str(), EventType::kAssigned, (day + " 09:00").c_str());
      hand.step = events.Code<StepName>("Thẩm định");
      hand.unit = events.Code<UnitName>("Phòng 1");
      hand.step_due = At("2021-06-20 09:00");
    }
    if (i % 3 == 1) {
      say(code.c_str(), EventType::kSupplementRequested, (day + " 10:00").c_str()).reason =
          events.Code<ReasonCode>("citizen");
      if (i % 2 == 0) say(code.c_str(), EventType::kSupplemented, "2021-06-21 10:00");
    }
    if (i % 4 != 3) {
      say(code.c_str(), i % 7 == 0 ? EventType::kRefused : EventType::kCompleted,
          i % 2 == 0 ? "2021-06-22 15:00" : "2021-06-28 15:00");
      say(code.c_str(), EventType::kReady, "2021-06-28 16:00");
      auto& rated = say(code.c_str(), EventType::kRated, "2021-06-29 08:00");
      rated.rating = static_cast<uint8_t>(1 + i % 5);
    }
    if (i % 6 == 5)
      say(code.c_str(), EventType::kApologised, "2021-06-29 09:00").due = Day("2021-07-05");
  }
  for (auto& event : all) {
    event.id.clear();
    dossier::EnsureId(event);
  }
  return all;
}

/// Raise kDerivationVersion, and put its digest down here, whenever this fails: what was made under
/// the number before is then made anew everywhere.
TEST(DerivationVersion, IsRaisedWithWhateverChangesWhatIsDerived) {
  test::Events events;
  const auto rulebook = test::SmallRulebook(events.codes());
  ManualClock clock(At("2021-06-30 12:00"));
  Options options;
  options.rulebook = rulebook;
  options.codes = events.codes();
  options.clock = &clock;

  Dictionary dictionary(*events.codes());
  const auto timeline = std::make_shared<rulebook::Timeline>(rulebook);
  class NoShelf final : public Shelf {
    std::optional<Kept> Load(std::string_view) override { return {}; }
    std::vector<dossier::Event> History(int64_t) override { return {}; }
  } shelf;
  Book book(timeline, dictionary, shelf, size_t{1} << 20U);
  const auto history = History(events);
  Group group(book, clock.Now());
  int64_t seq = 0;
  for (const auto& event : history) group.Add(event, dossier::ContentDigest(event), ++seq);
  group.Complete();
  book.Publish(std::move(group), nullptr);

  const auto files = runs::MemoryFiles();
  Scribe scribe(*files, kDerivedFile, *events.codes());
  scribe.Begin(DerivationKey(*timeline));
  Piece piece{.moved = book.TakeMoved(),
              .rejudged = {},
              .aliases = book.TakeAliases(),
              .timeline = timeline,
              .through = {seq, clock.Now(), {}},
              .texts = {}};
  for (uint32_t i = 1; i <= dictionary.size(); ++i) piece.texts.emplace_back(dictionary.TextAt(i));
  scribe.Hand(std::move(piece));
  scribe.Wait();
  ASSERT_FALSE(scribe.failure());

  Sha256Stream all;
  const Derived derived = scribe.derived();
  derived.ForEachOpenAfter("", [&](std::string_view code, auto next_at, std::string_view entry) {
    all.Add(code);
    all.Add(next_at ? FormatRfc3339(*next_at, {}) : "none");
    all.Add(entry);
    return true;
  });
  derived.ForEachSettled("", [&](std::string_view code, std::string_view entry) {
    all.Add(code);
    all.Add(entry);
    return true;
  });
  derived.ForEachPage([&](const PageKey& key, std::string_view page) {
    all.Add(key.ToBytes());
    all.Add(page);
    return true;
  });
  for (const std::string_view alias : {"BN-0", "BN-1"}) {
    derived.ForEachAliased(alias, [&](std::string_view code) {
      all.Add(alias);
      all.Add(code);
      return true;
    });
  }
  EXPECT_EQ(derived.CountAliases(), 3);
  EXPECT_GT(derived.stamp().open, 0);
  EXPECT_GT(derived.stamp().settled, 0);
  const std::pair<int, std::string> expected = {
      9, "050021df160690fd8d54e9fe571569a3bba3cab733baee0603ee7e6c884868dc"};
  EXPECT_EQ(std::pair(kDerivationVersion, ToHex(all.Finish())), expected);
}

}  // namespace
}  // namespace dunghan::ledger
