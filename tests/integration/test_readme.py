"""The examples of both READMEs, run as printed.

A block marked `console` holds commands behind "$ " and below each what it prints on standard output;
"…" stands for any text. All commands of one README run in one shell, in a folder with the example
configuration.
"""

import os
import re
import subprocess
import tempfile
import unittest

import dunghan


def examples(readme):
    """(command, expected output) in order."""
    text = (dunghan.SOURCE / readme).read_text(encoding="utf-8")
    found = []
    for block in re.findall(r"^```console\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def pattern(expected):
    return re.compile(".*".join(re.escape(part) for part in expected.split("…")), re.DOTALL)


class Readme(unittest.TestCase):
    def check(self, readme):
        found = examples(readme)
        self.assertGreater(len(found), 5)
        with tempfile.TemporaryDirectory(prefix="dunghan-") as folder:
            os.symlink(dunghan.SOURCE / "config", os.path.join(folder, "config"))
            for command, expected in found:
                done = subprocess.run(
                    ["bash", "-c", 'set -euo pipefail\n'
                     'dunghan() { "$DUNGHAN_BINARY" --config config/dunghan.toml "$@"; }\n' + command],
                    cwd=folder, capture_output=True, text=True, timeout=300)
                self.assertEqual(done.returncode, 0, f"$ {command}\n{done.stderr}")
                self.assertRegex(done.stdout, re.compile(rf"\A{pattern(expected).pattern}\Z", re.DOTALL),
                                 f"$ {command}")

    def test_english(self):
        self.check("README.md")

    def test_vietnamese(self):
        self.check("README.vi.md")

    def test_both_have_the_same_commands(self):
        def commands(readme):
            return [command.replace(" --lang en", "") for command, _ in examples(readme)]

        self.assertEqual(commands("README.md"), commands("README.vi.md"))


if __name__ == "__main__":
    dunghan.main()
