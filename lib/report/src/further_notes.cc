#include "further_notes.h"

#include "format.h"

namespace dunghan::report {
namespace {

using figures::Further;
using figures::Rate;
using std::chrono::milliseconds;

/// Lines of one row, those with nothing in them left out.
class Notes {
 public:
  Notes(milliseconds usual_day, Language language) : usual_day_(usual_day), language_(language) {}

  void Rates(const statement::StatementRow& row) {
    Share("Không trừ thời gian tạm dừng", "Without credit for suspensions", row.further.gross);
    const Rate granted = figures::GrantedOnly(row.figures);
    const bool refused = row.figures.refused_in_time + row.figures.refused_late > 0;
    if (refused) Share("Chính thức, không tính từ chối", "Official, without refusals", granted);
    Share("Có kết quả tại nơi trả đúng hẹn", "At the counter by the appointment",
          row.further.ready);
  }

  void Acceptance(const Further::Acceptance& a) {
    if (a.submitted + a.answered.all + a.waiting + a.waiting_late == 0) return;
    Add(Say(language_,
            "Tiếp nhận hồ sơ trực tuyến: nộp {}, đúng hạn {}, chậm {} (từ chối tiếp nhận {}), đang "
            "chờ {}, chờ đã chậm {}",
            "Acceptance online: submitted {}, in time {}, late {} (declined {}), waiting {}, "
            "waiting late {}",
            N(a.submitted), N(a.answered.on_time), N(a.answered.all - a.answered.on_time),
            N(a.declined), N(a.waiting), N(a.waiting_late)));
  }

  void Supplements(const Further& f) {
    if (f.supplements_asked + f.supplements_answered + f.supplements_asked_again == 0) return;
    Add(Say(language_,
            "Bổ sung hồ sơ: yêu cầu {} (muộn {}), yêu cầu thêm lần nữa {}, đã bổ sung {}",
            "Supplements: asked {} (late {}), asked again {}, answered {}", N(f.supplements_asked),
            N(f.supplements_asked_late), N(f.supplements_asked_again), N(f.supplements_answered)));
  }

  void Times(const Further& f) {
    std::string suspended;
    for (const auto& [key, time] : f.suspended) {
      suspended += fmt::format("{}{} {}", suspended.empty() ? "" : ", ", KindText(key), Time(time));
    }
    if (!suspended.empty()) {
      Add(Say(language_, "Thời gian tạm dừng: {}", "Time suspended: {}", suspended));
    }
    if (f.processing.count() > 0) {
      Add(Say(language_, "Thời gian giải quyết: {}", "Processing time: {}", Time(f.processing)));
    }
    if (f.late.count() > 0) {
      Add(Say(language_, "Thời gian quá hạn: {}", "Time past the due: {}", Time(f.late)));
    }
  }

  void Appointments(const Further& f) {
    if (f.extended + f.reappointed == 0) return;
    Add(Say(language_, "Gia hạn {}, hẹn lại {} (quá một lần {})",
            "Extended {}, re-appointed {} (more than once {})", N(f.extended), N(f.reappointed),
            N(f.reappointed_again)));
    Share("Đúng ngày hẹn lại", "Re-appointments kept", f.reappointments_kept);
  }

  void Causes(const Further& f) {
    std::string causes;
    for (const auto& [code, count] : f.late_causes) {
      const std::string name =
          code.empty() ? Say(language_, "chưa nêu", "not stated") : ReasonText(code, language_);
      causes += fmt::format("{}{} {}", causes.empty() ? "" : ", ", name, N(count));
    }
    if (!causes.empty()) Add(Say(language_, "Nguyên nhân quá hạn: {}", "Late because: {}", causes));
  }

  void Citizens(const Further& f) {
    if (f.urged > 0) {
      Add(Say(language_, "Đôn đốc: {} lần, {} hồ sơ", "Urged: {} times, {} dossiers", N(f.urged),
              N(f.urged_dossiers)));
    }
    Share("Hài lòng", "Satisfied", f.satisfied);
    if (f.satisfied.all > 0) Share("Có đánh giá", "Answered", f.answering);
    if (f.online.on_time == 0) return;
    Share("Tiếp nhận trực tuyến", "Received online", f.online);
    Share("Trực tuyến của thủ tục toàn trình", "Online, of procedures offered in full",
          f.online_of_full);
    Share("Trực tuyến của thủ tục toàn trình và một phần",
          "Online, of procedures offered in full or in part", f.online_of_offered);
  }

