"""Killed in the middle of an import, nothing acknowledged is lost and nothing is there twice."""

import os
import random
import signal
import subprocess
import time
import unittest

import dunghan

KILLS = 200 if dunghan.LONG else 20


class Crash(dunghan.Case):
    def events(self, dossiers):
        lines = []
        for number in range(dossiers):
            code = f"D{number}"
            day = 1 + number % 25
            due = '"2021-06-28"'
            lines.append(f'{{"dossier":"{code}","type":"received","at":"2021-06-{day:02}T08:00:00+07:00",'
                         f'"agency":"A","procedure":"P","id":"{code}-r","due":{due}}}\n')
            lines.append(f'{{"dossier":"{code}","type":"assigned","at":"2021-06-{day:02}T09:00:00+07:00",'
                         f'"unit":"Phòng Một cửa","id":"{code}-a"}}\n')
            if number % 3:
                lines.append(f'{{"dossier":"{code}","type":"completed","id":"{code}-c",'
                             f'"at":"2021-06-{day + 2:02}T10:00:00+07:00"}}\n')
        return lines

    def kill_once(self, path, chance, group):
        """Starts an import, kills it at a random moment; how much it had acknowledged."""
        with subprocess.Popen(self.command("import", "--acks", path), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as process:
            acknowledged = 0
            # A moment while it starts, or somewhere between the acknowledgements.
            deadline = time.monotonic() + chance.uniform(0.0, self.longest)
            os.set_blocking(process.stdout.fileno(), False)
            output = b""
            while time.monotonic() < deadline and process.poll() is None:
                output += process.stdout.read() or b""
                time.sleep(0.001)
            process.send_signal(signal.SIGKILL)
            process.wait()
            output += process.stdout.read() or b""
        for line in output.decode().splitlines():
            if line.startswith("acknowledged "):
                acknowledged = int(line.split()[1])
        return acknowledged

    def test_kill_during_import(self):
        lines = self.events(12_000)
        path = self.write("events.ndjson", "".join(lines))
        started = time.monotonic()
        self.run_program("import", path, data=self.folder / "whole")
        self.longest = 1.1 * (time.monotonic() - started)
        seed = random.randrange(2**32)
        print(f"seed {seed}, {KILLS} kills within {self.longest:.2f} s")
        chance = random.Random(seed)
        most = 0
        in_the_middle = 0
        for _ in range(KILLS):
            acknowledged = self.kill_once(path, chance, 1000)
            in_the_middle += 0 < acknowledged < len(lines)
            most = max(most, acknowledged)
            if not (self.data / "ledger.db").exists():
                continue
            done = self.run_program("verify", code=None)
            if acknowledged == most == 0 and "there is no ledger in" in done.err:
                continue  # killed while the file was made
            self.assertEqual(done.returncode, 0, done.out + done.err)
            # What was acknowledged is there: the same first lines are all duplicates.
            if acknowledged:
                read, stored, duplicate, _ = self.import_events("".join(lines[:acknowledged]))
                self.assertEqual((stored, duplicate), (0, acknowledged))
            if most == len(lines) or chance.random() < 0.15:
                for file in self.data.iterdir():
                    if file.is_file():
                        file.unlink()
                most = 0
        self.assertGreater(in_the_middle, 0, "no kill hit an import in the middle")
        self.import_events("".join(lines))
        self.assertEqual(self.verify()[1], self.verify(data=self.folder / "whole")[1])
        self.assertEqual(dunghan.without_position(self.statement("2021-06")),
                         dunghan.without_position(self.statement("2021-06", data=self.folder / "whole")))


if __name__ == "__main__":
    dunghan.main()
