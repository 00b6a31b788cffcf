"""Alerts of single dossiers at a real Alertmanager: each one in one message, whatever dies in between."""

import collections
import datetime
import random
import re
import subprocess
import time
import unittest
import zoneinfo

import alertmanager
import daemon
import dunghan

ZONE = zoneinfo.ZoneInfo("Asia/Ho_Chi_Minh")
HOURS = (("07:30", "11:30"), ("13:30", "17:00"))
DAY_OFF = datetime.date(2021, 6, 10)
ROUNDS = ("07:30", "08:30", "09:30", "10:30", "13:30", "14:30", "15:30", "16:30")
HELD = re.compile(r"alerts\.round round=(\S+)|alerts\.resumed .*last_round=(\S+)")
TIERS = {"3wd": 3, "1wd": 1, "3wh": datetime.timedelta(hours=3)}


def at(day, clock="00:00"):
    return datetime.datetime.combine(day, datetime.time.fromisoformat(clock), ZONE)


def works(day):
    return day.weekday() < 5 and day != DAY_OFF


def days_between(first, last):
    """Working days after the first up to the last."""
    return sum(works(first + datetime.timedelta(days=n + 1)) for n in range((last - first).days))


def opening_hours(first, last):
    day = first
    while day <= last:
        if works(day):
            yield from ((at(day, opens), at(day, closes)) for opens, closes in HOURS)
        day += datetime.timedelta(days=1)


def worked(begin, end):
    parts = (min(end, closes) - max(begin, opens)
             for opens, closes in opening_hours(begin.date(), end.date()))
    return sum((part for part in parts if part > datetime.timedelta()), datetime.timedelta())


def tier_of(dossier, now, apologised):
    """The tier that a dossier of a list has reached, and the version of its due."""
    if not dossier["overdue_from"]:
        return None
    version = datetime.datetime.fromisoformat(dossier["overdue_from"])
    due_day = (version - datetime.timedelta(milliseconds=1)).date()
    if dossier["standing"] == "overdue":
        late = not apologised and days_between(due_day, now.date()) >= 2
        return ("apology" if late else "overdue"), version
    if dossier["standing"] != "in_time":
        return None

    def reached(tier, moment):
        if tier.endswith("wd"):
            return days_between(moment.date(), due_day) <= TIERS[tier]
        return worked(moment, version) <= TIERS[tier]

    received = datetime.datetime.fromisoformat(dossier["received_at"])
    nearest = next((tier for tier in ("3wh", "1wd", "3wd") if reached(tier, now)), None)
    # A working day before: return it or apologise, where there were two of them.
    if not apologised and nearest in ("1wd", "3wd") and reached("1wd", now) \
            and days_between(received.date(), due_day) >= 2:
        return "apology_due", version
    return None if nearest is None or reached(nearest, received) else (nearest, version)


class Told:
    """What messages said: every dossier by name, and how many were only counted."""

    def __init__(self, messages):
        self.named = collections.Counter()
        self.rounds = {}
        self.counted = collections.Counter()
        for message in messages:
            for alert in message["alerts"]:
                labels = alert["labels"]
                if labels["alertname"] == "DossierMore":
                    self.counted[labels["agency"], labels["round"]] += int(alert["annotations"]["count"])
                else:
                    self.named[labels["dossier"], labels["tier"], labels["round"]] += 1


