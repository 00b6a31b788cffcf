"""Five hundred corrections later: what was stated is found again as it was, and every change is named."""

import json

import dunghan
import province
from province import parse

SAVED_AT = "2025-12-05T12:00:00+07:00"
MONTH = "2025-11"
MANY = {"finished again": 250, "finish heard of late": 150, "new promise heard of late": 100}


class Corrections(province.Province):
    def setUp(self):
        super().setUp()
        self.clock = SAVED_AT
        events = self.simulate(4500, "2025-10-01", "2025-12-05", 11)
        self.dossiers = province.told(events)
        self.corrections, held_back = self.choose()
        self.import_events([event for event in events
                            if (event["dossier"], event["id"]) not in held_back])
        self.saved = {(form, by): self.report("--period", MONTH, "--by", by, form=form)
                      for form in ("json", "csv") for by in ("agency", "procedure")}

    def choose(self):
        """What is heard of later, by dossier: new events, and some that are held back until then."""
        finished, promised = [], []
        for code, one in sorted(self.dossiers.items()):
            if not one.receipt or not one.end or one.has("reopened", "voided"):
                continue
            if one.end["type"] != "completed" or not one.end["at"].startswith(MONTH):
                continue
            (promised if one.has("due_set") else finished).append(code)
        again, late, anew = MANY.values()
        self.assertGreaterEqual(len(finished), again + late)
        self.assertGreaterEqual(len(promised), anew)
        corrections = {}
        for code in finished[:again]:
            end = self.dossiers[code].end
            corrections[code] = [
                {"type": "voided", "at": end["at"], "voids": end["id"], "id": "void"},
                {"type": "completed", "at": "2025-12-04T15:00:00+07:00", "id": "again"}]
        for code in finished[again:again + late]:
            corrections[code] = [self.dossiers[code].end]
        for code in promised[:anew]:
            # By id: the simulated software sends some of them twice.
            corrections[code] = list({event["id"]: event for event in self.dossiers[code].events
                                      if event["type"] == "due_set"}.values())
        self.assertEqual(len(corrections), sum(MANY.values()))
        held_back = {(code, event["id"]) for code, events in corrections.items() for event in events}
        return {code: [{**event, "dossier": code, "source": "simulate"} for event in events]
                for code, events in corrections.items()}, held_back

    def test_the_statement_is_found_again_and_the_changes_are_named(self):
        corrections = self.corrections
        self.clock = "2025-12-20T09:00:00+07:00"
        sent = [event for events in corrections.values() for event in events]
        self.assertEqual(self.import_events(sent), [len(sent), len(sent), 0, 0])
        self.clock = "2025-12-20T10:00:00+07:00"
        for (form, by), text in self.saved.items():
            ask = ("--period", MONTH, "--by", by)
            self.assertEqual(self.report(*ask, "--as-of", SAVED_AT, form=form), text, (form, by))
            self.assertNotEqual(self.report(*ask, form=form), text)
        by_seq = json.loads(self.saved["json", "agency"])["position"]["seq"]
        again = json.loads(self.report("--period", MONTH, "--as-of", by_seq))
        self.assertEqual(again["total"], json.loads(self.saved["json", "agency"])["total"])
        self.check_figures(corrections)
        self.check_changes(corrections)
        self.verify()

    def check_figures(self, corrections):
        """How the corrections change what was finished in the month, counted by hand."""
        before = json.loads(self.saved["json", "agency"])["total"]
        after = self.statement(MONTH)["total"]
        self.assertEqual(after["received"], before["received"])

        def finished(total):
            return sum(total[key] for key in ("finished_early", "finished_on_time", "finished_late",
                                              "finished_unmeasurable"))
        petitions = {row["code"] for row in self.rows("procedures.csv") if row["kind"] == "petition"}
        counted = [code for code in corrections
                   if self.dossiers[code].receipt["procedure"] not in petitions]
        less = sum(corrections[code][0]["type"] == "voided" for code in counted)
        more = sum(corrections[code][0]["type"] == "completed" for code in counted)
        self.assertEqual(finished(after), finished(before) - less + more)

    def check_standings(self, listed):
        """What was and what is, as `dossier` says it of then and of now."""
        for row in listed:
            for side, ask in (("before", ("--as-of", SAVED_AT)), ("after", ())):
                dossier = json.loads(self.run_program("dossier", row["dossier"], "--json", *ask).out)
                for basis in ("promised", "lawful"):
                    for key in ("standing", "due", "due_date"):
                        self.assertEqual(row[side][basis].get(key), dossier[basis].get(key), row)

    def check_changes(self, corrections):
        listed = self.lines("changes", "--since", SAVED_AT, "--json")
        self.assertEqual(len(listed), len({row["dossier"] for row in listed}))
        self.assertEqual({row["dossier"] for row in listed}, set(corrections))
        self.check_standings(listed[:20])
        for row in listed:
            code = row["dossier"]
            self.assertEqual(row["agency"], self.dossiers[code].receipt["agency"])
            self.assertNotEqual(row["before"], row["after"])
            self.assertEqual({(reason["type"], reason["id"]) for reason in row["reasons"]},
                             {(event["type"], event["id"]) for event in corrections[code]}, row)
        # Whose figures of the month differ: all but some whose new promise was kept like the old one.
        shown = {row["dossier"] for row in self.lines("changes", "--since", SAVED_AT, "--period", MONTH,
                                                      "--json")}
        self.assertLess(shown, set(corrections))
        self.assertLess({code for code, events in corrections.items() if events[-1]["type"] == "completed"},
                        shown)
        self.assertEqual(self.lines("changes", "--since", "2025-12-20T09:30:00+07:00", "--json"), [])


if __name__ == "__main__":
    dunghan.main()
