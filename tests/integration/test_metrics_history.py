"""The metrics of the past: what `metrics` prints is what a daemon showed then, value by value; a real
Prometheus takes it in; of a ledger filled at once it shows what the monthly statements say."""

import collections
import datetime
import json
import re
import shutil
import subprocess
import time
import unittest

import daemon
import dunghan
import prometheus
import province

FIRST, LAST = "2025-11-01", "2026-01-31"
DECREED = ("2026-01-02", "2026-01-10")  # a Friday off, and the Saturday worked for it
SAMPLE = re.compile(r"(\S.*?) (\S+) (\d+(?:\.\d{3})?)")
# What moves while the daemon is being asked.
MOVING = ("dossier_office_elapsed_seconds", "dossier_office_left_seconds")
FINISHED = {"early": "finished_early", "on_time": "finished_on_time", "late": "finished_late"}


def at(text):
    return datetime.datetime.fromisoformat(text).timestamp()


def page_of(text):
    """{series: value} of a page of text 0.0.4, the daemon's own families left out."""
    lines = [line.rsplit(" ", 1) for line in text.splitlines() if line.startswith("dossier_")]
    return {series: float(value) for series, value in lines}


class History(province.Province):
    def metrics(self, first, last, step, *options):
        """What is printed, by instant: {seconds: {series: value}}; and what is said about it."""
        file = self.folder / "history.txt"
        done = self.run_program("metrics", "--from", first, "--to", last, "--step", step, "-o", file,
                                *options)
        self.assertEqual(done.out, "")
        self.text = file.read_text()
        return self.parse(self.text), done.err

    def parse(self, text):
        """Strictly: each family once with its head, each series once, its samples in order of time."""
        lines = text.split("\n")
        self.assertEqual(lines[-2:], ["# EOF", ""])
        pages = collections.defaultdict(dict)
        families, done, series, last = set(), set(), None, None
        for line in lines[:-2]:
            if line.startswith("# "):
                keyword, name = line.split(" ")[1:3]
                self.assertIn(keyword, ("HELP", "TYPE"), line)
                self.assertNotIn((keyword, name), families)
                families.add((keyword, name))
                family = name
                continue
            name, value, stamp = SAMPLE.fullmatch(line).groups()
            self.assertEqual(name.split("{")[0], family)
            if name != series:
                self.assertNotIn(name, done)
                done.add(name)
                series, last = name, 0
            self.assertGreater(float(stamp), last, line)
            last = float(stamp)
            pages[last][name] = float(value)
        self.assertEqual({name for keyword, name in families if keyword == "HELP"},
                         {name for keyword, name in families if keyword == "TYPE"})
        return dict(pages)

    def same_pages(self, found, expected, when):
        self.assertEqual(set(found), set(expected), when)
        for name, value in expected.items():
            slack = 120 if name in MOVING else 0
            self.assertLessEqual(abs(found[name] - value), slack, f"{name} {when}: {found[name]} {value}")


