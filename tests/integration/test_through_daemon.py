"""Commands that change the ledger while a daemon holds it: the daemon does it, and nobody else may ask."""

import json
import re
import unittest

import daemon
import dunghan

GOOD = dunghan.received("D1")
UNKNOWN = {**dunghan.received("D2"), "agency": "C"}
ASKED = re.compile(r"^dunghan: the daemon at http://127\.0\.0\.1:\d+ holds the ledger, and is asked to do it$", re.M)


class ThroughDaemon(dunghan.Case):
    def setUp(self):
        super().setUp()
        self.served = daemon.Daemon(self)

    def post(self, *events):
        lines = "".join(json.dumps(event) + "\n" for event in events)
        answer = self.served.post("/api/v1/events", lines, "application/x-ndjson")
        self.assertIn(answer.status, (200, 422), answer.text)
        return answer.json()

    def ask(self, *arguments, code=0):
        done = self.run_program(*arguments, code=code)
        self.assertRegex(done.err, ASKED)
        done.said = ASKED.sub("", done.err).strip()
        return done

    def received_on_board(self):
        return self.served.get("/api/v1/on-time?period=2021-06").json()["total"]["received"]

    def test_quarantine_is_retried_and_discarded(self):
        self.assertEqual(self.post(GOOD, UNKNOWN, {"dossier": "D3"})["quarantined"], 2)
        done = self.ask("quarantine", "retry")
        self.assertEqual(done.out, "retried 2: stored 0, duplicate 0, still quarantined 2\n")
        self.assertEqual(json.loads(self.ask("quarantine", "retry", "1", "1", "--json").out),
                         {"retried": 1, "stored": 0, "duplicate": 0, "still_quarantined": 1})
        self.assertIn("no quarantine entry 77", self.ask("quarantine", "retry", "1", "77", code=1).said)
        done = self.ask("quarantine", "discard", "2", "9", "--reason", "not ours", code=1)
        self.assertEqual((done.out, done.said), ("discarded 1\n", "1 of 2 entries were not there"))
        self.assertEqual(json.loads(self.ask("quarantine", "discard", "1", "--reason", "not ours", "--json").out), {"discarded": 1})
        shown = self.run_program("quarantine", "show", "1").out
        self.assertRegex(shown, r"(?m)^state       discarded 2021-06-30T12:")
        self.assertRegex(shown, r"(?m)^dossier     D2$")
        log = self.served.errors.read_text()
        self.assertRegex(log, r"quarantine\.retried operator=\S+ stored=0 duplicate=0 still_quarantined=2")
        self.assertRegex(log, r'quarantine\.discarded operator=\S+ entries=1 reason="not ours"')
        self.served.stop()
        self.assertEqual(self.run_program("quarantine", "list").err, "nothing is quarantined\n")

    def test_what_a_retry_brings_in_is_on_the_board_at_once(self):
        # A bound that is wider after the restart: what stood against it comes in by a retry.
        self.served.stop()
        text = self.config.read_text()
        self.config.write_text(text.replace("[rulebook]", "max_events_per_dossier = 100\n[rulebook]", 1))
        self.served = daemon.Daemon(self)
        urged = [{"dossier": "D1", "type": "urged", "agency": "A", "id": f"u{n}",
                  "at": f"2021-06-08T08:{n // 60:02}:{n % 60:02}+07:00"} for n in range(119)]
        done = {"dossier": "D1", "type": "completed", "id": "done", "at": "2021-06-08T10:00:00+07:00"}
        self.assertEqual(self.post(GOOD, *urged, done)["quarantined"], 21)
        self.served.stop()
        self.config.write_text(text)
        self.served = daemon.Daemon(self)
        before = self.served.get("/api/v1/live").json()["position"]["seq"]
        self.assertEqual(self.served.get("/api/v1/live").json()["total"]["open_total"], 1)
        done = self.ask("quarantine", "retry")
        self.assertEqual(done.out, "retried 21: stored 21, duplicate 0, still quarantined 0\n")
        live = self.served.get("/api/v1/live").json()
        self.assertEqual(live["position"]["seq"], before + 21 + 1)  # a tally of quarantine
        self.assertEqual(live["total"]["open_total"], 0)
        self.served.stop()
        self.assertNotIn("board.differed", self.served.errors.read_text())
        self.verify()

    def test_a_rulebook_put_in_force_from_another_day_on_is_no_difference(self):
        self.post(GOOD)
        self.write("agencies.csv", dunghan.AGENCIES + "C,Sở C\n")
        self.ask("rulebook", "apply")
        self.ask("rulebook", "apply", "--effective-from", "2021-06-01", "--reason", "thiếu Sở C")
        self.served.stop()
        self.assertNotIn("board.differed", self.served.errors.read_text())
        self.verify()

    def test_a_rulebook_is_put_in_force(self):
        self.post(GOOD, UNKNOWN)
        self.assertEqual(self.received_on_board(), 1)
        done = self.ask("rulebook", "apply")
        self.assertEqual(done.said, "the rulebook of the configuration is the one in force")
        self.write("agencies.csv", dunghan.AGENCIES + "C,Sở C\n")
        done = self.run_program("rulebook", "apply", "--effective-from", "2021-06-01", code=2)
        self.assertIn("needs a --reason", done.err)
        done = self.ask("rulebook", "apply", "--effective-from", "2021-06-01", "--reason", "thiếu Sở C",
                        "--operator", "Nguyễn An")
        self.assertRegex(done.out, r"^rulebook sha256:[0-9a-f]{12} in force from 2021-06-01T00:00:00\+07:00, "
                         r"recorded at position 4 by Nguyễn An: 0 dossiers moved; quarantine retried: stored 1, "
                         r"duplicate 0, still quarantined 0; chain 6:[0-9a-f]{64}\n$")
        # From then on the daemon goes by it.
        self.assertEqual(self.received_on_board(), 2)
        self.assertEqual(self.post({**dunghan.received("D4"), "agency": "C"})["stored"], 1)
        self.write("agencies.csv", dunghan.AGENCIES + "C,Sở C\nE,Sở E\n")
        done = self.ask("rulebook", "apply", "--json")
        self.assertEqual(json.loads(done.out)["moved"], 0)
        self.assertEqual(self.run_program("rulebook", "diff").out, "")
        self.served.stop()
        self.verify()
        self.assertIn("rulebook.in_force", self.served.errors.read_text())

    def test_what_cannot_be_put_in_force_leaves_everything_as_it_was(self):
        self.post(GOOD)
        # Agency A has an open dossier and is on the list no more.
        self.write("agencies.csv", "code,name\nB,Sở B\n")
        done = self.ask("rulebook", "apply", code=1)
        self.assertIn("agency A ", done.said)
        # The command's configuration is not the daemon's.
        self.write("agencies.csv", dunghan.AGENCIES)
        other = self.folder / "other.toml"
        self.write("more.csv", dunghan.AGENCIES + "C,Sở C\n")
        other.write_text(self.config.read_text().replace("agencies.csv", "more.csv"))
        self.config, own = other, self.config
        done = self.ask("rulebook", "apply", code=1)
        self.assertIn(f"the daemon goes by {own}, which gives another rulebook", done.said)
        self.config = own
        self.assertEqual(self.post({**GOOD, "id": "again"})["stored"], 1)
        self.served.stop()
        self.verify()

    def test_nobody_asks_without_the_key(self):
        self.post(UNKNOWN)
        note = self.data / "serving"
        self.assertEqual(note.stat().st_mode & 0o777, 0o600)
        key = note.read_text().split()[2]
        for path in ("/api/v1/quarantine/retry", "/api/v1/quarantine/discard", "/api/v1/rulebook/apply"):
            body = json.dumps({"ids": [1], "operator": "x"})
            for headers, status in (
                    ({"Authorization": "Basic eDp5"}, 401), ({"Authorization": "Bearer " + "0" * 64}, 401),
                    ({"Authorization": f"Bearer {key}", "Origin": self.served.url}, 403),
                    ({"Authorization": f"Bearer {key}", "Host": "evil.example"}, 421)):
                answer = self.served.request(path, body, "application/json", headers)
                self.assertEqual(answer.status, status, answer.text)
                self.assertNotIn("Access-Control-Allow-Origin", answer.headers)
            answer = self.served.request(path, body, "text/plain", {"Authorization": f"Bearer {key}"})
            self.assertEqual(answer.status, 415)
        self.assertEqual(len(json.loads(self.run_program("quarantine", "list", "--json").out)), 1)
        bearer = {"Authorization": f"Bearer {key}"}
        for body, why in (({"operator": "x"}, "ids: expected the entries to discard"),
                          ({"operator": "\u200b", "ids": [1]}, "operator: expected a name that can be seen (U+200B leaves no mark)")):
            answer = self.served.request("/api/v1/quarantine/discard", json.dumps(body), "application/json", bearer)
            self.assertEqual(answer.status, 400, answer.text)
            self.assertIn(why, answer.json()["detail"])
        self.assertNotIn(key, self.served.errors.read_text())
        self.served.stop()
        self.assertFalse(note.exists(), "it goes with the daemon")

    def test_a_note_that_a_daemon_left_behind_is_not_believed(self):
        self.post(GOOD, UNKNOWN)
        self.served.kill()
        self.assertTrue((self.data / "serving").exists())
        done = self.run_program("quarantine", "retry")
        self.assertNotRegex(done.err, ASKED)
        self.assertEqual(done.out, "retried 1: stored 0, duplicate 0, still quarantined 1\n")
        # The next daemon writes its own.
        self.served = daemon.Daemon(self)
        self.ask("quarantine", "discard", "1", "--reason", "not ours")
        self.served.stop()

    def test_an_import_is_told_the_way_out(self):
        done = self.run_program("import", input=json.dumps(GOOD) + "\n", code=3)
        self.assertIn("is writing to", done.err)
        self.assertIn(f"it is the daemon at {self.served.url}. Send events to it (curl -H 'Content-Type: "
                      f"application/x-ndjson' --data-binary @FILE {self.served.url}/api/v1/events), or stop it "
                      "first", done.err)
        self.served.stop()


if __name__ == "__main__":
    dunghan.main()
