"""From a fresh copy to a page in the browser; run it as often as you like.

    python tools/start.py [ADDRESS:PORT]

It makes .venv, installs what the lock says, migrates the database, loads demo data into an empty one,
and serves the site. After the installation it needs no network and no server.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools import environment, repository

DEFAULT_ADDRESS = "127.0.0.1:8000"


def manage(python: Path, *arguments: str) -> None:
    """Run one command of manage.py; raises CalledProcessError when it fails."""
    subprocess.run([str(python), "manage.py", *arguments], cwd=environment.ROOT, check=True)


def start(address: str = DEFAULT_ADDRESS, *, serve: bool = True) -> None:
    """Prepare everything that is not there yet, then serve the site until Ctrl+C."""
    python = environment.prepare(environment.RUNTIME)
    environment.write_secrets()
    repository.begin_repository()
    manage(python, "prepare")
    if serve:
        print(f"\nOpen http://{address}/  (Ctrl+C ends it)\n", flush=True)
        manage(python, "runserver", address)


def main() -> int:
    """Return the exit status: that of the step that failed, else 0."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("address", nargs="?", default=os.environ.get("ADDRESS", DEFAULT_ADDRESS))
    parser.add_argument("--no-serve", action="store_true", help="prepare only")
    options = parser.parse_args()
    try:
        start(options.address, serve=not options.no_serve)
    except subprocess.CalledProcessError as error:
        return int(error.returncode)
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
