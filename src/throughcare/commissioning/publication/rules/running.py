"""The releases of an agreement that was signed: signed, changed, ended, what fell short, what was paid; each at its instant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TypeAlias

from throughcare.commissioning.contracts.rules.published import (
    Missed,
    PublicAgreement,
    PublicEdition,
    PublicPayment,
    missed,
)
from throughcare.foundation.kernel.days import LONDON

from .releasing import award_id, digest, instant, money, ocid_of, supplier
from .told import Signed, Taken, Told

_LAST_SECOND = time(23, 59, 59)


def releases_of(signed: Signed, told: Told | None, prefix: str) -> list[dict[str, object]]:
    """The releases of an agreement, the earliest first: of the process of its competition, else of one of its own."""
    found = [
        *_agreed(signed, told), *_ended(signed.agreement), *_fallen_short(signed.agreement), *_paid(signed),
    ]  # fmt: skip
    award = _award_of(signed, told)
    return [
        _release(signed, told, prefix, at, name, tags, _of_contract(signed, award, says))
        for at, name, tags, says in sorted(found, key=lambda one: one[0])
    ]


_Said: TypeAlias = tuple[datetime, str, list[str], dict[str, object]]
"""An act: when, its name, its tags, what it says of the contract."""


def _release(
    signed: Signed, told: Told | None, prefix: str, at: datetime, name: str, tags: list[str], says: dict[str, object]
) -> dict[str, object]:  # fmt: skip
    ocid = ocid_of_signed(signed, told, prefix)
    first = name == "agreed-1"
    alone = _without_competition(signed) if first and told is None else {}
    parties: list[dict[str, object]] = [
        {"id": signed.buyer.id, "name": signed.buyer.name, "roles": ["buyer", "payer"]}
    ]
    parties.append({**supplier(signed.provider), "roles": ["supplier", "payee"]})
    return {
        "ocid": ocid,
        "id": f"{ocid}-{signed.agreement.id}-{name}",
        "date": instant(at),
        "tag": [*(["award"] if alone else []), *tags],
        "initiationType": "tender",
        "language": "en",
        "parties": parties,
        "buyer": {"id": signed.buyer.id, "name": signed.buyer.name},
        **alone,
        **says,
    }


def ocid_of_signed(signed: Signed, told: Told | None, prefix: str) -> str:
    """The process that an agreement is of: its competition's, else its own."""
    return ocid_of(told, prefix) if told else f"{prefix}-{signed.agreement.id}"


def _award_of(signed: Signed, told: Told | None) -> str:
    return award_id(taken) if told and (taken := taken_by(signed, told)) else f"award-{signed.agreement.id}"


def taken_by(signed: Signed, told: Told) -> Taken | None:
    """Which of what a competition awarded an agreement is of: by its package, and by who won it where two called theirs the same."""
    every = told.decided.taken if told.decided else ()
    named = [one for one in every if one.package == signed.agreement.package]
    return (
        named[0] if len(named) == 1 else next((one for one in named if one.bidder == signed.provider), None)
    )


def _without_competition(signed: Signed) -> dict[str, object]:
    first = signed.agreement.editions[0]
    return {
        "tender": {"id": str(signed.agreement.id), "title": signed.agreement.title, "status": "complete", "procurementMethod": "direct"},
        "awards": [
            {
                "id": f"award-{signed.agreement.id}", "title": signed.agreement.title, "status": "active", "date": instant(first.at),
                "suppliers": [supplier(signed.provider)],
            }
        ],
    }  # fmt: skip


def _of_contract(signed: Signed, award: str, says: dict[str, object]) -> dict[str, object]:
    return {"contracts": [{"id": f"contract-{award}", "awardID": award, **says}]}


def _agreed(signed: Signed, told: Told | None) -> Iterator[_Said]:
    for place, one in enumerate(signed.agreement.editions, 1):
        known = told is not None and told.dates.signed is not None and told.dates.signed <= one.at
        tags = ["contractAmendment"] if place > 1 else ["contractUpdate"] if known else ["contract"]
        says = _terms(signed.agreement, one)
        if place > 1:
            change = {
                "id": f"edition-{one.number}", "date": instant(one.at), "description": f"Other terms from {one.starts:%-d %B %Y}",
            }  # fmt: skip
            says["amendments"] = [change]
        else:
            says["dateSigned"] = instant(one.at)
        yield one.at, f"agreed-{place}", tags, says


def _terms(agreement: PublicAgreement, one: PublicEdition) -> dict[str, object]:
    value = {} if one.fees is None else {"value": money(one.fees)}
    kind = {} if one.kind is None else {"kind": one.kind}
    starts = agreement.editions[0].starts
    return {
        "title": agreement.title,
        "status": "active",
        "period": _period(starts, one.ends),
        **value,
        **kind,
    }


def _ended(agreement: PublicAgreement) -> Iterator[_Said]:
    if agreement.ended is not None:
        last, at = agreement.ended
        says: dict[str, object] = {"status": "terminated", "period": {"endDate": instant(_end_of(last))}}
        yield at, "ended", ["contractTermination"], says


def _fallen_short(agreement: PublicAgreement) -> Iterator[_Said]:
    for place, at in enumerate(sorted({one.at for one in agreement.credits}), 1):
        here = {(one.month, one.level) for one in agreement.credits if one.at == at}
        found = [_failure(one) for one in missed(agreement.credits, at) if (one.month, one.level) in here]
        says: dict[str, object] = {"implementation": {"performanceFailures": found}}
        yield at, f"approved-{place}", ["implementationUpdate"], says


def _failure(one: Missed) -> dict[str, object]:
    return {
        "id": f"{one.month:%Y-%m}-{digest(one.level)}", "period": _period(one.month, one.until), "category": one.level,
        "events": int(one.stated > 0), "penaltyContracted": _pounds(one.stated), "penaltyImposed": _pounds(one.taken),
    }  # fmt: skip


def _paid(signed: Signed) -> Iterator[_Said]:
    for one in signed.agreement.payments:
        says: dict[str, object] = {"implementation": {"transactions": [_transaction(signed, one)]}}
        yield one.at, f"paid-{one.id}", ["implementationUpdate"], says


def _transaction(signed: Signed, one: PublicPayment) -> dict[str, object]:
    """A payment; of what came to less than nothing, the provider is who pays, for the standard knows no amount below nothing."""
    sides: list[dict[str, object]] = [
        {"id": signed.buyer.id, "name": signed.buyer.name},
        supplier(signed.provider),
    ]
    payer, payee = sides if one.pence >= 0 else reversed(sides)
    return {
        "id": str(one.id), "date": instant(datetime.combine(one.paid_on, time(), LONDON)), "value": money(abs(one.pence)),
        "payer": payer, "payee": payee,
    }  # fmt: skip


def _pounds(pence: int) -> str:
    return f"£{pence / 100:,.2f}"


def _period(first: date, last: date) -> dict[str, object]:
    return {"startDate": instant(datetime.combine(first, time(), LONDON)), "endDate": instant(_end_of(last))}


def _end_of(day: date) -> datetime:
    return datetime.combine(day, _LAST_SECOND, LONDON)
