#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dunghan/base/code.h"
#include "dunghan/dossier/event.h"
#include "dunghan/worktime/calendar.h"

/// A province's events, the same on every run.
namespace dunghan::bench {

inline constexpr std::chrono::hours kZone{7};  ///< Asia/Ho_Chi_Minh, without changes since 1975
inline constexpr size_t kGroup = 1000;         ///< events appended together
inline constexpr int kAgencies = 100;
inline constexpr int kDepartments = 20;  ///< of the agencies; the others are communes
inline constexpr int kProceduresOfDepartment = 65;
inline constexpr int kProceduresOfCommunes = 200;  ///< every commune offers them all
inline constexpr int kProcedures = kDepartments * kProceduresOfDepartment + kProceduresOfCommunes;
static_assert(kProcedures == 1500);

std::string AgencyText(int agency);
std::string ProcedureText(int procedure);
/// The limit of a procedure in working days.
int LimitOf(int procedure);

/// How much is told of a finished dossier. Of an open one everything is told, so far.
enum class Life : uint8_t {
  kFull,   ///< some nine events
  kShort,  ///< received, finished, returned
};

struct WorkloadOptions {
  int64_t dossiers = 120'000;
  int64_t open = 12'000;  ///< the last so many are not finished
  Life life = Life::kFull;
  Instant from;             ///< the first is received
  Instant now;              ///< nothing happens after it
  std::string batch = "H";  ///< part of every code and id, so that two workloads do not meet
};

/// Dossiers numbered from 0 by time of receipt, and what their source says of them. Which agency,
/// procedure and times a dossier has is drawn from its number alone; common procedures come often.
/// Of the open ones one in six is past its due.
class Workload {
 public:
  Workload(const WorkloadOptions& options, std::shared_ptr<CodeTable> codes,
           const worktime::WorkingCalendar& calendar);

  /// All events of dossiers first <= number < last, by time, as a source sends them, with fields
  /// that nobody asked for.
  std::vector<dossier::Event> Events(int64_t first, int64_t last) const;
  std::vector<dossier::Event> All() const { return Events(0, options_.dossiers); }
  std::string CodeOf(int64_t number) const;

  /// Short facts of one dossier, for a table that holds nothing else.
  struct Row {
    std::string code;
    int agency = 0;
    int procedure = 0;
    Instant received;
    std::optional<Instant> finished;
  };
  Row RowOf(int64_t number) const;

 private:
  struct Plan;
  class Teller;
  Plan PlanOf(int64_t number) const;

  WorkloadOptions options_;
  std::shared_ptr<CodeTable> codes_;
  worktime::WorkingCalendar calendar_;
  std::vector<AgencyCode> agencies_;
  std::vector<ProcedureCode> procedures_;
  std::vector<UnitName> units_;
  std::vector<StepName> steps_;
  SourceName source_;
};

/// Leaves out what the decoder leaves out: fields that the type does not use.
void DropUnused(std::vector<dossier::Event>& events);

}  // namespace dunghan::bench
