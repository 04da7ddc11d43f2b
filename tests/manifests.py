"""The files that each choice must generate, as stored in tests/manifests.

``python -m tests.manifests`` writes them anew from what is generated now; read the diff before you commit it.
"""

import tempfile
from pathlib import Path

from tests.bakery import Answers, combinations, templates
from tests.trees import SUITE, tree
from tools.bake import bake

MANIFESTS = Path(__file__).parent / "manifests"
ALWAYS = "always"


def manifest(template: str, choice: str) -> Path:
    """Return the file that lists what a choice adds to a template."""
    return MANIFESTS / template / f"{choice}.txt"


def names(answers: Answers) -> list[str]:
    """Return the names of the manifests that make up a combination."""
    return [ALWAYS, *(f"{question}-{value}" for question, value in answers.items())]


def expected_files(template: str, answers: Answers) -> list[str]:
    """Return the sorted paths that a combination must generate."""
    found = [manifest(template, name) for name in names(answers)]
    return sorted(
        line for path in found if path.exists() for line in path.read_text(encoding="utf-8").splitlines()
    )


def split(generated: dict[tuple[str, ...], set[str]]) -> dict[str, set[str]]:
    """Return the files by the choice that brings them, given the files of each list of manifest names."""
    listed = {ALWAYS: set.intersection(*generated.values())}
    for name in sorted({name for combination in generated for name in combination} - {ALWAYS}):
        with_choice = [files for combination, files in generated.items() if name in combination]
        listed[name] = set.intersection(*with_choice) - listed[ALWAYS]
    return listed


def generate(template: str) -> dict[tuple[str, ...], set[str]]:
    """Generate every combination of a template; return the files of each."""
    generated = {}
    for answers in combinations(template):
        with tempfile.TemporaryDirectory() as folder:
            given = [f"{question}={value}" for question, value in answers.items()]
            generated[tuple(names(answers))] = set(
                tree(bake(template, Path(folder) / "out", *given, suite=SUITE))
            )
    return generated


def main() -> None:
    """Write the manifests of every template anew."""
    for template in templates():
        for name, files in split(generate(template)).items():
            path = manifest(template, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            if files:
                lines = "".join(f"{file}\n" for file in sorted(files))
                path.write_text(lines, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
