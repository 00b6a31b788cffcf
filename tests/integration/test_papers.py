"""Papers opened with other programs: the same figures in every format, and nothing cut at 120 agencies and at 1."""

import csv
import datetime
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

try:
    import openpyxl
except ImportError:
    DEBIANS = "/usr/bin/python3"  # which the package is for, whatever stands first in the path
    if os.path.realpath(sys.executable) != os.path.realpath(DEBIANS) and os.path.exists(DEBIANS):
        os.execv(DEBIANS, [DEBIANS, "-B", *sys.argv])
    print("needs python3-openpyxl")
    sys.exit(77)

WRITER = os.environ["DUNGHAN_PAPER_FILES"]
PROVINCES = ("province-120", "province-1")
PAPERS = (*PROVINCES, "small")
SOFFICE = shutil.which("soffice")
CHROMIUM = shutil.which("chromium")


def flowing(text):
    return " ".join(text.split())


def number(value):
    return f"{value:,}".replace(",", ".")


def shown(cell):
    """A JSON cell as a province's paper shows it in Vietnamese."""
    if isinstance(cell, dict):
        if not cell["all"]:
            return "—"
        cut = cell["on_time"] * 10000 // cell["all"]
        return f"{cut // 100},{cut % 100:02} %"
    if isinstance(cell, int):
        return number(cell)
    return cell or ""


class Papers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="papers-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        subprocess.run([WRITER, cls.folder], check=True)

    def rows(self, name):
        paper = json.loads((self.folder / f"{name}.json").read_text())
        section = paper["sections"][0]
        return [column["kind"] for column in section["columns"]], section["rows"]

    def text(self, path):
        return subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout

    def assert_has_all(self, name, text):
        """Every cell of every row, in order, however names are wrapped."""
        words = flowing(text)
        _, rows = self.rows(name)
        self.assertTrue(rows)
        for row in rows:
            cells = list(row["cells"].values())
            for cell in map(shown, cells):
                # A name may lie in several lines, between which others' cells stand.
                for word in cell.split():
                    self.assertIn(word, words)
            numbers = " ".join(shown(cell) for cell in cells[2:] if isinstance(cell, (int, dict)))
            self.assertIn(numbers, words, row["code"])

    def test_workbook_has_the_same_figures(self):
        for name in PAPERS:
            kinds, rows = self.rows(name)
            sheet = openpyxl.load_workbook(self.folder / f"{name}.xlsx").worksheets[0]
            first = int(re.match(r"[A-Z]+(\d+)", sheet.freeze_panes)[1])
            for index, row in enumerate(rows):
                found = [cell for cell in sheet[first + index][:len(kinds)]]
                for kind, expected, cell in zip(kinds, row["cells"].values(), found):
                    with self.subTest(paper=name, cell=cell.coordinate):
                        self.assertNotEqual(cell.data_type, "f")
                        if isinstance(expected, dict):
                            self.assertEqual(cell.number_format, "0.00%")
                            expected = expected["ratio"]
                        elif kind == "time" and expected is not None:
                            expected = expected / 3600
                        elif kind == "day" and expected is not None:
                            expected = datetime.datetime.fromisoformat(expected)
                        elif kind == "instant" and expected is not None:
                            expected = datetime.datetime.fromisoformat(expected).replace(tzinfo=None)
                        self.assertEqual(cell.value, expected or (None if expected == "" else expected))

    def test_csv_has_the_same_figures(self):
        for name in PAPERS:
            _, rows = self.rows(name)
            with open(self.folder / f"{name}.csv", newline="") as file:
                lines = list(csv.DictReader(file))
            self.assertEqual([line["code"] for line in lines], [row["code"] for row in rows])
            for line, row in zip(lines, rows):
                for key, cell in row["cells"].items():
                    if isinstance(cell, dict):
                        self.assertEqual(line[f"{key}.on_time"], str(cell["on_time"]))
                        self.assertEqual(line[f"{key}.ratio"], str(cell["ratio"]))
                    elif isinstance(cell, int):
                        self.assertEqual(line[key], str(cell))

    def test_excel_csv_is_read_as_numbers(self):
        text = (self.folder / "province-120.excel.csv").read_bytes()
        self.assertTrue(text.startswith(b"\xef\xbb\xbf"))
        lines = list(csv.reader(text.decode("utf-8-sig").splitlines(), delimiter=";"))
        self.assertEqual(lines[2][15], "97,96%")
        self.assertEqual(lines[121][2], "1234567")

    def test_pdf_has_everything(self):
        for name in PROVINCES:
            with self.subTest(paper=name):
                self.assert_has_all(name, self.text(self.folder / f"{name}.pdf"))

    @unittest.skipUnless(SOFFICE, "needs LibreOffice")
    def test_libreoffice_prints_the_workbook(self):
        for name in PROVINCES:
            subprocess.run([SOFFICE, f"-env:UserInstallation=file://{self.folder}/office", "--headless", "--convert-to",
                            "pdf", "--outdir", self.folder / "office-pdf", self.folder / f"{name}.xlsx"],
                           check=True, capture_output=True, timeout=180)
            text = self.text(self.folder / "office-pdf" / f"{name}.pdf")
            with self.subTest(paper=name):
                self.assertIn("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", text)
                self.assertNotIn("###", text, "a column is too narrow for its numbers")
                self.assertNotIn("Err:", text)
                self.assertIn("Trang 1/", text)
                for row in self.rows(name)[1]:
                    for cell in row["cells"].values():
                        if isinstance(cell, int):
                            self.assertRegex(text, rf"\b{number(cell).replace('.', '[.,]')}\b")

    @unittest.skipUnless(CHROMIUM, "needs chromium")
    def test_chromium_prints_the_page(self):
        for name in PROVINCES:
            out = self.folder / f"{name}.printed.pdf"
            subprocess.run([CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={self.folder}/web",
                            "--no-pdf-header-footer", f"--print-to-pdf={out}", self.folder / f"{name}.html"],
                           check=True, capture_output=True, timeout=180)
            with self.subTest(paper=name):
                self.assert_has_all(name, self.text(out))

    def test_table_is_no_wider_than_the_terminal(self):
        for name in (*PAPERS, "letters-3"):
            for line in (self.folder / f"{name}.table").read_text().splitlines():
                self.assertLessEqual(len(line), 100, line)


if __name__ == "__main__":
    unittest.main()
