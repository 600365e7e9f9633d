"""What a face puts on home: what waits, the diary, what was asked of others, what changed, and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from throughcare.faces.web.look.parts import Link, Table, Tag, Task
from throughcare.faces.web.matter import Asked, Changed, Matter, Noted
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission as May


@dataclass(frozen=True)
class Step:
    """One step of setting a service up: where it is done and whether it is; ``needed`` when nothing works without it."""

    title: str
    href: str
    done: bool
    hint: str
    needed: bool = True


@dataclass(frozen=True)
class HomeCard:
    """What one face has to say to the viewer; ``place`` orders its tables among those of all faces.

    ``matters`` are what waits for them, ``diary`` what is on which day, ``asked`` what they wait for from others,
    ``changed`` what others did since yesterday. ``steps`` are those of setting a service up, for whoever keeps it.

    ``anchor`` is where a link may lead to the table, ``more`` a way to the whole of it. ``own_work`` says that the
    table is the member's daily work, so that home need not say what else they could do.
    """

    place: int
    matters: Sequence[Matter] = ()
    diary: Sequence[Noted] = ()
    asked: Sequence[Asked] = ()
    changed: Sequence[Changed] = ()
    table: Table | None = None
    anchor: str = ""
    more: Link | None = None
    own_work: bool = False
    steps: Sequence[Step] = ()


def steps_left(steps: Sequence[Step]) -> list[Task]:
    """Every step with how it stands, the first needed one marked as the next; none once no needed one is left."""
    following = next((step for step in steps if step.needed and not step.done), None)
    if following is None:
        return []
    return [Task(step.title, _stands(step, following), step.href, step.hint) for step in steps]


def _stands(step: Step, following: Step) -> Tag | str:
    if step.done:
        return "Done"
    if step is following:
        return Tag("Do this next", "blue")
    return Tag("To do") if step.needed else "May be left"


def works_jointly(member: Member) -> bool:
    """Whether a member only reads what others share with their team."""
    writes = (May.RECORD_ON_TIMELINE, May.RECORD_PEOPLE, May.DRAW_SAMPLE)
    return member.may(May.LOOK_AT_PEOPLE) and not any(member.may(permission) for permission in writes)


def keeps_victims_told(member: Member) -> bool:
    """Whether a member tells victims what they may know, and opens no record."""
    return not member.may(May.LOOK_AT_PEOPLE) and member.role == "victim liaison officer"
