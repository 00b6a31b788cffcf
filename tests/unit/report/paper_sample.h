#pragma once

#include <string>

#include "dunghan/base/digest.h"
#include "dunghan/report/paper_writers.h"
#include "dunghan/test/values.h"

namespace dunghan::report {

using statement::CellKind;
using statement::CellValue;
using statement::Paper;
using statement::PaperColumn;
using statement::PaperRow;
using statement::PaperSection;
using statement::Said;

inline Said Vi(std::string text) { return {std::move(text), {}}; }

/// What a paper says of itself, without tables.
inline Paper BarePaper() {
  Paper paper;
  paper.form = "07a";
  paper.head.above = {"UBND TỈNH SƠN LA", "SON LA PROVINCE"};
  paper.head.issuer = {"TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", "ONE-STOP-SHOP CENTRE"};
  paper.head.form = {Vi("Theo các cột của 07a, chưa đối chiếu mẫu chính thức")};
  paper.head.place = Vi("Sơn La");
  paper.head.address = Vi("Số 41 đường Thanh Niên, tỉnh Sơn La");
  paper.title = {"TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH", "RESULTS OF THE PERIOD"};
  paper.subtitle = {{"Kỳ báo cáo: tháng 6 năm 2026", "June 2026"}, Vi("Đơn vị tính: hồ sơ")};
  paper.period = figures::ParsePeriod("2026-06").value();
  paper.by = "agency";
  paper.tree = "as-was";
  paper.zone = worktime::Zone::Find("Asia/Ho_Chi_Minh").value();
  paper.position = {123456, test::At("2026-07-01 08:00"),
                    DigestFromHex("9f2c0000000000000000000000000000"
                                  "000000000000000000000000000000ab")
                        .value()};
  paper.rulebook = "v3 5d0a";
  paper.usual_day = std::chrono::minutes{450};
  return paper;
}

inline PaperSection SmallTable() {
  PaperSection rows;
  rows.key = "rows";
  rows.columns = {
      {"stt", {"STT", "No."}, {}, "(1)", CellKind::kText, 4},
      {"name", {"Cơ quan giải quyết", "Agency"}, {}, "(2)", CellKind::kText, 30},
      {"received", {"Tổng số", "Total"}, {Vi("Tiếp nhận")}, "(3)", CellKind::kCount, 9},
      {"online", {"Trực tuyến", "Online"}, {Vi("Tiếp nhận"), Vi("Trong kỳ")}, "(4)"},
      {"in_person", {"Trực tiếp", "In person"}, {Vi("Tiếp nhận"), Vi("Trong kỳ")}, "(5)"},
      {"rate", {"Tỷ lệ đúng hạn", "On time"}, {}, "(6)", CellKind::kPercent, 10},
      {"score", {"Điểm", "Score"}, {}, "(7)", CellKind::kNumber, 8},
      {"late", {"Thời gian quá hạn", "Late by"}, {}, "(8)", CellKind::kTime, 16},
      {"day", {"Ngày hẹn", "Due"}, {}, "(9)", CellKind::kDay, 10},
      {"at", {"Xong lúc", "Done at"}, {}, "(10)", CellKind::kInstant, 16},
  };
  using statement::Percent;
  using statement::WorkTime;
  const std::chrono::milliseconds late = std::chrono::minutes{1905};
  rows.rows = {
      {.code = "H52.01",
       .cells = {Vi("1"),
                 {Said{"Sở Tư pháp", "Justice"}},
                 int64_t{12345},
                 int64_t{12000},
                 int64_t{345},
                 Percent{{9796, 10000}},
                 17.69,
                 WorkTime{late},
                 test::Day("2026-06-07"),
                 test::At("2026-06-08 09:30")}},
      {.code = "H52.02",
       .cells = {Vi("2"),
                 Vi("=HYPERLINK(\"x\";1)"),
                 int64_t{0},
                 int64_t{0},
                 int64_t{0},
                 Said{"không phát sinh", "none"},
                 {},
                 {},
                 {},
                 {}},
       .depth = 1},
      {.code = "total",
       .cells = {{},
                 {Said{"Tổng số", "Total"}},
                 int64_t{12345},
                 int64_t{12000},
                 int64_t{345},
                 Percent{{11, 12}},
                 -1234.5,
                 {},
                 {},
                 {}},
       .level = PaperRow::Level::kTotal},
  };
  return rows;
}

inline Paper SmallPaper() {
  Paper paper = BarePaper();
  paper.sections = {SmallTable()};
  paper.policies = {Vi("So sánh theo loại thời hạn")};
  paper.notes = {Vi("Số liệu do hệ thống tổng hợp")};
  paper.identities = {{"3 = 4 + 5", 2}};
  return paper;
}

/// Form 07a of a province: 19 columns under grouped headings, a trend, a ranking, dossiers.
// NOLINTNEXTLINE(readability-function-size): a form, column by column
inline Paper ProvincePaper(int agencies) {
  using statement::Percent;
  Paper paper = BarePaper();
  paper.simulated = true;
  paper.provisional = {Vi("Nguồn “một cửa” chưa gửi dữ liệu của ngày 30/06/2026")};
  paper.policies = {Vi("So sánh theo loại thời hạn: thời hạn tính bằng ngày so theo ngày, thời hạn "
                       "tính bằng giờ so theo thời điểm"),
                    Vi("Hồ sơ rút không tính vào tỷ lệ; hồ sơ tạm dừng nằm ở cột 12")};
  paper.notes = {Vi("Cơ quan không có hồ sơ nào xong trong kỳ ghi “không phát sinh”")};
  paper.identities = {{"3 = 4 + 5 + 6", agencies + 1}, {"7 = 8 + 9 + 10", agencies + 1}};
  paper.signatures = {{{Vi("NGƯỜI LẬP BIỂU")}, "Lò Thị Nguyệt"},
                      {{Vi("KT. GIÁM ĐỐC"), Vi("PHÓ GIÁM ĐỐC")}, ""}};
  paper.definitions = {{Vi("Đúng hạn"), Vi("Xong không muộn hơn ngày hẹn trả kết quả")},
                       {Vi("Quá hạn"), Vi("Xong sau ngày hẹn, hoặc chưa xong mà đã qua hẹn")}};
  const Said received = Vi("Số hồ sơ tiếp nhận");
  const Said in_period = Vi("Trong kỳ");
  const Said finished = Vi("Số hồ sơ đã giải quyết");
  const Said open = Vi("Số hồ sơ đang giải quyết");
  PaperSection rows;
  rows.key = "rows";
  rows.columns = {
      {"stt", Vi("STT"), {}, "(1)", CellKind::kText, 4},
      {"name", Vi("Cơ quan giải quyết"), {}, "(2)", CellKind::kText, 34},
      {"received", Vi("Tổng số"), {received}, "(3)"},
      {"online", Vi("Trực tuyến"), {received, in_period}, "(4)"},
      {"in_person", Vi("Trực tiếp, bưu chính"), {received, in_period}, "(5)"},
      {"carried_over", Vi("Từ kỳ trước"), {received}, "(6)"},
      {"finished", Vi("Tổng số"), {finished}, "(7)"},
      {"early", Vi("Trước hạn"), {finished}, "(8)"},
      {"on_time", Vi("Đúng hạn"), {finished}, "(9)"},
      {"late", Vi("Quá hạn"), {finished}, "(10)"},
      {"open", Vi("Tổng số"), {open}, "(11)"},
      {"open_in_time", Vi("Trong hạn"), {open}, "(12)"},
      {"open_overdue", Vi("Quá hạn"), {open}, "(13)"},
      {"withdrawn", Vi("Rút hồ sơ"), {}, "(14)", CellKind::kCount, 7},
      {"unmeasurable", Vi("Không có hạn, đã xong"), {}, "(15)", CellKind::kCount, 8},
      {"rate", Vi("Tỷ lệ đúng hạn"), {}, "(16)", CellKind::kPercent, 9},
      {"interval", Vi("Khoảng tin cậy 95 %"), {}, "(17)", CellKind::kText, 17},
  };
  const char* kinds[] = {"Sở Nông nghiệp và Môi trường", "Ủy ban nhân dân xã Chiềng Khương",
                         "Ban Quản lý các khu công nghiệp và khu kinh tế cửa khẩu Lóng Sập",
                         "Ủy ban nhân dân phường Tô Hiệu", "Sở Tư pháp"};
  for (int i = 1; i <= agencies; ++i) {
    const int64_t n = int64_t{37} * i;
    const std::string code = "H52." + std::to_string(i);
    const std::string name = std::string(kinds[i % 5]) + " số " + std::to_string(i);
    const bool none = i % 17 == 0;
    CellValue rate = Percent{{n - i, n}};
    if (i == 1) rate = Percent{{11, 12}};
    if (i == 2) rate = Percent{{9796, 10000}};
    if (none) rate = Vi("không phát sinh");
    rows.rows.push_back(
        {.code = code,
         .cells = {Vi(std::to_string(i)), Vi(name), n * 3, n * 2, n, int64_t{i}, n,
                   n - int64_t{2} * i, int64_t{i}, int64_t{i}, n * 2, n * 2 - 3, int64_t{3},
                   int64_t{i % 4}, int64_t{0}, rate, none ? Vi("") : Vi("64,61 % – 98,51 %")}});
    if (!none) paper.ranking.push_back({Vi(name), std::get<Percent>(rate)});
    paper.dossiers.rows.push_back(
        {.code = code,
         .cells = {Vi("H52.01-260601-" + std::to_string(i)), Vi(name), test::Day("2026-06-07")}});
  }
  rows.rows.push_back({.code = "total",
                       .cells = {{},
                                 Vi("Tổng số"),
                                 int64_t{1234567},
                                 int64_t{1000000},
                                 int64_t{234567},
                                 int64_t{100},
                                 int64_t{1234567},
                                 int64_t{1000000},
                                 int64_t{200000},
                                 int64_t{34567},
                                 int64_t{1000},
                                 int64_t{900},
                                 int64_t{100},
                                 int64_t{17},
                                 int64_t{3},
                                 Percent{{9796, 10000}},
                                 Vi("97,66 % – 98,22 %")},
                       .level = PaperRow::Level::kTotal});
  paper.sections = {rows};
  paper.trend_title = Vi("Tỷ lệ đúng hạn 12 tháng gần nhất");
  for (int month = 1; month <= 12; ++month) {
    paper.trend.push_back(
        {Vi(std::to_string(month) + "/2026"), {{9500 + 40 * (month % 7), 10000}}});
  }
  paper.trend[4].value = {};
  paper.ranking_title = Vi("Xếp theo tỷ lệ đúng hạn");
  paper.target_per_mille = 980;
  paper.dossiers.key = "dossiers";
  paper.dossiers.columns = {{"code", Vi("Mã hồ sơ"), {}, "", CellKind::kText, 26},
                            {"agency", Vi("Cơ quan"), {}, "", CellKind::kText, 34},
                            {"due", Vi("Ngày hẹn trả"), {}, "", CellKind::kDay, 12}};
  paper.frozen = statement::Frozen{
      .id = "DH-2026-06-07a-3fa9c2",
      .edition = 1,
      .digest = std::string(64, '7'),
      .text = "DH-2026-06-07a-3fa9c2 1 " + std::string(64, '7') + " 123456:9f2c000000000000"};
  return paper;
}

/// A letter for each agency.
inline Paper LettersPaper(int letters) {
  Paper paper = BarePaper();
  paper.form = "urge";
  paper.title = Vi("PHIẾU ĐÔN ĐỐC");
  for (int i = 1; i <= letters; ++i) {
    PaperSection letter;
    letter.key = "letter-" + std::to_string(i);
    letter.letter = true;
    letter.before = {Vi("Kính gửi: Ủy ban nhân dân xã số " + std::to_string(i)),
                     Vi("Các hồ sơ sau đã quá hạn; đề nghị giải quyết và trả lời trước ngày "
                        "15/07/2026.")};
    letter.columns = {{"code", Vi("Mã hồ sơ"), {}, "", CellKind::kText, 26},
                      {"due", Vi("Ngày hẹn trả"), {}, "", CellKind::kDay, 12},
                      {"urged", Vi("Số lần đã đôn đốc")}};
    letter.rows = {{.code = "a",
                    .cells = {Vi("H52.07-260601-" + std::to_string(1000 + i)),
                              test::Day("2026-06-09"), int64_t{2}}}};
    letter.after = {Vi("Nơi nhận: như trên; lưu VT.")};
    paper.sections.push_back(std::move(letter));
  }
  return paper;
}

/// As late-list has it: many rows of much text.
inline Paper LatePaper(int rows) {
  Paper paper = BarePaper();
  paper.form = "late-list";
  paper.title = Vi("DANH SÁCH HỒ SƠ QUÁ HẠN");
  PaperSection list;
  list.key = "rows";
  list.columns = {{"stt", Vi("STT"), {}, "(1)", CellKind::kCount, 6},
                  {"code", Vi("Mã hồ sơ"), {}, "(2)", CellKind::kText, 24},
                  {"procedure", Vi("Thủ tục hành chính"), {}, "(3)", CellKind::kText, 34},
                  {"agency", Vi("Cơ quan giải quyết"), {}, "(4)", CellKind::kText, 26},
                  {"due", Vi("Hẹn trả"), {}, "(5)", CellKind::kDay, 10},
                  {"finished", Vi("Xong lúc"), {}, "(6)", CellKind::kInstant, 16},
                  {"late", Vi("Quá hạn"), {}, "(7)", CellKind::kTime, 16},
                  {"step", Vi("Bước chậm"), {}, "(8)", CellKind::kText, 18},
                  {"cause", Vi("Nguyên nhân"), {}, "(9)", CellKind::kText, 20},
                  {"apology", Vi("Xin lỗi"), {}, "(10)", CellKind::kText, 7}};
  const char* procedures[] = {("Cấp Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn "
                               "liền với đất lần đầu"),
                              "Đăng ký khai sinh", "Cấp phép xây dựng nhà ở riêng lẻ"};
  const char* agencies[] = {"Sở Nông nghiệp và Môi trường", "UBND xã Chiềng Khương",
                            "UBND phường Tô Hiệu", "Sở Xây dựng"};
  for (int i = 1; i <= rows; ++i) {
    const std::chrono::milliseconds late = std::chrono::minutes{37 * (i % 300) + 5};
    list.rows.push_back(
        {.code = "H52-" + std::to_string(i),
         .cells = {int64_t{i}, Vi("H52.07-260601-" + std::to_string(100000 + i)),
                   Vi(procedures[i % 3]), Vi(agencies[i % 4]), test::Day("2026-06-09"),
                   test::At("2026-06-08 09:30") + std::chrono::minutes{i},
                   statement::WorkTime{late}, Vi("Thẩm định hồ sơ"),
                   Vi(i % 2 == 0 ? "phối hợp chậm" : ""), Vi("có")}});
  }
  paper.sections = {std::move(list)};
  return paper;
}

}  // namespace dunghan::report
