"""Prometheus' rules and alerts: promtool's tests of them, tests of those tests, the runbooks, and a
real Prometheus that evaluates them on a simulated province."""

import json
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

import daemon
import dunghan
import prometheus
import province

try:
    import yaml
except ImportError:
    yaml = None

RULES = dunghan.SOURCE / "deploy/prometheus"
TESTS = dunghan.SOURCE / "tests/prometheus"
RUNBOOKS = dunghan.SOURCE / "docs/runbooks"
TEXTS = dunghan.SOURCE / "dashboards/i18n"
RULE_FILES = ("dossier-rules.yml", "dossier-alerts.yml")
LANGUAGES = ("vi", "en")
HEADINGS = {"vi": ["Ý nghĩa", "Ảnh hưởng", "Kiểm tra", "Xử lý"],
            "en": ["Meaning", "Impact", "Diagnosis", "Action"]}
# What the daemon says about single dossiers, without Prometheus.
OF_DOSSIERS = {"DossierReturnOrApologise", "DossierDueSoon", "DossierOverdue",
               "DossierAcceptanceOverdue", "DossierApologyDue", "DossierSupplementAgain",
               "DossierSupplementMissing", "DossierNotMoved", "DossierMore"}

# Commands that change nothing.
READING = re.compile("dunghan (report|changes|dossier|verify|check-config|quarantine list|"
                     "rulebook diff)")

# One change to the rules, and the test that has to notice it: (file, test, old, new).
MUTATIONS = [
    ("target_test.yml", "dossiers become late at six times the allowed rate",
     "round(6 * (1 -", "round(5 * (1 -"),
    ("target_test.yml", "dossiers become late at six times the allowed rate",
     'window="1wd",outcome="late"} >= 3', 'window="1wd",outcome="late"} >= 2'),
    ("target_test.yml",
     "the target can no longer be reached, with 20 dossiers counted and not with 19",
     "dossier_target_state) == 1", "dossier_target_state) >= 1"),
    ("target_test.yml", "clearing a backlog alarms nobody",
     "max without (instance) (dossier_recent_due)",
     "max without (instance, timeliness) (label_replace(\n"
     '          dossier_recent_results, "outcome", "$1", "timeliness", "(.*)"))'),
    ("target_test.yml", "more than eight tenths of the late budget are used",
     "used:ratio > 0.8", "used:ratio >= 0.8"),
    ("backlog_test.yml", "a backlog is at least five overdue and more than 2 % of what is open",
     'due=~"overdue_.+"}', 'due=~"overdue_.+|today"}'),
    ("backlog_test.yml", "the digest is up for the first two working hours of a working day",
     "<= 7200", "< 7200"),
    ("backlog_test.yml", "on a day off and at night figures say nothing",
     "(dossier_office_open) == 1", "(dossier_office_open) >= 0"),
    ("data_test.yml", "a source that was never heard is told to the operator, and mutes no agency",
     "dunghan_source_never_received) == 1", "dunghan_source_never_received) >= 0"),
    ("data_test.yml", "a source that is silent for longer than expected is stale, "
     "and so are the agencies it feeds",
     "> max without (instance) (dunghan_source_expected",
     ">= max without (instance) (dunghan_source_expected"),
    ("data_test.yml", "the first of a month is no correction",
     "== max without (instance) (dossier_period_start",
     ">= max without (instance) (dossier_period_start"),
    ("figures_test.yml", "two daemons count once, and one late in following does no harm",
     "max without (instance) (dossier_period_results)",
     "sum without (instance) (dossier_period_results)"),
    ("figures_test.yml", "two daemons count once, and one late in following does no harm",
     "topk by (job, agency) (1, dossier_agency_info)", "dossier_agency_info"),
]


def promtool(*arguments, cwd=None):
    return subprocess.run(["promtool", *map(str, arguments)], capture_output=True, text=True,
                          cwd=cwd, timeout=300)


def test_files():
    return sorted(TESTS.glob("*_test.yml"))


def load(path):
    return yaml.safe_load(path.read_text())


def alerts():
    groups = load(RULES / "dossier-alerts.yml")["groups"]
    return [rule for group in groups for rule in group["rules"]]


