#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/code.h"
#include "dunghan/base/digest.h"
#include "dunghan/base/error.h"
#include "dunghan/dossier/event.h"
#include "dunghan/dossier/facts.h"
#include "dunghan/dossier/judge.h"
#include "dunghan/worktime/calendar.h"

namespace dunghan::rulebook {

enum class Tier : uint8_t { kUnknown, kProvince, kDistrict, kCommune };
std::string_view ToString(Tier tier);  ///< "province"; kUnknown is ""

/// A row of agencies.csv.
struct Agency {
  AgencyCode code;
  std::string name;     ///< Vietnamese
  std::string name_en;  ///< may be empty
  Tier tier = Tier::kUnknown;
  AgencyCode parent;
  std::optional<LocalDay> valid_from;
  std::optional<LocalDay> valid_to;                           ///< inclusive
  std::shared_ptr<const worktime::WorkingCalendar> calendar;  ///< never null
};

enum class ProcedureKind : uint8_t { kProcedure, kPetition };
enum class OnlineLevel : uint8_t { kNone, kPartial, kFull };

/// A row of procedures.csv: a procedure may have several, with dates of validity that do not
/// overlap.
struct Procedure {
  ProcedureCode code;
  std::string name;
  std::string name_en;
  ProcedureKind kind = ProcedureKind::kProcedure;
  std::string field;  ///< lĩnh vực
  OnlineLevel online_level = OnlineLevel::kNone;
  std::optional<worktime::TimeLimit> limit;
  dossier::OnSupplement on_supplement = dossier::OnSupplement::kPause;
  std::optional<LocalDay> valid_from;
  std::optional<LocalDay> valid_to;  ///< inclusive
  std::string decision;              ///< the decision that announced it
};

/// A row of successors.csv: who takes over the open dossiers of an agency, and from which day on.
struct Successor {
  AgencyCode old_agency;
  AgencyCode new_agency;
  ProcedureCode procedure;  ///< nothing: every procedure without a row of its own
  LocalDay date;            ///< the first day of the new agency
  friend bool operator==(const Successor&, const Successor&) = default;
};

enum class SourceRole : uint8_t {
  kAuthority,  ///< its events are folded
  kMirror,     ///< kept and compared, never folded
};

enum class Unknown : uint8_t {
  kQuarantine,  ///< events with codes outside the lists are set aside
  kRegister,    ///< they register themselves
};

/// What a rulebook is loaded from. Paths are used as they are.
struct Options {
  std::vector<std::filesystem::path> calendars;
  std::optional<std::filesystem::path> agencies;    ///< absent: every agency registers itself
  std::optional<std::filesystem::path> procedures;  ///< absent: likewise
  std::optional<std::filesystem::path> successors;  ///< absent: nobody took over from anybody
  std::string default_calendar;                     ///< empty: the first of `calendars`
  Unknown unknown = Unknown::kQuarantine;
  std::map<std::string, SourceRole> sources;  ///< by name; others are authorities
  /// Codes kept; others become "other". Empty: every code is kept. "citizen" and "other" are always
  /// kept, because rules rest on them.
  std::vector<std::string> reasons;
  dossier::Comparison comparison = dossier::Comparison::kByUnit;
  worktime::DueRules due_rules;
};

/// Agencies, procedures, calendars and policies in force.
///
/// Immutable after loading; safe from any thread. Codes belong to the table it was loaded with.
class Rulebook {
 public:
  struct Loaded {
    std::shared_ptr<const Rulebook> rulebook;  ///< null if there are errors
    std::vector<Problem> problems;             ///< every one of every file, errors and warnings
  };
  static Loaded Load(const Options& options, std::shared_ptr<CodeTable> codes);
  /// One calendar, no lists: every code registers itself. For tests and tools.
  static std::shared_ptr<const Rulebook> Open(worktime::WorkingCalendar calendar,
                                              std::shared_ptr<CodeTable> codes,
                                              dossier::Comparison comparison = {});

  /// SHA-256 of everything that decides an answer, the lists and calendars included: two rulebooks
  /// with one digest give the same figures. Independent of where the files lie, of comments and
  /// spelling in them, and of the order of rows.
  const Digest& digest() const { return digest_; }

