"""What people answer: right in every generated file, or refused with nothing written."""

import ast
import json
import re
import tomllib
from pathlib import Path

import pytest
from cookiecutter.exceptions import FailedHookException
from html5lib import parseFragment
from markdown_it import MarkdownIt
from pytest_cookies.plugin import Cookies

from tests import checks
from tests.bakery import Answers, Bakery, templates
from tests.trees import differences, paths, tree

RIGHT: dict[str, Answers] = {
    "apostrophe": {"author_name": "Conan O'Brien", "project_name": "Ana's Blog"},
    "quotes": {
        "project_name": 'My "great" blog',
        "description": "Say \"hi\", 'there'.",
        "author_name": '"A"',
    },
    "backslashes": {
        "project_name": r"C:\new\table",
        "description": "ends in \\",
        "author_name": r"\N{DASH} \u0041",
    },
    "triple-quotes": {"project_name": '"""', "description": "'''", "author_name": '"""+1+"""'},
    "accents": {"project_name": "Café Blog", "author_name": "José Núñez", "description": "Ça et là."},
    "arabic": {"project_name": "مدونة الطعام", "author_name": "ليلى", "description": "مدونة عن الطعام"},
    "chinese": {"project_name": "我的博客", "author_name": "李小龍", "description": "一個關於美食的博客。"},
    "cyrillic": {"project_name": "Мой блог", "author_name": "Анна", "description": "Блог о еде."},
    "emoji": {"project_name": "🍕", "author_name": "👩‍💻", "description": "Pizza 🍕 and 🏴󠁧󠁢󠁳󠁣󠁴󠁿"},
    "html": {
        "project_name": "<b>Bold</b> & <script>alert(1)</script>",
        "description": "<!-- x --> &amp; ]]>",
    },
    "markdown": {"project_name": "# *A* _b_ [c](d) `e` ~~f~~ | g", "description": "![x](y) <z> # 1. - > q"},
    "yaml": {
        "project_name": "- yes: &no *x",
        "description": "? : | > % @ ` null ~ 1e3",
        "author_name": "!!int 1",
    },
    "shell": {
        "project_name": "$(id) `id` ${HOME} %PATH% ; x",
        "author_name": "$HOME",
        "description": "a && b || c",
    },
    "python-format": {"project_name": "{0} %s {x!r}", "description": "%(name)s {} ", "author_name": "f'{x}'"},
    "percent-encoding": {"project_name": "100% of %20", "description": "50% off"},
    "longest": {
        "project_name": "W" * 60,
        "project_slug": "w" * 40,
        "description": "d" * 160,
        "author_name": "n" * 60,
    },
    "shortest": {"project_name": "x", "project_slug": "x", "description": "y", "author_name": "z"},
    "digits": {"project_name": "3D 2026", "description": "1", "author_name": "7"},
    "booleans": {"project_name": "no", "description": "null", "author_name": "true"},
    "mail": {"author_email": "ana.maria+blog@mail.example.co.uk", "domain_name": "a-b.example.co.uk"},
    "international-domain": {"domain_name": "xn--mnchen-3ya.example"},
    "rendered-jinja": {"project_name": "{{ 6 * 7 }}"},
}
RIGHT["python-format"]["description"] = RIGHT["python-format"]["description"].strip()
REFUSED: dict[str, tuple[Answers, str]] = {
    "empty-name": ({"project_name": ""}, "project_name"),
    "blank-name": ({"project_name": "  "}, "project_name"),
    "two-lines": ({"description": "one\ntwo"}, "description"),
    "carriage-return": ({"author_name": "one\rtwo"}, "author_name"),
    "escape-sequence": ({"project_name": "\x1b[31mred"}, "project_name"),
    "reversed-text": ({"project_name": "abc\u202edef"}, "project_name"),
    "jinja-mark": ({"project_name": "{{ '{' + '{' }} x"}, "project_name"),
    "too-long": ({"project_name": "x" * 500, "project_slug": "x"}, "project_name"),
    "very-long": ({"description": "x" * 100_000}, "description"),
    "keyword": ({"project_name": "Class"}, "project_slug"),
    "django": ({"project_name": "Django"}, "project_slug"),
    "config": ({"project_name": "Config"}, "project_slug"),
    "posts": ({"project_name": "Posts"}, "project_slug"),
    "device": ({"project_slug": "nul"}, "project_slug"),
    "spaces-in-slug": ({"project_slug": "my blog"}, "project_slug"),
    "capitals-in-slug": ({"project_slug": "MyBlog"}, "project_slug"),
    "path-in-slug": ({"project_slug": "a/b"}, "project_slug"),
    "parent-in-slug": ({"project_slug": "../escaped"}, "project_slug"),
    "wrong-mail": ({"author_email": "nobody"}, "author_email"),
    "mail-with-quote": ({"author_email": 'a"b@example.com'}, "author_email"),
    "wrong-domain": ({"domain_name": "http://example.com/"}, "domain_name"),
    "code-in-domain": ({"domain_name": 'x"); import os; ("'}, "domain_name"),
}


