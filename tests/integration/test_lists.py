"""Lists of dossiers as one-stop software exports them: taken in day by day, in any order, with their dirt."""

import csv
import datetime
import io
import json
import random
import unittest

import dunghan
import workbooks

NAME = "Lò Thị Đỗ Quyên"
PHONE = "0912345678"
HEADINGS = ["STT", "Số hồ sơ", "Tên thủ tục hành chính", "Tên lĩnh vực", "Ngày tiếp nhận", "Ngày hẹn trả",
            "Ngày kết thúc xử lý", "Cơ quan/đơn vị", "Chủ hồ sơ", "Số điện thoại", "Cán bộ xử lý hiện tại",
            "Trạng thái hồ sơ"]
JUNE = [datetime.date(2021, 6, day) for day in range(1, 31)]


def at(day, hour=8, minute=0):
    return datetime.datetime(day.year, day.month, day.day, hour, minute)


class Life:
    """One dossier, and what an export of the evening of a day says of it."""

    def __init__(self, chance, number):
        self.code = f"H52-2106{number:05}"
        self.agency = chance.choice(("Sở A", "SO B"))
        start = chance.choice(JUNE[:24])
        self.received = at(start, chance.randrange(8, 16), chance.randrange(60))
        self.due = start + datetime.timedelta(days=7)
        # Some wait for a supplement for a few evenings.
        self.asked = self.brought = None
        if chance.random() < 0.2:
            self.asked = start + datetime.timedelta(days=1)
            self.brought = self.asked + datetime.timedelta(days=chance.randrange(1, 4))
        self.ended = None
        if chance.random() < 0.85:
            end = start + datetime.timedelta(days=chance.randrange(2, 11))
            if end <= JUNE[-1] and (not self.brought or end >= self.brought):
                self.ended = at(end, 15, 30)

    def row(self, day):
        """Nothing before it came."""
        if self.received.date() > day:
            return None
        ended = self.ended if self.ended and self.ended.date() <= day else None
        state = "Đang xử lý"
        if ended:
            state = "Đã trả kết quả" if day > ended.date() else "Đã xử lý xong"
        elif self.asked and self.asked <= day < self.brought:
            state = "Yêu cầu bổ sung giấy tờ"
        return [self.code, "Thủ tục P", "Đất đai", self.received, self.due, ended, self.agency, NAME, PHONE,
                "Cán bộ A", state]

    def late(self):
        return self.ended and self.ended.date() > self.due


def as_csv(rows):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    for row in rows:
        writer.writerow([value.strftime("%d/%m/%Y %H:%M") if isinstance(value, datetime.datetime)
                         else value.strftime("%d/%m/%Y") if isinstance(value, datetime.date) else value
                         for value in row])
    return out.getvalue()


def table(rows):
    return [HEADINGS] + [[number, *row] for number, row in enumerate(rows, 1)]


class Exporting(dunghan.Case):
    """June as one-stop software exported it, evening by evening, but for the 13th."""

    def setUp(self):
        super().setUp()
        self.clock = "2021-07-01T08:00:00+07:00"
        self.lives = [Life(random.Random(number), number) for number in range(400)]
        self.files = []
        for day in JUNE:
            if day.day == 13:
                continue  # nobody exported it
            rows = [row for life in self.lives if (row := life.row(day))]
            if not rows:
                continue
            name = f"hoso_{day:%Y-%m-%d}_1800.csv"
            self.files.append(self.write(name, "\ufeff" + as_csv(table(rows))))

    def take_in(self, files, data):
        for file in files:
            done = self.run_on(data, "import", "--format", "csv", "--source", "mot-cua", "--strict", file)
            self.assertEqual(done.returncode, 0, done.err)

    def run_on(self, data, *arguments):
        kept, self.data = self.data, self.folder / data
        try:
            return self.run_program(*arguments, code=None)
        finally:
            self.data = kept

    def figures(self, data, *options):
        statement = json.loads(self.run_on(data, "report", "--period", "2021-06", "--format", "json",
                                           *options).out)
        return {**{row["code"]: row for row in statement["rows"]}, "total": statement["total"]}

    def content(self, data):
        said = self.run_on(data, "verify").out
        return next(line for line in said.splitlines() if line.startswith("content"))


