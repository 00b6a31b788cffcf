"""The daemon and its store: a full disk while serving, readers beside it, the rulebook reloaded, systemd."""

import datetime
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
import unittest

import daemon
import dunghan
from test_storage import can_mount


class LiveStore(dunghan.Case):
    def lines(self, first, count):
        return "\n".join(json.dumps(dunghan.received(f"D{n}")) for n in range(first, first + count))

    def post(self, served, first, count):
        return served.post("/api/v1/events", self.lines(first, count), "application/x-ndjson")

    def fill_disk(self, folder):
        """Takes all room but a little."""
        ballast = folder / "ballast"
        with open(ballast, "wb") as file:
            try:
                while True:
                    file.write(b"\0" * 65536)
                    file.flush()
            except OSError:
                pass
        return ballast

    @unittest.skipUnless(can_mount(), "mounting a small disk needs root and mount namespaces")
    def test_a_full_disk_is_said_and_got_over(self):
        mount = self.folder / "small"
        mount.mkdir()
        # Each command has a disk of its own: the tokens lie beside it.
        self.configure("calendar.toml", "agencies.csv", "procedures.csv",
                       f'[server]\ntokens = "{self.folder}/tokens.toml"\n')
        # The daemon runs in a mount namespace of its own; the disk is reached through /proc.
        command = self.command
        wrap = ["unshare", "--mount", "sh", "-c",
                f"mount -t tmpfs -o size=8m tmpfs {mount} && exec \"$@\"", "sh"]
        self.command = lambda *arguments, data=None: wrap + command(*arguments, data=mount)
        served = daemon.Daemon(self)
        self.command = command
        inside = type(mount)(f"/proc/{served.process.pid}/root{mount}")
        self.assertEqual(self.post(served, 0, 100).status, 200)
        ballast = self.fill_disk(inside)
        stored, number, refused = 100, 100, None
        for _ in range(200):
            answer = self.post(served, number, 500)
            if answer.status == 503:
                refused = answer
                break
            stored += 500
            number += 500
        self.assertIsNotNone(refused, "the disk never filled up")
        self.assertIn("Retry-After", refused.headers)
        self.assertIn("the disk of the ledger is full", refused.json()["detail"])
        ready = served.get("/readyz")
        self.assertEqual(ready.status, 503)
        self.assertIn("the disk of the ledger is full", ready.json()["checks"]["ledger"])
        self.assertEqual(served.get("/healthz").status, 200)
        self.assertEqual(served.get("/api/v1/live").json()["position"]["seq"], stored + 1)  # the token's entry

        ballast.unlink()
        end = time.monotonic() + 20
        while served.get("/readyz").status != 200 and time.monotonic() < end:
            time.sleep(0.1)
        self.assertEqual(served.get("/readyz").json(), {"ready": True, "checks": {"ledger": "ok", "rulebook": "ok", "clock": "ok"}})
        answer = self.post(served, number, 500)
        self.assertEqual(answer.status, 200, answer.text)
        # What was refused may or may not be on record; sent again it is, once.
        self.assertEqual(answer.json()["stored"] + answer.json()["duplicate"], 500)
        kept = self.folder / "kept"
        subprocess.run(["cp", "-r", str(inside), str(kept)], check=True)
        served.stop()
        self.assertIn("ledger.write_failed", served.errors.read_text())
        self.assertIn("ledger.write_recovered", served.errors.read_text())

    def test_a_ledger_that_is_taken_away_is_said(self):
        for number, (name, take_away) in enumerate((
                ("ledger.db", lambda path: path.unlink()),
                ("ledger.db", lambda path: (shutil.copy(path, path.with_suffix(".new")),
                                            path.with_suffix(".new").rename(path))),
                ("ledger.db-wal", lambda path: path.unlink()),
                ("lock", lambda path: path.unlink()))):
            with self.subTest(name, number=number):
                data, self.data = self.data, self.folder / f"data{number}"
                served = daemon.Daemon(self)
                self.assertEqual(self.post(served, 0, 3).status, 200)
                take_away(self.data / name)
                # Seen though nobody writes; and a reader is not told that there is nothing.
                end = time.monotonic() + 20
                while served.get("/readyz").status != 503 and time.monotonic() < end:
                    time.sleep(0.05)
                self.assertIn(served.get("/api/v1/on-time?period=2021-06&as_of=0").status, (200, 503))
                answer = self.post(served, 3, 3)
                self.assertEqual(answer.status, 503, answer.text)
                self.assertIn("deleted, replaced", answer.json()["detail"])
                ready = served.get("/readyz")
                self.assertEqual(ready.status, 503)
                self.assertIn("nothing more is recorded until it is back and the program is started again", ready.json()["checks"]["ledger"])
                self.assertEqual(self.post(served, 6, 3).status, 503, "it stays so")
                self.assertEqual(served.get("/healthz").status, 200)
                log = served.errors.read_text()
                self.assertIn("ledger.write_failed", log)
                self.assertRegex(log, rf"{name} was (deleted|replaced by another file)")
                served.stop()
                self.data = data

    def test_a_clock_that_has_jumped_is_not_believed_until_it_is_accepted(self):
        # The machine's own clock, held to what an earlier run is made to have believed.
        self.write("calendar.toml", dunghan.CALENDAR.replace("to = 2023-12-31", "to = 2099-12-31"))
        command = self.command
        self.command = lambda *arguments, data=None: [
            one for one in command(*arguments, data=data) if one not in ("--clock", self.clock)]

        def serve(*arguments):
            served = daemon.Daemon(self, *arguments)
            clock = served.get("/readyz").json()["checks"]["clock"]
            jump = float(re.search(r"(?m)^dunghan_clock_jump_seconds (\S+)$", served.get("/metrics").text)[1])
            self.assertEqual(served.get("/readyz").status, 200, "events are taken all the same")
            if clock != "ok":
                served.wait_for_log("clock.doubted")
            served.stop()
            return clock, jump, served.errors.read_text()
        self.assertEqual(serve()[:2], ("ok", 0))
        note = self.data / "clock"
        self.assertEqual(note.stat().st_mode & 0o777, 0o600)
        boot, started = note.read_text().split()
        ten_days_less = datetime.datetime.fromisoformat(started.replace("Z", "+00:00")) - datetime.timedelta(days=10)
        for _ in range(2):  # a restart alone does not make it believed
            note.write_text(f"{boot} {ten_days_less.isoformat(timespec='milliseconds')}\n")
            clock, jump, _ = serve()
            self.assertIn("has jumped 86", clock)
            self.assertAlmostEqual(jump, 864_000, delta=600)
        self.assertIn("has jumped", self.run_program("import", input="").err)
        clock, jump, log = serve("--accept-clock")
        self.assertEqual((clock, jump), ("ok", 0))
        self.assertIn("clock.accepted", log)
        self.assertEqual(serve()[:2], ("ok", 0), "and it stays accepted")
        # What another start of the machine left behind counts no more.
        note.write_text(f"0-{boot} {ten_days_less.isoformat(timespec='milliseconds')}\n")
        self.assertEqual(serve()[:2], ("ok", 0))

    def test_a_ledger_from_the_future_is_said(self):
        daemon.Daemon(self).stop()
        self.clock = "2021-06-30T13:00:00+07:00"
        self.import_events([dunghan.received("D1")])
        command = self.command
        self.clock = "2021-06-30T12:00:00+07:00"
        # A made-up clock goes on from where the ledger left it.
        served = daemon.Daemon(self)
        self.assertEqual(served.get("/readyz").json()["checks"]["clock"], "ok")
        served.stop()
        self.write("calendar.toml", dunghan.CALENDAR.replace("to = 2023-12-31", "to = 2099-12-31"))
        self.clock = "2098-01-01T00:00:00+07:00"
        self.import_events([dunghan.received("D2")])
        self.command = lambda *arguments, data=None: [
            one for one in command(*arguments, data=data) if one not in ("--clock", self.clock)]
        served = daemon.Daemon(self)
        served.wait_for_log("clock.doubted")
        self.assertRegex(served.get("/readyz").json()["checks"]["clock"],
                         r"the newest entry of the ledger lies \d+ s in the future of this clock")
        self.assertRegex(served.get("/metrics").text, r"(?m)^dunghan_ledger_ahead_seconds [1-9]")
        served.stop()

    def test_readers_beside_a_serving_daemon(self):
        served = daemon.Daemon(self)
        stop = threading.Event()
        stored = []
        slowest = [0.0]

        def feed():
            number = 0
            while not stop.is_set():
                begun = time.monotonic()
                answer = self.post(served, number, 200)
                slowest[0] = max(slowest[0], time.monotonic() - begun)
                if answer.status == 200:
                    stored.append(answer.json()["stored"])
                number += 200
        feeding = threading.Thread(target=feed)
        feeding.start()
        try:
            for _ in range(3):
                time.sleep(0.5)
                before = sum(stored)
                received = self.statement("2021-06")["total"]["received"]
                self.assertGreaterEqual(received, before)
                self.run_program("dossier", "D1", "--explain")
                self.verify()
        finally:
            stop.set()
            feeding.join()
        self.assertLess(slowest[0], 15)
        served.stop()
        self.assertEqual(self.statement("2021-06")["total"]["received"], sum(stored))

    def test_a_reader_that_sleeps_does_not_make_the_log_grow(self):
        """A report whose output nobody reads has let go of the store before it prints."""
        self.configure("calendar.toml", "agencies.csv", "procedures.csv", "")
        many = "code,name\nA,Sở A\nB,Sở B\n" + "".join(f"X{n},Cơ quan {n} {'x' * 150}\n" for n in range(600))
        self.write("agencies.csv", many)
        served = daemon.Daemon(self)
        served.post_events(*({**dunghan.received(f"X{n}"), "agency": f"X{n}"} for n in range(600)))
        sleeper = subprocess.Popen(self.command("report", "--period", "2021-06", "--format", "json"),
                                   stdout=subprocess.PIPE)
        self.addCleanup(sleeper.stdout.close)
        self.addCleanup(sleeper.wait)
        self.addCleanup(sleeper.kill)
        time.sleep(1)
        self.assertIsNone(sleeper.poll(), "it should be waiting for somebody to read")
        log = self.data / "ledger.db-wal"
        most = 0
        until = time.monotonic() + (60 if dunghan.LONG else 8)
        number = 0
        while time.monotonic() < until:
            self.assertEqual(self.post(served, number, 1000).status, 200)
            number += 1000
            most = max(most, log.stat().st_size)
        print(f"{number} events beside the sleeper, log at most {most >> 20} MiB")
        self.assertIsNone(sleeper.poll())
        # Taken into the file every 8 MiB; a flush of states may add some.
        self.assertLess(most, 64 << 20)
        sleeper.kill()
        served.stop()

    def test_the_rulebook_is_reloaded_on_sighup(self):
        served = daemon.Daemon(self)
        served.post_events(dunghan.received("D1"))
        lawful = lambda: served.get("/api/v1/dossiers/D1").json()["lawful"]["due"]
        before = lawful()
        # A mistake is said and changes nothing.
        self.write("procedures.csv", "code,name,limit\nP,Thủ tục P,five days\n")
        served.process.send_signal(signal.SIGHUP)
        self.await_log(served, "rulebook.refused")
        self.assertIn("procedures.csv:2", served.errors.read_text())
        self.assertEqual(lawful(), before)
        # A day off moves the lawful due, another limit does not: it is the one of the day of receipt.
        # New codes are taken.
        self.write("procedures.csv", "code,name,field,limit\nP,Thủ tục P,Đất đai,7wd\nQ,Thủ tục Q,Hộ tịch,\nN,Mới,,1wd\n")
        self.write("calendar.toml", dunghan.CALENDAR + '[[exception]]\ndate = 2021-06-09\nname = "Nghỉ"\n')
        served.process.send_signal(signal.SIGHUP)
        self.await_log(served, "rulebook.in_force")
        self.assertEqual([before[:10], lawful()[:10]], ["2021-06-14", "2021-06-15"])
        served.post_events(dunghan.received("D2", procedure="N"))
        self.assertEqual(served.get("/readyz").status, 200)
        served.process.send_signal(signal.SIGHUP)
        self.await_log(served, "rulebook.unchanged")
        served.stop()
        self.verify()

    def await_log(self, served, event):
        served.wait_for_log(event)

    def test_systemd_is_told(self):
        path = str(self.folder / "notify")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.bind(path)
            notify.settimeout(20)
            os.environ.update(NOTIFY_SOCKET=path, WATCHDOG_USEC="600000")
            self.addCleanup(lambda: [os.environ.pop(name) for name in ("NOTIFY_SOCKET", "WATCHDOG_USEC")])
            served = daemon.Daemon(self)
            said = []

            def hear(start):
                while not (said and said[-1].startswith(start)):
                    said.append(notify.recv(4096).decode())
                return said[-1]
            self.assertIn("STATUS=serving http://", hear("READY=1"))
            hear("WATCHDOG=1")
            served.process.send_signal(signal.SIGHUP)
            self.assertIn("MONOTONIC_USEC=", hear("RELOADING=1"))
            hear("READY=1")
            served.process.send_signal(signal.SIGTERM)
            hear("STOPPING=1")
            self.assertEqual(served.process.wait(30), 0)

    def test_a_second_daemon_and_a_taken_port_are_refused(self):
        served = daemon.Daemon(self)
        done = self.run_program("serve", "--listen", "127.0.0.1:0", code=3)
        self.assertIn(f"process {served.process.pid}", done.err)
        done = self.run_program("serve", "--listen", f"127.0.0.1:{served.port}", data=self.folder / "other",
                                code=1)
        self.assertIn("listen.failed", done.err)
        served.stop()

    def test_only_loopback_is_served_without_tokens(self):
        done = self.run_program("serve", "--listen", "0.0.0.0:0", code=2)
        self.assertIn("0.0.0.0 is no loopback address", done.err)


if __name__ == "__main__":
    dunghan.main()
