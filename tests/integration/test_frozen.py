"""Statements that are frozen: on record once, found again byte for byte, and what has moved since is named."""

import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile

import daemon
import dunghan
import test_corrections

try:
    import openpyxl
except ImportError:
    DEBIANS = "/usr/bin/python3"  # which the package is for, whatever stands first in the path
    if os.path.realpath(sys.executable) != os.path.realpath(DEBIANS) and os.path.exists(DEBIANS):
        os.execv(DEBIANS, [DEBIANS, "-B", *sys.argv])
    openpyxl = None

KILLS = 100 if dunghan.LONG else 12
MONTH = "2021-06"


def lines(done):
    return [json.loads(line) for line in done.out.splitlines()]


class Frozen(dunghan.Case):
    formats = ("csv", "json")
    reports_too = ""  # further keys of [reports]

    def setUp(self):
        super().setUp()
        with open(self.config, "a", encoding="utf-8") as config:
            config.write(f"[reports]\nformats = {json.dumps(self.formats)}\n{self.reports_too}")
        self.import_events([
            dunghan.received("D1"), dunghan.received("D2"),
            {"dossier": "D1", "type": "completed", "at": "2021-06-10T08:00:00+07:00", "id": "c"}])
        self.reports = self.folder / "reports"
        self.clock = "2021-07-05T17:30:00+07:00"

    def freeze(self, *options, code=0, period=MONTH):
        done = self.run_program("report", "--period", period, "--freeze", *options, code=code)
        return done.out.splitlines()[0] if code == 0 else done

    def listed(self):
        return lines(self.run_program("report", "list", "--json"))

    def check_files(self):
        """What lies in the folder is whole, and is what the record says; nothing else is to be seen."""
        known = {file["name"]: file for one in self.listed() for file in one["files"]}
        seen = {path.name: path for path in self.reports.glob("*")} if self.reports.exists() else {}
        for name, path in seen.items():
            if name.startswith("."):
                continue
            self.assertIn(name, known)
            self.assertEqual(hashlib.sha256(path.read_bytes()).hexdigest(), known[name]["sha256"])
            self.assertEqual(path.stat().st_size, known[name]["size"])
        return {name for name in seen if not name.startswith(".")}