class Exports(Exporting):
    def test_in_any_order_they_come_to_the_same_and_to_what_happened(self):
        self.take_in(self.files, "one")
        shuffled = self.files + self.files[5:9]
        random.Random(7).shuffle(shuffled)
        self.take_in(shuffled, "two")
        self.assertEqual(self.content("one"), self.content("two"))
        self.assertEqual(self.figures("one"), self.figures("two"))
        total = self.figures("one")["total"]
        ended = [life for life in self.lives if life.ended]
        self.assertEqual(total["received"], len(self.lives))
        self.assertEqual(total["finished_late"], sum(1 for life in ended if life.late()))
        self.assertEqual(total["finished_early"] + total["finished_on_time"],
                         sum(1 for life in ended if not life.late()))
        self.assertEqual(total["finished_unmeasurable"], 0)
        self.assertGreater(total["finished_late"], 10)
        of_a = sum(1 for life in self.lives if life.agency == "Sở A")
        self.assertEqual(self.figures("one")["A"]["received"], of_a)
        self.assertEqual(self.run_on("one", "verify").returncode, 0)

    def test_a_pause_is_seen_where_an_export_showed_it(self):
        self.take_in(self.files, "one")
        life = next(life for life in self.lives if life.asked and (life.brought - life.asked).days == 3
                    and life.brought.day < 30 and 13 not in (life.asked.day, life.brought.day))
        told = json.loads(self.run_on("one", "dossier", life.code, "--json").out)
        self.assertIn("pause_by_file", told["signals"])
        spans = [(span["from"][:16], span["to"][:16]) for span in told["stops"]]
        self.assertEqual(spans, [(f"{life.asked}T18:00", f"{life.brought}T18:00")])

    def test_a_finish_moved_in_a_later_export_is_a_signal_and_a_change(self):
        life = next(life for life in self.lives if life.late() and not life.asked)
        self.take_in(self.files, "one")
        before = self.figures("one")["total"]["finished_late"]
        self.assertEqual(before, sum(1 for one in self.lives if one.ended and one.late()))
        self.clock = "2021-07-02T08:00:00+07:00"
        row = life.row(JUNE[-1])
        row[5] = at(life.due, 16)
        moved = self.write("hoso_2021-07-01_1800.csv", as_csv(table([row])))
        self.take_in([moved], "one")
        self.assertEqual(self.figures("one")["total"]["finished_late"], before - 1)
        told = json.loads(self.run_on("one", "dossier", life.code, "--json").out)
        self.assertIn("end_moved", told["signals"])
        self.assertEqual(self.figures("one", "--as-of", "2021-07-01T09:00:00+07:00")["total"]["finished_late"],
                         before)

    def test_nobodys_name_is_kept(self):
        self.take_in(self.files[-3:], "one")
        slipped = [[1, "H52-1", NAME, "", NAME, NAME, "", NAME, NAME, PHONE, NAME, NAME],
                   [2, NAME, "Thủ tục P", "", at(JUNE[0]), JUNE[7], "", "Sở A", NAME, PHONE, "", "Đang xử lý"]]
        file = self.write("hoso_2021-06-29.csv", as_csv([HEADINGS, *slipped]))
        done = self.run_on("one", "import", "--format", "csv", file)
        self.assertIn("quarantined 2", done.out)
        for path in (self.folder / "one").rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                for word in (NAME, json.dumps(NAME).strip('"'), PHONE, "Quyên"):
                    self.assertNotIn(word.encode(), content, path.name)


