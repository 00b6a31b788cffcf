#include <fmt/format.h>

#include <algorithm>

#include "reconciliation_part.h"

namespace dunghan::statement {
namespace {

class DifferenceLayout : private ReconciliationPart {
 public:
  explicit DifferenceLayout(const Reconciliation& of) : ReconciliationPart(of) {}

  std::vector<PaperSection> Lay() const {
    if (of_.kind != TheirsKind::kDossiers) return {Conjectures()};
    std::vector<PaperSection> sections = {Kinds()};
    for (size_t kind = 0; kind < kGapKinds; ++kind) {
      if (of_.gap_counts[kind] > 0) sections.push_back(Gaps(static_cast<GapKind>(kind)));
    }
    return sections;
  }

  PaperSection Faults() const {
    PaperSection section{
        .key = "adds_up",
        .title = {"Những chỗ không cộng khớp trong tệp", "What does not add up in the file"},
        .columns = {Count("row", {"Dòng", "Row"}), Text("agency", {"Cơ quan", "Agency"}, 30),
                    Text("equation", {"Đẳng thức", "Equation"}, 50),
                    Text("left", {"Vế trái", "Left"}, 12), Text("right", {"Vế phải", "Right"}, 12)},
        .nothing = {"Không thấy chỗ nào không cộng khớp.", "Everything adds up."}};
    for (const TheirFault& fault : of_.faults) {
      section.rows.push_back({.cells = {fault.row, TextCell(fault.agency), fault.what,
                                        AsText(fault.left), AsText(fault.right)}});
    }
    return section;
  }
  /// Numbers of equations stand beside texts that are none.
  static CellValue AsText(const CellValue& value) {
    if (const auto* count = std::get_if<int64_t>(&value)) return Said{fmt::format("{}", *count)};
    if (const auto* number = std::get_if<double>(&value)) {
      std::string vi = fmt::format("{:.2f}", *number);
      std::replace(vi.begin(), vi.end(), '.', ',');
      return Said{vi, fmt::format("{:.2f}", *number)};
    }
    return value;
  }

 private:
  PaperSection Kinds() const {
    PaperSection section{.key = "kinds",
                         .title = {"Khác nhau theo loại", "Differences by kind"},
                         .columns = {Text("kind", {"Loại", "Kind"}, 50),
                                     Count("dossiers", {"Số hồ sơ", "Dossiers"})}};
    const auto add = [&](std::string code, Said what, int64_t count) {
      section.rows.push_back({.code = std::move(code), .cells = {std::move(what), count}});
    };
    add("theirs", {"Hồ sơ trong tệp", "Dossiers in the file"}, of_.theirs_dossiers);
    add("ours", {"Hồ sơ của hệ thống này trong phạm vi", "Ours in the scope"}, of_.our_dossiers);
    add("matched", {"Khớp mã", "Matched"}, of_.matched);
    add("matched_reordered", {"trong đó mã viết theo thứ tự khác", "of which in the other order"},
        of_.matched_reordered);
    add("alike", {"Khớp mã và không khác gì", "Matched, without a difference"}, of_.alike);
    for (size_t kind = 0; kind < kGapKinds; ++kind) {
      add(std::string(ToString(static_cast<GapKind>(kind))),
          FromWords(WordsOf(static_cast<GapKind>(kind))), of_.gap_counts[kind]);
    }
    return section;
  }

  PaperSection Gaps(GapKind kind) const {
    const bool differs = kind >= GapKind::kOtherDue;
    const bool dated = kind != GapKind::kOtherState && kind != GapKind::kOtherAgency;
    const CellKind cells = dated ? CellKind::kInstant : CellKind::kText;
    PaperSection section{.key = "gap_" + std::string(ToString(kind)),
                         .title = FromWords(WordsOf(kind)),
                         .columns = {Text("dossier", {"Mã hồ sơ", "Dossier"}, 28),
                                     Text("agency", {"Cơ quan", "Agency"}, 18),
                                     Text("procedure", {"Thủ tục", "Procedure"}, 18)}};
    auto& columns = section.columns;
    const Said received = {"Tiếp nhận", "Received"};
    if (kind != GapKind::kMissingThere) columns.push_back(Count("row", {"Dòng", "Row"}));
    if (kind != GapKind::kMissingThere) {
      columns.push_back({.key = "theirs",
                         .heading = differs ? TheirName() : received,
                         .kind = cells,
                         .width = 16});
    }
    if (differs || kind == GapKind::kMissingThere) {
      columns.push_back({.key = "ours",
                         .heading = differs ? Said{"Hệ thống này", "Here"} : received,
                         .kind = cells,
                         .width = 16});
    }
    if (!differs) columns.push_back(Text("proposed", {"Có lẽ là", "Perhaps"}, 28));
    for (const Gap& gap : of_.gaps) {
      if (gap.kind != kind) continue;
      PaperRow line{.code = gap.code,
                    .cells = {TextCell(gap.code), TextCell(gap.agency), TextCell(gap.procedure)}};
      if (kind != GapKind::kMissingThere) line.cells.push_back(gap.row);
      if (kind != GapKind::kMissingThere) line.cells.push_back(gap.theirs);
      if (differs || kind == GapKind::kMissingThere) line.cells.push_back(gap.ours);
      if (!differs) line.cells.push_back(TextCell(gap.proposed));
      section.rows.push_back(std::move(line));
    }
    const auto count = of_.gap_counts[static_cast<size_t>(kind)];
    if (static_cast<int64_t>(section.rows.size()) < count) {
      section.after.push_back(
          {fmt::format("Còn {} hồ sơ nữa.", count - static_cast<int64_t>(section.rows.size())),
           fmt::format("And {} more.", count - static_cast<int64_t>(section.rows.size()))});
    }
    return section;
  }

  PaperSection Conjectures() const {
    PaperSection section{
        .key = "conjectures",
        .title = {"Phỏng đoán: cách tính nào giải thích chênh lệch",
                  "Conjectures: which way of counting would explain the difference"},
        .before =
            {{"Đây là phỏng đoán: thay một quy tắc của ta rồi tính lại; không có danh sách hồ "
              "sơ thì không chứng minh được.",
              "Conjectures: one of our rules turned, and counted again; without a list of "
              "dossiers nothing is proved."}},
        .columns = {Text("rule", {"Nếu tính", "If counted"}, 60),
                    Count("apart", {"Tổng chênh lệch", "Apart in all"}),
                    Count("alike", {"Số dòng khớp hoàn toàn", "Rows alike"})}};
    for (size_t i = 0; i < of_.conjectures.size(); ++i) {
      const Conjecture& of = of_.conjectures[i];
      section.rows.push_back({.code = i == 0 ? "ours" : "",
                              .cells = {of.what, of.apart, of.alike},
                              .level = i == 0 ? PaperRow::Level::kGroup : PaperRow::Level::kPlain});
    }
    if (of_.conjectures.size() == 1) {
      section.after.push_back({"Không quy tắc nào, thay riêng từng cái, làm chênh lệch nhỏ hơn.",
                               "No rule turned by itself brings the two closer."});
    }
    return section;
  }
};

}  // namespace

PaperSection FaultSection(const Reconciliation& of) { return DifferenceLayout(of).Faults(); }
std::vector<PaperSection> DifferenceSections(const Reconciliation& of) {
  return DifferenceLayout(of).Lay();
}

}  // namespace dunghan::statement
