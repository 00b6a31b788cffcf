"""The daemon speaks TLS itself: who it shows itself as, what it speaks, and a certificate renewed under it."""

import datetime
import hashlib
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
                       '[server]\ntls_certificate = "server.crt"\ntls_key = "server.key"\nread_timeout = "2s"\nidle_timeout = "3s"\n')

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

    def test_an_end_is_told_from_a_cut(self):
        served = daemon.Daemon(self)
        for path in ("/healthz", "/openapi.json"):
            with socket.create_connection(("127.0.0.1", served.port), timeout=20) as raw:
                secure = self.trusting().wrap_socket(raw, server_hostname="localhost", suppress_ragged_eofs=False)
                secure.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
                while secure.recv(65536):  # without the other's word this is an error
                    pass
        served.stop()

    def test_browsers_are_told_to_come_by_tls_alone(self):
        def told(settings="", door=False):
            self.configure("calendar.toml", "agencies.csv", "procedures.csv",
                           f'[server]\ntls_certificate = "server.crt"\ntls_key = "server.key"\n{settings}\n')
            served = daemon.Daemon(self)
            connection = self.connect(served, authority)
            if door:
                port = re.search(r":(\d+)", (self.data / "serving").read_text().split("http")[1]).group(1)
                connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=30)
                self.addCleanup(connection.close)
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            self.assertEqual(answer.read(), b"ok\n")
            served.stop()
            return answer.headers["Strict-Transport-Security"]

        # Nobody vouches for it: browsers ask their users whether to go on.
        authority = self.certificate
        self.assertIsNone(told())
        authority, private = make_certificate(self.folder, "authority")
        request = self.folder / "server.csr"
        subprocess.run(["openssl", "req", "-new", "-key", self.key, "-subj", "/CN=localhost", "-addext",
                        "subjectAltName=DNS:localhost,IP:127.0.0.1", "-out", request], check=True, capture_output=True)
        signed = subprocess.run(["openssl", "x509", "-req", "-in", request, "-CA", authority, "-CAkey", private,
                                 "-CAcreateserial", "-days", "30", "-copy_extensions", "copy"], check=True, capture_output=True)
        self.write("server.crt", signed.stdout.decode())
        self.assertEqual(told(), "max-age=31536000")
        self.assertEqual(told('hsts = "30d"'), "max-age=2592000")
        self.assertEqual(told('hsts = "0s"'), "max-age=0")
        self.assertIsNone(told('hsts = "off"'))
        self.assertIsNone(told(door=True))

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
        # Nor one that goes on with its first record beyond its time, a byte and a byte.
        hello = b"\x16\x03\x01\x00\x01\x01"
        dripping = [socket.create_connection(("127.0.0.1", served.port), timeout=1) for _ in range(20)]
        for end in (time.monotonic() + 6,):
            first = True
            while time.monotonic() < end:
                for one in dripping:
                    try:
                        one.sendall(b"\x16\x03\x01\x00\x04\x01\x01\xff\xb8" if first else hello)
                    except OSError:
                        pass
                first = False
                time.sleep(0.001)
        time.sleep(3)
        for one in dripping:
            with self.assertRaises(OSError):
                for _ in range(3):
                    one.sendall(hello)
                    time.sleep(0.01)
            one.close()
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
            # It is tried again after a second, and not told again.
            time.sleep(1.1)
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

    def test_a_source_comes_in_by_its_certificate(self):
        self.configure("calendar.toml", "agencies.csv", "procedures.csv",
                       '[server]\ntls_certificate = "server.crt"\ntls_key = "server.key"\ntls_clients = true\n')
        own, own_key = make_certificate(self.folder, "one-stop", days=20)
        foreign, foreign_key = make_certificate(self.folder, "foreign")
        made = self.run_program("token", "create", "one-stop", "--role", "ingest", "--source", "mc", "--certificate", own)
        der = ssl.PEM_cert_to_DER_cert(own.read_text())
        self.assertEqual(made.out.strip(), hashlib.sha256(der).hexdigest())
        self.assertIn("tls_clients = true", made.err)
        listed = {one["name"]: one for one in json.loads(self.run_program("token", "list", "--format", "json").out)["tokens"]}
        self.assertIs(listed["one-stop"]["is_certificate"], True)
        # Not longer than the certificate, though 90 days is what is said where nothing is.
        ends = datetime.datetime.fromisoformat(listed["one-stop"]["expires"])
        self.assertLess(ends, datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=21))
        self.assertIn("a good token was made for this certificate already",
                      self.run_program("token", "create", "again", "--role", "admin", "--certificate", own, code=1).err)
        self.assertIn("holds no certificate", self.run_program("token", "create", "no", "--role", "admin", "--certificate",
                                                               own_key, code=2).err)
        served = daemon.Daemon(self)

        def ask(certificate=None, key=None, headers=None, **more):
            context = self.trusting()
            if certificate:
                context.load_cert_chain(certificate, key)
            connection = http.client.HTTPSConnection("127.0.0.1", served.port, timeout=30, context=context)
            event = json.dumps({**dunghan.received(f"C{time.monotonic_ns()}"), **more})
            # An empty field would be one that says something else; none at all is asked for here.
            connection.putrequest("POST", "/api/v1/events")
            for name, value in {"Content-Type": "application/json", "Content-Length": str(len(event)), **(headers or {})}.items():
                connection.putheader(name, value)
            connection._send_output(event.encode())
            connection._HTTPConnection__state = "Request-sent"
            answer = connection.getresponse()
            text = answer.read().decode()
            connection.close()
            return answer.status, text

        self.assertEqual(ask()[0], 401)
        status, text = ask(own, own_key)
        self.assertEqual((status, json.loads(text)["stored"]), (200, 1), text)
        # As bound as a text would be: what it sends is its own, whatever it says.
        self.assertEqual(ask(own, own_key, source="another", dossier="D-OTHER")[0], 200)
        asking = self.connect(served)
        asking.request("GET", "/api/v1/dossiers/D-OTHER", None, {"Authorization": f"Bearer {served.token}"})
        self.assertEqual([one["source"] for one in json.loads(asking.getresponse().read())["events"]], ["mc"])
        status, text = ask(foreign, foreign_key)
        self.assertEqual(status, 401)
        self.assertIn("the certificate is not known here", text)
        # The certificate itself, or its digest, is known to whoever saw it: no text of a token.
        for shown in (der.decode("latin-1").replace("\r", "").replace("\n", "")[:200], made.out.strip(), own.read_text().replace("\n", "")):
            self.assertIn(ask(headers={"Authorization": f"Bearer {shown}".encode("latin-1")})[0], (400, 401))
        # Pages of others make a browser show it: what they send is not taken.
        self.assertEqual(ask(own, own_key, headers={"Origin": "https://example.org"})[0], 403)
        self.assertEqual(ask(own, own_key, headers={"Origin": f"http://127.0.0.1:{served.port}"})[0], 403)
        self.run_program("token", "revoke", "one-stop", "--reason", "khóa bị lộ")
        self.assertEqual(ask(own, own_key)[0], 401)
        # One after the other may stand for it.
        self.run_program("token", "create", "one-stop", "--role", "ingest", "--source", "mc", "--certificate", own)
        self.assertEqual(ask(own, own_key)[0], 200)
        # Who shows none, or one that is not known, and a good token besides, comes in by that.
        headers = {"Authorization": f"Bearer {served.token}"}
        for certificate, key in ((None, None), (foreign, foreign_key)):
            self.assertEqual(ask(certificate, key, headers=headers)[0], 200)
        served.stop()

    def test_no_certificate_is_asked_for_without_the_setting(self):
        own, own_key = make_certificate(self.folder, "one-stop")
        self.run_program("token", "create", "one-stop", "--role", "admin", "--certificate", own)
        served = daemon.Daemon(self)
        self.assertIn("No client certificate CA names sent", self.s_client(served).stdout)
        self.assertNotIn("Client Certificate Types", self.s_client(served, "-tls1_2").stdout)
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
