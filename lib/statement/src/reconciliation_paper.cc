#include <fmt/format.h>

#include "reconciliation_part.h"

namespace dunghan::statement {
namespace {

std::string DayForPrint(LocalDay day) {
  const std::chrono::year_month_day date{day};
  return fmt::format("{:02}/{:02}/{}", static_cast<unsigned>(date.day()),
                     static_cast<unsigned>(date.month()), static_cast<int>(date.year()));
}

class ReconciliationLayout : private ReconciliationPart {
 public:
  explicit ReconciliationLayout(const Reconciliation& of) : ReconciliationPart(of) {}

  Paper Lay(Language language) const {
    Paper paper{.form = "reconcile"};
    paper.title = {"ĐỐI CHIẾU SỐ LIỆU", "RECONCILIATION"};
    paper.subtitle = Subtitle();
    paper.language = language;
    paper.period = of_.period;
    paper.basis = of_.basis;
    paper.by = of_.by_field ? "field" : "agency";
    paper.position = of_.now;
    paper.zone = of_.zone;
    paper.simulated = of_.simulated;
    paper.policies = Policies();
    paper.definitions.push_back(
        {{"Chênh lệch", "Difference"},
         {"Số trong tệp trừ số của hệ thống này; khi biết số liệu lúc lấy tệp thì theo số liệu đó.",
          "Theirs less ours; as known when the file was taken, where that is known."}});
    paper.sections.push_back(FaultSection(of_));
    for (PaperSection& section : AgencySections(of_)) paper.sections.push_back(std::move(section));
    for (PaperSection& section : DifferenceSections(of_)) {
      paper.sections.push_back(std::move(section));
    }
    return paper;
  }

 private:
  std::string TakenDay() const { return DayForPrint(of_.zone.DayOf(of_.taken)); }

  std::vector<Said> Subtitle() const {
    const std::string span =
        fmt::format("{} – {}", DayForPrint(of_.period.from), DayForPrint(of_.period.to));
    const bool portal = of_.kind == TheirsKind::kProgress;
    return {
        {fmt::format("Kỳ {} ({})", of_.period.name, span),
         fmt::format("Period {} ({})", of_.period.name, span)},
        {fmt::format("{} (lấy ngày {}): {}", portal ? "Cổng công bố" : "Theo tệp", TakenDay(),
                     of_.file),
         fmt::format("{} (taken on {}): {}",
                     portal ? "As the portal publishes" : "As the file says", TakenDay(),
                     of_.file)},
    };
  }

  std::vector<Said> Policies() const {
    std::vector<Said> said;
    if (of_.kind == TheirsKind::kProgress) {
      said.push_back(
          {"Số của hệ thống này là ước tính theo cách tính 766; tỷ lệ và điểm ở đây làm "
           "tròn hai chữ số như Cổng, để so sánh.",
           "Ours is an estimate by the 766 formula; rates and scores are rounded half up "
           "to two decimals here, as the portal does, to be compared."});
      if (!of_.index766_confirmed) {
        said.push_back({"Công thức chưa kiểm chứng.", "The formula has not been verified."});
      }
    }
    if (of_.kind != TheirsKind::kDossiers && !of_.by_field) {
      said.push_back(
          {"Số của hệ thống này trên một dòng gồm cơ quan đó và các cơ quan trực thuộc "
           "không có dòng riêng trong tệp.",
           "Ours on a line is the agency and all below it without a line of their own."});
    }
    if (of_.kind == TheirsKind::kDossiers) {
      const bool received = of_.scope == ListScope::kReceived;
      said.push_back(
          {fmt::format(
               "Đối chiếu với hồ sơ {}; trạng thái lúc lấy tệp, theo số liệu {}.",
               received ? "tiếp nhận trong kỳ" : "tiếp nhận, chuyển sang hoặc kết thúc trong kỳ",
               has_then() ? "biết được lúc đó" : "hiện nay"),
           fmt::format("Held against dossiers {}; as they stood when the file was taken, "
                       "as known {}.",
                       received ? "received in the period"
                                : "received, carried over or ended in the period",
                       has_then() ? "then" : "now")});
    }
    said.push_back({fmt::format("Kỳ {}; thời điểm lấy tệp {}.",
                                of_.period_said ? "do tệp nêu" : "do người dùng nêu",
                                of_.taken_said ? "do tệp nêu" : "do người dùng nêu"),
                    fmt::format("The period is {}; when it was taken, {}.",
                                of_.period_said ? "the file's" : "given",
                                of_.taken_said ? "by the file" : "as given")});
    if (!of_.left_out.empty()) {
      const std::string columns = fmt::format("{}", fmt::join(of_.left_out, "; "));
      said.push_back({fmt::format("Cột không đọc: {}.", columns),
                      fmt::format("Columns not read: {}.", columns)});
    }
    if (of_.without_code > 0 || of_.repeated > 0) {
      said.push_back({fmt::format("Dòng không có mã hồ sơ: {}; mã lặp lại: {}.", of_.without_code,
                                  of_.repeated),
                      fmt::format("Rows without a code: {}; repeated codes: {}.", of_.without_code,
                                  of_.repeated)});
    }
    return said;
  }
};

}  // namespace

Paper ReconciliationPaper(const Reconciliation& reconciliation, Language language) {
  return ReconciliationLayout(reconciliation).Lay(language);
}

}  // namespace dunghan::statement
