"""A ledger copied beside a daemon that goes on writing, and put back where there is none."""

import json
import random
import shutil
import signal
import subprocess
import threading
import time

import daemon
import dunghan


def events(first, count):
    return "".join(json.dumps(dunghan.received(f"D{number}")) + "\n" for number in range(first, first + count))


class Backup(dunghan.Case):
    def setUp(self):
        super().setUp()
        self.clock = "2021-06-30T12:00:00+07:00"

    def verified(self, data=None):
        told = json.loads(self.run_program("verify", "--json", data=data).out)
        return told["position"]["seq"], told["position"]["chain"], told["content"]

    def test_there_and_back(self):
        self.import_events(events(0, 500))
        self.run_program("token", "create", "x", "--role", "viewer")
        copy = self.folder / "copy"
        told = json.loads(self.run_program("backup", copy).out)
        self.assertIs(told["ok"], True)
        self.assertEqual(sorted(path.name for path in copy.iterdir()), ["config", "ledger.db", "verified.json"])
        self.assertEqual(copy.stat().st_mode & 0o777, 0o700)
        kept = {str(path.relative_to(copy / "config")) for path in (copy / "config").rglob("*") if path.is_file()}
        self.assertEqual(kept, {"dunghan.toml", "calendar/calendar.toml", "agencies/agencies.csv",
                                "procedures/procedures.csv"})
        restored = self.folder / "restored"
        self.run_program("restore", copy, data=restored)
        self.assertEqual(self.verified(data=restored), self.verified())
        report = ("report", "--period", "2021-06", "--format", "json")
        self.assertEqual(json.loads(self.run_program(*report, data=restored).out), json.loads(self.run_program(*report).out))
        # It goes on from there.
        self.import_events(events(500, 10), data=restored)
        self.assertEqual(self.verified(data=restored)[0], self.verified()[0] + 10)
        self.assertFalse((restored / "tokens.toml").exists())
        self.assertEqual([path.name for path in restored.iterdir() if path.name.startswith("restore")], [])
        self.assertEqual(restored.stat().st_mode & 0o777, 0o700)

    def test_nothing_is_written_over(self):
        self.import_events(events(0, 5))
        copy = self.folder / "copy"
        self.run_program("backup", copy)
        self.assertIn("is there already", self.run_program("backup", copy, code=1).err)
        self.assertIn("has a ledger already", self.run_program("restore", copy, code=1).err)
        self.assertIn("no whole backup", self.run_program("restore", self.folder / "nowhere",
                                                          data=self.folder / "new", code=1).err)
        self.assertIn("no ledger in", self.run_program("backup", self.folder / "other",
                                                       data=self.folder / "none", code=1).err)
        self.assertFalse((self.folder / "other").exists())

    def test_a_copy_that_was_changed_is_not_restored(self):
        self.import_events(events(0, 300))
        copy = self.folder / "copy"
        self.run_program("backup", copy)
        told = json.loads((copy / "verified.json").read_text())
        told["position"]["chain"] = "0" * 64
        (copy / "verified.json").write_text(json.dumps(told))
        self.assertIn("holds something else", self.run_program("restore", copy, data=self.folder / "a", code=None).err)
        self.assertFalse((self.folder / "a" / "ledger.db").exists())
        shutil.rmtree(copy)
        self.run_program("backup", copy)
        data = (copy / "ledger.db").read_bytes()
        self.assertIn(b"D123", data)
        (copy / "ledger.db").write_bytes(data.replace(b"D123", b"D124"))
        self.assertNotEqual(self.run_program("restore", copy, data=self.folder / "b", code=None).returncode, 0)
        self.assertFalse((self.folder / "b" / "ledger.db").exists())

    def test_what_is_left_of_a_lost_ledger_is_not_taken_for_a_part_of_the_copy(self):
        self.import_events(events(0, 300))
        copy = self.folder / "copy"
        self.run_program("backup", f"{copy}/")
        lost = self.folder / "lost"
        lost.mkdir()
        (lost / "ledger.db").write_bytes(b"")
        (lost / "ledger.db-wal").write_bytes(b"x" * 4096)
        refused = self.run_program("restore", copy, data=lost, code=None)
        self.assertIn("is left of a ledger that is gone", refused.err)
        self.assertEqual((lost / "ledger.db").stat().st_size, 0)
        (lost / "ledger.db-wal").unlink()
        self.run_program("restore", copy, data=lost)
        self.assertEqual(self.verified(data=lost), self.verified())

    def test_beside_a_daemon_under_load(self):
        served = daemon.Daemon(self)
        served.post("/api/v1/events", events(0, 1_000), "application/x-ndjson")
        done = threading.Event()
        posted = [1_000]

        def post():
            while not done.is_set():
                answer = served.post("/api/v1/events", events(posted[0], 200), "application/x-ndjson")
                if answer.status == 200:
                    posted[0] += 200

        threads = [threading.Thread(target=post)]
        for thread in threads:
            thread.start()
        try:
            for number in range(3):
                told = json.loads(self.run_program("backup", self.folder / f"copy{number}").out)
                self.assertIs(told["ok"], True)
                self.assertGreaterEqual(told["events"], 1_000)
        finally:
            done.set()
            for thread in threads:
                thread.join()
        served.stop()
        # What the copy says is what the ledger said then.
        against = f"{told['position']['seq']}:{told['position']['chain']}"
        self.run_program("verify", "--against", against)

    def test_whatever_ends_it_nothing_is_half_done(self):
        self.import_events(events(0, 3_000))
        chance = random.Random(5)
        begun = time.monotonic()
        self.run_program("backup", self.folder / "first")
        took = time.monotonic() - begun
        copy, restored = self.folder / "copy", self.folder / "restored"
        whole = 0
        for _ in range(12):
            for command, target in ((self.command("backup", copy), copy / "verified.json"),
                                    (self.command("restore", copy, data=restored), restored / "ledger.db")):
                process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(chance.uniform(0, 2 * took))
                process.send_signal(signal.SIGKILL)
                process.wait()
                if target.exists():
                    whole += 1
                    folder = copy if target.parent == copy else restored
                    self.assertEqual(self.verified(data=folder), self.verified())
            if copy.exists() and restored.exists() and (restored / "ledger.db").exists():
                shutil.rmtree(restored)
                shutil.rmtree(copy)
        shutil.rmtree(copy, ignore_errors=True)
        shutil.rmtree(restored, ignore_errors=True)
        self.run_program("backup", copy)
        self.run_program("restore", copy, data=restored)
        self.assertEqual(self.verified(data=restored), self.verified())
        self.assertGreater(whole, 3)


if __name__ == "__main__":
    dunghan.main()
