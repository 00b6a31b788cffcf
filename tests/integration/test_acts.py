"""What people enter by hand, which exports do not have: letters of apology, causes, urgings, and ends."""

import json
import time

import daemon
import dunghan
import workbooks

JUNE = "2021-06-07T08:00:00+07:00"


class Entering(dunghan.Case):
    """Three dossiers, two of A and one of B, all overdue."""

    def setUp(self):
        super().setUp()
        self.clock = "2021-06-30T16:00:00+07:00"
        self.write("agencies.csv", "code,name,parent\nA,Sở A,\nB,Sở B,\n")
        self.import_events("".join(json.dumps(dunghan.received(code, at=JUNE, agency=agency, counter=agency, due="2021-06-14"))
                                   + "\n" for code, agency in (("D-1", "A"), ("D-2", "A"), ("D-3", "B"))))

    def make(self, name, role, *more):
        return self.run_program("token", "create", name, "--role", role, "--for", "never", *more).out.strip()

    def act(self, served, code, token, **act):
        return served.request(f"/api/v1/dossiers/{code}/acts", json.dumps(act), "application/json",
                              {"Authorization": f"Bearer {token}"})

    def late_list(self, *more):
        paper = json.loads(self.run_program("report", "--form", "late-list", "--period", "2021-06", "--format", "json",
                                            *more).out)
        return {row["code"]: json.dumps(row, ensure_ascii=False) for row in paper["sections"][0]["rows"]}


class Acts(Entering):
    def test_an_apology_a_cause_and_an_urging_are_the_persons_who_enters_them(self):
        clerk = self.make("le-thu", "clerk", "--agency", "A")
        served = daemon.Daemon(self, token=False)
        for act in ({"type": "apologised", "number": "12/PXL", "due": "2021-07-05", "at": "2021-06-15T09:00:00+07:00"},
                    {"type": "late_cause", "reason": "supplement"}, {"type": "urged", "number": "7/CV"}):
            answer = self.act(served, "D-1", clerk, **act)
            self.assertEqual((answer.status, answer.json()["stored"]), (200, 1), answer.body)
        again = self.act(served, "D-1", clerk, type="apologised", number="12/PXL", due="2021-07-05",
                         at="2021-06-15T09:00:00+07:00").json()
        self.assertEqual((again["stored"], again["duplicate"]), (0, 1))
        told = served.request("/api/v1/dossiers/D-1", headers={"Authorization": f"Bearer {clerk}"}).json()
        entered = {event["type"]: event for event in told["events"] if event["source"] == "act:le-thu"}
        self.assertEqual(set(entered), {"apologised", "late_cause", "urged"})
        self.assertEqual(entered["apologised"]["id"], "12/PXL")
        # It is taken back by who has entered it.
        voided = self.act(served, "D-1", clerk, type="voided", voids="7/CV")
        self.assertEqual(voided.status, 200, voided.body)
        served.stop()
        rows = self.late_list()
        self.assertIn("2021-06-15", rows["D-1"])
        # Of A letters come in, so one that is not there was not written; of B nobody knows.
        self.assertIn('"chưa"', rows["D-2"])
        self.assertIn("chưa có thông tin", rows["D-3"])
        self.assertNotIn("chưa có thông tin", rows["D-2"])
        self.verify()

    def test_what_cannot_be_entered(self):
        clerk = self.make("le-thu", "clerk", "--agency", "A")
        admin = self.make("quan-tri", "admin")
        viewer = self.make("xem", "viewer")
        served = daemon.Daemon(self, token=False)
        asks = [("D-1", viewer, {"type": "urged"}, 403, "may not do this"),
                # Somebody else's is as if there were none.
                ("D-3", clerk, {"type": "urged"}, 404, "no dossier D-3"),
                ("NOWHERE", clerk, {"type": "urged"}, 404, "no dossier NOWHERE"),
                ("D-1", clerk, {"type": "received"}, 400, "type: expected one of apologised"),
                ("D-1", clerk, {}, 400, "type"),
                ("D-1", clerk, {"type": "late_cause"}, 400, "reason: missing"),
                ("D-1", clerk, {"type": "urged", "due": "2021-07-05"}, 400, "due: an act of the type urged has none"),
                ("D-1", clerk, {"type": "urged", "note": "Lò Văn A"}, 400, "unknown field"),
                ("D-1", clerk, {"type": "urged", "at": 7}, 400, "at: expected a text"),
                ("D-1", clerk, {"type": "urged", "at": "yesterday"}, 400, "at:"),
                ("D-1", clerk, {"type": "urged", "at": "2021-07-30T08:00:00+07:00"}, 400, "ahead"),
                ("D-1", clerk, {"type": "apologised", "due": "soon"}, 400, "due:"),
                # An end that the source has to say.
                ("D-1", admin, {"type": "completed", "reason": "other"}, 409, "leaves out")]
        for code, token, act, status, words in asks:
            answer = self.act(served, code, token, **act)
            self.assertEqual(answer.status, status, (act, answer.body))
            self.assertIn(words, answer.body.decode(), act)
        self.assertEqual(served.request("/api/v1/dossiers/D-1/acts", "type=urged", "text/plain",
                                        {"Authorization": f"Bearer {clerk}"}).status, 415)
        self.assertEqual(served.request("/api/v1/dossiers/D-1/acts",
                                        headers={"Authorization": f"Bearer {clerk}"}).status, 404)
        elsewhere = served.request("/api/v1/dossiers/D-1/acts", '{"type":"urged"}', "application/json",
                                   {"Authorization": f"Bearer {clerk}", "Origin": "https://elsewhere.example"})
        self.assertEqual(elsewhere.status, 403)
        # Nobody else speaks as a person.
        forged = served.request("/api/v1/events", json.dumps({"dossier": "D-1", "type": "urged", "at": JUNE,
                                                              "source": "act:le-thu"}), "application/json",
                                {"Authorization": f"Bearer {admin}"})
        self.assertEqual((forged.status, forged.json()["problems"][0]["field"]), (422, "source"))
        served.stop()
        self.run_program("token", "create", "x", "--role", "ingest", "--source", "act:x", code=2)
        told = json.loads(self.run_program("dossier", "D-1", "--json").out)
        self.assertEqual(len(told["events"]), 1)

    def test_without_a_name_nothing_is_entered(self):
        self.import_events(json.dumps({**dunghan.received("S-1", at=JUNE, due="2021-06-14"), "source": "simulate"}) + "\n",
                           data=self.folder / "simulated")
        # Everybody is let in to what is simulated, and nobody is known by name.
        self.data = self.folder / "simulated"
        served = daemon.Daemon(self, token=False)
        answer = served.request("/api/v1/dossiers/S-1/acts", '{"type":"urged"}', "application/json")
        self.assertEqual(answer.status, 403, answer.body)
        served.stop()


