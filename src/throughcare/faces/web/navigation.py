"""Where a member can go, by what their role may do: the entries of every face."""

from __future__ import annotations

from dataclasses import dataclass

from throughcare.faces.face import Entry, faces
from throughcare.foundation.access.rules import Member

HOME = Entry("Home", "/", None, 0)
_ROW, _SHOWN = 11, 9
"""How many places fit in one row, and how many of more are shown before the rest, which is one step away."""


@dataclass(frozen=True)
class Place:
    """One entry of the service navigation, as one member sees it; ``more`` where it stands with the rest."""

    text: str
    href: str
    active: bool = False
    what_for: str = ""
    more: bool = False


def entries() -> list[Entry]:
    """Every entry there is, in order."""
    return [
        HOME,
        *sorted((entry for face in faces() for entry in face.entries), key=lambda entry: entry.place),
    ]


def for_member(member: Member | None, path: str) -> list[Place]:
    """The places this member can go, with the present one marked; where they fill more than a row, what comes last is the rest.

    The present one always stands in the row: where it is of the rest, it takes the last place of the row from another.
    """
    if member is None:
        return []
    open_to = [e for e in entries() if e.may is None or member.may(e.may)]
    nearest = max((e for e in open_to if _is_within(path, e.above or e.href)), key=_how_near, default=None)
    here = nearest.href if nearest else ""
    shown = len(open_to) if len(open_to) <= _ROW else _SHOWN
    shown -= here in {e.href for e in open_to[shown:]}
    return [
        Place(e.text, e.href, e.href == here, e.what_for, more=number >= shown and e.href != here)
        for number, e in enumerate(open_to)
    ]


def _how_near(entry: Entry) -> int:
    return len(entry.above or entry.href)


def _is_within(path: str, href: str) -> bool:
    """Whether a page is the entry's own or lies beneath it; of several such, the longest is where one is."""
    return path == href if href == "/" else path.startswith(href)
