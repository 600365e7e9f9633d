"""Tells how often people are to be seen by their supervision package, from what is recorded: for many cases at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from throughcare.casework.assessment import queries as assessment
from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.rules import INDETERMINATE, RequirementKind, SentenceKind
from throughcare.casework.people import queries as people
from throughcare.foundation.kernel import NoEdition
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Cohort, Place

from ..models import Appointment, Case
from ..rules.attendance import MET
from ..rules.checking_in import CheckIn, CheckInFacts, check_in
from ..rules.movements import Moved, Where, is_recalled, released_on, standing
from ..rules.package_terms import Phase, packages_on
from ..rules.packages import Allowance, PackageFacts, Seeing, seeing_of
from .whereabouts import movements_among

__all__ = ["Allowance", "HowOften", "how_often", "weekly_due"]
_YOUTH = frozenset({SentenceKind.YOUTH_REHABILITATION_ORDER, SentenceKind.DETENTION_AND_TRAINING_ORDER})


@dataclass(frozen=True)
class HowOften:
    """How often somebody is to be seen by their package, and whether they may check in remotely."""

    seeing: Seeing
    check_in: CheckIn


def how_often(case_ids: Iterable[UUID], *, on: date) -> dict[UUID, HowOften]:
    """How often the people of open cases are to be seen on a day, by case; empty before there were packages. Seven questions."""
    try:
        counts = packages_on(on).table.counts
    except NoEdition:
        return {}
    cases = list(Case.objects.filter(id__in=list(case_ids), closed_at=None))
    who = [case.person_id for case in cases]
    orders: dict[UUID, list[courts.OrderRunning]] = {}
    for order in courts.orders_running(who):
        orders.setdefault(order.person_id, []).append(order)
    tiers, traits, moved = assessment.tiers_of(who), people.traits_of(who), movements_among(who)
    came, ahead = _came([case.id for case in cases], counts, on), _ahead([case.id for case in cases], on)
    return {
        case.id: _of(
            case, orders.get(case.person_id, ()), tiers.get(case.person_id), traits.get(case.person_id),
            moved.get(case.person_id, ()), came.get(case.id, ()), ahead.get(case.id, ()), on,
        )
        for case in cases
    }  # fmt: skip


def _of(
    case: Case, orders: Sequence[courts.OrderRunning], tier: assessment.TierSeen | None, traits: people.Traits | None,
    moved: Sequence[Moved], came: Sequence[date], ahead: Sequence[date], on: date,
) -> HowOften:  # fmt: skip
    main = max(orders, key=lambda one: (one.ends is None, one.ends or date.min, one.made), default=None)
    facts = PackageFacts(
        on=on, tier=tier.tier or None if tier else None, provisional=tier.provisional if tier else False,
        begins=main.made if main else None, ends=main.ends if main else None,
        has_no_end=main is not None and main.kind in INDETERMINATE,
        since=_since(main, released_on(moved)), attended=tuple(came), ahead=tuple(ahead), in_custody=case.place == Place.CUSTODY, at_large=standing(Place(case.place), moved) is Where.AT_LARGE,
        woman=traits.sex == "female" if traits and traits.sex else None, red=None if "iom" in case.cohorts else False,
        kept_on=True if Cohort.MAPPA in case.cohorts else None,
    )  # fmt: skip
    seeing = seeing_of(facts)
    recalled = _recalled(moved, in_custody=facts.in_custody)
    return HowOften(seeing, check_in(_checked(facts, seeing, orders, recalled), on=on))


def _since(main: courts.OrderRunning | None, released: date | None) -> date | None:
    """From which day they are supervised in the community: from release, where the sentence began in custody."""
    if main is None:
        return None
    return released if SentenceKind(main.kind).is_custodial and released is not None else main.made


def _recalled(moved: Sequence[Moved], *, in_custody: bool) -> bool | None:
    """Whether they are recalled, as their movements say; in custody without any it is not known."""
    return is_recalled(moved) if moved else (None if in_custody else False)


def _checked(
    facts: PackageFacts, seeing: Seeing, orders: Sequence[courts.OrderRunning], recalled: bool | None
) -> CheckInFacts:
    """What is recorded of what decides a remote check-in; what no record says stays not known."""
    status = seeing.status
    kinds = {SentenceKind(one.kind) for one in orders}
    programme = any(RequirementKind.PROGRAMME in one.requires for one in orders)
    return CheckInFacts(
        tier=facts.tier if seeing.early_needed is not None else None,
        on_package=status.on_package if status else None,
        final_third=status.final_third if status else None,
        early_engagement=status.early_engagement if status else None,
        recalled=recalled,
        on_programme=True if programme else None,
        youth_sentence=bool(kinds & _YOUTH) if kinds else None,
    )


_DAYS = """SELECT e.case_id, array_agg(e.happened_at) FROM supervision_contact e WHERE e.case_id = ANY (%(cases)s)
    AND e.with_whom = 'person on probation' AND e.outcome = ANY (%(met)s) AND e.kind = ANY (%(kinds)s)
    AND NOT EXISTS (SELECT 1 FROM supervision_contact n WHERE n.corrects_id = e.id) GROUP BY e.case_id"""


def _came(case_ids: Sequence[UUID], kinds: Iterable[str], on: date) -> Mapping[UUID, Sequence[date]]:
    """The days on which the person came to an appointment of a kind that counts, by case."""
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, {"cases": list(case_ids), "met": sorted(MET), "kinds": sorted(kinds)})
        return {
            case: sorted(day_of(at) for at in days if day_of(at) <= on) for case, days in cursor.fetchall()
        }


def _ahead(case_ids: Sequence[UUID], on: date) -> Mapping[UUID, Sequence[date]]:
    """The days after this one for which an appointment is made, by case."""
    rows = Appointment.objects.filter(case__in=list(case_ids), called_off_at=None)
    found: dict[UUID, list[date]] = {}
    for case, starts_at in rows.values_list("case_id", "starts_at"):
        if day_of(starts_at) > on:
            found.setdefault(case, []).append(day_of(starts_at))
    return found


def weekly_due(case_ids: Iterable[UUID], *, on: date) -> dict[UUID, date]:
    """For each case in early engagement the day by which the next weekly appointment is due."""
    found = how_often(case_ids, on=on)
    return {
        case: one.seeing.by
        for case, one in found.items()
        if one.seeing.phase is Phase.EARLY and one.seeing.by is not None
    }
