"""The commands as a person types them."""

import json
import os
import shutil
import subprocess
import unittest

import dunghan

WITHOUT_INPUT, WITHOUT_OUTPUT, WITHOUT_ERRORS = "<&-", ">&-", "2>&-"
READERS = (("report", "--period", "2021-06"), ("dossier", "D1"), ("changes", "--since", "0"),
           ("metrics", "--from", "2021-06-29", "--to", "2021-06-30", "--step", "1d"), ("verify",),
           ("quarantine", "list"), ("quarantine", "show", "1"), ("sources",), ("rulebook", "diff"))
WRITERS = (("import",), ("quarantine", "retry"), ("quarantine", "discard", "1", "--reason", "x"), ("rulebook", "apply"),
           ("serve", "--listen", "127.0.0.1:0"))


def may_mount():
    return os.geteuid() == 0 and subprocess.run(["unshare", "--mount", "true"],
                                                capture_output=True).returncode == 0


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

    def plain(self, *arguments, cwd=None, **options):
        """As somebody types it: without the options that tests give."""
        return subprocess.run([dunghan.BINARY, *map(str, arguments)], capture_output=True, text=True,
                              cwd=cwd or self.folder, timeout=60, **options)

    def test_what_is_misspelt_is_told_with_the_nearest_name(self):
        for arguments, said in (
                (("reprot",), "dunghan: unknown command reprot (did you mean report?); see dunghan --help"),
                (("reprot", "--period", "2021-06"), "unknown command reprot (did you mean report?)"),
                (("--cnofig", "x", "verify"), "unknown option --cnofig (did you mean --config?)"),
                (("report", "--perid", "2021-06"), "dunghan report: unknown option --perid (did you mean "
                 "--period?); see dunghan report --help"),
                (("report", "--perid=2021-06"), "unknown option --perid (did you mean --period?)"),
                (("report", "--dta", "x"), "unknown option --dta (did you mean --data?)"),
                (("quarantine", "lst"), "dunghan quarantine: unknown command lst (did you mean list?)"),
                (("quarantine",), "dunghan quarantine: expected a command: list, show, retry, discard"),
                (("rulebook", "apply", "--reson", "x"), "dunghan rulebook apply: unknown option --reson "
                 "(did you mean --reason?)"),
                (("report", "2021-06"), "dunghan report: takes no argument 2021-06"),
                (("xyzzy",), "dunghan: unknown command xyzzy; see dunghan --help"),
                (("serve", "--speed", "fast"), "--speed"),
                (("dossier",), "dunghan dossier: code is required; see dunghan dossier --help"),
                ((), "dunghan: expected a command: serve, import")):
            with self.subTest(arguments=arguments):
                done = self.plain(*arguments)
                self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
                self.assertIn(said, done.stderr)
                self.assertEqual(done.stderr.count("\n"), 1, done.stderr)

    def test_the_version_is_an_option_too(self):
        done = self.plain("--version")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout, r"^dunghan \S+ \(\S+\)\n$")
        self.assertEqual(done.stdout, self.plain("version").stdout.splitlines(keepends=True)[0])

    def test_the_help_of_a_command_lists_its_options_with_what_they_take(self):
        for command, lines in (
                ("report", (r"--period PERIOD ", r"--by DIMENSION ", r"--lang LANG ",
                            r"-o,--output FILE ")),
                ("import", (r"files FILE \.\.\.", r"--source NAME=default", r"--strict ")),
                ("serve", (r"--listen ADDRESS:PORT ", r"--speed TIMES=1")),
                ("metrics", (r"--step DURATION REQUIRED", r"--known WHICH=then")),
                ("rulebook apply", (r"--effective-from DATE\|INSTANT", r"--reason TEXT")),
                ("quarantine discard", (r"ids NUMBER \.\.\. REQUIRED", r"--reason TEXT REQUIRED"))):
            with self.subTest(command=command):
                done = self.plain(*command.split(), "--help")
                self.assertEqual(done.returncode, 0)
                for line in (*lines, r"Options of every command: --config FILE, --data DIR, --clock INSTANT"):
                    self.assertRegex(done.stdout, line)
                self.assertNotRegex(done.stdout, r"\b(TEXT|INT)\b(?!( REQUIRED)? +Why)", "each says what it takes")
        self.assertRegex(self.plain("--help").stdout, r"\./config/dunghan\.toml")

    def test_the_clock_has_bounds(self):
        for clock in ("1989-12-31T12:00:00+07:00", "2201-01-01T12:00:00+07:00", "9999-01-01T00:00:00Z"):
            for command in ("verify", "serve"):
                done = self.plain("--config", self.config, "--data", self.data, "--clock", clock, command)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn("--clock: the year must be from 1990 to 2200", done.stderr)

    def test_a_table_says_whose_it_is_and_how_old_its_data_are(self):
        self.import_events([
            {"dossier": "D1", "type": "received", "at": "2021-06-07T08:00:00+07:00", "agency": "A", "procedure": "P"},
            {"dossier": "D1", "type": "returned", "at": "2021-06-08T09:05:00+07:00"}])
        lines = self.run_program("report", "--period", "2021-06").out.splitlines()
        self.assertTrue(lines[0].startswith("BÁO CÁO"), lines[0])
        self.assertEqual(lines[-1], "Sự kiện mới nhất: 09:05 ngày 08/06/2021")
        self.configure("calendar.toml", "agencies.csv", "procedures.csv",
                       '[site]\nprovince = "tỉnh A"\ncentre = "Trung tâm A"\nprovince_en = "Province A"\n')
        lines = self.run_program("report", "--period", "2021-06").out.splitlines()
        self.assertEqual(lines[0], "Trung tâm A")
        lines = self.run_program("report", "--period", "2021-06", "--lang", "en").out.splitlines()
        self.assertEqual((lines[0], lines[-1]), ("Province A", "Newest event: 09:05 on 08/06/2021"))

    def test_a_mistyped_file_leaves_no_ledger_behind(self):
        done = self.run_program("import", self.folder / "none.ndjson", code=1)
        self.assertIn("none.ndjson", done.err)
        self.assertFalse(self.data.exists())

    def test_a_moment_before_the_record_is_named_by_its_option(self):
        self.import_events([{"dossier": "D1", "type": "received", "at": "2021-06-07T08:00:00+07:00",
                             "agency": "A", "procedure": "P"}])
        for option, command in (("--since", ("changes",)), ("--as-of", ("dossier", "D1"))):
            done = self.run_program(*command, option, "2021-01-01T00:00:00+07:00", code=2)
            self.assertIn(f"{option}: nothing was on record by then", done.err)

    def test_from_the_root_of_the_project_its_ledger_is_found(self):
        """Where deploy/quickstart.sh puts it, by the example's configuration."""
        root = self.folder / "project"
        shutil.copytree(dunghan.SOURCE / "config", root / "config")
        place = f"{(root / 'data').resolve()} ([ledger] path of config/dunghan.toml)"
        done = self.plain("verify", cwd=root)
        self.assertEqual(done.returncode, 3)
        self.assertIn(f"there is no ledger in {place}", done.stderr)
        event = {"dossier": "D1", "type": "received", "at": "2021-06-07T08:00:00+07:00", "id": "1",
                 "agency": "X", "procedure": "Y"}
        events = self.write("events.ndjson", json.dumps(event) + "\n")
        done = self.plain("import", events, cwd=root)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"dunghan: a new ledger in {place}", done.stderr)
        self.assertTrue((root / "data/ledger.db").exists())
        self.assertNotIn("a new ledger", self.plain("import", events, cwd=root).stderr)
        self.assertEqual(self.plain("verify", cwd=root).returncode, 0)
        # The script's own default is the same folder.
        script = (dunghan.SOURCE / "deploy/quickstart.sh").read_text(encoding="utf-8")
        self.assertIn("\ndata=$project/data\n", script)
        # --data takes precedence.
        done = self.plain("--data", "other", "verify", cwd=root)
        self.assertIn(f"there is no ledger in {(root / 'other').resolve()} (--data)", done.stderr)

    def test_a_ledger_that_was_lost_is_not_begun_anew(self):
        self.import_events([dunghan.received("D1")])
        (self.data / "ledger.db").write_bytes(b"")
        for command in READERS + WRITERS:
            with self.subTest(command=command):
                done = self.run_program(*command, code=3, input="")
                if command in WRITERS:
                    self.assertIn("says that it held a ledger", done.err)
        self.assertEqual((self.data / "ledger.db").read_bytes(), b"")

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

    def test_what_cannot_be_written_is_an_error_of_every_command(self):
        self.import_events([dunghan.received("D1"), {"dossier": "D2"}])
        self.write("events.ndjson", json.dumps(dunghan.received("D3")) + "\n")
        commands = [("--help",), ("--help-all",), ("version",), ("version", "--json"), ("check-config",),
                    ("check-config", "--json"), ("rulebook", "check"), ("alertmanager-routes",),
                    ("simulate", "--dossiers", "5"), ("report", "--help"),
                    ("report", "--period", "2021-06", "--format", "json"), ("dossier", "D1", "--json"),
                    ("verify", "--json"), ("changes", "--since", "0", "--json"),
                    ("import", self.folder / "events.ndjson"), *READERS[:7]]
        for command in commands:
            with self.subTest(command=command), open("/dev/full", "w") as full:
                done = subprocess.run(self.command(*command), stdout=full, stderr=subprocess.PIPE,
                                      text=True, stdin=subprocess.DEVNULL, timeout=60)
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertEqual(done.stderr.count("cannot write to standard output"), 1, done.stderr)
        with open("/dev/full", "w") as full:
            done = subprocess.run([dunghan.BINARY, "due"], input='{"id":1}\n', stdout=full,
                                  stderr=subprocess.PIPE, text=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn("No space left on device", done.stderr)

    def test_a_file_that_cannot_be_written_is_an_error(self):
        self.import_events([dunghan.received("D1")])
        for command in (READERS[0], READERS[3], ("simulate", "--dossiers", "5")):
            with self.subTest(command=command):
                done = self.run_program(*command, "-o", "/dev/full", code=1)
                self.assertIn("cannot write /dev/full: No space left on device", done.err)
                nowhere = self.folder / "nowhere" / "file"
                self.assertIn(f"cannot write {nowhere}", self.run_program(*command, "-o", nowhere,
                                                                          code=1).err)

    def without(self, closed, *arguments):
        return subprocess.run(["sh", "-c", f'"$@" {closed}', "sh", *self.command(*arguments)],
                              capture_output=True, text=True, timeout=60)

    def test_a_closed_standard_stream_is_not_mistaken_for_a_file_of_its_own(self):
        done = self.without(WITHOUT_INPUT, "import")
        self.assertEqual((done.returncode, done.stdout),
                         (0, "read 0: stored 0, duplicate 0, quarantined 0\n"))
        self.write("events.ndjson", json.dumps(dunghan.received("D1")) + "\n{}\n")
        self.assertEqual(self.without(WITHOUT_ERRORS, "import", self.folder / "events.ndjson").returncode, 0)
        done = self.without(WITHOUT_OUTPUT, "import", self.folder / "events.ndjson")
        self.assertEqual(done.returncode, 1)
        self.assertIn("cannot write to standard output", done.stderr)
        self.assertEqual(self.without(WITHOUT_OUTPUT, "version").returncode, 1)
        self.verify()
        self.assertEqual(self.statement("2021-06")["total"]["received"], 1)

    def test_a_damaged_or_missing_ledger_is_exit_code_3_of_every_command(self):
        self.import_events([dunghan.received("D1"), {"dossier": "D2"}])
        for command in READERS:
            self.run_program(*command)
        self.run_program("dossier", "none", code=1)
        self.run_program("quarantine", "show", "77", code=1)
        whole = (self.data / "ledger.db").read_bytes()
        kinds = {"missing": None, "empty": b"", "noise": b"no SQLite at all" * 1000,
                 "cut off": whole[:len(whole) // 2], "overwritten": whole[:4096] + b"\xff" * (len(whole) - 4096)}
        for kind, content in kinds.items():
            data = self.folder / kind
            data.mkdir()
            if content is not None:
                (data / "ledger.db").write_bytes(content)
            # Whoever writes makes a ledger where there is none.
            for command in READERS + (WRITERS if content else ()):
                with self.subTest(kind=kind, command=command):
                    done = self.run_program(*command, data=data, code=3, input="")
                    self.assertNotEqual(done.err, "")
                    self.assertEqual(done.out if command != ("import",) else "", "")

    def test_a_folder_may_have_any_name(self):
        names = ("a%41b", "aAb", "what?x=1", "no#1", "100%", "file:here", "a b'c", "đơn vị")
        for number, name in enumerate(names, start=1):
            self.import_events([dunghan.received(f"D{n}") for n in range(number)], data=self.folder / name)
        for number, name in enumerate(names, start=1):
            with self.subTest(name=name):
                self.assertEqual(self.received_in(self.folder / name), number)
                # Relative to the folder the program runs in, too.
                done = self.run_program("report", "--period", "2021-06", "--format", "json", data=name,
                                        cwd=self.folder)
                self.assertEqual(json.loads(done.out)["total"]["received"], number)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir() if path.is_dir()), sorted(names))

    def received_in(self, data):
        return self.statement("2021-06", data=data)["total"]["received"]

    @unittest.skipUnless(may_mount(), "mounting a folder read-only needs root and mount namespaces")
    def test_a_folder_that_cannot_be_written_may_have_any_name(self):
        names = ("aAb", "a%41b", "what?x=1", "no#1")
        script = "mount --bind . . && mount -o remount,bind,ro . && cd \"$PWD\" && exec \"$@\""
        for number, name in enumerate(names, start=1):
            self.import_events([dunghan.received(f"D{n}") for n in range(number)], data=self.folder / name)
        for number, name in enumerate(names, start=1):
            for data in (self.folder / name, name):
                with self.subTest(data=data):
                    done = subprocess.run(
                        ["unshare", "--mount", "sh", "-c", script, "sh",
                         *self.command("report", "--period", "2021-06", "--format", "json", data=data)],
                        capture_output=True, text=True, cwd=self.folder, timeout=60)
                    self.assertEqual(done.returncode, 0, done.stderr)
                    self.assertEqual(json.loads(done.stdout)["total"]["received"], number)

    def test_a_regular_expression_costs_no_more_than_its_length(self):
        self.import_events([dunghan.received("D1")])
        metrics = (*READERS[3], "--known", "now")
        done = self.run_program(*metrics, "--families", "(" * 20_000, code=2)
        self.assertIn("expected a regular expression of at most 1000 bytes, found 20000", done.err)
        self.assertIn("expected a regular expression", self.run_program(*metrics, "--families", "(" * 900,
                                                                        code=2).err)
        done = self.run_program(*metrics, "--families", "((.*)*)*b", code=2, timeout=60)
        self.assertIn("expected names of families", done.err)
        done = self.run_program(*metrics, "--families", "dossier_(open|results)")
        self.assertIn("# TYPE dossier_open gauge", done.out)
        self.assertNotIn("dossier_procedure", done.out)

    def test_verify_against_an_earlier_digest(self):
        self.import_events([dunghan.received("D1")])
        chain, _ = self.verify()
        self.import_events([dunghan.received("D2")])
        self.run_program("verify", "--against", chain)
        wrong = chain[:-1] + ("0" if chain[-1] != "0" else "1")
        self.run_program("verify", "--against", wrong, code=1)


if __name__ == "__main__":
    dunghan.main()
