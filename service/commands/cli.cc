#include "cli.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "access/acts_command.h"
#include "access/token_command.h"
#include "app/daemon.h"
#include "app/exit_code.h"
#include "app/print_rules.h"
#include "app/rules.h"
#include "app/source_rules.h"
#include "app/workspace.h"
#include "backup/backup_command.h"
#include "cli_usage.h"
#include "config/alertmanager_routes.h"
#include "config/check_config.h"
#include "console.h"
#include "due/due_command.h"
#include "dunghan/base/text.h"
#include "finish.h"
#include "history/metrics_command.h"
#include "import/import_command.h"
#include "import/quarantine_command.h"
#include "import/table_import.h"
#include "reading/changes_command.h"
#include "reading/dossier_command.h"
#include "reading/reconcile_command.h"
#include "reading/report_command.h"
#include "reading/sources_command.h"
#include "reading/verify_command.h"
#include "reports/freeze_command.h"
#include "reports/frozen_command.h"
#include "rulebook/rulebook_command.h"
#include "simulate/simulate_command.h"
#include "through_daemon.h"
#include "version.h"

namespace dunghan::commands {
namespace {

std::vector<std::string> SourcesOf(const app::Settings& settings) {
  std::vector<std::string> names;
  for (const auto& [name, source] : settings.sources) names.push_back(name);
  return names;
}

/// The command line as read, and what to do with it.
class Program {
 public:
  Program() : app_("Dunghan (đúng hạn): on-time monitoring of administrative dossiers", "dunghan") {
    app_.require_subcommand(1);
    app_.fallthrough();
    app_.set_help_all_flag("--help-all", "Help for all commands");
    app_.add_option("--config", common_.config, "Configuration file, instead of the usual places");
    app_.add_option("--data", common_.data, "Folder of the ledger, instead of [ledger] path");
    app_.add_option("--clock", common_.clock,
                    "\"Now\" for this run, RFC 3339 with offset, of the years 1990 to 2200");
    AddServe();
    AddImport();
    AddReport();
    AddDue();
    AddDossier();
    AddChanges();
    AddMetrics();
    AddVerify();
    AddQuarantine();
    AddSources();
    AddToken();
    AddActs();
    AddBackup();
    AddRulebook();
    AddSimulate();
    AddCheckConfig();
    AddAlertmanagerRoutes();
    AddVersion();
    app_.set_version_flag("--version", VersionLine, "Print version and revision");
    DescribeUsage(app_);
  }

  int Run(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::Success& asked) {
      return app_.exit(asked);  // help, or the version
    } catch (const CLI::ParseError& problem) {
      std::cerr << ExplainUsage(app_, problem) << "\n";
      return app::kUsage;
    }
    return frozen_run_ ? frozen_run_() : run_();
  }

 private:
  CLI::App* Add(const std::string& name, const std::string& what, std::function<int()> run) {
    return AddTo(app_, name, what, std::move(run));
  }
  CLI::App* AddTo(CLI::App& parent, const std::string& name, const std::string& what,
                  std::function<int()> run) {
    CLI::App* command = parent.add_subcommand(name, what);
    command->callback([this, run = std::move(run)] { run_ = run; });
    return command;
  }

  /// Runs with settings, rulebook and clock.
  int WithWorkspace(const std::function<int(app::Workspace&)>& run) {
    auto clock = app::MakeClock(common_);
    if (!clock) return FailUsage(clock.error(), console_);
    const auto workspace = app::Workspace::Load(common_, std::move(*clock), std::cerr);
    return workspace ? run(*workspace) : app::kUsage;
  }
  int WithView(const std::function<int(app::Workspace&, ledger::View&)>& run) {
    return WithView({}, run);
  }
  /// The same as it was known then, if that is asked for.
  int WithView(const std::optional<std::string>& as_of_text,
               const std::function<int(app::Workspace&, ledger::View&)>& run,
               std::string_view option = "--as-of") {
    const auto as_of = ParseAsOf(as_of_text, option);
    if (!as_of) return FailUsage(as_of.error(), console_);
    return WithWorkspace([&](app::Workspace& workspace) {
      auto view = workspace.OpenView(console_.err_is_terminal, *as_of);
      if (view) return run(workspace, **view);
      Error error = view.error();
      constexpr std::string_view kAsOf = "as of: ";
      if (error.for_client.starts_with(kAsOf)) {
        error.for_client.replace(0, kAsOf.size(), std::string(option) + ": ");
      }
      return FailToOpen(error, console_);
    });
  }
  using RunOnLedger = std::function<int(app::Workspace&, ledger::Ledger&)>;
  /// With the configuration's rulebook put in force.
  int WithLedger(const RunOnLedger& run) {
    return WithLedger(app::Workspace::Rulebook::kOfConfiguration, run, nullptr);
  }
  /// `through` is what to do where a daemon holds the ledger; null: nothing can be done.
  int WithLedger(app::Workspace::Rulebook rulebook, const RunOnLedger& run,
                 const std::function<int(const app::Serving&)>& through) {
    return WithWorkspace([&](app::Workspace& workspace) {
      auto ledger = workspace.OpenLedger(console_.err_is_terminal, rulebook);
      if (ledger) return run(workspace, **ledger);
      Error error = ledger.error();
      const bool is_held = error.code == ErrorCode::kConflict;
      const auto serving =
          is_held ? app::FindServing(workspace.settings().ledger.path) : std::nullopt;
      if (serving && through) return through(*serving);
      if (serving) error.for_client += WayOut(*serving);
      return FailToOpen(error, console_);
    });
  }

