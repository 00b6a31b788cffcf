#include "dunghan/statement/frozen.h"

#include <gmock/gmock.h>

#include "dunghan/statement/restatement.h"
#include "dunghan/test/ledgers.h"

namespace dunghan::statement {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;

FrozenStatement Sample() {
  FrozenStatement statement;
  statement.identity = {"monthly", "2021-06", "promised", "agency", "as-was", "", "vi"};
  statement.edition = 2;
  statement.reason = "bổ sung nguồn";
  statement.actor = "lan";
  statement.definition = CurrentDefinition();
  statement.settings = "00ff";
  statement.program = "dunghan 1 (abc)";
  statement.position = {12, test::At("2021-07-05 17:00"), Sha256("chain")};
  statement.json = R"({"rows":[{"code":"A","received":1}]})";
  statement.digest = Sha256(statement.json);
  statement.files = {{"x.csv", "csv", Sha256("x"), 1},
                     {"y.json", "json", Sha256("y"), 7'000'000'000}};
  return statement;
}

TEST(FrozenStatement, ComesBackAsItWasAndIsTheSameBytes) {
  const FrozenStatement statement = Sample();
  const std::string bytes = WriteFrozen(statement);
  EXPECT_EQ(ReadFrozen(bytes), statement);
  EXPECT_EQ(WriteFrozen(*ReadFrozen(bytes)), bytes);
  FrozenStatement without = statement;
  without.json.clear();
  EXPECT_EQ(ReadFrozen(bytes, WithJson::kNo), without);
}

TEST(FrozenStatement, OfOtherBytesIsNoneOrAnother) {
  const FrozenStatement statement = Sample();
  const std::string bytes = WriteFrozen(statement);
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = bytes;
      flipped[i] = static_cast<char>(flipped[i] ^ 1 << bit);
      const auto read = ReadFrozen(flipped);
      // What a bit of the packing's own is, may not matter to what is unpacked.
      if (!read || !(*read == statement)) continue;
      EXPECT_GT(i, bytes.size() - statement.json.size() - 16) << i;
    }
    EXPECT_EQ(ReadFrozen(std::string_view(bytes).substr(0, i)), std::nullopt) << i;
  }
  EXPECT_EQ(ReadFrozen(bytes + "x"), std::nullopt);
}

TEST(FrozenStatement, HasAnIdOfWhatItSays) {
  FrozenStatement statement = Sample();
  const std::string id = IdOf(statement);
  EXPECT_THAT(id, MatchesRegex("DH-2021-06-monthly-2-[0-9a-f]{8}"));
  statement.identity.language = "en";
  EXPECT_NE(IdOf(statement), id);
  statement = Sample();
  statement.digest[0] ^= 1;
  EXPECT_NE(IdOf(statement), id);
  // Who, why and when are no part of it.
  statement = Sample();
  statement.reason = "khác";
  EXPECT_EQ(IdOf(statement), id);
  statement.identity.period = "bc:2021-06";
  EXPECT_THAT(IdOf(statement), MatchesRegex("DH-bc-2021-06-monthly-2-[0-9a-f]{8}"));
  statement.identity.period = "2021-06-07..2021-06-18";
  EXPECT_THAT(IdOf(statement), MatchesRegex("DH-2021-06-07_2021-06-18-monthly-2-[0-9a-f]{8}"));
}

TEST(Sent, ComesBackAsItWas) {
  const Sent sent{"DH-1", "12/BC", test::Day("2021-07-06"), "Lò Thị B", "lan"};
  const std::string bytes = WriteSent(sent);
  EXPECT_EQ(ReadSent(bytes), sent);
  for (size_t i = 0; i < bytes.size(); ++i) {
    EXPECT_EQ(ReadSent(std::string_view(bytes).substr(0, i)), std::nullopt);
  }
  EXPECT_EQ(ReadSent(WriteFrozen(Sample())), std::nullopt);
}

FrozenOnRecord OnRecord(int64_t edition, bool sent) {
  FrozenOnRecord one;
  one.statement = Sample();
  one.statement.edition = edition;
  one.id = IdOf(one.statement);
  if (sent) one.sent = Sent{};
  return one;
}

TEST(FrozenStatement, CountsIsTheLastSentElseTheLast) {
  const FrozenIdentity identity = Sample().identity;
  const auto counts = [&](const std::vector<FrozenOnRecord>& all) {
    const FrozenOnRecord* one = Counting(all, identity);
    return one ? one->statement.edition : 0;
  };
  EXPECT_EQ(counts({}), 0);
  EXPECT_EQ(counts({OnRecord(1, false), OnRecord(2, false)}), 2);
  EXPECT_EQ(counts({OnRecord(1, true), OnRecord(2, false)}), 1);
  EXPECT_EQ(counts({OnRecord(1, true), OnRecord(2, true), OnRecord(3, false)}), 2);
}

std::vector<std::string> Moved(std::string_view before, std::string_view after) {
  std::vector<std::string> moved;
  for (const MovedCell& cell : MovedCells(before, after).value()) {
    moved.push_back(cell.path + ": " + cell.before + " > " + cell.after);
  }
  return moved;
}

TEST(MovedCells, AreFoundByCodeOfTheRowAndNameOfTheColumn) {
  EXPECT_THAT(Moved(R"({"position":{"seq":1},"total":{"late":1},"rows":[{"code":"A","late":1},
                        {"code":"B","late":2}]})",
                    R"({"position":{"seq":2},"total":{"late":4},"rows":[{"code":"B","late":3},
                        {"code":"C","late":1}]})"),
              ElementsAre("total/late: 1 > 4", R"(rows/A/code: "A" > )", "rows/A/late: 1 > ",
                          "rows/B/late: 2 > 3", R"(rows/C/code:  > "C")", "rows/C/late:  > 1"));
  EXPECT_THAT(Moved(R"({"a":[1,2]})", R"({"a":[1,3,4]})"), ElementsAre("a/2: 2 > 3", "a/3:  > 4"));
  EXPECT_THAT(Moved(R"({"rows":[{"code":"","n":1},{"code":"","n":2}]})",
                    R"({"rows":[{"code":"","n":1},{"code":"","n":2}]})"),
              IsEmpty());
  EXPECT_FALSE(MovedCells("{", "{}"));
}

