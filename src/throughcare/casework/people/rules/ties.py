"""Records that a court's own id ties to somebody known, and those whose tie is in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .decide import Judged, Link, Verdict
from .features import Features
from .frequency import Frequencies
from .judging import against_an_id, judge
from .matching import weigh

_OF_SEVERAL = "the court's own id is on the records of several people"


@dataclass(frozen=True)
class Ties:
    """Whose each tied record is, a person's id or an earlier record's; and the ties a person must look at first."""

    owners: dict[str, str] = field(default_factory=dict)
    in_doubt: list[Link] = field(default_factory=list)

    def whose(self, record: str) -> str:
        """Whose a record is after all: an earlier record that is tied itself is that person's."""
        while record in self.owners:
            record = self.owners[record]
        return record


def tie(arrived: Sequence[Features], known: Sequence[Features], shares: Frequencies) -> Ties:
    """Tie each record to whoever bears its court's defendant id, where nothing in it contradicts them and it is one person.

    Of several people who bear the id it is that one's whom all else joins; otherwise somebody looks.
    """
    holders: dict[str, list[Features]] = {}
    for person in known:
        for number in person.court_defendants:
            holders.setdefault(number, []).append(person)
    ties, people = Ties(), {person.id: person for person in known}
    for record in arrived:
        bearing = {one.id: one for number in record.court_defendants for one in holders.get(number, ())}
        # A record of the batch that is somebody's already speaks for them, and what contradicts them contradicts it.
        bearing |= {id: people[id] for one in list(bearing) if (id := ties.whose(one)) in people}
        doubts = {one.id: against_an_id(record, one, shares) for one in bearing.values()}
        sure = [one for one in bearing.values() if not (doubts[one.id] or doubts.get(ties.whose(one.id)))]
        owners = {ties.whose(one.id) for one in sure}
        # One that waits for somebody to look is nobody beside those who are known.
        owners = owners & people.keys() or owners
        if len(owners) > 1:
            owners = {ties.whose(one.id) for one in _joined(record, sure, shares)}
        if len(owners) == 1:
            ties.owners[record.id] = owners.pop()
        else:
            ties.in_doubt.extend(
                _link(record, one, doubts[one.id] or _OF_SEVERAL, shares)
                for one in bearing.values()
                if ties.whose(one.id) == one.id
            )
        for number in record.court_defendants:
            holders.setdefault(number, []).append(record)
    return ties


def _joined(record: Features, bearing: Iterable[Features], shares: Frequencies) -> list[Features]:
    """Those of several who bear an id whom everything else joins to the record too."""
    return [
        one
        for one in bearing
        if judge(record, one, weigh(record, one, shares).bits, shares).verdict is Verdict.JOIN
    ]


def _link(record: Features, one: Features, because: str, shares: Frequencies) -> Link:
    bits = weigh(record, one, shares).evidence
    return Link(record.id, one.id, bits, Judged(Verdict.REVIEW, because, doubt=True))