class Tokens(Entering):
    """That tokens were made and revoked goes on record while the daemon runs."""

    def acts(self):
        return {(act["act"], act["what"].split()[0]): act
                for act in json.loads(self.run_program("acts", "--format", "json").out)["acts"]}

    def test_what_was_done_with_tokens_stays_on_record_whatever_becomes_of_their_file(self):
        self.make("le-thu", "clerk", "--agency", "A", "--holder", "Lê Thu, chuyên viên, Sở A", "--operator", "quan-tri")
        self.assertIsNone(self.acts()["token", "le-thu"]["seq"])
        served = daemon.Daemon(self, "--speed", "600", token=False)
        self.run_program("token", "revoke", "le-thu", "--reason", "chuyển công tác", "--operator", "quan-tri")
        deadline = time.monotonic() + 30
        while self.acts()["revoke", "le-thu"]["seq"] is None and time.monotonic() < deadline:
            time.sleep(0.2)
        served.stop()
        (self.data / "tokens.toml").write_text("", encoding="utf-8")
        acts = self.acts()
        self.assertEqual(acts["token", "le-thu"]["who"], "quan-tri")
        self.assertEqual(acts["token", "le-thu"]["what"],
                         "le-thu of the role clerk, agency A, of Lê Thu, chuyên viên, Sở A")
        self.assertEqual(acts["revoke", "le-thu"]["reason"], "chuyển công tác")
        self.assertIsInstance(acts["revoke", "le-thu"]["seq"], int)
        self.verify()


