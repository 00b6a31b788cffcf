#include "dunghan/report/change_writer.h"

#include <algorithm>

#include "change_table.h"
#include "due_text.h"
#include "dunghan/statement/names.h"
#include "event_details.h"
#include "format.h"

namespace dunghan::report {
namespace {

using dossier::Basis;
using dossier::BasisJudgement;
using ledger::PastChange;

constexpr Basis kBothBases[] = {Basis::kPromised, Basis::kLawful};

AgencyCode AgencyOf(const dossier::Facts& facts) {
  if (facts.receipt) return facts.receipt->agency;
  return facts.submission ? facts.submission->agency : facts.named_agency;
}

ProcedureCode ProcedureOf(const dossier::Facts& facts) {
  if (facts.receipt) return facts.receipt->procedure;
  return facts.submission ? facts.submission->procedure : ProcedureCode{};
}

/// The zone and the words that a change is told in.
struct ChangeWords {
  ChangeWords(const PastChange& change, Language in)
      : calendar(change.after.terms.calendar), zone(calendar->zone()), language(in) {}

  std::string Due(const BasisJudgement& basis) const {
    if (basis.due) return report::Due(*basis.due, *basis.due_day, zone, language);
    return NoDueText(basis.no_due, language);
  }
  std::string End(const dossier::Facts& facts) const {
    if (!facts.end) return Say(language, "chưa kết thúc", "not ended");
    return fmt::format("{} ({})", Moment(facts.end->at, zone, language),
                       Text(facts.end->kind, language));
  }

