#include "national/national_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <map>
#include <regex>
#include <set>
#include <string>

#include "provinces.h"

namespace dunghan::commands {
namespace {

using dossier::Event;
using dossier::EventType;
using simulate::test::At;
using simulate::test::Book;
using testing::ElementsAre;

/// One message, as texts by key; the rows of DanhSachHoSoBoSung by number.
struct Message {
  std::map<std::string, std::string> envelope;
  std::map<std::string, std::string> data;
  std::vector<std::map<std::string, std::string>> supplements;
};

std::map<std::string, std::string> Texts(simdjson::dom::object object) {
  std::map<std::string, std::string> texts;
  for (const auto [key, value] : object) {
    if (value.is_string()) texts.emplace(key, std::string_view(value));
  }
  return texts;
}

Message Parse(const std::string& line) {
  simdjson::dom::parser parser;
  const simdjson::dom::object root = parser.parse(line);
  Message message;
  message.envelope = Texts(root);
  const simdjson::dom::array data = root["data"];
  EXPECT_EQ(data.size(), 1);
  message.data = Texts(data.at(0));
  simdjson::dom::array rows;
  if (data.at(0)["DanhSachHoSoBoSung"].get(rows) == simdjson::SUCCESS) {
    for (const auto row : rows) message.supplements.push_back(Texts(row));
  }
  return message;
}

class National : public testing::Test {
 protected:
  Event Make(EventType type, std::string_view at, std::string id = "") {
    Event event;
    event.dossier = "000.00.01.H99-210607-0001";
    event.type = type;
    event.at = At(at);
    event.id = id.empty() ? std::to_string(++ids_) : std::move(id);
    return event;
  }
  Event Received(std::string_view at, std::string_view due) {
    Event event = Make(EventType::kReceived, at);
    event.agency = book_.codes->Intern<AgencyCode>("000.00.01.H99");
    event.procedure = book_.codes->Intern<ProcedureCode>("1.990001");
    event.channel = dossier::Channel::kOnline;
    event.due = At(due);
    return event;
  }
  std::string Line(const Event& event) {
    std::string line;
    writer_.Append(line, event);
    return line;
  }
  /// The first message of an event.
  Message Send(const Event& event) {
    const std::string lines = Line(event);
    return Parse(lines.substr(0, lines.find('\n') + 1));
  }

