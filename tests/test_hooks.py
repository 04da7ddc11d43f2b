"""The hooks as plain Python: which answers are refused and what is tidied."""

import json
import os
from pathlib import Path

import pytest

from hooks import post_gen_project, pre_gen_project

GOOD = {
    "project_name": "My Blog",
    "project_slug": "my-blog",
    "description": "About things.",
    "author_name": "Alex Example",
    "author_email": "alex@example.com",
    "domain_name": "example.com",
}
WRONG = [
    ("project_name", "", "project_name must not be empty; for example: Ana's Blog"),
    ("project_name", "   ", "project_name must not be empty"),
    ("project_name", " Blog", "project_name must not begin or end with a space"),
    ("project_name", "Blog\u00a0", "project_name must not begin or end with a space"),
    ("project_name", "a" * 61, "project_name must have at most 60 characters, not 61"),
    ("project_name", "one\ntwo", "project_name must be one line of visible characters"),
    ("project_name", "one\ttwo", "project_name must be one line"),
    ("project_name", "one\x00two", "project_name must be one line"),
    ("project_name", "one\x1b[31mtwo", "project_name must be one line"),
    ("project_name", "one\u2028two", "project_name must be one line"),
    ("project_name", "one\u202etwo", "project_name must be one line"),
    ("project_name", "one\ufefftwo", "project_name must be one line"),
    ("project_name", "one\ud800two", "project_name must be one line"),
    ("project_name", "{{ x }}", "project_name must not contain {{, which belongs to the template language"),
    ("description", "{% x", "description must not contain {%"),
    ("description", "x #}", "description must not contain #}"),
    (
        "description",
        "d" * 161,
        "description must have at most 160 characters, not 161; for example: Notes on",
    ),
    ("author_name", "", "author_name must not be empty; for example: Conan O'Brien"),
    ("project_slug", "", "project_slug must be small letters a to z, digits, and single hyphens"),
    ("project_slug", "My-Blog", "project_slug must be small letters"),
    ("project_slug", "my_blog", "project_slug must be small letters"),
    ("project_slug", "my blog", "project_slug must be small letters"),
    ("project_slug", "-blog", "project_slug must be small letters"),
    ("project_slug", "my--blog", "project_slug must be small letters"),
    ("project_slug", "../blog", "project_slug must be small letters"),
    ("project_slug", "/tmp/blog", "project_slug must be small letters"),
    ("project_slug", "blög", "project_slug must be small letters"),
    ("project_slug", "a" * 41, "project_slug must have at most 40 characters, not 41; for example: my-blog"),
    ("project_slug", "class", "project_slug is a name that Python, the project or Windows uses itself"),
    ("project_slug", "django", "project_slug is a name that"),
    ("project_slug", "config", "project_slug is a name that"),
    ("project_slug", "posts", "project_slug is a name that"),
    ("project_slug", "accounts", "project_slug is a name that"),
    ("project_slug", "con", "project_slug is a name that"),
    (
        "author_email",
        "",
        "author_email must be an e-mail address in plain letters; for example: ana@example.com",
    ),
    ("author_email", "ana", "author_email must be an e-mail address"),
    ("author_email", "ana@", "author_email must be an e-mail address"),
    ("author_email", "@example.com", "author_email must be an e-mail address"),
    ("author_email", "ana@localhost", "author_email must be an e-mail address"),
    ("author_email", "a b@example.com", "author_email must be an e-mail address"),
    ("author_email", "a..b@example.com", "author_email must be an e-mail address"),
    ("author_email", 'a"b@example.com', "author_email must be an e-mail address"),
    ("author_email", "a@example.com\n", "author_email must be an e-mail address"),
    ("author_email", "Ana <ana@example.com>", "author_email must be an e-mail address"),
    ("author_email", "a" * 65 + "@example.com", "author_email must be an e-mail address"),
    ("domain_name", "", "domain_name must be a domain name in small letters, without http:// or a path"),
    ("domain_name", "localhost", "domain_name must be a domain name"),
    ("domain_name", "http://example.com", "domain_name must be a domain name"),
    ("domain_name", "example.com/blog", "domain_name must be a domain name"),
    ("domain_name", "example.com:8000", "domain_name must be a domain name"),
    ("domain_name", "Example.com", "domain_name must be a domain name"),
    ("domain_name", "-a.example.com", "domain_name must be a domain name"),
    ("domain_name", "a..example.com", "domain_name must be a domain name"),
    ("domain_name", "münchen.example", "domain_name must be a domain name"),
    ("domain_name", "192.168.0.1", "domain_name must be a domain name"),
    ("domain_name", "a" * 64 + ".example.com", "domain_name must be a domain name"),
    ("domain_name", "example.com\n", "domain_name must be a domain name"),
]
RIGHT = [
    ("project_name", "Conan O'Brien's \"best\" \\ of {it}"),
    ("project_name", "مدونة"),
    ("project_name", "می‌خواهم"),
    ("project_name", "👩‍💻"),
    ("project_name", "<script>alert(1)</script>"),
    ("description", "- yes: no # &anchor *alias !tag %TAG"),
    ("author_name", "李小龍"),
    ("project_slug", "a"),
    ("project_slug", "3d-shop-2"),
    ("author_email", "ana.maria+blog@mail.example.co.uk"),
    ("author_email", "ana@EXAMPLE.com"),
    ("domain_name", "xn--mnchen-3ya.example"),
    ("domain_name", "blog.xn--p1ai"),
]


