"""Another code of a dossier, such as the land system's "Số biên nhận": it finds the dossier as its own code does."""

import http.client
import json
import urllib.parse

import daemon
import dunghan

RECEIPT = "BN-12/2021"


def called(dossier, alias, **more):
    return dunghan.received(dossier, alias=alias, due="2021-06-14", **more)


class Alias(dunghan.Case):
    def setUp(self):
        super().setUp()
        self.write("agencies.csv", "code,name\n000.00.19.H52,Sở A\nA,Phòng A\nB,Phòng B\n")

    def ask(self, served, name, token=None, query=""):
        """(status, what it says)."""
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
        self.addCleanup(connection.close)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        connection.request("GET", f"/api/v1/dossiers/{urllib.parse.quote(name)}{query}", headers=headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())

    def found(self, served, name, **more):
        status, told = self.ask(served, name, **more)
        return told["code"] if status == 200 else status

    def said(self, name, *more, code=0):
        done = self.run_program("dossier", name, *more, code=code)
        return json.loads(done.out) if code == 0 else done.err.strip()

    def test_by_command_and_over_http_after_a_restart_and_without_the_file_of_figures(self):
        self.import_events([called("D-1", RECEIPT), dunghan.received("D-2")])
        told = self.said(RECEIPT, "--json")
        self.assertEqual((told["code"], told["alias"]), ("D-1", RECEIPT))
        self.assertEqual([event.get("alias") for event in told["events"]], [RECEIPT])
        self.assertEqual(told["events"], self.said("D-1", "--json")["events"])
        self.assertNotIn("alias", self.said("D-2", "--json"))
        self.assertEqual(self.said("BN-12", code=1), "sổ hồ sơ không có hồ sơ BN-12")
        # Heard by a daemon that is running, and not written behind yet.
        served = daemon.Daemon(self)
        answer = served.post("/api/v1/events", json.dumps(called("D-3", "BN-3")))
        self.assertEqual(answer.json()["stored"], 1, answer.text)
        again = served.post("/api/v1/events", json.dumps(called("D-3", "BN-3")))
        self.assertEqual(again.json()["duplicate"], 1, again.text)
        names = {RECEIPT: "D-1", "BN-3": "D-3", "D-1": "D-1", "D-2": "D-2", "BN-12": 404, "bn-3": 404}
        for name, code in names.items():
            self.assertEqual(self.found(served, name), code, name)
        (self.data / "figures.db").unlink()
        for name, code in names.items():
            self.assertEqual(self.found(served, name), code, name)
        served.stop()
        self.assertTrue((self.data / "figures.db").exists())
        served = daemon.Daemon(self)
        for name, code in names.items():
            self.assertEqual(self.found(served, name), code, name)
        served.stop()
        (self.data / "figures.db").unlink()
        self.assertEqual(self.said("BN-3", "--json")["code"], "D-3")
        served = daemon.Daemon(self)
        for name, code in names.items():
            self.assertEqual(self.found(served, name), code, name)
        served.stop()
        self.verify()

    def test_of_several_dossiers_it_says_so_and_whose_code_it_is_comes_first(self):
        self.import_events([called("D-2", "BN"), called("D-1", "BN"), called("D-3", "D-1")])
        self.assertEqual(self.said("BN", code=1),
                         "mã BN là mã khác của nhiều hồ sơ: D-1, D-2; hãy tìm theo mã của từng hồ sơ")
        served = daemon.Daemon(self)
        status, told = self.ask(served, "BN")
        self.assertEqual((status, told["detail"]),
                         (409, "BN is the alias of several dossiers: D-1, D-2; ask for one by its own code"))
        self.assertEqual(self.found(served, "D-1"), "D-1")
        served.stop()

    def test_who_is_bound_finds_the_own_ones_and_learns_of_no_other(self):
        self.import_events([called("D-A", "BN-A"), called("D-B", "BN-B", agency="B"), called("D-A2", "BN"),
                            called("D-B2", "BN", agency="B"), called("D-B3", "D-A", agency="B")])
        tokens = {agency: self.run_program("token", "create", agency, "--role", "viewer", "--for", "never",
                                           "--agency", agency).out.strip() for agency in "AB"}
        served = daemon.Daemon(self)
        nowhere = self.ask(served, "NOWHERE", tokens["A"])
        self.assertEqual(nowhere[0], 404)
        for name in ("BN-B", "D-B"):
            status, told = self.ask(served, name, tokens["A"])
            self.assertEqual((status, json.dumps(told).replace(name, "NOWHERE")), (404, json.dumps(nowhere[1])))
        self.assertEqual(self.found(served, "BN-A", token=tokens["A"]), "D-A")
        self.assertEqual(self.found(served, "BN", token=tokens["A"]), "D-A2")
        self.assertEqual(self.found(served, "BN", token=tokens["B"]), "D-B2")
        self.assertEqual(self.found(served, "BN"), 409)
        # The code of another's dossier is nobody's for B, and so it finds what B calls so.
        self.assertEqual(self.found(served, "D-A", token=tokens["B"]), "D-B3")
        served.stop()

    def test_looking_back_it_finds_what_was_known_then(self):
        self.import_events([dunghan.received("D-0")])
        before = self.said("D-0", "--json")["position"]["seq"]
        self.import_events([called("D-1", "BN")])
        then = self.said("D-1", "--json")["position"]["seq"]
        self.import_events([called("D-2", "BN")])
        self.assertIn("không có hồ sơ", self.said("BN", "--as-of", str(before), code=1))
        self.assertEqual(self.said("BN", "--as-of", str(then), "--json")["code"], "D-1")
        self.assertIn("D-1, D-2", self.said("BN", code=1))
        served = daemon.Daemon(self)
        self.assertEqual(self.found(served, "BN", query=f"?as_of={before}"), 404)
        self.assertEqual(self.found(served, "BN", query=f"?as_of={then}"), "D-1")
        served.stop()

    def test_lists_say_it_beside_the_code_and_where_it_stands_alone_it_is_the_code(self):
        both = self.write("dat-dai_2021-06-29.csv",
                          "Số biên nhận;Mã hồ sơ;Mã thủ tục;Ngày tiếp nhận;Ngày hẹn trả;Cơ quan;Trạng thái\n"
                          "BN 12/2021;D-1;P;07/06/2021;14/06/2021;Phòng A;Đang xử lý\n"
                          "không có;D-2;P;07/06/2021;14/06/2021;Phòng A;Đang xử lý\n")
        alone = self.write("bien-nhan_2021-06-29.csv",
                           "Số biên nhận;Mã thủ tục;Ngày tiếp nhận;Ngày hẹn trả;Cơ quan;Trạng thái\n"
                           "BN13/2021;P;07/06/2021;14/06/2021;Phòng A;Đang xử lý\n")
        tried = self.run_program("import", "--format", "csv", "--dry-run", both).out
        self.assertIn("  dossier    column B, \"Mã hồ sơ\"", tried)
        self.assertIn("  alias      column A, \"Số biên nhận\"", tried)
        self.assertRegex(tried, r"row 2: D-1 A P .* alias BN12/2021\n")
        self.assertNotRegex(tried, r"row 3: .* alias")
        tried = self.run_program("import", "--format", "csv", "--dry-run", alone).out
        self.assertIn("  dossier    column A, \"Số biên nhận\"", tried)
        self.assertIn("  alias      -\n", tried)
        self.run_program("import", "--format", "csv", "--strict", both)
        self.run_program("import", "--format", "csv", "--strict", alone)
        told = self.said("BN12/2021", "--json")
        self.assertEqual((told["code"], told["alias"]), ("D-1", "BN12/2021"))
        self.assertNotIn("alias", self.said("D-2", "--json"))
        told = self.said("BN13/2021", "--json")
        self.assertEqual(told["code"], "BN13/2021")
        self.assertNotIn("alias", told)

    def test_national_messages_and_cloud_events_say_it(self):
        served = daemon.Daemon(self)
        message = {"madonvi": "H52.19", "service": "DongBoHoSoMC", "data": [
            {"MaHoSo": "H52.19-210602-0001", "MaTTHC": "P", "SoBienNhan": "BN-1", "NgayTiepNhan": "20210602080000",
             "NgayHenTra": "20210609170000", "TrangThaiHoSo": "4", "DonViXuLy": "Sở A"}]}
        answer = served.post("/national/v1/DongBoHoSoMC", json.dumps(message))
        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(self.found(served, "BN-1"), "H52.19-210602-0001")
        event = {"specversion": "1.0", "id": "1", "source": "mot-cua", "type": "vn.dunghan.received",
                 "subject": "D-9", "time": "2021-06-07T08:00:00+07:00",
                 "data": {"type": "received", "agency": "A", "procedure": "P", "alias": "BN-9"}}
        answer = served.post("/api/v1/events", json.dumps(event), "application/cloudevents+json")
        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(self.found(served, "BN-9"), "D-9")
        served.stop()


if __name__ == "__main__":
    dunghan.main()
