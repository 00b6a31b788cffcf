#include "rulebook/rulebook_moves.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace dunghan::commands {
namespace {

using dossier::Basis;
using dossier::BasisJudgement;

template <class... Args>
std::string Say(Language language, fmt::format_string<Args...> vi, fmt::format_string<Args...> en,
                Args&&... args) {
  return fmt::format(language == Language::kVi ? vi : en, std::forward<Args>(args)...);
}

std::string DayText(LocalDay day) {
  const std::chrono::year_month_day date{day};
  return fmt::format("{:02}/{:02}/{}", static_cast<unsigned>(date.day()),
                     static_cast<unsigned>(date.month()), static_cast<int>(date.year()));
}

/// "17:00 14/06/2021"; a midnight that ends its day is 24:00 of that day.
std::string InstantText(Instant at, LocalDay day, const worktime::Zone& zone) {
  const LocalTime local = zone.ToLocal(at);
  const auto midnight = std::chrono::floor<std::chrono::days>(local);
  if (midnight == day + std::chrono::days{1} && local == midnight) return "24:00 " + DayText(day);
  const auto minutes = std::chrono::floor<std::chrono::minutes>(local - midnight).count();
  return fmt::format("{:02}:{:02} {}", minutes / 60, minutes % 60, DayText(LocalDay{midnight}));
}

/// Named with the code behind, which is what other commands ask for.
template <class Row>
std::string Named(const Row* row, std::string_view code, Language language) {
  if (!row) return std::string(code);
  const bool english = language == Language::kEn && !row->name_en.empty();
  return fmt::format("{} ({})", english ? row->name_en : row->name, code);
}

/// The due that moves: the lawful one, else the promised one.
const BasisJudgement& Moving(const dossier::Judgement& of, const ledger::DossierChange& move) {
  const bool lawful =
      move.before->judgement.On(Basis::kLawful).due != move.after.judgement.On(Basis::kLawful).due;
  return of.On(lawful ? Basis::kLawful : Basis::kPromised);
}

}  // namespace

std::string IndexVerdictAt(const dossier::Judgement& judgement, Instant at) {
  const dossier::IndexStretch* last = nullptr;
  for (const dossier::IndexStretch& stretch : judgement.index766) {
    if (stretch.from <= at) last = &stretch;
  }
  if (!last) return std::string(ToString(dossier::IndexState::kNone));
  return fmt::format("{} {}", ToString(last->state), ToString(last->verdict));
}

void MoveTable::Add(const ledger::DossierChange& move) {
  const dossier::Facts& facts = move.before->facts;
  const AgencyCode agency = facts.receipt      ? facts.receipt->agency
                            : facts.submission ? facts.submission->agency
                                               : facts.named_agency;
  Count(move, rows_[NameOf(agency)]);
  lines_.push_back(Line(move));
}

void MoveTable::Count(const ledger::DossierChange& move, Row& row) const {
  const bool verdict_moves = [&] {
    for (const Basis basis : {Basis::kLawful, Basis::kPromised}) {
      const auto& before = move.before->judgement.On(basis);
      if (StandingAt(before, now_) != StandingAt(move.after.judgement.On(basis), now_)) return true;
    }
    return false;
  }();
  row.verdicts += verdict_moves ? 1 : 0;
  const BasisJudgement& before = Moving(move.before->judgement, move);
  const BasisJudgement& after = Moving(move.after.judgement, move);
  if (move.before->facts.end || !before.overdue_from || !after.overdue_from) return;
  if (*before.overdue_from == *after.overdue_from) return;
  const bool earlier = *after.overdue_from < *before.overdue_from;
  const auto [from, to] = std::minmax(*before.due_day, *after.due_day);
  const rulebook::Agency* agency = rulebook_.AgencyOf(move.before->facts);
  const auto& calendar = agency ? *agency->calendar : rulebook_.default_calendar();
  const auto days =
      calendar.WorkingDays(calendar.zone().StartOf(from), calendar.zone().StartOf(to));
  int64_t& most = earlier ? row.most_earlier : row.most_later;
  most = std::max(most, days ? *days : 0);
  ++(earlier ? row.earlier : row.later);
}