class BoundSenders(dunghan.Case):
    """Who is bound to agencies brings in what is theirs, and nothing of others."""

    HEADINGS = "Số hồ sơ;Tên thủ tục hành chính;Ngày tiếp nhận;Ngày hẹn trả;Cơ quan/đơn vị;Trạng thái hồ sơ"

    def setUp(self):
        super().setUp()
        self.write("agencies.csv", "code,name,parent\nA,Sở A,\nA1,Phòng A1,A\nB,Sở B,\n")
        self.import_events("".join(json.dumps(dunghan.received(code, at=JUNE, agency=agency, counter=agency, due="2021-06-14"))
                                   + "\n" for code, agency in (("D-A", "A"), ("D-B", "B"))))
        self.tokens = {name: self.run_program("token", "create", name, "--role", role, "--for", "never", *more).out.strip()
                       for name, role, *more in (("clerk", "clerk", "--agency", "A"),
                                                 ("adapter", "ingest", "--source", "mc", "--agency", "A"))}

    def post(self, served, body, name="clerk", kind="application/x-ndjson", path="/api/v1/events"):
        return served.request(path, body, kind, {"Authorization": f"Bearer {self.tokens[name]}"})

    def test_events(self):
        served = daemon.Daemon(self, token=False)
        own = [dunghan.received("N-1", at=JUNE, agency="A1", counter="A1", due="2021-06-14"),
               {"dossier": "N-1", "type": "completed", "at": "2021-06-10T08:00:00+07:00", "source": "mot-cua"},
               {"dossier": "D-A", "type": "completed", "at": "2021-06-10T08:00:00+07:00", "source": "mot-cua"}]
        foreign = [{"dossier": "D-B", "type": "completed", "at": "2021-06-10T08:00:00+07:00"},
                   dunghan.received("D-B", at="2021-06-01T08:00:00+07:00", agency="A", counter="A", due="2021-06-14"),
                   dunghan.received("D-A", at="2021-06-01T08:00:00+07:00", agency="B", counter="B", due="2021-06-14"),
                   dunghan.received("N-2", at=JUNE, agency="B", counter="B", due="2021-06-14"),
                   {"dossier": "N-3", "type": "completed", "at": "2021-06-10T08:00:00+07:00"}]
        for name in ("clerk", "adapter"):
            for event in foreign:
                answer = self.post(served, json.dumps(own[0]) + "\n" + json.dumps(event) + "\n", name)
                self.assertEqual(answer.status, 403, answer.body)
                self.assertIn(f"at 1 ({event['dossier']}); nothing of it was stored", answer.body.decode())
        answer = self.post(served, "".join(json.dumps(event) + "\n" for event in own))
        self.assertEqual((answer.status, answer.json()["stored"]), (200, 3), answer.body)
        served.stop()
        self.assertEqual(len(json.loads(self.run_program("dossier", "D-B", "--json").out)["events"]), 1)
        self.verify()

    def test_lists(self):
        served = daemon.Daemon(self, token=False)
        row = "{};P;07/06/2021 08:00;14/06/2021;{};Đang xử lý"
        path = "/api/v1/events?source=so-a&taken=2021-06-20"
        mixed = "\n".join([self.HEADINGS, row.format("H52-1", "Sở A"), row.format("H52-2", "Sở B")]) + "\n"
        answer = self.post(served, mixed, kind="text/csv", path=path)
        self.assertEqual(answer.status, 403, answer.body)
        self.assertIn("1 of 2 are of dossiers that are not of the agencies the token is bound to: at 3 (H52-2)",
                      answer.body.decode())
        own = "\n".join([self.HEADINGS, row.format("H52-1", "Sở A"), row.format("H52-3", "Phòng A1")]) + "\n"
        answer = self.post(served, own, kind="text/csv", path=path)
        self.assertEqual((answer.status, answer.json()["stored"]), (200, 2), answer.body)
        self.run_program("dossier", "H52-2", code=1)
        served.stop()

    def test_national_messages(self):
        served = daemon.Daemon(self, token=False)

        def message(code, agency):
            return json.dumps({"service": "DongBoHoSoMC", "data": [{
                "MaHoSo": code, "MaTTHC": "P", "MaDonVi": agency, "DonViXuLy": agency, "NgayTiepNhan": "20210607080000",
                "NgayHenTra": "20210614170000", "TrangThaiHoSo": "4"}]})

        for name in ("clerk", "adapter"):
            answer = self.post(served, message("H52-9", "B"), name, "application/json", "/national/v1/DongBoHoSoMC")
            self.assertEqual((answer.status, answer.json()["error_code"]), (403, "-1"), answer.body)
            self.assertIn("H52-9", answer.json()["message"])
        served.stop()


