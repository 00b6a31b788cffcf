"""A week of an operator, by the steps that docs/ and README.md tell, while events come in and nobody stops the daemon."""

import http.client
import json
import re
import shutil
import socket
import ssl
import threading
import time

import daemon
import dunghan
from test_tls import make_certificate

SETTINGS = """
[server]
tls_certificate = "server.crt"
tls_key = "server.key"
[reports]
folder = "reports"
formats = ["csv", "json"]
[sources.mot-cua]
"""
OPERATOR = ("--operator", "Lò Văn A, quản trị")
CLERK = ("--operator", "Lò Thị B, văn thư")


class Sender(threading.Thread):
    """One-stop software: events of known and unknown agencies, now and then one that was sent before."""

    def __init__(self, week):
        super().__init__(daemon=True)
        self.week, self.token, self.going, self.failed = week, None, True, []
        self.told = {"received": 0, "stored": 0, "duplicate": 0, "quarantined": 0}
        self.answers = {}

    def run(self):
        number = 0
        while self.going:
            events = [dunghan.received(f"W{number}"), dunghan.received(f"W{max(0, number - 3)}"),
                      dunghan.received(f"N{number}", "2021-07-02T08:00:00+07:00", agency="NEW" if number % 2 else "A")]
            try:
                answer = self.week.ask("POST", "/api/v1/events", self.token,
                                       "".join(json.dumps(event) + "\n" for event in events), "application/x-ndjson")
            except OSError as error:
                self.failed.append(repr(error))
                return
            self.answers[answer.status] = self.answers.get(answer.status, 0) + 1
            if answer.status in (200, 422):
                said = json.loads(answer.body)
                for name in self.told:
                    self.told[name] += said[name]
                number += 1
            time.sleep(0.01)


