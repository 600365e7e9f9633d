"""What somebody without an account may ask for: which words are taken, and what they are told of what became of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from throughcare.foundation.kernel import Refused

from .words import Nominator, ProjectState

PUBLIC = tuple(one for one in Nominator if one is not Nominator.SERVICE)
"""Who asks without an account: anybody but the service itself."""
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PHONE = re.compile(r"(?:\+44|\b0)(?:[\s().-]*\d){9,10}\b")
LONGEST = {"title": 100, "problem": 500, "place": 100, "asked_for_by": 150}


def check_words(words: str, field: str, otherwise: str) -> str:
    """Words that must be given, without the spaces around them and without anybody's e-mail address or telephone number."""
    plain = " ".join(words.replace("\0", "").split())
    if otherwise and not plain:
        raise Refused(otherwise, field=field)
    if len(plain) > LONGEST[field]:
        raise Refused(f"At most {LONGEST[field]} characters; this has {len(plain)}.", field=field)
    if _EMAIL.search(plain):
        raise Refused("Take the e-mail address out: nothing that says who anybody is is kept.", field=field)
    if _PHONE.search(plain):
        raise Refused("Take the telephone number out: nothing that says who anybody is is kept.", field=field)
    return plain


@dataclass(frozen=True)
class AskStands:
    """What was asked for as it stands: when, whether it was set aside and why, and the project that was made of it (None: none yet)."""

    asked_on: date
    set_aside_because: str = ""
    project: ProjectState | None = None
    title: str = ""
    decided_because: str = ""
    starts: date | None = None
    achieved: str = ""


def told(stands: AskStands) -> str:
    """What whoever asked is told, in plain words."""
    if stands.set_aside_because:
        return f"It was not taken on. {stands.set_aside_because}"
    if stands.project is None:
        return "The team has not looked at it yet."
    return {
        ProjectState.NOMINATED: "The team has read it, and decides whether to take it on.",
        ProjectState.REFUSED: f"It was not taken on. {stands.decided_because}",
        ProjectState.APPROVED: f"It was taken on{_from(stands.starts)}.",
        ProjectState.CLOSED: f"It is finished. What was achieved: {stands.achieved}",
    }[stands.project]


def _from(day: date | None) -> str:
    return f", and is worked on from {day:%-d %B %Y}" if day else ""
