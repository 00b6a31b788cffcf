#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/base/language.h"
#include "dunghan/figures/policy.h"
#include "dunghan/ledger/view.h"
#include "dunghan/report/form_definitions.h"
#include "dunghan/statement/paper.h"
#include "dunghan/statement/statement.h"
#include "dunghan/worktime/limit.h"

/// Statements in the forms that are printed, signed and sent.
namespace dunghan::report {

/// What is asked for.
struct FormRequest {
  std::string form = "monthly";
  figures::Period period = {};
  /// Nothing: as the form has it; for the forms that have a choice.
  std::optional<statement::GroupBy> by = {};
  std::string agency = {};  ///< it and all below it; empty: all
  dossier::Basis basis = dossier::Basis::kPromised;
  statement::Tree tree = statement::Tree::kAsWas;
  Language language = Language::kVi;
  /// With the dossiers behind cells, which is a pass over all there are.
  bool dossiers = true;
};

/// What an agency is called in print, and where it is.
struct PrintName {
  statement::Said name;
  statement::Said above = {};  ///< the superior body
  std::string address = {};
  std::string place = {};  ///< before the date
  friend bool operator==(const PrintName&, const PrintName&) = default;
};

/// Who signs for an agency, and in what capacity.
struct Signer {
  std::string agency;     ///< its code; empty: for all together
  std::string authority;  ///< "KT. GIÁM ĐỐC", "TL.", "TUQ."; may be empty
  std::string title;      ///< "PHÓ GIÁM ĐỐC"
  std::string name;
  std::optional<LocalDay> from = {};
  std::optional<LocalDay> to = {};  ///< inclusive
  friend bool operator==(const Signer&, const Signer&) = default;
};

/// Who prints, and how.
struct FormRules {
  PrintName site;                               ///< of statements of all agencies
  std::map<std::string, PrintName> names = {};  ///< by code
  std::vector<Signer> signers = {};
  FormDefinitions forms = BuiltInForms();
  /// Until when a letter that urges wants its answer, from the day it is made.
  worktime::TimeLimit reply_within = {3, worktime::LimitUnit::kWorkingDays};
  /// Sources that are to have delivered something from after a period's end; until then its figures
  /// are provisional.
  std::vector<std::string> sources = {};
  /// Rows ("total", or by code) whose figures of the period are not those that were reported.
  std::set<std::string> restated = {};
  friend bool operator==(const FormRules&, const FormRules&) = default;
};

/// The forms there are, by the name asked for; `compare` and `reconcile` are made elsewhere.
struct FormName {
  std::string_view name;
  std::string_view meaning;
};
std::span<const FormName> FormNames();
bool IsForm(std::string_view name, const FormRules& rules);

/// What a form shows of a period, as known at the view's position. Petitions have a form of their
/// own and are in no other.
/// @error kNotFound: no such form or agency. kInternal: it does not add up; named in the text.
Result<statement::Paper> MakePaper(ledger::View& view, const figures::Policy& policy,
                                   const FormRules& rules, const FormRequest& request);

}  // namespace dunghan::report
