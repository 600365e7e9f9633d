"""What the prison says of a day beside what is worked out: by how much they differ, and what would explain it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .dates import Worked, work_out
from .licence_days import Calendar, last_worked
from .terms import Adjusted, Custodial
from .words import DateKind, Group, TermKind


@dataclass(frozen=True)
class Differs:
    """A day that the prison gave beside ours: days by which it is later (negative: earlier), and what would make them one."""

    kind: DateKind
    theirs: date
    ours: date | None
    reasons: tuple[str, ...]

    @property
    def days(self) -> int | None:
        """By how many days the prison's is later; None where we have none."""
        return (self.theirs - self.ours).days if self.ours else None

    @property
    def agrees(self) -> bool:
        """Whether both are one."""
        return self.ours == self.theirs


def differs(
    kind: DateKind, theirs: date, terms: Sequence[Custodial], adjusted: Adjusted, *, on: date, calendar: Calendar,
    barred: bool = False,
) -> Differs:  # fmt: skip
    """The prison's day beside ours; where they differ, each change of one fact that would make ours theirs."""
    if not terms:
        return Differs(kind, theirs, None, ("no custodial sentence is recorded, so nothing was worked out",))
    worked = work_out(terms, adjusted, on=on, barred_from_curfew=barred)
    ours = worked.on(kind)
    if ours == theirs:
        return Differs(kind, theirs, ours, ())
    if ours is None:
        return Differs(
            kind, theirs, None, worked.unknown or ("by the rules that are known here there is no such day",)
        )
    said = tuple(_explained(kind, theirs, ours, terms, adjusted, on, calendar, barred))
    return Differs(
        kind,
        theirs,
        ours,
        said or ("nothing that is known here explains it: ask the prison how it was worked out",),
    )


def _explained(
    kind: DateKind, theirs: date, ours: date, terms: Sequence[Custodial], adjusted: Adjusted, on: date,
    calendar: Calendar, barred: bool,
) -> Iterator[str]:  # fmt: skip
    days = (theirs - ours).days
    if theirs == last_worked(ours, calendar):
        yield "release on a day when no office is open is brought forward to the last working day before"
    for place, one in enumerate(terms):
        for group in Group if one.kind is TermKind.STANDARD else ():
            other = [*terms[:place], replace(one, group=group), *terms[place + 1 :]]
            if group is not one.group and _gives(other, adjusted, on, barred, kind) == theirs:
                yield f"it is right if the sentence of {one.passed_on:%-d %B %Y} is {group.told}"
    moved = replace(adjusted, credit=adjusted.credit - days)
    if abs(days) <= _MOST_DAYS and _gives(terms, moved, on, barred, kind) == theirs:
        more = "more" if days < 0 else "fewer"
        yield f"it is right if {abs(days)} {more} days on remand or tagged bail count"
    if 0 < days <= _MOST_DAYS:
        yield f"it is right if {days} days were added, or spent unlawfully at large, that are not recorded here"


_MOST_DAYS = 1100


def _gives(
    terms: Sequence[Custodial], adjusted: Adjusted, on: date, barred: bool, kind: DateKind
) -> date | None:
    return work_out(terms, adjusted, on=on, barred_from_curfew=barred).on(kind)


def moved_words(before: Worked | None, now: Worked) -> tuple[str, ...]:
    """Which days have moved since they were last looked at, in words, each with what is to be looked at again."""
    if before is None:
        return ()
    found = []
    for kind in DateKind:
        was, now_on = before.on(kind), now.on(kind)
        if was != now_on:
            from_, to = (f"{day:%-d %B %Y}" if day else "no day" for day in (was, now_on))
            found.append(f"{kind}: from {from_} to {to}")
    return tuple(found)
