"""Prints what pages cost, beside the goals, and ends with 1 if one is missed.

python -m benchmarks                          one size, BENCH_SIZE or 1,000 products
python -m benchmarks --growth 1000 100000     how much more the larger site costs
"""

import argparse
import json
import os
import subprocess
import sys
from typing import Any

from benchmarks.database import address_for

# Milliseconds of processor time for one request, by page and state.
GOALS = {
    ("list", "warm"): 6.0,
    ("category", "warm"): 6.0,
    ("product", "warm"): 4.0,
    ("list", "repeated"): 1.0,
    ("product", "repeated"): 1.0,
}
GROWTH_GOAL = 1.5
GROWING = ("list", "filtered", "category", "branch", "deep page", "product", "search")
# Below this, a ratio tells of the clock and not of the page.
GROWTH_FLOOR_MILLISECONDS = 0.5

Row = dict[str, Any]


def run(url: str, size: int, times: int) -> list[Row]:
    """Measure a site of that size in a process of its own."""
    environment = os.environ | {
        "DATABASE_URL": address_for(url, size),
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
    }
    command = [sys.executable, "-m", "benchmarks.measure", "--size", str(size), "--times", str(times)]
    output = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True).stdout
    return json.loads(output.splitlines()[-1])


def print_costs(rows: list[Row], size: int) -> bool:
    """Print one line for each page and state; True if every goal is reached."""
    print(f"\n{size:,} products: processor time of one request in milliseconds (the database's is apart).")
    print(f"{'page':<11}{'state':<10}{'quietest':>9}{'median':>9}{'database':>10}{'bytes':>9}{'goal':>7}")
    missed = [print_cost(row) for row in rows]
    return not any(missed)


def print_cost(row: Row) -> bool:
    """Print what one page costs; True if it misses its goal."""
    goal = GOALS.get((row["page"], row["state"]))
    is_missed = goal is not None and row["cpu_quietest"] > goal
    database = "?" if row["database_cpu"] is None else f"{row['database_cpu']:.2f}"
    costs = f"{row['cpu_quietest']:>9.2f}{row['cpu_median']:>9.2f}{database:>10}{row['bytes']:>9,}"
    print(f"{row['page']:<11}{row['state']:<10}{costs}{goal or '':>7}{'  MISSED' if is_missed else ''}")
    return is_missed


def print_growth(small: list[Row], large: list[Row]) -> bool:
    """Print how much longer the larger site takes, database included; True if the goal is reached."""
    print(f"\nMilliseconds of one request, database included (goal: at most {GROWTH_GOAL} times as many).")
    pairs = zip(small, large, strict=True)
    growing = [pair for pair in pairs if pair[0]["page"] in GROWING and pair[0]["state"] == "rendered"]
    missed = [print_ratio(before, after) for before, after in growing]
    return not any(missed)


def print_ratio(before: Row, after: Row) -> bool:
    """Print how one page grows; True if it grows too much."""
    short, long = (max(row["wall_quietest"], GROWTH_FLOOR_MILLISECONDS) for row in (before, after))
    is_missed = long / short > GROWTH_GOAL
    name = f"{before['page']:<11}{before['state']:<10}"
    print(f"{name}{short:>9.2f}{long:>9.2f}{long / short:>7.2f}{'  MISSED' if is_missed else ''}")
    return is_missed


def main() -> int:
    """Return 0 if all goals are reached, 1 if not, 2 if there is no PostgreSQL to measure on."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=int(os.environ.get("BENCH_SIZE", "1000")))
    parser.add_argument("--growth", type=int, nargs=2, metavar=("SMALL", "LARGE"))
    parser.add_argument("--times", type=int, default=300, help="requests per measurement")
    arguments = parser.parse_args()
    url = os.environ.get("BENCH_DATABASE_URL") or os.environ.get("DATABASE_URL", "")
    if not url.startswith(("postgres://", "postgresql://")):
        print(
            "Set BENCH_DATABASE_URL to a PostgreSQL server, such as postgres://postgres@localhost/postgres."
        )
        return 2
    if not os.environ.get("CACHE_URL"):
        print("CACHE_URL is not set: measured with the cache in memory, which is faster than a server.")
    sizes = arguments.growth or [arguments.size]
    measured = [run(url, size, arguments.times) for size in sizes]
    reached = [print_costs(rows, size) for rows, size in zip(measured, sizes, strict=True)]
    if arguments.growth:
        reached.append(print_growth(*measured))
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
