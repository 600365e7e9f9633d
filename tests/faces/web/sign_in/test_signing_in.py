"""Signing in, on every page of the way, in a browser and in plain HTTP."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.db import OperationalError
from django.http import HttpRequest
from django.test import Client, RequestFactory
from playwright.sync_api import Page, expect
from support.browser import (
    PHONE,
    assert_accessible,
    assert_no_sideways_scroll,
    assert_works_by_keyboard,
    opens,
)

from throughcare.faces.web.errors import unavailable
from throughcare.faces.web.headers import POLICY

Maker = Callable[[], Any]
browsing = pytest.mark.browser


def code_now(secret: str) -> str:
    """What an authenticator app shows now for a secret."""
    counter = int(time.time()) // 30
    return totp.format_hotp_value(totp.hotp_value(secret.replace(" ", ""), counter))


def judged(page: Page) -> None:
    """The page satisfies axe and fits a phone."""
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def sign_in(page: Page, site: str, email: str, password: str) -> None:
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    opens(page.get_by_role("button", name="Sign in"))


def confirm(page: Page, password: str) -> None:
    """Give the password again, which is asked for before the second step is set up."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    page.get_by_label("Password").fill(password)
    opens(page.get_by_role("button", name="Confirm"))


@browsing
def test_from_a_password_through_the_second_step_to_the_recovery_codes_and_in_again(
    site: str, browser_page: Page, someone: Maker
):
    who, page = someone(), browser_page
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(f"{site}/accounts/login/")
    judged(page)
    assert_works_by_keyboard(page)

    sign_in(page, site, who.email, who.password)
    page.goto(f"{site}/")
    judged(page)
    confirm(page, who.password)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your second step")
    judged(page)
    picture = page.locator("img.tc-qr")
    assert picture.evaluate("e => e.complete && e.naturalWidth > 0"), "the picture for the app was not drawn"
    page.get_by_text("I cannot use the camera").click()
    secret = page.locator(".tc-secret").inner_text()
    page.get_by_label("Authenticator code").fill("000000")
    opens(page.get_by_role("button", name="Turn it on"))
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    judged(page)
    page.get_by_text("I cannot use the camera").click()
    assert page.locator(".tc-secret").inner_text() == secret
    page.get_by_label("Authenticator code").fill(code_now(secret))
    opens(page.get_by_role("button", name="Turn it on"))

    page.goto(f"{site}/accounts/2fa/")
    expect(page.get_by_role("heading", level=1)).to_have_text("How you sign in")
    expect(page.locator("header")).to_contain_text(who.name)
    judged(page)
    page.goto(f"{site}/accounts/2fa/recovery-codes/")
    judged(page)
    recovery = page.locator(".tc-codes li").first.inner_text()

    opens(page.locator("header").get_by_role("button", name="Sign out"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    sign_in(page, site, who.email, who.password)
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter your code")
    judged(page)
    page.get_by_role("textbox").fill(recovery)
    opens(page.get_by_role("button", name="Go on"))
    expect(page.locator("header")).to_contain_text(who.name)
    assert not [said for said in complaints if "Content Security Policy" in said]


@browsing
def test_signing_in_works_on_a_phone_without_javascript(site: str, plain_page: Page, someone: Maker):
    who = someone()
    sign_in(plain_page, site, who.email, who.password)
    plain_page.goto(f"{site}/")
    confirm(plain_page, who.password)
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Set up your second step")
    assert_no_sideways_scroll(plain_page)
    plain_page.get_by_role("link", name="Menu", exact=True).click()
    opens(plain_page.get_by_role("button", name="Sign out"))
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Sign in")


@browsing
def test_a_wrong_password_is_told_without_saying_which_part_was_wrong(
    site: str, browser_page: Page, someone: Maker
):
    said = []
    for email in (someone().email, "nobody@example.test"):
        sign_in(browser_page, site, email, "a wrong phrase altogether")
        summary = browser_page.locator(".govuk-error-summary__list")
        expect(summary).to_be_visible()
        assert browser_page.title().startswith("Error: ")
        judged(browser_page)
        said.append(summary.inner_text())
    assert said[0] == said[1]


@browsing
@pytest.mark.parametrize(
    "path", ["/accounts/signup/", "/nowhere", "/accounts/inactive/", "/accounts/password/reset/"]
)
def test_every_page_before_the_door_is_in_the_look(site: str, browser_page: Page, path: str):
    browser_page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    browser_page.goto(f"{site}{path}")
    judged(browser_page)
    expect(browser_page.locator("header .tc-header__name")).to_have_text("Throughcare")


@browsing
@pytest.mark.parametrize(
    "path",
    [
        "/accounts/password/change/",
        "/accounts/logout/",
        "/accounts/2fa/totp/activate/",
        "/accounts/reauthenticate/",
        "/accounts/social/connections/",
    ],
)
def test_every_page_of_an_account_is_in_the_look(site: str, browser_page: Page, someone: Maker, path: str):
    who = someone()
    sign_in(browser_page, site, who.email, who.password)
    browser_page.goto(f"{site}{path}")
    judged(browser_page)
    expect(browser_page.locator("header .tc-header__name")).to_have_text("Throughcare")


def test_a_page_asked_for_after_the_session_ended_says_why_one_must_sign_in(database: object):
    page = Client().get("/accounts/login/", {"next": "/people/"}).content.decode()
    assert "signed out because nothing was done for a while" in page
    assert 'name="next" value="/people/"' in page
    assert "signed out because" not in Client().get("/accounts/login/").content.decode()


def test_after_five_wrong_tries_even_the_right_password_must_wait(someone: Maker):
    who, client = someone(), Client(REMOTE_ADDR="192.0.2.7")
    for _ in range(5):
        client.post("/accounts/login/", {"login": who.email, "password": "a wrong phrase altogether"})
    answer = client.post("/accounts/login/", {"login": who.email, "password": who.password})
    assert answer.status_code in {200, 429}
    assert "_auth_user_id" not in client.session
    assert re.search("too many", answer.content.decode(), re.I)


def test_twenty_wrong_passwords_do_not_lock_out_everybody_at_that_address(someone: Maker):
    office = "192.0.2.99"
    for number in range(20):
        login = {"login": f"nobody.{number}@example.org", "password": "not the password"}
        assert Client().post("/accounts/login/", login, REMOTE_ADDR=office).status_code == 200
    who = someone()
    login = {"login": who.email, "password": who.password}
    assert Client().post("/accounts/login/", login, REMOTE_ADDR=office).status_code == 302


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("57014", "took longer"),
        ("55P03", "Somebody else"),
        ("53100", "no room left"),
        ("08006", "does not answer"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/v1/people"])
def test_a_database_that_stops_the_work_is_answered_in_words(state: str, words: str, path: str):
    class Stopped(Exception):
        sqlstate = state

    failure = OperationalError("a line with somebody's name in it")
    failure.__cause__ = Stopped()
    answer = unavailable(RequestFactory().post(path), failure)
    said = answer.content.decode()
    assert answer.status_code == 503
    assert words in said
    assert "othing was changed" in said
    assert "somebody's name" not in said


def test_no_page_of_the_door_can_be_kept_or_framed(database: object):
    answer = Client().get("/accounts/login/")
    assert answer["Content-Security-Policy"] == POLICY
    assert "frame-ancestors 'none'" in POLICY
    assert "no-store" in answer["Cache-Control"]


def test_a_form_sent_from_elsewhere_is_refused_in_words(someone: Maker):
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a", "password": "b"})
    assert answer.status_code == 403
    assert "open too long" in answer.content.decode()


@pytest.mark.parametrize("status", [400, 403, 404, 409, 429, 500, 503, "refused"])
def test_each_error_page_can_be_made_without_a_request_and_says_what_became_of_the_work(status: object):
    from django.template.loader import render_to_string

    page = render_to_string(f"throughcare/errors/{status}.html", {"because": "The case is <closed>."})
    assert page.count("<h1") == 1
    assert "– Throughcare</title>" in page
    assert "<closed>" not in page


def test_a_fault_is_answered_in_words_even_when_nothing_can_be_read_from_the_database():
    from throughcare.faces.web.errors import server_error

    class Broken(HttpRequest):
        path = "/"

        @property
        def member(self) -> object:
            raise OperationalError("the server closed the connection")

    answer = server_error(Broken())
    assert answer.status_code == 500
    assert "not saved" in answer.content.decode()


def test_every_sign_in_page_is_one_that_we_chose():
    from throughcare.faces.web.sign_in_routes import urlpatterns

    assert {str(route.pattern) for route in urlpatterns} == {
        "login/", "logout/", "inactive/", "reauthenticate/", "password/change/", "signup/", "password/reset/", "email/",
    }  # fmt: skip


@pytest.mark.parametrize("path", ["signup/", "password/reset/"])
def test_nothing_can_be_sent_to_a_page_that_only_says_whom_to_ask(database: object, path: str):
    assert Client().post(f"/accounts/{path}", {"email": "a@example.test"}).status_code == 405


def test_an_account_cannot_change_its_own_address(someone: Maker):
    answer = Client().post("/accounts/email/", {"action_add": "", "email": "other@example.test"})
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/2fa/"
