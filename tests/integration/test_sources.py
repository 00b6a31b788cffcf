"""What is known of sources: outcomes, lags in working time, silences; over restarts, kills and a lost file."""

import json

import daemon
import dunghan

SOURCES = """
[sources.motcua]
expect_every = "8wh"
[sources.cong]
role = "mirror"
[sources.never]
"""


class Sources(dunghan.Case):
    def setUp(self):
        super().setUp()
        self.configure("calendar.toml", "agencies.csv", "procedures.csv", SOURCES)

    def at(self, clock):
        self.clock = clock
        return self

    def send(self, clock, *events, source="motcua"):
        return self.at(clock).import_events(list(events), options=("--source", source))

    def told(self, clock=None, *options):
        if clock:
            self.clock = clock
        answer = json.loads(self.run_program("sources", "--format", "json", *options).out)
        return answer, {one["source"]: one for one in answer["sources"]}

    def about(self, seconds, expected):
        self.assertLessEqual(abs(seconds - expected), expected * 0.032 + 0.5, (seconds, expected))

    def test_counts_lags_and_silences(self):
        # Monday 2021-06-07: worked 07:30-11:30 and 13:30-17:00.
        self.send("2021-06-07T10:00:00+07:00", dunghan.received("D1"))  # at 08:00: two hours
        self.send("2021-06-09T10:00:00+07:00", dunghan.received("D1"), {"dossier": "D2"},
                  dunghan.received("D3", at="2021-06-09T09:59:40+07:00"))
        self.send("2021-06-09T10:00:00+07:00", dunghan.received("P1", at="2021-06-08T16:00:00+07:00"),
                  source="cong")
        answer, sources = self.told("2021-06-10T07:40:00+07:00")
        self.assertEqual(answer["counted_since"], "2021-06-07T10:00:00+07:00")
        self.assertEqual((answer["days"], answer["from"]), (30, "2021-05-12"))
        self.assertEqual(sorted(sources), ["cong", "motcua", "never"])
        one = sources["motcua"]
        self.assertEqual((one["role"], one["configured"], one["late_after_seconds"]),
                         ("authority", True, 8 * 3600))
        self.assertEqual(one["last_event"]["at"], "2021-06-09T09:59:40+07:00")
        self.assertEqual(one["last_contact"]["at"], "2021-06-09T10:00:00+07:00")
        # Wednesday 10:00 to Thursday 07:40: five hours and ten minutes.
        self.assertEqual(one["last_contact"]["working_seconds"], 5 * 3600 + 600)
        self.assertEqual(one["last_contact"]["freshness"], "fresh")
        for figures in (one["window"], one["ever"]):
            self.assertEqual([figures[name] for name in ("stored", "duplicate", "quarantined")], [2, 1, 1])
            self.assertEqual(figures["lag"]["events"], 2)
            self.assertEqual(figures["lag"]["p50_seconds"], 20)
            self.about(figures["lag"]["p99_seconds"], 2 * 3600)
            self.assertEqual(figures["longest_silence"],
                             {"from": "2021-06-07T10:00:00+07:00", "to": "2021-06-09T10:00:00+07:00",
                              "working_seconds": 15 * 3600})
        self.assertEqual(one["quarantine_waiting"], 1)
        self.assertEqual(sources["cong"]["role"], "mirror")
        # Tuesday 16:00 to Wednesday 10:00: an hour and two and a half.
        self.about(sources["cong"]["window"]["lag"]["p50_seconds"], 3.5 * 3600)
        never = sources["never"]
        self.assertEqual((never["last_contact"]["at"], never["last_contact"]["freshness"]), (None, "none"))
        self.assertEqual((never["window"]["lag"]["p50_seconds"], never["window"]["longest_silence"]), (None, None))
        # The window leaves out what lies before it; what began before it counts from its beginning.
        _, sources = self.told("2021-06-10T07:40:00+07:00", "--days", "2")
        window = sources["motcua"]["window"]
        self.assertEqual(window["stored"], 1)
        self.assertEqual(window["longest_silence"], {"from": "2021-06-09T10:00:00+07:00",
                                                     "to": "2021-06-10T07:40:00+07:00", "working_seconds": 18600})
        self.assertEqual(sources["motcua"]["ever"]["stored"], 2)
        # Twice eight hours of work later the source is stale.
        for clock, state in (("2021-06-10T14:30:00+07:00", "late"), ("2021-06-11T15:00:00+07:00", "stale")):
            self.assertEqual(self.told(clock)[1]["motcua"]["last_contact"]["freshness"], state)
        table = self.run_program("sources").out
        self.assertRegex(table, r"(?m)^motcua +authority +2021-06-09T09:59:40\+07:00 .* stale +2 +1 +1 +1 +20s ")
        self.assertIn("duplicate and quarantined are counted since 2021-06-07T10:00:00+07:00", table)

    def test_a_wrong_question_is_named(self):
        self.send("2021-06-07T10:00:00+07:00", dunghan.received("D1"))
        self.assertIn("--days: expected a whole number from 1 to 366, got 0",
                      self.run_program("sources", "--days", "0", code=2).err)
        self.assertIn("--format: expected table or json, got \"xml\"",
                      self.run_program("sources", "--format", "xml", code=2).err)

    def test_a_daemon_that_is_killed_has_counted_what_it_answered(self):
        self.clock = "2021-06-07T10:00:00+07:00"
        served = daemon.Daemon(self)
        good = dunghan.received("D1", source="motcua")
        for _ in range(3):
            served.post("/api/v1/events", json.dumps(good), "application/json")
        served.post("/api/v1/events", json.dumps({"dossier": "D2", "source": "motcua"}), "application/json")
        found = served.get("/api/v1/sources?days=7").json()
        motcua = next(one for one in found["sources"] if one["source"] == "motcua")
        self.assertEqual([motcua["window"][name] for name in ("stored", "duplicate", "quarantined")], [1, 2, 1])
        page = served.get("/metrics").text
        self.assertIn('dunghan_source_lag_working_seconds_count{source="motcua"} 1', page)
        self.assertIn('dunghan_source_lag_working_seconds_bucket{source="motcua",le="14400"} 1', page)
        # The same in another process, beside the daemon.
        beside = self.told(None, "--days", "7")[1]["motcua"]
        self.assertEqual(beside["window"]["duplicate"], 2)
        for query, why in (("days=0", "days: expected a whole number from 1 to 366"), ("day=1", "unknown parameter")):
            answer = served.get("/api/v1/sources?" + query)
            self.assertEqual(answer.status, 400)
            self.assertIn(why, answer.json()["detail"])
        served.kill()
        after = self.told()[1]["motcua"]["ever"]
        for name in ("stored", "duplicate", "quarantined", "lag"):
            self.assertEqual(after[name], beside["ever"][name], name)
        self.verify()

    def test_what_was_stored_is_counted_anew_without_the_file(self):
        events = [dunghan.received(f"D{n}", at=f"2021-06-07T0{n}:00:00+07:00") for n in range(8, 10)]
        self.send("2021-06-07T10:00:00+07:00", *events, {"dossier": "D2"})
        self.send("2021-06-08T10:00:00+07:00", *events)
        before = self.told()[1]["motcua"]
        file = self.data / "sources.db"
        whole = file.read_bytes()
        # What broke off, as in a power cut: all that was stored is there, repeats may be missing.
        file.write_bytes(whole[:-7])
        self.assertEqual(self.told()[1]["motcua"]["ever"]["stored"], 2)
        for damaged in (None, b"", b"something else", whole[:40] + b"?" + whole[41:]):
            file.unlink() if damaged is None else file.write_bytes(damaged)
            one = self.told("2021-06-08T12:00:00+07:00")[1]["motcua"]
            self.assertEqual(one["ever"]["lag"], before["ever"]["lag"], damaged)
            self.assertEqual([one["ever"][name] for name in ("stored", "duplicate", "quarantined")], [2, 0, 1])
        # The writer begins it again, and says since when repeats are counted.
        self.send("2021-06-09T10:00:00+07:00", events[0])
        answer, sources = self.told()
        self.assertEqual(answer["counted_since"], "2021-06-09T10:00:00+07:00")
        self.assertEqual([sources["motcua"]["ever"][name] for name in ("stored", "duplicate", "quarantined")], [2, 1, 1])
        file.write_bytes(whole)
        self.verify()

    def test_a_file_of_another_record_is_not_believed(self):
        self.send("2021-06-07T10:00:00+07:00", dunghan.received("D1"), dunghan.received("D2"))
        other = self.folder / "other"
        self.clock = "2021-06-07T11:00:00+07:00"
        self.import_events([dunghan.received("X1")], data=other)
        (other / "sources.db").write_bytes((self.data / "sources.db").read_bytes())
        done = self.run_program("import", input=json.dumps(dunghan.received("X2")), data=other)
        self.assertIn("sources.db is of another record: sources are counted anew", done.err)
        answer = json.loads(self.run_program("sources", "--format", "json", data=other).out)
        self.assertEqual([(one["source"], one["ever"]["stored"]) for one in answer["sources"] if one["ever"]["stored"]],
                         [("default", 2)])

    def test_what_comes_out_of_quarantine_is_stored_and_no_contact(self):
        self.send("2021-06-07T10:00:00+07:00", {**dunghan.received("D1"), "agency": "C"})
        self.write("agencies.csv", dunghan.AGENCIES + "C,Sở C\n")
        self.at("2021-06-08T10:00:00+07:00").run_program("rulebook", "apply")
        one = self.told("2021-06-08T10:00:00+07:00")[1]["motcua"]
        self.assertEqual([one["ever"][name] for name in ("stored", "duplicate", "quarantined")], [1, 0, 1])
        self.assertEqual(one["last_contact"]["at"], "2021-06-07T10:00:00+07:00")
        self.assertEqual(one["quarantine_waiting"], 0)


if __name__ == "__main__":
    dunghan.main()
