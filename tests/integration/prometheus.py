"""A real Prometheus, for as long as a test needs it."""

import json
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request

import daemon

AVAILABLE = shutil.which("prometheus") is not None
# When the page was last read; nothing if it could not be.
LAST_SCRAPE = 'timestamp(up{job="dossier"}) and up{job="dossier"} == 1'


class Server:
    """Prometheus on a free port of the loopback, ended with the case. `folder` may hold data/ already."""

    def __init__(self, case, folder, configuration, *options):
        self.case = case
        self.folder = folder
        (folder / "prometheus.yml").write_text(configuration)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / "log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                ["prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data",
                 f"--web.listen-address=127.0.0.1:{port}", *options],
                stdout=log, stderr=log, cwd=folder)
        case.addCleanup(self.stop)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)

    def query(self, expression):
        """What an instant query gives: [(labels, value)]."""
        url = self.url + "/api/v1/query?" + urllib.parse.urlencode({"query": expression})
        with urllib.request.urlopen(url, timeout=10) as answer:
            found = json.load(answer)
        self.case.assertEqual(found["status"], "success", found)
        return [(one["metric"], float(one["value"][1])) for one in found["data"]["result"]]


class Prometheus(Server):
    """Scrapes one page of a daemon."""

    def __init__(self, case, target, path="/metrics", wait=True):
        super().__init__(case, pathlib.Path(tempfile.mkdtemp(prefix="prometheus-", dir=case.folder)), f"""
global: {{scrape_interval: 1s, scrape_timeout: 1s}}
scrape_configs:
  - job_name: dossier
    metrics_path: {path}
    static_configs: [{{targets: ["{target}"]}}]
{self.credentials(target)}""")
        if wait:
            self.await_scrape()

    @staticmethod
    def credentials(target):
        token = daemon.TOKENS.get(int(target.rsplit(":", 1)[1]))
        return f"    authorization: {{credentials: {token}}}\n" if token else ""

    def await_scrape(self):
        """Until a scrape that began after this call has come in."""
        begun = time.time()
        while time.time() < begun + 60:
            try:
                if any(value >= begun for _, value in self.query(LAST_SCRAPE)):
                    return
            except OSError:
                pass
            time.sleep(0.2)
        self.case.fail("Prometheus has scraped nothing:\n" + self.log.read_text()[-3000:])
