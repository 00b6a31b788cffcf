"""What who is bound to an agency sees is what it would see if no other agency had ever sent anything: every
route and parameter of /openapi.json, asked of two ledgers, one of which is without what is foreign."""

import http.client
import io
import json
import re
import urllib.parse
import zipfile

import daemon
import dunghan

AGENCIES = "code,name,parent\nA,Sở A,\nA1,Phòng A1,A\nB,Sở Bí Mật,\nC,Sở Xa Lạ,\n"
# In the ledger that has them, these stand in what is foreign alone.
FOREIGN = ("XB-", "Sở Bí Mật", "Sở Xa Lạ", "Phòng Kín")
# Own and foreign values of each parameter; a parameter that is not here fails by name.
VALUES = {
    "agency": ("A", "A1", "B", "C", "NOWHERE"),
    "by": ("agency", "procedure", "field", "tier", "counter", "channel"),
    "procedure": ("P", "Q", "NOWHERE"),
    "q": ("D-", "XB", "XB-1", "0"),
    "cursor": ("0:", "0:D-2", "0:XB-1", "1624000000000:XB-2"),
    "sort": ("due", "-due", "received", "-received", "code"),
    "standing": ("in_time", "overdue", "in_time,overdue", "suspended", "finished_early,finished_on_time,finished_late",
                 "withdrawn", "without_receipt", "declined"),
    "due": ("today", "1wd", "3wd", "later", "overdue_1wd"),
    "due_before": ("2021-06-15", "2021-07-30", "2021-06-30T12:00:00+07:00"),
    "limit": ("1", "2", "3", "1000"),
    "as_of": ("2021-06-25T12:00:00+07:00", "2021-06-30T12:00:00+07:00"),
    "period": ("2021-06", "2021-07", "2021", "bc:2021-06"),
    "basis": ("promised", "lawful"),
    "tree": ("as-was", "period-end"),
    "rates": ("official,index766", "official,strict"),
    "format": ("json", "csv", "xlsx", "html", "table", "pdf"),
    "for": ("excel", "machines"),
    "lang": ("vi", "en"),
    "lastEventId": ("0", "1"),
}
IN_PATH = {"code": ("D-0", "D-1", "D-4", "XB-0", "XB-1", "NOWHERE"),
           "form": ("monthly", "II.06a", "II.06b", "07a", "late-list", "urge", "award", "quality", "petitions", "compare",
                    "reconcile", "indicators"),
           "id": ("OWN", "FOREIGN", "ALL", "NOWHERE")}
# How far the record goes is said of the whole of it, and files have that in them.
POSITIONS = {"position", "seq", "chain", "size"}


def events(prefix, agencies, procedures, unit, source):
    """Some of every kind: open and in time, overdue, suspended, ended early and late, withdrawn."""
    made = []
    for number in range(12):
        code, agency = f"{prefix}{number}", agencies[number % len(agencies)]
        day = 1 + number * 2
        made.append(dunghan.received(code, at=f"2021-06-{day:02}T08:00:00+07:00", agency=agency, counter=agency,
                                     due=f"2021-06-{day + 7:02}" if day < 23 else "2021-07-05", source=source,
                                     procedure=procedures[number % len(procedures)]))
        made.append({"source": source, "dossier": code, "type": "assigned", "at": f"2021-06-{day:02}T09:00:00+07:00",
                     "agency": agency, "unit": unit, "id": f"{code}-a"})
        kind = ("", "completed", "completed", "withdrawn", "", "supplement_requested")[number % 6]
        if kind:
            late = 9 if number % 6 == 2 else 2
            made.append({"source": source, "dossier": code, "type": kind, "id": f"{code}-e",
                         "at": f"2021-06-{min(30, day + late):02}T10:00:00+07:00"})
    return made


def without_positions(value):
    if isinstance(value, dict):
        return {name: without_positions(one) for name, one in value.items() if name not in POSITIONS}
    return [without_positions(one) for one in value] if isinstance(value, list) else value


# What the clock shows while they are asked, positions, and names that are digests. It is noon: nothing else happens in
# that hour, and no working time passes.
PASSING = re.compile(r"(2021-07-01T|\b)12:\d\d:\d\d(\.\d+)?|\d+:[0-9a-f]{8,64}|(sự kiện|event) \d+|(?<=-1-)[0-9a-f]{8}\b|"
                     r"\b[0-9a-f]{64}\b|2021-07-01T05:\d\d:\d\dZ")


def plain(kind, body):
    """What is said, without how far the record went and without when it was asked."""
    if "spreadsheetml" in kind:
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return {name: plain("text", book.read(name)) for name in book.namelist()}
    if kind == "application/pdf":
        return "made of what the page is made of"
    text = PASSING.sub("", body.decode())
    if kind in ("application/json", "text/event-stream"):
        return without_positions(json.loads(text))
    return text


