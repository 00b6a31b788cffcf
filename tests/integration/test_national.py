"""Messages as one-stop software sends them to the national portal: taken as it would, in any order."""

import json
import random

import daemon
import dunghan
import province

NAME = "Nguyễn Thị Đỗ Quyên"
PHONE = "0912345678"
PERSON = "014088001234"
CODE = "H52.19-210602-0001"


def dossier(**more):
    """A whole dossier with everything in it that a person would not want to be kept."""
    return {"MaHoSo": CODE, "MaTTHC": "P", "TenTTHC": "Thủ tục P", "MaLinhVuc": "G03-GD10", "KenhThucHien": "2",
            "ChuHoSo": NAME, "SoDienThoai": PHONE, "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": PERSON}],
            "Email": "quyen@example.vn", "TrichYeuHoSo": f"Hồ sơ của {NAME}", "LoaiDoiTuong": "1",
            "NgayNopHoSo": "20210601213000", "NgayTiepNhan": "20210602080000", "NgayHenTra": "20210609170000",
            "TrangThaiHoSo": "2", "NgayKetThucXuLy": "", "NgayTra": "", "HinhThuc": "0", "DonViXuLy": "Sở A",
            "GhiChu": PHONE, "DanhSachHoSoBoSung": [], "DSKetNoiCSDL": [],
            "TaiLieuNop": [{"TepDinhKemId": "1", "TenTepDinhKem": f"CCCD {NAME}.pdf"}], **more}


def step(**more):
    return {"MaHoSo": CODE, "NguoiXuLy": NAME, "ChucDanh": "Chuyên viên", "ThoiDiemXuLy": "20210604100000",
            "PhongBanXuLy": "Phòng B", "NoiDungXuLy": f"Gọi {NAME}", "TrangThai": "4",
            "NgayBatDau": "20210602080000", "NgayKetThucTheoQuyDinh": "20210604170000", **more}


def message(*records, service="DongBoHoSoMC", unit="H52.19"):
    return {"session": "S", "madonvi": unit, "service": service, "isUpdating": "False", "data": list(records)}


