"""The pipelines of generated projects: the published schemas of GitHub and GitLab, the blocks of Jenkins."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.bakery import Bakery, choices, templates

SCHEMAS = {
    ".github/workflows/ci.yml": "vendor.github-workflows",
    ".github/dependabot.yml": "vendor.dependabot",
    ".gitlab-ci.yml": "vendor.gitlab-ci",
}
# What may stand in which block of a declarative pipeline, as far as ours use it.
JENKINS = {
    "": {"pipeline"},
    "pipeline": {"agent", "options", "stages", "post"},
    "options": {"timestamps", "timeout", "disableConcurrentBuilds"},
    "stages": {"stage"},
    "stage": {"steps", "when"},
    "when": {"expression"},
    "expression": {"return"},
    "steps": {"sh"},
    "post": {"always"},
    "always": {"junit"},
}


def jenkins_problems(text: str) -> list[str]:
    """Return what is wrong with a declarative pipeline: unbalanced blocks, and words in the wrong block."""
    open_blocks, problems = [""], []
    for number, line in enumerate(text.splitlines(), start=1):
        code = re.sub(r"^\s*//.*", "", line).strip()
        if code == "}":
            open_blocks.pop()
        elif code:
            word = re.match(r"\w+", code)
            if not open_blocks or word is None or word[0] not in JENKINS[open_blocks[-1]]:
                problems.append(f"{number}: {code}")
                break
            if code.endswith("{"):
                open_blocks.append(word[0])
    return problems if open_blocks == [""] else [*problems, f"open at the end: {open_blocks}"]


def pipelines(bakery: Bakery) -> list[Path]:
    """Return the generated project of every template and every place where its tests run."""
    return [
        bakery.bake(template, {"ci": place, "cache": cache})
        for template in templates()
        for place in choices(template)["ci"]
        for cache in choices(template)["cache"]
    ]


def test_pipelines_and_their_bots_follow_the_published_schemas(bakery: Bakery) -> None:
    checked = set()
    for project in pipelines(bakery):
        for path, schema in SCHEMAS.items():
            if (project / path).exists():
                reader = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
                command = [*reader, str(project / path)]
                result = subprocess.run(command, capture_output=True, text=True, check=False)
                assert result.returncode == 0, result.stdout
                checked.add(path)
    assert checked == SCHEMAS.keys()


def test_pipelines_of_jenkins_are_declarative(bakery: Bakery) -> None:
    found = [project / "Jenkinsfile" for project in pipelines(bakery) if (project / "Jenkinsfile").exists()]

    assert [problem for path in found for problem in jenkins_problems(path.read_text(encoding="utf-8"))] == []
    assert found != []


@pytest.mark.parametrize(
    "text",
    ["pipeline {\n", "pipeline {\n  steps {\n  }\n}\n", "stages {\n}\n", "pipeline {\n}\n}\n"],
)
def test_wrong_pipelines_are_found(text: str) -> None:
    assert jenkins_problems(text) != []


def test_actions_are_pinned_by_their_major_version(bakery: Bakery) -> None:
    project = bakery.bake("blog", {"ci": "github", "cache": "redis"})
    workflow = yaml.safe_load((project / ".github/workflows/ci.yml").read_text(encoding="utf-8"))

    used = {step["uses"] for job in workflow["jobs"].values() for step in job["steps"] if "uses" in step}
    assert {action for action in used if not re.fullmatch(r"[\w-]+/[\w-]+@v\d+", action)} == set()
    assert used != set()
