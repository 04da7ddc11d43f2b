"""The settings of each environment, read in a process of their own as a server would read them."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.test import SimpleTestCase
from django.utils.module_loading import import_string

from config.celery import app

ROOT = Path(__file__).resolve().parents[1]
PRODUCTION = {
    "SECRET_KEY": "d9zXu2-p7Rk_fQ41wLmE8sVbN6yTgHc3jAoZ5KiMqBxUeP0W",
    "ALLOWED_HOSTS": "example.com",
    "DATABASE_URL": "postgres://user:password@localhost:5432/name",
    "CACHE_URL": "redis://localhost:6379/1",
    "CELERY_BROKER_URL": "redis://localhost:6379/0",
    "EMAIL_URL": "smtp+tls://user:password@localhost:587",
}
PRODUCTION["SECRET_KEY"] += PRODUCTION["SECRET_KEY"][::-1]
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
# Name and example of each variable that production needs; a project may add some of its own.
MARKED = dict(re.findall(r"^# \(production\).*\n(?:#.*\n)*([A-Z_]+)=(.*)", EXAMPLE, re.MULTILINE))
PRODUCTION = MARKED | PRODUCTION


def run(*arguments: str, module: str = "production", **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python with nothing but these environment variables."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP") if name in os.environ}
    environment = kept | {
        "ENV_FILE": "absent",
        "PYTHONUTF8": "1",
        "DJANGO_SETTINGS_MODULE": f"config.settings.{module}",
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def setting(expression: str, module: str = "production", **variables: str) -> str:
    """Return what an expression over the settings prints."""
    code = f"from django.conf import settings; print({expression})"
    result = run("-c", code, module=module, **variables)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


class ProductionTests(SimpleTestCase):
    def test_names_all_that_is_missing_at_once(self) -> None:
        result = run("-c", "import config.settings.production")

        self.assertEqual(result.returncode, 1)
        message = result.stderr.strip().splitlines()[-1]
        self.assertEqual(re.findall(r"([A-Z_]+) \(", message), list(PRODUCTION))

    def test_names_the_one_that_is_missing(self) -> None:
        result = run("-c", "import config.settings.production", **PRODUCTION | {"CACHE_URL": ""})

        self.assertIn("Set these environment variables: CACHE_URL (such as", result.stderr)

    def test_passes_the_check_of_a_deployment(self) -> None:
        result = run("-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

        self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_debugging_is_off(self) -> None:
        expression = "settings.DEBUG, 'debug_toolbar' in settings.INSTALLED_APPS"

        self.assertEqual(setting(expression, **PRODUCTION), "False False")

    def test_believes_no_proxy_unless_told(self) -> None:
        expression = "settings.SECURE_PROXY_SSL_HEADER, settings.TRUSTED_PROXY_COUNT"

        self.assertEqual(setting(expression, **PRODUCTION), "None 0")
        self.assertEqual(
            setting(expression, **PRODUCTION, TRUSTED_PROXY_COUNT="2"),
            "('HTTP_X_FORWARDED_PROTO', 'https') 2",
        )

    def test_background_work_waits_for_a_worker(self) -> None:
        self.assertEqual(setting("settings.CELERY_TASK_ALWAYS_EAGER", **PRODUCTION), "False")


class EngineTests(SimpleTestCase):
    def test_laptop_needs_no_variable(self) -> None:
        engine = "settings.DATABASES['default']['ENGINE']"
        backend = "settings.CACHES['default']['BACKEND']"

        self.assertEqual(
            setting(f"{engine}, {backend}, settings.CELERY_TASK_ALWAYS_EAGER", module="dev"),
            "django.db.backends.sqlite3 django.core.cache.backends.locmem.LocMemCache True",
        )

    def test_caches_that_survive_a_dead_server(self) -> None:
        backends = {
            "redis://localhost:6379/1": "core.cache_backends.TolerantRedisCache",
            "pymemcache://localhost:11211": "core.cache_backends.TolerantMemcachedCache",
        }
        for url, backend in backends.items():
            with self.subTest(url=url):
                found = setting("settings.CACHES['default']['BACKEND']", module="dev", CACHE_URL=url)
                self.assertEqual(found, backend)

    def test_mail_server_by_its_address(self) -> None:
        code = (
            "import django; django.setup(); from django.core import mail;"
            "server = mail.mailers.default if hasattr(mail, 'mailers') else mail.get_connection();"
            "print(server.host, server.port, server.username, server.password, server.use_tls)"
        )

        result = run(
            "-W", "error", "-c", code, module="dev", EMAIL_URL="smtp+tls://ana:p%40ss@mail.example.com:587"
        )

        self.assertEqual((result.stdout.strip(), result.stderr), ("mail.example.com 587 ana p@ss True", ""))

    def test_social_sign_in_is_off_without_keys(self) -> None:
        expression = "[app for app in settings.INSTALLED_APPS if '.providers.' in app]"

        self.assertEqual(setting(expression, module="dev"), "[]")

    def test_social_sign_in_is_on_with_keys(self) -> None:
        expression = "settings.SOCIAL_APPS, settings.SOCIALACCOUNT_PROVIDERS['github']['APPS']"

        found = setting(expression, module="dev", SOCIAL_GITHUB_ID="id", SOCIAL_GITHUB_SECRET="secret")

        apps = "['allauth.socialaccount.providers.github']"
        self.assertEqual(found, f"{apps} [{ {'client_id': 'id', 'secret': 'secret'} }]")


class RegistrationTests(SimpleTestCase):
    """Names in settings break only when they are used: at night, or when somebody leaves."""

    def test_scheduled_tasks_exist(self) -> None:
        app.loader.import_default_modules()

        scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
        self.assertEqual(scheduled - app.tasks.keys(), set())

    def test_registered_functions_exist(self) -> None:
        personal = [*settings.ACCOUNT_EXPORTERS, *settings.ACCOUNT_ERASERS, *settings.ACCOUNT_REFRESHERS]
        for name in [*settings.SEEDERS, *personal]:
            with self.subTest(name=name):
                self.assertTrue(callable(import_string(name)))


class HeaderTests(SimpleTestCase):
    def test_page_tells_the_browser_what_to_refuse(self) -> None:
        headers = self.client.get("/livez").headers

        expected = {
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": settings.PERMISSIONS_POLICY,
        }
        self.assertEqual({name: headers.get(name) for name in expected}, expected)

    def test_policy_allows_nothing_inline_and_no_other_host(self) -> None:
        policy = self.client.get("/livez").headers["Content-Security-Policy"]

        sources = {source for part in policy.split("; ") for source in part.split()[1:]}
        self.assertEqual(sources, {"'self'", "'none'", "data:"})


def variables_read() -> Iterator[str]:
    """Yield the name of each environment variable that the settings ask for."""
    for path in sorted((ROOT / "config" / "settings").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            if re.fullmatch(r"env(\.\w+)?|os\.environ\.get", ast.unparse(node.func)):
                yield str(node.args[0].value)


class EnvironmentVariableTests(SimpleTestCase):
    def test_example_lists_what_the_settings_read(self) -> None:
        names = re.findall(r"^([A-Z_]+)=", EXAMPLE, re.MULTILINE)

        self.assertEqual(sorted(names), sorted(set(variables_read())))

    def test_required_ones_are_marked(self) -> None:
        self.assertEqual(list(MARKED), list(PRODUCTION))
