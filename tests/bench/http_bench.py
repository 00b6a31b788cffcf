#!/usr/bin/env python3
"""The daemon's speed beside baselines of the same run: batches against import, single posts against a
bare echo server, a slow disk, start, scrapes, a hostile client.

    tests/bench/http_bench.py --build DIR [--quick] [--dir DIR]

Ratios count, not figures: they are medians of runs that take turns.
"""

import argparse
import gzip
import json
import os
import pathlib
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import hostile

PROJECT = pathlib.Path(__file__).resolve().parents[2]
CLOCK = "2026-11-20T16:00:00+07:00"
SLOW_MS = 5
TAIL_POSTS = 10_000  # a p99 of fewer says little
AS_PROMETHEUS = {"Accept": "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5",
                 "Accept-Encoding": "gzip"}


class Bench:
    def __init__(self, build, folder, quick, binary=None):
        self.build = build
        self.binary = binary or build / "dunghan"
        self.folder = folder
        self.quick = quick
        self.rounds = 1 if quick else 3
        self.config = PROJECT / "config/dunghan.toml"
        self.numbers = 0

    def dunghan(self, *arguments, config=None, clock=CLOCK):
        return [str(self.binary), "--config", str(config or self.config), "--clock", clock,
                *map(str, arguments)]

    def fresh(self):
        """A folder nobody has used."""
        self.numbers += 1
        folder = self.folder / f"data-{self.numbers}"
        folder.mkdir()
        return folder

    def simulate(self, dossiers, config=None):
        path = self.folder / f"events-{dossiers}-{config is not None}.ndjson"
        if not path.exists():
            with open(path, "wb") as file:
                subprocess.run(self.dunghan("simulate", "--tidy", "--dossiers", dossiers, "--seed", 7,
                                            config=config), stdout=file, check=True)
        return path

    def start(self, command, environment=None):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                   env={**os.environ, **(environment or {})})
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        if not found:
            sys.exit(f"not started: {command}")
        return process, found.group(0)

    def stop(self, process):
        process.send_signal(signal.SIGTERM)
        process.wait(60)

    def serve(self, data=None, config=None, environment=None):
        data = data or self.fresh()
        made = subprocess.run(self.dunghan("--data", data, "token", "create", f"bench-{time.monotonic_ns()}", "--role",
                                           "admin", "--for", "never", config=config),
                              capture_output=True, text=True, check=True)
        # What posts and asks finds it here.
        os.environ["DUNGHAN_TOKEN"] = made.stdout.strip()
        return self.start(self.dunghan("--data", data, "serve", "--listen", "127.0.0.1:0", config=config), environment)

    def load(self, url, bodies, connections, lines, *more):
        done = subprocess.run([str(self.build / "tests/bench/http_load"), "--url", url, "--bodies", str(bodies),
                               "--connections", str(connections), "--lines", str(lines), "--accept-503",
                               *map(str, more)], capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    def posted(self, bodies, connections, lines, *more, environment=None, config=None):
        """One load on a daemon of its own, with the time of each post and the processor time of all."""
        process, url = self.serve(environment=environment, config=config)
        latencies = self.folder / "latencies"
        begun = self.worked(process)
        figures = self.load(url, bodies, connections, lines, "--latencies", latencies, *more)
        figures["cpu_us"] = 1e6 * (self.worked(process) - begun) / max(1, figures["requests"])
        self.stop(process)
        figures["latencies"] = [float(line) for line in latencies.read_text().split()]
        return figures

    def echoed(self, bodies, connections, seconds):
        """The same posts to a server that does nothing with them."""
        process, url = self.start([str(self.build / "tests/bench/http_echo")])
        begun = self.worked(process)
        figures = self.load(url, bodies, connections, 1, "--seconds", seconds)
        figures["cpu_us"] = 1e6 * (self.worked(process) - begun) / max(1, figures["requests"])
        self.stop(process)
        return figures

    @staticmethod
    def worked(process):
        """Seconds of processor time, the kernel's for it included."""
        fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def imported(self, events):
        begun = time.monotonic()
        done = subprocess.run(self.dunghan("--data", self.fresh(), "import", events, "--json"),
                              capture_output=True, text=True, check=True)
        return json.loads(done.stdout)["read"] / (time.monotonic() - begun)

    def line(self, what, figure, target=""):
        print(f"{what:<66} {figure:<44} {target}", flush=True)

    # The lines

    def batches(self):
        events = self.simulate(20_000 if self.quick else 100_000)
        imports, posts = [], []
        for _ in range(self.rounds):
            imports.append(self.imported(events))
            posts.append(self.posted(events, 4, 1000, "--repeat-lines", "no"))
        rate = statistics.median(run["events_per_s"] for run in posts)
        base = statistics.median(imports)
        self.line("HTTP batches 4 x 1,000 / import",
                  f"{rate / 1000:.0f} k/s / {base / 1000:.0f} k/s = {rate / base:.2f}", ">= 0.9")
        self.tail("p99 / p50 of posts, 4 x 1,000", self.enough(posts, events, 4, 1000), "<= 2.5")
        posts = self.enough([], events, 64, 10, "--seconds", 4)
        self.tail("p99 / p50 of posts, 64 x 10", posts, "<= 4")

    def enough(self, runs, events, connections, lines, *more):
        """As many runs more as their percentiles need, at least a round of them."""
        most = 1 if self.quick else TAIL_POSTS
        while len(runs) < self.rounds or sum(len(run["latencies"]) for run in runs) < most:
            runs.append(self.posted(events, connections, lines, *more, "--repeat-lines", "no"))
        return runs

    def tail(self, what, runs, target):
        """Over the posts of all runs together."""
        posts = sorted(latency for run in runs for latency in run["latencies"])
        p50, p99 = (posts[int(q * (len(posts) - 1))] for q in (0.5, 0.99))
        rate = statistics.median(run["events_per_s"] for run in runs)
        self.line(what, f"{p99:.1f} ms / {p50:.1f} ms = {p99 / p50:.1f}  ({rate / 1000:.0f} k ev/s, "
                        f"{len(posts):,} posts)", target)

    def singles(self):
        events = self.simulate(20_000 if self.quick else 100_000)
        seconds = 2 if self.quick else 4
        for connections, target in ((64, ">= 0.5"), (1, "")):
            ours, echoes = [], []
            for _ in range(self.rounds):
                echoes.append(self.echoed(events, connections, seconds))
                ours.append(self.posted(events, connections, 1, "--seconds", seconds, "--repeat-lines", "no"))
            what = f"single durable posts, {connections} connections"
            rate, base = (self.median(runs, "requests_per_s") / 1000 for runs in (ours, echoes))
            self.line(f"{what} / Beast echo", f"{rate:.1f} k/s / {base:.1f} k/s = {rate / base:.2f}", target)
            work, least = (self.median(runs, "cpu_us") for runs in (ours, echoes))
            self.line(f"{what}: processor time of one / of an echo",
                      f"{work:.0f} us / {least:.0f} us = {work / least:.1f}")
            self.tail(f"p99 / p50 of single posts, {connections} connections",
                      self.enough(ours, events, connections, 1, "--seconds", seconds), "")

    @staticmethod
    def median(runs, figure):
        return statistics.median(run[figure] for run in runs)

    def slow_disk(self):
        events = self.simulate(20_000)
        slow = {"LD_PRELOAD": str(self.build / "tests/bench/libslow_sync.so"),
                "DUNGHAN_SLOW_SYNC_MS": str(SLOW_MS)}
        rates = {connections: statistics.median(
            self.posted(events, connections, 1, "--seconds", 3, "--repeat-lines", "no",
                        environment=slow)["requests_per_s"] for _ in range(self.rounds))
            for connections in (1, 64)}
        self.line(f"single posts with {SLOW_MS} ms per sync, 64 clients / 1 client",
                  f"{rates[64]:.0f}/s / {rates[1]:.0f}/s = {rates[64] / rates[1]:.0f}", ">= 30")

    def starts(self):
        for dossiers in (10_000, 100_000 if self.quick else 1_000_000):
            data = self.fresh()
            with subprocess.Popen(self.dunghan("simulate", "--dossiers", dossiers, "--seed", 7),
                                  stdout=subprocess.PIPE) as lines:
                subprocess.run(self.dunghan("--data", data, "import"), stdin=lines.stdout, check=True,
                               stdout=subprocess.DEVNULL)
            times = []
            for _ in range(self.rounds):
                begun = time.monotonic()
                process, url = self.serve(data)
                times.append(time.monotonic() - begun)
                with urllib.request.urlopen(url + "/api/v1/live") as answer:
                    live = json.load(answer)
                self.stop(process)
            self.line(f"start of the daemon, {dossiers:,} dossiers, {live['total']['open_total']:,} open",
                      f"{1000 * statistics.median(times):.0f} ms to the readiness line")
            shutil.rmtree(data)

    def wide_config(self):
        """120 agencies and 2,000 procedures: some 35,000 series."""
        folder = self.folder / "wide"
        if not folder.exists():
            folder.mkdir()
            shutil.copy(PROJECT / "config/calendars/vn-office.toml", folder)
            (folder / "agencies.csv").write_text("code,name,tier\n" + "".join(
                f"A{n:03},Cơ quan {n},province\n" for n in range(120)))
            (folder / "procedures.csv").write_text("code,name,field,limit\n" + "".join(
                f"P{n:04},Thủ tục {n},Lĩnh vực {n % 40},{1 + n % 20}wd\n" for n in range(2000)))
            (folder / "dunghan.toml").write_text(
                '[rulebook]\ncalendars = ["vn-office.toml"]\nagencies = "agencies.csv"\n'
                'procedures = "procedures.csv"\n')
        return folder / "dunghan.toml"

    def scrape(self, url, path):
        """As Prometheus asks. How long it took, and the page."""
        begun = time.monotonic()
        request = urllib.request.Request(url + path, headers={
            **AS_PROMETHEUS, "Authorization": f"Bearer {os.environ['DUNGHAN_TOKEN']}"})
        with urllib.request.urlopen(request) as answer:
            packed = answer.read()
        took = time.monotonic() - begun
        return took, gzip.decompress(packed)

    def scrapes(self):
        config = self.wide_config()
        events = self.simulate(10_000 if self.quick else 60_000, config)
        alone = self.posted(events, 4, 1000, "--repeat-lines", "no", config=config)
        process, url = self.serve(config=config)
        times, done = [], threading.Event()

        def scrape(pause):
            while not done.is_set():
                times.append(self.scrape(url, "/metrics")[0])
                done.wait(pause)
        scraping = threading.Thread(target=scrape, args=(0.25,))
        scraping.start()
        beside = self.load(url, events, 4, 1000, "--repeat-lines", "no")
        done.set()
        scraping.join()
        busy = sorted(times)
        for path in ("/metrics", "/metrics/matrix"):
            quiet = [self.scrape(url, path) for _ in range(20)]
            series = sum(1 for line in quiet[0][1].split(b"\n") if line and not line.startswith(b"#"))
            self.line(f"scrape of {path}, {series:,} series, idle",
                      f"{1000 * statistics.median(took for took, _ in quiet):.1f} ms")
        self.stop(process)
        self.line("/metrics beside intake at full rate, every 250 ms",
                  f"p50 {1000 * statistics.median(busy):.0f} ms, most {1000 * busy[-1]:.0f} ms of {len(busy)}")
        self.line("intake beside those scrapes / without",
                  f"{beside['events_per_s'] / 1000:.0f} k/s / {alone['events_per_s'] / 1000:.0f} k/s = "
                  f"{beside['events_per_s'] / alone['events_per_s']:.2f}")

    def hostile(self):
        hostile.run(self)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True, help="build folder of the preset bench")
    parser.add_argument("--dir", type=pathlib.Path, help="where the data goes")
    parser.add_argument("--quick", action="store_true", help="smaller sizes, one round")
    parser.add_argument("--only", nargs="*", help="batches, singles, slow_disk, starts, scrapes, hostile")
    parser.add_argument("--binary", type=pathlib.Path, help="another dunghan to measure in place of the build's")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dunghan-http-", dir=options.dir) as folder:
        bench = Bench(options.build.resolve(), pathlib.Path(folder), options.quick, options.binary)
        for name in options.only or ("batches", "singles", "slow_disk", "starts", "scrapes", "hostile"):
            getattr(bench, name)()


if __name__ == "__main__":
    main()
