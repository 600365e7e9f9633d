"""The service's values in words and colours, the same on every page."""

from __future__ import annotations

from throughcare.faces.web.look.parts import Colour, Tag
from throughcare.foundation.kernel import Permission

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


def gravity(risk: str) -> int:
    """Where a risk stands among the others, the gravest first: 0 for very high, 4 for not assessed."""
    return list(_RISK).index(risk)


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
    "sample": "Opened a sample for inspection",
    "newcomer": "Looked for somebody before opening a case",
    "newcomers": "Opened the page of new cases",
}


_CAUSES = {
    "recorded": "Recorded the person",
    "court date": "A court date",
    "tenure": "Holds a role in the case",
    "responsibility": "Is the responsible team",
    "transfer": "A transfer on offer",
    "sample": "Drawn in a sample for inspection",
}


def cause_words(cause: str) -> str:
    """Why a team could see a person, in plain words."""
    return _CAUSES.get(cause) or first_capital(cause)


_DONE = {permission.value for permission in Permission}


def act_words(act: str) -> str:
    """An entry of the audit in plain words: what was done, or which page or operation was opened."""
    name = act.rsplit(":", 1)[-1]
    if act in _DONE:
        return first_capital(act)
    return _LOOKS.get(name) or f"Opened {name.replace('_', ' ').replace('-', ' ')}"


_AGREEMENT = {
    "Exact match on first_and_last_name_std": "The same name",
    "Jaro-Winkler distance of first_and_last_name_std >= 0.9": "Nearly the same name",
    "Match on reversed cols: name_1_std and last_name_std (both directions)": "The same names the other way round",
    "(Array intersection size >= 1) AND (Array intersection size >= 1)": "A forename and a surname, or aliases, in common",
    "(Jaro-Winkler distance of name_1_std >= 0.7) AND (Jaro-Winkler distance of last_name_std >= 0.7)": (
        "A like forename and a like surname"
    ),
    "Exact match on name_1_std": "The same first forename",
    "Exact match on last_name_std": "The same surname",
    "Exact match on date_of_birth": "The same",
    "Array intersection size >= 1, few dob aliases": "One in common, of a few given",
    "Array intersection size >= 1, lots of dob aliases": "One in common, of many given",
    "Same first 3 birth-year digits and Levenshtein distance of year-suffix/month-day <= 1": "One figure different",
    "Abs difference of 'date_of_birth <= 5 year'": "Within five years",
    "tf arr mul < 0.00001": "The same, and a rare one",
    "tf arr mul < 0.0001": "The same, and an uncommon one",
    "tf arr mul < 0.001": "The same, and a common one",
    "Exact match on name_2_std": "The same",
    "Jaro-Winkler distance of name_2_std >= 0.85": "Nearly the same",
    "Exact match on pnc and cro": "Both the same",
    "Exact match on pnc_single": "The same PNC number",
    "Exact match on cro_single": "The same CRO number",
    "PNC and CRO core numbers match": "The same apart from the check letter or the year",
    "Explicit mismatch on pnc and cro": "Both different",
    "Array intersection size >= 1": "One in common",
    "Array intersection size >= 1, one element": "One in common, of one",
    "Array intersection size >= 1, few elements": "One in common, of a few",
    "Array intersection size >= 1, medium elements": "One in common, of several",
    "Array intersection size >= 1, many elements": "One in common, of many",
    "First or last elements within 2 weeks": "Within two weeks of each other",
    "Exact match on override_marker": "Ruled the same before",
    "Different manual override in same scope": "Ruled different before",
    "Exact match on master_defendant_id": "The same",
    "All other comparisons": "Not alike",
    "nothing to compare": "Nothing to compare",
}


def agreement_words(level: str) -> str:
    """How far two records agree on one thing, in plain words for a level of the matching model."""
    return _AGREEMENT.get(level, level)
