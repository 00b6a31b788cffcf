#include "intake/batch_decoder.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dunghan/test/ledgers.h"
#include "fake_ledger.h"

namespace dunghan::intake {
namespace {

using ledger::Item;
using ledger::Reject;
using testing::HasSubstr;

const Instant kNow = test::At("2021-06-30 12:00");

class BatchDecoderTest : public testing::Test {
 protected:
  static std::string Received(std::string_view dossier) {
    return R"({"dossier":")" + std::string(dossier) +
           R"(","type":"received","at":"2021-06-07T08:00:00+07:00","agency":"A","procedure":"P"})";
  }
  std::vector<Item> Accept(std::string body, BatchForm form) {
    return Read(std::move(body), form).items;
  }
  EventBatch Read(std::string body, BatchForm form) {
    auto batch = decoder_.Decode({std::move(body), form}, kNow);
    if (!batch) ADD_FAILURE() << batch.error().text;
    return batch ? std::move(*batch) : EventBatch();
  }
  std::string Refuse(std::string body, BatchForm form) {
    const auto batch = decoder_.Decode({std::move(body), form}, kNow);
    return batch ? "accepted" : batch.error().text;
  }
  static std::string DossierOf(const Item& item) {
    const auto* event = std::get_if<dossier::Event>(&item.content);
    return event ? event->dossier : "rejected: " + std::get<Reject>(item.content).reason;
  }
  static Reject RejectOf(const Item& item) { return std::get<Reject>(item.content); }

  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
  BatchDecoder decoder_{codes_, Alone(OpenRulebook(codes_))};
};

TEST_F(BatchDecoderTest, ReadsOneObjectOverSeveralLines) {
  const auto items = Accept(
      "{\n \"dossier\":\"D1\",\n \"type\":\"paid\",\n"
      " \"at\":\"2021-06-07T08:00:00Z\"\n}\n",
      BatchForm::kJson);
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(DossierOf(items[0]), "D1");
}

TEST_F(BatchDecoderTest, PassesOverAByteOrderMarkAtTheBeginning) {
  const std::string mark = "\xEF\xBB\xBF";
  for (const auto& [body, form] : {std::pair(Received("D1"), BatchForm::kJson),
                                   std::pair("[" + Received("D1") + "]", BatchForm::kJson),
                                   std::pair(Received("D1") + "\n", BatchForm::kNdjson)}) {
    const auto items = Accept(mark + body, form);
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(DossierOf(items[0]), "D1");
    EXPECT_THAT(Refuse(mark + mark + body, form), HasSubstr("JSON")) << "but one only";
  }
  EXPECT_EQ(Refuse(mark, BatchForm::kJson), "the body is empty");
}

TEST_F(BatchDecoderTest, ReadsAnArrayInOrder) {
  const auto items =
      Accept(" [" + Received("D1") + ",\n" + Received("D2") + " , " + Received("D3") + "] ",
             BatchForm::kJson);
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(DossierOf(items[0]), "D1");
  EXPECT_EQ(DossierOf(items[1]), "D2");
  EXPECT_EQ(DossierOf(items[2]), "D3");
}

TEST_F(BatchDecoderTest, ReadsLinesAndPassesOverBlankOnes) {
  const auto items =
      Accept("\n" + Received("D1") + "\r\n\n  \n" + Received("D2"), BatchForm::kNdjson);
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(DossierOf(items[0]), "D1");
  EXPECT_EQ(DossierOf(items[1]), "D2");
}

TEST_F(BatchDecoderTest, SetsAsideWhatCannotBeUsedAndSaysWhichOneItWas) {
  const auto items =
      Accept("[" + Received("D1") + R"(,{"dossier":"D2","type":"flown"},7])", BatchForm::kJson);
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(RejectOf(items[1]).place, "index 1");
  EXPECT_EQ(RejectOf(items[1]).field, "type");
  EXPECT_EQ(RejectOf(items[2]).place, "index 2");
  EXPECT_EQ(RejectOf(items[2]).raw, "7");
}

TEST_F(BatchDecoderTest, SetsAsideALineThatIsNoJsonWithItsBytes) {
  const auto items = Accept(Received("D1") + "\nnot json\n" + Received("D2"), BatchForm::kNdjson);
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(RejectOf(items[1]).raw, "not json");
  EXPECT_EQ(RejectOf(items[1]).place, "index 1");
}

