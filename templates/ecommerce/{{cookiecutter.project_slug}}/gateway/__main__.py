"""Runs the gateway: python -m gateway [--port 8008] [--webhook-url ADDRESS] ...

The keys come from STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET, if they are set; keys of real money are
refused, and so are the settings of production. `python -m gateway --help` names the misbehaviours.
"""

import argparse
import logging
import os
import sys
import threading
from pathlib import Path

from gateway.defaults import LOCAL_KEY, LOCAL_PORT, LOCAL_SIGNING_KEY, WEBHOOK_PATH
from gateway.deliveries import Behaviour
from gateway.server import Gateway

STATE = Path(__file__).resolve().parents[1] / ".gateway.sqlite3"


def refusal(environment: dict[str, str]) -> str:
    """Return why the gateway may not run here, or ""."""
    if environment.get("DJANGO_SETTINGS_MODULE", "").endswith("production"):
        return "The local gateway does not run with the settings of production."
    if not environment.get("STRIPE_SECRET_KEY", LOCAL_KEY).startswith("sk_test_"):
        return "The local gateway takes test keys only: STRIPE_SECRET_KEY must begin with sk_test_."
    return ""


def read_options(arguments: list[str]) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m gateway", description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=LOCAL_PORT)
    parser.add_argument("--webhook-url", default=f"http://127.0.0.1:8000{WEBHOOK_PATH}")
    parser.add_argument("--state", default=str(STATE), help="a file, or :memory:")
    parser.add_argument("--copies", type=int, default=1, help="deliver each event so often")
    parser.add_argument("--delay", type=float, default=0, help="seconds before an event is delivered")
    parser.add_argument("--lost", type=int, default=0, help="lose the first attempts of each event")
    parser.add_argument("--reorder", action="store_true", help="deliver the later event first")
    parser.add_argument("--until-closed", action="store_true", help="end when the standard input ends")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Serve until Ctrl+C; return the exit status."""
    options = read_options(arguments)
    reason = refusal(dict(os.environ))
    if reason:
        sys.stderr.write(f"{reason}\n")
        return 2
    logging.basicConfig(level=logging.INFO, format="gateway: %(message)s")
    gateway = Gateway(
        options.port,
        webhook_url=options.webhook_url,
        key=os.environ.get("STRIPE_SECRET_KEY", LOCAL_KEY),
        signing_key=os.environ.get("STRIPE_WEBHOOK_SECRET", LOCAL_SIGNING_KEY),
        path=options.state,
        behaviour=Behaviour(options.copies, options.delay, options.lost, options.reorder),
    )
    gateway.start()
    sys.stdout.write(f"Local payment gateway: {gateway.url}/\n")
    sys.stdout.flush()
    try:
        if options.until_closed:
            sys.stdin.read()
        else:
            threading.Event().wait()
    except KeyboardInterrupt:
        pass
    gateway.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
