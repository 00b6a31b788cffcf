#include "page.h"

#include <gtest/gtest.h>

#include <map>

#include "dunghan/record/bytes.h"
#include "dunghan/record/failure.h"
#include "samples.h"

namespace dunghan::record {
namespace {

using dossier::Event;

class Page : public ::testing::Test {
 protected:
  PageWriter Writer(int64_t first) {
    return {first, dictionary_,
            [this](int64_t at, std::string_view page) { pages_.emplace(at, page); }};
  }
  std::string Refusal(int64_t first, const std::string& bytes) {
    try {
      const PageReader page(first, bytes);
      for (int64_t seq = first; seq <= page.last(); ++seq) {
        if (page.KindAt(seq) == Kind::kEvent) (void)page.EventAt(seq, dictionary_);
      }
    } catch (const Failure& failure) {
      return failure.error().for_log;
    }
    return "none";
  }

  test::Events events_;
  Dictionary dictionary_{*events_.codes()};
  std::map<int64_t, std::string> pages_;
};

TEST_F(Page, HoldsEntriesOfAllKindsInOrder) {
  const Event event = FullEvent(events_);
  PageWriter write = Writer(10);
  write.Add(NewEntry{Kind::kTally, "first"});
  write.Add(event, 3);
  write.Add(NewEntry{static_cast<Kind>(200), "of a later version"});
  EXPECT_EQ(write.next(), 13);
  write.Finish();
  ASSERT_EQ(pages_.size(), 1);
  const PageReader page(10, pages_.at(10));
  EXPECT_EQ(page.first(), 10);
  EXPECT_EQ(page.last(), 12);
  EXPECT_FALSE(page.Holds(9) || page.Holds(13));
  EXPECT_TRUE(page.Holds(10) && page.Holds(12));
  EXPECT_EQ(page.KindAt(10), Kind::kTally);
  EXPECT_EQ(page.BytesAt(10), "first");
  EXPECT_EQ(page.KindAt(11), Kind::kEvent);
  EXPECT_EQ(page.EventAt(11, dictionary_).event, event);
  EXPECT_EQ(page.EventAt(11, dictionary_).previous, 3);
  EXPECT_EQ(page.FrontAt(11).at, event.at);
  EXPECT_EQ(page.KindAt(12), static_cast<Kind>(200));
  EXPECT_EQ(page.BytesAt(12), "of a later version");
}

TEST_F(Page, IsOfOneEntryWhereThatIsLookedForByItself) {
  using namespace std::string_literals;
  PageWriter write = Writer(1);
  write.Add(FullEvent(events_), 0);
  write.Add(NewEntry{Kind::kFrozen, "f"});
  write.Add(NewEntry{Kind::kAct, "a"});
  write.Add(NewEntry{Kind::kTally, "t"});
  write.Finish();
  ASSERT_EQ(pages_.size(), 4);
  EXPECT_EQ(pages_.at(2), "\1\0\4\1f"s) << "by these three bytes the index finds it";
  EXPECT_EQ(pages_.at(3), "\1\0\5\1a"s);
  EXPECT_EQ(PageReader(4, pages_.at(4)).BytesAt(4), "t");
}

TEST_F(Page, EndsWithSixtyFourEntries) {
  PageWriter write = Writer(1);
  for (int i = 0; i < 130; ++i) write.Add(NewEntry{Kind::kTally, "x"});
  write.Finish();
  ASSERT_EQ(pages_.size(), 3);
  EXPECT_EQ(PageReader(1, pages_.at(1)).last(), 64);
  EXPECT_EQ(PageReader(65, pages_.at(65)).last(), 128);
  EXPECT_EQ(PageReader(129, pages_.at(129)).last(), 130);
}

TEST_F(Page, EndsBeforeFourThousandBytesUnlessOneEntryIsLarger) {
  Event event = FullEvent(events_);
  event.id = std::string(200, 'i');
  PageWriter write = Writer(1);
  for (int i = 0; i < 60; ++i) {
    event.at += std::chrono::hours{1};
    write.Add(event, 0);
  }
  write.Add(NewEntry{Kind::kTally, std::string(20'000, 't')});
  write.Add(event, 0);
  write.Finish();
  int64_t next = 1;
  for (const auto& [first, bytes] : pages_) {
    EXPECT_EQ(first, next);
    const PageReader page(first, bytes);
    next = page.last() + 1;
    EXPECT_TRUE(first == 61 || bytes.size() < 4'100) << first;
  }
  EXPECT_EQ(next, 63);
  EXPECT_EQ(pages_.at(61).size(), 20'000 + 6);
  EXPECT_GT(pages_.size(), 4);
  // Each page counts from the time of its own first event.
  EXPECT_EQ(PageReader(62, pages_.at(62)).EventAt(62, dictionary_).event, event);
}

TEST_F(Page, IsRefusedWithEveryBitFlippedOrReadsAnotherContent) {
  const Event first = FullEvent(events_);
  Event second = first;
  second.at += std::chrono::hours{30};
  PageWriter write = Writer(10);
  write.Add(first, 3);
  write.Add(NewEntry{Kind::kTally, "tally"});
  write.Add(second, 10);
  write.Finish();
  const std::string bytes = pages_.at(10);
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = bytes;
      flipped[i] = static_cast<char>(flipped[i] ^ 1 << bit);
      if (Refusal(10, flipped) != "none") continue;
      const PageReader page(10, flipped);
      const bool same = page.last() == 12 && page.KindAt(10) == Kind::kEvent &&
                        page.KindAt(11) == Kind::kTally && page.KindAt(12) == Kind::kEvent &&
                        page.BytesAt(11) == "tally" &&
                        page.EventAt(10, dictionary_).event == first &&
                        page.EventAt(10, dictionary_).previous == 3 &&
                        page.EventAt(12, dictionary_).event == second &&
                        page.EventAt(12, dictionary_).previous == 10;
      EXPECT_FALSE(same) << "byte " << i << ", bit " << bit;
    }
  }
}

TEST_F(Page, IsRefusedWhereNobodyWroteIt) {
  using namespace std::string_literals;
  EXPECT_EQ(Refusal(10, "\1\0\3\1x"s), "none");
  EXPECT_EQ(Refusal(10, ""), "the page of entries at position 10 has as many entries as none has");
  EXPECT_EQ(Refusal(10, "\0\0"s),
            "the page of entries at position 10 has as many entries as none has");
  EXPECT_EQ(Refusal(10, "\x41\0"s),
            "the page of entries at position 10 has as many entries as none has");
  EXPECT_EQ(Refusal(10, "\1\0\3\1xy"s), "the page of entries at position 10 has broken bytes");
  EXPECT_EQ(Refusal(10, "\2\0\3\1x"s),
            "the page of entries at position 10 has an entry of no kind");
  EXPECT_EQ(Refusal(10, "\1\0\2\1x"s),
            "the page of entries at position 10 has an entry of no kind");
  EXPECT_EQ(Refusal(10, "\1\2\3\1x"s),
            "the page of entries at position 10 has a time without events");
  EXPECT_EQ(Refusal(10, "\1\0\4\1x"s), "none");
  EXPECT_EQ(Refusal(10, "\2\0\4\1x\3\1y"s),
            "the page of entries at position 10 has something among others that has its own");
}

}  // namespace
}  // namespace dunghan::record
