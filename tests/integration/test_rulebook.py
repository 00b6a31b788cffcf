"""Rulebooks on record: a holiday decreed late, limits that change, a calendar that comes to its end."""

import json

import daemon
import dunghan
import province
import test_explain

DECREED = ("2026-01-02", "2026-01-10")  # a Friday off, and the Saturday worked for it
SAVED_AT = "2025-12-29T12:00:00+07:00"
REASON = "Công văn 12729/VPCP-KGVX"


class LateHoliday(province.Province):
    def setUp(self):
        super().setUp()
        self.complete = self.calendar.read_text()
        self.days = self.exceptions()
        without = self.complete
        for date, text in self.days:
            if date in DECREED:
                without = without.replace(text, "")
        self.assertEqual(len(self.exceptions()), len(self.days))
        self.calendar.write_text(without)
        self.assertEqual(len(self.exceptions()), len(self.days) - 2)

        self.clock = SAVED_AT
        self.codes = sorted(province.told(self.simulate_and_import(900, "2025-11-01", "2025-12-29", 7)))
        self.saved = {}
        for period in ("2025-11", "2025-12"):
            for basis in ("promised", "lawful"):
                for form in ("json", "csv"):
                    ask = ("--period", period, "--basis", basis)
                    self.saved[ask, form] = self.report(*ask, form=form)
        self.before = self.look_at(self.codes)

    def decree(self):
        self.calendar.write_text(self.complete)
        self.clock = "2025-12-30T09:00:00+07:00"

    def predicted_due(self, dossier):
        """The lawful due with the new days, counted by test_explain."""
        explanation = json.loads(json.dumps(dossier["explanation"]))
        explanation["calendar"]["exceptions"] = [
            {"date": date, "hours": ["07:30-11:30", "13:30-17:00"] if "\nhours" in text else []}
            for date, text in self.days]
        return test_explain.lawful_due(explanation)

    def predicted(self, ended):
        """Whose lawful due the new days move: those with an end since December, or open ones."""
        moved = set()
        for code, dossier in self.before.items():
            asked = dossier["explanation"]["lawful_due"]
            if asked is None or asked["open_since"] or "error" in asked:
                continue
            end = dossier["end"]
            if (end and end["at"] >= "2025-12-01") if ended else not end:
                if self.predicted_due(dossier) != test_explain.parse(asked["due"]):
                    moved.add(code)
        return moved

    def moved(self, before, after):
        """Which dossiers differ, by what differs."""
        def differing(part):
            return {code for code in self.codes if part(before[code]) != part(after[code])}
        return {
            "promised": differing(lambda dossier: dossier["promised"]["due"]),
            "lawful": differing(lambda dossier: dossier["lawful"]["due"]),
            "gross": differing(lambda dossier: dossier["explanation"]["gross_overdue_from"]),
        }

    def listed(self, *arguments):
        rows = self.lines("rulebook", "diff", "--json", *arguments)
        for row in rows:
            self.assertTrue(row.keys() & {"promised", "lawful", "gross"}, row)
        return rows, {part: {row["dossier"] for row in rows if part in row}
                      for part in ("promised", "lawful", "gross")}

    def check_saved(self):
        for (ask, form), text in self.saved.items():
            self.assertEqual(self.report(*ask, "--as-of", SAVED_AT, form=form), text, (ask, form))

    def check_open_ones_move(self):
        rows, listed = self.listed()
        self.assertEqual({row["ended"] for row in rows}, {False})
        applied = json.loads(self.run_program("rulebook", "apply", "--json").out)
        after = self.look_at(self.codes)
        self.assertGreater(len(listed["lawful"]), 10)
        self.assertEqual(listed["lawful"], self.predicted(ended=False))
        self.assertEqual(self.moved(self.before, after), listed)
        self.assertEqual(applied["moved"], len(rows))
        for row in rows:
            before, now = self.before[row["dossier"]], after[row["dossier"]]
            self.assertEqual(row["agency"], before["receipt"]["agency"])
            if "lawful" not in row:
                continue
            self.assertEqual(row["lawful"]["due"], [before["lawful"]["due"], now["lawful"]["due"]])
            self.assertEqual(row["lawful"]["standing"],
                             [before["lawful"]["standing"], now["lawful"]["standing"]])
            self.assertEqual(test_explain.parse(now["lawful"]["due"]), self.predicted_due(before))
        ended = [code for code in self.codes if self.before[code]["end"]]
        self.assertGreater(len(ended), 500)
        for code in ended:
            for part in ("promised", "lawful", "acceptance"):
                self.assertEqual(after[code].get(part), self.before[code].get(part), code)
        return after

    def check_backdated(self, before):
        rows, listed = self.listed("--effective-from", "2025-12-01")
        self.assertEqual({row["ended"] for row in rows}, {True})
        back = ("rulebook", "apply", "--effective-from", "2025-12-01", "--json")
        refused = self.run_program(*back, code=2)
        self.assertIn("--effective-from: what takes effect in the past needs a --reason", refused.err)
        self.assertEqual(self.listed("--effective-from", "2025-12-01"), (rows, listed))
        applied = json.loads(self.run_program(*back, "--reason", REASON).out)
        after = self.look_at(self.codes)
        self.assertGreater(len(listed["lawful"]), 2)
        self.assertEqual(listed["lawful"], self.predicted(ended=True))
        self.assertEqual(self.moved(before, after), listed)
        self.assertEqual(applied["moved"], len(rows))
        explanation = after[min(listed["lawful"])]["explanation"]
        self.assertEqual(explanation["rules"]["judged_by"]["reason"], REASON)
        self.assertIn(DECREED[0], [day["date"] for day in explanation["calendar"]["exceptions"]])

    def test_a_holiday_decreed_late_moves_what_is_open_and_no_statement_of_before(self):
        self.decree()
        self.check_saved()
        after = self.check_open_ones_move()
        self.clock = "2025-12-30T10:00:00+07:00"
        self.check_saved()
        self.check_backdated(after)
        self.clock = "2025-12-30T11:00:00+07:00"
        self.check_saved()
        self.assertNotEqual(self.report("--period", "2025-12", "--basis", "lawful"),
                            self.saved[("--period", "2025-12", "--basis", "lawful"), "json"])
        self.assertEqual(self.lines("rulebook", "diff", "--json"), [])
        self.verify()


