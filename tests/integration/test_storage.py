"""A full disk, a folder that cannot be written, a second writer, readers beside a writer."""

import json
import os
import re
import shutil
import subprocess
import time
import unittest

import dunghan


def can_mount():
    if os.geteuid() != 0:
        return False
    return subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode == 0


class Storage(dunghan.Case):
    def lines(self, dossiers, first=0):
        return "".join(
            f'{{"dossier":"D{n}","type":"received","at":"2021-06-07T08:00:00+07:00","agency":"A",'
            f'"procedure":"P","id":"{n}","unit":"Phòng {n}"}}\n' for n in range(first, first + dossiers))

    @unittest.skipUnless(can_mount(), "mounting a small disk needs root and mount namespaces")
    def test_a_full_disk_loses_nothing_acknowledged(self):
        mount = self.folder / "small"
        mount.mkdir()
        path = self.write("events.ndjson", self.lines(60_000))
        # Within a mount namespace of its own, so that nothing stays mounted.
        script = "mount -t tmpfs -o size=3m tmpfs $0 && shift 0 && \"$@\"; code=$?; cp -r $0/. $0.kept; exit $code"
        done = subprocess.run(["unshare", "--mount", "sh", "-c", script, str(mount),
                               *self.command("import", "--acks", path, data=mount)],
                              capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 3, done.stdout[-500:] + done.stderr)
        self.assertIn("the disk of the ledger is full", done.stderr)
        kept = self.folder / "small.kept"
        acknowledged = max(int(n) for n in re.findall(r"acknowledged (\d+)", done.stdout))
        self.assertGreater(acknowledged, 0)
        # With room again, all that was acknowledged is there and the rest goes in.
        self.verify(data=kept)
        read, stored, duplicate, _ = self.import_events(path.read_bytes(), data=kept)
        self.assertGreaterEqual(duplicate, acknowledged)
        self.assertEqual(stored + duplicate, 60_000)
        self.verify(data=kept)

    @unittest.skipUnless(can_mount(), "mounting a folder read-only needs root and mount namespaces")
    def test_a_read_only_folder_is_read_and_not_written(self):
        self.import_events(self.lines(10))
        before = self.statement("2021-06")
        script = "mount --bind $0 $0 && mount -o remount,bind,ro $0 && \"$@\""

        def within(*arguments):
            return subprocess.run(["unshare", "--mount", "sh", "-c", script, str(self.data),
                                   *self.command(*arguments)], capture_output=True, text=True,
                                  input=self.lines(3, first=100), timeout=60)
        done = within("import")
        self.assertEqual(done.returncode, 3)
        self.assertIn(f"the data folder {self.data} cannot be written", done.stderr)
        done = within("report", "--period", "2021-06", "--format", "json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout), before)

    def test_a_second_writer_is_told_who_holds_the_lock(self):
        with subprocess.Popen(self.command("import", "--acks"), stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as first:
            first.stdin.write(self.lines(1).encode())
            first.stdin.flush()
            self.assertEqual(first.stdout.readline(), b"acknowledged 1\n")
            second = self.run_program("import", input=self.lines(1, first=7), code=3)
            self.assertIn(f"another dunghan (process {first.pid}) is writing to {self.data}", second.err)
            # Readers go on beside the writer, and see what it has acknowledged.
            self.assertEqual(self.statement("2021-06")["total"]["received"], 1)
            self.verify()
            first.stdin.write(self.lines(1, first=1).encode())
            first.stdin.flush()
            self.assertEqual(first.stdout.readline(), b"acknowledged 2\n")
            self.assertEqual(self.statement("2021-06")["total"]["received"], 2)
            first.stdin.close()
            self.assertEqual(first.wait(timeout=30), 0)
        self.import_events(self.lines(1, first=7))

    def test_the_files_are_for_the_owner_alone(self):
        before = os.umask(0)
        self.addCleanup(os.umask, before)
        self.import_events(self.lines(1) + "{broken\n")
        self.assertEqual(self.data.stat().st_mode & 0o777, 0o700)
        for path in self.data.rglob("*"):
            self.assertEqual(path.stat().st_mode & 0o777, 0o700 if path.is_dir() else 0o600, path)
        self.assertTrue(list(self.data.glob("unparsed/*.bin")))

    def test_what_goes_beyond_a_bound_is_quarantined(self):
        self.write("dunghan.toml", self.config.read_text().replace(
            "[rulebook]", "max_events_per_dossier = 100\nmax_texts = 100\nmax_quarantine = 100\n[rulebook]", 1))
        event = {"dossier": "D", "type": "urged", "agency": "A"}
        self.assertEqual(self.import_events(
            [dunghan.received("D"), *({**event, "id": f"u{n}", "at": f"2021-06-08T08:00:{n % 60:02}+07:00"}
                                      for n in range(120))]), [121, 100, 0, 21])
        self.assertEqual(self.import_events(
            [dunghan.received(f"E{n}", unit=f"Phòng {n}") for n in range(120)])[1:], [97, 0, 23])
        self.assertEqual(self.import_events("".join("{broken %d\n" % n for n in range(1000)))[3], 1000)
        listed = json.loads(self.run_program("quarantine", "list", "--json").out)
        self.assertEqual(sum(entry["count"] for entry in listed), 21 + 23 + 1000)
        self.assertEqual(len(listed), 101)
        self.assertEqual([entry["dossier"] for entry in (one["fields"] for one in listed[:21])], ["D"] * 21)
        bound = [entry for entry in listed if entry["reason"].startswith("bound: ")]
        self.assertEqual(len(bound), 21 + 23 + 1)
        self.assertEqual(bound[-1]["count"], 1000 - 56)
        self.verify()
        # With more room the same events go in.
        self.write("dunghan.toml", self.config.read_text().replace("= 100\n", "= 1000\n"))
        retried = self.run_program("quarantine", "retry")
        self.assertEqual(retried.out, "retried 101: stored 44, duplicate 0, still quarantined 57\n")
        self.verify()

    def test_without_a_ledger_readers_say_so(self):
        done = self.run_program("report", "--period", "2021-06", code=3)
        self.assertIn(f"there is no ledger in {self.data.resolve()} (--data); name the folder of one with "
                      "--data DIR, or fill a new one with dunghan import or serve", done.err)


if __name__ == "__main__":
    dunghan.main()
