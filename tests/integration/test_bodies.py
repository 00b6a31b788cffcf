"""What one body may cost, and what its answer says: limits, odd events, what has no known field."""

import http.client
import json
import threading

import daemon
import dunghan

NDJSON = "application/x-ndjson"
SERVER = """
[server]
max_waiting_events = {events}
[sources.motcua]
role = "authority"
"""
AGENCIES = "code,name,valid_from,valid_to\nA,Sở A,,\nB,Sở B,2021-06-01,\n"


def national(number):
    """A message as national software sends it: no field of it is known here."""
    return {"MaHoSo": f"H52-{number}", "TenThuTuc": "Thủ tục P", "TrangThaiXuLy": 1, "ChuHoSo": "Nguyễn Thị Đỗ Quyên"}


class Bodies(dunghan.Case):
    def serve(self, events=50_000):
        self.configure("calendar.toml", "agencies.csv", "procedures.csv", SERVER.format(events=events))
        return daemon.Daemon(self)

    def post(self, served, events, kind="application/json"):
        body = json.dumps(events) if kind == "application/json" else "\n".join(map(json.dumps, events))
        return served.post("/api/v1/events", body, kind)

    def quarantine(self):
        return json.loads(self.run_program("quarantine", "list", "--json").out)

    def memory(self, served, name):
        with open(f"/proc/{served.process.pid}/status") as status:
            return next(int(line.split()[1]) << 10 for line in status if line.startswith(name))

    def nothing_is_kept(self, served):
        self.assertEqual(served.get("/api/v1/live").json()["position"]["seq"], 1)  # the token's entry
        served.stop()
        self.assertEqual(self.quarantine(), [])

    # What one body may cost

    def test_more_events_than_may_wait_are_too_many(self):
        served = self.serve(events=100)
        many = [dunghan.received(f"D{n}") for n in range(101)]
        for kind in ("application/json", NDJSON):
            answer = self.post(served, many, kind)
            self.assertEqual(answer.status, 413, answer.text)
            self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
            self.assertIn("more than 100 events", answer.json()["detail"])
        self.nothing_is_kept(served)

    def test_as_many_as_may_wait_are_taken(self):
        served = self.serve(events=100)
        answer = self.post(served, [dunghan.received(f"D{n}") for n in range(100)], NDJSON)
        self.assertEqual((answer.status, answer.json()["stored"]), (200, 100))
        served.stop()

    def flood(self, body, connection):
        connection.request("POST", "/api/v1/events", body, {"Content-Type": NDJSON})
        answer = connection.getresponse()
        return answer.status, answer.read()

    def test_a_flood_of_empty_objects_costs_little_and_holds_nobody_up(self):
        """16 MiB of them: refused, with memory that goes with the body, and with others served."""
        served = self.serve()
        body = b"{}\n" * ((16 << 20) // 3)
        before = self.memory(served, "VmRSS")
        found = []

        def post():
            connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=120)
            for _ in range(3):
                found.append(self.flood(body, connection))
            connection.close()
        posting = threading.Thread(target=post)
        posting.start()
        served_meanwhile = 0
        while posting.is_alive():
            self.assertEqual(served.get("/healthz").status, 200)
            self.assertEqual(self.post(served, dunghan.received(f"D{served_meanwhile}")).status, 200)
            served_meanwhile += 1
        posting.join()
        self.assertEqual([status for status, _ in found], [413] * 3)
        self.assertIn(b"50000", found[0][1])
        grown = self.memory(served, "VmHWM") - before
        print(f"{served_meanwhile} served meanwhile, memory grew by {grown >> 20} MiB")
        self.assertGreater(served_meanwhile, 3)
        self.assertLess(grown, 6 * len(body))
        served.stop()
        self.assertEqual(self.quarantine(), [])

    def test_an_array_of_16_mib_costs_little(self):
        served = self.serve()
        before = self.memory(served, "VmRSS")
        body = b"[" + b"{}," * ((16 << 20) // 3 - 2) + b"{}]"
        answer = served.post("/api/v1/events", body)
        self.assertEqual(answer.status, 413, answer.text)
        grown = self.memory(served, "VmHWM") - before
        print(f"memory grew by {grown >> 20} MiB")
        self.assertLess(grown, 10 * len(body))
        self.nothing_is_kept(served)

    def test_a_body_of_which_too_much_is_no_event_is_refused(self):
        served = self.serve()
        good = json.dumps(dunghan.received("D1")) + "\n"
        for garbage in ("no json\n", "{}\n", "7\n"):
            answer = served.post("/api/v1/events", good + garbage * 1001, NDJSON)
            self.assertEqual(answer.status, 400, answer.text)
            self.assertIn("more than 1000 of the 1002 items of the body are no events", answer.json()["detail"])
        self.nothing_is_kept(served)

    def test_garbage_among_good_lines_is_set_aside(self):
        served = self.serve()
        lines = [json.dumps(dunghan.received("D1"))] + [f"garbage {n}" for n in range(1000)]
        answer = served.post("/api/v1/events", "\n".join(lines), NDJSON)
        self.assertEqual((answer.status, answer.json()["stored"], answer.json()["quarantined"]), (200, 1, 1000))
        served.stop()
        self.assertEqual(len(self.quarantine()), 1000)

    # What has no known field

    def test_different_messages_without_known_fields_stay_different(self):
        served = self.serve()
        messages = [national(n) for n in range(300)]
        answer = self.post(served, messages)
        self.assertEqual(answer.status, 422, answer.text)
        self.assertEqual(answer.headers["Content-Type"], "application/json")
        found = answer.json()
        self.assertEqual([found[name] for name in ("received", "stored", "duplicate", "quarantined")],
                         [300, 0, 0, 300])
        self.assertEqual(found["problems"][299], {
            "index": 299, "field": "", "reason": 'no known field; an event has at least "dossier", "type" and "at"'})
        self.assertEqual(self.post(served, messages[0]).status, 422)
        served.stop()
        entries = self.quarantine()
        self.assertEqual(len(entries), 300)
        self.assertEqual(sorted(entry["count"] for entry in entries), [1] * 299 + [2])
        # Each with its bytes, in a file that nobody else may read.
        (kept,) = (self.data / "unparsed").iterdir()
        self.assertEqual(kept.stat().st_mode & 0o077, 0)
        self.assertIn(json.dumps(messages[7]), kept.read_text())
        self.assertNotIn(b"Quy\\u00ean", (self.data / "ledger.db").read_bytes())
        shown = self.run_program("quarantine", "show", entries[7]["id"], "--bytes", "--reason", "hỏi bên gửi").out
        self.assertIn(messages[7]["MaHoSo"], shown)

    def test_imported_they_stay_different_too(self):
        messages = [national(n) for n in range(20)]
        self.assertEqual(self.import_events(messages), [20, 0, 0, 20])
        self.assertEqual(self.import_events([*messages, dunghan.received("D1")]), [21, 1, 0, 20])
        self.assertEqual([entry["count"] for entry in self.quarantine()], [2] * 20)

    # What answers say

    def test_only_a_body_of_nothing_usable_is_unprocessable(self):
        served = self.serve()
        good = dunghan.received("D1")
        bad = dunghan.received("D2", agency="X")
        self.assertEqual(self.post(served, [bad]).status, 422)
        self.assertEqual(self.post(served, [bad, good]).status, 200)
        self.assertEqual(self.post(served, [good]).status, 200)  # known already
        self.assertEqual(self.post(served, [good, bad]).status, 200)
        served.stop()

    def test_ignored_fields_near_known_ones_are_named(self):
        served = self.serve()
        secret = "0912345678"
        events = [dunghan.received(f"D{n}", duedate=secret, ChuHoSo=secret) for n in range(3)]
        answer = self.post(served, events)
        self.assertEqual(answer.json()["stored"], 3)
        self.assertEqual(answer.json()["ignored_fields"], [{"field": "duedate", "near": "due", "count": 3}])
        self.assertNotIn(secret, answer.text)
        self.assertNotIn("ignored_fields", self.post(served, dunghan.received("D9", ChuHoSo=secret)).json())
        served.stop()

    def warnings(self, answer):
        self.assertEqual(answer.status, 200, answer.text)
        return [(one["index"], one["field"]) for one in answer.json().get("warnings", [])]

    def test_what_is_odd_is_stored_and_said(self):
        self.write("agencies.csv", AGENCIES)
        served = self.serve()
        ordinary = dunghan.received("D1", due="2021-06-14")
        self.assertEqual(self.warnings(self.post(served, ordinary)), [])
        answer = self.post(served, [
            dunghan.received("D2", due="2021-06-06"),
            dunghan.received("D3", at="2031-06-07T08:00:00+07:00"),
            dunghan.received("D4", source="motcau"),
            dunghan.received("D5", source="motcua"),
            {**dunghan.received("D6", at="2021-05-31T08:00:00+07:00"), "agency": "B"}])
        self.assertEqual(answer.json()["stored"], 5)
        self.assertEqual(self.warnings(answer), [(0, "due"), (1, "at"), (2, "source"), (4, "agency")])
        reasons = [one["reason"] for one in answer.json()["warnings"]]
        self.assertEqual(reasons[0], 'before the receipt: "2021-06-06"')
        self.assertTrue(reasons[1].endswith(': "2031-06-07T08:00:00+07:00"'), reasons[1])
        self.assertEqual(reasons[2], 'not among the configured sources: "motcau"')
        self.assertTrue(reasons[3].endswith(': "B"'), reasons[3])
        served.stop()

    def test_what_only_the_ledger_knows_is_said_too(self):
        served = self.serve()
        void = {"dossier": "D1", "type": "voided", "at": "2021-06-08T08:00:00+07:00"}
        answer = self.post(served, [{**void, "voids": "D1-r"}, dunghan.received("D1")])
        self.assertEqual(self.warnings(answer), [])  # what it voids came with it
        answer = self.post(served, [{**void, "voids": "typo"}, dunghan.received("D1", due="2021-06-14")])
        self.assertEqual(self.warnings(answer), [(0, "voids"), (1, "id")])
        self.assertTrue(answer.json()["warnings"][0]["reason"].endswith(': "typo"'))
        self.assertEqual(answer.json()["stored"], 2)
        served.stop()
        self.verify()

    def test_warnings_are_bounded(self):
        served = self.serve()
        answer = self.post(served, [dunghan.received(f"D{n}", due="2021-06-01") for n in range(150)]).json()
        self.assertEqual((len(answer["warnings"]), answer["warnings_left_off"]), (100, 50))
        served.stop()

    def test_import_says_the_same_in_sum(self):
        self.write("agencies.csv", AGENCIES)
        self.configure("calendar.toml", "agencies.csv", "procedures.csv", SERVER.format(events=10))
        events = [dunghan.received("D1", due="2021-06-06", duedate="x"), dunghan.received("D2", due="2021-06-05"),
                  dunghan.received("D3", source="motcau")]
        done = self.run_program("import", input="".join(json.dumps(event) + "\n" for event in events))
        self.assertEqual(self.totals(done), [3, 3, 0, 0])
        self.assertEqual(done.err.splitlines()[-3:], [
            'warning: "duedate" was ignored once; did you mean "due"?',
            'warning: due: before the receipt ("2021-06-06", "2021-06-05"): 2 times, first at stdin:1',
            'warning: source: not among the configured sources ("motcau"): once, first at stdin:3'])


if __name__ == "__main__":
    dunghan.main()
