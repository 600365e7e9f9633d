"""Loads agreements with the editions of their terms, for actions and queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from uuid import UUID

from throughcare.foundation.kernel import Refused

from ..models import Agreement as Row
from ..models import Answer, Ending, Signature, Terms
from ..rules.agreed import Agreement
from ..rules.agreement_reading import agreement_from
from ..rules.binding import check_counts_once
from ..rules.signing import AgreementMove, Edition, Side, Signing, Standing, in_force


@lru_cache(maxsize=512)
def _read(text: str) -> Agreement:
    return agreement_from(text, "the terms")


@dataclass(frozen=True)
class TermsStand:
    """An edition of terms as it stands: who signed it, and how it was answered otherwise."""

    row: Terms
    signatures: tuple[Signature, ...] = ()
    answer: Answer | None = None

    @cached_property
    def agreed(self) -> Agreement:
        """What it says."""
        return _read(self.row.text)

    @property
    def signing(self) -> Signing:
        """How far signing has come, for the rules."""
        signed = Counter(Side(one.side) for one in self.signatures)
        answered = AgreementMove(self.answer.move) if self.answer else None
        return Signing(self.row.starts, signed, answered, self.row.builds_on is not None)

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        return self.signing.standing


@dataclass(frozen=True)
class AgreementStands:
    """An agreement with every edition of its terms, in order of number."""

    row: Row
    terms: tuple[TermsStand, ...] = field(default_factory=tuple)
    ending: Ending | None = None

    @property
    def ended(self) -> date | None:
        """The last day, where it ends before its term."""
        return self.ending.last_day if self.ending else None

    @property
    def editions(self) -> list[Edition]:
        """The editions that were agreed, which decide by day."""
        return [
            Edition(one.row.number, one.row.starts, one.agreed)
            for one in self.terms
            if one.standing is Standing.AGREED
        ]

    @property
    def latest(self) -> TermsStand:
        """What was agreed last; what was offered last while nothing was."""
        agreed = [one for one in self.terms if one.standing is Standing.AGREED]
        return agreed[-1] if agreed else self.terms[-1]

    def on(self, day: date) -> Edition:
        """The edition that decides a day; refused where none does."""
        return in_force(self.editions, day)

    def side_of(self, unit_id: UUID) -> Side | None:
        """Which side a team is, if it is one."""
        return {self.row.buyer_unit: Side.BUYER, self.row.provider_unit: Side.PROVIDER}.get(unit_id)


def agreements(rows: Iterable[Row]) -> list[AgreementStands]:
    """These agreements as they stand, in five questions however many there are."""
    every = list(rows)
    terms = list(Terms.objects.filter(agreement__in=[row.id for row in every]).order_by("number"))
    ids = [one.id for one in terms]
    signatures = list(Signature.objects.filter(terms__in=ids).order_by("at", "id"))
    answers = {one.terms_id: one for one in Answer.objects.filter(terms__in=ids)}
    stand = [
        TermsStand(
            one, tuple(sign for sign in signatures if sign.terms_id == one.id), answers.get(one.id)
        )
        for one in terms
    ]  # fmt: skip
    endings = {
        one.agreement_id: one for one in Ending.objects.filter(agreement__in=[row.id for row in every])
    }
    return [
        AgreementStands(
            row, tuple(one for one in stand if one.row.agreement_id == row.id), endings.get(row.id)
        )
        for row in every
    ]


def open_agreement(agreement_id: UUID, *, lock: bool = False) -> AgreementStands:
    """One agreement, held against others who act on it where ``lock``; refused where there is none for the viewer."""
    if lock:
        hold_agreement(agreement_id)
    row = Row.objects.filter(id=agreement_id).first()
    if row is None:
        raise Refused("There is no such agreement.")
    return agreements([row])[0]


def open_terms(terms_id: UUID, *, lock: bool = False) -> tuple[AgreementStands, TermsStand]:
    """The agreement of an edition (held against others where ``lock``) and the edition; refused where there is none for the viewer."""
    row = Terms.objects.filter(id=terms_id).first()
    if row is None:
        raise Refused("There are no such terms.")
    stands = open_agreement(row.agreement_id, lock=lock)
    return stands, next(one for one in stands.terms if one.row.id == terms_id)


def check_counted_once(row: Row, agreed: Agreement, starts: date) -> None:
    """Refuse terms that count what another agreement of the provider's team counts, of those that the viewer sees."""
    others = agreements(Row.objects.filter(provider_unit=row.provider_unit).exclude(id=row.id))
    check_counts_once(
        agreed,
        starts,
        {one.row.title: one.editions for one in others},
        {one.row.title: one.ended for one in others if one.ended},
    )


def hold_agreement(agreement_id: UUID) -> None:
    """Hold an agreement against others who act on it until the transaction ends."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"agreement {agreement_id}"])
