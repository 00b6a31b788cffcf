"""What people send by mistake is answered clearly, and nothing half-done stays behind."""

import gzip
import http.client
import json
import os
import re
import signal
import socket
import time

import bad_requests
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


class BadRequests(dunghan.Case):
    """Hundreds of them, to one daemon in each test: every one is told what is wrong with it, nothing
    is counted as anything else, memory stays, and the daemon goes on."""

    MOST = 1 << 20
    SERVER = """
[server]
max_body = "1MiB"
read_timeout = "1s"
"""
    GROWTH = 48 << 20  # bytes that a run may leave it larger by, and more than one body may take

    def setUp(self):
        super().setUp()
        self.configure("calendar.toml", "agencies.csv", "procedures.csv", self.SERVER)
        self.served = daemon.Daemon(self)
        self.connection = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=30)
        self.addCleanup(self.connection.close)
        self.sums = {"received": 0, "stored": 0, "duplicate": 0, "quarantined": 0}
        # One of everything, so that what is made once is there before it is measured.
        self.good("warm-up")
        self.send(b" " * self.MOST)
        self.begun = self.memory("VmRSS")

    def tearDown(self):
        """What holds after any of it."""
        served = self.served
        grown, peak = (self.memory(name) - self.begun for name in ("VmRSS", "VmHWM"))
        print(f"memory grew by {grown >> 10} KiB, at most by {peak >> 10} KiB; {self.sums}")
        self.assertLess(grown, self.GROWTH)
        self.assertLess(peak, 2 * self.GROWTH)
        self.assertIsNone(served.process.poll(), "the daemon is gone")
        self.assertEqual(served.get("/readyz").status, 200)
        self.good("at the end")
        sums = self.sums
        self.assertEqual(sums["received"], sums["stored"] + sums["duplicate"] + sums["quarantined"])
        counted = self.counted()
        self.assertEqual(counted, {name: sums[name] for name in counted})
        self.connection.close()
        served.stop()
        self.assertNotIn("panic", served.errors.read_text(errors="replace"))
        self.verify()

    def memory(self, name):
        with open(f"/proc/{self.served.process.pid}/status") as status:
            return next(int(line.split()[1]) << 10 for line in status if line.startswith(name))

    def counted(self):
        """Items by outcome, as /metrics has them."""
        page = self.served.get("/metrics").text
        found = re.findall(r'^dunghan_intake_events_total\{.*outcome="(\w+)".*\} (\S+)$', page, re.MULTILINE)
        counted = {"stored": 0, "duplicate": 0, "quarantined": 0}
        for outcome, value in found:
            counted[outcome] += int(float(value))
        return counted

    def good(self, dossier):
        status, found = self.send(json.dumps(dunghan.received(dossier.replace(" ", "-"))).encode())
        self.assertEqual((status, found["stored"]), (200, 1), found)

    def send(self, body, headers=None):
        """The status and the answer, which is added to the sums."""
        headers = {"Content-Type": "application/json"} if headers is None else headers
        self.connection.request("POST", bad_requests.ROUTE, body, headers)
        answer = self.connection.getresponse()
        found = json.loads(answer.read())
        self.take(found)
        if answer.status >= 400 and answer.status != 422:
            self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
            self.assertGreater(len(found["detail"]), 10)
        return answer.status, found

    def take(self, found):
        for name in self.sums:
            self.sums[name] += found.get(name, 0)

    def test_every_field_with_every_mistake(self):
        cases = list(bad_requests.bad_fields())
        self.assertGreater(len(cases), 500)
        for name, body, field in cases:
            with self.subTest(name):
                status, found = self.send(body)
                if field is None:
                    self.assertEqual((status, found.get("stored")), (200, 1), found)
                    continue
                self.assertEqual((status, found.get("quarantined")), (422, 1), found)
                self.assertEqual(found["problems"][0]["field"], field, found)
                self.assertLess(len(found["problems"][0]["reason"]), 2000)
        self.once_more_among_good_ones(cases)

    def once_more_among_good_ones(self, cases):
        """In bodies of many: none of the bad ones does a good one any harm."""
        while cases:
            some, cases = cases[:40], cases[40:]
            lines = []
            for _, bad_line, _ in some:
                lines += [json.dumps(dunghan.received(f"among-{len(cases)}-{len(lines)}")).encode(), bad_line]
            body = gzip.compress(b"\n".join(lines)) if len(cases) % 80 else b"\n".join(lines)
            headers = {"Content-Type": "application/x-ndjson"}
            if len(cases) % 80:
                headers["Content-Encoding"] = "gzip"
            status, found = self.send(body, headers)
            bad = sum(field is not None for _, _, field in some)
            self.assertEqual((status, found["received"], found["stored"], found["duplicate"], found["quarantined"]),
                             (200, 2 * len(some), len(some), len(some) - bad, bad), found["problems"][:3])

    def test_what_is_odd_is_taken_and_said(self):
        far = dunghan.received("far", at="2199-12-31T23:59:59+07:00")
        status, found = self.send(json.dumps(far).encode())
        self.assertEqual((status, found["stored"], found["warnings"][0]["field"]), (200, 1, "at"))

    def test_bytes_that_are_no_json(self):
        cases = list(bad_requests.bad_bytes())
        for name, body in cases:
            with self.subTest(name):
                status, found = self.send(body)
                self.assertEqual(status, 400, found)
                self.assertRegex(found["detail"], r"(column \d+|offset \d+)")
        lines = b"\n".join(body for _, body in cases) + b"\n" + bad_requests.GOOD
        status, found = self.send(lines, {"Content-Type": "application/x-ndjson"})
        self.assertEqual((status, found["stored"], found["quarantined"]), (200, 1, len(cases)))

    def test_bodies_that_are_no_events(self):
        for name, body in bad_requests.bad_bodies(bad_requests.GOOD):
            with self.subTest(name):
                status, found = self.send(body)
                self.assertIn(status, (400, 413), found)
        self.assertEqual(self.sums["quarantined"], 0)

    def test_lists_of_what_is_no_event(self):
        for body, bad in ((b"[1,2]", 2), (b"[[{}]]", 1), (b'["received",null,true,{}]', 4), (b"{}", 1),
                          (b'{"a":' * 60 + b"1" + b"}" * 60, 1), (b'[{"MaHoSo":"H52"}]', 1)):
            with self.subTest(body):
                status, found = self.send(body)
                self.assertEqual((status, found["received"], found["quarantined"]), (422, bad, bad), found)

    def test_good_events_with_changed_bytes(self):
        for name, body in bad_requests.mutated(bad_requests.GOOD, 2000 if dunghan.LONG else 400, seed=7):
            with self.subTest(name):
                status, found = self.send(body)
                self.assertIn(status, (200, 400, 422), found)
                self.assertEqual(status == 400, "received" not in found)

    def test_gzip_of_every_bad_kind(self):
        for name, body, status, detail in bad_requests.bad_gzip(bad_requests.GOOD, self.MOST):
            with self.subTest(name):
                found = self.send(body, {"Content-Type": "application/json", "Content-Encoding": "gzip"})
                self.assertEqual(found[0], status, found[1])
                self.assertIn(detail, found[1]["detail"])
        self.assertEqual(self.sums["received"], 1)

    def test_changed_bytes_under_gzip(self):
        """Not one of them becomes another event: the checksum is over all of it."""
        packed = gzip.compress(json.dumps(dunghan.received("packed")).encode(), mtime=0)
        for name, body in bad_requests.mutated(packed, 300, seed=8):
            with self.subTest(name):
                status, found = self.send(body, {"Content-Type": "application/json", "Content-Encoding": "gzip"})
                self.assertIn(status, (200, 400), found)
        live = self.served.get("/api/v1/live").json()
        self.assertLessEqual(live["position"]["seq"], 3)

    def test_good_events_under_gzip(self):
        lines = [json.dumps(dunghan.received(f"D{n}")).encode() for n in range(300)]
        headers = {"Content-Type": "application/x-ndjson", "Content-Encoding": "gzip"}
        members = b"".join(gzip.compress(line + b"\n") for line in lines)
        status, found = self.send(members, headers)
        self.assertEqual((status, found["stored"]), (200, 300))
        status, found = self.send(gzip.compress(b"\n".join(lines)), {**headers, "Content-Encoding": "X-GZip"})
        self.assertEqual((status, found["duplicate"]), (200, 300))
        status, found = self.send(gzip.compress(b"[" + b",".join(lines) + b"]"),
                                  {"Content-Type": "application/json", "Content-Encoding": "gzip"})
        self.assertEqual((status, found["duplicate"]), (200, 300))
        exact = lines[0] + b" " * (self.MOST - len(lines[0]))
        status, found = self.send(gzip.compress(exact), {"Content-Type": "application/json", "Content-Encoding": "gzip"})
        self.assertEqual((status, found["duplicate"]), (200, 1))

    def test_what_is_announced_as_something_else(self):
        for name, headers, status in bad_requests.wrong_types(bad_requests.GOOD):
            with self.subTest(name):
                found = self.send(bad_requests.GOOD, headers)
                self.assertEqual(found[0], status, found[1])
        self.assertEqual(self.sums["received"], 1)

    def raw(self, text):
        """All that comes back for these bytes; the connection has to end by itself."""
        raw = daemon.Raw(self.served, timeout=30)
        try:
            raw.send(text)
        except (BrokenPipeError, ConnectionResetError):
            pass
        raw.socket.settimeout(30)
        try:
            raw.socket.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        return raw.read_all()

    def assert_refused(self, text, statuses):
        answer = self.raw(text)
        self.assertRegex(answer, r"^HTTP/1\.1 \d{3} ", answer[:200])
        self.assertIn(int(answer[9:12]), statuses, answer[:600])
        # What came behind it was not taken for a request.
        self.assertEqual(answer.count("HTTP/1.1 "), 1, answer)

    def test_bodies_that_can_be_cut_in_two_ways(self):
        for name, text, statuses in bad_requests.bad_framing(bad_requests.GOOD):
            with self.subTest(name):
                self.assert_refused(text, statuses)
        self.assertEqual(self.counted()["stored"], 1)

    def test_heads_that_are_none(self):
        for name, text, statuses in bad_requests.bad_heads(bad_requests.GOOD):
            with self.subTest(name):
                self.assert_refused(text, statuses)
        self.assertEqual(self.counted()["stored"], 1)

    def test_chunks_and_trailers_that_are_odd_and_good(self):
        good = [json.dumps(dunghan.received(f"chunk-{n}")).encode() for n in range(6)]
        size = [f"{len(one):x}".encode() for one in good]
        bodies = (size[0] + b"\r\n" + good[0] + b"\r\n0\r\n\r\n",
                  size[1].upper() + b";name=value\r\n" + good[1] + b"\r\n0;last\r\n\r\n",
                  b"000" + size[2] + b"\r\n" + good[2] + b"\r\n000\r\n\r\n",
                  b"".join(b"1\r\n" + good[3][i:i + 1] + b"\r\n" for i in range(len(good[3]))) + b"0\r\n\r\n",
                  size[4] + b"\r\n" + good[4] + b"\r\n0\r\nX-Check: 1\r\nHost: evil\r\nce-id: 1\r\n\r\n",
                  size[5] + b"\r\n" + good[5] + b"\r\n0\r\nContent-Encoding: gzip\r\n\r\n")
        for number, body in enumerate(bodies):
            with self.subTest(number):
                answer = self.raw(bad_requests.head("Connection: close", "Transfer-Encoding: chunked") + body)
                self.assertIn('"stored":1', answer)
                self.take(json.loads(answer.split("\r\n\r\n", 1)[1]))

    def test_pipelined_good_and_bad_ones_are_answered_in_order(self):
        requests = b""
        for number in range(50):
            event = json.dumps(dunghan.received(f"line-{number}", agency="X" if number % 3 == 1 else "A")).encode()
            if number % 3 == 2:
                event = event[:-1]
            last = ["Connection: close"] if number == 49 else []
            requests += bad_requests.head(f"Content-Length: {len(event)}", *last) + event
        answer = self.raw(requests)
        statuses = re.findall(r"HTTP/1\.1 (\d{3})", answer)
        self.assertEqual(statuses, [("200", "422", "400")[number % 3] for number in range(50)])
        for found in re.findall(r'\{"received":.*\}', answer):
            self.take(json.loads(found))

    def test_what_is_slow_or_never_ends_is_told_so(self):
        size = len(bad_requests.GOOD)
        begun = (b"PO", bad_requests.head()[:-2], bad_requests.head(f"Content-Length: {size}") + bad_requests.GOOD[:-1],
                 bad_requests.chunked(), bad_requests.chunked(b"5\r\n"), bad_requests.chunked(b"5\r\n{\"dos\r\n"),
                 bad_requests.chunked(b"2\r\n{}\r\n0\r\n"))
        waiting = [daemon.Raw(self.served, timeout=30).send(text) for text in begun]
        slow = daemon.Raw(self.served, timeout=30).send(bad_requests.head(f"Content-Length: {size}"))
        end = time.monotonic() + 1.5
        for place in range(size - 1):
            if time.monotonic() > end:
                break
            try:
                slow.send(bad_requests.GOOD[place:place + 1])
            except (BrokenPipeError, ConnectionResetError):
                break
            time.sleep(0.1)
        for raw in [*waiting, slow]:
            self.assertTrue(raw.read_all().startswith("HTTP/1.1 408 "))


if __name__ == "__main__":
    dunghan.main()