class Versions(dunghan.Case):
    def explained(self, code):
        return json.loads(self.run_program("dossier", code, "--explain", "--json").out)["explanation"]

    def test_every_dossier_names_the_versions_that_decide_it(self):
        self.import_events([dunghan.received("D1", "2021-06-01T08:00:00+07:00"),
                            {"dossier": "D1", "type": "completed", "at": "2021-06-08T09:00:00+07:00",
                             "id": "end"},
                            dunghan.received("D2", "2021-06-25T08:00:00+07:00")])
        self.clock = "2021-07-01T08:00:00+07:00"
        self.write("procedures.csv", dunghan.PROCEDURES.replace("5wd", "7wd"))
        self.run_program("rulebook", "apply", "--operator", "Lò Thị B")
        self.clock = "2021-07-05T08:00:00+07:00"
        self.import_events([dunghan.received("D3", "2021-07-02T08:00:00+07:00")])
        expected = {
            # judged by, limit by, the limit, the due
            "D1": (1, 1, "5wd", "2021-06-08T17:00:00+07:00"),
            "D2": (2, 1, "5wd", "2021-07-02T17:00:00+07:00"),
            "D3": (2, 2, "7wd", "2021-07-13T17:00:00+07:00"),
        }
        for code, (judged_by, limit_by, limit, due) in expected.items():
            explanation = self.explained(code)
            rules = explanation["rules"]
            found = (rules["judged_by"]["number"], rules["limit_by"]["number"],
                     rules["procedure"]["limit"], explanation["lawful_due"]["due"])
            self.assertEqual(found, (judged_by, limit_by, limit, due), code)
            for part in ("judged_by", "limit_by"):
                version = rules[part]
                if version["number"] == 1:
                    self.assertEqual((version["seq"], version["effective_from"]), (0, None))
                    self.assertNotIn(version["recorded_by"], ("", "Lò Thị B"))
                else:
                    self.assertEqual(
                        (version["seq"], version["effective_from"], version["recorded_by"]),
                        (4, "2021-07-01T08:00:00+07:00", "Lò Thị B"))
        self.assertIn("phiên bản 2", " ".join(self.explained("D3")["lawful"]))

        # Backdated: D2 was received after it, and D1 ended before it.
        self.clock = "2021-07-06T08:00:00+07:00"
        self.write("procedures.csv", dunghan.PROCEDURES.replace("5wd", "9wd"))
        self.run_program("rulebook", "apply", "--effective-from", "2021-06-24", "--reason", "QĐ 9",
                         "--operator", "Hà Văn C")
        for code, numbers in {"D1": [1, 1], "D2": [3, 3], "D3": [3, 3]}.items():
            rules = self.explained(code)["rules"]
            self.assertEqual([rules[part]["number"] for part in ("judged_by", "limit_by")], numbers, code)
        version = self.explained("D2")["rules"]["limit_by"]
        self.assertEqual((version["effective_from"], version["recorded_by"], version["reason"]),
                         ("2021-06-24T00:00:00+07:00", "Hà Văn C", "QĐ 9"))
        self.verify()

    def test_everything_that_differs_is_shown(self):
        self.import_events([dunghan.received("D1")])
        self.write("agencies.csv", "code,name,name_en\nA,Sở A,Department A\nB,Sở B,\n")
        self.write("procedures.csv", "code,name,field,limit,online_level,kind\n"
                                     "P,Thủ tục P,Đất đai,5wd,full,\n"
                                     "Q,Thủ tục Q,Hộ tịch,,,petition\n")
        self.write("calendar.toml", dunghan.CALENDAR + "[[exception]]\ndate = 2021-06-11\n"
                                    'name = "Mất điện"\nsource = "TB 7"\nconfirmed = false\n')
        self.configure("calendar.toml", "agencies.csv", "procedures.csv",
                       '[figures]\nsame_day_cutoff = "14:00"')
        shown = self.run_program("rulebook", "diff", "--lang", "en").out
        for line in ("- agency A Sở A  below", "+ agency A Sở A (Department A)  below",
                     "- procedure P Thủ tục P, Đất đai, limit 5wd",
                     "+ procedure P Thủ tục P, Đất đai, online full, limit 5wd",
                     "+ procedure Q Thủ tục Q, Hộ tịch, petition, limit -",
                     "+ calendar office 2021-06-11 closed Mất điện by TB 7 (not confirmed)",
                     "- setting same_day_cutoff_minutes = 900", "+ setting same_day_cutoff_minutes = 840"):
            self.assertIn(line, shown)
        self.assertEqual(sum(line[0] in "+-" for line in shown.splitlines()), 9, shown)
        moved = [line for line in shown.splitlines() if line[0] not in "+-"]
        move = "17:00 14/06/2021 → 17:00 15/06/2021"
        self.assertEqual(moved, [
            "By agency:",
            "  Department A (A): 1 open dossier due later (by 1 working day at most); 0 verdicts change",
            "By dossier:",
            f"  D1, Department A (A), Thủ tục P (P): lawful due date {move}; "
            f"promised due date {move}; without credit for suspensions: overdue from "
            "00:00 15/06/2021 → 00:00 16/06/2021"])

    def test_a_difference_is_told_in_vietnamese_with_names_and_a_summary(self):
        self.clock = "2021-06-15T12:00:00+07:00"
        self.import_events([dunghan.received("D1"),
                            dunghan.received("D2", "2021-06-08T08:00:00+07:00"),
                            dunghan.received("D3", "2021-06-14T08:00:00+07:00", agency="B"),
                            dunghan.received("D4", "2021-06-01T08:00:00+07:00", due="2021-06-30")])
        self.write("procedures.csv", dunghan.PROCEDURES.replace("5wd", "6wd"))
        done = self.run_program("rulebook", "diff")
        lines = done.out.splitlines()
        self.assertEqual(lines[:2], [
            "- thủ tục P Thủ tục P, Đất đai, thời hạn 5wd khi bổ sung hồ sơ tạm dừng tính thời gian",
            "+ thủ tục P Thủ tục P, Đất đai, thời hạn 6wd khi bổ sung hồ sơ tạm dừng tính thời gian"])
        self.assertIn("0 hồ sơ đang giải quyết và 0 hồ sơ đã kết thúc sẽ thay đổi", done.err)
        # The limit is that of the receipt: only a version from before it moves anything.
        done = self.run_program("rulebook", "diff", "--effective-from", "2021-06-01")
        lines = done.out.splitlines()[2:]
        self.assertEqual(lines[:3], [
            "Theo cơ quan giải quyết:",
            "  Sở A (A): 3 hồ sơ đang giải quyết có hạn muộn hơn (nhiều nhất 1 ngày làm việc); "
            "1 hồ sơ đổi kết quả đánh giá",
            "  Sở B (B): 1 hồ sơ đang giải quyết có hạn muộn hơn (nhiều nhất 1 ngày làm việc); "
            "0 hồ sơ đổi kết quả đánh giá"])
        self.assertEqual(lines[3], "Từng hồ sơ:")
        self.assertIn("  D1, Sở A (A), Thủ tục P (P): thời hạn theo quy định 17:00 14/06/2021 → 17:00 "
                      "15/06/2021 (đang giải quyết, quá hạn → đang giải quyết, trong hạn); ", lines[4])
        self.assertNotIn("ngày hẹn trả", lines[7])
        self.assertIn("4 hồ sơ đang giải quyết và 0 hồ sơ đã kết thúc sẽ thay đổi", done.err)
        refused = self.run_program("rulebook", "diff", "--lang", "fr", code=2)
        self.assertIn('--lang: expected vi or en, got "fr"', refused.err)


