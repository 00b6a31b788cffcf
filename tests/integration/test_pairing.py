"""The hall's screen: it shows a code, an administrator confirms it, and its cookie opens the board alone."""

import html
import http.client
import json
import re
import time
import urllib.parse

import daemon
import dunghan

CODE = re.compile(r'<p class="code">([2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4})</p>')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Screen:
    """A browser in the hall, with what it keeps."""

    def __init__(self, case, served):
        self.case, self.port, self.cookie, self.set_cookie = case, served.port, None, None

    def get(self, path="/wall"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        self.case.addCleanup(connection.close)
        connection.request("GET", path, headers={"Cookie": f"a=b; {self.cookie}"} if self.cookie else {})
        answer = connection.getresponse()
        is_stream = answer.headers.get("Content-Type") == "text/event-stream"
        answer.body = answer.fp.readline() if is_stream else answer.read()
        if answer.headers["Set-Cookie"]:
            self.set_cookie = answer.headers["Set-Cookie"]
            self.cookie = self.set_cookie.split(";")[0]
        return answer

    def code(self):
        answer = self.get()
        self.case.assertEqual(answer.status, 200)
        found = CODE.search(answer.body.decode())
        return found.group(1) if found else None


class Pairing(dunghan.Case):
    def setUp(self):
        super().setUp()
        self.import_events(json.dumps(dunghan.received("D-A1")) + "\n")
        self.admin = self.run_program("token", "create", "boss", "--role", "admin").out.strip()
        self.served = daemon.Daemon(self, token=False)

    def tokens(self):
        return {one["name"]: one for one in json.loads(self.run_program("token", "list", "--format", "json").out)["tokens"]}

    def ask(self, path, method="GET", body=None, token=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=30)
        self.addCleanup(connection.close)
        headers = dict(headers or {})
        if token:
            headers["Authorization"] = f"Bearer {token}"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.body = answer.read()
        return answer

    def assert_lets_in(self, screen):
        board = screen.get()
        self.assertEqual(board.status, 200)
        self.assertIn(b"/assets/index-", board.body)
        self.assertEqual(screen.get("/api/v1/live").status, 200)
        self.assertEqual(screen.get("/api/v1/stream").status, 200)

    def test_a_screen_that_is_not_let_in_shows_a_code(self):
        screen = Screen(self, self.served)
        page = screen.get()
        self.assertEqual(page.status, 200)
        text = page.body.decode()
        code = CODE.search(text).group(1)
        self.assertIn('<html lang="vi">', text)
        self.assertIn(f"dunghan token pair {code}", text)
        self.assertIn('http-equiv="refresh"', text)
        self.assertNotIn("<script", text)
        self.assertIn("default-src 'self'; frame-ancestors 'none'", page.headers["Content-Security-Policy"])
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        for word in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="):
            self.assertIn(word, screen.set_cookie)
        self.assertRegex(screen.cookie, r"^dunghan_wall=dunghan_[0-9a-f]{64}$")
        # It stays the same for who comes back with its cookie, and nobody else sees it.
        again = screen.get()
        self.assertEqual((CODE.search(again.body.decode()).group(1), again.headers["Set-Cookie"]), (code, None))
        self.assertNotEqual(Screen(self, self.served).code(), code)
        english = screen.get("/wall?lang=en").body.decode()
        self.assertIn('<html lang="en">', english)
        self.assertIn("waits for an administrator", english)
        # Waiting opens nothing.
        for path in ("/api/v1/live", "/api/v1/stream", "/", "/api/v1/me"):
            self.assertEqual(screen.get(path).status, 401, path)
        self.served.stop()

    def test_let_in_by_the_command(self):
        screen, other = Screen(self, self.served), Screen(self, self.served)
        code, other_code = screen.code(), other.code()
        done = self.run_program("token", "pair", code.lower(), "--name", "hall-1", "--operator", "Lò A")
        self.assertEqual(done.out, "let in: hall-1\n")
        self.assert_lets_in(screen)
        # Its own cookie, for as long as the token.
        lasts = int(re.search(r"Max-Age=(\d+)", screen.set_cookie).group(1))
        self.assertTrue(364 * 86_400 < lasts <= 365 * 86_400, lasts)
        self.assertIn("HttpOnly", screen.set_cookie)
        for path in ("/", "/api/v1/me", "/openapi.json", "/api/v1/on-time", "/api/v1/dossiers", "/api/v1/sources",
                     "/metrics", "/pair", "/api/v1/reports/monthly"):
            self.assertEqual(screen.get(path).status, 401, path)
        # Nobody else has come in with it, whoever knows the code.
        self.assertEqual(other.code(), other_code)
        thief = Screen(self, self.served)
        for cookie in (code, code.replace("-", ""), "hall-1"):
            thief.cookie = f"dunghan_wall={cookie}"
            self.assertEqual(thief.get("/api/v1/live").status, 401)
        token = self.tokens()["hall-1"]
        self.assertEqual((token["role"], token["state"], token["created_by"]), ("wall", "good", "Lò A"))
        self.assertIn("hall-1 of the role wall", self.run_program("acts").out)
        # The code is used up.
        self.assertIn("no screen shows", self.run_program("token", "pair", code, code=1).err)
        for secret in (screen.cookie.split("=")[1], other.cookie.split("=")[1]):
            self.assertNotIn(secret, self.served.errors.read_text())
            self.assertNotIn(secret.encode(), (self.data / "tokens.toml").read_bytes())
        self.served.stop()
        self.served = daemon.Daemon(self, token=False)
        screen.port = self.served.port
        self.assert_lets_in(screen)
        self.served.stop()

    def test_revoked_at_once_open_streams_too(self):
        screen = Screen(self, self.served)
        self.run_program("token", "pair", screen.code(), "--name", "hall-1")
        connection = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=60)
        self.addCleanup(connection.close)
        connection.request("GET", "/api/v1/stream", headers={"Cookie": screen.cookie})
        stream = connection.getresponse()
        self.assertEqual(stream.status, 200)
        stream.readline()
        cookie = screen.cookie
        self.run_program("token", "revoke", "hall-1", "--reason", "broken")
        self.assertEqual(screen.get("/api/v1/live").status, 401)
        begun = time.monotonic()
        while stream.readline():
            self.assertLess(time.monotonic() - begun, 30)
        # It waits anew, as another.
        self.assertIsNotNone(screen.code())
        self.assertNotEqual(screen.cookie, cookie)
        self.served.stop()

    def test_let_in_by_an_administrators_page(self):
        came = self.ask("/login", "POST", f"token={self.admin}&next=/pair", headers=FORM)
        self.assertEqual(came.headers["Location"], "/pair")
        session = {"Cookie": came.headers["Set-Cookie"].split(";")[0]}
        page = self.ask("/pair", headers=session)
        self.assertEqual(page.status, 200)
        self.assertIn("Cho phép một màn hình", page.body.decode())
        self.assertIn("form-action 'self'", page.headers["Content-Security-Policy"])
        screen = Screen(self, self.served)
        own = {**session, **FORM, "Origin": f"http://127.0.0.1:{self.served.port}"}

        def confirm(headers, **fields):
            return self.ask("/pair", "POST", urllib.parse.urlencode({"for": "30d", **fields}), headers=headers)

        code = screen.code()
        for origin in (None, "http://elsewhere.example"):
            headers = {**session, **FORM, **({"Origin": origin} if origin else {})}
            self.assertEqual(confirm(headers, code=code).status, 403, origin)
        self.assertEqual(self.ask("/pair", "POST", f"code={code}&for=30d", headers={**FORM, "Cookie": screen.cookie}).status, 401)
        self.assertEqual(screen.code(), code)
        wrong = confirm(own, code="2222-2222")
        self.assertEqual(wrong.status, 404)
        self.assertIn("Không màn hình nào", html.unescape(wrong.body.decode()))
        self.assertEqual(confirm(own, code=code, name="x y").status, 400)
        self.assertEqual(confirm({**own, "Content-Type": "application/json"}, code=code).status, 415)
        done = confirm(own, code=code, name="hall-1", lang="en")
        self.assertEqual(done.status, 200)
        self.assertIn("It is let in", done.body.decode())
        self.assert_lets_in(screen)
        self.assertEqual(self.tokens()["hall-1"]["created_by"], "boss")
        self.served.stop()

    def test_wrong_codes_are_answered_plainly_and_not_for_ever(self):
        screen = Screen(self, self.served)
        code = screen.code()
        for words, more in (("for: expected days", ("--for", "soon")), ("agency: unknown agency", ("--agency", "NOWHERE")),
                            ("name: expected", ("--name", "x y"))):
            self.assertIn(words, self.run_program("token", "pair", code, *more, code=2).err)
        self.assertIn("a good token is called boss already", self.run_program("token", "pair", code, "--name", "boss", code=1).err)
        for _ in range(10):
            done = self.run_program("token", "pair", "AAAA-2222", code=1)
            self.assertIn('code: no screen shows "AAAA-2222"', done.err)
        self.assertIn("too many wrong ones", self.run_program("token", "pair", code, code=3).err)
        self.assertEqual(screen.code(), code)
        self.served.stop()
        self.assertIn("no daemon serves", self.run_program("token", "pair", code, code=1).err)

    def test_a_screen_may_be_of_some_agencies(self):
        screen = Screen(self, self.served)
        self.run_program("token", "pair", screen.code(), "--agency", "B", "--for", "never")
        live = json.loads(screen.get("/api/v1/live").body)
        self.assertEqual(live["total"]["open_total"], 0)
        self.assertNotIn("Sở A", json.dumps(live, ensure_ascii=False))
        names = [name for name in self.tokens() if name.startswith("wall-")]
        self.assertEqual(len(names), 1)
        self.assertEqual(self.tokens()[names[0]]["agencies"], ["B"])
        self.served.stop()

    def test_many_that_come_and_go_take_no_room(self):
        first = Screen(self, self.served)
        code = first.code()
        for _ in range(40):
            Screen(self, self.served).code()
        # It gave way, and gets another.
        self.assertNotEqual(first.code(), code)
        self.served.stop()

    def test_who_is_logged_in_sees_the_board_and_no_code(self):
        answer = self.ask("/wall", token=self.admin)
        self.assertIn(b"/assets/index-", answer.body)
        self.assertIsNone(answer.headers["Set-Cookie"])
        self.assertEqual(self.ask("/wall?x=1").status, 400)
        self.served.stop()


if __name__ == "__main__":
    dunghan.main()
