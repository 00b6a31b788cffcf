"""Every lawful due can be worked out again from its explanation alone, by a program that shares
nothing with this one; and the sentences name the law, the decision and the holidays."""

import calendar as months
import collections
import csv
import datetime
import json
import random
import unittest
import zoneinfo

import daemon
import dunghan

DOSSIERS = 6000 if dunghan.LONG else 2500
CHECKED = 1000
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = datetime.timedelta(days=1)
NOTHING = datetime.timedelta()


class Office:
    """The calendar of an explanation, counted day by day."""

    def __init__(self, said):
        self.zone = zoneinfo.ZoneInfo(said["zone"])
        self.weekly = said["hours"]
        self.exceptions = {day["date"]: day["hours"] for day in said["exceptions"]}
        self.last = datetime.date.fromisoformat(said["valid_to"])

    def at(self, day, clock):
        hour, minute = map(int, clock.split(":"))
        midnight = datetime.datetime.combine(day, datetime.time(), self.zone)
        return midnight + datetime.timedelta(hours=hour, minutes=minute)

    def day_of(self, instant):
        return instant.astimezone(self.zone).date()

    def hours(self, day):
        if day > self.last:
            raise OverflowError(day)
        texts = self.exceptions.get(day.isoformat(), self.weekly[DAYS[day.weekday()]])
        return [tuple(self.at(day, clock) for clock in text.split("-")) for text in texts]

    def closing(self, day):
        return self.hours(day)[-1][1]

    def next_open_day(self, day):
        while not self.hours(day):
            day += DAY
        return day

    def worked(self, start, end):
        total, day = NOTHING, self.day_of(start)
        while day <= self.day_of(end):
            for opens, closes in self.hours(day):
                total += max(NOTHING, min(closes, end) - max(opens, start))
            day += DAY
        return total

    def after(self, start, time):
        """The earliest instant at which that much was worked since `start`."""
        day = self.day_of(start)
        while True:
            for opens, closes in self.hours(day):
                here = max(NOTHING, closes - max(opens, start))
                if NOTHING < here and time <= here:
                    return max(opens, start) + time
                time -= here
            day += DAY


def parse(instant):
    return datetime.datetime.fromisoformat(instant)


def split(limit):
    if limit == "sd":
        return 1, "sd"
    return int(limit[:-2]), limit[-2:]


def months_later(day, count):
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return datetime.date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def plain(office, start, limit, cutoff):
    """(the day the limit ends on before rolling, the due) without suspensions."""
    amount, unit = split(limit)
    day = office.day_of(start)
    if unit in ("wh", "ws"):
        seconds = amount * 3600 if unit == "wh" else amount
        return None, office.after(start, datetime.timedelta(seconds=seconds))
    if unit == "wd":
        while amount > 0:
            day += DAY
            amount -= bool(office.hours(day))
        return day, office.closing(day)
    if unit == "sd":
        late = start >= office.at(day, cutoff)
        if not office.hours(day) or late or start >= office.closing(day):
            day = office.next_open_day(day + DAY)
        return day, office.closing(day)
    last = day + amount * DAY if unit == "cd" else months_later(day, amount)
    return last, office.closing(office.next_open_day(last))


