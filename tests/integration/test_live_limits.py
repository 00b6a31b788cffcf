"""Overload and hostile clients: limits hold, what was accepted is kept, the daemon lives."""

import http.client
import json
import os
import re
import resource
import socket
import threading
import time
import unittest

import daemon
import dunghan
from daemon import Raw

OVERLOAD_SECONDS = 60 if dunghan.LONG else 6
SLOW_EVENTS = 200_000  # looking back before them takes some seconds
SERVER = """
[server]
max_body = "1MiB"
max_waiting = "8MiB"
max_waiting_events = 4000
max_connections = {connections}
read_timeout = "{read}"
write_timeout = "2s"
idle_timeout = "{idle}s"
drain_timeout = "5s"
{more}
"""


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


class LiveLimits(dunghan.Case):
    def serve(self, connections=1000, idle=60, read="2s", more=""):
        self.configure("calendar.toml", "agencies.csv", "procedures.csv",
                       SERVER.format(connections=connections, idle=idle, read=read, more=more))
        return daemon.Daemon(self)

    def lives(self, served):
        self.assertEqual(served.get("/healthz").status, 200)

    def post_text(self, body, extra=""):
        return (f"POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body.encode())}\r\n{extra}\r\n{body}")

    def memory(self, served):
        """Resident bytes."""
        with open(f"/proc/{served.process.pid}/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    # Overload

    def overload_client(self, served, name, until, tally):
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
        number = 0
        while time.monotonic() < until:
            lines = [json.dumps(dunghan.received(f"{name}-{number + i}")) for i in range(1500)]
            body = "\n".join(lines)
            begun = time.monotonic()
            connection.request("POST", "/api/v1/events", body, {"Content-Type": "application/x-ndjson"})
            answer = connection.getresponse()
            found = json.loads(answer.read())
            if answer.status == 200:
                tally["accepted"].extend(f"{name}-{number + i}" for i in range(1500))
                tally["seconds"].append(time.monotonic() - begun)
                number += 1500
            else:
                self.assertEqual(answer.status, 503, found)
                self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)
                tally["refused"] += 1
                time.sleep(0.02)
        connection.close()

    def test_overload_is_refused_and_what_was_accepted_is_kept(self):
        served = self.serve()
        tally = {"accepted": [], "seconds": [], "refused": 0}
        until = time.monotonic() + OVERLOAD_SECONDS
        threads = [threading.Thread(target=self.overload_client, args=(served, f"C{n}", until, tally))
                   for n in range(8)]
        before = self.memory(served)
        most = before
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            most = max(most, self.memory(served))
            time.sleep(0.1)
        dossiers = len(tally["accepted"])
        print(f"accepted {dossiers}, refused bodies {tally['refused']}, p50 {percentile(tally['seconds'], 0.5):.3f} s, "
              f"p99 {percentile(tally['seconds'], 0.99):.3f} s, memory {before >> 20} -> {most >> 20} MiB")
        self.assertGreater(tally["refused"], 0)
        self.assertGreater(dossiers, 0)
        # What waits is bounded, so that no accepted one waits for long; and so is memory, but for
        # what the open dossiers take (350 bytes each in the ledger, as much again on the board).
        self.assertLess(percentile(tally["seconds"], 0.99), 10)
        self.assertLess(most - before, (160 << 20) + 1000 * dossiers)
        self.lives(served)
        live = served.get("/api/v1/live").json()
        self.assertEqual(live["position"]["seq"], dossiers + 1)  # the token's entry
        served.stop()
        self.assertEqual(self.statement("2021-06")["total"]["received"], dossiers)
        self.verify()

    # Bodies, headers, requests

    def test_bodies_beyond_the_limit(self):
        served = self.serve()
        large = "x" * ((1 << 20) + 1)
        self.assertIn("413", Raw(served).send(self.post_text("", f"Content-Length: {len(large)}\r\n")
                                              .replace("Content-Length: 0\r\n", "")).read_until("\r\n"))
        chunks = "".join(f"{len(large) // 8:x}\r\n{large[:len(large) // 8]}\r\n" for _ in range(9))
        raw = Raw(served)
        raw.send("POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                 "Transfer-Encoding: chunked\r\n\r\n")
        try:
            raw.send(chunks + "0\r\n\r\n")
        except (BrokenPipeError, ConnectionResetError):
            pass
        self.assertIn("413", raw.read_until("\r\n"))
        self.lives(served)
        served.stop()

    def test_a_chunked_body_is_an_ordinary_one(self):
        served = self.serve()
        body = json.dumps(dunghan.received("D1"))
        chunks = "".join(f"{len(body[i:i + 7]):x}\r\n{body[i:i + 7]}\r\n" for i in range(0, len(body), 7))
        answer = Raw(served).send("POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                  "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks
                                  + "0\r\n\r\n").read_all()
        self.assertIn('"stored":1', answer)
        served.stop()

    def test_pipelined_requests_are_answered_in_order(self):
        served = self.serve()
        requests = "".join(self.post_text(json.dumps(dunghan.received(f"D{n}"))) for n in range(20))
        last = "GET /api/v1/dossiers?q=D19 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        answer = Raw(served).send(requests + last).read_all()
        self.assertEqual(answer.count('"stored":1'), 20)
        self.assertIn('"code":"D19"', answer.rsplit("HTTP/1.1 200", 1)[1])
        served.stop()

    def test_floods_of_headers_and_nonsense(self):
        served = self.serve()
        for text, status in (("GET / HTTP/1.1\r\nHost: localhost\r\n" + "A: b\r\n" * 20_000 + "\r\n", "431"),
                             ("GET /" + "a" * 100_000 + " HTTP/1.1\r\n\r\n", "4"),
                             ("GARBAGE\r\n\r\n", "400"),
                             ("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + "\x00" * 200, "400"),
                             ("POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
                              "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"),
                             ("POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", "400")):
            raw = Raw(served)
            try:
                raw.send(text)
            except (BrokenPipeError, ConnectionResetError):
                pass
            answer = raw.read_all()
            self.assertIn(f"HTTP/1.1 {status}", answer[:13] + answer[13:14], text[:60])
        self.lives(served)
        served.stop()

    # Slow and silent clients

    def test_slow_writers_and_half_open_connections_are_cut(self):
        served = self.serve(idle=2)
        slow = [Raw(served, timeout=30) for _ in range(20)]
        for raw in slow[:10]:
            raw.send("POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n")
        begun = time.monotonic()
        while time.monotonic() < begun + 4:
            for raw in slow[:10]:
                try:
                    raw.send("x")
                except (BrokenPipeError, ConnectionResetError):
                    pass
            time.sleep(0.3)
        for raw in slow:
            raw.read_all()  # ends, because the other side has closed
        self.assertLess(time.monotonic() - begun, 25)
        self.lives(served)
        served.stop()

    def test_a_reader_that_does_not_read_is_cut(self):
        served = self.serve()
        for n in range(20):
            served.post_events(*(dunghan.received(f"D{n}-{i}") for i in range(200)))
        stuck = []
        for _ in range(10):
            raw = Raw(served, timeout=30)
            raw.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            raw.send("GET /api/v1/dossiers?limit=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n" * 200)
            stuck.append(raw)
        end = time.monotonic() + 40
        while True:
            page = served.get("/metrics").text
            cut = [line for line in page.splitlines() if 'reason="write_timeout"' in line][0]
            if float(cut.split()[-1]) == 10:
                break
            self.assertLess(time.monotonic(), end, cut)
            time.sleep(0.2)
        self.lives(served)
        served.stop()

    def allow_many_files(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard < 4000:
            self.skipTest("too few file descriptors")
        resource.setrlimit(resource.RLIMIT_NOFILE, (4000, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))

    def test_a_thousand_idle_connections_leave_room_for_a_busy_one(self):
        self.allow_many_files()
        served = self.serve(connections=1000)
        idle = [Raw(served) for _ in range(1000)]
        served.post_events(dunghan.received("D1"))
        begun = time.monotonic()
        for _ in range(50):
            self.lives(served)
        self.assertLess(time.monotonic() - begun, 5)
        # Those that gave way were the ones idle for longest.
        self.assertEqual(idle[0].read_all(), "")
        idle[-1].send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        self.assertIn("ok", idle[-1].read_all())
        served.stop()

    def still_scrapes(self, served):
        """Health and metrics answer, as long as the others are held."""
        for path in ("/healthz", "/readyz", "/metrics"):
            self.assertEqual(served.get(path).status, 200, path)

    def test_a_thousand_half_sent_headers_do_not_shut_out_health_and_metrics(self):
        self.allow_many_files()
        served = self.serve(connections=1000, read="60s")
        half = [Raw(served).send("GET / HTTP/1.1\r\nHost: loc") for _ in range(1000)]
        for _ in range(10):
            self.still_scrapes(served)
        # Nor others, once those have had their moment: the longest at it makes way.
        while (answer := served.post("/api/v1/events", json.dumps(dunghan.received("D1")))).status == 503:
            self.assertEqual(answer.headers["Retry-After"], "1")
            time.sleep(0.1)
        self.assertEqual(answer.json()["stored"], 1)
        self.assertEqual(half[0].read_all(), "")
        # Those that are left are taken as they come.
        answer = half[-1].send("alhost\r\nConnection: close\r\n\r\n").read_all()
        self.assertTrue(answer.startswith("HTTP/1.1 200"), answer[:100])
        served.stop()

    def test_a_thousand_stalled_requests_do_not_shut_out_health_and_metrics(self):
        self.allow_many_files()
        served = self.serve(connections=1000, read="60s")
        post = self.post_text(json.dumps(dunghan.received("D1")))
        stalled = [Raw(served).send(post[:-5]) for _ in range(1000)]
        for _ in range(10):
            self.still_scrapes(served)
        refused = served.get("/api/v1/live")
        self.assertEqual((refused.status, refused.headers["Retry-After"]), (503, "1"))
        self.assertIn('"stored":1', stalled[-1].send(post[-5:]).read_until("}"))
        served.stop()

    def test_stalled_bodies_leave_room_for_small_ones(self):
        served = self.serve(read="60s")
        stalled = []
        for _ in range(8):
            raw = Raw(served)
            raw.send("POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                     f"Content-Length: {1 << 20}\r\n\r\n" + "x" * ((1 << 20) - 1))
            stalled.append(raw)
        held = re.compile(r"^dunghan_http_body_bytes (\S+)", re.MULTILINE)
        end = time.monotonic() + 30
        while float(held.search(served.get("/metrics").text).group(1)) < 7 * ((1 << 20) - 1):
            self.assertLess(time.monotonic(), end)
        self.still_scrapes(served)
        served.post_events(*(dunghan.received(f"D{n}") for n in range(100)))
        large = served.post("/api/v1/events", "x" * (1 << 20))
        self.assertEqual((large.status, large.headers["Retry-After"]), (503, "1"))
        served.stop()

    def test_what_is_not_whole_in_time_is_told_so(self):
        served = self.serve()
        for begun in ("GET /healthz HTTP/1.1\r\nHo", self.post_text("{}")[:-1]):
            answer = Raw(served, timeout=30).send(begun).read_all()
            self.assertTrue(answer.startswith("HTTP/1.1 408 "), answer)
            self.assertIn("Connection: close", answer)
            self.assertIn("Cache-Control: no-store", answer)
        served.stop()

    # Questions

    def import_a_past(self, events):
        """One event, to be looked back to, and many since."""
        self.import_events([dunghan.received("D")])
        self.import_events(dunghan.received(f"D{n}") for n in range(events))

    def test_questions_hold_up_no_scrape(self):
        """Each folds anew all that has happened since."""
        self.import_a_past(40_000)
        served = self.serve()
        answers = []

        def ask():
            answer = served.get("/api/v1/on-time?period=2021-06&as_of=1")
            answers.append((time.monotonic(), answer))

        asking = [threading.Thread(target=ask) for _ in range(40)]
        for thread in asking:
            thread.start()
        for _ in range(5):
            self.still_scrapes(served)
        scraped = time.monotonic()
        for thread in asking:
            thread.join()
        found = [answer for _, answer in answers if answer.status == 200]
        refused = [answer for _, answer in answers if answer.status == 503]
        self.assertEqual(len(found) + len(refused), 40)
        self.assertGreater(len(found), 1)
        # Beyond a few places they are refused at once rather than kept waiting.
        self.assertGreater(len(refused), 10)
        self.assertEqual({answer.headers["Retry-After"] for answer in refused}, {"1"})
        self.assertGreater(max(end for end, _ in answers), scraped)
        self.assertEqual({answer.json()["total"]["received"] for answer in found}, {1})
        served.stop()

    def test_a_question_ends_when_its_time_is_up(self):
        self.import_a_past(SLOW_EVENTS)
        served = self.serve(more='request_timeout = "1s"')
        said = []

        def ask():
            answer = served.get("/api/v1/on-time?period=2021-06&as_of=1")
            said.append(answer.json().get("detail") if answer.status == 503 else answer.status)

        asking = [threading.Thread(target=ask) for _ in range(6)]
        for thread in asking:
            thread.start()
            # So that not all of their times end where the server looks for those past theirs.
            time.sleep(0.07)
        for thread in asking:
            thread.join()
        # The question itself says so, or the server in place of one that does not end.
        self.assertIn("reading the ledger took too long", said)
        self.assertLessEqual(set(said), {"reading the ledger took too long", "there was no answer in time",
                                         "its turn did not come in time; ask again later"})
        jobs = re.compile(r"^dunghan_blocking_jobs (\S+)", re.MULTILINE)
        end = time.monotonic() + 20
        while float(jobs.search(served.get("/metrics").text).group(1)) > 0:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.05)
        self.assertEqual(served.get("/api/v1/dossiers?limit=1").status, 200)
        served.stop()

    # Stopping

    def test_stopping_answers_what_runs_and_ends_the_rest(self):
        served = self.serve()
        idle = Raw(served)
        stream = Raw(served).send("GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
        stream.read_until("data: ")
        body = json.dumps(dunghan.received("D1"))
        running = Raw(served).send(self.post_text(body)[:-5])
        time.sleep(0.2)
        stopping = threading.Thread(target=served.stop)
        stopping.start()
        time.sleep(0.5)
        running.send(self.post_text(body)[-5:])
        answer = running.read_all()
        self.assertIn('"stored":1', answer)
        self.assertIn("Connection: close", answer)
        self.assertEqual(idle.read_all(), "")
        stream.read_all()
        stopping.join()
        self.assertEqual(self.statement("2021-06")["total"]["received"], 1)


if __name__ == "__main__":
    dunghan.main()
