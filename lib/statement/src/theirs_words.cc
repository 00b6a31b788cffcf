#include <array>

#include "dunghan/base/text.h"
#include "dunghan/sheet/reading.h"
#include "dunghan/statement/theirs.h"

namespace dunghan::statement {
namespace {

struct CountWords {
  std::string_view name;
  Words words;
};
constexpr std::array<CountWords, kTheirCounts> kCountWords = {{
    {"index766_all", {"766: tổng số", "766: all"}},
    {"index766_on_time", {"766: đúng hạn", "766: on time"}},
    {"index766_late", {"766: quá hạn", "766: late"}},
    {"received_all", {"tiếp nhận: tổng số", "received, carried over included"}},
    {"received", {"tiếp nhận: trong kỳ", "received in the period"}},
    {"received_online", {"tiếp nhận: trực tuyến", "received online"}},
    {"received_online_full", {"tiếp nhận: trực tuyến toàn trình", "received online, in full"}},
    {"received_online_partial", {"tiếp nhận: trực tuyến một phần", "received online, in part"}},
    {"received_direct", {"tiếp nhận: trực tiếp", "received in person"}},
    {"received_postal", {"tiếp nhận: bưu chính", "received by post"}},
    {"received_other", {"tiếp nhận: hình thức khác", "received otherwise"}},
    {"received_elsewhere", {"tiếp nhận: phi địa giới", "received elsewhere"}},
    {"carried_over", {"từ kỳ trước", "carried over"}},
    {"done", {"đã giải quyết: tổng số", "finished"}},
    {"done_early", {"đã giải quyết: trước hạn", "finished early"}},
    {"done_on_time", {"đã giải quyết: đúng hạn", "finished on time"}},
    {"done_in_time", {"đã giải quyết: trước và đúng hạn", "finished early or on time"}},
    {"done_late", {"đã giải quyết: quá hạn", "finished late"}},
    {"done_late_apology",
     {"đã giải quyết: quá hạn, có văn bản xin lỗi", "finished late, apologised"}},
    {"done_late_no_apology",
     {"đã giải quyết: quá hạn, chưa có văn bản xin lỗi", "finished late, not apologised"}},
    {"open", {"đang giải quyết: tổng số", "open"}},
    {"open_in_time", {"đang giải quyết: trong hạn", "open, in time"}},
    {"open_late", {"đang giải quyết: quá hạn", "open, overdue"}},
    {"open_late_apology",
     {"đang giải quyết: quá hạn, có văn bản xin lỗi", "open, overdue, apologised"}},
    {"open_late_no_apology",
     {"đang giải quyết: quá hạn, chưa có văn bản xin lỗi", "open, overdue, not apologised"}},
    {"stopped", {"dừng xử lý", "stopped"}},
    {"withdrawn", {"rút hồ sơ", "withdrawn"}},
    {"not_accepted", {"không được tiếp nhận", "not accepted"}},
    {"waiting", {"chờ tiếp nhận: đúng hạn", "waiting for acceptance, in time"}},
    {"waiting_late", {"chờ tiếp nhận: quá hạn", "waiting for acceptance, late"}},
    {"dossiers", {"hồ sơ", "dossiers"}},
}};

constexpr std::array<Words, 7> kStateWords = {{
    {"chưa rõ", "not known"},
    {"mới đăng ký", "submitted"},
    {"không được tiếp nhận", "declined"},
    {"đang giải quyết", "open"},
    {"chờ bổ sung, chờ nghĩa vụ tài chính hoặc tạm dừng", "waiting or stopped"},
    {"đã giải quyết", "ended"},
    {"rút hồ sơ", "withdrawn"},
}};

/// The first of these that a state's words hold says which it is.
struct StatePattern {
  std::string_view words;
  TheirState state;
};
constexpr std::array kStatePatterns = {
    StatePattern{"khong duoc tiep nhan", TheirState::kDeclined},
    StatePattern{"khong tiep nhan", TheirState::kDeclined},
    StatePattern{"tu choi tiep nhan", TheirState::kDeclined},
    StatePattern{"rut", TheirState::kWithdrawn},
    StatePattern{"tu choi", TheirState::kEnded},
    StatePattern{"khong du dieu kien", TheirState::kEnded},
    StatePattern{"moi dang ky", TheirState::kPending},
    StatePattern{"cho tiep nhan", TheirState::kPending},
    StatePattern{"da bo sung", TheirState::kOpen},
    StatePattern{"bo sung", TheirState::kWaiting},
    StatePattern{"tai chinh", TheirState::kWaiting},
    StatePattern{"tam dung", TheirState::kWaiting},
    StatePattern{"dung xu ly", TheirState::kWaiting},
    StatePattern{"dung giai quyet", TheirState::kWaiting},
    StatePattern{"cho tra ket qua", TheirState::kEnded},
    StatePattern{"co ket qua", TheirState::kEnded},
    StatePattern{"da tra", TheirState::kEnded},
    StatePattern{"da xu ly", TheirState::kEnded},
    StatePattern{"da giai quyet", TheirState::kEnded},
    StatePattern{"hoan thanh", TheirState::kEnded},
    StatePattern{"ket thuc", TheirState::kEnded},
    StatePattern{"dang xu ly", TheirState::kOpen},
    StatePattern{"dang giai quyet", TheirState::kOpen},
    StatePattern{"tiep nhan", TheirState::kOpen},
    StatePattern{"cho xu ly", TheirState::kOpen},
};

/// The portal's states 1 to 10.
constexpr std::array kStateNumbers = {
    TheirState::kPending, TheirState::kOpen,    TheirState::kDeclined,  TheirState::kOpen,
    TheirState::kWaiting, TheirState::kWaiting, TheirState::kWithdrawn, TheirState::kWaiting,
    TheirState::kEnded,   TheirState::kEnded,
};

}  // namespace

std::string_view ToString(TheirCount count) { return kCountWords[static_cast<size_t>(count)].name; }
Words WordsOf(TheirCount count) { return kCountWords[static_cast<size_t>(count)].words; }
Words WordsOf(TheirState state) { return kStateWords[static_cast<size_t>(state)]; }

TheirState ParseTheirState(std::string_view text) {
  const std::string plain = sheet::Plain(text);
  if (const auto number = ParseInteger(plain); number && *number >= 1 && *number <= 10) {
    return kStateNumbers[static_cast<size_t>(*number - 1)];
  }
  for (const StatePattern& pattern : kStatePatterns) {
    if (plain.find(pattern.words) != std::string::npos) return pattern.state;
  }
  return TheirState::kUnknown;
}

}  // namespace dunghan::statement
