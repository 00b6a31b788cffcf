"""The web board as it is built: its own tests, and its types against what the daemon describes."""

import os
import pathlib
import shutil
import subprocess
import unittest

import daemon
import dunghan

WEB = dunghan.SOURCE / "web"
# What the build has installed beside the program.
MODULES = pathlib.Path(dunghan.BINARY).parent / "service/web/work/node_modules"


@unittest.skipUnless(shutil.which("node") and MODULES.exists(), "needs node and a build of the web board")
class Web(dunghan.Case):
    def setUp(self):
        super().setUp()
        # Beside the sources nothing is written.
        self.copy = self.folder / "web"
        shutil.copytree(WEB, self.copy, ignore=shutil.ignore_patterns("node_modules", "dist"))
        (self.copy / "node_modules").symlink_to(MODULES)

    def node(self, *command):
        done = subprocess.run(["node", *map(str, command)], cwd=self.copy, capture_output=True, text=True, check=False,
                              env={**os.environ, "NO_COLOR": "1"})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_its_own_tests(self):
        said = self.node("node_modules/vitest/vitest.mjs", "run")
        self.assertRegex(said, r"Test Files +\d+ passed")

    def test_its_types_are_those_of_the_api(self):
        served = daemon.Daemon(self)
        described = self.folder / "openapi.json"
        described.write_bytes(served.get("/openapi.json").body)
        served.stop()
        self.node("scripts/types.mjs", described, "made.d.ts")
        self.assertEqual((self.copy / "made.d.ts").read_text(), (WEB / "src/api/schema.d.ts").read_text(),
                         "npm run types -- URL writes it anew")

    def test_types_are_checked_strictly(self):
        self.node("node_modules/typescript/bin/tsc", "--noEmit")
        (self.copy / "src/wrong.ts").write_text('import type { Live } from "./api/live";\n'
                                                "export const of = (live: Live): string => live.total.overdue;\n")
        done = subprocess.run(["node", "node_modules/typescript/bin/tsc", "--noEmit"], cwd=self.copy, capture_output=True,
                              text=True, check=False)
        self.assertIn("src/wrong.ts(2,", done.stdout)

    def test_nothing_is_fetched_from_elsewhere_and_nobody_is_named(self):
        """Where packages come from is for the machine that builds to know."""
        for file in ("package.json", "package-lock.json", ".npmrc"):
            self.assertNotIn("registry", (WEB / file).read_text().replace("omit-lockfile-registry-resolved", ""), file)
        self.assertNotIn('"resolved"', (WEB / "package-lock.json").read_text())


if __name__ == "__main__":
    dunghan.main()
