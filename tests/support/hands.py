"""How somebody of a test reads pages and sends their forms: through the service, or in chromium as a person would."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from html import unescape
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from support.wall_visits import browser
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import new_id

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Locator, Page, Response

SIGNED, LOGIN = "sessionid", "/accounts/login/"


def words_of(page: str) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


class Hands(ABC):
    """Opens pages and sends forms as one member after another."""

    @abstractmethod
    def html(self, who: Member, address: str) -> str:
        """A page as somebody who is signed in is answered; it is there."""

    @abstractmethod
    def json(self, address: str) -> Any:
        """What a public address answers."""

    @abstractmethod
    def _send(self, who: Member, address: str, given: dict[str, Any]) -> tuple[bool, str]:
        """Send the form of a page; gives whether that led on to another page, and the page that answered."""

    def got(self, who: Member, address: str) -> str:
        """What a page says to somebody."""
        return words_of(self.html(who, address))

    def sent(self, who: Member, address: str, /, **given: Any) -> str:
        """Send a form that is taken; gives what the page it leads to says."""
        led_on, page = self._send(who, address, given)
        assert led_on, words_of(page)
        return words_of(page)

    def again(self, who: Member, address: str, /, **given: Any) -> str:
        """Send a form that was sent before for something else: who plays in a browser need not show it twice."""
        return self.sent(who, address, **given)

    def refused(self, who: Member, address: str, /, **given: Any) -> str:
        """Send a form that is refused; gives what its page says."""
        led_on, page = self._send(who, address, given)
        assert not led_on, words_of(page)
        return words_of(page)


class ThroughTheService(Hands):
    """Asks the service itself, without a browser."""

    def html(self, who: Member, address: str) -> str:
        """A page as the service answers it."""
        response = browser(who).get(address)
        assert response.status_code == 200, (address, words_of(response.content.decode()))
        return response.content.decode()

    def json(self, address: str) -> Any:
        """What is answered to whoever is not signed in."""
        return Client().get(address).json()

    def _send(self, who: Member, address: str, given: dict[str, Any]) -> tuple[bool, str]:
        form = {name: str(value) if isinstance(value, UUID) else value for name, value in given.items()}
        response = browser(who).post(address, {"idempotency_key": str(new_id()), **form}, follow=True)
        return bool(response.redirect_chain), response.content.decode()


class InChromium(Hands):
    """One window that members use in turn, each signed in once: fields are filled and buttons pressed as they are shown."""

    def __init__(self, context: BrowserContext, sign_in: Callable[[Any, Any], None]) -> None:
        self.context, self.page, self._sign_in = context, context.new_page(), sign_in
        self._sessions: dict[UUID, Any] = {}
        self._now: UUID | None = None

    def html(self, who: Member, address: str) -> str:
        """A page as chromium shows it."""
        self._opened(who, address)
        return self.page.content()

    def json(self, address: str) -> Any:
        """What is answered to whoever is not signed in."""
        self._becomes(None)
        answer = self.page.goto(address)
        assert answer is not None
        return answer.json()

    def again(self, who: Member, address: str, /, **given: Any) -> str:
        """Through the service: the same form was shown for the first of its kind."""
        return ThroughTheService().sent(who, address, **given)

    def _send(self, who: Member, address: str, given: dict[str, Any]) -> tuple[bool, str]:
        self._opened(who, address)
        form = self.page.locator("main form[method=post]").first
        for name, value in given.items():
            fill(form.locator(f"[name={name}]"), value)
        answer = pressed(self.page, form.locator("button").last)
        led_on = answer.request.redirected_from is not None
        return led_on and not self.page.title().startswith("Error:"), self.page.content()

    def _opened(self, who: Member, address: str) -> None:
        self._becomes(who)
        answer = self.page.goto(address, wait_until="domcontentloaded")
        if LOGIN in self.page.url:  # days went by since they signed in
            del self._sessions[who.id]
            self._now = None
            self._becomes(who)
            answer = self.page.goto(address, wait_until="domcontentloaded")
        assert answer is not None and answer.status == 200, (address, words_of(self.page.content()))

    def _becomes(self, who: Member | None) -> None:
        if (who and who.id) == self._now:
            return
        self.context.clear_cookies()
        if who is not None and who.id in self._sessions:
            self.context.add_cookies([self._sessions[who.id]])
        elif who is not None:
            self._sign_in(self.context, who)
            found = next(one for one in self.context.cookies() if one["name"] == SIGNED)
            self._sessions[who.id] = found
        self._now = who and who.id


def pressed(page: Page, button: Locator) -> Response:
    """Press what sends a form, and wait for the page that answers: what the last of any redirects answered."""
    with page.expect_navigation(wait_until="domcontentloaded") as led:
        button.click()
    return led.value


def fill(fields: Locator, value: Any) -> None:
    """Fill one field of any kind, as its kind is filled; a hidden one holds the value already."""
    kind = fields.first.evaluate("e => e.tagName === 'INPUT' ? e.type : e.tagName")
    if isinstance(value, SimpleUploadedFile):
        fields.set_input_files(files=[{"name": value.name, "mimeType": "text/plain", "buffer": value.read()}])  # type: ignore[typeddict-item]
    elif kind == "hidden":
        assert fields.first.input_value() == str(value)
    elif kind == "SELECT":
        fields.select_option(value=str(value))
    elif kind == "radio":
        fields.and_(fields.page.locator(f"[value='{value}']")).check()
    elif kind == "checkbox":
        one_of_many = fields.and_(fields.page.locator(f"[value='{value}']"))
        (one_of_many if fields.count() > 1 else fields).check()
    else:
        fields.fill(str(value))