  Book book_ = simulate::test::Blank();
  NationalWriter writer_{book_.rules->default_calendar().zone()};
  int ids_ = 0;
};

TEST_F(National, AReceiptIsAStateInItsEnvelope) {
  EXPECT_EQ(Line(Received("2021-06-07 08:00", "2021-06-14 17:00")),
            R"({"session":"","madonvi":"000.00.01.H99","service":"DongBoHoSoMC",)"
            R"("isUpdating":"False","data":[{"MaHoSo":"000.00.01.H99-210607-0001",)"
            R"("MaTTHC":"1.990001","MaLinhVuc":"","KenhThucHien":"2","LoaiDoiTuong":"1",)"
            R"("NgayNopHoSo":"20210607080000","NgayTiepNhan":"20210607080000",)"
            R"("NgayHenTra":"20210614170000","TrangThaiHoSo":"2","NgayKetThucXuLy":"",)"
            R"("NgayTra":"","NgayTuChoi":"","DonViXuLy":"000.00.01.H99","NoiNopHoSo":"",)"
            "\"DanhSachHoSoBoSung\":[]}]}\n");
}

TEST_F(National, HandingOnIsProgressWithItsLimit) {
  Send(Received("2021-06-07 08:00", "2021-06-14 17:00"));
  Event event = Make(EventType::kTransferred, "2021-06-08 09:30");
  event.to_agency = book_.codes->Intern<AgencyCode>("000.00.03.H99");
  event.unit = book_.codes->Intern<UnitName>("chuyen-mon");
  event.step = book_.codes->Intern<StepName>("tham-dinh");
  event.step_due = At("2021-06-10 17:00");
  EXPECT_EQ(Line(event),
            R"({"session":"","madonvi":"000.00.01.H99","service":"CapNhatTienDoHoSoMC",)"
            R"("isUpdating":"False","data":[{"MaHoSo":"000.00.01.H99-210607-0001",)"
            R"("ThoiDiemXuLy":"20210608093000","PhongBanXuLy":"000.00.03.H99 chuyen-mon",)"
            R"("NoiDungXuLy":"tham-dinh","TrangThai":"4","NgayBatDau":"20210608093000",)"
            "\"NgayKetThucTheoQuyDinh\":\"20210610170000\"}]}\n");
  const auto later = Send(Make(EventType::kSuspended, "2021-06-09 08:00"));
  EXPECT_EQ(later.data.at("DonViXuLy"), "000.00.03.H99");
}

TEST_F(National, EveryEventCarriesTheStateItLeadsTo) {
  Send(Received("2021-06-07 08:00", "2021-06-14 17:00"));
  const auto state = [&](EventType type, std::string_view at) {
    return Send(Make(type, at)).data.at("TrangThaiHoSo");
  };
  EXPECT_EQ(state(EventType::kSupplementRequested, "2021-06-08 08:00"), "5");
  EXPECT_EQ(state(EventType::kSupplemented, "2021-06-09 08:00"), "4");
  EXPECT_EQ(state(EventType::kPaymentRequested, "2021-06-09 09:00"), "6");
  EXPECT_EQ(state(EventType::kPaid, "2021-06-09 10:00"), "4");
  EXPECT_EQ(state(EventType::kSuspended, "2021-06-09 11:00"), "8");
  EXPECT_EQ(state(EventType::kResumed, "2021-06-10 08:00"), "4");
  EXPECT_EQ(state(EventType::kCompleted, "2021-06-10 09:00"), "9");
  EXPECT_EQ(state(EventType::kReopened, "2021-06-10 10:00"), "4");
  EXPECT_EQ(state(EventType::kCompleted, "2021-06-10 11:00"), "9");
  EXPECT_EQ(state(EventType::kReturned, "2021-06-10 14:00"), "10");
}

TEST_F(National, WhatAWholeDossierHasNoDateOfIsToldByItsProgress) {
  Send(Received("2021-06-07 08:00", "2021-06-14 17:00"));
  const std::string lines = Line(Make(EventType::kPaymentRequested, "2021-06-09 09:00"));
  const auto progress = Parse(lines.substr(lines.find('\n') + 1));
  EXPECT_EQ(progress.envelope.at("service"), "CapNhatTienDoHoSoMC");
  EXPECT_EQ(progress.data.at("ThoiDiemXuLy"), "20210609090000");
  EXPECT_EQ(progress.data.at("TrangThai"), "6");
  EXPECT_EQ(progress.data.at("PhongBanXuLy"), "");
}

TEST_F(National, ARefusalIsAnEndWithItsDay) {
  Send(Received("2021-06-07 08:00", "2021-06-14 17:00"));
  const auto message = Send(Make(EventType::kRefused, "2021-06-10 09:00"));
  EXPECT_EQ(message.data.at("TrangThaiHoSo"), "9");
  EXPECT_EQ(message.data.at("NgayTuChoi"), "20210610090000");
  EXPECT_EQ(message.data.at("NgayKetThucXuLy"), "20210610090000");
}

TEST_F(National, ASupplementHasTheDueBeforeAndAfter) {
  Send(Received("2021-06-07 08:00", "2021-06-14 17:00"));
  Send(Make(EventType::kSupplementRequested, "2021-06-08 10:00"));
  Send(Make(EventType::kSupplemented, "2021-06-10 10:00"));
  Event due = Make(EventType::kDueSet, "2021-06-10 10:05");
  due.due = At("2021-06-16 17:00");
  const auto message = Send(due);
  EXPECT_EQ(message.data.at("NgayHenTra"), "20210616170000");
  ASSERT_EQ(message.supplements.size(), 1);
  const std::map<std::string, std::string> row = {{"HoSoBoSungId", "1"},
                                                  {"NgayBoSung", "20210608100000"},
                                                  {"NgayTiepNhanBoSung", "20210610100000"},
                                                  {"TrangThaiBoSung", "1"},
                                                  {"NgayHenTraTruoc", "20210614170000"},
                                                  {"NgayHenTraMoi", "20210616170000"}};
  EXPECT_EQ(message.supplements[0], row);
}

TEST_F(National, WhatIsEnteredLateDoesNotTurnTheStateBack) {
  Send(Received("2021-06-07 08:00", "2021-06-14 17:00"));
  Send(Make(EventType::kCompleted, "2021-06-10 09:00"));
  Send(Make(EventType::kSupplementRequested, "2021-06-08 08:00"));
  const auto message = Send(Make(EventType::kSupplemented, "2021-06-09 08:00"));
  EXPECT_EQ(message.data.at("TrangThaiHoSo"), "9");
  EXPECT_EQ(message.supplements.at(0).at("NgayTiepNhanBoSung"), "20210609080000");
}

TEST_F(National, AVoidTakesTheFinishBackWheneverItComes) {
  Send(Received("2021-06-07 08:00", "2021-06-14 17:00"));
  Event voided = Make(EventType::kVoided, "2021-06-09 10:00");
  voided.voids = "wrong";
  for (const bool void_first : {false, true}) {
    const Event wrong = Make(EventType::kCompleted, "2021-06-09 09:00", "wrong");
    const auto message = void_first ? Send(wrong) : (Send(wrong), Send(voided));
    EXPECT_EQ(message.data.at("NgayKetThucXuLy"), "");
    EXPECT_EQ(message.data.at("TrangThaiHoSo"), "2");
  }
}

TEST_F(National, WhatComesAgainIsAnUpdateThatSaysTheSame) {
  const Event event = Received("2021-06-07 08:00", "2021-06-14 17:00");
  const auto first = Send(event);
  const auto again = Send(event);
  EXPECT_EQ(first.envelope.at("isUpdating"), "False");
  EXPECT_EQ(again.envelope.at("isUpdating"), "True");
  EXPECT_EQ(again.data, first.data);
}

TEST_F(National, OtherEventsHaveNoMessage) {
  Send(Received("2021-06-07 08:00", "2021-06-14 17:00"));
  for (const auto type : {EventType::kReady, EventType::kRated, EventType::kUrged,
                          EventType::kLateCause, EventType::kApologised, EventType::kExtended}) {
    EXPECT_EQ(Line(Make(type, "2021-06-10 09:00")), "");
  }
}

TEST_F(National, AProvinceIsWellFormedAndComesToItsEnd) {
  const std::regex time("|20[0-9]{12}");
  const std::set<std::string> times = {"NgayNopHoSo",  "NgayTiepNhan", "NgayHenTra",
                                       "NgayTra",      "NgayTuChoi",   "NgayKetThucXuLy",
                                       "ThoiDiemXuLy", "NgayBatDau",   "NgayKetThucTheoQuyDinh"};
  simulate::Options options;
  options.dossiers = 3000;
  options.to = simulate::test::Date("2021-06-30");
  options.now = At("2022-12-31 17:00");
  std::map<std::string, Message> last;
  for (const auto& sent : simulate::test::Receive(options, book_)) {
    auto line = Line(sent.event);
    if (!line.empty()) line.erase(line.find('\n') + 1);
    if (sent.last) writer_.Forget(sent.event.dossier);
    if (line.empty()) continue;
    const auto message = Parse(line);
    EXPECT_EQ(message.data.at("MaHoSo"), sent.event.dossier);
    for (const auto& [key, value] : message.data) {
      EXPECT_TRUE(!times.contains(key) || std::regex_match(value, time)) << key << value;
    }
    if (message.envelope.at("service") != "DongBoHoSoMC") continue;
    const bool first = !last.contains(sent.event.dossier);
    EXPECT_EQ(message.envelope.at("isUpdating"), first ? "False" : "True");
    last[sent.event.dossier] = message;
  }
  EXPECT_EQ(writer_.remembered(), 0);
  std::map<std::string, int> states;
  for (const auto& [code, message] : last) ++states[message.data.at("TrangThaiHoSo")];
  EXPECT_GT(states["10"], 2600);
  EXPECT_GT(states["9"], 20);
  EXPECT_GT(states["3"], 0);
  EXPECT_GT(states["7"], 0);
}

}  // namespace
}  // namespace dunghan::commands
