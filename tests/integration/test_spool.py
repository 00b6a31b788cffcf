"""The spool folder: files that are dropped there are taken in, each once, whatever happens meanwhile."""

import gzip
import json
import os
import pathlib
import random
import shutil
import time
import unittest

import daemon
import dunghan
import workbooks
from test_command_line import may_mount
from test_list_bodies import row
from test_lists import HEADINGS, NAME, PHONE, as_csv

KILLS = 60 if dunghan.LONG else 8
DATA = dunghan.SOURCE / "tests/data/lists"
SETTINGS = """
[spool]
folder = "{folder}"
source = "mot-cua"
settle = "1s"
sweep = "{sweep}"
keep = "{keep}"
"""


def lines(*events):
    return "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events).encode()


def events(first, count, **more):
    return [dunghan.received(f"D{number}", ChuHoSo=NAME, SoDienThoai=PHONE, **more)
            for number in range(first, first + count)]


def list_of(first, count):
    return as_csv([HEADINGS] + [row(n, code=f"L-{n}") for n in range(first, first + count)])


class Spool(dunghan.Case):
    def setUp(self):
        super().setUp()
        self.spool = self.folder / "spool"
        self.spool.mkdir()
        self.set()

    def set(self, keep="0s", sweep="1s", folder="spool", more=""):
        settings = SETTINGS.format(keep=keep, sweep=sweep, folder=folder) + more
        self.configure("calendar.toml", "agencies.csv", "procedures.csv", settings)

    def drop(self, name, content):
        """As programs should: under a name that is passed by, and then renamed."""
        content = content.encode() if isinstance(content, str) else content
        (self.spool / f"{name}.tmp").write_bytes(content)
        (self.spool / f"{name}.tmp").rename(self.spool / name)

    def reports(self, spool=None):
        folder = (spool or self.spool) / "reports"
        return [json.loads(path.read_text()) for path in sorted(folder.glob("*.report.json"))]

    def wait(self, what, within=30):
        end = time.monotonic() + within
        while not (found := what()):
            if time.monotonic() > end:
                self.fail(f"it did not come: {[p.name for p in self.spool.rglob('*')]}\n" + "".join(
                    path.read_text()[-2000:] for path in self.folder.glob("daemon-*.err")))
            time.sleep(0.05)
        return found

    def wait_for_reports(self, count, within=30):
        self.wait(lambda: len(self.reports()) >= count and not any(self.claims()), within)
        found = self.reports()
        self.assertEqual(len(found), count, found)
        return {one["file"]: one for one in found}

    def claims(self):
        return [path for path in self.spool.glob(".taking/*/*")]

    def numbers(self, report):
        return [report[name] for name in ("received", "stored", "duplicate", "quarantined")]

    def position(self, served):
        return served.get("/api/v1/live").json()["position"]["seq"] - 1  # the token's entry


