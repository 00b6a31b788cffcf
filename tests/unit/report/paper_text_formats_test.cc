#include <gtest/gtest.h>

#include "paper_sample.h"
#include "text_table.h"

namespace dunghan::report {
namespace {

std::string Written(const Paper& paper, PaperFormat format, int columns = 0) {
  return WritePaper(paper, format, columns).value();
}

TEST(PaperFormats, AreFoundByName) {
  for (const char* name : {"table", "json", "csv", "excel", "xlsx", "html", "pdf"}) {
    EXPECT_TRUE(ParsePaperFormat(name)) << name;
  }
  EXPECT_EQ(ParsePaperFormat("pdf"), PaperFormat::kPdf);
  EXPECT_FALSE(ParsePaperFormat("docx"));
  EXPECT_EQ(MediaType(PaperFormat::kPdf), "application/pdf");
  EXPECT_EQ(Extension(PaperFormat::kExcelCsv), "csv");
}

TEST(PaperJson, IsCanonical) {
  EXPECT_EQ(
      Written(SmallPaper(), PaperFormat::kJson),
      R"j({"form":"07a","title":"TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH","language":"vi","period":{"name":"2026-06","from":"2026-06-01","to":"2026-06-30"},"basis":"promised","by":"agency","tree":"as-was",)j"
      R"j("position":{"seq":123456,"at":"2026-07-01T08:00:00+07:00","chain":"9f2c0000000000000000000000000000000000000000000000000000000000ab"},"rulebook":"v3 5d0a","simulated":false,"provisional":[],"policies":["So sánh theo loại thời hạn"],)j"
      R"j("sections":[{"key":"rows","title":"","before":[],"columns":[)j"
      R"j({"key":"stt","heading":"STT","number":"(1)","kind":"text"},)j"
      R"j({"key":"name","heading":"Cơ quan giải quyết","number":"(2)","kind":"text"},)j"
      R"j({"key":"received","heading":"Tiếp nhận / Tổng số","number":"(3)","kind":"count"},)j"
      R"j({"key":"online","heading":"Tiếp nhận / Trong kỳ / Trực tuyến","number":"(4)","kind":"count"},)j"
      R"j({"key":"in_person","heading":"Tiếp nhận / Trong kỳ / Trực tiếp","number":"(5)","kind":"count"},)j"
      R"j({"key":"rate","heading":"Tỷ lệ đúng hạn","number":"(6)","kind":"percent"},)j"
      R"j({"key":"score","heading":"Điểm","number":"(7)","kind":"number"},)j"
      R"j({"key":"late","heading":"Thời gian quá hạn","number":"(8)","kind":"time"},)j"
      R"j({"key":"day","heading":"Ngày hẹn","number":"(9)","kind":"day"},)j"
      R"j({"key":"at","heading":"Xong lúc","number":"(10)","kind":"instant"}],"rows":[)j"
      R"j({"code":"H52.01","level":"plain","cells":{"stt":"1","name":"Sở Tư pháp","received":12345,"online":12000,"in_person":345,"rate":{"on_time":9796,"all":10000,"ratio":0.9796},"score":17.69,"late":114300,"day":"2026-06-07","at":"2026-06-08T09:30:00+07:00"}},)j"
      R"j({"code":"H52.02","level":"plain","cells":{"stt":"2","name":"=HYPERLINK(\"x\";1)","received":0,"online":0,"in_person":0,"rate":"không phát sinh","score":null,"late":null,"day":null,"at":null}},)j"
      R"j({"code":"total","level":"total","cells":{"stt":null,"name":"Tổng số","received":12345,"online":12000,"in_person":345,"rate":{"on_time":11,"all":12,"ratio":0.9166},"score":-1234.5,"late":null,"day":null,"at":null}}],"after":[]}],)j"
      R"j("notes":["Số liệu do hệ thống tổng hợp"],"identities":[{"equation":"3 = 4 + 5","rows":2}],"trend":[],"ranking":[]})j"
      "\n");
}

