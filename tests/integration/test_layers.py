"""Who may see whom: a wrong include does not compile, and what stores the record stays where it belongs.

The flags are those of the build that the program under test comes from.
"""

import concurrent.futures
import functools
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import unittest

import dunghan

BUILD = pathlib.Path(dunghan.BINARY).resolve().parent
LIB = dunghan.SOURCE / "lib"
SERVICE = dunghan.SOURCE / "service"

# ARCHITECTURE.md has it as a picture. What a library may see is what stands here and what that may see.
MAY_SEE = {
    "base": (),
    "worktime": ("base",),
    "dossier": ("worktime",),
    "rulebook": ("dossier",),
    "figures": ("rulebook",),
    "record": ("rulebook",),
    "ledger": ("figures", "record"),
    "board": ("ledger",),
    "statement": ("ledger", "sheet"),
    "report": ("statement",),
    "integrity": ("ledger",),
    "sheet": ("base",),
    "simulate": ("rulebook",),
}
# What a room of the service links: first what its own headers show, so that whoever links the room sees it too,
# then what its sources alone use.
SERVICE_SEES = {
    "http": (("base",), ()),
    "access": (("rulebook", "http"), ()),
    "web": ((), ()),
    "intake": (("ledger", "sheet"), ("statement",)),
    "live": (("board", "intake"), ()),
    "spool": (("intake", "live"), ()),
    "frozen": (("report",), ()),
    "jobs": (("ledger",), ()),
    "metrics": (("board",), ()),
    "alerts": (("board", "http", "live"), ()),
    "api": (("report", "http", "access", "live", "metrics"), ("frozen", "intake", "spool", "web")),
    "app": (("ledger", "frozen", "intake", "http", "access"), ("jobs", "live", "metrics", "alerts", "api", "spool")),
    "commands": (("report", "simulate", "app", "http", "access", "intake", "frozen", "api"), ("live", "metrics")),
}


def shown_by(name):
    """What whoever links it sees with it."""
    directly = MAY_SEE[name] if name in MAY_SEE else SERVICE_SEES[name][0]
    return {other for one in directly for other in {one} | shown_by(one)}


def directly_seen_by(room):
    return {one for part in SERVICE_SEES[room] for one in part}


def seen_by(name):
    """All that is behind the arrows, itself left out."""
    if name in MAY_SEE:
        return shown_by(name)
    return {other for one in directly_seen_by(name) for other in {one} | shown_by(one)}


def exists(library):
    return (LIB / library / "CMakeLists.txt").exists()


def headers(name):
    """Of a library or a room: what others include, as they include it."""
    root = (SERVICE if name in SERVICE_SEES else LIB) / name / "include"
    return sorted(str(path.relative_to(root)) for path in root.rglob("*.h"))


def private_headers(room):
    """What stands beside the sources of a room."""
    root = SERVICE / room
    return sorted(str(path.relative_to(root)) for path in root.rglob("*.h") if root / "include" not in path.parents)


def included_by(room):
    """The libraries and rooms that a room's files name, and those that its public headers name."""
    def named(paths):
        found = re.findall(r'^#include "(?:dunghan/)?(\w+)/', "\n".join(path.read_text() for path in paths), re.M)
        return {one for one in found if one in MAY_SEE or one in SERVICE_SEES}
    root = SERVICE / room
    return (named([*root.rglob("*.h"), *root.rglob("*.cc")]) - {room},
            named((root / "include").rglob("*.h")) - {room})


@functools.cache
def compile_commands():
    return json.loads((BUILD / "compile_commands.json").read_text())


def flags_of(target):
    """The compiler and flags of one source of a target; None where there is no such target. By its object:
    in a unity build the source is a made one."""
    for entry in compile_commands():
        words = shlex.split(entry["command"])
        if f"CMakeFiles/{target}.dir/" not in words[words.index("-o") + 1]:
            continue
        kept, skip = [], False
        for word in words:
            if skip or word in ("-o", "-c", "-include"):  # the last: a precompiled header, seen by all
                skip = not skip
            elif "ccache" not in word and word != "-Winvalid-pch":
                kept.append(word)
        return kept, entry["directory"]
    return None


