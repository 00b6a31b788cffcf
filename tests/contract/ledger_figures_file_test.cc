#include <gmock/gmock.h>

#include <fstream>
#include <map>
#include <sstream>

#include "derived.h"
#include "ledger_fixture.h"

/// The file of states and cells: gone, of others, damaged, or changed by somebody who can.
namespace dunghan::ledger {
namespace {

using testing::HasSubstr;

class FiguresFile : public LedgerContract {
 protected:
  FiguresFile() {
    Append({Received("D1"), Completed("D1"), Received("D2"),
            events_.Received("D3", "2021-06-28 08:00", test::Day("2021-07-09"))});
  }
  std::filesystem::path File() const { return folder_.path() / "data" / kDerivedFile; }
  std::filesystem::path Kept() const { return folder_.path() / "kept"; }
  void Close() { ledger_.reset(); }
  Options Noting() {
    Options options = MakeOptions();
    options.note = [this](const std::string& what) { notes_.push_back(what); };
    return options;
  }
  /// All that figures are made of, as a reader has it.
  std::string Figures() {
    const auto view = OpenView(Noting());
    if (!view) return "error: " + view.error().for_client;
    std::ostringstream out;
    std::string failure;
    const auto dossier = [&](std::string_view code, const dossier::Judged& state) {
      out << code << ' ' << state.facts.signals;
      for (const auto& step : state.judgement.On(dossier::Basis::kPromised).timeline) {
        out << ' ' << static_cast<int>(step.standing) << FormatRfc3339(step.from, {});
      }
      out << '\n';
    };
    const auto take = [&](const Result<void>& result) {
      if (!result) failure = "error: " + result.error().for_client;
    };
    std::map<std::string, std::array<int32_t, figures::kAmounts>> sums;
    take((*view)->SumCells({}, [&](const auto& row, const auto& cell) {
      auto& sum = sums[std::string(row.agency.text()) + std::string(row.procedure.text())];
      for (size_t i = 0; i < sum.size(); ++i) sum[i] += cell.bases[0][i];
    }));
    take((*view)->ForEachOpen(dossier));
    take((*view)->ForEachSettled("", [&](const Settled& settled) {
      dossier(settled.code(), settled.judged());
      return true;
    }));
    for (const auto& [row, sum] : sums) {
      out << row;
      for (const int32_t amount : sum) out << ' ' << amount;
      out << '\n';
    }
    const auto found = (*view)->Find("D1");
    if (!found) failure = "error: " + found.error().for_client;
    return failure.empty() ? out.str() : failure;
  }
  std::string Difference() {
    const auto found = OpenView(MakeOptions()).value()->Verify({});
    if (!found) return found.error().for_log;
    return found->difference.value_or(found->note.value_or(""));
  }
  /// Changes what is kept as the writer would, checksums and all.
  void Change(DerivedTable table, std::string_view key, std::optional<std::string_view> value) {
    Close();
    const auto files = runs::DiskFiles();
    const auto file = runs::OpenForWriting(*files, File(), DerivedTables(true));
    std::vector<std::vector<runs::Change>> changes(kDerivedTables);
    changes[static_cast<size_t>(table)].push_back({key, value});
    file->Commit(changes, file->snapshot()->stamp());
  }
  std::string OpenValueOf(std::string_view code) {
    Close();
    const auto files = runs::DiskFiles();
    return runs::OpenForReading(*files, File(), DerivedTables(false))
        ->Find(static_cast<size_t>(DerivedTable::kOpen), code)
        .value();
  }