  void AddServe() {
    CLI::App* command =
        Add("serve", "Run the daemon: take in events over HTTP, show live figures", [this] {
          serve_.common = common_;
          return app::RunDaemon(serve_, std::cout, std::cerr);
        });
    command->add_flag("--accept-clock", serve_.accept_clock,
                      "Believe the machine's clock as it is now, although it has jumped ahead of "
                      "the time since the machine was started; the log says so");
    command->add_option("--listen", serve_.listen,
                        "ADDRESS:PORT instead of [server] listen; port 0 picks a free one");
    command
        ->add_option("--speed", serve_.speed,
                     "With --clock: how many times as fast as real time the clock runs on")
        ->capture_default_str();
    command->add_flag_callback(
        "--verbose", [this] { serve_.log_level = LogLevel::kDebug; }, "Log every request");
  }

  /// By the files' rulebook: a ledger need not be there.
  int DryImport() {
    return WithWorkspace([this](app::Workspace& workspace) {
      auto national = NationalOf(workspace.settings(), import_, console_);
      if (!national) return static_cast<int>(app::kUsage);
      return RunDryImport(
          import_,
          {workspace.codes(), std::make_shared<const rulebook::Timeline>(workspace.rulebook()),
           SourcesOf(workspace.settings()), &workspace.clock(), std::move(national)},
          console_);
    });
  }

  void AddImport() {
    CLI::App* command = Add(
        "import", "Take in events from files (.gz too) or standard input, or lists of dossiers",
        [this] {
          // Before the ledger: a mistyped name must not leave a new one behind.
          if (const int wrong = CheckImport(import_, console_); wrong != 0) return wrong;
          if (import_.dry_run) return DryImport();
          return WithLedger([this](app::Workspace& workspace, ledger::Ledger& ledger) {
            auto national = NationalOf(workspace.settings(), import_, console_);
            if (!national) return static_cast<int>(app::kUsage);
            return RunImport(import_, ledger,
                             {workspace.codes(), ledger.timeline(), SourcesOf(workspace.settings()),
                              &workspace.clock(), std::move(national)},
                             console_);
          });
        });
    command->add_option("files", import_.files,
                        "Files of events, one JSON object a line; - or none: "
                        "standard input. Or lists of dossiers, a row each");
    command
        ->add_option(
            "--format", import_.format,
            "events, national (messages of the national interface), cloudevents, one a line, or of "
            "lists of dossiers csv, xls, xlsx, ods")
        ->capture_default_str();
    command->add_option("--source", import_.source, "Source of events that name none")
        ->capture_default_str();
    command
        ->add_option("--mapping", import_.mapping,
                     "Of lists: which columns mean what, a built-in name or a file in the form "
                     "of config/mappings.toml; default: the built-in one that fits. Of national "
                     "messages: a file in the form of config/national.toml")
        ->option_text("NAME|FILE");
    command
        ->add_option("--sheet", import_.sheet,
                     "Of workbooks: the sheet; default: the first that holds anything")
        ->option_text("NAME");
    command
        ->add_option("--taken", import_.taken,
                     "Of lists: when they were exported; default: as a line above the table, or "
                     "the file's name, says")
        ->option_text("DATE|INSTANT");
    command->add_flag("--dry-run", import_.dry_run,
                      "Take nothing in; print the first events as understood, what cannot be used, "
                      "and, of lists, what each column is");
    command->add_flag("--strict", import_.strict, "Exit code 1 if anything was quarantined");
    command->add_flag("--acks", import_.acks, "Print \"acknowledged N\" after each commit");
    command->add_flag("--json", import_.json, "Print the summary as JSON");
  }

  void AddReport() {
    CLI::App* command =
        Add("report", "Print a statement of on-time figures", [this] { return Report(); });
    AddReportQuestion(*command);
    AddReportOutput(*command);
    command->require_subcommand(0, 1);
    AddFrozen(*command);
  }

