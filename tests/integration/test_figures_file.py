"""figures.db, where states and day cells are written behind: gone, foreign, old, new or damaged, no figure
is ever another one. What is right is what the record alone says: a copy without that file."""

import concurrent.futures
import json
import os
import random
import re
import shutil

import daemon
import dunghan

NAME = "figures.db"
CLOCKS = ("2021-06-10T17:00:00+07:00", "2021-06-21T17:00:00+07:00", "2021-06-30T12:00:00+07:00")
LATER = "2021-06-30T13:00:00+07:00"  # within the break at noon


def lives(first=0, dossiers=24):
    """Three groups of events, each with what is known when the clock says so."""
    groups = ([], [], [])

    def add(group, dossier, kind, at, **more):
        groups[group].append({"dossier": dossier, "type": kind, "at": f"2021-06-{at}:00+07:00",
                              "id": f"{dossier}-{kind}", **more})

    for n in range(first, first + dossiers):
        code = f"D{n:02}"
        day = 1 + n % 4
        add(0, code, "received", f"0{day}T08:{n % 60:02}", agency="AB"[n % 2], procedure="PQ"[n // 2 % 2],
            channel=("online", "in_person", "postal")[n % 3], due=f"2021-06-{day + 10}")
        add(0, code, "assigned", f"0{day}T09:00", agency="AB"[n % 2], unit="Phòng Một", step="tham-dinh",
            step_due="2021-06-08")
        if n % 4 == 0:
            add(0, code, "completed", "09T10:00")
        elif n % 4 == 1:
            add(0, code, "suspended", "09T10:00", reason="tax")
            add(1, code, "resumed", "14T10:00")
            add(2, code, "completed", "29T10:00")
        elif n % 4 == 2:
            add(1, code, "completed", "21T10:00")
            add(2, code, "late_cause", "22T10:00", reason="staff")
        if n % 6 == 0:
            add(2, code, "voided", "25T08:00", voids=f"{code}-completed")
    return groups


GROUPS = lives()
FURTHER = [dunghan.received("N1", "2021-06-30T08:00:00+07:00", due="2021-07-05"),
           {"dossier": "D03", "type": "completed", "at": "2021-06-30T09:00:00+07:00", "id": "end"},
           {"dossier": "D04", "type": "reopened", "at": "2021-06-30T09:10:00+07:00", "id": "again"}]
OTHER = [dunghan.received("M1", "2021-06-29T08:00:00+07:00", agency="B", due="2021-07-05"),
         dunghan.received("D05x", "2021-06-02T08:00:00+07:00", agency="B", procedure="Q", due="2021-06-04"),
         {"dossier": "D07", "type": "refused", "at": "2021-06-29T09:00:00+07:00", "id": "end"},
         {"dossier": "D11", "type": "withdrawn", "at": "2021-06-29T09:00:00+07:00", "id": "end"}]

SAMPLED = 200  # bytes at either end and in between

VERIFY = ("verify",)
QUESTIONS = [
    VERIFY,
    ("report", "--period", "2021-06", "--basis", "promised", "--format", "json"),
    ("report", "--period", "2021-06", "--basis", "lawful", "--by", "procedure", "--format", "csv"),
    ("report", "--period", "2021-06", "--as-of", CLOCKS[0], "--format", "csv"),
    ("report", "--period", "2021-06-07..2021-06-18", "--by", "channel", "--format", "csv"),
    ("changes", "--since", CLOCKS[1], "--json"),
    *(("dossier", code, "--json") for code in ("D00", "D01", "D02", "D03", "D06")),
]
REPORT = QUESTIONS[1]


def flipped(content, position, bit):
    changed = bytearray(content)
    changed[position] ^= 1 << bit
    return bytes(changed)


class Case(dunghan.Case):
    def fill(self, data=None, groups=GROUPS):
        for clock, events in zip(CLOCKS, groups):
            self.take_in(events, clock, data)

    def take_in(self, events, clock, data=None, stored=None):
        self.clock = clock
        self.assertEqual(self.import_events(events, data=data)[1], len(events) if stored is None else stored)

    def copy(self, name, source=None, without=False):
        """A copy of a ledger that nobody has open; without what is derived, if so wanted."""
        data = self.folder / name
        shutil.copytree(source or self.data, data)
        for path in [*data.glob("*-shm"), *(data.glob(f"{NAME}*") if without else ())]:
            path.unlink()
        return data

    def ask(self, question, data=None):
        done = self.run_program(*question, data=data, code=None)
        return done.returncode, done.out, done.err

    def look(self, data=None, questions=QUESTIONS):
        """Every answer; each has to be one."""
        answers = {}
        for question in questions:
            code, out, err = self.ask(question, data)
            self.assertEqual(code, 0, f"{question}\n{out}\n{err}")
            answers[question] = out
        return answers

    def by_the_record(self, data=None):
        """What is right: from a copy that has nothing derived."""
        bare = self.copy("bare", data, without=True)
        answers = self.look(bare)
        self.assertFalse((bare / NAME).exists(), "a reader does not make it")
        shutil.rmtree(bare)
        return answers

    def same_or_said(self, expected, data, what):
        """Each answer is the right one, or there is none and it is said why. How many were right."""
        right = 0
        for question, answer in expected.items():
            code, out, err = self.ask(question, data)
            if code == 0:
                self.assertEqual(out, answer, f"{what}: {question}")
                right += 1
            else:
                self.clear(question, code, out, err, what)
        return right

    def clear(self, question, code, out, err, what):
        """An error as people are told of one: no crash, no half of an answer."""
        said = f"{what}: {question}: exit code {code}\n{out}\n{err}"
        self.assertIn(code, (1, 2, 3), said)
        self.assertTrue(err.strip() or question == VERIFY, said)
        if question != VERIFY:
            self.assertEqual(out, "", said)
        self.assertNotRegex(err, r"terminate called|Assertion|what\(\)", said)


class FiguresFile(Case):
    def setUp(self):
        super().setUp()
        self.fill()
        self.file = self.data / NAME
        if not self.file.exists():
            self.skipTest(f"this version keeps no {NAME}: what is derived lies in ledger.db")

    def write_nothing_new(self, data=None):
        """A writer that only hears what it knows."""
        self.take_in(GROUPS[0][:1], CLOCKS[2], data, stored=0)

    def test_it_says_what_the_record_says(self):
        self.assertEqual(self.look(), self.by_the_record())
        self.assertNotEqual(self.look()[REPORT], "")

    def test_deleted_it_is_made_anew_by_the_next_writer(self):
        expected = self.look()
        for path in self.data.glob(f"{NAME}*"):
            path.unlink()
        self.assertEqual(self.look(), expected)
        self.assertFalse(self.file.exists(), "a reader does not make it")
        self.write_nothing_new()
        self.assertTrue(self.file.exists())
        self.assertEqual(self.look(), expected)
        self.file.unlink()
        self.take_in(FURTHER, LATER)
        self.assertTrue(self.file.exists())
        self.assertEqual(self.look(), self.by_the_record())

    def of_the_daemon(self, served):
        """Figures and lists, without the instant of the answer. Nobody works at that hour, so that no time
        but this goes on."""
        answers = []
        for path in ("on-time?period=2021-06", "dossiers?limit=100", "dossiers?standing=finished_late&limit=100",
                     "dossiers/D00", "dossiers/D03", "dossiers/D06"):
            answer = served.get(f"/api/v1/{path}")
            self.assertEqual(answer.status, 200, answer.text)
            answers.append(re.sub(r"\b13:0\d:\d\d(\.\d+)?", "now", answer.text.replace("T13:", " 13:")))
        return answers

    def test_deleted_beside_a_daemon_nothing_changes(self):
        undisturbed = self.copy("undisturbed")
        self.clock = LATER
        served = daemon.Daemon(self)
        before = self.of_the_daemon(served)
        self.assertIn('"code":', before[1])
        self.assertIn('"code":', before[2])
        self.file.unlink()
        self.assertEqual(self.of_the_daemon(served), before)
        # Readers beside it; whoever asks the daemon has an entry of the record.
        self.assertEqual(*[dunghan.without_position(json.loads(self.look(data)[REPORT])) for data in (None, undisturbed)])
        served.post_events(*FURTHER)
        after = self.of_the_daemon(served)
        self.assertNotEqual(after, before)
        self.assertEqual(self.ask(VERIFY)[0], 0)
        served.post_events(*OTHER)
        last = self.of_the_daemon(served)
        served.stop()
        self.assertTrue(self.file.exists())
        self.assertEqual(self.look(), self.by_the_record())

        # The same posts to a daemon that was left alone come to the same figures.
        self.take_in([*FURTHER, *OTHER], LATER, undisturbed)
        without = [dunghan.without_position(one) for one in (
            self.statement("2021-06"), self.statement("2021-06", data=undisturbed))]
        self.assertEqual(*without)
        again = daemon.Daemon(self)
        self.assertEqual(self.of_the_daemon(again), last)
        again.stop()
        self.verify()

    def test_deleted_while_it_is_killed_nothing_is_lost(self):
        self.clock = LATER
        served = daemon.Daemon(self)
        served.post_events(*FURTHER)
        self.file.unlink(missing_ok=True)
        served.post_events(*OTHER)
        served.kill()
        expected = self.by_the_record()
        self.assertEqual(self.look(), expected)
        self.take_in(OTHER, LATER, stored=0)
        self.assertEqual(self.look(), self.by_the_record())
        self.assertEqual(self.look()[REPORT], expected[REPORT])

    def put(self, name, ledger, figures):
        """A copy of a ledger with figures that are not its own."""
        data = self.copy(name, ledger, without=True)
        shutil.copyfile(figures, data / NAME)
        return data

    def hold_swapped(self, what, ledger, figures):
        """Read as it is; after a writer that had nothing to write; and after one that had."""
        expected = self.by_the_record(ledger)
        reread = self.put(f"{what}-read", ledger, figures)
        before = (reread / NAME).read_bytes()
        self.same_or_said(expected, reread, what)
        self.assertEqual((reread / NAME).read_bytes(), before, "a reader leaves it as it is")
        self.write_nothing_new(reread)
        self.assertEqual(self.look(reread), expected, what)

        # Before anybody has looked: the same, with events that the figures never had.
        bare = self.copy(f"{what}-bare", ledger, without=True)
        swapped = self.put(f"{what}-written", ledger, figures)
        for data in (bare, swapped):
            self.take_in(OTHER, LATER, data)
        self.assertEqual(self.look(swapped), self.look(bare), what)
        self.assertEqual(self.look(swapped), self.by_the_record(swapped), what)

    def test_that_of_another_ledger_is_not_used(self):
        foreign = self.folder / "foreign"
        self.fill(foreign, lives(3, 30))
        self.hold_swapped("foreign", self.data, foreign / NAME)

    def test_that_of_the_same_events_heard_at_other_times_is_not_used(self):
        """The content is the same, the chain is not."""
        foreign = self.folder / "otherwise"
        self.take_in([event for group in GROUPS for event in group], CLOCKS[2], foreign)
        self.hold_swapped("otherwise", self.data, foreign / NAME)

    def test_that_of_another_rulebook_is_not_used(self):
        here = (self.folder / "procedures.csv").read_text()
        self.write("procedures.csv", here.replace("5wd", "2wd"))
        foreign = self.folder / "rules"
        self.fill(foreign)
        self.write("procedures.csv", here)
        self.hold_swapped("rules", self.data, foreign / NAME)

    def test_that_of_before_a_rulebook_is_not_used(self):
        older = self.copy("older")
        self.clock = LATER
        self.write("procedures.csv", dunghan.PROCEDURES.replace("5wd", "2wd"))
        self.run_program("rulebook", "apply", "--effective-from", "2021-06-01", "--reason", "QĐ 2")
        self.assertNotEqual(self.look()[REPORT], self.look(older)[REPORT])
        expected = self.by_the_record()
        shutil.copyfile(older / NAME, self.file)
        self.same_or_said(expected, self.data, "before a rulebook")
        self.take_in(GROUPS[0][:1], LATER, stored=0)
        self.assertEqual(self.look(), expected)

    def test_an_older_one_is_completed(self):
        older = self.folder / "older"
        for clock, events in zip(CLOCKS[:2], GROUPS):
            self.take_in(events, clock, older)
        self.clock = CLOCKS[2]
        ahead = self.copy("ahead", older)
        self.take_in(GROUPS[2], CLOCKS[2], ahead)
        expected = self.by_the_record(ahead)
        data = self.put("completed", ahead, older / NAME)
        self.assertEqual(self.look(data), expected, "nothing stands against using it")
        self.hold_swapped("older", ahead, older / NAME)

    def test_a_newer_one_beside_a_restored_record_is_not_used(self):
        restored = self.copy("restored")
        self.take_in(FURTHER, LATER)
        self.assertNotEqual(self.look()[REPORT], self.look(restored)[REPORT])
        self.clock = CLOCKS[2]
        # There, other events take the positions that its figures know with these.
        self.hold_swapped("newer", restored, self.file)

    def test_no_byte_of_it_can_change_a_figure(self):
        content = self.file.read_bytes()
        size = len(content)
        if size <= 2_000 or dunghan.LONG:
            positions = list(range(size))
        else:
            chosen = random.Random(1)  # the same every time
            positions = sorted({*range(SAMPLED), *range(size - SAMPLED, size),
                                *(chosen.randrange(size) for _ in range(SAMPLED))})
        everything = self.by_the_record()
        expected = {question: everything[question] for question in (VERIFY, REPORT)}
        workers = max(2, os.cpu_count() or 2)
        folders = [self.copy(f"flip-{n}") for n in range(workers)]

        def work(n):
            seen = 0
            for number, position in enumerate(positions[n::workers]):
                changed = flipped(content, position, position % 8)
                (folders[n] / NAME).write_bytes(changed)
                what = f"bit {position % 8} of byte {position} of {size}"
                seen += len(expected) - self.same_or_said(expected, folders[n], what)
                if number % 20 == 0:
                    self.same_or_said(everything, folders[n], what)
                    self.mended(folders[n], expected, what)
            return seen

        with concurrent.futures.ThreadPoolExecutor(workers) as pool:
            seen = sum(pool.map(work, range(workers)))
        print(f"{len(positions)} bytes of {size}: {seen} answers were refused")

    def mended(self, data, expected, what):
        """The next writer makes it anew, or finds it good."""
        code, out, err = self.ask(("import", "-"), data)
        self.assertEqual(code, 0, f"{what}\n{out}\n{err}")
        for question, answer in expected.items():
            code, out, err = self.ask(question, data)
            self.assertEqual((code, out), (0, answer), f"{what}, after a writer: {question}\n{err}")

    def test_cut_short_empty_or_with_something_behind_it_changes_no_figure(self):
        content = self.file.read_bytes()
        expected = self.by_the_record()
        half = len(content) // 2
        for what, changed in {"empty": b"", "one byte": content[:1], "a head": content[:64],
                              "half": content[:half], "all but one": content[:-1],
                              "zeros": bytes(len(content)), "a tail of zeros": content + bytes(4096),
                              "twice": content + content, "half twice": content[:half] * 2,
                              "text": b"not a file of figures\n" * 100}.items():
            with self.subTest(what):
                data = self.put(f"cut {what}", self.data, self.file)
                (data / NAME).write_bytes(changed)
                self.same_or_said(expected, data, what)
                self.mended(data, expected, what)

    def test_a_folder_or_what_nobody_may_read_in_its_place_is_said(self):
        expected = self.by_the_record()
        data = self.copy("a folder", without=True)
        (data / NAME).mkdir()
        self.same_or_said(expected, data, "a folder")
        (data / NAME).rmdir()
        (data / NAME).symlink_to("nowhere")
        self.same_or_said(expected, data, "a link to nowhere")


class Record(Case):
    """Beside it: the same for the record, which is not made anew."""

    MARK = "mark-of-this-event-4711"

    def test_a_flipped_byte_within_an_event_is_named_by_verify(self):
        groups = [list(group) for group in GROUPS]
        marked = {**groups[1][0], "id": self.MARK}
        groups[1][0] = marked
        self.fill(groups=groups)
        path = self.data / "ledger.db"
        content = path.read_bytes()
        places = content.count(self.MARK.encode())
        self.assertGreaterEqual(places, 1, "the id of an event is not found in ledger.db as it is")
        self.verify()
        for offset in (0, len(self.MARK) // 2, len(self.MARK) - 1):
            with self.subTest(offset):
                place = content.rindex(self.MARK.encode()) + offset
                path.write_bytes(flipped(content, place, 0))
                for left in self.data.glob("ledger.db-*"):
                    left.unlink()
                done = self.verify(code=1)
                said = done.out + done.err
                # The event, or a position of its commit.
                first = len(GROUPS[0]) + 1
                named = {int(number) for number in re.findall(r"\b\d+\b", said)}
                self.assertTrue(named & set(range(first, first + len(GROUPS[1]))), said)
        path.write_bytes(content)
        self.verify()


if __name__ == "__main__":
    dunghan.main()
