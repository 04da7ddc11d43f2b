"""Each topic of docs/roadmap.md leads to code and to a test that exist under that very name."""

import ast
import re
from pathlib import Path

from django.test import SimpleTestCase

ROOT = Path(__file__).resolve().parents[1]
TOPIC = re.compile(r"^### `([a-z-]+)`.*\n((?:(?!###? ).*\n?)*)", re.MULTILINE)
LINK = re.compile(r"^- (Code|Test): (.*(?:\n  .*)*)", re.MULTILINE)
TARGET = re.compile(r"\[`([^`]+)`\]\(\.\./([^)]+)\)")


def topics() -> dict[str, str]:
    """Return the text under the heading of each topic, by its id."""
    return dict(TOPIC.findall((ROOT / "docs" / "roadmap.md").read_text(encoding="utf-8")))


def targets(text: str, kind: str) -> list[tuple[str, str]]:
    """Return (name, path) of each link of a kind, "Code" or "Test", of a topic."""
    return [found for label, line in LINK.findall(text) if label == kind for found in TARGET.findall(line)]


def has_symbol(path: Path, symbol: str) -> bool:
    """Tell whether a Python file defines `Class::method`, a function or a constant; "" is the file itself."""
    body: list[ast.stmt] = ast.parse(path.read_text(encoding="utf-8")).body if symbol else []
    for part in symbol.split("::") if symbol else []:
        found = next((node for node in body if part in names_of(node)), None)
        if found is None:
            return False
        body = getattr(found, "body", [])
    return True


def names_of(node: ast.stmt) -> list[str]:
    """Return the names that a statement defines."""
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    return [getattr(node, "name", "")]


class RoadmapTests(SimpleTestCase):
    def test_every_topic_has_code_and_a_test(self) -> None:
        self.assertGreaterEqual(len(topics()), 30)
        for topic, text in topics().items():
            with self.subTest(topic=topic):
                self.assertNotEqual(targets(text, "Code"), [])
                self.assertNotEqual(targets(text, "Test"), [])

    def test_every_link_leads_to_its_symbol(self) -> None:
        for topic, text in topics().items():
            for name, link in targets(text, "Code") + targets(text, "Test"):
                with self.subTest(topic=topic, name=name):
                    path, _, symbol = name.partition("::")
                    self.assertEqual(path, link)
                    self.assertTrue((ROOT / path).exists(), path)
                    self.assertTrue(has_symbol(ROOT / path, symbol), symbol)

    def test_every_test_is_named_by_its_method(self) -> None:
        for topic, text in topics().items():
            for name, _link in targets(text, "Test"):
                with self.subTest(topic=topic):
                    self.assertRegex(name, r"(^|/)test_\w+\.py::\w+::test_\w+$")

    def test_ids_are_unique(self) -> None:
        ids = re.findall(
            r"^### `([a-z-]+)`", (ROOT / "docs" / "roadmap.md").read_text(encoding="utf-8"), re.MULTILINE
        )

        self.assertEqual(len(ids), len(set(ids)))
