#pragma once

#include <functional>
#include <string>
#include <vector>

#include "dunghan/dossier/event.h"
#include "dunghan/test/values.h"

namespace dunghan::record {

/// An event that says all there is to say, but for what contradicts itself.
inline dossier::Event FullEvent(test::Events& events) {
  dossier::Event event = events.Received("H-1", "2021-06-01 08:00", test::Day("2021-06-08"));
  event.id = "e1";
  event.channel = dossier::Channel::kOnline;
  event.rating = 4;
  event.counter = events.Code<AgencyCode>("B");
  event.unit = events.Code<UnitName>("Một cửa");
  event.step = events.Code<StepName>("Thẩm định");
  event.step_due = test::At("2021-06-03 17:00");
  event.to_agency = events.Code<AgencyCode>("C");
  event.reason = events.Code<ReasonCode>("citizen");
  event.voids = "e0";
  event.received = test::At("2021-06-01 07:59");
  event.state = dossier::SaidState::kStopped;
  event.ended = test::At("2021-06-03 16:59");
  event.alias = "BN-1";
  return event;
}

/// The same with one thing different, for each thing there is, and each of its forms.
inline std::vector<dossier::Event> Variants(test::Events& events) {
  const dossier::Event full = FullEvent(events);
  std::vector<dossier::Event> variants = {full};
  const auto vary = [&](const std::function<void(dossier::Event&)>& change) {
    variants.push_back(full);
    change(variants.back());
  };
  constexpr const char* kUuid = "123e4567-e89b-12d3-a456-426614174000";
  for (int type = 0; type < dossier::kEventTypes; ++type) {
    if (type == static_cast<int>(full.type)) continue;
    vary([&](auto& event) { event.type = static_cast<dossier::EventType>(type); });
  }
  for (const auto channel :
       {dossier::Channel::kUnknown, dossier::Channel::kInPerson, dossier::Channel::kPostal}) {
    vary([&](auto& event) { event.channel = channel; });
  }
  for (const int rating : {0, 1, 5}) {
    vary([&](auto& event) { event.rating = static_cast<uint8_t>(rating); });
  }
  vary([](auto& event) { event.dossier = "H-2"; });
  vary([](auto& event) { event.dossier = std::string(64, 'x'); });
  vary([](auto& event) { event.at += std::chrono::milliseconds{1}; });
  vary([](auto& event) { event.at = test::At("1990-01-01 00:00"); });
  vary([](auto& event) { event.at = test::At("2200-12-31 23:59"); });
  vary([&](auto& event) { event.source = events.Code<SourceName>("khac"); });
  vary([](auto& event) { event.source = {}; });
  vary([](auto& event) { event.id = std::string(200, 'i'); });
  vary([](auto& event) { event.id.clear(); });
  vary([&](auto& event) { event.id = kUuid; });
  vary([](auto& event) { event.id = "123E4567-e89b-12d3-a456-426614174000"; });
  vary([](auto& event) { event.id = "123e4567xe89b-12d3-a456-426614174000"; });
  vary([](auto& event) { event.id = "123e4567-e89b-12d3-a456-42661417400g"; });
  vary([](auto& event) { event.id = "123e4567-e89b-12d3-a456-4266141740001"; });
  vary([&](auto& event) { event.agency = events.Code<AgencyCode>("D"); });
  vary([](auto& event) { event.agency = {}; });
  vary([&](auto& event) { event.procedure = events.Code<ProcedureCode>("Q"); });
  vary([](auto& event) { event.procedure = {}; });
  vary([&](auto& event) { event.counter = events.Code<AgencyCode>("D"); });
  vary([](auto& event) { event.counter = {}; });
  vary([](auto& event) { event.due.reset(); });
  vary([](auto& event) { event.due = test::Day("1999-01-01"); });
  vary([](auto& event) { event.due = test::At("2021-06-08 00:00"); });
  vary([](auto& event) { event.due = test::At("2021-05-08 00:00"); });
  vary([&](auto& event) { event.unit = events.Code<UnitName>("Phòng"); });
  vary([](auto& event) { event.unit = {}; });
  vary([&](auto& event) { event.step = events.Code<StepName>("Ký"); });
  vary([](auto& event) { event.step = {}; });
  vary([](auto& event) { event.step_due.reset(); });
  vary([](auto& event) { event.step_due = test::Day("2021-06-03"); });
  vary([](auto& event) { event.step_due = test::At("2021-06-03 17:01"); });
  vary([&](auto& event) { event.to_agency = events.Code<AgencyCode>("D"); });
  vary([](auto& event) { event.to_agency = {}; });
  vary([](auto& event) { event.received.reset(); });
  vary([](auto& event) { event.received = test::At("2021-06-01 08:01"); });
  vary([](auto& event) { event.state = {}; });
  vary([](auto& event) { event.state = dossier::SaidState::kRefused; });
  vary([](auto& event) { event.ended.reset(); });
  vary([](auto& event) { event.ended = test::At("2021-06-01 08:00"); });
  vary([](auto& event) { event.alias.clear(); });
  vary([](auto& event) { event.alias = std::string(64, 'a'); });
  vary([&](auto& event) { event.reason = events.Code<ReasonCode>("other"); });
  vary([](auto& event) { event.reason = {}; });
  vary([](auto& event) { event.voids.clear(); });
  vary([](auto& event) { event.voids = "e2"; });
  vary([&](auto& event) { event.voids = kUuid; });
  return variants;
}

/// An event that says next to nothing.
inline dossier::Event BareEvent() {
  dossier::Event event;
  event.dossier = "H";
  event.id = "i";
  return event;
}

}  // namespace dunghan::record
