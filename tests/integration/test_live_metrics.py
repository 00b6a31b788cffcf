"""The metric pages of a running daemon: formats by negotiation, agency by procedure, and what a real
Prometheus makes of them."""

import collections
import gzip
import json
import subprocess
import unittest
import urllib.request

import daemon
import dunghan
import prometheus
import province

OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"
TEXT = "text/plain; version=0.0.4; charset=utf-8"
# As Prometheus 2.42 asks.
ACCEPT = ("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
          "text/plain;version=0.0.4;q=0.5,*/*;q=0.1")


def samples(text):
    """The series of a page, without their values."""
    return [line.rsplit(" ", 1)[0] for line in text.splitlines() if line and line[0] != "#"]


class Pages(dunghan.Case):
    def setUp(self):
        super().setUp()
        self.served = daemon.Daemon(self)
        self.served.post_events(*(dunghan.received(f"D{n}", due="2021-06-14") for n in range(3)))

    def test_text_is_the_default(self):
        page = self.served.get("/metrics")
        self.assertEqual(page.headers["Content-Type"], TEXT)
        self.assertEqual(page.headers["Vary"], "Accept, Accept-Encoding")
        self.assertNotIn("# EOF", page.text)

    def test_openmetrics_and_gzip_for_those_who_ask(self):
        for path in ("/metrics", "/metrics/matrix"):
            page = self.served.request(path, headers={"Accept": ACCEPT, "Accept-Encoding": "gzip"})
            self.assertEqual(page.headers["Content-Type"], OPENMETRICS)
            self.assertEqual(page.headers["Content-Encoding"], "gzip")
            text = gzip.decompress(page.body).decode()
            self.assertTrue(text.endswith("\n# EOF\n"), path)
            self.assertEqual(sorted(name for name in samples(text) if name.startswith("dossier_")),
                             sorted(name for name in samples(self.served.get(path).text)
                                    if name.startswith("dossier_")))

    def test_pages_are_clean_and_without_repeats(self):
        for path in ("/metrics", "/metrics/matrix"):
            page = self.served.get(path)
            done = subprocess.run(["promtool", "check", "metrics"], input=page.body, capture_output=True)
            self.assertEqual((done.returncode, done.stdout + done.stderr), (0, b""), path)
            self.assertEqual([name for name, count in collections.Counter(samples(page.text)).items()
                              if count > 1], [], path)

    def test_a_pair_has_all_its_values(self):
        found = collections.Counter(name.partition("{")[0]
                                    for name in samples(self.served.get("/metrics/matrix").text)
                                    if name.startswith("dossier_agency_procedure"))
        self.assertEqual(found, {"dossier_agency_procedure_period_results": 3,
                                 "dossier_agency_procedure_open": 2})

    def test_the_matrix_can_be_switched_off(self):
        self.served.stop()
        self.configure("calendar.toml", "agencies.csv", "procedures.csv", "[metrics]\nmatrix = false\n")
        answer = daemon.Daemon(self).get("/metrics/matrix")
        self.assertEqual((answer.status, answer.headers["Content-Type"]),
                         (404, "application/problem+json"))

    def test_codes_that_register_themselves_make_no_page_beyond_the_limit(self):
        self.served.stop()
        self.configure("calendar.toml", "agencies.csv", "procedures.csv",
                       'unknown = "register"\n[metrics]\nmax_series = 1000\n[sources.one]\nrole = "authority"\n')
        served = daemon.Daemon(self)
        strangers = 400
        served.post_events(*(dunghan.received(f"S{n}", due="2021-06-14") | {"agency": f"X{n}", "procedure": f"Y{n}"}
                             for n in range(strangers)))
        for path in ("/metrics", "/metrics/matrix"):
            page = served.get(path)
            self.assertLessEqual(len(samples(page.text)), 1000, path)
        series = dict(line.rsplit(" ", 1) for line in served.get("/metrics").text.splitlines() if line[0] != "#")

        def values(family):
            return {name: float(value) for name, value in series.items() if name.partition("{")[0] == family}
        # Every dossier is in one of the rows, and those of the lists have their own.
        self.assertEqual(sum(values("dossier_open").values()), strangers + 3)
        self.assertEqual(sum(values("dossier_procedure_open").values()), strangers + 3)
        self.assertEqual(sum(value for name, value in values("dossier_open").items() if '"A"' in name), 3)
        self.assertIn('dossier_agency_info{agency="others",name="Các cơ quan khác",name_en="Other agencies",'
                      'level="",parent=""}', series)
        shown = len(values("dossier_agency_info")) - 1
        self.assertEqual(values("dunghan_metrics_agencies_left_out"),
                         {"dunghan_metrics_agencies_left_out": strangers + 2 - shown})
        self.assertGreater(values("dunghan_metrics_procedures_left_out")["dunghan_metrics_procedures_left_out"], 0)
        self.assertGreater(values("dunghan_source_feeds_left_out")["dunghan_source_feeds_left_out"], 0)
        done = subprocess.run(["promtool", "check", "metrics"], input=served.get("/metrics").body,
                              capture_output=True)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, b""))
        served.stop()