class LeftOut(dunghan.Case):
    """A dossier that a newer list has not any more is ended by an act."""

    HEADINGS = ["Số hồ sơ", "Tên thủ tục hành chính", "Ngày tiếp nhận", "Ngày hẹn trả", "Cơ quan/đơn vị", "Trạng thái hồ sơ"]

    def lists(self, day, codes):
        rows = [";".join(self.HEADINGS)] + [f"{code};P;07/06/2021 08:00;14/06/2021;Sở A;Đang xử lý" for code in codes]
        return self.write(f"hoso_{day}_1800.csv", "\ufeff" + "\n".join(rows) + "\n")

    def test_an_end_by_hand(self):
        self.clock = "2021-06-30T16:00:00+07:00"
        self.write("agencies.csv", "code,name\nA,Sở A\n")
        with open(self.config, "a", encoding="utf-8") as file:
            file.write('[sources.mot-cua]\nrole = "lists"\n')
        for day, codes in (("2021-06-09", ("H52-0001", "H52-0002")), ("2021-06-10", ("H52-0002",))):
            done = self.run_program("import", "--format", "csv", "--source", "mot-cua", "--strict", self.lists(day, codes))
            self.assertIn("quarantined 0", done.out)
        clerk = self.run_program("token", "create", "le-thu", "--role", "clerk", "--for", "never").out.strip()
        served = daemon.Daemon(self, token=False)
        ask = {"type": "withdrawn", "reason": "other", "at": "2021-06-09T19:00:00+07:00"}
        answers = {code: served.request(f"/api/v1/dossiers/{code}/acts", json.dumps(ask), "application/json",
                                        {"Authorization": f"Bearer {clerk}"}) for code in ("H52-0001", "H52-0002")}
        self.assertEqual(answers["H52-0001"].status, 200, answers["H52-0001"].body)
        self.assertEqual(answers["H52-0002"].status, 409, answers["H52-0002"].body)
        served.stop()
        paper = json.loads(self.run_program("report", "--form", "quality", "--period", "2021-06", "--format", "json").out)
        missing = next(section for section in paper["sections"] if section["key"] == "not_in_list")
        self.assertEqual(missing["rows"], [])
        told = json.loads(self.run_program("dossier", "H52-0001", "--json").out)
        self.assertEqual(told["promised"]["standing"], "withdrawn")
        self.verify()


class Letters(Entering):
    """A list of letters of apology."""

    HEADINGS = ["STT", "Số hồ sơ", "Số phiếu", "Ngày ký", "Ngày hẹn lại", "Người nộp"]
    ROWS = [[1, "D-1", "12/PXL-SA", "15/06/2021", "05/07/2021", "Lò Văn A"],
            [2, "D-2", "13/PXL-SA", "16/06/2021", "", "Lò Văn A"],
            [3, "D-2", "14/PXL-SA", "25/06/2021", "08/07/2021", "Lò Văn A"],
            [4, "D-2", "14/PXL-SA", "25/06/2021", "08/07/2021", "Lò Văn A"],
            [5, "D-3", "15/PXL-SB", "32/06/2021", "", "Lò Văn A"],
            ["", "Tổng số: 5", "", "", "", ""]]

    def test_letters_of_a_list(self):
        text = "\n".join(";".join(map(str, row)) for row in [self.HEADINGS, *self.ROWS]) + "\n"
        csv = self.write("phieu-xin-loi.csv", "\ufeff" + text)
        xlsx = self.folder / "phieu.xlsx"
        workbooks.write(xlsx, [self.HEADINGS, *self.ROWS])
        dry = self.run_program("import", "--format", "csv", "--mapping", "apologies", "--dry-run", csv).out
        self.assertIn("signed     column D", dry)
        self.assertIn("row 2: D-1 apologised 2021-06-15T00:00:00+07:00 number 12/PXL-SA due 2021-07-05", dry)
        done = self.run_program("import", "--format", "csv", "--mapping", "apologies", "--source", "so-a", csv)
        self.assertIn("read 4: stored 3, duplicate 0, quarantined 1", done.out)
        # The mapping is found by the headings, and the same letters are known again.
        again = self.run_program("import", "--format", "xlsx", "--source", "so-a", str(xlsx))
        self.assertIn("read 4: stored 0, duplicate 4", again.out.replace("duplicate 3, quarantined 1", "duplicate 4"))
        told = json.loads(self.run_program("dossier", "D-2", "--json").out)
        letters = [event for event in told["events"] if event["type"] == "apologised"]
        self.assertEqual([letter["id"] for letter in letters], ["13/PXL-SA", "14/PXL-SA"])
        rows = self.late_list()
        self.assertIn("2021-06-15", rows["D-1"])
        self.assertIn("2021-06-25", rows["D-2"])
        for file in self.folder.rglob("*"):
            if file.is_file() and self.data in file.parents:
                self.assertNotIn("Lò Văn A".encode(), file.read_bytes(), file.name)

    def test_a_form_says_of_whom_nothing_is_known(self):
        csv = self.write("phieu.csv", "Số hồ sơ;Số phiếu;Ngày ký\nD-1;12/PXL;15/06/2021\n")
        self.run_program("import", "--format", "csv", "--source", "so-a", csv)
        text = self.run_program("report", "--form", "07a", "--period", "2021-06", "--format", "json").out
        self.assertIn("Chưa có thông tin về văn bản xin lỗi (nguồn dữ liệu chưa từng gửi) của: Sở B.", text)


if __name__ == "__main__":
    dunghan.main()
