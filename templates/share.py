"""Copies the shared layers into the templates that use them; ``--check`` finds drift.

Each template's .gitattributes is the list of its copies. A template's own file of the same path wins.
"""

import argparse
import filecmp
import os
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

SUITE = Path(__file__).resolve().parents[1]
LAYERS = {"blog": ("base", "web")}
HEADER = "# Written by templates/share.py: edit these files in templates/_shared or hooks.\n"
FLAG = " linguist-generated"


class Drift(NamedTuple):
    """What a template's copies differ in, and which of its own files win over a shared one."""

    differing: list[str]
    stale: list[str]
    list_differs: bool
    own: list[str]

    def __bool__(self) -> bool:
        return bool(self.differing or self.stale or self.list_differs)


def files(folder: Path) -> dict[str, Path]:
    """Return the files below a folder by their POSIX path relative to it, without the caches of tools."""
    return {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and not any(part.endswith(("_cache", "__pycache__")) for part in path.parts)
    }


def attribute_line(path: str) -> str:
    """Return the line that marks one copy; Git wants a path with a space quoted."""
    return (f'"/{path}"' if " " in path else f"/{path}") + FLAG


def recorded(template: Path) -> set[str]:
    """Return the copies of a template, as its .gitattributes lists them."""
    attributes = template / ".gitattributes"
    lines = attributes.read_text(encoding="utf-8").splitlines() if attributes.exists() else []
    return {line.removesuffix(FLAG).strip('"').removeprefix("/") for line in lines if line.endswith(FLAG)}


def shared_files(suite: Path, name: str) -> dict[str, Path]:
    """Return what the layers and the hooks offer to a template: path in the template -> source."""
    shared = {f"hooks/{path}": source for path, source in files(suite / "hooks").items()}
    for layer in LAYERS[name]:
        shared |= files(suite / "templates" / "_shared" / layer)
    return shared


def same(copy: Path, source: Path) -> bool:
    """Tell whether a copy has the bytes and the executable bit of its source."""
    return (
        copy.is_file()
        and filecmp.cmp(copy, source, shallow=False)
        and os.access(copy, os.X_OK) == os.access(source, os.X_OK)
    )


def remove(template: Path, path: str) -> None:
    """Remove a copy and the folders that it leaves empty."""
    (template / path).unlink()
    for folder in list((template / path).parents)[: path.count("/")]:
        if any(folder.iterdir()):
            break
        folder.rmdir()


def share(suite: Path, name: str, *, check: bool) -> Drift:
    """Bring one template up to date, unless ``check``; return what differed before."""
    template = suite / "templates" / name
    known, shared = recorded(template), shared_files(suite, name)
    own = sorted(path for path in shared if path not in known and (template / path).exists())
    copies = {path: shared[path] for path in sorted(shared.keys() - set(own))}
    drift = Drift(
        differing=[path for path, source in copies.items() if not same(template / path, source)],
        stale=sorted(path for path in known - copies.keys() if (template / path).exists()),
        list_differs=known != copies.keys(),
        own=own,
    )
    if not check:
        write(template, copies, drift)
    return drift


def write(template: Path, copies: dict[str, Path], drift: Drift) -> None:
    """Make the copies of a template, and their list, what they should be."""
    for path in drift.differing:
        (template / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(copies[path], template / path)
    for path in drift.stale:
        remove(template, path)
    lines = "".join(attribute_line(path) + "\n" for path in copies)
    (template / ".gitattributes").write_text(HEADER + lines, encoding="utf-8", newline="\n")


def report(name: str, drift: Drift) -> list[str]:
    """Return one line for each thing that an author of the suite should know about a template."""
    lines = [f"own file wins: {name}/{path}" for path in drift.own]
    lines += [f"differs: {name}/{path}" for path in drift.differing]
    lines += [f"no longer shared: {name}/{path}" for path in drift.stale]
    return lines + ([f"differs: {name}/.gitattributes"] if drift.list_differs else [])


def main(arguments: list[str] | None = None, suite: Path = SUITE) -> int:
    """Share or check every template; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only report drift")
    check = parser.parse_args(arguments).check
    drifts = {name: share(suite, name, check=check) for name in LAYERS}
    print("".join(f"{line}\n" for name, drift in drifts.items() for line in report(name, drift)), end="")
    if check and any(drifts.values()):
        print("Edit shared files in templates/_shared or hooks, then run: python templates/share.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
