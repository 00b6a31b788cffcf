#include "dossier_parts.h"
#include "dunghan/figures/headlines.h"
#include "dunghan/report/dossier_writer.h"
#include "dunghan/report/explanation_text.h"
#include "dunghan/statement/names.h"
#include "event_details.h"
#include "event_fates.h"
#include "format.h"

namespace dunghan::report {
namespace {

using dossier::Basis;
using dossier::Event;

constexpr Term kClaimStates[] = {Term::kInForce, Term::kReplaced, Term::kDisputed};

class TextWriter {
 public:
  TextWriter(const DossierPage& page, Language language)
      : page_(page),
        seen_(page.Seen()),
        facts_(seen_.judged.facts),
        zone_(seen_.zone()),
        language_(language),
        fates_(page) {}

  std::string Write(Explain explain) {
    Head();
    Standings();
    Acceptance();
    Claims();
    Stops();
    Signals();
    Events();
    if (explain == Explain::kYes) Explanation();
    return std::move(out_);
  }

 private:
  std::string_view Word(Term term) const { return Text(term, language_); }
  void Line(const std::string& text) { out_ += text + "\n"; }
  void Title(Term term) { Line(fmt::format("{}:", Word(term))); }
  void Item(Term name, const std::string& text) {
    if (!text.empty()) Line(fmt::format("  {}: {}", Word(name), text));
  }
  std::string Agency(AgencyCode code) const {
    return WithCode(statement::NamedAgency(code, seen_.rulebook(), seen_.day()), language_);
  }

  void Head() {
    if (page_.view.simulated()) Line(fmt::format("*** {} ***", Word(Term::kSimulated)));
    const std::string_view alias = AliasOf(page_.record);
    Line(fmt::format("{} {}", Word(Term::kDossier), page_.record.code) +
         (alias.empty() ? "" : Say(language_, " (mã khác: {})", " (alias {})", alias)));
    if (const auto& receipt = facts_.receipt) {
      Item(Term::kAgency, Agency(receipt->agency));
      Item(Term::kProcedure,
           WithCode(statement::NamedProcedure(receipt->procedure, seen_.rulebook(), seen_.day()),
                    language_));
      Item(Term::kCounter, Agency(receipt->counter));
      Item(Term::kChannel, std::string(Text(receipt->channel, language_)));
      Item(Term::kReceivedAt, Moment(receipt->at, zone_, language_));
    } else if (facts_.named_agency) {
      Item(Term::kAgency, Agency(facts_.named_agency));
    }
    if (facts_.end) {
      Item(Term::kEndedAt, fmt::format("{} ({})", Moment(facts_.end->at, zone_, language_),
                                       Text(facts_.end->kind, language_)));
    }
  }

  void Standings() {
    Line(Say(language_, "{} lúc {} (sự kiện {}):", "{} at {} (event {}):", Word(Term::kStanding),
             Exactly(seen_.at, zone_), page_.view.position().seq));
    for (const Basis basis : {Basis::kPromised, Basis::kLawful}) {
      const auto& judgement = seen_.judged.judgement.On(basis);
      std::string due = NoDueText(judgement.no_due, language_);
      if (judgement.due) due = Due(*judgement.due, *judgement.due_day, zone_, language_);
      if (judgement.due && judgement.fallback) {
        due += Say(language_, " (thay bằng hạn theo quy định)", " (the lawful due instead)");
      }
      if (!judgement.confirmed) {
        due += Say(language_, " (có ngày nghỉ chưa công bố)", " (days off not announced yet)");
      }
      Line(fmt::format("  {}: {}; {}", Text(basis, language_), due,
                       Text(dossier::StandingAt(judgement, seen_.at), language_)));
    }
  }

  void Claims() {
    const dossier::Promise promise = dossier::PromiseInForce(facts_, seen_.judged.terms);
    if (facts_.claims.empty() && !facts_.extension && !facts_.reappointment) return;
    Title(Term::kClaims);
    for (const dossier::Claim& claim : facts_.claims) {
      const Term state = kClaimStates[static_cast<size_t>(StateOf(claim, promise, zone_))];
      Line(Say(language_, "  {} (nêu lúc {}): {}", "  {} (said at {}): {}",
               Claimed(claim.due, zone_, language_), DateTime(claim.at, zone_), Word(state)));
    }
    Appointment(Term::kExtension, facts_.extension, facts_.extensions);
    Appointment(Term::kReappointment, facts_.reappointment, facts_.reappointments);
  }

  void Appointment(Term name, const std::optional<dossier::Appointment>& appointment, int times) {
    if (!appointment) return;
    Item(name, fmt::format("{} ({})", Claimed(appointment->due, zone_, language_), times));
  }

  /// What came of the acceptance clock, if it was ever started.
  void Acceptance() {
    const dossier::AcceptanceJudgement& judgement = seen_.judged.judgement.acceptance;
    if (judgement.timeline.empty()) return;
    std::string text(Text(dossier::AcceptanceAt(judgement, seen_.at), language_));
    if (judgement.due) {
      text = fmt::format("{}; {}", Closing(*judgement.due, *judgement.due_day, zone_, language_),
                         text);
    }
    Item(Term::kAcceptance, text);
  }