class OperatorsWeek(dunghan.Case):
    def setUp(self):
        super().setUp()
        self.renew("first")
        self.configure("calendar.toml", "agencies.csv", "procedures.csv", SETTINGS)
        self.clock = "2021-07-05T08:00:00+07:00"

    def renew(self, name):
        """Puts another certificate in the place of the one that is shown, as a renewal does: two files."""
        certificate, key = make_certificate(self.folder, name)
        shutil.copy(certificate, self.folder / "server.crt")
        shutil.copy(key, self.folder / "server.key")
        self.trusted = certificate

    def connect(self):
        context = ssl.create_default_context(cafile=self.folder / "server.crt")
        connection = http.client.HTTPSConnection("localhost", self.served.port, timeout=30, context=context)
        connection._create_connection = lambda _, *more: socket.create_connection(("127.0.0.1", self.served.port), *more)
        return connection

    def ask(self, method, path, token, body=None, kind=None):
        # What is renewed in the middle of it is asked again, as every client does.
        for last in (False, False, True):
            connection = self.connect()
            headers = {"Authorization": f"Bearer {token}", **({"Content-Type": kind} if kind else {})}
            try:
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                answer.body = answer.read()
                return answer
            except ssl.SSLCertVerificationError:
                if last:
                    raise
                time.sleep(0.1)
            finally:
                connection.close()

    def until(self, holds, what):
        end = time.monotonic() + 20
        while not holds():
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.05)

    def token(self, name, *more):
        return self.run_program("token", "create", name, *more, *OPERATOR).out.strip()

    def test_a_week(self):
        sending, reading = self.token("mot-cua", "--role", "ingest", "--source", "mot-cua"), self.token("so", "--role", "viewer")
        self.served = daemon.Daemon(self, token=False)
        pid = self.served.process.pid
        sender = Sender(self)
        sender.token = sending
        sender.start()
        self.addCleanup(setattr, sender, "going", False)
        self.until(lambda: sender.told["quarantined"] > 3, sender.answers)
        for day in (self.monday, self.tuesday, self.wednesday, lambda: self.thursday(sender, reading), self.friday,
                    self.saturday):
            before = dict(sender.told)
            day()
            # It goes on through all of it.
            self.until(lambda: sender.told["stored"] > before["stored"] or sender.failed, sender.answers)
            self.assertEqual(sender.failed, [])
            self.assertIsNone(self.served.process.poll())
        sender.going = False
        sender.join(30)
        self.assertEqual(self.served.process.pid, pid)
        self.assertEqual(set(sender.answers) - {200}, set(), "nobody was turned away")
        told = sender.told
        self.assertEqual(told["received"], told["stored"] + told["duplicate"] + told["quarantined"])
        self.assertGreater(told["received"], 100)
        sources = {one["source"]: one for one in json.loads(self.run_program("sources", "--format", "json").out)["sources"]}
        known = sources["mot-cua"]["ever"]
        # What was mended is stored by now; nothing is lost and nothing is there twice.
        self.assertEqual((known["stored"], known["duplicate"], sources["mot-cua"]["quarantine_waiting"]),
                         (told["stored"] + told["quarantined"], told["duplicate"], 0), sources["mot-cua"])
        self.served.stop()
        self.verify()
        self.acts()

    def monday(self):
        """Quarantine mended: README, "What cannot be used" and "Connecting a system"."""
        listed = self.run_program("quarantine", "list", "--by", "reason").out
        self.assertIn('unknown agency "…"', listed)
        self.write("agencies.csv", dunghan.AGENCIES + "NEW,Sở mới\n")
        self.run_program("rulebook", "check")
        self.run_program("rulebook", "diff", code=None)
        applied = self.run_program("rulebook", "apply", "--reason", "thêm Sở mới", *OPERATOR)
        self.assertRegex(applied.out + applied.err, r"quarantine retried: stored [1-9]\d*, duplicate 0, still quarantined 0")
        again = self.run_program("quarantine", "retry", "--reason", "unknown agency")
        self.assertIn("still quarantined 0", again.out)
        # And one that is of another province, for good.
        self.ask("POST", "/api/v1/events", self.token("khac", "--role", "ingest", "--source", "khac"),
                 json.dumps(dunghan.received("K1", agency="ELSEWHERE")), "application/json")
        (number,) = re.findall(r'"id":\s*(\d+)', self.run_program("quarantine", "list", "--source", "khac", "--json").out)
        self.run_program("quarantine", "discard", number, "--reason", "của tỉnh khác", *OPERATOR)

    def tuesday(self):
        """A rulebook backdated with a reason: README, "Rules change on a date"."""
        self.write("procedures.csv", dunghan.PROCEDURES.replace("5wd", "7wd"))
        refused = self.run_program("rulebook", "apply", "--effective-from", "2021-06-01", *OPERATOR, code=None)
        self.assertNotEqual(refused.returncode, 0, "no backdating without a reason")
        self.run_program("rulebook", "apply", "--effective-from", "2021-06-01", "--reason", "QĐ 12/2021", *OPERATOR)

    def wednesday(self):
        """A copy beside the daemon, put back elsewhere: README, "Backup"."""
        copy, elsewhere = self.folder / "copy", self.folder / "elsewhere"
        told = json.loads(self.run_program("backup", copy).out)
        self.assertIs(told["ok"], True)
        self.run_program("restore", copy, data=elsewhere)
        there = json.loads(self.run_program("verify", "--json", data=elsewhere).out)
        position = told["position"]
        self.assertEqual(there["position"]["seq"], position["seq"] + 1, "what was copied, and that it was restored")
        self.run_program("verify", "--against", f"{position['seq']}:{position['chain']}", data=elsewhere)
        # The ledger has gone on, and has what the copy has.
        self.run_program("verify", "--against", f"{told['position']['seq']}:{told['position']['chain']}")

    def thursday(self, sender, reading):
        """Tokens changed without a gap: docs/access.md."""
        watching = self.connect()
        watching.request("GET", "/api/v1/stream", headers={"Authorization": f"Bearer {reading}"})
        stream = watching.getresponse()
        self.assertEqual(stream.status, 200)
        stream.readline()
        new = self.token("so-2", "--role", "viewer")
        sender.token = self.token("mot-cua-2", "--role", "ingest", "--source", "mot-cua")
        self.assertEqual(self.ask("GET", "/api/v1/me", new).status, 200)
        time.sleep(0.1)  # whoever was asking with the former is answered
        for name in ("so", "mot-cua"):
            self.run_program("token", "revoke", name, "--reason", "đổi mã theo kỳ", *OPERATOR)
        self.assertEqual(self.ask("GET", "/api/v1/me", reading).status, 401)
        begun = time.monotonic()
        while stream.readline():
            self.assertLess(time.monotonic() - begun, 20, "the stream of a revoked token goes on")
        watching.close()
        listed = json.loads(self.run_program("token", "list", "--format", "json").out)["tokens"]
        self.assertEqual({one["name"]: one["state"] for one in listed},
                         {"mot-cua": "revoked", "so": "revoked", "mot-cua-2": "good", "so-2": "good", "khac": "good"})

    def friday(self):
        """A renewed certificate: docs/access.md, "TLS of its own"."""
        def shown():
            with socket.create_connection(("127.0.0.1", self.served.port), timeout=10) as raw:
                context = ssl.create_default_context()
                context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
                with context.wrap_socket(raw) as secure:
                    return ssl.DER_cert_to_PEM_cert(secure.getpeercert(binary_form=True))

        self.renew("second")
        self.until(lambda: shown().split() == self.trusted.read_text().split(), "the former certificate is shown still")
        self.run_program("check-config", code=None)

    def saturday(self):
        """A statement frozen by a clerk, and sent: docs/reports.md, "Freezing"."""
        frozen = self.run_program("report", "--form", "II.06a", "--period", "2021-06", "--freeze", *CLERK).out.split()[0]
        self.assertIn(frozen, self.run_program("report", "list").out)
        self.run_program("report", "sent", frozen, "--number", "12/BC-UBND", "--date", "2021-07-05", "--signer",
                         "Lò Văn C", *CLERK)
        file = next((self.folder / "reports").glob("*.csv"))
        self.run_program("report", "verify", file)

    def acts(self):
        """Who, when and why, of each: docs/access.md, "Who did what"."""
        acts = json.loads(self.run_program("acts", "--format", "json").out)["acts"]
        told = {(one["act"], one["who"], one.get("reason")) for one in acts}
        operator, clerk = OPERATOR[1], CLERK[1]
        self.assertLessEqual({("rulebook", operator, "thêm Sở mới"), ("rulebook", operator, "QĐ 12/2021"),
                              ("discard", operator, "của tỉnh khác"), ("token", operator, None),
                              ("revoke", operator, "đổi mã theo kỳ")}, told)
        self.assertEqual({one[0] for one in told if one[1] == clerk}, {"freeze", "sent"})
        self.assertTrue(all(one["at"] for one in acts))


if __name__ == "__main__":
    dunghan.main()
