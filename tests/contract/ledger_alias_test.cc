#include <gmock/gmock.h>

#include "alias_key.h"
#include "derived.h"
#include "dunghan/ledger/named_dossier.h"
#include "ledger_fixture.h"

/// Dossiers found by another code that events gave them.
namespace dunghan::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class LedgerAlias : public LedgerContract {
 protected:
  Event Called(const std::string& code, const std::string& alias,
               const std::string& at = "2021-06-07 08:00") {
    Event event = Received(code, at);
    event.alias = alias;
    event.id.clear();
    dossier::EnsureId(event);
    return event;
  }
  static std::vector<std::string> CodesIn(View& view, std::string_view alias) {
    std::vector<std::string> codes;
    view.ForEachAliased(alias,
                        [&](DossierRecord&& record) {
                          codes.push_back(record.code);
                          return true;
                        })
        .value();
    return codes;
  }
  std::vector<std::string> Codes(std::string_view alias) {
    return Look([&](View& view) { return CodesIn(view, alias); });
  }
  /// The code it leads to, or those, or nothing.
  std::string Named(std::string_view name,
                    const std::function<bool(const DossierRecord&)>& admits = {}) {
    return Look([&](View& view) {
      const NamedDossier found = FindNamed(view, name, admits).value();
      std::string text = found.record ? found.record->code : "";
      for (const std::string& code : found.several) text += code + ",";
      return text + (found.more ? "..." : "");
    });
  }
};
INSTANTIATE_TEST_SUITE_P(Ledgers, LedgerAlias,
                         ::testing::Values(Kind::kFile, Kind::kSqliteMemory, Kind::kMemory),
                         NameOf);

/// What only a file can show.
class LedgerAliasFile : public LedgerAlias {
 protected:
  std::filesystem::path File() const { return folder_.path() / "data" / kDerivedFile; }
};
INSTANTIATE_TEST_SUITE_P(File, LedgerAliasFile, ::testing::Values(Kind::kFile), NameOf);

TEST_P(LedgerAlias, FindsItsDossierWrittenBehindOrNot) {
  Append({Called("D1", "BN-1"), Received("D2")});
  EXPECT_THAT(Codes("BN-1"), ElementsAre("D1"));
  ASSERT_TRUE(ledger_->Flush());
  EXPECT_THAT(Codes("BN-1"), ElementsAre("D1"));
  Append({Called("D3", "BN-3"), Completed("D1")});
  EXPECT_THAT(Codes("BN-1"), ElementsAre("D1"));
  EXPECT_THAT(Codes("BN-3"), ElementsAre("D3"));
  EXPECT_EQ(Named("BN-1"), "D1");
  EXPECT_EQ(Named("D1"), "D1");
}

TEST_P(LedgerAlias, IsWholeAndExact) {
  Append({Called("D1", "BN-1"), Called("D2", "BN-10")});
  for (const char* other : {"BN-", "BN-1x", "bn-1", "BN", "", "BN-0", "BN-2"}) {
    EXPECT_THAT(Codes(other), IsEmpty()) << other;
    EXPECT_EQ(Named(other), "") << other;
  }
  EXPECT_THAT(Codes("BN-10"), ElementsAre("D2"));
}

TEST_P(LedgerAlias, OfSeveralDossiersLeadsToAll) {
  Append({Called("D4", "BN"), Called("D2", "BN")});
  ASSERT_TRUE(ledger_->Flush());
  Append({Called("D3", "BN"), Called("D1", "BN"), Called("D5", "BN"),
          Called("D2", "BN", "2021-06-08 08:00")});
  EXPECT_THAT(Codes("BN"), ElementsAre("D1", "D2", "D3", "D4", "D5"));
  EXPECT_EQ(Named("BN"), "D1,D2,D3,D4,D5,");
  EXPECT_EQ(Named("BN", [](const auto& record) { return record.code == "D3"; }), "D3");
  EXPECT_EQ(Named("BN", [](const auto& record) { return record.code > "D3"; }), "D4,D5,");
  std::vector<Event> many;
  for (int i = 10; i < 20; ++i) many.push_back(Called("D" + std::to_string(i), "BN-2"));
  Append(many);
  EXPECT_EQ(Named("BN-2"), "D10,D11,D12,D13,D14,D15,D16,D17,D18,D19,");
  Append({Called("D20", "BN-2")});
  EXPECT_EQ(Named("BN-2"), "D10,D11,D12,D13,D14,D15,D16,D17,D18,D19,...");
}

TEST_P(LedgerAlias, GivesWayToTheCodeOfADossier) {
  Append({Called("D1", "D2"), Received("D2")});
  EXPECT_EQ(Named("D2"), "D2");
  EXPECT_EQ(Named("D2", [](const auto& record) { return record.code != "D2"; }), "D1")
      << "who is not to know of D2 sees no difference";
}

TEST_P(LedgerAlias, ADossierMayHaveSeveralWhateverBecomesOfWhoSaidThem) {
  Event second = Called("D1", "BN-2", "2021-06-08 08:00");
  Append({Called("D1", "BN-1"), second});
  Event voided = events_.Make("D1", EventType::kVoided, "2021-06-09 08:00");
  voided.voids = second.id;
  Append({voided});
  EXPECT_EQ(Named("BN-1"), "D1");
  EXPECT_EQ(Named("BN-2"), "D1");
  EXPECT_EQ(Verify().difference, std::nullopt);
  ASSERT_TRUE(ledger_->Flush());
  EXPECT_EQ(Verify().difference, std::nullopt);
}

