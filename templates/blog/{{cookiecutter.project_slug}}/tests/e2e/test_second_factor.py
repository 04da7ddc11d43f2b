"""The second factor in a real browser: an authenticator app, recovery codes, and a passkey."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse

from accounts.tests.factories import PASSWORD, make_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TOTP_SECONDS = 30


def app_code(secret: str) -> str:
    """Return what an authenticator app shows now (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // TOTP_SECONDS))


def confirm_access(page, name: str) -> None:
    """Open a page that asks for the password once more."""
    page.goto(reverse(name))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**" + reverse(name))


def sign_in_by_form(page) -> None:
    page.goto(reverse("account_login"))
    page.get_by_label("Email").fill("reader@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "login" not in url)


def sign_out(page) -> None:
    page.goto(reverse("account_logout"))
    page.locator("main").get_by_role("button", name="Sign Out").click()
    page.wait_for_url(lambda url: "logout" not in url)


def plug_in_key(page) -> None:
    """Give the page a passkey device that agrees to everything."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    abilities = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": abilities})


def test_member_turns_on_an_app_and_sees_recovery_codes(page, axe):
    user = make_user("reader@example.com")
    sign_in_by_form(page)
    confirm_access(page, "mfa_activate_totp")
    axe(page)

    code = app_code(page.get_by_label("Authenticator secret").input_value())
    page.get_by_label("Authenticator code").fill(code)
    page.get_by_role("button", name="Activate").click()
    page.wait_for_url("**" + reverse("mfa_view_recovery_codes"))

    axe(page)
    codes = page.get_by_label("Unused codes").input_value().split()
    assert len(codes) == 10
    assert set(user.authenticator_set.values_list("type", flat=True)) == {"totp", "recovery_codes"}


def test_recovery_code_opens_the_account(page, axe):
    test_member_turns_on_an_app_and_sees_recovery_codes(page, axe)
    code = page.get_by_label("Unused codes").input_value().split()[0]
    sign_out(page)

    sign_in_by_form(page)
    axe(page)
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(code)
    page.locator("main").get_by_role("button", name="Sign In").click()
    page.wait_for_url(lambda url: "2fa" not in url)

    assert page.get_by_role("link", name="Sign in").count() == 0


def test_member_adds_a_passkey_and_signs_in_with_it(page, axe):
    user = make_user("reader@example.com")
    plug_in_key(page)
    sign_in_by_form(page)
    confirm_access(page, "mfa_add_webauthn")
    axe(page)
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(lambda url: "add" not in url)
    assert user.authenticator_set.filter(type=Authenticator.Type.WEBAUTHN).count() == 1
    page.goto(reverse("mfa_list_webauthn"))
    axe(page)
    sign_out(page)

    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "login" not in url)

    assert page.get_by_role("link", name="Sign in").count() == 0
