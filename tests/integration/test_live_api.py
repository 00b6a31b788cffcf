"""What each route answers, and what it says when it is asked wrongly."""

import json
import shutil
import subprocess
import unittest

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
                ("{", "application/json", 400, "the body is no JSON"),
                (f"[{good}", "application/json", 400, "the body is no JSON"),
                ("a,b\n1,2\n", "application/x-ndjson", 400, "no line of the body is a JSON object"),
                (good, "text/csv", 415, 'found "text/csv"'),
                (good, "application/x-www-form-urlencoded", 415, "Content-Type: expected application/json")):
            self.problem(served.post("/api/v1/events", body, kind), status, detail)
        self.problem(served.request("/api/v1/events", good, "application/json", {"Content-Encoding": "gzip"}),
                     415, "Content-Encoding")
        self.problem(served.request("/api/v1/events", good, "application/json", {"Origin": "http://elsewhere"}),
                     403, "other sites")
        self.problem(served.post("/api/v1/events?x=1", good), 400, "x: unknown parameter")
        self.assertEqual(served.get("/api/v1/live").json()["position"]["seq"], 0)
        served.stop()
        self.assertEqual(self.run_program("quarantine", "list").out, "")

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
        self.assertEqual(live["total"]["late_budget"], statement["total"]["late_budget"])
        self.assertEqual(live["total"]["overdue"], statement["total"]["open_overdue"])
        served.stop()

    @unittest.skipUnless(shutil.which("promtool"), "promtool is not installed")
    def test_metrics_are_clean_and_name_no_dossier(self):
        self.configure("calendar.toml", "agencies.csv", "procedures.csv",
                       '[sources.motcua]\nexpect_every = "4wh"\n'
                       '[alerts]\nalertmanager = ["http://127.0.0.1:9"]\n')
        served = daemon.Daemon(self)
        served.post_events(*(dunghan.received(f"SECRET-{n}") for n in range(20)))
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
        self.assertEqual(own, golden)
        served.stop()

    def test_metrics_tell_how_the_ledger_stands_after_a_restart(self):
        served = daemon.Daemon(self)
        served.post_events(*(dunghan.received(f"D{n}") for n in range(3)))
        served.post("/api/v1/events", json.dumps(dunghan.received("D9", agency="X")))
        served.stop()
        page = daemon.Daemon(self).get("/metrics").text
        for line in ("dunghan_ledger_position 3", "dunghan_ledger_open_dossiers 3", "dunghan_quarantine_waiting 1"):
            self.assertIn(line + "\n", page)
        self.assertNotIn("dunghan_ledger_last_commit_timestamp_seconds", page)

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