class Sources(Exporting):
    """Two of them speak in lists of all their open dossiers."""

    def setUp(self):
        super().setUp()
        with open(self.config, "a", encoding="utf-8") as file:
            file.write('[sources.mot-cua]\nrole = "lists"\n[sources.so-b]\nrole = "lists"\n')

    def quality(self, data):
        paper = json.loads(self.run_on(data, "report", "--form", "quality", "--period", "2021-06", "--format",
                                       "json").out)
        return {section["key"]: section["rows"] for section in paper["sections"]}

    def test_what_a_newer_list_has_not_is_listed_and_falls_due_without_alarm(self):
        gone = [life for life in self.lives if life.received.date() <= JUNE[19] and not life.ended
                and life.due > JUNE[20]][:5]
        self.assertEqual(len(gone), 5)
        for day in JUNE[20:]:
            rows = [row for life in self.lives if life not in gone and (row := life.row(day))]
            self.write(f"hoso_{day:%Y-%m-%d}_1800.csv", "\ufeff" + as_csv(table(rows)))
        self.take_in(self.files, "one")
        shuffled = list(self.files)
        random.Random(3).shuffle(shuffled)
        self.take_in(shuffled, "two")
        self.assertEqual(self.content("one"), self.content("two"))
        quality = self.quality("one")
        self.assertEqual(quality, self.quality("two"))
        missing = quality["not_in_list"]
        self.assertEqual({row["code"] for row in missing}, {life.code for life in gone})
        for row in missing:
            self.assertIn("2021-06-20T18:00", json.dumps(row))
            self.assertIn("2021-06-21T18:00", json.dumps(row))
        # They fell due after the last list that has them: nobody knows.
        total = self.figures("one")["total"]
        due = [life for life in gone if life.due < JUNE[-1]]
        self.assertEqual(total["open_unmeasurable"], len(due))
        told = json.loads(self.run_on("one", "dossier", due[0].code, "--json").out)["promised"]
        self.assertEqual((told["standing"], told["awaits_list"]), ("unmeasurable", True))
        self.assertIn("đến hạn, chờ dữ liệu mới", self.run_on("one", "dossier", due[0].code, "--explain").out)
        overdue = [life for life in self.lives if life not in gone and not life.ended and life.due < JUNE[-1]
                   and not (life.asked and life.brought > JUNE[-1])]
        self.assertEqual(total["open_overdue"], len([life for life in overdue]))
        # A later list ends it.
        self.clock = "2021-07-02T08:00:00+07:00"
        rows = [row for life in self.lives if (row := life.row(JUNE[-1]))]
        self.take_in([self.write("hoso_2021-07-01_1800.csv", as_csv(table(rows)))], "one")
        self.assertEqual(self.quality("one")["not_in_list"], [])

    def test_two_lists_that_differ_are_named(self):
        life = next(life for life in self.lives if life.agency == "SO B" and life.ended)
        self.take_in(self.files, "one")
        row = life.row(JUNE[-1])
        row[5] = row[5] + datetime.timedelta(days=1)
        other = self.write("so-b_2021-06-30_1900.csv", as_csv(table([row])))
        done = self.run_on("one", "import", "--format", "csv", "--source", "so-b", "--strict", other)
        self.assertEqual(done.returncode, 0, done.err)
        differing = self.quality("one")["sources_differ"]
        self.assertEqual({row["code"] for row in differing}, {f"{life.code}:mot-cua", f"{life.code}:so-b"})

    def other_list(self, life, days_later):
        row = life.row(JUNE[-1])
        row[3] = row[3] + datetime.timedelta(days=days_later)
        row[5] = row[5] + datetime.timedelta(days=days_later)
        return self.write("so-b_2021-06-30_1900.csv", as_csv(table([row])))

    def take_other(self, file, data):
        done = self.run_on(data, "import", "--format", "csv", "--source", "so-b", "--strict", file)
        self.assertEqual(done.returncode, 0, done.err)
        return done

    def rank(self, **sources):
        config = self.config.read_text(encoding="utf-8").split("[sources.")[0]
        for name, more in sources.items():
            config += f'[sources.{name.replace("_", "-")}]\nrole = "lists"\n{more}\n'
        self.config.write_text(config, encoding="utf-8")

    def ended(self, data, code):
        return json.loads(self.run_on(data, "dossier", code, "--json").out)["end"]["at"][:10]

    def test_the_higher_rank_rules_whoever_came_first(self):
        life = next(life for life in self.lives if life.agency == "SO B" and life.ended and life.ended.day < 29)
        file = self.other_list(life, 1)
        moved = (life.ended + datetime.timedelta(days=1)).date().isoformat()
        self.take_in(self.files, "plain")
        self.take_other(file, "plain")
        self.assertEqual(self.ended("plain", life.code), life.ended.date().isoformat())
        self.rank(mot_cua="rank = 1", so_b="rank = 2")
        self.take_in(self.files, "one")
        self.take_other(file, "one")
        self.take_other(file, "two")
        self.take_in(reversed(self.files), "two")
        for data in ("one", "two"):
            self.assertEqual(self.ended(data, life.code), moved)
            self.assertEqual({row["code"] for row in self.quality(data)["sources_differ"]},
                             {f"{life.code}:mot-cua", f"{life.code}:so-b"})
            self.assertEqual(self.run_on(data, "verify").returncode, 0)
        self.assertEqual(self.content("one"), self.content("two"))
        self.assertEqual(self.figures("one"), self.figures("two"))

    def test_of_agencies_beyond_its_reach_a_source_is_only_compared(self):
        self.rank(mot_cua='agencies = ["A"]', so_b='agencies = ["B"]')
        of_b = [life for life in self.lives if life.agency == "SO B"]
        self.take_in(self.files, "one")
        figures = self.figures("one")
        self.assertEqual(figures["total"]["received"], len(self.lives) - len(of_b))
        outside = self.quality("one")["outside"]
        self.assertEqual([row["code"] for row in outside], ["mot-cua"])
        self.assertEqual(outside[0]["cells"]["dossiers"], len(of_b))
        life = next(life for life in of_b if life.ended)
        told = self.take_other(self.other_list(life, 0), "one")
        self.assertNotIn("only compared", told.err)
        self.assertEqual(self.figures("one")["B"]["received"], 1)
        other = next(life for life in self.lives if life.agency == "Sở A")
        told = self.take_other(self.other_list(other, 0), "one")
        self.assertIn("1 only compared", told.err)
        self.assertEqual(self.run_on("one", "verify").returncode, 0)


