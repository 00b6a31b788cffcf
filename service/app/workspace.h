#pragma once

#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>

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

  /// For writing, with the configuration's rulebook put in force; that it is a new one is said on
  /// standard error. With `progress`, a long rebuild shows there.
  Result<std::unique_ptr<ledger::Ledger>> OpenLedger(bool progress) const;
  /// What a ledger of this workspace is opened with.
  ledger::Options LedgerOptions(bool progress) const;
  /// For reading, by the rulebooks on record; that the configuration has another one is said on
  /// standard error.
  Result<std::unique_ptr<ledger::View>> OpenView(
      bool progress, const std::optional<ledger::AsOf>& as_of = {}) const;

 private:
  Workspace() = default;

  Settings settings_;
  std::unique_ptr<Clock> clock_;
  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
  std::shared_ptr<const rulebook::Rulebook> rulebook_;
};

}  // namespace dunghan::app
