"""The roles by what they are for, and what a line about a page or an operation says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

OFFICERS = {"offender manager", "probation services officer", "prison offender manager"}
LEADS = {"senior probation officer", "head of delivery unit"}
PRACTISE = OFFICERS | LEADS
PROVIDER = {"provider worker", "provider lead"}
COURT = {"court officer"}
CLERK = {"case administrator"}
PROTECT = {"public protection chair"}
LOOK = (
    PRACTISE | PROVIDER | COURT | CLERK | PROTECT | {"police partner", "terrorism risk officer", "inspector"}
)
ADMIN = {"administrator"}
NEVER_A_PERSON = {
    "sentencer",
    "commissioner",
    "evaluator",
    "moderator",
    "victim liaison officer",
    "analyst",
    "needs analyst",
    "finance officer",
}
EVERYBODY = LOOK | ADMIN | NEVER_A_PERSON
TEAM = PRACTISE | {"provider lead"} | CLERK
APPOINT = LEADS | {"provider lead"} | COURT
OFFER = PRACTISE | {"provider lead"}
ANSWER = LEADS | {"provider lead"}
RECORD = PRACTISE | PROVIDER
AMEND = PRACTISE | COURT | CLERK
RULE = COURT | CLERK | LEADS | {"provider lead"}
TOKENS = LOOK | ADMIN
MEASURE = LEADS | {"commissioner", "analyst", "needs analyst"}
AREA = LEADS | {
    "commissioner",
    "analyst",
    "needs analyst",
    "victim liaison officer",
    "police partner",
    "provider lead",
}
AUDIT_SCORES = {"commissioner", "analyst", "inspector"}
OPEN = LEADS | COURT
ANYBODY: set[str] = set()  # open even to those who have not signed in


@dataclass(frozen=True)
class Page:
    """Who may open a page, and the answers to opening it."""

    roles: set[str]
    inside: int = 200
    outside: int | None = None
    nothing_for: frozenset[str] | set[str] = frozenset()
    """Of those who may, who finds nothing there to be done: the page is offered where they work, and not about this person."""


ABOUT_A_PERSON = 404


@dataclass(frozen=True)
class Call:
    """Who may call an operation, how it is called, and the answers; 422 is a refusal in words, after the permission."""

    roles: set[str]
    path: str
    inside: int = 200
    outside: int | None = None
    body: dict[str, Any] | None = None
    method: str = field(default="")

    @property
    def verb(self) -> str:
        """GET without a body, POST with one."""
        return self.method or ("get" if self.body is None else "post")


# Bodies are good in form; where doing the thing would change the world for the next role, they ask for what is
# refused in words (a version long gone, a member who is not there), which comes after every wall.
GONE = {"version": 999_999}
A_FILE: dict[str, Any] = {"file": "an empty file"}  # sent as a form with an empty file
NOBODY = "00000000-0000-7000-8000-000000000000"
