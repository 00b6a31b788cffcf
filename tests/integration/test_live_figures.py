"""Real logs posted by several clients at once give the figures that importing them gives; a real
Prometheus and the API show the same numbers."""

import gzip
import http.client
import json
import random
import threading
import unittest

import daemon
import dunghan
import prometheus
from test_real_data import LOGS

CLIENTS = 4


@unittest.skipUnless((dunghan.SHARED / "data/wabo/expected.json").exists(),
                     f"the example data is not there: {dunghan.SHARED}/data")
class LiveFigures(dunghan.Case):
    def use(self, name):
        source = dunghan.SHARED / "data" / name
        self.expected = json.loads((source / "expected.json").read_text())
        self.period, self.clock = LOGS[name]
        for file in ("calendar.toml", "agencies.csv", "procedures.csv"):
            self.write(file, (source / file).read_bytes())
        self.log = source / "events.ndjson.gz"
        self.lines = gzip.decompress(self.log.read_bytes()).splitlines(True)

    def batches(self, chance):
        """Bodies of random size and kind, in random order."""
        lines = list(self.lines)
        chance.shuffle(lines)
        bodies = []
        while lines:
            size = chance.choice((1, 2, 10, 100, 700))
            piece, lines = lines[:size], lines[size:]
            if chance.random() < 0.5:
                bodies.append((b"".join(piece), "application/x-ndjson", len(piece)))
            elif len(piece) == 1:
                bodies.append((piece[0], "application/json", 1))
            else:
                bodies.append((b"[" + b",".join(piece) + b"]", "application/json", len(piece)))
        return bodies

    def post_all(self, served, bodies):
        """Posts with several clients at once; how many events were stored."""
        left = list(bodies)
        lock = threading.Lock()
        stored = []
        wrong = []

        def client():
            connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
            while True:
                with lock:
                    if not left:
                        break
                    body, kind, count = left.pop()
                connection.request("POST", "/api/v1/events", body, {"Content-Type": kind})
                answer = connection.getresponse()
                found = json.loads(answer.read())
                if answer.status != 200 or found["received"] != count or found["quarantined"]:
                    wrong.append((answer.status, found))
                    break
                stored.append(found["stored"])
            connection.close()
        threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])
        return sum(stored)

    def check_statements(self, served):
        """The API's figures are those of an import, byte for byte but for the position."""
        self.run_program("import", self.log, data=self.folder / "imported")
        for by in ("agency", "procedure"):
            answer = served.get(f"/api/v1/on-time?period={self.period}&by={by}")
            self.assertEqual(answer.status, 200, answer.text)
            imported = self.statement(self.period, by, data=self.folder / "imported")
            self.assertEqual(json.dumps(dunghan.without_position(answer.json())),
                             json.dumps(dunghan.without_position(imported)))

    def check_prometheus(self, served):
        monitor = prometheus.Prometheus(self, f"127.0.0.1:{served.port}")
        for by, name in (("agency", "dossier_results"), ("procedure", "dossier_procedure_results")):
            found = {}
            for labels, value in monitor.query(name):
                row = found.setdefault(labels[by], {})
                key = {"early": "in_time", "on_time": "in_time", "late": "late",
                       "unmeasurable": "no_due"}[labels["timeliness"]]
                row[key] = row.get(key, 0) + value
            found = {code: {key: value for key, value in row.items() if value}
                     for code, row in found.items() if any(row.values())}
            expected = {code: {key: value for key, value in row.items() if key in ("in_time", "late", "no_due")}
                        for code, row in self.expected[f"by_{by}"].items()}
            self.assertEqual(found, {code: row for code, row in expected.items() if row}, by)
            open_name = "dossier_open" if by == "agency" else "dossier_procedure_open"
            stock = {labels[by]: value for labels, value in monitor.query(f"sum by ({by}) ({open_name}) > 0")}
            self.assertEqual(stock, {code: row["open"] for code, row in self.expected[f"by_{by}"].items()
                                     if row.get("open")}, by)
        total = monitor.query('sum(dossier_results{timeliness!~"late|unmeasurable"})')[0][1]
        self.assertEqual(total, self.expected["total"]["in_time"])

    def check(self, name):
        self.use(name)
        seed = random.randrange(2**32)
        print(f"seed {seed}")
        chance = random.Random(seed)
        served = daemon.Daemon(self)
        bodies = self.batches(chance)
        self.assertEqual(self.post_all(served, bodies), len(self.lines))
        # All of it once more: nothing is stored twice.
        self.assertEqual(self.post_all(served, chance.sample(bodies, len(bodies) // 3)), 0)
        self.check_statements(served)
        if prometheus.AVAILABLE:
            self.check_prometheus(served)
        served.stop()
        _, content = self.verify()
        self.assertEqual(content, self.verify(data=self.folder / "imported")[1])

    def test_permits_of_a_dutch_municipality(self):
        self.check("wabo")

    def test_cases_of_the_city_of_boston(self):
        self.check("boston2025")


if __name__ == "__main__":
    dunghan.main()
