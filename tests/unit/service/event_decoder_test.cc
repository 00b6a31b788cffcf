#include "intake/event_decoder.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "dunghan/base/text.h"
#include "fake_ledger.h"

namespace dunghan::intake {
namespace {

using dossier::Event;
using dossier::EventType;
using ledger::Item;
using ledger::Reject;
using testing::HasSubstr;
using testing::StartsWith;

class EventDecoderTest : public testing::Test {
 protected:
  Item Decode(std::string_view json) {
    Item item;
    decoder_.Decode(json, {.name = "events.ndjson", .number = 12}, item);
    return item;
  }
  Event Accept(std::string_view json) {
    const Item item = Decode(json);
    if (const auto* reject = std::get_if<Reject>(&item.content)) {
      ADD_FAILURE() << reject->field << ": " << reject->reason;
      return {};
    }
    return std::get<Event>(item.content);
  }
  Reject Refuse(std::string_view json) {
    const Item item = Decode(json);
    if (const auto* reject = std::get_if<Reject>(&item.content)) return *reject;
    ADD_FAILURE() << "accepted: " << json;
    return {};
  }
  /// A good event with one field more, or another value of one.
  static std::string With(std::string_view extra, std::string_view type = "received") {
    return fmt::format(
        R"({{"dossier":"H52-1","type":"{}","at":"2021-06-07T08:00:00+07:00","agency":"A","procedure":"1.1",{}}})",
        type, extra);
  }

  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
  EventDecoder decoder_{codes_, Alone(OpenRulebook(codes_)), "motcua"};
};

TEST_F(EventDecoderTest, ReadsEveryFieldOfAReceipt) {
  const Event event = Accept(
      R"({"dossier":"000.00.19.H52-210607-0001","type":"received","at":"2021-06-07T08:00:00.25+07:00",)"
      R"("id":"e-1","source":"portal","agency":"000.00.19.H52","procedure":"1.001234",)"
      R"("counter":"000.00.01.H52","channel":"online","due":"2021-06-14","unit":"Phòng Đất đai"})");
  EXPECT_EQ(event.dossier, "000.00.19.H52-210607-0001");
  EXPECT_EQ(event.type, EventType::kReceived);
  EXPECT_EQ(event.at, ParseRfc3339("2021-06-07T01:00:00.250Z").value());
  EXPECT_EQ(event.id, "e-1");
  EXPECT_EQ(event.source.text(), "portal");
  EXPECT_EQ(event.agency.text(), "000.00.19.H52");
  EXPECT_EQ(event.procedure.text(), "1.001234");
  EXPECT_EQ(event.counter.text(), "000.00.01.H52");
  EXPECT_EQ(event.channel, dossier::Channel::kOnline);
  EXPECT_EQ(event.due, dossier::DueClaim(ParseDate("2021-06-14").value()));
  EXPECT_EQ(event.unit.text(), "Phòng Đất đai");
}

TEST_F(EventDecoderTest, ReadsTheFieldsOfATransfer) {
  const Event event = Accept(With(
      R"("step":"Thẩm định","step_due":"2021-06-09T11:30:00+07:00","to_agency":"B","unit":"U")",
      "transferred"));
  EXPECT_EQ(event.step.text(), "Thẩm định");
  EXPECT_EQ(event.step_due, dossier::DueClaim(ParseRfc3339("2021-06-09T04:30:00Z").value()));
  EXPECT_EQ(event.to_agency.text(), "B");
  EXPECT_FALSE(event.procedure) << "not a field of transferred";
}

TEST_F(EventDecoderTest, ReadsAnAliasWhereADossierIsOpenedOrShown) {
  for (const char* type : {"received", "submitted", "snapshot"}) {
    EXPECT_EQ(Accept(With(R"("alias":"BN-12/2026")", type)).alias, "BN-12/2026") << type;
  }
  EXPECT_EQ(Accept(With(R"("alias":"BN-12/2026")", "paid")).alias, "") << "of no use there";
  EXPECT_EQ(Accept(With(R"("alias":{})", "paid")).alias, "");
  EXPECT_EQ(Accept(With(R"("alias":"H52-1")")), Accept(With(R"("alias":null)")))
      << "it is the code";
  const std::string longest = std::string(63, 'a') + "ạ";
  EXPECT_EQ(Accept(With(R"("alias":")" + longest + R"(")")).alias, longest);
}

TEST_F(EventDecoderTest, ReadsRatingsAndVoids) {
  EXPECT_EQ(Accept(With(R"("rating":5)", "rated")).rating, 5);
  EXPECT_EQ(Accept(With(R"("voids":"e-1")", "voided")).voids, "e-1");
}

TEST_F(EventDecoderTest, TakesTheDefaultSourceAndDerivesAnId) {
  const Event event = Accept(With(R"("unit":"U")"));
  EXPECT_EQ(event.source.text(), "motcua");
  EXPECT_FALSE(event.id.empty());
  EXPECT_EQ(Accept(With(R"("unit":"U")")), event) << "a repeat is recognised by the same id";
  EXPECT_NE(Accept(With(R"("unit":"V")")).id, event.id);
}

TEST_F(EventDecoderTest, TakesNullAndTheEmptyTextForNotGiven) {
  EXPECT_EQ(Accept(With(R"("unit":null,"due":"","channel":"","id":null,"source":"")")),
            Accept(With(R"("counter":"")")));
}

TEST_F(EventDecoderTest, IgnoresUnknownFieldsWhateverTheyHold) {
  EXPECT_EQ(Accept(With(R"("applicant":{"name":"Nguyễn Văn A","id":[1,{"x":null}]},"n":1e999)")),
            Accept(With(R"("\u0061pplicant":"x")")));
}

TEST_F(EventDecoderTest, IgnoresFieldsOfOtherTypesWhateverTheyHold) {
  EXPECT_EQ(Accept(With(R"("rating":"good","voids":7,"step_due":{})")), Accept(With(R"("x":1)")));
}

TEST_F(EventDecoderTest, KnowsAFieldWrittenWithEscapes) {
  EXPECT_EQ(Accept(With(R"("\u0075nit":"Ph\u00f2ng 1")")).unit.text(), "Phòng 1");
}

TEST_F(EventDecoderTest, TakesTheCounterItWouldHaveAnywayForNotGiven) {
  for (const char* type : {"received", "submitted"}) {
    const Event plain = Accept(With(R"("x":1)", type));
    EXPECT_EQ(Accept(With(R"("counter":"A")", type)), plain);
    EXPECT_NE(Accept(With(R"("counter":"B")", type)), plain);
  }
  EXPECT_EQ(Accept(With(R"("counter":"A","id":"e")")), Accept(With(R"("id":"e")")));
}

TEST_F(EventDecoderTest, TurnsAReasonThatIsNoCodeIntoOther) {
  const Event event = Accept(With(R"("reason":"Thiếu giấy tờ của ông A")", "suspended"));
  EXPECT_EQ(event.reason, Accept(With(R"("reason":"other")", "suspended")).reason);
}

struct Refusal {
  std::string extra;
  std::string type;
  std::string field;
  std::string reason;
};

class RefusedField : public EventDecoderTest, public testing::WithParamInterface<Refusal> {};

TEST_P(RefusedField, NamesFieldExpectedAndFound) {
  const auto& [extra, type, field, reason] = GetParam();
  const Reject reject = Refuse(With(extra, type));
  EXPECT_EQ(reject.field, field);
  EXPECT_EQ(reject.reason, reason);
  EXPECT_EQ(reject.place, "events.ndjson:12");
  EXPECT_EQ(reject.raw, "");
}

INSTANTIATE_TEST_SUITE_P(
    Fields, RefusedField,
    testing::Values(
        Refusal{R"("unit":{"name":"A"})", "received", "unit",
                "expected text of at most 200 printable characters, found an object"},
        Refusal{R"("id":12)", "received", "id",
                "expected text of at most 128 printable characters, found the number 12"},
        Refusal{R"("counter":"một cửa")", "received", "counter",
                "expected 1 to 64 printable characters without spaces, found \"một cửa\""},
        Refusal{R"("counter":"A\u200bB")", "received", "counter",
                "expected 1 to 64 printable characters without spaces, found \"A\u200bB\" "
                "(U+200B leaves no mark)"},
        Refusal{R"("counter":"A\u2800")", "received", "counter",
                "expected 1 to 64 printable characters without spaces, found \"A\u2800\" "
                "(U+2800 leaves no mark)"},
        Refusal{R"("to_agency":"So\u031b\u0309")", "transferred", "to_agency",
                "expected 1 to 64 printable characters without spaces, found "
                "\"So\u031b\u0309\" (not in Unicode's composed form, NFC)"},
        Refusal{R"("alias":"BN 12")", "snapshot", "alias",
                "expected 1 to 64 printable characters without spaces, found \"BN 12\""},
        Refusal{R"("alias":12)", "received", "alias",
                "expected 1 to 64 printable characters without spaces, found the number 12"},
        Refusal{R"("id":"e\u00a01")", "received", "id",
                "expected text of at most 128 printable characters, found \"e\u00a01\" "
                "(U+00A0 is a blank)"},
        Refusal{R"("voids":"e\u0301")", "voided", "voids",
                "expected text of at most 128 printable characters, found \"e\u0301\" "
                "(not in Unicode's composed form, NFC)"},
        Refusal{R"("source":"cong\u00ad")", "received", "source",
                "expected text of at most 64 printable characters, found \"cong\u00ad\" "
                "(U+00AD leaves no mark)"},
        Refusal{R"("unit":"a\u202eb")", "received", "unit",
                "expected text of at most 200 printable characters, found \"a\u202eb\" "
                "(U+202E turns the direction of writing)"},
        Refusal{R"("step":"\u2067b")", "assigned", "step",
                "expected text of at most 200 printable characters, found \"\u2067b\" "
                "(U+2067 turns the direction of writing)"},
        Refusal{R"("channel":"onlin")", "received", "channel",
                "expected \"online\", \"in_person\" or \"postal\", found \"onlin\" "
                "(did you mean \"online\"?)"},
        Refusal{R"("due":"14/06/2021")", "received", "due", "\"14/06/2021\" is no date YYYY-MM-DD"},
        Refusal{R"("due":"2021-06-14T17:00:00")", "received", "due",
                "\"2021-06-14T17:00:00\" is no RFC 3339 time: the offset is missing (Z, +07:00 "
                "...)"},
        Refusal{R"("due":"2201-01-01")", "received", "due",
                "the year must be from 1990 to 2200, found \"2201-01-01\""},
        Refusal{R"("step_due":"1989-12-31T23:59:59+07:00")", "assigned", "step_due",
                "the year must be from 1990 to 2200, found \"1989-12-31T23:59:59+07:00\""},
        Refusal{R"("x":1)", "due_set", "due",
                "missing; expected a date such as 2021-06-14, or an RFC 3339 time with offset"},
        Refusal{R"("x":1)", "rated", "rating", "missing; expected a whole number from 1 to 5"},
        Refusal{R"("rating":6)", "rated", "rating",
                "expected a whole number from 1 to 5, found the number 6"},
        Refusal{R"("rating":"5")", "rated", "rating",
                "expected a whole number from 1 to 5, found \"5\""},
        Refusal{R"("x":1)", "voided", "voids", "missing; expected the id of the event withdrawn"},
        Refusal{R"("reason":true)", "refused", "reason", "expected a short code, found true"},
        Refusal{R"("x":1)", "recieved", "type",
                "unknown type \"recieved\" (did you mean \"received\"?)"},
        Refusal{R"("at":"2021-06-08T08:00:00+07:00")", "received", "at",
                "given twice, as \"2021-06-07T08:00:00+07:00\" and as "
                "\"2021-06-08T08:00:00+07:00\""}));

TEST_F(EventDecoderTest, AsksForDossierTypeAndAt) {
  EXPECT_EQ(Refuse(R"({"id":"1"})").field, "dossier");
  EXPECT_EQ(
      Refuse(R"({"id":"1"})").reason,
      "missing; expected 1 to 64 printable characters without spaces; also type: missing; "
      "expected a type such as \"received\"; also at: missing; expected an RFC 3339 time such as "
      "2021-06-07T08:00:00+07:00");
  EXPECT_EQ(Refuse(R"({"dossier":"D"})").field, "type");
  EXPECT_EQ(Refuse(R"({"dossier":"D","type":"paid"})").field, "at");
}

TEST_F(EventDecoderTest, CountsCharactersNotBytes) {
  const auto dossier = [](int characters) {
    std::string code;
    for (int i = 0; i < characters; ++i) code += "Đ";
    return fmt::format(R"({{"dossier":"{}","type":"paid","at":"2021-06-07T08:00:00Z"}})", code);
  };
  EXPECT_EQ(Accept(dossier(64)).dossier.size(), 128);
  EXPECT_EQ(Refuse(dossier(65)).field, "dossier");
}

TEST_F(EventDecoderTest, TakesTheYearAsWritten) {
  const auto at = [](std::string_view time) {
    return fmt::format(R"({{"dossier":"D","type":"paid","at":"{}"}})", time);
  };
  EXPECT_EQ(Accept(at("1990-01-01T00:00:00+07:00")).dossier, "D");
  EXPECT_EQ(Accept(at("2200-12-31T23:59:59-05:00")).dossier, "D");
  EXPECT_EQ(Refuse(at("1970-01-01T00:00:00Z")).reason,
            "the year must be from 1990 to 2200, found \"1970-01-01T00:00:00Z\"");
}

TEST_F(EventDecoderTest, KeepsTheBytesOfWhatIsNoJsonObject) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "empty, expected a JSON object"},
      {"hello", "no valid JSON: { is expected at column 1"},
      {"[1,2]", "expected a JSON object, found an array"},
      {"\"text\"", "expected a JSON object, found a text"},
      {"12", "expected a JSON object, found a number"},
      {"null", "expected a JSON object, found null"},
      {R"({"dossier":"D")", "no valid JSON: cut off at column 15"},
      {R"({"dossier":"D)", "no valid JSON: a text is not closed at column 12"},
      {R"({"dossier":"D"} {"a":1})", "no valid JSON: text after the end of the value at column 17"},
      {R"({"dossier":"Đ"} x)", "no valid JSON: text after the end of the value at column 17"},
      {"{\"dossier\":\"\xC3\x28\"}", "not valid UTF-8 at column 13"},
      {"{\"dossier\":\"a\tb\"}", "no valid JSON: a control character inside a text at column 14"},
      {R"({"dossier":"\ud800"})", "no valid JSON: a wrong escape inside a text at column 13"},
      {R"({"x":{"y":[1,2}}})", "no valid JSON: a comma or ] is missing at column 15"},
      {R"({"x":tru})",
       "no valid JSON: a value is expected: a text in double quotation marks, a "
       "number, true, false, null, { or [ at column 6"},
      {R"({"x":'y'})", "no valid JSON: text stands in double quotation marks at column 6"},
      {R"({"x":01})", "no valid JSON: no number as JSON writes it at column 6"},
      {R"({"dossier":"a"b})", "no valid JSON: a comma or } is missing at column 15"},
      {R"({"dossier":"a",})", "no valid JSON: a comma stands before the end at column 16"},
      {R"({"dossier" "a"})", "no valid JSON: a colon is missing behind a name at column 12"},
      {R"({dossier:"a"})",
       "no valid JSON: a name in double quotation marks is expected at column 2"},
  };
  for (const auto& [json, reason] : cases) {
    const Reject reject = Refuse(json);
    EXPECT_EQ(reject.reason, reason) << json;
    EXPECT_EQ(reject.field, "") << json;
    EXPECT_EQ(reject.raw, json);
    EXPECT_EQ(reject.fields, "") << json;
    EXPECT_EQ(reject.source, "motcua");
  }
}