  std::vector<std::string> notes_;
};

INSTANTIATE_TEST_SUITE_P(Sqlite, FiguresFile, testing::Values(Kind::kFile), NameOf);

TEST_P(FiguresFile, MayBeDeletedAtAnyTime) {
  const std::string figures = Figures();
  ASSERT_TRUE(ledger_->Flush());
  std::filesystem::remove(File());
  EXPECT_EQ(Figures(), figures) << "beside the writer";
  EXPECT_THAT(notes_, testing::ElementsAre("all is made from the record: figures.db is not there"));
  ASSERT_TRUE(ledger_->Flush());
  EXPECT_TRUE(std::filesystem::exists(File())) << "the writer puts it back";
  Close();
  std::filesystem::remove(File());
  EXPECT_EQ(Figures(), figures);
  notes_.clear();
  ledger_ = Open(Noting()).value();
  EXPECT_THAT(notes_,
              testing::ElementsAre("figures.db is made anew from the record: it is not there"));
  EXPECT_EQ(Figures(), figures);
  Close();
  EXPECT_TRUE(std::filesystem::exists(File()));
  EXPECT_EQ(Difference(), "");
}

TEST_P(FiguresFile, OfAnEarlierStateIsCompletedFromTheRecord) {
  Close();
  std::filesystem::copy_file(File(), Kept());
  Reopen();
  Append({Completed("D2", "2021-06-16 08:00"), Received("D4")});
  Close();
  const std::string figures = Figures();
  std::filesystem::copy_file(Kept(), File(), std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(Figures(), figures);
  EXPECT_THAT(notes_, testing::IsEmpty());
  Reopen();
  EXPECT_EQ(Figures(), figures);
  Close();
  EXPECT_EQ(Difference(), "");
}

TEST_P(FiguresFile, OfALaterStateThanTheRecordsIsLeftAside) {
  Close();
  const auto data = folder_.path() / "data";
  std::filesystem::copy_file(data / "ledger.db", Kept());
  const std::string figures = Figures();
  Reopen();
  Append({Completed("D2", "2021-06-16 08:00")});
  Close();
  std::filesystem::copy_file(Kept(), data / "ledger.db",
                             std::filesystem::copy_options::overwrite_existing);
  std::filesystem::remove(data / "ledger.db-wal");
  std::filesystem::remove(data / "ledger.db-shm");
  EXPECT_EQ(Figures(), figures);
  ledger_ = Open(Noting()).value();
  EXPECT_THAT(notes_, testing::Contains(HasSubstr("it is not of this record")));
  EXPECT_EQ(Figures(), figures);
  Close();
  EXPECT_EQ(Difference(), "");
}

TEST_P(FiguresFile, OfAnotherLedgerIsLeftAside) {
  const std::string figures = Figures();
  Close();
  Options other = MakeOptions();
  other.folder = folder_.path() / "other";
  clock_.Advance(std::chrono::hours{1});
  Open(other)
      .value()
      ->Append(test::Items({Received("D9"), Received("D8"), Received("D7"), Received("D6")}))
      .value();
  clock_.Advance(-std::chrono::hours{1});
  std::filesystem::copy_file(other.folder / kDerivedFile, File(),
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(Figures(), figures);
  EXPECT_THAT(notes_, testing::Contains(HasSubstr("it is not of this record")));
  Reopen();
  EXPECT_EQ(Figures(), figures);
}

TEST_P(FiguresFile, OfNoProgramIsMadeAnew) {
  const std::string figures = Figures();
  for (const std::string_view bytes : {"", "x", "SQLite format 3"}) {
    Close();
    std::ofstream(File(), std::ios::binary | std::ios::trunc) << bytes << std::string(9'000, 'x');
    EXPECT_EQ(Figures(), figures);
    Reopen();
    EXPECT_EQ(Figures(), figures);
    Close();
    EXPECT_EQ(Difference(), "");
  }
}

TEST_P(FiguresFile, WithAnyByteFlippedGivesTheSameFiguresOrAnError) {
  const std::string figures = Figures();
  Close();
  std::ifstream in(File(), std::ios::binary);
  const std::string sound{std::istreambuf_iterator<char>(in), {}};
  int errors = 0;
  for (size_t i = 0; i < sound.size(); ++i) {
    if (sound[i] == 0 && i > 0 && i + 1 < sound.size() && sound[i - 1] == 0 && sound[i + 1] == 0) {
      continue;  // room between the slots, which nobody reads
    }
    std::string bytes = sound;
    bytes[i] = static_cast<char>(bytes[i] ^ (i % 2 == 0 ? 1 : 0x80));
    std::ofstream(File(), std::ios::binary | std::ios::trunc) << bytes;
    const std::string found = Figures();
    if (found != figures) {
      EXPECT_THAT(found, testing::StartsWith("error: ")) << "byte " << i;
      ++errors;
    }
    if (i % 37 != 0) continue;
    Reopen();
    EXPECT_EQ(Figures(), figures) << "byte " << i << " after a writer";
    Append({events_.Make("D1", EventType::kReturned, "2021-06-12 08:00")});
    EXPECT_EQ(StandingOf("D1"), dossier::Standing::kFinishedEarly);
    Close();
    if (const std::string difference = Difference(); !difference.empty()) {
      FAIL() << "byte " << i << ": " << difference;
    }
    // The record has one event more for good: what was sound before lags behind by it.
  }
  std::cout << errors << " of " << sound.size() << " bytes are missed by an error\n";
}

TEST_P(FiguresFile, VerifyFindsAMissingState) {
  Change(DerivedTable::kSettled, "D1", {});
  EXPECT_EQ(Difference(), "dossier D1 has no state");
  Change(DerivedTable::kOpen, "D2", {});
}

TEST_P(FiguresFile, VerifyFindsAStateTooMany) {
  Close();
  const std::string value = OpenValueOf("D2");
  Change(DerivedTable::kOpen, "D9", value);
  EXPECT_EQ(Difference(), "there is a state of D9, which has no event");
}

TEST_P(FiguresFile, VerifyFindsAnotherState) {
  Close();
  const std::string value = OpenValueOf("D2");
  Change(DerivedTable::kOpen, "D3", value);
  EXPECT_EQ(Difference(), "the state of dossier D3 is not what its events say");
}

TEST_P(FiguresFile, VerifyFindsAStateAmongTheOthers) {
  Close();
  const std::string value = OpenValueOf("D2").substr(8);
  Change(DerivedTable::kSettled, "D2", value);
  EXPECT_EQ(Difference(), "dossier D2 has two states");
  Change(DerivedTable::kOpen, "D2", {});
  EXPECT_EQ(Difference(), "the state of dossier D2 lies among the settled ones");
}

TEST_P(FiguresFile, VerifyFindsWhatHidesADossierFromItsNextChange) {
  Close();
  const std::string entry = OpenValueOf("D3").substr(8);
  const std::string never = OpenValue({}, entry);
  Change(DerivedTable::kOpen, "D3", never);
  EXPECT_THAT(Difference(), HasSubstr("the state of dossier D3 says that it next changes at none"));
  const std::string later = OpenValue(test::At("2021-08-01 00:00"), entry);
  Change(DerivedTable::kOpen, "D3", later);
  EXPECT_THAT(Difference(), HasSubstr("the state of dossier D3 says that it next changes at 2021"));
}

TEST_P(FiguresFile, VerifyFindsAChangedCell) {
  Close();
  PageWriter page;
  page.Add({1, 2, 0, 0}, {{SlotOf(dossier::Basis::kPromised, figures::Amount::kReceived), 1}});
  const std::string bytes = page.Take();
  const std::string key = PageKey{PageSpan::kDay, test::Day("2021-06-07")}.ToBytes();
  Change(DerivedTable::kCells, key, bytes);
  EXPECT_EQ(Difference(),
            "the page of cells for the day from 2021-06-07 is not what the dossiers contribute");
}

TEST_P(FiguresFile, VerifyFindsAPageTooMany) {
  Close();
  PageWriter page;
  page.Add({1, 2, 0, 0}, {{SlotOf(dossier::Basis::kPromised, figures::Amount::kReceived), 1}});
  const std::string bytes = page.Take();
  const std::string key = PageKey{PageSpan::kYear, test::Day("1990-01-01")}.ToBytes();
  Change(DerivedTable::kCells, key, bytes);
  EXPECT_EQ(Difference(),
            "the page of cells for the year from 1990-01-01 is not what the dossiers contribute");
}

TEST_P(FiguresFile, APageThatCannotBeReadIsAnErrorAndNoFigure) {
  Close();
  const std::string key = PageKey{PageSpan::kDay, test::Day("2021-06-07")}.ToBytes();
  Change(DerivedTable::kCells, key, "\x04\x01");
  EXPECT_EQ(Figures(),
            "error: the file of states and figures is damaged; it is made anew from the record "
            "when the ledger is next opened for writing, or deleted by hand");
  EXPECT_THAT(Difference(), HasSubstr("figures.db: "));
}

/// A state that was passed over would make its dossier a new one.
TEST_P(FiguresFile, AStateThatCannotBeReadIsMadeAnewByTheWriter) {
  const std::string figures = Figures();
  for (const auto table : {DerivedTable::kSettled, DerivedTable::kOpen}) {
    const bool open = table == DerivedTable::kOpen;
    const std::string code = open ? "D2" : "D1";
    Change(table, code, "never written by anybody");
    EXPECT_THAT(Difference(), HasSubstr("the state of dossier " + code + " cannot be read"));
    notes_.clear();
    ledger_ = Open(Noting()).value();
    const Event again = open ? Received("D2") : Received("D1");
    EXPECT_EQ(Outcomes({again}), (std::vector{Outcome::kDuplicate}));
    EXPECT_THAT(notes_, testing::Contains("figures.db is made anew from the record: the state of "
                                          "dossier " +
                                          code + " cannot be read"));
    EXPECT_EQ(Figures(), figures);
    Close();
    EXPECT_EQ(Difference(), "");
  }
}

}  // namespace
}  // namespace dunghan::ledger
