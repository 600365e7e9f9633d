"""Tells of agreements: one's own team's, where each edition of their terms stands, and what decides a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel.days import day_of

from ..models import Agreement
from ..rules.agreed import Agreement as Agreed
from ..rules.signing import Priced, Side, is_asked, priced
from ..store import AgreementStands, Awarded, TermsStand, open_agreement, open_terms
from ..store import agreements as _agreements
from ..store import packages as _packages


@dataclass(frozen=True)
class AgreementSeen:
    """One agreement for one viewer: both sides by name, which the viewer's team is, and the editions that wait for the viewer."""

    stands: AgreementStands
    buyer: str
    provider: str
    side: Side
    waits: tuple[TermsStand, ...]


def agreements(member: Member, *, at: datetime) -> list[AgreementSeen]:
    """Every agreement of the viewer's team: what waits for the viewer first, then by title."""
    found = _seen(_agreements(Agreement.objects.order_by("title", "id")), member, at)
    return sorted(found, key=lambda one: not one.waits)


def agreement(agreement_id: UUID, member: Member, *, at: datetime) -> AgreementSeen:
    """One agreement; refused where there is none for the viewer."""
    return _seen([open_agreement(agreement_id)], member, at)[0]


def agreement_of_terms(terms_id: UUID, member: Member, *, at: datetime) -> tuple[AgreementSeen, TermsStand]:
    """An edition, with the agreement it is of; refused where there is none for the viewer."""
    stands, terms = open_terms(terms_id)
    return _seen([stands], member, at)[0], terms


def terms_on(agreement_id: UUID, day: date) -> Agreed:
    """The terms that decide what happened on a day; refused where none do."""
    return open_agreement(agreement_id).on(day).agreed


def price_of(stands: AgreementStands, terms: TermsStand) -> Priced | None:
    """What a change costs in fees, over the edition it builds on; None for a first edition."""
    before = next((one for one in stands.terms if one.row.number == terms.row.builds_on), None)
    return priced(before.agreed, terms.agreed, terms.row.starts) if before else None


def packages_awarded(competition_id: UUID, member: Member, *, at: datetime) -> list[Awarded]:
    """What a competition of the viewer's own team awarded and has no agreement yet; refused where it awarded nothing."""
    there = set(Agreement.objects.filter(competition_id=competition_id).values_list("package", flat=True))
    return [one for one in _packages(competition_id, member, at) if one.package not in there]


def _seen(found: list[AgreementStands], member: Member, at: datetime) -> list[AgreementSeen]:
    units = access.units({unit for one in found for unit in (one.row.buyer_unit, one.row.provider_unit)})

    def named(unit_id: UUID) -> str:
        unit = units.get(unit_id)
        return f"{unit.name}, {unit.organisation.name}" if unit else "a team since closed"

    seen = []
    for one in found:
        side = one.side_of(member.unit_id)
        if side is not None:
            waits = tuple(terms for terms in one.terms if _waits(one, terms, side, member, at))
            seen.append(
                AgreementSeen(one, named(one.row.buyer_unit), named(one.row.provider_unit), side, waits)
            )
    return seen


def _waits(stands: AgreementStands, terms: TermsStand, side: Side, member: Member, at: datetime) -> bool:
    """Whether an edition waits for this viewer's signature now."""
    mine = any(one.member_id == member.id for one in terms.signatures)
    return not mine and is_asked(terms.signing, side, day_of(at), stands.row.sign_from)