TEST_F(EventDecoderTest, LooksAtNothingBehindTheLine) {
  for (const std::string json : {R"({"dossier":"D","x":[1,[2,{"a":[]})", R"({"x":{"a":1})",
                                 R"({"x":[{"a":1})", R"({"x":{"y":[{}})"}) {
    for (const char behind : std::string_view(",]}:\"\\1n")) {
      const std::string padded = json + std::string(kPadding, behind);
      Item item;
      decoder_.DecodeLine(std::string_view(padded).substr(0, json.size()), {"f", 1}, item);
      const auto* reject = std::get_if<Reject>(&item.content);
      ASSERT_NE(reject, nullptr) << json << behind;
      EXPECT_EQ(reject->raw, json);
    }
  }
}

/// Of such objects the known fields would tell nothing, and all would be one.
TEST_F(EventDecoderTest, KeepsTheBytesOfAnObjectWithoutAnyKnownField) {
  for (const char* json : {"{}", R"({"MaHoSo":"1"})", R"({"x":{"dossier":"D"}})"}) {
    const Reject reject = Refuse(json);
    EXPECT_EQ(reject.raw, json);
    EXPECT_EQ(reject.fields, "");
    EXPECT_EQ(reject.field, "");
  }
  EXPECT_EQ(Refuse(R"({"dossier":null})").fields, R"({"dossier":null})");
}