  int Report() {
    if (report_.freeze) {
      return WithPrintRules([this](app::Workspace& workspace, const report::FormRules& rules) {
        return FreezeReport(report_, freeze_, workspace, rules, console_);
      });
    }
    return WithView(report_.as_of, [this](app::Workspace& workspace, ledger::View& view) {
      report_.ledger = workspace.LedgerOptions(false).folder;
      const app::SiteSettings& site = workspace.settings().site;
      report_.issuer = site.centre.empty() ? site.province : site.centre;
      report_.issuer_en = site.centre_en.empty() ? site.province_en : site.centre_en;
      if (report_.output.value_or("-") == "-") report_.columns = TerminalColumns();
      return PrintRules(workspace, [&](const report::FormRules& rules) {
        if (report_.ask.form == "reconcile") return Reconcile(workspace, view, rules);
        if (!reconcile_.with.empty() || !reconcile_.taken.empty()) {
          return FailUsage(InvalidArgument("--with, --taken: go with the form reconcile"),
                           console_);
        }
        return RunReport(report_, view, workspace.settings().figures, rules, console_);
      });
    });
  }

  void AddReportQuestion(CLI::App& command) {
    report::Ask& ask = report_.ask;
    command.add_option(
        "--period", ask.period,
        "2021-06, 2021-Q2, 2021-H1, 2021, FROM..TO; bc:2021-06 ... for the reporting "
        "periods of Decree 09/2019; default: this month");
    std::string forms;
    for (const report::FormName& form : report::FormNames()) {
      forms += fmt::format("{}: {}; ", form.name, form.meaning);
    }
    command.add_option("--form", ask.form,
                       forms +
                           "compare: two rates explained against each other; reconcile: somebody "
                           "else's figures against ours; default: monthly");
    command.add_option("--rates", ask.rates,
                       "For compare: two of official, strict, due_cohort, index766; default: "
                       "official,index766");
    command.add_option("--with", reconcile_.with,
                       "For reconcile: a file of somebody else's figures: the portal's progress "
                       "(JSON), or a workbook or CSV of a form or of dossiers");
    command.add_option("--taken", reconcile_.taken,
                       "For reconcile: when that file was taken, unless it says so itself");
    command.add_option("--by", ask.by,
                       "agency, procedure, field, tier, counter, channel; default: the form's");
    command.add_option("--agency", ask.agency, "Only this agency and those below it");
    command.add_option("--basis", ask.basis, "promised or lawful; default: [figures] basis");
    command.add_option("--tree", ask.tree,
                       "as-was: open dossiers move to successors in the period (default); "
                       "period-end: all figures belong to who has them at its end");
    command.add_option("--as-of", report_.as_of,
                       "As it was known then: an instant, or the number of an event");
  }

  void AddReportOutput(CLI::App& command) {
    report::Ask& ask = report_.ask;
    command.add_option("--format", ask.format, "table, json, csv, xlsx, html, pdf")
        ->capture_default_str();
    command.add_option("--for", ask.purpose,
                       "Of CSV: machines (default), or excel: with a byte-order mark, semicolons "
                       "and decimal commas");
    command.add_option("-o,--output", report_.output, "File to write, else standard output");
    command.add_option("--lang", ask.language, "vi or en; default: vi");
    command.add_flag("--freeze", report_.freeze,
                     "Put it on record as it is now, and its files into [reports] folder");
    command.add_option("--reason", freeze_.reason,
                       "Why it is frozen again, or although not all of it has come; with --freeze");
    command.add_option("--operator", freeze_.operator_name,
                       "With --freeze: who; default: the user");
  }

  int Reconcile(const app::Workspace& workspace, ledger::View& view,
                const report::FormRules& rules) {
    return RunReconcile(
        report_, reconcile_, view,
        [&](const ledger::AsOf& as_of) { return workspace.OpenView(false, as_of); },
        workspace.settings().figures, rules, console_);
  }

  /// With what frozen statements are made anew from.
  int WithArchive(int (*run)(const FrozenOptions&, ledger::View&, const Archive&, const Console&)) {
    return WithView([this, run](app::Workspace& workspace, ledger::View& view) {
      return PrintRules(workspace, [&](const report::FormRules& rules) {
        return run(frozen_, view, ArchiveOf(workspace, rules, console_), console_);
      });
    });
  }

  /// With the rules by which statements are printed; 2 where they cannot be used.
  int PrintRules(const app::Workspace& workspace,
                 const std::function<int(const report::FormRules&)>& run) {
    const auto print = app::LoadPrintRules(workspace.settings());
    for (const Problem& problem : print.problems) console_.err << ToString(problem) << '\n';
    return HasErrors(print.problems) ? static_cast<int>(app::kUsage) : run(print.rules);
  }
  int WithPrintRules(const std::function<int(app::Workspace&, const report::FormRules&)>& run) {
    return WithWorkspace([&](app::Workspace& workspace) {
      return PrintRules(workspace,
                        [&](const report::FormRules& rules) { return run(workspace, rules); });
    });
  }

