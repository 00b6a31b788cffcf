#include "dunghan/rulebook/rulebook.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "book_digest.h"
#include "book_settings.h"
#include "calendar_file.h"
#include "dunghan/rulebook/agency_tree.h"
#include "loader.h"
#include "objection.h"

namespace dunghan::rulebook {

std::string_view ToString(Tier tier) {
  switch (tier) {
    case Tier::kUnknown:
      return "";
    case Tier::kProvince:
      return "province";
    case Tier::kDistrict:
      return "district";
    case Tier::kCommune:
      return "commune";
  }
  return "";
}

Rulebook::Loaded Rulebook::Load(const Options& options, std::shared_ptr<CodeTable> codes) {
  return Loader(std::move(codes)).Load(options);
}

Rulebook::Loaded Rulebook::Load(const Bundle& bundle, std::shared_ptr<CodeTable> codes) {
  return Loader(std::move(codes)).Load(bundle);
}

// NOLINTNEXTLINE(performance-unnecessary-value-param): a value of few words
std::shared_ptr<const Rulebook> Rulebook::Open(worktime::WorkingCalendar calendar,
                                               std::shared_ptr<CodeTable> codes,
                                               dossier::Comparison comparison) {
  worktime::CalendarSpec spec = calendar.spec();
  if (spec.name.empty()) spec.name = kCalendar;
  Settings settings;
  settings.comparison = comparison;
  const Bundle bundle{.files = {{std::string(kCalendar), "calendar.toml", WriteCalendar(spec)}},
                      .settings = WriteSettings(settings)};
  Loaded loaded = Load(bundle, std::move(codes));
  assert(loaded.rulebook);
  return std::move(loaded.rulebook);
}

const Agency* Rulebook::FindAgency(AgencyCode code) const {
  const auto rows = agency_rows_.Of(code.number());
  return rows.empty() ? nullptr : &agencies_[rows.back()];
}

const Agency* Rulebook::FindAgency(AgencyCode code, LocalDay day) const {
  const auto rows = agency_rows_.Of(code.number());
  if (rows.empty()) return nullptr;
  // An agency has a handful of rows at most. They do not overlap: the last one begun by that day is
  // valid on it, or the nearest before it.
  for (size_t i = rows.size() - 1; i > 0; --i) {
    const Agency& row = agencies_[rows[i]];
    if (row.valid_from <= day) return &row;
  }
  return &agencies_[rows.front()];
}

const Agency* Rulebook::FindAgency(AgencyCode code, Instant at) const {
  const auto rows = agency_rows_.Of(code.number());
  if (rows.empty()) return nullptr;
  for (size_t i = rows.size() - 1; i > 0; --i) {
    const Agency& row = agencies_[rows[i]];
    if (row.valid_from <= row.calendar->zone().DayOf(at)) return &row;
  }
  return &agencies_[rows.front()];
}

const Procedure* Rulebook::FindProcedure(ProcedureCode code) const {
  const auto rows = procedure_rows_.Of(code.number());
  return rows.empty() ? nullptr : &procedures_[rows.back()];
}

const Procedure* Rulebook::FindProcedure(ProcedureCode code, LocalDay day) const {
  for (const uint32_t place : procedure_rows_.Of(code.number())) {
    const Procedure& row = procedures_[place];
    if ((!row.valid_from || *row.valid_from <= day) && (!row.valid_to || day <= *row.valid_to)) {
      return &row;
    }
  }
  return nullptr;
}

bool Rulebook::IsWithin(AgencyCode code, AgencyCode ancestor, LocalDay day) const {
  return static_cast<bool>(
      FirstUpwards(*this, code, day, [ancestor](AgencyCode one) { return one == ancestor; }));
}

AgencyCode Rulebook::HolderOn(AgencyCode code, ProcedureCode procedure, LocalDay day) const {
  // A cycle is refused when the rulebook is loaded.
  while (const Successor* row = SuccessorOn(code, procedure, day)) code = row->new_agency;
  return code;
}

const Successor* Rulebook::SuccessorOn(AgencyCode old_agency, ProcedureCode procedure,
                                       LocalDay day) const {
  const auto rows = successor_rows_.Of(old_agency.number());
  const auto taken_over = [&](ProcedureCode of) -> const Successor* {
    const auto place =
        std::lower_bound(rows.begin(), rows.end(), of.number(), [&](uint32_t row, uint32_t number) {
          return successors_[row].procedure.number() < number;
        });
    if (place == rows.end() || successors_[*place].procedure != of) return nullptr;
    return successors_[*place].date <= day ? &successors_[*place] : nullptr;
  };
  if (rows.empty()) return nullptr;
  // A row of the procedure's own counts before the one for all, once its day has come.
  const Successor* own = taken_over(procedure);
  return own ? own : taken_over(ProcedureCode());
}

bool Rulebook::Handles(AgencyCode agency, const Procedure& procedure, LocalDay day) const {
  if (procedure.handled_by.empty() && procedure.handled_by_tiers.empty()) return true;
  while (!IsNamed(agency, procedure, day)) {
    const Successor* next = SuccessorOn(agency, procedure.code, LocalDay::max());
    if (!next) return false;
    agency = next->new_agency;
    const Agency* row = FindAgency(agency, day);
    if (row && (!row->valid_from || *row->valid_from <= day)) return false;
  }
  return true;
}

bool Rulebook::IsNamed(AgencyCode agency, const Procedure& procedure, LocalDay day) const {
  const auto& tiers = procedure.handled_by_tiers;
  const Agency* row = FindAgency(agency, day);
  if (row && std::find(tiers.begin(), tiers.end(), row->tier) != tiers.end()) return true;
  return std::any_of(procedure.handled_by.begin(), procedure.handled_by.end(), [&](AgencyCode by) {
    return IsWithin(agency, by, day) || IsWithin(agency, HolderOn(by, procedure.code, day), day);
  });
}

const Law* Rulebook::LawAt(LocalDay day) const {
  for (const Law& law : laws_) {
    if (law.from <= day && (!law.to || day <= *law.to)) return &law;
  }
  return nullptr;
}

SourceRole Rulebook::RoleOf(SourceName source) const {
  const auto is_in = [source](const std::vector<SourceName>& names) {
    return std::find(names.begin(), names.end(), source) != names.end();
  };
  if (is_in(mirrors_)) return SourceRole::kMirror;
  return is_in(lists_) ? SourceRole::kLists : SourceRole::kAuthority;
}

const Rulebook::Reach* Rulebook::ReachOf(SourceName source) const {
  const auto reach = std::find_if(reaches_.begin(), reaches_.end(),
                                  [source](const Reach& one) { return one.source == source; });
  return reach == reaches_.end() ? nullptr : &*reach;
}

uint8_t Rulebook::RankOf(SourceName source) const {
  const Reach* reach = ReachOf(source);
  return reach ? reach->rank : 0;
}

bool Rulebook::IsFolded(const dossier::Event& event) const {
  if (RoleOf(event.source) == SourceRole::kMirror) return false;
  if (reaches_.empty() || !event.agency) return true;
  if (!dossier::IsOpening(event.type) && event.type != dossier::EventType::kSnapshot) return true;
  const Reach* reach = ReachOf(event.source);
  if (!reach || reach->agencies.empty()) return true;
  const LocalDay day = default_calendar_->zone().DayOf(event.at);
  return std::any_of(reach->agencies.begin(), reach->agencies.end(),
                     [&](AgencyCode agency) { return IsWithin(event.agency, agency, day); });
}

bool Rulebook::TakesAlike(SourceName source, const Rulebook& other) const {
  if (this == &other) return true;
  if (RoleOf(source) != other.RoleOf(source) || RankOf(source) != other.RankOf(source))
    return false;
  const Reach* mine = ReachOf(source);
  const Reach* theirs = other.ReachOf(source);
  const auto is_bound = [](const Reach* reach) { return reach && !reach->agencies.empty(); };
  if (!is_bound(mine) && !is_bound(theirs)) return true;
  // Who lies below an agency is the tree's to say, which may be another one.
  return digest_ == other.digest_;
}

bool Rulebook::RestsOnLists(const dossier::Facts& facts) const {
  return !lists_.empty() &&
         std::any_of(facts.said.begin(), facts.said.end(), [this](const dossier::Said& said) {
           return said.made_receipt && RoleOf(said.source) == SourceRole::kLists;
         });
}

ReasonCode Rulebook::AdmitReason(ReasonCode reason) const {
  if (!reason || reasons_.empty()) return reason;
  return std::binary_search(reasons_.begin(), reasons_.end(), reason) ? reason : other_;
}

bool Rulebook::Admits(AgencyCode code) const {
  return !ListsAgencies() || !agency_rows_.Of(code.number()).empty();
}

bool Rulebook::Admits(ProcedureCode code) const {
  return !ListsProcedures() || !procedure_rows_.Of(code.number()).empty();
}

std::optional<Rulebook::Objection> Rulebook::Object(const dossier::Event& event) const {
  return ObjectUnless(event, [&](auto code) { return Admits(code); });
}

const Agency* Rulebook::AgencyOf(const dossier::Facts& facts) const {
  if (facts.receipt) return FindAgency(facts.receipt->agency, facts.receipt->at);
  if (facts.submission) return FindAgency(facts.submission->agency, facts.submission->at);
  return FindAgency(facts.named_agency, facts.first_at.value_or(Instant{}));
}

const Procedure* Rulebook::ProcedureOf(const dossier::Facts& facts, const Agency* agency) const {
  if (!facts.receipt) return nullptr;
  return FindProcedure(facts.receipt->procedure, DayOfReceipt(facts, agency));
}

const Law* Rulebook::LawOf(const dossier::Facts& facts, const Agency* agency) const {
  if (laws_.empty() || !facts.receipt) return nullptr;
  return LawAt(DayOfReceipt(facts, agency));
}

LocalDay Rulebook::DayOfReceipt(const dossier::Facts& facts, const Agency* agency) const {
  // In the dossier's own zone: the limit is that of the day as the agency saw it.
  const auto& calendar = agency ? *agency->calendar : *default_calendar_;
  return calendar.zone().DayOf(facts.receipt->at);
}

dossier::Terms Rulebook::TermsFor(const dossier::Facts& facts) const {
  const Agency* agency = AgencyOf(facts);
  dossier::Terms terms = TermsOf(agency, ProcedureOf(facts, agency), LawOf(facts, agency));
  terms.by_lists = RestsOnLists(facts);
  return terms;
}

dossier::Terms Rulebook::TermsOf(const Agency* agency, const Procedure* procedure,
                                 const Law* law) const {
  dossier::Terms terms;
  terms.calendar = agency ? agency->calendar : default_calendar_;
  terms.comparison = comparison_;
  terms.index766 = index766_;
  terms.due_rules = due_rules_;
  terms.acceptance_limit = acceptance_limit_;
  if (procedure) {
    terms.limit = procedure->limit;
    terms.on_supplement = procedure->on_supplement;
    terms.online_level = procedure->online_level;
  }
  if (law) {
    terms.supplement_within = law->supplement_within;
    terms.pause_limits = law->pause_limits;
  }
  return terms;
}

}  // namespace dunghan::rulebook
