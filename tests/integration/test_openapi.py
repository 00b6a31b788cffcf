"""Tests made of /openapi.json: every status that it describes is reached, every answer is as described, and
its examples work as they stand. What is new in it fails here by name until there is a way to reach it."""

import contextlib
import gzip
import http.client
import itertools
import json
import re
import select
import socket
import sqlite3
import time
import types
import urllib.parse

import daemon
import dunghan
import schema
from test_lists import HEADINGS, as_csv

ROLES = ("ingest", "viewer", "clerk", "auditor", "metrics", "wall", "admin")
HTML = {"Accept": "text/html"}
MOST = "whoever may"  # an administrator, or who has the key where that is asked for
FORM = "application/x-www-form-urlencoded"
PROBLEM = "application/problem+json"
ELSEWHERE = {"Origin": "http://elsewhere.example"}
CSV = as_csv([HEADINGS, [1, "H52.17-0003", "Thủ tục P", "Đất đai", "07/06/2021 08:00", "14/06/2021", "", "Sở X", "", "",
                         "", "Đang xử lý"]])
# What a parameter does not take, beside what its schema says; None: it takes every text.
BAD = {"period": "2021-13", "agency": None, "as_of": "yesterday", "rates": "official", "by": "moon", "for": "nobody",
       "standing": "asleep", "due": "soon", "procedure": None, "due_before": "soon", "q": "\u0300", "sort": "colour",
       "cursor": "x", "lastEventId": None, "source": None, "reason": None, "next": None, "once": None,
       "mapping": "nobody", "sheet": "none", "taken": "soon", "POST /api/v1/events source": "x" * 65}
# Monitors, browsers and what stands between add what they like.
TAKES_ANYTHING = {"GET /", "GET /dossiers", "GET /healthz", "GET /readyz", "POST /logout"}
# Examples that go with something beside them, and those that there are no examples of.
WITHOUT_EXAMPLE = {"rates", "for", "sheet", "once"}
REFUSED_BY_HTTP = (
    (408, "{start} HTTP/1.1\r\nHost: loc"),
    (413, "{start} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999\r\n\r\n"),
    (417, "{start} HTTP/1.1\r\nHost: localhost\r\nExpect: pity\r\nContent-Length: 2\r\n\r\n{{}}"),
    (421, "{start} HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"),
    (431, "{start} HTTP/1.1\r\nHost: localhost\r\nX: " + "x" * 100_000 + "\r\n\r\n"),
    (501, "{start} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"))
# Of a fault of the program there is nothing to ask for.
NOT_ASKED_FOR = {500}


class Operation:
    """One method of one path, and how it is asked as its examples say."""

    def __init__(self, method, path, told, words):
        self.method, self.path, self.told, self.words = method.upper(), path, told, words
        self.name = f"{self.method} {path}"
        self.parameters = [one for one in told.get("parameters", []) if one["in"] == "query"]
        self.in_path = [one for one in told.get("parameters", []) if one["in"] == "path"]
        self.is_keyed = {"key": []} in told["security"]
        self.roles = set(told.get("x-roles", []))

    def target(self, query=None, **in_path):
        path = self.path
        for one in self.in_path:
            path = path.replace("{" + one["name"] + "}", self.filled(in_path.get("in_path", one["example"])))
        return path + ("?" + urllib.parse.urlencode(query) if query else "")

    def filled(self, text):
        for word, value in self.words.items():
            if word in text:
                text = text.replace(word, value() if callable(value) else value)
        return text

    def body(self):
        """(type, body) of the example, or nothing."""
        for kind, told in self.told.get("requestBody", {}).get("content", {}).items():
            example = told["example"]
            text = example if isinstance(example, str) else json.dumps(example)
            # A token for sending begins no session of a browser.
            return kind, self.filled(text.replace("TOKEN", "READER") if kind == FORM else text)
        return None, "" if self.method == "POST" else None

    def ask(self, target=None, headers=None, body=None, kind=None, token=MOST):
        own_kind, own = self.body()
        asked = dict(headers or {})
        if kind or own_kind:
            asked.setdefault("Content-Type", kind or own_kind)
        return types.SimpleNamespace(target=target or self.target(), headers=asked, body=own if body is None else body,
                                     token=token if token != MOST else "key" if self.is_keyed else "admin")

    def with_query(self, query):
        """Its parameters are those of lists where it takes lists."""
        if self.name == "POST /api/v1/events":
            # A list that says nothing of its time is no list.
            return self.ask(self.target({"taken": "2021-06-29", **query}), body=CSV, kind="text/csv")
        return self.ask(self.target(query))