TEST(PaperJson, SaysNothingOfBeingFrozen) {
  Paper paper = SmallPaper();
  const std::string before = Written(paper, PaperFormat::kJson);
  paper.frozen = statement::Frozen{.id = "DH-1", .digest = "ab", .text = "x"};
  EXPECT_EQ(Written(paper, PaperFormat::kJson), before);
}

TEST(PaperCsv, IsATableForMachines) {
  EXPECT_EQ(Written(SmallPaper(), PaperFormat::kCsv),
            "code,level,stt,name,received,online,in_person,rate.on_time,rate.all,rate.ratio,score,"
            "late,day,at,period,basis,position,simulated\r\n"
            "H52.01,plain,1,Sở Tư "
            "pháp,12345,12000,345,9796,10000,0.9796,17.69,114300,2026-06-07,2026-06-08T09:30:00+07:"
            "00,2026-06,promised,123456:"
            "9f2c0000000000000000000000000000000000000000000000000000000000ab,false\r\n"
            "H52.02,plain,2,\"'=HYPERLINK(\"\"x\"\";1)\",0,0,0,,,không phát "
            "sinh,,,,,2026-06,promised,123456:"
            "9f2c0000000000000000000000000000000000000000000000000000000000ab,false\r\n"
            "total,total,,Tổng "
            "số,12345,12000,345,11,12,0.9166,-1234.5,,,,2026-06,promised,123456:"
            "9f2c0000000000000000000000000000000000000000000000000000000000ab,false\r\n");
}

TEST(PaperExcelCsv, IsForVietnameseSpreadsheets) {
  EXPECT_EQ(
      Written(SmallPaper(), PaperFormat::kExcelCsv),
      "\xEF\xBB\xBF"
      "STT;Cơ quan giải quyết;Tiếp nhận / Tổng số;Tiếp nhận / Trong kỳ / Trực tuyến;Tiếp nhận / "
      "Trong kỳ / Trực tiếp;Tỷ lệ đúng hạn;Điểm;Thời gian quá hạn (giờ làm việc);Ngày hẹn;Xong "
      "lúc;Kỳ báo cáo;Căn cứ;Vị trí dữ liệu;Mô phỏng\r\n"
      "1;Sở Tư pháp;12345;12000;345;97,96%;17,69;31,75;07/06/2026;08/06/2026 09:30;2026-06;ngày "
      "hẹn trả;123456:9f2c0000000000000000000000000000000000000000000000000000000000ab;không\r\n"
      "2;\"'=HYPERLINK(\"\"x\"\";1)\";0;0;0;không phát sinh;;;;;2026-06;ngày hẹn "
      "trả;123456:9f2c0000000000000000000000000000000000000000000000000000000000ab;không\r\n"
      ";Tổng số;12345;12000;345;91,66%;-1234,50;;;;2026-06;ngày hẹn "
      "trả;123456:9f2c0000000000000000000000000000000000000000000000000000000000ab;không\r\n");
}

