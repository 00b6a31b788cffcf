"""The daemon speaks TLS itself: who it shows itself as, what it speaks, and a certificate renewed under it."""

import http.client
import json
import re
import shutil
import socket
import ssl
import subprocess
import time

import daemon
import dunghan


def make_certificate(folder, name, days=365, key_type="ec"):
    """A certificate for localhost and 127.0.0.1 that signs itself."""
    key = ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"] if key_type == "ec" else ["rsa:2048"]
    certificate, private = folder / f"{name}.crt", folder / f"{name}.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", *key, "-nodes", "-keyout", private, "-out", certificate,
                    "-days", str(days), "-subj", f"/CN={name}", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
                   check=True, capture_output=True)
    return certificate, private


class Tls(dunghan.Case):
    def setUp(self):
        super().setUp()
        self.certificate, self.key = make_certificate(self.folder, "first")
        self.write("server.crt", self.certificate.read_text())
        self.write("server.key", self.key.read_text())
        self.configure("calendar.toml", "agencies.csv", "procedures.csv",
                       '[server]\ntls_certificate = "server.crt"\ntls_key = "server.key"\nread_timeout = "2s"\n')

    def trusting(self, certificate=None):
        return ssl.create_default_context(cafile=certificate or self.certificate)

    def connect(self, served, certificate=None):
        connection = http.client.HTTPSConnection("localhost", served.port, timeout=30, context=self.trusting(certificate))
        # "localhost" may be ::1 first.
        connection._create_connection = lambda _, *more: socket.create_connection(("127.0.0.1", served.port), *more)
        self.addCleanup(connection.close)
        return connection

    def s_client(self, served, *arguments):
        return subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{served.port}", *arguments],
                              input="", capture_output=True, text=True, timeout=30, check=False)

    def test_asked_and_answered(self):
        served = daemon.Daemon(self)
        self.assertTrue(served.url.startswith("https://"), served.url)
        connection = self.connect(served)
        connection.request("GET", "/healthz")
        self.assertEqual(connection.getresponse().read(), b"ok\n")
        # The same connection goes on, with bodies larger than a record and than a socket's buffer.
        events = "".join(json.dumps(dunghan.received(f"D{number}", note="x" * 500)) + "\n" for number in range(4000))
        connection.request("POST", "/api/v1/events", events, {"Content-Type": "application/x-ndjson"})
        answer = connection.getresponse()
        told = json.loads(answer.read())
        self.assertEqual((answer.status, told["stored"]), (200, 4000), told)
        connection.request("GET", "/api/v1/live")
        self.assertIn("agencies", json.loads(connection.getresponse().read()))
        connection.request("GET", "/metrics")
        page = connection.getresponse().read().decode()
        self.assertIn("dunghan_", page)
        served.stop()

    def test_what_is_large_arrives_whole_at_a_slow_reader(self):
        served = daemon.Daemon(self)
        connection = self.connect(served)
        for number in range(3):
            events = "".join(json.dumps(dunghan.received(f"D{number}-{one}")) + "\n" for one in range(2000))
            connection.request("POST", "/api/v1/events", events, {"Content-Type": "application/x-ndjson"})
            self.assertEqual(json.loads(connection.getresponse().read())["stored"], 2000)
        connection.request("GET", "/metrics")
        expected = len(connection.getresponse().read())
        self.assertGreater(expected, 10_000)
        slow = self.connect(served)
        slow.connect()
        slow.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.request("GET", "/openapi.json")
        answer = slow.getresponse()
        got = b""
        while piece := answer.read(1000):
            got += piece
            time.sleep(0.002)
        self.assertEqual(json.loads(got)["openapi"][:3], "3.1")
        served.stop()

    def test_streams_and_their_end(self):
        served = daemon.Daemon(self)
        connection = self.connect(served)
        connection.request("GET", "/api/v1/stream")
        answer = connection.getresponse()
        self.assertEqual(answer.status, 200)
        self.assertIn(b":" , answer.readline())
        served.process.terminate()
        # The end is said, so that nobody takes a cut line for a whole one.
        while answer.readline():
            pass
        self.assertEqual(served.process.wait(30), 0)

    def test_only_1_2_and_1_3_with_forward_secrecy(self):
        served = daemon.Daemon(self)
        for version in ("-tls1_2", "-tls1_3"):
            told = self.s_client(served, version, "-alpn", "h2,http/1.1").stdout
            self.assertRegex(told, r"Cipher is (ECDHE|TLS_)")
            self.assertIn("ALPN protocol: http/1.1", told)
        for version in ("-tls1", "-tls1_1"):
            told = self.s_client(served, version, "-cipher", "ALL:@SECLEVEL=0")
            self.assertNotEqual(told.returncode, 0)
            self.assertIn("Cipher is (NONE)", told.stdout)
        for cipher in ("AES128-SHA", "AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-SHA", "DHE-RSA-AES128-GCM-SHA256"):
            self.assertIn("Cipher is (NONE)", self.s_client(served, "-tls1_2", "-cipher", cipher + ":@SECLEVEL=0").stdout, cipher)
        served.stop()

    def test_plain_http_is_told_and_nonsense_ends(self):
        served = daemon.Daemon(self)
        for said, expected in ((b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "this address is asked by https"),
                               (b"\x16\x03\x01\xff\xff" + bytes(64), ""), (b"\0" * 400, "")):
            with socket.create_connection(("127.0.0.1", served.port), timeout=10) as raw:
                raw.sendall(said)
                got = b""
                try:
                    while piece := raw.recv(4096):
                        got += piece
                except ConnectionResetError:
                    pass
                self.assertIn(expected, got.decode(errors="replace"))
                self.assertNotIn("200 OK", got.decode(errors="replace"))
        # One that never says a word has no place for ever.
        with socket.create_connection(("127.0.0.1", served.port), timeout=20) as silent:
            began = time.monotonic()
            self.assertIn(silent.recv(100), (b"",))
            self.assertLess(time.monotonic() - began, 15)
        connection = self.connect(served)
        connection.request("GET", "/healthz")
        self.assertEqual(connection.getresponse().status, 200)
        served.stop()

    def test_a_renewed_certificate_is_shown_without_a_restart(self):
        served = daemon.Daemon(self)
        old = self.connect(served)
        old.request("GET", "/healthz")
        old.getresponse().read()
        certificate, key = make_certificate(self.folder, "second", days=5, key_type="rsa")
        # A renewal writes two files: between them they do not fit, and the former stays.
        shutil.copy(certificate, self.folder / "server.crt")
        between = self.connect(served)
        between.request("GET", "/healthz")
        self.assertEqual(between.getresponse().status, 200)
        served.wait_for_log("tls.unreadable")
        shutil.copy(key, self.folder / "server.key")
        new = self.connect(served, certificate)
        new.request("GET", "/healthz")
        self.assertEqual(new.getresponse().status, 200)
        served.wait_for_log("tls.certificate_ends_soon")
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.connect(served).request("GET", "/healthz")
        old.request("GET", "/healthz")
        self.assertEqual(old.getresponse().status, 200)
        # And a broken one is told once, and changes nothing.
        (self.folder / "server.crt").write_text("nothing\n")
        for _ in range(3):
            again = self.connect(served, certificate)
            again.request("GET", "/healthz")
            self.assertEqual(again.getresponse().status, 200)
        self.assertEqual(served.errors.read_text().count("tls.unreadable"), 2)
        served.stop()

    def test_cookies_go_no_other_way(self):
        served = daemon.Daemon(self)
        connection = self.connect(served)
        connection.request("POST", "/login", f"token={served.token}&next=/", {"Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        answer.read()
        self.assertEqual(answer.status, 303)
        self.assertIn("; Secure", answer.headers["Set-Cookie"])
        cookie = answer.headers["Set-Cookie"].split(";")[0]
        for origin, expected in ((f"https://localhost:{served.port}", 303), ("https://example.org", 403)):
            asking = self.connect(served)
            asking.request("POST", "/logout", "", {"Cookie": cookie, "Origin": origin, "Authorization": "",
                                                   "Content-Type": "application/x-www-form-urlencoded"})
            status = asking.getresponse().status
            if origin.endswith(".org"):
                self.assertNotEqual(status, 303)
        served.stop()

    def test_commands_find_the_daemon(self):
        served = daemon.Daemon(self)
        served_note = (self.data / "serving").read_text()
        self.assertRegex(served_note, r"http://127\.0\.0\.1:\d+")
        door = int(re.search(r"127\.0\.0\.1:(\d+)", served_note).group(1))
        self.assertNotEqual(door, served.port)
        # The other door asks for a token as well.
        with socket.create_connection(("127.0.0.1", door), timeout=10) as raw:
            raw.sendall(b"GET /api/v1/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            self.assertIn(b" 401 ", raw.recv(4096).split(b"\r\n")[0])
        told = self.run_program("rulebook", "apply", "--reason", "kiểm tra")
        self.assertIn("holds the ledger, and is asked to do it", told.err)
        served.stop()

    def test_what_cannot_be_used_is_told_before_anything(self):
        def refused(more):
            self.configure("calendar.toml", "agencies.csv", "procedures.csv", more)
            checked = self.run_program("check-config", code=2).err
            served = self.run_program("serve", "--listen", "127.0.0.1:0", code=2).err
            return checked, served

        other, _ = make_certificate(self.folder, "other")
        for certificate, key, expected in (("none.crt", "server.key", "the certificate"),
                                           ("server.crt", "none.key", "the key"),
                                           ("server.crt", "server.crt", "the key"),
                                           (other.name, "server.key", "is not that of the certificate")):
            for told in refused(f'[server]\ntls_certificate = "{certificate}"\ntls_key = "{key}"\n'):
                self.assertIn("server.tls_certificate", told)
                self.assertIn(expected, told)


if __name__ == "__main__":
    dunghan.main()