class AsKnownThen(History):
    """Two months and a half on record, taken in every few days, with a rulebook that changes."""

    def setUp(self):
        super().setUp()
        self.shown = {}
        complete = self.calendar.read_text()
        without = complete
        for date, text in self.exceptions():
            if date in DECREED:
                without = without.replace(text, "")
        self.calendar.write_text(without)
        for day in range(4, 31, 3):
            self.take_in(f"2025-11-{day:02}T22:00:00+07:00", look=day in (4, 19))
        self.let_pass("2025-12-01T22:00:00+07:00")  # another month
        for day in (4, 8, 12, 17, 22, 26, 29):
            self.take_in(f"2025-12-{day:02}T22:00:00+07:00", look=day == 29)
        # A day at close quarters, and the rulebook that comes in its middle.
        for time_of_day in ("08:10", "10:30"):
            self.take_in(f"2025-12-30T{time_of_day}:00+07:00", look=True)
        self.calendar.write_text(complete)
        self.take_in("2025-12-30T14:00:00+07:00", look=True)
        self.take_in("2025-12-30T22:00:00+07:00", look=True)
        self.let_pass("2025-12-31T06:00:00+07:00")
        self.take_in("2025-12-31T09:00:00+07:00", look=True)
        self.take_in("2026-01-03T22:00:00+07:00", look=True)
        self.clock = "2026-01-05T10:00:00+07:00"
        self.run_program("rulebook", "apply", "--effective-from", "2025-12-01", "--reason", "Công văn 1")
        for day in (5, 8, 12):
            self.take_in(f"2026-01-{day:02}T22:00:00+07:00", look=True)

    def take_in(self, clock, look):
        self.clock = clock
        self.import_events(self.simulate(1200, FIRST, LAST, 5))
        if look:
            self.shown[clock] = self.look()

    def let_pass(self, clock):
        """Nothing comes, and time goes by."""
        self.clock = clock
        self.shown[clock] = self.look()

    def look(self):
        """What a daemon shows of a copy of the ledger, right then."""
        kept, self.data = self.data, self.folder / "copy"
        shutil.copytree(kept, self.data)
        served = daemon.Daemon(self)
        answer = served.get("/metrics")
        served.stop()
        shutil.rmtree(self.data)
        self.data = kept
        self.assertEqual(answer.status, 200, answer.text)
        return page_of(answer.text)

    def check(self, pages, clocks):
        for clock in clocks:
            self.same_pages(pages[at(clock)], self.shown[clock], clock)

    def test_is_what_the_daemon_showed(self):
        self.clock = "2026-01-20T12:00:00+07:00"
        evenings = [clock for clock in self.shown if "T22:00" in clock]
        self.assertEqual(len(evenings), 9)
        pages, said = self.metrics(evenings[0], evenings[-1], "1d")
        self.assertEqual(len(pages), 70)
        self.check(pages, evenings)
        self.assertIn(f" samples of {len({name for page in pages.values() for name in page})} series\n", said)
        self.assertNotIn("note:", said)
        self.assertGreater(sum(value for name, value in pages[at(evenings[-1])].items()
                               if name.startswith("dossier_results{")), 500)

        closely = [clock for clock in self.shown if at("2025-12-30T08:00:00+07:00") < at(clock)
                   < at("2025-12-31T12:00:00+07:00")]
        self.assertEqual(len(closely), 6)
        pages, _ = self.metrics("2025-12-30T08:00:00+07:00", "2025-12-31T09:00:00+07:00", "10min")
        self.assertEqual(len(pages), 151)
        self.check(pages, closely)

        self.check_before_the_ledger()
        self.check_families()
        self.check_the_end()
        if prometheus.AVAILABLE:
            self.check_prometheus(evenings)

    def check_before_the_ledger(self):
        pages, said = self.metrics("2025-11-01T22:00:00+07:00", "2025-11-04", "1d")
        self.assertEqual(list(pages), [at("2025-11-04T22:00:00+07:00")])
        self.assertEqual(said.splitlines()[0],
                         "note: nothing was on record before 2025-11-04T22:00:00+07:00; 3 steps before that "
                         "are left out. Of a ledger that was filled later, from an older system, --known "
                         "now shows the past")
        pages, said = self.metrics("2025-10-01", "2025-10-31", "1d")
        self.assertEqual(pages, {})
        self.assertEqual(self.text, "# EOF\n")
        self.assertIn("nothing was on record by 2025-10-31T23:59:59.999+07:00; all steps are left out", said)

    def check_families(self):
        evening = "2026-01-08T22:00:00+07:00"
        pages, _ = self.metrics(evening, evening, "1d", "--families", "dossier_(open|results)")
        self.assertEqual(pages[at(evening)],
                         {name: value for name, value in self.shown[evening].items()
                          if name.split("{")[0] in ("dossier_open", "dossier_results")})

    def check_the_end(self):
        """Nothing is told of what lies ahead."""
        self.clock = "2026-01-12T22:00:00+07:00"
        pages, _ = self.metrics("2026-01-12T20:00:00+07:00", "2026-02-15", "1h")
        self.assertEqual(sorted(pages), [at(f"2026-01-12T{hour}:00:00+07:00") for hour in (20, 21, 22)])
        done = self.run_program("metrics", "--from", "2026-01-12T20:00:00+07:00", "--to", "2026-02-15",
                                "--step", "1h")
        self.assertEqual(done.out, self.text)

    def check_prometheus(self, evenings):
        pages, _ = self.metrics(evenings[0], evenings[-1], "1d")
        loaded = Loaded(self, self.folder / "history.txt")
        for clock in (evenings[0], evenings[2], evenings[-1]):
            found = {}
            for labels, value in loaded.query(f'{{__name__=~"dossier_.+"}} @ {at(clock):.0f}'):
                found[frozenset(labels.items())] = value
            expected = {labels_of(name): value for name, value in pages[at(clock)].items()}
            self.assertEqual(found, expected)