TEST(PaperTable, ShowsEverything) {
  EXPECT_EQ(Written(SmallPaper(), PaperFormat::kTable),
            "UBND TỈNH SƠN LA\n"
            "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG\n"
            "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH\n"
            "Theo các cột của 07a, chưa đối chiếu mẫu chính thức\n"
            "Kỳ báo cáo: tháng 6 năm 2026\n"
            "Đơn vị tính: hồ sơ\n"
            "\n"
            "                          ─────── Tiếp nhận ────────\n"
            "                                   ─── Trong kỳ ────\n"
            "     Cơ quan giải                    Trực                  Tỷ lệ đúng                 "
            "               Thời gian\n"
            "STT  quyết                Tổng số   tuyến  Trực tiếp              hạn       Điểm      "
            "                 quá hạn    Ngày hẹn          Xong lúc\n"
            "(1)  (2)                      (3)     (4)        (5)              (6)        (7)      "
            "                     (8)         (9)              (10)\n"
            "──────────────────────────────────────────────────────────────────────────────────────"
            "──────────────────────────────────────────────────────\n"
            "1    Sở Tư pháp            12.345  12.000        345          97,96 %      17,69  "
            "31,8 giờ = 4,2 ngày làm việc  07/06/2026  08/06/2026 09:30\n"
            "2      =HYPERLINK(\"x\";1)        0       0          0  không phát sinh\n"
            "──────────────────────────────────────────────────────────────────────────────────────"
            "──────────────────────────────────────────────────────\n"
            "     Tổng số               12.345  12.000        345          91,66 %  -1.234,50\n"
            "\n"
            "Ghi chú:\n"
            "- Số liệu do hệ thống tổng hợp\n"
            "\n"
            "Cách tính:\n"
            "- So sánh theo loại thời hạn\n"
            "\n"
            "Đẳng thức đã kiểm tra:\n"
            "- 3 = 4 + 5: đúng ở 2 dòng\n"
            "\n"
            "Căn cứ số liệu:\n"
            "- Kỳ báo cáo: từ ngày 01/06/2026 đến ngày 30/06/2026 (2026-06)\n"
            "- Căn cứ: ngày hẹn trả\n"
            "- Vị trí dữ liệu: sự kiện 123456, lúc 01/07/2026 08:00:00 +07:00, chuỗi "
            "123456:9f2c000000000000\n"
            "- Bộ quy tắc: v3 5d0a\n");
}
TEST(PaperTable, FoldsIntoBlocks) {
  EXPECT_EQ(Written(SmallPaper(), PaperFormat::kTable, 80),
            "UBND TỈNH SƠN LA\n"
            "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG\n"
            "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH\n"
            "Theo các cột của 07a, chưa đối chiếu mẫu chính thức\n"
            "Kỳ báo cáo: tháng 6 năm 2026\n"
            "Đơn vị tính: hồ sơ\n"
            "\n"
            "                          ─────── Tiếp nhận ────────\n"
            "                                   ─── Trong kỳ ────\n"
            "     Cơ quan giải                    Trực                  Tỷ lệ đúng\n"
            "STT  quyết                Tổng số   tuyến  Trực tiếp              hạn       Điểm\n"
            "(1)  (2)                      (3)     (4)        (5)              (6)        (7)\n"
            "────────────────────────────────────────────────────────────────────────────────\n"
            "1    Sở Tư pháp            12.345  12.000        345          97,96 %      17,69\n"
            "2      =HYPERLINK(\"x\";1)        0       0          0  không phát sinh\n"
            "────────────────────────────────────────────────────────────────────────────────\n"
            "     Tổng số               12.345  12.000        345          91,66 %  -1.234,50\n"
            "\n"
            "     Cơ quan giải                            Thời gian\n"
            "STT  quyết                                     quá hạn    Ngày hẹn\n"
            "(1)  (2)                                           (8)         (9)\n"
            "──────────────────────────────────────────────────────────────────\n"
            "1    Sở Tư pháp           31,8 giờ = 4,2 ngày làm việc  07/06/2026\n"
            "2      =HYPERLINK(\"x\";1)\n"
            "──────────────────────────────────────────────────────────────────\n"
            "     Tổng số\n"
            "\n"
            "     Cơ quan giải\n"
            "STT  quyết                        Xong lúc\n"
            "(1)  (2)                              (10)\n"
            "──────────────────────────────────────────\n"
            "1    Sở Tư pháp           08/06/2026 09:30\n"
            "2      =HYPERLINK(\"x\";1)\n"
            "──────────────────────────────────────────\n"
            "     Tổng số\n"
            "\n"
            "Ghi chú:\n"
            "- Số liệu do hệ thống tổng hợp\n"
            "\n"
            "Cách tính:\n"
            "- So sánh theo loại thời hạn\n"
            "\n"
            "Đẳng thức đã kiểm tra:\n"
            "- 3 = 4 + 5: đúng ở 2 dòng\n"
            "\n"
            "Căn cứ số liệu:\n"
            "- Kỳ báo cáo: từ ngày 01/06/2026 đến ngày 30/06/2026 (2026-06)\n"
            "- Căn cứ: ngày hẹn trả\n"
            "- Vị trí dữ liệu: sự kiện 123456, lúc 01/07/2026 08:00:00 +07:00, chuỗi\n"
            "  123456:9f2c000000000000\n"
            "- Bộ quy tắc: v3 5d0a\n");
}

}  // namespace
}  // namespace dunghan::report
