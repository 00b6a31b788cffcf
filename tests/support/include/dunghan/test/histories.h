#pragma once

#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

#include "dunghan/dossier/event.h"
#include "dunghan/test/values.h"

/// Random histories of a few dossiers: every event type, two authorities and a mirror, ids used
/// twice, receipts sent again with other contents, voids of all kinds, times that coincide, dues as
/// dates, instants and midnights, some before the receipt, steps with and without a limit,
/// hand-overs with and without a word of what comes next, events dated ahead.
namespace dunghan::test {

/// First and last day events fall on; the clock of a test usually stands between.
inline const Instant kHistoryFrom = At("2021-05-03 00:00");
inline constexpr int kHistoryHours = 24 * 75;

inline dossier::DueClaim RandomDue(Instant at) {
  const auto days = std::chrono::days{*rc::gen::inRange(-2, 20)};
  const LocalDay day{std::chrono::floor<std::chrono::days>((at + std::chrono::hours{7}) + days)
                         .time_since_epoch()};
  switch (*rc::gen::inRange(0, 5)) {
    case 0:  // a midnight, as sources make of dates
      return Instant{day.time_since_epoch()} - std::chrono::hours{7};
    case 1:
    case 2:
      return day;
    default:
      return at + days + std::chrono::hours{*rc::gen::inRange(-3, 9)};
  }
}

inline dossier::EventType RandomType() {
  using enum dossier::EventType;
  // The types that decide figures come more often than the others.
  return *rc::gen::weightedElement<dossier::EventType>({{2, kSubmitted},
                                                        {1, kDeclined},
                                                        {8, kReceived},
                                                        {3, kDueSet},
                                                        {3, kAssigned},
                                                        {2, kTransferred},
                                                        {3, kSupplementRequested},
                                                        {3, kSupplemented},
                                                        {2, kPaymentRequested},
                                                        {2, kPaid},
                                                        {3, kSuspended},
                                                        {3, kResumed},
                                                        {1, kExtended},
                                                        {6, kCompleted},
                                                        {2, kRefused},
                                                        {2, kWithdrawn},
                                                        {1, kReady},
                                                        {1, kReturned},
                                                        {2, kReopened},
                                                        {1, kApologised},
                                                        {1, kLateCause},
                                                        {1, kUrged},
                                                        {1, kRated},
                                                        {2, kVoided}});
}

/// Fields that say who has the dossier; each may be absent.
inline void SetRandomHand(Events& events, dossier::Event& event) {
  const auto agency = [&] {
    return events.Code<AgencyCode>(*rc::gen::element<std::string>("", "A", "B"));
  };
  event.agency = agency();
  event.unit = events.Code<UnitName>(*rc::gen::element<std::string>("", "", "Phòng 1", "Phòng 2"));
  event.step = events.Code<StepName>(*rc::gen::element<std::string>("", "", "Thẩm định"));
  if (*rc::gen::inRange(0, 3) == 0) event.step_due = RandomDue(event.at);
  if (event.type == dossier::EventType::kTransferred) event.to_agency = agency();
}

inline ReasonCode RandomReason(Events& events) {
  return events.Code<ReasonCode>(*rc::gen::element<std::string>("", "citizen", "tax"));
}

inline dossier::Event RandomEvent(Events& events, int dossiers) {
  using dossier::EventType;
  dossier::Event event;
  event.dossier = "D" + std::to_string(*rc::gen::inRange(0, dossiers));
  event.type = RandomType();
  // Quarter hours, so that many events fall on the same instant.
  event.at = kHistoryFrom + std::chrono::minutes{15 * *rc::gen::inRange(0, 4 * kHistoryHours)};
  event.source = events.Code<SourceName>(*rc::gen::weightedElement<std::string>(
      {{6, "mot-cua"}, {3, "van-thu"}, {1, "cong-quoc-gia"}}));
  if (*rc::gen::inRange(0, 3) == 0) event.id = "e" + std::to_string(*rc::gen::inRange(0, 12));
  if (event.type == EventType::kReceived || event.type == EventType::kSubmitted) {
    event.agency = events.Code<AgencyCode>(*rc::gen::element<std::string>("A", "B"));
    event.procedure = events.Code<ProcedureCode>(*rc::gen::element<std::string>("P", "Q", "R"));
    event.channel = *rc::gen::element(dossier::Channel::kOnline, dossier::Channel::kInPerson);
    event.counter = events.Code<AgencyCode>(*rc::gen::element<std::string>("", "", "B"));
    event.alias = *rc::gen::element<std::string>("", "", "BN-1", "BN-2");
  }
  if (event.type == EventType::kAssigned || event.type == EventType::kTransferred) {
    SetRandomHand(events, event);
  }
  const bool may_have_due =
      event.type == EventType::kReceived || event.type == EventType::kDueSet ||
      event.type == EventType::kExtended || event.type == EventType::kApologised;
  if (may_have_due && *rc::gen::inRange(0, 4) != 0) event.due = RandomDue(event.at);
  if (event.type == EventType::kReopened && *rc::gen::inRange(0, 3) == 0) {
    event.reason = events.Code<ReasonCode>("citizen");
  }
  if (event.type == EventType::kSupplementRequested || event.type == EventType::kPaymentRequested ||
      event.type == EventType::kSuspended || event.type == EventType::kLateCause) {
    event.reason = RandomReason(events);
  }
  if (event.type == EventType::kRated) {
    event.rating = static_cast<uint8_t>(*rc::gen::inRange(1, 6));
  }
  if (event.type == EventType::kVoided)
    event.voids = "e" + std::to_string(*rc::gen::inRange(0, 12));
  dossier::EnsureId(event);
  return event;
}

/// Another content under the id of a receipt: another due, or none, and perhaps another instant.
inline dossier::Event SentAgain(dossier::Event receipt) {
  receipt.due.reset();
  if (*rc::gen::inRange(0, 4) != 0) receipt.due = RandomDue(receipt.at);
  receipt.channel = *rc::gen::element(dossier::Channel::kOnline, dossier::Channel::kInPerson);
  if (*rc::gen::element(true, false)) receipt.at += std::chrono::hours{*rc::gen::inRange(-20, 60)};
  return receipt;
}

/// What an export says of one of the dossiers.
inline dossier::Event RandomSnapshot(Events& events, int dossiers) {
  dossier::Event event;
  event.dossier = "D" + std::to_string(*rc::gen::inRange(0, dossiers));
  event.type = dossier::EventType::kSnapshot;
  event.at = kHistoryFrom + std::chrono::minutes{15 * *rc::gen::inRange(0, 4 * kHistoryHours)};
  event.source = events.Code<SourceName>(*rc::gen::element<std::string>("bang-tinh", "mot-cua"));
  const auto maybe = [](int of) { return *rc::gen::inRange(0, of) != 0; };
  if (maybe(6)) {
    event.agency = events.Code<AgencyCode>(*rc::gen::element<std::string>("A", "B"));
    event.procedure = events.Code<ProcedureCode>(*rc::gen::element<std::string>("P", "Q", "R"));
  }
  event.state = static_cast<dossier::SaidState>(*rc::gen::inRange(0, dossier::kSaidStates));
  const auto earlier = [&] {
    return std::max(kHistoryFrom, event.at - std::chrono::hours{*rc::gen::inRange(-10, 400)});
  };
  if (maybe(5)) event.received = earlier();
  if (maybe(2)) event.ended = earlier();
  if (maybe(3)) event.due = RandomDue(event.at);
  dossier::EnsureId(event);
  return event;
}

inline std::vector<dossier::Event> RandomHistory(Events& events, int dossiers = 4, int most = 40) {
  const int count = *rc::gen::inRange(1, most);
  std::vector<dossier::Event> history;
  history.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) {
    history.push_back(RandomEvent(events, dossiers));
    const bool again =
        history.back().type == dossier::EventType::kReceived && *rc::gen::inRange(0, 4) == 0;
    if (again) history.push_back(SentAgain(history.back()));
  }
  return history;
}

