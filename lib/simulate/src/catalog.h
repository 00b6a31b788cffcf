#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "dunghan/rulebook/rulebook.h"
#include "dunghan/simulate/province.h"

namespace dunghan::simulate {

inline constexpr int kMostLinks = 3;  ///< agencies on the way of an interlinked dossier

/// A procedure as an agency offers it.
struct Service {
  size_t number = 0;  ///< within its Catalog
  ProcedureCode code;
  std::optional<LocalDay> valid_from;
  std::optional<LocalDay> valid_to;
  std::optional<worktime::TimeLimit> limit;
  dossier::OnSupplement on_supplement = dossier::OnSupplement::kPause;
  rulebook::OnlineLevel online = rulebook::OnlineLevel::kNone;
  bool everyday = false;  ///< short, in great numbers, at communes: certificates, civil status
  bool charged = false;   ///< the clock stands until a fee or tax is paid
  int links = 0;          ///< so many other agencies have to be asked; 0: not interlinked
  uint32_t weight = 1;
  uint64_t lot = 0;  ///< decides who handles it; the same for all of a field
  const rulebook::Procedure* listed = nullptr;  ///< null: made up
};

/// A competent agency.
struct Desk {
  AgencyCode code;
  std::optional<LocalDay> valid_from;
  std::optional<LocalDay> valid_to;
  std::shared_ptr<const worktime::WorkingCalendar> calendar;
  bool provincial = false;
  uint32_t weight = 1;
  uint32_t late_per_10000 = 0;          ///< of what it finishes
  uint32_t slow_per_mille = 0;          ///< of what is submitted to it: accepted too late
  uint32_t entered_late_per_mille = 0;  ///< of what it does: comes into the software later
  std::chrono::minutes sends_every{};   ///< what is in the software is sent; 0: at once
  uint64_t lot = 0;
};

/// What is there on one day. Points into its Catalog.
struct Roster {
  struct Staffed {
    const Desk* desk = nullptr;
    std::vector<const Service*> services;
    uint32_t services_weight = 0;
  };
  std::vector<Staffed> entries;  ///< those with services
  /// By Service::number, whom an interlinked one passes through; the competent agency may be among
  /// them, and empty ones at the end.
  std::vector<std::array<AgencyCode, kMostLinks + 1>> partners;
  AgencyCode centre;                 ///< receives for the provincial agencies; may be none
  std::vector<AgencyCode> communes;  ///< district and commune agencies
};

/// All agencies and procedures of a simulation, with the days they are valid on.
class Catalog {
 public:
  /// The rulebook outlives it. @error kInvalidArgument: more asked for than the rulebook lists.
  static Result<Catalog> Make(const Options& options, const rulebook::Rulebook& rulebook,
                              CodeTable& codes);

  /// Lasts until a call for another day.
  const Roster& On(LocalDay day);

 private:
  Catalog() = default;
  Roster RosterOf(LocalDay day) const;
  enum class Heed { kList, kNothing };  ///< whether who handles what by the list counts
  void GiveServices(LocalDay day, Heed heed, Roster& roster) const;
  void GiveToThoseNamed(const Service& service, LocalDay day, Roster& roster) const;
  bool MayHandle(const Desk& desk, const Service& service, LocalDay day) const;
  void FindPartners(LocalDay day, Roster& roster) const;
  void Calibrate(uint64_t seed);

  const rulebook::Rulebook* rulebook_ = nullptr;
  std::vector<Desk> desks_;
  std::vector<Desk> centres_;
  std::vector<Service> services_;
  std::vector<LocalDay> changes_;  // the days on which something begins or has ended, sorted
  std::optional<size_t> current_;  // how many of the changes the roster below knows
  Roster roster_;
};

}  // namespace dunghan::simulate
