"""Somebody with a browser that shows no pictures: opens pages, follows what they offer, and sends their forms."""

from __future__ import annotations

import html
import http.client
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode, urljoin, urlsplit

PATIENCE = 120
_LINK = re.compile(r'<a[^>]*\shref="(/[^"#]*)')
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?')
_DAY = re.compile(r'<input[^>]*\sname="(\w+_(?:day|month|year))"[^>]*>')
_VALUE = re.compile(r'\svalue="([^"]*)"')
_LEFT = re.compile(r"^/(accounts|static|api|calendars|directory|ocds)/|\.(ics|csv|pdf|docx|json|svg|zip)$")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


class Failed(Exception):
    """An answer that no page should give, or none."""


@dataclass
class Answer:
    """What was answered: its status, its address, and its page; ``moved`` says that a form was taken and led somewhere else."""

    status: int
    address: str
    text: str
    moved: bool = False
    sent: dict[str, str] = field(default_factory=dict)

    @cached_property
    def links(self) -> list[str]:
        """Every page of the site that this one offers, but the ways out of it and files."""
        found = [html.unescape(one) for one in _LINK.findall(self.text)]
        return [one for one in dict.fromkeys(found) if not _LEFT.search(urlsplit(one).path)]

    @cached_property
    def fields(self) -> dict[str, str]:
        """What the last form of the page holds already: hidden values and days."""
        form = self.text.rpartition('<form method="post"')[2]
        days = {name: _VALUE.search(tag) for tag, name in ((one.group(0), one.group(1)) for one in _DAY.finditer(form))}  # fmt: skip
        hidden = {name: html.unescape(value) for name, value in _HIDDEN.findall(form)}
        return hidden | {name: value.group(1) for name, value in days.items() if value}

    def choices(self, name: str) -> list[str]:
        """What a list of the page offers."""
        inside = re.search(rf'<select[^>]*\sname="{name}".*?</select>', self.text, re.DOTALL)
        return re.findall(r'<option value="([^"]*)"', inside.group(0)) if inside else []


class Clicking:
    """One member's session. Any answer of 400 or more is a failure: what a page offers can be opened, and what it asks be sent."""

    def __init__(self, port: int, cookie: str, took: Callable[[str, float], None] = lambda kind, seconds: None) -> None:  # fmt: skip
        self._port, self._took = port, took
        self._cookies = {"sessionid": cookie} if cookie else {}

    def get(self, address: str, kind: str = "") -> Answer:
        """Open a page, and where it leads; timed under ``kind``, or under its address without ids."""
        return self._follow("GET", address, None, kind or _ID.sub("…", urlsplit(address).path))

    def send(self, form: Answer, given: Mapping[str, str], kind: str) -> Answer:
        """Send a page's form with what it holds and what is given, and open where it leads."""
        return self._follow("POST", form.address, form.fields | given, kind)

    def _follow(self, method: str, address: str, fields: Mapping[str, str] | None, kind: str) -> Answer:
        asked, began = address, time.perf_counter()
        status, led, text = self._ask(method, address, fields)
        self._took(kind, time.perf_counter() - began)
        moved = False
        while status in {301, 302, 303} and led:
            moved, address = True, urljoin(address, led)
            status, led, text = self._ask("GET", address, None)
        if status >= 400:
            raise Failed(f"{method} {_ID.sub('…', asked)}: {status}")
        return Answer(status, address, text, moved)

    def _ask(self, method: str, address: str, fields: Mapping[str, str] | None) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if fields is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, address, urlencode(fields) if fields is not None else None, headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as failure:
            raise Failed(f"{method} {_ID.sub('…', address)}: {type(failure).__name__}") from failure
        finally:
            connection.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, rest = value.partition(";")[0].partition("=")
                self._cookies[cookie] = rest
        return answer.status, answer.getheader("Location") or "", text
