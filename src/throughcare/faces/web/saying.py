"""The service's values in words and colours, the same on every page."""

from __future__ import annotations

from throughcare.faces.web.look.parts import Colour, Tag

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
}
_SENTENCES = {
    "none": "No sentence",
    "awaiting_sentence": "Awaiting sentence",
    "diversion": "Diversion",
    "community_order": "Community order",
    "suspended_sentence_order": "Suspended sentence order",
    "custody_under_12_months": "Custody, under 12 months",
    "custody_12_months_or_more": "Custody, 12 months or more",
}


def risk_tag(risk: str) -> Tag:
    """A risk of serious harm as a tag; not assessed is said, never left out."""
    words, colour = _RISK[risk]
    return Tag(words, colour)


def state_tag(state: str) -> Tag:
    """A state as a tag."""
    return Tag(state[:1].upper() + state[1:], _STATE.get(state, "grey"))


def sentence_words(axis: str) -> str:
    """What the court has done so far, in words."""
    return _SENTENCES.get(axis, axis.replace("_", " "))


def first_capital(words: str) -> str:
    """The words with a capital at the start."""
    return words[:1].upper() + words[1:]


_LOOKS = {
    "person": "Opened the summary",
    "found": "Searched for people",
    "search": "Searched for people",
    "timeline": "Opened the timeline",
    "sentence": "Opened the sentence",
    "identity": "Opened identity and matching",
    "amend": "Opened the details to change",
    "access": "Opened who can see",
    "kin": "Opened whether they are kin",
    "home": "Opened the home page",
    "caseload": "Opened a caseload",
    "team": "Opened the team page",
    "transfer": "Opened a transfer",
    "sitting": "Opened a court list",
    "matches": "Opened the matching queue",
    "match": "Opened a possible match",
    "assessments": "Opened the assessments",
    "assessment": "Opened an assessment",
    "scores": "Opened the scores",
    "tier": "Opened the tier",
    "own_summary": "Opened the person's own summary",
    "record": "Opened the page to record something",
    "risk": "Opened the page to record risk",
    "appoint": "Opened the page to appoint",
    "offer": "Opened the page to offer a transfer",
}


_CAUSES = {
    "recorded": "Recorded the person",
    "court date": "A court date",
    "tenure": "Holds a role in the case",
    "responsibility": "Is the responsible team",
    "transfer": "A transfer on offer",
}


def cause_words(cause: str) -> str:
    """Why a team could see a person, in plain words."""
    return _CAUSES.get(cause) or first_capital(cause)


def act_words(act: str) -> str:
    """An entry of the audit in plain words: what was done, or which page or operation was opened."""
    name = act.rsplit(":", 1)[-1]
    return _LOOKS.get(name) or first_capital(name.replace("_", " ").replace("-", " "))