  void Stops() {
    if (facts_.suspensions.empty()) return;
    Title(Term::kStops);
    for (const dossier::SuspendedSpan& span : facts_.suspensions) {
      const auto end = EndOfStop(span, facts_);
      std::string to = end ? DateTime(*end, zone_) : std::string(Word(Term::kOpenEnd));
      if (end && !span.to) to += Say(language_, " (kết thúc cùng hồ sơ)", " (with the dossier)");
      const std::string reason =
          span.reason ? fmt::format(" ({})", ReasonText(span.reason.text(), language_)) : "";
      Line(fmt::format("  {} - {}: {}{}", DateTime(span.from, zone_), to,
                       Text(span.kind, language_), reason));
    }
  }

  void Signals() {
    std::string names;
    for (const auto signal : kAllSignals) {
      if (!HasSignal(seen_, signal)) continue;
      names += fmt::format("  {}{}\n", Text(signal, language_),
                           signal == dossier::Signal::kSecondReceipt ? FurtherReceipts() : "");
    }
    if (names.empty()) return;
    Title(Term::kSignals);
    out_ += names;
  }

  /// Where it was received again, beside the receipt above.
  std::string FurtherReceipts() const {
    std::string text;
    for (const Event* receipt : fates_.FurtherReceipts()) {
      text += text.empty() ? ": " : "; ";
      text += Say(language_, "còn được tiếp nhận tại {} lúc {}", "received at {} as well, {}",
                  Agency(receipt->agency), Moment(receipt->at, zone_, language_));
    }
    return text;
  }

  void Events() {
    Title(Term::kEvents);
    for (const ledger::StoredEvent& stored : page_.record.events) {
      const Event& event = stored.event;
      Line(fmt::format("  {:>8}  {}  {}{}  [{} {}]{}", stored.seq, DateTime(event.at, zone_),
                       Text(event.type, language_),
                       EventDetails(event, seen_.rulebook(), seen_.day(), zone_, language_),
                       event.source.text(), event.id, FateText(event)));
      Line(fmt::format("            {} {}", Word(Term::kRecorded),
                       DateTime(stored.recorded_at, zone_)));
    }
  }

  std::string FateText(const Event& event) const {
    switch (fates_.Of(event)) {
      case Fate::kCounts:
        return {};
      case Fate::kMirror:
        return Say(language_, " (chỉ đối chiếu)", " (mirror only)");
      case Fate::kAhead:
        return Say(language_, " (sẽ có hiệu lực lúc {})", " (takes effect at {})",
                   Moment(event.at, zone_, language_));
      case Fate::kVoided:
        return Say(language_, " (đã bị hủy)", " (voided)");
      case Fate::kVoidsNothing:
        return Say(language_, " (không hủy gì: nguồn này chưa gửi sự kiện nào mang mã đó)",
                   " (voids nothing: this source has sent no event of that id)");
      case Fate::kVoidsAVoid:
        return Say(language_, " (không có tác dụng: việc hủy không hủy lại được)",
                   " (without effect: a void cannot be voided)");
    }
    return {};
  }

  void Explanation() {
    Title(Term::kExplanation);
    const auto section = [&](Basis basis, std::vector<std::string> lines) {
      for (std::string& line : ExplainStanding(seen_, basis, language_)) {
        lines.push_back(std::move(line));
      }
      Section(Text(basis, language_), lines);
    };
    section(Basis::kLawful, ExplainLawful(seen_, language_));
    section(Basis::kPromised, ExplainPromise(seen_, language_));
    Section(figures::Describe(figures::Headline::kIndex766).title.In(language_),
            ExplainIndex766(seen_, language_));
    Section(Word(Term::kReopening), ExplainReopening(seen_, language_));
    Section(Word(Term::kAcceptance), ExplainAcceptance(seen_, language_));
    Section(Word(Term::kSteps), ExplainSteps(seen_, language_));
  }

  void Section(std::string_view title, const std::vector<std::string>& lines) {
    if (lines.empty()) return;
    Line(fmt::format("  {}", title));
    for (const std::string& line : lines) Line("    - " + line);
  }

  const DossierPage& page_;
  SeenDossier seen_;
  const dossier::Facts& facts_;
  const worktime::Zone& zone_;
  Language language_;
  EventFates fates_;
  std::string out_;
};

}  // namespace

std::string DueInList(const dossier::BasisJudgement& basis, const worktime::Zone& zone) {
  if (!basis.due) return "";
  const auto* instant = std::get_if<Instant>(&*basis.due);
  if (!instant) return FormatDate(*basis.due_day);
  std::string text = zone.Format(*instant);
  if (zone.StartOf(*basis.due_day + std::chrono::days{1}) == *instant) {
    text += fmt::format(" (24:00 {})", FormatDate(*basis.due_day));
  }
  return text;
}

std::string WriteDossierText(const DossierPage& page, Explain explain, Language language) {
  return TextWriter(page, language).Write(explain);
}

std::string SeveralText(std::string_view name, const ledger::NamedDossier& found,
                        Language language) {
  const std::string codes = fmt::format("{}", fmt::join(found.several, ", "));
  return Say(language, "mã {} là mã khác của nhiều hồ sơ: {}{}; hãy tìm theo mã của từng hồ sơ",
             "{} is the alias of several dossiers: {}{}; ask for one by its own code", name, codes,
             found.more ? Say(language, " và hồ sơ khác", " and others") : std::string());
}

}  // namespace dunghan::report
