"""Refuses an answer that would break the generated project, before any file is written.

Rendered by cookiecutter first. Standard library only, and little of it: this runs at every generation.
"""

import json
import re
import sys
import unicodedata

ANSWERS = r"""{{ cookiecutter | tojson }}"""

TEXT_LENGTHS = {"project_name": 60, "description": 160, "author_name": 60}
TEXT_EXAMPLES = {
    "project_name": "Ana's Blog",
    "description": "Notes on food and travel.",
    "author_name": "Conan O'Brien",
}
# Line breaks, control characters, and the marks that make text read in another order than it is stored.
REFUSED_CATEGORIES = ("Cc", "Cs", "Zl", "Zp")
REFUSED_CHARACTERS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff"
JINJA_MARKS = ("{" + "{", "}" + "}", "{" + "%", "%" + "}", "{" + "#", "#" + "}")

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])")
MAILBOX = re.compile(r"[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*")
SLUG_LENGTH = 40
MAILBOX_LENGTH = 64

KEYWORDS = (
    "and as assert async await break class continue def del elif else except finally for from global if"
    " import in is lambda nonlocal not or pass raise return try while with yield"
)
PROJECT_PACKAGES = (
    "accounts allauth api cart catalog celery comments community config core django docs flows newsletter"
    " notifications orders payments posts pytest redis rest-framework static taxonomy templates test tests"
    " transfer writing"
)
WINDOWS_DEVICES = "aux com1 com2 com3 com4 con lpt1 lpt2 lpt3 nul prn"
RESERVED = frozenset(f"{KEYWORDS} {PROJECT_PACKAGES} {WINDOWS_DEVICES}".split())


def text_problem(question: str, value: str) -> str | None:
    """Return what is wrong with a line of free text, or None."""
    if not value.strip():
        return "must not be empty"
    if value != value.strip():
        return "must not begin or end with a space"
    if len(value) > TEXT_LENGTHS[question]:
        return f"must have at most {TEXT_LENGTHS[question]} characters, not {len(value)}"
    if any(unicodedata.category(sign) in REFUSED_CATEGORIES or sign in REFUSED_CHARACTERS for sign in value):
        return "must be one line of visible characters"
    marks = [mark for mark in JINJA_MARKS if mark in value]
    return f"must not contain {marks[0]}, which belongs to the template language" if marks else None


def slug_problem(value: str) -> str | None:
    """Return what is wrong with the name of the project's folder, or None."""
    if len(value) > SLUG_LENGTH:
        return f"must have at most {SLUG_LENGTH} characters, not {len(value)}"
    if not SLUG.fullmatch(value):
        return "must be small letters a to z, digits, and single hyphens between them"
    return "is a name that Python, the project or Windows uses itself" if value in RESERVED else None


def host_problem(value: str) -> str | None:
    """Return what is wrong with a domain name, or None."""
    return (
        None if HOST.fullmatch(value) else "must be a domain name in small letters, without http:// or a path"
    )


def email_problem(value: str) -> str | None:
    """Return what is wrong with an e-mail address, or None."""
    mailbox, _, host = value.rpartition("@")
    right = len(mailbox) <= MAILBOX_LENGTH and MAILBOX.fullmatch(mailbox) and HOST.fullmatch(host.lower())
    return None if right else "must be an e-mail address in plain letters"


def complaints(answers: dict[str, str]) -> list[str]:
    """Return one plain sentence for each wrong answer: the question, what is wrong, a right example."""
    found = [
        (question, text_problem(question, answers[question]), TEXT_EXAMPLES[question])
        for question in TEXT_LENGTHS
    ]
    found += [
        ("project_slug", slug_problem(answers["project_slug"]), "my-blog"),
        ("author_email", email_problem(answers["author_email"]), "ana@example.com"),
        ("domain_name", host_problem(answers["domain_name"]), "blog.example.com"),
    ]
    return [
        f"{question} {problem}; for example: {example}" for question, problem, example in found if problem
    ]


def main() -> int:
    """Print the complaints; return 1 if there is one, which makes cookiecutter stop and clean up."""
    sentences = complaints(json.loads(ANSWERS))
    for sentence in sentences:
        sys.stderr.write(sentence + "\n")
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main())
