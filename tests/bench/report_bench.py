#!/usr/bin/env python3
"""What statements cost: a month of a million dossiers in each form, two rates explained, and a list of 100,000 late
dossiers as workbook and PDF; time, processor time and memory of the program itself.

  tests/bench/report_bench.py [--binary PATH] [--dossiers N] [--late N]

The first period has a rate of index 766, the second (of decree 09/2019) has none: the difference is what it costs.
"""

import argparse
import json
import os
import pathlib
import subprocess
import tempfile
import time

PROJECT = pathlib.Path(__file__).resolve().parents[2]
CLOCK = "2026-01-05T09:00:00+07:00"
MONTH = "2025-06"
STATEMENTS = (("monthly", "json", MONTH), ("monthly", "json", f"bc:{MONTH}"), ("monthly", "pdf", MONTH),
              ("II.06a", "json", MONTH), ("07a", "json", MONTH), ("award", "json", MONTH), ("compare", "json", MONTH))


def run(command, **options):
    """Seconds, processor seconds and megabytes of one run."""
    begun = time.monotonic()
    process = subprocess.Popen(command, **options)
    _, status, used = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"{' '.join(map(str, command))}: exit {os.waitstatus_to_exitcode(status)}")
    return time.monotonic() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def late(folder, count):
    """Events of so many dossiers that were all finished late."""
    path = folder / "late.ndjson"
    with open(path, "w", encoding="utf-8") as file:
        for number in range(count):
            agency = f"000.00.{3 + number % 12:02}.H52"
            one = {"dossier": f"{agency}-250602-{number:06}", "source": "x"}
            file.write(json.dumps({**one, "type": "received", "at": "2025-06-02T08:00:00+07:00", "agency": agency,
                                   "procedure": "1.900100", "due": "2025-06-09", "id": "r"}) + "\n")
            file.write(json.dumps({**one, "type": "completed", "id": "c",
                                   "at": f"2025-06-{11 + number % 15:02}T09:{number % 60:02}:00+07:00"}) + "\n")
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=PROJECT / "build/release/dunghan")
    parser.add_argument("--dossiers", type=int, default=1_000_000)
    parser.add_argument("--late", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dunghan-bench-") as name:
        folder = pathlib.Path(name)

        def command(data, *arguments):
            return [asked.binary, "--config", PROJECT / "config/dunghan.toml", "--data", folder / data, "--clock", CLOCK,
                    *arguments]

        def tell(what, figures):
            print(f"{what:<32} {figures[0]:8.2f} s {figures[1]:8.2f} s of processor {figures[2]:8.0f} MB", flush=True)

        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        events = folder / "events.ndjson"
        with open(events, "wb") as file:
            run(command("none", "simulate", "--dossiers", str(asked.dossiers), "--from", "2025-01-01", "--to",
                        "2025-12-31", "--seed", "9"), stdout=file)
        tell("import", run(command("year", "import", events), **quiet))
        for form, kind, period in STATEMENTS:
            tell(f"{form} {kind} {period}", run(command("year", "report", "--form", form, "--period", period, "--format",
                                                        kind, "-o", folder / "out"), **quiet))
        run(command("late", "import", late(folder, asked.late)), **quiet)
        for kind in ("xlsx", "pdf"):
            tell(f"late-list {kind}, {asked.late} rows",
                 run(command("late", "report", "--form", "late-list", "--period", MONTH, "--format", kind, "-o",
                             folder / "out"), **quiet))


if __name__ == "__main__":
    main()
