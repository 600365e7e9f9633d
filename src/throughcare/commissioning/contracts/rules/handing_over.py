"""The certificate of a hand-over: what a team had, and where each of it is afterwards. Pure: every thing is counted once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

Held = Mapping[str, frozenset[UUID]]
"""What a team has, by kind: rows of records, and nobody's name."""


@dataclass(frozen=True)
class Passed:
    """What became of one kind: how many the team had, how many passed, and which stayed behind, are nobody's, or are both teams'.

    ``others``: what a third team answers for and is to see to now, such as a role in a case that is not the giver's.
    """

    kind: str
    before: int
    passed: int
    stayed: tuple[UUID, ...] = field(default=())
    nobodys: tuple[UUID, ...] = field(default=())
    twice: tuple[UUID, ...] = field(default=())
    others: int = 0

    @property
    def is_conserved(self) -> bool:
        """Whether each has exactly one owner afterwards."""
        return not self.nobodys and not self.twice

    @property
    def is_whole(self) -> bool:
        """Whether all of it passed."""
        return self.is_conserved and not self.stayed


def certified(
    before: Held, giver: Held, receiver: Held, others: frozenset[UUID] = frozenset()
) -> list[Passed]:
    """For every kind that the giver had, where each of it is now: with the receiver, left behind, with a third, with neither, or with both."""
    found = []
    for kind in sorted(before):
        had = before[kind]
        there, here = giver.get(kind, frozenset()) & had, receiver.get(kind, frozenset()) & had
        nobodys = had - there - here
        found.append(
            Passed(
                kind, len(had), len(here - there), tuple(sorted(there - here)), tuple(sorted(nobodys - others)),
                tuple(sorted(there & here)), len(nobodys & others),
            )
        )  # fmt: skip
    return [one for one in found if one.before]


def check_conserved(found: Iterable[Passed]) -> None:
    """Refuse a hand-over after which something has no owner, or two."""
    for one in found:
        if not one.is_conserved:
            wrong, words = (one.nobodys, "nobody's") if one.nobodys else (one.twice, "both teams'")
            raise Refused(f"{len(wrong)} of {one.before} ({one.kind}) would be {words}. Nothing has passed.")


def check_seen(people: int, unseen: int, receiver: str) -> None:
    """Refuse a hand-over to a team that no agreement lets see everybody whose things pass."""
    if unseen:
        raise Refused(
            f"No agreement lets {receiver} see {unseen} of the {people} people. Agree to share first; nothing has passed.",
            field="to_unit",
        )


def check_rehearsed(rehearsed: Iterable[datetime], at: datetime, days: int) -> None:
    """Refuse a hand-over that was not rehearsed between the same teams within so many days."""
    since = day_of(at) - timedelta(days=days)
    if not any(since <= day_of(one) and one <= at for one in rehearsed):
        raise Refused(
            f"Rehearse it first: no rehearsal between these two teams was kept in the last {days} days."
        )


def check_over(ended: date | None, today: date) -> None:
    """Refuse a hand-over before the agreement's last day, or of one that goes on."""
    if ended is None:
        raise Refused("This agreement goes on. Give notice, or say that its provider failed.")
    if today < ended:
        raise Refused(f"This agreement goes on until {ended:%-d %B %Y}. What its provider has passes then.")


def kept(found: Iterable[Passed]) -> list[dict[str, Any]]:
    """A certificate as it is stored."""
    return [
        {
            "kind": one.kind, "before": one.before, "passed": one.passed, "stayed": [str(id) for id in one.stayed],
            "nobodys": [str(id) for id in one.nobodys], "twice": [str(id) for id in one.twice], "others": one.others,
        }
        for one in found
    ]  # fmt: skip


def certificate(stored: Iterable[Mapping[str, Any]]) -> list[Passed]:
    """A certificate as it was stored."""
    return [
        Passed(
            one["kind"], one["before"], one["passed"], _read(one["stayed"]), _read(one["nobodys"]), _read(one["twice"]), one.get("others", 0)
        )
        for one in stored
    ]  # fmt: skip


def _read(ids: Iterable[str]) -> tuple[UUID, ...]:
    return tuple(UUID(id) for id in ids)
