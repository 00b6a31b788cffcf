"""A client that sends garbage, giant and slow bodies, beside one that sends good ones.

What is looked at: how long the good ones take, the daemon's memory, the gaps between its signals to
systemd's watchdog, and how long /healthz takes. Used by http_bench.py.
"""

import http.client
import json
import multiprocessing
import os
import random
import socket
import threading
import time
import urllib.parse

NDJSON = "application/x-ndjson"
BODY = 16 << 20
WATCHDOG_USEC = 600_000  # the daemon then gives a sign at each tick, every 200 ms
SLOW_CONNECTIONS = 8


def event(number, **more):
    return json.dumps({"dossier": f"X{number}", "type": "received", "at": "2026-11-02T08:00:00+07:00",
                       "agency": "nowhere", "procedure": "1.000001", **more})


def bodies():
    """(name, media type, body): each what one client may send by mistake or on purpose."""
    rows = "\n".join
    return [
        ("empty objects", NDJSON, b"{}\n" * (BODY // 3)),
        ("empty objects, an array", "application/json", b"[" + b"{}," * (BODY // 3 - 2) + b"{}]"),
        ("one deep text", "application/json", b"[" * (BODY - 1)),
        ("lines that are no JSON", NDJSON, (b"%" * 46 + b"\n") * 49_000 + event(0).encode()),
        ("as many of them as are taken", NDJSON, rows([f"no json {random.random()}" for _ in range(999)] + [event(0)])),
        ("events set aside", NDJSON, rows(event(n) for n in range(49_000))),
        ("more events than are taken", NDJSON, rows(event(n) for n in range(90_000))),
    ]


def send(address, kind, body, until, counts, name):
    """Posts one body again and again, each time on a connection of its own."""
    while time.monotonic() < until.value:
        try:
            connection = http.client.HTTPConnection(*address, timeout=300)
            connection.request("POST", "/api/v1/events", body, {"Content-Type": kind})
            answer = connection.getresponse()
            answer.read()
            counts[(name, answer.status)] = counts.get((name, answer.status), 0) + 1
            connection.close()
        except OSError:
            counts[(name, "cut")] = counts.get((name, "cut"), 0) + 1


def dribble(address, until):
    """A large body, byte by byte."""
    while time.monotonic() < until.value:
        try:
            with socket.create_connection(address) as connection:
                connection.sendall(b"POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                   b"Content-Length: %d\r\n\r\n[" % BODY)
                while time.monotonic() < until.value:
                    connection.sendall(b" ")
                    time.sleep(0.1)
        except OSError:
            time.sleep(0.1)


def attack(url, until, told):
    """The hostile client, in a process of its own. Tells how each kind of body was answered."""
    parts = urllib.parse.urlsplit(url)
    address = (parts.hostname, parts.port)
    counts = {}
    threads = [threading.Thread(target=send, args=(address, kind, body, until, counts, name))
               for name, kind, body in bodies()]
    threads += [threading.Thread(target=dribble, args=(address, until)) for _ in range(SLOW_CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told.put(sorted((name, str(status), count) for (name, status), count in counts.items()))


class Watchdog:
    """Stands in systemd's place: hears the daemon's signals and when they came."""

    def __init__(self, folder):
        self.path = str(folder / "notify")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        self.socket.settimeout(0.1)
        self.heard = []
        self.done = threading.Event()
        self.thread = threading.Thread(target=self.listen)
        self.thread.start()

    def environment(self):
        return {"NOTIFY_SOCKET": self.path, "WATCHDOG_USEC": str(WATCHDOG_USEC)}

    def listen(self):
        while not self.done.is_set():
            try:
                if b"WATCHDOG=1" in self.socket.recv(4096):
                    self.heard.append(time.monotonic())
            except TimeoutError:
                pass
        self.socket.close()
        os.unlink(self.path)

    def longest_gap(self, begun, ended):
        times = [begun, *(at for at in self.heard if begun < at < ended), ended]
        return max(after - before for before, after in zip(times, times[1:]))

    def close(self):
        self.done.set()
        self.thread.join()


class Health:
    """Asks /healthz again and again, each time on a connection of its own."""

    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self.address = (parts.hostname, parts.port)
        self.times = []
        self.failed = 0
        self.done = threading.Event()
        self.thread = threading.Thread(target=self.ask)
        self.thread.start()

    def ask(self):
        while not self.done.wait(0.02):
            begun = time.monotonic()
            try:
                connection = http.client.HTTPConnection(*self.address, timeout=300)
                connection.request("GET", "/healthz")
                self.failed += connection.getresponse().status != 200
                connection.close()
            except OSError:
                self.failed += 1
            self.times.append(time.monotonic() - begun)

    def close(self):
        self.done.set()
        self.thread.join()


def peak_memory(process):
    with open(f"/proc/{process.pid}/status") as status:
        return next(int(line.split()[1]) << 10 for line in status if line.startswith("VmHWM"))


def measure(bench, events, seconds, hostile):
    """One load of good posts on a daemon of its own, with the hostile client beside it or not."""
    watchdog = Watchdog(bench.fresh())
    process, url = bench.serve(environment=watchdog.environment())
    until = multiprocessing.Value("d", time.monotonic() + seconds + 2)
    told = multiprocessing.Queue()
    client = multiprocessing.Process(target=attack, args=(url, until, told))
    if hostile:
        client.start()
        time.sleep(1)
    health = Health(url)
    begun = time.monotonic()
    figures = bench.load(url, events, 4, 10, "--seconds", seconds, "--repeat-lines", "yes")
    ended = time.monotonic()
    health.close()
    found = {**figures, "health_ms": 1000 * max(health.times), "health_failed": health.failed,
             "watchdog_s": watchdog.longest_gap(begun, ended), "memory": peak_memory(process), "answers": []}
    if hostile:
        found["answers"] = told.get()
        client.join()
    bench.stop(process)
    watchdog.close()
    return found


def run(bench):
    events = bench.simulate(20_000)
    seconds = 10 if bench.quick else 30
    for hostile in (False, True):
        found = measure(bench, events, seconds, hostile)
        who = "beside garbage, giant and slow bodies" if hostile else "alone"
        bench.line(f"good posts, 4 x 10, {who}",
                   f"p50 {found['p50_ms']:.1f} ms, p99 {found['p99_ms']:.1f} ms, {found['events_per_s'] / 1000:.1f} k ev/s")
        bench.line("  peak memory of the daemon", f"{found['memory'] >> 20} MiB")
        bench.line("  longest gap between signals to the watchdog", f"{found['watchdog_s']:.2f} s", "< 10")
        bench.line("  longest /healthz", f"{found['health_ms']:.0f} ms, {found['health_failed']} failed")
        for name, status, count in found["answers"]:
            print(f"    {name}: {status} x {count}", flush=True)
