"""Signing an edition of terms, one person at a time, two on each side."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.commissioning.competition import actions as competition
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Agreement, Signature
from ..rules.signing import Side, Standing, check_may_sign
from ..store import AgreementStands, TermsStand, check_counted_once, check_signable, open_terms


@action(Permission.SIGN_AGREEMENT)
def sign_terms(*, by: Member, at: datetime, terms_id: UUID) -> Standing:
    """Sign an edition for one's own side. Returns where it stands then: agreed once two on each side have signed.

    The first terms of what a competition awarded are signed once its standstill is over and no challenge holds; the buyer's first
    signature is the competition's too, and from then on it is neither challenged nor called off.
    """
    stands, terms = open_terms(terms_id, lock=True)
    side = stands.side_of(by.unit_id)
    if side is None:
        raise Refused("Your team is neither side of this agreement.")
    check_built_on(stands, terms)
    check_counted_once(stands.row, terms.agreed, terms.row.starts)
    check_may_sign(terms.signing, side, day_of(at), stands.row.sign_from)
    _check_award(stands.row, terms, side, by, at)
    if any(one.member_id == by.id for one in terms.signatures):
        raise Refused("You have signed these terms already.")
    made = Signature(
        id=new_id(), terms_id=terms_id, side=side.value, place=terms.signing.signed.get(side, 0) + 1, unit_id=by.unit_id,
        member_id=by.id, at=at,
    )  # fmt: skip
    insert_all([made])
    add_to_line(agreement=stands.row.id, terms=terms_id)
    return TermsStand(terms.row, (*terms.signatures, made)).standing


def check_built_on(stands: AgreementStands, terms: TermsStand) -> None:
    """Refuse a change that was proposed on terms which others have replaced since."""
    agreed = max((one.number for one in stands.editions), default=None)
    if terms.row.builds_on is not None and terms.row.builds_on != agreed:
        raise Refused("Other terms were agreed since this change was proposed. Propose it anew on those.")


def _check_award(row: Agreement, terms: TermsStand, side: Side, by: Member, at: datetime) -> None:
    """Ask the competition that awarded it whether its first terms may be signed, and sign there with the buyer's first hand."""
    if row.competition_id is None or terms.row.builds_on is not None:
        return
    is_first = check_signable(row.competition_id, by, at)
    if is_first and side is Side.BUYER:
        competition.sign_contract(by=by, at=at, competition_id=row.competition_id)
