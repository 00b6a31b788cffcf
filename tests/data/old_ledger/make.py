"""Makes the old ledger, closed.tar.xz and killed.tar.xz, and what was said of it, golden/.

    DUNGHAN_BINARY=.../dunghan make.py ledger   the ledger itself
    DUNGHAN_BINARY=.../dunghan make.py golden   the answers of that program

Both were run with the last version that wrote form 3 of ledger.db. Newer versions have to read that file
and to give those answers, so neither is to be made anew: an answer that differs is a defect, or a change of
figures that has to be explained line by line. Another old form is another folder.

The ledger holds a little of everything: what each part is there for stands beside it. Nobody in it exists.
closed.tar.xz was closed as it should be; killed.tar.xz is the same, then killed when further-1.ndjson had
been acknowledged.
"""

import contextlib
import datetime
import io
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "integration"))

import old_ledger  # noqa: E402: found by the line above

BEGUN = datetime.date(2025, 5, 5)  # a Monday

# Who has what: agency, procedure, counter, channel.
ROWS = [
    ("TP", "P.LT", "TT", "online"), ("DD", "P.DD", "TT", "in_person"), ("X1", "P.KS", None, "in_person"),
    ("H1", "P.DD", "H1", "in_person"), ("DD", "P.GP", "TT", "postal"), ("X2", "P.XN", None, "online"),
    ("TP", "P.XN", None, "postal"), ("DD", "P.TH", "X1", "in_person"), ("X1", "P.KH", None, None),
    ("H1", "P.KN", None, "postal"), ("X1", "P.DD", "X1", "online"),
]


class Life:
    """The events of one dossier. Days are working days (Monday to Friday) after its receipt."""

    def __init__(self, number, source="motcua"):
        self.code = f"HS-{number:03}"
        self.agency, self.procedure, self.counter, self.channel = ROWS[number % len(ROWS)]
        self.number, self.source, self.events = number, source, []
        self.turn = number // len(LIVES) % 2  # whether this kind of life goes one way or the other

    def day(self, days):
        day = BEGUN + datetime.timedelta(days=self.number * 3 % 95)
        step = 1 if days >= 0 else -1
        while day.weekday() > 4:
            day += datetime.timedelta(days=1)
        while days:
            day += datetime.timedelta(days=step)
            days -= step if day.weekday() < 5 else 0
        return day

    def at(self, days, clock):
        return f"{self.day(days)}T{clock}:00+07:00"

    def add(self, type, days, clock, arrives=0, known=None, **fields):
        """`arrives`: how many working days later it is sent. An id of None: derived from the content."""
        event = {"dossier": self.code, "id": f"{type}-{len(self.events) + 1}", "type": type,
                 "at": self.at(days, clock), "source": self.source, **fields}
        event = {key: value for key, value in event.items() if value is not None}
        self.events.append((known or self.at(days + arrives, clock), event))
        return event

    def received(self, due=None, clock="08:20", **more):
        due = str(self.day(due)) if isinstance(due, int) else due
        row = {"agency": self.agency, "procedure": self.procedure, "counter": self.counter,
               "channel": self.channel, "due": due}
        return self.add("received", 0, clock, **{**row, **more})


def early(life):
    life.add("submitted", -1, "16:40", agency=life.agency, procedure=life.procedure, channel="online")
    life.received(5, counter=life.agency, channel="online")
    life.add("assigned", 0, "09:00", agency=life.agency, unit="Phòng Một", step="tham-dinh",
             step_due=str(life.day(3)))
    life.add("completed", 3, "10:00")
    life.add("ready", 3, "14:00")
    life.add("returned", 4, "08:00")
    life.add("rated", 4, "09:00", rating=1 + life.number % 5)


def on_time_without_a_promise(life):
    life.received()
    life.add("completed", 0 if life.procedure == "P.KS" else 1, "16:00")


def late_with_apology(life):
    life.received(4, clock="14:10")
    life.add("urged", 5, "08:00")
    life.add("apologised", 5, "09:00", due=str(life.day(9)))
    life.add("late_cause", 6, "10:00", reason=("tax", "staff", "no-such-reason")[life.number % 3])
    life.add("extended", 6, "11:00", due=str(life.day(12)), reason="assessment")
    life.add("completed", 11, "15:00", arrives=life.number % 4)


