"""The head of the chain, in the log and with a witness: what catches a record that was rewritten as a whole."""

import re
import shutil
import signal
import time

import daemon
import dunghan

HEAD = re.compile(r"\b\d+:[0-9a-f]{64}\b")


class Witness(dunghan.Case):
    def setUp(self):
        super().setUp()
        self.witness = self.folder / "witness"
        self.config.write_text(self.config.read_text().replace(
            'path = "data"', 'path = "data"\nwitness = "witness"\nwitness_every = "10s"'))

    def noted(self):
        return HEAD.findall(self.witness.read_text()) if self.witness.exists() else []

    def await_heads(self, count):
        end = time.monotonic() + 60
        while len(self.noted()) < count and time.monotonic() < end:
            time.sleep(0.1)
        self.assertEqual(len(self.noted()), count)

    def test_a_record_rewritten_as_a_whole_is_caught_by_what_was_noted(self):
        before = self.folder / "before"
        served = daemon.Daemon(self)
        self.await_heads(1)
        served.post_events(dunghan.received("D1"))
        served.stop()
        shutil.copytree(self.data, before)

        served = daemon.Daemon(self)
        self.await_heads(2)
        served.post_events(dunghan.received("D2", due="2021-06-01"))
        self.await_heads(3)
        served.stop()
        chain, _ = self.verify()
        self.assertEqual(self.noted()[-1], chain)
        done = self.run_program("verify", "--witness", self.witness)
        self.assertIn(": 3 heads noted, all agree", done.out)

        # Everything after the first dossier is made anew, without a trace in the ledger itself.
        shutil.rmtree(self.data)
        shutil.copytree(before, self.data)
        self.import_events([dunghan.received("D2", due="2021-07-20")])
        self.verify()
        done = self.run_program("verify", "--witness", self.witness, code=1)
        self.assertRegex(done.err, rf"difference: the chain at event 3 is \w+, but \w+ is noted at {self.witness}:3")

    def test_the_log_tells_the_head_at_the_start_and_with_every_rulebook(self):
        served = daemon.Daemon(self)
        served.post_events(dunghan.received("D1"))
        self.write("procedures.csv", dunghan.PROCEDURES.replace("5wd", "6wd"))
        served.process.send_signal(signal.SIGHUP)
        end = time.monotonic() + 60
        while "rulebook.in_force" not in served.errors.read_text() and time.monotonic() < end:
            time.sleep(0.1)
        served.stop()
        chain, _ = self.verify()
        lines = served.errors.read_text().splitlines()
        ready = next(line for line in lines if "ready " in line)
        self.assertRegex(ready, r"chain=1:[0-9a-f]{64}")
        in_force = next(line for line in lines if "rulebook.in_force" in line)
        self.assertIn(f"chain {chain}", in_force)

    def test_a_witness_that_cannot_be_written_is_said(self):
        self.witness.mkdir()
        served = daemon.Daemon(self)
        end = time.monotonic() + 60
        while "job.failed" not in served.errors.read_text() and time.monotonic() < end:
            time.sleep(0.1)
        self.assertRegex(served.errors.read_text(),
                         r'job.failed job=witness reason="the head of the chain cannot be noted in \S+: Is a directory"')
        served.post_events(dunghan.received("D1"))
        served.stop()


if __name__ == "__main__":
    dunghan.main()
