"""What a page offers: its links, and its forms filled in as somebody would who changes nothing that is there already."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def kind_of(path: str) -> str:
    """An address without what it is about: two of one kind are one page about different things."""
    return re.sub(r"/\d+(?=/|$)", "/#", ID.sub("*", path.split("?", maxsplit=1)[0]))


def links(page: str) -> list[str]:
    """Every address of ours that a page links to, but for signing out and what is not a page."""
    found = (html.unescape(one) for one in re.findall(r'<a\b[^>]*?href="(/[^"#]*)', page))
    return [one for one in dict.fromkeys(found) if not one.startswith(("/static", "/accounts", "/api/"))]


@dataclass
class Form:
    """A form of a page that would be sent by POST: where to, what it is filled with, and what it is filled in by hand."""

    action: str
    said: str = ""
    filled: dict[str, list[str]] = field(default_factory=dict)
    files: bool = False

    @property
    def kind(self) -> str:
        """Its address without what it is about, and its button."""
        return f"{kind_of(self.action)} [{self.said}]"


class _Reader(HTMLParser):
    """Reads forms: a box keeps what is in it, a list takes what is chosen or its first choice, an empty box is written in."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.forms, self.form = path, list[Form](), None  # type: ignore[var-annotated]
        self.select, self.area, self.button = "", "", False
        self.radios: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self.form = Form(given.get("action") or self.path)
            self.radios = {}
        if self.form is None:
            return
        name = given.get("name", "")
        if tag == "input" and name:
            self._input(name, given)
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and given.get("value"):
            if "selected" in given or self.select not in self.form.filled:
                self.form.filled[self.select] = [given["value"]]
        elif tag == "textarea":
            self.area = name
            self.form.filled[name] = [""]
        elif tag == "button":
            self.button = True
            if name and name not in self.form.filled:
                self.form.filled[name] = [given.get("value", "")]

    def _input(self, name: str, given: dict[str, str]) -> None:
        assert self.form is not None
        kind, value = given.get("type", "text"), given.get("value", "")
        if kind == "radio":
            if "checked" in given or name not in self.form.filled:
                self.form.filled[name] = [value]
        elif kind == "checkbox":
            if "checked" in given:
                self.form.filled.setdefault(name, []).append(value)
        elif kind == "file":
            self.form.files = True
        elif kind != "submit":
            self.form.filled[name] = [value or written(name, given)]

    def handle_data(self, data: str) -> None:
        if self.form is not None and self.area:
            self.form.filled[self.area][0] += data
        if self.form is not None and self.button and not self.form.said:
            self.form.said = " ".join(data.split())

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        if tag == "textarea" and self.form is not None and self.area:
            self.form.filled[self.area][0] = self.form.filled[self.area][0].strip() or "Tried by a walk"
            self.area = ""
        if tag == "button":
            self.button = False
        if tag == "form" and self.form is not None:
            self.forms.append(self.form)
            self.form = None


def written(name: str, given: dict[str, str]) -> str:
    """What somebody writes into an empty box, by what it asks for."""
    if given.get("type") == "hidden":
        return ""
    day = day_of(timezone.now()) + timedelta(days=1 if "next" in name or "until" in name else 0)
    ends = {
        "_0": f"{day.day}",
        "_1": f"{day.month}",
        "_2": f"{day.year}",
        "day": f"{day.day}",
        "month": f"{day.month}",
        "year": f"{day.year}",
    }
    for end, value in ends.items():
        if name.endswith(end):
            return value
    if given.get("inputmode") == "numeric" or given.get("type") == "number":
        return given.get("min", "1") or "1"
    return "10:00" if "time" in name else "Tried"


def forms(page: str, path: str) -> list[Form]:
    """The forms of the main part of a page."""
    reader = _Reader(path.split("?", maxsplit=1)[0] if "?" in path else path)
    reader.feed(page[page.find("<main") : page.find("</main>")])
    return reader.forms


@dataclass
class Walk:
    """What a member met who opened one page of each kind and pressed one button of each: what was refused or broken, ids given twice."""

    refused: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    pressed: int = 0


def walk(client: Client, told: list[Refused], *, but: tuple[str, ...] = ()) -> Walk:
    """Open a page of each kind that is linked to, from home on, and press each button; nothing that is pressed is kept.

    A refusal without a field is of how things stand, which whoever offered the button knew; one with a field is of what was
    written in. ``told`` gathers refusals; ``but`` are beginnings of addresses that are left out.
    """
    done, todo, seen, tried = Walk(), ["/"], set[str](), Counter[str]()
    while todo:
        path = todo.pop(0)
        if kind_of(path) in seen or path.startswith(but):
            continue
        seen.add(kind_of(path))
        told.clear()
        answer = client.get(path)
        if answer.status_code not in {200, 302}:
            done.refused.append(f"{path}: {answer.status_code} {[one.because for one in told]}")
        if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
            continue
        page = answer.content.decode()
        done.twice += [f"{kind_of(path)}: {one}" for one in ids_given_twice(page)]
        todo += links(page)
        for form in forms(page, path):
            tried[form.kind] += 1
            if tried[form.kind] == 1 and not form.files and not form.action.startswith(("/accounts", *but)):
                done.pressed += 1
                done.refused += _pressed(client, form, told)
    return done


def _pressed(client: Client, form: Form, told: list[Refused]) -> Iterator[str]:
    told.clear()
    with transaction.atomic():
        answer = client.post(form.action, form.filled)
        transaction.set_rollback(True)
    stands = [one.because for one in told if not one.field]
    if stands or answer.status_code not in {200, 302}:
        yield f"{form.kind}: {answer.status_code} {stands}"


def ids_given_twice(page: str) -> list[str]:
    """The ids that a page gives to more than one thing."""
    return [one for one, many in Counter(re.findall(r'\sid="([^"]+)"', page)).items() if many > 1]


def refusals(monkeypatch: pytest.MonkeyPatch) -> list[Refused]:
    """Every refusal made from now on, as it is made."""
    gathered: list[Refused] = []
    made = Refused.__init__

    def noted(self: Refused, *given: object, **named: object) -> None:
        made(self, *given, **named)  # type: ignore[arg-type]
        gathered.append(self)

    monkeypatch.setattr(Refused, "__init__", noted)
    return gathered
