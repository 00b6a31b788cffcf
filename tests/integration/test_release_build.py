"""The release build compiles many files as one: names of one file must not clash with another's.

Every such unit is read by the compiler as the release build would read it, without making code. Each
folder is taken as a single unit, so that no file becomes a neighbour later that it was not here.
"""

import concurrent.futures
import json
import os
import pathlib
import shlex
import subprocess
import tempfile
import unittest

import dunghan


class ReleaseBuild(unittest.TestCase):
    def test_each_folder_compiles_as_one(self):
        with tempfile.TemporaryDirectory(prefix="dunghan-") as folder:
            done = subprocess.run(
                ["cmake", "-S", dunghan.SOURCE, "-B", folder, "--preset", "release",
                 "-DCMAKE_UNITY_BUILD_BATCH_SIZE=0", "-DCMAKE_CXX_COMPILER_LAUNCHER="],
                capture_output=True, text=True, timeout=300)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            commands = json.loads((pathlib.Path(folder) / "compile_commands.json").read_text())
            units = [command for command in commands if "/Unity/" in command["file"]]
            self.assertGreater(len(units), 10)

            def read(unit):
                words = shlex.split(unit["command"])
                words = words[words.index(next(word for word in words if "++" in word)):]
                return subprocess.run([*words, "-fsyntax-only"], cwd=unit["directory"],
                                      capture_output=True, text=True, timeout=600)

            with concurrent.futures.ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
                for unit, outcome in zip(units, pool.map(read, units)):
                    with self.subTest(unit=unit["file"].split("CMakeFiles/")[-1]):
                        self.assertEqual(outcome.returncode, 0, outcome.stderr[-3000:])


if __name__ == "__main__":
    unittest.main()
