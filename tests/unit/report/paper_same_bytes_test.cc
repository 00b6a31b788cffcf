#include <gtest/gtest.h>

#include <thread>

#include "paper_sample.h"

namespace dunghan::report {
namespace {

constexpr PaperFormat kAll[] = {PaperFormat::kTable,    PaperFormat::kJson, PaperFormat::kCsv,
                                PaperFormat::kExcelCsv, PaperFormat::kXlsx, PaperFormat::kHtml,
                                PaperFormat::kPdf};

TEST(PaperBytes, AreTheSameForTheSamePaper) {
  for (const PaperFormat format : kAll) {
    const std::string first = WritePaper(ProvincePaper(40), format).value();
    EXPECT_EQ(first, WritePaper(ProvincePaper(40), format).value()) << Extension(format);
  }
}

TEST(PaperBytes, DependOnEveryCell) {
  const Paper paper = SmallPaper();
  for (const PaperFormat format : kAll) {
    const std::string whole = WritePaper(paper, format).value();
    for (size_t row = 0; row < 3; ++row) {
      for (size_t column = 0; column < 10; ++column) {
        Paper less = paper;
        statement::CellValue& cell = less.sections[0].rows[row].cells[column];
        if (std::holds_alternative<std::monostate>(cell)) continue;
        cell = {};
        EXPECT_NE(WritePaper(less, format).value(), whole)
            << Extension(format) << " row " << row << ", column " << column;
      }
    }
  }
}

TEST(PaperBytes, AreWrittenInSeveralThreadsAtOnce) {
  for (const PaperFormat format : {PaperFormat::kXlsx, PaperFormat::kPdf}) {
    const std::string alone = WritePaper(ProvincePaper(20), format).value();
    std::vector<std::string> written(3);
    std::vector<std::thread> threads;
    for (std::string& each : written) {
      threads.emplace_back(
          [&each, format] { each = WritePaper(ProvincePaper(20), format).value(); });
    }
    for (std::thread& thread : threads) thread.join();
    for (const std::string& each : written) EXPECT_EQ(each, alone) << Extension(format);
  }
}

TEST(PaperBytes, OfAPaperOfNothing) {
  for (const PaperFormat format : kAll) {
    Paper paper;
    EXPECT_TRUE(WritePaper(paper, format)) << Extension(format);
    paper.sections.emplace_back();
    paper.sections.back().columns = SmallTable().columns;
    paper.sections.back().nothing = Vi("Không có hồ sơ quá hạn");
    EXPECT_TRUE(WritePaper(paper, format)) << Extension(format);
  }
}

}  // namespace
}  // namespace dunghan::report
