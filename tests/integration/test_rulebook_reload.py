"""Rulebooks with mistakes while a daemon runs on a good one: refused as a whole, with every mistake named."""

import json
import re
import signal
import time

import daemon
import dunghan

AGENCIES = """code,name,tier,parent,valid_from,valid_to,calendar
TINH,Tỉnh,province,,,,
A,Sở A,province,TINH,,,
B,Sở B,province,TINH,,,
H,Huyện H,district,TINH,,2021-06-15,
X,Xã X,commune,TINH,,,
"""
PROCEDURES = """code,name,field,limit,valid_from,valid_to
P,Thủ tục P,Đất đai,5wd,,
Q,Thủ tục Q,Hộ tịch,3wd,,
"""
SUCCESSORS = "old,new,procedure,date\nH,X,*,2021-06-16\n"
MORE = 'successors = "successors.csv"\n'

# What is written over the good files, and what has to be said of it: (place, words).
MISTAKES = {
    "agencies that overlap": (
        {"agencies.csv": AGENCIES + "B,Sở B mới,province,TINH,2021-01-01,,\n"},
        [("agencies.csv:7", "overlaps that of line 4")]),
    "procedures that overlap": (
        {"procedures.csv": PROCEDURES.replace("5wd,,", "5wd,,2021-06-30")
                           + "P,Thủ tục P,Đất đai,7wd,2021-06-30,\n"},
        [("procedures.csv:4", "overlaps that of line 2")]),
    "parents in a circle": (
        {"agencies.csv": AGENCIES.replace("A,Sở A,province,TINH", "A,Sở A,province,B")
                                 .replace("B,Sở B,province,TINH", "B,Sở B,province,A")},
        [("agencies.csv:3", "A > B > A")]),
    "its own successor": (
        {"successors.csv": SUCCESSORS + "A,A,*,2021-06-16\n"},
        [("successors.csv:3", "its own successor")]),
    "no limit at all": (
        {"procedures.csv": PROCEDURES.replace("5wd", "0wd")}, [("procedures.csv:2", '"0wd"')]),
    "a limit of forty years": (
        {"procedures.csv": PROCEDURES.replace("3wd", "10000wd")}, [("procedures.csv:3", '"10000wd"')]),
    "two calendars of one name": (
        {"dunghan.toml": '["calendar.toml", "again.toml"]'}, [("again.toml", '"office"')]),
    "procedures nobody takes over": (
        {"successors.csv": "old,new,procedure,date\nH,X,P,2021-06-16\n"},
        [("successors.csv:2", "nobody takes over Q")]),
    # Several files at once.
    "all over the place": (
        {"agencies.csv": AGENCIES + "B,Sở B mới,province,TINH,2021-01-01,,\nY,Xã Y,commune,TINHH,,,\n",
         "procedures.csv": PROCEDURES.replace("5wd", "0wd").replace("3wd", "10000wd"),
         "successors.csv": SUCCESSORS + "A,A,*,2021-06-16\n",
         "calendar.toml": dunghan.CALENDAR.replace("17:00", "25:00", 1)},
        [("agencies.csv:7", "overlaps"), ("agencies.csv:8", '"TINH"'), ("procedures.csv:2", '"0wd"'),
         ("procedures.csv:3", '"10000wd"'), ("successors.csv:3", "its own successor"),
         ("calendar.toml:6", "hours.mon")]),
}