def lawful_due(explanation):
    """From the explanation alone; nothing while the clock stands."""
    office = Office(explanation["calendar"])
    asked = explanation["lawful_due"]
    unit = split(asked["limit"])[1]
    start = parse(asked["from"])
    last, unmoved = plain(office, start, asked["limit"], explanation["rules"]["same_day_cutoff"])
    due, total = unmoved, NOTHING
    for stop in sorted(asked["suspensions"], key=lambda one: parse(one["from"])):
        begun, over = max(parse(stop["from"]), start), parse(stop["to"])
        if begun >= over or begun >= due:
            continue
        if unit in ("cd", "mo"):
            total += over - begun
            days = -(-total // DAY)
            due = office.closing(office.next_open_day(last + days * DAY))
        else:
            total += office.worked(begun, over)
            if total == NOTHING:
                continue
            due = office.after(unmoved, total)
            if unit not in ("wh", "ws"):
                due = office.closing(office.day_of(due))
    return due


def written(instant, office):
    return office.day_of(instant).strftime("%d/%m/%Y")


class Explain(dunghan.Case):
    def setUp(self):
        super().setUp()
        self.config = dunghan.SOURCE / "config" / "dunghan.toml"
        self.clock = "2026-03-31T12:00:00+07:00"
        self.events = self.folder / "events.ndjson"
        self.run_program("simulate", "--dossiers", DOSSIERS, "--from", "2024-12-01", "--to",
                         "2026-03-31", "--seed", 7, "-o", self.events)
        self.run_program("import", self.events)

    def sample(self):
        """Random dossiers, some of every unit of a limit among them."""
        with open(dunghan.SOURCE / "config/son-la/procedures.csv", encoding="utf-8-sig") as file:
            units = {row["code"]: split(row["limit"])[1] for row in csv.DictReader(file)
                     if row["limit"]}
        by_unit = collections.defaultdict(set)
        for line in self.events.read_text().splitlines():
            event = json.loads(line)
            if event["type"] == "received":
                by_unit[units.get(event["procedure"], "")].add(event["dossier"])
        chance = random.Random(11)
        codes = {code for found in by_unit.values()
                 for code in chance.sample(sorted(found), min(40, len(found)))}
        others = sorted(set().union(*by_unit.values()) - codes)
        codes.update(chance.sample(others, min(len(others), CHECKED - len(codes))))
        return sorted(codes), set(by_unit) - {""}

    def check_sentences(self, dossier, due):
        explanation = dossier["explanation"]
        office = Office(explanation["calendar"])
        lawful = " ".join(explanation["lawful"])
        self.assertIn(explanation["rules"]["procedure"]["decision"], explanation["lawful"][0])
        self.assertIn("phiên bản 1", explanation["lawful"][1])
        if split(explanation["lawful_due"]["limit"])[1] != "sd":
            self.assertIn("Bộ luật Dân sự 2015", lawful)
        self.assertIn(f"Lịch làm việc {explanation['calendar']['name']}", lawful)
        if due:
            self.assertTrue(any(line.startswith("Hạn theo quy định: ") and written(due, office) in line
                                for line in explanation["lawful"]), lawful)
            first = office.day_of(parse(explanation["lawful_due"]["from"]))
            for day in explanation["calendar"]["exceptions"]:
                date = datetime.date.fromisoformat(day["date"])
                if first <= date <= office.day_of(due):
                    self.assertIn(day["name"], lawful)
        if explanation["acceptance_due"]:
            # The law of the day: before July 2025 it set no such limit.
            submitted = explanation["acceptance_due"]["from"]
            law = "Nghị định 118/2025/NĐ-CP" if submitted >= "2025-07-01" else "theo thiết lập"
            self.assertIn(law, " ".join(explanation["acceptance"]))

    def check_last_step(self, asked, unit, office, sentences):
        """From the due without suspensions by what was added to where that leads."""
        if not asked.get("added_seconds"):
            self.assertNotIn("reached", asked)
            return
        if unit in ("cd", "mo"):
            last = datetime.date.fromisoformat(asked["counted"]["to"])
            reached = datetime.date.fromisoformat(asked["reached_date"])
            self.assertEqual(reached, last + asked["added_days"] * DAY)
        else:
            added = datetime.timedelta(seconds=asked["added_seconds"])
            reached = parse(asked["reached"])
            self.assertEqual(reached, office.after(parse(asked["unsuspended_due"]), added))
            self.assertIn(reached.strftime("%H:%M"), " ".join(sentences))
            reached = office.day_of(reached)
        self.assertIn(reached.strftime("%d/%m/%Y"), " ".join(sentences))

    def check(self, dossier):
        """What the explanation was of: the unit and what made it special."""
        explanation = dossier["explanation"]
        asked = explanation["lawful_due"]
        self.assertEqual(asked is None, explanation["rules"]["limit_by"] is None)
        if explanation["times"]:
            parts = sum(part["seconds"] for part in explanation["parts"])
            self.assertAlmostEqual(parts, explanation["times"]["total"], places=3)
        if asked is None:
            return "no limit", ""
        unit = split(asked["limit"])[1]
        if "error" in asked:
            with self.assertRaises(OverflowError):
                lawful_due(explanation)
            return unit, "beyond the calendar"
        if asked["open_since"]:
            self.assertEqual(dossier["lawful"]["no_due"], "suspended")
            self.check_sentences(dossier, None)
            return unit, "suspended"
        due = lawful_due(explanation)
        self.assertEqual(due, parse(asked["due"]), dossier)
        self.check_last_step(asked, unit, Office(explanation["calendar"]), explanation["lawful"])
        self.assertEqual(due, parse(dossier["lawful"]["due"]))
        self.check_sentences(dossier, due)
        if asked["restarted"]:
            return unit, "restarted"
        return unit, "moved" if any(one["counted"] for one in asked["suspensions"]) else "plain"

    def test_dues_are_worked_out_again(self):
        codes, units = self.sample()
        self.assertGreaterEqual(len(codes), CHECKED)
        served = daemon.Daemon(self)
        seen = collections.Counter()
        for code in codes:
            answer = served.get(f"/api/v1/dossiers/{code}")
            self.assertEqual(answer.status, 200, answer.text)
            seen[self.check(answer.json())] += 1
        served.stop()
        print(dict(seen))
        self.assertEqual({unit for unit, _ in seen} - {"no limit"}, units)
        self.assertGreater(sum(count for (_, what), count in seen.items() if what == "moved"), 20)
        # The program says the same as the daemon.
        done = self.run_program("dossier", codes[0], "--explain", "--json")
        self.check(json.loads(done.out))

    def test_what_was_known_then_is_found_again(self):
        before = self.run_program("report", "--period", "2025", "--format", "json").out
        seq = json.loads(before)["position"]["seq"]
        code = json.loads(self.events.read_text().splitlines()[0])["dossier"]
        dossier = self.run_program("dossier", code, "--explain", "--json").out
        then = self.clock
        self.clock = "2026-04-02T12:00:00+07:00"
        self.import_events([{"dossier": code, "type": "reopened", "at": "2026-03-31T09:00:00+07:00",
                             "id": "again"},
                            {"dossier": code, "type": "withdrawn",
                             "at": "2026-03-31T10:00:00+07:00", "id": "away"}])
        now = self.run_program("report", "--period", "2025", "--format", "json").out
        self.assertNotEqual(now, before)
        again = self.run_program("report", "--period", "2025", "--format", "json", "--as-of", then)
        self.assertEqual(again.out, before)
        again = self.run_program("dossier", code, "--explain", "--json", "--as-of", then)
        self.assertEqual(again.out, dossier)
        by_seq = json.loads(self.run_program("report", "--period", "2025", "--format", "json",
                                             "--as-of", seq).out)
        self.assertEqual(by_seq["position"]["seq"], seq)

        served = daemon.Daemon(self)
        ask = then.replace("+", "%2B")
        self.assertEqual(served.get(f"/api/v1/on-time?period=2025&as_of={ask}").text, before)
        self.assertEqual(served.get(f"/api/v1/dossiers/{code}?as_of={ask}").json(),
                         json.loads(dossier))
        self.assertNotEqual(served.get(f"/api/v1/dossiers/{code}").json(), json.loads(dossier))
        self.check_lists(served, ask)
        for wrong, status in (("2027-01-01T00:00:00Z", 400), (str(seq + 100), 400), ("then", 400)):
            answer = served.get(f"/api/v1/on-time?as_of={wrong}")
            self.assertEqual(answer.status, status, answer.text)
        served.stop()

    def check_lists(self, served, ask):
        """The list of then has as many open as the figures of then."""
        codes, cursor = [], ""
        while cursor is not None:
            more = f"&cursor={cursor}" if cursor else ""
            page = served.get(f"/api/v1/dossiers?as_of={ask}&limit=1000&sort=received"
                              f"&standing=in_time,overdue,suspended,unmeasurable{more}").json()
            codes += [entry["code"] for entry in page["dossiers"]]
            cursor = page["next"]
        self.assertEqual(len(codes), len(set(codes)))
        statement = served.get(f"/api/v1/on-time?period=2026-03&as_of={ask}").json()
        stock = sum(row[key] for row in (statement["total"], statement["petitions"]) for key in
                    ("open_in_time", "open_overdue", "open_suspended", "open_unmeasurable"))
        self.assertEqual(len(codes), stock)


if __name__ == "__main__":
    dunghan.main()
