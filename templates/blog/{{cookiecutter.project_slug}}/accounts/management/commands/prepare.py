"""Bring a developer's copy to where there is something to look at: tables, demonstration data, accounts."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts.models import User
from accounts.seed import DEMO_ACCOUNTS, DEMO_PASSWORD


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare how much demonstration data an empty database gets."""
        parser.add_argument("--size", type=int, default=60, help="as for the command seed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, seed an empty database, and say who can sign in."""
        call_command("migrate", verbosity=0)
        if not User.objects.exists():
            call_command("seed", size=options["size"], progress=True)
        self.stdout.write(self.accounts_text())

    def accounts_text(self) -> str:
        """Return the demonstration accounts that are in the database, as a small table."""
        roles = {email: str(role) or "reader" for email, _name, role in DEMO_ACCOUNTS}
        there = User.objects.filter(email__in=roles, is_active=True).order_by("email")
        lines = [f"  {user.email:<28} {roles[user.email]}" for user in there]
        if not lines:
            return ""
        code = getattr(settings, "MFA_TOTP_INSECURE_BYPASS_CODE", None)
        second = f" The code of the administrator's second factor is {code}." if code else ""
        return "\n".join(["Demo accounts:", *lines, f"Their password is {DEMO_PASSWORD}.{second}"])
