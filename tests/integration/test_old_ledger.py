"""A ledger written by form 3 of ledger.db, read and continued by this version: the same answers, byte for
byte, as the version gave that wrote it. No difference is allowed for but what versions since say beside, or
say elsewhere (said_since.py)."""

import difflib
import hashlib
import re
import shutil
import sqlite3
import sys

import daemon
import dunghan
import old_ledger
import said_since

sys.path.insert(0, str(old_ledger.FOLDER))
import make  # noqa: E402: the events of the ledger, found by the line above

# Where the record of the old version ends.
END = (233, "1749a139373a106be72446196babda76bac1558547c65beaa3e6c246a0ff07b0")
# Made beside a file by SQLite as soon as somebody reads it.
OF_SQLITE = ("ledger.db-wal", "ledger.db-shm")


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def files(data):
    return {str(path.relative_to(data)) for path in data.rglob("*")} - set(OF_SQLITE)


# States and cells were in the record's own file once; until a writer has made them anew beside it, there
# is nothing to compare.
NOT_COMPARED = '"states and cells are not compared: figures.db is not there"'


class OldLedger(dunghan.Case):
    maxDiff = None
    moved = ()  # (what stands there now, what stood there before)

    def program(self, archive=old_ledger.CLOSED):
        return old_ledger.Program(dunghan.BINARY, old_ledger.unpack(archive, self.folder))

    def hold(self, name, answer):
        """Against what the old version said."""
        expected = said_since.shown(name, (old_ledger.GOLDEN / name).read_bytes().decode())
        answer = said_since.without(name, answer)
        for now, before in self.moved:
            answer = answer.replace(now, before)
        if "_format_table" in name:
            answer, expected = said_since.squeezed(answer), said_since.squeezed(expected)
        if "/verify" in name:
            answer, expected = said_since.uncounted(answer), said_since.uncounted(expected)
        if answer == expected:
            return
        lines = list(difflib.unified_diff(expected.splitlines(), answer.splitlines(), "old", "now",
                                          lineterm="", n=1))
        self.fail(f"{name}\n" + "\n".join(line[:400] for line in lines[:40]))

    def ask(self, program, stage, questions):
        for question in questions:
            name = f"{stage}/{old_ledger.name_of(question)}"
            with self.subTest(name):
                self.hold(name, program.answer(question).replace(NOT_COMPARED, "null"))

    def take_in(self, program, number):
        self.hold(f"further-{number}/import.txt", program.take_in(old_ledger.FURTHER[number - 1]))

    def test_a_reader_answers_as_before_and_leaves_the_files_as_they_are(self):
        program = self.program()
        before, there = digest(program.data / "ledger.db"), files(program.data)
        self.ask(program, "before", old_ledger.before())
        self.assertEqual(digest(program.data / "ledger.db"), before)
        self.assertEqual(files(program.data), there)

    def test_a_writer_goes_on_where_the_old_one_ended(self):
        program = self.program()
        self.take_in(program, 1)
        self.ask(program, "further-1", old_ledger.after())
        self.take_in(program, 2)
        self.ask(program, "further-2", old_ledger.after())

    def test_a_writer_with_nothing_to_write_changes_no_answer(self):
        program = self.program()
        done = program.run("import", "-")
        self.assertEqual((done.returncode, done.stdout),
                         (0, b"read 0: stored 0, duplicate 0, quarantined 0\n"), done.stderr)
        self.ask(program, "before", old_ledger.before())

    def test_what_the_old_one_acknowledged_before_it_was_killed_is_there(self):
        """States and cells lag behind the record, part of which lies in the log of SQLite."""
        program = self.program(old_ledger.KILLED)
        program.clock = old_ledger.FURTHER[0].clock
        verified = program.answer(("verify",))
        # How many cells were kept is how far they had been written behind, and no figure.
        self.hold("further-1/verify.txt", re.sub(r"\d+ cells$", "250 cells", verified, flags=re.M))
        self.ask(program, "further-1", (one for one in old_ledger.after() if one[0] != "verify"))
        self.take_in(program, 2)
        self.ask(program, "further-2", old_ledger.after())

    def test_form_2_is_taken_up_too(self):
        """It did not know which source had brought a text of the dictionary."""
        program = self.program()
        alter(program, "ALTER TABLE dictionary DROP COLUMN source", "DROP INDEX quarantine_waiting",
              "UPDATE meta SET value = 2 WHERE name = 'form'")
        self.ask(program, "before", [("verify",), *old_ledger.statements()])
        self.take_in(program, 1)
        self.ask(program, "further-1", old_ledger.after())

    def test_everything_sent_again_is_known(self):
        program = self.program()
        events = [event for life in make.all_lives() for _, event in life.events]
        done = program.run("import", "-", input=make.lines(events))
        self.assertEqual((done.returncode, done.stdout.decode()),
                         (0, f"read {len(events)}: stored 0, duplicate {len(events)}, quarantined 0\n"))
        self.ask(program, "before", [("verify",), *old_ledger.dossiers()])

    def test_a_daemon_lists_the_same_and_tells_nothing_again(self):
        """Eleven alerts were told by the round of half past seven: the log of sending is kept."""
        program = self.program()
        rules = self.folder / "rules"
        shutil.copytree(old_ledger.FOLDER / "rules-3", rules)
        self.config = rules / "dunghan.toml"
        with open(self.config, "a", encoding="utf-8") as config:
            config.write('\n[alerts]\nalertmanager = ["http://127.0.0.1:9"]\n')  # where nobody listens
        self.clock = old_ledger.SERVED
        self.assertEqual(program.data, self.data)
        served = daemon.Daemon(self)
        served.wait_for_log("alerts.resumed alerts=11 last_round=2025-08-20T07:30:00+07:00")
        # Who asks it has a token, which is an entry of the record: the one difference.
        now = served.get("/api/v1/live").json()["position"]
        self.assertEqual(now["seq"], END[0] + 1)
        self.moved = [(f'"seq":{now["seq"]},', f'"seq":{END[0]},'), (now["chain"], END[1]),
                      (f"chain {now['seq']}:", f"chain {END[0]}:")]
        for question in old_ledger.LISTS:
            with self.subTest(question):
                answer = served.get(question)
                self.assertEqual(answer.status, 200, answer.text)
                self.hold(f"daemon/{old_ledger.name_of([question])}", old_ledger.of_no_instant(answer.text))
        served.stop()
        self.assertNotIn("alerts.round ", served.errors.read_text())
        self.ask(program, "before", [("verify",), *old_ledger.set_aside()])


