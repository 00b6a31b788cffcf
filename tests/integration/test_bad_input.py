"""What people send by mistake is answered clearly, and nothing half-done stays behind."""

import gzip
import json
import os
import re
import signal
import socket
import time

import daemon
import dunghan

GOOD = dunghan.received("D1")


class BadEvents(dunghan.Case):
    def reasons(self):
        done = self.run_program("quarantine", "list", "--json")
        return {entry["place"]: (entry["field"], entry["reason"]) for entry in json.loads(done.out)}

    def one(self, event):
        """Imports one line that cannot be used; its field and reason."""
        line = event if isinstance(event, (str, bytes)) else json.dumps(event)
        if isinstance(line, str):
            line = line.encode()
        self.assertEqual(self.import_events(line + b"\n"), [1, 0, 0, 1])
        return list(self.reasons().values())[-1]

    def test_what_is_no_json(self):
        self.assertIn("JSON", self.one("this is no JSON")[1])

    def test_what_is_no_object(self):
        self.assertIn("object", self.one("[1, 2]")[1])

    def test_a_wrong_type(self):
        field, reason = self.one({**GOOD, "agency": 7})
        self.assertEqual(field, "agency")
        self.assertIn("7", reason)

    def test_a_time_without_offset(self):
        field, reason = self.one({**GOOD, "at": "2021-06-07T08:00:00"})
        self.assertEqual(field, "at")
        self.assertIn("offset is missing", reason)

    def test_the_year_9999(self):
        field, reason = self.one({**GOOD, "at": "9999-06-07T08:00:00+07:00"})
        self.assertEqual(field, "at")
        self.assertIn("9999", reason)

    def test_an_unknown_type(self):
        field, reason = self.one({**GOOD, "type": "recieved"})
        self.assertEqual(field, "type")
        self.assertIn('"received"', reason)

    def test_invalid_utf8(self):
        self.assertIn("UTF-8", self.one(b'{"dossier":"D\xff1","type":"received"}')[1])

    def test_duplicate_keys(self):
        line = json.dumps(GOOD)[:-1] + ',"agency":"B"}'
        field, reason = self.one(line)
        self.assertEqual(field, "agency")
        self.assertIn("twice", reason)

    def test_an_unknown_agency(self):
        field, reason = self.one({**GOOD, "agency": "X"})
        self.assertEqual(field, "agency")
        self.assertIn('"X"', reason)

    def test_a_line_of_10_mb(self):
        line = '{"dossier":"D1","type":"received","note":"' + "x" * 10_000_000 + '"}'
        self.assertIn("1048576", self.one(line)[1])
        # What comes after it is read all the same.
        self.assertEqual(self.import_events(line + "\n" + json.dumps(GOOD) + "\n"), [2, 1, 0, 1])

    def test_an_empty_file_and_blank_lines(self):
        self.assertEqual(self.import_events(""), [0, 0, 0, 0])
        self.assertEqual(self.import_events("\n\n" + json.dumps(GOOD) + "\n\n"), [1, 1, 0, 0])

    def test_a_truncated_gzip_keeps_what_was_acknowledged(self):
        lines = "".join(json.dumps(dunghan.received(f"D{n}")) + "\n" for n in range(5000))
        whole = gzip.compress(lines.encode())
        path = self.write("events.ndjson.gz", whole[:len(whole) // 2])
        done = self.run_program("import", path, code=1)
        read, stored, _, _ = self.totals(done)
        self.assertGreater(stored, 0)
        self.assertIn("events.ndjson.gz", done.err)
        self.verify()
        self.write("events.ndjson.gz", whole)
        done = self.run_program("import", path)
        self.assertEqual(self.totals(done), [5000, 5000 - stored, stored, 0])

    def test_strict_makes_quarantine_an_error(self):
        self.run_program("import", "--strict", input="nonsense\n", code=1)
        self.run_program("import", "--strict", input=json.dumps(GOOD) + "\n", code=0)

    def test_a_file_that_is_not_there(self):
        done = self.run_program("import", self.folder / "none.ndjson", code=None)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("none.ndjson", done.err)

    def test_a_quarantined_event_comes_in_when_the_rulebook_knows_its_agency(self):
        self.assertEqual(self.import_events([{**GOOD, "agency": "C"}]), [1, 0, 0, 1])
        self.write("agencies.csv", dunghan.AGENCIES + "C,Sở C\n")
        # A retry goes by the rulebook in force; putting another one in force tries again by itself.
        done = self.run_program("quarantine", "retry")
        self.assertEqual(done.out, "retried 1: stored 0, duplicate 0, still quarantined 1\n")
        self.assertIn("the rulebook of the configuration is not in force, and is not put in force by this",
                      done.err)
        done = self.run_program("rulebook", "apply")
        self.assertIn("quarantine retried: stored 1, duplicate 0, still quarantined 0", done.out)
        self.assertEqual(self.statement("2021-06")["rows"][0]["code"], "C")
        self.assertEqual(self.import_events([{**GOOD, "agency": "C"}]), [1, 0, 1, 0])


    def test_an_import_that_changes_the_rulebook_says_so(self):
        self.import_events([GOOD])
        self.write("agencies.csv", dunghan.AGENCIES + "C,Sở C\n")
        done = self.run_program("import", input=json.dumps({**GOOD, "dossier": "D2", "agency": "C"}) + "\n")
        self.assertEqual(self.totals(done), [1, 1, 0, 0])
        self.assertIn("the rulebook of the configuration is another than that on record, and was put in "
                      "force by this: rulebook sha256:", done.err)

    def test_utf_16_is_named_and_nothing_is_quarantined(self):
        lines = "".join(json.dumps(dunghan.received(f"D{n}")) + "\r\n" for n in range(300))
        for coding in ("utf-16", "utf-16-le", "utf-16-be"):
            for name in ("events.ndjson", "events.ndjson.gz"):
                with self.subTest(coding=coding, name=name):
                    content = lines.encode(coding)
                    path = self.write(name, gzip.compress(content) if name.endswith("gz") else content)
                    done = self.run_program("import", path, code=1)
                    self.assertEqual(self.totals(done), [0, 0, 0, 0])
                    self.assertIn(f"{path}:1: breaks off at byte ", done.err)
                    self.assertIn("UTF-16 text", done.err)
                    self.assertIn("save it as UTF-8", done.err)

    def test_all_mistakes_of_an_event_are_told(self):
        field, reason = self.one({**GOOD, "agency": "X", "procedure": "Y", "due": "soon"})
        self.assertEqual(field, "due")
        self.assertIn('; also agency: unknown agency "X"; also procedure: unknown procedure "Y"', reason)


class BadConfig(dunghan.Case):
    def problems(self):
        return self.run_program("check-config", code=2).err

    def test_overlapping_hours(self):
        self.write("calendar.toml", dunghan.CALENDAR.replace(
            'mon = ["07:30-11:30", "13:30-17:00"]', 'mon = ["07:30-11:30", "11:00-17:00"]'))
        err = self.problems()
        self.assertIn("calendar.toml", err)
        self.assertIn("overlap", err)

    def test_a_missing_column(self):
        self.write("agencies.csv", "code,tier\nA,province\n")
        err = self.problems()
        self.assertIn("agencies.csv:1", err)
        self.assertIn("name", err)

    def test_a_byte_order_mark_is_accepted(self):
        self.write("agencies.csv", b"\xef\xbb\xbf" + dunghan.AGENCIES.encode())
        self.assertIn("2 agencies", self.run_program("check-config").out)

    def test_a_misspelt_key(self):
        self.configure("calendar.toml", "agencies.csv", "procedures.csv", "defalt_calendar = \"office\"")
        self.assertIn('did you mean "default_calendar"?', self.problems())

    def test_all_problems_at_once(self):
        self.write("agencies.csv", "code,name,parent\nA,Sở A,Z\nA,Sở A,\n")
        self.write("procedures.csv", "code,name,limit\nP,Thủ tục,5xx\n")
        err = self.problems()
        for place in ("agencies.csv:2", "agencies.csv:3", "procedures.csv:2"):
            self.assertIn(place, err)

    def test_what_is_no_file_is_refused_without_waiting_for_it(self):
        os.mkfifo(self.folder / "pipe")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(self.folder / "socket"))
            for name, kind in (("/dev/zero", "expected a file, got a device"),
                               (self.folder / "pipe", "expected a file, got a pipe"),
                               (self.folder / "socket", "expected a file, got a socket"),
                               (self.folder, "Is a directory")):
                with self.subTest(name=name):
                    self.configure(name, name, name)
                    err = self.run_program("check-config", code=2, timeout=30).err
                    self.assertEqual(err.count(f"{name}: cannot be read: {kind}"), 3, err)
                    done = dunghan.subprocess.run([dunghan.BINARY, "--config", str(name), "check-config"],
                                                  capture_output=True, text=True, timeout=30)
                    self.assertEqual(done.returncode, 2, done.stderr)

    def test_depth_and_size_are_looked_at_first(self):
        deep = "a" + ".a" * 200_000 + " = 1\n"
        self.write("calendar.toml", dunghan.CALENDAR + deep)
        self.assertIn("expected a key of at most 32 levels, got more", self.problems())
        self.write("dunghan.toml", deep)
        self.assertIn("dunghan.toml:1: expected a key of at most 32 levels, got more", self.problems())
        self.write("dunghan.toml", "x = " + "[" * 100_000)
        self.assertIn("expected values within values of at most 32 levels, got more", self.problems())
        os.truncate(self.config, 1 << 40)
        self.assertIn("expected at most 4194304 bytes, got more", self.problems())


class Reload(dunghan.Case):
    """Whatever the files have become, the daemon goes on with what it has."""

    def test_no_file_ends_the_daemon(self):
        files = {name: (self.folder / name).read_bytes()
                 for name in ("dunghan.toml", "calendar.toml", "agencies.csv", "procedures.csv")}
        deep = b"a" + b".a" * 200_000 + b" = 1\n"
        served = daemon.Daemon(self)
        logged = 0
        for name, content in files.items():
            for bad in (deep, b"x = " + b"[" * 100_000, b"\x00\xff" * 5000, b'"' * 100_000, b"", None, "pipe",
                        "folder"):
                with self.subTest(name=name, bad=bad if bad is None else bad[:10]):
                    (self.folder / name).unlink()
                    if bad == "pipe":
                        os.mkfifo(self.folder / name)
                    elif bad == "folder":
                        (self.folder / name).mkdir()
                    elif bad is not None:
                        self.write(name, bad)
                    logged, said = self.reload(served, logged)
                    self.assertRegex(said, r"rulebook\.refused")
                    self.assertEqual(served.get("/readyz").status, 200)
                    (self.folder / name).rmdir() if bad == "folder" else (self.folder / name).unlink(True)
                    self.write(name, content)
        logged, said = self.reload(served, logged)
        self.assertIn("rulebook.unchanged", said)
        served.post_events(dunghan.received("D1"))
        served.stop()

    def reload(self, served, logged):
        served.process.send_signal(signal.SIGHUP)
        end = time.monotonic() + 60
        while True:
            self.assertIsNone(served.process.poll(), "the daemon is gone")
            said = served.errors.read_text(errors="replace")[logged:]
            verdict = re.search(r"rulebook\.(refused|unchanged|in_force).*\n", said)
            if verdict:
                return logged + verdict.end(), said
            self.assertLess(time.monotonic(), end, said[-1000:])
            time.sleep(0.02)


if __name__ == "__main__":
    dunghan.main()
