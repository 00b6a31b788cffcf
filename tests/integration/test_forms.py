"""Every form of a simulated half year, as every file: one set of figures wherever it stands, equations in every kind
of period, on both bases, in every grouping; and what goes wrong is said."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import unittest
import urllib.error
import zipfile

import daemon
import dunghan
import province

try:
    import openpyxl
except ImportError:
    DEBIANS = "/usr/bin/python3"  # which the package is for, whatever stands first in the path
    if os.path.realpath(sys.executable) != os.path.realpath(DEBIANS) and os.path.exists(DEBIANS):
        os.execv(DEBIANS, [DEBIANS, "-B", *sys.argv])
    openpyxl = None

FORMS = ("monthly", "II.06a", "II.06b", "07a", "late-list", "urge", "quality", "award", "indicators", "petitions")
COLUMNS = ("II.06a", "II.06b", "07a")
PERIODS = ("2026-03", "2026-Q1", "2026-H1", "2026", "bc:2026-03", "2026-02-10..2026-03-20")
DOSSIERS = 12_000 if dunghan.LONG else 2_500
PDFTOTEXT = shutil.which("pdftotext")


class Forms(province.Province):
    def setUp(self):
        super().setUp()
        self.clock = "2026-07-01T08:00:00+07:00"
        events = self.run_program("simulate", "--dossiers", DOSSIERS, "--from", "2025-12-01", "--to", "2026-06-30",
                                  "--seed", 11).stdout
        self.run_program("import", input=events)

    def paper(self, form, *options, period="2026-03"):
        return json.loads(self.run_program("report", "--form", form, "--period", period, "--format", "json",
                                           *options).out)

    def file(self, form, kind, *options, period="2026-03"):
        path = self.folder / f"{form}.{kind}"
        self.run_program("report", "--form", form, "--period", period, "--format", kind, "-o", path, *options)
        return path

    def test_one_set_of_figures_in_every_file(self):
        for form in COLUMNS:
            paper = self.paper(form)
            section = paper["sections"][0]
            keys = [column["key"] for column in section["columns"] if column["kind"] == "count" and
                    column["key"] != "number"]
            expected = {row["code"]: [row["cells"][key] for key in keys] for row in section["rows"]}
            self.assertGreater(expected["total"][0], 100, form)

            machine = csv.DictReader(io.StringIO(self.file(form, "csv").read_text(encoding="utf-8")))
            found = {row["code"]: [int(row[key]) for key in keys] for row in machine}
            self.assertEqual(found, expected, f"{form} csv")

            if openpyxl:
                book = openpyxl.load_workbook(self.file(form, "xlsx"), read_only=True)
                sheet = [[cell for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
                numbers = [[cell for cell in row if isinstance(cell, int)] for row in sheet]
                for code, values in expected.items():
                    self.assertTrue(any(row[-len(values):] == values for row in numbers), f"{form} xlsx {code}")

            if PDFTOTEXT:
                pdf = self.file(form, "pdf")
                text = subprocess.run([PDFTOTEXT, "-layout", pdf, "-"], capture_output=True, check=True).stdout.decode()
                total = f"{expected['total'][0]:,}".replace(",", ".")
                self.assertIn(total, text, f"{form} pdf")
                self.assertIn("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", text)
                self.assertIn("DỮ LIỆU MÔ PHỎNG", text)
            html = self.file(form, "html").read_text(encoding="utf-8")
            self.assertIn(f"{expected['total'][0]:,}".replace(",", "."), html, f"{form} html")
            self.assertNotRegex(html, r"<script|https?://(?!www\.w3\.org)")

    def test_the_columns_are_those_of_the_monthly_statement(self):
        monthly = json.loads(self.run_program("report", "--period", "2026-03", "--format", "json").out)
        rows = {row["code"]: row for row in monthly["rows"]}
        for row in self.paper("II.06a")["sections"][0]["rows"]:
            if row["code"] not in rows:
                continue
            ours, cells = rows[row["code"]], row["cells"]
            self.assertEqual(cells["taken"], ours["received"] + ours["carried_over"], row["code"])
            self.assertEqual(cells["late"], ours["finished_late"], row["code"])
            self.assertEqual(cells["open_in_time"], ours["open_in_time"] + ours["open_suspended"], row["code"])
            self.assertEqual(cells["online"], ours["online"]["of_received"]["online"], row["code"])

    def test_every_period_basis_grouping_and_tree_adds_up(self):
        for period in PERIODS:
            for basis in ("promised", "lawful"):
                for form in COLUMNS:
                    paper = self.paper(form, "--basis", basis, period=period)
                    self.assertGreaterEqual(len(paper["identities"]), 5, f"{form} {period}")
        for by in ("agency", "procedure", "field", "tier", "counter", "channel"):
            for tree in ("as-was", "period-end"):
                totals = self.paper("07a", "--by", by, "--tree", tree)["sections"][0]["rows"][-1]["cells"]
                self.assertEqual(totals["taken"], sum(totals[key] for key in (
                    "in_person", "online_full", "online_partial", "postal", "other", "carried_over")))

    def test_what_one_month_leaves_open_the_next_carries_over(self):
        months = [self.paper("II.06a", period=f"2026-0{month}") for month in (2, 3, 4)]
        for before, after in zip(months, months[1:]):
            left, taken = (paper["sections"][0]["rows"][-1]["cells"] for paper in (before, after))
            self.assertEqual(taken["carried_over"], left["open"] + left["open_without_due"])

    def test_the_late_list_is_the_late_column(self):
        cells = self.paper("II.06a")["sections"][0]["rows"][-1]["cells"]
        rows = self.paper("late-list")["sections"][0]["rows"]
        ended = sum(1 for row in rows if row["cells"]["ended"] != "đang xử lý")
        self.assertEqual(len(rows) - ended, cells["open_overdue"])
        self.assertTrue(all(row["cells"]["late"] > 0 for row in rows if row["cells"]["late"] is not None))
        if openpyxl:
            book = openpyxl.load_workbook(self.file("late-list", "xlsx"), read_only=True)
            codes = {cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row}
            self.assertTrue({row["code"] for row in rows} <= codes)

    def test_every_form_is_every_file_and_the_same_twice(self):
        for form in FORMS:
            for kind in ("table", "json", "csv", "xlsx", "html", "pdf"):
                with self.subTest(form=form, kind=kind):
                    first = self.file(form, kind).read_bytes()
                    self.assertGreater(len(first), 100)
                    self.assertEqual(first, self.file(form, kind).read_bytes())
                    start = {"xlsx": b"PK", "pdf": b"%PDF", "html": b"<!"}.get(kind, b"")
                    self.assertTrue(first.startswith(start))
        excel = self.file("II.06a", "csv", "--for", "excel").read_bytes()
        self.assertTrue(excel.startswith(b"\xef\xbb\xbf") and b";" in excel)

    def test_the_daemon_gives_the_same_files(self):
        served = daemon.Daemon(self)

        def get(path):
            return daemon.OPENER.open(f"{served.url}/api/v1/{path}")
        for form in ("II.06a", "award"):
            for kind in ("json", "csv"):
                theirs = get(f"reports/{form}?period=2026-03&format={kind}").read().decode()
                ours = self.file(form, kind).read_bytes().decode()
                if kind == "json":
                    theirs, ours = json.loads(theirs), json.loads(ours)
                    theirs.pop("position"), ours.pop("position")
                    self.assertEqual(theirs, ours, form)
                else:
                    self.assertEqual(len(theirs.splitlines()), len(ours.splitlines()), form)
        rows = csv.DictReader(io.StringIO(get("indicators?period=2026-03&format=csv").read().decode()))
        self.assertTrue(any(row["agency"] == "total" for row in rows))
        answer = get("reports/07a?period=2026-03&format=xlsx")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertTrue(zipfile.is_zipfile(io.BytesIO(answer.read())))
        for path, code in (("reports/nothing?period=2026-03", 404), ("reports/07a?period=2026-13", 400),
                           ("reports/07a?period=2026-03&format=doc", 400),
                           ("reports/07a?period=2026-03&agency=NOWHERE", 404)):
            with self.assertRaises(urllib.error.HTTPError) as refused:
                get(path)
            self.assertEqual(refused.exception.code, code, path)

    def test_our_own_papers_reconcile_with_our_figures(self):
        for kind, options in (("xlsx", ()), ("csv", ("--for", "excel"))):
            path = self.file("II.06a", kind, *options)
            found = json.loads(self.run_program("report", "--form", "reconcile", "--with", path, "--period", "2026-03",
                                                "--taken", "2026-07-01", "--format", "json").out)
            sections = {section["key"]: section for section in found["sections"]}
            self.assertEqual(sections["adds_up"]["rows"], [], kind)
            agencies = sections["agencies"]["rows"]
            self.assertGreater(len(agencies), 100)
            apart = [row for row in agencies if row["cells"].get("difference") not in (0, None)]
            self.assertEqual(apart, [], kind)

    def test_what_goes_wrong_is_said(self):
        def fails(code, words, *options):
            done = self.run_program("report", *options, code=code)
            self.assertRegex(done.err, words, options)
        fails(1, "chưa bắt đầu", "--form", "II.06a", "--period", "2027-03")
        fails(1, "không có hồ sơ nào", "--form", "II.06a", "--period", "2019-03")
        fails(1, "no agency", "--form", "07a", "--period", "2026-03", "--agency", "NOWHERE")
        fails(1, "nowhere/x.pdf", "--form", "07a", "--period", "2026-03", "--format", "pdf", "-o",
              self.folder / "nowhere/x.pdf")
        fails(2, "--form: expected monthly", "--form", "II.07", "--period", "2026-03")
        fails(2, "--format: expected table", "--period", "2026-03", "--format", "docx")
        fails(2, "--for: goes with the format csv", "--period", "2026-03", "--for", "excel")
        fails(2, "--rates: goes with the form compare", "--period", "2026-03", "--rates", "official,strict")
        fails(2, "needs --with", "--form", "reconcile", "--period", "2026-03")
        # The first month of the record has nothing that could be carried over.
        first = self.paper("II.06a", period="2025-12")
        self.assertTrue(any("thiếu hồ sơ kỳ trước" in line for line in first["provisional"]))

    @unittest.skipUnless(os.path.exists("/dev/full"), "there is no /dev/full")
    def test_a_full_disk_is_said(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(self.command("report", "--form", "II.06a", "--period", "2026-03", "--format", "xlsx"),
                                  stdout=full, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 1)
        self.assertTrue(done.stderr)

    def test_names_signers_and_placing_come_from_files(self):
        agency = next(row["code"] for row in self.paper("II.06a")["sections"][0]["rows"] if row["level"] == "plain")
        self.write("config/names.csv", f"code,name,address\n{agency},SỞ CÓ TÊN IN,Số 1 đường Tô Hiệu\n")
        self.write("config/signers.csv", "agency,name,title,authority,from,to\n,Cầm Thị Hoa,PHÓ GIÁM ĐỐC,KT. GIÁM ĐỐC,,\n")
        layouts = (dunghan.SOURCE / "config/forms.toml").read_text(encoding="utf-8")
        self.write("config/forms.toml", layouts.replace('withdrawn = "own" ', 'withdrawn = "solved" ', 1))
        settings = self.config.read_text(encoding="utf-8")
        settings = re.sub(r"(?m)^\[reports\]$", '[reports]\nnames = "names.csv"\nsigners = "signers.csv"\n'
                          'layouts = "forms.toml"', settings)
        if "[reports]" not in settings:
            settings += '\n[reports]\nnames = "names.csv"\nsigners = "signers.csv"\nlayouts = "forms.toml"\n'
        self.config.write_text(settings, encoding="utf-8")
        html = self.file("II.06a", "html").read_text(encoding="utf-8")
        for words in ("SỞ CÓ TÊN IN", "KT. GIÁM ĐỐC", "Cầm Thị Hoa"):
            self.assertIn(words, html)
        cells = self.paper("II.06a")["sections"][0]["rows"][-1]["cells"]
        self.assertNotIn("withdrawn", cells)
        self.run_program("check-config", "--files-only")
        self.write("config/signers.csv", "agency,name,title,authority,from,to\n,A,B,,31/12/2025,\n")
        done = self.run_program("report", "--period", "2026-03", code=2)
        self.assertRegex(done.err, r"signers.csv:2: from: expected a date")


if __name__ == "__main__":
    dunghan.main()
