"""Drawing up an agreement: direct, with the reason that says why there was no competition, or from a competition's award."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id

from ..models import Agreement, Terms
from ..rules.agreed import Agreement as Agreed
from ..rules.agreement_reading import agreement_from
from ..rules.binding import check_awarded_bands, check_awarded_price, check_may_offer_again, check_promised
from ..rules.fees import whole_fee
from ..store import Awarded, awarded, check_counted_once, open_agreement

LONGEST = 500


def words(because: str) -> str:
    """A reason without needless spaces; refused when there is none, or it is too long."""
    said = " ".join(because.split())
    if not said or len(said) > LONGEST:
        raise Refused(f"Say why, in at most {LONGEST} characters.", field="because")
    return said


@action(Permission.DRAW_UP_AGREEMENT)
def draw_up_agreement(*, by: Member, at: datetime, terms: str, provider_unit: UUID, because: str) -> UUID:
    """Offer terms to a provider's team without a competition, saying why there is none. Returns the agreement."""
    agreed = agreement_from(terms, "the terms")
    if access.unit(provider_unit) is None:
        raise Refused("There is no such team.", field="provider_unit")
    row = Agreement(
        id=new_id(), title=agreed.title, buyer_unit=by.unit_id, provider_unit=provider_unit, because=words(because),
        member_id=by.id, at=at,
    )  # fmt: skip
    return _keep(by, at, row, terms, agreed)


@action(Permission.DRAW_UP_AGREEMENT)
def draw_up_from_award(*, by: Member, at: datetime, terms: str, competition_id: UUID, package: str) -> UUID:
    """Offer terms for a package that a competition of the team's own awarded, to whoever bid it. Returns the agreement.

    The terms' lots are the package's units, their fee a year is the price that won, their bands of volume are those that won, and their supply chain is the one that was promised.
    """
    agreed = agreement_from(terms, "the terms")
    won = awarded(competition_id, package, by, at)
    _check_as_awarded(agreed, won)
    row = Agreement(
        id=new_id(), title=agreed.title, buyer_unit=by.unit_id, provider_unit=won.unit_id, competition_id=competition_id,
        package=package, sign_from=won.sign_from, member_id=by.id, at=at,
    )  # fmt: skip
    return _keep(by, at, row, terms, agreed)


def _check_as_awarded(agreed: Agreed, won: Awarded) -> None:
    if set(agreed.lots) != set(won.units):
        raise Refused(
            f"The award is of {', '.join(sorted(won.units))}; the terms' lots are {', '.join(sorted(agreed.lots))}.",
            field="terms",
        )
    check_awarded_price(agreed, won.price)
    check_awarded_bands(agreed, won.bands)
    check_promised(agreed, won.promised)


def _keep(by: Member, at: datetime, row: Agreement, text: str, agreed: Agreed) -> UUID:
    check_counted_once(row, agreed, agreed.starts)
    insert_all([row])
    _offer(by, at, row.id, 1, text, agreed)
    add_to_line(agreement=row.id)
    return row.id


def _offer(
    by: Member, at: datetime, agreement: UUID, number: int, text: str, agreed: Agreed, because: str = ""
) -> UUID:
    made = Terms(
        id=new_id(), agreement_id=agreement, number=number, text=text, services=list(agreed.services), starts=agreed.starts,
        ends=agreed.ends, kind=agreed.kind.value, fees=whole_fee(agreed), because=because, unit_id=by.unit_id, member_id=by.id, at=at,
    )  # fmt: skip
    insert_all([made])
    return made.id


@action(Permission.DRAW_UP_AGREEMENT)
def offer_again(*, by: Member, at: datetime, agreement_id: UUID, terms: str, because: str) -> UUID:
    """Offer other first terms in place of those that were turned down or taken back, saying why. Returns the edition.

    Of what was awarded, the lots and the price that won are as they were the first time.
    """
    stands = open_agreement(agreement_id, lock=True)
    if stands.row.buyer_unit != by.unit_id:
        raise Refused("Only the team that buys offers terms anew.")
    check_may_offer_again(one.standing for one in stands.terms)
    agreed = agreement_from(terms, "the terms")
    if agreed.title != stands.row.title:
        raise Refused(f"The title stays “{stands.row.title}”.", field="terms")
    if stands.row.competition_id is not None:
        _check_as_awarded(agreed, awarded(stands.row.competition_id, stands.row.package, by, at))
    check_counted_once(stands.row, agreed, agreed.starts)
    made = _offer(by, at, agreement_id, len(stands.terms) + 1, terms, agreed, words(because))
    add_to_line(agreement=agreement_id, terms=made)
    return made
