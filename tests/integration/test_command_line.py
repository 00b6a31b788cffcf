"""The commands as a person types them."""

import json

import dunghan


class CommandLine(dunghan.Case):
    def test_help_names_every_command(self):
        out = self.run_program("--help").out
        for command in ("import", "report", "due", "dossier", "verify", "quarantine", "simulate",
                        "check-config", "version"):
            self.assertIn(command, out)
            self.assertIn("Usage: ", self.run_program(command, "--help").out)

    def test_wrong_usage_is_exit_code_2(self):
        self.import_events([dunghan.received("D1")])
        self.run_program("nonsense", code=2)
        self.run_program("report", "--period", "2021-13", code=2)
        self.run_program("report", "--period", "2021-06", "--by", "mood", code=2)
        self.run_program("dossier", code=2)
        self.assertIn("--clock", dunghan.subprocess.run(
            [dunghan.BINARY, "--clock", "today", "verify"], capture_output=True, text=True).stderr)

    def test_a_missing_configuration_names_the_places(self):
        done = dunghan.subprocess.run([dunghan.BINARY, "verify"], capture_output=True, text=True,
                                      cwd=self.folder / "..")
        self.assertEqual(done.returncode, 2)
        self.assertIn("dunghan.toml", done.stderr)

    def test_version_tells_the_libraries(self):
        version = json.loads(self.run_program("version", "--json").out)
        self.assertIn("sqlite", version["libraries"])

    def test_a_question_about_a_due_date_needs_no_configuration(self):
        question = ('{"id":2,"from":"2021-06-07T08:00:00+07:00","to":"2021-06-09T10:00:00+07:00",'
                    '"measure":"ws","calendar":{"zone":"Asia/Ho_Chi_Minh","hours":{"mon":["07:30-11:30"]},'
                    '"exceptions":{"2021-06-08":[],"2021-06-12":["08:00-12:00"]}}}\n')
        done = dunghan.subprocess.run([dunghan.BINARY, "due"], input=question, capture_output=True,
                                      text=True, cwd=self.folder.parent)
        self.assertEqual((done.returncode, done.stdout), (0, '{"id":2,"seconds":12600}\n'))

    def test_a_dossier_is_explained(self):
        self.import_events([dunghan.received("D1", due="2021-06-14")])
        out = self.run_program("dossier", "D1", "--explain", "--lang", "en").out
        self.assertIn("D1", out)
        self.assertIn("14/06/2021", out.replace("2021-06-14", "14/06/2021"))
        self.run_program("dossier", "none", code=1)

    def test_a_simulated_province_is_reproducible_and_marked(self):
        arguments = ("simulate", "--dossiers", 300, "--seed", 5, "--from", "2021-01-04", "--to",
                     "2021-06-25")
        events = self.run_program(*arguments).stdout
        self.assertEqual(self.run_program(*arguments).stdout, events)
        read, stored, duplicate, quarantined = self.import_events(events)
        self.assertEqual((stored + duplicate, quarantined), (read, 0))
        self.assertGreater(duplicate, 0)
        tidy = self.run_program(*arguments, "--tidy").stdout
        self.assertEqual(self.import_events(tidy), [stored, 0, stored, 0])
        statement = self.statement("2021-05")
        self.assertIs(statement["simulated"], True)
        self.assertIn("DỮ LIỆU MÔ PHỎNG", self.run_program("report", "--period", "2021-05").out)
        self.assertGreater(statement["total"]["received"], 0)

    def test_every_row_adds_up_in_every_form(self):
        events = self.run_program("simulate", "--dossiers", 500, "--from", "2021-01-04", "--to",
                                  "2021-06-25").stdout
        self.import_events(events)
        for by in ("agency", "procedure", "field", "tier", "counter", "channel"):
            for basis in ("promised", "lawful"):
                statement = self.statement("2021-Q2", by, options=("--basis", basis))
                rows = statement["rows"]
                for row in [*rows, statement["total"]]:
                    self.assertEqual(
                        row["received"] + row["carried_over"] + row["moved_in"],
                        sum(row[key] for key in ("finished_early", "finished_on_time", "finished_late",
                                                 "finished_unmeasurable", "withdrawn", "moved_out",
                                                 "open_in_time", "open_overdue", "open_suspended",
                                                 "open_unmeasurable")))
                self.assertEqual(sum(row["received"] for row in rows), statement["total"]["received"])

    def test_verify_against_an_earlier_digest(self):
        self.import_events([dunghan.received("D1")])
        chain, _ = self.verify()
        self.import_events([dunghan.received("D2")])
        self.run_program("verify", "--against", chain)
        wrong = chain[:-1] + ("0" if chain[-1] != "0" else "1")
        self.run_program("verify", "--against", wrong, code=1)


if __name__ == "__main__":
    dunghan.main()