  /// What is done with frozen statements: commands below `report`, whose own options stay.
  void AddFrozen(CLI::App& report) {
    const auto add = [&](const char* name, const char* what, std::function<int()> run) {
      // The callback of the command above comes last, and must not take its place.
      CLI::App* command = report.add_subcommand(name, what);
      command->callback([this, run = std::move(run)] { frozen_run_ = run; });
      return command;
    };
    CLI::App* list = add("list", "List the frozen statements", [this] {
      return WithView([this](app::Workspace&, ledger::View& view) {
        return ListFrozen(frozen_, view, console_);
      });
    });
    CLI::App* show = add("show", "Print a frozen statement as it was frozen",
                         [this] { return WithArchive(ShowFrozen); });
    CLI::App* verify =
        add("verify", "Check whether a paper is one of ours, and the record still says so",
            [this] { return WithArchive(VerifyFrozen); });
    CLI::App* restate = add("restate", "Show what a frozen statement would say otherwise now",
                            [this] { return WithArchive(RestateFrozen); });
    CLI::App* sent = add("sent", "Put on record that a frozen statement was sent", [this] {
      return WithWorkspace(
          [this](app::Workspace& workspace) { return ReportSent(sent_, workspace, console_); });
    });
    for (CLI::App* each : {show, restate}) {
      each->add_option("statement", frozen_.id, "Its id")->required();
      each->add_option("-o,--output", frozen_.output, "File to write, else standard output");
    }
    for (CLI::App* each : {list, restate}) {
      each->add_option("--lang", frozen_.language, "vi or en")->capture_default_str();
      each->add_flag("--json", frozen_.json, "Print JSON");
    }
    show->add_option("--format", frozen_.format, "json, or that of one of its files")
        ->capture_default_str();
    verify->add_option("file", frozen_.file, "The paper, signed or not");
    verify->add_option("--id", frozen_.id, "The id printed on it");
    sent->add_option("statement", sent_.id, "Its id")->required();
    sent->add_option("--number", sent_.number, "Its number in the register")->required();
    sent->add_option("--date", sent_.date, "The date that it bears")->required();
    sent->add_option("--signer", sent_.signer, "Who signed it")->required();
    sent->add_option("--operator", sent_.operator_name, "Who enters this; default: the user");
  }

  void AddDue() {
    Add("due", "Answer questions about due dates: NDJSON in, NDJSON out", [this] { return Due(); });
  }

  /// Questions may bring their calendars; a configuration adds named ones and is not required.
  int Due() {
    if (!common_.config && !app::FindConfig({})) {
      return RunDue({}, STDIN_FILENO, STDOUT_FILENO, std::cerr);
    }
    return WithWorkspace([](app::Workspace& workspace) {
      DueOptions options;
      for (const auto& [name, calendar] : workspace.rulebook()->calendars()) {
        options.calendars.emplace(name, *calendar);
      }
      options.rules = workspace.rulebook()->TermsFor({}).due_rules;
      return RunDue(options, STDIN_FILENO, STDOUT_FILENO, std::cerr);
    });
  }

  void AddDossier() {
    CLI::App* command =
        Add("dossier", "Show one dossier: events, standing, dues, explanation", [this] {
          return WithView(dossier_.as_of, [this](app::Workspace&, ledger::View& view) {
            return RunDossier(dossier_, view, console_);
          });
        });
    command->add_option("code", dossier_.code, "Code of the dossier, or an alias of it")
        ->required();
    command->add_flag("--explain", dossier_.explain, "Say how the due dates came about");
    command->add_option("--lang", dossier_.language, "vi or en")->capture_default_str();
    command->add_option("--as-of", dossier_.as_of,
                        "As it was known then: an instant, or the number of an event");
    command->add_flag("--json", dossier_.json, "Print JSON");
  }

  void AddChanges() {
    CLI::App* command =
        Add("changes", "List the dossiers that are not what they were, and why", [this] {
          const auto run = [this](app::Workspace&, ledger::View& view) {
            return RunChanges(changes_, view, console_);
          };
          return WithView(changes_.since, run, "--since");
        });
    command
        ->add_option("--since", changes_.since,
                     "A position: an instant, RFC 3339, or the number of the last event known")
        ->required();
    command->add_option("--period", changes_.period,
                        "Only what makes a difference to the figures of this period");
    command->add_option("--lang", changes_.language, "vi or en")->capture_default_str();
    command->add_flag("--json", changes_.json, "Print JSON, a line for each dossier");
  }

