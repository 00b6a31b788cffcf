"""Nothing personal is kept, wherever a sender puts it."""

import json

import dunghan

NAME = "Nguyễn Thị Đỗ Quyên"
PHONE = "0912345678"


class Privacy(dunghan.Case):
    def grep(self, text):
        found = []
        escaped = json.dumps(text).strip('"').encode()
        for path in self.data.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                if text.encode() in content or escaped in content:
                    found.append(path.name)
        return found

    def test_unknown_fields_are_never_stored(self):
        personal = {"ChuHoSo": NAME, "SoDienThoai": PHONE,
                    "applicant": {"name": NAME, "phones": [PHONE], "dossier": NAME}}
        events = [
            dunghan.received("D1", **personal),
            {**dunghan.received("D2", **personal), "agency": "unknown"},
            {**dunghan.received("D3", **personal), "rating": {"by": NAME}},
            {**dunghan.received("D4", **personal), "unit": [NAME]},
            {**dunghan.received("D5", **personal), "at": {"applicant": NAME}},
            {"dossier": "D1", "type": "suspended", "at": "2021-06-08T08:00:00+07:00", "reason": NAME},
        ]
        read, stored, _, quarantined = self.import_events(events)
        self.assertEqual(read, 6)
        self.assertGreaterEqual(stored, 2)
        self.assertGreaterEqual(quarantined, 3)
        self.assertIn("D1", self.run_program("dossier", "D1").out)
        self.assertEqual(self.grep(NAME), [])
        self.assertEqual(self.grep(PHONE), [])

    def test_a_quarantined_event_keeps_its_known_fields(self):
        self.import_events([{**dunghan.received("D2", ChuHoSo=NAME), "agency": "unknown-agency"}])
        self.assertEqual(self.grep("unknown-agency") != [], True)
        self.assertEqual(self.grep(NAME), [])

    def test_what_cannot_be_parsed_lies_in_a_private_file(self):
        self.import_events('{"ChuHoSo":"' + NAME + '", broken\n')
        self.assertEqual(len(self.grep(NAME)), 1)
        files = list((self.data / "unparsed").iterdir())
        self.assertEqual(len(files), 1)
        self.assertEqual(files[0].stat().st_mode & 0o077, 0)


if __name__ == "__main__":
    dunghan.main()
