#include "draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/unordered/unordered_flat_set.hpp>
#include <string>

#include "chances.h"
#include "random.h"

namespace dunghan::simulate {
namespace {

using rulebook::OnlineLevel;
using rulebook::Tier;
using worktime::LimitUnit;
using worktime::TimeLimit;

constexpr int kMadeUpAgencies = 120;
constexpr int kMadeUpProcedures = 300;
constexpr int kMost = 9999;

// Up to so many working days a procedure counts as an everyday one.
constexpr int64_t kEverydayLimit = 3;

bool IsEveryday(const std::optional<TimeLimit>& limit) {
  if (!limit) return false;
  return limit->unit == LimitUnit::kSameDay ||
         (limit->unit == LimitUnit::kWorkingDays && limit->amount <= kEverydayLimit);
}

/// A one-stop centre receives dossiers and decides none. Lists have no column for it, but the law
/// gives such centres their name: Trung tâm Phục vụ hành chính công.
bool IsCentre(const rulebook::Agency& agency) {
  return agency.name.find("hành chính công") != std::string::npos;
}

Desk DeskOf(AgencyCode code, Tier tier, uint64_t seed,
            std::shared_ptr<const worktime::WorkingCalendar> calendar) {
  Desk desk;
  desk.code = code;
  desk.calendar = std::move(calendar);
  desk.lot = HashOf(seed, code.text());
  desk.provincial = tier == Tier::kProvince || tier == Tier::kUnknown;
  desk.weight = static_cast<uint32_t>(Random(desk.lot).Between(30, 200));
  return desk;
}

Service ServiceOf(ProcedureCode code, std::optional<TimeLimit> limit, std::string_view field,
                  uint64_t seed) {
  Service service;
  service.code = code;
  service.limit = limit;
  service.everyday = IsEveryday(limit);
  service.lot = HashOf(seed, field.empty() ? code.text() : field);
  Random random(HashOf(seed, code.text()));
  service.weight = static_cast<uint32_t>(random.Between(1, 10)) * (service.everyday ? 4U : 1U);
  service.charged = !service.everyday && random.PerMille(200);
  const bool interlinked = !service.everyday && random.PerMille(chance::kInterlinked);
  if (interlinked) service.links = static_cast<int>(random.Between(1, kMostLinks));
  return service;
}

bool Overlaps(const std::optional<LocalDay>& from, const std::optional<LocalDay>& to,
              const Options& options) {
  return (!from || *from <= *options.to) && (!to || *options.from <= *to);
}

/// Whether to take one more code: those that come first, up to the number asked for.
class FirstOnes {
 public:
  explicit FirstOnes(std::optional<int> wanted) : wanted_(wanted) {}

  bool Take(uint32_t number) {
    if (taken_.contains(number)) return true;
    if (wanted_ && std::cmp_greater_equal(taken_.size(), *wanted_)) return false;
    taken_.insert(number);
    return true;
  }
  /// How many fewer there were than wanted.
  int Missing() const {
    const auto taken = static_cast<int>(taken_.size());
    return wanted_ && taken < *wanted_ ? *wanted_ - taken : 0;
  }
  Error Complain(std::string_view what) const {
    return InvalidArgument(fmt::format("{} {}: the rulebook lists {} in the days asked for", what,
                                       *wanted_, taken_.size()));
  }

