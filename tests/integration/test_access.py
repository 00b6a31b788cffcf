"""Who may ask for what: every route with every role, with agencies of one's own and others'."""

import http.client
import io
import json
import random
import re
import subprocess
import time
import zipfile

import daemon
import dunghan

KILLS = 300 if dunghan.LONG else 40
ROLES = ("ingest", "viewer", "clerk", "auditor", "metrics", "wall", "admin")
READERS = {"viewer", "clerk", "auditor", "admin"}
SENDERS = {"ingest", "clerk", "admin"}
ANYBODY = set(ROLES) | {None}
# Route: who may ask for it, and whether who is bound to agencies may.
ROUTES = {
    "GET /": (set(ROLES), True),
    "GET /dossiers": (set(ROLES), True),
    "GET /api/v1/me": (set(ROLES), True),
    "GET /openapi.json": (set(ROLES), True),
    "GET /api/v1/live": (READERS | {"wall"}, True),
    "GET /api/v1/stream": (READERS | {"wall"}, True),
    "GET /api/v1/on-time": (READERS, True),
    "GET /api/v1/indicators": (READERS, True),
    "GET /api/v1/reports": (READERS, True),
    "GET /api/v1/reports/{form}": (READERS, True),
    "GET /api/v1/reports/frozen/{id}": (READERS, True),
    "GET /api/v1/dossiers": (READERS, True),
    "GET /api/v1/dossiers/{code}": (READERS, True),
    "GET /api/v1/sources": (READERS, False),
    "GET /api/v1/quarantine": (READERS, False),
    "GET /api/v1/quarantine/{id}": (READERS, False),
    "GET /metrics": ({"metrics", "auditor", "admin"}, False),
    "GET /metrics/matrix": ({"metrics", "auditor", "admin"}, False),
    "POST /api/v1/dossiers/{code}/acts": ({"clerk", "admin"}, True),
    "POST /api/v1/events": (SENDERS, True),
    "POST /national/v1/{service}": (SENDERS, True),
    "POST /national/v1/login": (ANYBODY, True),
    "GET /healthz": (ANYBODY, True),
    "GET /readyz": (ANYBODY, True),
    "GET /login": (ANYBODY, True),
    "POST /login": (ANYBODY, True),
    "POST /logout": (ANYBODY, True),
    "GET /wall": (ANYBODY, True),
    "GET /pair": ({"admin"}, False),
    "POST /pair": ({"admin"}, False),
    # Or with a key of their own, which lies beside the ledger.
    "POST /api/v1/quarantine/retry": ({"clerk", "admin"}, False),
    "POST /api/v1/quarantine/discard": ({"clerk", "admin"}, False),
    "POST /api/v1/quarantine/look": ({"admin"}, False),
    "POST /api/v1/rulebook/apply": ({"admin"}, False),
    "POST /api/v1/reports/freeze": ({"clerk"}, False),
    "POST /api/v1/reports/sent": ({"clerk"}, False),
    "POST /api/v1/wall/pair": ({"admin"}, False),
}
PATHS = {"{form}": "monthly", "{id}": "1", "{code}": "D-A1", "{service}": "DongBoHoSoMC"}


