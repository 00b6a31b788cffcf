#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/figures/policy.h"
#include "dunghan/ledger/view.h"
#include "dunghan/report/forms.h"
#include "dunghan/statement/frozen.h"
#include "dunghan/statement/paper.h"
#include "dunghan/statement/restatement.h"

/// How a form that is frozen is made, whatever the form: once to be frozen, and again at any later
/// day.
namespace dunghan::frozen {

/// A form, made from a view.
struct Made {
  std::string json;      ///< canonical, without a word of its being frozen
  std::string settings;  ///< see FrozenStatement::settings
  record::Position position;
  bool is_empty = false;  ///< nothing is known of the period: nothing to be frozen
  /// A file of it in a format, with the mark of the frozen one where the format has a place for it;
  /// without, it is as any other. @error kInvalidArgument: there is no such format.
  using Mark = std::optional<statement::Frozen>;
  std::function<Result<std::string>(std::string_view format, const Mark& mark)> write;

  statement::Remade remade() const { return {json, settings}; }
};

/// Writes a paper in a format; "json" is canonical.
using PaperWriter =
    std::function<Result<std::string>(const statement::Paper& paper, std::string_view format)>;
/// A form that is a paper: its JSON bears no mark, its files do. @error as the writer's
Result<Made> MadeOf(statement::Paper paper, const PaperWriter& write, std::string settings);

/// @error kInvalidArgument: no such form, or none that may be frozen; as the view's.
using Maker = std::function<Result<Made>(ledger::View&, const statement::FrozenIdentity&)>;

/// The maker of all forms, under the settings given. Safe from any thread.
Maker MakerOf(const figures::Policy& policy, const report::FormRules& rules);
/// What files a frozen statement may have: "csv", "json", "xlsx", "html", "pdf".
const std::vector<std::string>& Formats();
/// The forms that may be frozen.
const std::vector<std::string>& Forms();

/// The settings a statement is made by, in a few digits: others give another text.
std::string SettingsDigest(const figures::Policy& policy, const report::FormRules& rules);

}  // namespace dunghan::frozen
