"""Stores for the dashboards' questions: a Prometheus with a past, the rules and a daemon to scrape, and
a VictoriaMetrics that is given the same samples."""

import json
import pathlib
import shutil
import socket
import subprocess
import time
import urllib.request

import queries

PROMETHEUS = shutil.which("prometheus")
VICTORIA = shutil.which("victoria-metrics")


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class _Store(queries.Store):
    def start(self, case, name, command):
        self.case = case
        self.log = pathlib.Path(case.folder) / f"{name}.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=case.folder)
        case.addCleanup(self.stop)

    def stop(self):
        self.process.terminate()
        self.process.wait(60)

    def await_data(self, expression, within=120):
        end = time.monotonic() + within
        while time.monotonic() < end:
            try:
                answer, wrong = self.query(expression)
                if answer:
                    return
            except OSError as error:
                wrong = error
            time.sleep(0.5)
        self.case.fail(f"{self.url}: nothing for {expression}: {wrong}\n" + self.log.read_text()[-3000:])


class Prometheus(_Store):
    """Scrapes both pages of a daemon and evaluates the rules, every two seconds. `history`: OpenMetrics
    text that is loaded first."""

    def __init__(self, case, target, rules, history=None):
        folder = pathlib.Path(case.folder) / "prometheus"
        folder.mkdir()
        if history:
            subprocess.run(["promtool", "tsdb", "create-blocks-from", "openmetrics", "-q",
                            "--max-block-duration=960h", history, folder / "data"], check=True,
                           capture_output=True)
        (folder / "prometheus.yml").write_text(f"""
global: {{scrape_interval: 2s, scrape_timeout: 2s, evaluation_interval: 2s}}
rule_files: {json.dumps([str(file) for file in rules])}
scrape_configs:
  - job_name: dossier
    static_configs: [{{targets: ["{target}"]}}]
  - job_name: dossier-matrix
    metrics_path: /metrics/matrix
    static_configs: [{{targets: ["{target}"]}}]
""")
        port = free_port()
        super().__init__(f"http://127.0.0.1:{port}")
        self.start(case, "prometheus", [
            PROMETHEUS, f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data",
            "--storage.tsdb.retention.time=10y", f"--web.listen-address=127.0.0.1:{port}"])

    def raw(self, window):
        """All samples of the last `window`, as VictoriaMetrics takes them in: lines of JSON."""
        found = self.get("/api/v1/query", {"query": '{__name__=~".+"}[' + window + "]"})
        for one in found["data"]["result"]:
            yield json.dumps({"metric": one["metric"],
                              "values": [float(value) for _, value in one["values"]],
                              "timestamps": [int(stamp * 1000) for stamp, _ in one["values"]]})


class Victoria(_Store):
    def __init__(self, case):
        folder = pathlib.Path(case.folder) / "victoria"
        port = free_port()
        super().__init__(f"http://127.0.0.1:{port}")
        self.start(case, "victoria", [
            VICTORIA, f"-storageDataPath={folder}", f"-httpListenAddr=127.0.0.1:{port}",
            "-retentionPeriod=100y", "-search.disableCache", "-search.latencyOffset=0s"])

    def take_in(self, lines):
        self.await_up()
        body = "\n".join(lines).encode()
        request = urllib.request.Request(self.url + "/api/v1/import", body)
        with queries.OPENER.open(request, timeout=120):
            pass
        with queries.OPENER.open(self.url + "/internal/force_flush", timeout=60):
            pass

    def await_up(self):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                with queries.OPENER.open(self.url + "/health", timeout=5):
                    return
            except OSError:
                time.sleep(0.2)
        self.case.fail("VictoriaMetrics does not start:\n" + self.log.read_text()[-3000:])
