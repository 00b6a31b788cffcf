"""docs/events.md and docs/events.vi.md: each life of a dossier, imported as it is printed.

Below every block of events stands where its dossier is on a named day. Every field and every type the
program knows has its row, and both languages show the same events.
"""

import json
import re
import unittest

import dunghan

NOW = "2026-11-27T16:00:00+07:00"
LANGUAGES = ("docs/events.md", "docs/events.vi.md")
LIFE = re.compile(r"^```ndjson\n(.*?)^```\n\n→ `([^`]+)`: `([a-z_]+)`$", re.DOTALL | re.MULTILINE)


def text_of(page):
    return (dunghan.SOURCE / page).read_text(encoding="utf-8")


def lives(page):
    """(events, dossier, standing) in order."""
    return LIFE.findall(text_of(page))


def rows(page, heading):
    """What stands in back quotes in the first column of the table below the heading so numbered."""
    section = re.split(r"^## ", text_of(page), flags=re.MULTILINE)[heading]
    first = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return [name for cell in first for name in re.findall(r"`([a-z_]+)`", cell)]


def names_in(header, array):
    source = (dunghan.SOURCE / header).read_text(encoding="utf-8")
    block = re.search(array + r"[^;]*?=\s*\{+(.*?)\}+;", source, re.DOTALL)
    return re.findall(r'"([a-z_]+)"', block.group(1))


class EventsDoc(dunghan.Case):
    def test_every_block_is_a_life(self):
        for page in LANGUAGES:
            self.assertGreater(len(lives(page)), 10)
            self.assertEqual(text_of(page).count("```ndjson"), len(lives(page)), page)

    def test_both_languages_show_the_same(self):
        self.assertEqual(*(lives(page) for page in LANGUAGES))
        self.assertEqual(*(rows(page, 1) for page in LANGUAGES))
        self.assertEqual(*(rows(page, 2) for page in LANGUAGES))

    def test_every_type_has_a_row_and_a_life(self):
        types = names_in("lib/dossier/src/event.cc", "kTypeNames")
        self.assertEqual(rows(LANGUAGES[0], 2), types)
        shown = {json.loads(line)["type"] for events, _, _ in lives(LANGUAGES[0]) for line in events.splitlines()}
        self.assertEqual(set(types) - shown, set())

    def test_every_field_has_a_row_and_a_life(self):
        fields = names_in("service/intake/include/intake/event_fields.h", "kFieldNames")
        self.assertEqual(sorted(rows(LANGUAGES[0], 1)), sorted(fields))
        shown = {name for events, _, _ in lives(LANGUAGES[0]) for line in events.splitlines()
                 for name in json.loads(line)}
        self.assertEqual(set(fields) - shown, {"source"})

    def test_each_life_leads_where_the_page_says(self):
        self.config = dunghan.SOURCE / "config/dunghan.toml"
        self.clock = NOW
        for events, code, standing in lives(LANGUAGES[0]):
            count = len(events.splitlines())
            done = self.run_program("import", "--strict", input=events)
            self.assertEqual(self.totals(done), [count, count, 0, 0], code)
            self.assertNotIn("warning", done.err, code)
            dossier = json.loads(self.run_program("dossier", code, "--json").out)
            self.assertEqual(dossier["promised"]["standing"], standing, code)


if __name__ == "__main__":
    unittest.main()