  void AddMetrics() {
    CLI::App* command = Add(
        "metrics", "Print the metrics as they stood, for loading history into Prometheus", [this] {
          return WithView([this](app::Workspace& workspace, ledger::View& view) {
            metrics_.max_series = workspace.settings().metrics.max_series;
            return RunMetrics(metrics_, view, workspace.settings().figures, console_);
          });
        });
    command->add_option("--from", metrics_.from, "The first instant, or a date: its midnight")
        ->required();
    command
        ->add_option("--to", metrics_.to,
                     "The last instant, or a date: all of that day; never beyond now")
        ->required();
    command
        ->add_option("--step", metrics_.step,
                     "Between two instants: 15min, 1h, 1d ...; at least 1s. Prometheus looks back "
                     "5 minutes: between longer steps, ask with last_over_time")
        ->required();
    command
        ->add_option("--known", metrics_.known,
                     "then: what was on record at each instant, as the daemon would have shown it. "
                     "now: every event counts from when it happened, however late it was recorded "
                     "(a correction, too, from its own time), under the rulebooks in force: for a "
                     "ledger filled by one import from an older system, whose past would otherwise "
                     "be empty")
        ->capture_default_str();
    command->add_option(
        "--families", metrics_.families,
        "Only families whose whole name matches this regular expression (RE2), such as "
        "\"dossier_(open|results)\"");
    command->add_option("--without", metrics_.without,
                        "Of these, no family whose whole name matches this one");
    command->add_option("-o,--output", metrics_.output, "File to write, else standard output");
    command->footer(
        "OpenMetrics, for promtool tsdb create-blocks-from openmetrics or VictoriaMetrics. The "
        "record is gone through once from its beginning. Memory grows by some 45 MB for a million "
        "events; samples that find no room there lie in a temporary file (TMPDIR) meanwhile.");
  }

  void AddVerify() {
    CLI::App* command =
        Add("verify", "Check the hash chain, and states and figures against the events", [this] {
          return WithView([this](app::Workspace&, ledger::View& view) {
            return RunVerify(verify_, view, console_);
          });
        });
    command->add_option("--against", verify_.against, "SEQ:DIGEST noted earlier");
    command->add_option("--witness", verify_.witness,
                        "File whose lines end in SEQ:DIGEST, as [ledger] witness writes it");
    command->add_flag("--json", verify_.json, "Print JSON");
  }

  OutputForm Form() const { return json_ ? OutputForm::kJson : OutputForm::kText; }

  void AddQuarantine() {
    CLI::App* command = app_.add_subcommand("quarantine", "What intake could not use");
    command->require_subcommand(1);
    CLI::App* list = AddTo(*command, "list", "List the entries that wait, one by one or grouped",
                           [this] { return ListEntries(); });
    list->add_option("--by", quarantine_.by,
                     "Grouped: reason (what is wrong, whatever was sent) or source");
    CLI::App* show = AddTo(*command, "show", "Show what is kept of an entry",
                           [this] { return quarantine_.bytes ? LookAtEntry() : ShowEntry(); });
    show->add_option("id", quarantine_.ids, "Number of the entry")->required()->expected(1);
    show->add_flag("--bytes", quarantine_.bytes,
                   "Instead, the bytes of what could not be parsed: they may name persons, so who "
                   "looks goes on record, and why");
    show->add_option("--reason", quarantine_.by_hand.reason, "With --bytes: why");
    show->add_option("--operator", quarantine_.by_hand.actor,
                     "With --bytes: who; default: the user");
    CLI::App* retry = AddTo(*command, "retry", "Try entries again under the rulebook in force",
                            [this] { return RetryEntries(); });
    retry->add_option("ids", quarantine_.ids, "Numbers of entries; none: all that are meant");
    for (CLI::App* each : {list, retry}) {
      each->add_option("--source", quarantine_.filter.source, "Only entries from this source");
      each->add_option("--reason", quarantine_.filter.reason,
                       "Only entries with this text in the reason, as listed one by one or --by "
                       "reason");
    }
    CLI::App* discard =
        AddTo(*command, "discard", "Mark entries as dealt with, which goes on record",
              [this] { return DiscardEntries(); });
    discard->add_option("ids", quarantine_.ids, "Numbers of entries")->required();
    discard->add_option("--reason", quarantine_.by_hand.reason, "Why")->required();
    discard->add_option("--operator", quarantine_.by_hand.actor, "Who; default: the user");
    for (CLI::App* each : {list, show, retry, discard}) {
      each->add_flag("--json", json_, "Print JSON");
    }
  }

  int ListEntries() {
    using intake::QuarantineBy;
    const bool by_reason = quarantine_.by == "reason";
    if (!quarantine_.by.empty() && !by_reason && quarantine_.by != "source") {
      return FailUsage(InvalidArgument(fmt::format("--by: expected reason or source, got {}",
                                                   JsonQuote(quarantine_.by))),
                       console_);
    }
    return WithView([&](app::Workspace&, ledger::View& view) {
      if (quarantine_.by.empty()) return ListQuarantine(view, Form(), console_, quarantine_.filter);
      return ListQuarantineGroups(view, by_reason ? QuarantineBy::kReason : QuarantineBy::kSource,
                                  Form(), console_, quarantine_.filter);
    });
  }

