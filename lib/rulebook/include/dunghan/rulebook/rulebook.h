#pragma once

#include <array>
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
#include "dunghan/rulebook/bundle.h"
#include "dunghan/rulebook/law.h"
#include "dunghan/rulebook/row_index.h"
#include "dunghan/worktime/calendar.h"

namespace dunghan::rulebook {

enum class Tier : uint8_t { kUnknown, kProvince, kDistrict, kCommune };
std::string_view ToString(Tier tier);  ///< "province"; kUnknown is ""

/// A row of agencies.csv: an agency may have several, with dates of validity that do not overlap
/// (another name, parent or calendar from a day on).
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
using OnlineLevel = dossier::OnlineLevel;

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
  /// Who handles it (see Rulebook::Handles): agencies of these tiers, and these; both empty: any.
  std::vector<Tier> handled_by_tiers;
  std::vector<AgencyCode> handled_by;
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
  /// An authority that speaks in lists of all its open dossiers, from time to time: what fell due
  /// since the newest of them, nobody knows yet whether it is done.
  kLists,
};
constexpr std::string_view ToString(SourceRole role) {
  constexpr std::array<std::string_view, 3> kNames{"authority", "mirror", "lists"};
  return kNames[static_cast<size_t>(role)];
}
constexpr bool MakesFigures(SourceRole role) { return role != SourceRole::kMirror; }