TEST_F(BatchDecoderTest, RefusesABodyWithNothingReadableInIt) {
  EXPECT_EQ(Refuse("", BatchForm::kJson), "the body is empty");
  EXPECT_EQ(Refuse(" \n\t ", BatchForm::kNdjson), "the body is empty");
  EXPECT_EQ(Refuse("[]", BatchForm::kJson), "the array is empty");
  EXPECT_EQ(Refuse("7", BatchForm::kJson), "the body is neither an object nor an array of objects");
  EXPECT_THAT(Refuse("{\"dossier\":", BatchForm::kJson), HasSubstr("the body is no JSON"));
  EXPECT_THAT(Refuse("[" + Received("D1"), BatchForm::kJson), HasSubstr("the body is no JSON"));
  EXPECT_THAT(Refuse("dossier,type\nD1,received\n", BatchForm::kNdjson),
              HasSubstr("no line of the body is a JSON object"));
}

TEST_F(BatchDecoderTest, SaysWhereABodyIsNoJson) {
  const std::string one = Received("D1");
  EXPECT_EQ(
      Refuse("[" + one + ",\n" + one + "\n" + one + "]", BatchForm::kJson),
      fmt::format("the body is no JSON: a comma or ] is missing at line 3, column 1 (offset {})",
                  2 * one.size() + 4));
  EXPECT_EQ(Refuse(one + "\n" + one + "\n", BatchForm::kJson),
            fmt::format("the body is no JSON: text after the end of the value at line 2, column 1 "
                        "(offset {}); many objects, one a line, are sent as Content-Type: "
                        "application/x-ndjson",
                        one.size() + 1));
  EXPECT_EQ(Refuse("[\"\xff\"]", BatchForm::kJson),
            "the body is no JSON: not valid UTF-8 at column 3");
}

TEST_F(BatchDecoderTest, NamesUtf16) {
  using namespace std::string_literals;
  for (const auto form : {BatchForm::kJson, BatchForm::kNdjson}) {
    for (const std::string& body : {"\xFF\xFE{\0}\0"s, "\xFE\xFF\0{\0}"s, "{\0}\0"s}) {
      EXPECT_EQ(
          Refuse(body, form),
          "the body is UTF-16 text, as \"Unicode\" of Excel and Notepad is, or no text at all; "
          "save it as UTF-8");
    }
  }
}

TEST_F(BatchDecoderTest, RefusesWhatGoesOnAfterTheEnd) {
  EXPECT_THAT(Refuse(Received("D1") + Received("D2"), BatchForm::kJson),
              HasSubstr("text after the end of the value"));
  EXPECT_EQ(Refuse("[" + Received("D1") + "] [" + Received("D2") + "]", BatchForm::kJson),
            "the body goes on after its array");
  EXPECT_THAT(Refuse("[" + Received("D1") + "] x", BatchForm::kJson),
              HasSubstr("the body is no JSON"));
}

TEST_F(BatchDecoderTest, RefusesBytesThatAreNoUtf8) {
  EXPECT_THAT(Refuse("[\"\xff\"]", BatchForm::kJson), HasSubstr("the body is no JSON"));
}

