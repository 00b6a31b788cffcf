#include "app/workspace.h"

#include <fmt/format.h>

#include <iostream>

#include "app/clock_reference.h"
#include "app/rules.h"
#include "dunghan/base/checked_clock.h"
#include "intake/event_json.h"

namespace dunghan::app {

Result<std::unique_ptr<Clock>> MakeClock(const CommonOptions& options) {
  if (!options.clock) return std::unique_ptr<Clock>(std::make_unique<CheckedClock>());
  const auto now = ParseRfc3339(*options.clock);
  if (!now) return InvalidArgument("--clock: " + now.error().for_client);
  return std::unique_ptr<Clock>(std::make_unique<ManualClock>(*now));
}

std::unique_ptr<Workspace> Workspace::Load(const CommonOptions& options,
                                           std::unique_ptr<Clock> clock, std::ostream& err) {
  const auto file = FindConfig(options.config);
  if (!file) {
    err << "dunghan: " << file.error().for_client << "\n";
    return nullptr;
  }
  std::unique_ptr<Workspace> workspace(new Workspace);
  workspace->clock_ = std::move(clock);
  LoadedSettings loaded = LoadSettings(*file);
  std::vector<Problem> problems = std::move(loaded.problems);
  if (!HasErrors(problems)) {
    auto rules = app::LoadRulebook(loaded.settings, workspace->codes_);
    problems.insert(problems.end(), rules.problems.begin(), rules.problems.end());
    workspace->rulebook_ = std::move(rules.rulebook);
  }
  for (const Problem& problem : problems) err << ToString(problem) << "\n";
  if (HasErrors(problems) || !workspace->rulebook_) return nullptr;
  workspace->settings_ = std::move(loaded.settings);
  if (options.data) workspace->settings_.ledger.path = *options.data;
  HoldClock(*workspace->clock_, workspace->settings_.ledger.path);
  return workspace;
}

namespace {

ledger::Bounds BoundsOf(const Settings& settings,
                        std::shared_ptr<const rulebook::Rulebook> rulebook) {
  ledger::Bounds bounds{
      .events_per_dossier = settings.ledger.max_events_per_dossier,
      .texts_per_source = settings.ledger.max_texts,
      .waiting_per_source = settings.ledger.max_quarantine,
      .settled_for = std::chrono::ceil<std::chrono::days>(settings.ledger.keep_settled)};
  for (const auto& [name, source] : settings.sources) bounds.sources.insert(name);
  for (const char* name : {"default", "simulate"}) bounds.sources.insert(name);
  bounds.fields_of = [rulebook = std::move(rulebook)](const dossier::Event& event) {
    std::string json;
    intake::AppendEventJson(json, event, rulebook->default_calendar().zone());
    return json;
  };
  return bounds;
}

}  // namespace

ledger::Options Workspace::LedgerOptions(bool progress) const {
  ledger::Options options;
  options.folder = settings_.ledger.path;
  options.rulebook = rulebook_;
  options.codes = codes_;
  options.operator_name = OperatorName();
  options.clock = clock_.get();
  options.bounds = BoundsOf(settings_, rulebook_);
  options.tell_changes = false;  // nothing here follows the ledger live
  if (progress) {
    options.progress = [](int64_t done, int64_t all) {
      std::cerr << fmt::format("\rfolding events: {} of {}{}", done, all, done >= all ? "\n" : "")
                << std::flush;
    };
  }
  return options;
}

Result<std::unique_ptr<ledger::Ledger>> Workspace::OpenLedger(bool progress) const {
  auto ledger = ledger::Open(LedgerOptions(progress));
  if (!ledger) return ledger.error();
  if (const auto jump = JumpOf(*clock_); jump.count() > 0) std::cerr << DescribeJump(jump) << "\n";
  if (auto noted = NoteClock(*clock_, settings_.ledger.path); !noted) return noted.error();
  const auto applied = ApplyRulebook(**ledger, {rulebook_, {}, OperatorName(), {}}, codes_);
  if (!applied) return applied.error();
  if (applied->applied.is_new) std::cerr << Describe(*applied) << "\n";
  return ledger;
}

Result<std::unique_ptr<ledger::View>> Workspace::OpenView(
    bool progress, const std::optional<ledger::AsOf>& as_of) const {
  auto options = LedgerOptions(progress);
  options.as_of = as_of;
  auto view = ledger::OpenView(std::move(options));
  if (view && !as_of && (*view)->rulebook().digest() != rulebook_->digest()) {
    std::cerr
        << "dunghan: the rulebook of the configuration is not in force; what is shown goes by "
           "the one on record (see dunghan rulebook diff)\n";
  }
  return view;
}

}  // namespace dunghan::app