@unittest.skipUnless(shutil.which("promtool"), "there is no promtool")
class Promtool(unittest.TestCase):
    def test_rules_are_well_formed(self):
        done = promtool("check", "rules", "--lint=all", "--lint-fatal",
                        *(RULES / name for name in RULE_FILES))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_rules_say_what_their_tests_expect(self):
        running = [(file, subprocess.Popen(["promtool", "test", "rules", file], text=True,
                                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT))
                   for file in test_files()]
        self.assertTrue(running)
        for file, process in running:
            with self.subTest(file.name):
                said, _ = process.communicate(timeout=300)
                self.assertEqual(process.returncode, 0, said)

    @unittest.skipUnless(yaml, "there is no python3-yaml")
    def test_a_change_to_the_rules_is_noticed(self):
        for file, name, old, new in MUTATIONS:
            with self.subTest(name, old=old, new=new):
                self.assertTrue(self.notices(file, name, old, new))

    def notices(self, file, name, old, new):
        """Whether one test of a file fails on rules that can be read, `old` in them being `new`."""
        tests = load(TESTS / file)
        chosen = [test for test in tests["tests"] if test["name"] == name]
        self.assertEqual(len(chosen), 1, name)
        with tempfile.TemporaryDirectory(prefix="dunghan-rules-") as folder:
            folder = pathlib.Path(folder)
            texts = {rules: (RULES / rules).read_text() for rules in RULE_FILES}
            self.assertTrue(any(old in text for text in texts.values()), f"not in the rules: {old}")
            for rules, text in texts.items():
                (folder / rules).write_text(text.replace(old, new))
            tests.update(rule_files=list(RULE_FILES), tests=chosen)
            (folder / "test.yml").write_text(json.dumps(tests, ensure_ascii=False))
            done = promtool("test", "rules", "test.yml", cwd=folder)
        said = done.stdout + done.stderr
        self.assertNotIn("could not parse", said)
        return done.returncode == 1 and "FAILED" in said

    @unittest.skipUnless(yaml, "there is no python3-yaml")
    def test_every_alert_is_seen_firing_and_quiet(self):
        firing, quiet = set(), set()
        for file in test_files():
            for test in load(file)["tests"]:
                for one in test.get("alert_rule_test", []):
                    (firing if one["exp_alerts"] else quiet).add(one["alertname"])
        names = {rule["alert"] for rule in alerts()}
        self.assertEqual(firing, names)
        self.assertEqual(quiet, names - {"DossierWatchdog"})

    def test_every_test_says_in_which_order_groups_are_evaluated(self):
        # Otherwise the order is random, and so is the outcome.
        order = [name for file in RULE_FILES
                 for name in re.findall(r"(?m)^  - name: (\S+)$", (RULES / file).read_text())]
        for file in test_files():
            self.assertIn(f"group_eval_order: [{', '.join(order)}]\n", file.read_text(), file.name)

    @unittest.skipUnless(shutil.which("vmalert"), "there is no vmalert")
    def test_vmalert_takes_them(self):
        def dry_run(folder):
            files = (f"-rule={folder}/{name}" for name in RULE_FILES)
            return subprocess.run(["vmalert", "-dryRun", *files], capture_output=True, text=True)
        done = dry_run(RULES)
        self.assertEqual(done.returncode, 0, done.stderr)
        with tempfile.TemporaryDirectory(prefix="dunghan-rules-") as folder:
            for name in RULE_FILES:
                text = (RULES / name).read_text()
                text = text.replace("max without (instance)", "max without instance")
                (pathlib.Path(folder) / name).write_text(text)
            self.assertNotEqual(dry_run(folder).returncode, 0)


@unittest.skipUnless(shutil.which("jsonnet") and shutil.which("promtool"), "there is no jsonnet")
class Configuration(unittest.TestCase):
    def made(self, config):
        program = ("(import 'rules/manifest.libsonnet')(((import 'alerts/alerts.libsonnet') "
                   f"{{ _config+:: {config} }}).groups, [])")
        return subprocess.run(["jsonnet", "-S", "-e", program], cwd=dunghan.SOURCE / "dashboards",
                              check=True, capture_output=True, text=True).stdout

    def test_several_provinces_in_one_prometheus_are_told_apart(self):
        text = self.made("{ provinceLabels: ['job', 'province'] }")
        self.assertNotIn("on (job)", text)
        self.assertIn("topk by (job, province, agency)", text)
        with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
            file.write(text)
            file.flush()
            done = promtool("check", "rules", "--lint=all", "--lint-fatal", file.name)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_addresses_and_thresholds_are_a_matter_of_configuration(self):
        text = self.made("{ job: 'motcua', leastDossiers: 33, backlogShare: 0.25, "
                         "runbookURLPattern: 'https://wiki.example.vn/%s.html' }")
        self.assertIn("https://wiki.example.vn/DossierWatchdog.html", text)
        self.assertNotIn("dunghan.example.org/runbooks", text)
        self.assertIn('up{job="motcua"} == 0', text)
        self.assertIn(">= 33", text)
        self.assertIn("> 0.25", text)


