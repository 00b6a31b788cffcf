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
# Folders of the service that are a target of their own, where there is one. They need not link all of it.
SERVICE_MAY_SEE = {
    "http": ("base",),
    "access": ("base",),
    "intake": ("board", "report", "integrity", "sheet"),
    "live": ("board", "report", "integrity"),
    "jobs": ("board", "report", "integrity"),
    "metrics": ("board", "report", "integrity"),
    "alerts": ("board", "report", "integrity"),
    "api": ("board", "report", "integrity"),
}


def seen_by(name):
    """All that is behind the arrows, itself left out."""
    directly = MAY_SEE.get(name) or SERVICE_MAY_SEE.get(name, ())
    return {other for one in directly for other in {one} | seen_by(one)}


def exists(library):
    return (LIB / library / "CMakeLists.txt").exists()


def headers(library):
    """As they are included."""
    root = LIB / library / "include"
    return sorted(str(path.relative_to(root)) for path in root.rglob("*.h"))


def own_headers(folder):
    return sorted(str(path.relative_to(SERVICE)) for path in (SERVICE / folder).glob("*.h"))


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

    def test_every_library_is_known_here(self):
        self.assertEqual({path.parent.name for path in LIB.glob("*/CMakeLists.txt")} - MAY_SEE.keys(), set())

    def seers(self):
        """Name, flags, own headers and the libraries it may see, of all that is a target."""
        for name in self.libraries:
            flags = flags_of(f"dunghan_{name}")
            self.assertIsNotNone(flags, f"no source of dunghan_{name} is compiled")
            yield f"lib/{name}", flags, headers(name), seen_by(name), True
        for folder in SERVICE_MAY_SEE:
            flags = flags_of(f"dunghan_{folder}")
            if flags and (SERVICE / folder).is_dir():
                yield f"service/{folder}", flags, own_headers(folder), seen_by(folder), False

    def forbidden(self):
        for name, flags, _, seen, _ in self.seers():
            hidden = [one for one in self.libraries if one not in seen and name != f"lib/{one}"]
            yield from ((name, flags, header) for one in hidden for header in headers(one))
            if name.startswith("lib/"):
                yield from ((name, flags, own_headers(folder.name)[0]) for folder in SERVICE.iterdir()
                            if folder.is_dir() and own_headers(folder.name))

    def test_what_may_not_be_seen_cannot_be_included(self):
        asked = list(self.forbidden())
        self.assertGreater(len(asked), 200)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            answers = pool.map(lambda one: compile_text(one[1], f'#include "{one[2]}"\n'), asked)
            for (name, _, header), (code, said) in zip(asked, answers):
                with self.subTest(f"{name} includes {header}"):
                    self.assertNotEqual(code, 0, "it compiles")
                    self.assertIn(f"{header}: No such file", said.splitlines()[0])

    def test_what_may_be_seen_can_be_included(self):
        """The other half of it: that the flags above are good for anything. Preprocessing finds every
        header, and all that those include; that they compile is shown by the build."""
        def text_of(own, seen, is_library):
            # A folder of the service links what it needs of what it may see.
            others = [one for one in self.libraries if one in seen] if is_library else ["base"]
            return "".join(f'#include "{header}"\n' for header in [
                *own, *(header for one in others for header in headers(one))])

        asked = [(name, flags, text_of(own, seen, is_library))
                 for name, flags, own, seen, is_library in self.seers()]
        self.assertGreaterEqual(len(asked), 10)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            answers = pool.map(lambda one: compile_text(one[1], one[2], "-E"), asked)
            for (name, _, text), (code, said) in zip(asked, answers):
                with self.subTest(name):
                    self.assertGreater(text.count("#include"), 0)
                    self.assertEqual(code, 0, said[:2000])


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