@unittest.skipUnless(alertmanager.AVAILABLE, "no prometheus-alertmanager")
class Alerts(dunghan.Case):
    def setUp(self):
        super().setUp()
        self.write("calendar.toml", dunghan.CALENDAR + f'[[exception]]\ndate = {DAY_OFF}\nname = "Nghỉ"\n')

    def tell(self, *alertmanagers, more=""):
        urls = ", ".join(f'"{one.url}"' for one in alertmanagers)
        self.configure("calendar.toml", "agencies.csv", "procedures.csv",
                       f'[alerts]\nalertmanager = [{urls}]\nresend_every = "10s"\n{more}')

    def serve(self, clock, *arguments):
        self.clock = clock.isoformat()
        return daemon.Daemon(self, "--verbose", *arguments)

    def await_round(self, served, label):
        """Until that round has been held, now or by an earlier start."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            found = HELD.findall(served.errors.read_text())
            if label in {text for pair in found for text in pair}:
                return
            time.sleep(0.02)
        served.fail(f"round {label} is not held")

    def await_line(self, served, text, seconds=30):
        end = time.monotonic() + seconds
        while text not in served.errors.read_text():
            if time.monotonic() > end:
                served.fail(f"never said {text}")
            time.sleep(0.02)

    def listed(self, served):
        answer = served.get("/api/v1/dossiers?limit=1000")
        self.assertEqual(answer.status, 200, answer.text)
        self.assertIsNone(answer.json()["next"])
        return answer.json()["dossiers"]

    # A week in steps: the program is started at each round and dies in many ways in between.

    def test_a_week_in_which_the_program_dies_again_and_again(self):
        seed = 20210607
        print(f"seed {seed}")
        self.random = random.Random(seed)
        self.apologised = set()
        self.number = 0
        heard = alertmanager.Alertmanager(self)
        self.tell(heard, more="per_agency = 1000\n")
        expected = {}
        every = ROUNDS if dunghan.LONG else ("07:30", "10:30", "14:30", "16:30")
        first = datetime.date(2021, 6, 7)
        for day in (first + datetime.timedelta(days=n) for n in range(8)):
            for hour in every if works(day) else ("10:30",):
                self.step(at(day, hour), expected)
            if day.weekday() == 2:
                self.night(at(day, "22:00"), heard)
        served = self.serve(at(first + datetime.timedelta(days=8), "07:35"))
        self.await_round(served, at(first + datetime.timedelta(days=8), "07:30").isoformat())
        self.expect(self.listed(served), at(first + datetime.timedelta(days=8), "07:30"), expected)
        heard.settle()
        served.stop()

        told = Told(heard.receiver.messages)
        self.assertEqual(set(told.counted), set())
        self.assertEqual({times for times in told.named.values()}, {1})
        rounds = {(dossier, tier, label) for dossier, tier, label in told.named}
        wanted = {(dossier, tier, label) for (dossier, tier, _), label in expected.items()}
        self.assertEqual(wanted ^ rounds, set(), f"{len(wanted)} wanted, {len(rounds)} told")
        tiers = {tier for _, tier, _ in wanted}
        self.assertLessEqual({"3wd", "3wh", "overdue", "apology", "apology_due"}, tiers)
        moved = collections.Counter(dossier for dossier, _ in {(dossier, due) for dossier, _, due in expected})
        self.assertGreater(max(moved.values()), 1, "no due has moved")
        groups = [(message["groupLabels"]["agency"], message["groupLabels"]["round"])
                  for message in heard.receiver.messages]
        self.assertEqual(len(groups), len(set(groups)))
        self.verify()

    def step(self, round_at, expected):
        """One start of the program within a round, on a day off or at a working hour."""
        way = self.random.choice(("stop", "kill", "kill at once", "kill soon"))
        if way.startswith("kill "):
            # Before, while or after the round is held: the next start makes good for it.
            served = self.serve(round_at + datetime.timedelta(minutes=1))
            time.sleep(0 if way == "kill at once" else self.random.uniform(0, 0.4))
            served.kill()
        served = self.serve(round_at + datetime.timedelta(minutes=2))
        if works(round_at.date()):
            self.await_round(served, round_at.isoformat())
            self.expect(self.listed(served), round_at + datetime.timedelta(minutes=2), expected,
                        round_at.isoformat())
        else:
            self.await_line(served, "alerts.resumed")
        # What ends before Alertmanager has sent its message is in none.
        time.sleep(0.6)
        for _ in range(self.random.randint(2, 6)):
            self.happen(served, round_at + datetime.timedelta(minutes=1), self.listed(served))
        served.kill() if way == "kill" else served.stop()

    def expect(self, dossiers, now, expected, label=None):
        label = label or now.isoformat()
        # Everything in the first round of the day that says something, then what is a matter of hours.
        is_morning = all(other[:10] != label[:10] for other in expected.values())
        for dossier in dossiers:
            reached = tier_of(dossier, now, dossier["code"] in self.apologised)
            if reached and (is_morning or reached[0].endswith("wh")):
                expected.setdefault((dossier["code"], *reached), label)

    def happen(self, served, now, dossiers):
        """Something that an office does."""
        def event(kind, code, **more):
            self.number += 1
            served.post_events({"dossier": code, "type": kind, "at": now.isoformat(), "agency": "A",
                                "procedure": "Q", "id": f"e{self.number}", **more})

        def due():
            day = now.date() + datetime.timedelta(days=self.random.randint(0, 6))
            hour = self.random.choice(("09:10", "11:00", "15:40"))
            return at(day, hour).isoformat() if self.random.random() < 0.4 else day.isoformat()

        which = self.random.random()
        if not dossiers or which < 0.5:
            return event("received", f"H-{self.number}", due=due(), agency=self.random.choice("AB"))
        code = self.random.choice(dossiers)["code"]
        if which < 0.65:
            event("completed", code)
        elif which < 0.75:
            event("suspended", code, reason="staff")
        elif which < 0.82:
            event("resumed", code)
        elif which < 0.92:
            # A promise moves only where the clock stood in between.
            event("suspended", code, reason="citizen")
            event("resumed", code, at=(now + datetime.timedelta(seconds=1)).isoformat())
            event("due_set", code, at=(now + datetime.timedelta(seconds=2)).isoformat(), due=due())
        else:
            self.apologised.add(code)
            event("apologised", code, due=due())

    def night(self, now, heard):
        """Nothing is told at night, not even what was held back by a dead Alertmanager."""
        heard.settle()
        before = len(heard.receiver.messages)
        served = self.serve(now)
        self.await_line(served, "alerts.resumed")
        heard.settle()
        self.assertEqual(len(heard.receiver.messages), before)
        served.stop()

    def test_what_could_not_be_delivered_by_day_waits_for_the_opening(self):
        heard = alertmanager.Alertmanager(self, start=False)
        self.tell(heard)
        day = datetime.date(2021, 6, 8)
        served = self.serve(at(day, "16:31"))
        served.post_events(dunghan.received("D1", at="2021-06-01T08:00:00+07:00", due="2021-06-07"))
        served.stop()
        served = self.serve(at(day, "16:40"))
        self.await_line(served, "alertmanager.failed")
        served.kill()
        heard.start()
        served = self.serve(at(day, "20:00"))
        self.await_line(served, "alerts.resumed alerts=1")
        time.sleep(3)
        self.assertEqual(heard.active(), [])
        served.stop()
        # The next day is no working day, and by the one after, the letter of apology is missing.
        served = self.serve(at(day + datetime.timedelta(days=1), "07:31"))
        heard.await_messages(lambda messages: len(messages) >= 1)
        told = Told(heard.receiver.messages)
        self.assertEqual(len(told.named), 1, told.named)
        served.stop()

    def test_an_alert_ends_with_what_it_tells(self):
        heard = alertmanager.Alertmanager(self)
        self.tell(heard, more='[site]\nurl = "https://dunghan.example.vn"\n')
        day = datetime.date(2021, 6, 8)
        served = self.serve(at(day, "07:00"))
        for code in ("ended", "stopped", "moved", "stays"):
            due = "2021-06-07" if code == "stays" else "2021-06-09"
            served.post_events(dunghan.received(code, at="2021-06-01T08:00:00+07:00", due=due))
        served.post_events({"dossier": "stays", "type": "assigned", "at": "2021-06-02T08:00:00+07:00",
                            "agency": "A", "unit": "Phòng Một", "step": "Thẩm định",
                            "step_due": "2021-06-04"})
        served.stop()
        served = self.serve(at(day, "08:31"))
        heard.await_messages(lambda messages: len(Told(messages).named) == 4)
        now = {"at": at(day, "08:21").isoformat()}
        stop = {"type": "suspended", "reason": "citizen", "at": at(day, "08:20").isoformat()}
        served.post_events({"dossier": "ended", "type": "completed", **now},
                           {"dossier": "stopped", **stop}, {"dossier": "moved", **stop},
                           {"dossier": "moved", "type": "resumed", **now},
                           {"dossier": "moved", "type": "due_set", "due": "2021-06-30",
                            "at": at(day, "08:22").isoformat()})
        end = time.monotonic() + 10
        while {alert["labels"]["dossier"] for alert in heard.active()} != {"stays"}:
            self.assertLess(time.monotonic(), end, heard.active())
            time.sleep(0.1)
        # It does not come back when the dossier goes on: in this version of its due it was told of.
        served.post_events({"dossier": "stopped", "type": "resumed", **now})
        served.kill()
        served = self.serve(at(day, "09:31"))
        self.await_round(served, at(day, "09:30").isoformat())
        heard.settle()
        self.assertEqual(len(heard.receiver.messages), 1)
        self.assertEqual({alert["labels"]["dossier"] for alert in heard.active()}, {"stays"})
        labels = heard.active()[0]["labels"]
        self.assertEqual(labels, {"alertname": "DossierOverdue", "scope": "dossier", "agency": "A",
                                  "digest": "daily",
                                  "round": "2021-06-08T08:30:00+07:00", "tier": "overdue",
                                  "dossier": "stays", "procedure": "P", "severity": "warning"})
        texts = heard.active()[0]["annotations"]
        self.assertEqual(texts["summary_vi"], "Hồ sơ stays đã quá hạn")
        self.assertEqual(texts["description_vi"], "Sở A (A): hồ sơ stays, thủ tục Thủ tục P (P), đang ở "
                         "Phòng Một, bước Thẩm định, hẹn trả 07/06/2021, đã quá hạn 1 ngày làm việc.")
        self.assertEqual({key: texts.get(key) for key in
                          ("agency_vi", "procedure_vi", "held_vi", "urgent", "standing_vi", "link")},
                         {"agency_vi": "Sở A (A)", "procedure_vi": "Thủ tục P (P)",
                          "held_vi": "Phòng Một, bước Thẩm định", "urgent": "1",
                          "standing_vi": "đã quá hạn 1 ngày làm việc",
                          "link": "https://dunghan.example.vn/api/v1/dossiers/stays?lang=vi"})
        # The stock as the round was held, "moved" and "stopped" among what is not overdue.
        self.assertEqual(texts["stock_vi"],
                         "Cơ quan đang có 1 hồ sơ quá hạn; 0 hồ sơ đến hạn hôm nay.")
        self.assertEqual(texts["due"], "2021-06-07")
        served.stop()

    def test_waiting_to_be_accepted(self):
        heard = alertmanager.Alertmanager(self)
        self.tell(heard)
        day = datetime.date(2021, 6, 8)
        served = self.serve(at(day, "07:40"))
        served.post_events({"dossier": "O1", "type": "submitted", "at": "2021-06-07T08:00:00+07:00",
                            "agency": "A", "procedure": "P", "channel": "online"})
        served.stop()
        # Eight working hours from Monday 08:00 are over on Tuesday at 08:30.
        served = self.serve(at(day, "09:31"))
        heard.await_messages(lambda messages: len(messages) == 1)
        self.assertEqual(set(Told(heard.receiver.messages).named),
                         {("O1", "acceptance", "2021-06-08T09:30:00+07:00")})
        served.stop()

    def test_ten_thousand_are_counted_and_not_told_one_by_one(self):
        """9,000 have been overdue for weeks, 1,000 fall due in the course of the day; B has every tenth."""
        heard = alertmanager.Alertmanager(self)
        self.tell(heard, more="max_dossiers = 50\n")
        day = datetime.date(2021, 6, 7)
        long_ago, today = at(datetime.date(2021, 5, 3), "08:00"), at(day, "07:45")
        dues = ([long_ago + datetime.timedelta(minutes=n) for n in range(9000)]
                + [today + datetime.timedelta(seconds=30 * n) for n in range(1000)])
        self.clock = at(day, "06:00").isoformat()
        self.import_events([dunghan.received(f"D{n:05}", at="2021-04-01T08:00:00+07:00", procedure="Q",
                                             agency="A" if n % 10 else "B", due=due.isoformat())
                            for n, due in enumerate(dues)])
        served = self.serve(at(day, "07:00"), "--speed", "3600")
        while datetime.datetime.fromisoformat(served.get("/api/v1/live").json()["now"]) < at(day, "17:10"):
            time.sleep(0.2)
        heard.settle()
        served.stop()

        groups = [(message["groupLabels"]["agency"], message["groupLabels"]["round"])
                  for message in heard.receiver.messages]
        self.assertEqual(len(groups), len(set(groups)))
        self.assertLessEqual(max(collections.Counter(agency for agency, _ in groups).values()), 8)
        told = Told(heard.receiver.messages)
        self.assertEqual(set(told.named.values()), {1})
        self.assertEqual(len(told.named), 50)
        # At the opening the twenty of each agency that have been overdue for longest.
        opening = {dossier for dossier, _, label in told.named if label == at(day, "07:30").isoformat()}
        self.assertEqual(opening, {f"D{n:05}" for n in [n for n in range(100) if n % 10][:20]}
                         | {f"D{n:05}" for n in range(0, 200, 10)})
        self.assertEqual(told.counted["A", at(day, "07:30").isoformat()]
                         + told.counted["B", at(day, "07:30").isoformat()], 10_000 - 40)
        announced = re.findall(r"alerts\.round round=\S+ dossiers=(\d+)", served.errors.read_text())
        self.assertEqual(sum(map(int, announced)), 50 + sum(told.counted.values()))
        self.assertGreater(sum(told.counted.values()), 10_000)

    def test_one_that_is_down_holds_up_nobody_and_gets_everything_later(self):
        heard, late = alertmanager.Alertmanager(self), alertmanager.Alertmanager(self, start=False)
        self.tell(heard, late)
        day = datetime.date(2021, 6, 8)
        served = self.serve(at(day, "08:00"))
        served.post_events(*(dunghan.received(f"D{n}", at="2021-06-01T08:00:00+07:00", due="2021-06-07")
                             for n in range(30)))
        served.stop()
        served = self.serve(at(day, "08:31"))
        heard.await_messages(lambda messages: len(Told(messages).named) == 20, seconds=5)
        late.start()
        late.await_messages(lambda messages: len(Told(messages).named) == 20)
        for one in (heard, late):
            told = Told(one.receiver.messages)
            self.assertEqual(set(told.named.values()), {1})
            self.assertEqual(list(told.counted.values()), [10])
            self.assertEqual(len(one.receiver.messages), 1)
        served.stop()

    def test_routes_are_good_for_a_configuration(self):
        routes = self.run_program("alertmanager-routes").out
        receivers = self.run_program("alertmanager-routes", "--receivers").out
        self.assertEqual(re.findall(r"receiver: (\S+)", routes), ["agency-A", "agency-B"])
        path = self.write("alertmanager.yml", f"""
global: {{smtp_smarthost: "mail.example.org:25", smtp_from: a@example.org}}
templates: [{dunghan.SOURCE}/deploy/alertmanager/templates/*.tmpl]
route:
  receiver: other
  routes:
    - matchers: [scope="dossier"]
      group_by: [agency, round]
      routes:
{routes}
receivers:
  - name: other
{receivers}
""")
        for command in (["check-config", path],
                        ["config", "routes", "test", f"--config.file={path}",
                         "--verify.receivers=agency-B", "scope=dossier", "agency=B"]):
            done = subprocess.run(["amtool", *map(str, command)], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    dunghan.main()