  std::shared_ptr<const worktime::WorkingCalendar> calendar;
  const worktime::Zone& zone;
  Language language;
};

bool SameDue(const BasisJudgement& a, const BasisJudgement& b) {
  return a.due == b.due && a.due_day == b.due_day && a.no_due == b.no_due;
}

/// "ngày hẹn trả: chuyển từ ... sang ...; từ trong hạn thành quá hạn".
std::string BasisLine(const PastChange& change, Basis which, Instant then,
                      const ChangeWords& words) {
  const Language language = words.language;
  const BasisJudgement& after = change.after.judgement.On(which);
  const auto standing = [&](const BasisJudgement& basis, Instant at) {
    return std::string(Text(dossier::StandingAt(basis, at), language));
  };
  const std::string is = standing(after, change.now);
  std::string line = fmt::format("  {}: ", Text(which, language));
  if (!change.before) return line + fmt::format("{}; {}", words.Due(after), is);
  const BasisJudgement& before = change.before->judgement.On(which);
  const bool moved = !SameDue(before, after);
  line += moved ? Say(language, "chuyển từ {} sang {}", "moved from {} to {}", words.Due(before),
                      words.Due(after))
                : words.Due(after);
  const std::string was = standing(before, then);
  if (was != is) return line + Say(language, "; từ {} thành {}", "; from {} to {}", was, is);
  return line + "; " + is + (moved ? "" : Say(language, " (không đổi)", " (unchanged)"));
}

std::string EventText(const ledger::StoredEvent& stored, const PastChange& change,
                      const ChangeWords& words) {
  const dossier::Event& event = stored.event;
  const LocalDay day = words.zone.DayOf(event.at);
  return Say(words.language, "{}{}, lúc {}; nguồn {}, ghi nhận lúc {} (sự kiện {})",
             "{}{}, at {}; source {}, recorded at {} (event {})", Text(event.type, words.language),
             EventDetails(event, change.rules->newest(), day, words.zone, words.language),
             Moment(event.at, words.zone, words.language), event.source.text(),
             DateTime(stored.recorded_at, words.zone), stored.seq);
}

std::vector<MovedDue> MovedDues(const PastChange& change) {
  std::vector<MovedDue> moved;
  for (const Basis which : kBothBases) {
    if (!change.before) break;
    const BasisJudgement& before = change.before->judgement.On(which);
    const BasisJudgement& after = change.after.judgement.On(which);
    if (!SameDue(before, after)) moved.push_back({which, before.due_day, after.due_day});
  }
  return moved;
}

}  // namespace

const rulebook::Timeline& ChangeWriter::Until(const rulebook::Timeline& present, size_t versions) {
  if (until_.size() < present.versions().size()) until_.resize(present.versions().size());
  auto& timeline = until_[versions - 1];
  if (!timeline) {
    const auto first = present.versions().begin();
    timeline = std::make_unique<rulebook::Timeline>(
        std::vector<rulebook::Version>(first, first + static_cast<std::ptrdiff_t>(versions)));
  }
  return *timeline;
}

std::vector<size_t> ChangeWriter::RulebooksBehind(const PastChange& change) {
  std::vector<size_t> behind;
  std::vector<size_t> since;
  const auto& facts = (change.before ? *change.before : change.after).facts;
  for (size_t number = 1; number <= change.rules->versions().size(); ++number) {
    const int64_t seq = change.rules->versions()[number - 1].seq;
    const auto& listed = change.rulebooks;
    if (std::find(listed.begin(), listed.end(), seq) == listed.end()) continue;
    since.push_back(number);
    const auto judged = [&](size_t versions) {
      return Until(*change.rules, versions).Judge(facts).judgement;
    };
    // One by one, with those before it: only what that version itself has changed is its doing.
    if (number > 1 && !(judged(number - 1) == judged(number))) behind.push_back(number);
  }
  // A source whose events are taken otherwise changes the facts, not how they are judged.
  return behind.empty() ? since : behind;
}

std::string ChangeWriter::RulebookText(const PastChange& change, size_t version) {
  const ChangeWords words(change, language_);
  const rulebook::Timeline& after = Until(*change.rules, version);
  std::string text = Say(language_, "    - bộ quy tắc {}\n", "    - rulebook {}\n",
                         VersionText(after.versions().back(), after, words.zone, language_));
  if (version == 1) return text;
  const auto& facts = (change.before ? *change.before : change.after).facts;
  for (const RuleChange& one :
       RuleChangesOf(facts, Until(*change.rules, version - 1), after, language_)) {
    text += fmt::format("      {}\n", one.text);
  }
  return text;
}

std::string ChangeWriter::Heading(const PastChange& change) const {
  const worktime::Zone& zone = view_.rulebook().default_calendar().zone();
  return Say(language_, "Từ {} (sự kiện {}) đến {}:\n", "From {} (event {}) to {}:\n",
             Exactly(view_.position().at, zone), view_.position().seq, Exactly(change.now, zone));
}

std::string ChangeWriter::Text(const PastChange& change) {
  const ChangeWords words(change, language_);
  const dossier::Facts& facts = change.after.facts;
  const LocalDay day = words.zone.DayOf(facts.receipt ? facts.receipt->at : change.now);
  const rulebook::Rulebook& rulebook = change.rules->newest();
  std::string text = Say(language_, "Hồ sơ {}", "Dossier {}", change.code);
  if (const AgencyCode agency = AgencyOf(facts)) {
    text += "; " + WithCode(statement::NamedAgency(agency, rulebook, day), language_);
  }
  if (const ProcedureCode procedure = ProcedureOf(facts)) {
    text += "; " + WithCode(statement::NamedProcedure(procedure, rulebook, day), language_);
  }
  text += '\n';
  if (!change.before) text += Say(language_, "  khi đó chưa có trong sổ\n", "  not known then\n");
  for (const Basis which : kBothBases) {
    text += BasisLine(change, which, view_.position().at, words) + "\n";
  }
  if (change.before && change.before->facts.end != facts.end) {
    text += Say(language_, "  kết thúc: từ {} thành {}\n", "  end: from {} to {}\n",
                words.End(change.before->facts), words.End(facts));
  }
  text += Say(language_, "  Vì:\n", "  Because:\n");
  for (const auto& stored : change.events) {
    text += fmt::format("    - {}\n", EventText(stored, change, words));
  }
  for (const size_t version : RulebooksBehind(change)) text += RulebookText(change, version);
  return text;
}

std::string ChangeWriter::Json(const PastChange& change) {
  const ChangeWords words(change, language_);
  ToldChange told{.dossier = change.code,
                  .agency = AgencyOf(change.after.facts).text(),
                  .before = {},
                  .after = {change.after, change.now, words.zone},
                  .moved = MovedDues(change),
                  .reasons = {},
                  .text = Text(change)};
  if (change.before) {
    told.before.emplace(StateThen{*change.before, view_.position().at, words.zone});
  }
  for (const auto& stored : change.events) {
    told.reasons.emplace_back(EventBehind{&stored, &words.zone});
  }
  const auto& facts = (change.before ? *change.before : change.after).facts;
  for (const size_t version : RulebooksBehind(change)) {
    const rulebook::Timeline& after = Until(*change.rules, version);
    RulebookBehind behind{&after.versions().back(), version, {}, &words.zone};
    if (version > 1) {
      behind.changes = RuleChangesOf(facts, Until(*change.rules, version - 1), after, language_);
    }
    told.reasons.emplace_back(std::move(behind));
  }
  return kChangeTable.ToText(told) + "\n";
}

const JsonShape& ChangeShape() { return kChangeTable.shape(); }

}  // namespace dunghan::report