def supplemented(life):
    life.received(5)
    life.add("supplement_requested", 2, "09:00", reason="supplement")
    life.add("supplemented", 5, "15:30", arrives=6)  # told late: the dossier is folded anew
    life.add("due_set", 5, "15:40", due=str(life.day(8)))
    life.add("completed", 8, "16:00")


def paid_and_suspended(life):
    life.received(6)
    life.add("payment_requested", 1, "08:00", reason="payment")
    life.add("suspended", 1, "10:00", reason="tax")
    life.add("paid", 2, "09:00")
    life.add("resumed", 9, "08:00")
    life.add("due_set", 9, "08:05", due=f"{life.day(13)}T11:00:00+07:00")
    life.add("completed", 13, "11:30")


def interlinked(life):
    life.received(10)
    life.add("assigned", 0, "08:30", agency=life.agency, unit="Một cửa", step="kiem-tra",
             step_due=str(life.day(1)))
    life.add("transferred", 3, "15:00", agency=life.agency, to_agency="TP", unit="Phòng Hai",
             step="xac-minh", step_due=f"{life.day(5)}T17:00:00+07:00")
    life.add("transferred", 9, "09:00", agency="TP", to_agency=life.agency, unit="Phòng Ba", step="ky")
    life.add("completed", 12, "10:00")


def refused_after_reopening(life):
    life.received(7)
    life.add("completed", 4, "10:00")
    life.add("reopened", 6, "08:00", reason="data_sync" if life.turn else "citizen")
    life.add("refused", 8, "15:00", reason="not_eligible")


def withdrawn(life):
    life.received(3)
    life.add("withdrawn", 2 + life.number % 5, "10:00", reason="citizen")


def open_still(life):
    life.received(15 if life.turn else None)
    life.add("assigned", 1, "09:00", agency=life.agency, unit="Phòng Một", step="tham-dinh",
             step_due=str(life.day(4)))


def stopped_still(life):
    life.received(6)
    life.add("suspended", 2, "10:00", reason=("tax", "other_agency")[life.turn])


def not_accepted(life):
    life.add("submitted", 0, "10:00", agency=life.agency, procedure=life.procedure, channel="online")
    if life.turn:
        life.add("declined", 2, "10:00", reason="incomplete")


def voided(life):
    wrong = life.received(2, clock="07:45")
    life.received(9, clock="09:30")
    life.add("completed", 3, "09:00", id="too-early")
    life.add("voided", 4, "08:00", voids="too-early")
    life.add("voided", 4, "08:10", voids=wrong["id"], arrives=9)
    life.add("completed", 10, "10:00", id=None)


def two_contents(life):
    first = life.received(4)
    life.received(14, id=first["id"], arrives=2)
    life.add("completed", 6, "10:00")
    life.add("completed", 7, "10:00", arrives=3)  # a second end, without a reopening


def received_late(life):
    life.add("completed", 2, "10:00")
    life.received(5, known=life.at(12, "10:00"))


def end_before_receipt(life):
    life.received(5)
    life.add("completed", -1, "10:00")


LIVES = [early, on_time_without_a_promise, late_with_apology, supplemented, paid_and_suspended, interlinked,
         refused_after_reopening, withdrawn, open_still, stopped_still, not_accepted, voided, two_contents,
         received_late, end_before_receipt, on_time_without_a_promise]


def all_lives():
    lives = []
    for number in range(56):
        life = Life(number)
        LIVES[number % len(LIVES)](life)
        lives.append(life)
    # The portal tells of some dossiers too, and otherwise: kept and compared, never folded.
    for number in (1, 7, 23):
        portal = Life(number, "dvcqg")
        portal.received(20)
        portal.add("completed", 30, "10:00", known=portal.at(2, "10:00"))
        lives.append(portal)
    # Dated ahead: in force when their time comes.
    ahead = Life(60)
    ahead.received(20)
    ahead.add("completed", 2, "10:00", at="2025-08-21T10:00:00+07:00", known="2025-08-15T08:00:00+07:00")
    further_ahead = Life(61)
    further_ahead.received("2025-08-29", clock="09:00")
    further_ahead.add("suspended", 1, "09:00", at="2025-09-03T08:00:00+07:00", reason="tax",
                      known="2025-08-15T09:00:00+07:00")
    # For the alerts: due on the days around 20/8.
    for number in (62, 65, 68):
        near = Life(number)
        near.agency, near.procedure, near.counter, near.channel = ROWS[0]
        near.received(f"2025-08-{19 + number % 3}", at="2025-08-11T08:00:00+07:00",
                      known="2025-08-11T08:00:00+07:00")
        lives.append(near)
    return [*lives, ahead, further_ahead]


