// What the table of tests/data/cloudevents cannot show: the parts, and what is set aside. Whole
// events in all three modes are there.
#include "intake/cloud_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_ledger.h"
#include "intake/base64.h"
#include "intake/batch_decoder.h"
#include "intake/cloud_event_reader.h"

namespace dunghan::intake {
namespace {

using ledger::Item;
using ledger::Reject;
using testing::HasSubstr;

std::string Decoded(std::string_view written) {
  std::string out;
  const auto why = DecodeHeaderValue(written, out);
  return why ? "refused: " + std::string(*why) : out;
}

std::string FromBase64(std::string_view text) {
  std::string out;
  return DecodeBase64(text, out) ? out : "none";
}

TEST(CloudEventHeader, IsPercentDecodedOnce) {
  EXPECT_EQ(Decoded("plain"), "plain");
  EXPECT_EQ(Decoded("H%E1%BB%93%20s%c6%a1"), "Hồ sơ");
  EXPECT_EQ(Decoded("%2541"), "%41");
  EXPECT_EQ(Decoded("%C0%A0"), "refused: what is percent-encoded is not valid UTF-8");
  for (const char* cut : {"%", "%4", "a%4g", "%%41"}) {
    EXPECT_EQ(Decoded(cut), "refused: two hexadecimal digits are missing behind a percent sign");
  }
}

TEST(CloudEventHeader, IsUnquotedFirst) {
  EXPECT_EQ(Decoded(R"("two words")"), "two words");
  EXPECT_EQ(Decoded(R"("a \"b\" \\ %41")"), R"(a "b" \ A)");
  EXPECT_EQ(Decoded(R"(a\b)"), R"(a\b)");
  EXPECT_EQ(Decoded(R"("open)"), "refused: a quotation mark is not closed");
  EXPECT_EQ(Decoded(R"("open\)"), "refused: a quotation mark is not closed");
}

TEST(Base64, IsPaddedAndOfOneAlphabet) {
  EXPECT_EQ(FromBase64(""), "");
  EXPECT_EQ(FromBase64("YQ=="), "a");
  EXPECT_EQ(FromBase64("YWI="), "ab");
  EXPECT_EQ(FromBase64("YWJj"), "abc");
  EXPECT_EQ(FromBase64("+/+/"), "\xFB\xFF\xBF");
  for (const char* wrong :
       {"YQ", "YQ=", "YQ===", "====", "Y===", "YW-j", "YW\nj", "Y=Jj", "YWJj "}) {
    EXPECT_EQ(FromBase64(wrong), "none") << wrong;
  }
}

TEST(JsonMediaType, IsJsonOrBuiltOnIt) {
  for (const char* type : {"application/json", "text/json", "Application/JSON ; charset=utf-8",
                           "application/vnd.dunghan.event+json"}) {
    EXPECT_TRUE(IsJsonMediaType(type)) << type;
  }
  for (const char* type :
       {"", "json", "/json", "application/xml", "application/jsonp", "application/+json"}) {
    EXPECT_FALSE(IsJsonMediaType(type)) << type;
  }
}

class CloudEventsTest : public testing::Test {
 protected:
  static std::string Event(const std::string& version, const std::string& dossier) {
    return R"({"specversion":")" + version +
           R"(","id":"7","source":"motcua","type":"vn.dunghan.paid","data":{"dossier":")" +
           dossier + R"(","at":"2021-06-07T08:00:00Z","ChuHoSo":"Nguyễn Thị Đỗ Quyên"}})";
  }
  std::vector<Item> Decode(EventBody body) {
    auto batch = decoder_.Decode(std::move(body), test::At("2021-06-30 12:00"));
    if (!batch) ADD_FAILURE() << batch.error().text;
    return batch ? std::move(batch->items) : std::vector<Item>();
  }
  std::string Refuse(EventBody body) {
    const auto batch = decoder_.Decode(std::move(body), test::At("2021-06-30 12:00"));
    return batch ? "accepted" : batch.error().text;
  }

  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
  std::shared_ptr<const rulebook::Timeline> rules_ = Alone(OpenRulebook(codes_));
  BatchDecoder decoder_{codes_, rules_};
};

TEST_F(CloudEventsTest, AreOneByOneWhatTheyAre) {
  const auto items = Decode(
      {"[" + Event("1.0", "D1") + "," + Event("0.3", "D2") + ",7," + Event("1.0", "D3") + "]",
       BatchForm::kCloudEventBatch});
  ASSERT_EQ(items.size(), 4U);
  EXPECT_EQ(std::get<dossier::Event>(items[0].content).dossier, "D1");
  EXPECT_EQ(std::get<Reject>(items[1].content).field, "specversion");
  EXPECT_EQ(std::get<Reject>(items[2].content).raw, "7");
  EXPECT_EQ(std::get<dossier::Event>(items[3].content).dossier, "D3");
}

TEST_F(CloudEventsTest, AreSetAsideWithTheirKnownFieldsAlone) {
  const auto items = Decode({Event("0.3", "D2"), BatchForm::kCloudEvent});
  ASSERT_EQ(items.size(), 1U);
  const auto& reject = std::get<Reject>(items[0].content);
  EXPECT_EQ(reject.source, "motcua");
  EXPECT_EQ(reject.reason, R"(no valid CloudEvent: expected "1.0", found "0.3")");
  EXPECT_EQ(reject.raw, "");
  EXPECT_EQ(reject.fields, R"({"specversion":"0.3","dossier":"D2","type":"paid",)"
                           R"("at":"2021-06-07T08:00:00Z","id":"7","source":"motcua"})");
}

/// Its fields alone would do; but they were not all that was said.
TEST_F(CloudEventsTest, ThatBreakTheirSpecificationStaySetAside) {
  const auto items = Decode({Event("0.3", "D2"), BatchForm::kCloudEvent});
  ledger::QuarantineEntry entry;
  entry.fields = std::get<Reject>(items[0].content).fields;
  EventDecoder decoder(codes_, rules_);
  Item out;
  EXPECT_FALSE(decoder.Redecode(entry, out));
}

TEST_F(CloudEventsTest, WithNothingKnownInThemKeepTheirBytes) {
  const std::string bytes = R"({"specversion":"0.3","data":{"MaHoSo":"H52-1"}})";
  const auto items = Decode({bytes, BatchForm::kCloudEvent});
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(std::get<Reject>(items[0].content).raw, bytes);
}

TEST_F(CloudEventsTest, SayAllThatBreaksTheSpecificationAtOnce) {
  const auto items = Decode({R"({"specversion":1,"id":"","type":"paid","type":"rated","data":[]})",
                             BatchForm::kCloudEvent});
  ASSERT_EQ(items.size(), 1U);
  const auto& reject = std::get<Reject>(items[0].content);
  EXPECT_EQ(reject.field, "specversion");
  EXPECT_THAT(reject.reason, HasSubstr("found the number 1; also id: "));
  EXPECT_THAT(reject.reason, HasSubstr("; also source: missing"));
  EXPECT_THAT(reject.reason, HasSubstr("; also type: given twice; also data: "));
}

TEST_F(CloudEventsTest, ComeInTheFormThatIsAnnounced) {
  EXPECT_THAT(Refuse({"[]", BatchForm::kCloudEvent}), HasSubstr("is an array, not one CloudEvent"));
  EXPECT_THAT(Refuse({"{}", BatchForm::kCloudEventBatch}), HasSubstr("is an object, not a batch"));
  EXPECT_THAT(Refuse({"7", BatchForm::kCloudEvent}), HasSubstr("neither an object nor an array"));
  EXPECT_THAT(Refuse({R"({"id":"7")", BatchForm::kCloudEvent}), HasSubstr("the body is no JSON"));
  EXPECT_THAT(Refuse({"[{}", BatchForm::kCloudEventBatch}), HasSubstr("the body is no JSON"));
  EXPECT_EQ(Refuse({"", BatchForm::kCloudEvent}), "the body is empty");
  EXPECT_TRUE(Decode({"[]", BatchForm::kCloudEventBatch}).empty());
}

}  // namespace
}  // namespace dunghan::intake