def alter(program, *statements):
    """Writes to the file of the record past the program."""
    ledger = sqlite3.connect(program.data / "ledger.db")
    for statement in statements:
        ledger.execute(statement)
    ledger.commit()
    ledger.close()


class NewerForm(dunghan.Case):
    def test_a_form_of_a_newer_version_is_refused_and_left_as_it_is(self):
        program = old_ledger.Program(dunghan.BINARY, old_ledger.unpack(old_ledger.CLOSED, self.folder))
        alter(program, "UPDATE meta SET value = 99 WHERE name = 'form'")
        before, there = digest(program.data / "ledger.db"), files(program.data)
        for command in (("report", "--period", "2025-06"), ("verify",), ("dossier", "HS-001"),
                        ("import", "-"), ("rulebook", "apply")):
            with self.subTest(command):
                done = program.run(*command, input=old_ledger.FURTHER[0].file.read_bytes())
                self.assertNotEqual(done.returncode, 0)
                self.assertEqual(done.stdout, b"")
                self.assertRegex(done.stderr.decode(),
                                 r"the ledger has form 99, made by a newer version; this one knows forms up "
                                 r"to \d+")
                self.assertEqual(digest(program.data / "ledger.db"), before)
                self.assertEqual(files(program.data), there)


if __name__ == "__main__":
    dunghan.main()