TEST(MovedCells, OfATableAreCalledAsItsColumns) {
  const auto paper = [](std::string_view cells) {
    return R"({"sections":[{"key":"rows","columns":[{"key":"name"},{"key":"late"}],)"
           R"("rows":[{"code":"A","cells":)" +
           std::string(cells) + "}]}]}";
  };
  EXPECT_THAT(Moved(paper(R"(["Sở A",1])"), paper(R"(["Sở A",2])")),
              ElementsAre("rows/rows/A/late: 1 > 2"));
}

/// A ledger in which a month is frozen and then corrected.
class Restating : public ::testing::Test {
 protected:
  using EventType = dossier::EventType;
  Restating() {
    // P and the petition K.
    rulebook::Bundle bundle = test::SmallRulebook(events_.codes())->bundle();
    for (rulebook::Bundle::File& file : bundle.files) {
      if (file.role != "procedures") continue;
      file.bytes = "code,name,kind,limit\nP,Thủ tục P,,5wd\nK,Phản ánh,petition,15wd\n";
    }
    ledger::Options options;
    options.rulebook = rulebook::Rulebook::Load(bundle, events_.codes()).rulebook;
    options.codes = events_.codes();
    options.clock = &clock_;
    ledger_ = ledger::Open(options).value();
  }
  void Append(const std::vector<dossier::Event>& events) {
    ledger_->Append(test::Items(events)).value();
  }
  dossier::Event Received(const std::string& code) {
    return events_.Received(code, "2021-06-07 08:00", test::Day("2021-06-14"));
  }
  dossier::Event Completed(const std::string& code, std::string_view at) {
    return events_.Make(code, EventType::kCompleted, std::string(at));
  }

  test::Events events_;
  ManualClock clock_{test::At("2021-07-05 08:00")};
  std::unique_ptr<ledger::Ledger> ledger_;
};

TEST_F(Restating, ListsTheDossiersThatShowInThePeriodAndWhy) {
  dossier::Event gone = Completed("H3", "2021-06-10 08:00");
  gone.id = "gone";
  Append({Received("H1"), Received("H2"), Received("H3"), gone, Received("H4"), Received("H5"),
          Completed("H5", "2021-06-11 08:00")});
  FrozenOnRecord frozen;
  frozen.statement = Sample();
  frozen.statement.position = ledger_->position();
  frozen.id = "DH-1";
  clock_.Set(test::At("2021-07-20 08:00"));
  dossier::Event voided = events_.Make("H3", EventType::kVoided, "2021-07-10 08:00");
  voided.voids = "gone";
  Append({Completed("H1", "2021-06-15 08:00"),  // late entry
          voided,
          // Ends after the period, by what happened then: was open at its end, and is.
          Completed("H4", "2021-07-12 08:00"),
          // Another end, earlier than the one known.
          Completed("H5", "2021-06-09 08:00")});
  const auto view =
      ledger_->OpenView(ledger::AsOf{frozen.statement.position.seq, frozen.statement.position.at})
          .value();
  const Remade same{frozen.statement.json, frozen.statement.settings};
  const Remade now{R"({"rows":[{"code":"A","received":2}]})", frozen.statement.settings};
  const auto restated = Restate(frozen, *view, same, ledger_->position(), now).value();
  EXPECT_TRUE(restated.SameDefinition());
  EXPECT_FALSE(restated.other_settings);
  EXPECT_THAT(restated.by_definition, IsEmpty());
  EXPECT_THAT(restated.cells, ElementsAre(MovedCell{"rows/A/received", "1", "2"}));
  std::vector<std::string> dossiers;
  for (const MovedDossier& moved : restated.dossiers) {
    std::string text = moved.code;
    for (const MovedBy by : moved.by) text += " " + std::string(ToString(by));
    dossiers.push_back(text);
  }
  EXPECT_THAT(dossiers, ElementsAre("H1 late_entry", "H3 void", "H5 correction"));
}

