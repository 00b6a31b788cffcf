"""What time alone changes shows by itself, at the right instant, with nothing arriving."""

import datetime
import json
import re
import threading
import time
import urllib.request

import daemon
import dunghan


def instant(text):
    return datetime.datetime.fromisoformat(text)


class LiveTime(dunghan.Case):
    def value(self, page, series):
        found = re.search(re.escape(series) + r" (\S+)", page)
        self.assertIsNotNone(found, series)
        return float(found.group(1))

    def watch(self, served, until, received):
        """Collects the messages of the stream until one shows the instant."""
        with urllib.request.urlopen(served.url + "/api/v1/stream", timeout=60) as stream:
            for line in stream:
                if line.startswith(b"data: "):
                    message = json.loads(line[6:])
                    received.append(message)
                    if instant(message["now"]) >= until:
                        return

    def test_a_dossier_falls_due_while_nothing_arrives(self):
        """Due on Friday 25 June at 10:30; the clock runs a minute a second from 10:20."""
        self.clock = "2021-06-25T10:20:00+07:00"
        served = daemon.Daemon(self, "--speed", "60")
        due = "2021-06-25T10:30:00+07:00"
        served.post_events(dunghan.received("D1", procedure="Q", due=due),
                           dunghan.received("D2", procedure="Q", due="2021-06-29T10:30:00+07:00"))
        messages = []
        watching = threading.Thread(target=self.watch, args=(served, instant("2021-06-25T10:34:00+07:00"),
                                                             messages))
        watching.start()
        seen = set()
        while not {True, False} <= {late for _, late in seen}:
            page = served.get("/metrics").text
            listed = served.get("/api/v1/dossiers?standing=overdue").json()
            late = instant(listed["now"]) > instant(due)
            self.assertEqual([one["code"] for one in listed["dossiers"]], ["D1"] if late else [])
            seen.add((self.value(page, 'dossier_open{agency="A",due="overdue_1wd"}'), late))
            time.sleep(0.05)
        watching.join()
        for message in messages:
            if message["position"]["seq"] == 3:
                late = instant(message["now"]) > instant(due)
                self.assertEqual(message["total"]["overdue"], 1 if late else 0, message["now"])
        self.assertIn(True, [message["total"]["overdue"] == 1 for message in messages])
        page = served.get("/metrics").text
        self.assertEqual(self.value(page, 'dossier_open{agency="A",due="overdue_1wd"}'), 1)
        self.assertEqual(self.value(page, 'dossier_procedure_open{procedure="Q",state="overdue"}'), 1)
        served.stop()

    def test_over_a_weekend_and_a_holiday(self):
        """Due on Friday 25 June by date; Monday 28 is a holiday. It is overdue from Saturday 00:00, and the
        buckets count the Tuesday as the first working day after. The clock runs ten hours a second."""
        self.write("calendar.toml", dunghan.CALENDAR + """
[[exception]]
date = 2021-06-28
name = "Ngày nghỉ"
""")
        self.clock = "2021-06-25T22:00:00+07:00"
        served = daemon.Daemon(self, "--speed", "36000")
        served.post_events(dunghan.received("D1", due="2021-06-25"),
                           dunghan.received("D2", due="2021-06-29"),
                           dunghan.received("D3", due="2021-06-30"))
        midnight = instant("2021-06-26T00:00:00+07:00")
        tuesday = instant("2021-06-29T00:00:00+07:00")
        moments = set()
        end = instant("2021-06-29T12:00:00+07:00")
        while True:
            live = served.get("/api/v1/live").json()
            now = instant(live["now"])
            buckets = live["total"]["open"]
            if now < midnight:
                moments.add("friday")
                self.assertEqual((live["total"]["overdue"], buckets["today"], buckets["1wd"], buckets["3wd"]),
                                 (0, 1, 1, 1), live["now"])
            elif now < tuesday:
                # D2 is due on the next working day, from each day of the weekend; D3 on the one after.
                moments.add("weekend")
                self.assertEqual((live["total"]["overdue"], buckets["today"], buckets["1wd"], buckets["3wd"]),
                                 (1, 0, 1, 1), live["now"])
            else:
                moments.add("tuesday")
                self.assertEqual((live["total"]["overdue"], buckets["today"], buckets["1wd"], buckets["3wd"]),
                                 (1, 1, 1, 0), live["now"])
            if now > end:
                break
            time.sleep(0.1)
        self.assertEqual(moments, {"friday", "weekend", "tuesday"})
        served.stop()
        # Every night at 03:00 the board in use is held against one that is loaded anew.
        log = served.errors.read_text()
        self.assertIn("board.agrees open_dossiers=3", log)
        self.assertNotIn("board.differed", log)

    def test_a_new_day_and_month_begin_by_themselves(self):
        self.clock = "2021-06-30T23:40:00+07:00"
        served = daemon.Daemon(self, "--speed", "600")
        served.post_events(dunghan.received("D1", at="2021-06-30T10:00:00+07:00"),
                           {"dossier": "D1", "type": "completed", "at": "2021-06-30T11:00:00+07:00"})
        live = served.get("/api/v1/live").json()
        self.assertEqual(live["month"]["name"], "2021-06")
        self.assertEqual(live["total"]["today"]["received"], 1)
        self.assertEqual(live["total"]["month"]["early"], 1)
        while served.get("/api/v1/live").json()["month"]["name"] == "2021-06":
            time.sleep(0.1)
        live = served.get("/api/v1/live").json()
        self.assertEqual(live["month"]["name"], "2021-07")
        self.assertEqual(live["total"]["today"]["received"], 0)
        self.assertEqual(live["total"]["month"]["early"], 0)
        page = served.get("/metrics").text
        june = 'dossier_period_results{agency="A",period="previous_month",timeliness="early"}'
        self.assertEqual(self.value(page, june), 1)
        # The chain's head is in the log once a day, for whoever keeps it.
        self.assertRegex(served.errors.read_text(), r"day\.begun day=2021-07-01 chain=3:[0-9a-f]{64}")
        served.stop()

    def test_an_event_dated_ahead_takes_effect_when_its_time_comes(self):
        self.clock = "2021-06-25T10:00:00+07:00"
        served = daemon.Daemon(self, "--speed", "60")
        served.post_events(dunghan.received("D1", due="2021-06-29"),
                           {"dossier": "D1", "type": "completed", "at": "2021-06-25T10:03:00+07:00"})
        while True:
            live = served.get("/api/v1/live").json()
            ended = live["total"]["today"]["early"]
            if instant(live["now"]) < instant("2021-06-25T10:03:00+07:00"):
                self.assertEqual(ended, 0, live["now"])
            elif ended:
                break
            self.assertLess(instant(live["now"]), instant("2021-06-25T11:00:00+07:00"))
            time.sleep(0.05)
        self.assertEqual(served.get("/api/v1/live").json()["total"]["open_total"], 0)
        served.stop()
        # By a clock that stands before the end, a state that counts it is wrong; by the daemon's it is right.
        done = self.verify(code=1)
        self.assertIn("counts what is dated ahead of this clock, 2021-06-25T03:0", done.err)
        self.clock = live["now"]
        self.verify()

    def test_unparsed_bytes_go_after_their_time_while_the_daemon_runs(self):
        self.clock = "2021-06-01T12:00:00+07:00"
        served = daemon.Daemon(self, "--speed", "500000")
        body = json.dumps(dunghan.received("D1")) + "\n{broken\n"
        answer = served.post("/api/v1/events", body, "application/x-ndjson")
        self.assertEqual(answer.json()["quarantined"], 1, answer.text)
        unparsed = list((self.data / "unparsed").iterdir())
        self.assertEqual([path.read_text() for path in unparsed], ["{broken"])
        served.wait_for_log("job.done job=purge")
        self.assertFalse(unparsed[0].exists())
        kept = instant(served.get("/api/v1/live").json()["now"]) - instant(f"{unparsed[0].stem}T00:00:00+00:00")
        self.assertGreater(kept, datetime.timedelta(days=30))
        served.stop()

    def test_the_clock_set_back_does_not_set_back_the_record(self):
        self.clock = "2021-06-25T10:00:00+07:00"
        served = daemon.Daemon(self)
        served.post_events(dunghan.received("D1"))
        served.stop()
        self.clock = "2021-06-20T10:00:00+07:00"
        served = daemon.Daemon(self)
        served.post_events(dunghan.received("D2"))
        served.stop()
        self.clock = "2021-06-26T10:00:00+07:00"
        recorded = [json.loads(self.run_program("dossier", code, "--json").out)["events"][0]["recorded_at"]
                    for code in ("D1", "D2")]
        self.assertLessEqual(instant(recorded[0]), instant(recorded[1]))


if __name__ == "__main__":
    dunghan.main()