@unittest.skipUnless(yaml, "there is no python3-yaml")
class Texts(unittest.TestCase):
    def test_every_alert_speaks_both_languages_and_says_where_to_look(self):
        for rule in alerts():
            with self.subTest(rule["alert"]):
                self.assertIn(rule["labels"]["severity"], ("critical", "warning", "info", "none"))
                said = rule["annotations"]
                self.assertEqual(set(said), {"summary", "summary_vi", "description",
                                             "description_vi", "runbook_url", "dashboard_url"})
                self.assertTrue(said["runbook_url"].endswith("/" + rule["alert"]))
                for text in (said["summary"], said["summary_vi"]):
                    self.assertNotIn("{{", text, "it is the same for all alerts of a message")
                for vietnamese in (said["summary_vi"], said["description_vi"]):
                    self.assertRegex(vietnamese, "[ạảãàáâậầấẩẫăắằặẳẵđêềếệểễôồốộổỗơờớợởỡưừứựửữ]")

    def test_there_is_no_text_without_an_alert(self):
        names = {rule["alert"] for rule in alerts()}
        for language in LANGUAGES:
            texts = json.loads((TEXTS / f"alerts_{language}.json").read_text())
            self.assertEqual(set(texts), names, language)

    def test_every_alert_has_a_page_with_all_headings_in_both_languages(self):
        names = {rule["alert"] for rule in alerts()} | OF_DOSSIERS
        index = (RUNBOOKS / "README.md").read_text()
        for language in LANGUAGES:
            pages = {page.stem: page.read_text() for page in (RUNBOOKS / language).glob("*.md")}
            self.assertEqual(set(pages), names, language)
            linked = re.findall(rf"\]\({language}/(\w+)\.md\)", index)
            self.assertEqual(sorted(linked), sorted(names))
            for name, text in pages.items():
                with self.subTest(name, language=language):
                    self.assertTrue(text.startswith(f"# {name}\n"))
                    self.assertEqual(re.findall(r"(?m)^## (.+)$", text), HEADINGS[language])
                    for section in re.split(r"(?m)^## .+$", text)[1:]:
                        self.assertGreater(len(section.split()), 8, "a heading without a text")
                    for other in re.findall(r"\]\((\w+)\.md\)", text):
                        self.assertIn(other, names, "a link to a page that is not there")

    def test_runbooks_name_only_metrics_that_rules_or_the_daemon_know(self):
        golden = dunghan.SOURCE / "tests/golden"
        known = {line.split()[0] for name in ("daemon_metrics.txt", "business_metrics.txt")
                 for line in (golden / name).read_text().splitlines() if line}
        for page in RUNBOOKS.glob("*/*.md"):
            for name in re.findall(r"(?<![\w:./-])(?:dossier|dunghan)_\w+", page.read_text()):
                self.assertIn(name, known, page)


