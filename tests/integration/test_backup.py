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

    def assert_restored(self, folder):
        """All that was copied, and behind it that it was restored."""
        seq, chain, content = self.verified()
        self.assertEqual(self.verified(data=folder)[::2], (seq + 1, content))
        self.run_program("verify", "--against", f"{seq}:{chain}", data=folder)
        act = json.loads(self.run_program("acts", "--format", "json", data=folder).out)["acts"][-1]
        self.assertEqual((act["act"], act["seq"]), ("restore", seq + 1))
        self.assertIn(f"a copy up to {seq}", act["what"])

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
        self.assert_restored(restored)
        report = ("report", "--period", "2021-06", "--format", "json")
        figures = [dunghan.without_position(json.loads(self.run_program(*report, data=data).out))
                   for data in (restored, None)]
        self.assertEqual(*figures)
        # It goes on from there.
        self.import_events(events(500, 10), data=restored)
        self.assertEqual(self.verified(data=restored)[0], self.verified()[0] + 11)
        self.assertFalse((restored / "tokens.toml").exists())
        self.assertEqual([path.name for path in restored.iterdir() if path.name.startswith("restore")], [])
        self.assertEqual(restored.stat().st_mode & 0o777, 0o700)

    def test_so_many_are_kept(self):
        self.import_events(events(0, 5))
        folder = self.folder / "copies"

        def names():
            return sorted(path.name for path in folder.iterdir())

        first = self.run_program("backup", "--keep", "2", folder)
        self.assertTrue(json.loads(first.out)["ok"])
        (made,) = names()
        self.assertRegex(made, r"^\d{4}-\d\d-\d\dT\d{6}Z$")
        self.assertIn(f"copied to {folder / made}", first.err)
        # Others of before: two whole ones, one cut off long ago and one of now, a half one, somebody's own.
        for name in ("2020-01-02T000000Z", "2020-01-01T000000Z"):
            shutil.copytree(folder / made, folder / name)
        now = time.strftime("%Y-%m-%dT%H%M%SZ", time.gmtime())
        stay = {f"{now}.abcdef", "2020-01-03T000000Z", "2020-01-04T000000Z-by-hand", "notes"}
        for name in stay | {"2020-01-01T000001Z.abcdef"}:
            (folder / name).mkdir()
        time.sleep(1.1)
        told = self.run_program("backup", "--keep", "2", folder)
        kept = [name for name in names() if name not in stay]
        self.assertEqual(len(kept), 2)
        self.assertIn(made, kept)
        self.assertEqual(stay - set(names()), set())
        for name in ("2020-01-02T000000Z", "2020-01-01T000000Z", "2020-01-01T000001Z.abcdef"):
            self.assertIn(f"removed {name}", told.err)
        # Whatever the others are called, the one just made stays, and is whole.
        shutil.move(folder / made, folder / "2199-01-01T000000Z")
        time.sleep(1.1)
        self.run_program("backup", "--keep", "1", folder)
        newest = [name for name in names() if name not in stay]
        self.assertEqual(len(newest), 1)
        self.assertNotEqual(newest, ["2199-01-01T000000Z"])
        self.run_program("restore", folder / newest[0], data=self.folder / "again")
        self.assert_restored(self.folder / "again")
        self.assertIn("--keep", self.run_program("backup", "--keep", "0", folder, code=2).err)

    def test_a_copy_that_fails_removes_nothing(self):
        self.import_events(events(0, 5))
        folder = self.folder / "copies"
        self.run_program("backup", "--keep", "1", folder)
        before = sorted(path.name for path in folder.iterdir())
        time.sleep(1.1)
        self.run_program("backup", "--keep", "1", folder, data=self.folder / "none", code=1)
        self.assertEqual(sorted(path.name for path in folder.iterdir()), before)

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
        self.assert_restored(lost)

    def test_beside_a_daemon_under_load(self):
        served = daemon.Daemon(self)
        served.post("/api/v1/events", events(0, 1_000), "application/x-ndjson")
        done = threading.Event()
        posted = [0, 0, 0]

        def post(number):
            while not done.is_set():
                first = (number + 1) * 1_000_000 + posted[number]
                answer = served.post("/api/v1/events", events(first, 200), "application/x-ndjson")
                if answer.status == 200:
                    posted[number] += 200

        threads = [threading.Thread(target=post, args=(number,)) for number in range(len(posted))]
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
        self.assertGreater(min(posted), 0)
        # What the copy says is what the ledger said then, and what is put back from it.
        against = f"{told['position']['seq']}:{told['position']['chain']}"
        self.run_program("verify", "--against", against)
        self.run_program("restore", self.folder / "copy2", data=self.folder / "restored")
        self.run_program("verify", "--against", against, data=self.folder / "restored")
        self.assertEqual(self.verified(data=self.folder / "restored")[::2],
                         (told["position"]["seq"] + 1, told["content"]))  # that it was restored
        self.assertGreater(self.verified()[0], told["position"]["seq"])

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
                    if folder == restored:
                        self.assert_restored(folder)
                    else:
                        self.assertEqual(self.verified(data=folder), self.verified())
            if copy.exists() and restored.exists() and (restored / "ledger.db").exists():
                shutil.rmtree(restored)
                shutil.rmtree(copy)
        shutil.rmtree(copy, ignore_errors=True)
        shutil.rmtree(restored, ignore_errors=True)
        self.run_program("backup", copy)
        self.run_program("restore", copy, data=restored)
        self.assert_restored(restored)
        self.assertGreater(whole, 3)


if __name__ == "__main__":
    dunghan.main()
