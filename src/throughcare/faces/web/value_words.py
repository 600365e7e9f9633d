"""The service's values in words and colours, the same on every page."""

from __future__ import annotations

import re
from datetime import date

from throughcare.faces.face import faces
from throughcare.faces.web.look.parts import Colour, Tag
from throughcare.foundation.kernel import Permission
from throughcare.foundation.operating_model.rules import Cohort

_RISK: dict[str, tuple[str, Colour]] = {
    "very_high": ("Very high risk", "red"),
    "high": ("High risk", "red"),
    "medium": ("Medium risk", "yellow"),
    "low": ("Low risk", "green"),
    "not_assessed": ("Risk not assessed", "orange"),
}
_STATE: dict[str, Colour] = {
    "in force": "teal",
    "in breach": "red",
    "completed": "green",
    "revoked": "grey",
    "requested": "blue",
    "writing": "teal",
    "sent": "green",
    "waiting": "blue",
    "running": "teal",
    "done": "green",
    "refused": "red",
    "stopped": "grey",
    "offered": "blue",
    "accepted": "green",
    "withdrawn": "grey",
    "returned": "yellow",
    "delivering": "teal",
    "concluded": "green",
}
COHORT_WORDS = {
    Cohort.IOM: "Integrated offender management",
    Cohort.WOMEN: "Women",
    Cohort.MAPPA: "Multi-agency public protection (MAPPA)",
    Cohort.PUBLIC_INTEREST: "Public interest",
    Cohort.SEXUAL_OR_VIOLENT: "Sexual or violent offence",
    Cohort.DEPORTATION: "Deportation",
}
"""The groups that an operating model divides people by."""
_SENTENCES = {
    "none": "No sentence",
    "awaiting_sentence": "Awaiting sentence",
    "diversion": "Diversion",
    "community_order": "Community order",
    "suspended_sentence_order": "Suspended sentence order",
    "custody_under_12_months": "Custody, under 12 months",
    "custody_12_months_or_more": "Custody, 12 months or more",
}


_KEPT_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def as_read(kept: object) -> object:
    """A value that is kept as text, as a page shows it: a day kept as 2026-05-12 is a day, anything else stays as it is."""
    if not isinstance(kept, str) or not _KEPT_DAY.fullmatch(kept):
        return kept
    try:
        return date.fromisoformat(kept)
    except ValueError:
        return kept


def risk_tag(risk: str) -> Tag:
    """A risk of serious harm as a tag; not assessed is said, never left out."""
    words, colour = _RISK[risk]
    return Tag(words, colour)


def gravity(risk: str) -> int:
    """Where a risk stands among the others, the gravest first: 0 for very high, 4 for not assessed."""
    return list(_RISK).index(risk)


def state_tag(state: str) -> Tag:
    """A state as a tag."""
    return Tag(state[:1].upper() + state[1:], _STATE.get(state, "grey"))


def sentence_words(axis: str) -> str:
    """What the court has done so far, in words."""
    return _SENTENCES.get(axis, axis.replace("_", " "))


def first_small(words: str) -> str:
    """Words as they stand within a sentence: the first letter small, names and months as they are."""
    return words[:1].lower() + words[1:]


def first_capital(words: str) -> str:
    """The words with a capital at the start."""
    return words[:1].upper() + words[1:]


def cause_words(cause: str) -> str:
    """Why a team could see a person, in plain words."""
    return next((face.causes[cause] for face in faces() if cause in face.causes), first_capital(cause))


HOME = {"home": "Opened the home page"}
_DONE = {permission.value for permission in Permission}


_PERMISSIONS = {"change hat": "change to another of one's roles"}


def permission_words(permission: str) -> str:
    """A permission as a page says it."""
    return _PERMISSIONS.get(permission, permission)


def act_words(act: str) -> str:
    """An entry of the audit in plain words: what was done, or which page or operation was opened."""
    name = act.rsplit(":", 1)[-1]
    if act in _DONE:
        return first_capital(permission_words(act))
    said = next((face.looks[name] for face in faces() if name in face.looks), "")
    return said or HOME.get(name) or f"Opened {name.replace('_', ' ').replace('-', ' ')}"