def assigned(source: str, name: str) -> object:
    """Return the constant that a Python module assigns to a name."""
    for node in ast.parse(source).body:
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id == name
        ):
            return ast.literal_eval(node.value)
    raise AssertionError(f"{name} is not assigned")


def heading(markdown: str) -> str:
    """Return the text of the first heading of a Markdown document, as a browser would show it."""
    html = MarkdownIt("commonmark").render(markdown)
    first = re.search(r"<h1>.*?</h1>", html, re.DOTALL)
    assert first is not None
    return "".join(parseFragment(first[0]).itertext())


@pytest.mark.parametrize("template", templates())
@pytest.mark.parametrize("case", RIGHT)
class TestRightAnswers:
    def test_every_file_with_a_word_is_whole(self, case: str, template: str, bakery: Bakery) -> None:
        project = bakery.bake(template, RIGHT[case])
        changed = differences(tree(project), tree(bakery.bake(template, {})))
        modules = [path for path in changed if path.endswith(".py")]

        assert modules or "project_name" not in RIGHT[case]
        assert checks.jinja_left(project, changed) == []
        assert checks.unparsable(project, changed) == []
        assert checks.untidy(project, changed) == []
        assert not modules or checks.ruff(project, "check", only=modules) == ""
        assert not modules or checks.ruff(project, "format", "--check", only=modules) == ""

    def test_the_words_arrive_unchanged(self, case: str, template: str, bakery: Bakery) -> None:
        project = bakery.bake(template, RIGHT[case])
        answers = {"project_name": "My Blog", "description": "", **RIGHT[case]}
        name = answers["project_name"].replace("{{ 6 * 7 }}", "42")

        settings = (project / "config/settings/base.py").read_text(encoding="utf-8")
        metadata = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        readme = (project / "README.md").read_text(encoding="utf-8")

        assert assigned(settings, "SITE_NAME") == name
        assert metadata["description"] == (answers["description"] or "A publication built with Django.")
        assert heading(readme) == name

    def test_the_same_files_are_generated(self, case: str, template: str, bakery: Bakery) -> None:
        assert tree(bakery.bake(template, RIGHT[case])).keys() == tree(bakery.bake(template, {})).keys()


@pytest.mark.parametrize("template", templates())
class TestRefusedAnswers:
    @pytest.mark.parametrize("case", REFUSED)
    def test_one_sentence_and_nothing_written(  # noqa: PLR0913, PLR0917 - each is a fixture
        self,
        case: str,
        template: str,
        suite: Path,
        cookies: Cookies,
        tmp_path: Path,
        capfd: pytest.CaptureFixture[str],
    ) -> None:
        answers, question = REFUSED[case]

        result = cookies.bake(extra_context=answers, template=str(suite / "templates" / template))

        sentences = [line for line in capfd.readouterr().err.splitlines() if "; for example: " in line]
        assert isinstance(result.exception, FailedHookException)
        assert len(sentences) == 1
        assert sentences[0].startswith(f"{question} ")
        assert list(paths(tmp_path)) == []

    @pytest.mark.parametrize(
        "answers", [{"project_slug": ""}, {"cache": "dict"}, {"project_name": "{{ nope }}"}]
    )
    def test_cookiecutter_itself_refuses(
        self, answers: Answers, template: str, suite: Path, cookies: Cookies, tmp_path: Path
    ) -> None:
        result = cookies.bake(extra_context=answers, template=str(suite / "templates" / template))

        assert result.exception is not None
        assert list(paths(tmp_path)) == []

    def test_nothing_of_an_existing_folder_is_touched(
        self, template: str, suite: Path, cookies: Cookies, tmp_path: Path
    ) -> None:
        project = tmp_path / "cookies" / "bake00" / "my-blog"
        project.mkdir(parents=True)
        (project / "own.txt").write_text(json.dumps("own"), encoding="utf-8")

        result = cookies.bake(template=str(suite / "templates" / template))

        assert result.exception is not None
        assert tree(project) == {"own.txt": b'"own"'}
