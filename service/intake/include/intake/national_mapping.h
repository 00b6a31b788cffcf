#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/dossier/event.h"

/// What the messages that provinces send to the national portal call things. A data file says it
/// (config/national.toml), since the portal has moved and may rename them.
namespace dunghan::intake {

/// What is read of a message; all else is passed by unread. First of a dossier, then of one of its
/// supplements, then of a step of its progress.
enum class NationalField : uint8_t {
  kDossier,
  kProcedure,
  kChannel,
  kAgency,   ///< who processes it, by code or name
  kCounter,  ///< where it was filed, likewise
  kSubmitted,
  kReceived,
  kDue,
  kState,
  kEnded,
  kReturned,
  kDeclined,
  kAlias,  ///< another code of it
  kSupplementId,
  kAsked,
  kGiven,
  kDueBefore,
  kDueAfter,
  kStepAt,
  kStepUnit,
  kStep,
  kStepState,
  kStepBegun,
  kStepDue,
};
inline constexpr size_t kNationalFields = 24;

struct NationalMapping {
  // Of the envelope.
  std::string unit = "madonvi";
  std::string service = "service";
  std::string data = "data";
  std::string dossiers_service;  ///< "DongBoHoSoMC": whole dossiers
  std::string steps_service;     ///< "CapNhatTienDoHoSoMC": steps of their progress

  std::array<std::string, kNationalFields> names;  ///< theirs, by field; empty: not read
  std::string supplements;                         ///< the list of them, within a dossier

  std::map<std::string, dossier::SaidState> states;  ///< by their code
  std::map<std::string, dossier::Channel> channels;  ///< likewise
  /// By the first two digits of a tail of 6 or 7: the source whose system has numbered the dossier.
  std::map<std::string, std::string> ministries;
  /// What a pause without a date is dated by: its arrival, or (false) the message of progress that
  /// tells of it, and this one does not say it.
  bool pauses_by_arrival = false;

  const std::string& NameOf(NationalField field) const { return names[static_cast<size_t>(field)]; }
  friend bool operator==(const NationalMapping&, const NationalMapping&) = default;
};

struct LoadedNational {
  NationalMapping mapping;
  std::vector<Problem> problems;
};
/// Every problem of the document with its line. `file` is for messages.
LoadedNational ReadNationalMapping(std::string_view text, const std::string& file);
LoadedNational LoadNationalMapping(const std::filesystem::path& file);
/// The one the program comes with.
const NationalMapping& BuiltInNational();

}  // namespace dunghan::intake
