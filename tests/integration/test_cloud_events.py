"""CloudEvents 1.0: every example of tests/data/cloudevents, sent in its mode."""

import http.client
import json

import daemon
import dunghan

EXAMPLES = dunghan.SOURCE / "tests/data/cloudevents"
ROUTE = "/api/v1/events"


def filled(value, dossier):
    """With the case's own dossier in place of $D."""
    return json.loads(json.dumps(value, ensure_ascii=False).replace("$D", dossier))


class CloudEvents(dunghan.Case):
    def setUp(self):
        super().setUp()
        self.configure("calendar.toml", "agencies.csv", "procedures.csv")
        self.served = daemon.Daemon(self)
        self.connection = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=30)
        self.addCleanup(self.connection.close)
        self.sums = {"received": 0, "stored": 0, "duplicate": 0, "quarantined": 0}

    def send(self, body, content_type, headers=()):
        """The status and the answer."""
        body = body.encode()
        self.connection.putrequest("POST", ROUTE)
        for name, value in [("Content-Length", str(len(body))), *headers]:
            self.connection.putheader(name, value)
        if content_type is not None:
            self.connection.putheader("Content-Type", content_type)
        self.connection.endheaders(body)
        answer = self.connection.getresponse()
        found = json.loads(answer.read())
        for name in self.sums:
            self.sums[name] += found.get(name, 0)
        return answer.status, found

    def examples(self, mode):
        """Of a mode: what they have in common, each case and its dossier."""
        examples = json.loads((EXAMPLES / f"{mode}.json").read_text(encoding="utf-8"))
        self.assertGreater(len(examples["cases"]), 10)
        for number, case in enumerate(examples["cases"]):
            dossier = f"{mode}-{number}"
            with self.subTest(mode=mode, case=case["name"]):
                yield filled(examples, dossier), filled(case, dossier), dossier

    @staticmethod
    def changed(base, case):
        """The base as the case has it."""
        made = {**base, **case.get("with", {})}
        return {name: value for name, value in made.items() if name not in case.get("without", ())}

    def check(self, case, dossier, status, found):
        if "refused" in case:
            self.assertEqual(status, case["refused"][0], found)
            self.assertIn(case["refused"][1], found["detail"])
        elif "quarantined" in case:
            self.assertEqual((status, found["received"], found["quarantined"]), (422, 1, 1), found)
            self.assert_problem(found["problems"][0], 0, *case["quarantined"])
        else:
            self.assertEqual((status, found["received"], found["stored"]), (200, 1, 1), found)
            self.assert_on_record(dossier, case["stored"])

    def assert_problem(self, problem, index, field, reason):
        self.assertEqual((problem["index"], problem["field"]), (index, field), problem)
        self.assertIn(reason, problem["reason"])

    def assert_on_record(self, dossier, expected):
        events = self.served.get(f"/api/v1/dossiers/{dossier}").json()["events"]
        self.assertEqual({name: events[0].get(name) for name in expected}, expected)

    def end(self):
        """What was answered adds up, is counted, and is on record."""
        sums = self.sums
        self.assertEqual(sums["received"], sums["stored"] + sums["duplicate"] + sums["quarantined"])
        self.assertGreater(sums["quarantined"], 0)
        self.served.stop()
        self.verify()

    def test_files_of_them_are_taken_as_what_is_posted_is(self):
        lines, posted = [], {"stored": 0, "quarantined": 0}
        for examples, case, _ in self.examples("structured"):
            if "body" in case or "refused" in case:
                continue
            lines.append(json.dumps(self.changed(examples["base"], case), ensure_ascii=False))
            posted["stored" if "stored" in case else "quarantined"] += 1
        self.served.stop()
        done = self.run_program("import", "--format", "cloudevents", input="\n".join(lines))
        self.assertEqual(self.totals(done), [len(lines), posted["stored"], 0, posted["quarantined"]])
        self.assertGreater(min(posted.values()), 10)

    def test_structured(self):
        for examples, case, dossier in self.examples("structured"):
            body = case.get("body")
            if body is None:
                body = json.dumps(self.changed(examples["base"], case), ensure_ascii=False)
            self.check(case, dossier, *self.send(body, examples["content_type"]))
        self.end()

    def test_binary(self):
        for examples, case, dossier in self.examples("binary"):
            headers = [*self.changed(examples["base"], case).items(), *case.get("twice", {}).items()]
            content_type = case.get("content_type", examples["content_type"])
            body = case.get("body", examples["body"])
            self.check(case, dossier, *self.send(body, content_type, headers))
        self.end()

    def test_batch(self):
        for examples, case, dossier in self.examples("batch"):
            body = case.get("body")
            if body is None:
                body = json.dumps([{**examples["base"], **event} for event in case["events"]])
            status, found = self.send(body, examples["content_type"])
            if "refused" in case:
                self.check(case, dossier, status, found)
                continue
            items = case["items"]
            bad = [(index, item) for index, item in enumerate(items) if isinstance(item, list)]
            self.assertEqual(status, 422 if items and len(bad) == len(items) else 200, found)
            self.assertEqual([found[name] for name in self.sums],
                             [len(items), items.count("stored"), items.count("duplicate"), len(bad)])
            for problem, (index, (field, reason)) in zip(found["problems"], bad, strict=True):
                self.assert_problem(problem, index, field, reason)
        self.end()

    def test_what_is_set_aside_has_its_known_fields_and_stays(self):
        event = {"specversion": "0.3", "id": "1", "source": "motcua", "type": "paid", "subject": "D1",
                 "time": "2021-06-07T08:00:00+07:00", "data": {"unit": "Phòng 1", "ChuHoSo": "Nguyễn Thị Đỗ Quyên"}}
        self.assertEqual(self.send(json.dumps(event), "application/cloudevents+json")[0], 422)
        self.served.stop()
        (entry,) = json.loads(self.run_program("quarantine", "list", "--json").out)
        self.assertEqual((entry["source"], entry["dossier"], entry["field"]), ("motcua", "D1", "specversion"))
        self.assertEqual(entry["fields"], {
            "specversion": "0.3", "dossier": "D1", "type": "paid", "at": "2021-06-07T08:00:00+07:00", "id": "1",
            "source": "motcua", "unit": "Phòng 1"})
        self.assertEqual(self.run_program("quarantine", "retry").out,
                         "retried 1: stored 0, duplicate 0, still quarantined 1\n")
        self.assertNotIn("Quyên".encode(), (self.data / "ledger.db").read_bytes())

    def test_a_misspelt_field_of_the_data_is_named(self):
        event = {"specversion": "1.0", "id": "1", "source": "motcua", "type": "paid", "subject": "D1",
                 "time": "2021-06-07T08:00:00+07:00", "data": {"duedate": "2021-06-09"}}
        status, found = self.send(json.dumps([event]), "application/cloudevents-batch+json")
        self.assertEqual((status, found["ignored_fields"]), (200, [{"field": "duedate", "near": "due", "count": 1}]))
        self.served.stop()


if __name__ == "__main__":
    dunghan.main()
