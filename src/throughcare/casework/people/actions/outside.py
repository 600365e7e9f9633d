"""Looking outside one's wall, which is an act with a reason and not a search like any other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused

from ..rules.asking import Asked, understand
from ._matching import ask
from ._seen import said


@dataclass(frozen=True)
class Glimpse:
    """All that a duty officer may learn of a person held elsewhere: whom to ring."""

    person_id: UUID
    name: str
    year_of_birth: int | None
    holding_office: str | None


@action(Permission.SEARCH_OUTSIDE_WALL)
def look_outside_wall(
    *, by: Member, at: datetime, because: str, words: str = "", born: date | None = None, number: str = ""
) -> list[Glimpse]:
    """Who, held elsewhere, closely fits a name, a day of birth or a number: at most ten, never restricted ones.

    The reason is written in the audit with the ids of those shown.
    """
    reason = said(because, field="because", longest=300)
    if len(reason) < 10:
        raise Refused("Say in a few words why you need to know who holds this person.", field="because")
    asked: Asked = understand(words, born, number)
    rows = ask("SELECT * FROM people_glimpse(%s, %s::date, %s)", [asked.words, asked.born, asked.number])
    found = [Glimpse(*row) for row in rows]
    concerns([glimpse.person_id for glimpse in found])
    add_to_line(reason, found=len(found))
    return found
