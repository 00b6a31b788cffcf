"""The districts end on 30 June 2025: what they had open is somebody's on 1 July, once and no more."""

import collections

import dunghan
import province
from province import OPEN, open_in, parse

PROVINCE = "000.00.00.H52"
FIRST = parse("2025-07-01T00:00:00+07:00")
PERIODS = ("2025-05", "2025-06", "2025-07", "2025-Q3", "2025-05-01..2025-08-31")
TREES = ("as-was", "period-end")
# Of a district's procedures: one that goes to the commune like most, one that goes up to a department.
MOST, SPLIT_OFF = "1.900005", "1.900258"


class Successors(province.Province):
    def setUp(self):
        super().setUp()
        self.clock = "2025-09-01T09:00:00+07:00"
        events = self.simulate_and_import(5000, "2025-05-01", "2025-08-31", 3)
        self.successors = {(row["old"], row["procedure"]): row["new"] for row in self.rows("successors.csv")
                           if row["date"] == "2025-07-01"}
        self.districts = sorted({old for old, _ in self.successors})
        self.assertEqual(len(self.districts), 12)
        self.made = [event for number, district in enumerate(self.districts)
                     for event in self.left_open(number, district)]
        self.import_events(self.made, options=("--source", "simulate"))
        self.dossiers = {code: one for code, one in province.told(events + self.made).items()
                         if one.receipt}
        petitions = {row["code"] for row in self.rows("procedures.csv") if row["kind"] == "petition"}
        self.counted = {code: one for code, one in self.dossiers.items()
                        if one.receipt["procedure"] not in petitions}
        self.statements = {(tree, period): self.statement(period, options=("--tree", tree))
                           for tree in TREES for period in PERIODS}

    def left_open(self, number, district):
        """In every district: two overdue since June, one due in July and finished late by the
        successor, and one that the source goes on calling the district's after its end."""
        def received(name, at, due, procedure=MOST):
            return dunghan.received(f"{name}-{number}", at, agency=district, procedure=procedure, due=due)
        return [received("overdue", "2025-06-02T08:00:00+07:00", "2025-06-13"),
                received("overdue-up", "2025-06-03T08:00:00+07:00", "2025-06-20", SPLIT_OFF),
                received("finished", "2025-06-24T08:00:00+07:00", "2025-07-10"),
                {"dossier": f"finished-{number}", "type": "completed", "id": "end",
                 "at": "2025-07-15T08:00:00+07:00"},
                received("old-code", "2025-07-02T08:00:00+07:00", "2025-07-31")]

    def holder(self, one):
        """Who has it from July on."""
        agency, procedure = one.receipt["agency"], one.receipt["procedure"]
        return self.successors.get((agency, procedure), self.successors.get((agency, "*"), agency))

    def rows_of(self, tree, period):
        return {row["code"]: row for row in self.statements[tree, period]["rows"]}

    def in_period(self, one, statement):
        day = one.received_at().astimezone(province.ZONE).date().isoformat()
        return statement["period"]["from"] <= day <= statement["period"]["to"]

    def test_nothing_is_lost_or_counted_twice(self):
        for (tree, period), statement in self.statements.items():
            with self.subTest(tree=tree, period=period):
                rows, total = statement["rows"], statement["total"]
                received = [one for one in self.counted.values() if self.in_period(one, statement)]
                self.assertGreater(len(received), 300)
                self.assertEqual(total["received"], len(received))
                everything = sum(self.in_period(one, statement) for one in self.dossiers.values())
                self.assertEqual(statement["petitions"]["received"], everything - len(received))
                for key in ("received", "carried_over", "moved_in", "moved_out", "finished_early",
                            "finished_on_time", "finished_late", "withdrawn", *OPEN):
                    self.assertEqual(sum(row[key] for row in rows), total[key], key)
                for row in (*rows, total):
                    self.assertEqual(
                        row["received"] + row["carried_over"] + row["moved_in"],
                        sum(row[key] for key in (
                            "finished_early", "finished_on_time", "finished_late",
                            "finished_unmeasurable", "withdrawn", "moved_out", *OPEN)),
                        row.get("code", "total"))
                self.assertEqual(total["moved_in"], total["moved_out"])
                self.assertEqual(total["moved_in_overdue"], total["moved_out_overdue"])
        for period in PERIODS:
            one, other = (dict(self.statements[tree, period]["total"]) for tree in TREES)
            for total in (one, other):
                for key in ("moved_in", "moved_out", "moved_in_overdue", "moved_out_overdue"):
                    total.pop(key)
            self.assertEqual(one, other)

    def test_what_is_carried_over_is_what_was_open(self):
        june, july = (self.rows_of("as-was", period) for period in ("2025-06", "2025-07"))
        open_in_events = sum(one.is_open_at(FIRST) for one in self.counted.values())
        self.assertEqual(open_in(self.statements["as-was", "2025-06"]["total"]), open_in_events)
        for code in june.keys() | july.keys():
            self.assertEqual(july[code]["carried_over"] if code in july else 0,
                             open_in(june[code]) if code in june else 0, code)
        # By the tree of the end of July, the stock of June is the successors' from the beginning.
        whole = self.rows_of("period-end", "2025-07")
        self.assertFalse(set(self.districts) & whole.keys())
        for code, row in whole.items():
            carried = sum(self.holder(one) == code for one in self.counted.values() if one.is_open_at(FIRST))
            self.assertEqual(row["carried_over"], carried, code)

    def test_open_dossiers_are_the_successors_with_those_overdue_among_them(self):
        moved_out, moved_in = collections.Counter(), collections.Counter()
        overdue_out, overdue_in = collections.Counter(), collections.Counter()
        for one in self.counted.values():
            old, new = one.receipt["agency"], self.holder(one)
            if old == new or not one.is_open_at(FIRST):
                continue
            moved_out[old] += 1
            moved_in[new] += 1
            # Those of the simulation may be suspended or re-promised: only the others are certain.
            if one.receipt in self.made and province.promised(one.receipt) <= FIRST:
                overdue_out[old] += 1
                overdue_in[new] += 1
        self.assertEqual(set(moved_out), set(self.districts))
        july = self.rows_of("as-was", "2025-07")
        for code, row in july.items():
            self.assertEqual((row["moved_out"], row["moved_in"]), (moved_out[code], moved_in[code]), code)
            self.assertGreaterEqual(row["moved_out_overdue"], overdue_out[code], code)
            self.assertGreaterEqual(row["moved_in_overdue"], overdue_in[code], code)
        for district in self.districts:
            row = july[district]
            self.assertEqual((row["received"], open_in(row)), (0, 0), district)
            self.assertEqual(row["carried_over"], row["moved_out"])
            self.assertGreaterEqual(row["moved_out_overdue"], 2)
            commune, department = (july[self.successors[district, which]] for which in ("*", SPLIT_OFF))
            self.assertGreaterEqual(commune["moved_in_overdue"], 1)
            self.assertGreaterEqual(commune["open_overdue"], 1)
            self.assertGreaterEqual(commune["finished_late"], 1)
            self.assertGreaterEqual(department["moved_in_overdue"], len(self.districts))
            self.assertGreaterEqual(department["open_overdue"], len(self.districts))

    def test_the_province_is_the_total(self):
        for tree in TREES:
            for period in ("2025-07", "2025-05-01..2025-08-31"):
                whole = self.statement(period, options=("--tree", tree, "--agency", PROVINCE))
                self.assertEqual(whole["total"], self.statements[tree, period]["total"], (tree, period))
                self.assertEqual(whole["rows"], self.statements[tree, period]["rows"])
        for by in ("procedure", "field", "counter", "channel", "tier"):
            total = self.statement("2025-07", by, options=("--agency", PROVINCE))["total"]
            for key in ("received", "carried_over", *OPEN, "finished_late"):
                self.assertEqual(total[key], self.statements["as-was", "2025-07"]["total"][key], (by, key))
        # One agency alone, and with what is below it: the same rows.
        for tree in TREES:
            rows = self.rows_of(tree, "2025-Q3")
            for code in list(rows)[::9]:
                asked = self.statement("2025-Q3", options=("--tree", tree, "--agency", code))
                for row in asked["rows"]:
                    self.assertEqual(row, rows[row["code"]])
                self.assertIn(code, [row["code"] for row in asked["rows"]])


if __name__ == "__main__":
    dunghan.main()
