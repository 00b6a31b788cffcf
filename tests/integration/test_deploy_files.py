"""What deploy/ holds beside the unit and Alertmanager: well-formed, agreeing with itself, the
dashboards and the program."""

import json
import pathlib
import re
import shutil
import subprocess
import unittest

import yaml

import daemon
import dunghan

DEPLOY = dunghan.SOURCE / "deploy"
BOARDS = dunghan.SOURCE / "dashboards/grafana"
PACKAGES = DEPLOY / "packages.sh"


def read(name):
    return yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8"))


def group(name):
    return subprocess.run([PACKAGES, "--list", name], capture_output=True, text=True,
                          check=True).stdout.split()


class Prometheus(dunghan.Case):
    @unittest.skipUnless(shutil.which("promtool"), "needs promtool")
    def test_the_configuration_and_its_rules_are_valid(self):
        done = subprocess.run(["promtool", "check", "config", DEPLOY / "prometheus/prometheus.yml"],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_jobs_are_those_the_rules_and_dashboards_name(self):
        jobs = {job["job_name"]: job for job in read("prometheus/prometheus.yml")["scrape_configs"]}
        self.assertEqual(jobs["dossier"].get("metrics_path", "/metrics"), "/metrics")
        self.assertEqual(jobs["dossier-matrix"]["metrics_path"], "/metrics/matrix")
        self.assertEqual(jobs["dossier-matrix"]["scrape_interval"], "120s")
        self.assertEqual(read("prometheus/prometheus.yml")["global"]["scrape_interval"], "30s")
        texts = "".join(path.read_text(encoding="utf-8") for path in
                        [*BOARDS.glob("*/*.json"), *(DEPLOY / "prometheus").glob("dossier-*.yml")])
        used = set(re.findall(r'job=\\?"([\w-]+)\\?"', texts))
        self.assertLessEqual(used, set(jobs))
        self.assertIn("dossier", used)


class Grafana(unittest.TestCase):
    def test_the_data_source_fits_prometheus_and_the_dashboards(self):
        (source,) = read("grafana/provisioning/datasources/dossier.yaml")["datasources"]
        self.assertEqual(source["uid"], "dossier-prometheus")
        self.assertEqual(source["jsonData"], {
            "timeInterval": read("prometheus/prometheus.yml")["global"]["scrape_interval"],
            "httpMethod": "POST"})
        self.assertTrue(source["isDefault"])
        uids = set()
        for board in BOARDS.glob("*/*.json"):
            uids |= set(re.findall(r'"datasource": \{[^}]*"uid": "([^"]*)"',
                                   board.read_text(encoding="utf-8")))
        self.assertLessEqual(uids, {"${datasource}", source["uid"], "-- Grafana --", "-- Mixed --"})
        self.assertIn("${datasource}", uids)

    def test_there_is_a_folder_for_each_language(self):
        providers = read("grafana/provisioning/dashboards/dossier.yaml")["providers"]
        self.assertEqual([(one["folder"], one["folderUid"]) for one in providers],
                         [("Một cửa", "dossier-vi"), ("One-stop", "dossier-en")])
        for provider in providers:
            self.assertIs(provider["allowUiUpdates"], False)
            language = pathlib.PurePath(provider["options"]["path"]).name
            boards = sorted((BOARDS / language).glob("*.json"))
            self.assertEqual(len(boards), 8, language)
            for board in boards:
                found = json.loads(board.read_text(encoding="utf-8"))
                self.assertEqual(found["uid"], f"{board.stem.removesuffix('-' + language)}-{language}")


class Packages(unittest.TestCase):
    def test_the_runtime_group_holds_every_library_the_program_names(self):
        # What those need in turn comes as their dependencies.
        named = subprocess.run(["objdump", "-p", dunghan.BINARY], capture_output=True, text=True).stdout
        libraries = re.findall(r"NEEDED +(\S+)", named)
        self.assertGreater(len(libraries), 5)
        packages = set()
        for library in libraries:
            done = subprocess.run(["dpkg-query", "--search", f"*/{library}"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            packages |= set(re.findall(r"^([\w.+-]+):\w+: /(?:usr/)?lib/\w+-linux", done.stdout, re.MULTILINE))
        in_every_image = {"libc6", "libstdc++6", "libgcc-s1"}
        self.assertLessEqual(packages - in_every_image, set(group("runtime")))
        self.assertLessEqual(in_every_image, packages)

    def test_the_groups_for_prometheus_are_part_of_what_the_tests_use(self):
        self.assertEqual(group("monitoring"), ["prometheus", "prometheus-alertmanager"])
        self.assertLessEqual(set(group("monitoring")), set(group("test")))


class Compose(dunghan.Case):
    def setUp(self):
        super().setUp()
        self.services = read("compose/compose.yaml")["services"]

    def test_what_it_mounts_and_builds_from_is_there(self):
        folder = DEPLOY / "compose"
        for service in self.services.values():
            for volume in service["volumes"]:
                if volume.startswith("."):
                    self.assertTrue((folder / volume.split(":")[0]).is_dir(), volume)
                else:
                    self.assertIn(volume.split(":")[0], read("compose/compose.yaml")["volumes"])
        build = self.services["dunghan"]["build"]
        context = (folder / build["context"]).resolve()
        self.assertEqual(context, dunghan.SOURCE.resolve())
        dockerfile = (context / build["dockerfile"]).read_text(encoding="utf-8")
        let_in = set(re.findall(r"(?m)^!(.*)$", (context / f"{build['dockerfile']}.dockerignore")
                                .read_text(encoding="utf-8")))
        for path in let_in | set(re.findall(r"(?m)^COPY (?!--from)([\w./]+) ", dockerfile)):
            self.assertTrue((context / path).exists(), path)
        self.assertLessEqual(set(re.findall(r"add_subdirectory\((lib|service)\)",
                                            (context / "CMakeLists.txt").read_text())), let_in)

    def test_nothing_listens_elsewhere_than_on_the_loopback(self):
        for name, service in self.services.items():
            self.assertEqual(service["network_mode"], "host", name)
            self.assertNotIn("ports", service)
        for name in ("prometheus", "alertmanager"):
            (listen,) = [word for word in self.services[name]["command"] if "listen-address=1" in word]
            self.assertRegex(listen, r"^--web\.listen-address=127\.0\.0\.1:\d+$")
        self.assertIn("--cluster.listen-address=", self.services["alertmanager"]["command"])
        self.assertEqual(self.services["grafana"]["environment"]["GF_SERVER_HTTP_ADDR"], "127.0.0.1")
        config = (dunghan.SOURCE / "config/dunghan.toml").read_text(encoding="utf-8")
        self.assertRegex(config, r'(?m)^listen = "127\.0\.0\.1:8080"')

    def test_every_image_has_a_version(self):
        for name, service in self.services.items():
            if "build" not in service:
                self.assertRegex(service["image"], r":v?\d+\.\d+\.\d+$", name)

    def test_its_configuration_of_the_daemon_is_valid_and_names_the_alertmanager(self):
        shutil.copytree(dunghan.SOURCE / "config", self.folder / "etc")
        dockerfile = (DEPLOY / "compose/Dockerfile").read_text(encoding="utf-8")
        (command,) = re.findall(r"RUN (sed .*?) && \\", dockerfile, re.DOTALL)
        config = self.folder / "etc/dunghan.toml"
        subprocess.run(["sh", "-c", command.replace("/etc/dunghan/dunghan.toml", str(config))], check=True)
        self.assertIn('[alerts]\nalertmanager = ["http://127.0.0.1:9093"]\n', config.read_text())
        done = subprocess.run([dunghan.BINARY, "--config", config, "check-config"], capture_output=True,
                              text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_the_health_check_tells_a_daemon_from_none(self):
        serving = daemon.Daemon(self)
        kind, *words = self.services["dunghan"]["healthcheck"]["test"]
        self.assertEqual(kind, "CMD")
        words = [word.replace("$$", "$").replace("/8080", f"/{serving.port}") for word in words]
        self.assertEqual(subprocess.run(words, timeout=30).returncode, 0)
        serving.stop()
        self.assertNotEqual(subprocess.run(words, timeout=30, stderr=subprocess.DEVNULL).returncode, 0)


class Scripts(unittest.TestCase):
    def test_they_are_well_formed(self):
        for script in sorted(DEPLOY.glob("*.sh")):
            done = subprocess.run(["bash", "-n", script], capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""), script)
            if shutil.which("shellcheck"):
                done = subprocess.run(["shellcheck", "-x", script], cwd=dunghan.SOURCE,
                                      capture_output=True, text=True)
                self.assertEqual(done.returncode, 0, done.stdout)


if __name__ == "__main__":
    dunghan.main()
