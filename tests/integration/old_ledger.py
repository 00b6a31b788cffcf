"""A ledger written by an earlier version, and the questions its answers are held to.

tests/data/old_ledger holds the ledger, the rulebooks it was kept under, further events, and the answers of
the version that wrote it; make.py there made them.
"""

import dataclasses
import pathlib
import re
import subprocess
import tarfile

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "data/old_ledger"
CLOSED = FOLDER / "closed.tar.xz"
KILLED = FOLDER / "killed.tar.xz"
GOLDEN = FOLDER / "golden"
NOW = "2025-08-25T09:00:00+07:00"
HEAD = 233  # its last position


@dataclasses.dataclass(frozen=True)
class Further:
    """Events that are imported on top, and when."""
    file: pathlib.Path
    clock: str


FURTHER = (Further(FOLDER / "further-1.ndjson", "2025-08-26T10:00:00+07:00"),
           Further(FOLDER / "further-2.ndjson", "2025-09-05T10:00:00+07:00"))

PERIODS = ("2025-05", "2025-06", "2025-07", "2025-08", "2025-Q2", "2025-Q3")
DIMENSIONS = ("procedure", "field", "tier", "counter", "channel")
# Before the late arrivals; before and after the backdated rulebook; before the other calendar; between
# two events of one commit; and two instants.
POSITIONS = ("90", "140", "141", "216", "221", "2025-06-10T08:00:00+07:00", "2025-08-01T08:00:00+07:00")
# Early with steps, late with an apology, supplemented, suspended twice, interlinked, reopened, voided, two
# contents, an end before its receipt, a mirror beside it, dated ahead, resolved from quarantine.
DOSSIERS = ("HS-000", "HS-002", "HS-003", "HS-004", "HS-005", "HS-022", "HS-027", "HS-028", "HS-014",
            "HS-023", "HS-061", "HS-901")
TOUCHED = ("HS-012", "HS-061", "HS-062", "HS-065", "HS-070", "HS-071", "HS-901")


def unpack(archive, folder):
    """The data folder, with rights as the program gives them."""
    data = pathlib.Path(folder) / "data"
    data.mkdir(mode=0o700)
    with tarfile.open(archive) as packed:
        packed.extractall(data)
    return data


def report(period, *more, form="json"):
    return ("report", "--period", period, "--format", form, *more)


def statements():
    for period in PERIODS:
        for basis in ("promised", "lawful"):
            yield report(period, "--basis", basis)
    for by in DIMENSIONS:
        yield report("2025-Q2", "--by", by)
    for period in ("2025", "2025-H1", "bc:2025-06", "bc:2025-Q2", "2025-05-12..2025-05-30"):
        yield report(period, form="csv")
    for lang in ("vi", "en"):
        yield report("2025-07", "--lang", lang, form="table")
        yield report("2025-Q3", "--by", "procedure", "--lang", lang, form="table")
        yield report("2025-06", "--lang", lang, form="csv")
    yield report("2025-Q3", "--tree", "period-end", form="csv")
    yield report("2025-Q3", "--agency", "X1")
    for position in POSITIONS:
        for period in ("2025-06", "2025"):
            yield report(period, "--as-of", position, form="csv")


def differences():
    for position in ("90", "216", "221", "2025-08-01T08:00:00+07:00"):
        yield "changes", "--since", position, "--json"
    yield "changes", "--since", "140"
    yield "changes", "--since", "216", "--lang", "en"
    yield "changes", "--since", "140", "--period", "2025-06", "--json"


def dossiers():
    for code in DOSSIERS:
        for lang in ("vi", "en"):
            yield "dossier", code, "--explain", "--lang", lang
        yield "dossier", code, "--explain", "--json"
    for position in ("216", "2025-07-01T08:00:00+07:00"):
        yield "dossier", "HS-027", "--explain", "--as-of", position
        yield "dossier", "HS-012", "--json", "--as-of", position


def set_aside():
    yield "quarantine", "list"
    yield "quarantine", "list", "--json"
    for number in range(1, 10):  # resolved, waiting, discarded, unparsed
        yield "quarantine", "show", str(number), "--json"


def metrics(first, last, step, known):
    return ("metrics", "--from", first, "--to", last, "--step", step, "--known", known, "--families",
            "dossier_(open|received|period_results)")


def before():
    """What is asked of the ledger as it came."""
    yield "verify",
    yield "verify", "--json"
    yield from statements()
    yield from differences()
    yield from dossiers()
    yield from set_aside()
    noon = "2025-08-20T12:00:00+07:00"
    yield "metrics", "--from", noon, "--to", noon, "--step", "1h"
    for known in ("then", "now"):
        yield metrics("2025-06-20", "2025-08-20", "30d", known)
    # What would be otherwise under an earlier rulebook.
    for form in (("--lang", "vi"), ("--lang", "en"), ("--json",)):
        yield "rules-2", "rulebook", "diff", *form
    yield "rules-2", "rulebook", "diff", "--effective-from", "2025-08-02", "--json"
    yield "rulebook", "check"


def after():
    """What is asked when further events have come in."""
    yield "verify",
    yield "verify", "--json"
    for period in PERIODS:
        yield report(period, form="csv")
        yield report(period, "--as-of", str(HEAD), form="csv")
    yield report("2025-08", "--basis", "promised")
    yield report("2025-09")
    yield "changes", "--since", str(HEAD), "--json"
    for code in TOUCHED:
        yield "dossier", code, "--explain", "--json"
    yield from set_aside()
    yield metrics("2025-08-04", "2025-08-25", "7d", "now")


SERVED = "2025-08-20T07:40:00+07:00"
# What a daemon is asked then.
LISTS = ("/api/v1/dossiers?limit=100", "/api/v1/dossiers?standing=suspended", "/api/v1/dossiers?q=HS-02",
         "/api/v1/dossiers?standing=finished_late&limit=100", "/api/v1/on-time?period=2025-06",
         "/api/v1/live", "/api/v1/dossiers/HS-027")


def of_no_instant(text):
    """Without the instant of the answer: the daemon's clock runs on."""
    text = re.sub(r'"(now|at)":"2025-08-20T07:4\d:[^"]*"', r'"\1":""', text)
    return re.sub(r'"working_seconds":\d+', '"working_seconds":0', text)


def name_of(question):
    return re.sub(r"[^\w.-]+", "_", " ".join(question).replace("--", "")) + ".txt"


class Program:
    """One program and one data folder."""

    def __init__(self, binary, data, clock=NOW):
        self.binary, self.data, self.clock = binary, data, clock

    def run(self, *arguments, input=b""):
        rules = "rules-3"
        if arguments[0].startswith("rules-"):
            rules, *arguments = arguments
        return subprocess.run([self.binary, "--config", FOLDER / rules / "dunghan.toml", "--data", self.data,
                               "--clock", self.clock, *arguments], input=input, capture_output=True,
                              timeout=120, check=False)

    def answer(self, question):
        """Standard output, and the exit code where it is not 0. What is said on standard error is no
        answer: a reader may say there that it had to work states out first."""
        done = self.run(*question)
        text = normalised(done.stdout.decode())
        if done.returncode:
            text += f"exit code {done.returncode}\n"
        return text

    def take_in(self, further):
        self.clock = further.clock
        done = self.run("import", "-", input=further.file.read_bytes())
        return done.stdout.decode() + (f"exit code {done.returncode}\n" if done.returncode else "")


def normalised(text):
    """Without what names the program and not the ledger."""
    return re.sub(r'(dunghan_build_info\{)[^}]*', r"\1", text)
