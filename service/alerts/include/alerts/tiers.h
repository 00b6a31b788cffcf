#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/board/board.h"
#include "dunghan/worktime/limit.h"

/// Alerts of single dossiers, told to Alertmanager.
namespace dunghan::alerts {

enum class Kind : uint8_t {
  kDueSoon,
  kReturnOrApologise,
  kOverdue,
  kAcceptanceOverdue,
  kApologyDue,
  kSupplementAgain,
  kSupplementMissing,
  kNotMoved,
};

/// The tiers that are not a time before the due.
inline constexpr std::string_view kReturnOrApologise = "apology_due";
inline constexpr std::string_view kOverdue = "overdue";
inline constexpr std::string_view kAcceptance = "acceptance";
inline constexpr std::string_view kApology = "apology";
/// And those beside the way to the due, see stalls.h.
inline constexpr std::string_view kSupplementAgain = "supplement_again";
inline constexpr std::string_view kSupplementMissing = "supplement_missing";
inline constexpr std::string_view kNotMoved = "not_moved";
Kind KindOf(std::string_view tier);
/// Whether it is one of those beside the way to the due.
bool IsBeside(std::string_view tier);
/// Whether it cannot wait for the next morning: a tier of hours or seconds.
bool IsHourly(std::string_view tier);

/// Where a dossier has come to on the way past its due.
struct Reached {
  std::string_view tier;  ///< valid as long as the Tiers
  Instant version;        ///< of the due: the instant from which on it is broken
};

/// Which tier a dossier has reached: values only, a few questions to its calendar each.
///
/// Before the due these are working times left. Days count like the board's buckets: "1wd" begins
/// with the working day before that of the due. Hours are those in which the office is open. A tier
/// that a dossier had reached when it was received means nothing and is left out.
///
/// "apology_due": so long before the due a letter of apology has to be written if the result will
/// not be there (decree 118/2025/ND-CP: at least a day). It takes the place of tiers as near or
/// farther, until a letter is on record; where the due is less than two working days after the
/// receipt there is none.
///
/// After the due: "overdue" at once; "apology" when a whole working day has passed since and no
/// letter of apology is on record. "acceptance": the acceptance limit has passed and the dossier is
/// neither received nor declined.
class Tiers {
 public:
  using Limits = std::vector<worktime::TimeLimit>;
  /// Limits in working days, hours or seconds; by code of the procedure where it has its own.
  /// Without `apology` nothing is said of letters before the due.
  Tiers(const Limits& usual, const std::map<std::string, Limits>& by_procedure,
        std::optional<worktime::TimeLimit> apology = {});

  /// The nearest to the due, or farthest beyond it; nothing while the clock stands, without a due,
  /// and beyond what the calendar knows.
  std::optional<Reached> At(const board::OpenDossier& dossier, Instant now) const;
  /// All there are, each once.
  std::set<std::string> names() const;

 private:
  struct Tier {
    worktime::TimeLimit limit;
    std::string name;
  };
  using List = std::vector<Tier>;  // the nearest first
  static List Sorted(const Limits& limits);
  std::optional<Reached> BeforeDue(const board::OpenDossier& dossier, Instant now) const;
  bool WantsLetter(const board::OpenDossier& dossier, Instant now) const;

  List usual_;
  std::map<std::string, List, std::less<>> by_procedure_;
  std::optional<worktime::TimeLimit> apology_;
};

/// Whether what was said of a dossier still is so: the same version of its due, not suspended, and
/// not done what was asked for. That it has come nearer to the due since does not matter.
bool Holds(std::string_view tier, Instant version, const board::OpenDossier& dossier);

/// Working days since the due of an overdue dossier, as far as its calendar knows them.
int64_t DaysOverdue(const board::OpenDossier& dossier, Instant now);

}  // namespace dunghan::alerts
