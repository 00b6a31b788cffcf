"""Single sign-on: a proxy says whom it has logged in, and is believed only as itself."""

import base64
import http.client
import json
import os
import shutil
import socket
import subprocess
import time

import daemon
import dunghan

SECRET = "0123456789abcdef0123456789abcdef"
USERS = """login,name,role,agencies,from,to
lo.a,Lò Văn A,viewer,A,2021-06-01,2021-06-30
lo.b,Lò Văn B,clerk,,,
lo.c,,admin,,,
lo.d,,viewer,,2021-07-01,
lo.e,,viewer,,,2021-06-29
"""
ACCESS = """[access]
sso_header = "X-Remote-User"
sso_from = ["127.0.0.1"]
sso_secret_header = "X-Proxy-Secret"
sso_secret_file = "proxy.secret"
users = "users.csv"
"""
# As docs/access.md has it.
NGINX = """daemon off; master_process off; pid %(folder)s/nginx.pid; error_log stderr; worker_processes 1;
events {}
http {
  access_log off;
  client_body_temp_path %(folder)s/b; proxy_temp_path %(folder)s/p; fastcgi_temp_path %(folder)s/f;
  uwsgi_temp_path %(folder)s/u; scgi_temp_path %(folder)s/s;
  server {
    listen 127.0.0.1:%(port)s;
    location / {
      auth_basic "Dunghan"; auth_basic_user_file %(folder)s/htpasswd;
      proxy_pass http://127.0.0.1:%(daemon)s;
      proxy_set_header Host $http_host;
      proxy_set_header X-Remote-User $remote_user;
      proxy_set_header X-Proxy-Secret %(secret)s;
    }
  }
  # And one by nginx's defaults, which knows nothing of persons: all it passes on comes from loopback.
  server {
    listen 127.0.0.1:%(plain)s;
    location / { proxy_pass http://127.0.0.1:%(daemon)s; }
  }
}
"""


