"""The menu, the questions of the templates and the version agree with each other."""

import json
import re
import tomllib
from typing import Any

import pytest

from templates import share
from tests.bakery import questions, templates
from tests.trees import SUITE

COMMON_KEYS = ("_jinja2_env_vars", "_suite_version", "cache", "ci")


def settings_of(template: str) -> dict[str, Any]:
    text = (SUITE / "templates" / template / "cookiecutter.json").read_text(encoding="utf-8")
    settings: dict[str, Any] = json.loads(text)
    return settings


def sources_of(template: str) -> str:
    """Return the text of every file of a template, and its paths."""
    folder = SUITE / "templates" / template
    found = [path for path in folder.rglob("*") if path.is_file()]
    texts = [path.read_text(encoding="utf-8", errors="ignore") for path in found]
    return "\n".join([*texts, *(path.as_posix() for path in found)])


class TestMenu:
    def test_the_root_file_is_a_menu_and_nothing_else(self) -> None:
        menu = json.loads((SUITE / "cookiecutter.json").read_text(encoding="utf-8"))

        assert list(menu) == ["templates"]

    def test_it_lists_every_template(self) -> None:
        menu = json.loads((SUITE / "cookiecutter.json").read_text(encoding="utf-8"))["templates"]

        assert {name: entry["path"] for name, entry in menu.items()} == {
            name: f"./templates/{name}" for name in templates()
        }
        assert all(entry["title"] and entry["description"] for entry in menu.values())

    def test_every_template_has_its_layers(self) -> None:
        assert sorted(share.LAYERS) == templates()

    def test_there_is_no_root_pre_prompt_hook(self) -> None:
        assert sorted(path.name for path in (SUITE / "hooks").glob("*.py")) == [
            "post_gen_project.py",
            "pre_gen_project.py",
        ]


@pytest.mark.parametrize("template", templates())
class TestQuestions:
    def test_there_are_at_most_ten(self, template: str) -> None:
        assert len(questions(template)) <= 10

    def test_each_has_a_plain_text(self, template: str) -> None:
        assert settings_of(template)["__prompts__"].keys() == questions(template).keys()

    def test_each_choice_has_a_label(self, template: str) -> None:
        prompts = settings_of(template)["__prompts__"]

        for question, asked in questions(template).items():
            if isinstance(asked, list):
                assert prompts[question].keys() == {"__prompt__", *asked}
            else:
                assert isinstance(prompts[question], str)

    def test_each_variable_is_used(self, template: str) -> None:
        used = set(re.findall(r"cookiecutter\.(\w+)", sources_of(template)))
        asked = {key for key in settings_of(template) if key != "__prompts__"}
        understood_by_cookiecutter = {"_jinja2_env_vars", "_copy_without_render"}

        assert asked - understood_by_cookiecutter - used == set()

    def test_templates_agree_on_what_they_share(self, template: str) -> None:
        first = settings_of(templates()[0])

        assert [settings_of(template)[key] for key in COMMON_KEYS] == [first[key] for key in COMMON_KEYS]


class TestVersion:
    def test_it_is_the_same_everywhere(self) -> None:
        project = tomllib.loads((SUITE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        changelog = (SUITE / "CHANGELOG.md").read_text(encoding="utf-8")
        released = re.search(r"^## (\S+)", changelog, re.MULTILINE)

        assert released is not None
        assert {settings_of(name)["_suite_version"] for name in templates()} == {project["version"]}
        assert released[1] == project["version"]
