"""The example configuration of Alertmanager: amtool on it, and a real Alertmanager that runs it with
receivers of the test's own."""

import json
import socketserver
import subprocess
import time
import urllib.request

import yaml

import alertmanager
import daemon
import dunghan

AVAILABLE = alertmanager.AVAILABLE
FOLDER = dunghan.SOURCE / "deploy/alertmanager"
CONFIG = FOLDER / "alertmanager.yml"
TEMPLATES = FOLDER / "templates"


def amtool(*arguments):
    return subprocess.run(["amtool", *map(str, arguments)], capture_output=True, text=True, timeout=60)


def render(template, data, kind="text"):
    """What a template makes of a file of data; `kind` is what Alertmanager takes it for."""
    done = amtool("template", "render", f"--template.type={kind}", f"--template.glob={TEMPLATES}/*.tmpl",
                  f'--template.text={{{{ template "{template}" . }}}}', f"--template.data={data}")
    if done.returncode != 0:
        raise AssertionError(f"{template}: {done.stderr}")
    return done.stdout


def config():
    return yaml.safe_load(CONFIG.read_text(encoding="utf-8"))


def hasten(route):
    """The same route with waits of seconds, at any hour."""
    for key, wait in (("group_wait", "3s"), ("group_interval", "3s")):
        if key in route:
            route[key] = wait
    route.pop("active_time_intervals", None)
    for child in route.get("routes", []):
        hasten(child)


def to_web_hooks(example, url):
    """Every receiver that sends anything sends to a web hook of its own name instead."""
    for receiver in example["receivers"]:
        name = receiver.pop("name")
        # Without a word of it, mail alone does not say what is resolved.
        resolved = any(one.get("send_resolved", kind != "email_configs")
                       for kind, configs in receiver.items() for one in configs)
        hooks = [{"url": f"{url}/{name}", "send_resolved": resolved}] if receiver else []
        receiver.clear()
        receiver.update(name=name, webhook_configs=hooks)


class MailServer:
    """Takes every mail: .mails are the texts as they came."""

    def __init__(self, case):
        self.mails = []
        mails = self.mails

        class Handler(socketserver.StreamRequestHandler):
            def say(self, line):
                self.wfile.write(line.encode() + b"\r\n")

            def handle(self):
                self.say("220 test")
                while line := self.rfile.readline():
                    if line.upper().startswith(b"QUIT"):
                        return self.say("221 bye")
                    if line.upper().startswith(b"DATA"):
                        self.say("354 go on")
                        mails.append(self.mail())
                    self.say("250 ok")

            def mail(self):
                lines = []
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(line[1:] if line.startswith(b"..") else line)
                return b"".join(lines)

        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        self.address = f"127.0.0.1:{server.server_address[1]}"
        alertmanager.serve(case, server)


class Alertmanager(alertmanager.Server):
    """With a configuration made from the example."""

    def __init__(self, case, configuration):
        super().__init__(case, yaml.safe_dump(configuration, allow_unicode=True), templates=TEMPLATES)

    def post(self, *alerts, lasting=300):
        """Posts alerts that begin now and last for some seconds."""
        now = time.time()
        body = json.dumps([{"labels": labels, "annotations": annotations, "startsAt": instant(now),
                            "endsAt": instant(now + lasting)} for labels, annotations in alerts])
        request = urllib.request.Request(self.url + "/api/v2/alerts", body.encode(),
                                         {"Content-Type": "application/json"})
        with daemon.OPENER.open(request, timeout=30) as answer:
            self.case.assertEqual(answer.status, 200)


def instant(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def labelled(name, severity="warning", **labels):
    return {"alertname": name, "severity": severity, **labels}


def of_dossier(name, dossier, agency, tier, round_of="2026-11-20T07:30:00+07:00", digest="daily",
               **annotations):
    """An alert as the daemon posts it."""
    labels = labelled(name, scope="dossier", agency=agency, round=round_of, tier=tier, digest=digest)
    if dossier:
        labels.update(dossier=dossier, procedure="1.900012")
    return labels, {"summary": "s", "summary_vi": "s", "due": "2026-11-20T17:00:00+07:00", **annotations}


def of_figures(name, agency, severity="info"):
    """An alert as a rule about figures makes it."""
    labels = labelled(name, severity, scope="figures", agency=agency, job="dossier")
    return ({**labels, "name": f"Sở {agency}"},
            {"summary_vi": name, "description_vi": f"Sở {agency} ({agency}): nhiều."})
