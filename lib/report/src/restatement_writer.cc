#include "dunghan/report/restatement_writer.h"

#include <fmt/format.h>

#include "dunghan/base/digest.h"
#include "dunghan/base/json_writer.h"
#include "dunghan/base/text.h"
#include "format.h"

namespace dunghan::report {
namespace {

using statement::MovedCell;
using statement::MovedDossier;
using statement::Restatement;

constexpr size_t kCellsShown = 200;

void AppendCells(std::string& text, const std::vector<MovedCell>& cells, Language language) {
  const auto shown = [&](const std::string& value) {
    return value.empty() ? std::string(Say(language, "(không có)", "(none)")) : value;
  };
  for (size_t i = 0; i < cells.size() && i < kCellsShown; ++i) {
    text += fmt::format("  {}: {} → {}\n", cells[i].path, shown(cells[i].before),
                        shown(cells[i].after));
  }
  if (cells.size() <= kCellsShown) return;
  text += Say(language, "  … và {} ô nữa\n", "  … and {} more\n", cells.size() - kCellsShown);
}

std::string DossierLine(const MovedDossier& moved, Language language) {
  std::string reasons;
  for (const statement::MovedBy by : moved.by) {
    reasons +=
        fmt::format("{}{}", reasons.empty() ? "" : ", ", statement::WordsOf(by).In(language));
  }
  std::string line = fmt::format("  {}; {}; {}", moved.code, moved.agency, reasons);
  if (!moved.events.empty()) {
    line += Say(language, "; sự kiện {}", "; events {}", fmt::join(moved.events, ", "));
  }
  if (!moved.rulebooks.empty()) {
    line +=
        Say(language, "; bộ quy tắc tại {}", "; rulebooks at {}", fmt::join(moved.rulebooks, ", "));
  }
  return line + "\n";
}

void WritePosition(JsonWriter& json, std::string_view key, const record::Position& position,
                   const worktime::Zone& zone) {
  json.BeginObject(key);
  json.Key("seq");
  json.Integer(position.seq);
  json.Text("at", zone.Format(position.at));
  json.Text("chain", ToHex(position.chain));
  json.End();
}

void WriteCells(JsonWriter& json, std::string_view key, const std::vector<MovedCell>& cells) {
  json.BeginArray(key);
  for (const MovedCell& cell : cells) {
    json.BeginObject();
    json.Text("cell", cell.path);
    json.Key("before");
    json.Raw(cell.before.empty() ? "null" : cell.before);
    json.Key("after");
    json.Raw(cell.after.empty() ? "null" : cell.after);
    json.End();
  }
  json.End();
}

void WritePositions(JsonWriter& json, std::string_view key, const std::vector<int64_t>& seqs) {
  json.BeginArray(key);
  for (const int64_t seq : seqs) json.Integer(seq);
  json.End();
}

}  // namespace

std::string WriteRestatementText(const Restatement& restatement, Language language) {
  const auto moment = [&](const record::Position& position) {
    return Say(language, "sự kiện {}, {}", "event {}, {}", position.seq,
               DateTime(position.at, restatement.zone));
  };
  std::string text =
      Say(language, "Báo cáo {}, kỳ {}: chốt tại {}; so với {}\n",
          "Statement {}, period {}: frozen at {}; against {}\n", restatement.id,
          restatement.period.name, moment(restatement.then), moment(restatement.now));
  if (!restatement.SameDefinition()) {
    text += Say(language, "Cách lập báo cáo đã thay đổi: từ {} sang {}\n",
                "The definition has changed: from {} to {}\n", restatement.definition_then,
                restatement.definition_now);
  }
  if (restatement.other_settings) {
    text += Say(language, "Thiết lập đã thay đổi từ khi chốt\n",
                "The settings have changed since it was frozen\n");
  }
  if (!restatement.by_definition.empty()) {
    text += Say(language, "Lập lại đúng tại vị trí chốt, {} ô đã khác:\n",
                "Made again as of its own position, {} cells differ:\n",
                restatement.by_definition.size());
    AppendCells(text, restatement.by_definition, language);
  }
  text += restatement.cells.empty()
              ? Say(language, "Không có ô nào thay đổi\n", "No cell has moved\n")
              : Say(language, "{} ô đã thay đổi:\n", "{} cells have moved:\n",
                    restatement.cells.size());
  AppendCells(text, restatement.cells, language);
  if (restatement.dossiers.empty()) return text;
  text += Say(language, "Do {} hồ sơ:\n", "Because of {} dossiers:\n", restatement.dossiers.size());
  for (const MovedDossier& moved : restatement.dossiers) text += DossierLine(moved, language);
  return text;
}

std::string WriteRestatementJson(const Restatement& restatement) {
  std::string out;
  JsonWriter json(out);
  json.BeginObject();
  json.Text("id", restatement.id);
  json.Text("period", restatement.period.name);
  WritePosition(json, "then", restatement.then, restatement.zone);
  WritePosition(json, "now", restatement.now, restatement.zone);
  json.BeginObject("definition");
  json.Text("then", restatement.definition_then);
  json.Text("now", restatement.definition_now);
  json.Bool("same", restatement.SameDefinition());
  json.End();
  json.Bool("settings_changed", restatement.other_settings);
  WriteCells(json, "by_definition", restatement.by_definition);
  WriteCells(json, "cells", restatement.cells);
  json.BeginArray("dossiers");
  for (const MovedDossier& moved : restatement.dossiers) {
    json.BeginObject();
    json.Text("dossier", moved.code);
    json.Text("agency", moved.agency);
    json.Text("procedure", moved.procedure);
    json.BeginArray("reasons");
    for (const statement::MovedBy by : moved.by) json.Text(statement::ToString(by));
    json.End();
    WritePositions(json, "events", moved.events);
    WritePositions(json, "rulebooks", moved.rulebooks);
    json.End();
  }
  json.End();
  json.End();
  json.EndLine();
  return out;
}

}  // namespace dunghan::report
