"""Generates a project with the default answers and starts it: ``python -m tools.demo blog``."""

import argparse
import os
import subprocess
import sys

from tools import environment
from tools.bake import bake


def main(arguments: list[str] | None = None) -> int:
    """Generate into demo/, then install, migrate, fill and serve; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("template", nargs="?", default="blog")
    parser.add_argument("address", nargs="?", default=os.environ.get("ADDRESS", "127.0.0.1:8000"))
    parser.add_argument("--no-serve", action="store_true", help="prepare only")
    options = parser.parse_args(arguments)
    project = bake(options.template, environment.SUITE / "demo" / options.template)
    command = [
        sys.executable,
        "tools/start.py",
        options.address,
        *(["--no-serve"] if options.no_serve else []),
    ]
    try:
        return subprocess.run(command, cwd=project, check=False).returncode
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