class Taking(Spool):
    def test_each_kind_of_file_is_taken_and_told_of(self):
        served = daemon.Daemon(self)
        self.drop("a.ndjson", lines(*events(0, 5)))
        self.drop("b.ndjson.gz", gzip.compress(lines(*events(10, 5))))
        self.drop("c.json", json.dumps(events(20, 3)))
        self.drop("d.json", json.dumps(events(30, 1)[0], indent=2))
        self.drop("e.json.gz", gzip.compress(json.dumps(events(40, 2)).encode()))
        self.drop("hoso_2021-06-29.csv", list_of(100, 4))
        self.drop("hoso.xls", (DATA / "hoso.xls").read_bytes())
        self.drop("hoso.ods", (DATA / "hoso.ods").read_bytes())
        book = workbooks.write(self.folder / "x", [HEADINGS] + [row(n, code=f"X-{n}") for n in range(2)])
        self.drop("HOSO 28-06-2021.XLSX", book.read_bytes())
        book.unlink()
        found = self.wait_for_reports(9)
        for name, stored in (("a.ndjson", 5), ("b.ndjson.gz", 5), ("c.json", 3), ("d.json", 1), ("e.json.gz", 2),
                             ("hoso_2021-06-29.csv", 4), ("HOSO 28-06-2021.XLSX", 2)):
            with self.subTest(name):
                self.assertEqual(self.numbers(found[name]), [stored, stored, 0, 0], found[name])
                self.assertEqual(found[name]["outcome"], "taken")
        # The same list in two forms: what comes second is known.
        both = [found["hoso.xls"], found["hoso.ods"]]
        self.assertEqual(sorted(self.numbers(one) for one in both), [[3, 0, 3, 0], [3, 3, 0, 0]])
        told = found["hoso_2021-06-29.csv"]
        self.assertEqual((told["holds"], told["list"]["exported_by"]), ("list", "the file's name"))
        self.assertEqual(told["list"]["rows"], {"all": 4, "dossiers": 4, "none": 0, "repeated": 0, "compared": 0})
        self.assertRegex(told["sha256"], "^[0-9a-f]{64}$")
        self.assertEqual([path.name for path in self.spool.rglob("*") if path.is_file()
                          and path.parent.name != "reports"], [])
        self.assertEqual(self.position(served), 25)
        page = served.get("/metrics").text
        self.assertIn('dunghan_spool_files_total{outcome="taken"} 9\n', page)
        self.assertIn('dunghan_spool_files_total{outcome="refused"} 0\n', page)
        self.assertRegex(page, r"dunghan_spool_last_file_timestamp_seconds 162502\d+")
        self.assertRegex(page, r'dunghan_intake_events_total\{outcome="stored",source="default"\} 0\n')
        log = served.errors.read_text()
        self.assertEqual(log.count("spool.taken"), 9, log)
        served.stop()
        for code, source in (("D1", "mot-cua"), ("L-100", "mot-cua")):
            told = json.loads(self.run_program("dossier", code, "--json").out)
            self.assertEqual(told["events"][0]["source"], source)
        self.verify()

    def test_messages_to_the_portal_are_taken_as_such(self):
        """And nothing of them is kept that is a person's, not even of those that cannot be read."""
        served = daemon.Daemon(self)
        whole = {"MaHoSo": "M-260602-0001", "MaTTHC": "P", "ChuHoSo": NAME, "SoDienThoai": PHONE, "DonViXuLy": "Sở A",
                 "NgayTiepNhan": "20210602080000", "NgayHenTra": "20210609170000", "TrangThaiHoSo": "2"}
        message = {"madonvi": "A", "service": "DongBoHoSoMC", "data": [whole]}
        self.drop("cong.ndjson", lines(message, {**message, "data": [{**whole, "MaHoSo": NAME}]}) + b'{"data":"'
                  + NAME.encode() + b'"}\n')
        report = self.wait_for_reports(1)["cong.ndjson"]
        self.assertEqual((report["outcome"], self.numbers(report)), ("taken", [3, 1, 0, 2]), report)
        self.assertEqual(served.get("/api/v1/dossiers/M-260602-0001").json()["events"][0]["source"], "mot-cua")
        served.stop()
        for path in (*self.data.rglob("*"), *self.spool.rglob("*"), served.errors):
            if path.is_file():
                for word in (NAME, PHONE, json.dumps(NAME).strip('"')):
                    self.assertNotIn(word.encode(), path.read_bytes(), path.name)

    def test_a_file_that_is_still_written_to_waits(self):
        served = daemon.Daemon(self)
        with open(self.spool / "slow.ndjson", "wb") as file:
            for number in range(6):
                file.write(lines(*events(number * 10, 10))[:-1] if number % 2 else lines(*events(number * 10, 10)))
                file.flush()
                time.sleep(0.4)
                self.assertEqual((self.reports(), self.claims()), ([], []))
                if number % 2:
                    file.write(b"\n")
        found = self.wait_for_reports(1)
        self.assertEqual(self.numbers(found["slow.ndjson"]), [60, 60, 0, 0])
        served.stop()

    def test_the_same_name_with_other_bytes_is_another_file(self):
        served = daemon.Daemon(self)
        self.drop("a.ndjson", lines(*events(0, 3)))
        self.wait_for_reports(1)
        self.drop("a.ndjson", lines(*events(2, 3)))
        self.wait(lambda: len(self.reports()) == 2)
        self.assertEqual(sorted(self.numbers(one) for one in self.reports()), [[3, 2, 1, 0], [3, 3, 0, 0]])
        # And the same bytes once more do no harm.
        self.drop("a.ndjson", lines(*events(2, 3)))
        self.wait(lambda: len(self.reports()) == 3)
        self.assertIn([3, 0, 3, 0], [self.numbers(one) for one in self.reports()])
        served.stop()
        self.verify()

    def test_what_is_not_meant_is_passed_by(self):
        served = daemon.Daemon(self)
        for name in ("~$hoso_2021-06-29.xlsx", "hoso.csv.tmp", ".hoso.csv", "hoso.csv.part"):
            (self.spool / name).write_text(list_of(1, 1))
        (self.spool / "folder").mkdir()
        (self.spool / "folder/hoso_2021-06-29.csv").write_text(list_of(1, 1))
        self.drop("a.ndjson", lines(*events(0, 1)))
        self.wait_for_reports(1)
        time.sleep(1.5)
        self.assertEqual(len(self.reports()), 1)
        self.assertTrue((self.spool / "~$hoso_2021-06-29.xlsx").exists())
        self.assertTrue((self.spool / "folder/hoso_2021-06-29.csv").exists())
        served.stop()

    def test_what_cannot_be_taken_is_refused_with_its_reason_and_kept_apart(self):
        served = daemon.Daemon(self)
        bad = {"a.txt": ("x", "not taken by its name: expected .ndjson"),
               "hoso_2021-06-29.csv.gz": (gzip.compress(list_of(1, 1).encode()), "not taken by its name"),
               "hoso.csv": (list_of(1, 1), "nothing says when it was exported"),
               "khac_2021-06-29.csv": ("STT;Đơn vị;Tiếp nhận\n1;A;2\n", "no column for the code of a dossier"),
               "web_2021-06-29.xls": ("<html><body/></html>", "a web page or XML"),
               "empty.ndjson": (b"", "nothing stands in it"),
               "empty.csv": (b"", "empty.csv: empty"),
               "cut.ndjson.gz": (gzip.compress(lines(*events(0, 2_000)))[:-40], "the gzip stream is cut off"),
               "no.json": (f"{NAME}\n".encode(), "line 1: no JSON object"),
               "array.json": (b'[{"dossier":', "the body is no JSON"),
               "trộn_2021-06-29.csv": (as_csv([HEADINGS, row(1, received="13/06/2021"),
                                               row(2, received="06/14/2021")]), "stand in both orders: E2")}
        for name, (content, _) in bad.items():
            self.drop(name, content)
        (self.spool / "link.ndjson").symlink_to(self.config)
        os.mkfifo(self.spool / "pipe.csv")
        found = self.wait_for_reports(len(bad) + 2)
        for name, (content, words) in bad.items():
            with self.subTest(name):
                self.assertEqual(found[name]["outcome"], "refused")
                self.assertIn(words, found[name]["reason"])
                self.assertNotIn(NAME, json.dumps(found[name], ensure_ascii=False))
                kept, = self.spool.glob(f"refused/*/{name}")
                self.assertEqual(kept.read_bytes(), content.encode() if isinstance(content, str) else content)
                self.assertEqual((kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777), (0o600, 0o700))
        for name in ("link.ndjson", "pipe.csv"):
            self.assertIn("it is no file but a link, a pipe or a device", found[name]["reason"])
        log = served.errors.read_text()
        self.assertEqual(log.count("spool.refused"), len(bad) + 2)
        self.assertNotIn(NAME, log)
        self.assertIn(f'dunghan_spool_files_total{{outcome="refused"}} {len(bad) + 2}\n', served.get("/metrics").text)
        served.stop()

    def test_problems_are_told_with_their_places(self):
        served = daemon.Daemon(self)
        self.drop("a.ndjson", lines(events(0, 1)[0], events(1, 1, agency="X")[0]) + b"no json\n" +
                  lines({**events(2, 1)[0], "duedate": "2021-06-30"}))
        self.drop("hoso_2021-06-29.csv", as_csv([HEADINGS, row(1), row(2, agency="Sở Lạ"), row(3, agency=NAME)]))
        found = self.wait_for_reports(2)
        report = found["a.ndjson"]
        self.assertEqual(self.numbers(report), [4, 2, 0, 2])
        self.assertEqual([(one["place"], one["field"]) for one in report["problems"]], [(2, "agency"), (3, "")])
        self.assertEqual(report["ignored_fields"], [{"field": "duedate", "near": "due", "count": 1}])
        report = found["hoso_2021-06-29.csv"]
        self.assertEqual([(one["place"], one["field"]) for one in report["problems"]], [(3, "agency"), (4, "agency")])
        # A cell that has slipped may hold a person's name: where it stands is told, and not what it holds.
        self.assertEqual(report["list"]["unknown"], [{"means": "agency", "rows": 1, "first": "H4"},
                                                     {"means": "agency", "rows": 1, "first": "H3"}])
        served.stop()

    def test_a_file_is_kept_for_as_long_as_is_said(self):
        self.set(keep="6s")
        served = daemon.Daemon(self)
        self.drop("hoso_2021-06-29.csv", list_of(1, 2))
        self.wait_for_reports(1)
        kept, = self.spool.glob("taken/*/hoso_2021-06-29.csv")
        self.assertEqual((kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777), (0o600, 0o700))
        self.wait(lambda: not any(self.spool.glob("taken/*")))
        self.assertEqual(len(self.reports()), 1)
        served.stop()

    def test_reports_are_for_those_who_may_read_the_folder_and_files_for_nobody(self):
        """Under the mask of the service's unit, and in a folder that was there already."""
        self.set(keep="1h")
        (self.spool / "taken").mkdir(0o755)
        served = daemon.Daemon(self, prefix=["sh", "-c", 'umask 077; exec "$@"', "sh"])
        self.drop("a.ndjson", lines(*events(0, 1)))
        self.wait_for_reports(1)
        report, = self.spool.glob("reports/*")
        self.assertEqual([path.stat().st_mode & 0o777 for path in (report.parent, report, self.spool / "taken",
                                                                   self.spool / "refused")],
                         [0o755, 0o644, 0o700, 0o700])
        served.stop()

    def test_nobodys_name_is_left_anywhere(self):
        served = daemon.Daemon(self)
        self.drop("a.ndjson", lines(*events(0, 50)))
        self.drop("hoso_2021-06-29.csv", as_csv(
            [HEADINGS] + [row(n) for n in range(50)] + [row(60, code=NAME, agency=NAME, state=NAME),
                                                        row(61, agency=PHONE, received=NAME)]))
        book = workbooks.write(self.folder / "x", [HEADINGS] + [row(n, code=f"X-{n}") for n in range(9)])
        self.drop("hoso_2021-06-28.xlsx", book.read_bytes())
        book.unlink()
        found = self.wait_for_reports(3)
        self.assertEqual(self.numbers(found["hoso_2021-06-29.csv"]), [52, 50, 0, 2])
        served.stop()
        looked_at = 0
        for path in self.folder.rglob("*"):
            if path.is_file():
                looked_at += 1
                content = path.read_bytes()
                for word in (NAME, json.dumps(NAME).strip('"'), PHONE, "Quyên"):
                    self.assertNotIn(word.encode(), content, path)
        self.assertGreater(looked_at, 8)

    def test_what_the_system_tells_of_waits_for_no_sweep(self):
        self.set(sweep="1h")
        served = daemon.Daemon(self)
        time.sleep(1)
        self.drop("a.ndjson", lines(*events(0, 1)))
        self.wait_for_reports(1, 10)
        self.drop("b.ndjson", lines(*events(1, 1)))
        self.wait_for_reports(2, 10)
        served.stop()


