"""What an office reads: a statement of nothing says so, and Vietnamese output has no codes in it."""

import json
import re

import daemon
import dunghan
import province

# Codes of event types, reasons and standings, and the words of the code for fields.
CODES = re.compile(r"\b(root|other_agency|force_majeure|incomplete|not_eligible|public_posting|data_sync|"
                   r"assessment|consultation|supplement_requested|late_cause|in_time|overdue|suspended|"
                   r"agency=|procedure=|due=|step=|reason=|open|received|completed|None|null)\b")


class Words(province.Province):
    def setUp(self):
        super().setUp()
        self.clock = "2025-12-05T12:00:00+07:00"

    def test_a_statement_of_nothing_says_so(self):
        nothing = self.run_program("report", "--period", "2025-11", code=3)
        self.assertEqual(nothing.out, "")
        self.simulate_and_import(300, "2025-10-01", "2025-12-05", 3)
        for form in ("table", "csv"):
            done = self.run_program("report", "--period", "2024-03", "--format", form, code=1)
            self.assertEqual(done.out, "")
            self.assertRegex(done.err, rf"^sổ hồ sơ {re.escape(str(self.data))} không có hồ sơ nào trong kỳ "
                             r"2024-03 \(từ ngày 01/03/2024 đến ngày 31/03/2024\); sự kiện đầu tiên ngày "
                             r"\d\d/10/2025, cuối cùng ngày 05/12/2025\n$")
        done = self.run_program("report", "--period", "2026-01", code=1)
        self.assertEqual(done.err, "kỳ 2026-01 (từ ngày 01/01/2026 đến ngày 31/01/2026) chưa bắt đầu: số liệu "
                                   "được lấy lúc 05/12/2025 12:00\n")
        done = self.run_program("report", "--period", "2026-01", "--format", "json", code=1)
        self.assertEqual((json.loads(done.out)["begun"], json.loads(done.out)["empty"]), (False, False))
        served = daemon.Daemon(self)
        for period, begun, empty in (("2026-01", False, False), ("2024-03", True, True),
                                     ("2025-11", True, False)):
            answer = served.get(f"/api/v1/on-time?period={period}")
            self.assertEqual(answer.status, 200)
            self.assertEqual((answer.json()["begun"], answer.json()["empty"]), (begun, empty), period)
        served.stop()
        # This month, unless told otherwise.
        self.assertIn("(2025-12), chưa kết thúc", self.run_program("report").out)
        self.assertIn("DỮ LIỆU MÔ PHỎNG", self.run_program("report").out)
        heads, *lines = self.run_program("report", "--format", "csv").out.splitlines()
        self.assertTrue(heads.endswith(",period,basis,position,simulated"))
        chain, _ = self.verify()
        for line in lines:
            self.assertTrue(line.endswith(f",2025-12,promised,{chain},true"), line)

    def test_vietnamese_output_has_no_codes_in_it(self):
        events = self.simulate_and_import(1500, "2025-10-01", "2025-12-05", 5)
        told = province.told(events)
        odd = [code for code, one in told.items()
               if one.has("suspended", "late_cause", "reopened", "refused", "extended", "withdrawn")]
        for code in odd[:60]:
            text = self.run_program("dossier", code, "--explain").out
            # The source and id of an event are its own.
            found = CODES.search(re.sub(r"\[simulate [^]]*\]", "", text))
            self.assertIsNone(found, text)
        self.assertIsNone(CODES.search(self.run_program("report", "--period", "2025-11").out))

    def test_changes_name_the_holiday_that_moved_a_due(self):
        self.simulate_and_import(400, "2025-10-01", "2025-12-05", 7)
        then = self.clock
        with self.calendar.open("a") as file:
            file.write('\n[[exception]]\ndate = 2025-12-09\nname = "Nghỉ bù 9/12"\n'
                       'source = "Thông báo 1/VPCP-KGVX"\nnote = "theo bản chụp"\n')
        self.clock = "2025-12-05T13:00:00+07:00"
        self.run_program("rulebook", "apply", "--reason", "quên ngày nghỉ bù", "--operator", "root")
        self.clock = "2025-12-05T14:00:00+07:00"
        done = self.run_program("changes", "--since", then)
        self.assertIn("Nghỉ thứ Ba 09/12/2025: Nghỉ bù 9/12, theo Thông báo 1/VPCP-KGVX\n", done.out)
        self.assertIn("do quản trị viên máy chủ ghi nhận", done.out)
        self.assertNotIn("theo bản chụp", done.out)
        self.assertIsNone(CODES.search(done.out))
        self.assertRegex(done.err, r"^\d+ hồ sơ không còn như tại vị trí ")
        moved = 0
        for row in self.lines("changes", "--since", then, "--json"):
            dossier = json.loads(self.run_program("dossier", row["dossier"], "--json").out)
            for basis in ("promised", "lawful"):
                self.assertEqual(row["after"][basis]["standing"], dossier[basis]["standing"])
            # While the clock stands the lawful due is not known: what moved will be seen when it goes on.
            self.assertTrue(row["moved"] or row["after"]["lawful"]["standing"] == "suspended", row)
            moved += len(row["moved"])
        self.assertGreater(moved, 0)
        wrong = self.run_program("changes", "--since", "foo", code=2)
        self.assertTrue(wrong.err.startswith("--since: expected"), wrong.err)


if __name__ == "__main__":
    dunghan.main()
