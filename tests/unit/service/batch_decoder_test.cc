#include "intake/batch_decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dunghan/test/ledgers.h"
#include "fake_ledger.h"

namespace dunghan::intake {
namespace {

using ledger::Item;
using ledger::Reject;
using testing::HasSubstr;

class BatchDecoderTest : public testing::Test {
 protected:
  static std::string Received(std::string_view dossier) {
    return R"({"dossier":")" + std::string(dossier) +
           R"(","type":"received","at":"2021-06-07T08:00:00+07:00","agency":"A","procedure":"P"})";
  }
  std::vector<Item> Accept(std::string body, BatchForm form) {
    auto items = decoder_.Decode(std::move(body), form);
    if (!items) ADD_FAILURE() << items.error().for_client;
    return items ? std::move(*items) : std::vector<Item>();
  }
  std::string Refuse(std::string body, BatchForm form) {
    const auto items = decoder_.Decode(std::move(body), form);
    return items ? "accepted" : items.error().for_client;
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

TEST_F(BatchDecoderTest, RefusesWhatGoesOnAfterTheEnd) {
  EXPECT_THAT(Refuse(Received("D1") + Received("D2"), BatchForm::kJson),
              HasSubstr("text after the object"));
  EXPECT_EQ(Refuse("[" + Received("D1") + "] [" + Received("D2") + "]", BatchForm::kJson),
            "the body goes on after its array");
  EXPECT_THAT(Refuse("[" + Received("D1") + "] x", BatchForm::kJson),
              HasSubstr("the body is no JSON"));
}

TEST_F(BatchDecoderTest, RefusesBytesThatAreNoUtf8) {
  EXPECT_THAT(Refuse("[\"\xff\"]", BatchForm::kJson), HasSubstr("the body is no JSON"));
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
  (void)decoder.Decode(event(0), BatchForm::kJson);
  const uint32_t before = codes->size();
  for (int i = 1; i <= 100; ++i) {
    const auto items = decoder.Decode(event(i), BatchForm::kJson);
    ASSERT_TRUE(items.has_value());
    const auto& reject = std::get<Reject>(items->front().content);
    EXPECT_EQ(reject.field, "agency");
    EXPECT_EQ(reject.reason, "unknown agency \"X" + std::to_string(i) + "\"");
  }
  EXPECT_EQ(codes->size(), before);
}

}  // namespace
}  // namespace dunghan::intake
