"""One number, wherever it is asked for: at each month's end of a simulated year the figures that a
real Prometheus has scraped are those of the API and those of the report, agency by agency."""

import datetime
import json
import socket
import unittest

import daemon
import dunghan
import prometheus
import province

DOSSIERS = 20_000 if dunghan.LONG else 3_000
FIRST, LAST = "2025-03-01", "2026-02-28"
FINISHED = {"early": "finished_early", "on_time": "finished_on_time", "late": "finished_late"}
# By the code the metric says.
STATES = ("no_data", "out_of_reach", "missed", "at_risk", "reached", "met")
OVERDUE = 'due=~"overdue.*"'


def month_ends():
    """The last evening of each month, and the names of it and the month before."""
    year, month = 2025, 3
    while (year, month) < (2026, 3):
        nxt = (year + month // 12, month % 12 + 1)
        before = (year - (month == 1), (month - 2) % 12 + 1)
        last = datetime.date(*nxt, 1) - datetime.timedelta(days=1)
        yield f"{last}T22:00:00+07:00", f"{year}-{month:02}", f"{before[0]}-{before[1]:02}"
        year, month = nxt


@unittest.skipUnless(prometheus.AVAILABLE, "there is no prometheus")
class OneNumber(province.Province):
    def setUp(self):
        super().setUp()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def take_in(self):
        """What has arrived by the clock."""
        events = self.run_program("simulate", "--dossiers", DOSSIERS, "--from", FIRST, "--to", LAST,
                                  "--seed", 7).stdout
        self.run_program("import", "--strict", input=events)

    def by_agency(self, expression):
        return {labels.get("agency"): value for labels, value in self.monitor.query(expression)}

    def by_two(self, label, expression):
        found = {}
        for labels, value in self.monitor.query(expression):
            found.setdefault(labels["agency"], {})[labels[label]] = value
        return found

    def same(self, found, rows, of, what):
        """An agency without a row in the statement has nothing: 0, or no series."""
        expected = {row["code"]: of(row) for row in rows}
        expected = {code: value for code, value in expected.items() if value}
        found = {code: value for code, value in found.items() if value}
        self.assertEqual(found, expected, f"{what}, {self.clock}")

    def check_results(self, prefix, period, rows):
        found = self.by_two("timeliness", f'{prefix}period_results{{period="{period}"}}')
        for timeliness, key in FINISHED.items():
            self.same({code: row[timeliness] for code, row in found.items()}, rows,
                      lambda row: row[key], f"{prefix}{period} {timeliness}")

    def check_month(self, statement):
        rows = statement["rows"]
        self.check_results("dossier_", "current_month", rows)
        self.same(self.by_agency('sum by (agency) (dossier_period_received{period="current_month"})'),
                  rows, lambda row: row["received"], "received")
        self.same(self.by_agency(f"sum by (agency) (dossier_open{{{OVERDUE}}})"), rows,
                  lambda row: row["open_overdue"], "overdue")
        self.same(self.by_agency("sum by (agency) (dossier_open)"), rows,
                  lambda row: sum(row[key] for key in province.OPEN), "open")
        for part in ("due", "allowed", "late", "left"):
            self.same(self.by_agency(f"dossier_late_budget_{part}"), rows,
                      lambda row: row["late_budget"][part], f"late budget, {part}")
            self.assertEqual(self.monitor.query(f"dossier_overall_late_budget_{part}")[0][1],
                             statement["total"]["late_budget"][part])
        acceptance = self.by_two("outcome", 'dossier_period_acceptance{period="current_month"}')
        for outcome in ("in_time", "late"):
            self.same({code: row[outcome] for code, row in acceptance.items()}, rows,
                      lambda row: row["acceptance"][outcome], f"accepted {outcome}")

    def check_rates(self, statement):
        """The ratio itself, and whether it reaches the target; no data is no series."""
        counted = 'dossier_period_headline{period="current_month"}'
        on_time = 'dossier_period_headline{period="current_month",outcome="on_time"}'
        found = self.by_agency(f"sum by (agency) ({on_time}) / (sum by (agency) ({counted}) > 0)")
        states = self.by_agency("dossier_target_state")
        official = {row["code"]: row["official"] for row in statement["rows"] if row["official"]["all"]}
        self.assertEqual(found, {code: rate["on_time"] / rate["all"] for code, rate in official.items()},
                         self.clock)
        for code, rate in official.items():
            own = 990 if code == "000.00.02.H52" else 980
            kept = 1000 * rate["on_time"] > own * rate["all"]
            self.assertIn(STATES[int(states[code])],
                          ("at_risk", "reached") if kept else ("out_of_reach", "at_risk"), code)
        rows = {row["code"]: row["outlook"] for row in statement["rows"]}
        # An agency that had a step of another's dossier and none of its own has a row in the statement alone.
        self.assertEqual({code: STATES[int(states.get(code, 0))] for code in rows},
                         {code: outlook["state"] for code, outlook in rows.items()})
        for name, key in (("best_possible", "best"), ("cleared", "cleared")):
            self.assertEqual(self.by_agency(f"dossier_{name}_ratio"),
                             {code: outlook[key]["on_time"] / outlook[key]["all"]
                              for code, outlook in rows.items() if outlook[key]["all"]})
            overall = statement["total"]["outlook"][key]
            self.assertEqual(self.monitor.query(f"dossier_overall_{name}_percent")[0][1],
                             10000 * overall["on_time"] // overall["all"] / 100)
        self.same(self.by_agency("dossier_backlog"), statement["rows"],
                  lambda row: row["outlook"]["backlog"], "backlog")
        self.assertEqual(STATES[int(self.monitor.query("dossier_overall_target_state")[0][1])],
                         statement["total"]["outlook"]["state"])

    def report(self, month, *options):
        """The statement of the command line, which the API says word for word."""
        # Of the month before the first event there is nothing, which is an exit code of its own.
        done = self.run_program("report", "--period", month, "--by", "agency", "--format", "json",
                                *options, code=None)
        statement = json.loads(done.out)
        self.assertEqual(done.returncode, 1 if statement["empty"] else 0, done.err)
        return statement

    def check_petitions(self, month):
        """Those of their form, whose metrics are kept up by another way."""
        done = self.run_program("report", "--form", "petitions", "--period", month, "--format", "json")
        rows = [{"code": row["code"], **row["cells"]}
                for row in json.loads(done.out)["sections"][0]["rows"] if row["code"] != "total"]
        for name in ("sent", "carried_over", "withdrawn", "rated", "satisfied"):
            self.same(self.by_agency(f"dossier_petition_period_{name}"), rows,
                      lambda row: row[name], f"petitions {name}")
        for name in ("answered", "refused", "asked", "published"):
            found = self.by_two("outcome", f"dossier_petition_period_{name}")
            for outcome in ("in_time", "late"):
                self.same({code: row[outcome] for code, row in found.items()}, rows,
                          lambda row: row[f"{name}_{outcome}"], f"petitions {name} {outcome}")
        due = self.by_two("due", "dossier_petition_open")
        self.same({code: row["overdue"] for code, row in due.items()}, rows,
                  lambda row: row["open_late"], "petitions overdue")
        self.same({code: row["today"] + row["later"] for code, row in due.items()}, rows,
                  lambda row: row["open_in_time"], "petitions open in time")
        self.petitions += sum(row["sent"] for row in rows)

    def check(self, month, before):
        served = daemon.Daemon(self, port=self.port, token=False)  # all of it is simulated
        self.monitor.await_scrape()
        statement = self.report(month)
        answer = served.get(f"/api/v1/on-time?period={month}&by=agency").json()
        self.assertEqual(dunghan.without_position(answer), dunghan.without_position(statement))
        self.check_month(statement)
        self.check_rates(statement)
        self.check_petitions(month)
        self.check_results("dossier_", "previous_month", self.report(before)["rows"])
        self.check_results("dossier_lawful_", "current_month",
                           self.report(month, "--basis", "lawful")["rows"])
        served.stop()
        return sum(statement["total"][key] for key in FINISHED.values())

    def test_each_month_end(self):
        self.monitor = prometheus.Prometheus(self, f"127.0.0.1:{self.port}", wait=False)
        finished = self.petitions = 0
        for clock, month, before in month_ends():
            self.clock = clock
            self.take_in()
            finished += self.check(month, before)
        self.assertGreater(finished, DOSSIERS / 2)
        self.assertGreater(self.petitions, 0)


if __name__ == "__main__":
    dunghan.main()
