#pragma once

#include "dunghan/test/values.h"
#include "folded.h"

namespace dunghan::ledger {

/// An entry that has everything an entry can have, each thing another value.
inline Folded FullEntry(test::Events& events) {
  using std::chrono::hours;
  using std::chrono::minutes;
  const auto agency = [&](const char* text) { return events.Code<AgencyCode>(text); };
  const Instant first = test::At("2021-06-01 08:00");
  Folded entry;
  dossier::Facts& facts = entry.facts;
  facts.first_at = first;
  facts.submission =
      dossier::Submission{first + minutes{1}, agency("A1"), events.Code<ProcedureCode>("P1"),
                          agency("C1"), dossier::Channel::kPostal};
  facts.declined = first + minutes{2};
  facts.receipt =
      dossier::Receipt{first + minutes{3}, agency("A2"), events.Code<ProcedureCode>("P2"),
                       agency("C2"), dossier::Channel::kOnline};
  facts.named_agency = agency("A3");
  facts.claims.push_back({first + minutes{4}, test::Day("2021-06-20"), dossier::ClaimBy::kReceipt});
  facts.claims.push_back(
      {first - minutes{5}, test::At("2021-06-21 10:00"), dossier::ClaimBy::kReceiptAgain});
  facts.suspensions.push_back({dossier::SuspensionKind::kPayment, events.Code<ReasonCode>("r1"),
                               first + hours{6}, first + hours{7}});
  facts.suspensions.push_back(
      {dossier::SuspensionKind::kStop, events.Code<ReasonCode>("r2"), first + hours{8}, {}});
  facts.reopened_at.push_back(first + hours{9});
  facts.end = dossier::End{first + hours{10}, dossier::EndKind::kRefused};
  facts.first_end = dossier::End{first + hours{11}, dossier::EndKind::kWithdrawn};
  facts.extension = dossier::Appointment{first + hours{12}, test::Day("2021-06-25")};
  facts.extensions = 3;
  facts.reappointment = dossier::Appointment{first + hours{13}, test::At("2021-06-26 09:00")};
  facts.reappointments = 4;
  facts.apologised = first + hours{14};
  facts.hands.push_back({first + hours{15}, agency("A4"), events.Code<UnitName>("Phòng 1"),
                         events.Code<StepName>("Thẩm định"), test::Day("2021-06-12"), false});
  facts.hands.push_back({first + hours{16}, agency("A5"), {}, {}, {}, true});
  facts.ready = first + hours{17};
  facts.returned = first + hours{18};
  facts.late_cause = events.Code<ReasonCode>("r3");
  facts.urged_at.push_back(first + hours{19});
  facts.urged_at.push_back(first + hours{20});
  facts.rating = dossier::Rating{first + hours{21}, 4};
  facts.said.push_back({.source = events.Code<SourceName>("s1"),
                        .at = first + hours{23},
                        .received = first + hours{24},
                        .due = test::Day("2021-06-27"),
                        .ended = first + hours{25},
                        .agency = agency("A6"),
                        .procedure = events.Code<ProcedureCode>("P3"),
                        .counter = agency("C3"),
                        .channel = dossier::Channel::kPostal,
                        .state = dossier::SaidState::kStopped,
                        .made_receipt = true});
  facts.said.push_back({.source = events.Code<SourceName>("s2"),
                        .at = first + hours{26},
                        .due = test::At("2021-06-28 09:00"),
                        .made_end = true});
  facts.Add(dossier::Signal::kReopened);
  facts.Add(dossier::Signal::kPauseTooLong);
  facts.last_at = first + hours{22};
  facts.last_type = dossier::EventType::kRated;
  entry.marks = {{1, 2}, {~uint64_t{0}, 3}, {uint64_t{1} << 63U, 4}};
  entry.voided = {5, ~uint64_t{6}};
  entry.last_seq = 123'456;
  entry.wake_at = first + hours{1000};
  return entry;
}

}  // namespace dunghan::ledger
