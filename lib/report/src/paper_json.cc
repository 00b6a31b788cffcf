#include <array>

#include "dunghan/base/digest.h"
#include "dunghan/base/json_writer.h"
#include "paper_parts.h"

namespace dunghan::report {
namespace {

using statement::CellValue;
using statement::Paper;
using statement::PaperColumn;
using statement::PaperRow;
using statement::PaperSection;

constexpr std::array<std::string_view, 7> kCellKinds = {"text", "count", "number", "percent",
                                                        "time", "day",   "instant"};
constexpr std::array<std::string_view, 3> kRowLevels = {"plain", "group", "total"};

class PaperJson {
 public:
  explicit PaperJson(const Paper& paper) : paper_(paper), json_(out_) {}

  std::string Write() && {
    json_.BeginObject();
    Heading();
    json_.BeginArray("sections");
    for (const PaperSection& section : paper_.sections) Section(section);
    json_.End();
    Texts("notes", paper_.notes);
    json_.BeginArray("identities");
    for (const statement::Identity& identity : paper_.identities) {
      json_.BeginObject();
      json_.Text("equation", identity.equation);
      json_.Integer("rows", identity.rows);
      json_.End();
    }
    json_.End();
    Chart("trend", paper_.trend);
    Chart("ranking", paper_.ranking);
    if (!paper_.dossiers.columns.empty()) {
      json_.Key("dossiers");
      Section(paper_.dossiers);
    }
    json_.End();
    json_.EndLine();
    return std::move(out_);
  }

  // The values of cells.
  void operator()(std::monostate /*nothing*/) { json_.Null(); }
  void operator()(int64_t count) { json_.Integer(count); }
  void operator()(double number) { json_.Number(number); }
  void operator()(const statement::Percent& percent) {
    json_.BeginObject();
    json_.Integer("on_time", percent.of.on_time);
    json_.Integer("all", percent.of.all);
    json_.Key("ratio");
    const auto ratio = figures::CutRatio(percent.of);
    ratio ? json_.Number(*ratio) : json_.Null();
    json_.End();
  }
  void operator()(const statement::WorkTime& worked) { json_.Seconds(worked.time); }
  void operator()(LocalDay day) { json_.Date(day); }
  void operator()(Instant at) { At(at); }
  void operator()(const statement::Said& said) { json_.Text(said.In(paper_.language)); }

 private:
  void Heading() {
    json_.Text("form", paper_.form);
    json_.Text("title", paper_.title.In(paper_.language));
    json_.Text("language", paper_.language == Language::kVi ? "vi" : "en");
    json_.BeginObject("period");
    json_.Text("name", paper_.period.name);
    json_.Date("from", paper_.period.from);
    json_.Date("to", paper_.period.to);
    json_.End();
    if (paper_.basis) json_.Text("basis", ToString(*paper_.basis));
    json_.TextIfAny("by", paper_.by);
    json_.TextIfAny("tree", paper_.tree);
    json_.TextIfAny("agency", paper_.agency);
    json_.BeginObject("position");
    json_.Integer("seq", paper_.position.seq);
    json_.Key("at");
    At(paper_.position.at);
    json_.Text("chain", ToHex(paper_.position.chain));
    json_.End();
    json_.Text("rulebook", paper_.rulebook);
    json_.Bool("simulated", paper_.simulated);
    Texts("provisional", paper_.provisional);
    Texts("policies", paper_.policies);
  }

  void At(Instant at) {
    json_.Quoted([&](std::string& out) { paper_.zone.AppendFormatted(out, at); });
  }

  void Texts(std::string_view key, const std::vector<statement::Said>& texts) {
    json_.BeginArray(key);
    for (const statement::Said& text : texts) json_.Text(text.In(paper_.language));
    json_.End();
  }

  void Chart(std::string_view key, const std::vector<statement::ChartValue>& values) {
    json_.BeginArray(key);
    for (const statement::ChartValue& value : values) {
      json_.BeginObject();
      json_.Text("label", value.label.In(paper_.language));
      json_.Key("value");
      (*this)(value.value);
      json_.End();
    }
    json_.End();
  }

  void Section(const PaperSection& section) {
    json_.BeginObject();
    json_.Text("key", section.key);
    json_.Text("title", section.title.In(paper_.language));
    Texts("before", section.before);
    json_.BeginArray("columns");
    for (const PaperColumn& column : section.columns) Column(column);
    json_.End();
    json_.BeginArray("rows");
    for (const PaperRow& row : section.rows) Row(section, row);
    json_.End();
    Texts("after", section.after);
    json_.End();
  }

  void Column(const PaperColumn& column) {
    std::string heading;
    for (const statement::Said& group : column.groups) {
      heading.append(group.In(paper_.language)).append(" / ");
    }
    heading += column.heading.In(paper_.language);
    json_.BeginObject();
    json_.Text("key", column.key);
    json_.Text("heading", heading);
    json_.Text("number", column.number);
    json_.Text("kind", kCellKinds.at(static_cast<size_t>(column.kind)));
    json_.End();
  }

  void Row(const PaperSection& section, const PaperRow& row) {
    json_.BeginObject();
    json_.Text("code", row.code);
    json_.Text("level", kRowLevels.at(static_cast<size_t>(row.level)));
    json_.BeginObject("cells");
    for (size_t i = 0; i < section.columns.size(); ++i) {
      json_.AnyKey(section.columns[i].key);
      i < row.cells.size() ? std::visit(*this, row.cells[i]) : json_.Null();
    }
    json_.End();
    json_.End();
  }

  const Paper& paper_;
  std::string out_;
  JsonWriter json_;
};

}  // namespace

std::string WritePaperJson(const Paper& paper) { return PaperJson(paper).Write(); }

}  // namespace dunghan::report
