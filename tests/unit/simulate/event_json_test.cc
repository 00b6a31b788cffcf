#include "intake/event_json.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <variant>

#include "dunghan/rulebook/timeline.h"
#include "intake/event_decoder.h"
#include "provinces.h"

namespace dunghan::intake {
namespace {

using dossier::Event;
using dossier::EventType;
using simulate::test::At;
using simulate::test::Book;

std::string Json(const Event& event, const Book& book) {
  std::string out;
  AppendEventJson(out, event, book.rules->default_calendar().zone());
  return out;
}

TEST(EventJson, WritesWhatIsSetInTheOrderOfTheInterface) {
  const auto book = simulate::test::Blank();
  Event event;
  event.dossier = "000.00.01.H99-210607-0001";
  event.type = EventType::kReceived;
  event.at = At("2021-06-07 08:00");
  event.id = "1";
  event.source = book.codes->Intern<SourceName>("motcua");
  event.agency = book.codes->Intern<AgencyCode>("000.00.01.H99");
  event.procedure = book.codes->Intern<ProcedureCode>("1.990001");
  event.counter = book.codes->Intern<AgencyCode>("000.00.00.H99");
  event.channel = dossier::Channel::kInPerson;
  event.due = LocalDay{simulate::test::Date("2021-06-14")};
  EXPECT_EQ(Json(event, book),
            R"({"dossier":"000.00.01.H99-210607-0001","type":"received",)"
            R"("at":"2021-06-07T08:00:00+07:00","id":"1","source":"motcua",)"
            R"("agency":"000.00.01.H99","procedure":"1.990001","counter":"000.00.00.H99",)"
            R"("channel":"in_person","due":"2021-06-14"})");
}

TEST(EventJson, WritesTheFieldsOfOtherTypes) {
  const auto book = simulate::test::Blank();
  Event event;
  event.dossier = "D-1";
  event.type = EventType::kTransferred;
  event.at = At("2021-06-07 08:00");
  event.unit = book.codes->Intern<UnitName>("Phòng \"A\"");
  event.step = book.codes->Intern<StepName>("tham-dinh");
  event.step_due = At("2021-06-08 17:00");
  event.to_agency = book.codes->Intern<AgencyCode>("000.00.02.H99");
  event.reason = book.codes->Intern<ReasonCode>("staff");
  event.rating = 4;
  event.voids = "7";
  event.alias = "BN-7";
  EXPECT_EQ(
      Json(event, book),
      R"({"dossier":"D-1","type":"transferred","at":"2021-06-07T08:00:00+07:00",)"
      R"("unit":"Phòng \"A\"","step":"tham-dinh","step_due":"2021-06-08T17:00:00+07:00",)"
      R"("to_agency":"000.00.02.H99","reason":"staff","rating":4,"voids":"7","alias":"BN-7"})");
}

TEST(EventJson, DecodesToTheSameEvent) {
  const auto book = simulate::test::SonLa();
  simulate::Options options;
  options.dossiers = 2000;
  options.now = At("2026-03-13 10:00");
  EventDecoder decoder(book.codes, std::make_shared<const rulebook::Timeline>(book.rules));
  ledger::Item item;
  for (const Event& event : simulate::test::Generate(options, book)) {
    decoder.Decode(Json(event, book), {}, item);
    const auto* decoded = std::get_if<Event>(&item.content);
    ASSERT_NE(decoded, nullptr) << Json(event, book);
    Event expected = event;
    dossier::DropDefaultCounter(expected);
    EXPECT_EQ(*decoded, expected) << Json(event, book);
  }
}

}  // namespace
}  // namespace dunghan::intake
