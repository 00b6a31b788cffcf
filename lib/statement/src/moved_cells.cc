#include <simdjson.h>

#include <map>
#include <utility>

#include "dunghan/statement/restatement.h"

/// What is another one between two documents.
namespace dunghan::statement {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

/// Of what a table calls its columns.
using ColumnNames = std::vector<std::string>;

std::string TextOf(const element& value) { return simdjson::minify(value); }

/// By what a member of a list is known; empty: by its place alone.
std::string NameOf(const element& member) {
  for (const char* name : {"key", "code"}) {
    std::string_view text;
    if (member.is_object() && member[name].get(text) == simdjson::SUCCESS && !text.empty()) {
      return std::string(text);
    }
  }
  return {};
}

ColumnNames ColumnsOf(const element& object) {
  ColumnNames names;
  simdjson::dom::array columns;
  if (object["columns"].get(columns) != simdjson::SUCCESS) return names;
  for (const element column : columns) names.push_back(NameOf(column));
  return names;
}

class Difference {
 public:
  void Compare(const element& before, const element& after, const std::string& path,
               const ColumnNames& columns) {
    if (before.is_object() && after.is_object()) return Objects(before, after, path, columns);
    if (before.is_array() && after.is_array()) return Lists(before, after, path, columns);
    const std::string was = TextOf(before);
    const std::string is = TextOf(after);
    if (was != is) moved_.push_back({path, was, is});
  }
  std::vector<MovedCell> Take() { return std::move(moved_); }

 private:
  static std::string Below(const std::string& path, std::string_view name) {
    return path.empty() ? std::string(name) : path + "/" + std::string(name);
  }
  /// Every value in what only one of them has.
  void OneSided(const element& value, const std::string& path, const ColumnNames& columns,
                bool is_new) {
    if (value.is_object()) {
      const ColumnNames own = ColumnsOf(value);
      for (const auto& [name, member] : value.get_object()) {
        OneSided(member, PathOf(path, name), own.empty() ? columns : own, is_new);
      }
      return;
    }
    if (value.is_array()) {
      size_t i = 0;
      for (const auto& [name, member] : Named(value, columns)) {
        OneSided(member, Below(path, name), columns, is_new);
        ++i;
      }
      if (i > 0) return;
    }
    moved_.push_back({path, is_new ? "" : TextOf(value), is_new ? TextOf(value) : ""});
  }
  /// The lists of tables are no steps of a path: "rows/A/received", not "rows/A/cells/received".
  static std::string PathOf(const std::string& path, std::string_view name) {
    return name == "cells" || name == "sections" ? path : Below(path, name);
  }

  void Objects(const element& before, const element& after, const std::string& path,
               const ColumnNames& columns) {
    ColumnNames own = ColumnsOf(before);
    const ColumnNames& names = own.empty() ? columns : own;
    for (const auto& [name, was] : before.get_object()) {
      if (path.empty() && name == "position") continue;
      element is;
      if (after[name].get(is) == simdjson::SUCCESS) {
        Compare(was, is, PathOf(path, name), names);
      } else {
        OneSided(was, PathOf(path, name), names, false);
      }
    }
    for (const auto& [name, is] : after.get_object()) {
      if (path.empty() && name == "position") continue;
      if (before[name].error() == simdjson::SUCCESS) continue;
      OneSided(is, PathOf(path, name), names, true);
    }
  }

  /// The members of a list with what each is called, in order.
  static std::vector<std::pair<std::string, element>> Named(const element& list,
                                                            const ColumnNames& columns) {
    std::vector<std::pair<std::string, element>> named;
    std::map<std::string, int> seen;
    const simdjson::dom::array members = list.get_array();
    const bool is_row = members.size() == columns.size();
    size_t place = 0;
    for (const element member : members) {
      std::string name = NameOf(member);
      if (name.empty() && is_row && !member.is_object()) name = columns[place];
      ++place;
      if (name.empty()) name = std::to_string(place);
      // The same again, as the row of those without a code may be.
      if (const int times = ++seen[name]; times > 1) name += "#" + std::to_string(times);
      named.emplace_back(std::move(name), member);
    }
    return named;
  }

  void Lists(const element& before, const element& after, const std::string& path,
             const ColumnNames& columns) {
    const auto was = Named(before, columns);
    const auto is = Named(after, columns);
    const std::map<std::string, element> found(is.begin(), is.end());
    const std::map<std::string, element> known(was.begin(), was.end());
    for (const auto& [name, member] : was) {
      const auto same = found.find(name);
      if (same == found.end()) {
        OneSided(member, Below(path, name), columns, false);
      } else {
        Compare(member, same->second, Below(path, name), columns);
      }
    }
    for (const auto& [name, member] : is) {
      if (!known.contains(name)) OneSided(member, Below(path, name), columns, true);
    }
  }

  std::vector<MovedCell> moved_;
};

}  // namespace

Result<std::vector<MovedCell>> MovedCells(std::string_view before, std::string_view after) {
  simdjson::dom::parser one;
  simdjson::dom::parser other;
  element was;
  element is;
  if (one.parse(before).get(was) != simdjson::SUCCESS ||
      other.parse(after).get(is) != simdjson::SUCCESS) {
    return InvalidArgument("a statement is no JSON");
  }
  Difference difference;
  difference.Compare(was, is, {}, {});
  return difference.Take();
}

}  // namespace dunghan::statement
