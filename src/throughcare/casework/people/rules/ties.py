"""Records that a court's own id ties to somebody known, and those whose tie is in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .decide import Judged, Link, Verdict
from .features import Features
from .frequency import Frequencies
from .judging import seen_after_death, unlike
from .matching import weigh


@dataclass(frozen=True)
class Ties:
    """Whose each tied record is, a person's id or an earlier record's; and the ties a person must look at first."""

    owners: dict[str, str] = field(default_factory=dict)
    in_doubt: list[Link] = field(default_factory=list)


def tie(arrived: Sequence[Features], known: Sequence[Features], shares: Frequencies) -> Ties:
    """Tie each record to the first who bears its court's defendant id and whom nothing in it contradicts."""
    holders: dict[str, list[Features]] = {}
    for person in known:
        for number in person.court_defendants:
            holders.setdefault(number, []).append(person)
    ties = Ties()
    for record in arrived:
        bearing = {one.id: one for number in record.court_defendants for one in holders.get(number, ())}
        doubts = {one.id: _doubt(record, one, shares) for one in bearing.values()}
        sure = [id for id, doubt in doubts.items() if doubt is None]
        if sure:
            ties.owners[record.id] = sure[0]
        else:
            ties.in_doubt.extend(
                Link(
                    record.id,
                    one.id,
                    weigh(record, one, shares).evidence,
                    Judged(Verdict.REVIEW, doubt, doubt=True),
                )
                for one in bearing.values()
                if (doubt := doubts[one.id])
            )
        for number in record.court_defendants:
            holders.setdefault(number, []).append(record)
    return ties


def _doubt(record: Features, owner: Features, shares: Frequencies) -> str | None:
    """Why a court's own id is not believed unseen, or None."""
    if seen_after_death(record, owner):
        return "the court's own id is of somebody recorded to have died before the sitting"
    if unlike(record, owner, shares):
        return "the court's own id is of somebody of another name and birthday"
    return None
