"""Where a member can go, by what their role may do: the entries of every face."""

from __future__ import annotations

from dataclasses import dataclass

from throughcare.faces.face import Entry, faces
from throughcare.foundation.access.rules import Member

HOME = Entry("Home", "/", None, 0)


@dataclass(frozen=True)
class Place:
    """One entry of the service navigation, as one member sees it."""

    text: str
    href: str
    active: bool = False
    what_for: str = ""


def entries() -> list[Entry]:
    """Every entry there is, in order."""
    return [
        HOME,
        *sorted((entry for face in faces() for entry in face.entries), key=lambda entry: entry.place),
    ]


def for_member(member: Member | None, path: str) -> list[Place]:
    """The places this member can go, with the present one marked."""
    if member is None:
        return []
    open_to = [e for e in entries() if e.may is None or member.may(e.may)]
    here = max((e.href for e in open_to if _is_within(path, e.href)), key=len, default="")
    return [Place(e.text, e.href, e.href == here, e.what_for) for e in open_to]


def _is_within(path: str, href: str) -> bool:
    """Whether a page is the entry's own or lies beneath it; of several such, the longest is where one is."""
    return path == href if href == "/" else path.startswith(href)
