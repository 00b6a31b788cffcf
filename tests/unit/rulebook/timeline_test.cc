#include "dunghan/rulebook/timeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "folder.h"

namespace dunghan::rulebook {
namespace {

using namespace std::chrono_literals;

Instant At(std::string_view text) { return ParseRfc3339(std::string(text) + "Z").value(); }

/// What a version differs in.
struct Book {
  std::string calendar = "plain";
  std::string agencies = "A,a,,\n";  ///< code, name, valid_from, valid_to
  std::string procedures = {};       ///< code, name, limit, on_supplement, valid_from, valid_to
  std::string mirror = {};
  std::map<std::string, SourceReach> reaches = {};
  std::optional<worktime::TimeLimit> acceptance_limit = {};
};

class TimelineTest : public testing::Test {
 protected:
  std::shared_ptr<const Rulebook> Load(const Book& book) {
    Options options;
    options.calendars = {
        folder_.Write("office.toml", "name = \"" + book.calendar +
                                         "\"\nzone = \"UTC\"\n"
                                         "valid = { from = 2020-01-01, to = 2026-12-31 }\n"
                                         "[hours]\nmon = [\"08:00-12:00\"]\n")};
    options.agencies =
        folder_.Write("agencies.csv", "code,name,valid_from,valid_to\n" + book.agencies);
    options.procedures = folder_.Write(
        "procedures.csv", "code,name,limit,on_supplement,valid_from,valid_to\n" + book.procedures);
    if (!book.mirror.empty()) options.sources[book.mirror] = SourceRole::kMirror;
    options.reaches = book.reaches;
    options.acceptance_limit = book.acceptance_limit;
    auto loaded = Rulebook::Load(options, codes_);
    EXPECT_NE(loaded.rulebook, nullptr);
    return loaded.rulebook;
  }

  /// Recorded one after the other; without a time: always in force.
  Timeline Of(std::vector<std::pair<std::string_view, Book>> books) {
    std::vector<Version> versions;
    for (const auto& [from, book] : books) {
      Version version;
      version.seq = static_cast<int64_t>(versions.size()) * 10;
      if (!from.empty()) version.effective_from = At(from);
      version.rulebook = Load(book);
      versions.push_back(std::move(version));
    }
    return Timeline(std::move(versions));
  }

  dossier::Facts Received(std::string_view at) {
    dossier::Facts facts;
    facts.receipt = dossier::Receipt{};
    facts.receipt->at = At(at);
    facts.receipt->agency = codes_->Intern<AgencyCode>("A");
    facts.receipt->procedure = codes_->Intern<ProcedureCode>("1.1");
    return facts;
  }
  dossier::Facts Ended(std::string_view received, std::string_view ended) {
    dossier::Facts facts = Received(received);
    facts.end = dossier::End{};
    facts.end->at = At(ended);
    return facts;
  }
  dossier::Facts Submitted(std::string_view at) {
    dossier::Facts facts;
    facts.submission = dossier::Submission{};
    facts.submission->at = At(at);
    facts.submission->agency = codes_->Intern<AgencyCode>("A");
    return facts;
  }

  static std::string Limit(const dossier::Terms& terms) {
    return terms.limit ? ToString(*terms.limit) : "none";
  }