  int RetryEntries() {
    if (!quarantine_.ids.empty() && !quarantine_.filter.is_all()) {
      return FailUsage(InvalidArgument("--source, --reason: say which entries are meant, and go "
                                       "without numbers"),
                       console_);
    }
    return WithLedger(
        app::Workspace::Rulebook::kOnRecord,
        [&](app::Workspace& workspace, ledger::Ledger& ledger) {
          return RetryQuarantine(ledger, {workspace.codes(), ledger.timeline()}, quarantine_.ids,
                                 Form(), console_, quarantine_.filter);
        },
        [&](const app::Serving& serving) {
          return RetryThroughDaemon(serving, quarantine_, Form(), console_);
        });
  }

  int ShowEntry() {
    return WithView([&](app::Workspace&, ledger::View& view) {
      return ShowQuarantined(view, quarantine_.ids.front(), Form(), console_);
    });
  }

  int LookAtEntry() {
    if (quarantine_.by_hand.actor.empty()) quarantine_.by_hand.actor = app::OperatorName();
    if (auto said = intake::CheckDoneBy(quarantine_.by_hand); !said) {
      return FailUsage(said.error(), console_);
    }
    return WithLedger(
        app::Workspace::Rulebook::kOnRecord,
        [&](app::Workspace& workspace, ledger::Ledger& ledger) {
          return LookAtQuarantine(ledger, quarantine_.ids.front(), quarantine_.by_hand,
                                  workspace.clock().Now(), Form(), console_);
        },
        [&](const app::Serving& serving) {
          return LookThroughDaemon(serving, quarantine_, Form(), console_);
        });
  }

  int DiscardEntries() {
    if (quarantine_.by_hand.actor.empty()) quarantine_.by_hand.actor = app::OperatorName();
    if (auto said = intake::CheckDoneBy(quarantine_.by_hand); !said) {
      return FailUsage(said.error(), console_);
    }
    return WithLedger(
        app::Workspace::Rulebook::kOnRecord,
        [&](app::Workspace&, ledger::Ledger& ledger) {
          return DiscardQuarantine(ledger, quarantine_.ids, quarantine_.by_hand, Form(), console_);
        },
        [&](const app::Serving& serving) {
          return DiscardThroughDaemon(serving, quarantine_, Form(), console_);
        });
  }

  void AddSources() {
    CLI::App* command =
        Add("sources", "Show what each source has sent, how late it came, how long it is silent",
            [this] {
              return WithView([this](app::Workspace& workspace, ledger::View& view) {
                return RunSources(sources_, view,
                                  {.codes = workspace.codes(),
                                   .late_after = app::LateAfterOf(workspace.settings()),
                                   .late_after_else = app::LateAfter(workspace.settings())},
                                  console_);
              });
            });
    command->add_option("--days", sources_.days, "Days of the window, today among them: 1 to 366")
        ->capture_default_str();
    command->add_option("--format", sources_.format, "table or json")->capture_default_str();
  }

  void AddToken() {
    CLI::App* command =
        app_.add_subcommand("token", "Access tokens: who may ask the daemon for what");
    command->require_subcommand(1);
    const auto add = [&](const char* name, const char* what,
                         std::function<int(app::Workspace&, const std::filesystem::path&)> run) {
      return AddTo(*command, name, what, [this, run = std::move(run)] {
        if (token_.operator_name.empty()) token_.operator_name = app::OperatorName();
        return WithWorkspace([&](app::Workspace& workspace) {
          return run(workspace, app::TokensOf(workspace.settings()));
        });
      });
    };
    CLI::App* create =
        add("create", "Make one, and print it, this once",
            [this](app::Workspace& workspace, const auto& file) {
              return CreateToken(token_, file, *workspace.rulebook(), workspace.clock(), console_);
            });
    create->add_option("name", token_.name, "What it is called by")->required();
    create
        ->add_option("--role", token_.role,
                     "ingest (sends), viewer (reads), clerk (reads and brings in), auditor (reads "
                     "all), metrics (scrapes), wall (the hall's screen), admin")
        ->required();
    create->add_option("--source", token_.source, "Of ingest: whose events it brings");
    create->add_option(
        "--agency", token_.agencies,
        "Of viewer, clerk, ingest and wall: sees, and brings in, what is of this agency and those "
        "below it alone; may be repeated");
    create->add_option("--holder", token_.holder, "Who answers for it: name, post, agency");
    create->add_option(
        "--certificate", token_.certificate,
        "PEM file of a client's certificate, which lets in by TLS instead of a text");
    create->add_option("--for", token_.lasts, "How long it is good: days like 90d, or never")
        ->capture_default_str();
    CLI::App* pair = add("pair", "Let in the screen in the hall that shows a code at /wall",
                         [this](app::Workspace& workspace, const auto&) {
                           token_.lasts = pair_lasts_;
                           return PairScreen(token_, workspace.settings().ledger.path, console_);
                         });
    pair->add_option("code", token_.code, "What it shows, like 7KQM-2XRA")->required();
    pair->add_option("--name", token_.name, "What it is to be called by, like hall-1");
    pair->add_option("--agency", token_.agencies,
                     "It shows this agency and those below it alone; may be repeated");
    pair->add_option("--for", pair_lasts_, "How long it is good: days like 365d, or never")
        ->capture_default_str();
    CLI::App* list = add("list", "Show all that were ever made, without what lets in",
                         [this](app::Workspace& workspace, const auto& file) {
                           const auto& zone = workspace.rulebook()->default_calendar().zone();
                           return ListTokens(token_, file, workspace.clock(), zone, console_);
                         });
    list->add_option("--format", token_.format, "table or json")->capture_default_str();
    CLI::App* revoke = add("revoke", "It lets nobody in from now on",
                           [this](app::Workspace& workspace, const auto& file) {
                             return RevokeToken(token_, file, workspace.clock(), console_);
                           });
    revoke->add_option("name", token_.name, "What it is called by")->required();
    revoke->add_option("--reason", token_.reason, "Why")->required();
    for (CLI::App* each : {create, pair, revoke}) {
      each->add_option("--operator", token_.operator_name, "Who; default: the user");
    }
  }