@unittest.skipUnless(prometheus.AVAILABLE, "there is no prometheus")
class Sources(dunghan.Case):
    def value(self, served, family, source):
        for line in served.get("/metrics").text.splitlines():
            if line.startswith(f'{family}{{source="{source}"}} '):
                return float(line.rsplit(" ", 1)[1])
        return None

    def test_when_a_source_was_heard_is_known_after_a_restart(self):
        self.configure("calendar.toml", "agencies.csv", "procedures.csv",
                       '[sources.motcua]\nexpect_every = "4wh"\n[sources.new]\nexpect_every = "4wh"\n')
        self.clock = "2021-06-08T09:00:00+07:00"
        served = daemon.Daemon(self)
        self.assertEqual(self.value(served, "dunghan_source_never_received", "motcua"), 1)
        self.assertIsNone(self.value(served, "dunghan_source_silent_working_seconds", "motcua"))
        served.post_events({**dunghan.received("D1", at="2021-06-08T08:00:00+07:00", due="2021-06-14"),
                            "source": "motcua"})
        self.assertEqual(self.value(served, "dunghan_source_never_received", "motcua"), 0)
        served.kill()
        # The next day: seven working hours and a half are over.
        self.clock = "2021-06-09T09:00:00+07:00"
        served = daemon.Daemon(self)
        self.assertEqual(self.value(served, "dunghan_source_never_received", "motcua"), 0)
        self.assertEqual(self.value(served, "dunghan_source_never_received", "new"), 1)
        self.assertAlmostEqual(self.value(served, "dunghan_source_silent_working_seconds", "motcua"),
                               7.5 * 3600, delta=120)
        self.assertIsNone(self.value(served, "dunghan_source_silent_working_seconds", "new"))
        served.stop()


class Scraped(province.Province):
    def test_prometheus_has_what_the_pages_say(self):
        self.clock = "2025-06-30T22:00:00+07:00"
        self.simulate_and_import(3_000, "2025-01-01", "2025-06-30", 5)
        served = daemon.Daemon(self)
        monitor = prometheus.Prometheus(self, f"127.0.0.1:{served.port}")
        pages = prometheus.Prometheus(self, f"127.0.0.1:{served.port}", path="/metrics/matrix")

        business = [name for name in samples(served.get("/metrics").text) if name.startswith("dossier_")]
        self.assertGreater(len(business), 5_000)
        self.assertEqual(monitor.query('count({__name__=~"dossier_.+"})')[0][1], len(business))
        with urllib.request.urlopen(monitor.url + "/api/v1/metadata?metric=dossier_agency") as answer:
            self.assertEqual(json.load(answer)["data"]["dossier_agency"][0]["type"], "info")

        for by in ("agency", "procedure"):
            pairs = dict((labels[by], value) for labels, value in pages.query(
                f"sum by ({by}) (dossier_agency_procedure_open)"))
            name = "dossier_open" if by == "agency" else "dossier_procedure_open"
            rows = dict((labels[by], value) for labels, value in monitor.query(f"sum by ({by}) ({name})"))
            self.assertEqual({code: n for code, n in pairs.items() if n},
                             {code: n for code, n in rows.items() if n}, by)
        for timeliness in ("early", "on_time", "late"):
            month = f'{{period="current_month",timeliness="{timeliness}"}}'
            self.assertEqual(pages.query(f"sum(dossier_agency_procedure_period_results{month})")[0][1],
                             monitor.query(f"sum(dossier_period_results{month})")[0][1])
            self.assertEqual(monitor.query(f"sum(dossier_procedure_period_results{month})")[0][1],
                             monitor.query(f"sum(dossier_period_results{month})")[0][1])
        served.stop()


if __name__ == "__main__":
    dunghan.main()