class OneSpreadsheet(dunghan.Case):
    def test_from_a_workbook_to_the_statement(self):
        """With a title above, totals below, a row twice, dates as cells and as text, and an empty row."""
        lives = [Life(random.Random(number), number) for number in range(2_000 if not dunghan.LONG else 20_000)]
        self.clock = "2021-07-01T08:00:00+07:00"
        rows = [["", "DANH SÁCH HỒ SƠ"], ["", "Thời điểm kết xuất: 17:30 30/06/2021"], []]
        rows += table([life.row(JUNE[-1]) for life in lives])
        rows[10][4] = rows[10][4].strftime("  %d/%m/%Y %H:%M ")
        rows += [[], rows[10], ["", "Tổng số: 2.000 hồ sơ"], ["", "", "NGƯỜI LẬP BIỂU"]]
        file = workbooks.write(self.folder / "DS hồ sơ.xlsx", rows)
        dry = self.run_program("import", "--format", "xlsx", "--dry-run", file)
        self.assertIn("received   column E, \"Ngày tiếp nhận\"", dry.out)
        self.assertIn("taken 2021-06-30T17:30:00+07:00 (by the lines above the table)", dry.out)
        self.assertIn('not read:  "STT", "Tên lĩnh vực", "Chủ hồ sơ"', dry.out)
        self.assertFalse((self.data / "ledger.db").exists())
        done = self.run_program("import", "--format", "xlsx", "--strict", file)
        self.assertEqual(self.totals(done), [len(lives), len(lives), 0, 0])
        self.assertIn("1 repeated", done.err)
        total = json.loads(self.run_program("report", "--period", "2021-06", "--format", "json").out)["total"]
        self.assertEqual(total["received"], len(lives))
        self.assertEqual(total["finished_late"], sum(1 for life in lives if life.ended and life.late()))
        again = self.run_program("import", "--format", "xlsx", file)
        self.assertEqual(self.totals(again), [len(lives), 0, len(lives), 0])

    def refused(self, words, rows, *options, name="hoso_2021-06-30.csv", form="csv", form_said=None):
        file = self.write(name, as_csv(rows)) if form == "csv" else workbooks.write(self.folder / name, rows)
        done = self.run_program("import", "--format", form_said or form, *options, file, code=None)
        self.assertNotEqual(done.returncode, 0, done.out)
        self.assertIn(words, done.err)
        self.assertFalse((self.data / "ledger.db").exists() and "stored 1" in done.out)

    def test_what_cannot_be_read_is_refused_with_its_place(self):
        row = [1, "H52-1", "Thủ tục P", "", "", "", "", "Sở A", "", "", "", "Đang xử lý"]
        dated = lambda value: [*row[:4], value, *row[5:]]
        self.refused('days and months stand in both orders: E2 "13/06/2021" and E3 "06/14/2021"',
                     [HEADINGS, dated("13/06/2021"), dated("06/14/2021")])
        self.refused("a spreadsheet program has swapped day and month",
                     [HEADINGS, dated(datetime.date(2021, 2, 6)), dated("13/06/2021")],
                     name="hoso_2021-06-30.xlsx", form="xlsx")
        self.refused("nothing says when it was exported", [HEADINGS, dated("13/06/2021")], name="hoso.csv")
        self.refused("--taken: expected a date or an instant", [HEADINGS, dated("13/06/2021")],
                     "--taken", "hôm qua")
        self.refused("no column for the code of a dossier", [["STT", "Đơn vị", "Tiếp nhận"], [1, "A", 2]])
        self.refused('no mapping "khac"; there are apologies, mot-cua', [HEADINGS, dated("13/06/2021")],
                     "--mapping", "khac")
        self.refused("--format xlsx: by its content it is csv", [HEADINGS, dated("13/06/2021")],
                     form_said="xlsx")

    def test_names_nobody_knows_are_proposed_and_never_taken_by_themselves(self):
        lives = [Life(random.Random(number), number) for number in range(3)]
        rows = [life.row(JUNE[-1]) for life in lives]
        rows[0][6], rows[1][6], rows[2][1] = "Sở Bé", "Viện Xa Xôi", "Thủ tục PP"
        file = self.write("hoso_2021-06-30.csv", as_csv(table(rows)))
        told = self.run_program("import", "--format", "csv", "--dry-run", file).out
        self.assertIn('unknown agency "Sở Bé": 1 row, first in H2', told)
        proposal = told[told.index("[mapping.agencies]"):].splitlines()
        self.assertEqual(proposal, ["[mapping.agencies]", '# "Sở Bé" = "B"  # nearest: so b',
                                    '# "Viện Xa Xôi" = "CODE"  # none comes near', "[mapping.procedures]",
                                    '# "Thủ tục PP" = "P"  # nearest: thu tuc p'])
        # Confirmed they are taken.
        mapping = (dunghan.SOURCE / "config/mappings.toml").read_text(encoding="utf-8")
        confirmed = [line.removeprefix("# ").replace("CODE", "A") for line in proposal]
        own = self.write("own.toml", mapping + "\n".join(confirmed) + "\n")
        done = self.run_program("import", "--format", "csv", "--mapping", own, file)
        self.assertIn("stored 3", done.out)

    def test_a_mapping_of_ones_own(self):
        mapping = self.write("cua-toi.toml", """
[[mapping]]
name = "cua-toi"
agency = "A"
[mapping.columns]
dossier = "Mã"
procedure = "Loại việc"
received = "Vào sổ"
due = "Hẹn"
state = "TT"
[[mapping.states]]
state = "completed"
words = ["xong"]
[[mapping.states]]
state = "processing"
words = ["chưa"]
[mapping.procedures]
"Đất" = "P"
""")
        file = self.write("so.csv", "Mã,Loại việc,Vào sổ,Hẹn,TT\nD1,Đất,02/06/2021,09/06/2021,Chưa xong\n"
                                    "D2,đất,03/06/2021,10/06/2021,chưa\n")
        done = self.run_program("import", "--format", "csv", "--mapping", mapping, "--taken", "2021-06-30", file)
        self.assertEqual(self.totals(done), [2, 2, 0, 0])
        told = json.loads(self.run_program("dossier", "D2", "--json").out)
        self.assertEqual(told["promised"]["standing"], "overdue")
        broken = self.write("sai.toml", "[[mapping]]\nname = \"x\"\n[mapping.columns]\ndosier = \"Mã\"\n")
        done = self.run_program("import", "--format", "csv", "--mapping", broken, "--taken", "2021-06-30", file,
                                code=2)
        self.assertIn('sai.toml:4: dosier: unknown key; did you mean "dossier"?', done.err)


if __name__ == "__main__":
    dunghan.main()
