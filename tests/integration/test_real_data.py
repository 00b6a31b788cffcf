"""Real event logs give the figures counted independently of them, in whatever order they come."""

import gzip
import json
import random
import unittest

import dunghan

LOGS = {
    # name: (period that holds all, a clock after all events)
    "wabo": ("2009-01-01..2013-12-31", "2012-01-24T12:00:00+01:00"),
    "boston2025": ("2024-01-01..2027-12-31", "2026-02-11T12:00:00-05:00"),
}
# By the year of the clock, all kinds of periods in the log.
KINDS = {
    "2012": ("2011-06", "2011-Q2", "2011-H1", "2011", "bc:2011-06", "bc:2011-Q2", "bc:2011", "2011-06-07..2011-06-18"),
    "2026": ("2025-09", "2025-Q4", "2025-H2", "2025", "bc:2025-10", "bc:2025-Q4", "bc:2025", "2025-09-07..2025-10-18"),
}


@unittest.skipUnless((dunghan.SHARED / "data/wabo/expected.json").exists(),
                     f"the example data is not there: {dunghan.SHARED}/data")
class RealData(dunghan.Case):
    def use(self, name):
        self.source = dunghan.SHARED / "data" / name
        self.expected = json.loads((self.source / "expected.json").read_text())
        self.period, self.clock = LOGS[name]
        for file in ("calendar.toml", "agencies.csv", "procedures.csv"):
            self.write(file, (self.source / file).read_bytes())
        self.lines = gzip.decompress((self.source / "events.ndjson.gz").read_bytes()).splitlines(True)

    def counts(self, row):
        found = {
            "in_time": row["finished_early"] + row["finished_on_time"],
            "late": row["finished_late"],
            "no_due": row["finished_unmeasurable"],
            "withdrawn": row["withdrawn"],
            "open": row["open_in_time"] + row["open_overdue"] + row["open_suspended"]
                    + row["open_unmeasurable"],
        }
        return {key: value for key, value in found.items() if value}

    def statements(self, data=None):
        return {by: self.statement(self.period, by, data=data) for by in ("agency", "procedure")}

    def check_counts(self):
        for by, statement in self.statements().items():
            expected = self.expected[f"by_{by}"]
            rows = {row["code"]: self.counts(row) for row in statement["rows"]}
            self.assertEqual(rows, expected, by)
            self.assertEqual(self.counts(statement["total"]), self.expected["total"])
            self.assertEqual(statement["total"]["received"], self.expected["dossiers"])

    def form(self, form, period, *options):
        paper = json.loads(self.run_program("report", "--form", form, "--period", period, "--format", "json",
                                            *options).out)
        return paper["sections"][0]["rows"]

    def check_forms(self):
        """Every equation of every form in every kind of period, on both bases, by everything that rows may be of:
        what does not add up is an error. And the whole is that of the monthly statement."""
        for form in ("II.06a", "II.06b", "07a"):
            total = self.form(form, self.period)[-1]["cells"]
            late = total.get("late", total.get("late_apologised", 0) + total.get("late_unapologised", 0))
            self.assertEqual(late, self.expected["total"].get("late", 0), form)
            self.assertEqual(total["taken"], self.expected["dossiers"], form)
            self.assertEqual(total["withdrawn"], self.expected["total"].get("withdrawn", 0), form)
            for period in KINDS[self.clock[:4]]:
                for basis in ("promised", "lawful"):
                    self.form(form, period, "--basis", basis)
            for by in ("agency", "procedure", "field", "tier", "counter", "channel"):
                self.form(form, KINDS[self.clock[:4]][0], "--by", by, "--tree", "period-end")
        rows = self.form("late-list", self.period)
        self.assertEqual(sum(1 for row in rows if row["cells"]["ended"] != "đang xử lý"), self.expected["total"]["late"])

    def check_log(self, name):
        self.use(name)
        done = self.run_program("import", self.source / "events.ndjson.gz")
        self.assertEqual(self.totals(done), [len(self.lines), len(self.lines), 0, 0])
        self.check_counts()
        self.check_forms()
        _, content = self.verify()
        first = self.statements()

        again = self.run_program("import", self.source / "events.ndjson.gz")
        self.assertEqual(self.totals(again), [len(self.lines), 0, len(self.lines), 0])
        self.assertEqual(self.statements(), first)

        seed = random.randrange(2**32)
        print(f"seed {seed}")
        self.shuffled(random.Random(seed), content, first)

    def shuffled(self, chance, content, first):
        """Shuffled, in pieces, with repeats: the same content and the same statement."""
        other = self.folder / "other"
        lines = self.lines + chance.sample(self.lines, len(self.lines) // 3)
        chance.shuffle(lines)
        stored = 0
        while lines:
            size = chance.randrange(1, 5000)
            stored += self.import_events(b"".join(lines[:size]), data=other)[1]
            lines = lines[size:]
        self.assertEqual(stored, len(self.lines))
        self.assertEqual(self.verify(data=other)[1], content)
        for by, statement in self.statements(data=other).items():
            self.assertEqual(json.dumps(dunghan.without_position(statement)),
                             json.dumps(dunghan.without_position(first[by])))

    def test_permits_of_a_dutch_municipality(self):
        self.check_log("wabo")

    def test_cases_of_the_city_of_boston(self):
        self.check_log("boston2025")


if __name__ == "__main__":
    dunghan.main()
