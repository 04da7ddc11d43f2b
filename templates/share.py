"""Copy the shared layers into the templates that use them; ``--check`` finds drift."""

import argparse
import filecmp
import os
import shutil
import sys
from pathlib import Path

TEMPLATES = Path(__file__).parent
LAYERS = {"blog": ("base", "web")}
HEADER = "# Written by templates/share.py: edit these files in templates/_shared.\n"
FLAG = " linguist-generated"


def files(folder: Path) -> dict[str, Path]:
    """Return the files below a folder, by their POSIX path relative to it."""
    return {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not any(part.endswith("_cache") for part in path.parts)
    }


def recorded(template: Path) -> set[str]:
    """Return the copies of a template, as its .gitattributes lists them."""
    try:
        lines = (template / ".gitattributes").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return set()
    return {line.removeprefix("/").removesuffix(FLAG) for line in lines if line.endswith(FLAG)}


def wanted(name: str, known: set[str]) -> dict[str, Path]:
    """Return what a template takes from the layers: later layers win, its own files win over all."""
    shared: dict[str, Path] = {}
    for layer in LAYERS[name]:
        shared |= files(TEMPLATES / "_shared" / layer)
    shared |= {f"hooks/{path}": source for path, source in files(TEMPLATES.parent / "hooks").items()}
    own = {path for path in shared if path not in known and (TEMPLATES / name / path).exists()}
    return {path: shared[path] for path in sorted(shared.keys() - own)}


def same(copy: Path, source: Path) -> bool:
    """Tell whether a copy has the bytes and the executable bit of its source."""
    return (
        copy.is_file()
        and filecmp.cmp(copy, source, shallow=False)
        and os.access(copy, os.X_OK) == os.access(source, os.X_OK)
    )


def share(name: str, *, check: bool) -> list[str]:
    """Bring one template up to date, unless ``check``; return the paths that differed."""
    template = TEMPLATES / name
    known = recorded(template)
    copies = wanted(name, known)
    differing = [path for path, source in copies.items() if not same(template / path, source)]
    stale = sorted(path for path in known - copies.keys() if (template / path).exists())
    if not check:
        for path in differing:
            (template / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(copies[path], template / path)
        for path in stale:
            (template / path).unlink()
        lines = "".join(f"/{path}{FLAG}\n" for path in copies)
        (template / ".gitattributes").write_text(HEADER + lines, encoding="utf-8", newline="\n")
    return differing + stale + ([".gitattributes"] if known != copies.keys() else [])


def main() -> int:
    """Share or check every template; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only report drift")
    check = parser.parse_args().check
    drift = [f"{name}/{path}" for name in LAYERS for path in share(name, check=check)]
    if check and drift:
        print("".join(f"differs: {path}\n" for path in drift), end="")
        print("Edit shared files in templates/_shared, then run: python templates/share.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