class Access(dunghan.Case):
    """Three agencies, A with A1 below it, B, and C, which has a step of one of A's dossiers."""

    def setUp(self):
        super().setUp()
        self.write("agencies.csv", "code,name,parent\nA,Sở A,\nA1,Phòng A1,A\nB,Sở B,\nC,Sở C,\n")
        day = "2021-06-07T08:00:00+07:00"
        self.events = [dunghan.received(code, at=day, agency=agency, counter=counter, due="2021-06-14")
                       for code, agency, counter in (("D-A1", "A1", "A1"), ("D-A2", "A", "A"), ("D-B1", "B", "B"),
                                                     ("D-B2", "B", "B"), ("D-B3", "B", "A"))]
        self.events += [
            {"source": "mot-cua", "dossier": "D-A2", "type": "assigned", "at": "2021-06-07T09:00:00+07:00",
             "agency": "A", "step": "thụ lý"},
            {"source": "mot-cua", "dossier": "D-A2", "type": "transferred", "at": "2021-06-08T09:00:00+07:00",
             "agency": "A", "to_agency": "C", "step": "phối hợp"}]
        self.import_events("".join(json.dumps(event) + "\n" for event in self.events))
        self.tokens = {}

    def make(self, name, role, *more):
        made = self.run_program("token", "create", name, "--role", role, "--for", "never", *more)
        self.tokens[name] = made.out.strip()
        return self.tokens[name]

    def ask(self, served, path, token=None, method="GET", body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
        self.addCleanup(connection.close)
        headers = dict(headers or {})
        if token:
            headers["Authorization"] = f"Bearer {token}"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.body = answer.fp.readline() if answer.headers.get("Content-Type") == "text/event-stream" else answer.read()
        return answer

    def json(self, served, path, token):
        answer = self.ask(served, path, token)
        self.assertEqual(answer.status, 200, answer.body)
        return json.loads(answer.body)

    def test_every_route_is_in_the_table(self):
        found = set()
        for file in (dunghan.SOURCE / "service/api").glob("*.cc"):
            text = file.read_text(encoding="utf-8")
            for method, path in re.findall(r'router\.Add\(\s*http::Method::k(Get|Post),\s*"([^"]+)"', text):
                found.add(f"{method.upper()} {path}")
            found |= {f"POST {path}" for path in re.findall(r'add\("(/api/[^"]+)"', text)}
            found |= {f"POST {path}" for path in re.findall(r'kRoute = "([^"]+)"', text)}
        self.assertEqual(found | {"GET /", "GET /dossiers"}, set(ROUTES))
        self.assertGreater(len(found), 20)

    def test_the_description_says_the_same(self):
        served = daemon.Daemon(self)
        api = served.get("/openapi.json").json()
        self.assertEqual(api["openapi"], "3.1.0")
        described = {f"{method.upper()} {path}": told for path, methods in api["paths"].items()
                     for method, told in methods.items()}
        self.assertEqual(set(described), set(ROUTES))
        for route, (roles, bound) in ROUTES.items():
            told = described[route]
            if "x-roles" in told:
                self.assertEqual((set(told["x-roles"]), told["x-bound"]), (roles, bound), route)
                self.assertTrue(told["security"], route)
            else:
                self.assertTrue(None in roles or not roles, route)
                self.assertEqual(told["security"], [] if roles else [{"key": []}], route)
        served.stop()

    def test_every_route_with_every_role(self):
        for role in ROLES:
            self.make(role, role, *(("--source", "mot-cua") if role == "ingest" else ()))
        for role in ("viewer", "clerk"):
            self.make(role + "-a", role, "--agency", "A")
        served = daemon.Daemon(self, token=False)
        for route, (roles, bound) in ROUTES.items():
            method, path = route.split(" ")
            for placeholder, text in PATHS.items():
                path = path.replace(placeholder, text)
            for name in (None, *self.tokens):
                role = name.split("-")[0] if name else None
                let_in = role in roles and (bound or not (name or "").endswith("-a"))
                answer = self.ask(served, path, self.tokens.get(name), method, b"" if method == "POST" else None)
                with self.subTest(route=route, name=name):
                    if not roles:
                        self.assertEqual(answer.status, 401)
                    elif route in ("POST /login", "POST /logout", "POST /national/v1/login"):
                        self.assertIn(answer.status, (303, 400, 415))
                    elif let_in:
                        self.assertNotIn(answer.status, (401, 403, 500), answer.body)
                    else:
                        self.assertEqual(answer.status, 403 if name else 401, answer.body)
                        self.assertNotIn(b"D-", answer.body)
            # Another each time: one that is shown again and again is answered late.
            forged = self.ask(served, path, "dunghan_" + (method + path).encode().hex(), method, b"" if method == "POST" else None)
            if None not in roles:
                self.assertEqual(forged.status, 401, route)
        served.stop()
        for name, token in self.tokens.items():
            for file in self.folder.rglob("*"):
                if file.is_file():
                    self.assertNotIn(token.encode(), file.read_bytes(), f"{name} in {file}")

    def test_who_is_bound_sees_what_is_its_own_and_no_more(self):
        for agency in "ABC":
            self.make(agency, "viewer", "--agency", agency)
        self.make("all", "viewer")
        served = daemon.Daemon(self, token=False)
        period = "period=2021-06"
        everything = self.json(served, f"/api/v1/on-time?{period}", self.tokens["all"])
        self.assertEqual(everything["total"]["received"], 5)
        for agency, received in (("A", 2), ("B", 3), ("C", 0)):
            token = self.tokens[agency]
            own = self.json(served, f"/api/v1/on-time?{period}", token)
            self.assertEqual(own["total"]["received"], received, agency)
            asked = self.json(served, f"/api/v1/on-time?{period}&agency={agency}", token)
            self.assertEqual(dunghan.without_position(own), dunghan.without_position(asked))
            live = self.json(served, "/api/v1/live", token)
            self.assertEqual({row["code"] for row in live["agencies"]} - {"A", "A1", agency}
                             if agency == "A" else {row["code"] for row in live["agencies"]} - {agency}, set())
            self.assertEqual(live["total"]["open_total"], received, agency)
            self.assertEqual(sum(row["open_total"] for row in live["agencies"]), received, agency)
            text = json.dumps(live, ensure_ascii=False)
            for other in "ABC":
                if other != agency:
                    self.assertNotIn(f"Sở {other}", text)
            codes = {one["code"] for one in self.json(served, "/api/v1/dossiers", token)["dossiers"]}
            self.assertEqual(codes, {"A": {"D-A1", "D-A2"}, "B": {"D-B1", "D-B2", "D-B3"}, "C": set()}[agency])
            stream = self.ask(served, "/api/v1/stream", token)
            self.assertEqual(stream.status, 200)
            for other in ("B" if agency != "B" else "A", "NOWHERE"):
                for path in (f"/api/v1/on-time?{period}&agency={other}", f"/api/v1/dossiers?agency={other}",
                             f"/api/v1/indicators?{period}&agency={other}",
                             f"/api/v1/reports/monthly?{period}&agency={other}",
                             f"/api/v1/reports/late-list?{period}&agency={other}",
                             f"/api/v1/reports/urge?{period}&agency={other}"):
                    answer = self.ask(served, path, token)
                    self.assertEqual(answer.status, 403, path)
                    # The same words whether there is such an agency or not.
                    self.assertIn(f'agency: the token is not for \\"{other}\\"'.encode(), answer.body)
            for form in ("quality", "award", "petitions", "compare", "reconcile"):
                self.assertIn(self.ask(served, f"/api/v1/reports/{form}?{period}", token).status, (403, 404), form)
        below = self.json(served, f"/api/v1/on-time?{period}&agency=A1", self.tokens["A"])
        self.assertEqual(below["total"]["received"], 1)
        served.stop()

    def test_with_ranking_all_figures_of_others_are_seen_and_no_dossier(self):
        self.configure("calendar.toml", "agencies.csv", "procedures.csv", '[access]\nranking = "all"\n')
        self.make("A", "viewer", "--agency", "A")
        self.make("two", "viewer", "--agency", "A", "--agency", "C")
        self.make("all", "viewer")
        served = daemon.Daemon(self, token=False)
        a, period = self.tokens["A"], "period=2021-06"
        figures = ("/api/v1/on-time?", "/api/v1/indicators?", "/api/v1/reports/monthly?", "/api/v1/reports/II.06a?",
                   "/api/v1/reports/II.06b?", "/api/v1/reports/07a?")
        for path in figures:
            for whose in ("&agency=B", ""):
                for token in (a, self.tokens["two"]):
                    theirs = self.json(served, f"{path}{period}{whose}", token)
                    self.assertNotIn("D-", json.dumps(theirs), path)
                # The same figures as for those who see everything, without the dossiers behind them.
                whole = self.json(served, f"{path}{period}{whose}", self.tokens["all"])
                for one in (theirs, whole):
                    one.pop("dossiers", None)
                    for key in ("provisional", "notes", "head"):
                        one.pop(key, None)
                self.assertEqual(dunghan.without_position(theirs), dunghan.without_position(whole), path)
        self.assertEqual(self.json(served, f"/api/v1/on-time?{period}&agency=B", a)["total"]["received"], 3)
        self.assertEqual(self.json(served, f"/api/v1/on-time?{period}", a)["total"]["received"], 5)
        # Those behind the own figures are there still.
        own = self.json(served, f"/api/v1/reports/II.06a?{period}&agency=A", a)
        self.assertIn("D-A1", json.dumps(own))
        for format in ("xlsx", "html", "csv"):
            book = self.ask(served, f"/api/v1/reports/II.06a?{period}&agency=B&format={format}", a)
            self.assertEqual(book.status, 200)
            text = book.body
            if format == "xlsx":
                with zipfile.ZipFile(io.BytesIO(text)) as parts:
                    text = b"".join(parts.read(name) for name in parts.namelist())
            self.assertNotIn(b"D-B", text, format)
        for path in (f"/api/v1/reports/late-list?{period}&agency=B", f"/api/v1/reports/urge?{period}&agency=B",
                     f"/api/v1/reports/quality?{period}", f"/api/v1/reports/award?{period}",
                     f"/api/v1/reports/compare?{period}", "/api/v1/dossiers?agency=B", "/api/v1/sources"):
            self.assertEqual(self.ask(served, path, a).status, 403, path)
        self.assertEqual(self.ask(served, "/api/v1/dossiers/D-B1", a).status, 404)
        live = self.json(served, "/api/v1/live", a)
        self.assertEqual({row["code"] for row in live["agencies"]} - {"A", "A1"}, set())
        served.stop()

    def test_frozen_statements_of_the_own_agencies(self):
        self.clock = "2021-07-12T08:00:00+07:00"
        freeze = ("report", "--period", "2021-06", "--freeze", "--reason", "r")
        for more in ((), ("--agency", "A"), ("--agency", "B")):
            self.run_program(*freeze, *more)
        self.make("A", "viewer", "--agency", "A")
        self.make("all", "viewer")
        served = daemon.Daemon(self, token=False)
        every = self.json(served, "/api/v1/reports", self.tokens["all"])["frozen"]
        self.assertEqual(len(every), 3)
        own = self.json(served, "/api/v1/reports", self.tokens["A"])["frozen"]
        self.assertEqual([one["agency"] for one in own], ["A"])
        for one in every:
            path = f"/api/v1/reports/frozen/{one['id']}"
            answer = self.ask(served, path, self.tokens["A"])
            if one in own:
                self.assertEqual(answer.status, 200, answer.body)
                continue
            nowhere = self.ask(served, "/api/v1/reports/frozen/NOWHERE", self.tokens["A"])
            self.assertEqual((answer.status, answer.body.replace(one["id"].encode(), b"NOWHERE")),
                             (404, nowhere.body))
        served.stop()

    def test_one_dossier_by_who_asks(self):
        for agency in "ABC":
            self.make(agency, "viewer", "--agency", agency)
        served = daemon.Daemon(self, token=False)
        sees = {"A": {"D-A1": "whole", "D-A2": "whole", "D-B1": None, "D-B3": "whole"},
                "B": {"D-A1": None, "D-A2": None, "D-B1": "whole", "D-B3": "whole"},
                "C": {"D-A1": None, "D-A2": "own_steps", "D-B1": None, "D-B3": None}}
        for agency, dossiers in sees.items():
            for code, how in dossiers.items():
                with self.subTest(agency=agency, code=code):
                    answer = self.ask(served, f"/api/v1/dossiers/{code}", self.tokens[agency])
                    if how is None:
                        nowhere = self.ask(served, "/api/v1/dossiers/NOWHERE", self.tokens[agency])
                        self.assertEqual(answer.status, 404)
                        self.assertEqual(answer.body.replace(code.encode(), b"NOWHERE"), nowhere.body)
                        continue
                    self.assertEqual(answer.status, 200, answer.body)
                    told = json.loads(answer.body)
                    if how == "whole":
                        self.assertNotIn("shown", told)
                        self.assertTrue(told["events"])
                        continue
                    self.assertEqual(told["shown"], "own_steps")
                    self.assertEqual([step["agency"] for step in told["steps"]], ["C"])
                    self.assertEqual(told["promised"]["due_date"], "2021-06-14")
                    self.assertNotIn("events", told)
                    self.assertNotIn("thụ lý", answer.body.decode())
        served.stop()

    def test_what_a_source_sends_is_its_own_whatever_it_says(self):
        token = self.make("mot-cua", "ingest", "--source", "mot-cua")
        self.make("boss", "admin")
        served = daemon.Daemon(self, token=False)
        event = {**dunghan.received("D-X"), "source": "somebody-else"}
        answer = self.ask(served, "/api/v1/events", token, "POST", json.dumps(event),
                          {"Content-Type": "application/json"})
        self.assertEqual(answer.status, 200, answer.body)
        bad = {**event, "dossier": "D-Y", "agency": "NOWHERE"}
        self.assertEqual(self.ask(served, "/api/v1/events", token, "POST", json.dumps(bad),
                                  {"Content-Type": "application/json"}).status, 422)
        told = self.json(served, "/api/v1/dossiers/D-X", self.tokens["boss"])
        self.assertEqual([one["source"] for one in told["events"]], ["mot-cua"])
        broken = {"specversion": "0.3", "id": "1", "source": "x", "type": "received", "data": event}
        self.ask(served, "/api/v1/events", token, "POST", json.dumps(broken),
                 {"Content-Type": "application/cloudevents+json"})
        entries = self.json(served, "/api/v1/quarantine", self.tokens["boss"])
        self.assertNotIn("somebody-else", json.dumps(entries))
        served.stop()

    def test_the_national_login(self):
        token = self.make("mot-cua", "ingest", "--source", "mot-cua")
        self.make("reader", "viewer")
        served = daemon.Daemon(self, token=False)

        def log_in(name, password):
            answer = self.ask(served, "/national/v1/login", None, "POST",
                              json.dumps({"username": name, "password": password}))
            return answer.status, json.loads(answer.body)

        self.assertEqual(log_in("mot-cua", "dunghan_0")[0], 401)
        self.assertEqual(log_in("reader", token)[0], 401)
        self.assertEqual(log_in("reader", self.tokens["reader"])[0], 401)
        status, told = log_in("mot-cua", token)
        self.assertEqual((status, told["error_code"]), (200, "0"))
        message = {"session": told["session"], "madonvi": "A", "service": "DongBoHoSoMC", "isUpdating": "False",
                   "data": [{"MaHoSo": "D-N1", "MaTTHC": "P", "NgayTiepNhan": "20210607080000",
                             "NgayHenTra": "20210614170000", "TrangThaiHoSo": "2"}]}

        def send(body):
            return self.ask(served, "/national/v1/DongBoHoSoMC", None, "POST", json.dumps(body)).status

        self.assertEqual(send({**message, "session": "dunghan_0"}), 401)
        self.assertEqual(send({**message, "session": ""}), 401)
        self.assertNotIn(send(message), (401, 403))
        # It is good for that alone.
        self.assertEqual(self.ask(served, "/api/v1/me", None, headers={"Cookie": "x=" + told["session"]}).status, 401)
        self.run_program("token", "revoke", "mot-cua", "--reason", "r")
        self.assertEqual(send(message), 401)
        served.stop()

    def test_a_revoked_token_stops_at_once_open_streams_too(self):
        token = self.make("watcher", "viewer")
        self.make("other", "viewer")
        served = daemon.Daemon(self, token=False)
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
        self.addCleanup(connection.close)
        connection.request("GET", "/api/v1/stream", headers={"Authorization": f"Bearer {token}"})
        stream = connection.getresponse()
        self.assertEqual(stream.status, 200)
        stream.readline()
        self.assertEqual(self.ask(served, "/api/v1/me", token).status, 200)
        self.run_program("token", "revoke", "watcher", "--reason", "left")
        self.assertEqual(self.ask(served, "/api/v1/me", token).status, 401)
        begun = time.monotonic()
        while stream.readline():
            self.assertLess(time.monotonic() - begun, 30)
        self.assertEqual(self.ask(served, "/api/v1/me", self.tokens["other"]).status, 200)
        listed = json.loads(self.run_program("token", "list", "--format", "json").out)["tokens"]
        self.assertEqual({one["name"]: one["state"] for one in listed}, {"watcher": "revoked", "other": "good"})
        self.assertEqual([one.get("reason") for one in listed], ["left", None])
        served.stop()

    def test_a_browser_is_led_to_the_login_and_back(self):
        token = self.make("boss", "admin")
        served = daemon.Daemon(self, token=False)
        page = self.ask(served, "/", headers={"Accept": "text/html,*/*"})
        self.assertEqual((page.status, page.headers["Location"]), (303, "/login?next=/"))
        asked = self.ask(served, "/api/v1/on-time", headers={"Accept": "application/json"})
        self.assertEqual((asked.status, asked.headers["WWW-Authenticate"]), (401, "Bearer"))
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        page = self.ask(served, "/login?next=%2F%22%3E%3Cscript%3E")
        self.assertEqual(page.status, 200)
        self.assertNotIn(b"<script", page.body)
        self.assertIn("form-action 'self'", page.headers["Content-Security-Policy"])
        wrong = self.ask(served, "/login", None, "POST", "token=nonsense&next=/", form)
        self.assertEqual((wrong.status, wrong.headers["Set-Cookie"]), (401, None))
        self.assertIn("Mã không đúng", wrong.body.decode())
        self.assertEqual(page.headers["Referrer-Policy"], "same-origin")
        for elsewhere in ("//elsewhere.example/", "/%09/elsewhere.example", "/%5Celsewhere.example", "https://elsewhere"):
            good = self.ask(served, "/login", None, "POST", f"token={token}&next={elsewhere}", form)
            self.assertEqual((good.status, good.headers["Location"]), (303, "/"), elsewhere)
        cookie = good.headers["Set-Cookie"]
        for word in ("HttpOnly", "SameSite=Lax", "Path=/"):
            self.assertIn(word, cookie)
        session = {"Cookie": cookie.split(";")[0]}
        self.assertEqual(self.ask(served, "/", headers=session).status, 200)
        self.assertEqual(json.loads(self.ask(served, "/api/v1/me", headers=session).body)["name"], "boss")
        event = json.dumps(dunghan.received("D-S"))
        kind = {"Content-Type": "application/json"}
        own = f"http://127.0.0.1:{served.port}"
        for origin, status in (({}, 403), ({"Origin": "http://elsewhere"}, 403), ({"Origin": own}, 200)):
            self.assertEqual(self.ask(served, "/api/v1/events", None, "POST", event,
                                      {**session, **kind, **origin}).status, status, origin)
        self.assertEqual(self.ask(served, "/login", None, "POST", f"token={token}",
                                  {**form, "Origin": "http://elsewhere"}).status, 403)
        out = self.ask(served, "/logout", None, "POST", "", session)
        self.assertEqual((out.status, out.headers["Location"]), (303, "/login"))
        self.assertIn("Max-Age=0", out.headers["Set-Cookie"])
        self.assertEqual(self.ask(served, "/api/v1/me", headers=session).status, 401)
        self.assertNotIn(token, served.errors.read_text())
        served.stop()

    def test_the_first_administrator_of_a_new_ledger(self):
        self.data = self.folder / "new"
        process = subprocess.Popen(self.command("serve", "--listen", "127.0.0.1:0"), text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        told = process.stdout.readline()
        once = re.search(r"(http://\S+)/login\?once=(dunghan_\w+)", told)
        self.assertTrue(once, told)
        process.stdout.readline()
        port = int(once.group(1).rsplit(":", 1)[1])
        form = {"Content-Type": "application/x-www-form-urlencoded"}

        def ask(path, method="GET", body=None, headers=None):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            self.addCleanup(connection.close)
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            answer.body = answer.read()
            return answer

        self.assertEqual(ask("/api/v1/live").status, 401)
        self.assertEqual(ask("/healthz").status, 200)
        # Looking at the address changes nothing: mail and chat programs do.
        for _ in range(2):
            self.assertIn(b'method="post"', ask(f"/login?once={once.group(2)}").body)
        came_in = ask("/login", "POST", f"token={once.group(2)}", form)
        self.assertEqual(came_in.status, 303)
        session = {"Cookie": came_in.headers["Set-Cookie"].split(";")[0]}
        self.assertEqual(json.loads(ask("/api/v1/me", headers=session).body)["role"], "admin")
        self.assertEqual(ask("/login", "POST", f"token={once.group(2)}", form).status, 401)
        process.terminate()
        self.assertEqual(process.wait(60), 0)

    def test_a_simulated_ledger_is_open_until_there_is_a_token(self):
        self.data = self.folder / "simulated"
        self.import_events(json.dumps({**dunghan.received("D-S"), "source": "simulate"}) + "\n")
        served = daemon.Daemon(self, token=False)
        self.assertEqual(self.ask(served, "/api/v1/live").status, 200)
        token = self.make("boss", "admin")
        self.assertEqual(self.ask(served, "/api/v1/live").status, 401)
        self.assertEqual(self.ask(served, "/api/v1/live", token).status, 200)
        served.stop()

    def test_with_one_real_event_it_is_open_no_more(self):
        self.data = self.folder / "mixed"
        self.import_events(json.dumps({**dunghan.received("D-S"), "source": "simulate"}) + "\n")
        served = daemon.Daemon(self, token=False)
        kind = {"Content-Type": "application/json"}
        real = json.dumps({**dunghan.received("D-R"), "source": "mot-cua"})
        self.assertEqual(self.ask(served, "/api/v1/events", None, "POST", real, kind).status, 200)
        self.assertEqual(self.ask(served, "/api/v1/dossiers").status, 401)
        served.stop()
        again = daemon.Daemon(self, token=False)
        self.assertEqual(self.ask(again, "/api/v1/dossiers").status, 401)
        again.stop()

    def test_a_name_used_again_is_another_token(self):
        token = self.make("x", "viewer")
        served = daemon.Daemon(self, token=False)
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
        self.addCleanup(connection.close)
        connection.request("GET", "/api/v1/stream", headers={"Authorization": f"Bearer {token}"})
        stream = connection.getresponse()
        stream.readline()
        self.run_program("token", "revoke", "x", "--reason", "r")
        self.make("x", "viewer", "--agency", "C")
        begun = time.monotonic()
        while stream.readline():
            self.assertLess(time.monotonic() - begun, 30)
        served.stop()

    def test_what_tokens_are_made_of(self):
        for more, words in ((("--role", "king"), "--role: expected ingest"),
                            (("--role", "ingest"), "--source: goes with --role ingest"),
                            (("--role", "viewer", "--source", "x"), "--source: goes with"),
                            (("--role", "admin", "--agency", "A"), "--agency: goes with"),
                            (("--role", "viewer", "--agency", "NOWHERE"), "unknown agency"),
                            (("--role", "viewer", "--for", "soon"), "--for: expected days")):
            done = self.run_program("token", "create", "x", *more, code=2)
            self.assertIn(words, done.err)
        self.make("x", "viewer", "--holder", "Lò Văn A, trưởng phòng, A")
        self.run_program("token", "create", "x", "--role", "viewer", code=1)
        self.run_program("token", "revoke", "nobody", "--reason", "r", code=1)
        self.assertIn("Lò Văn A", self.run_program("token", "list").out)
        kept = next(self.data.glob("tokens.toml"))
        self.assertEqual(kept.stat().st_mode & 0o777, 0o600)

    def run_cut(self, *arguments, within):
        """What a command said that is killed after so long, and whether it was."""
        process = subprocess.Popen(self.command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            return process.communicate(timeout=within)[0].decode().strip(), False
        except subprocess.TimeoutExpired:
            process.kill()
            return process.communicate()[0].decode().strip(), True

    def test_killed_while_acts_are_written_nothing_is_half_done(self):
        self.import_events("".join(json.dumps({**dunghan.received(f"Q{n}"), "agency": f"NO{n}"}) + "\n"
                                   for n in range(KILLS)), code=None)
        begun = time.monotonic()
        self.run_program("quarantine", "discard", "1", "--reason", "r1")
        took = time.monotonic() - begun
        chance, cut = random.Random(12), 0
        for number in range(2, KILLS + 1):
            out, is_cut = self.run_cut("quarantine", "discard", str(number), "--reason", f"r{number}", "--operator", "Lò A",
                                       within=chance.uniform(0, 1.3 * took))
            cut += is_cut
            acts = json.loads(self.run_program("acts", "--format", "json").out)["acts"]
            found = [one for one in acts if one.get("reason") == f"r{number}"]
            entry = json.loads(self.run_program("quarantine", "show", str(number), "--json").out)
            with self.subTest(number=number):
                # The entry and who did it, when and why go together, or neither is there.
                self.assertEqual(len(found), int(entry["state"] == "discarded"))
                self.assertLessEqual(int("discarded 1" in out), len(found))
        self.assertGreater(cut, KILLS // 5)
        self.assertGreater(KILLS, cut)
        self.verify()

    def test_killed_while_tokens_are_written_nothing_is_half_done(self):
        begun = time.monotonic()
        good = self.make("boss", "admin")
        took = time.monotonic() - begun
        served = daemon.Daemon(self, token=False)
        chance, printed, cut = random.Random(11), {}, 0
        for number in range(KILLS):
            name = f"t{number}"
            # Every third one is revoked, the others are made.
            is_revoked = number % 3 == 2 and printed
            name = chance.choice(sorted(printed)) if is_revoked else name
            arguments = ("revoke", name, "--reason", "r") if is_revoked else ("create", name, "--role", "viewer")
            out, is_cut = self.run_cut("token", *arguments, within=chance.uniform(0, 1.3 * took))
            cut += is_cut
            listed = {one["name"]: one for one in json.loads(self.run_program("token", "list", "--format", "json").out)["tokens"]}
            with self.subTest(number=number):
                if out and not is_revoked:
                    printed[name] = out
                # Whatever was shown is there, and lets in as long as it is good; the daemon reads no half file.
                self.assertLessEqual(set(printed) | {"boss"}, set(listed))
                for one, token in printed.items():
                    if one == name or number == KILLS - 1:
                        status = 401 if listed[one]["state"] == "revoked" else 200
                        self.assertEqual(self.ask(served, "/api/v1/me", token).status, status, one)
                self.assertEqual(self.ask(served, "/api/v1/me", good).status, 200)
                printed = {one: token for one, token in printed.items() if listed[one]["state"] == "good"}
        self.assertGreater(cut, KILLS // 5)
        self.assertGreater(len(listed), 1)  # and some were killed late enough
        self.assertNotIn("access.unreadable", served.errors.read_text())
        # What ended in the middle holds up nobody, and leaves nothing lying about.
        self.make("last", "viewer")
        self.assertEqual({path.name for path in self.data.glob("*tokens*")}, {"tokens.toml", "tokens.toml.lock"})
        served.stop()

    def test_acts_say_who_did_what_when_and_why(self):
        self.import_events(json.dumps({**dunghan.received("D-Q"), "agency": "NOWHERE"}) + "\n", code=None)
        self.run_program("quarantine", "discard", "1", "--reason", "of another province", "--operator", "Lò A")
        self.run_program("token", "create", "x", "--role", "viewer", "--operator", "Lò B")
        self.run_program("token", "revoke", "x", "--reason", "left", "--operator", "Lò C")
        acts = json.loads(self.run_program("acts", "--format", "json").out)["acts"]
        told = {one["act"]: (one["who"], one.get("reason"), one["seq"] is None) for one in acts}
        self.assertEqual(told["discard"], ("Lò A", "of another province", False))
        self.assertEqual(told["token"], ("Lò B", None, True))
        self.assertEqual(told["revoke"], ("Lò C", "left", True))
        self.assertIn("rulebook", told)
        self.assertEqual(sorted(one["at"] for one in acts), [one["at"] for one in acts])
        self.assertIn("of another province", self.run_program("acts").out)

    def test_other_addresses_are_served_with_tokens_alone(self):
        self.configure("calendar.toml", "agencies.csv", "procedures.csv",
                       f'[server]\nlisten = "0.0.0.0:0"\ntokens = "{self.folder}/tokens.toml"\n')
        refused = self.run_program("serve", code=2)
        self.assertIn("without tokens the daemon serves no other", refused.err)


if __name__ == "__main__":
    dunghan.main()
