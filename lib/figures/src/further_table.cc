#include <array>
#include <type_traits>

#include "dunghan/figures/count_table.h"

namespace dunghan::figures {

using std::chrono::milliseconds;
using Times = std::map<std::string, milliseconds>;
using Codes = std::map<std::string, int64_t>;

class MeasuresOfRow {
 public:
  MeasuresOfRow(const MeasureTally& tally, const Figures& figures, dossier::Basis basis,
                const OnlinePart& online)
      : tally_(tally), figures_(figures), basis_(static_cast<uint8_t>(basis)), online_(online) {}

  int64_t Flow(Measure measure) const { return within().Of(measure); }
  int64_t OnBasis(Measure measure) const { return within().Of(measure, basis_); }
  int64_t Stock(Measure measure) const { return tally_.before.Of(measure) + Flow(measure); }
  int64_t Online(Measure measure) const { return online_.within.Of(measure); }

  const MeasureSums& within() const { return tally_.within; }
  const Figures& figures() const { return figures_; }
  const OnlinePart& online() const { return online_; }
  uint8_t basis() const { return basis_; }

 private:
  const MeasureTally& tally_;
  const Figures& figures_;
  const uint8_t basis_;
  const OnlinePart& online_;
};

namespace {

/// Over all that is named.
template <Measure... measures>
int64_t Flow(const MeasuresOfRow& row) {
  return (row.Flow(measures) + ...);
}
template <Measure measure>
int64_t OnBasis(const MeasuresOfRow& row) {
  return row.OnBasis(measure);
}
template <Measure measure>
int64_t Stock(const MeasuresOfRow& row) {
  return row.Stock(measure);
}

/// What is in time, of that and what is late.
template <Measure in_time, Measure late>
Rate InTime(const MeasuresOfRow& row) {
  return {row.Flow(in_time), row.Flow(in_time) + row.Flow(late)};
}

Rate Answered(const MeasuresOfRow& row) {
  const int64_t in_time = Flow<Measure::kAcceptedInTime, Measure::kDeclinedInTime>(row);
  return {in_time, in_time + Flow<Measure::kAcceptedLate, Measure::kDeclinedLate>(row)};
}

Rate Satisfied(const MeasuresOfRow& row) {
  return {row.Flow(Measure::kSatisfied), row.Flow(Measure::kRated)};
}

Rate Answering(const MeasuresOfRow& row) {
  const Figures& f = row.figures();
  return {row.Flow(Measure::kRated),
          f.finished_early + f.finished_on_time + f.finished_late + f.finished_unmeasurable};
}

Rate OnlineOfReceived(const MeasuresOfRow& row) {
  return {row.online().received, row.figures().received};
}

/// Of what was received by procedures so offered.
template <Measure... offered>
Rate OnlineOf(const MeasuresOfRow& row) {
  return {(row.Online(offered) + ...), (row.Flow(offered) + ...)};
}

Rate ReappointmentsKept(const MeasuresOfRow& row) {
  const int64_t kept = row.OnBasis(Measure::kReappointmentKept);
  return {kept, kept + row.OnBasis(Measure::kReappointmentMissed)};
}

/// By kind, or kind and reason.
void AddSuspended(Times& times, const MeasuresOfRow& row) {
  for (const auto& [key, amount] : row.within()) {
    if (key.measure != Measure::kSuspendedTime) continue;
    std::string name(ToString(static_cast<dossier::SuspensionKind>(key.detail)));
    if (key.reason) name.append(":").append(key.reason.text());
    times[name] += milliseconds{amount};
  }
}

void AddLateCauses(Codes& causes, const MeasuresOfRow& row) {
  for (const auto& [key, amount] : row.within()) {
    if (key.measure != Measure::kLateByCause || key.detail != row.basis()) continue;
    causes[std::string(key.reason.text())] += amount;
  }
}

constexpr std::array<std::string_view, 3> kKinds = {"supplement", "payment", "stop"};

bool AnyRefused(const Figures& figures, const Further& /*further*/) {
  return figures.refused_in_time + figures.refused_late > 0;
}
bool AnyReappointed(const Figures& /*figures*/, const Further& further) {
  return further.extended + further.reappointed > 0;
}
bool AnyAnswered(const Figures& /*figures*/, const Further& further) {
  return further.satisfied.all > 0;
}
bool AnyOnline(const Figures& /*figures*/, const Further& further) {
  return further.online.on_time > 0;
}

constexpr RateNames kOnline = {.on_time = "online", .all = "received"};

constexpr std::array kBeside = {
    Beside{"gross",
           RateIn{&Further::gross, InTime<Measure::kGrossInTime, Measure::kGrossLate>},
           "Finished, on the lawful due without credit for suspensions: in time.",
           {10, {"Không trừ thời gian tạm dừng", "Without credit for suspensions"}}},
    Beside{"granted_only",
           RateOfCounts{GrantedOnly},
           "The official rate without refusals.",
           {20, {"Chính thức, không tính từ chối", "Official, without refusals"}, AnyRefused}},
    Beside{"acceptance.submitted",
           CountIn{&Further::submitted, Flow<Measure::kSubmitted>},
           "Submitted in the period: put on the acceptance clock.",
           {40,
            {"Tiếp nhận hồ sơ trực tuyến: nộp {acceptance.submitted}, đúng hạn "
             "{acceptance.in_time}, chậm {acceptance.late} (từ chối tiếp nhận "
             "{acceptance.declined}), đang chờ {acceptance.waiting}, chờ đã chậm "
             "{acceptance.waiting_late}",
             "Acceptance online: submitted {acceptance.submitted}, in time {acceptance.in_time}, "
             "late {acceptance.late} (declined {acceptance.declined}), waiting "
             "{acceptance.waiting}, waiting late {acceptance.waiting_late}"}}},
    Beside{"acceptance",
           RateIn{&Further::acceptance,
                  Answered,
                  {.on_time = "in_time", .rest = "late"},
                  RateParts::kCounts},
           "Accepted or declined within the acceptance limit."},
    Beside{"acceptance.declined",
           CountIn{&Further::declined, Flow<Measure::kDeclinedInTime, Measure::kDeclinedLate>},
           "Declined, of those in time and late."},
    Beside{"acceptance.waiting", CountIn{&Further::waiting, Stock<Measure::kWaiting>},
           "Waiting at the end of the period, the limit ahead."},
    Beside{"acceptance.waiting_late", CountIn{&Further::waiting_late, Stock<Measure::kWaitingLate>},
           "Waiting at the end of the period, the limit over."},
    Beside{"acceptance", RateIn{&Further::acceptance, nullptr, {}, RateParts::kRatio},
           "Of those accepted or declined: within the acceptance limit."},
    Beside{"supplements.asked",
           CountIn{&Further::supplements_asked, Flow<Measure::kSupplementAsked>},
           "First requests for a supplement.",
           {50,
            {"Bổ sung hồ sơ: yêu cầu {supplements.asked} (muộn {supplements.asked_late}), yêu cầu "
             "thêm lần nữa {supplements.asked_again}, đã bổ sung {supplements.answered}",
             "Supplements: asked {supplements.asked} (late {supplements.asked_late}), asked again "
             "{supplements.asked_again}, answered {supplements.answered}"}}},
    Beside{"supplements.asked_late",
           CountIn{&Further::supplements_asked_late, Flow<Measure::kSupplementAskedLate>},
           "Of which: after the time the law leaves for it."},
    Beside{"supplements.asked_again",
           CountIn{&Further::supplements_asked_again, Flow<Measure::kSupplementAskedAgain>},
           "Further requests."},
    Beside{"supplements.answered",
           CountIn{&Further::supplements_answered, Flow<Measure::kSupplementAnswered>},
           "Supplements that arrived."},
    Beside{"suspended_seconds",
           TimesIn{&Further::suspended, AddSuspended, kKinds},
           "Time suspended, of what ended.",
           {60, {"Thời gian tạm dừng", "Time suspended"}}},
    Beside{"ready",
           RateIn{&Further::ready, InTime<Measure::kReadyInTime, Measure::kReadyLate>},
           "Finished in time and sent to the counter: there by the appointment.",
           {30, {"Có kết quả tại nơi trả đúng hẹn", "At the counter by the appointment"}}},
    Beside{"late_causes",
           CodesIn{&Further::late_causes, AddLateCauses},
           "Dossiers finished late by cause; \"\" = none stated.",
           {110, {"Nguyên nhân quá hạn", "Late because"}}},
    Beside{"urged.times",
           CountIn{&Further::urged, Flow<Measure::kUrged>},
           "Urgings.",
           {120,
            {"Đôn đốc: {urged.times} lần, {urged.dossiers} hồ sơ",
             "Urged: {urged.times} times, {urged.dossiers} dossiers"}}},
    Beside{"urged.dossiers", CountIn{&Further::urged_dossiers, Flow<Measure::kUrgedDossiers>},
           "Dossiers first urged in the period."},
    Beside{"satisfaction",
           RateIn{&Further::satisfied,
                  Satisfied,
                  {.on_time = "satisfied", .all = "answered", .all_first = true}},
           "Of those who answered: gave 4 or 5.",
           {130, {"Hài lòng", "Satisfied"}}},
    Beside{"satisfaction.answering",
           RateIn{&Further::answering, Answering, {.on_time = "answered", .all = "finished"}},
           "Of what was finished: with an answer.",
           {140, {"Có đánh giá", "Answered"}, AnyAnswered}},
    Beside{"online.of_received",
           RateIn{&Further::online, OnlineOfReceived, kOnline},
           "Of what was received: online.",
           {150, {"Tiếp nhận trực tuyến", "Received online"}, AnyOnline}},
    Beside{"online.of_full",
           RateIn{&Further::online_of_full, OnlineOf<Measure::kOfferedFull>, kOnline},
           "Of what was received by procedures offered online in full: online.",
           {160,
            {"Trực tuyến của thủ tục toàn trình", "Online, of procedures offered in full"},
            AnyOnline}},
    Beside{"online.of_offered",
           RateIn{&Further::online_of_offered,
                  OnlineOf<Measure::kOfferedFull, Measure::kOfferedPartial>, kOnline},
           "Of what was received by procedures offered online in full or in part: online.",
           {170,
            {"Trực tuyến của thủ tục toàn trình và một phần",
             "Online, of procedures offered in full or in part"},
            AnyOnline}},
    Beside{"extended",
           CountIn{&Further::extended, Flow<Measure::kExtended>},
           "Dossiers extended.",
           {90,
            {"Gia hạn {extended}, hẹn lại {reappointed} (quá một lần {reappointed_again})",
             "Extended {extended}, re-appointed {reappointed} (more than once "
             "{reappointed_again})"}}},
    Beside{"reappointed", CountIn{&Further::reappointed, Flow<Measure::kReappointed>},
           "Dossiers re-appointed with an apology."},
    Beside{"reappointed_again",
           CountIn{&Further::reappointed_again, Flow<Measure::kReappointedAgain>},
           "Of which: more than once."},
    Beside{"reappointments",
           RateIn{&Further::reappointments_kept, ReappointmentsKept, {.on_time = "kept"}},
           "Of those finished late with a re-appointment: by it.",
           {100, {"Đúng ngày hẹn lại", "Re-appointments kept"}, AnyReappointed}},
    Beside{"steps",
           RateIn{&Further::steps,
                  InTime<Measure::kStepInTime, Measure::kStepLate>,
                  {.on_time = "in_time"}},
           "Of the steps that ended with a limit of their own: in time.",
           {180, {"Bước xử lý đúng hạn", "Steps in time"}}},
    Beside{"steps.without_limit",
           CountIn{&Further::steps_without_limit, Flow<Measure::kStepWithoutLimit>},
           "Steps that ended and had no limit."},
    Beside{"steps.seconds", TimeIn{&Further::step_time, Flow<Measure::kStepTime>},
           "Time of the steps that ended."},
    Beside{"steps.overrun_seconds",
           TimeIn{&Further::step_overrun, Flow<Measure::kStepOverrun>},
           "Of which: after their limits.",
           {190,
            {"Bước xử lý quá hạn: {steps.overrun_seconds}, chịu {steps.late_seconds_borne} của "
             "thời gian quá hạn",
             "Steps overran by {steps.overrun_seconds} and bear {steps.late_seconds_borne} of the "
             "lateness"}}},
    Beside{"steps.late_seconds_borne",
           TimeIn{&Further::late_borne, OnBasis<Measure::kLateTimeBorne>},
           "The steps' share of the time their dossiers were late."},
    Beside{
        "processing_seconds",
        TimeIn{&Further::processing, Flow<Measure::kProcessingTime>},
        "From receipt to end, suspensions left out, of what ended.",
        {70,
         {"Thời gian giải quyết: {processing_seconds}", "Processing time: {processing_seconds}"}}},
    Beside{"transit_seconds", TimeIn{&Further::transit, Flow<Measure::kTransitTime>},
           "Between agencies, on the way to the row's."},
    Beside{"unassigned_seconds", TimeIn{&Further::unassigned, Flow<Measure::kUnassignedTime>},
           "Before the first hand, of dossiers that have one."},
    Beside{"late_seconds",
           TimeIn{&Further::late, OnBasis<Measure::kLateTime>},
           "After the due, of what was finished late.",
           {80, {"Thời gian quá hạn: {late_seconds}", "Time past the due: {late_seconds}"}}},
};

/// Each figure of Further in turn, as it is made and where it lies.
template <class Do>
void ForEachKept(Do act) {
  for (const Beside& row : kBeside) {
    std::visit(
        [&](const auto& value) {
          using Value = std::remove_cvref_t<decltype(value)>;
          if constexpr (std::is_same_v<Value, RateIn>) {
            // A rate that only names its share is made by another row: added up here as well, it
            // would count twice.
            if (value.made) act(value);
          } else if constexpr (!std::is_same_v<Value, RateOfCounts>) {
            act(value);
          }
        },
        row.value);
  }
}

void Add(int64_t& sum, int64_t other) { sum += other; }
void Add(milliseconds& sum, milliseconds other) { sum += other; }
void Add(Rate& sum, const Rate& other) {
  sum.on_time += other.on_time;
  sum.all += other.all;
}
template <class Value>
void Add(std::map<std::string, Value>& sums, const std::map<std::string, Value>& others) {
  for (const auto& [key, value] : others) sums[key] += value;
}

}  // namespace

std::span<const Beside> FiguresBeside() { return kBeside; }

Further& Further::operator+=(const Further& other) {
  ForEachKept([&](const auto& value) { Add(this->*value.of, other.*value.of); });
  return *this;
}

Further FurtherOf(const MeasureTally& tally, const Figures& figures, dossier::Basis basis,
                  const OnlinePart& online) {
  const MeasuresOfRow row(tally, figures, basis, online);
  Further further;
  ForEachKept([&](const auto& value) {
    auto& to = further.*value.of;
    if constexpr (requires { value.add; }) {
      value.add(to, row);
    } else if constexpr (std::is_same_v<decltype(value.made(row)), Rate>) {
      to = value.made(row);
    } else {
      to = std::remove_cvref_t<decltype(to)>(value.made(row));
    }
  });
  return further;
}

}  // namespace dunghan::figures
