"""Lists of dossiers posted to the running daemon: the same as the command makes of them, and nothing on disk."""

import gzip
import json
import threading
import unittest

import daemon
import dunghan
import workbooks
from test_lists import HEADINGS, NAME, PHONE, as_csv

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
XLS = "application/vnd.ms-excel"
DATA = dunghan.SOURCE / "tests/data/lists"


def row(number, code=None, received="07/06/2021 08:00", due="14/06/2021", ended="", agency="Sở A",
        state="Đang xử lý", procedure="Thủ tục P"):
    return [number, code or f"H52-{number}", procedure, "Đất đai", received, due, ended, agency, NAME, PHONE,
            "Cán bộ A", state]


def csv_of(*rows):
    return as_csv([HEADINGS, *rows])


class ListBodies(dunghan.Case):
    def post(self, served, body, kind=CSV, status=200, **parameters):
        parameters.setdefault("taken", "2021-06-29")
        query = "&".join(f"{name}={value}" for name, value in parameters.items() if value is not None)
        answer = served.post(f"/api/v1/events?{query}", body, kind)
        self.assertEqual(answer.status, status, answer.text)
        return answer

    def problem(self, answer, *words):
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json", answer.text)
        for word in words:
            self.assertIn(word, answer.json()["detail"])

    def content(self, data):
        said = self.run_program("verify", data=data).out
        return next(line for line in said.splitlines() if line.startswith("content"))

    def test_what_became_of_it_is_said(self):
        served = daemon.Daemon(self)
        body = csv_of(row(1), row(2, agency="Sở Lạ"), row(3), row(3), row(1, due="15/06/2021"),
                      ["", "Tổng số: 3 hồ sơ"])
        found = self.post(served, body, source="mot-cua").json()
        self.assertEqual({name: found[name] for name in ("received", "stored", "duplicate", "quarantined")},
                         {"received": 4, "stored": 2, "duplicate": 0, "quarantined": 2})
        self.assertEqual(found["rows"], {"all": 6, "dossiers": 4, "none": 1, "repeated": 1, "compared": 0})
        # The number is that of the row in the sheet.
        self.assertEqual([(one["index"], one["field"]) for one in found["problems"]],
                         [(3, "agency"), (6, "dossier")])
        self.assertIn("with other words than row 2", found["problems"][1]["reason"])
        self.assertEqual(found["unknown"], [{"means": "agency", "name": "Sở Lạ", "rows": 1, "first": "H3"}])
        columns = {one["means"]: (one["column"], one["heading"]) for one in found["columns"]}
        self.assertEqual(columns["received"], ("E", "Ngày tiếp nhận"))
        self.assertIn("Chủ hồ sơ", found["not_read"])
        self.assertEqual((found["mapping"], found["exported"], found["exported_by"]),
                         ("mot-cua", "2021-06-29T23:59:59.999+07:00", "taken="))
        self.assertNotIn("dry_run", found)
        again = self.post(served, body, source="mot-cua").json()
        self.assertEqual(again["stored"], 0, again)
        self.assertGreaterEqual(again["duplicate"], 2, again)
        self.assertIn('dunghan_intake_events_total{outcome="stored",source="other"} 2', served.get("/metrics").text)
        served.stop()
        told = json.loads(self.run_program("dossier", "H52-1", "--json").out)
        self.assertEqual(told["events"][0]["source"], "mot-cua")

    def test_it_comes_to_the_same_as_by_the_command(self):
        files = {CSV: self.write("hoso.csv", csv_of(*(row(n) for n in range(1, 40)))).read_bytes(),
                 XLSX: workbooks.write(self.folder / "hoso.xlsx",
                                       [HEADINGS] + [row(n) for n in range(1, 40)]).read_bytes(),
                 ODS: (DATA / "hoso.ods").read_bytes(), XLS: (DATA / "hoso.xls").read_bytes()}
        for number, (kind, body) in enumerate(files.items()):
            form = ("csv", "xlsx", "ods", "xls")[number]
            with self.subTest(form):
                self.data = self.folder / f"live-{form}"
                served = daemon.Daemon(self)
                taken = "2021-06-29" if kind in (CSV, XLSX) else None
                found = self.post(served, body, kind, source="mot-cua", taken=taken).json()
                self.assertEqual(found["quarantined"], 0, found)
                self.assertEqual(found["stored"], 39 if taken else 3)
                if not taken:
                    self.assertEqual((found["exported"], found["exported_by"]),
                                     ("2021-06-30T08:00:00+07:00", "the lines above the table"))
                served.stop()
                file = self.write(f"list.{form}", body)
                self.run_program("import", "--format", form, "--source", "mot-cua",
                                 *(["--taken", taken] if taken else []), file, data=self.folder / f"file-{form}")
                self.assertEqual(self.content(self.data), self.content(self.folder / f"file-{form}"))

    def test_nothing_is_stored_by_a_dry_run(self):
        served = daemon.Daemon(self)
        found = self.post(served, csv_of(row(1), row(2, code="không phải mã")), dry_run="true").json()
        self.assertEqual((found["received"], found["stored"], found["quarantined"], found["dry_run"]),
                         (2, 0, 1, True))
        self.assertEqual(found["problems"][0]["index"], 3)
        self.assertEqual(served.get("/api/v1/live").json()["position"]["seq"], 1)  # the token's entry
        served.stop()
        self.assertEqual(self.run_program("quarantine", "list").out, "")

    def test_what_cannot_be_read_is_refused_with_its_place(self):
        served = daemon.Daemon(self)
        good = csv_of(row(1))
        for status, words, body, kind, more in (
                (400, "the body: empty", "", CSV, {}),
                (400, "but by its content the body is csv", good, XLSX, {}),
                (400, 'no mapping "khac"; there are apologies, mot-cua', good, CSV, {"mapping": "khac"}),
                (400, "no sheet", good, CSV, {"sheet": "X"}),
                (400, "taken: expected a date or an instant", good, CSV, {"taken": "hom-qua"}),
                (400, "taken: given twice", good, CSV, {"taken": "2021-06-29&taken=2021-06-28"}),
                (400, "dry_run: expected", good, CSV, {"dry_run": "yes"}),
                (400, 'mappin: unknown parameter (did you mean "mapping"?)', good, CSV, {"mappin": "x"}),
                (400, "source: expected 1 to 64 printable characters", good, CSV, {"source": "x" * 65}),
                (400, "packed files, but no workbook", b"PK\x05\x06" + bytes(18), XLSX, {}),
                (422, "nothing says when it was exported", good, CSV, {"taken": None}),
                (422, "give it with taken=", good, CSV, {"taken": None}),
                (422, "that lies ahead of now", good, CSV, {"taken": "2021-07-02"}),
                (422, 'days and months stand in both orders: E2 "13/06/2021" and E3 "06/14/2021"',
                 csv_of(row(1, received="13/06/2021"), row(2, received="06/14/2021")), CSV, {}),
                (422, "no column for the code of a dossier", "STT;Đơn vị;Tiếp nhận\n1;A;2\n", CSV, {}),
                (422, "no row of headings", "H52-1;07/06/2021\n", CSV, {})):
            with self.subTest(words):
                self.problem(self.post(served, body, kind, status, **more), words)
        self.problem(served.post("/api/v1/events?taken=2021-06-29", json.dumps(dunghan.received("D1"))),
                     "taken: unknown parameter")
        self.problem(served.request("/api/v1/events?taken=2021-06-29", good, CSV, {"Origin": "http://elsewhere"}),
                     "other sites")
        self.problem(served.request("/api/v1/events?taken=2021-06-29", good, CSV, {"Content-Encoding": "br"}),
                     "Content-Encoding")
        self.assertEqual(served.get("/api/v1/live").json()["position"]["seq"], 1)  # the token's entry
        log = served.errors.read_text()
        self.assertIn("intake.unusable", log)
        self.assertNotIn(NAME, log)
        served.stop()

    def test_packed_for_the_way(self):
        self.configure("calendar.toml", "agencies.csv", "procedures.csv", '[server]\nmax_body = "64KiB"\n')
        served = daemon.Daemon(self)
        path = "/api/v1/events?taken=2021-06-29"
        packed = {"Content-Encoding": "gzip"}
        plain = csv_of(row(1), row(2)).encode()
        found = served.request(path, gzip.compress(plain), CSV, packed)
        self.assertEqual((found.status, found.json()["stored"]), (200, 2), found.text)
        self.assertEqual(served.request(path, plain, CSV).json()["duplicate"], 2)
        for words, status, body in (
                ("exceeds 65536 bytes when it is unpacked", 413, gzip.compress(b"x" * (64 * 1024 + 1))),
                ("cannot be unpacked", 400, gzip.compress(plain)[:-5]),
                ("cannot be unpacked", 400, plain)):
            answer = served.request(path, body, CSV, packed)
            self.assertEqual(answer.status, status, answer.text)
            self.problem(answer, words)
        served.stop()

    def test_a_list_of_which_nothing_can_be_used_is_unprocessable(self):
        served = daemon.Daemon(self)
        found = self.post(served, csv_of(row(1, agency="Sở Lạ")), status=422).json()
        self.assertEqual((found["received"], found["quarantined"]), (1, 1))
        served.stop()

    def test_a_list_larger_than_what_may_wait_goes_in_beside_others(self):
        self.configure("calendar.toml", "agencies.csv", "procedures.csv", "[server]\nmax_waiting_events = 50\n")
        served = daemon.Daemon(self)
        answers = []

        def send():
            body = csv_of(*(row(n) for n in range(1, 3_001)))
            answers.append(served.post("/api/v1/events?taken=2021-06-29", body, CSV))

        thread = threading.Thread(target=send)
        thread.start()
        sent = 0
        while thread.is_alive():
            served.post_events(dunghan.received(f"D{sent}"))  # not one of them is refused
            sent += 1
        thread.join()
        self.assertEqual((answers[0].status, answers[0].json()["stored"]), (200, 3_000), answers[0].text)
        self.assertGreater(sent, 0)
        served.stop()
        self.verify()

    def test_nothing_of_it_is_on_disk_or_in_the_log(self):
        served = daemon.Daemon(self)
        book = workbooks.write(self.folder / "hoso.xlsx", [HEADINGS, row(1), row(2, code=NAME, agency=NAME)])
        body = book.read_bytes()
        book.unlink()
        before = {path.relative_to(self.folder) for path in self.folder.rglob("*")}
        found = self.post(served, body, XLSX).json()
        self.assertEqual((found["stored"], found["quarantined"]), (1, 1))
        after = {path.relative_to(self.folder) for path in self.folder.rglob("*")}
        self.assertEqual({path for path in after - before if path.suffix != ".db"}, set())
        served.stop()
        for path in self.folder.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                for word in (NAME, json.dumps(NAME).strip('"'), PHONE, "Quyên"):
                    self.assertNotIn(word.encode(), content, path.name)

    def test_a_mapping_of_the_configuration_is_known(self):
        self.write("cua-toi.toml", '[[mapping]]\nname = "cua-toi"\nagency = "A"\n[mapping.columns]\ndossier = "Mã"\n'
                                   'procedure = "Việc"\nreceived = "Vào sổ"\n[mapping.procedures]\n"Đất" = "P"\n')
        self.configure("calendar.toml", "agencies.csv", "procedures.csv", '[spool]\nmapping = "cua-toi.toml"\n')
        served = daemon.Daemon(self)
        body = "Mã,Việc,Vào sổ\nD1,Đất,02/06/2021\n"
        self.assertEqual(self.post(served, body, mapping="cua-toi").json()["stored"], 1)
        self.assertEqual(self.post(served, body).json()["mapping"], "cua-toi")
        served.stop()
        self.configure("calendar.toml", "agencies.csv", "procedures.csv", '[spool]\nmapping = "khong-co"\n')
        done = self.run_program("check-config", code=2)
        self.assertIn("spool.mapping: expected a file, or the name of a mapping that is built in", done.err)

    def test_stopping_answers_or_ends_what_is_being_read(self):
        served = daemon.Daemon(self)
        body = csv_of(*(row(n) for n in range(1, 60_001)))
        answers = []

        def send():
            try:
                answers.append(served.post("/api/v1/events?taken=2021-06-29", body, CSV).status)
            except AssertionError:
                answers.append("cut off")

        thread = threading.Thread(target=send)
        thread.start()
        while served.get("/api/v1/live").json()["position"]["seq"] == 1 and thread.is_alive():
            pass
        served.stop()
        thread.join()
        self.assertIn(answers[0], (200, 503, "cut off"))
        self.verify()


if __name__ == "__main__":
    dunghan.main()
