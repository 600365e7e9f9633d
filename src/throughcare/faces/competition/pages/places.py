"""What the pages of competition share: where they lie, and a file that is read and not kept."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from django import forms

from throughcare.faces.web.look.formats import money
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import Item
from throughcare.foundation.kernel import Refused

T = TypeVar("T")
LARGEST = 1_000_000
"""Bytes of a file that a page reads."""
_PLACES = (
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


def tried(form: Try, read: Callable[[str, str], T]) -> T | None:
    """What the file of a valid form says, or None with the fault put on the form."""
    file = form.cleaned_data["file"]
    content = file.read(LARGEST + 1)
    try:
        if len(content) > LARGEST:
            raise Refused(f"The file is larger than {LARGEST:,} bytes. Use the console for a larger one.")
        return read(content.decode("utf-8"), file.name or "the file")
    except UnicodeDecodeError:
        form.add_error("file", "The file is not text in UTF-8.")
    except Refused as refusal:
        form.add_error("file", refusal.because)
    return None


def pounds(pence: int) -> str:
    """Pence as pounds."""
    return money(Decimal(pence) / 100)