class Papers(Frozen):
    """Workbooks, PDF and pages of a form, made anew after many corrections: the same bytes by the same build."""
    formats = ("xlsx", "pdf", "html")

    def test_every_form_is_made_anew_byte_for_byte_after_500_corrections(self):
        self.import_events([dunghan.received(f"E{i}") for i in range(300)])
        names = {form: self.freeze("--form", form) for form in (
            "monthly", "II.06a", "II.06b", "07a", "late-list", "urge", "award", "indicators", "petitions")}
        before = {path.name: path.read_bytes() for path in self.reports.glob("*")}
        self.assertEqual(len(before), 3 * len(names))
        self.clock = "2021-07-20T08:00:00+07:00"
        self.import_events([{"dossier": f"E{i}", "type": "completed", "at": "2021-06-11T08:00:00+07:00", "id": "c"}
                            for i in range(300)] + [dunghan.received(f"F{i}") for i in range(200)])
        for path in self.reports.glob("*"):
            path.unlink()
        for form, name in names.items():
            for kind in self.formats:
                done = self.run_program("report", "show", name, "--format", kind)
                self.assertEqual(done.stdout, before[f"{name}.{kind}"], f"{form} {kind}")
            self.assertIn("made anew as of its position: the same",
                          self.run_program("report", "verify", "--id", name).out, form)
        restated = json.loads(self.run_program("report", "restate", names["II.06a"], "--json").out)
        self.assertEqual(len({one["dossier"] for one in restated["dossiers"]}), 500)

    def test_a_workbook_that_was_saved_again_is_told_from_one_that_was_changed(self):
        if not openpyxl:
            self.skipTest("needs python3-openpyxl")
        name = self.freeze("--form", "II.06a")
        paper = self.reports / f"{name}.xlsx"
        book = openpyxl.load_workbook(paper)
        again = self.folder / "again.xlsx"
        book.save(again)
        self.assertNotEqual(again.read_bytes(), paper.read_bytes())
        self.assertRegex(self.run_program("report", "verify", again).out,
                         rf"the workbook of {name}, saved again: all \d+ cells are the same")
        sheet = book.worksheets[0]
        cell = next(cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int) and cell.value > 1)
        cell.value += 1
        book.save(again)
        self.assertIn(f"the workbook of {name}, changed: sheet", self.run_program("report", "verify", again, code=1).out)
        paper.unlink()  # made anew to be held against
        self.run_program("report", "verify", again, code=1)

    def test_what_is_appended_to_a_paper_is_a_signature_or_it_is_not_ours(self):
        name = self.freeze("--form", "II.06a")
        paper = (self.reports / f"{name}.pdf").read_bytes()
        signed = self.folder / "signed.pdf"

        def verify(appended, code):
            signed.write_bytes(paper + appended)
            return self.run_program("report", "verify", signed, code=code).out
        number, page = re.search(rb"(\d+) 0 obj\n(<< /Type /Page\b[^P].*?)endobj", paper, re.S).groups()
        field = b"9001 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /ByteRange [0 1 2 3] /Contents <00> >>\nendobj\n"
        annotated = page.replace(b"/Type /Page", b"/Type /Page\n/Annots [ 9002 0 R ]", 1)
        widget = b"9002 0 obj\n<< /Type /Annot /Subtype /Widget /FT /Sig /V 9001 0 R >>\nendobj\n"
        again = number + b" 0 obj\n" + annotated + b"endobj\n"
        self.assertIn("with a signature of", verify(field + widget + again, 0))
        other = re.sub(rb"/Contents \d+", b"/Contents 9003", annotated)
        forged = b"9003 0 obj\n<< >>\nstream\nBT (100 %) Tj ET\nendstream\nendobj\n"
        self.assertIn("changes what our pages are made of",
                      verify(field + forged + number + b" 0 obj\n" + other + b"endobj\n", 1))
        contents = re.search(rb"/Contents (\d+)", page).group(1)
        self.assertIn("changes what our pages are made of",
                      verify(field + contents + b" 0 obj\n<< >>\nstream\nx\nendstream\nendobj\n", 1))
        self.assertIn("it is no signature", verify(again, 1))
        self.assertIn("packed objects", verify(field + b"9 0 obj\n<< /Type /ObjStm >>\nendobj\n", 1))
        self.assertIn("over a page", verify(field + b"9004 0 obj\n<< /Subtype /FreeText >>\nendobj\n", 1))
        # A second workbook behind ours is what a spreadsheet program would open.
        if openpyxl:
            book = openpyxl.load_workbook(self.reports / f"{name}.xlsx")
            cell = next(cell for row in book.worksheets[0].iter_rows() for cell in row if isinstance(cell.value, int)
                        and cell.value > 1)
            cell.value += 1
            book.save(signed)
            signed.write_bytes((self.reports / f"{name}.xlsx").read_bytes() + signed.read_bytes())
            self.run_program("report", "verify", signed, code=1)

    def test_the_mark_of_the_frozen_one_is_on_its_papers(self):
        name = self.freeze("--form", "07a")
        self.assertIn(name, (self.reports / f"{name}.html").read_text(encoding="utf-8"))
        self.assertIn(name, zipfile.ZipFile(self.reports / f"{name}.xlsx").read("docProps/custom.xml").decode())


