"""Fields and widgets beyond Django's: a day in three boxes, a number with its unit, text with a count."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughcare.faces.web.look.formats import day as said_day
from throughcare.faces.web.look.forms import Reads, as_object, reads
from throughcare.foundation.kernel.days import FIRST_DAY, LAST_DAY

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
PARTS = ("day", "month", "year")


class DayInput(forms.MultiWidget):
    """Three boxes: day, month, year; their names end in _day, _month and _year."""

    template_name = "look/forms/day.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in PARTS}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """A day as its three parts; anything else as it was typed."""
        return [value.day, value.month, value.year] if isinstance(value, date) else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Each box with its own name, label and width."""
        context = super().get_context(name, value, attrs)
        base = context["widget"]["attrs"].get("id")
        for part, box in zip(PARTS, context["widget"]["subwidgets"], strict=True):
            box["attrs"].pop("aria-describedby", None)
            box["attrs"] |= {"id": f"{base}_{part}" if base else None, "inputmode": "numeric"}
            box["label"], box["wide"] = part.capitalize(), 4 if part == "year" else 2
        return context


class DayField(forms.Field):
    """A day. Errors name what is missing or wrong; `earliest` and `latest` are inclusive bounds."""

    widget = DayInput

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest or FIRST_DAY, latest or LAST_DAY
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """The day typed, or None when all three boxes are empty."""
        if value is None or isinstance(value, date):
            return value
        parts = [str(part or "").strip() for part in value]
        if not any(parts):
            return None
        missing = [name for name, part in zip(PARTS, parts, strict=True) if not part]
        if missing:
            raise ValidationError(f"{self._name} must include a {' and '.join(missing)}", code="incomplete")
        return self._real(parts)

    def _real(self, parts: list[str]) -> date:
        if len(parts[2]) != 4 or not parts[2].isascii() or not parts[2].isdigit():
            raise ValidationError("Year must have four figures, like 1987", code="year")
        try:
            return date(int(parts[2]), month_of(parts[1]), int(parts[0]))
        except ValueError:
            raise ValidationError(
                f"{self._name} must be a day that exists, like 31 3 1987", code="unreal"
            ) from None

    def validate(self, value: Any) -> None:
        """Present when it must be, and within its bounds."""
        super().validate(value)
        if value is None:
            return
        if value < self.earliest:
            raise ValidationError(f"{self._name} must be on or after {said_day(self.earliest)}", code="early")
        if value > self.latest:
            raise ValidationError(f"{self._name} must be on or before {said_day(self.latest)}", code="late")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the day typed differs from the one shown."""
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True

    @property
    def _name(self) -> str:
        label = str(self.label or "Date")
        return label if reads(label) in {Reads.THING, Reads.OWNED} else "The day"


def month_of(text: str) -> int:
    """A month typed as a number or a name ("3", "mar", "March") as 1 to 12; ValueError otherwise."""
    if text.isascii() and text.isdigit():
        return int(text)
    found = [i for i, name in enumerate(MONTHS, start=1) if len(text) >= 3 and name.startswith(text.lower())]
    if len(found) != 1:
        raise ValueError(text)
    return found[0]


class UnitInput(forms.TextInput):
    """A number with its unit after it, or a sign before it: hours, %, £."""

    template_name = "look/forms/unit.html"

    def __init__(
        self, *, after: str = "", before: str = "", width: int = 5, attrs: dict[str, Any] | None = None
    ) -> None:
        self.after, self.before, self.width = after, before, width
        super().__init__({"inputmode": "decimal", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The box with what stands on either side."""
        context = super().get_context(name, value, attrs)
        return {**context, "after": self.after, "before": self.before, "wide": self.width}


class CountedTextarea(forms.Textarea):
    """Text with a limit: counted as it is typed with JavaScript, told beforehand without."""

    template_name = "look/forms/counted.html"

    def __init__(self, limit: int, rows: int = 5, attrs: dict[str, Any] | None = None) -> None:
        self.limit = limit
        super().__init__({"rows": rows, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The box, told where its count is."""
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["attrs"]
        count = f"{shown.get('id', name)}-info"
        shown["aria-describedby"] = f"{shown.get('aria-describedby', '')} {count}".strip()
        return {**context, "limit": self.limit, "count_id": count}


class CountedField(forms.CharField):
    """Text up to a number of characters, with the count shown; too long says by how much."""

    def __init__(self, *, limit: int, rows: int = 5, **kwargs: Any) -> None:
        self.limit = limit
        super().__init__(widget=CountedTextarea(limit, rows), **kwargs)

    def validate(self, value: Any) -> None:
        """No longer than the limit."""
        super().validate(value)
        if value and len(value) > self.limit:
            name, over = as_object(str(self.label or "text")), len(value) - self.limit
            characters = "1 character" if over == 1 else f"{over} characters"
            raise ValidationError(f"Shorten {name} by {characters}: the limit is {self.limit}", code="long")


CLOCKS = ["%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p"]
NO_CLOCK = {"invalid": "Enter a time like 14:30 or 2:30pm"}


class ClockField(forms.TimeField):
    """A time of day as people write it: 14:30, 2.30pm, 9am."""

    def __init__(self, **given: Any) -> None:
        super().__init__(input_formats=CLOCKS, error_messages=NO_CLOCK, **given)
        self.widget.attrs["class"] = "govuk-input--width-5"

    def to_python(self, value: Any) -> time | None:
        """The time, with or without spaces in it."""
        return super().to_python(value.replace(" ", "") if isinstance(value, str) else value)
