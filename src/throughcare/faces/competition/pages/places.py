"""What the pages of competition share: where they lie, and a file that is read and not kept."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.http import Http404

from throughcare.commissioning.competition import queries
from throughcare.commissioning.competition.queries import CompetitionSeen
from throughcare.faces.web.look.formats import money
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import Item
from throughcare.faces.web.page import Asking
from throughcare.foundation.kernel import Refused

T = TypeVar("T")
HEADING, BACK = "Competitions", "/competition/rounds"
LARGEST = 1_000_000
"""Bytes of a file that a page reads."""
_PLACES = (
    ("Competitions", "/competition/rounds"),
    ("Award", "/competition"),
    ("Scoring", "/competition/scoring"),
    ("Standstill", "/competition/standstill"),
)


class Try(PlainForm):
    """A file to try: it is read and not kept."""

    file = forms.FileField(
        label="File to try", help_text="YAML in UTF-8. It is read, and nothing of it is kept."
    )


def places(path: str) -> list[Item]:
    """The pages of competition, for the navigation beside them."""
    return [Item(text, address, address == path) for text, address in _PLACES]


def text_of(form: PlainForm, file: Any) -> str | None:
    """The text of a file that was sent, or None with the fault put on the form."""
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        form.add_error("file", f"The file is larger than {LARGEST:,} bytes.")
        return None
    try:
        return str(content.decode("utf-8"))
    except UnicodeDecodeError:
        form.add_error("file", "The file is not text in UTF-8.")
        return None


def tried(form: Try, read: Callable[[str, str], T]) -> T | None:
    """What the file of a valid form says, or None with the fault put on the form."""
    file = form.cleaned_data["file"]
    text = text_of(form, file)
    if text is None:
        return None
    try:
        return read(text, file.name or "the file")
    except Refused as refusal:
        form.add_error("file", refusal.because)
    return None


def pounds(pence: int) -> str:
    """Pence as pounds."""
    return money(Decimal(pence) / 100)


def found(request: Asking, competition_id: UUID) -> CompetitionSeen:
    """A competition, or no page."""
    try:
        return queries.competition(competition_id, request.member, at=request.at)
    except Refused:
        raise Http404 from None
