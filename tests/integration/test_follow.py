"""`simulate --follow`: a province lives on in a running daemon."""

import os
import re
import signal
import subprocess
import time

import daemon
import dunghan

PROVINCE = ("--dossiers", 300, "--seed", 3, "--from", "2021-05-03", "--to", "2021-06-30")


class Follow(dunghan.Case):
    def follow(self, url, *more):
        """The follower, started."""
        process = subprocess.Popen(
            self.command("simulate", *PROVINCE, "--follow", url, *more), text=True,
            env={**os.environ, "DUNGHAN_TOKEN": daemon.TOKENS.get(int(url.rsplit(":", 1)[-1]), "")}
            if ":" in url else None,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(process.kill)
        return process

    def finish(self, process, code=0):
        """Its sums: sent, stored, duplicate, quarantined; and what it said."""
        out, err = process.communicate(timeout=120)
        self.assertEqual(process.returncode, code, out + err)
        found = re.fullmatch(r"sent (\d+): stored (\d+), duplicate (\d+), quarantined (\d+)\n", out)
        return found and [int(number) for number in found.groups()], err

    def wait_for_events(self, serving, more_than):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            live = serving.get("/api/v1/live").json()
            if live["position"]["seq"] > more_than:
                return live
            time.sleep(0.05)
        self.fail(f"no event after {more_than}")

    def test_followed_to_its_end_it_is_what_an_import_would_have_made(self):
        self.clock = "2021-12-31T12:00:00+07:00"
        serving = daemon.Daemon(self)
        sums, err = self.finish(self.follow(serving.url, "--start", "2021-05-03"))
        self.assertEqual((sums[0], sums[3], err), (sums[1] + sums[2], 0, ""))
        self.assertIs(serving.get("/api/v1/live").json()["simulated"], True)
        again, _ = self.finish(self.follow(serving.url, "--start", "2021-05-03"))
        self.assertEqual(again, [sums[0], 0, sums[0], 0])
        serving.stop()
        imported = self.folder / "imported"
        self.import_events(self.run_program("simulate", *PROVINCE).stdout, data=imported)
        self.assertEqual(self.verify()[1], self.verify(data=imported)[1])

    def test_it_goes_on_with_an_imported_past(self):
        self.clock = "2021-06-30T09:00:00+07:00"
        self.import_events(self.run_program("simulate", *PROVINCE).stdout)
        serving = daemon.Daemon(self, "--speed", 600)
        process = self.follow(serving.url)
        before = serving.get("/api/v1/live").json()
        after = self.wait_for_events(serving, before["position"]["seq"])
        self.assertIs(after["simulated"], True)
        process.send_signal(signal.SIGTERM)
        sums, err = self.finish(process)
        self.assertGreater(sums[1], 0)
        self.assertEqual((sums[0], sums[3], err), (sums[1] + sums[2], 0, ""))
        serving.stop()
        self.verify()

    def test_it_waits_for_a_daemon_that_went_away(self):
        self.clock = "2021-06-30T09:00:00+07:00"
        serving = daemon.Daemon(self, "--speed", 600)
        process = self.follow(serving.url, "--start", "2021-06-01")
        self.wait_for_events(serving, 1)
        serving.kill()
        time.sleep(1)
        serving = daemon.Daemon(self, "--speed", 600, port=serving.port)
        # What had been stored when it was killed is there at once.
        self.wait_for_events(serving, serving.get("/api/v1/live").json()["position"]["seq"])
        process.send_signal(signal.SIGINT)
        sums, err = self.finish(process)
        self.assertEqual((sums[0], sums[3]), (sums[1] + sums[2], 0))
        self.assertEqual(len(re.findall("trying again", err)), 1, err)
        self.assertEqual(len(re.findall("answers again", err)), 1, err)

    def test_a_real_ledger_is_left_alone(self):
        serving = daemon.Daemon(self)
        serving.post_events(dunghan.received("D1"))
        sums, err = self.finish(self.follow(serving.url), code=2)
        self.assertIsNone(sums)
        self.assertIn("not marked as simulated", err)
        self.assertEqual(serving.get("/api/v1/live").json()["position"]["seq"], 2)

    def test_wrong_options_are_told_before_anybody_is_asked(self):
        for more, text in ((("--speed", "0"), "--speed"), (("--start", "noon"), "--start"),
                           (("--output", "x"), "--output")):
            _, err = self.finish(self.follow("http://127.0.0.1:1", *more), code=2)
            self.assertIn(text, err)
        _, err = self.finish(self.follow("localhost"), code=2)
        self.assertIn("--follow", err)


if __name__ == "__main__":
    dunghan.main()