class Surviving(Spool):
    def test_a_folder_that_is_not_there_is_waited_for(self):
        self.spool.rmdir()
        served = daemon.Daemon(self)
        served.wait_for_log("spool.stuck")
        self.assertIn("No such file or directory", served.errors.read_text())
        served.post_events(dunghan.received("D1"))
        self.spool.mkdir()
        self.drop("a.ndjson", lines(*events(10, 2)))
        self.wait_for_reports(1)
        served.wait_for_log("spool.goes_on")
        shutil.rmtree(self.spool)
        self.wait(lambda: served.errors.read_text().count("spool.stuck") == 2)
        self.assertEqual(served.get("/readyz").status, 200)
        served.stop()

    @unittest.skipUnless(may_mount(), "mounting a folder read-only needs root and mount namespaces")
    def test_a_folder_that_cannot_be_written_to_is_told_of(self):
        self.drop("a.ndjson", lines(*events(0, 2)))
        script = f"mount --bind {self.spool} {self.spool} && mount -o remount,bind,ro {self.spool} && exec \"$@\""
        served = daemon.Daemon(self, prefix=["unshare", "--mount", "sh", "-c", script, "sh"])
        served.wait_for_log("spool.stuck")
        time.sleep(2.5)
        self.assertEqual(served.errors.read_text().count("spool.stuck"), 1)
        self.assertIn("Read-only file system", served.errors.read_text())
        self.assertEqual(served.get("/readyz").status, 200)
        served.stop()
        served = daemon.Daemon(self)
        self.assertEqual(self.numbers(self.wait_for_reports(1)["a.ndjson"]), [2, 2, 0, 0])
        served.stop()

    @unittest.skipUnless(may_mount(), "a disk of its own needs root and mount namespaces")
    def test_a_full_disk_loses_no_report_and_doubles_none(self):
        script = f"mount -t tmpfs -o size=256k,mode=755 none {self.spool} && exec \"$@\""
        served = daemon.Daemon(self, prefix=["unshare", "--mount", "sh", "-c", script, "sh"])
        spool = pathlib.Path(f"/proc/{served.process.pid}/root{self.spool}")
        content = lines(*events(0, 100))
        (spool / "a.ndjson").write_bytes(content)
        filling = spool / "filling.tmp"
        with open(filling, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(512))
            except OSError:
                pass
        served.wait_for_log("spool.stuck")
        self.assertIn("No space left on device", served.errors.read_text())
        self.assertEqual(self.reports(spool), [])
        filling.unlink()
        self.wait(lambda: self.reports(spool) and not any(spool.glob(".taking/*/*")))
        self.assertEqual([one["received"] for one in self.reports(spool)], [100])
        self.assertFalse((spool / "a.ndjson").exists())
        served.stop()

    @unittest.skipIf(os.geteuid() == 0, "root reads every file")
    def test_a_file_that_cannot_be_read_is_refused(self):
        self.drop("a.ndjson", lines(*events(0, 1)))
        (self.spool / "a.ndjson").chmod(0)
        served = daemon.Daemon(self)
        self.assertIn("Permission denied", self.wait_for_reports(1)["a.ndjson"]["reason"])
        served.stop()

    def test_files_that_vanish_are_no_trouble(self):
        served = daemon.Daemon(self)
        end = time.monotonic() + (20 if dunghan.LONG else 4)
        number = 0
        while time.monotonic() < end:
            path = self.spool / f"gone{number % 7}.ndjson"
            path.write_bytes(lines(*events(number, 1)))
            time.sleep(0.17)
            (self.spool / f"gone{(number + 1) % 7}.ndjson").unlink(missing_ok=True)
            number += 1
        self.drop("last.ndjson", lines(*events(100_000, 1)))
        self.wait(lambda: any(one["file"] == "last.ndjson" for one in self.reports()))
        self.assertEqual({one["outcome"] for one in self.reports()}, {"taken"})
        self.assertEqual(served.get("/readyz").status, 200)
        served.stop()

    def test_killed_at_any_moment(self):
        """All events once, one report a file, nothing left behind."""
        seed = random.randrange(2**32)
        print(f"seed {seed}, {KILLS} kills")
        chance = random.Random(seed)
        each = 20_000
        dropped = 0
        kills_while_taking = 0
        for kill in range(10 * KILLS):
            if kill >= KILLS and kills_while_taking:
                break
            if kill % 4 == 0:
                self.drop(f"e{kill}.ndjson", lines(*events(kill * each, each)))
                self.drop(f"g{kill}.json.gz", gzip.compress(lines(*events((kill + 1) * each, each)), 1))
                self.drop(f"hoso{kill}_2021-06-29.csv", list_of(kill * each, each))
                dropped += 3
            served = daemon.Daemon(self)
            time.sleep(chance.uniform(0.9, 2.4))
            served.kill()
            kills_while_taking += bool(self.claims())
        print(f"{kills_while_taking} of them while a file was taken")
        self.assertGreater(kills_while_taking, 0)
        served = daemon.Daemon(self)
        found = self.wait_for_reports(dropped, 300)
        for name, report in found.items():
            self.assertEqual((report["outcome"], report["received"], report["quarantined"]), ("taken", each, 0), name)
            if not report.get("resumed"):
                self.assertEqual(report["stored"], each, name)
        self.assertEqual(self.position(served), dropped * each)
        served.stop()
        self.assertEqual([path.name for path in self.spool.rglob("*") if path.is_file()
                          and not path.name.endswith(".report.json")], [])
        self.verify()

    def test_what_has_its_report_is_not_read_again(self):
        """Killed between the report and the end of the file: the next start only puts it away."""
        served = daemon.Daemon(self)
        self.drop("a.ndjson", lines(*events(0, 2)))
        self.wait_for_reports(1)
        served.stop()
        report, = self.spool.glob("reports/*")
        stamp = report.name.split(".")[-3]
        (self.spool / ".taking" / stamp).mkdir()
        (self.spool / ".taking" / stamp / "a.ndjson").write_bytes(lines(*events(50, 2)))
        before = report.read_bytes()
        served = daemon.Daemon(self)
        self.wait(lambda: not self.claims())
        time.sleep(0.5)
        self.assertEqual(self.position(served), 2)
        self.assertEqual([path.read_bytes() for path in self.spool.glob("reports/*")], [before])
        served.stop()

    def test_stopping_gives_up_what_is_being_taken(self):
        self.drop("a.ndjson", lines(*events(0, 120_000)))
        served = daemon.Daemon(self)
        self.wait(self.claims)
        begun = time.monotonic()
        served.stop()
        self.assertLess(time.monotonic() - begun, 15)
        served = daemon.Daemon(self)
        self.assertEqual(self.wait_for_reports(1, 240)["a.ndjson"]["received"], 120_000)
        self.assertEqual(self.position(served), 120_000)
        served.stop()


if __name__ == "__main__":
    dunghan.main()
