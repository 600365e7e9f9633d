"""Recording people who arrive in records of other agencies, a batch at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..rules import Checked, Decision, Outcome, PersonRecord, check_record, decide, match_model, weigh
from ..rules.features import Features
from ..rules.frequency import Frequencies
from ..rules.pairing import links_of_few
from ..rules.ties import tie
from ._matching import as_json, ask, candidates, check_is_worker, frequencies, refresh_stale
from ._rows import Rows

_WRITTEN_AT_ONCE = 10_000


@dataclass(frozen=True)
class Recorded:
    """What became of one record: whose it is, how that was decided, the reviews it raised, and whom of those asked about the doer may not see."""

    ref: str
    person_id: UUID
    outcome: Outcome
    because: str
    bits: float | None = None
    reviews: tuple[UUID, ...] = ()
    hidden: tuple[UUID, ...] = ()


@action(Permission.RECORD_PEOPLE)
def record_people(*, by: Member, at: datetime, records: Sequence[PersonRecord | Checked]) -> list[Recorded]:
    """Match a batch of records with everybody known and with each other, and record each once.

    Each record joins a person, begins a new one, or begins a person that waits in the review queue of
    its unit beside whoever it may be. Every record gets a person's id, in the order given.

    Refused whole when a record is unfit to keep (``examined`` finds that beforehand, and what it found fit is not looked at
    again) or two records of the batch bear one ``ref``. Runs in the worker alone: matching sees candidates across every wall. What
    comes back is only the id of the person joined; whether its holder may read that person is the wall's
    affair. A sender can still learn that somebody is known from the id being an old one.
    """
    check_is_worker()
    checked = _checked(records, at)
    refresh_stale()
    arrived = [c.as_features(f"arrived {n}") for n, c in enumerate(checked)]
    known = candidates(arrived)
    edition = match_model(day_of(at))
    shares = frequencies(edition.table, arrived, known)
    decisions = _decided(arrived, known, shares)
    batch = _Batch(by, at, edition.name, shares, {f.id: f for f in known})
    recorded = [batch.take(c, f, d) for c, f, d in zip(checked, arrived, decisions, strict=True)]
    hidden = batch.write()
    recorded = [
        replace(r, hidden=tuple(batch.rivals[asked] for asked in r.reviews if asked in hidden))
        for r in recorded
    ]
    concerns({person for r in recorded for person in (r.person_id, *r.hidden)})
    outcomes = Counter(r.outcome for r in recorded)
    add_to_line(records=len(records), outcomes={outcome.value: times for outcome, times in outcomes.items()})
    return recorded


def _checked(records: Sequence[PersonRecord | Checked], at: datetime) -> list[Checked]:
    refs = (one.record.ref if isinstance(one, Checked) else one.ref for one in records)
    twice = [ref for ref, times in Counter(refs).items() if times > 1]
    if twice:
        raise Refused(f"Two records of the batch are called {twice[0]}: name each once.", field="ref")
    checked = []
    for record in records:
        if isinstance(record, Checked):
            checked.append(record)
            continue
        try:
            checked.append(check_record(record, today=day_of(at)))
        except Refused as fault:
            raise Refused(f"Record {record.ref}: {fault.because}", field=fault.field) from None
    return checked


def _decided(arrived: list[Features], known: list[Features], shares: Frequencies) -> list[Decision]:
    tied = tie(arrived, known, shares)
    links = links_of_few(arrived, known, shares)
    if links is None:
        from ..rules.scoring import score_batch

        links = score_batch(arrived, known, shares)
    links = [*links, *tied.in_doubt]
    return decide([f.id for f in arrived], links, shares.model, known=tied.owners)


class _Batch:
    """What a batch will write, gathered record by record."""

    def __init__(
        self, by: Member, at: datetime, model: str, shares: Frequencies, known: Mapping[str, Features]
    ) -> None:
        self.by, self.at, self.model, self.shares = by, at, model, shares
        self.known: dict[str, Features] = dict(known)
        self.begun: dict[str, UUID] = {}
        self.rivals: dict[UUID, UUID] = {}
        self.rows = Rows(at)

    def take(self, checked: Checked, arrived: Features, decision: Decision) -> Recorded:
        """Settle one record."""
        reviews: tuple[UUID, ...] = ()
        if decision.outcome is Outcome.JOINED:
            person = self._id_of(decision.person)
            self.known[str(person)] = self.rows.join(person, self.known[str(person)], checked, arrived)
        else:
            person = self._begin(checked, arrived)
            reviews = tuple(
                self._review(checked, arrived, person, *rival, decision) for rival in decision.rivals
            )
            self.rivals |= zip(reviews, (self._id_of(rival) for rival, _ in decision.rivals), strict=True)
        return Recorded(
            checked.record.ref, person, decision.outcome, decision.because, decision.bits, reviews
        )

    def _id_of(self, person: str) -> UUID:
        return self.begun[person] if person in self.begun else UUID(person)

    def _holder(self, checked: Checked) -> tuple[UUID, UUID]:
        record = checked.record
        if record.for_unit is not None and record.for_organisation is not None:
            return record.for_unit, record.for_organisation
        return self.by.unit_id, self.by.organisation_id

    def _begin(self, checked: Checked, arrived: Features) -> UUID:
        person = new_id()
        self.begun[arrived.id] = person
        self.known[str(person)] = self.rows.begin(person, checked, arrived, *self._holder(checked))
        return person

    def _review(
        self, checked: Checked, arrived: Features, person: UUID, rival: str, bits: float, decision: Decision
    ) -> UUID:
        other = self._id_of(rival)
        weighing = weigh(arrived, self.known[str(other)], self.shares)
        return self.rows.review(
            person, other, self._holder(checked)[0], bits, weighing, self.model, decision.because
        )

    def write(self) -> frozenset[UUID]:
        """Write it all, let the units that recorded new people see them, and send each review to whoever can judge it.

        Returns the reviews about somebody whom the doer may not see.
        """
        for part in self.rows.parts(_WRITTEN_AT_ONCE):
            ask("SELECT people_enter(%s::jsonb)", [as_json(part)])
        derive_grants("recorded", self.begun.values())
        if not self.rivals:
            return frozenset()
        return frozenset(ask("SELECT people_send_reviews(%s::uuid[])", [list(self.rivals)])[0][0])
