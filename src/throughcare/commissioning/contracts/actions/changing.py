"""Change control: terms proposed in place of those in force, from a month to come, and answered by the other side."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Answer, Terms
from ..rules.agreement_reading import agreement_from
from ..rules.fees import whole_fee
from ..rules.signing import AgreementMove, check_change, check_open
from ..store import check_counted_once, open_agreement, open_terms
from .drawing_up import words


@action(Permission.CHANGE_AGREEMENT)
def propose_change(
    *, by: Member, at: datetime, agreement_id: UUID, terms: str, starts: date, because: str
) -> UUID:
    """Propose terms from the first day of a month to come, by either side. Returns the edition, which both sides are to sign."""
    stands = open_agreement(agreement_id, lock=True)
    if not stands.editions:
        raise Refused("These terms are not agreed yet. Turn them down or take them back, and offer others.")
    before = stands.latest
    after = agreement_from(terms, "the terms")
    check_change(before.agreed, after, starts, day_of(at))
    check_counted_once(stands.row, after, starts)
    if starts <= before.row.starts:
        raise Refused(
            f"The terms in force last begin on {before.row.starts:%-d %B %Y}; a change begins later.",
            field="starts",
        )
    row = Terms(
        id=new_id(), agreement_id=agreement_id, number=stands.terms[-1].row.number + 1, builds_on=before.row.number,
        text=terms, services=list(after.services), starts=starts, ends=after.ends, kind=after.kind.value,
        fees=whole_fee(after), because=words(because), unit_id=by.unit_id, member_id=by.id, at=at,
    )  # fmt: skip
    insert_all([row])
    add_to_line(agreement=agreement_id, terms=row.id)
    return row.id


@action(Permission.CHANGE_AGREEMENT)
def turn_down_terms(*, by: Member, at: datetime, terms_id: UUID, because: str) -> None:
    """Turn down what the other side offered, with the reason that it is shown."""
    _answer(by, at, terms_id, AgreementMove.TURN_DOWN, because)


@action(Permission.CHANGE_AGREEMENT)
def take_back_terms(*, by: Member, at: datetime, terms_id: UUID, because: str) -> None:
    """Take back what one's own side offered, with the reason that the other is shown."""
    _answer(by, at, terms_id, AgreementMove.TAKE_BACK, because)


def _answer(by: Member, at: datetime, terms_id: UUID, move: AgreementMove, because: str) -> None:
    stands, terms = open_terms(terms_id, lock=True)
    said = words(because)
    check_open(terms.signing)
    ours = terms.row.unit_id == by.unit_id
    if ours != (move is AgreementMove.TAKE_BACK):
        raise Refused(
            "Your side offered these terms. Take them back."
            if ours
            else "The other side offered these terms. Turn them down."
        )
    insert_all([Answer(
        id=new_id(), terms_id=terms_id, move=move.value, because=said, unit_id=by.unit_id, member_id=by.id, at=at
    )])  # fmt: skip
    add_to_line(agreement=stands.row.id, terms=terms_id)
