"""Tidies the new project. Nothing in it depends on this hook: ``--accept-hooks no`` gives the same files.

Standard library only, and little of it: this runs at every generation.
"""

import os
import sys

SCRIPT_MARK = b"#!"
EXECUTABLE = 0o111


def restore_executable_bits(folder: str) -> None:
    """Make every script with a ``#!`` line executable again: a zip of the suite forgets the bit."""
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            with open(path, "rb") as file:
                is_script = file.read(2) == SCRIPT_MARK
            if is_script:
                os.chmod(path, os.stat(path).st_mode | EXECUTABLE)


def remove_empty_folders(folder: str) -> None:
    """Remove the folders whose only files belong to a choice that was not made."""
    for parent, _, _ in os.walk(folder, topdown=False):
        if parent != folder and not os.listdir(parent):
            os.rmdir(parent)


def main(folder: str) -> None:
    """Tidy one project and say what comes next."""
    restore_executable_bits(folder)
    remove_empty_folders(folder)
    name = os.path.basename(os.path.abspath(folder))
    sys.stdout.write(f"\n{name} is ready. Next:\n\n    cd {name}\n    make start\n\n")


if __name__ == "__main__":
    main(os.curdir)
