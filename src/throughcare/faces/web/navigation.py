"""Where a member can go, by what their role may do."""

from __future__ import annotations

from dataclasses import dataclass

from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission as May


@dataclass(frozen=True)
class Place:
    """One entry of the service navigation."""

    text: str
    href: str
    active: bool = False


PLACES: list[tuple[str, str, May | None]] = [
    ("Home", "/", None),
    ("Find a person", "/people/search", May.LOOK_AT_PEOPLE),
    ("My caseload", "/caseload", May.RECORD_ON_TIMELINE),
    ("Team", "/team", May.LOOK_AT_TEAM),
    ("Allocation", "/allocation", May.ALLOCATE_CASE),
    ("Court lists", "/courts", May.LOOK_AT_COURT_LISTS),
    ("Court results", "/imports", May.IMPORT_COURT_RESULTS),
    ("Matching", "/matches", May.DECIDE_MATCH),
    ("New case", "/newcomers", May.OPEN_CASE),
    ("Samples", "/samples", May.DRAW_SAMPLE),
    ("Organisations", "/organisations", May.ADMINISTER_ORGANISATIONS),
    ("Audit", "/audit", May.READ_AUDIT),
    ("Outcomes", "/outcomes", May.LOOK_AT_OUTCOMES),
    ("Fairness", "/fairness", May.AUDIT_SCORES),
    ("Models", "/models", None),
]


def for_member(member: Member | None, path: str) -> list[Place]:
    """The places this member can go, with the present one marked."""
    if member is None:
        return []
    allowed = [(text, href) for text, href, may in PLACES if may is None or member.may(may)]
    return [
        Place(text, href, path == href if href == "/" else path.startswith(href)) for text, href in allowed
    ]