class Reload(dunghan.Case):
    def setUp(self):
        super().setUp()
        self.write("again.toml", dunghan.CALENDAR)
        self.good()
        self.clock = "2021-06-30T12:00:00+07:00"
        self.import_events([
            dunghan.received("late", "2021-06-14T08:00:00+07:00"),
            dunghan.received("open", "2021-06-28T08:00:00+07:00", agency="B"),
            dunghan.received("moved", "2021-06-14T08:00:00+07:00", agency="H"),
            dunghan.received("done", "2021-06-14T08:00:00+07:00", procedure="Q"),
            {"dossier": "done", "type": "completed", "at": "2021-06-16T08:00:00+07:00", "id": "end"},
            dunghan.received("later", "2021-06-29T08:00:00+07:00", agency="NEW"),
        ])
        self.logged = 0

    def good(self):
        self.write("calendar.toml", dunghan.CALENDAR)
        self.write("agencies.csv", AGENCIES)
        self.write("procedures.csv", PROCEDURES)
        self.write("successors.csv", SUCCESSORS)
        self.configure("calendar.toml", "agencies.csv", "procedures.csv", MORE)

    def spoil(self, files):
        self.good()
        for name, content in files.items():
            if name == "dunghan.toml":
                content = self.config.read_text().replace('["calendar.toml"]', content)
            self.write(name, content)

    def reload(self, served):
        """What the daemon says of it, up to its verdict."""
        served.process.send_signal(signal.SIGHUP)
        end = time.monotonic() + 30
        while True:
            said = served.errors.read_text()[self.logged:]
            verdict = re.search(r"rulebook\.(refused|in_force|unchanged).*\n", said)
            if verdict:
                self.logged += verdict.end()
                return said[:verdict.end()], verdict.group(1)
            self.assertLess(time.monotonic(), end, said)
            time.sleep(0.02)

    def figures(self, served):
        """All that is shown and does not follow the clock."""
        live = served.get("/api/v1/live").json()
        on_time = served.get("/api/v1/on-time?period=2021-06").json()
        for answer in (live, on_time):
            answer.pop("now", None)
            answer["position"] = answer["position"]["seq"]
        metrics = "".join(line for line in served.get("/metrics").text.splitlines(True)
                          if re.match(r"dossier_|dunghan_rulebook_info|dunghan_quarantine", line))
        health = [served.get(path).text for path in ("/healthz", "/readyz")]
        dossiers = {code: served.get(f"/api/v1/dossiers/{code}").json()["lawful"]
                    for code in ("late", "open", "moved", "done")}
        return {"live": live, "on_time": on_time, "metrics": metrics, "health": health,
                "dossiers": dossiers}

    def value(self, served, name):
        found = re.search(rf"(?m)^{name} (\S+)$", served.get("/metrics").text)
        return float(found.group(1))

    def check(self, code):
        done = self.run_program("rulebook", "check", code=code)
        listed = json.loads(self.run_program("rulebook", "check", "--json", code=code).out)
        return done.err, listed

    def test_a_rulebook_with_mistakes_is_refused_as_a_whole(self):
        served = daemon.Daemon(self)
        self.logged = len(served.errors.read_text())
        before = self.figures(served)
        self.assertEqual(before["live"]["total"]["open_total"], 3)
        for number, (what, (files, expected)) in enumerate(MISTAKES.items(), 1):
            with self.subTest(what):
                self.spoil(files)
                said, verdict = self.reload(served)
                self.assertEqual(verdict, "refused", said)
                err, listed = self.check(2)
                self.assertIs(listed["ok"], False)
                for place, words in expected:
                    for text, quoted in ((err, False), (said, True)):
                        words_there = words.replace('"', '\\"') if quoted else words
                        self.assertTrue(any(f"{place}:" in line and words_there in line
                                            for line in text.splitlines()), (place, words, text))
                errors = [one for one in listed["problems"] if one["severity"] == "error"]
                places = [f"{one['file'].rsplit('/', 1)[1]}:{one['line']}" for one in errors]
                self.assertEqual(sorted(places), sorted(place if ":" in place else place + ":0"
                                                        for place, _ in expected), errors)
                self.assertEqual(self.figures(served), before)
                self.assertEqual(self.value(served, "dunghan_rulebook_refused_total"), number)
                self.assertEqual(self.value(served, "dunghan_rulebook_files_refused"), 1)
        self.good()
        self.assertEqual(self.reload(served)[1], "unchanged")
        self.assertEqual(self.value(served, "dunghan_rulebook_files_refused"), 0)
        served.post_events(dunghan.received("after", "2021-06-30T08:00:00+07:00"))
        served.stop()
        self.verify()

    def test_no_agency_with_open_dossiers_is_dropped(self):
        served = daemon.Daemon(self)
        self.logged = len(served.errors.read_text())
        before = self.figures(served)
        self.write("agencies.csv", "".join(line for line in AGENCIES.splitlines(True)
                                           if line[:2] not in ("A,", "B,")))
        said, verdict = self.reload(served)
        self.assertEqual(verdict, "refused")
        err = self.run_program("rulebook", "check", code=1).err
        for text in (said, err):
            self.assertIn("agency A is not listed, has 1 open dossier (late)", text)
            self.assertIn("agency B is not listed, has 1 open dossier (open)", text)
        self.run_program("rulebook", "diff", code=1)
        self.assertEqual(self.figures(served), before)
        self.run_program("rulebook", "apply", code=1)
        served.stop()
        self.run_program("rulebook", "apply", code=1)
        err = self.run_program("serve", "--listen", "127.0.0.1:0", code=2).err
        self.assertIn("agency A is not listed, has 1 open dossier (late)", err)
        self.verify()

    def test_a_good_change_takes_in_what_was_set_aside_and_is_there_after_a_restart(self):
        served = daemon.Daemon(self)
        self.logged = len(served.errors.read_text())
        before = self.figures(served)
        self.assertEqual(self.value(served, "dunghan_quarantine_waiting"), 1)
        answer = served.post("/api/v1/events", json.dumps(
            dunghan.received("late-too", "2021-06-14T08:00:00+07:00", agency="NEW")))
        self.assertEqual(answer.json()["quarantined"], 1)
        self.wait(lambda: self.value(served, "dunghan_quarantine_waiting") == 2)
        self.write("agencies.csv", AGENCIES + "NEW,Sở mới,province,TINH,,,\n")
        self.write("calendar.toml", dunghan.CALENDAR
                   + '[[exception]]\ndate = 2021-07-01\nname = "Mất điện"\n')
        said, verdict = self.reload(served)
        self.assertEqual(verdict, "in_force")
        self.assertIn("quarantine retried: stored 2, duplicate 0, still quarantined 0", said)
        digest = re.search(r"rulebook sha256:([0-9a-f]{12}) in force", said).group(1)
        self.wait(lambda: served.get("/api/v1/live").json()["position"]["seq"]
                  == before["live"]["position"] + 5)  # two tallies, the rulebook, two events
        self.wait(lambda: self.value(served, "dunghan_quarantine_waiting") == 0)
        after = self.figures(served)
        self.assertIn(f'dunghan_rulebook_info{{digest="{digest}"}} 1', after["metrics"])
        self.assertNotEqual(after["metrics"], before["metrics"])
        total = after["live"]["total"]
        self.assertEqual((total["open_total"], total["overdue"]),
                         (before["live"]["total"]["open_total"] + 2,
                          before["live"]["total"]["overdue"] + 1))
        shown = {row["code"]: row["open_total"] for row in after["live"]["agencies"]}
        self.assertEqual(shown["NEW"], 2)
        self.assertRegex(after["metrics"], r'dossier_agency_info\{[^}]*"NEW"')
        counted = {row["code"]: row["received"] for row in after["on_time"]["rows"]}
        self.assertEqual(counted["NEW"], 2)
        dues = [shown["dossiers"]["open"]["due"] for shown in (before, after)]
        self.assertEqual(dues, ["2021-07-05T17:00:00+07:00", "2021-07-06T17:00:00+07:00"])
        served.post_events(dunghan.received("one-more", "2021-06-30T08:00:00+07:00", agency="NEW"))
        after = self.figures(served)
        served.stop()
        again = daemon.Daemon(self)
        self.assertEqual(self.figures(again), after)
        again.stop()
        self.verify()

    def wait(self, until):
        end = time.monotonic() + 20
        while not until():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.02)


if __name__ == "__main__":
    dunghan.main()
