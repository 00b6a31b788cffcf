#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dunghan/rulebook/rulebook.h"

/// The rulebooks of a ledger, each in force from some instant on.
namespace dunghan::rulebook {

/// One rulebook as it was recorded.
struct Version {
  int64_t seq = 0;  ///< the ledger's position it takes; 0: with the ledger itself
  Instant recorded_at;
  /// From when on; absent: always, as of the first one. Before recorded_at: backdated.
  std::optional<Instant> effective_from;
  std::string operator_name;  ///< who applied it
  std::string reason;         ///< required to backdate
  std::shared_ptr<const Rulebook> rulebook;
};

/// Which rulebook decides what, so that no answer depends on the order in which events arrive:
///
/// - a dossier with an end is judged by the version in force at its end, by the end's own time; an
///   open one by the newest. That version says which calendar counts, and how finishes are
///   compared.
/// - The limit is the one of the version in force at the receipt, in its row valid on the day of
///   receipt. Where that version has no such row, the next one in force does that has, up to the
///   version the dossier is judged by.
/// - The limit of acceptance is the one of the version in force at the submission. What was
///   declined and never received is judged by the version in force when it was declined.
/// - A source is an authority or a mirror, whose dossiers it speaks of and what rank it has, by the
///   version in force when the event happened.
/// - An event is admitted if any version has its codes on its lists, since what was known once may
///   still arrive, or if the one in force when it happened lets codes register themselves.
/// - A reason is kept, or becomes "other", by the version in force when the event happened.
///
/// In force at an instant is the one recorded last of those whose effective_from is not after it; a
/// version that a later one was backdated beyond is never in force.
/// Immutable; safe from any thread.
class Timeline {
 public:
  /// REQUIRES: at least one; by seq; the first without effective_from.
  explicit Timeline(std::vector<Version> versions);
  /// One rulebook, always in force.
  explicit Timeline(std::shared_ptr<const Rulebook> only);

  const std::vector<Version>& versions() const { return versions_; }
  const Rulebook& newest() const { return *versions_.back().rulebook; }
  const Version& newest_version() const { return versions_.back(); }
  const Version& InForceAt(Instant instant) const;

  /// What decides about one dossier. Valid as long as the timeline.
  struct Rules {
    const Version* judged_by = nullptr;  ///< calendar, comparison, cut-off; never null
    const Agency* agency = nullptr;      ///< its row there; null: not listed
    const Version* limit_by = nullptr;   ///< null: no limit
    const Procedure* procedure =
        nullptr;  ///< the row with the limit; null: not listed for that day
  };
  Rules RulesFor(const dossier::Facts& facts) const;
  dossier::Terms TermsFor(const dossier::Facts& facts) const;
  /// The facts, judged by these.
  dossier::Judged Judge(dossier::Facts facts) const;

  SourceRole RoleOf(SourceName source, Instant at) const;
  /// See Rulebook::IsFolded.
  bool IsFolded(const dossier::Event& event) const;
  /// dossier::Fold with the ranks of these rulebooks. REQUIRES: events that are folded.
  dossier::Facts Fold(std::span<const dossier::Event> events) const;
  /// dossier::FoldNext, likewise.
  void FoldNext(dossier::Facts& facts, const dossier::Event& event) const;
  /// Whether all versions decide by a list which agencies (procedures) there are.
  bool ListsAgencies() const;
  bool ListsProcedures() const;
  std::optional<Rulebook::Objection> Object(const dossier::Event& event) const;
  /// See Rulebook::AdmitReason: by the version in force when it happened.
  ReasonCode AdmitReason(ReasonCode reason, Instant at) const {
    return InForceAt(at).rulebook->AdmitReason(reason);
  }

  /// SHA-256 over the versions and when they are in force: what dossiers and cells depend on.
  const Digest& digest() const { return digest_; }
  /// This timeline with one more version at its end.
  Timeline With(Version next) const;

 private:
  /// In force from then on, until the next of them.
  struct Reign {
    Instant from;
    uint32_t version = 0;
  };
  uint8_t RankOf(const dossier::Event& event) const;
  std::vector<Reign>::const_iterator ReignAt(Instant instant) const;

  std::vector<Version> versions_;
  std::vector<Reign> reigns_;  // by time, and thereby by version; the last is the newest version's
  Digest digest_{};
};

}  // namespace dunghan::rulebook
