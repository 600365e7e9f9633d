"""A newcomer follows the how-to to the letter, in an empty database: every link, field and button that it names, in its order."""

from __future__ import annotations

import re
import shlex
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.db import connections
from django.utils import timezone
from playwright.sync_api import expect
from support.browser import assert_accessible, assert_no_sideways_scroll, opens
from support.people import as_worker
from support.service import hear
from typer.testing import CliRunner

from throughcare.foundation.kernel.days import day_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "set-up-a-service.md"
TOLD = re.compile(
    r"Sign in as `(?P<email>[^`]+)`|\*\*(?P<press>[^*]+)\*\*|\*(?P<field>[^*`]+)\* `(?P<value>[^`]+)`", re.S
)
FILE = re.compile(r"^```csv\n(.*?)^```", re.M | re.S)
PASSWORD = "a lantern in the harbour 7"


def part(heading: str) -> str:
    """One part of the how-to, its line ends made spaces."""
    text = HOW_TO.read_text().split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.sub(r"\s+", " ", text) if heading.startswith("As") else text


def type_commands(heading: str) -> None:
    """Give each ``throughcare account`` command of a part, as the owner, with the password where one is asked for."""
    from throughcare.faces.access.console.account import app

    lines = re.findall(
        r"^    throughcare account (.+)$",
        HOW_TO.read_text().split(f"## {heading}\n")[1].split("\n## ")[0],
        re.M,
    )
    assert lines, f"{heading} gives no command"
    web, connections["default"] = connections["default"], connections["owner"]
    try:
        for line in lines:
            done = CliRunner().invoke(app, shlex.split(line), input=f"{PASSWORD}\n{PASSWORD}\n")
            assert done.exit_code == 0, (line, done.output, done.exception)
    finally:
        connections["default"] = web


class Newcomer:
    """Somebody who does what the how-to says, as whoever it says they are, and nothing else."""

    def __init__(self, browser: Browser, site: str, results: Path) -> None:
        self.browser, self.site, self.results = browser, site, results
        self.opened: list[Page] = []
        self.first_seen: dict[str, str] = {}

    @property
    def page(self) -> Page:
        """Where they are now."""
        return self.opened[-1]

    def follow(self, heading: str) -> None:
        """Every step of a part, in order."""
        for told in TOLD.finditer(part(heading)):
            if told["email"]:
                self.sign_in(told["email"])
            elif told["press"]:
                self.press(told["press"])
            else:
                self.fill(told["field"], told["value"])

    def sign_in(self, email: str) -> None:
        """Both steps, the second set up for the first time; in a browser of their own."""
        page = self.browser.new_context(base_url=self.site, locale="en-GB").new_page()
        self.opened.append(page)
        page.goto("/accounts/login/")
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        opens(page.get_by_role("button", name="Sign in"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
        page.get_by_label("Password").fill(PASSWORD)
        opens(page.get_by_role("button", name="Confirm"))
        page.get_by_text("I cannot use the camera").click()
        secret = page.locator(".tc-secret").inner_text().replace(" ", "")
        code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
        page.get_by_label("Authenticator code").fill(code)
        opens(page.get_by_role("button", name="Turn it on"))
        self.first_seen = steps_shown(self.home())
        assert_accessible(page)
        assert_no_sideways_scroll(page)

    def home(self) -> Page:
        """By the name of the service, at the top of every page."""
        opens(self.page.locator("header").get_by_role("link", name="Throughcare").first)
        return self.page

    def press(self, name: str) -> None:
        """A button or a link of that name; no error may follow."""
        exact = self.page.get_by_role("button", name=name, exact=True).or_(
            self.page.get_by_role("link", name=name, exact=True)
        )
        found = (
            exact if exact.count() else self.page.get_by_role("link", name=re.compile(f"^{re.escape(name)}"))
        )
        assert found.count(), (
            f"{self.page.url} has nothing called {name}:\n{self.page.locator('main').inner_text()}"
        )
        opens(found.first)
        faults = self.page.locator(".govuk-error-summary")
        assert faults.count() == 0, f"after {name}: {faults.inner_text()}"

    def fill(self, name: str, value: str) -> None:
        """A field of any kind by its label: a day is typed in three boxes, a choice is one of those offered."""
        day = self.page.get_by_role("group", name=name, exact=True)
        if day.count():
            assert value == "today"
            for box, number in zip(day.get_by_role("textbox").all(), self.today, strict=True):
                box.fill(number)
            return
        field = self.page.get_by_label(re.compile(rf"^{re.escape(name)}( \(optional\))?$"))
        expect(field).to_have_count(1)
        if field.evaluate("e => e.tagName") == "SELECT":
            offered = [text for text in field.locator("option").all_inner_texts() if text.startswith(value)]
            assert len(offered) == 1, f"{name} offers {offered} for {value}"
            field.select_option(label=offered[0])
        elif field.get_attribute("type") == "file":
            assert value == self.results.name
            field.set_input_files(self.results)
        else:
            field.fill(value)

    @property
    def today(self) -> list[str]:
        """Today in London: day, month, year."""
        on = day_of(timezone.now())
        return [str(on.day), str(on.month), str(on.year)]


@pytest.fixture
def newcomer(empty_database: None, browser: Browser, site: str, tmp_path: Path) -> Iterator[Newcomer]:
    results = tmp_path / "first-results.csv"
    found = FILE.search(HOW_TO.read_text())
    assert found
    results.write_text(found[1].replace("2026-11-02", day_of(timezone.now()).isoformat()))
    somebody = Newcomer(browser, site, results)
    yield somebody
    for page in somebody.opened:
        page.context.close()


def bring_in_what_was_sent() -> None:
    """What the worker does with the file, a moment after it was sent."""
    from throughcare.casework.courts.models import Upload
    from throughcare.casework.courts.tasks import bring_in

    with as_worker():
        for upload in Upload.objects.using("owner").filter(state="waiting"):
            bring_in(str(upload.id), str(upload.member_id))
        hear()


def steps_shown(page: Page) -> dict[str, str]:
    """Each step of setting a service up on home, with how it stands."""
    part = page.locator("ul", has=page.locator(".govuk-task-list__status")).and_(page.locator("h2 ~ ul"))
    rows = part.locator(".govuk-task-list__item").all()
    return {
        row.get_by_role("link").inner_text(): row.locator(".govuk-task-list__status").inner_text()
        for row in rows
    }


def test_a_service_is_set_up_from_nothing_as_the_how_to_says(newcomer: Newcomer) -> None:
    type_commands("At the terminal")
    newcomer.follow("As the administrator")
    assert next(iter(newcomer.first_seen.values())) == "Do this next"
    assert "Done" not in newcomer.first_seen.values()
    assert steps_shown(newcomer.home()) == {}
    type_commands("As the administrator")

    newcomer.follow("As the court officer")
    bring_in_what_was_sent()
    newcomer.page.goto("/imports")
    expect(newcomer.page.get_by_text("No row waits for correction.")).to_be_visible()

    newcomer.follow("As the senior")
    expect(newcomer.page.get_by_text("Appointed.")).to_be_visible()
    expect(newcomer.page.get_by_text("Olive Okoro").first).to_be_visible()

    newcomer.sign_in("manager@example.org")
    expect(newcomer.page.get_by_role("link", name="Robin Marlowe").first).to_be_visible()