class Commands(Frozen):
    def test_is_shown_as_it_was_whatever_comes_later(self):
        name = self.freeze("--operator", "Lan")
        self.assertRegex(name, r"^DH-2021-06-monthly-1-[0-9a-f]{8}$")
        first = self.run_program("report", "show", name).out
        self.assertEqual(json.loads(first)["total"]["received"], 2)
        self.assertEqual(self.check_files(), {f"{name}.csv", f"{name}.json"})
        self.assertEqual((self.reports / f"{name}.json").read_text(), first)
        self.clock = "2021-07-09T08:00:00+07:00"
        self.import_events([dunghan.received("D3")])
        self.assertEqual(self.run_program("report", "show", name).out, first)
        self.assertEqual(self.run_program("report", "show", name, "--format", "csv").stdout,
                         (self.reports / f"{name}.csv").read_bytes())
        (one,) = self.listed()
        self.assertEqual((one["id"], one["edition"], one["actor"], one["sent"], one["seq"]),
                         (name, 1, "Lan", None, 4))
        self.assertEqual(one["sha256"], hashlib.sha256(first.encode()).hexdigest())
        # Gone or spoilt, a file is made anew as of then.
        csv = (self.reports / f"{name}.csv").read_bytes()
        (self.reports / f"{name}.csv").write_bytes(csv[:10])
        done = self.run_program("report", "show", name, "--format", "csv")
        self.assertEqual(done.stdout, csv)
        self.assertIn("it is made anew", done.err)
        self.assertEqual((self.reports / f"{name}.csv").read_bytes(), csv)
        self.run_program("verify", "--against", one["position"])
        self.run_program("verify")

    def test_again_it_is_another_edition_with_a_reason(self):
        name = self.freeze()
        self.assertIn(f"it is frozen already, as {name}", self.freeze(code=1).err)
        again = self.freeze("--reason", "bổ sung nguồn")
        self.assertRegex(again, r"-2-[0-9a-f]{8}$")
        self.assertEqual([(one["edition"], one["reason"]) for one in self.listed()],
                         [(1, ""), (2, "bổ sung nguồn")])
        other = self.freeze("--by", "procedure")
        self.assertRegex(other, r"-1-[0-9a-f]{8}$")
        self.assertEqual(len(self.check_files()), 6)

    def test_what_cannot_be_frozen_leaves_nothing_behind(self):
        self.assertIn("the period is not over", self.freeze(code=2, period="2021-07").err)
        self.assertIn("nothing is known of 2021-01", self.freeze(code=2, period="2021-01").err)
        self.assertIn("needs a --period", self.run_program("report", "--freeze", code=2).err)
        self.assertIn("cannot be frozen", self.freeze("--form", "compare", code=2).err)
        self.freeze("--agency", "none", code=1)
        self.reports.write_text("a file")
        self.assertIn("cannot use", self.freeze(code=3).err)
        self.assertEqual(self.run_program("report", "list").err, "no statement is frozen\n")
        self.reports.unlink()

    def test_a_silent_source_is_named_and_may_be_passed_over_with_a_reason(self):
        with open(self.config, "a", encoding="utf-8") as config:
            config.write('[sources.mot-cua]\nrole = "authority"\n[sources.khac]\nrole = "mirror"\n')
        self.assertIn("nothing from after the period has come yet of: mot-cua;", self.freeze(code=2).err)
        self.import_events([dunghan.received("D9", "2021-07-02T08:00:00+07:00")], options=("--source", "mot-cua"))
        self.freeze()

    def test_papers_are_told_from_others(self):
        name = self.freeze()
        paper = self.reports / f"{name}.csv"
        self.assertIn("made anew as of its position: the same", self.run_program("report", "verify", paper).out)
        self.run_program("report", "verify", "--id", name)
        signed = self.folder / "signed.csv"
        signed.write_bytes(paper.read_bytes() + b"a signature")
        self.assertIn("11 bytes follow and only a PDF can be signed",
                      self.run_program("report", "verify", signed, code=1).out)
        bent = bytearray(paper.read_bytes())
        bent[len(bent) // 2] ^= 1
        signed.write_bytes(bent)
        self.assertIn("none of the frozen statements", self.run_program("report", "verify", signed, code=1).out)
        signed.write_text(f"Số {name}.")
        self.assertIn(f"names {name}, but its bytes are others",
                      self.run_program("report", "verify", signed, code=1).out)
        with zipfile.ZipFile(signed, "w", zipfile.ZIP_DEFLATED) as workbook:
            workbook.writestr("docProps/custom.xml", f"<p><vt:lpwstr>{name}</vt:lpwstr></p>" * 9)
        self.assertIn(f"names {name}, but its bytes are others",
                      self.run_program("report", "verify", signed, code=1).out)
        signed.write_bytes(signed.read_bytes().replace(name.encode(), b"?")[:-30])
        self.assertIn("none of the frozen statements", self.run_program("report", "verify", signed, code=1).out)
        self.run_program("report", "verify", "--id", "DH-none", code=1)
        self.run_program("report", "verify", code=2)
        # Other settings are no fault of the paper, and are said.
        with open(self.config, "a", encoding="utf-8") as config:
            config.write("[figures]\ntarget = 0.9\n")
        done = self.run_program("report", "verify", paper)
        self.assertIn("the settings are others", done.out)
        restated = json.loads(self.run_program("report", "restate", name, "--json").out)
        self.assertTrue(restated["settings_changed"])
        self.assertIn("target", {cell["cell"] for cell in restated["by_definition"]})

    def test_sent_it_is_the_reported_one(self):
        name = self.freeze()
        sent = ("report", "sent", name, "--number", "12/BC-TTPVHCC", "--signer", "Lò Thị B")
        self.assertIn("cannot have been sent", self.run_program(*sent, "--date", "2021-07-04", code=2).err)
        self.clock = "2021-07-06T09:00:00+07:00"
        self.run_program(*sent, "--date", "2021-07-06")
        self.assertEqual(self.listed()[0]["sent"]["number"], "12/BC-TTPVHCC")
        self.assertIn("đã gửi: 12/BC-TTPVHCC", self.run_program("report", "list").out)
        self.assertIn("sent: 12/BC-TTPVHCC of 2021-07-06", self.run_program("report", "verify", "--id", name).out)
        self.run_program("report", "sent", "DH-none", "--number", "1", "--signer", "x", "--date", "2021-07-06", code=1)
        self.run_program("verify")

    def test_indicators_say_which_agencies_are_not_what_was_reported(self):
        def restated():
            rows = json.loads(self.run_program("report", "--form", "indicators", "--period", MONTH, "--format",
                                               "json").out)["sections"][0]["rows"]
            return {row["cells"]["agency"] for row in rows if row["cells"]["restated"] == "true"}
        self.import_events([dunghan.received("B1", agency="B")])
        name = self.freeze()
        self.clock = "2021-07-06T09:00:00+07:00"
        self.run_program("report", "sent", name, "--number", "1", "--signer", "Lò Thị B", "--date", "2021-07-06")
        self.assertEqual(restated(), set())
        self.import_events([dunghan.received("D7")])
        self.assertEqual(restated(), {"A", "total"})


class Killed(Frozen):
    def test_leaves_nothing_half_written_and_freezes_once(self):
        shutil.rmtree(self.data)
        self.clock = "2021-06-30T12:00:00+07:00"
        self.import_events([dunghan.received(f"D{n}") for n in range(2000)])
        self.clock = "2021-07-05T17:30:00+07:00"
        fresh = self.folder / "fresh"
        shutil.copytree(self.data, fresh)
        started = time.monotonic()
        self.freeze()
        longest = 1.3 * (time.monotonic() - started)
        seed = random.randrange(2**32)
        print(f"seed {seed}, {KILLS} kills within {longest:.2f} s")
        chance = random.Random(seed)
        on_record = 0
        for _ in range(KILLS):
            shutil.rmtree(self.data)
            shutil.copytree(fresh, self.data)
            shutil.rmtree(self.reports, ignore_errors=True)
            for _ in range(2):
                with subprocess.Popen(self.command("report", "--period", MONTH, "--freeze"),
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
                    time.sleep(chance.uniform(0, longest))
                    process.send_signal(signal.SIGKILL)
                self.check_files()
                on_record += len(self.listed())
            self.run_program("report", "--period", MONTH, "--freeze", code=None)
            (one,) = self.listed()
            self.assertEqual(one["edition"], 1)
            self.assertEqual(self.check_files(), {file["name"] for file in one["files"]})
            self.assertEqual([path.name for path in self.reports.glob(".*")], [])
            self.run_program("verify")
        print(f"on record after {on_record} of {2 * KILLS} kills")


class ThroughDaemon(Frozen):
    def test_a_daemon_that_holds_the_ledger_does_it(self):
        served = daemon.Daemon(self)
        done = self.run_program("report", "--period", MONTH, "--freeze", "--operator", "Lan")
        self.assertIn("holds the ledger, and is asked to do it", done.err)
        name = done.out.splitlines()[0]
        self.assertEqual(self.check_files(), {f"{name}.csv", f"{name}.json"})
        self.assertIn("it is frozen already", self.freeze(code=1).err)
        self.assertIn("the period is not over", self.freeze(code=2, period="2021-07").err)
        (one,) = served.get("/api/v1/reports").json()["frozen"]
        self.assertEqual(one, self.listed()[0])
        shown = self.run_program("report", "show", name).stdout
        self.assertEqual(served.get(f"/api/v1/reports/frozen/{name}").body, shown)
        self.assertEqual(served.get("/api/v1/reports/frozen/none").status, 404)
        self.run_program("report", "sent", name, "--number", "12", "--signer", "B", "--date", "2021-07-05")
        page = served.get("/metrics").text
        self.assertIn('dossier_statement_results{agency="A",period="2021-06",timeliness="early"} 1\n', page)
        self.assertIn('dossier_statement_reported{period="2021-06"} 1\n', page)
        self.assertIn('dossier_statement_position{period="2021-06"} 4\n', page)
        served.post_events(dunghan.received("D8"))
        self.run_program("verify", "--against", one["position"])
        served.stop()
        log = served.errors.read_text()
        self.assertRegex(log, rf"report\.frozen id={name} operator=Lan")
        self.assertRegex(log, rf"report\.sent id={name} number=12")
        # Another one knows it from the record.
        served = daemon.Daemon(self)
        end = time.monotonic() + 20
        while "dossier_statement_reported" not in served.get("/metrics").text or \
                'dossier_statement_reported{period="2021-06"} 1' not in served.get("/metrics").text:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.1)
        served.stop()


class Job(Frozen):
    formats = ("csv",)
    reports_too = 'schedule = "monthly"\n[sources.mot-cua]\nrole = "authority"\n'

    def test_freezes_once_when_the_month_is_over_and_every_source_has_gone_past_it(self):
        self.clock = "2021-07-05T16:20:00+07:00"
        served = daemon.Daemon(self, "--speed", "600")
        served.wait_for_log("report.waiting form=monthly period=2021-06 reason=")
        self.assertEqual(self.listed(), [])
        provisional = self.reports / "provisional-2021-06-monthly.csv"
        self.assertTrue(provisional.exists())
        served.post_events({**dunghan.received("D7", "2021-07-02T08:00:00+07:00"), "source": "mot-cua"})
        served.wait_for_log("report.frozen id=DH-2021-06-monthly-1-")
        served.stop()
        self.assertIn("mot-cua", served.errors.read_text())
        (one,) = self.listed()
        self.assertEqual((one["edition"], one["actor"], one["reason"]), (1, "dunghan", ""))
        self.clock = "2021-07-06T08:00:00+07:00"
        served = daemon.Daemon(self, "--speed", "6000")
        end = time.monotonic() + 20
        while provisional.exists():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.1)
        time.sleep(1)
        served.stop()
        self.assertEqual(self.listed(), [one])
        self.assertEqual(self.check_files(), {one["files"][0]["name"]})
        self.run_program("verify")


