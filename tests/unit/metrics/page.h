#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "dunghan/test/ledgers.h"

/// Reading pages of metrics.
namespace dunghan::metrics {

inline std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// The series of a page, `name{labels}` -> value as printed. Fails where one occurs twice.
inline std::map<std::string, std::string> SeriesOf(const std::string& page) {
  std::map<std::string, std::string> series;
  for (const std::string& line : Lines(page)) {
    if (line.empty() || line[0] == '#') continue;
    const size_t space = line.rfind(' ');
    EXPECT_TRUE(series.emplace(line.substr(0, space), line.substr(space + 1)).second)
        << "twice: " << line;
  }
  return series;
}

/// "agency,due" of `dossier_open{agency="A",due="today"}`. No label value here has a comma or a
/// brace.
inline std::string LabelNamesOf(const std::string& series) {
  std::string names;
  const size_t brace = series.find('{');
  if (brace == std::string::npos) return names;
  std::istringstream labels(series.substr(brace + 1, series.size() - brace - 2));
  for (std::string label; std::getline(labels, label, ',');) {
    names += (names.empty() ? "" : ",") + label.substr(0, label.find('='));
  }
  return names;
}

/// "dossier_open gauge agency,due" for every family and every set of labels it has.
inline std::vector<std::string> FamiliesOf(const std::string& page) {
  std::map<std::string, std::set<std::string>> labels;
  for (const auto& [series, value] : SeriesOf(page)) {
    labels[series.substr(0, series.find('{'))].insert(LabelNamesOf(series));
  }
  std::vector<std::string> found;
  for (const std::string& line : Lines(page)) {
    if (line.rfind("# TYPE ", 0) != 0) continue;
    const std::string name = line.substr(7, line.rfind(' ') - 7);
    for (const std::string& names : labels[name]) {
      found.push_back(line.substr(7) + (names.empty() ? "" : " " + names));
    }
  }
  return found;
}

inline std::vector<std::string> Golden(const std::string& name) {
  std::ostringstream text;
  text << std::ifstream(std::string(DUNGHAN_SOURCE_DIR) + "/tests/golden/" + name).rdbuf();
  return Lines(text.str());
}

inline bool HasPromtool() { return std::system("command -v promtool >/dev/null") == 0; }

/// What promtool says of a page, and how it ends: "" for a clean one. `arguments` may name $PAGE
/// and the empty folder $FOLDER.
inline std::string AskPromtool(const std::string& arguments, const std::string& page) {
  const test::TempFolder folder;
  test::WriteFile(folder.path() / "page", page);
  const std::string command = "FOLDER=" + folder.path().string() +
                              "; PAGE=$FOLDER/page; promtool " + arguments + " >$FOLDER/said 2>&1";
  const int code = std::system(command.c_str());
  if (code == 0) return "";
  std::ostringstream said;
  said << "exit " << code << ": " << std::ifstream(folder.path() / "said").rdbuf();
  return said.str();
}

}  // namespace dunghan::metrics