TEST_P(LedgerAlias, LookingBackNobodyHasItBeforeItWasSaid) {
  const auto before = Append({Received("D0"), Received("D1")}).position;
  clock_.Set(test::At("2021-07-01 12:00"));
  const auto first = Append({Called("D1", "BN", "2021-06-08 08:00")}).position;
  ASSERT_TRUE(ledger_->Flush());
  clock_.Set(test::At("2021-07-02 12:00"));
  Append({Called("D2", "BN")});
  const auto then = [&](const Position& position) {
    return CodesIn(*ledger_->OpenView(AsOf{position.seq, {}}).value(), "BN");
  };
  EXPECT_THAT(then(before), IsEmpty());
  EXPECT_THAT(then(first), ElementsAre("D1"));
  EXPECT_THAT(Codes("BN"), ElementsAre("D1", "D2"));
}

TEST_P(LedgerAlias, GoesThroughARulebookThatIsPutInForce) {
  Append({Called("D1", "BN-1")});
  clock_.Set(test::At("2021-07-01 12:00"));
  const auto rules = test::SmallRulebook(events_.codes(), {.limit_of_p = "3wd"});
  ASSERT_TRUE(ledger_->Apply({rules, {}, "a", "b"}));
  EXPECT_EQ(Named("BN-1"), "D1");
  // Sources that change sides: all is made anew.
  test::SmallRules sides;
  sides.sources["mot-cua"] = rulebook::SourceRole::kMirror;
  Append({Called("D2", "BN-2")});
  clock_.Set(test::At("2021-07-02 12:00"));
  ASSERT_TRUE(ledger_->Apply({.rulebook = test::SmallRulebook(events_.codes(), sides),
                              .effective_from = test::At("2021-06-01 00:00"),
                              .operator_name = "a",
                              .reason = "b"}));
  EXPECT_EQ(Named("BN-1"), "D1");
  EXPECT_EQ(Named("BN-2"), "D2");
}

TEST_P(LedgerAliasFile, OutlivesARestartAndTheFile) {
  Append({Called("D1", "BN-1")});
  Reopen();
  EXPECT_EQ(Named("BN-1"), "D1");
  std::filesystem::remove(File());
  EXPECT_EQ(Named("BN-1"), "D1") << "from the record";
  ASSERT_TRUE(ledger_->Flush());
  EXPECT_EQ(Named("BN-1"), "D1") << "of the file that is put back";
  ledger_.reset();
  std::filesystem::remove(File());
  Reopen();
  EXPECT_EQ(Named("BN-1"), "D1") << "made anew";
  EXPECT_EQ(Verify().difference, std::nullopt);
}

TEST_P(LedgerAliasFile, VerifyFindsOneThatIsGoneAndOneTooMany) {
  Append({Called("D1", "BN-1")});
  ledger_.reset();
  const auto change = [&](const std::string& key, std::optional<std::string_view> value) {
    const auto files = runs::DiskFiles();
    const auto file = runs::OpenForWriting(*files, File(), DerivedTables(true));
    std::vector<std::vector<runs::Change>> changes(kDerivedTables);
    changes[static_cast<size_t>(DerivedTable::kAliases)].push_back({key, value});
    file->Commit(changes, file->snapshot()->stamp());
  };
  const auto difference = [&] {
    return OpenView(MakeOptions()).value()->Verify({}).value().difference.value_or("none");
  };
  EXPECT_EQ(difference(), "none");
  change(AliasKey("BN-2", "D1"), "");
  EXPECT_EQ(difference(), "2 aliases are there, the events say 1");
  change(AliasKey("BN-2", "D1"), {});
  EXPECT_EQ(difference(), "none");
  change(AliasKey("BN-1", "D1"), {});
  EXPECT_EQ(difference(), "the alias BN-1 does not lead to dossier D1");
}

/// As a program wrote it that knew of no aliases.
TEST_P(LedgerAliasFile, AFileWithoutThatTableIsOfAnotherVersion) {
  Append({Called("D1", "BN-1")});
  ledger_.reset();
  {
    const auto files = runs::DiskFiles();
    auto kept = runs::OpenForReading(*files, File(), DerivedTables(false));
    Stamp stamp = Derived(kept).stamp();
    stamp.key.replace(0, stamp.key.find(':'), "8");
    auto tables = DerivedTables(true);
    tables.pop_back();
    (void)runs::Create(*files, File(), tables, {}, stamp.ToBytes());
  }
  std::vector<std::string> notes;
  Options options = MakeOptions();
  options.note = [&](const std::string& note) { notes.push_back(note); };
  const auto verified = OpenView(options).value()->Verify({}).value();
  EXPECT_EQ(verified.difference, std::nullopt);
  EXPECT_THAT(notes,
              ElementsAre("figures.db is left aside, and all is made from the record: it was "
                          "made by another version or under other rulebooks"));
  notes.clear();
  ledger_ = Open(options).value();
  EXPECT_THAT(notes, ElementsAre("figures.db is made anew from the record: it was made by another "
                                 "version or under other rulebooks"));
  EXPECT_EQ(Named("BN-1"), "D1");
}

}  // namespace
}  // namespace dunghan::ledger