class AfterCorrections(test_corrections.Corrections):
    """The month of a province, frozen, and then corrected five hundred times."""
    test_the_statement_is_found_again_and_the_changes_are_named = None

    def test_the_frozen_month_stays_and_the_restatement_names_exactly_what_was_touched(self):
        month = test_corrections.MONTH
        # The example's source has delivered nothing: these are the simulator's.
        name = self.run_program("report", "--period", month, "--freeze", "--reason",
                                "nguồn mô phỏng").out.splitlines()[0]
        first = self.run_program("report", "show", name).stdout
        restated = json.loads(self.run_program("report", "restate", name, "--json").out)
        self.assertEqual((restated["cells"], restated["dossiers"], restated["by_definition"]), ([], [], []))
        self.clock = "2025-12-20T09:00:00+07:00"
        corrections = self.corrections
        sent = [event for events in corrections.values() for event in events]
        self.assertEqual(self.import_events(sent), [len(sent), len(sent), 0, 0])
        self.clock = "2025-12-20T10:00:00+07:00"
        self.assertEqual(self.run_program("report", "show", name).stdout, first)
        again = self.run_program("report", "--period", month, "--as-of",
                                 json.loads(first)["position"]["seq"], "--format", "json").stdout
        self.assertEqual(again, first)
        self.assertIn("made anew as of its position: the same",
                      self.run_program("report", "verify", "--id", name).out)
        restated = json.loads(self.run_program("report", "restate", name, "--json").out)
        self.assertEqual(restated["by_definition"], [])
        self.assertTrue(restated["definition"]["same"])
        # All that were touched but some whose new promise was kept like the old one.
        touched = {one["dossier"] for one in restated["dossiers"]}
        self.assertEqual(len(restated["dossiers"]), len(touched))
        self.assertEqual(touched, {row["dossier"] for row in self.lines(
            "changes", "--since", test_corrections.SAVED_AT, "--period", month, "--json")})
        self.assertLessEqual(touched, corrections.keys())
        self.assertLessEqual({code for code, events in corrections.items() if events[-1]["type"] == "completed"},
                             touched)
        for one in restated["dossiers"]:
            types = {event["type"] for event in corrections[one["dossier"]]}
            if "voided" in types:
                self.assertEqual(one["reasons"], ["correction", "void"])
            elif types == {"completed"}:
                self.assertEqual(one["reasons"], ["late_entry"])
            else:
                self.assertIn(one["reasons"], (["correction"], ["late_entry"]))
        moved = {cell["cell"]: cell for cell in restated["cells"]}
        now = json.loads(self.run_program("report", "--period", month, "--format", "json").out)
        cell = moved["total/finished_late"] if "total/finished_late" in moved else moved["total/finished_on_time"]
        self.assertEqual(cell["before"], json.loads(first)["total"][cell["cell"].split("/")[1]])
        self.assertEqual(cell["after"], now["total"][cell["cell"].split("/")[1]])
        self.assertIn(f"Do {len(touched)} hồ sơ:", self.run_program("report", "restate", name).out)


if __name__ == "__main__":
    dunghan.main()
