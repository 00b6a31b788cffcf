#include "quality_portal.h"

#include <algorithm>

namespace dunghan::report {
namespace {

using dossier::SaidState;

SaidState StateOfEnd(const dossier::Facts& facts) {
  switch (facts.end->kind) {
    case dossier::EndKind::kWithdrawn:
      return SaidState::kWithdrawn;
    case dossier::EndKind::kRefused:
      return SaidState::kRefused;
    case dossier::EndKind::kCompleted:
      break;
  }
  return facts.returned ? SaidState::kReturned : SaidState::kCompleted;
}

SaidState StateOfPause(dossier::SuspensionKind kind) {
  switch (kind) {
    case dossier::SuspensionKind::kSupplement:
      return SaidState::kSupplement;
    case dossier::SuspensionKind::kPayment:
      return SaidState::kPayment;
    case dossier::SuspensionKind::kStop:
      break;
  }
  return SaidState::kStopped;
}

/// What the ten states of the portal do not tell apart.
SaidState AsThePortalHasIt(SaidState state) {
  return state == SaidState::kRefused ? SaidState::kCompleted : state;
}

}  // namespace

SaidState StateOf(const dossier::Facts& facts) {
  // What the newest of its sources says in so many words.
  const dossier::Said* newest = nullptr;
  for (const dossier::Said& said : facts.said) {
    if (said.state != SaidState::kNone && (!newest || said.at > newest->at)) newest = &said;
  }
  if (newest && newest->at == facts.last_at) return newest->state;
  if (facts.receipt && facts.end) return StateOfEnd(facts);
  if (!facts.receipt) {
    const bool declined =
        facts.declined && (!facts.submission || *facts.declined >= facts.submission->at);
    return declined ? SaidState::kDeclined : SaidState::kRegistered;
  }
  const auto open = std::find_if(facts.suspensions.rbegin(), facts.suspensions.rend(),
                                 [](const auto& span) { return !span.to; });
  if (open != facts.suspensions.rend()) return StateOfPause(open->kind);
  return facts.hands.empty() ? SaidState::kReceived : SaidState::kProcessing;
}

void PortalFindings::Hear(const dossier::Event& event) {
  if (event.type != dossier::EventType::kSnapshot || event.state == SaidState::kNone) return;
  if (making_.view.rulebook().RoleOf(event.source) != rulebook::SourceRole::kMirror) return;
  Said& said = mirrors_[event.dossier];
  const bool newer =
      said.state == SaidState::kNone || event.at > said.at ||
      (event.at == said.at && static_cast<int>(event.state) > static_cast<int>(said.state));
  if (newer) said = {event.at, event.source, event.state};
}

void PortalFindings::See(const statement::BehindDossier& dossier) {
  constexpr size_t kExamples = 60;  // bytes: two or three codes
  const auto found = mirrors_.find(dossier.code);
  if (found == mirrors_.end()) return;
  const SaidState ours = StateOf(dossier.judged.facts);
  const SaidState theirs = found->second.state;
  if (AsThePortalHasIt(ours) == AsThePortalHasIt(theirs)) return;
  Pair& pair = pairs_[{std::string(found->second.source.text()), ours, theirs}];
  ++pair.dossiers;
  if (pair.examples.size() >= kExamples) return;
  pair.examples += (pair.examples.empty() ? "" : ", ") + std::string(dossier.code);
}

statement::PaperSection PortalFindings::Mismatches() const {
  statement::PaperSection section{
      .key = "states_differ",
      .title = {"8. Trạng thái theo nguồn và theo nơi đối chiếu (Cổng) khác nhau",
                "8. States by source and by who is compared (the portal) that differ"},
      .nothing = {"không có", "none"}};
  section.columns = {TextColumn("mirror", {"Nơi đối chiếu", "Compared with"}, 18),
                     TextColumn("ours", {"Theo nguồn", "By source"}, 28),
                     TextColumn("theirs", {"Theo nơi đối chiếu", "By who is compared"}, 28),
                     CountColumn("dossiers", {"Số hồ sơ", "Dossiers"}),
                     TextColumn("examples", {"Ví dụ", "Such as"}, 50)};
  const auto said = [](SaidState state) {
    return InBoth([&](Language language) { return std::string(Text(state, language)); });
  };
  for (const auto& [key, pair] : pairs_) {
    const auto& [mirror, ours, theirs] = key;
    section.rows.push_back(
        {.code = fmt::format("{}:{}:{}", mirror, ToString(ours), ToString(theirs)),
         .cells = {TextCell(mirror), said(ours), said(theirs), pair.dossiers,
                   TextCell(pair.examples)}});
  }
  return section;
}

}  // namespace dunghan::report
