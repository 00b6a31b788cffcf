// Writes the sample papers into a folder, in every format, for tests that open them with other
// programs: paper_files FOLDER.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "paper_sample.h"

// Fontconfig 2.14 loses 288 bytes for good when it reads its settings, once a process.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig"; }

namespace dunghan::report {
namespace {

bool WriteAll(const std::filesystem::path& folder, const std::string& name, const Paper& paper) {
  for (const char* format : {"table", "json", "csv", "excel", "xlsx", "html", "pdf"}) {
    const auto bytes = WritePaper(paper, *ParsePaperFormat(format), 100);
    if (!bytes) {
      std::cerr << name << " as " << format << ": " << bytes.error().for_client << "\n";
      return false;
    }
    const std::string extension = format == std::string("excel") ? "excel.csv" : format;
    std::ofstream(folder / (name + "." + extension), std::ios::binary) << *bytes;
  }
  return true;
}

}  // namespace
}  // namespace dunghan::report

int main(int argc, char** argv) {
  using namespace dunghan::report;
  if (argc != 2) return 2;
  const std::filesystem::path folder = argv[1];
  const bool written = WriteAll(folder, "province-120", ProvincePaper(120)) &&
                       WriteAll(folder, "province-1", ProvincePaper(1)) &&
                       WriteAll(folder, "letters-3", LettersPaper(3)) &&
                       WriteAll(folder, "small", SmallPaper());
  return written ? 0 : 1;
}