def compile_text(flags, text, how="-fsyntax-only"):
    command, folder = flags
    done = subprocess.run([*command, how, "-x", "c++", "-"], cwd=folder, input=text.encode(),
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=300,
                          env={**os.environ, "LC_ALL": "C"}, check=False)
    return done.returncode, done.stderr.decode(errors="replace")


@unittest.skipUnless((BUILD / "compile_commands.json").exists(),
                     f"no compile_commands.json in {BUILD}: CMake was told not to write it")
class Includes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.libraries = [name for name in MAY_SEE if exists(name)]
        for name in MAY_SEE.keys() - set(cls.libraries):
            print(f"lib/{name} does not exist yet: not looked at")

    def test_every_library_and_room_is_known_here(self):
        self.assertEqual({path.parent.name for path in LIB.glob("*/CMakeLists.txt")} - MAY_SEE.keys(), set())
        self.assertEqual({path.parent.name for path in SERVICE.glob("*/CMakeLists.txt")}, SERVICE_SEES.keys())

    def flags(self):
        """Of all that is a target, by its name."""
        for name in [*self.libraries, *SERVICE_SEES]:
            flags = flags_of(f"dunghan_{name}")
            self.assertIsNotNone(flags, f"no source of dunghan_{name} is compiled")
            yield name, flags

    def answers(self, asked, how="-fsyntax-only"):
        """Each of (name, flags, what, text), compiled."""
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            answers = pool.map(lambda one: compile_text(one[1], one[3], how), asked)
            for (name, _, what, _), (code, said) in zip(asked, answers):
                with self.subTest(f"{name} includes {what}"):
                    yield what, code, said

    def test_what_may_not_be_seen_cannot_be_included(self):
        asked = [(name, flags, header, f'#include "{header}"\n')
                 for name, flags in self.flags()
                 for hidden in [*self.libraries, *SERVICE_SEES] if hidden not in {name} | seen_by(name)
                 for header in headers(hidden)]
        self.assertGreater(len(asked), 500)
        for header, code, said in self.answers(asked):
            self.assertNotEqual(code, 0, "it compiles")
            self.assertIn(f"{header}: No such file", said.splitlines()[0])

    def test_what_stands_beside_the_sources_of_a_room_cannot_be_included_elsewhere(self):
        """By whatever name: its bare one, with the room, or as if it were public."""
        def text_of(header):
            return "".join(f'#if __has_include("{name}")\n#error "{name} is seen"\n#endif\n' for name in
                           [header, header.rpartition("/")[2]])

        asked = [(name, flags, f"what is beside the sources of {room}",
                  "".join(text_of(header) + text_of(f"{room}/{header}") for header in private_headers(room)))
                 for name, flags in self.flags() for room in SERVICE_SEES if room != name and private_headers(room)]
        self.assertGreater(len(asked), 100)
        for _, code, said in self.answers(asked):
            self.assertEqual(code, 0, said[:2000])

    def test_what_may_be_seen_can_be_included(self):
        """The other half of it: that the flags above are good for anything. Preprocessing finds every
        header, and all that those include; that they compile is shown by the build."""
        def text_of(*names):
            return "".join(f'#include "{header}"\n' for one in names for header in headers(one))

        # Of a room, what it links itself; all of it in one text, since most of it includes the same.
        asked = [(name, flags, "what it may see", text_of(name, *sorted(
                    directly_seen_by(name) if name in SERVICE_SEES else seen_by(name))))
                 for name, flags in self.flags()]
        self.assertGreaterEqual(sum(bool(text) for _, _, _, text in asked), 18)
        for _, code, said in self.answers(asked, "-E"):
            self.assertEqual(code, 0, said[:2000])

    def test_every_arrow_of_the_service_is_needed(self):
        """A room links what it names, and shows what its headers name."""
        for room, (shown, kept) in SERVICE_SEES.items():
            with self.subTest(room):
                named, named_in_headers = included_by(room)
                self.assertEqual((set(shown) | set(kept)) - named, set(), "linked and not included")
                self.assertEqual(named_in_headers - {one for one in shown for one in {one} | shown_by(one)}, set())


