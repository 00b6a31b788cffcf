"""How often somebody may ask, what wrong tokens come to, and what every answer carries."""

import concurrent.futures
import gzip
import http.client
import json
import re
import signal
import time

import daemon
import dunghan

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


class AccessLimits(dunghan.Case):
    def setUp(self):
        super().setUp()
        self.import_events(json.dumps(dunghan.received("D-1")) + "\n")

    def serve(self, server="", *more):
        if server:
            self.configure("calendar.toml", "agencies.csv", "procedures.csv", f"[server]\n{server}\n")
        return daemon.Daemon(self, *more, token=False)

    def make(self, name, role, *more):
        return self.run_program("token", "create", name, "--role", role, "--for", "never", *more).out.strip()

    def ask(self, served, path, token=None, body=None, headers=None):
        """The answer; .took: seconds."""
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
        try:
            headers = {**(headers or {}), **({"Authorization": f"Bearer {token}"} if token else {})}
            begun = time.monotonic()
            connection.request("GET" if body is None else "POST", path, body, headers)
            answer = connection.getresponse()
            answer.text = answer.read().decode()
            answer.took = time.monotonic() - begun
            return answer
        finally:
            connection.close()

    def test_what_is_shown_in_vain_again_and_again_is_answered_later(self):
        token, machine = self.make("reader", "viewer"), self.make("mot-cua", "ingest", "--source", "mot-cua")
        served = self.serve()
        ways = {
            "bearer": (lambda text: self.ask(served, "/api/v1/me", text), token, 200),
            "login": (lambda text: self.ask(served, "/login", None, f"token={text}", FORM), token, 303),
            "national": (lambda text: self.ask(served, "/national/v1/login", None,
                                               json.dumps({"username": "mot-cua", "password": text})), machine, 200)}
        for way, (show, right, good) in ways.items():
            with self.subTest(way):
                took = []
                for _ in range(5):
                    answer = show(f"wrong-{way}")
                    self.assertEqual(answer.status, 401, answer.text)
                    took.append(answer.took)
                self.assertLess(sum(took[:3]), 0.25, took)
                self.assertGreaterEqual(took[3], 0.25)
                self.assertGreaterEqual(took[4], 0.5)
                # While another wrong one waits, who shows the right one does not; nor does another wrong token.
                with concurrent.futures.ThreadPoolExecutor() as pool:
                    waiting = pool.submit(show, f"wrong-{way}")
                    time.sleep(0.1)
                    answer = show(right)
                    self.assertEqual(answer.status, good, answer.text)
                    self.assertLess(answer.took, 0.5)
                    self.assertFalse(waiting.done())
                    self.assertLess(self.ask(served, "/api/v1/me", f"other-{way}").took, 0.25)
                    self.assertGreaterEqual(waiting.result().took, 1)
        served.stop()

    def test_waiting_answers_hold_up_no_end(self):
        self.make("reader", "viewer")
        served = self.serve()
        with concurrent.futures.ThreadPoolExecutor(12) as pool:
            waiting = [pool.submit(self.ask, served, "/api/v1/me", "wrong") for _ in range(12)]
            time.sleep(0.5)
            self.assertGreater(sum(not one.done() for one in waiting), 5)
            begun = time.monotonic()
            served.process.send_signal(signal.SIGTERM)
            self.assertEqual(served.process.wait(30), 0)
            self.assertLess(time.monotonic() - begun, 3)
            self.assertEqual({one.result().status for one in waiting}, {401})

    def test_a_token_may_ask_so_often(self):
        one, two = self.make("one", "viewer"), self.make("two", "viewer")
        served = self.serve("token_rate = 2\ntoken_burst = 5")
        self.assertEqual([self.ask(served, "/api/v1/me", one).status for _ in range(5)], [200] * 5)
        answer = self.ask(served, "/api/v1/me", one)
        self.assertEqual((answer.status, answer.headers["Retry-After"], answer.headers["Content-Type"]),
                         (429, "1", "application/problem+json"), answer.text)
        self.assertEqual(self.ask(served, "/healthz", one).status, 200)
        self.assertEqual(self.ask(served, "/api/v1/me", two).status, 200)
        self.assertIn('access.too_often who="token one"', served.errors.read_text())
        time.sleep(1.1)
        self.assertEqual(self.ask(served, "/api/v1/me", one).status, 200)
        served.stop()

    def test_a_token_may_watch_so_often(self):
        one, two = self.make("one", "viewer"), self.make("two", "viewer")
        served = self.serve("token_streams = 2")

        def watch(token, method="GET"):
            connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
            self.addCleanup(connection.close)
            connection.request(method, "/api/v1/stream", headers={"Authorization": f"Bearer {token}"})
            answer = connection.getresponse()
            self.addCleanup(answer.close)
            return answer

        first, second = watch(one), watch(one)
        self.assertEqual([first.status, second.status], [200, 200])
        third = watch(one)
        self.assertEqual((third.status, third.headers["Retry-After"]), (429, "10"))
        self.assertEqual([watch(two, method).status for method in ("HEAD", "HEAD", "HEAD", "GET")], [200] * 4)
        first.close()
        end = time.monotonic() + 10
        while (again := watch(one)).status != 200:
            self.assertLess(time.monotonic(), end, "a stream that ended is counted still")
            time.sleep(0.1)
        self.assertEqual(watch(one).status, 429)
        again.close()
        served.stop()

    def test_every_answer_has_a_name_that_is_in_the_log(self):
        token = self.make("boss", "admin")
        served = self.serve('max_waiting = "1MiB"')
        seen = set()
        for path, status in (("/healthz", 200), ("/nowhere", 404), ("/api/v1/me", 401), ("/login", 200)):
            answer = self.ask(served, path)
            self.assertEqual(answer.status, status)
            seen.add(answer.headers["X-Request-Id"])
        self.assertEqual(len(seen), 4)
        for one in seen:
            self.assertRegex(one, r"^[a-z0-9]{6}-[a-z0-9]+$")
        self.assertEqual(self.ask(served, "/api/v1/me", token, headers={"X-Request-Id": "a-b.c_1"}).headers["X-Request-Id"],
                         "a-b.c_1")
        self.assertNotEqual(self.ask(served, "/", token, headers={"X-Request-Id": "a b"}).headers["X-Request-Id"], "a b")
        self.ask(served, "/login", None, "token=nonsense", {**FORM, "X-Request-Id": "login-1"})
        self.ask(served, "/national/v1/login", None, '{"username":"a","password":"b"}', {"X-Request-Id": "login-2"})
        # A fault of the daemon, or its being full.
        events = "".join(json.dumps(dunghan.received(f"D-{number}", note="x" * 1000)) + "\n" for number in range(2000))
        full = self.ask(served, "/api/v1/events", token, gzip.compress(events.encode()),
                        {"Content-Type": "application/x-ndjson", "Content-Encoding": "gzip", "X-Request-Id": "full-1"})
        self.assertEqual((full.status, full.headers["X-Request-Id"]), (503, "full-1"), full.text)
        raw = daemon.Raw(served).send("GET / HTTP/1.1\r\nX-Request-Id: bad-1\r\nHost: a b\r\n\r\n").read_all()
        self.assertIn("400 Bad Request", raw)
        self.assertIn("\r\nX-Request-Id: bad-1\r\n", raw)
        log = served.errors.read_text()
        self.assertRegex(log, r"access.refused what=login request=login-1\b")
        self.assertRegex(log, r'access.refused what="national login" request=login-2\b')
        self.assertRegex(log, r"request route=/api/v1/events status=503 request=full-1\b")
        served.stop()

    def test_what_stands_in_every_head(self):
        token = self.make("boss", "admin")
        version = self.run_program("version").out.split()[1]
        served = self.serve()
        paths = json.loads(self.ask(served, "/openapi.json", token).text)["paths"]
        checked = 0
        for path, methods in paths.items():
            for method in methods:
                asked = re.sub(r"\{.*\}", "1", path)
                if path == "/api/v1/stream":
                    continue
                for shown in (token, None):
                    answer = self.ask(served, asked, shown, b"" if method == "post" else None)
                    with self.subTest(path=path, method=method, status=answer.status):
                        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
                        self.assertEqual(answer.headers["Cross-Origin-Resource-Policy"], "same-origin")
                        self.assertTrue(answer.headers["X-Request-Id"])
                        self.assertIsNone(answer.headers["Server"])
                        self.assertIsNone(answer.headers["Strict-Transport-Security"])  # not in the clear
                        # The page is asked anew each time; nothing else is kept at all.
                        self.assertIn(answer.headers["Cache-Control"],
                                      ("no-cache",) if shown and path in ("/", "/dossiers", "/wall") and answer.status == 200 else ("no-store",))
                        if not shown:
                            self.assertNotIn(version, answer.text)
                        checked += 1
        self.assertGreater(checked, 50)
        self.assertNotIn(version, self.ask(served, "/nowhere").text)
        served.stop()

    def test_a_national_message_in_gzip_with_its_session(self):
        token = self.make("mot-cua", "ingest", "--source", "mot-cua")
        served = self.serve()
        login = self.ask(served, "/national/v1/login", None, json.dumps({"username": "mot-cua", "password": token}))
        session = json.loads(login.text)["session"]
        data = [{"MaHoSo": f"D-N{number}", "MaTTHC": "P", "NgayTiepNhan": "20210607080000",
                 "NgayHenTra": "20210614170000", "TrangThaiHoSo": "2"} for number in range(50)]

        def send(message, coding="gzip"):
            body = json.dumps(message).encode()
            return self.ask(served, "/national/v1/DongBoHoSoMC", None, gzip.compress(body) if coding else body,
                            {**JSON, **({"Content-Encoding": coding} if coding else {})})

        good = {"session": session, "madonvi": "A", "service": "DongBoHoSoMC", "isUpdating": "False", "data": data}
        answer = send(good)
        plain = send(good, None)
        self.assertNotIn(answer.status, (401, 403), answer.text)
        self.assertEqual(answer.status, plain.status, answer.text)
        told, again = json.loads(answer.text), json.loads(plain.text)
        self.assertEqual((told["received"], again["received"]), ("50", "50"))
        self.assertEqual(send(good, "x-gzip").status, answer.status)
        for wrong in ({**good, "session": "dunghan_0"}, {**good, "session": ""}, {"data": data},
                      {"data": data, "madonvi": "x" * 5000, "session": session}):
            self.assertEqual(send(wrong).status, 401)
        # Somebody's bomb is not unpacked to find out who it is.
        bomb = gzip.compress(b" " * 100_000_000)
        answer = self.ask(served, "/national/v1/DongBoHoSoMC", None, bomb, {**JSON, "Content-Encoding": "gzip"})
        self.assertEqual(answer.status, 401)
        self.assertLess(answer.took, 1)
        self.run_program("token", "revoke", "mot-cua", "--reason", "r")
        self.assertEqual(send(good).status, 401)
        served.stop()


if __name__ == "__main__":
    dunghan.main()
