"""Quarantine for people: grouped, shown in full, discarded on record, tried again by what is meant, bounded."""

import json
import pathlib
import re

import daemon
import dunghan

BAD_AGENCY = [{**dunghan.received(f"A{n}"), "agency": f"X{n}"} for n in range(3)]
BAD_TIME = [{**dunghan.received(f"T{n}"), "at": f"yesterday {n}"} for n in range(2)]
SOURCES = '[sources.motcua]\n[sources.khac]\n'


class Quarantine(dunghan.Case):
    def setUp(self):
        super().setUp()
        self.configure("calendar.toml", "agencies.csv", "procedures.csv", SOURCES)

    def bound(self, lines):
        self.config.write_text(self.config.read_text().replace("[rulebook]", lines + "\n[rulebook]", 1))

    def fill(self):
        self.import_events(BAD_AGENCY + BAD_TIME, options=("--source", "motcua"))
        self.import_events([*BAD_TIME[:1], dunghan.received("G1")], options=("--source", "khac"))

    def listed(self, *options):
        return json.loads(self.run_program("quarantine", "list", "--json", *options).out)

    def test_entries_are_grouped_by_what_is_wrong_and_by_whom(self):
        self.fill()
        groups = self.listed("--by", "reason")
        self.assertEqual([(one["field"], one["entries"], one["count"]) for one in groups],
                         [("agency", 3, 3), ("at", 3, 3)])
        self.assertEqual(groups[0]["reason"], 'unknown agency "…"')
        self.assertRegex(groups[0]["example"]["reason"], r'^unknown agency "X\d"$')
        self.assertEqual((groups[0]["first_seen"], "source" in groups[0]), (self.clock, False))
        by_source = self.listed("--by", "source")
        self.assertEqual([(one["source"], one["entries"]) for one in by_source], [("motcua", 5), ("khac", 1)])
        self.assertEqual([one["source"] for one in self.listed("--by", "source", "--reason", "unknown agency")],
                         ["motcua"])
        self.assertEqual(len(self.listed("--source", "khac")), 1)
        self.assertEqual(len(self.listed("--reason", 'unknown agency "…"')), 3)
        self.assertEqual(len(self.listed("--reason", '"X1"')), 1)
        text = self.run_program("quarantine", "list", "--by", "reason").out
        self.assertRegex(text, r'(?m)^3 +3 +\S+ +\S+ +\d+ +\S+:\d+ +agency +unknown agency "…"$')
        self.assertIn("expected reason or source", self.run_program("quarantine", "list", "--by", "field", code=2).err)
        self.assertIn("nothing that is quarantined is meant",
                      self.run_program("quarantine", "list", "--source", "nobody").err)

    def test_the_daemon_says_the_same_in_pages(self):
        self.fill()
        served = daemon.Daemon(self)
        answer = served.get("/api/v1/quarantine?by=reason").json()
        self.assertEqual(answer["groups"], self.listed("--by", "reason"))
        self.assertEqual((answer["waiting"], answer["next"]), (6, None))
        self.assertEqual(served.get("/api/v1/quarantine?by=source").json()["groups"], self.listed("--by", "source"))
        met, cursor = [], ""
        for _ in range(3):
            page = served.get("/api/v1/quarantine?limit=2" + cursor).json()
            met += page["entries"]
            cursor = f"&cursor={page['next']}"
        self.assertEqual(met, self.listed())
        self.assertIsNone(page["next"])
        page = served.get("/api/v1/quarantine?by=reason&limit=1").json()
        self.assertEqual(page["next"], "1")
        page = served.get("/api/v1/quarantine?by=reason&limit=1&cursor=1").json()
        self.assertEqual((page["groups"][0]["field"], page["next"]), ("at", None))
        only = served.get("/api/v1/quarantine?source=motcua&reason=unknown").json()["entries"]
        self.assertEqual([one["field"] for one in only], ["agency"] * 3)
        alone = served.get(f"/api/v1/quarantine/{only[0]['id']}").json()
        self.assertEqual((alone["fields"]["agency"], alone.get("discarded")), ("X0", None))
        for query, why in (("by=agency", "by: expected reason or source"), ("limit=0", "limit: expected"),
                           ("cursor=x", "cursor: expected"), ("sourc=a", "did you mean")):
            answer = served.get("/api/v1/quarantine?" + query)
            self.assertEqual(answer.status, 400)
            self.assertIn(why, answer.json()["detail"])
        self.assertEqual(served.get("/api/v1/quarantine/99").status, 404)
        self.assertEqual(served.get("/api/v1/quarantine/some").status, 404)
        page = served.get("/metrics").text
        for line in ('dunghan_source_quarantine_waiting{source="motcua"} 5',
                     'dunghan_source_quarantine_waiting{source="khac"} 1',
                     'dunghan_source_quarantine_waiting{source="other"} 0'):
            self.assertIn(line, page)

    def test_nothing_is_discarded_without_a_reason_and_the_reason_stays(self):
        self.fill()
        done = self.run_program("quarantine", "discard", "1", code=2)
        self.assertIn("--reason", done.err)
        done = self.run_program("quarantine", "discard", "1", "--reason", "", code=2)
        self.assertIn("reason: missing; expected why", done.err)
        self.assertEqual(len(self.listed()), 6)
        done = self.run_program("quarantine", "discard", "1", "2", "2", "--reason", "thử nghiệm, không phải hồ sơ",
                                "--operator", "Nguyễn An", code=1)
        self.assertEqual((done.out, done.err), ("discarded 2\n", "1 of 3 entries were not there\n"))
        shown = self.run_program("quarantine", "show", "2").out
        self.assertRegex(shown, r"(?m)^state       discarded 2021-06-30T12:00:00\+07:00$")
        self.assertRegex(shown, r"(?m)^by          Nguyễn An$")
        self.assertRegex(shown, r"(?m)^because     thử nghiệm, không phải hồ sơ$")
        self.verify()
        # What is nowhere to be found leaves nothing on record.
        chain, _ = self.verify()
        self.run_program("quarantine", "discard", "2", "77", "--reason", "x", code=1)
        self.assertEqual(self.verify()[0], chain)
        served = daemon.Daemon(self)
        alone = served.get("/api/v1/quarantine/1").json()
        self.assertEqual(alone["discarded"], {"at": "2021-06-30T12:00:00+07:00", "operator": "Nguyễn An",
                                              "reason": "thử nghiệm, không phải hồ sơ", "entries": 2})
        key = (self.data / "serving").read_text().split()[2]
        answer = served.request("/api/v1/quarantine/discard", json.dumps({"ids": [3], "operator": "x"}),
                                "application/json", {"Authorization": f"Bearer {key}"})
        self.assertEqual(answer.status, 400)
        self.assertIn("reason: missing", answer.json()["detail"])
        self.run_program("quarantine", "discard", "3", "--reason", "như trên", "--operator", "B")
        self.assertEqual(served.get("/api/v1/quarantine/3").json()["discarded"]["reason"], "như trên")
        served.stop()
        # Sent again it waits again.
        self.import_events(BAD_AGENCY[2:], options=("--source", "motcua"))
        alone = json.loads(self.run_program("quarantine", "show", "3", "--json").out)
        self.assertEqual((alone["state"], alone["count"], alone.get("discarded")), ("waiting", 2, None))
        self.verify()

    def test_a_mended_rulebook_and_a_retry_of_what_is_meant(self):
        self.fill()
        self.assertIn("go without numbers",
                      self.run_program("quarantine", "retry", "1", "--source", "motcua", code=2).err)
        served = daemon.Daemon(self)
        done = self.run_program("quarantine", "retry", "--source", "khac")
        self.assertEqual(done.out, "retried 1: stored 0, duplicate 0, still quarantined 1\n")
        done = self.run_program("quarantine", "retry", "--reason", "unknown agency")
        self.assertEqual(done.out, "retried 3: stored 0, duplicate 0, still quarantined 3\n")
        served.stop()
        # A rulebook that knows them: what stood against it comes in, and nothing else is touched.
        self.write("agencies.csv", dunghan.AGENCIES + "".join(f"X{n},Sở {n}\n" for n in range(3)))
        done = self.run_program("rulebook", "apply")
        self.assertIn("quarantine retried: stored 3, duplicate 0, still quarantined 3", done.out)
        self.assertEqual(self.statement("2021-06")["total"]["received"], 4)
        self.assertEqual([one["field"] for one in self.listed("--by", "reason")], ["at"])
        self.verify()

    def looks(self):
        return [(act["who"], act["what"], act["reason"]) for act in json.loads(self.run_program("acts", "--format", "json").out)["acts"]
                if act["act"] == "look"]

    def test_who_looks_at_bytes_is_on_record_with_why(self):
        sent, escaped = b'{"dossier": \xff', '{"dossier": \\xff'
        self.import_events(sent + b"\n", options=("--source", "motcua"))
        self.import_events([{**dunghan.received("D9"), "agency": "X9"}])
        shown = json.loads(self.run_program("quarantine", "show", "1", "--json").out)
        self.assertEqual((shown["raw_size"], shown["count"]), (len(sent), 1))
        self.assertNotIn("dossier\\", json.dumps(shown))
        # Neither without a reason, nor where there is nothing to look at; and nothing goes on record.
        look = ("quarantine", "show", "1", "--bytes")
        self.assertIn("reason: missing; expected why", self.run_program(*look, code=2).err)
        self.assertIn("reason: expected text", self.run_program(*look, "--reason", "a\nb", code=2).err)
        self.assertIn("could be parsed", self.run_program("quarantine", "show", "2", "--bytes", "--reason", "x", code=1).err)
        self.run_program("quarantine", "show", "77", "--bytes", "--reason", "x", code=1)
        self.assertEqual(self.looks(), [])
        mine = ("Lò A", 'bytes of quarantine entry 1, of "motcua"', "hỏi lại bên gửi")
        asked = ("--reason", mine[2], "--operator", mine[0])
        self.assertEqual(self.run_program(*look, *asked).out, escaped + "\n")
        self.assertEqual(self.looks(), [mine])
        served = daemon.Daemon(self)
        alone = served.get("/api/v1/quarantine/1").json()
        self.assertEqual((alone["raw_size"], "raw" in alone), (len(sent), False))
        # Each look is one, through the daemon and over HTTP as well.
        self.assertEqual(json.loads(self.run_program(*look, *asked, "--json").out), {"raw": escaped})
        key = {"Authorization": f"Bearer {(self.data / 'serving').read_text().split()[2]}"}
        for body, status in (({"ids": [1], "operator": "B", "reason": "lại"}, 200), ({"ids": [1], "operator": "B"}, 400),
                             ({"ids": [1, 2], "operator": "B", "reason": "x"}, 400), ({"operator": "B", "reason": "x"}, 400),
                             ({"ids": [2], "operator": "B", "reason": "x"}, 400), ({"ids": [77], "operator": "B", "reason": "x"}, 404)):
            answer = served.request("/api/v1/quarantine/look", json.dumps(body), "application/json", key)
            self.assertEqual(answer.status, status, answer.text)
            if status == 200:
                self.assertEqual(answer.json(), {"raw": escaped})
        served.stop()
        self.assertNotIn("dossier", served.errors.read_text().partition("quarantine.looked")[2].partition("\n")[0])
        self.assertEqual(self.looks(), [mine, mine, ("B", mine[1], "lại")])
        self.verify()

    def test_bytes_that_are_kept_no_longer_are_not_looked_at(self):
        self.import_events(b"hello\n", options=("--source", "motcua"))
        for file in (self.data / "unparsed").iterdir():
            file.unlink()
        self.run_program("quarantine", "show", "1", "--bytes", "--reason", "x", code=1)
        self.assertEqual(self.looks(), [])

    def sizes(self):
        return sum(path.stat().st_size for path in self.data.rglob("*") if path.is_file())

    @staticmethod
    def memory(served):
        status = pathlib.Path(f"/proc/{served.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) * 1024

    def test_a_flood_of_one_source_is_bounded_and_leaves_others_alone(self):
        self.bound("max_quarantine = 2000")
        served = daemon.Daemon(self)

        def post(events):
            body = "".join(json.dumps(event) + "\n" for event in events)
            return served.post("/api/v1/events", body, "application/x-ndjson").json()

        def flood(first):
            """Twenty thousand that were never sent before."""
            for start in range(first, first + 20_000, 5_000):
                found = post([{**dunghan.received(f"F{n}"), "agency": f"no-such-agency-{n}", "source": "motcua"}
                              for n in range(start, start + 5_000)])
                self.assertEqual(found["quarantined"], 5_000)

        flood(0)
        disk, memory = self.sizes(), self.memory(served)
        for first in range(20_000, 100_000, 20_000):
            flood(first)
        self.assertLess(self.sizes() - disk, 8 << 20, "what is beyond the bound is only counted")
        self.assertLess(self.memory(served) - memory, 48 << 20)
        # Another source keeps what is its own, entry by entry, and its good events come in.
        found = post([{**dunghan.received(f"K{n}"), "agency": "nobody", "source": "khac"} for n in range(50)] +
                     [dunghan.received("G1", source="khac")])
        self.assertEqual((found["quarantined"], found["stored"]), (50, 1))
        # So do good ones of the source itself.
        self.assertEqual(post([dunghan.received("G2", source="motcua")])["stored"], 1)
        counts = {one["source"]: (one["entries"], one["count"]) for one in self.listed("--by", "source")}
        self.assertEqual(counts, {"motcua": (2001, 100_000), "khac": (50, 50)})
        by_reason = self.listed("--by", "reason", "--source", "motcua")
        self.assertEqual([(one["entries"], one["count"]) for one in by_reason], [(2000, 2000), (1, 98_000)])
        self.assertTrue(by_reason[1]["reason"].startswith("bound: "))
        served.stop()
        self.verify()

    def test_bytes_are_bounded_as_well(self):
        self.bound('max_quarantine_bytes = "1MiB"')
        lines = "".join("{broken %d %s\n" % (n, "x" * 20_000) for n in range(200))
        self.assertEqual(self.import_events(lines, options=("--source", "motcua"))[3], 200)
        listed = self.listed()
        kept = [one for one in listed if one["raw_size"] > 0]
        self.assertEqual(sum(one["raw_size"] for one in kept) >> 10, 1016, "52 of them")
        self.assertEqual(len(listed), len(kept) + 1)
        self.assertIn("1048576 bytes of the source at most may wait ([ledger] max_quarantine_bytes)",
                      listed[-1]["reason"])
        self.assertEqual(listed[-1]["count"], 200 - len(kept))
        # Others have their own portion, and what is discarded makes room.
        self.assertEqual(self.import_events("{other %s\n" % ("y" * 20_000), options=("--source", "khac"))[3], 1)
        self.assertEqual(len(self.listed("--source", "khac")), 1)
        self.run_program("quarantine", "discard", str(kept[0]["id"]), "--reason", "hỏng")
        self.import_events("{again %s\n" % ("x" * 20_000), options=("--source", "motcua"))
        self.assertEqual(self.listed("--source", "motcua")[-1]["count"], 1)
        self.verify()


if __name__ == "__main__":
    dunghan.main()