def unusable(code, at, **more):
    return {"dossier": code, "id": "r", "type": "received", "at": at, "source": "motcua", "agency": "TP",
            "procedure": "P.LT", **more}


# Stored by the second rulebook, which knows the agency and the procedure.
LATER_RESOLVED = [unusable("HS-901", "2025-06-10T08:00:00+07:00", agency="YT"),
                  unusable("HS-902", "2025-06-11T08:00:00+07:00", procedure="P.MT"),
                  unusable("HS-903", "2025-06-12T08:00:00+07:00", agency="KHONG-CO")]
# Waiting to the end, one of them sent twice, one discarded.
WAITING = [unusable("HS-904", "1925-08-12T08:00:00+07:00"),
           unusable("HS-905", "2025-08-12T08:00:00+07:00", channel="fax"),
           unusable("HS-905", "2025-08-12T08:00:00+07:00", channel="fax"),
           unusable("HS-906", "2025-08-12T08:00:00+07:00", procedure="P.9"),
           {"dossier": "HS-907", "type": "danced", "at": "2025-08-12T08:00:00+07:00"}]
UNPARSED = b'{"dossier":"HS-908","type":"received"\nkhong phai JSON\n'


def lines(events):
    return "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events).encode()


def wait_until(done):
    end = time.monotonic() + 30
    while not done():
        assert time.monotonic() < end
        time.sleep(0.1)


@contextlib.contextmanager
def serve(binary, data, clock):
    """A daemon whose Alertmanager is an address where nobody listens: its own and its log's."""
    rules, log = data.parent / "rules", data.parent / "daemon.err"
    shutil.copytree(HERE / "rules-3", rules)
    with open(rules / "dunghan.toml", "a", encoding="utf-8") as config:
        config.write('\n[alerts]\nalertmanager = ["http://127.0.0.1:9"]\n')
    command = [binary, "--config", str(rules / "dunghan.toml"), "--data", str(data), "--clock", clock, "serve",
               "--listen", "127.0.0.1:0"]
    with open(log, "wb") as file, subprocess.Popen(command, stdout=file, stderr=file) as served:
        wait_until(lambda: "listening on" in log.read_text())
        yield log.read_text().split("listening on ")[1].split()[0], log
        served.send_signal(signal.SIGTERM)
        assert served.wait(30) == 0
    shutil.rmtree(rules)


