#!/usr/bin/env python3
"""What asking for tokens costs: posts with a token and without, a bound caller's views and an unbound one's.

    DUNGHAN_BINARY=build/release/dunghan tests/bench/access_bench.py [dossiers]

One daemon, each pair in turn, medians of rounds: ratios, since the machine may be shared.
"""

import json
import os
import pathlib
import re
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


def main():
    with tempfile.TemporaryDirectory(prefix="dunghan-bench-") as folder:
        base = [BINARY, "--config", str(SOURCE / "config/dunghan.toml"), "--data", folder]
        run = lambda *more, **options: subprocess.run([*base, *more], check=True, capture_output=True, text=True, **options)
        simulated = run("simulate", "--dossiers", str(DOSSIERS), "--from", "2026-01-05", "--to", "2026-03-31", "--seed", "3")
        run("import", input=simulated.stdout)
        agency = max(re.findall(r'"agency":"([^"]+)"', simulated.stdout[:200_000]),
                     key=simulated.stdout[:200_000].count)
        serving = subprocess.Popen([*base, "serve", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True,
                                   stderr=subprocess.DEVNULL)
        url = next(re.search(r"http://\S+", line).group(0) for line in serving.stdout if "listening" in line)
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
        serving.terminate()
        serving.wait()
    median = statistics.median
    print(f"{DOSSIERS} dossiers, agency {agency}")
    print(f"posts of {BATCH}: without {BATCH / median(open_posts):,.0f} /s, with a token "
          f"{BATCH / median(asked_posts):,.0f} /s: {median(open_posts) / median(asked_posts):.2f}")
    print(f"a small request: without {1e6 * median(open_one):.0f} us, with a token {1e6 * median(asked_one):.0f} us")
    for path, (whole, own) in pairs.items():
        print(f"{path}: all {1e3 * median(whole):.1f} ms, bound to one agency {1e3 * median(own):.1f} ms: "
              f"{median(own) / median(whole):.2f}")


if __name__ == "__main__":
    main()