class TestAnswers:
    def test_ordinary_answers_are_right(self) -> None:
        assert pre_gen_project.complaints(GOOD) == []

    @pytest.mark.parametrize(("question", "answer"), RIGHT)
    def test_unusual_answers_are_right(self, question: str, answer: str) -> None:
        assert pre_gen_project.complaints(GOOD | {question: answer}) == []

    @pytest.mark.parametrize(("question", "answer", "sentence"), WRONG)
    def test_a_wrong_answer_gets_one_sentence(self, question: str, answer: str, sentence: str) -> None:
        found = pre_gen_project.complaints(GOOD | {question: answer})

        assert len(found) == 1
        assert found[0].startswith(sentence)
        assert "; for example: " in found[0]

    def test_the_examples_given_are_themselves_right(self) -> None:
        sentences = pre_gen_project.complaints(dict.fromkeys(GOOD, ""))
        examples = {sentence.split()[0]: sentence.rpartition("; for example: ")[2] for sentence in sentences}

        assert examples.keys() == GOOD.keys()
        assert pre_gen_project.complaints(examples) == []

    def test_the_hook_stops_the_generation_with_the_sentences(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        answers = GOOD | {"project_slug": "x y", "domain_name": "z"}
        monkeypatch.setattr(pre_gen_project, "ANSWERS", json.dumps(answers))

        assert pre_gen_project.main() == 1
        lines = capsys.readouterr().err.splitlines()
        assert [line.split()[0] for line in lines] == ["project_slug", "domain_name"]

    def test_the_hook_is_silent_when_all_is_right(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(pre_gen_project, "ANSWERS", json.dumps(GOOD))

        assert pre_gen_project.main() == 0
        assert capsys.readouterr() == ("", "")


class TestTidying:
    @pytest.mark.skipif(os.name == "nt", reason="Windows has no executable bit")
    def test_scripts_become_executable_and_other_files_do_not(self, tmp_path: Path) -> None:
        for name, text in {
            "manage.py": "#!/usr/bin/env python\n",
            "notes.md": "# Notes\n",
            "empty": "",
        }.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
            (tmp_path / name).chmod(0o644)

        post_gen_project.main(str(tmp_path))

        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
        assert modes == {"manage.py": 0o755, "notes.md": 0o644, "empty": 0o644}

    def test_folders_without_a_file_are_removed(self, tmp_path: Path) -> None:
        (tmp_path / "empty" / "deeper").mkdir(parents=True)
        (tmp_path / "full" / "deeper").mkdir(parents=True)
        (tmp_path / "full" / "deeper" / "file").write_text("x", encoding="utf-8")

        post_gen_project.main(str(tmp_path))

        assert sorted(path.name for path in tmp_path.rglob("*")) == ["deeper", "file", "full"]

    def test_it_says_what_comes_next(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        post_gen_project.main(str(tmp_path))

        assert f"cd {tmp_path.name}\n    make start\n" in capsys.readouterr().out