TEST_F(EventDecoderTest, RefusesDeepNestingWithoutDescending) {
  const auto nested = [](size_t levels) {
    return R"({"x":)" + std::string(levels, '[') + std::string(levels, ']') + "}";
  };
  EXPECT_EQ(Refuse(nested(60)).reason,
            R"(no known field; an event has at least "dossier", "type" and "at")");
  EXPECT_EQ(Refuse(nested(100'000)).reason, "nested more than 64 levels deep");
}

TEST_F(EventDecoderTest, RefusedEventsLeaveNothingBehindInTheTableOfCodes) {
  const uint32_t before = codes_->size();
  for (int i = 0; i < 10'000; ++i) {
    const std::string names = fmt::format(
        R"("source":"s{0}","agency":"a{0}","procedure":"p{0}","counter":"c{0}","unit":"u{0}",)"
        R"("step":"t{0}","to_agency":"b{0}","reason":"r{0}")",
        i);
    const auto event = [&](std::string_view type, std::string_view wrong) {
      return fmt::format(R"({{"dossier":"D{}","type":"{}","at":"2021-06-07T08:00:00Z",{},{}}})", i,
                         type, names, wrong);
    };
    Refuse(event("rated", R"("rating":7)"));
    Refuse(event("voided", R"("voids":"a\tb")"));
    Refuse(event("received", R"("channel":"fax")"));
    Refuse(event("transferred", R"("step_due":"soon")"));
    Refuse(fmt::format(R"({{"dossier":"D","type":"received","at":"2021-06-07T08:00:00Z",)"
                       R"("agency":"n{0}","unit":"v{0}","reason":"q{0}","source":"s{0}"}})",
                       i));
  }
  EXPECT_EQ(codes_->size(), before);
}

TEST_F(EventDecoderTest, AFullTableOfCodesTakesNoNewTextsAndStillKnowsTheOthers) {
  const auto event = [](std::string_view unit) {
    return fmt::format(R"({{"dossier":"D","type":"assigned","at":"2021-06-07T08:00:00Z",)"
                       R"("unit":"{}"}})",
                       unit);
  };
  const auto rules = Alone(OpenRulebook(codes_));
  EventDecoder roomy(codes_, rules);
  Item item;
  roomy.Decode(event("known"), {"f", 1}, item);
  ASSERT_TRUE(std::holds_alternative<Event>(item.content));
  EventDecoder full(codes_, rules, "default", codes_->size());
  const uint32_t before = codes_->size();
  full.Decode(event("known"), {"f", 1}, item);
  EXPECT_TRUE(std::holds_alternative<Event>(item.content));
  full.Decode(event("new"), {"f", 1}, item);
  ASSERT_TRUE(std::holds_alternative<Reject>(item.content));
  EXPECT_EQ(std::get<Reject>(item.content).field, "source");
  EXPECT_THAT(std::get<Reject>(item.content).reason, testing::StartsWith("bound: "));
  EXPECT_EQ(codes_->size(), before);
}

TEST_F(EventDecoderTest, AcceptedEventsBringTheirTextsIntoTheTableOfCodes) {
  const uint32_t before = codes_->size();
  const Event event = Accept(
      R"({"dossier":"D","type":"transferred","at":"2021-06-07T08:00:00Z","source":"new source",)"
      R"("agency":"new","unit":"new unit","step":"new step","to_agency":"next","reason":"new-reason"})");
  EXPECT_EQ(event.source.text(), "new source");
  EXPECT_EQ(event.agency.text(), "new");
  EXPECT_EQ(event.unit.text(), "new unit");
  EXPECT_EQ(event.step.text(), "new step");
  EXPECT_EQ(event.to_agency.text(), "next");
  EXPECT_EQ(event.reason.text(), "new-reason");
  EXPECT_EQ(codes_->size(), before + 6);
}

TEST_F(EventDecoderTest, CutsAnOverlongLineButSaysHowLongItWas) {
  const std::string json = With("\"x\":\"" + std::string(10'000'000, 'x') + "\"");
  const Reject reject = Refuse(json);
  EXPECT_EQ(reject.raw, json.substr(0, 65536));
  EXPECT_EQ(
      reject.reason,
      fmt::format("{} bytes long, expected at most 1048576; the first 65536 are kept, SHA-256 "
                  "of all is {}",
                  json.size(), ToHex(Sha256(json))));
}

TEST_F(EventDecoderTest, AcceptsALineOfTheGreatestLength) {
  const size_t rest = With(R"("x":"")").size();
  EXPECT_EQ(Accept(With("\"x\":\"" + std::string(kMaxLine - rest, 'x') + "\"")).dossier, "H52-1");
}

TEST_F(EventDecoderTest, KeepsTheKnownFieldsOfARejectAndNothingElse) {
  const Reject reject = Refuse(
      R"({"at":"yesterday","applicant":"Nguyễn Văn A","dossier":{"phone":"0912"},"rating":5,)"
      R"("type":"received","unit":["x"],"id":null,"source":"portal","reason":"vắng ông A"})");
  EXPECT_EQ(reject.fields, R"({"dossier":{},"type":"received","at":"yesterday","id":null,)"
                           R"("source":"portal","unit":[],"reason":"other","rating":5})");
  EXPECT_EQ(reject.source, "portal");
}

TEST_F(EventDecoderTest, CutsLongTextsOfAReject) {
  std::string unit;
  for (int i = 0; i < 300; ++i) unit += "ò";
  const Reject reject = Refuse(With("\"unit\":\"" + unit + "\""));
  EXPECT_EQ(CodePoints(reject.fields), CodePoints(With("\"unit\":\"\"")) + 256);
}

TEST_F(EventDecoderTest, GivesTheSameVerdictOnTheFieldsOfAReject) {
  for (const auto& json :
       {With(R"("unit":{"a":1})"), With(R"("at":"x")"), With(R"("id":1e5)"),
        With(R"("reason":[1])", "suspended"), With("\"id\":\"" + std::string(500, 'i') + "\"")}) {
    const Reject first = Refuse(json);
    const Reject again = Refuse(first.fields);
    EXPECT_EQ(again.fields, first.fields);
    EXPECT_EQ(again.field, first.field);
    EXPECT_EQ(again.reason, first.reason);
  }
}

TEST_F(EventDecoderTest, LeavesNothingOfTheLastEventInAnItemUsedAgain) {
  Item item;
  const auto decode = [&](const std::string& json) { decoder_.Decode(json, {"f", 1}, item); };
  decode(With(R"("step":"S","step_due":"2021-06-09","to_agency":"B","id":"e")", "transferred"));
  decode(With(R"("rating":5,"id":"e")", "rated"));
  decode(With(R"("channel":"postal","counter":"C","due":"2021-06-09","id":"e","alias":"X")"));
  decode(R"({"dossier":"D","type":"paid","at":"2021-06-07T08:00:00Z"})");
  EXPECT_EQ(std::get<Event>(item.content),
            Accept(R"({"dossier":"D","type":"paid","at":"2021-06-07T08:00:00Z"})"));
}

TEST(Place, ReadsAsFileAndLineOrIndex) {
  EXPECT_EQ((Place{"events.ndjson", 12}).ToString(), "events.ndjson:12");
  EXPECT_EQ((Place{"", 3}).ToString(), "index 3");
  EXPECT_EQ((Place{"events.ndjson:12", -1}).ToString(), "events.ndjson:12");
}

/// A rulebook with one agency and one procedure, and then with two agencies.
class ListedRulebook : public testing::Test {
 protected:
  void SetUp() override {
    Write("office.toml",
          "name = \"office\"\nzone = \"Asia/Ho_Chi_Minh\"\n"
          "valid = { from = 2018-01-01, to = 2030-12-31 }\n[hours]\nmon = [\"08:00-17:00\"]\n");
    Write("procedures.csv",
          "code,name,name_en,kind,field,online_level,limit,on_supplement,valid_from,valid_to,"
          "decision\n1.1,P,,procedure,F,full,5wd,pause,,,\n");
  }
  void Write(const std::string& name, const std::string& text) {
    std::ofstream(folder_.path() / name) << text;
  }
  std::shared_ptr<const rulebook::Rulebook> Load(const std::string& agencies) {
    Write("agencies.csv",
          "code,name,name_en,tier,parent,valid_from,valid_to,calendar\n" + agencies);
    rulebook::Options options;
    options.calendars = {folder_.path() / "office.toml"};
    options.agencies = folder_.path() / "agencies.csv";
    options.procedures = folder_.path() / "procedures.csv";
    const auto loaded = rulebook::Rulebook::Load(options, codes_);
    for (const auto& problem : loaded.problems) EXPECT_EQ(ToString(problem), "");
    return loaded.rulebook;
  }

  test::TempFolder folder_;
  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
};

TEST_F(ListedRulebook, KeepsCodesOutOfTheTableThatNoListHas) {
  EventDecoder decoder(codes_, Alone(Load("A,Sở A,,province,,,,\n")));
  const uint32_t before = codes_->size();
  Item item;
  for (int i = 0; i < 1'000; ++i) {
    decoder.Decode(fmt::format(R"({{"dossier":"D","type":"received","at":"2021-06-07T08:00:00Z",)"
                               R"("agency":"X{0}","procedure":"P{0}","unit":"U{0}"}})",
                               i),
                   {"f", 1}, item);
    EXPECT_EQ(
        std::get<Reject>(item.content).reason,
        fmt::format("unknown agency \"X{0}\"; also procedure: unknown procedure \"P{0}\"", i));
  }
  EXPECT_EQ(codes_->size(), before);
}

TEST_F(ListedRulebook, TellsTheOtherMistakesOfAnEventAndHowManyMoreThereAre) {
  EventDecoder decoder(codes_, Alone(Load("A,Sở A,,province,,,,\n")));
  const auto refuse = [&](std::string_view more) {
    Item item;
    decoder.Decode(
        fmt::format(R"({{"dossier":"D","type":"received","at":"2021-06-07T08:00:00Z",{}}})", more),
        {"f", 1}, item);
    return std::get<Reject>(item.content);
  };
  EXPECT_EQ(refuse(R"("procedure":"1.1")").reason, R"(required on "received")")
      << "one, and nothing of what stands in its place";
  EXPECT_EQ(refuse(R"("agency":"A","agency":"B","procedure":"Y")").reason,
            R"(given twice, as "A" and as "B"; also procedure: unknown procedure "Y")");
  const Reject many = refuse(
      R"("agency":"X","procedure":"Y","id":1,"source":2,"channel":"air","due":"soon","unit":[])");
  EXPECT_EQ(many.field, "id");
  EXPECT_THAT(many.reason, HasSubstr("; also channel: expected"));
  EXPECT_THAT(many.reason, testing::EndsWith("; and 2 more problems"));
  EXPECT_EQ(many.reason.find("unknown"), std::string::npos);
}

TEST_F(ListedRulebook, TurnsReasonsThatAreNotListedIntoOtherWithoutKeepingThem) {
  rulebook::Options options;
  options.calendars = {folder_.path() / "office.toml"};
  options.reasons = {"staff"};
  EventDecoder decoder(codes_, Alone(rulebook::Rulebook::Load(options, codes_).rulebook));
  const auto reason_of = [&](std::string_view reason) {
    Item item;
    decoder.Decode(fmt::format(R"({{"dossier":"D","type":"suspended","source":"default",)"
                               R"("at":"2021-06-07T08:00:00Z","reason":"{}"}})",
                               reason),
                   {"f", 1}, item);
    return std::string(std::get<Event>(item.content).reason.text());
  };
  EXPECT_EQ(reason_of("staff"), "staff");
  const uint32_t before = codes_->size();
  EXPECT_EQ(reason_of("new-reason"), "other");
  EXPECT_EQ(codes_->size(), before);
}

TEST_F(ListedRulebook, SetsAsideAnUnknownAgencyUntilItIsListed) {
  Item item;
  EventDecoder before(codes_, Alone(Load("A,Sở A,,province,,,,\n")));
  before.Decode(R"({"dossier":"D","type":"received","at":"2021-06-07T08:00:00+07:00","agency":"B",)"
                R"("procedure":"1.1","name":"Nguyễn Văn A"})",
                {"f", 1}, item);
  const auto reject = std::get<Reject>(item.content);
  EXPECT_EQ(reject.field, "agency");
  EXPECT_THAT(reject.reason, HasSubstr("B"));
  EXPECT_EQ(reject.fields,
            R"({"dossier":"D","type":"received","at":"2021-06-07T08:00:00+07:00","agency":"B",)"
            R"("procedure":"1.1"})");

  ledger::QuarantineEntry entry;
  entry.id = 7;
  entry.source = "portal";
  entry.fields = reject.fields;
  EventDecoder after(codes_, Alone(Load("A,Sở A,,province,,,,\nB,Sở B,,province,,,,\n")));
  ASSERT_TRUE(after.Redecode(entry, item));
  EXPECT_EQ(std::get<Event>(item.content).agency.text(), "B");
  EXPECT_EQ(std::get<Event>(item.content).source.text(), "portal");
  EXPECT_EQ(item.retry_of, 7);
}

TEST_F(EventDecoderTest, HasNothingToRetryWhereTheBytesWereNoJson) {
  Item item;
  EXPECT_FALSE(decoder_.Redecode({}, item));
}

}  // namespace
}  // namespace dunghan::intake