/// The same, with what exports say of the dossiers among it.
inline std::vector<dossier::Event> RandomHistoryWithSnapshots(Events& events, int dossiers = 4,
                                                              int most = 40) {
  std::vector<dossier::Event> history = RandomHistory(events, dossiers, most);
  for (int i = *rc::gen::inRange(0, most / 2); i > 0; --i) {
    history.insert(history.begin() + *rc::gen::inRange(0, static_cast<int>(history.size()) + 1),
                   RandomSnapshot(events, dossiers));
  }
  return history;
}

/// The event with its codes made those of `events`: handles of two tables must not meet.
inline dossier::Event Owned(Events& events, dossier::Event event) {
  event.source = events.Code<SourceName>(event.source.text());
  event.agency = events.Code<AgencyCode>(event.agency.text());
  event.procedure = events.Code<ProcedureCode>(event.procedure.text());
  event.counter = events.Code<AgencyCode>(event.counter.text());
  event.unit = events.Code<UnitName>(event.unit.text());
  event.step = events.Code<StepName>(event.step.text());
  event.to_agency = events.Code<AgencyCode>(event.to_agency.text());
  event.reason = events.Code<ReasonCode>(event.reason.text());
  return event;
}

/// The same events in another order, some of them several times.
inline std::vector<dossier::Event> ShuffledWithRepeats(std::vector<dossier::Event> history) {
  const size_t size = history.size();
  for (size_t i = 0; i < size; ++i) {
    if (*rc::gen::inRange(0, 4) == 0) history.push_back(history[i]);
  }
  for (size_t i = history.size(); i > 1; --i) {
    std::swap(history[i - 1],
              history[static_cast<size_t>(*rc::gen::inRange<int>(0, static_cast<int>(i)))]);
  }
  return history;
}

}  // namespace dunghan::test
