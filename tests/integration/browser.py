"""Headless Chromium through chromedriver (W3C WebDriver), with the standard library alone."""

import base64
import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

CHROMIUM = shutil.which("chromium")
CHROMEDRIVER = shutil.which("chromedriver")

# A name on the net that somebody has pointed to the machine of whoever looks at its page.
REBOUND = "rebound.example"
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--disable-dev-shm-usage", "--no-proxy-server", "--hide-scrollbars",
         f"--host-resolver-rules=MAP {REBOUND} 127.0.0.1"]


def is_there():
    return bool(CHROMIUM and CHROMEDRIVER)


class Browser:
    """One window. To be closed, or used in a `with`."""

    def __init__(self, width=1280, height=800, language="vi"):
        self.profile = pathlib.Path(tempfile.mkdtemp(prefix="dunghan-browser-"))
        self.driver = None
        self.session = None
        try:
            self._start(width, height, language)
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _start(self, width, height, language):
        log = open(self.profile / "chromedriver.log", "wb")
        with log:
            # A group of its own: what it starts is found again when it has to be killed.
            self.driver = subprocess.Popen([CHROMEDRIVER, "--port=0"], stdout=subprocess.PIPE,
                                           stderr=log, text=True, start_new_session=True)
        for line in self.driver.stdout:
            if "started successfully on port" in line:
                self.url = f"http://127.0.0.1:{int(line.split()[-1].rstrip('.'))}"
                break
        else:
            raise RuntimeError("chromedriver did not start")
        arguments = [*FLAGS, f"--user-data-dir={self.profile / 'user'}", f"--lang={language}",
                     f"--window-size={width},{height}"]
        options = {"browserName": "chrome", "goog:chromeOptions": {"args": arguments, "binary": CHROMIUM},
                   "goog:loggingPrefs": {"browser": "ALL"}}
        value = self._call("POST", "/session", {"capabilities": {"alwaysMatch": options}})
        self.session = "/session/" + value["sessionId"]
        self.resize(width, height)

    def _call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"Content-Type": "application/json"},
                                         method=method)
        # No proxy between here and the driver, whatever the environment says.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            text = error.read().decode(errors="replace")
            raise RuntimeError(f"{method} {path}: {text[:1000]}") from None

    def resize(self, width, height):
        """The size of the page's area, whatever the window has around it."""
        self.devtools("Emulation.setDeviceMetricsOverride",
                      {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def devtools(self, command, parameters):
        return self._call("POST", self.session + "/goog/cdp/execute",
                          {"cmd": command, "params": parameters})

    def prefer(self, **features):
        """Media features, e.g. prefers_color_scheme="dark"."""
        self.devtools("Emulation.setEmulatedMedia", {"features": [
            {"name": name.replace("_", "-"), "value": value} for name, value in features.items()]})

    def open(self, url):
        self._call("POST", self.session + "/url", {"url": url})

    def run(self, script, *arguments):
        """The value of a function's body."""
        return self._call("POST", self.session + "/execute/sync",
                          {"script": script, "args": list(arguments)})

    def text(self, selector):
        """What of the first match is to be seen; None: there is none, or it is hidden."""
        return self.run("""
            const found = document.querySelector(arguments[0]);
            return found && found.checkVisibility() ? found.innerText.trim() : null;""", selector)

    def wait_for(self, script, *arguments, timeout=15):
        """Until a function's body gives something true; that value."""
        end = time.monotonic() + timeout
        while True:
            value = self.run(script, *arguments)
            if value:
                return value
            if time.monotonic() > end:
                raise AssertionError(f"not within {timeout} s: {script} {arguments}\n"
                                     + self.run("return document.body.innerText"))
            time.sleep(0.05)

    def wait_for_text(self, selector, expected, timeout=15):
        """Until the text of the first match holds the expected one."""
        return self.wait_for("""
            const found = document.querySelector(arguments[0]);
            const text = found && found.checkVisibility() ? found.innerText : "";
            return text.includes(arguments[1]) && text;""", selector, expected, timeout=timeout)

    def log(self):
        """What the console said since the last call: [{level, source, message}]."""
        return self._call("POST", self.session + "/se/log", {"type": "browser"})

    def screenshot(self, path, whole=False):
        result = self.devtools("Page.captureScreenshot",
                               {"format": "png", "captureBeyondViewport": whole})
        pathlib.Path(path).write_bytes(base64.b64decode(result["data"]))

    def close(self):
        if self.session:
            with contextlib.suppress(OSError, RuntimeError):
                self._call("DELETE", self.session)
            self.session = None
        if self.driver:
            # Its browser, too, had the session not ended it.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.driver.pid, signal.SIGKILL)
            self.driver.wait()
            self.driver.stdout.close()
            self.driver = None
        shutil.rmtree(self.profile, ignore_errors=True)