class Scope(dunghan.Case):
    def setUp(self):
        super().setUp()
        self.write("agencies.csv", AGENCIES)
        # Which sources are silent is about all: one of them has sent what is foreign, or nothing.
        self.configure("calendar.toml", "agencies.csv", "procedures.csv", "[sources.mot-cua]\n[sources.kin]\n")
        own = events("D-", ("A", "A1"), ("P",), "Phòng Tiếp Dân", "mot-cua")
        foreign = events("XB-", ("B", "C"), ("P", "Q"), "Phòng Kín", "kin")
        both = [one for pair in zip(own, foreign) for one in pair]
        both += own[len(foreign):] + foreign[len(own):]
        self.daemons, self.ids = {}, {}
        for name, sent in (("with", both), ("without", own)):
            self.data = self.folder / name
            self.clock = "2021-06-28T12:00:00+07:00"
            self.import_events(sent)
            self.clock = "2021-07-01T12:00:00+07:00"
            freeze = ("report", "--period", "2021-06", "--freeze", "--reason", "r")
            self.ids[name] = {"OWN": self.run_program(*freeze, "--agency", "A").out.split()[0]}
            if name == "with":
                for of, more in (("FOREIGN", ("--agency", "B")), ("ALL", ())):
                    self.ids[name][of] = self.run_program(*freeze, *more).out.split()[0]
            tokens = {role: self.run_program("token", "create", role, "--role", role, "--agency", "A").out.strip()
                      for role in ("viewer", "clerk")}
            tokens["admin"] = self.run_program("token", "create", "admin", "--role", "admin").out.strip()
            self.daemons[name] = (daemon.Daemon(self, token=False), tokens)
        self.ids["without"].update({"FOREIGN": self.ids["with"]["FOREIGN"], "ALL": self.ids["with"]["ALL"]})

    def ask(self, name, path, role):
        served, tokens = self.daemons[name]
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
        connection.request("GET", path, headers={"Authorization": f"Bearer {tokens[role]}"})
        answer = connection.getresponse()
        kind = answer.headers["Content-Type"]
        if kind == "text/event-stream":
            line = b""
            while not line.startswith(b"data: "):
                line = answer.readline()
            body = line[len("data: "):]
        else:
            body = answer.read()
        connection.close()
        return answer.status, kind, body

    def asked(self, api):
        """Every bound route with each value of each parameter, alone and beside an agency of one's own."""
        for path, methods in api["paths"].items():
            told = methods.get("get", {})
            if not told.get("x-bound") or not {"viewer", "clerk"} & set(told["x-roles"]) or path == "/openapi.json":
                continue
            places = [one["name"] for one in told.get("parameters", []) if one["in"] == "path"]
            queries = [one["name"] for one in told.get("parameters", []) if one["in"] == "query"]
            for name in queries:
                self.assertIn(name, VALUES, f"{path}: no values to ask for")
            for value in IN_PATH[places[0]] if places else [None]:
                where = path.replace("{" + places[0] + "}", value) if places else path
                yield where, {}
                for name in queries:
                    for one in VALUES[name]:
                        yield where, {name: one}
                        if "agency" in queries and name != "agency":
                            yield where, {name: one, "agency": "A1"}
                            if name == "for":
                                yield where, {name: one, "agency": "A", "format": "csv"}

    def test_it_is_as_if_there_were_nobody_else(self):
        served, tokens = self.daemons["with"]
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
        connection.request("GET", "/openapi.json", headers={"Authorization": f"Bearer {tokens['admin']}"})
        api = json.loads(connection.getresponse().read())
        statuses, asked = {}, 0
        for where, query in self.asked(api):
            path = where + ("?" + urllib.parse.urlencode(query) if query else "")
            for role in ("viewer", "clerk") if not query else ("viewer",):
                said = {}
                for name in self.daemons:
                    here = path
                    for of, value in self.ids[name].items():
                        here = here.replace(f"frozen/{of}", f"frozen/{value}")
                    said[name] = self.ask(name, here, role)
                asked += 1
                status, kind, body = said["with"]
                statuses.setdefault(status, path)
                with self.subTest(path=path, role=role):
                    self.assertEqual(said["with"][:2], said["without"][:2])
                    self.assertNotEqual(status, 500)
                    self.assertEqual(plain(kind, body), plain(kind, said["without"][2]))
                    text = json.dumps(plain(kind, body), ensure_ascii=False)
                    for word in FOREIGN:
                        if word not in urllib.parse.unquote_plus(path):
                            self.assertNotIn(word, text)
        self.assertGreater(asked, 300)
        self.assertEqual(set(statuses), {200, 400, 403, 404})
        # What is foreign is there, and who may see it does: else nothing was shown.
        for path, word in (("/api/v1/dossiers?limit=1000", "XB-"), ("/api/v1/live", "Sở Bí Mật"),
                           ("/api/v1/on-time?period=2021-06", "Sở Bí Mật")):
            self.assertIn(word, self.ask("with", path, "admin")[2].decode())
            if word == "XB-":
                self.assertNotIn(word, self.ask("without", path, "admin")[2].decode())
        for served, _ in self.daemons.values():
            served.stop()


if __name__ == "__main__":
    dunghan.main()
