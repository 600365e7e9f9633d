"""What will be done next, by whom and by which day: appointments, what the court ordered, referrals and the agreed plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from throughcare.casework.assessment.queries import AssessmentSeen
from throughcare.casework.assessment.rules.harm.analysis import Measure
from throughcare.casework.courts import queries as courts
from throughcare.casework.interventions import queries as interventions
from throughcare.casework.interventions.rules.referral import OPEN_REFERRALS
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.page import Asking
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel.days import LONDON, day_of

RUNNING = {"in force", "in breach"}
# What of the plan the person takes away: nothing about victims, watching or contingencies leaves the building.
SHARED = {"supervision", "interventions"}


@dataclass(frozen=True)
class Part:
    """One part of the summary: its heading, then sentences, then a list."""

    heading: str
    sentences: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


def told_day(day: date) -> str:
    """A day as it is said in the language in force: 12 May 2026."""
    return date_format(day, "j F Y")


def told_moment(at: datetime) -> str:
    """An instant in London, to the minute, in the language in force: 12 May 2026 at 4:05pm."""
    local = at.astimezone(LONDON)
    hour = local.hour % 12 or 12
    clock = f"{hour}:{local:%M}{_('am') if local.hour < 12 else _('pm')}"
    return _("%(day)s at %(time)s") % {"day": told_day(day_of(at)), "time": clock}


def what_happens_next(request: Asking, person_id: UUID, seen: AssessmentSeen | None, today: date) -> Part:
    """Each action once, with a name and a day wherever one is known; what has neither says that it is still to be agreed."""
    case = supervision.case_of(person_id, at=request.at)
    open_case = case if case is not None and case.case.closed_at is None else None
    names = {kind: held.member for kind, held in open_case.now.items()} if open_case else {}
    said = [
        *(_appointments(request, open_case) if open_case else []),
        *_ordered(person_id),
        *_referred(person_id, today),
        *(_planned(seen, names) if seen else []),
    ]
    return Part(_("What happens next"), items=tuple(dict.fromkeys(said)))


def _appointments(request: Asking, case: supervision.CaseSeen) -> list[str]:
    ahead = supervision.contacting(case.case, at=request.at).ahead
    manager = case.now.get("offender manager") or next(iter(case.now.values()), None)
    if ahead:
        return [_appointment(one) for one in ahead[:3]]
    if manager is None:
        return [
            _("We still have to say who your officer is. Until then, ask at the office that you report to.")
        ]
    told = _("No appointment is made yet: %(officer)s will tell you the day of the next one.")
    return [told % {"officer": manager.member}]


def _appointment(one: supervision.AppointmentSeen) -> str:
    said = {
        "moment": told_moment(one.starts_at),
        "kind": _(one.kind.words),
        "holder": one.holder,
        "place": one.place,
    }
    if one.place:
        return _("%(moment)s: %(kind)s with %(holder)s, at %(place)s.") % said
    return _("%(moment)s: %(kind)s with %(holder)s.") % said


def _ordered(person_id: UUID) -> list[str]:
    running = [one for one in courts.sentences_of(person_id) if one.state in RUNNING]
    done = supervision.credited([q.id for one in running for q in one.requirements if q.is_counted])
    return [
        line
        for one in running
        for line in (
            *_until(one.kind, one.ends_on),
            *(
                _left(q, done.get(q.id, Decimal(0)), one.ends_on)
                for q in one.requirements
                if q.is_counted and q.amount
            ),
        )
    ]


def _until(kind: str, ends_on: date | None) -> list[str]:
    if ends_on is None:
        return []
    return [_("Your %(sentence)s lasts until %(day)s.") % {"sentence": _(kind), "day": told_day(ends_on)}]


def plain(number: Decimal) -> str:
    """A number without noughts that say nothing: 3 for 3.00, 2.5 for 2.50."""
    return f"{number.normalize():f}"


def _left(asked: courts.RequirementSeen, done: Decimal, ends_on: date | None) -> str:
    left = max(Decimal(asked.amount or 0) - done, Decimal(0))
    said = {
        "requirement": first_capital(_(asked.kind)),
        "left": _("up to %(number)s") % {"number": plain(left)} if asked.at_most else plain(left),
        "whole": asked.amount,
        "unit": _(asked.unit),
        "day": told_day(ends_on) if ends_on else "",
    }
    if not left:
        return _("%(requirement)s: you have done all %(whole)s %(unit)s.") % said
    if ends_on:
        return _("%(requirement)s: %(left)s of %(whole)s %(unit)s left to do, by %(day)s.") % said
    return _("%(requirement)s: %(left)s of %(whole)s %(unit)s left to do.") % said


def _referred(person_id: UUID, today: date) -> list[str]:
    rows = interventions.referrals_of(person_id, today=today)
    return [_sent_to(one) for one in rows if one.state in OPEN_REFERRALS]


def _sent_to(one: interventions.ReferralLine) -> str:
    said = {"service": one.service, "provider": one.provider, "worker": one.worker}
    where = (
        _("%(service)s, at %(provider)s, with %(worker)s")
        if one.worker
        else _("%(service)s, at %(provider)s")
    ) % said
    if not (one.due_by_provider and one.due_on):
        return f"{where}."
    return _("%(where)s: you hear from them by %(day)s.") % {"where": where, "day": told_day(one.due_on)}


def _planned(seen: AssessmentSeen, names: dict[str, str]) -> Iterable[str]:
    for one in seen.harm.analysis.plan:
        if one.kind in SHARED and one.what.strip():
            yield f"{first_capital(one.what.strip().rstrip('.'))}: {_who(one, names)}{_when(one, seen)}."


def _who(one: Measure, names: dict[str, str]) -> str:
    """Whoever holds the role that a plan names, by name; whatever else it names as it stands."""
    role = one.by_whom.strip().lower().removeprefix("the ")
    if role in {"officer", "supervisor"} and role not in names:
        role = "offender manager"
    return names.get(role, one.by_whom.strip() or _("who will do it is still to be agreed"))


def _when(one: Measure, seen: AssessmentSeen) -> str:
    if one.by_day is not None:
        return _(", by %(day)s") % {"day": told_day(one.by_day)}
    if seen.harm.review_by is None:
        return ""
    return _(", looked at again by %(day)s") % {"day": told_day(seen.harm.review_by)}
