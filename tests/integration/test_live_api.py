"""What each route answers, and what it says when it is asked wrongly."""

import json
import shutil
import subprocess
import unittest
import urllib.request

import daemon
import dunghan


class LiveApi(dunghan.Case):
    def problem(self, answer, status, detail):
        self.assertEqual(answer.status, status, answer.text)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        self.assertIn(detail, answer.json()["detail"])
        self.assertEqual(answer.json()["status"], status)

    def test_events_in_each_form(self):
        served = daemon.Daemon(self)
        one = json.dumps(dunghan.received("D1"))
        other = json.dumps(dunghan.received("D2"))
        bad = json.dumps(dunghan.received("D3", agency="X"))
        empty = {"received": 1, "stored": 1, "duplicate": 0, "quarantined": 0, "problems": []}
        self.assertEqual(served.post("/api/v1/events", one).json(), empty)
        found = served.post("/api/v1/events", f"[{one},{other},{bad}]").json()
        self.assertEqual(found, {
            "received": 3, "stored": 1, "duplicate": 1, "quarantined": 1,
            "problems": [{"index": 2, "field": "agency", "reason": 'unknown agency "X"'}]})
        found = served.post("/api/v1/events", f"{one}\nno json\n{other}\n", "application/x-ndjson").json()
        self.assertEqual((found["duplicate"], found["quarantined"]), (2, 1))
        self.assertEqual(found["problems"][0]["index"], 1)
        served.stop()
        listed = self.run_program("quarantine", "list").out
        self.assertIn("index 2", listed)
        self.assertIn("index 1", listed)
        self.verify()

    def test_events_that_cannot_be_read_are_not_kept(self):
        served = daemon.Daemon(self)
        good = json.dumps(dunghan.received("D1"))
        for body, kind, status, detail in (
                ("", "application/json", 400, "the body is empty"),
                ("{", "application/json", 400, "the body is no JSON: cut off at column 2"),
                (f"[{good}", "application/json", 400, "the body is no JSON: cut off at column"),
                (f"[{good},\n{good}\n{good}]", "application/json", 400,
                 f"a comma or ] is missing at line 3, column 1 (offset {2 * len(good) + 4})"),
                (f"{good}\n{good}\n", "application/json", 400,
                 "at line 2, column 1 (offset "),
                (f"{good}\n{good}\n", "application/json", 400,
                 "many objects, one a line, are sent as Content-Type: application/x-ndjson"),
                (good.encode("utf-16"), "application/json", 400, "the body is UTF-16 text"),
                ("a,b\n1,2\n", "application/x-ndjson", 400, "no line of the body is a JSON object"),
                (good, "text/plain", 415, 'found "text/plain"'),
                (good, "application/x-www-form-urlencoded", 415, "Content-Type: expected application/json")):
            self.problem(served.post("/api/v1/events", body, kind), status, detail)
        self.problem(served.request("/api/v1/events", good, "application/json", {"Content-Encoding": "gzip"}),
                     400, "cannot be unpacked: it does not begin as gzip does")
        self.problem(served.request("/api/v1/events", good, "application/json", {"Origin": "http://elsewhere"}),
                     403, "other sites")
        self.problem(served.post("/api/v1/events?x=1", good), 400, "x: unknown parameter")
        self.assertEqual(served.get("/api/v1/live").json()["position"]["seq"], 1)  # the token's entry
        # However many there are: one line at once, and then one a minute.
        log = served.errors.read_text()
        self.assertEqual(log.count("intake.unusable"), 1, log)
        self.assertRegex(log, r"intake\.unusable.*quarantined=0 bodies_refused=1 ")
        served.stop()
        self.assertEqual(self.run_program("quarantine", "list").out, "")

    def test_a_coding_that_is_not_taken_is_told_which_is(self):
        served = daemon.Daemon(self)
        answer = served.request("/api/v1/events", json.dumps(dunghan.received("D1")), "application/json",
                                {"Content-Encoding": "br"})
        self.problem(answer, 415, 'Content-Encoding: expected gzip, or none, found "br"')
        self.assertEqual(answer.headers["Accept-Encoding"], "gzip, identity")
        # So that nobody takes a wrong type for a wrong coding (RFC 9110, 12.5.3).
        answer = served.post("/api/v1/events", "a,b", "text/plain")
        self.assertEqual((answer.status, answer.headers["Accept-Encoding"]), (415, None))
        served.stop()

    def test_a_page_whose_name_was_pointed_here_gets_and_posts_nothing(self):
        """As a browser sends it for http://evil.example:8080 when that name resolves to 127.0.0.1."""
        served = daemon.Daemon(self)
        served.post_events(dunghan.received("SECRET"))
        evil = f"evil.example:{served.port}"
        event = json.dumps(dunghan.received("D1"))
        answer = served.request("/api/v1/events", event, "application/json",
                                {"Host": evil, "Origin": f"http://{evil}"})
        self.problem(answer, 421, f'"{evil}" is none of the names')
        for path in ("/", "/healthz", "/metrics", "/api/v1/live", "/api/v1/stream", "/api/v1/dossiers",
                     "/api/v1/dossiers/SECRET", "/api/v1/on-time", "/nowhere"):
            answer = served.get(path, Host=evil)
            self.problem(answer, 421, f'"{evil}"')
            self.assertNotIn("SECRET", answer.text)
        # The authority of the target counts, whatever Host says.
        self.assertIn(" 421 ", self.raw(served, f"GET http://{evil}/api/v1/live HTTP/1.1\r\nHost: localhost"))
        self.assertIn(" 200 ", self.raw(served, f"GET http://localhost/api/v1/live HTTP/1.1\r\nHost: {evil}"))
        for host in ("127.0.0.1", "127.9.9.9:1", "localhost", "LOCALHOST:80", "[::1]:8080"):
            self.assertEqual(served.get("/healthz", Host=host).status, 200, host)
        self.assertEqual(served.get("/api/v1/live").json()["position"]["seq"], 2)
        served.stop()
        self.assertIn("sổ hồ sơ không có hồ sơ D1", self.run_program("dossier", "D1", code=None).err)

    def test_names_of_its_own_are_configured(self):
        self.configure("calendar.toml", "agencies.csv", "procedures.csv",
                       '[server]\nnames = ["dunghan.example.vn"]\n')
        served = daemon.Daemon(self)
        self.assertEqual(served.get("/healthz", Host="dunghan.example.vn").status, 200)
        self.assertEqual(served.get("/healthz", Host="Dunghan.example.vn:8080").status, 200)
        self.problem(served.get("/healthz", Host="example.vn"), 421, '"example.vn"')
        served.stop()

    def raw(self, served, head):
        """The whole answer to a request that urllib would not send."""
        return daemon.Raw(served, timeout=30).send(f"{head}\r\nConnection: close\r\n\r\n").read_all()

    def test_targets_in_every_form(self):
        served = daemon.Daemon(self)
        for line, status in (("GET /healthz", 200), ("GET http://127.0.0.1/healthz", 200),
                             ("GET HTTP://localhost:80/healthz", 200), ("GET http://localhost?x=1", 200),
                             ("OPTIONS *", 204), ("OPTIONS http://localhost", 204), ("GET *", 400),
                             ("GET localhost:80", 400), ("CONNECT localhost:80", 501),
                             ("CONNECT /healthz", 400), ("GET https://localhost/healthz", 421),
                             ("GET /healthz#there", 400), ("GET http://a@localhost/", 400)):
            answer = self.raw(served, f"{line} HTTP/1.1\r\nHost: localhost")
            self.assertTrue(answer.startswith(f"HTTP/1.1 {status} "), f"{line}: {answer[:60]}")
            if line.startswith("OPTIONS"):
                self.assertIn("\r\nAllow: OPTIONS, GET, HEAD, POST\r\n", answer)
        served.stop()

    def test_nobody_keeps_or_embeds_an_answer(self):
        served = daemon.Daemon(self)
        for answer in (served.get("/healthz"), served.get("/"), served.get("/metrics"), served.get("/nowhere"),
                       served.get("/api/v1/events"), served.post("/api/v1/events", "{"),
                       served.get("/healthz", Host="evil.example")):
            self.assertEqual(answer.headers["Cross-Origin-Resource-Policy"], "same-origin", answer.text)
            if answer.status != 200:
                self.assertEqual(answer.headers["Cache-Control"], "no-store", answer.text)
        served.stop()

    def test_a_page_of_this_site_may_post(self):
        served = daemon.Daemon(self)
        answer = served.request("/api/v1/events", json.dumps(dunghan.received("D1")), "application/json",
                                {"Origin": served.url})
        self.assertEqual(answer.json()["stored"], 1)
        served.stop()

    def test_unknown_paths_methods_and_parameters(self):
        served = daemon.Daemon(self)
        self.problem(served.get("/nowhere"), 404, 'nothing is at "/nowhere"')
        answer = served.get("/api/v1/events")
        self.problem(answer, 405, "/api/v1/events takes POST, not GET")
        self.assertEqual(answer.headers["Allow"], "POST")
        for path, detail in (("/api/v1/on-time?period=soon", 'period "soon"'),
                             ("/api/v1/on-time?by=colour", "by: expected agency"),
                             ("/api/v1/on-time?basis=x", "basis: expected promised or lawful"),
                             ("/api/v1/on-time?as_of=then", "as_of: expected the number of"),
                             ("/api/v1/on-time?perod=2021", 'did you mean "period"?'),
                             ("/api/v1/dossiers?standing=late", 'found "late"'),
                             ("/api/v1/dossiers?limit=9999", "limit: expected"),
                             ("/api/v1/dossiers/D1?lang=fr", "lang: expected vi or en")):
            self.problem(served.get(path), 400, detail)
        self.problem(served.get("/api/v1/dossiers/NONE"), 404, "no dossier NONE in the ledger")
        self.problem(served.get("/api/v1/on-time?agency=Z"), 404, 'no agency "Z"')
        served.stop()

    def test_lists_come_in_pages_without_gaps_or_repeats(self):
        served = daemon.Daemon(self)
        day = lambda n: f"2021-07-{1 + n % 28:02}"
        served.post_events(*(dunghan.received(f"D{n:03}", due=day(n)) for n in range(230)))
        seen = []
        path = "/api/v1/dossiers?limit=50"
        pages = 0
        while path:
            page = served.get(path).json()
            seen += [(one["due"], one["code"]) for one in page["dossiers"]]
            pages += 1
            # What changes in between neither repeats nor hides the others.
            served.post_events({"dossier": seen[0][1], "type": "assigned", "at": f"2021-06-29T0{pages}:00:00+07:00"},
                               dunghan.received(f"N{pages}", due="2021-07-01"))
            path = page["next"] and f"/api/v1/dossiers?limit=50&cursor={page['next']}"
        expected = sorted((day(n), f"D{n:03}") for n in range(230))
        self.assertEqual([one for one in seen if one[1].startswith("D")], expected)
        self.assertEqual(len(seen), len(set(seen)))

        served.post_events(*({"dossier": f"D{n:03}", "type": "completed", "at": "2021-06-29T10:00:00+07:00"}
                             for n in range(0, 230, 2)))
        ended = []
        path = "/api/v1/dossiers?standing=finished_early&limit=30"
        while path:
            page = served.get(path).json()
            ended += [one["code"] for one in page["dossiers"]]
            path = page["next"] and (f"/api/v1/dossiers?standing=finished_early&limit=30"
                                     f"&cursor={page['next']}")
        self.assertEqual(ended, [f"D{n:03}" for n in range(0, 230, 2)])
        falling = served.get("/api/v1/dossiers?sort=-due&limit=3&q=D").json()["dossiers"]
        self.assertEqual([one["due"] for one in falling], ["2021-07-28"] * 3)
        served.stop()

    def test_one_dossier_is_explained(self):
        served = daemon.Daemon(self)
        served.post_events(dunghan.received("H52/21-Đ", due="2021-06-14"),
                           {"dossier": "H52/21-Đ", "type": "completed", "at": "2021-06-15T10:00:00+07:00"})
        found = served.get("/api/v1/dossiers/H52%2F21-%C4%90?lang=en").json()
        served.stop()
        shown = json.loads(self.run_program("dossier", "H52/21-Đ", "--explain", "--json", "--lang", "en").out)
        for one in (found, shown):
            one.pop("position", None)
            one.pop("at", None)
        self.assertEqual(found, shown)

    def test_figures_are_those_of_report(self):
        served = daemon.Daemon(self)
        served.post_events(dunghan.received("D1"), dunghan.received("D2", agency="B", due="2021-06-08"),
                           {"dossier": "D1", "type": "completed", "at": "2021-06-09T10:00:00+07:00"})
        for query, options in (("period=2021-06&by=agency", ()),
                               ("period=2021&by=procedure&basis=lawful", ("--basis", "lawful")),
                               ("period=2021-Q2&by=agency&agency=B", ("--agency", "B"))):
            period, by = (part.split("=")[1] for part in query.split("&")[:2])
            answer = served.get(f"/api/v1/on-time?{query}").json()
            self.assertEqual(dunghan.without_position(answer),
                             dunghan.without_position(self.statement(period, by, options=options)))
        live = served.get("/api/v1/live").json()
        statement = served.get("/api/v1/on-time?period=2021-06").json()
        self.assertEqual(live["total"]["rate"]["all"], statement["total"]["official"]["all"])
        self.assertEqual(live["total"]["outlook"], statement["total"]["outlook"])
        self.assertEqual([agency["outlook"] for agency in live["agencies"]],
                         [row["outlook"] for row in statement["rows"]])
        self.assertEqual(live["total"]["late_budget"], statement["total"]["late_budget"])
        self.assertEqual(live["total"]["overdue"], statement["total"]["open_overdue"])
        served.stop()

    @unittest.skipUnless(shutil.which("promtool"), "promtool is not installed")
    def test_metrics_are_clean_and_name_no_dossier(self):
        self.configure("calendar.toml", "agencies.csv", "procedures.csv",
                       '[sources.motcua]\nexpect_every = "4wh"\n'
                       '[alerts]\nalertmanager = ["http://127.0.0.1:9"]\n')
        served = daemon.Daemon(self)
        served.post_events(*({**dunghan.received(f"SECRET-{n}"), "source": "motcua"} for n in range(20)))
        for _ in range(2):
            page = served.get("/metrics")
        self.assertEqual(page.headers["Content-Type"], "text/plain; version=0.0.4; charset=utf-8")
        done = subprocess.run(["promtool", "check", "metrics"], input=page.body, capture_output=True)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, b""))
        self.assertNotIn("SECRET", page.text)
        series = [line.rsplit(" ", 1)[0] for line in page.text.splitlines() if line and line[0] != "#"]
        self.assertEqual(len(series), len(set(series)))
        families = sorted(line.split()[2:4] for line in page.text.splitlines() if line.startswith("# TYPE"))
        golden = (dunghan.SOURCE / "tests/golden/daemon_metrics.txt").read_text().splitlines()
        own = [f"{name} {kind}" for name, kind in families if not name.startswith("dossier_")]
        # Those of a frozen statement are there once there is one.
        self.assertEqual(own, [line for line in golden if not line.startswith("dossier_statement_")])
        served.stop()

    def test_metrics_tell_how_the_ledger_stands_after_a_restart(self):
        served = daemon.Daemon(self)
        served.post_events(*(dunghan.received(f"D{n}") for n in range(3)))
        served.post("/api/v1/events", json.dumps(dunghan.received("D9", agency="X")))
        served.stop()
        page = daemon.Daemon(self).get("/metrics").text
        for line in ("dunghan_ledger_position 5", "dunghan_ledger_open_dossiers 3", "dunghan_quarantine_waiting 1"):
            self.assertIn(line + "\n", page)
        self.assertNotIn("dunghan_ledger_last_commit_timestamp_seconds", page)

    def stream(self, served, query="", **headers):
        """Its messages one by one: (event, id, data)."""
        request = urllib.request.Request(f"{served.url}/api/v1/stream{query}", headers=headers)
        stream = daemon.OPENER.open(request, timeout=60)
        self.addCleanup(stream.close)

        def messages():
            fields = {}
            for line in stream:
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if name:
                    fields[name] = value
                elif "data" in fields:
                    yield fields["event"], fields["id"], json.loads(fields["data"])
                    fields = {}

        return stream, messages()

    def next_change(self, messages, seq):
        """The first message that shows the position; those before it changed no agency."""
        for event, at, data in messages:
            self.assertEqual(event, "change")
            if data["position"]["seq"] >= seq:
                return at, data
            self.assertEqual((data["agencies"], data["gone"]), ([], []))
        self.fail("the stream ended")

    def test_the_stream_sends_all_once_and_then_what_changed(self):
        served = daemon.Daemon(self)
        served.post_events(dunghan.received("D1"), dunghan.received("D2", agency="B"))
        stream, messages = self.stream(served)
        self.assertEqual(stream.headers["Content-Type"], "text/event-stream")
        self.assertEqual(stream.headers["X-Accel-Buffering"], "no")
        self.assertIn("no-transform", stream.headers["Cache-Control"])
        event, first, known = next(messages)
        self.assertEqual(event, "live")
        live = served.get("/api/v1/live").json()
        for one in (known, live):
            del one["now"], one["position"]["at"]  # moves with the clock
        self.assertEqual(known, live)
        served.post_events(dunghan.received("D3", agency="B"))
        second, change = self.next_change(messages, 3)
        self.assertNotEqual(second, first)
        self.assertEqual([row["code"] for row in change["agencies"]], ["B"])
        self.assertEqual(change["gone"], [])
        live = served.get("/api/v1/live").json()
        self.assertEqual(change["total"], live["total"])
        self.assertEqual(change["agencies"][0], live["agencies"][1])
        self.assertEqual(set(change), set(live) | {"gone"})
        served.stop()

    def test_the_stream_goes_on_where_the_reader_was(self):
        served = daemon.Daemon(self)
        served.post_events(dunghan.received("D1"), dunghan.received("D2", agency="B"))
        stream, messages = self.stream(served)
        _, seen, _ = next(messages)
        stream.close()
        served.post_events(dunghan.received("D3"))
        for query, headers in (("", {"Last-Event-ID": seen}), (f"?lastEventId={seen}", {}),
                               # The header is newer: the address stays what it was.
                               ("?lastEventId=other-7", {"Last-Event-ID": seen})):
            event, _, data = next(self.stream(served, query, **headers)[1])
            self.assertEqual((event, [row["code"] for row in data["agencies"]]), ("change", ["A"]), query)
        run, step = seen.rsplit("-", 1)
        for strange in ("other-7", "x", "", f"{run}-", f"{run}-999999", f"{run}--1", "0" * len(run) + "-" + step):
            event, _, data = next(self.stream(served, **{"Last-Event-ID": strange})[1])
            self.assertEqual((event, len(data["agencies"])), ("live", 2), strange)
        self.problem(served.get("/api/v1/stream?lastEventID=1"), 400, 'did you mean "lastEventId"?')
        served.stop()
        # Another daemon has seen another past.
        served = daemon.Daemon(self)
        self.assertEqual(next(self.stream(served, **{"Last-Event-ID": seen})[1])[0], "live")
        served.stop()

    def test_the_stream_names_what_is_gone(self):
        served = daemon.Daemon(self)
        served.post_events(dunghan.received("D1"), dunghan.received("D2", agency="B"))
        _, messages = self.stream(served)
        next(messages)
        served.post_events({"dossier": "D2", "type": "voided", "at": "2021-06-08T08:00:00+07:00", "voids": "D2-r"})
        live = served.get("/api/v1/live").json()
        _, change = self.next_change(messages, 3)
        self.assertEqual([row["code"] for row in live["agencies"]].count("B"), 0)
        self.assertEqual(change["gone"], ["B"])
        served.stop()

    def test_a_message_holds_what_changed_however_many_there_are(self):
        self.configure("calendar.toml", "agencies.csv", "procedures.csv", 'unknown = "register"')
        served = daemon.Daemon(self)
        served.post_events(*(dunghan.received(f"D{n}", agency=f"AG{n}") for n in range(2000)))
        _, messages = self.stream(served)
        _, _, whole = next(messages)
        self.assertEqual(len(whole["agencies"]), 2000)
        served.post_events(dunghan.received("E1", agency="AG7"))
        _, change = self.next_change(messages, 2001)
        self.assertEqual([row["code"] for row in change["agencies"]], ["AG7"])
        self.assertLess(len(json.dumps(change)), len(json.dumps(whole)) / 100)
        served.stop()

    def test_health(self):
        served = daemon.Daemon(self)
        self.assertEqual(served.get("/healthz").text, "ok\n")
        self.assertEqual(served.get("/readyz").json()["ready"], True)
        page = served.get("/")
        self.assertIn("Content-Security-Policy", page.headers)
        self.assertEqual(page.headers["X-Content-Type-Options"], "nosniff")
        served.stop()


if __name__ == "__main__":
    dunghan.main()