class Portal(dunghan.Case):
    def setUp(self):
        super().setUp()
        self.write("agencies.csv", "code,name\n000.00.19.H52,Sở A\n000.00.20.H52,Sở B\n")
        self.daemon = None

    def serve(self):
        self.daemon = daemon.Daemon(self)
        return self.daemon

    def send(self, *records, service="DongBoHoSoMC", status=200, **more):
        answer = self.daemon.post(f"/national/v1/{service}",
                                  json.dumps(message(*records, service=service, **more), ensure_ascii=False))
        self.assertEqual(answer.status, status, answer.text)
        said = answer.json()
        self.assertEqual(said["error_code"], "0" if status == 200 else "-1")
        self.assertTrue(all(isinstance(value, str) for key, value in said.items() if key != "problems"))
        return said

    def dossier(self, code=CODE):
        return self.daemon.get(f"/api/v1/dossiers/{code}").json()

    def standing(self, code=CODE):
        return self.dossier(code)["promised"]["standing"]

    def events(self, code=CODE):
        return {(event["type"], event["at"]): event for event in self.dossier(code)["events"]}

    def test_a_supplement_is_dated_by_its_message(self):
        self.serve()
        asked = {"HoSoBoSungId": "1", "NoiDungBoSung": f"{NAME} thiếu bản vẽ", "NgayBoSung": "20210604100000",
                 "NgayTiepNhanBoSung": "", "TrangThaiBoSung": "0", "NgayHenTraTruoc": "20210609170000",
                 "NgayHenTraMoi": ""}
        said = self.send(dossier(TrangThaiHoSo="5", DanhSachHoSoBoSung=[asked]))
        self.assertEqual((said["received"], said["stored"]), ("3", "3"))
        events = self.events()
        self.assertEqual({kind for kind, _ in events}, {"submitted", "snapshot", "supplement_requested"})
        snapshot = events["snapshot", "2021-06-04T10:00:00+07:00"]
        self.assertEqual(snapshot["agency"], "000.00.19.H52")
        self.assertEqual(snapshot["due"], "2021-06-09T17:00:00+07:00")
        self.assertEqual(self.standing(), "suspended")
        # Given, and the due moved by it.
        given = {**asked, "NgayTiepNhanBoSung": "20210608090000", "NgayHenTraMoi": "20210611170000"}
        self.send(dossier(TrangThaiHoSo="4", NgayHenTra="20210611170000", DanhSachHoSoBoSung=[given]))
        self.send(dossier(TrangThaiHoSo="9", NgayKetThucXuLy="20210611160000", NgayHenTra="20210611170000",
                          DanhSachHoSoBoSung=[given]))
        found = self.dossier()
        self.assertEqual(found["promised"]["standing"], "finished_on_time", found)

    def test_the_last_message_alone_says_all_that_it_has_dates_of(self):
        self.serve()
        given = {"HoSoBoSungId": "1", "NgayBoSung": "20210604100000", "NgayTiepNhanBoSung": "20210608090000",
                 "NgayHenTraTruoc": "20210609170000", "NgayHenTraMoi": "20210611170000"}
        self.send(dossier(TrangThaiHoSo="10", NgayKetThucXuLy="20210611160000", NgayTra="20210612080000",
                          NgayHenTra="20210611170000", DanhSachHoSoBoSung=[given]))
        found = self.dossier()
        self.assertEqual(found["promised"]["standing"], "finished_on_time", found)
        self.assertEqual({event["type"] for event in found["events"]},
                         {"submitted", "snapshot", "supplement_requested", "supplemented", "due_set", "returned"})

    def test_progress_tells_of_pauses_that_a_whole_dossier_has_no_date_of(self):
        self.serve()
        self.send(dossier())
        said = self.send(dossier(TrangThaiHoSo="6"))
        self.assertIn("1 trạng thái tạm dừng không có ngày", said["message"])
        self.assertNotEqual(self.standing(), "suspended")
        self.send(step(TrangThai="6", ThoiDiemXuLy="20210607080000"), service="CapNhatTienDoHoSoMC")
        self.assertEqual(self.standing(), "suspended")
        self.send(step(TrangThai="4", ThoiDiemXuLy="20210608080000"), service="CapNhatTienDoHoSoMC")
        self.assertEqual(self.standing(), "overdue")
        assigned = self.events()["assigned", "2021-06-02T08:00:00+07:00"]
        self.assertEqual((assigned["unit"], assigned["step_due"]), ("Phòng B", "2021-06-04T17:00:00+07:00"))

    def test_what_the_portal_says_stands_beside_and_corrects_nothing(self):
        with open(self.config, "a", encoding="utf-8") as file:
            file.write('[sources.cong]\nrole = "mirror"\n')
        self.serve()
        self.send(dossier(TrangThaiHoSo="5", NgayHenTra="20210730170000", DanhSachHoSoBoSung=[
            {"HoSoBoSungId": "1", "NgayBoSung": "20210604100000", "NgayTiepNhanBoSung": ""}]))
        # The portal was told that it is finished.
        self.daemon.post_events({"dossier": CODE, "type": "snapshot", "at": "2021-06-05T08:00:00+07:00",
                                 "source": "cong", "state": "completed", "ended": "2021-06-05T08:00:00+07:00"})
        self.assertEqual(self.standing(), "suspended")
        # Refused is finished to the portal; and here both say the same.
        self.send(dossier(MaHoSo="H52.19-210602-0002", TrangThaiHoSo="9", NgayKetThucXuLy="20210603080000",
                          NgayTuChoi="20210603080000"))
        self.daemon.post_events({"dossier": "H52.19-210602-0002", "type": "snapshot", "source": "cong",
                                 "at": "2021-06-05T08:00:00+07:00", "state": "completed"})
        self.daemon.stop()
        paper = json.loads(self.run_program("report", "--form", "quality", "--period", "2021-06", "--format",
                                            "json").out)
        rows = next(section["rows"] for section in paper["sections"] if section["key"] == "states_differ")
        self.assertEqual([(row["code"], row["cells"]["dossiers"], row["cells"]["examples"]) for row in rows],
                         [("cong:supplement:completed", 1, CODE)])

    def test_refused_withdrawn_and_declined(self):
        self.serve()
        for number, (more, standing) in enumerate((
                ({"TrangThaiHoSo": "9", "NgayKetThucXuLy": "20210603080000", "NgayTuChoi": "20210603080000"},
                 "finished_early"),
                ({"TrangThaiHoSo": "7", "NgayKetThucXuLy": "20210603080000"}, "withdrawn"),
                ({"TrangThaiHoSo": "3", "NgayTiepNhan": "", "NgayHenTra": "", "NgayTuChoi": "20210602080000"},
                 "declined"),
                ({"TrangThaiHoSo": "1", "NgayTiepNhan": "", "NgayHenTra": ""}, "pending_acceptance"),
                ({"TrangThaiHoSo": "9"}, "unmeasurable"))):
            code = f"H52.19-210602-{number:04}"
            self.send(dossier(MaHoSo=code, **more))
            self.assertEqual(self.standing(code), standing, more)

    def test_agencies_in_either_order_and_a_ministry_s_own_numbers(self):
        self.serve()
        for number, unit in enumerate(("000.00.19.H52", "H52.19", "h52.19", "H52.19.00.00")):
            code = f"H52.19-210602-1{number:03}"
            self.send(dossier(MaHoSo=code), unit=unit)
            self.assertEqual(self.events(code)["snapshot", "2021-06-02T08:00:00+07:00"]["agency"], "000.00.19.H52")
        # The sender is nobody's here: who processes it is.
        self.send(dossier(MaHoSo="H52.19-210602-2000", DonViXuLy="SO B"), unit="H52")
        found = self.events("H52.19-210602-2000")["snapshot", "2021-06-02T08:00:00+07:00"]
        self.assertEqual(found["agency"], "000.00.20.H52")
        self.send(dossier(MaHoSo="H15.50.05.13-261008-150975"))
        self.assertEqual({event["source"] for event in self.dossier("H15.50.05.13-261008-150975")["events"]},
                         {"bo-tu-phap"})

    def test_what_cannot_be_used_is_told_by_item_and_kept_without_persons(self):
        self.serve()
        said = self.send(dossier(), dossier(MaHoSo="H52.19-210602-0002", NgayTiepNhan="20211399000000"))
        self.assertEqual({problem["index"] for problem in said["problems"]}, {"1"})
        self.assertEqual({problem["field"] for problem in said["problems"]}, {"received"})
        self.assertIn("mục 1: received", said["message"])
        for number, bad in enumerate((
                dossier(MaHoSo=""), dossier(MaHoSo=NAME), dossier(MaHoSo=PHONE), dossier(MaHoSo=PERSON),
                dossier(NgayTiepNhan={"a": 1}), dossier(NgayTiepNhan="hôm qua"), dossier(NgayTiepNhan="00000000000000"),
                dossier(TrangThaiHoSo="11"), dossier(TrangThaiHoSo=NAME), dossier(KenhThucHien="4"),
                dossier(MaTTHC="1.999999"), dossier(MaTTHC=NAME), {"TrangThaiHoSo": "2"})):
            said = self.send(bad, dossier(), status=200)
            self.assertNotEqual(said["quarantined"], "0", (number, bad))
        for status, body in ((400, "<xml/>"), (400, "[]"), (400, "{}"), (400, '{"data":[1]}'), (400, '{"data":[[]]}'),
                             (400, '{"data":[]}'), (400, "\xff"), (400, json.dumps(message(service="LayThuTuc"))),
                             (400, '{"data":[' + "[" * 100), (422, json.dumps(message(dossier(MaHoSo=NAME))))):
            answer = self.daemon.post("/national/v1/DongBoHoSoMC", body)
            self.assertEqual(answer.status, status, (body[:60], answer.text))
            self.assertEqual(answer.json()["error_code"], "-1")
        text = self.daemon.get("/metrics").text
        self.daemon.stop()
        for word in (NAME, PHONE, PERSON, "quyen@example.vn"):
            for form in (word, json.dumps(word).strip('"')):
                for path in (*self.data.rglob("*"), self.daemon.errors):
                    if path.is_file():
                        self.assertNotIn(form.encode(), path.read_bytes(), path.name)
                self.assertNotIn(form, text)

    def test_every_field_with_every_kind_of_nonsense(self):
        """The daemon lives, says what it did with each, and loses nothing."""
        self.serve()
        odd = ["", " ", "x" * 5_000, "\u0000", "\u202e", "99999999999999", "00000000000000", "20210230080000", "1e999",
               "-1", "true", "{}", 7, 1e300, -0.0, True, None, [], [[]], ["20210602080000"], {}, {"a": {"b": []}},
               "<b>", "';--", "٣", "２０２１"]
        totals = {"received": 0, "stored": 0, "duplicate": 0, "quarantined": 0}
        number = 0
        for make, service in ((dossier, "DongBoHoSoMC"), (step, "CapNhatTienDoHoSoMC")):
            records = [(field, make(**{field: value})) for field in make() for value in odd]
            records += [(field, {key: value for key, value in make().items() if key != field}) for field in make()]
            if make is dossier:
                records += [(field, dossier(DanhSachHoSoBoSung=[{"HoSoBoSungId": "1", "NgayBoSung": "20210604100000",
                                                                 field: value}]))
                            for field in ("HoSoBoSungId", "NgayBoSung", "NgayTiepNhanBoSung", "NgayHenTraMoi",
                                          "NgayHenTraTruoc") for value in odd]
            for field, record in records:
                number += 1
                if field != "MaHoSo":
                    record["MaHoSo"] = f"H52.19-210602-{number:05}"
                answer = self.daemon.post(f"/national/v1/{service}",
                                          json.dumps(message(record, service=service), ensure_ascii=False))
                self.assertIn(answer.status, (200, 422), (field, answer.text))
                said = answer.json()
                counts = {key: int(said[key]) for key in totals}
                self.assertEqual(counts["received"], sum(counts.values()) - counts["received"], (field, said))
                self.assertEqual(bool(said["problems"]), counts["quarantined"] > 0, (field, said))
                totals = {key: totals[key] + counts[key] for key in totals}
        self.assertGreater(number, 900)
        self.assertGreater(totals["quarantined"], 200)
        self.send(dossier(MaHoSo="H52.19-210602-9999"))
        self.daemon.stop()
        self.verify()

    def test_field_given_twice_is_nobody_s_word(self):
        self.serve()
        text = json.dumps(message(dossier())).replace('"NgayHenTra": ', '"NgayHenTra": "20210610170000", "NgayHenTra": ')
        answer = self.daemon.post("/national/v1/DongBoHoSoMC", text)
        self.assertEqual({problem["field"] for problem in answer.json()["problems"]}, {"due"})

    def test_other_names_by_a_file_of_one_s_own(self):
        mapping = (dunghan.SOURCE / "config/national.toml").read_text()
        self.write("ours.toml", mapping.replace('"MaHoSo"', '"DossierCode"').replace('"progress"', '"arrival"'))
        with open(self.config, "a", encoding="utf-8") as file:
            file.write('[national]\nmapping = "ours.toml"\nsource = "cong"\n')
        self.serve()
        record = dossier(TrangThaiHoSo="6", NgayHenTra="20210730170000")
        record["DossierCode"] = record.pop("MaHoSo")
        self.send(record)
        found = self.dossier()
        self.assertEqual(found["promised"]["standing"], "suspended")
        self.assertEqual({event["source"] for event in found["events"]}, {"cong"})
        self.daemon.stop()
        self.write("ours.toml", mapping.replace("[step]", "[steps]"))
        done = self.run_program("check-config", code=None)
        self.assertIn('did you mean "step"?', done.out + done.err)
        self.assertNotEqual(done.returncode, 0)