@unittest.skipUnless(prometheus.AVAILABLE, "there is no prometheus")
@unittest.skipUnless(shutil.which("npm"), "there is no npm")
class Selectors(province.Province):
    """Half a year of a province, with an Alertmanager that is not there."""

    def setUp(self):
        super().setUp()
        # In the first two working hours: figures speak.
        self.clock = "2025-11-20T08:00:00+07:00"
        text = self.config.read_text()
        text = re.sub(r"(?m)^# alertmanager = .*$", 'alertmanager = ["http://127.0.0.1:9"]', text)
        self.assertIn('alertmanager = ["http://127.0.0.1:9"]', text)
        self.config.write_text(text)
        # Few agencies, so that each has enough dossiers for a late budget.
        events = self.run_program("simulate", "--dossiers", 6000, "--agencies", 6, "--seed", 11,
                                  "--from", "2025-06-01", "--to", "2025-11-20").stdout
        self.run_program("import", "--strict", input=events)
        self.served = daemon.Daemon(self)
        self.monitor = prometheus.Prometheus(self, f"127.0.0.1:{self.served.port}")
        file = self.monitor.folder / "prometheus.yml"
        rules = [str(RULES / name) for name in RULE_FILES]
        text = file.read_text().replace("global: {", "global: {evaluation_interval: 1s, ")
        file.write_text(text + f"rule_files: {json.dumps(rules)}\n")
        self.monitor.process.send_signal(signal.SIGHUP)
        self.await_recorded()

    def await_recorded(self):
        """Until rules on rules have been recorded, and alerts on them."""
        end = time.time() + 60
        while time.time() < end:
            if (self.monitor.query("period:dossier_period_results_on_time_per_results:ratio")
                    and self.monitor.query('ALERTS{agency=~".+"}')):
                return
            time.sleep(0.5)
        self.fail("no rule was recorded, or no agency has an alert:\n"
                  + self.monitor.log.read_text()[-3000:])

    def test_every_selector_has_series_and_every_rule_is_healthy(self):
        # What fires has the names of its agency.
        self.assertTrue(self.monitor.query('ALERTS{agency=~".+",name=~".+",name_en=~".+"}'))
        self.assertEqual(self.monitor.query('ALERTS{agency=~".+",name="",severity!="none"}'), [])
        done = self.check_selectors()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        # What nobody publishes is found.
        broken = self.folder / "broken.yml"
        text = (RULES / "dossier-alerts.yml").read_text()
        broken.write_text(text.replace("dossier_newly_", "dossier_lately_"))
        file = self.monitor.folder / "prometheus.yml"
        file.write_text(file.read_text().replace(str(RULES / "dossier-alerts.yml"), str(broken)))
        self.monitor.process.send_signal(signal.SIGHUP)
        end = time.time() + 60
        while "dossier_lately_" not in done.stdout and time.time() < end:
            time.sleep(0.5)
            done = self.check_selectors()
        self.assertEqual(done.returncode, 1)
        self.assertIn("DossierSeverelyOverdue: no series: dossier_lately_severely_overdue",
                      done.stdout)

    def test_what_runbooks_ask_for_is_answered(self):
        """Addresses and commands that only read, with real codes for the words in capitals."""
        dossier = self.served.get("/api/v1/dossiers?standing=overdue&limit=1").json()["dossiers"][0]
        meant = {r"MÃ_HỒ_SƠ|DOSSIER": dossier["code"], r"THÁNG_TRƯỚC|LAST_MONTH": "2025-10",
                 r"THỜI_ĐIỂM_\w+|BEFORE|SIGNED_AT": self.clock,
                 r"THÁNG|MONTH": "2025-11", r"MÃ|CODE": dossier["agency"]}
        asked, run = set(), set()
        for page in RUNBOOKS.glob("*/*.md"):
            for code in re.findall(r"`([^`]+)`", page.read_text()):
                for word, real in meant.items():
                    code = re.sub(rf"\b(?:{word})\b", real, code)
                if re.match("/(api|metrics|healthz|readyz)", code):
                    asked.add(code)
                elif READING.match(code):
                    run.add(code.split("|")[0].strip())
        for address in sorted(asked):
            with self.subTest(address):
                self.assertEqual(self.served.get(address).status, 200)
        for command in sorted(run):
            with self.subTest(command):
                if command != "dunghan changes":
                    self.run_program(*command.split()[1:])
        self.assertGreater(len(asked), 8)
        self.assertGreater(len(run), 8)

    def check_selectors(self):
        return subprocess.run(["node", str(self.node() / "check_selectors.mjs"), self.monitor.url],
                              capture_output=True, text=True, timeout=120)

    def node(self):
        """A folder with the program and the packages it needs, kept from one run to the next."""
        folder = pathlib.Path(dunghan.BINARY).parent / "npm/prometheus"
        lock = (TESTS / "package-lock.json").read_text()
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(TESTS / "check_selectors.mjs", folder)
        stamp = folder / "installed"
        if not stamp.exists() or stamp.read_text() != lock:
            for name in ("package.json", "package-lock.json"):
                shutil.copy(TESTS / name, folder)
            subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=folder, check=True,
                           capture_output=True, timeout=300)
            stamp.write_text(lock)
        return folder


if __name__ == "__main__":
    dunghan.main()