class OpenApi(dunghan.Case):
    def setUp(self):
        super().setUp()
        self.write("agencies.csv", "code,name\nH52.17,Sở X\nH52.18,Sở Y\n")
        self.write("procedures.csv", "code,name,field,limit\n1.004253,Thủ tục P,Đất đai,5wd\n")
        self.serving('read_timeout = "1s"')
        self.clock = "2021-06-28T12:00:00+07:00"
        self.import_events([dunghan.received("H52.17-0001", agency="H52.17", procedure="1.004253", source="mot-cua"),
                            {"source": "mot-cua", "dossier": "H52.17-0001", "type": "transferred", "agency": "H52.17",
                             "to_agency": "H52.18", "at": "2021-06-08T09:00:00+07:00", "step": "phối hợp"},
                            dunghan.received("D-Q", agency="NOWHERE", procedure="1.004253"),
                            *(dunghan.received(code, agency="H52.17", procedure="1.004253", alias="BN-1")
                              for code in ("D-BN1", "D-BN2"))])
        self.import_events(b"no JSON\n", options=("--source", "mot-cua"))
        self.clock = "2021-07-01T12:00:00+07:00"
        frozen = self.run_program("report", "--period", "2021-06", "--agency", "H52.17", "--freeze", "--reason", "r")
        self.tokens = {None: None, "forged": "dunghan_" + "0" * 64}
        for role in ROLES:
            self.tokens[role] = self.token(role, role, *(["--source", "mot-cua"] if role == "ingest" else []))
        for role in ("viewer", "clerk"):
            self.tokens["bound " + role] = self.token("bound-" + role, role, "--agency", "H52.18")
        self.served = daemon.Daemon(self, token=False)
        self.api = json.loads(self.ask(types.SimpleNamespace(
            target="/openapi.json", headers={}, body=None, token="admin")).body)
        self.words = {"CODE": self.code_of_a_screen, "TOKEN": self.token("mot-cua", "ingest", "--source", "mot-cua"), "READER": self.tokens["viewer"],
                      "STATEMENT": frozen.out.split()[0], "DIGEST": self.digest()}
        self.tokens["key"] = (self.data / "serving").read_text().split()[2]
        self.operations = [Operation(method, path, told, self.words) for path, methods in self.api["paths"].items()
                           for method, told in methods.items()]
        self.reached = set()

    def code_of_a_screen(self):
        """Of a new one each time."""
        page = self.ask(types.SimpleNamespace(target="/wall", headers={}, body=None, token=None))
        found = re.search(r'class="code">([^<]+)<', page.body.decode())
        return found.group(1) if found else "AAAA-AAAA"  # too busy to show any

    def serving(self, lines, more=""):
        self.configure("calendar.toml", "agencies.csv", "procedures.csv", f'[server]\nmax_body = "64KiB"\n{lines}\n{more}')

    def token(self, name, role, *more):
        return self.run_program("token", "create", name, "--role", role, "--for", "never", *more).out.strip()

    def digest(self):
        with contextlib.closing(sqlite3.connect(f"file:{self.data}/ledger.db?mode=ro", uri=True)) as record:
            return record.execute("SELECT digest FROM rulebooks ORDER BY seq DESC").fetchone()[0].hex()

    def ask(self, asked, served=None, method="GET"):
        connection = http.client.HTTPConnection("127.0.0.1", (served or self.served).port, timeout=30)
        headers = dict(asked.headers)
        if self.tokens[asked.token]:
            headers["Authorization"] = f"Bearer {self.tokens[asked.token]}"
        connection.request(method, asked.target, asked.body.encode() if isinstance(asked.body, str) else asked.body, headers)
        answer = connection.getresponse()
        is_stream = answer.headers.get("Content-Type") == "text/event-stream"
        answer.body = answer.readline() if is_stream else answer.read()
        connection.close()
        return answer

    def check(self, operation, answer, what):
        """The answer is one that is described."""
        self.check_described(operation, answer.status, answer.headers, answer.body, f"{operation.name}: {what}")

    def check_described(self, operation, status, headers, body, what):
        answers = operation.told["responses"]
        told = answers.get(str(status))
        if told is None and any(status == one for one, _ in REFUSED_BY_HTTP):
            told = answers["default"]
        self.assertIsNotNone(told, f"{what}: {status} is not described: {body[:300]}")
        for name, header in told.get("headers", {}).items():
            if header.get("required"):
                self.assertIn(name, headers, f"{what}: {status} is without it")
        kind = headers.get("Content-Type", "").split(";")[0]
        if "content" not in told:
            self.assertEqual(body, b"", what)
            self.reached.add((operation.name, str(status), "", ""))
            return
        self.assertIn(kind, told["content"], f"{what}: {status} is not described to be that: {body[:300]}")
        for name, shape in shapes_of(told["content"][kind]):
            found = schema.faults(json.loads(body), shape, self.api["components"]["schemas"]) if shape else []
            if not found:
                self.reached.add((operation.name, str(status), kind, name))
                return
        self.fail(f"{what}: {status}: {found}")

    def expect(self, status, operation, asked, served=None):
        answer = self.ask(asked, served, operation.method)
        what = f"{asked.target} {asked.headers} by {asked.token}"
        self.assertEqual(answer.status, status, f"{operation.name}: {what}: {answer.body[:300]}")
        self.check(operation, answer, what)
        return answer

    # How a status is reached: requests that do. A new status takes a new method here, and no more.

    def ask_200(self, of):
        yield of.ask()
        for one in of.parameters:
            if "example" in one:
                yield of.with_query({one["name"]: example_of(one)})
            else:
                self.assertIn(one["name"], WITHOUT_EXAMPLE, f"{of.name}: no example")
            for value in one["schema"].get("enum", []):
                yield of.with_query({one["name"]: value})
        if of.name == "GET /api/v1/reports/{form}":
            yield of.ask(of.target({"rates": "official,index766"}, in_path="compare"))
            yield of.with_query({"format": "csv", "for": "excel"})
        if of.name == "GET /api/v1/dossiers/{code}":
            yield of.ask(token="bound viewer")  # who has a step of it sees that

    def ask_303(self, of):
        if "200" in of.told["responses"]:
            yield of.ask(token=None, headers=HTML)
        else:
            yield of.ask(token=None)

    def ask_400(self, of):
        yield of.ask(of.target() + "?a=%zz")
        if of.name not in TAKES_ANYTHING:
            yield of.ask(of.target({"nobody_knows": "1"}))
        for one in of.parameters:
            for value in bad_values(of, one):
                yield of.with_query({one["name"]: value})
        if of.path == "/pair" and of.method == "POST":
            yield of.ask(body=of.body()[1] + "&for=ever")
        if of.body()[0]:
            yield of.ask(body="token=%zz" if of.body()[0] == FORM else "{")

    def ask_401(self, of):
        if of.roles:
            yield of.ask(token=None)
            yield of.ask(token="forged")
        elif of.body()[0]:
            yield of.ask(body=re.sub(r"dunghan_\w+", self.tokens["forged"], of.body()[1]))

    def ask_403(self, of):
        for role in sorted(set(ROLES) - of.roles if of.roles else ()):
            yield of.ask(token=role)
        if of.told.get("x-bound") is False:
            for role in {"viewer", "clerk"} & of.roles:
                yield of.ask(token="bound " + role)
        if of.told.get("x-bound") and any(one["name"] == "agency" for one in of.parameters):
            yield of.ask(of.target({"agency": "H52.17"}), token="bound viewer")
        if of.method == "POST":
            yield of.ask(headers=ELSEWHERE)
        if of.name == "POST /login":
            yield of.ask(body=of.body()[1].replace(self.words["READER"], self.words["TOKEN"]))

    def ask_404(self, of):
        if of.in_path:
            yield of.ask(of.target(in_path="NOWHERE"))
        elif any(one["name"] == "agency" for one in of.parameters):
            yield of.ask(of.target({"agency": "NOWHERE"}))
        if "CODE" in json.dumps(of.told.get("requestBody", {})):
            yield of.ask(body=re.sub(r"(code\W+)[-A-Z0-9]+", r"\1AAAA-AAAA", of.body()[1]))
        if "STATEMENT" in json.dumps(of.told.get("requestBody", {})):
            yield of.ask(body=of.body()[1].replace(self.words["STATEMENT"], "NOWHERE"))
        if of.name == "POST /api/v1/quarantine/look":
            yield of.ask(body=of.body()[1].replace("[2]", "[99]"))
        if of.name == "POST /api/v1/reports/freeze":
            yield of.ask(body=of.body()[1].replace("{", '{"agency":"NOWHERE",'))

    def ask_409(self, of):
        if of.name == "GET /api/v1/dossiers/{code}":
            yield of.ask(of.target(in_path="BN-1"))
        elif of.path.endswith("/acts"):
            yield of.ask(body='{"type":"completed","reason":"other"}')  # its source has to say so
        else:
            yield of.ask()  # it was done already, as the example says

    def ask_413(self, of):
        yield of.ask(body=" " * 70_000)
        yield of.ask(body=gzip.compress(b" " * 70_000), headers={"Content-Encoding": "gzip"})

    def ask_415(self, of):
        if "national" in of.path:
            yield of.ask(headers={"Content-Encoding": "br"})
        else:
            yield of.ask(kind="image/png")

    def ask_422(self, of):
        if not of.body()[0]:
            return
        if "national" in of.path:
            yield of.ask(body=of.body()[1].replace("1.004253", "nobody's"))
        else:
            yield of.ask(body=of.body()[1].replace("1.004253", "nobody's").replace("H52.17-0001", "D-R"))
            yield of.ask(body=CSV, kind="text/csv")  # nothing says of when it is
            yield of.ask(of.target({"taken": "2021-06-29"}), body=CSV.replace("Sở X", "Sở Lạ"), kind="text/csv")

    def test_every_status_is_reached_and_no_other(self):
        ways = {name.removeprefix("ask_"): getattr(self, name) for name in dir(self) if name.startswith("ask_")}
        for of in self.operations:
            described = set(of.told["responses"]) - {"default", "429", "503"}  # see below
            for status in sorted(described | set(ways)):
                with self.subTest(route=of.name, status=status):
                    self.assertIn(status, sorted(ways), f"{of.name}: nothing here reaches it")
                    asked = list(ways[status](of))
                    if status in described and (of.name, status) != ("GET /metrics/matrix", "404"):
                        self.assertTrue(asked, f"{of.name}: nothing here reaches {status}")
                        for one in asked:
                            self.expect(int(status), of, one)
                    # What reaches it elsewhere may be answered otherwise here, and is described then.
                    for one in asked if status not in described else ():
                        self.check(of, self.ask(one, method=of.method), f"{one.target}, as for {status}")
        self.served.stop()
        self.hurried()
        self.crowded()
        self.broken()
        described = {(of.name, status, kind, name) for of in self.operations
                     for status, told in of.told["responses"].items() if status != "default"
                     for kind, content in told.get("content", {"": {}}).items() for name, _ in shapes_of(content)}
        self.assertEqual(sorted(described - self.reached), [], "described, and not reached")

    def hurried(self):
        """429: a token that asks too often, wrong ones that are waited for, wrong codes."""
        self.serving("token_rate = 1\ntoken_burst = 1")
        self.served = served = daemon.Daemon(self, token=False)
        for of in self.operations:
            if "429" in of.told["responses"]:
                with self.subTest(route=of.name, status=429):
                    asked = of.ask()
                    asked.token = "clerk" if "clerk" in of.roles else "admin"
                    self.ask(asked, served, of.method)
                    self.expect(429, of, asked, served)
        served.stop()
        self.serving("")
        self.served = daemon.Daemon(self, token=False)
        for of in self.operations:
            if len(of.told["responses"].get("429", {}).get("content", {})) < 2:
                continue
            with self.subTest(route=of.name, status="429 in its own words"):
                if of.path == "/pair":
                    asked = next(self.ask_404(of))
                    while self.ask(asked, method=of.method).status != 429:
                        pass
                    self.expect(429, of, asked)
                else:
                    self.expect_impatience(of, next(self.ask_401(of)))
        self.served.kill()

    def expect_impatience(self, of, asked):
        """Of so many that are wrong at once, some are told at once to come again."""
        connections = []
        for _ in range(80):
            connection = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=30)
            self.addCleanup(connection.close)
            connection.request(of.method, asked.target, asked.body, asked.headers)
            connections.append(connection)
        impatient = 0
        for connection in reversed(connections):
            if select.select([connection.sock], [], [], 0.5)[0]:
                answer = connection.getresponse()
                answer.body = answer.read()
                impatient += answer.status == 429
                self.check(of, answer, "one of many")
        self.assertGreater(impatient, 0, of.name)

    def crowded(self):
        """503: as many connections as there may be are in the middle of something."""
        self.serving('max_connections = 20\nread_timeout = "60s"')
        self.served = served = daemon.Daemon(self, token=False)
        stalled = [daemon.Raw(served).send("POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n")
                   for _ in range(20)]
        for of in self.operations:
            asked = of.ask()
            asked.body = asked.body or "{}"  # else health and metrics are answered all the same
            with self.subTest(route=of.name, status=503):
                self.expect(503, of, asked, served)
        for one in stalled:
            one.socket.close()
        served.stop()

    def broken(self):
        """503 in other words than a problem: the ledger is gone from under it. And what is not served."""
        self.serving("", "[metrics]\nmatrix = false\n")
        self.served = served = daemon.Daemon(self, token=False)
        for of in self.operations:
            if of.name == "GET /metrics/matrix":
                self.expect(404, of, of.ask(), served)
        (self.data / "lock").unlink()
        ready = next(of for of in self.operations if of.name == "GET /readyz")
        end = time.monotonic() + 20
        while self.ask(ready.ask(), served).status != 503 and time.monotonic() < end:
            time.sleep(0.05)
        for of in self.operations:
            if len(of.told["responses"]["503"]["content"]) > 1:
                self.expect(503, of, of.ask(), served)
        served.kill()

    def test_what_http_refuses(self):
        asked = []
        for of, (status, text) in itertools.product(self.operations, REFUSED_BY_HTTP):
            raw = socket.create_connection(("127.0.0.1", self.served.port), timeout=30)
            self.addCleanup(raw.close)
            raw.sendall(text.format(start=f"{of.method} {of.target()}").encode())
            asked.append((of, status, raw))
        for of, status, raw in asked:
            answer = http.client.HTTPResponse(raw)
            answer.begin()
            with self.subTest(route=of.name, status=status):
                self.assertEqual(answer.status, status)
                self.check_described(of, answer.status, answer.headers, answer.read(), of.name)
                told = of.told["responses"]["default"]["description"]
                self.assertIn(str(status), told, "it is said in words as well")
        self.served.stop()

    def methods_at(self, target):
        """Of all paths that it is one of: GET of something that is called as a command is looked for, not refused."""
        methods = {of.method for of in self.operations
                   if re.fullmatch(re.sub(r"{\w+}", ".+", of.path.replace(".", r"\.")), target)}
        return methods | ({"HEAD"} if "GET" in methods else set())

    def test_other_methods(self):
        for path in self.api["paths"]:
            own = [of for of in self.operations if of.path == path]
            allowed = self.methods_at(own[0].target())
            for method in ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
                if method in allowed:
                    continue
                with self.subTest(path=path, method=method):
                    answer = self.ask(own[0].ask(body=""), method=method)
                    self.assertEqual(answer.status, 405, answer.body)
                    self.assertEqual(set(answer.headers["Allow"].split(", ")), allowed)
                    self.assertEqual(schema.faults(json.loads(answer.body), {"$ref": "#/components/schemas/problem"},
                                                   self.api["components"]["schemas"]), [])
        for name in ("/nowhere", "/api/v1/dossiers/", "/api/v1/nowhere"):
            answer = self.ask(types.SimpleNamespace(target=name, headers={}, body=None, token="admin"))
            self.assertEqual((answer.status, answer.headers["Content-Type"]), (404, PROBLEM), name)
        self.served.stop()

    def test_a_session_sends_from_own_pages_alone(self):
        cookies = {}
        for role in ("admin", "clerk"):
            begun = self.ask(types.SimpleNamespace(target="/login", body=f"token={self.tokens[role]}", token=None,
                                                   headers={"Content-Type": FORM}), method="POST")
            cookies[role] = {"Cookie": begun.headers["Set-Cookie"].split(";")[0]}
        own = {"Origin": f"http://127.0.0.1:{self.served.port}"}
        posts = [of for of in self.operations if of.method == "POST" and of.roles]
        self.assertTrue(posts)
        for of in posts:
            cookie = cookies["admin" if "admin" in of.roles else "clerk"]
            for origin, let_in in (({}, False), (ELSEWHERE, False), ({"Origin": "null"}, False),
                                   ({"Origin": "http://localhost:1"}, False), (own, True)):
                with self.subTest(route=of.name, origin=origin):
                    asked = of.ask(headers={**cookie, **origin}, token=None)
                    answer = self.ask(asked, method="POST")
                    self.assertEqual(answer.status, 200 if let_in else 403, answer.body)
                    self.check(of, answer, origin)
        self.served.stop()

    def test_the_description_is_one(self):
        self.assertEqual(self.api["openapi"], "3.1.0")
        names = self.api["components"]["schemas"]
        met = set()

        def walk(value):
            if isinstance(value, dict):
                if "$ref" in value:
                    met.add(value["$ref"].removeprefix("#/components/schemas/"))
                for one in value.values():
                    walk(one)
            elif isinstance(value, list):
                for one in value:
                    walk(one)

        walk(self.api)
        self.assertEqual(met - set(names), set(), "what is referred to is there")
        for of in self.operations:
            in_path = {part[1:-1] for part in of.path.split("/") if part.startswith("{")}
            self.assertEqual({one["name"] for one in of.in_path}, in_path, of.name)
            for scheme in of.told["security"]:
                self.assertIn(next(iter(scheme)), self.api["components"]["securitySchemes"])
            for status, told in of.told["responses"].items():
                self.assertTrue(told["description"], f"{of.name} {status}")
            for one in of.parameters:
                if "example" in one:
                    self.assertEqual(schema.faults(one["example"], one["schema"], names), [], f"{of.name} {one['name']}")
        self.served.stop()


def shapes_of(content):
    """(name, schema) of each that an answer may be."""
    told = content.get("schema")
    if told is None:
        return [("", None)]
    return [(one["$ref"].rsplit("/", 1)[1], one) for one in told.get("anyOf", [told])]


def example_of(parameter):
    example = parameter["example"]
    return json.dumps(example) if isinstance(example, bool) else example


def bad_values(of, parameter):
    told = parameter["schema"]
    if told["type"] == "integer":
        return ["x", "0", "1.5", "99999999"]
    if told["type"] == "boolean":
        return ["perhaps"]
    if "enum" in told:
        return ["moon"]
    name = parameter["name"]
    bad = BAD.get(f"{of.name} {name}", BAD.get(name, KeyError))
    if bad is KeyError:
        raise AssertionError(f"{of.name}: nothing here says what {name} does not take")
    return [] if bad is None else [bad]


if __name__ == "__main__":
    dunghan.main()