class EndOfTheCalendar(dunghan.Case):
    def valid_to(self, day):
        self.write("calendar.toml", dunghan.CALENDAR.replace("2023-12-31", day))

    def test_a_due_beyond_the_calendar_cannot_be_measured_and_says_why(self):
        self.valid_to("2021-07-05")
        self.import_events([dunghan.received("D1", "2021-06-28T08:00:00+07:00"),
                            dunghan.received("D2", "2021-06-29T08:00:00+07:00")])
        dossier = json.loads(self.run_program("dossier", "D2", "--explain", "--json").out)
        self.assertEqual((dossier["lawful"]["standing"], dossier["lawful"]["no_due"]),
                         ("unmeasurable", "beyond_calendar"))
        self.assertIn("error", dossier["explanation"]["lawful_due"])
        said = self.run_program("dossier", "D2", "--explain", "--lang", "en").out
        self.assertIn("The due date cannot be worked out: the working calendar office goes from "
                      "01/01/2020 through 05/07/2021 only.", said)
        self.assertNotIn("beyond", self.run_program("dossier", "D1", "--explain", "--lang", "en").out)
        total = self.statement("2021-06", options=("--basis", "lawful"))["total"]
        self.assertEqual((total["open_in_time"], total["open_unmeasurable"]), (1, 1))

        # The calendar goes on: so do its dues.
        self.valid_to("2021-12-31")
        self.clock = "2021-06-30T13:00:00+07:00"
        self.assertEqual([row["dossier"] for row in map(json.loads, self.run_program(
            "rulebook", "diff", "--json").out.splitlines())], ["D2"])
        self.run_program("rulebook", "apply")
        dossier = json.loads(self.run_program("dossier", "D2", "--json").out)
        self.assertEqual(dossier["lawful"]["due"], "2021-07-06T17:00:00+07:00")

    def test_the_end_is_warned_of_45_days_ahead(self):
        warning = 'calendar "office" ends on 2021-08-14, in 45 days'
        self.valid_to("2021-08-14")
        done = self.run_program("check-config")
        self.assertIn(warning, done.err)
        self.assertIn(warning, self.run_program("rulebook", "check").err)
        served = daemon.Daemon(self)
        served.stop()
        said = served.errors.read_text()
        self.assertIn("calendar.ends", said)
        self.assertIn("ends on 2021-08-14, in 45 days", said)

        self.valid_to("2021-08-15")
        self.assertNotIn("ends on", self.run_program("check-config").err)
        served = daemon.Daemon(self)
        served.stop()
        self.assertNotIn("calendar.ends", served.errors.read_text())


if __name__ == "__main__":
    dunghan.main()