std::string Repeated(std::string_view text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

class LimitedBatchDecoder : public BatchDecoderTest {
 protected:
  LimitedBatchDecoder() {
    decoder_ =
        BatchDecoder(codes_, Alone(OpenRulebook(codes_)), {.max_items = 4, .max_unreadable = 2});
  }
  BodyFault Fault(std::string body, BatchForm form) {
    auto batch = decoder_.Decode({std::move(body), form}, kNow);
    if (batch) ADD_FAILURE() << "accepted";
    return batch ? BodyFault() : batch.error();
  }
};

TEST_F(LimitedBatchDecoder, RefusesMoreEventsThanAreTakenAtOnceAndSaysHowManyAre) {
  const std::string line = Received("D") + "\n";
  EXPECT_EQ(Accept(Repeated(line + "\n \n", 4), BatchForm::kNdjson).size(), 4U);
  const auto lines = Fault(Repeated(line, 5), BatchForm::kNdjson);
  EXPECT_EQ(lines.kind, BodyFault::Kind::kTooMany);
  EXPECT_EQ(lines.text,
            "the body holds more than 4 events, the most that are taken at once; send them in "
            "several bodies");
  EXPECT_EQ(
      Accept("[" + Repeated(Received("D") + ",", 3) + Received("D") + "]", BatchForm::kJson).size(),
      4U);
  const auto array =
      Fault("[" + Repeated(Received("D") + ",", 4) + Received("D") + "]", BatchForm::kJson);
  EXPECT_EQ(array.kind, BodyFault::Kind::kTooMany);
  EXPECT_EQ(array.text, lines.text);
}

TEST_F(LimitedBatchDecoder, RefusesABodyOfWhichTooMuchIsNoEvent) {
  const std::string good = Received("D") + "\n";
  EXPECT_EQ(Accept("x\n" + good + "{}\n", BatchForm::kNdjson).size(), 3U);
  const auto lines = Fault("x\n" + good + "{}\n7\n", BatchForm::kNdjson);
  EXPECT_EQ(lines.kind, BodyFault::Kind::kUnreadable);
  EXPECT_EQ(lines.text,
            "more than 2 of the 4 items of the body are no events (the last: expected a JSON "
            "object, found a number); nothing of it is kept");
  EXPECT_THAT(Fault("[1,{},2]", BatchForm::kJson).text, HasSubstr("more than 2 of the 3 items"));
}

/// However much of it is garbage: how many there are comes first.
TEST_F(LimitedBatchDecoder, CountsGarbageAsWell) {
  EXPECT_EQ(Fault(Repeated("{}\n", 5), BatchForm::kNdjson).kind, BodyFault::Kind::kTooMany);
  EXPECT_EQ(Fault("[1,2,3,4,5]", BatchForm::kJson).kind, BodyFault::Kind::kTooMany);
}

TEST_F(BatchDecoderTest, KeepsObjectsWithoutAnyKnownFieldByTheirBytes) {
  const std::string first = R"({"MaHoSo":"H52-1","TrangThai":1})";
  const std::string second = R"({"MaHoSo":"H52-2","TrangThai":1})";
  const auto items = Accept(first + "\n" + second, BatchForm::kNdjson);
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(RejectOf(items[0]).raw, first);
  EXPECT_EQ(RejectOf(items[1]).raw, second);
  EXPECT_EQ(RejectOf(items[1]).fields, "");
  EXPECT_EQ(RejectOf(items[1]).field, "");
  EXPECT_EQ(RejectOf(items[1]).reason,
            R"(no known field; an event has at least "dossier", "type" and "at")");
  EXPECT_EQ(RejectOf(Accept(first, BatchForm::kJson)[0]).raw, first);
  // One known field, and the known fields are all that is kept.
  const auto known = RejectOf(Accept(R"({"MaHoSo":"H52-1","id":"7"})", BatchForm::kJson)[0]);
  EXPECT_EQ(known.raw, "");
  EXPECT_EQ(known.fields, R"({"id":"7"})");
}

TEST_F(BatchDecoderTest, NamesIgnoredFieldsNearKnownOnesOfThisBodyAlone) {
  std::string line = Received("D1");
  line.insert(1, R"("duedate":"2021-06-14","MaHoSo":"x","nested":{"agencyCode":"y"},)");
  const auto batch = Read(line + "\n" + line + "\n", BatchForm::kNdjson);
  ASSERT_EQ(batch.ignored.fields.size(), 1U);
  EXPECT_EQ(batch.ignored.fields[0].name, "duedate");
  EXPECT_EQ(batch.ignored.fields[0].near, Field::kDue);
  EXPECT_EQ(batch.ignored.fields[0].count, 2);
  // Not even those of a body that was refused half-way.
  Refuse("[" + line + ",", BatchForm::kJson);
  EXPECT_TRUE(Read(Received("D2"), BatchForm::kJson).ignored.fields.empty());
}

TEST_F(BatchDecoderTest, WarnsOfWhatIsOddAndTakesItAllTheSame) {
  std::string late = Received("D2");
  late.insert(1, R"("due":"2021-06-01",)");
  const auto batch = Read(Received("D1") + "\n" + late, BatchForm::kNdjson);
  EXPECT_EQ(DossierOf(batch.items[1]), "D2");
  ASSERT_EQ(batch.warnings.all, 1);
  EXPECT_EQ(batch.warnings.first[0].index, 1U);
  EXPECT_EQ(batch.warnings.first[0].oddity, Oddity::kDueBeforeReceipt);
  EXPECT_EQ(batch.warnings.first[0].value, "2021-06-01");
}

/// What senders make up must not fill the memory of a daemon that runs for years.
TEST(BatchDecoder, UnlistedCodesDoNotFillTheTable) {
  auto codes = std::make_shared<CodeTable>();
  BatchDecoder decoder(codes,
                       std::make_shared<const rulebook::Timeline>(test::SmallRulebook(codes)));
  const auto event = [](int number) {
    return R"({"dossier":"D","type":"received","at":"2021-06-07T08:00:00Z","agency":"X)" +
           std::to_string(number) + R"(","procedure":"P"})";
  };
  (void)decoder.Decode({event(0)}, kNow);
  const uint32_t before = codes->size();
  for (int i = 1; i <= 100; ++i) {
    const auto batch = decoder.Decode({event(i)}, kNow);
    ASSERT_TRUE(batch.has_value());
    const auto& reject = std::get<Reject>(batch->items.front().content);
    EXPECT_EQ(reject.field, "agency");
    EXPECT_EQ(reject.reason, "unknown agency \"X" + std::to_string(i) + "\"");
  }
  EXPECT_EQ(codes->size(), before);
}

}  // namespace
}  // namespace dunghan::intake
