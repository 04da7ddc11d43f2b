"""Holds the code to docs/architecture.md: who may import whom."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

from django.apps import apps
from django.test import SimpleTestCase

ROOT = Path(__file__).resolve().parents[1]
# From the outside in; a layer may import what comes after it.
LAYERS = {
    "urls": re.compile(r"urls$"),
    "views": re.compile(r"(^|_)views$|^(admin|feeds|sitemaps)$"),
    "forms": re.compile(r"^forms$"),
    "services": re.compile(r"^(services|tasks)$"),
    "models": re.compile(r"^(models|querysets)$"),
}
PAGES = {"urls", "views", "forms"}


def local_apps() -> list[str]:
    """Return the names of the project's own apps."""
    return [config.name for config in apps.get_app_configs() if Path(config.path).parent == ROOT]


@cache
def modules() -> dict[str, ast.Module]:
    """Return the code of each module of the apps, by its dotted name; without tests and migrations."""
    found = {}
    for app in local_apps():
        for path in sorted((ROOT / app).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if not {"tests", "migrations"} & set(parts):
                name = ".".join(part for part in parts if part != "__init__")
                found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imports(name: str, *, everywhere: bool = True) -> Iterator[str]:
    """Yield what a module imports, anywhere in it or only at its top."""
    tree = modules()[name]
    for node in ast.walk(tree) if everywhere else tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in modules() else node.module


def layer(module: str) -> str:
    """Return the layer of a module of an app, or "" when it is in none of them."""
    for part in module.split(".")[1:]:
        for name, pattern in LAYERS.items():
            if pattern.search(part):
                return name
    return ""


def app_of(module: str) -> str:
    """Return the first part of a dotted name."""
    return module.partition(".")[0]


class ImportTests(SimpleTestCase):
    def assert_no_import(self, is_wrong: Callable[[str, str], bool]) -> None:
        wrong = [
            f"{module} imports {imported}"
            for module in modules()
            for imported in imports(module)
            if is_wrong(module, imported)
        ]
        self.assertEqual(wrong, [])

    def test_layers_import_inwards_only(self) -> None:
        order = list(LAYERS)

        def is_outwards(module: str, imported: str) -> bool:
            if imported not in modules() or not layer(module) or not layer(imported):
                return False
            return order.index(layer(imported)) < order.index(layer(module))

        self.assert_no_import(is_outwards)

    def test_services_and_models_know_no_request(self) -> None:
        self.assert_no_import(
            lambda module, imported: (
                app_of(module) != "core"
                and layer(module) in {"services", "models"}
                and imported in {"django.http", "django.shortcuts", "django.contrib.messages"}
            )
        )

    def test_pages_of_another_app_are_not_imported(self) -> None:
        self.assert_no_import(
            lambda module, imported: (
                imported in modules()
                and app_of(imported) not in {app_of(module), "core"}
                and layer(imported) in PAGES
            )
        )

    def test_core_knows_no_other_app(self) -> None:
        self.assert_no_import(
            lambda module, imported: (
                app_of(module) == "core" and app_of(imported) in {*local_apps()} - {"core"}
            )
        )

    def test_accounts_know_only_core(self) -> None:
        self.assert_no_import(
            lambda module, imported: (
                app_of(module) == "accounts" and app_of(imported) in {*local_apps()} - {"core", "accounts"}
            )
        )

    def test_no_two_modules_import_each_other(self) -> None:
        graph = {
            module: {
                name for name in imports(module, everywhere=False) if name in modules() and name != module
            }
            for module in modules()
        }

        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            self.fail(" → ".join(reversed(error.args[1])))


class RequirementTests(SimpleTestCase):
    def test_every_library_that_is_imported_is_required(self) -> None:
        text = (ROOT / "requirements.in").read_text(encoding="utf-8")
        required = {name.lower() for name in re.findall(r"^[A-Za-z][A-Za-z0-9-]*", text, re.MULTILINE)}
        # Comes with Django, of which it is a part.
        required.add("asgiref")

        distributions = packages_distributions()
        imported = {app_of(name) for module in modules() for name in imports(module)}
        libraries = {
            name: distributions[name][0].lower().replace("_", "-") for name in imported & distributions.keys()
        }
        self.assertEqual({name for name, library in libraries.items() if library not in required}, set())