  Folder folder_;
  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
};

TEST_F(TimelineTest, KnowsWhichVersionIsInForce) {
  const Timeline timeline =
      Of({{"", {}}, {"2025-03-01T00:00:00", {}}, {"2025-07-01T00:00:00", {}}});
  const auto seq = [&](std::string_view at) { return timeline.InForceAt(At(at)).seq; };
  EXPECT_EQ(seq("1990-01-01T00:00:00"), 0);
  EXPECT_EQ(seq("2025-02-28T23:59:59.999"), 0);
  EXPECT_EQ(seq("2025-03-01T00:00:00"), 10);
  EXPECT_EQ(seq("2025-06-30T23:59:59.999"), 10);
  EXPECT_EQ(seq("2025-07-01T00:00:00"), 20);
  EXPECT_EQ(seq("2199-01-01T00:00:00"), 20);
  EXPECT_EQ(timeline.newest_version().seq, 20);
  EXPECT_EQ(timeline.InForceAt(Instant::min()).seq, 0);
}

TEST_F(TimelineTest, LetsABackdatedVersionTakeThePlaceOfThoseAfterItsBeginning) {
  const Timeline timeline = Of({{"", {}},
                                {"2025-03-01T00:00:00", {}},
                                {"2025-05-01T00:00:00", {}},
                                {"2025-03-01T00:00:00", {}},
                                {"2025-07-01T00:00:00", {}}});
  const auto seq = [&](std::string_view at) { return timeline.InForceAt(At(at)).seq; };
  EXPECT_EQ(seq("2025-02-28T00:00:00"), 0);
  EXPECT_EQ(seq("2025-04-01T00:00:00"), 30);
  EXPECT_EQ(seq("2025-06-01T00:00:00"), 30);
  EXPECT_EQ(seq("2025-07-01T00:00:00"), 40);
}

TEST_F(TimelineTest, JudgesTheEndedByTheirEndAndTheOpenByTheNewest) {
  const Timeline timeline = Of({{"", {.calendar = "first"}},
                                {"2025-03-01T00:00:00", {.calendar = "second"}},
                                {"2025-07-01T00:00:00", {.calendar = "third"}}});
  const auto calendar = [&](const dossier::Facts& facts) {
    EXPECT_EQ(timeline.RulesFor(facts).agency->calendar, timeline.TermsFor(facts).calendar);
    return timeline.TermsFor(facts).calendar->name();
  };
  EXPECT_EQ(calendar(Received("2025-01-01T08:00:00")), "third");
  EXPECT_EQ(calendar(Ended("2025-01-01T08:00:00", "2025-02-01T08:00:00")), "first");
  EXPECT_EQ(calendar(Ended("2025-01-01T08:00:00", "2025-03-01T00:00:00")), "second");
  EXPECT_EQ(calendar(Ended("2025-01-01T08:00:00", "2025-08-01T08:00:00")), "third");
  // Finished before its receipt: at its receipt.
  EXPECT_EQ(calendar(Ended("2025-04-01T08:00:00", "2025-02-01T08:00:00")), "second");
}

TEST_F(TimelineTest, JudgesWhatWasNeverReceivedByItsDecline) {
  const Timeline timeline =
      Of({{"", {.calendar = "first"}}, {"2025-03-01T00:00:00", {.calendar = "second"}}});
  dossier::Facts facts = Submitted("2025-01-01T08:00:00");
  EXPECT_EQ(timeline.TermsFor(facts).calendar->name(), "second");
  EXPECT_EQ(timeline.RulesFor(facts).limit_by, nullptr);
  facts.declined = At("2025-01-02T08:00:00");
  EXPECT_EQ(timeline.TermsFor(facts).calendar->name(), "first");
  facts.receipt = Received("2025-01-03T08:00:00").receipt;
  EXPECT_EQ(timeline.TermsFor(facts).calendar->name(), "second");
}

TEST_F(TimelineTest, TakesTheLimitOfTheDayOfReceiptFromTheVersionInForceThen) {
  const Timeline timeline =
      Of({{"", {.procedures = "1.1,old,5wd,restart,,2025-01-31\n1.1,new,4wd,,2025-02-01,\n"}},
          {"2025-03-01T00:00:00", {.procedures = "1.1,p,3wd,,,\n"}},
          {"2025-07-01T00:00:00", {.procedures = "1.1,p,2wd,,,\n"}}});
  const auto limit = [&](const dossier::Facts& facts) {
    const Timeline::Rules rules = timeline.RulesFor(facts);
    EXPECT_EQ(rules.procedure->limit, timeline.TermsFor(facts).limit);
    return ToString(*rules.procedure->limit) + " of " + std::to_string(rules.limit_by->seq);
  };
  EXPECT_EQ(limit(Received("2025-01-31T08:00:00")), "5wd of 0");
  EXPECT_EQ(limit(Received("2025-02-01T08:00:00")), "4wd of 0");
  EXPECT_EQ(limit(Received("2025-04-01T08:00:00")), "3wd of 10");
  EXPECT_EQ(limit(Received("2025-07-01T00:00:00")), "2wd of 20");
  EXPECT_EQ(limit(Ended("2025-04-01T08:00:00", "2025-08-01T08:00:00")), "3wd of 10");
  EXPECT_EQ(timeline.TermsFor(Received("2025-01-31T08:00:00")).on_supplement,
            dossier::OnSupplement::kRestart);
  EXPECT_EQ(timeline.TermsFor(Received("2025-02-01T08:00:00")).on_supplement,
            dossier::OnSupplement::kPause);
}

TEST_F(TimelineTest, TakesTheLimitOfTheNextVersionThatHasOneUpToTheOneItIsJudgedBy) {
  const Timeline timeline = Of({{"", {.procedures = "1.1,p,9wd,,2026-01-01,\n"}},
                                {"2025-03-01T00:00:00", {.procedures = "1.2,q,4wd,,,\n"}},
                                {"2025-05-01T00:00:00", {.procedures = "1.1,p,3wd,,,\n"}},
                                {"2025-07-01T00:00:00", {.procedures = "1.1,p,2wd,,,\n"}}});
  const auto rules = timeline.RulesFor(Received("2025-01-01T08:00:00"));
  EXPECT_EQ(rules.limit_by->seq, 20);
  EXPECT_EQ(Limit(timeline.TermsFor(Received("2025-01-01T08:00:00"))), "3wd");
  EXPECT_EQ(Limit(timeline.TermsFor(Ended("2025-01-01T08:00:00", "2025-06-01T08:00:00"))), "3wd");
  EXPECT_EQ(Limit(timeline.TermsFor(Ended("2025-01-01T08:00:00", "2025-04-01T08:00:00"))), "none");
  const auto none = timeline.RulesFor(Ended("2025-01-01T08:00:00", "2025-04-01T08:00:00"));
  EXPECT_EQ(none.limit_by, nullptr);
  EXPECT_EQ(none.procedure, nullptr);
}

TEST_F(TimelineTest, TakesNoLimitFromAVersionThatIsNeverInForce) {
  const Timeline timeline = Of({{"", {}},
                                {"2025-05-01T00:00:00", {.procedures = "1.1,p,9wd,,,\n"}},
                                {"2025-03-01T00:00:00", {.procedures = "1.1,p,3wd,,,\n"}}});
  EXPECT_EQ(Limit(timeline.TermsFor(Received("2025-01-01T08:00:00"))), "3wd");
  EXPECT_EQ(Limit(timeline.TermsFor(Received("2025-06-01T08:00:00"))), "3wd");
}

TEST_F(TimelineTest, TakesNoLimitFromAVersionReplacedFromItsFirstInstantOn) {
  const Timeline timeline = Of({{"", {}},
                                {"2025-03-01T00:00:00", {.procedures = "1.1,p,9wd,,,\n"}},
                                {"2025-03-01T00:00:00", {.procedures = "1.1,p,3wd,,,\n"}}});
  EXPECT_EQ(Limit(timeline.TermsFor(Received("2025-01-01T08:00:00"))), "3wd");
}

TEST_F(TimelineTest, TakesTheAcceptanceLimitInForceAtTheSubmission) {
  using worktime::LimitUnit;
  const Timeline timeline =
      Of({{"", {.acceptance_limit = worktime::TimeLimit{8, LimitUnit::kWorkingHours}}},
          {"2025-03-01T00:00:00",
           {.acceptance_limit = worktime::TimeLimit{4, LimitUnit::kWorkingHours}}}});
  EXPECT_EQ(timeline.TermsFor(Submitted("2025-01-01T08:00:00")).acceptance_limit->amount, 8);
  EXPECT_EQ(timeline.TermsFor(Submitted("2025-04-01T08:00:00")).acceptance_limit->amount, 4);
  dossier::Facts facts = Ended("2025-04-01T08:00:00", "2025-05-01T08:00:00");
  facts.submission = Submitted("2025-01-01T08:00:00").submission;
  EXPECT_EQ(timeline.TermsFor(facts).acceptance_limit->amount, 8);
}

TEST_F(TimelineTest, GivesTheTermsOfItsOnlyRulebook) {
  const auto book = Load({.procedures = "1.1,p,3wd,restart,,\n"});
  const Timeline timeline(book);
  const auto facts = Received("2025-01-01T08:00:00");
  EXPECT_EQ(timeline.TermsFor(facts).limit, book->TermsFor(facts).limit);
  EXPECT_EQ(timeline.TermsFor(facts).calendar, book->TermsFor(facts).calendar);
  EXPECT_EQ(timeline.RulesFor(facts).procedure, book->ProcedureOf(facts, book->AgencyOf(facts)));
  EXPECT_EQ(timeline.RulesFor(facts).judged_by, &timeline.newest_version());
  EXPECT_EQ(&timeline.newest(), book.get());
}

TEST_F(TimelineTest, UsesTheAgencysRowOfTheBeginning) {
  const Timeline timeline = Of(
      {{"", {}}, {"2025-01-01T00:00:00", {.agencies = "A,then,,2025-06-30\nA,now,2025-07-01,\n"}}});
  EXPECT_EQ(timeline.RulesFor(Received("2025-02-01T08:00:00")).agency->name, "then");
  EXPECT_EQ(timeline.RulesFor(Received("2025-08-01T08:00:00")).agency->name, "now");
  dossier::Facts facts = Received("2025-08-01T08:00:00");
  facts.receipt->agency = codes_->Intern<AgencyCode>("stranger");
  EXPECT_EQ(timeline.RulesFor(facts).agency, nullptr);
  EXPECT_EQ(timeline.TermsFor(facts).calendar->name(), "plain");
}

TEST_F(TimelineTest, TakesASourceForWhatItWasWhenTheEventHappened) {
  const Timeline timeline =
      Of({{"", {.mirror = "portal"}}, {"2025-03-01T00:00:00", {.mirror = "desk"}}});
  const auto portal = codes_->Intern<SourceName>("portal");
  EXPECT_EQ(timeline.RoleOf(portal, At("2025-02-01T00:00:00")), SourceRole::kMirror);
  EXPECT_EQ(timeline.RoleOf(portal, At("2025-03-01T00:00:00")), SourceRole::kAuthority);
  EXPECT_EQ(Timeline(timeline.newest_version().rulebook)
                .RoleOf(codes_->Intern<SourceName>("desk"), At("2025-02-01T00:00:00")),
            SourceRole::kMirror);
}

TEST_F(TimelineTest, ASourceSpeaksOfTheDossiersWithinItsReach) {
  const std::string agencies = "A,a,,\nA.1,below,,\nB,b,,\n";
  const Timeline timeline = Of({{"", {.agencies = agencies}},
                                {"2025-03-01T00:00:00",
                                 {.agencies = agencies,
                                  .mirror = "portal",
                                  .reaches = {{"wing", {{"A"}, 3}}, {"desk", {{}, 1}}}}}});
  const auto is_folded = [&](std::string_view source, dossier::EventType type,
                             std::string_view agency, std::string_view at) {
    dossier::Event event;
    event.source = codes_->Intern<SourceName>(source);
    event.type = type;
    if (!agency.empty()) event.agency = codes_->Intern<AgencyCode>(agency);
    event.at = At(at);
    return timeline.IsFolded(event);
  };
  const auto then = "2025-02-01T00:00:00";
  const auto now = "2025-04-01T00:00:00";
  using dossier::EventType;
  EXPECT_TRUE(is_folded("wing", EventType::kSnapshot, "A", now));
  EXPECT_FALSE(is_folded("wing", EventType::kSnapshot, "B", now));
  EXPECT_FALSE(is_folded("wing", EventType::kReceived, "B", now));
  EXPECT_FALSE(is_folded("wing", EventType::kSubmitted, "B", now));
  // Whose the dossier is it does not say: what the receipt says counts.
  EXPECT_TRUE(is_folded("wing", EventType::kAssigned, "B", now));
  EXPECT_TRUE(is_folded("wing", EventType::kSnapshot, "", now));
  EXPECT_TRUE(is_folded("wing", EventType::kSnapshot, "B", then));
  EXPECT_TRUE(is_folded("desk", EventType::kSnapshot, "B", now));
  EXPECT_FALSE(is_folded("portal", EventType::kPaid, "A", now));
  EXPECT_TRUE(is_folded("portal", EventType::kPaid, "A", then));
}

TEST_F(TimelineTest, FoldsByTheRanksOfItsRulebooks) {
  const Timeline timeline =
      Of({{"", {}}, {"2025-03-01T00:00:00", {.reaches = {{"wing", {{}, 3}}, {"desk", {{}, 1}}}}}});
  const auto said = [&](std::string_view source, std::string_view at, std::string_view received) {
    dossier::Event event;
    event.dossier = "H";
    event.type = dossier::EventType::kSnapshot;
    event.source = codes_->Intern<SourceName>(source);
    event.agency = codes_->Intern<AgencyCode>("A");
    event.procedure = codes_->Intern<ProcedureCode>("1.1");
    event.at = At(at);
    event.received = At(received);
    dossier::EnsureId(event);
    return event;
  };
  const std::vector<dossier::Event> before = {
      said("desk", "2025-02-02T00:00:00", "2025-01-06T08:00:00"),
      said("wing", "2025-02-03T00:00:00", "2025-01-06T09:00:00")};
  EXPECT_EQ(timeline.Fold(before).receipt->at, At("2025-01-06T08:00:00"));
  const std::vector<dossier::Event> since = {
      said("desk", "2025-04-02T00:00:00", "2025-01-06T08:00:00"),
      said("wing", "2025-04-03T00:00:00", "2025-01-06T09:00:00")};
  EXPECT_EQ(timeline.Fold(since).receipt->at, At("2025-01-06T09:00:00"));
  dossier::Facts on_top;
  for (const dossier::Event& event : since) timeline.FoldNext(on_top, event);
  EXPECT_EQ(on_top, timeline.Fold(since));
}

TEST_F(TimelineTest, TellsRulebooksApartThatTakeASourceOtherwise) {
  const auto wing = codes_->Intern<SourceName>("wing");
  const auto plain = Load({});
  const auto ranked = Load({.reaches = {{"wing", {{}, 3}}}});
  const auto bound = Load({.reaches = {{"wing", {{"A"}, 0}}}});
  EXPECT_TRUE(plain->TakesAlike(wing, *Load({})));
  EXPECT_FALSE(plain->TakesAlike(wing, *ranked));
  EXPECT_FALSE(plain->TakesAlike(wing, *bound));
  EXPECT_TRUE(bound->TakesAlike(wing, *Load({.reaches = {{"wing", {{"A"}, 0}}}})));
  EXPECT_FALSE(bound->TakesAlike(
      wing, *Load({.agencies = "A,a,,\nA.1,below,,\n", .reaches = {{"wing", {{"A"}, 0}}}})));
  EXPECT_NE(plain->digest(), ranked->digest());
  EXPECT_NE(plain->digest(), bound->digest());
  EXPECT_EQ(Load({.reaches = {{"wing", {}}}})->digest(), plain->digest());
}

TEST_F(TimelineTest, AdmitsWhatAnyVersionKnows) {
  const Timeline timeline =
      Of({{"", {.agencies = "A,a,,\n", .procedures = "1.1,p,,,,\n"}},
          {"2025-03-01T00:00:00", {.agencies = "B,b,,\n", .procedures = "1.2,p,,,,\n"}}});
  const auto objection = [&](std::string_view agency, std::string_view to,
                             std::string_view procedure) {
    dossier::Event event;
    event.type =
        procedure.empty() ? dossier::EventType::kTransferred : dossier::EventType::kReceived;
    event.agency = codes_->Intern<AgencyCode>(agency);
    event.to_agency = codes_->Intern<AgencyCode>(to);
    event.procedure = codes_->Intern<ProcedureCode>(procedure);
    const auto found = timeline.Object(event);
    return found ? found->field + ": " + found->reason : "";
  };
  EXPECT_EQ(objection("B", "", "1.2"), "");
  EXPECT_EQ(objection("A", "", "1.1"), "");
  EXPECT_EQ(objection("A", "B", ""), "");
  EXPECT_EQ(objection("C", "", "1.1"), "agency: unknown agency \"C\"");
  EXPECT_EQ(objection("A", "", "1.3"), "procedure: unknown procedure \"1.3\"");
  EXPECT_EQ(objection("", "", "1.3"), "agency: required on \"received\"");
}

TEST_F(TimelineTest, HasADigestOfTheRulebooksAndWhenTheyAreInForce) {
  const Timeline plain = Of({{"", {}}, {"2025-03-01T00:00:00", {.mirror = "desk"}}});
  EXPECT_EQ(Of({{"", {}}, {"2025-03-01T00:00:00", {.mirror = "desk"}}}).digest(), plain.digest());
  EXPECT_NE(Of({{"", {}}, {"2025-03-01T00:00:01", {.mirror = "desk"}}}).digest(), plain.digest());
  EXPECT_NE(Of({{"", {}}, {"2025-03-01T00:00:00", {.mirror = "portal"}}}).digest(), plain.digest());
  EXPECT_NE(Of({{"", {}}}).digest(), plain.digest());
}

TEST_F(TimelineTest, GrowsByOneVersion) {
  const Timeline one = Of({{"", {}}});
  const Timeline two = one.With({.seq = 7,
                                 .recorded_at = {},
                                 .effective_from = At("2025-03-01T00:00:00"),
                                 .operator_name = {},
                                 .reason = {},
                                 .rulebook = Load({.mirror = "desk"})});
  EXPECT_EQ(one.versions().size(), 1U);
  EXPECT_EQ(two.versions().size(), 2U);
  EXPECT_EQ(two.InForceAt(At("2025-03-01T00:00:00")).seq, 7);
  EXPECT_EQ(two.digest(), Of({{"", {}}, {"2025-03-01T00:00:00", {.mirror = "desk"}}}).digest());
}

}  // namespace
}  // namespace dunghan::rulebook
