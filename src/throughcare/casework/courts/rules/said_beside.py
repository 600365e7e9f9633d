"""What a court says beside a requirement that is no length of it: the hours of a curfew, the place of an exclusion or a residence."""

from __future__ import annotations

import re
from typing import Final

_CLOCK = r"(?:\d{1,2}(?:[:.]\d{2})? ?(?:am|pm|hrs)|\d{1,2}[:.]\d{2}|(?:[01]\d|2[0-4])[0-5]\d(?: ?hrs)?|midnight|midday|noon)"
_EACH = r"(?:(?:a|per|each|every) (?:day|night)|daily|nightly|overnight)"
_TAGGED = r"(?:with )?(?:an? )?(?:electronic(?:ally)? (?:monitor(?:ed|ing)|tagg(?:ed|ing))|tag(?:ged)?)"
_FROM_TO = rf"(?:(?:from|between) )?{_CLOCK} ?(?:to|and|until|till|-|–) ?{_CLOCK}"
_HOURS_A_DAY = rf"(?:for )?(?:1\d|2[0-4]|[1-9]) (?:hours|hrs) {_EACH}"
_HOURS = re.compile(
    rf",? ?\b(?:{_FROM_TO}|{_HOURS_A_DAY})(?:,? {_EACH})?(?:,? {_TAGGED})?(?![\w:])|,? ?\b{_TAGGED}$"
)
_OF_A_PLACE = re.compile(
    r"(?P<kind>(?:exclusion(?: zone)?|residence|prohibited activity)(?: requirement)?(?: (?:for )?\d{1,5} ?[a-z]+)?)"
    r"[:,]? (?P<beside>(?:from|at|in|near|not to|to (?:live|reside)|within)\b .+)"
)
_A_LENGTH: Final = re.compile(r"\b\d{1,5} ?(?:hours?|hrs?|days?|weeks?|wks?|months?|mths?|years?|yrs?)\b")


def apart(text: str) -> tuple[str, str]:
    """A requirement without what was said beside it, and that; the requirement as it stands where nothing was, or more than once.

    >>> apart("curfew 8 weeks 7pm to 7am"), apart("exclusion 6 months from the town centre")
    (('curfew 8 weeks', '7pm to 7am'), ('exclusion 6 months', 'from the town centre'))
    """
    if re.search(r"\bcurfew\b", text):
        return _hours_apart(re.sub(r"[()]", "", text))
    found = _OF_A_PLACE.fullmatch(text)
    if found is None or _A_LENGTH.search(found["beside"]):
        return text, ""
    return found["kind"], found["beside"]


def _hours_apart(text: str) -> tuple[str, str]:
    found = list(_HOURS.finditer(text))
    if len(found) != 1:
        return text, ""
    said = found[0]
    return f"{text[: said.start()]} {text[said.end() :]}".strip(), said[0].strip(" ,")