  void Steps(const Further& f) {
    Share("Bước xử lý đúng hạn", "Steps in time", f.steps);
    if (f.step_overrun.count() == 0) return;
    Add(Say(language_, "Bước xử lý quá hạn: {}, chịu {} của thời gian quá hạn",
            "Steps overran by {} and bear {} of the lateness", Time(f.step_overrun),
            Time(f.late_borne)));
  }

  /// What a working day is, if any time was given in such days.
  void UsualDayUsed() {
    if (!in_days_) return;
    Add(Say(language_, "Trong đó {}", "In these times {}", UsualDayText(usual_day_, language_)));
  }

  const std::string& lines() const { return lines_; }

  void Add(const std::string& line) { lines_ += "  " + line + "\n"; }
  /// "54/60 = 90,00 %"; nothing for 0/0.
  void Share(std::string_view vi, std::string_view en, const Rate& rate) {
    if (rate.all == 0) return;
    Add(fmt::format("{}: {}/{} = {}", language_ == Language::kVi ? vi : en, N(rate.on_time),
                    N(rate.all), Percent(rate, language_)));
  }

 private:
  std::string Time(milliseconds time) {
    in_days_ |= usual_day_.count() > 0 && time >= usual_day_;
    return Worked(time, usual_day_, language_);
  }
  std::string N(int64_t value) const { return Number(value, language_); }

  /// "payment:thue" as the words for the kind and the reason in brackets.
  std::string KindText(const std::string& key) const {
    using dossier::SuspensionKind;
    const std::string kind = key.substr(0, key.find(':'));
    const SuspensionKind named = kind == "supplement" ? SuspensionKind::kSupplement
                                 : kind == "payment"  ? SuspensionKind::kPayment
                                                      : SuspensionKind::kStop;
    std::string text(Text(named, language_));
    if (kind.size() < key.size()) {
      text += fmt::format(" ({})", ReasonText(key.substr(kind.size() + 1), language_));
    }
    return text;
  }

  milliseconds usual_day_;
  Language language_;
  bool in_days_ = false;
  std::string lines_;
};

std::string Petitions(const statement::StatementRow& row, Language language) {
  const figures::Figures& f = row.figures;
  const auto n = [&](int64_t value) { return Number(value, language); };
  const int64_t open = f.open_in_time + f.open_overdue + f.open_suspended + f.open_unmeasurable;
  const int64_t ended = f.finished_early + f.finished_on_time + f.finished_late +
                        f.finished_unmeasurable + f.withdrawn;
  if (f.carried_over + open + ended == 0) return {};
  return Say(
      language,
      "  Phản ánh, kiến nghị: kỳ trước {}, tiếp nhận {}, đã giải quyết {} (quá hạn {}), đang "
      "giải quyết {} (quá hạn {})\n",
      "  Petitions: carried over {}, received {}, ended {} (late {}), open {} (overdue {})\n",
      n(f.carried_over), n(f.received), n(ended), n(f.finished_late), n(open), n(f.open_overdue));
}

}  // namespace

std::string FurtherNotes(const statement::Statement& statement, Language language) {
  const Further& further = statement.total.further;
  Notes notes(statement.usual_day, language);
  notes.Rates(statement.total);
  notes.Acceptance(further.acceptance);
  notes.Supplements(further);
  notes.Times(further);
  notes.Appointments(further);
  notes.Causes(further);
  notes.Citizens(further);
  notes.Steps(further);
  notes.UsualDayUsed();
  const std::string lines = notes.lines() + Petitions(statement.petitions, language);
  if (lines.empty()) return {};
  return Say(language, "Số liệu khác:\n", "Further figures:\n") + lines;
}

}  // namespace dunghan::report
