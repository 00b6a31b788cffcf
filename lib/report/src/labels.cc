#include "dunghan/report/labels.h"

#include <array>
#include <bit>

#include "dunghan/figures/headlines.h"
#include "dunghan/statement/names.h"

namespace dunghan::report {
namespace {

/// The label at an enumerator's place.
template <size_t kSize, class E>
std::string_view At(const std::array<Words, kSize>& labels, E value, Language language) {
  return labels.at(static_cast<size_t>(value)).In(language);
}

constexpr std::array<Words, static_cast<size_t>(Term::kCount)> kTerms = {{
    {"DỮ LIỆU MÔ PHỎNG", "SIMULATED DATA"},
    {"BÁO CÁO KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH ĐÚNG HẠN",
     "ON-TIME RESOLUTION OF ADMINISTRATIVE PROCEDURES"},
    {"Kỳ báo cáo", "Period"},
    {"Căn cứ", "Basis"},
    {"Chỉ tiêu", "Target"},
    {"Cách so sánh", "Comparison"},
    {"Cơ quan kế nhiệm", "Successors"},
    {"Vị trí dữ liệu", "Position"},
    {"Cơ quan giải quyết", "Competent agency"},
    {"Mã", "Code"},
    {"Tên", "Name"},
    {"Tổng số", "Total"},
    {"chưa có dữ liệu", "no data"},
    {"Tỷ lệ đúng hạn", "On-time rate"},
    {"Còn được quá hạn", "Late left"},
    {"Hồ sơ", "Dossier"},
    {"Thủ tục hành chính", "Procedure"},
    {"Nơi tiếp nhận", "Counter"},
    {"Kênh tiếp nhận", "Channel"},
    {"Tiếp nhận lúc", "Received at"},
    {"Kết thúc lúc", "Ended at"},
    {"Tình trạng", "Standing"},
    {"không có hạn", "no due date"},
    {"Ngày hẹn trả đã nêu", "Due dates claimed"},
    {"có hiệu lực", "in force"},
    {"không có hiệu lực", "not in force"},
    {"đã được thay", "replaced"},
    {"Gia hạn", "Extension"},
    {"Hẹn lại", "Re-appointment"},
    {"Hạn tiếp nhận hồ sơ trực tuyến", "Acceptance due"},
    {"Các bước xử lý", "Steps"},
    {"Tạm dừng tính thời gian", "Suspensions"},
    {"chưa kết thúc", "still open"},
    {"Điểm cần xem lại", "Signals"},
    {"Sự kiện", "Events"},
    {"Giải thích", "Explanation"},
    {"ghi nhận", "recorded"},
    {"Mở lại", "Reopening"},
}};

constexpr std::array<Words, 3> kComparisons = {{
    {"thời hạn tính theo ngày so theo ngày, thời hạn tính theo giờ so theo thời điểm",
     "day-based limits by date, hour-based limits by instant"},
    {"theo ngày", "by date"},
    {"theo thời điểm", "by instant"},
}};

constexpr std::array<Words, 2> kBases = {{
    {"ngày hẹn trả", "promised due date"},
    {"thời hạn theo quy định", "lawful due date"},
}};

constexpr std::array<Words, 13> kStandings = {{
    {"chưa có thông tin tiếp nhận", "without receipt"},
    {"chờ tiếp nhận", "pending acceptance"},
    {"không tiếp nhận", "declined"},
    {"đang giải quyết, trong hạn", "open, in time"},
    {"tạm dừng tính thời gian", "suspended"},
    {"đang giải quyết, quá hạn", "open, overdue"},
    {"đang giải quyết, không có hạn", "open, no due date"},
    {"đã giải quyết trước hạn", "finished early"},
    {"đã giải quyết đúng hạn", "finished on time"},
    {"đã giải quyết quá hạn", "finished late"},
    {"đã giải quyết, không có hạn", "finished, no due date"},
    {"đã rút", "withdrawn"},
    {"đã rút khi quá hạn", "withdrawn when overdue"},
}};

constexpr std::array<Words, 7> kAcceptances = {{
    {"", ""},
    {"chờ tiếp nhận, còn trong hạn", "waiting, within the limit"},
    {"chờ tiếp nhận, đã chậm", "waiting, late"},
    {"đã tiếp nhận đúng hạn", "accepted in time"},
    {"đã tiếp nhận chậm", "accepted late"},
    {"từ chối tiếp nhận đúng hạn", "declined in time"},
    {"từ chối tiếp nhận chậm", "declined late"},
}};

constexpr std::array<Words, 2> kTrees = {{
    {"hồ sơ của từng ngày thuộc cơ quan giữ hồ sơ ngày đó; hồ sơ chưa xong được bàn giao",
     "each day's dossiers belong to who had them that day; open ones are moved"},
    {"mọi hồ sơ thuộc cơ quan giữ hồ sơ vào cuối kỳ",
     "all dossiers belong to who has them at the period's end"},
}};

constexpr std::array<Words, dossier::kEventTypes> kEventTypes = {{
    {"nộp hồ sơ", "submitted"},
    {"không tiếp nhận", "declined"},
    {"tiếp nhận", "received"},
    {"đặt ngày hẹn trả", "due set"},
    {"phân công", "assigned"},
    {"chuyển xử lý", "transferred"},
    {"yêu cầu bổ sung", "supplement requested"},
    {"đã bổ sung", "supplemented"},
    {"yêu cầu thanh toán", "payment requested"},
    {"đã thanh toán", "paid"},
    {"tạm dừng tính thời gian", "suspended"},
    {"tiếp tục tính thời gian", "resumed"},
    {"gia hạn", "extended"},
    {"có kết quả", "completed"},
    {"từ chối giải quyết", "refused"},
    {"rút hồ sơ hoặc dừng giải quyết theo yêu cầu (mẫu 05)",
     "withdrawn, or stopped at the applicant's request (form 05)"},
    {"kết quả đã về nơi trả", "ready"},
    {"đã trả kết quả", "returned"},
    {"mở lại", "reopened"},
    {"xin lỗi và hẹn lại", "apologised"},
    {"nguyên nhân quá hạn", "cause of lateness"},
    {"đôn đốc", "urged"},
    {"đánh giá", "rated"},
    {"hủy sự kiện", "voided"},
    {"tình trạng theo dữ liệu xuất", "as an export has it"},
}};

constexpr std::array<Words, dossier::kSaidStates> kSaidStates = {{
    {"", ""},
    {"mới đăng ký", "registered"},
    {"được tiếp nhận", "received"},
    {"không được tiếp nhận", "declined"},
    {"đang xử lý", "in work"},
    {"yêu cầu bổ sung giấy tờ", "a supplement was asked for"},
    {"yêu cầu thực hiện nghĩa vụ tài chính", "a payment was asked for"},
    {"công dân yêu cầu rút hồ sơ", "withdrawn"},
    {"dừng xử lý", "stopped"},
    {"đã xử lý xong", "completed"},
    {"đã trả kết quả", "returned"},
    {"từ chối giải quyết", "refused"},
}};

constexpr std::array<Words, 3> kEndKinds = {{
    {"Có kết quả", "Completed"},
    {"Từ chối giải quyết", "Refused"},
    {"Rút hồ sơ", "Withdrawn"},
}};

constexpr std::array<Words, 3> kSuspensionKinds = {{
    {"chờ bổ sung hồ sơ", "waiting for a supplement"},
    {"chờ thanh toán", "waiting for a payment"},
    {"cơ quan tạm dừng", "stopped by the agency"},
}};

constexpr std::array<Words, 16> kSignalTexts = {{
    {"kết thúc trước khi tiếp nhận", "ended before its receipt"},
    {"kết thúc thêm lần nữa mà không mở lại", "a further end without a reopening"},
    {"đã mở lại", "reopened"},
    {"một mã sự kiện có hai nội dung", "two contents under one event id"},
    {"tiếp nhận hai lần", "received twice"},
    {"có sự kiện bị hủy", "an event was voided"},
    {"ngày hẹn trả có tranh chấp", "a disputed due date"},
    {"hẹn lại quá một lần", "re-appointed more than once"},
    {"ngày hẹn trả ở trước lúc tiếp nhận", "promised for before it was received"},
    {"tạm dừng tính thời gian mà không nêu lý do trong danh mục",
     "the clock was paused without a listed reason"},
    {"tạm dừng tính thời gian khi đã quá hạn", "the clock was paused after the due date"},
    {"tạm dừng tính thời gian lâu hơn mức thông thường của lý do đó",
     "the clock was paused for longer than is usual for the reason"},
    {"dữ liệu xuất sau ghi thời điểm tiếp nhận khác", "a later export says another receipt"},
    {"dữ liệu xuất sau ghi thời điểm kết thúc khác", "a later export says another end"},
    {"thời điểm tạm dừng ước theo tệp dữ liệu xuất", "paused by the instants of exports"},
    {"hai nguồn ghi khác nhau", "two sources say otherwise"},
}};

constexpr std::array<Words, 6> kNoDues = {{
    {"", ""},
    {"không có thời hạn và không có ngày hẹn trả", "no time limit and nothing promised"},
    {"lịch làm việc không đến ngày đó", "beyond the working calendar"},
    {"chưa xác định khi đang tạm dừng", "unknown while suspended"},
    {"chưa tiếp nhận", "not received"},
    {"đã kết thúc mà không rõ ngày", "ended, nobody said when"},
}};

constexpr std::array<Words, 5> kBudgetStates = {{
    {"còn trong mức cho phép", "within what is allowed"},
    {"đã vượt mức cho phép", "beyond what is allowed"},
    {"trong mức cho phép", "within what was allowed"},
    {"vượt mức cho phép", "beyond what was allowed"},
    {"chưa có dữ liệu", "no data"},
}};

constexpr std::array<Words, figures::kTargetStates> kTargetStates = {{
    {"chưa có dữ liệu", "no data"},
    {"không thể đạt nữa", "out of reach"},
    {"không đạt", "missed"},
    {"đang có nguy cơ", "at risk"},
    {"đang đạt", "on target"},
    {"đạt", "met"},
}};

constexpr std::array<Words, 6> kCountingRules = {{
    {"Ngày tiếp nhận không tính; hết hạn khi kết thúc ngày làm việc cuối cùng "
     "(Bộ luật Dân sự 2015, Điều 147, 148).",
     "The day of receipt is not counted; due at the closing of the last working day "
     "(Civil Code 2015, articles 147-148)."},
    {"Tính theo giờ làm việc từ thời điểm tiếp nhận hoặc giờ mở cửa tiếp theo "
     "(Bộ luật Dân sự 2015, Điều 147).",
     "Counted in working hours from the instant of receipt or the next opening "
     "(Civil Code 2015, article 147)."},
    {"Tính theo giây làm việc từ thời điểm tiếp nhận hoặc giờ mở cửa tiếp theo "
     "(Bộ luật Dân sự 2015, Điều 147).",
     "Counted in working seconds from the instant of receipt or the next opening "
     "(Civil Code 2015, article 147)."},
    {"Ngày tiếp nhận không tính; nếu ngày cuối là ngày nghỉ thì hết hạn vào ngày làm việc tiếp "
     "theo "
     "(Bộ luật Dân sự 2015, Điều 147, 148).",
     "The day of receipt is not counted; a last day that is a day off is followed by the next "
     "working day (Civil Code 2015, articles 147-148)."},
    {"Hết hạn vào ngày tương ứng của tháng cuối, hoặc ngày cuối tháng đó; nếu là ngày nghỉ thì vào "
     "ngày làm việc tiếp theo (Bộ luật Dân sự 2015, Điều 147, 148).",
     "Due on the same day of the last month, or that month's last day; a day off is followed by "
     "the "
     "next working day (Civil Code 2015, articles 147-148)."},
    {"Giải quyết trong ngày; tiếp nhận từ giờ chốt trở đi hoặc vào ngày nghỉ thì trả vào ngày làm "
     "việc tiếp theo.",
     "Due on the day of receipt; received at or after the cut-off or on a day off, on the next "
     "working day."},
}};

}  // namespace

std::string_view Text(Term term, Language language) { return At(kTerms, term, language); }
std::string_view Text(dossier::Comparison comparison, Language language) {
  return At(kComparisons, comparison, language);
}
std::string_view Text(dossier::Basis basis, Language language) {
  return At(kBases, basis, language);
}
std::string_view Text(dossier::Standing standing, Language language) {
  return At(kStandings, standing, language);
}
std::string_view Text(dossier::Acceptance acceptance, Language language) {
  return At(kAcceptances, acceptance, language);
}
std::string_view Text(statement::Tree tree, Language language) {
  return At(kTrees, tree, language);
}
std::string_view Text(dossier::SaidState state, Language language) {
  return At(kSaidStates, state, language);
}
std::string_view Text(dossier::EventType type, Language language) {
  return At(kEventTypes, type, language);
}
std::string_view Text(dossier::Channel channel, Language language) {
  return statement::WordsOf(channel).In(language);
}
std::string_view Text(dossier::EndKind kind, Language language) {
  return At(kEndKinds, kind, language);
}
std::string_view Text(dossier::SuspensionKind kind, Language language) {
  return At(kSuspensionKinds, kind, language);
}
std::string_view Text(dossier::Signal signal, Language language) {
  return At(kSignalTexts, std::countr_zero(static_cast<uint32_t>(signal)), language);
}
std::string_view Text(dossier::NoDue reason, Language language) {
  return At(kNoDues, reason, language);
}
std::string_view Text(figures::Headline rate, Language language) {
  return figures::Describe(rate).title.In(language);
}
std::string_view Text(figures::BudgetState state, Language language) {
  return At(kBudgetStates, state, language);
}
std::string_view Text(figures::TargetState state, Language language) {
  return At(kTargetStates, state, language);
}
std::string_view Text(rulebook::Tier tier, Language language) {
  return statement::WordsOf(tier).In(language);
}

std::string_view CountingRule(worktime::LimitUnit unit, Language language) {
  return At(kCountingRules, unit, language);
}

}  // namespace dunghan::report
