#!/usr/bin/env python3
"""What the door costs: posts with a token and without, by TLS and in the clear, a bound caller's views and an unbound
one's.

    DUNGHAN_BINARY=build/release/dunghan tests/bench/access_bench.py [dossiers]

One daemon, each pair in turn, medians of rounds: ratios, since the machine may be shared.
"""

import http.client
import json
import os
import pathlib
import re
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("DUNGHAN_BINARY", str(SOURCE / "build/release/dunghan"))
DOSSIERS = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
ROUNDS = 9
BATCH = 1_000


def with_certificate(folder):
    """The example's configuration, and TLS."""
    folder.mkdir()
    for name in (SOURCE / "config").iterdir():
        if name.name != "dunghan.toml":
            (folder / name.name).symlink_to(name)
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-keyout", folder / "server.key", "-out", folder / "server.crt", "-subj", "/CN=127.0.0.1"],
                   check=True, capture_output=True)
    text = (SOURCE / "config/dunghan.toml").read_text()
    tls = '[server]\ntls_certificate = "server.crt"\ntls_key = "server.key"\n'
    (folder / "dunghan.toml").write_text(text.replace("[server]\n", tls, 1))
    return folder / "dunghan.toml"


def main():
    with tempfile.TemporaryDirectory(prefix="dunghan-bench-") as folder:
        folder = pathlib.Path(folder)
        base = [BINARY, "--config", str(with_certificate(folder / "config")), "--data", str(folder / "data")]
        run = lambda *more, **options: subprocess.run([*base, *more], check=True, capture_output=True, text=True, **options)
        simulated = run("simulate", "--dossiers", str(DOSSIERS), "--from", "2026-01-05", "--to", "2026-03-31", "--seed", "3")
        run("import", input=simulated.stdout)
        agency = max(re.findall(r'"agency":"([^"]+)"', simulated.stdout[:200_000]),
                     key=simulated.stdout[:200_000].count)
        serving = subprocess.Popen([*base, "serve", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True,
                                   stderr=subprocess.DEVNULL)
        address = next(re.search(r"https://\S+", line).group(0) for line in serving.stdout if "listening" in line)
        # Beside TLS the daemon has a port in the clear, for commands.
        url = re.search(r"http://[0-9.:]+", (folder / "data/serving").read_text()).group(0)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

        def ask(path, token=None, body=None):
            headers = {"Content-Type": "application/x-ndjson"} if body else {}
            if token:
                headers["Authorization"] = f"Bearer {token}"
            begun = time.perf_counter()
            with opener.open(urllib.request.Request(url + path, body, headers), timeout=120) as answer:
                answer.read()
            return time.perf_counter() - begun

        number = iter(range(10**9))

        def batch():
            at = "2026-03-02T08:00:00+07:00"
            return "".join(json.dumps({"source": "simulate", "dossier": f"B{next(number)}", "type": "urged", "at": at}) + "\n"
                           for _ in range(BATCH)).encode()

        for _ in range(3):
            ask("/api/v1/events", None, batch())
        open_posts = [ask("/api/v1/events", None, batch()) for _ in range(ROUNDS)]
        open_one = [ask("/api/v1/me") for _ in range(200)]
        token = lambda name, *more: run("token", "create", name, *more).stdout.strip()
        admin, bound = token("a", "--role", "admin"), token("b", "--role", "viewer", "--agency", agency)
        asked_posts = [ask("/api/v1/events", admin, batch()) for _ in range(ROUNDS)]
        asked_one = [ask("/api/v1/me", admin) for _ in range(200)]
        pairs = {}
        for path in ("/api/v1/live", "/api/v1/dossiers?limit=100"):
            pairs[path] = ([ask(path, admin) for _ in range(ROUNDS)], [ask(path, bound) for _ in range(ROUNDS)])
        trusting = ssl.create_default_context(cafile=str(folder / "config/server.crt"))
        trusting.check_hostname = False
        connect = {"in the clear": lambda: http.client.HTTPConnection(url.split("/")[2], timeout=120),
                   "by TLS": lambda: http.client.HTTPSConnection(address.split("/")[2], timeout=120, context=trusting)}
        kept = {way: make() for way, make in connect.items()}

        def over(connection, method, path, body=None):
            begun = time.perf_counter()
            connection.request(method, path, body, {"Authorization": f"Bearer {admin}", "Content-Type": "application/x-ndjson"})
            connection.getresponse().read()
            return time.perf_counter() - begun

        posts, small, new = ({way: [] for way in kept} for _ in range(3))
        for _ in range(3 * ROUNDS):
            for way, connection in kept.items():
                posts[way].append(over(connection, "POST", "/api/v1/events", batch()))
                small[way] += [over(connection, "GET", "/api/v1/me") for _ in range(20)]
                other = connect[way]()
                new[way].append(over(other, "GET", "/api/v1/me"))
                other.close()
        serving.terminate()
        serving.wait()
    median = statistics.median
    print(f"{DOSSIERS} dossiers, agency {agency}")
    print(f"posts of {BATCH}: without {BATCH / median(open_posts):,.0f} /s, with a token "
          f"{BATCH / median(asked_posts):,.0f} /s: {median(open_posts) / median(asked_posts):.2f}")
    print(f"a small request: without {1e6 * median(open_one):.0f} us, with a token {1e6 * median(asked_one):.0f} us")
    for what, times in ((f"posts of {BATCH} with a token", posts), ("a small request", small),
                        ("with a connection of its own", new)):
        clear, tls = (median(times[way]) for way in ("in the clear", "by TLS"))
        print(f"{what}: in the clear {1e3 * clear:.2f} ms, by TLS {1e3 * tls:.2f} ms: {clear / tls:.2f} as fast")
    for path, (whole, own) in pairs.items():
        print(f"{path}: all {1e3 * median(whole):.1f} ms, bound to one agency {1e3 * median(own):.1f} ms: "
              f"{median(own) / median(whole):.2f}")


if __name__ == "__main__":
    main()
