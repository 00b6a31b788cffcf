"""deploy/quickstart.sh --with-prometheus, whole, on a small province: the real Prometheus and
Alertmanager beside the real daemon. Installing and building are left out."""

import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import time
import unittest
import urllib.parse

import daemon
import dunghan

NEEDED = ("prometheus", "promtool", "prometheus-alertmanager", "amtool", "setsid")
DOSSIERS = 400


def project(folder):
    """The project as the script sees it, built and with all packages there."""
    shutil.copytree(dunghan.SOURCE / "deploy", folder / "deploy")
    (folder / "config").symlink_to(dunghan.SOURCE / "config")
    script = folder / "deploy/quickstart.sh"
    text = script.read_text(encoding="utf-8")
    assert "dossiers_a_year=20000\n" in text
    script.write_text(text.replace("dossiers_a_year=20000\n", f"dossiers_a_year={DOSSIERS}\n"),
                      encoding="utf-8")
    (folder / "build/release").mkdir(parents=True)
    (folder / "build/release/dunghan").symlink_to(dunghan.BINARY)
    tools = folder / "tools"
    tools.mkdir()
    for tool in (folder / "deploy/packages.sh", tools / "cmake"):
        tool.write_text('#!/bin/sh\necho "$0 $*"\n')
        tool.chmod(0o755)
    return tools


def get(url):
    with daemon.OPENER.open(url, timeout=30) as answer:
        return answer.read().decode()


@unittest.skipUnless(all(map(shutil.which, NEEDED)), "needs " + ", ".join(NEEDED))
class WithPrometheus(dunghan.Case):
    def setUp(self):
        super().setUp()
        self.root = self.folder / "project"
        self.root.mkdir()
        self.environment = {**os.environ, "PATH": f"{project(self.root)}:{os.environ['PATH']}"}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def start(self, *options):
        """The script, until it has said everything about where to look."""
        self.said = self.folder / "said"
        with open(self.said, "wb") as said:
            self.script = subprocess.Popen(
                [self.root / "deploy/quickstart.sh", "--data", self.data, "--port", str(self.port), *options],
                env=self.environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        self.addCleanup(self.end)
        limit = time.monotonic() + 600
        while time.monotonic() < limit and self.script.poll() is None:
            if "Ctrl-C ends it" in self.said.read_text(errors="replace"):
                return self.said.read_text()
            time.sleep(0.5)
        return self.fail(f"not serving, exit code {self.script.poll()}\n{self.said.read_text()[-4000:]}")

    def end(self):
        """SIGTERM, nothing more; its exit code."""
        if self.script.poll() is None:
            self.script.send_signal(signal.SIGTERM)
        return self.script.wait(120)

    def query(self, expression, at=None):
        parameters = {"query": expression} | ({"time": at} if at else {})
        found = json.loads(get(f"{self.prometheus}/api/v1/query?{urllib.parse.urlencode(parameters)}"))
        return [(one["metric"], float(one["value"][1])) for one in found["data"]["result"]]

    def wait_for(self, condition, what):
        limit = time.monotonic() + 120
        while time.monotonic() < limit:
            found = condition()
            if found:
                return found
            time.sleep(0.5)
        return self.fail(f"{what} did not come\n{self.said.read_text()[-2000:]}")

    def children(self):
        """Programs that run with files of this case."""
        found = set()
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if any(str(self.data).encode() in word for word in words):
                found.add(pathlib.Path(words[0].decode(errors="replace")).name)
        return found

    def test_history_rules_and_alerts_are_there_and_all_ends_with_the_script(self):
        # Whoever has Prometheus' usual port keeps it.
        taken = socket.socket()
        self.addCleanup(taken.close)
        try:
            taken.bind(("127.0.0.1", 9090))
            taken.listen()
        except OSError:
            pass  # somebody else has it
        said = self.start("--with-prometheus")
        self.prometheus = re.search(r"^Prometheus +(http://\S+?)/ ", said, re.MULTILINE)[1]
        alerts = re.search(r"--alertmanager.url=(\S+)", said)[1]
        self.assertNotEqual(self.prometheus, "http://127.0.0.1:9090")
        self.assertEqual(self.children(),
                         {"bash", "dunghan", "prometheus", "prometheus-alertmanager"})

        # Live, with every target up.
        self.wait_for(lambda: len(self.query("up == 1")) >= 3 and self.query('up{job="dossier"} == 1'),
                      "a scrape of every target")
        ((live, results),) = self.query("sum without (agency, timeliness) (dossier_results)")
        self.assertEqual((live["job"], live["instance"]), ("dossier", f"127.0.0.1:{self.port}"))
        self.assertGreater(results, DOSSIERS / 2)

        # The past has the same labels as the present, and is recorded by the rules too.
        half_a_year_ago = time.time() - 180 * 86400
        ((past, then),) = self.query("sum without (agency, timeliness) (dossier_results)", half_a_year_ago)
        self.assertEqual(past, live)
        self.assertTrue(results * 0.2 < then < results * 0.8, (then, results))
        for recorded in ("agency_period_timeliness:dossier_period_results:max",
                         "agency_period:dossier_period_results:sum",
                         "agency_period:dossier_period_results_on_time_per_results:ratio",
                         "period:dossier_period_headline_on_time_per_dossiers:ratio"):
            self.assertTrue(self.query(recorded, half_a_year_ago), recorded)

        # Alerts go the whole way; the daemon knows where to send its own.
        self.wait_for(lambda: "DossierWatchdog" in get(f"{alerts}/api/v2/alerts"), "an alert")
        self.assertIn(f'alertmanager = ["{alerts}"]',
                      (self.data / "monitoring/config/dunghan.toml").read_text(encoding="utf-8"))
        # A receiver has a name and nothing else.
        config = (self.data / "monitoring/alertmanager/alertmanager.yml").read_text(encoding="utf-8")
        self.assertNotRegex(config, r"_configs:")

        self.assertEqual(self.end(), 0, self.said.read_text()[-2000:])
        self.assertEqual(self.children(), set())

        # Again: what is there is not loaded twice.
        self.assertIn("history is there", self.start("--with-prometheus"))
        self.assertEqual(self.end(), 0, self.said.read_text()[-2000:])

    def test_a_ledger_that_has_run_ahead_is_refused(self):
        self.assertNotIn("\nPrometheus ", self.start())
        self.assertEqual(self.end(), 0, self.said.read_text()[-2000:])
        done = subprocess.run([self.root / "deploy/quickstart.sh", "--data", self.data, "--with-prometheus"],
                              env=self.environment, capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 1)
        self.assertIn("has run ahead of the real time, which Prometheus keeps. Choose another --data",
                      done.stderr)


if __name__ == "__main__":
    dunghan.main()