  const Agency* FindAgency(AgencyCode code) const;  ///< null when not listed
  /// The row valid on that day, else null.
  const Procedure* FindProcedure(ProcedureCode code, LocalDay day) const;
  /// The newest row, whatever the day; null when not listed.
  const Procedure* FindProcedure(ProcedureCode code) const;
  /// All, in the order of the files.
  const std::vector<Agency>& agencies() const { return agencies_; }
  const std::vector<Procedure>& procedures() const { return procedures_; }
  const std::vector<Successor>& successors() const { return successors_; }
  /// Whether a list decides which agencies (procedures) there are; if not, new codes register
  /// themselves.
  bool ListsAgencies() const { return agencies_listed_ && unknown_ == Unknown::kQuarantine; }
  bool ListsProcedures() const { return procedures_listed_ && unknown_ == Unknown::kQuarantine; }
  /// Whether `code` is `ancestor` or below it. A code that is not listed is within itself alone.
  bool IsWithin(AgencyCode code, AgencyCode ancestor) const;

  const worktime::WorkingCalendar& default_calendar() const { return *default_calendar_; }
  const std::map<std::string, std::shared_ptr<const worktime::WorkingCalendar>>& calendars() const {
    return calendars_;
  }
  SourceRole RoleOf(SourceName source) const;
  /// The code itself if it is kept (see Options::reasons), else "other"; empty stays empty.
  ReasonCode AdmitReason(ReasonCode reason) const;

  /// Why an event cannot be used: agency or procedure not listed, or none on `received` and
  /// `submitted`, where both are required; nothing = it can. An agency that is only acting, the
  /// counter and `to_agency` may be absent, but not unlisted; a procedure on other types is
  /// ignored. Looks at the event and this rulebook alone.
  struct Objection {
    std::string field;
    std::string reason;
  };
  std::optional<Objection> Object(const dossier::Event& event) const;

  /// The terms of a dossier: calendar of its agency, limit valid on the day of receipt, local to
  /// that calendar. No limit for a procedure that is not listed or has no row for that day.
  dossier::Terms TermsFor(const dossier::Facts& facts) const;

 private:
  friend class Loader;
  Rulebook() = default;

  /// The rows of one procedure in `procedures_by_validity_`.
  struct Rows {
    uint32_t first = 0;
    uint32_t count = 0;
  };
  Rows RowsOf(ProcedureCode code) const;
  std::optional<Objection> ObjectToAgency(std::string_view field, AgencyCode code) const;

  std::shared_ptr<CodeTable> codes_;
  std::vector<Agency> agencies_;
  std::vector<Procedure> procedures_;
  std::vector<Successor> successors_;
  std::map<std::string, std::shared_ptr<const worktime::WorkingCalendar>> calendars_;
  std::shared_ptr<const worktime::WorkingCalendar> default_calendar_;
  std::vector<uint32_t> agency_by_code_;          // Code::number() -> index + 1
  std::vector<uint32_t> procedures_by_validity_;  // indices, one procedure after the other, by date
  std::vector<Rows> procedure_by_code_;           // Code::number() -> its rows
  std::vector<SourceName> mirrors_;
  std::vector<ReasonCode> reasons_;  // sorted; empty: every code is kept
  ReasonCode other_;
  Unknown unknown_ = Unknown::kQuarantine;
  bool agencies_listed_ = false;
  bool procedures_listed_ = false;
  dossier::Comparison comparison_ = dossier::Comparison::kByUnit;
  worktime::DueRules due_rules_;
  Digest digest_{};
};

/// Reads a calendar file; every fault at once, except that TOML which cannot be parsed is reported
/// up to its first fault.
struct LoadedCalendar {
  std::optional<worktime::CalendarSpec> spec;  ///< absent if there are errors
  std::string name;                            ///< as far as it could be read, for cross-references
  std::vector<Problem> problems;
};
LoadedCalendar LoadCalendarFile(const std::filesystem::path& path);

}  // namespace dunghan::rulebook
