"""The daemon of a test case: started on a free port, used over HTTP, stopped with its exit code."""

import http.client
import json
import queue
import re
import signal
import socket
import subprocess
import threading
import time
import types
import urllib.error
import urllib.request

READY_WITHIN = 60
STOPPED_WITHIN = 60
READY = re.compile(r"listening on (https?://\S+)")

# No proxy between here and the daemon, whatever the environment says.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


# Whoever asks one of these ports shows the token, unless it shows something else: by whatever library.
TOKENS = {}
_endheaders = http.client.HTTPConnection.endheaders


def _endheaders_with_token(self, *arguments, **named):
    token = TOKENS.get(self.port)
    if token and not any(line.lower().startswith(b"authorization:") for line in self._buffer):
        self.putheader("Authorization", f"Bearer {token}")
    return _endheaders(self, *arguments, **named)


http.client.HTTPConnection.endheaders = _endheaders_with_token
REQUEST_LINE = re.compile(rb"((?:GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH) \S+ HTTP/1\.[01]\r?\n)")


class Daemon:
    """`dunghan serve` on a case's configuration and data. What is still running when the case ends
    is killed; what it said on standard error is shown when something fails. `prefix` is a command
    that runs it and keeps its process id."""

    started = 0

    def __init__(self, case, *more_arguments, port=0, prefix=(), token=True):
        """Asked with an administrator's token of its own, or without any."""
        self.case = case
        self.token = self._make_token() if token else None
        Daemon.started += 1
        self.errors = case.folder / f"daemon-{Daemon.started}.err"
        command = [*prefix, *case.command("serve", "--listen", f"127.0.0.1:{port}", *more_arguments)]
        with open(self.errors, "wb") as errors:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True,
                                            stdin=subprocess.DEVNULL)
        case.addCleanup(self._end)
        self.lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.url = self._wait_until_ready()
        self.port = int(self.url.rsplit(":", 1)[1])
        TOKENS.pop(self.port, None)
        if self.token:
            TOKENS[self.port] = self.token

    def _make_token(self):
        """One for the folder of the data, whichever daemon comes to it."""
        known = getattr(self.case, "tokens_by_folder", None)
        if known is None:
            known = self.case.tokens_by_folder = {}
        folder = str(self.case.data)
        if folder not in known or not (self.case.data / "tokens.toml").exists():
            made = subprocess.run(self.case.command("token", "create", f"tests-{Daemon.started}", "--role", "admin", "--for", "never"),
                                  capture_output=True, text=True, check=False)
            if made.returncode != 0:
                return None  # the daemon says what is wrong
            known[folder] = made.stdout.strip()
        return known[folder]

    def log_in(self, browser):
        """A session for a browser, with the token."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("POST", "/login", f"token={self.token}&next=/",
                           {"Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        self.case.assertEqual(answer.status, 303, answer.read())
        name, value = answer.headers["Set-Cookie"].split(";")[0].split("=")
        connection.close()
        browser.devtools("Network.setCookie", {"name": name, "value": value, "url": self.url})

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def _wait_until_ready(self):
        end = time.monotonic() + READY_WITHIN
        while time.monotonic() < end:
            try:
                line = self.lines.get(timeout=0.1)
            except queue.Empty:
                continue
            if line is None:
                break
            found = READY.search(line)
            if found:
                return found.group(1)
        self.fail(f"no readiness line (exit code {self.process.poll()})")

    def fail(self, why):
        self.case.fail(f"daemon: {why}\n{self.errors.read_text(errors='replace')[-4000:]}")

    def request(self, path, body=None, content_type=None, headers=None):
        """The answer, whatever its status: .status, .headers, .body, .json()."""
        if isinstance(body, str):
            body = body.encode()
        headers = dict(headers or {})
        if content_type:
            headers["Content-Type"] = content_type
        request = urllib.request.Request(self.url + path, body, headers)
        try:
            with OPENER.open(request, timeout=60) as answer:
                return self._answer(answer)
        except urllib.error.HTTPError as answer:
            return self._answer(answer)
        except OSError as error:
            self.fail(f"{path}: {error}")

    @staticmethod
    def _answer(answer):
        body = answer.read()
        return types.SimpleNamespace(status=answer.status, headers=answer.headers, body=body,
                                     text=body.decode(errors="replace"), json=lambda: json.loads(body))

    def get(self, path, **headers):
        return self.request(path, headers=headers)

    def post(self, path, body, content_type="application/json"):
        return self.request(path, body, content_type)

    def post_events(self, *events):
        """Posts events that are all to be stored."""
        lines = "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events)
        answer = self.post("/api/v1/events", lines, "application/x-ndjson")
        self.case.assertEqual(answer.status, 200, answer.text)
        self.case.assertEqual(answer.json()["stored"], len(events), answer.text)

    def wait_for_log(self, event):
        """Until the log has said so."""
        end = time.monotonic() + 30
        while event not in self.errors.read_text(errors="replace"):
            if time.monotonic() > end:
                self.fail(f"the log does not say {event}")
            time.sleep(0.05)

    def stop(self):
        """SIGTERM; it has to end by itself with exit code 0."""
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            self.fail(f"still running {STOPPED_WITHIN} s after SIGTERM")
        if code != 0:
            self.fail(f"exit code {code} after SIGTERM")

    def kill(self):
        """SIGKILL: no chance to tidy up."""
        self.process.kill()
        self.process.wait()

    def _end(self):
        if self.process.poll() is None:
            self.kill()
        self.process.stdout.close()


class Raw:
    """A connection spoken to in bytes."""

    def __init__(self, served, timeout=10):
        self.token = served.token
        self.socket = socket.create_connection(("127.0.0.1", served.port), timeout=timeout)
        served.case.addCleanup(self.socket.close)

    def send(self, text):
        data = text if isinstance(text, bytes) else text.encode()
        if self.token and b"uthorization:" not in data:
            data = REQUEST_LINE.sub(rb"\1Authorization: Bearer " + self.token.encode() + rb"\r\n", data)
        self.socket.sendall(data)
        return self

    def read_all(self):
        """Until the other side closes."""
        pieces = []
        try:
            while piece := self.socket.recv(65536):
                pieces.append(piece)
        except ConnectionResetError:
            pass
        return b"".join(pieces).decode(errors="replace")

    def read_until(self, text):
        got = b""
        while text.encode() not in got:
            piece = self.socket.recv(65536)
            if not piece:
                break
            got += piece
        return got.decode(errors="replace")