def labels_of(series):
    name, _, rest = series.partition("{")
    labels = {key: json.loads(f'"{value}"')
              for key, value in re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', rest)}
    return frozenset({"__name__": name, **{key: value for key, value in labels.items() if value}}.items())


class Loaded(prometheus.Server):
    """A Prometheus that has nothing but a history."""

    def __init__(self, case, history):
        folder = case.folder / "loaded"
        folder.mkdir()
        done = subprocess.run(["promtool", "tsdb", "create-blocks-from", "openmetrics",
                               "--max-block-duration=480h", str(history), str(folder / "data")],
                              capture_output=True, text=True, timeout=300)
        case.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        super().__init__(case, folder, "{}\n", "--storage.tsdb.retention.time=10y")
        self.await_ready()

    def await_ready(self):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                if self.query("vector(1)"):
                    return
            except OSError:
                time.sleep(0.2)
        self.case.fail("Prometheus does not answer:\n" + self.log.read_text()[-3000:])


class AsKnownNow(History):
    """A year of an older system, taken in at once."""

    def setUp(self):
        super().setUp()
        self.clock = "2026-03-10T12:00:00+07:00"
        done = self.run_program("simulate", "--dossiers", 3000, "--from", "2025-09-01", "--to", "2026-02-28",
                                "--seed", 3, "--tidy")
        events = [json.loads(line) for line in done.out.splitlines()]
        # What was put right afterwards is another story at the month's end than today.
        corrected = {event["dossier"] for event in events
                     if event["type"] in ("voided", "reopened", "due_set", "extended")}
        events = [event for event in events if event["dossier"] not in corrected]
        self.import_events(events, options=("--strict",))

    def test_is_what_the_statements_say(self):
        pages, said = self.metrics("2025-09-30T23:59:59.999+07:00", "2026-02-28", "12h", "--known", "now")
        self.assertNotIn("note:", said)
        finished = 0
        for month, last in (("2025-09", "2025-09-30"), ("2025-10", "2025-10-31"), ("2025-11", "2025-11-30"),
                            ("2025-12", "2025-12-31"), ("2026-01", "2026-01-31"), ("2026-02", "2026-02-28")):
            page = pages[at(f"{last}T23:59:59.999+07:00")]
            finished += self.check_month(month, page)
        self.assertGreater(finished, 1000)
        pages, said = self.metrics("2025-09-01", "2026-02-28", "1d")
        self.assertEqual(pages, {})
        self.assertIn("note: nothing was on record by 2026-02-28T23:59:59.999+07:00; all steps are left "
                      "out. Of a ledger that was filled later, from an older system, --known now", said)

    def check_month(self, month, page):
        sums = collections.Counter()
        for name, value in page.items():
            labels = dict(labels_of(name))
            family, agency = labels["__name__"], labels.get("agency")
            if labels.get("period") == "current_month" and family == "dossier_period_results":
                sums[agency, FINISHED[labels["timeliness"]]] += value
            if labels.get("period") == "current_month" and family == "dossier_period_received":
                sums[agency, "received"] += value
            if family == "dossier_open":
                sums[agency, "open"] += value
                if labels["due"].startswith("overdue"):
                    sums[agency, "open_overdue"] += value
        statement = self.statement(month)
        expected = collections.Counter()
        for row in statement["rows"]:
            for key in (*FINISHED.values(), "received", "open_overdue"):
                expected[row["code"], key] += row[key]
            expected[row["code"], "open"] += province.open_in(row)
        self.assertEqual({key: value for key, value in sums.items() if value},
                         {key: value for key, value in expected.items() if value}, month)
        return sum(statement["total"][key] for key in FINISHED.values())


class BadArguments(dunghan.Case):
    def refused(self, said, *arguments, code=2, data=None):
        done = self.run_program("metrics", *arguments, code=code, data=data)
        self.assertEqual(done.out, "")
        self.assertIn(said, done.err)

    def test_are_refused_by_name(self):
        self.import_events([dunghan.received("D1")])
        day = ("--from", "2021-06-30", "--to", "2021-06-30")
        self.refused("--from is required", "--to", "2021-06-30", "--step", "1d")
        self.refused('--from: expected a date YYYY-MM-DD or an instant with offset, found "yesterday"',
                     "--from", "yesterday", "--to", "2021-06-30", "--step", "1d")
        self.refused("--to: expected a date YYYY-MM-DD", "--from", "2021-06-30", "--to", "2021-06-31",
                     "--step", "1d")
        self.refused("--from: 2021-06-30T00:00:00+07:00 is after --to 2021-06-29T23:59:59.999+07:00",
                     "--from", "2021-06-30", "--to", "2021-06-29", "--step", "1d")
        self.refused("--from: 2021-07-01T00:00:00+07:00 is in the future, it is 2021-06-30T12:00:00+07:00 now",
                     "--from", "2021-07-01", "--to", "2021-07-02", "--step", "1d")
        for step in ("0s", "999ms", "1", "-1d", "1wd"):
            self.refused("--step: expected a duration of 1s or more, such as 15min, 1h or 1d, found "
                         + json.dumps(step), *day, f"--step={step}")
        self.refused('--known: expected then or now, found "later"', *day, "--step", "1h", "--known", "later")
        self.refused("--families: expected a regular expression (", *day, "--step", "1h", "--families", "(")
        noon = ("--from", "2021-06-30T12:00:00+07:00", "--to", "2021-06-30", "--step", "1h")
        self.refused('--families: expected names of families, found "open"', *noon, "--families", "open")
        self.refused("cannot write ", *noon, "-o", self.folder / "nowhere/file", code=1)
        self.refused("there is no ledger in", *noon, data=self.folder / "nowhere", code=3)


if __name__ == "__main__":
    dunghan.main()