 private:
  std::optional<int> wanted_;
  boost::unordered_flat_set<uint32_t> taken_;
};

void MakeUpAgencies(int count, const Options& options, const rulebook::Rulebook& rulebook,
                    CodeTable& codes, Draft& draft) {
  const auto& calendars = rulebook.calendars();
  const auto& calendar = calendars.at(rulebook.default_calendar().name());
  const auto code = [&](int number) {
    return codes.Intern<AgencyCode>(fmt::format("000.{:02}.{:02}.H99", number / 100, number % 100));
  };
  if (draft.centres.empty()) {
    draft.centres.push_back(DeskOf(code(0), Tier::kProvince, options.seed, calendar));
  }
  for (int i = 1; i <= count; ++i) {
    const Tier tier = i % 3 == 0 ? Tier::kProvince : Tier::kCommune;
    draft.desks.push_back(DeskOf(code(i), tier, options.seed, calendar));
  }
}

void MakeUpProcedures(int count, const Options& options, CodeTable& codes, Draft& draft) {
  constexpr std::array<TimeLimit, 10> kLimits = {{{1, LimitUnit::kSameDay},
                                                  {5, LimitUnit::kWorkingDays},
                                                  {15, LimitUnit::kWorkingDays},
                                                  {3, LimitUnit::kWorkingDays},
                                                  {10, LimitUnit::kWorkingDays},
                                                  {30, LimitUnit::kCalendarDays},
                                                  {20, LimitUnit::kWorkingDays},
                                                  {7, LimitUnit::kWorkingDays},
                                                  {4, LimitUnit::kWorkingHours},
                                                  {1, LimitUnit::kMonths}}};
  for (int i = 0; i < count; ++i) {
    const auto code = codes.Intern<ProcedureCode>(fmt::format("1.99{:04}", i + 1));
    const auto place = static_cast<size_t>(i);
    Service service = ServiceOf(code, kLimits[place % kLimits.size()], "", options.seed);
    service.online = static_cast<OnlineLevel>(HashOf(options.seed, code.text()) % 3);
    draft.services.push_back(service);
  }
}

std::optional<Error> ListedAgencies(const Options& options, const rulebook::Rulebook& rulebook,
                                    CodeTable& codes, Draft& draft) {
  boost::unordered_flat_set<uint32_t> parents;
  for (const auto& agency : rulebook.agencies()) parents.insert(agency.parent.number());
  FirstOnes first(options.agencies);
  for (const auto& agency : rulebook.agencies()) {
    if (!Overlaps(agency.valid_from, agency.valid_to, options)) continue;
    // The committee at the root of a tree signs what its departments prepare.
    const bool root = !agency.parent && parents.contains(agency.code.number());
    if (root) continue;
    Desk desk = DeskOf(agency.code, agency.tier, options.seed, agency.calendar);
    desk.valid_from = agency.valid_from;
    desk.valid_to = agency.valid_to;
    if (IsCentre(agency)) {
      draft.centres.push_back(std::move(desk));
    } else if (first.Take(agency.code.number())) {
      draft.desks.push_back(std::move(desk));
    }
  }
  if (first.Missing() == 0) return {};
  if (rulebook.ListsAgencies()) return first.Complain("agencies");
  MakeUpAgencies(first.Missing(), options, rulebook, codes, draft);
  return {};
}

std::optional<Error> ListedProcedures(const Options& options, const rulebook::Rulebook& rulebook,
                                      CodeTable& codes, Draft& draft) {
  FirstOnes first(options.procedures);
  for (const auto& procedure : rulebook.procedures()) {
    if (!Overlaps(procedure.valid_from, procedure.valid_to, options)) continue;
    if (!first.Take(procedure.code.number())) continue;
    Service service = ServiceOf(procedure.code, procedure.limit, procedure.field, options.seed);
    service.listed = &procedure;
    service.valid_from = procedure.valid_from;
    service.valid_to = procedure.valid_to;
    service.on_supplement = procedure.on_supplement;
    service.online = procedure.online_level;
    draft.services.push_back(service);
  }
  if (first.Missing() == 0) return {};
  if (rulebook.ListsProcedures()) return first.Complain("procedures");
  MakeUpProcedures(first.Missing(), options, codes, draft);
  return {};
}

}  // namespace

Result<Draft> DraftOf(const Options& options, const rulebook::Rulebook& rulebook,
                      CodeTable& codes) {
  for (const auto& [what, count] :
       {std::pair{"agencies", options.agencies}, std::pair{"procedures", options.procedures}}) {
    if (count && (*count < 1 || *count > kMost)) {
      return InvalidArgument(fmt::format("{}: expected 1 to {}, found {}", what, kMost, *count));
    }
  }
  Draft draft;
  if (rulebook.agencies().empty()) {
    MakeUpAgencies(options.agencies.value_or(kMadeUpAgencies), options, rulebook, codes, draft);
  } else if (auto error = ListedAgencies(options, rulebook, codes, draft)) {
    return *error;
  }
  if (rulebook.procedures().empty()) {
    MakeUpProcedures(options.procedures.value_or(kMadeUpProcedures), options, codes, draft);
  } else if (auto error = ListedProcedures(options, rulebook, codes, draft)) {
    return *error;
  }
  return draft;
}

}  // namespace dunghan::simulate
