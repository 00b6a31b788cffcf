"""What versions since have to say beside what the one said that wrote an old ledger: taken out of an answer,
what is left must be the old one's, byte for byte."""

import csv
import io
import re

NAMES = ("Ước tính 766", "Index 766 (est.)")
# Members of JSON objects, each with the comma behind it.
MEMBERS = re.compile(r'"index766_confirmed":(?:true|false),|"index766":\{[^{}]*\},|"index766_rules":\{[^{}]*\{[^{}]*\}[^{}]*\},'
                     r'|"index766_verdict":(?:null|\{[^{}]*\}),"index766":\[(?:"(?:[^"\\]|\\.)*",?)*\],')
SECTION = re.compile(r"^  (?:%s)\n(?:    - .*\n)+" % "|".join(map(re.escape, NAMES)), re.M)
# Petitions have figures of their own since.
WORDS = re.compile(r" theo ngày hẹn trả \(theo thời hạn riêng: mẫu petitions\)"
                   r"| by their dues \(by limits of their own: form petitions\)")
FAMILIES = ("index766", "dossier_petition_")
NOTE = re.compile(r"^  (?:%s): .*\n" % "|".join(map(re.escape, NAMES)), re.M)


def _csv(answer):
    rows = list(csv.reader(io.StringIO(answer, newline="")))
    gone = {place for place, name in enumerate(rows[0]) if name.startswith("index766.")}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([cell for place, cell in enumerate(row) if place not in gone])
    return out.getvalue()


def _table(answer):
    """Without the column. Groups are centred over theirs: rules and blanks are compared as one each."""
    lines = answer.split("\n")
    heading = next((line for line in lines if any(name in line for name in NAMES)), None)
    if heading is None:
        return answer
    name = next(name for name in NAMES if name in heading)
    begin = heading.index(name) - 2
    end = begin + 2 + len(name)
    first = lines.index(heading)
    last = next(i for i in range(first, len(lines)) if not lines[i])
    for i in range(first, last):
        lines[i] = lines[i][:begin] + lines[i][end:]
    return "\n".join(lines)


def squeezed(answer):
    return re.sub(r" {2,}", "  ", re.sub(r"─+", "─", answer))


def shown(name, expected):
    """What the old version said and this one does not: bytes are looked at by a command of their own, on record."""
    return re.sub(r',"raw":"(?:[^"\\]|\\.)*"', "", expected) if "/quarantine_show" in name else expected


def without(name, answer):
    if "_format_csv" in name:
        return _csv(answer) if answer.startswith("code,") else answer
    if name.split("/")[-1].startswith("metrics"):
        return "".join(line for line in answer.splitlines(True) if not any(family in line for family in FAMILIES))
    if answer.startswith("{"):
        return MEMBERS.sub("", answer)
    if "_format_table" in name:
        answer = _table(answer)
    return SECTION.sub("", NOTE.sub("", WORDS.sub("", answer)))


def uncounted(answer):
    """How many day cells there are depends on what is counted in them."""
    return re.sub(r'\d+ cells$|"cells":\d+', "cells", answer, flags=re.M)