/// Of a form that was frozen, after which something happened to a dossier of it.
class RestatingForms : public Restating {
 protected:
  std::vector<std::string> Dossiers(const std::string& form,
                                    const std::vector<dossier::Event>& later, bool moved = true) {
    FrozenOnRecord frozen;
    frozen.statement = Sample();
    frozen.statement.identity.form = form;
    frozen.statement.position = ledger_->position();
    clock_.Set(test::At("2021-07-20 08:00"));
    Append(later);
    const auto& position = frozen.statement.position;
    const auto view = ledger_->OpenView(ledger::AsOf{position.seq, position.at}).value();
    const Remade same{frozen.statement.json, frozen.statement.settings};
    const Remade other{R"({"rows":[{"code":"A","received":2}]})", frozen.statement.settings};
    std::vector<std::string> codes;
    for (const MovedDossier& dossier :
         Restate(frozen, *view, same, ledger_->position(), moved ? other : same).value().dossiers) {
      codes.push_back(dossier.code);
    }
    return codes;
  }
  dossier::Event Resumed(const std::string& code) {
    return events_.Make(code, EventType::kReopened, "2021-06-20 08:00");
  }
};

TEST_F(RestatingForms, NamesNobodyWhereNoCellMoved) {
  Append({Received("H1")});
  EXPECT_THAT(Dossiers("II.06a", {Completed("H1", "2021-06-15 08:00")}, /*moved=*/false),
              IsEmpty());
}

TEST_F(RestatingForms, FormsOfOutcomesNameThoseWhoseOutcomeIsAnother) {
  Append({Received("H1"), Completed("H1", "2021-06-10 08:00"), Received("H2")});
  // More was asked for and brought, and it was finished as it was; the other was finished.
  EXPECT_THAT(
      Dossiers("II.06a", {events_.Make("H1", EventType::kSupplementRequested, "2021-06-08 08:00"),
                          events_.Make("H1", EventType::kSupplemented, "2021-06-08 09:00"),
                          Completed("H2", "2021-06-15 08:00")}),
      ElementsAre("H2"));
}

TEST_F(RestatingForms, FormsOfRatesNameAllThatShowInThePeriod) {
  Append({Received("H1"), Completed("H1", "2021-06-10 08:00"), Received("H2")});
  // Reopened and finished again on the same day: counted as before but for that.
  EXPECT_THAT(Dossiers("award", {Resumed("H1"), Completed("H1", "2021-06-20 09:00"),
                                 Completed("H2", "2021-06-15 08:00")}),
              ElementsAre("H1", "H2"));
}

TEST_F(RestatingForms, PetitionsAreOfTheirFormAlone) {
  const auto petition =
      events_.Received("K1", "2021-06-07 08:00", test::Day("2021-06-14"), "A", "K");
  Append({Received("H1"), petition});
  EXPECT_THAT(Dossiers("II.06a",
                       {Completed("H1", "2021-06-15 08:00"), Completed("K1", "2021-06-15 08:00")}),
              ElementsAre("H1"));
  EXPECT_THAT(Dossiers("petitions",
                       {Completed("H1", "2021-06-11 08:00"), Completed("K1", "2021-06-11 08:00")}),
              ElementsAre("K1"));
}

TEST_F(Restating, SaysThatTheDefinitionIsAnother) {
  Append({Received("H1")});
  FrozenOnRecord frozen;
  frozen.statement = Sample();
  frozen.statement.definition = "1.1";
  frozen.statement.position = ledger_->position();
  const auto view = ledger_->OpenView(ledger::AsOf{1, {}}).value();
  const Remade other{R"({"rows":[{"code":"A","received":3}]})", "other"};
  const auto restated = Restate(frozen, *view, other, ledger_->position(), other).value();
  EXPECT_FALSE(restated.SameDefinition());
  EXPECT_TRUE(restated.other_settings);
  EXPECT_THAT(restated.by_definition, ElementsAre(MovedCell{"rows/A/received", "1", "3"}));
  EXPECT_THAT(restated.dossiers, IsEmpty());
}

TEST_F(Restating, WhatIsOnRecordIsFoundWithWhatBecameOfIt) {
  Append({Received("H1")});
  const FrozenStatement statement = Sample();
  const std::string id = IdOf(statement);
  (void)ledger_->Record({{{record::Kind::kFrozen, WriteFrozen(statement)}}, 1}).value();
  (void)ledger_
      ->Record(
          {{{record::Kind::kAct, "an act of another sort"},
            {record::Kind::kAct, WriteSent({id, "12/BC", test::Day("2021-07-06"), "B", "lan"})}},
           2})
      .value();
  const auto view = ledger_->OpenView().value();
  const auto all = FrozenIn(*view).value();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].id, id);
  EXPECT_EQ(all[0].seq, 2);
  EXPECT_EQ(all[0].frozen_at, clock_.Now());
  EXPECT_EQ(all[0].statement.json, "");
  EXPECT_EQ(all[0].sent->number, "12/BC");
  EXPECT_EQ(FindFrozen(*view, id).value().statement, statement);
  EXPECT_EQ(FindFrozen(*view, "DH-none").error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace dunghan::statement
