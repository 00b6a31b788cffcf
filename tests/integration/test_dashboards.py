"""The dashboards: made of their sources, alike in both languages, as Grafana's types want them, and
every question in them answered with data by a real Prometheus and a real VictoriaMetrics."""

import configparser
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import unittest.mock

import daemon
import dunghan
import province

sys.path.insert(0, str(dunghan.SOURCE / "tests/dashboards"))

import boards  # noqa: E402
import lint  # noqa: E402
import lint_figures  # noqa: E402
import queries  # noqa: E402
import stores  # noqa: E402

CHECKS = dunghan.SOURCE / "tests/dashboards"
RULES = [dunghan.SOURCE / "deploy/prometheus" / name
         for name in ("dossier-rules.yml", "dossier-alerts.yml")]
NAMES = ["agency", "backlog", "daemon", "overview", "procedures", "report", "target", "wall"]
# Where npm's packages go: never into the source tree.
MODULES = pathlib.Path(os.environ.get("DUNGHAN_NODE_MODULES",
                                      pathlib.Path(dunghan.BINARY).parent / "dashboard-checks"))


@unittest.skipUnless(shutil.which("jsonnet") and shutil.which("jq"), "jsonnet or jq is not there")
class Sources(unittest.TestCase):
    def test_generated_files_are_what_their_sources_make(self):
        done = subprocess.run([boards.FOLDER / "build.sh", "--check"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_changed_file_is_noticed_and_named(self):
        changed = pathlib.Path(self.enterContext(_folder())) / "dashboards"
        shutil.copytree(dunghan.SOURCE / "dashboards", changed)
        shutil.copytree(dunghan.SOURCE / "deploy/prometheus", changed.parent / "deploy/prometheus")
        wall = changed / "grafana/vi/dossier-wall.json"
        wall.write_text(wall.read_text().replace("dossier_simulated", "dossier_real"))
        (changed / "grafana/en/dossier-old.json").write_text("{}")
        done = subprocess.run([changed / "build.sh", "--check"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("vi/dossier-wall.json: differs", done.stdout)
        self.assertIn("en/dossier-old.json: nothing makes it any more", done.stdout)

    def test_the_mixin_holds_the_same_rules_and_alerts_as_the_files(self):
        same = ("local mixin = import 'mixin.libsonnet';"
                " [mixin.prometheusRules.groups == (import 'rules/rules.libsonnet').groups,"
                "  mixin.prometheusAlerts.groups == (import 'alerts/alerts.libsonnet').groups]")
        done = subprocess.run(["jsonnet", "-e", same], cwd=boards.FOLDER, capture_output=True, text=True)
        self.assertEqual(json.loads(done.stdout or "null"), [True, True], done.stderr)

    def test_the_name_of_the_province_stands_on_every_dashboard(self):
        named = ("((import 'config.libsonnet') + (import 'boards/boards.libsonnet')"
                 " + { _config+:: { site: { vi: 'Tỉnh Sơn La', en: 'Son La' } } }).grafanaDashboards")
        done = subprocess.run(["jsonnet", "-e", named], cwd=boards.FOLDER, capture_output=True, text=True)
        made = json.loads(done.stdout)
        self.assertEqual(len(made), 2 * len(NAMES), done.stderr)
        for file, board in made.items():
            site = "Tỉnh Sơn La" if file.startswith("vi/") else "Son La"
            self.assertTrue(board["title"].startswith(f"{site}: "), board["title"])
            self.assertEqual(board["panels"][0]["title"], site)

    def test_the_tables_of_texts_agree_and_every_text_is_used(self):
        self.assertEqual(lint.text_problems(), [])


class Rules(unittest.TestCase):
    def test_every_dashboard_is_there_in_both_languages(self):
        for language in boards.LANGUAGES:
            self.assertEqual([path.stem for path in boards.files(language)],
                             [f"dossier-{name}" for name in NAMES])

    def test_every_dashboard_keeps_the_rules(self):
        self.assertEqual(lint.lint(), [])

    def test_the_languages_differ_in_their_texts_alone(self):
        self.assertEqual(lint.language_differences(), [])

    def test_what_is_asked_for_is_published_or_recorded(self):
        self.assertEqual(lint.unknown_names(), [])

    @unittest.skipUnless(shutil.which("promtool"), "promtool is not there")
    def test_every_query_is_promql(self):
        self.assertEqual(lint.syntax(), [])

    def test_the_rules_notice_what_they_are_for(self):
        """One change each, and the rule that has to see it."""
        mutations = [
            (lint.panel_title_description, lambda board: board["panels"][3].update(description="")),
            (lint.panel_units, lambda board: board["panels"][3]["fieldConfig"]["defaults"].update(unit="pct")),
            (lint.panel_datasource, lambda board: board["panels"][3]["datasource"].update(uid="mine")),
            (lint.uneditable, lambda board: board.update(editable=True)),
            (lint.identity, lambda board: board.update(id=7)),
            (lint.places, lambda board: board["panels"][3]["gridPos"].update(x=1)),
            (lint.no_data_is_grey, lambda board: board["panels"][5]["fieldConfig"]["defaults"].update(
                mappings=[])),
            (lint.simulated_is_said, lambda board: board["panels"].pop(0)),
            (lint.rate_interval, lambda board: board["panels"][3]["targets"][0].update(
                expr="rate(dunghan_http_requests_total[5m])")),
            (lint.counters_inside_rates, lambda board: board["panels"][3]["targets"][0].update(
                expr="sum(dunghan_http_requests_total)")),
            (lint.targets_are_metrics, lambda board: board["panels"][3]["targets"][0].update(
                expr="up < 0.98")),
            (lint.instances_once, lambda board: board["panels"][3]["targets"][0].update(
                expr="sum(dossier_open)")),
            (lint.panel_units, lambda board: defaults(board, 3).update(unit="percentunit")),
            (lint_figures.ratios_are_cut, lambda board: defaults(board, 3).update(decimals=1)),
            (lint_figures.ratios_are_cut, lambda board: board["panels"][3]["targets"][0].update(
                expr="100 * max(period:dossier_period_headline_on_time_per_dossiers:ratio)")),
            (lint_figures.ratios_are_cut, lambda board: board["panels"][8]["targets"][0].update(
                expr="max(dossier_overall_best_possible_ratio)")),
            (lint_figures.colours_of_the_state, lambda board: board["panels"][4]["targets"][0].update(
                expr="max(dossier_overall_on_target)")),
            (lint_figures.colours_of_the_state, lambda board: defaults(board, 4)["mappings"].pop()),
            (lint_figures.colours_of_the_state, lambda board: defaults(board, 3).update(
                thresholds={"mode": "absolute", "steps": [{"value": None, "color": "red"},
                                                          {"value": 98, "color": "blue"}]})),
            (lint_figures.rankings_tell_something, lambda board: board["panels"][-1]["targets"][0].update(
                expr=board["panels"][-1]["targets"][0]["expr"].replace(" > 0)", ")"))),
            (lint_figures.rankings_tell_something, lambda board: board["panels"][-1]["options"].update(
                namePlacement="left")),
            (lint_figures.tables_have_totals, lambda board: table(board)["targets"][2].update(expr="up")),
            (lint_figures.tables_have_totals, lambda board: table(board)["fieldConfig"]["overrides"][0].update(
                properties=[{"id": "unit", "value": "string"}, {"id": "displayName", "value": "Cơ quan"}])),
            (lint_figures.in_sections, lambda board: board["panels"].append(
                {"type": "row", "title": "Hôm nay"})),
            (lint_figures.labels_are_words, lambda board: board["panels"][-1]["targets"][0].update(
                legendFormat="{{agency}}")),
        ]
        self.assertEqual({rule for rule, _ in mutations}, set(lint.RULES) - {
            lint.template_datasource, lint.template_queries, lint.panel_targets,
            lint_figures.few_beside_many})
        for rule, change in mutations:
            self.notices(rule, "wall", change)
        self.notices(lint_figures.in_sections, "overview",
                     lambda board: boards.sections(board)[0].update(title=""))
        self.notices(lint_figures.few_beside_many, "report", lambda board: [
            override.update(properties=[]) for panel in boards.panels(board) for override in
            panel["fieldConfig"]["overrides"] if panel["type"] == "timeseries"])

    def notices(self, rule, name, change):
        board = boards.load(boards.files("vi")[NAMES.index(name)])
        self.assertEqual(list(rule("vi", board)), [], rule.__name__)
        change(board)
        self.assertNotEqual(list(rule("vi", board)), [], rule.__name__)

    def test_one_question_has_one_title(self):
        self.assertEqual(lint_figures.titles(), [])

    def test_two_titles_of_one_question_are_noticed(self):
        every = boards.every()
        wall = next(board for name, board in every if name == "vi/dossier-wall")
        wall["panels"][3]["title"] = "Tỷ lệ đúng hạn"
        with unittest.mock.patch.object(boards, "every", lambda: every):
            self.assertNotEqual(lint_figures.titles(), [])

    def test_grafana_writes_dates_with_the_day_first(self):
        ini = configparser.ConfigParser()
        ini.read(dunghan.SOURCE / "deploy/grafana/date_formats.ini")
        formats = dict(ini["date_formats"])
        dates = {key: text for key, text in formats.items() if "DD" in text}
        self.assertEqual(set(dates), {"full_date", "interval_hour", "interval_day"})
        for text in dates.values():
            self.assertRegex(text, "^DD/MM")
        self.assertEqual((formats["default_timezone"], formats["default_week_start"]),
                         ("Asia/Ho_Chi_Minh", "monday"))
        # In containers the same is said by variables.
        compose = (dunghan.SOURCE / "deploy/compose/compose.yaml").read_text()
        for key, text in formats.items():
            self.assertIn(f'GF_DATE_FORMATS_{key.upper()}: "{text}"\n', compose)


@unittest.skipUnless(shutil.which("jsonnet") and shutil.which("promtool"), "jsonnet or promtool is not there")
class Cutting(unittest.TestCase):
    """The expressions of lib/query.libsonnet that make per cent of a ratio, as Prometheus works them out."""

    # in time, all, per cent in time and late as they have to be shown
    SHARES = [
        (9796, 10000, 97.96, 2.04), (9996, 10000, 99.96, 0.04), (98, 100, 98, 2), (49, 50, 98, 2),
        (57, 100, 57, 43), (29, 100, 29, 71), (1, 1, 100, 0), (0, 7, 0, 100), (2, 3, 66.66, 33.34),
        # As near to the target and to 1 as millions of dossiers come.
        (9799999, 9999999, 97.99, 2.01), (9799951, 9999950, 98, 2), (9999998, 9999999, 99.99, 0.01),
        (1, 9999999, 0, 100),
    ]

    def expression(self, function, ratio):
        asked = f"(import 'lib/query.libsonnet').{function}('{ratio}')"
        done = subprocess.run(["jsonnet", "-S", "-e", asked], cwd=boards.FOLDER,
                              capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def ask(self, shares, change=lambda expression: expression):
        """promtool on [(in time, all, shown, shown of the late ones)]."""
        series, tests = [], []
        for i, (in_time, every, shown, late) in enumerate(shares):
            series += [{"series": f'in_time{{i="{i}"}}', "values": str(in_time)},
                       {"series": f'every{{i="{i}"}}', "values": str(every)}]
        for function, ratio, column in (("cut", "in_time / every", 2), ("cutUp", "1 - in_time / every", 3)):
            expected = [{"labels": f'{{i="{i}"}}', "value": share[column]} for i, share in enumerate(shares)]
            tests.append({"expr": change(self.expression(function, ratio)), "eval_time": "0m",
                          "exp_samples": expected})
        with tempfile.TemporaryDirectory(prefix="dunghan-") as folder:
            file = pathlib.Path(folder) / "test.yml"
            file.write_text(json.dumps({"rule_files": [], "evaluation_interval": "1m", "tests": [
                {"interval": "1m", "input_series": series, "promql_expr_test": tests}]}))
            return subprocess.run(["promtool", "test", "rules", file], capture_output=True, text=True)

    def test_a_share_is_cut_and_never_up_to_the_target_or_one(self):
        done = self.ask(self.SHARES)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_every_hundredth_of_a_per_cent_stays_what_it_is(self):
        """Of those that division and multiplication fall short of, too, such as 0.57."""
        for every in (10000, 30000, 9990000):
            done = self.ask([(k * every // 10000, every, k / 100, (10000 - k) / 100)
                             for k in range(0, 10001, 7)])
            self.assertEqual(done.returncode, 0, (done.stdout + done.stderr)[-2000:])

    def test_rounding_and_forgetting_what_is_lost_are_noticed(self):
        for change in (lambda text: text.replace("floor", "round").replace("ceil", "round"),
                       lambda text: text.replace(" + 1e-8", "").replace(" - 1e-8", ""),
                       lambda text: text.replace("1e-8", "1e-3"),
                       lambda text: text.replace("10000", "1000").replace("/ 100", "/ 10")):
            self.assertEqual(self.ask(self.SHARES, change).returncode, 1)


class Types(unittest.TestCase):
    """Grafana's own types, from npm. Skipped where the packages cannot be had."""

    @classmethod
    def setUpClass(cls):
        if not (shutil.which("node") and shutil.which("npm")):
            raise unittest.SkipTest("node or npm is not there")
        installed = MODULES / "package-lock.json"
        wanted = (CHECKS / "package-lock.json").read_bytes()
        if (MODULES / "node_modules/ajv").exists() and installed.read_bytes() == wanted:
            return
        MODULES.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(CHECKS / name, MODULES / name)
        try:
            done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                                  cwd=MODULES, capture_output=True, text=True, timeout=300)
            said = done.stderr.strip()[-500:]
        except subprocess.TimeoutExpired:
            said = "npm took longer than five minutes"
            done = None
        if done is None or done.returncode != 0:
            shutil.rmtree(MODULES, ignore_errors=True)
            raise unittest.SkipTest(f"the packages of {CHECKS}/package.json cannot be had: {said}")

    def validate(self, *files):
        return subprocess.run(["node", CHECKS / "validate.mjs", MODULES, *files],
                              capture_output=True, text=True)

    def test_every_dashboard_is_what_grafana_expects(self):
        done = self.validate(*boards.files("vi"), *boards.files("en"))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"16 dashboards, \d{3} parts held .* 0 problems")

    def test_a_mistyped_property_is_found(self):
        folder = pathlib.Path(self.enterContext(_folder()))
        text = boards.files("vi")[NAMES.index("overview")].read_text()
        for right, wrong in (("fieldConfig", "fieldConfg"), ("showUnfilled", "showUnfiled"),
                             ("lineInterpolation", "lineInterpol")):
            file = folder / f"{wrong}.json"
            file.write_text(text.replace(f'"{right}"', f'"{wrong}"'))
            done = self.validate(file)
            self.assertEqual(done.returncode, 1, wrong)
            self.assertTrue(wrong in done.stdout or "TypeError" in done.stderr, done.stdout + done.stderr)


@unittest.skipUnless(stores.PROMETHEUS, "prometheus is not there")
class Questions(province.Province):
    """A simulated year, its past loaded into Prometheus, and a daemon that it scrapes."""

    def setUp(self):
        super().setUp()
        self.clock = "2025-06-18T10:30:00+07:00"
        text = self.config.read_text()
        # An Alertmanager that is not there: what is posted to it fails and is counted.
        self.config.write_text(text.replace("# alertmanager = []", 'alertmanager = ["http://127.0.0.1:9"] #'))

    def fill(self):
        """A daemon on the year; what it has not been told yet is kept for later."""
        events = self.simulate(20000, "2024-06-19", "2025-06-18", 52)
        self.import_events(events[:-200], options=("--strict",))
        self.untold = events[-200:]
        self.run_program("report", "--period", "2025-05", "--freeze")
        served = daemon.Daemon(self, token=False)  # all of it is simulated
        self.tell(served, 100)
        return served

    def tell(self, served, count):
        """Over HTTP, so that the daemon hears its sources and has something to count."""
        told, self.untold = self.untold[:count], self.untold[count:]
        answer = served.post("/api/v1/events", "".join(json.dumps(event) + "\n" for event in told),
                             "application/x-ndjson")
        self.assertEqual((answer.status, answer.json()["quarantined"]), (200, 0), answer.text)

    def past(self):
        """What the year looked like, week by week, moved in time so that it ends now."""
        file = self.folder / "past.txt"
        self.run_program("metrics", "--from", "2024-06-20", "--to", "2025-06-18T09:00:00+07:00",
                         "--step", "7d", "--known", "now", "-o", file)
        moved = int(time.time()) - int(province.parse(self.clock).timestamp())
        labels = 'job="dossier",instance="past"'
        lines = []
        for line in file.read_text().splitlines():
            if line.startswith("#"):
                lines.append(line)
                continue
            series, value, stamp = line.rsplit(" ", 2)
            name, brace, rest = series.partition("{")
            series = f"{name}{{{labels},{rest}" if brace else f"{name}{{{labels}}}"
            lines.append(f"{series} {value} {int(float(stamp)) + moved}")
        file.write_text("\n".join(lines) + "\n")
        return file

    def test_every_question_is_answered_by_prometheus_and_victoria_metrics(self):
        served = self.fill()
        store = stores.Prometheus(self, f"127.0.0.1:{served.port}", RULES, self.past())
        store.await_data("dunghan_commit_duration_seconds_count > 0")
        self.tell(served, 100)
        # Two rounds of the rules, some of which read others, and two samples for a rate.
        store.await_data("rate(dunghan_commit_duration_seconds_count[2m]) > 0")
        store.await_data("agency:dossier_late_budget_used:ratio offset 6s")
        store.await_data('ALERTS{alertname="DossierWatchdog",alertstate="firing"}')
        store.await_data("count_over_time(dossier_simulated[60d]) > 5")
        self.ask_everything(store)
        if not stores.VICTORIA:
            self.skipTest("victoria-metrics is not there: only Prometheus was asked")
        victoria = stores.Victoria(self)
        victoria.take_in(store.raw("2m"))
        self.ask_everything(victoria)

    def ask_everything(self, store):
        findings = queries.Findings()
        for name, dashboard in boards.every():
            queries.check(store, name, dashboard, findings)
        self.assertEqual(findings.problems, [], "\n".join(findings.problems))
        self.assertGreater(findings.asked, 450)
        print(f"{type(store).__name__}: {findings.asked} asked, {len(findings.empty)} empty as may be")

    def test_agencies_are_offered_by_name_in_both_languages(self):
        served = self.fill()
        store = stores.Prometheus(self, f"127.0.0.1:{served.port}", RULES)
        store.await_data("dossier_agency_info")
        for language, name in (("vi", "Sở Tư pháp"), ("en", "Department of Justice")):
            board = boards.load(boards.files(language)[NAMES.index("agency")])
            variable = next(one for one in board["templating"]["list"] if one["name"] == "agency")
            self.assertIn(("000.00.03.H52", name), queries.options(store, variable))


def defaults(board, panel):
    return board["panels"][panel]["fieldConfig"]["defaults"]


def table(board):
    return next(panel for panel in board["panels"] if panel["type"] == "table")


def _folder():
    return tempfile.TemporaryDirectory(prefix="dunghan-")


if __name__ == "__main__":
    unittest.main()