std::string MoveTable::Summary(const Row& row) const {
  const auto plural = [](int64_t count) { return count == 1 ? "" : "s"; };
  const auto by = [&](int64_t days) {
    return days == 0 ? Say(language_, "trong cùng ngày làm việc", "within the working day")
                     : Say(language_, "nhiều nhất {0} ngày làm việc",
                           "by {0} working day{1} at most", days, plural(days));
  };
  std::vector<std::string> parts;
  if (row.earlier > 0) {
    parts.push_back(Say(language_, "{0} hồ sơ đang giải quyết có hạn sớm hơn ({1})",
                        "{0} open dossier{2} due earlier ({1})", row.earlier, by(row.most_earlier),
                        plural(row.earlier)));
  }
  if (row.later > 0) {
    parts.push_back(Say(language_, "{0} hồ sơ đang giải quyết có hạn muộn hơn ({1})",
                        "{0} open dossier{2} due later ({1})", row.later, by(row.most_later),
                        plural(row.later)));
  }
  parts.push_back(Say(language_, "{0} hồ sơ đổi kết quả đánh giá", "{0} verdict{1} change{2}",
                      row.verdicts, plural(row.verdicts), row.verdicts == 1 ? "s" : ""));
  return fmt::format("{}", fmt::join(parts, "; "));
}

void MoveTable::Print(std::ostream& out) const {
  if (rows_.empty()) return;
  out << Say(language_, "Theo cơ quan giải quyết:\n", "By agency:\n");
  for (const auto& [name, row] : rows_) out << "  " << name << ": " << Summary(row) << '\n';
  out << Say(language_, "Từng hồ sơ:\n", "By dossier:\n");
  for (const std::string& line : lines_) out << "  " << line << '\n';
}

std::string MoveTable::Line(const ledger::DossierChange& move) const {
  return fmt::format("{}, {}: {}", move.code, NameOf(move.before->facts), Parts(move));
}

std::string MoveTable::Parts(const ledger::DossierChange& move) const {
  std::vector<std::string> parts;
  const dossier::Judgement& was = move.before->judgement;
  for (const Basis basis : {Basis::kLawful, Basis::kPromised}) {
    const BasisJudgement& before = was.On(basis);
    const BasisJudgement& after = move.after.judgement.On(basis);
    if (before == after) continue;
    std::string part =
        fmt::format("{} {} → {}", report::Text(basis, language_), DueOf(before), DueOf(after));
    const auto standing = StandingAt(before, now_);
    const auto now = StandingAt(after, now_);
    if (standing != now) {
      part += fmt::format(" ({} → {})", report::Text(standing, language_),
                          report::Text(now, language_));
    }
    parts.push_back(std::move(part));
  }
  if (!(was.acceptance == move.after.judgement.acceptance)) {
    parts.push_back(Say(language_, "hạn tiếp nhận {} → {}", "to be accepted by {} → {}",
                        At(was.acceptance.due), At(move.after.judgement.acceptance.due)));
  }
  if (was.gross_overdue_from != move.after.judgement.gross_overdue_from) {
    parts.push_back(Say(language_, "không trừ thời gian tạm dừng: quá hạn từ {} → {}",
                        "without credit for suspensions: overdue from {} → {}",
                        At(was.gross_overdue_from), At(move.after.judgement.gross_overdue_from)));
  }
  const auto index_was = IndexVerdictAt(was, now_);
  const auto index_is = IndexVerdictAt(move.after.judgement, now_);
  if (index_was != index_is) {
    parts.push_back(
        Say(language_, "chỉ số 766: {} → {}", "index 766: {} → {}", index_was, index_is));
  }
  return fmt::format("{}", fmt::join(parts, "; "));
}

std::string MoveTable::NameOf(AgencyCode code) const {
  if (!code) return Say(language_, "chưa rõ cơ quan", "no agency known");
  return Named(rulebook_.FindAgency(code), code.text(), language_);
}

std::string MoveTable::NameOf(const dossier::Facts& facts) const {
  const ProcedureCode procedure = facts.receipt      ? facts.receipt->procedure
                                  : facts.submission ? facts.submission->procedure
                                                     : ProcedureCode();
  const AgencyCode agency = facts.receipt      ? facts.receipt->agency
                            : facts.submission ? facts.submission->agency
                                               : facts.named_agency;
  std::string text = NameOf(agency);
  if (!procedure) return text;
  return text + ", " + Named(rulebook_.FindProcedure(procedure), procedure.text(), language_);
}

std::string MoveTable::DueOf(const BasisJudgement& basis) const {
  if (!basis.due) return Say(language_, "không có", "none");
  if (const auto* day = std::get_if<LocalDay>(&*basis.due)) return DayText(*day);
  return InstantText(std::get<Instant>(*basis.due), *basis.due_day,
                     rulebook_.default_calendar().zone());
}

std::string MoveTable::At(const std::optional<Instant>& at) const {
  if (!at) return Say(language_, "không có", "none");
  const worktime::Zone& zone = rulebook_.default_calendar().zone();
  return InstantText(*at, zone.DayOf(*at), zone);
}

}  // namespace dunghan::commands
