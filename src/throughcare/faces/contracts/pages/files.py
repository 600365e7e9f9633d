"""A file of terms that somebody sends: YAML in UTF-8, of a size that a page reads."""

from __future__ import annotations

from typing import Any

from django import forms

from throughcare.faces.web.look.forms import PlainForm, SentOnce

LARGEST = 1_000_000
"""Bytes of a file that a page reads."""


class SendsTerms(SentOnce, PlainForm):
    """Terms as a file."""

    file = forms.FileField(label="Terms", help_text="YAML in UTF-8. How it is written stands below.")


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
