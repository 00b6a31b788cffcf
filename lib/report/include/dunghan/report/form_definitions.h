#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/statement/paper.h"
#include "dunghan/statement/statement.h"

/// The forms in which figures are reported, as data: config/forms.toml says what may stand in it.
namespace dunghan::report {

/// Where a form has dossiers for which the official one has no column.
struct Placing {
  enum class Withdrawn : uint8_t { kOwn, kSolved } withdrawn = Withdrawn::kOwn;
  enum class Suspended : uint8_t { kInTime, kOwn } suspended = Suspended::kInTime;
  friend bool operator==(const Placing&, const Placing&) = default;
};

struct FormColumn {
  std::string number;
  std::string key;
  statement::Said heading;
  std::vector<statement::Said> groups;
  std::vector<std::string> counts;  ///< their sum
  friend bool operator==(const FormColumn&, const FormColumn&) = default;
};

struct FormDefinition {
  std::string code;
  statement::GroupBy by = statement::GroupBy::kAgency;
  statement::Said title;
  statement::Said number;       ///< printed where it is confirmed ...
  statement::Said circular;     ///< ... with this
  statement::Said unconfirmed;  ///< and in their place where it is not
  bool confirmed = false;
  statement::Said first;  ///< head of the column of names
  std::vector<FormColumn> columns;
  std::vector<std::string> equations;  ///< "3 = 4 + 5 + 6"
  std::string carried;  ///< "6 = 11 + 16": the right side is of the period before; may be empty
  Placing placing;
  friend bool operator==(const FormDefinition&, const FormDefinition&) = default;
};

/// By code.
struct FormDefinitions {
  std::vector<FormDefinition> forms;
  const FormDefinition* Find(std::string_view code) const;
  friend bool operator==(const FormDefinitions&, const FormDefinitions&) = default;
};

/// The forms of config/forms.toml as the program was built.
const FormDefinitions& BuiltInForms();
/// All problems at once, by line; the forms only if there are none. `file` is for messages.
struct LoadedForms {
  FormDefinitions forms;
  std::vector<Problem> problems;
};
LoadedForms ParseForms(std::string_view text, const std::string& file);

}  // namespace dunghan::report
