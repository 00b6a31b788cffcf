"""Killed under load, the daemon has every event that was answered with 200, once, and is soon back."""

import http.client
import json
import random
import threading
import time
import unittest

import daemon
import dunghan

KILLS = 100 if dunghan.LONG else 10
CLIENTS = 4
START_WITHIN = 30  # seconds; what is replayed is bounded by how often states are written behind


class LiveCrash(dunghan.Case):
    def line(self, number):
        code, kind = divmod(number, 3)
        day = 1 + code % 25
        events = ({"type": "received", "at": f"2021-06-{day:02}T08:00:00+07:00", "agency": "A",
                   "procedure": "P", "due": "2021-06-28"},
                  {"type": "assigned", "at": f"2021-06-{day:02}T09:00:00+07:00", "unit": "Phòng Một cửa"},
                  {"type": "completed", "at": f"2021-06-{day + 2:02}T10:00:00+07:00"})
        return json.dumps({"dossier": f"D{code}", "id": f"{number}", **events[kind]}, ensure_ascii=False)

    def client(self, served, numbers, acknowledged):
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
        for first in range(0, len(numbers), 50):
            piece = numbers[first:first + 50]
            body = "\n".join(map(self.line, piece)).encode()
            try:
                connection.request("POST", "/api/v1/events", body, {"Content-Type": "application/x-ndjson"})
                answer = connection.getresponse()
                found = json.loads(answer.read())
            except (OSError, http.client.HTTPException, ValueError):
                break
            if answer.status == 200 and found["quarantined"] == 0:
                acknowledged.extend(piece)
        connection.close()

    def test_killed_under_load(self):
        seed = random.randrange(2**32)
        print(f"seed {seed}, {KILLS} kills")
        chance = random.Random(seed)
        acknowledged = []
        sent = 0
        slowest = 0.0
        for kill in range(KILLS):
            begun = time.monotonic()
            served = daemon.Daemon(self)
            slowest = max(slowest, time.monotonic() - begun)
            self.assertLess(slowest, START_WITHIN)
            threads = []
            for _ in range(CLIENTS):
                numbers = list(range(sent, sent + 30_000))
                sent += len(numbers)
                threads.append(threading.Thread(target=self.client, args=(served, numbers, acknowledged)))
            for thread in threads:
                thread.start()
            time.sleep(chance.uniform(0.05, 0.6))
            served.kill()
            for thread in threads:
                thread.join()
            if kill % (KILLS // 10) == 0:
                self.verify()  # takes longer the more there is
        print(f"{len(acknowledged)} events acknowledged, slowest start {slowest:.2f} s")
        self.assertGreater(len(acknowledged), KILLS * 50)
        # Each of them is on record: sent again, all are duplicates.
        served = daemon.Daemon(self)
        for first in range(0, len(acknowledged), 20_000):
            piece = acknowledged[first:first + 20_000]
            answer = served.post("/api/v1/events", "\n".join(map(self.line, piece)), "application/x-ndjson")
            self.assertEqual(answer.json()["duplicate"], len(piece))
        served.stop()
        self.verify()


if __name__ == "__main__":
    dunghan.main()
