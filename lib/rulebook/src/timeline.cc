#include "dunghan/rulebook/timeline.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <utility>

#include "digest_writer.h"
#include "objection.h"

namespace dunghan::rulebook {
namespace {

Instant JudgedAt(const dossier::Facts& facts) {
  // A finish before its receipt counts as finished at receipt.
  if (facts.receipt && facts.end) return std::max(facts.end->at, facts.receipt->at);
  if (!facts.receipt && facts.declined) return *facts.declined;
  return Instant::max();
}

}  // namespace

Timeline::Timeline(std::vector<Version> versions) : versions_(std::move(versions)) {
  assert(!versions_.empty() && !versions_.front().effective_from);
  DigestWriter out("dunghan timeline 1");
  for (const Version& version : versions_) {
    out.Number(version.effective_from ? 1 : 0);
    if (version.effective_from) out.Number(version.effective_from->time_since_epoch().count());
    out.Text(ToHex(version.rulebook->digest()));
    const Instant from = version.effective_from.value_or(Instant::min());
    // A later one was backdated beyond these: they are never in force.
    while (!reigns_.empty() && reigns_.back().from >= from) reigns_.pop_back();
    reigns_.push_back({from, static_cast<uint32_t>(&version - versions_.data())});
  }
  digest_ = out.Finish();
}

Timeline::Timeline(std::shared_ptr<const Rulebook> only)
    : Timeline(std::vector<Version>{{0, {}, {}, {}, {}, std::move(only)}}) {}

Timeline Timeline::With(Version next) const {
  std::vector<Version> versions = versions_;
  versions.push_back(std::move(next));
  return Timeline(std::move(versions));
}

std::vector<Timeline::Reign>::const_iterator Timeline::ReignAt(Instant instant) const {
  return std::prev(
      std::upper_bound(std::next(reigns_.begin()), reigns_.end(), instant,
                       [](Instant wanted, const Reign& reign) { return wanted < reign.from; }));
}

const Version& Timeline::InForceAt(Instant instant) const {
  return versions_[ReignAt(instant)->version];
}

Timeline::Rules Timeline::RulesFor(const dossier::Facts& facts) const {
  Rules rules;
  // The newest may be in force in days to come only; open dossiers are judged by it all the same.
  const auto judged_by = ReignAt(JudgedAt(facts));
  rules.judged_by = &versions_[judged_by->version];
  rules.agency = rules.judged_by->rulebook->AgencyOf(facts);
  if (!facts.receipt) return rules;
  // Nothing ends before its receipt, so the version of the receipt is not after that of the end.
  for (auto reign = ReignAt(facts.receipt->at); reign <= judged_by; ++reign) {
    const Version& version = versions_[reign->version];
    const Agency* agency = reign == judged_by ? rules.agency : version.rulebook->AgencyOf(facts);
    rules.procedure = version.rulebook->ProcedureOf(facts, agency);
    if (!rules.procedure) continue;
    rules.limit_by = &version;
    break;
  }
  return rules;
}

dossier::Terms Timeline::TermsFor(const dossier::Facts& facts) const {
  if (versions_.size() == 1) return newest().TermsFor(facts);
  const Rules rules = RulesFor(facts);
  dossier::Terms terms = rules.judged_by->rulebook->TermsOf(
      rules.agency, rules.procedure, rules.judged_by->rulebook->LawOf(facts, rules.agency));
  terms.by_lists = rules.judged_by->rulebook->RestsOnLists(facts);
  if (facts.submission) {
    terms.acceptance_limit = InForceAt(facts.submission->at).rulebook->acceptance_limit();
  }
  return terms;
}

dossier::Judged Timeline::Judge(dossier::Facts facts) const {
  dossier::Terms terms = TermsFor(facts);
  return dossier::JudgedBy(std::move(facts), std::move(terms));
}

SourceRole Timeline::RoleOf(SourceName source, Instant at) const {
  if (versions_.size() == 1) return newest().RoleOf(source);
  return InForceAt(at).rulebook->RoleOf(source);
}

bool Timeline::IsFolded(const dossier::Event& event) const {
  if (versions_.size() == 1) return newest().IsFolded(event);
  return InForceAt(event.at).rulebook->IsFolded(event);
}

dossier::Facts Timeline::Fold(std::span<const dossier::Event> events) const {
  return dossier::Fold(events, [this](const dossier::Event& event) { return RankOf(event); });
}

void Timeline::FoldNext(dossier::Facts& facts, const dossier::Event& event) const {
  dossier::FoldNext(facts, event, RankOf(event));
}

uint8_t Timeline::RankOf(const dossier::Event& event) const {
  if (event.type != dossier::EventType::kSnapshot) return 0;
  if (versions_.size() == 1) return newest().RankOf(event.source);
  return InForceAt(event.at).rulebook->RankOf(event.source);
}

bool Timeline::ListsAgencies() const {
  return std::all_of(versions_.begin(), versions_.end(),
                     [](const Version& version) { return version.rulebook->ListsAgencies(); });
}

bool Timeline::ListsProcedures() const {
  return std::all_of(versions_.begin(), versions_.end(),
                     [](const Version& version) { return version.rulebook->ListsProcedures(); });
}

std::optional<Rulebook::Objection> Timeline::Object(const dossier::Event& event) const {
  auto objection = newest().Object(event);
  if (!objection || versions_.size() == 1) return objection;
  return ObjectUnless(event, [&](auto code) {
    return std::any_of(versions_.begin(), versions_.end(),
                       [&](const Version& version) { return version.rulebook->Admits(code); });
  });
}

}  // namespace dunghan::rulebook