  void AddActs() {
    CLI::App* command = Add("acts", "Show what operators did: who, when, why", [this] {
      return WithView([this](app::Workspace& workspace, ledger::View& view) {
        const auto tokens = access::ReadTokens(app::TokensOf(workspace.settings()));
        if (!tokens) return Fail(tokens.error(), console_);
        return RunActs(acts_, view, *tokens, console_);
      });
    });
    command->add_option("--format", acts_.format, "table or json")->capture_default_str();
  }

  void AddBackup() {
    CLI::App* backup =
        Add("backup", "Copy the ledger, verified, beside a running daemon or not", [this] {
          return WithWorkspace([this](app::Workspace& workspace) {
            return RunBackup(backup_, keep_, workspace, console_);
          });
        });
    backup->add_option("folder", backup_, "A new folder for the copy")->required();
    backup
        ->add_option("--keep", keep_,
                     "The folder is one of copies, each called by its instant: so many stay")
        ->check(CLI::Range(1, 10'000));
    CLI::App* restore =
        Add("restore", "Put a copy where the ledger is to be, once it is verified", [this] {
          if (restore_.operator_name.empty()) restore_.operator_name = app::OperatorName();
          return WithWorkspace([this](app::Workspace& workspace) {
            return RunRestore(restore_, workspace, console_);
          });
        });
    restore->add_option("folder", restore_.source, "The folder of the copy")->required();
    restore->add_option("--operator", restore_.operator_name, "Who; default: the user");
    restore->add_option("--reason", restore_.reason, "Why; goes on record");
  }

  void AddRulebook() {
    CLI::App* command =
        app_.add_subcommand("rulebook", "Agencies, procedures and calendars: what is in force");
    command->require_subcommand(1);
    CLI::App* check = AddTo(*command, "check",
                            "Check the files, and that they could be put in force in the ledger",
                            [this] { return CheckRules(); });
    CLI::App* diff = AddTo(
        *command, "diff", "Show what would change, down to the dossiers that would move", [this] {
          return WithWorkspace([this](app::Workspace& workspace) {
            auto view = ledger::OpenView(workspace.LedgerOptions(console_.err_is_terminal));
            return view ? DiffRulebook(rulebook_, **view, workspace.rulebook(), console_)
                        : FailToOpen(view.error(), console_);
          });
        });
    CLI::App* apply = AddTo(*command, "apply",
                            "Record the rulebook of the configuration and put it in force", [this] {
                              return WithWorkspace([this](app::Workspace& workspace) {
                                return ApplyRulebook(rulebook_, workspace, console_);
                              });
                            });
    check->add_flag("--json", json_, "Print JSON");
    for (CLI::App* each : {diff, apply}) {
      each->add_option("--effective-from", rulebook_.effective_from,
                       "A date or an instant in the past from when on it is in force, for dossiers "
                       "that ended since as well; default: now");
      each->add_flag("--json", rulebook_.json, "Print JSON, a line for each dossier");
    }
    diff->add_option("--lang", rulebook_.language, "vi or en")->capture_default_str();
    apply->add_option("--reason", rulebook_.reason, "Why; required with --effective-from");
    apply->add_option("--operator", rulebook_.operator_name, "Who; default: the user");
  }

  int CheckRules() {
    const auto clock = app::MakeClock(common_);
    if (!clock) return FailUsage(clock.error(), console_);
    const int checked = RunCheckConfig({common_.config, common_.data, json_, files_only_}, **clock,
                                       std::cout, std::cerr);
    if (checked != 0) return checked;
    return WithWorkspace([this](app::Workspace& workspace) {
      auto view = ledger::OpenView(workspace.LedgerOptions(console_.err_is_terminal));
      if (!view && view.error().code == ErrorCode::kNotFound) return 0;
      return view ? CheckRulebook(**view, workspace.rulebook(), console_)
                  : FailToOpen(view.error(), console_);
    });
  }

  void AddSimulate() {
    CLI::App* command =
        Add("simulate", "Write the events of a province that never existed", [this] {
          return WithWorkspace([this](app::Workspace& workspace) {
            return RunSimulate(simulate_, workspace.rulebook(), workspace.codes(),
                               workspace.clock(), console_);
          });
        });
    command->add_option("--dossiers", simulate_.dossiers, "How many")->capture_default_str();
    command->add_option("--from", simulate_.from, "First day; default: a year before --to");
    command->add_option("--to", simulate_.to, "Last day; default: today");
    command->add_option("--agencies", simulate_.agencies,
                        "Only so many of the agencies listed; where no list is closed, made-up "
                        "ones, 120 by default");
    command->add_option("--procedures", simulate_.procedures, "Likewise; 300 by default");
    command->add_option("--seed", simulate_.seed, "The same seed gives the same province")
        ->capture_default_str();
    command->add_flag("--tidy", simulate_.tidy,
                      "In order of happening, each event once; default: in order of arrival, some "
                      "entered late, some sent twice");
    command->add_option("--format", simulate_.format, "events or national")->capture_default_str();
    command->add_option("-o,--output", simulate_.output, "File to write, else standard output");
    command->add_option("--plant", simulate_.plant,
                        "Tamper with some dossiers and write which, and how, to this file as CSV");
    command->add_option("--follow", simulate_.follow,
                        "Post them to the daemon at this URL as time goes by, e.g. "
                        "http://127.0.0.1:8080; with the access token in DUNGHAN_TOKEN, if any");
    command->add_option("--start", simulate_.start,
                        "With --follow: a date or an instant, earlier events are left out; "
                        "default: midnight of the daemon's today");
    command->add_option(
        "--speed", simulate_.speed,
        "With --follow: times real time, up to the daemon's clock; default: as fast "
        "as it goes");
  }

  void AddCheckConfig() {
    CLI::App* command = Add("check-config", "Check the configuration and all it names", [this] {
      const auto clock = app::MakeClock(common_);
      if (!clock) return FailUsage(clock.error(), console_);
      return RunCheckConfig({common_.config, common_.data, json_, files_only_}, **clock, std::cout,
                            std::cerr);
    });
    command->add_flag("--json", json_, "Print JSON");
    command->add_flag("--files-only", files_only_,
                      "Do not look at the ledger for days that open dossiers rest on");
  }

  void AddAlertmanagerRoutes() {
    CLI::App* command =
        Add("alertmanager-routes",
            "Print the routes of Alertmanager for every agency, to be pasted in", [this] {
              return WithWorkspace([this](app::Workspace& workspace) {
                return RunAlertmanagerRoutes(routes_, *workspace.rulebook(),
                                             workspace.clock().Now(), console_);
              });
            });
    command->add_flag_callback(
        "--receivers", [this] { routes_ = RoutesPart::kReceivers; },
        "Print the receivers that the routes name, to be filled in");
  }

  void AddVersion() {
    CLI::App* command = Add("version", "Print version, revision and libraries",
                            [this] { return RunVersion(json_, std::cout); });
    command->add_flag("--json", json_, "Print JSON");
  }

  CLI::App app_;
  std::function<int()> run_;
  std::function<int()> frozen_run_;  // of a command below `report`, in its place
  Console console_{std::cout, std::cerr, ::isatty(STDERR_FILENO) == 1};
  app::CommonOptions common_;
  app::DaemonOptions serve_;
  ImportOptions import_;
  ReportOptions report_;
  ReconcileOptions reconcile_;
  FreezeOptions freeze_;
  FrozenOptions frozen_;
  SentOptions sent_;
  DossierOptions dossier_;
  ChangesOptions changes_;
  MetricsOptions metrics_;
  VerifyOptions verify_;
  RulebookOptions rulebook_;
  SimulateOptions simulate_;
  RoutesPart routes_ = RoutesPart::kRoutes;
  QuarantineOptions quarantine_;
  SourcesOptions sources_;
  TokenOptions token_;
  std::string pair_lasts_ = "365d";  ///< a screen stays
  std::filesystem::path backup_;
  RestoreOptions restore_;
  std::optional<int> keep_;
  ActsOptions acts_;
  bool json_ = false;
  bool files_only_ = false;
};

}  // namespace

int RunProgram(int argc, char** argv) {
  const int code = Program().Run(argc, argv);
  return Finish(code, {std::cout, std::cerr});
}

}  // namespace dunghan::commands
