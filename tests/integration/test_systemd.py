"""The systemd unit: well-formed, closed off as far as promised, and no further than the daemon bears."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import time
import unittest

import daemon
import dunghan

UNIT = dunghan.SOURCE / "deploy/systemd/dunghan.service"
BACKUP = dunghan.SOURCE / "deploy/systemd/dunghan-backup.service"
TIMER = BACKUP.with_suffix(".timer")
ANALYZE = shutil.which("systemd-analyze")
STRACE = shutil.which("strace")
EXPOSURE = 9  # of 100: 0.9 of 10
# All that is left open: the network of this machine, the unit's paths, /proc/stat, the clock's device.
LEFT_OPEN = {"RootDirectoryOrRootImage", "RestrictAddressFamilies_AF_UNIX",
             "RestrictAddressFamilies_AF_INET_INET6", "ProcSubset", "PrivateNetwork", "DeviceAllow",
             "IPAddressDeny"}


def settings():
    """(key, value) in order."""
    lines = UNIT.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("=", 1)) for line in lines if re.match(r"[A-Z]\w*=", line)]


def values(key):
    return [value for name, value in settings() if name == key]


def analyze(*arguments):
    return subprocess.run([ANALYZE, *arguments], capture_output=True, text=True, timeout=60)


def calls_of(group, seen=None):
    """The system calls of a group, those of groups in it included."""
    seen = set() if seen is None else seen
    done = analyze("syscall-filter", "--no-pager", group)
    if done.returncode != 0:
        raise unittest.SkipTest(done.stderr)
    for word in (line.strip() for line in done.stdout.splitlines()[1:]):
        if word.startswith("@") and word not in seen:
            seen.add(word)
            calls_of(word, seen)
        elif re.fullmatch(r"\w+", word):
            seen.add(word)
    return seen


@unittest.skipUnless(ANALYZE, "needs systemd-analyze")
class Unit(dunghan.Case):
    def test_it_is_well_formed(self):
        # The program need not be installed where the unit will find it.
        text = UNIT.read_text(encoding="utf-8").replace("/usr/bin/dunghan", dunghan.BINARY)
        done = analyze("verify", "--man=no", str(self.write("dunghan.service", text)))
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_the_backup_is_well_formed_closed_off_and_ours(self):
        text = BACKUP.read_text(encoding="utf-8").replace("/usr/bin/dunghan", dunghan.BINARY)
        unit = self.write(BACKUP.name, text)
        timer = self.write(TIMER.name, TIMER.read_text(encoding="utf-8"))
        done = analyze("verify", "--man=no", str(unit), str(timer))
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))
        done = analyze("security", "--offline=true", "--no-pager", f"--threshold={EXPOSURE}", str(BACKUP))
        self.assertEqual(done.returncode, 0, done.stdout[-2000:] + done.stderr)
        self.assertIn("User=dunghan\n", text, "whoever owns the ledger")
        (command,) = re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE)
        words = shlex.split(command)
        words[words.index("--config") + 1] = str(self.config)
        words[words.index("--data") + 1] = str(self.data)
        words[-1] = str(self.folder / "copies")
        self.import_events("".join(json.dumps(dunghan.received(f"D{number}")) + "\n" for number in range(3)))
        done = subprocess.run(words, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(list((self.folder / "copies").iterdir())), 1)

    def test_its_exposure_stays_as_small_as_it_is(self):
        done = analyze("security", "--offline=true", "--no-pager", f"--threshold={EXPOSURE}", str(UNIT))
        self.assertEqual(done.returncode, 0, done.stdout[-2000:] + done.stderr)
        checks = json.loads(analyze("security", "--offline=true", "--json=short", str(UNIT)).stdout)
        left = {check["json_field"] for check in checks if check["exposure"]}
        self.assertEqual(left - LEFT_OPEN, set())

    def test_its_commands_are_ours(self):
        for key in ("ExecStartPre", "ExecStart"):
            (command,) = values(key)
            words = shlex.split(command)
            self.assertEqual(words[0], "/usr/bin/dunghan")
            done = subprocess.run([dunghan.BINARY, *words[1:], "--help"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            name = next(word for word in words if word in ("check-config", "serve"))
            self.assertIn(f"Usage: dunghan {name} ", done.stdout)

    def test_what_it_checks_first_is_found(self):
        (command,) = values("ExecStartPre")
        words = shlex.split(command)[1:]
        words[words.index("--config") + 1] = str(self.config)
        words[words.index("--data") + 1] = str(self.data)
        self.assertEqual(subprocess.run([dunghan.BINARY, *words], capture_output=True).returncode, 0)
        self.config.write_text("nonsense = 1\n")
        self.assertEqual(subprocess.run([dunghan.BINARY, *words], capture_output=True).returncode, 2)

    def test_its_memory_is_bounded_above_what_it_needs(self):
        (limit,) = values("MemoryMax")
        self.assertRegex(limit, r"^\d+G$")
        # Eight times the bodies in work by default, and a million open dossiers.
        self.assertGreater(int(limit[:-1]) << 30, 8 * (128 << 20) + 1_000_000 * 700)

    @unittest.skipUnless(STRACE, "needs strace")
    def test_it_allows_what_the_daemon_does(self):
        trace = self.folder / "trace"
        serving = daemon.Daemon(self, prefix=(STRACE, "-D", "-f", "-qq", "-o", str(trace)))
        serving.post_events(*(dunghan.received(f"D{number}") for number in range(50)))
        for path in ("/", "/metrics", "/api/v1/live", "/api/v1/on-time", "/healthz"):
            self.assertEqual(serving.get(path).status, 200, path)
        serving.process.send_signal(signal.SIGHUP)
        time.sleep(1)
        self.assertEqual(serving.get("/readyz").status, 200)
        serving.stop()
        text = trace.read_text(errors="replace")
        called = set(re.findall(r"^\d+ +(\w+)\(", text, re.MULTILINE))
        if len(called) < 20:
            self.skipTest("strace may not trace here")
        if os.geteuid() == 0:
            called.discard("fchown")  # SQLite's, for root alone; the unit's user is not
        allowed = set()
        for value in values("SystemCallFilter"):
            groups = value.lstrip("~").split()
            calls = set().union(*(calls_of(group) for group in groups))
            allowed = allowed - calls if value.startswith("~") else allowed | calls
        self.assertEqual(called - allowed - calls_of("@default"), set())
        self.assertNotRegex(text, r"PROT_WRITE\|PROT_EXEC")
        families = set(re.findall(r"socket\((AF_\w+)", text)) | {"AF_UNIX"}  # sd_notify's
        self.assertLessEqual(families, set(values("RestrictAddressFamilies")[0].split()))


if __name__ == "__main__":
    dunghan.main()
