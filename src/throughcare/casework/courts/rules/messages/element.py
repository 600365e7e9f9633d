"""A message's elements, each with its path, so that what is wrong is named as its sender names it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from throughcare.foundation.kernel.days import LONDON

from ..stream import what_cannot_be_kept

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
_EARLIEST, _LATEST = 1900, 2200
MOST_FAULTS = 50


@dataclass
class Faults:
    """Every fault of one message: the element's path and what is wrong with it, at most fifty."""

    found: list[tuple[str, str]] = field(default_factory=list)

    def add(self, path: str, because: str) -> None:
        """Keep a fault."""
        if len(self.found) < MOST_FAULTS:
            self.found.append((path, because))


@dataclass(frozen=True)
class Element:
    """One element of a message: its path, its value, and where faults are kept."""

    path: str
    value: Json
    faults: Faults

    def wrong(self, because: str) -> None:
        """Say what is wrong with this element."""
        self.faults.add(self.path, because)

    def __getitem__(self, name: str) -> Element:
        found = self.value.get(name) if isinstance(self.value, dict) else None
        return Element(f"{self.path}.{name}" if self.path else name, found, self.faults)

    @property
    def is_there(self) -> bool:
        """Whether it was sent: null and an empty text are as if it had not been."""
        return self.value not in (None, "", [], {})

    def object(self, *, needed: bool = False) -> Element:
        """This element, which is an object; where it is not, a fault."""
        if self.value not in (None, "") and not isinstance(self.value, dict):
            self.wrong("is not an object")
        elif needed and not self.value:
            self.wrong("is missing")
        return self

    def each(self, *, needed: bool = False) -> Iterator[Element]:
        """The elements of a list; where it is no list, or empty though needed, a fault."""
        if self.value is not None and not isinstance(self.value, list):
            self.wrong("is not a list")
            return
        held = self.value or []
        if needed and not held:
            self.wrong("is missing")
        for place, one in enumerate(held):
            yield Element(f"{self.path}[{place}]", one, self.faults).object(needed=True)

    def text(self, *, needed: bool = False, longest: int = 20_000) -> str:
        """A text or a whole number as one line of text; empty where none was sent."""
        value = self.value
        if value is None or isinstance(value, bool | float | list | dict):
            if value is not None:
                self.wrong("is not a text")
            elif needed:
                self.wrong("is missing")
            return ""
        said = " ".join(str(value).split())
        if needed and not said:
            self.wrong("is missing")
        if strange := what_cannot_be_kept(said):
            self.wrong(f"holds {strange}")
            return ""
        if len(said) > longest:
            self.wrong(f"is longer than {longest} characters")
            return ""
        return said

    def uuid(self, *, needed: bool = False) -> str:
        """A UUID in its standard spelling; a fault where it is none."""
        said = self.text(needed=needed)
        try:
            return str(UUID(said)) if said else ""
        except ValueError:
            self.wrong("is not a UUID")
            return ""

    def instant(self, *, needed: bool = False) -> datetime | None:
        """An instant as London's clock shows it; one without a zone is taken to be London's."""
        said = self.text(needed=needed, longest=60)
        if not said:
            return None
        try:
            at = datetime.fromisoformat(said.removesuffix("[UTC]"))
            local = at.astimezone(LONDON) if at.tzinfo else at.replace(tzinfo=LONDON)
        except (ValueError, OverflowError):
            self.wrong(f"is “{said}”: expected a date and time, as 2026-03-31T09:00:00.000Z")
            return None
        if not _EARLIEST <= local.year <= _LATEST:
            self.wrong(f"is “{said}”: the year cannot be {local.year}")
            return None
        return local


def iso_day(written: str) -> str:
    """A day as the courts write it (2026-03-31 or 31/03/2026) as 2026-03-31; empty where it is no day.

    >>> iso_day("31/03/2026"), iso_day("2026-03-31T00:00:00"), iso_day("31 March")
    ('2026-03-31', '2026-03-31', '')
    """
    said = written.strip()[:10]
    try:
        if said.count("/") == 2:
            day, month, year = said.split("/")
            return date(int(year), int(month), int(day)).isoformat()
        return date.fromisoformat(said).isoformat()
    except ValueError:
        return ""
