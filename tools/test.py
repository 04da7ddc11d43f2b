"""Runs the tests of the suite: first the quick ones side by side, then the deep ones one after another.

``python -m tools.test quick`` or ``deep`` runs one half.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import environment

QUICK = ["-m", "not deep", "-n", "auto", "--cov", "--cov-report", "term"]
DEEP = ["-m", "deep", "-v", "--durations", "20"]
HALVES = {"quick": [QUICK], "deep": [DEEP], "all": [QUICK, DEEP]}


def main(arguments: list[str] | None = None) -> int:
    """Run the chosen halves; return the status of the first that fails, or 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("half", nargs="?", default="all", choices=HALVES)
    python = str(environment.ensure())
    # Two runs at once must not take each other's measurements.
    with tempfile.TemporaryDirectory() as folder:
        variables = os.environ | {"COVERAGE_FILE": str(Path(folder) / "coverage")}
        for options in HALVES[parser.parse_args(arguments).half]:
            command = [python, "-m", "pytest", *options]
            status = subprocess.run(command, cwd=environment.SUITE, env=variables, check=False).returncode
            if status:
                return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
