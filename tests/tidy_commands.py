"""How each source is compiled, for clang-tidy: tidy_commands.py BUILD DESTINATION

A build that compiles many files as one names those units alone: each file gets the command of its unit.
clang cannot read g++'s precompiled headers: the sources include what they need themselves.
"""

import json
import pathlib
import re
import sys


def main(build, destination):
    entries = []
    for entry in json.loads((build / "compile_commands.json").read_text()):
        command = re.sub(r"-Winvalid-pch -include \S*cmake_pch\.hxx", "", entry["command"])
        unit = pathlib.Path(entry["file"])
        files = [entry["file"]]
        if "/Unity/" in entry["file"]:
            files = re.findall(r'^#include "(.*)"', unit.read_text(), re.MULTILINE)
        for file in files:
            entries.append({"directory": entry["directory"], "file": file,
                            "command": command.replace(str(unit), file)})
    destination.mkdir(parents=True, exist_ok=True)
    (destination / "compile_commands.json").write_text(json.dumps(entries, indent=1))


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:]))
