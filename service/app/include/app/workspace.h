#pragma once

#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "app/settings.h"
#include "dunghan/base/clock.h"
#include "dunghan/ledger/ledger.h"
#include "dunghan/ledger/view.h"
#include "dunghan/rulebook/rulebook.h"

namespace dunghan::app {

/// The options every command takes.
struct CommonOptions {
  std::optional<std::filesystem::path> config;  ///< absent: the usual places
  std::optional<std::filesystem::path> data;    ///< instead of [ledger] path
  std::optional<std::string> clock;             ///< "now" for this run, RFC 3339
};

/// What --clock says, of the years from 1990 to 2200 that events may name. @error kInvalidArgument
Result<Instant> ParseClock(std::string_view text);

/// The clock a run goes by. @error kInvalidArgument
Result<std::unique_ptr<Clock>> MakeClock(const CommonOptions& options);

/// What a command works with, built once from the configuration: the composition root of all
/// commands that run and end.
class Workspace {
 public:
  /// Settings and rulebook. Every problem goes to `err`; with an error among them there is no
  /// workspace.
  static std::unique_ptr<Workspace> Load(const CommonOptions& options, std::unique_ptr<Clock> clock,
                                         std::ostream& err);

  const Settings& settings() const { return settings_; }
  const Clock& clock() const { return *clock_; }
  const std::shared_ptr<CodeTable>& codes() const { return codes_; }
  const std::shared_ptr<const rulebook::Rulebook>& rulebook() const { return rulebook_; }

  /// Which rulebook a ledger that is opened for writing goes by: the configuration's, put in force
  /// where it is a new one, or the one on record. Either is said on standard error if the two
  /// differ.
  enum class Rulebook { kOfConfiguration, kOnRecord };
  /// For writing. With `progress`, a long rebuild shows on standard error.
  Result<std::unique_ptr<ledger::Ledger>> OpenLedger(bool progress, Rulebook rulebook) const;
  /// "/srv/data ([ledger] path of /srv/dunghan.toml)": where the ledger is, and who says so.
  std::string LedgerPlace() const;
  /// What a ledger of this workspace is opened with.
  ledger::Options LedgerOptions(bool progress) const;
  /// For reading, by the rulebooks on record; that the configuration has another one is said on
  /// standard error.
  Result<std::unique_ptr<ledger::View>> OpenView(
      bool progress, const std::optional<ledger::AsOf>& as_of = {}) const;

 private:
  Workspace() = default;
  Result<void> TakeRulebook(ledger::Ledger& ledger, Rulebook rulebook) const;

  bool is_named_ = false;  // by --data
  Settings settings_;
  std::unique_ptr<Clock> clock_;
  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
  std::shared_ptr<const rulebook::Rulebook> rulebook_;
};

}  // namespace dunghan::app
