"""A simulated province on a copy of the example configuration, and what its events say of dossiers."""

import collections
import csv
import datetime
import json
import re
import shutil
import zoneinfo

import daemon
import dunghan

ZONE = zoneinfo.ZoneInfo("Asia/Ho_Chi_Minh")
OPEN = ("open_in_time", "open_overdue", "open_suspended", "open_unmeasurable")
ENDS = ("completed", "refused", "withdrawn")


def parse(instant):
    return datetime.datetime.fromisoformat(instant)


def promised(event):
    """From when on the promise of an event is broken."""
    due = event["due"]
    if len(due) > len("2025-07-01"):
        return parse(due) + datetime.timedelta(milliseconds=1)
    day = datetime.date.fromisoformat(due) + datetime.timedelta(days=1)
    return datetime.datetime.combine(day, datetime.time(), ZONE)


def open_in(figures):
    return sum(figures[key] for key in OPEN)


class Told:
    """What the events of one dossier say, by their own time, voided ones left out."""

    def __init__(self, events):
        voided = {event["voids"] for event in events if event["type"] == "voided"}
        self.events = sorted((event for event in events if event["id"] not in voided),
                             key=lambda event: parse(event["at"]))
        receipts = [event for event in self.events if event["type"] == "received"]
        self.receipt = receipts[0] if receipts else None
        reopened = [parse(event["at"]) for event in self.events
                    if event["type"] == "reopened" and event.get("reason") != "citizen"]
        ends = [event for event in self.events if event["type"] in ENDS
                and not any(parse(event["at"]) < again for again in reopened)]
        self.end = ends[0] if ends else None

    def received_at(self):
        return parse(self.receipt["at"])

    def is_open_at(self, instant):
        return bool(self.receipt and self.received_at() < instant
                    and not (self.end and parse(self.end["at"]) < instant))

    def has(self, *types):
        return any(event["type"] in types for event in self.events)


class Province(dunghan.Case):
    def setUp(self):
        super().setUp()
        shutil.copytree(dunghan.SOURCE / "config", self.folder / "config")
        self.config = self.folder / "config/dunghan.toml"
        self.calendar = self.folder / "config/calendars/vn-office.toml"

    def simulate(self, dossiers, first, last, seed):
        """Events up to the clock."""
        done = self.run_program("simulate", "--dossiers", dossiers, "--from", first, "--to", last,
                                "--seed", seed)
        return [json.loads(line) for line in done.out.splitlines()]

    def simulate_and_import(self, *province):
        events = self.simulate(*province)
        self.import_events(events, options=("--strict",))
        return events

    def exceptions(self):
        """The days of the calendar file that are not as the week says: [(date, its text)]."""
        parts = re.split(r"(?m)^(?=\[\[exception\]\])", self.calendar.read_text())[1:]
        return [(re.search(r"(?m)^date = (\S+)$", part).group(1), part) for part in parts]

    def report(self, *arguments, form="json"):
        return self.run_program("report", "--format", form, *arguments).out

    def lines(self, *arguments):
        return [json.loads(line) for line in self.run_program(*arguments).out.splitlines()]

    def rows(self, name):
        with open(self.folder / "config/son-la" / name, encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))

    def look_at(self, codes):
        """Every one of them as the daemon explains it."""
        served = daemon.Daemon(self)
        seen = {code: served.get(f"/api/v1/dossiers/{code}").json() for code in codes}
        served.stop()
        return seen


def told(events):
    by_code = collections.defaultdict(list)
    for event in events:
        by_code[event["dossier"]].append(event)
    return {code: Told(found) for code, found in by_code.items()}