def without_comments(text):
    return re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.S)


class Words(unittest.TestCase):
    """What stores and shows things is named where it is translated, and nowhere else."""
    FOREIGN = re.compile(r"sqlite3\w*|boost[:/]+json|\bbeast\b|\bprometheus\b", re.I)

    def test_no_library_names_a_store_or_a_format(self):
        looked_at = 0
        for path in sorted([*LIB.rglob("*.h"), *LIB.rglob("*.cc"), *LIB.rglob("*.inc")]):
            where = str(path.relative_to(dunghan.SOURCE))
            if self.is_sqlite(where):
                continue
            looked_at += 1
            with self.subTest(where):
                self.assertEqual(self.FOREIGN.findall(without_comments(path.read_text(errors="replace"))), [])
        self.assertGreater(looked_at, 100)

    def test_no_other_library_asks_for_the_record_in_sqlite(self):
        """Which record a ledger has is decided where the program is put together."""
        for path in [*LIB.rglob("*.h"), *LIB.rglob("*.cc")]:
            if LIB / "record" not in path.parents:
                with self.subTest(path):
                    self.assertNotIn('"dunghan/record/sqlite.h"', path.read_text(errors="replace"))

    @staticmethod
    def is_sqlite(where):
        if exists("record"):
            return where.startswith("lib/record/src/sqlite/")
        return re.match(r"lib/\w+/src/sqlite/", where)

    def test_the_word_would_be_found(self):
        for text in ("#include <sqlite3.h>", "#include <boost/json.hpp>", "boost::json::value v;",
                     "namespace beast = boost::beast;", "#include <prometheus/registry.h>"):
            self.assertTrue(self.FOREIGN.findall(without_comments(text)), text)
        self.assertFalse(self.FOREIGN.findall(without_comments("// as Prometheus does\nint sqlite;\n")))

    def test_sql_is_found_where_it_belongs(self):
        folder = LIB / ("record" if exists("record") else "ledger") / "src/sqlite"
        self.assertTrue(any("sqlite3.h" in path.read_text() for path in folder.glob("*")))


@unittest.skipUnless(exists("record"), "lib/record does not exist yet: the ledger itself stores the record")
class WithoutSqlite(unittest.TestCase):
    """The ledger is made of the record by its interface alone."""

    @unittest.skipUnless(shutil.which("nm"), "no nm")
    def test_the_ledger_calls_no_sqlite(self):
        def undefined(*archives):
            done = subprocess.run(["nm", "-u", *archives], capture_output=True, text=True, timeout=60,
                                  check=True)
            return {line.split()[-1] for line in done.stdout.splitlines() if line.startswith(" ")}

        def of_sqlite(*archives):
            return sorted(name for name in undefined(*archives) if name.startswith("sqlite3"))

        ledger = BUILD / "lib/ledger/libdunghan_ledger.a"
        self.assertGreater(len(undefined(ledger)), 100)
        self.assertEqual(of_sqlite(ledger), [])
        self.assertNotEqual(of_sqlite(*(BUILD / "lib/record").glob("*.a")), [], "it would not be seen")

    def test_the_unit_test_of_the_ledger_is_linked_without_sqlite(self):
        """It runs on a record in memory."""
        linked = dict(self.links())
        self.assertTrue(any("sqlite" in text for text in linked.values()), "it would not be seen")
        own = {name: text for name, text in linked.items() if name.startswith("tests/unit/ledger/")}
        self.assertTrue(own, "no unit test of the ledger is built")
        for name, text in own.items():
            with self.subTest(name):
                self.assertNotRegex(text, r"(?i)sqlite")

    def links(self):
        """Each program that is linked and its part of build.ninja: inputs and libraries."""
        for part in (BUILD / "build.ninja").read_text().split("\n\n"):
            found = re.search(r"^build (\S+)[^\n:]*: CXX_EXECUTABLE_LINKER", part, re.M)
            if found:
                yield found.group(1), part


if __name__ == "__main__":
    dunghan.main()
