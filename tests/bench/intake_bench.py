#!/usr/bin/env python3
"""What it costs to take in what people have: plain events, national messages, rows of CSV, and a workbook as large as
a sheet can be; time, processor time and memory of the program itself.

  tests/bench/intake_bench.py [--binary PATH] [--dossiers N] [--rows N]

Each is of dossiers that the ledger does not know yet; the workbook is read once more by a dry run, which writes
nothing: what reading alone costs.
"""

import argparse
import multiprocessing
import os
import pathlib
import subprocess
import sys
import tempfile
import time

PROJECT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "tests/integration"))
import workbooks  # noqa: E402

CLOCK = "2026-01-05T09:00:00+07:00"
HEADINGS = ["Số hồ sơ", "Mã TTHC", "Mã cơ quan", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Chủ hồ sơ",
            "Số điện thoại", "Trạng thái hồ sơ"]
MOST_ROWS = 1_048_576


def run(command, **options):
    """Seconds, processor seconds and megabytes of one run."""
    begun = time.monotonic()
    process = subprocess.Popen(command, **options)
    _, status, used = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"{' '.join(map(str, command))}: exit {os.waitstatus_to_exitcode(status)}")
    return time.monotonic() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def row(number):
    day = 1 + number % 28
    agency = f"000.00.{3 + number % 12:02}.H52"
    return [f"{agency}-2506{day:02}-{number:07}", "1.900100", agency, f"{day:02}/06/2025 08:00", f"{day:02}/07/2025",
            f"{day:02}/07/2025 09:30" if number % 3 else "", "Nguyễn Văn A", "0912345678",
            "Đã trả kết quả" if number % 3 else "Đang xử lý"]


def write_csv(path, rows):
    with open(path, "w", encoding="utf-8") as file:
        file.write(";".join(HEADINGS) + "\n")
        for number in range(rows):
            file.write(";".join(row(number)) + "\n")


def write_workbook(path, rows):
    workbooks.write(path, (HEADINGS if number < 0 else row(number) for number in range(-1, rows)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=PROJECT / "build/release/dunghan")
    parser.add_argument("--dossiers", type=int, default=50_000)
    parser.add_argument("--rows", type=int, default=MOST_ROWS - 1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dunghan-bench-") as name:
        folder = pathlib.Path(name)

        def command(data, *arguments):
            return [asked.binary, "--config", PROJECT / "config/dunghan.toml", "--data", folder / data, "--clock", CLOCK,
                    *arguments]

        def measure(what, count, data, *arguments):
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            seconds, processor, memory = run(command(data, *arguments), **quiet)
            print(f"{what:<28} {count:>9}  {seconds:7.2f} s  {processor:7.2f} s processor  {memory:6.0f} MB  "
                  f"{count / seconds:>9.0f} /s", flush=True)

        for form in ("events", "national"):
            path = folder / f"{form}.ndjson"
            run(command("none", "simulate", "--dossiers", str(asked.dossiers), "--from", "2025-01-01", "--to",
                        "2025-12-31", "--format", form, "-o", path), stderr=subprocess.DEVNULL)
            with open(path, "rb") as file:
                lines = sum(1 for _ in file)
            measure({"events": "plain events", "national": "national messages"}[form], lines, form, "import", "--format",
                    form, path)
        path = folder / "list_2025-12-31.csv"
        write_csv(path, asked.dossiers)
        measure("rows of CSV", asked.dossiers, "csv", "import", "--format", "csv", path)
        path = folder / "list_2025-12-31.xlsx"
        # Elsewhere: what this process has held counts as its children's.
        writer = multiprocessing.Process(target=write_workbook, args=(path, asked.rows))
        writer.start()
        writer.join()
        measure("rows of a workbook, read", asked.rows, "none", "import", "--format", "xlsx", "--dry-run", path)
        measure("rows of a workbook", asked.rows, "xlsx", "import", "--format", "xlsx", path)


if __name__ == "__main__":
    main()