class Year(province.Province):
    """The same province as events, and as messages that come in any order, again, and in pieces."""

    SAID = ("receipt", "acceptance", "end", "stops")

    def explained(self, events):
        """What the messages of a dossier cannot say: whole dossiers have no date of it."""
        types = [event["type"] for event in events]
        # A finish that is taken back; a citizen's new wish looks the same.
        if "reopened" in types or "voided" in types:
            return True
        # A due that was moved, and not by a supplement.
        return "due_set" in types and types[types.index("due_set") - 1] != "supplemented"

    def told(self, served, code):
        found = served.get(f"/api/v1/dossiers/{code}").json()
        told = {key: found.get(key) for key in self.SAID}
        for basis in ("promised", "lawful"):
            told[basis] = {key: found[basis].get(key) for key in ("standing", "due", "overdue_from")}
        for stop in told["stops"] or ():
            stop.pop("reason", None)
            stop.pop("ended_with_dossier", None)
        return told

    def test_a_year_of_messages_is_a_year_of_events(self):
        self.clock = "2026-01-15T08:00:00+07:00"
        asked = ("simulate", "--dossiers", 700 if not dunghan.LONG else 20000, "--from", "2025-01-01", "--to",
                 "2025-12-31", "--seed", 11, "--tidy")
        events = self.run_program(*asked).out
        messages = self.run_program(*asked, "--format", "national").out.splitlines()
        self.import_events(events, options=("--strict",))
        by_code = {}
        for line in events.splitlines():
            event = json.loads(line)
            by_code.setdefault(event["dossier"], []).append(event)
        served = daemon.Daemon(self)
        plain = {code: self.told(served, code) for code in by_code}
        served.stop()
        plain_data, self.data = self.data, self.folder / "national"

        chance = random.Random(3)
        again = chance.sample(messages, len(messages) // 5)
        sent = messages + again
        chance.shuffle(sent)
        served = daemon.Daemon(self)
        stored = 0
        for number, line in enumerate(sent):
            body = json.loads(line)
            answer = served.post(f"/national/v1/{body['service']}", line)
            self.assertEqual(answer.status, 200, answer.text)
            said = answer.json()
            self.assertEqual((said["error_code"], said["quarantined"]), ("0", "0"), said)
            stored += int(said["stored"])
            if number in (len(sent) // 3, len(sent) // 2):
                served.kill()
                served = daemon.Daemon(self)
        for line in chance.sample(messages, 100):
            body = json.loads(line)
            self.assertEqual(served.post(f"/national/v1/{body['service']}", line).json()["stored"], "0")
        differing = {code for code in by_code if self.told(served, code) != plain[code]}
        unexplained = {code for code in differing if not self.explained(by_code[code])}
        shown = [(plain[code], self.told(served, code)) for code in sorted(unexplained)[:2]]
        self.assertEqual(len(unexplained), 0, f"{sorted(unexplained)[:9]} {shown}")
        self.assertLess(len(differing), len(by_code) // 50)
        served.stop()

        # And so are the figures, but for those dossiers.
        cells = apart = 0
        for month in range(1, 13):
            rows = [{row["code"]: row for row in self.statement(f"2025-{month:02}", data=data)["rows"]}
                    for data in (plain_data, self.data)]
            for code in rows[0]:
                for key in ("received", "finished_early", "finished_on_time", "finished_late", "withdrawn",
                            "open_overdue", "open_suspended"):
                    cells += 1
                    apart += rows[0][code][key] != rows[1].get(code, {}).get(key, 0)
        self.assertGreater(cells, 1000)
        self.assertLess(apart, 3 * max(1, len(differing)))
        self.verify(data=self.data)


if __name__ == "__main__":
    dunghan.main()
