#include "app/workspace.h"

#include <fmt/format.h>

#include <iostream>
#include <system_error>

#include "app/rules.h"
#include "clock_reference.h"
#include "dunghan/base/checked_clock.h"
#include "dunghan/base/text.h"
#include "dunghan/record/sqlite.h"
#include "intake/event_json.h"

namespace dunghan::app {

Result<Instant> ParseClock(std::string_view text) {
  // The years that an event may be of; see intake/field_checks.cc.
  constexpr int kFirstYear = 1990;
  constexpr int kLastYear = 2200;
  const auto now = ParseRfc3339(text);
  if (!now) return InvalidArgument("--clock: " + now.error().for_client);
  // As written, not in UTC: people see that.
  const int year = std::stoi(std::string(text.substr(0, 4)));
  if (year >= kFirstYear && year <= kLastYear) return *now;
  return InvalidArgument(fmt::format("--clock: the year must be from {} to {}, got {}", kFirstYear,
                                     kLastYear, JsonQuote(text)));
}

Result<std::unique_ptr<Clock>> MakeClock(const CommonOptions& options) {
  if (!options.clock) return std::unique_ptr<Clock>(std::make_unique<CheckedClock>());
  const auto now = ParseClock(*options.clock);
  if (!now) return now.error();
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
  workspace->is_named_ = options.data.has_value();
  // What is known of the clock lies in the ledger's folder, which is certain only now.
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
      .waiting_bytes_per_source = settings.ledger.max_quarantine_bytes,
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
  options.backend = record::Sqlite();
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
  options.note = [](const std::string& what) { std::cerr << "dunghan: " << what << "\n"; };
  return options;
}

Result<std::unique_ptr<ledger::Ledger>> Workspace::OpenLedger(bool progress,
                                                              Rulebook rulebook) const {
  std::error_code ignored;
  const bool is_new =
      !std::filesystem::exists(settings_.ledger.path / record::kRecordFile, ignored);
  auto ledger = ledger::Open(LedgerOptions(progress));
  if (!ledger) return ledger.error();
  if (is_new) std::cerr << "dunghan: a new ledger in " << LedgerPlace() << "\n";
  if (const auto jump = JumpOf(*clock_); jump.count() > 0) std::cerr << DescribeJump(jump) << "\n";
  if (auto noted = NoteClock(*clock_, settings_.ledger.path); !noted) return noted.error();
  if (auto taken = TakeRulebook(**ledger, rulebook); !taken) return taken.error();
  return ledger;
}

Result<void> Workspace::TakeRulebook(ledger::Ledger& ledger, Rulebook rulebook) const {
  if (rulebook == Rulebook::kOnRecord) {
    if (ledger.timeline()->newest().digest() != rulebook_->digest()) {
      std::cerr << "dunghan: the rulebook of the configuration is not in force, and is not put in "
                   "force by this; what is done goes by the one on record (see dunghan rulebook "
                   "diff and apply)\n";
    }
    return {};
  }
  const auto applied = ApplyRulebook(ledger, {rulebook_, {}, OperatorName(), {}}, codes_);
  if (!applied) return applied.error();
  if (applied->applied.is_new) {
    std::cerr << "dunghan: the rulebook of the configuration is another than that on record, and "
                 "was put in force by this: "
              << Describe(*applied) << "\n";
  }
  return {};
}

std::string Workspace::LedgerPlace() const {
  std::error_code ignored;
  const auto path = std::filesystem::weakly_canonical(
      std::filesystem::absolute(settings_.ledger.path, ignored), ignored);
  const std::string by = is_named_ ? "--data" : "[ledger] path of " + settings_.file.string();
  return fmt::format("{} ({})", path.empty() ? settings_.ledger.path.string() : path.string(), by);
}

Result<std::unique_ptr<ledger::View>> Workspace::OpenView(
    bool progress, const std::optional<ledger::AsOf>& as_of) const {
  auto options = LedgerOptions(progress);
  options.as_of = as_of;
  auto view = ledger::OpenView(std::move(options));
  if (!view && view.error().code == ErrorCode::kNotFound) {
    return NotFound("there is no ledger in " + LedgerPlace() +
                    "; name the folder of one with --data DIR, or fill a new one with dunghan "
                    "import or serve");
  }
  if (view && !as_of && (*view)->rulebook().digest() != rulebook_->digest()) {
    std::cerr
        << "dunghan: the rulebook of the configuration is not in force; what is shown goes by "
           "the one on record (see dunghan rulebook diff)\n";
  }
  return view;
}

}  // namespace dunghan::app