/// How far the word of a source reaches.
struct SourceReach {
  /// Whose dossiers it speaks of, those of agencies below them included: who opens a dossier of
  /// another one, or shows it in a list, is only compared. Empty: every agency's.
  std::vector<std::string> agencies;
  uint8_t rank = 0;  ///< see dossier::RankOf
  friend bool operator==(const SourceReach&, const SourceReach&) = default;
};
inline constexpr int kMaxRank = 100;

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
  std::optional<std::filesystem::path> law;         ///< absent: sentences cite none
  std::string default_calendar;                     ///< empty: the first of `calendars`
  Unknown unknown = Unknown::kQuarantine;
  std::map<std::string, SourceRole> sources;   ///< by name; others are authorities
  std::map<std::string, SourceReach> reaches;  ///< likewise; others speak of all, with rank 0
  /// Codes kept; others become "other". Empty: every code is kept. "citizen" and "other" are always
  /// kept, because rules rest on them.
  std::vector<std::string> reasons;
  dossier::Comparison comparison = dossier::Comparison::kByUnit;
  /// How dossiers count in index 766, by valid_from; never empty.
  dossier::Index766Policy index766 = *dossier::DefaultIndex766();
  worktime::DueRules due_rules;
  /// Of what is submitted online.
  std::optional<worktime::TimeLimit> acceptance_limit =
      worktime::TimeLimit{8, worktime::LimitUnit::kWorkingHours};
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
  /// The same from what another one was made of: the same digest.
  static Loaded Load(const Bundle& bundle, std::shared_ptr<CodeTable> codes);
  /// One calendar, no lists: every code registers itself. For tests and tools. A calendar without a
  /// name is called "calendar". REQUIRES: printable names and sources in it.
  static std::shared_ptr<const Rulebook> Open(worktime::WorkingCalendar calendar,
                                              std::shared_ptr<CodeTable> codes,
                                              dossier::Comparison comparison = {});

  /// SHA-256 of everything that decides an answer, the lists and calendars included: two rulebooks
  /// with one digest give the same figures. Independent of where the files lie, of comments and
  /// spelling in them, and of the order of rows.
  const Digest& digest() const { return digest_; }

  /// What it was made of, word for word.
  const Bundle& bundle() const { return bundle_; }

  /// The newest row, whatever the day; null when not listed.
  const Agency* FindAgency(AgencyCode code) const;
  /// The row valid on that day; where none is, the nearest before it, else the first.
  const Agency* FindAgency(AgencyCode code, LocalDay day) const;
  /// The row in force at that instant, the days of each row being those of its own calendar; where
  /// none is, likewise.
  const Agency* FindAgency(AgencyCode code, Instant at) const;
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
  /// Whether `code` is `ancestor` or below it, by the tree of that day. A code that is not listed
  /// is within itself alone.
  bool IsWithin(AgencyCode code, AgencyCode ancestor, LocalDay day) const;
  /// Who has an agency's open dossiers of a procedure on that day: itself, or who took over from it
  /// by then, in any number of steps. A successor for the procedure goes before one for all.
  AgencyCode HolderOn(AgencyCode code, ProcedureCode procedure, LocalDay day) const;
  /// The first of these steps; null: none.
  const Successor* SuccessorOn(AgencyCode old_agency, ProcedureCode procedure, LocalDay day) const;
  /// Whether an agency is among those that handle a procedure by this row of it; where the row says
  /// nothing, any is. Handling it are agencies of the tiers named, those named, those below them,
  /// those that took over from them by that day, and those in whose place such a one comes later:
  /// who has not begun yet is stood for by who passes it on.
  bool Handles(AgencyCode agency, const Procedure& procedure, LocalDay day) const;
  /// Whether some row says who handles its procedure.
  bool SaysWhoHandles() const { return says_who_handles_; }
  /// The law that held on that day; null: the rulebook names none.
  const Law* LawAt(LocalDay day) const;
  const std::vector<Law>& laws() const { return laws_; }  ///< by date
  /// The days on which some successor takes over, by date, each once.
  const std::vector<LocalDay>& successions() const { return successions_; }
  /// The days on which some agency's row begins or has just ended, by date, each once: the tree may
  /// differ from the day before.
  const std::vector<LocalDay>& tree_changes() const { return tree_changes_; }

  const worktime::WorkingCalendar& default_calendar() const { return *default_calendar_; }
  const std::map<std::string, std::shared_ptr<const worktime::WorkingCalendar>>& calendars() const {
    return calendars_;
  }
  const std::optional<worktime::TimeLimit>& acceptance_limit() const { return acceptance_limit_; }
  const dossier::Index766Policy& index766() const { return *index766_; }
  SourceRole RoleOf(SourceName source) const;
  /// Whether an event makes facts: its source is no mirror, and may say whose the dossier is where
  /// the event does so (`received`, `submitted`, `snapshot`). What is not folded is kept and
  /// compared.
  bool IsFolded(const dossier::Event& event) const;
  /// See dossier::RankOf.
  uint8_t RankOf(SourceName source) const;
  /// Whether what a source says is taken the same way by another rulebook, whatever it says.
  bool TakesAlike(SourceName source, const Rulebook& other) const;
  /// Whether that it was received is known from a source of lists alone.
  bool RestsOnLists(const dossier::Facts& facts) const;
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
  /// Whether the code is listed, or no list decides.
  bool Admits(AgencyCode code) const;
  bool Admits(ProcedureCode code) const;

  /// The terms of a dossier by this rulebook alone (see Timeline for several): calendar of its
  /// agency as of the day of receipt, limit valid on the day of receipt, local to that calendar. No
  /// limit for a procedure that is not listed or has no row for that day.
  dossier::Terms TermsFor(const dossier::Facts& facts) const;
  /// The same with what was found; null: not listed, or none for that day.
  dossier::Terms TermsOf(const Agency* agency, const Procedure* procedure, const Law* law) const;
  /// The row of a dossier's agency when the dossier began; null when not listed.
  const Agency* AgencyOf(const dossier::Facts& facts) const;
  /// The row of a dossier's procedure valid on the day of receipt, local to the calendar of its
  /// agency's row or, if that is null, to the default one; null without one.
  const Procedure* ProcedureOf(const dossier::Facts& facts, const Agency* agency) const;
  /// The law of the day of receipt, likewise; null without one.
  const Law* LawOf(const dossier::Facts& facts, const Agency* agency) const;

 private:
  friend class Loader;
  Rulebook() = default;

  /// Of a source whose section says so.
  struct Reach {
    SourceName source;
    std::vector<AgencyCode> agencies;
    uint8_t rank = 0;
  };

  const Reach* ReachOf(SourceName source) const;
  bool IsNamed(AgencyCode agency, const Procedure& procedure, LocalDay day) const;
  LocalDay DayOfReceipt(const dossier::Facts& facts, const Agency* agency) const;

  std::shared_ptr<CodeTable> codes_;
  std::vector<Agency> agencies_;
  std::vector<Procedure> procedures_;
  std::vector<Successor> successors_;
  std::vector<Law> laws_;
  std::map<std::string, std::shared_ptr<const worktime::WorkingCalendar>> calendars_;
  std::shared_ptr<const worktime::WorkingCalendar> default_calendar_;
  RowIndex agency_rows_;     // by code, then by validity
  RowIndex procedure_rows_;  // likewise
  RowIndex successor_rows_;  // by old agency, then by procedure
  std::vector<SourceName> mirrors_;
  std::vector<SourceName> lists_;
  std::vector<Reach> reaches_;       // few, looked for one by one
  std::vector<ReasonCode> reasons_;  // sorted; empty: every code is kept
  ReasonCode other_;
  Unknown unknown_ = Unknown::kQuarantine;
  bool agencies_listed_ = false;
  bool procedures_listed_ = false;
  bool says_who_handles_ = false;
  dossier::Comparison comparison_ = dossier::Comparison::kByUnit;
  std::shared_ptr<const dossier::Index766Policy> index766_ = dossier::DefaultIndex766();
  worktime::DueRules due_rules_;
  std::optional<worktime::TimeLimit> acceptance_limit_;
  std::vector<LocalDay> successions_;
  std::vector<LocalDay> tree_changes_;
  Bundle bundle_;
  Digest digest_{};
};

/// A warning for every calendar whose validity is over or ends within 45 days of `today`: from then
/// on due dates cannot be measured.
std::vector<Problem> CalendarWarnings(const Rulebook& rulebook, LocalDay today);

/// Reads a calendar file; every fault at once, except that TOML which cannot be parsed is reported
/// up to its first fault.
struct LoadedCalendar {
  std::optional<worktime::CalendarSpec> spec;  ///< absent if there are errors
  std::string name;                            ///< as far as it could be read, for cross-references
  std::vector<Problem> problems;
};
LoadedCalendar LoadCalendarFile(const std::filesystem::path& path);

}  // namespace dunghan::rulebook
