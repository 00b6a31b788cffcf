#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "code_cache.h"
#include "dunghan/base/code.h"
#include "dunghan/dossier/event.h"
#include "dunghan/rulebook/timeline.h"
#include "field_checks.h"
#include "intake/event_fields.h"

namespace dunghan::intake {

/// Judges the fields of one object and makes the event of them. One thread at a time.
class EventBuilder {
 public:
  EventBuilder(std::shared_ptr<CodeTable> codes,
               std::shared_ptr<const rulebook::Timeline> rulebooks, size_t most_texts);

  /// Fills `out`, all of it, and gives it an id; on a fault `out` holds some of it, and the table
  /// of codes is as it was. A fault's reason names the faults of other fields too, up to four, and
  /// how many more there are. `default_source` is taken where the fields name no source.
  Check Build(const EventFields& fields, std::string_view default_source, dossier::Event& out);

 private:
  /// All checks in the order of Field; the first fault.
  Check Judge(const EventFields& fields, std::string_view default_source, dossier::Event& out);
  void AddOthers(EventFields fields, std::string_view default_source, Fault& first);
  /// A good value, or none, in the place of one that was found fault with.
  void StandIn(EventFields& fields, Field field) const;

  // Each reads fields that stand together in Field, in that order: the first fault is reported.
  Check ReadIdentity(const EventFields& fields, std::string_view default_source,
                     dossier::Event& out);
  Check ReadRow(const EventFields& fields, dossier::Event& out);
  Check ReadWork(const EventFields& fields, dossier::Event& out);
  Check ReadRest(const EventFields& fields, dossier::Event& out);
  /// A date becomes its midnight.
  Check ReadSnapshot(const EventFields& fields, dossier::Event& out);
  Check ReadAlias(const EventFields& fields, dossier::Event& out);

  Check Object(const EventFields& fields, const dossier::Event& event) const;
  /// Whether the event would bring texts that the table has no more room for.
  bool IsBeyond(const dossier::Event& event) const;
  /// Puts the texts that are new into the table: the event is accepted.
  void Settle(const EventFields& fields, std::string_view default_source, dossier::Event& event);

  std::shared_ptr<CodeTable> codes_;
  std::shared_ptr<const rulebook::Timeline> rulebooks_;
  size_t most_texts_;
  CodeCache<AgencyCode> agencies_;
  CodeCache<ProcedureCode> procedures_;
  CodeCache<SourceName> sources_;
  CodeCache<UnitName> units_;
  CodeCache<StepName> steps_;
  CodeCache<ReasonCode> reasons_;
};

}  // namespace dunghan::intake