class SingleSignOn(dunghan.Case):
    def setUp(self):
        super().setUp()
        self.write("users.csv", USERS)
        self.write("proxy.secret", SECRET + "\n")
        self.configure("calendar.toml", "agencies.csv", "procedures.csv", ACCESS)
        day = "2021-06-07T08:00:00+07:00"
        self.import_events("".join(json.dumps(dunghan.received(code, at=day, agency=agency)) + "\n"
                                   for code, agency in (("D-A1", "A"), ("D-B1", "B"), ("D-B2", "B"))))
        self.boss = self.run_program("token", "create", "boss", "--role", "admin").out.strip()

    def ask(self, path, login=None, secret=SECRET, method="GET", body=None, headers=None, source="127.0.0.1"):
        connection = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=30, source_address=(source, 0))
        self.addCleanup(connection.close)
        headers = dict(headers or {})
        if login:
            headers["X-Remote-User"] = login
        if secret:
            headers["x-proxy-SECRET"] = secret
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        is_stream = answer.headers.get("Content-Type") == "text/event-stream"
        answer.body = answer.fp.readline() if is_stream else answer.read()
        answer.stream = answer if is_stream else None
        return answer

    def me(self, login):
        answer = self.ask("/api/v1/me", login)
        self.assertEqual(answer.status, 200, answer.body)
        told = json.loads(answer.body)
        return told["name"], told["role"], told["agencies"]

    def test_persons_see_what_the_list_says(self):
        self.served = daemon.Daemon(self, token=False)
        self.assertEqual(self.me("lo.a"), ("lo.a", "viewer", ["A"]))
        self.assertEqual(self.me("lo.b"), ("lo.b", "clerk", []))
        codes = [one["code"] for one in json.loads(self.ask("/api/v1/dossiers", "lo.a").body)["dossiers"]]
        self.assertEqual(codes, ["D-A1"])
        self.assertEqual(self.ask("/api/v1/dossiers/D-B1", "lo.a").status, 404)
        self.assertEqual(self.ask("/api/v1/on-time?agency=B", "lo.a").status, 403)
        self.assertEqual(self.ask("/api/v1/sources", "lo.a").status, 403)
        self.assertEqual(self.ask("/metrics", "lo.b").status, 403)
        self.assertEqual(self.ask("/metrics", "lo.c").status, 200)
        self.assertEqual(self.ask("/", "lo.a", headers={"Accept": "text/html"}).status, 200)
        self.assertIn(b"/assets/index-", self.ask("/wall", "lo.a").body)
        self.served.stop()

    def test_the_header_is_nothing_without_address_and_secret(self):
        self.served = daemon.Daemon(self, token=False)
        for words in ({"secret": None}, {"secret": ""}, {"secret": SECRET[:-1]}, {"secret": SECRET + "x"},
                      {"source": "127.0.0.2"}, {"login": None}):
            words = {"login": "lo.c", **words}
            self.assertEqual(self.ask("/api/v1/me", **words).status, 401, words)
            page = self.ask("/", headers={"Accept": "text/html"}, **words)
            self.assertEqual((page.status, page.headers["Location"]), (303, "/login?next=/"), words)
            if words["login"]:
                nowhere = self.ask("/api/v1/me", **{**words, "login": "nobody"})
                self.assertEqual(nowhere.body, self.ask("/api/v1/me", **words).body)
        self.assertEqual(self.me("lo.c"), ("lo.c", "admin", []))
        # A second one in front of, or behind, that of the proxy.
        raw = socket.create_connection(("127.0.0.1", self.served.port))
        self.addCleanup(raw.close)
        raw.sendall(f"GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nX-Remote-User: lo.c\r\nX-Remote-User: lo.a\r\n"
                    f"X-Proxy-Secret: {SECRET}\r\nConnection: close\r\n\r\n".encode())
        self.assertIn(b" 401 ", raw.recv(4096).split(b"\r\n")[0])
        self.assertNotIn(SECRET, self.served.errors.read_text())
        self.served.stop()

    def test_it_is_off_unless_it_is_asked_for(self):
        self.configure("calendar.toml", "agencies.csv", "procedures.csv")
        self.served = daemon.Daemon(self, token=False)
        self.assertEqual(self.ask("/api/v1/me", "lo.c").status, 401)
        self.served.stop()

    def test_who_may_not_come_in_is_told_so_in_plain_words(self):
        self.served = daemon.Daemon(self, token=False)
        for login, words, told in (("nobody", "chưa được cấp quyền", "not among the persons"),
                                   ("lo.d", "từ ngày 01/07/2021", "from 2021-07-01 on"),
                                   ("lo.e", "đến hết ngày 29/06/2021", "until 2021-06-29")):
            page = self.ask("/", login, headers={"Accept": "text/html"})
            self.assertEqual((page.status, page.headers["Content-Type"]), (403, "text/html; charset=utf-8"))
            self.assertIn(words, page.body.decode())
            self.assertIn(login, page.body.decode())
            self.assertIn("frame-ancestors 'none'", page.headers["Content-Security-Policy"])
            asked = self.ask("/api/v1/live", login)
            self.assertEqual((asked.status, asked.headers["Content-Type"]), (403, "application/problem+json"))
            self.assertIn(told, json.loads(asked.body)["detail"])
        page = self.ask("/", "<script>alert(1)</script>", headers={"Accept": "text/html"})
        self.assertEqual(page.status, 403)
        self.assertNotIn(b"<script", page.body)
        self.assertEqual(self.ask("/healthz", "nobody").status, 200)
        self.served.stop()

    def test_persons_send_from_our_own_pages_alone(self):
        self.served = daemon.Daemon(self, token=False)
        event, kind = json.dumps(dunghan.received("D-S")), {"Content-Type": "application/json"}
        own = f"http://127.0.0.1:{self.served.port}"
        for origin, status in (({}, 403), ({"Origin": "http://elsewhere.example"}, 403), ({"Origin": own}, 200)):
            answer = self.ask("/api/v1/events", "lo.b", method="POST", body=event, headers={**kind, **origin})
            self.assertEqual(answer.status, status, (origin, answer.body))
        answer = self.ask("/api/v1/events", "lo.a", method="POST", body=event, headers={**kind, "Origin": own})
        self.assertEqual(answer.status, 403)
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        self.assertEqual(self.ask("/pair", "lo.c", method="POST", body="code=x&for=1d", headers=form).status, 403)
        self.assertEqual(self.ask("/pair", "lo.c", method="POST", body="code=x&for=1d",
                                  headers={**form, "Origin": own}).status, 404)
        self.served.stop()

    def test_a_changed_list_holds_at_once_and_a_broken_one_not_at_all(self):
        self.served = daemon.Daemon(self, token=False)
        watching = self.ask("/api/v1/stream", "lo.b")
        self.assertEqual(watching.status, 200)
        self.write("users.csv", USERS + "lo.f,,king,,,\nlo.g,,viewer,NOWHERE,,\n")
        self.assertEqual(self.ask("/api/v1/me", "lo.f").status, 403)
        self.assertEqual(self.me("lo.b"), ("lo.b", "clerk", []))
        self.served.wait_for_log("access.users_unreadable")
        self.assertIn("users.csv:7: role: expected viewer", self.served.errors.read_text())
        self.write("users.csv", USERS.replace("lo.b,Lò Văn B,clerk,,,\n", "lo.f,,viewer,,,\n"))
        self.assertEqual(self.ask("/api/v1/me", "lo.b").status, 403)
        self.assertEqual(self.me("lo.f"), ("lo.f", "viewer", []))
        begun = time.monotonic()
        while watching.stream.readline():
            self.assertLess(time.monotonic() - begun, 30)
        self.served.stop()

    def test_what_is_wrong_is_said_before_the_daemon_runs(self):
        self.assertIn("ok:", self.run_program("check-config").out)
        self.write("users.csv", "login,role,agencies,to\nlo.a,wall,,\nlo.b,viewer,NOWHERE,\nlo.c,viewer,,soon\n")
        self.write("proxy.secret", "short\n")
        told = self.run_program("check-config", code=2).err
        for words in ('users.csv:2: role: expected viewer, clerk, auditor or admin, got "wall"',
                      'users.csv:3: agencies: unknown agency "NOWHERE"', "users.csv:4: to: expected a date",
                      "proxy.secret: expected one line of at least 32"):
            self.assertIn(words, told)
        self.assertIn("users.csv:2: role", self.run_program("serve", "--listen", "127.0.0.1:0", code=2).err)
        (self.folder / "users.csv").unlink()
        self.assertIn("users.csv", self.run_program("check-config", code=2).err)
        self.configure("calendar.toml", "agencies.csv", "procedures.csv",
                       '[access]\nsso_header = "X-User"\nsso_secret_header = "x-user"\nsso_from = ["10.0.0.1/8"]\n')
        told = self.run_program("check-config", code=2).err
        self.assertIn('access.sso_from: expected a list of addresses and networks', told)
        self.assertIn("access.sso_header: needs access.users beside it, got none", told)
        self.assertIn("access.sso_header: needs access.sso_secret_file beside it, got none", told)
        self.assertIn("access.sso_secret_header: expected another header", told)
        self.configure("calendar.toml", "agencies.csv", "procedures.csv", '[access]\nsso_header = "Cookie"\n')
        self.assertIn("access.sso_header: expected the name of a header", self.run_program("check-config", code=2).err)

    def test_behind_nginx(self):
        nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        if not nginx:
            self.skipTest("no nginx here")
        self.served = daemon.Daemon(self, token=False)
        with socket.socket() as one, socket.socket() as other:
            for free in (one, other):
                free.bind(("127.0.0.1", 0))
            port, plain = one.getsockname()[1], other.getsockname()[1]
        self.write("htpasswd", "lo.a:{PLAIN}word\n")
        conf = self.write("nginx.conf", NGINX % {"folder": self.folder, "port": port, "plain": plain, "daemon": self.served.port, "secret": SECRET})
        process = subprocess.Popen([nginx, "-c", conf, "-p", self.folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)

        def get(path, headers=None, port=port):
            end = time.monotonic() + 20
            while True:
                try:
                    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
                    connection.request("GET", path, headers=headers or {})
                    break
                except ConnectionRefusedError:
                    self.assertLess(time.monotonic(), end)
                    time.sleep(0.1)
            self.addCleanup(connection.close)
            answer = connection.getresponse()
            return answer.status, answer.read()

        # What came from outside under these names is gone.
        forged = {"X-Remote-User": "lo.c", "X-Proxy-Secret": SECRET}
        self.assertEqual(get("/api/v1/me", forged)[0], 401)
        password = {"Authorization": "Basic " + base64.b64encode(b"lo.a:word").decode()}
        for headers in (password, {**password, **forged}):
            status, body = get("/api/v1/me", headers)
            self.assertEqual((status, json.loads(body)["name"]), (200, "lo.a"))
        # Nobody passes the plain one without a token, whoever he says he is; health alone is for all.
        for path in ("/", "/api/v1/live", "/api/v1/dossiers", "/api/v1/on-time?period=2021-06", "/metrics", "/openapi.json"):
            for headers in ({}, password, {"X-Remote-User": "lo.c"}, {"X-Forwarded-For": "127.0.0.1", "Forwarded": "for=127.0.0.1"}):
                self.assertEqual(get(path, headers, plain)[0], 401, path)
        self.assertEqual(get("/healthz", port=plain)[0], 200)
        bearer = {"Authorization": f"Bearer {self.boss}"}
        self.assertEqual(json.loads(get("/api/v1/me", bearer, plain)[1])["name"], "boss")
        self.served.stop()


if __name__ == "__main__":
    dunghan.main()
