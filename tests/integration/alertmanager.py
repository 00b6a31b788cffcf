"""A real Alertmanager, and a receiver that keeps the messages it sends."""

import http.server
import json
import shutil
import socket
import subprocess
import threading
import time
import urllib.request

AVAILABLE = all(shutil.which(name) for name in ("prometheus-alertmanager", "amtool"))
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Receiver:
    """Web hooks, and Telegram's server. `messages`: what came, as Alertmanager wrote it; `paths`: where
    to, in the same order."""

    ANSWER = b'{"ok":true,"result":{"message_id":1,"date":1,"chat":{"id":1,"type":"group"}}}'

    def __init__(self, case):
        self.messages = []
        self.paths = []
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.paths.append(self.path)
                receiver.messages.append(json.loads(body))
                self.send_response(200)
                self.send_header("Content-Length", str(len(receiver.ANSWER)))
                self.end_headers()
                self.wfile.write(receiver.ANSWER)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{server.server_port}"
        serve(case, server)

    def alerts(self):
        """Every alert of every message: [(labels, annotations)]."""
        return [(alert["labels"], alert["annotations"])
                for message in list(self.messages) for alert in message["alerts"]]

    def to(self, receiver):
        """The messages to the web hook of that name."""
        return [message for path, message in zip(self.paths, self.messages) if path == f"/{receiver}"]


def serve(case, server):
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    case.addCleanup(lambda: (server.shutdown(), server.server_close(), thread.join()))


class Server:
    """prometheus-alertmanager on a free port of the loopback, in the case's folder, ended with it."""

    made = 0

    def __init__(self, case, configuration, start=True, templates=None):
        self.case = case
        Server.made += 1
        self.folder = case.folder / f"alertmanager-{Server.made}"
        self.folder.mkdir()
        if templates:
            shutil.copytree(templates, self.folder / "templates")
        (self.folder / "alertmanager.yml").write_text(configuration)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None
        case.addCleanup(self.stop)
        if start:
            self.start()

    def start(self):
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                ["prometheus-alertmanager", f"--config.file={self.folder}/alertmanager.yml",
                 f"--storage.path={self.folder}/data", f"--web.listen-address=127.0.0.1:{self.port}",
                 "--cluster.listen-address="], stdout=log, stderr=log, cwd=self.folder)
        self.wait_for(self._ready, "readiness")

    def _ready(self):
        try:
            OPENER.open(self.url + "/-/ready", timeout=5).close()
            return True
        except OSError:
            return False

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(30)
            self.process = None

    def wait_for(self, condition, what, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = condition()
            if found:
                return found
            time.sleep(0.05)
        return self.case.fail(f"{what} did not come:\n{(self.folder / 'log').read_text()[-3000:]}")

    def active(self):
        """The alerts that it knows to hold."""
        url = self.url + "/api/v2/alerts?active=true"
        with OPENER.open(url, timeout=30) as answer:
            return json.load(answer)


class Alertmanager(Server):
    """Groups by agency and round like the example configuration, with short waits."""

    def __init__(self, case, start=True):
        self.receiver = Receiver(case)
        super().__init__(case, f"""
route:
  receiver: hook
  group_by: [agency, round]
  group_wait: 300ms
  group_interval: 1s
  repeat_interval: 120h
receivers:
  - name: hook
    webhook_configs: [{{url: "{self.receiver.url}/hook", send_resolved: false}}]
""", start)

    def await_messages(self, condition, seconds=20):
        """Until the messages are so, and no more come for as long as a group waits."""
        self.wait_for(lambda: condition(self.receiver.messages),
                      f"what is awaited after {len(self.receiver.messages)} messages", seconds)
        self.settle()

    def settle(self):
        """Until no message has come for longer than groups wait."""
        seen = -1
        while seen != len(self.receiver.messages):
            seen = len(self.receiver.messages)
            time.sleep(1.5)