class Making:
    def __init__(self, binary, folder):
        self.binary, self.data = binary, folder / "data"
        self.waiting = sorted(((arrival, event) for life in all_lives() for arrival, event in life.events),
                              key=lambda one: one[0])

    def command(self, rules, clock, *arguments):
        return [self.binary, "--config", str(HERE / f"rules-{rules}/dunghan.toml"), "--data",
                str(self.data), "--clock", clock, *arguments]

    def run(self, *arguments, input=b""):
        # The first rulebook is recorded under the user's name.
        done = subprocess.run(self.command(*arguments), input=input, capture_output=True, check=False,
                              env={**os.environ, "SUDO_USER": "can-bo-0"})
        print(*arguments, done.stdout.decode(), done.stderr.decode())
        assert done.returncode == 0, done.returncode

    def load(self, rules, clock, more=b""):
        """What has arrived by then, the last of it twice."""
        arrived = [event for arrival, event in self.waiting if arrival <= clock]
        self.waiting = self.waiting[len(arrived):]
        self.run(rules, clock, "import", input=lines(arrived + arrived[-1:]) + more)

    def apply(self, rules, clock, *more):
        self.run(rules, clock, "rulebook", "apply", "--operator", "can-bo-1", *more)

    def tell(self, clock):
        """One round of alerts."""
        with serve(self.binary, self.data, clock) as (_, log):
            wait_until(lambda: "alerts.round" in log.read_text())

    def kill(self, clock, file):
        """What was acknowledged and not written behind: the log of SQLite stays, states and cells lag."""
        command = self.command(3, clock, "import", "--acks", "-")
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as killed:
            killed.stdin.write(file.read_bytes())
            killed.stdin.flush()
            while not killed.stdout.readline().startswith(b"acknowledged"):
                pass
            killed.kill()

    def make(self):
        self.apply(1, "2025-05-05T07:00:00+07:00")
        self.load(1, "2025-05-23T17:30:00+07:00")
        self.load(1, "2025-06-06T17:30:00+07:00")
        self.load(1, "2025-06-30T17:30:00+07:00", lines(LATER_RESOLVED))
        self.apply(2, "2025-07-03T09:00:00+07:00", "--effective-from", "2025-06-02", "--reason",
                   "QĐ 7/2025 có hiệu lực từ 02/6")
        self.load(2, "2025-07-11T17:30:00+07:00")
        self.load(2, "2025-07-31T17:30:00+07:00")
        self.apply(3, "2025-08-01T08:00:00+07:00")
        self.load(3, "2025-08-08T17:30:00+07:00")
        self.load(3, "2025-08-18T17:30:00+07:00", lines(WAITING) + UNPARSED)
        self.run(3, "2025-08-19T08:00:00+07:00", "quarantine", "discard", "6")
        self.tell("2025-08-20T07:31:00+07:00")


def pack(data):
    """The same files give the same archive."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:xz", format=tarfile.USTAR_FORMAT, preset=9) as archive:
        for path in sorted(data.rglob("*")):
            entry = tarfile.TarInfo(str(path.relative_to(data)))
            entry.mode = 0o700 if path.is_dir() else 0o600
            entry.type = tarfile.DIRTYPE if path.is_dir() else tarfile.REGTYPE
            content = b"" if path.is_dir() else path.read_bytes()
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return made.getvalue()


def make_ledger(binary):
    with tempfile.TemporaryDirectory() as folder:
        making = Making(binary, pathlib.Path(folder))
        making.make()
        assert not (making.data / "ledger.db-wal").exists(), "not closed"
        old_ledger.CLOSED.write_bytes(pack(making.data))
        making.kill(old_ledger.FURTHER[0].clock, old_ledger.FURTHER[0].file)
        assert (making.data / "ledger.db-wal").stat().st_size > 0
        (making.data / "ledger.db-shm").unlink()  # an index of the log, made anew by whoever opens it
        old_ledger.KILLED.write_bytes(pack(making.data))


def before_and_after(binary, folder):
    """Name and answer of every question, as the ledger goes through it all."""
    program = old_ledger.Program(binary, old_ledger.unpack(old_ledger.CLOSED, folder))
    yield from ((f"before/{old_ledger.name_of(one)}", program.answer(one)) for one in old_ledger.before())
    for number, further in enumerate(old_ledger.FURTHER, 1):
        yield f"further-{number}/import.txt", program.take_in(further)
        for one in old_ledger.after():
            yield f"further-{number}/{old_ledger.name_of(one)}", program.answer(one)


def of_the_daemon(binary, folder):
    data = old_ledger.unpack(old_ledger.CLOSED, folder)
    with serve(binary, data, old_ledger.SERVED) as (url, _):
        for question in old_ledger.LISTS:
            with urllib.request.urlopen(url + question) as answer:
                yield (f"daemon/{old_ledger.name_of([question])}",
                       old_ledger.of_no_instant(answer.read().decode()))


def make_golden(binary):
    shutil.rmtree(old_ledger.GOLDEN, ignore_errors=True)
    for part in (before_and_after, of_the_daemon):
        with tempfile.TemporaryDirectory() as folder:
            for name, answer in part(binary, folder):
                path = old_ledger.GOLDEN / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(answer.encode())


if __name__ == "__main__":
    {"ledger": make_ledger, "golden": make_golden}[sys.argv[1]](os.environ["DUNGHAN_BINARY"])
