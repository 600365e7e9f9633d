"""The releases of a competition (OCDS 1.1.5 with our extension): one for each act that is published, saying what it changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from throughcare.commissioning.competition.rules import Objective, Unit
from throughcare.foundation.kernel.days import day_of

from .told import Act, Decided, Taken, Told, acts

_KEY_HOLDERS = 2
_TAGS = {
    Act.PUBLISHED: ["tender"], Act.TAKING_BIDS: ["tenderUpdate"], Act.DECIDED: ["award"], Act.NOTICED: ["awardUpdate"],
    Act.SIGNED: ["awardUpdate", "contract"], Act.CALLED_OFF: ["tenderCancellation"],
}  # fmt: skip


_AFTER = frozenset({Act.NOTICED, Act.SIGNED})
"""Acts that say something of awards, where there are any."""


def ocid_of(told: Told, prefix: str) -> str:
    """The id of a process of contracting, under the prefix of whoever publishes."""
    return f"{prefix}-{told.id}"


def releases(told: Told, prefix: str, only: Iterable[Act] = tuple(Act)) -> list[dict[str, object]]:
    """The releases of a competition, or those of some of its acts, the earliest first."""
    wanted = set(only)
    return [_release(told, act, at, prefix) for at, act in acts(told.dates) if act in wanted]


def _release(told: Told, act: Act, at: datetime, prefix: str) -> dict[str, object]:
    ocid = ocid_of(told, prefix)
    says = _SAYS[act](told)
    party = {"id": told.buyer.id, "name": told.buyer.name, "roles": ["buyer", "procuringEntity"]}
    return {
        "ocid": ocid,
        "id": f"{ocid}-{act.value.replace(' ', '-')}",
        "date": instant(at),
        "tag": _tags(told, act),
        "initiationType": "tender",
        "language": "en",
        "parties": [party, *_suppliers(told, act)],
        "buyer": {"id": told.buyer.id, "name": told.buyer.name},
        **says,
    }


def _tags(told: Told, act: Act) -> list[str]:
    found = told.decided
    if found and ((act is Act.DECIDED and not found.awarded) or (act in _AFTER and not found.taken)):
        return ["tenderUpdate"]
    if act is Act.CALLED_OFF and told.decided and told.decided.taken:
        return [*_TAGS[act], "awardCancellation"]
    planned = ["planning"] if act is Act.PUBLISHED and _all_in_house(told) is not None else []
    return planned + _TAGS[act]


def _published(told: Told) -> dict[str, object]:
    offer, all_in_house = told.offer, _all_in_house(told)
    tender = {
        "id": str(told.id),
        "title": told.title,
        "status": "planned",
        "procuringEntity": {"id": told.buyer.id, "name": told.buyer.name},
        "procurementMethod": "open",
        "procurementMethodDetails": told.law,
        "mainProcurementCategory": "services",
        "awardCriteria": _criteria(told),
        "submissionMethod": ["electronicSubmission"],
        "tenderPeriod": {"endDate": instant(told.closes)},
        "lots": [_lot(unit) for unit in offer.units],
        "sealing": {"keyHolders": _KEY_HOLDERS},
        "evaluation": _evaluation(told),
    }
    if all_in_house is None:
        return {"tender": tender}
    budget = {"description": "What keeping every lot in-house would cost", "amount": money(all_in_house)}
    return {"planning": {"budget": budget}, "tender": tender}


def _all_in_house(told: Told) -> int | None:
    prices = [unit.in_house.price for unit in told.offer.units if unit.in_house]
    return sum(prices) if len(prices) == len(told.offer.units) else None


def _criteria(told: Told) -> str:
    if told.offer.objective is Objective.QUALITY:
        return "qualityOnly"
    return "ratedCriteria" if told.offer.limits.quality_floor else "priceOnly"


def _lot(unit: Unit) -> dict[str, object]:
    found: dict[str, object] = {
        "id": unit.name,
        "title": unit.title or unit.name,
        "status": "planned",
        "weight": unit.weight,
    }
    if unit.in_house:
        found["inHouse"] = {"value": money(unit.in_house.price), "quality": unit.in_house.quality}
    return found


def _evaluation(told: Told) -> dict[str, object]:
    limits = told.offer.limits
    said = {
        "objective": told.offer.objective.value,
        "qualityFloor": limits.quality_floor or None,
        "mostLotsEach": limits.most_units_each,
        "mostShareEach": limits.most_share_each,
        "smallShare": limits.small_share,
        "mostMoney": money(limits.most_money) if limits.most_money is not None else None,
        "ties": [one.value for one in told.offer.ties] or None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _taking_bids(told: Told) -> dict[str, object]:
    made = told.dates.taking_bids
    assert made is not None
    return {
        "tender": {
            "id": str(told.id),
            "status": "active",
            "tenderPeriod": {"startDate": instant(made), "endDate": instant(told.closes)},
            "lots": [{"id": unit.name, "status": "active"} for unit in told.offer.units],
            "sealing": {"keysMadeDate": instant(made)},
        }
    }


def _decided(told: Told) -> dict[str, object]:
    found = told.decided
    assert found is not None
    awarded = {name for one in found.taken for name in one.units}
    tender: dict[str, object] = {
        "id": str(told.id),
        "status": "complete" if found.awarded else "unsuccessful",
        "lots": [_lot_after(unit, awarded, found) for unit in told.offer.units],
        "sealing": {"openedDate": instant(found.at)},
    }
    if found.cost is not None:
        tender["evaluation"] = {"cost": money(found.cost), "proved": found.proved}
    if not found.taken:
        return {"tender": tender}
    return {"tender": tender, "awards": [_award(found, one) for one in found.taken]}


def _lot_after(unit: Unit, awarded: set[str], found: Decided) -> dict[str, object]:
    status = "complete" if unit.name in awarded else "unsuccessful"
    kept = {"keptInHouse": True} if unit.name in found.kept else {}
    return {"id": unit.name, "status": status, **kept}


def _award(found: Decided, taken: Taken) -> dict[str, object]:
    """One package awarded: pending until it is signed or its standstill was given up, for until then nothing of it is final."""
    return {
        "id": award_id(taken),
        "title": taken.package,
        "package": taken.package,
        "status": "pending",
        "date": instant(found.at),
        "suppliers": [supplier(taken.bidder)],
        "relatedLots": sorted(taken.units),
    }


def award_id(taken: Taken) -> str:
    """The id of an award, by who won and what they called it."""
    return "award-" + digest(f"{taken.bidder}\n{taken.package}")


def _noticed(told: Told) -> dict[str, object]:
    """The award published: until when nothing is signed, where a standstill was entered."""
    found, at = told.decided, told.dates.noticed
    assert found is not None and found.sign_from is not None and at is not None
    if not found.taken:
        return _kept_whole(told)
    last = found.sign_from - timedelta(days=1)
    waits = last >= day_of(at)
    more = {"status": "pending", "standstillEndDate": last.isoformat()} if waits else {"status": "active"}
    return {"awards": [{"id": award_id(one), **more} for one in found.taken]}


def _kept_whole(told: Told) -> dict[str, object]:
    """What there is to say of an award by which every unit stays in-house: nobody is a supplier of it."""
    return {"tender": {"id": str(told.id), "status": "complete"}}


def _signed(told: Told) -> dict[str, object]:
    found, at = told.decided, told.dates.signed
    assert found is not None and at is not None
    if not found.taken:
        return _kept_whole(told)
    ids = [award_id(one) for one in found.taken]
    return {
        "awards": [{"id": one, "status": "active"} for one in ids],
        "contracts": [
            {"id": f"contract-{one}", "awardID": one, "status": "active", "dateSigned": instant(at)} for one in ids
        ],
    }  # fmt: skip


def _suppliers(told: Told, act: Act) -> list[dict[str, object]]:
    if act is not Act.DECIDED or told.decided is None:
        return []
    return [
        {**supplier(name), "roles": ["supplier"]}
        for name in sorted({one.bidder for one in told.decided.taken})
    ]


def supplier(name: str) -> dict[str, object]:
    """A supplier: an id that comes of its name alone."""
    return {"id": "supplier-" + digest(name), "name": name}


def _called_off(told: Told) -> dict[str, object]:
    taken = told.decided.taken if told.decided else ()
    fallen = {"awards": [{"id": award_id(one), "status": "cancelled"} for one in taken]} if taken else {}
    return {
        "tender": {
            "id": str(told.id),
            "status": "cancelled",
            "lots": [{"id": unit.name, "status": "cancelled"} for unit in told.offer.units],
        },
        **fallen,
    }


_SAYS = {
    Act.PUBLISHED: _published,
    Act.TAKING_BIDS: _taking_bids,
    Act.DECIDED: _decided,
    Act.NOTICED: _noticed,
    Act.SIGNED: _signed,
    Act.CALLED_OFF: _called_off,
}


def instant(at: datetime) -> str:
    """An instant as the standard writes it, in universal time."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def money(pence: int) -> dict[str, object]:
    """Pence as the standard writes a price: in pounds, whole where they are."""
    return {"amount": pence // 100 if pence % 100 == 0 else pence / 100, "currency": "GBP"}


def digest(said: str) -> str:
    """A short name of a text, the same each time."""
    return sha256(said.encode()).hexdigest()[:16]
