"""Who looks after a sentence's victims, and what a victim is owed, from their rows, as actions, reactions and queries ask."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.queries import PassedFor
from throughcare.casework.courts.rules import SentenceKind, SentenceState
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.queries import OpenCase
from throughcare.casework.supervision.rules import as_subject
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission, WorkingCalendar, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import queries as models
from throughcare.foundation.operating_model.queries import Unheld
from throughcare.foundation.operating_model.rules import BodyKind, Cohort, Function, Sentence

from .models import CoveredSentence, StageReached, Victim
from .rules import (
    Choice,
    OffenceOf,
    PassedSentence,
    Reached,
    Scheme,
    SchemeRuling,
    StageKind,
    VictimKind,
    VictimOwed,
    VictimStands,
    VictimState,
    referral_due,
    scheme_for,
    untold,
    victim_owed,
)


@dataclass(frozen=True)
class LooksAfter:
    """The team that looks after victims in an area for whoever the model names, or why none does."""

    unit_id: UUID | None
    because: str = ""


def looks_after(case: OpenCase, at: datetime) -> LooksAfter:
    """Which team keeps the victims of a case told: of the body appointed as a victim unit there, else of whoever holds victim contact.

    The notification scheme is no duty that a model names, so whoever holds the statutory scheme holds it as well (assumed).
    """
    here = models.holders(case.area_code, day_of(at))
    asked = replace(
        case, sentence=Sentence.CUSTODY_12_MONTHS_OR_MORE.value, cohorts=(Cohort.SEXUAL_OR_VIOLENT.value,)
    )
    subject = as_subject(
        risk=asked.risk, sentence=asked.sentence, place=asked.place, rsr=asked.rsr, cohorts=asked.cohorts, resettled=asked.resettled,
    )  # fmt: skip
    held = here.organisation(Function.VICTIM_CONTACT, subject)
    if isinstance(held, Unheld):
        return LooksAfter(None, f"Victim contact: {held.value}.")
    appointed = here.appointed_as(BodyKind.VICTIM_UNIT, Function.VICTIM_CONTACT)
    unit = next((found for one in (appointed, held) if (found := _team(one, at))), None)
    return LooksAfter(
        unit, "" if unit else "Whoever holds victim contact here has no team with a victim liaison officer."
    )


def _team(organisation: UUID | Unheld, at: datetime) -> UUID | None:
    """The unit of an organisation in which somebody keeps victims told."""
    if isinstance(organisation, Unheld):
        return None
    able = access.members_who_may(Permission.KEEP_VICTIMS_TOLD, at=at)
    units = {one.unit_id for one in able if one.organisation_id == organisation}
    return min(units, default=None, key=str)


def passed(found: PassedFor) -> PassedSentence:
    """A sentence of the record as the scheme asks about it."""
    kind = SentenceKind(found.kind)
    return PassedSentence(
        found.kind, kind.is_custodial, found.months, found.imposed_on,
        tuple(OffenceOf(one.code, one.words, one.violent_or_sexual) for one in found.offences),
        endless=kind is SentenceKind.LIFE,
    )  # fmt: skip


def cover(people: Iterable[UUID], *, at: datetime) -> None:
    """Cover each sentence of these people whose victims are offered contact, and say anew how those already covered are ruled."""
    wanted = list(people)
    cases = supervision.open_cases_of(wanted)
    sentences = courts.passed_for(wanted)
    known = _covered([one.sentence_id for one in sentences])
    team, rows = _Teams(at), []
    for one in sentences:
        ruling = scheme_for(passed(one))
        if ruling.scheme is Scheme.NONE or not SentenceState(one.state).counts:
            ruling = replace(ruling, scheme=Scheme.NONE)
        case = cases.get(one.person_id)
        if one.sentence_id in known or (case is not None and ruling.scheme is not Scheme.NONE):
            rows.append(_row(one, ruling, team.of(case), at))
    if rows:
        with connection.cursor() as cursor:
            cursor.execute("SELECT victims_cover(%s::jsonb)", [json.dumps(rows, default=str)])


class _Teams:
    """Which team looks after the victims of a case, asked once for all cases that are alike."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.known: dict[tuple[object, ...], LooksAfter] = {}

    def of(self, case: OpenCase | None) -> LooksAfter:
        """The team of a case; of a closed one none."""
        if case is None:
            return LooksAfter(None, "The case is closed.")
        key = (case.area_code, case.risk, case.place, case.rsr, case.resettled)
        if key not in self.known:
            self.known[key] = looks_after(case, self.at)
        return self.known[key]


def _row(one: PassedFor, ruling: SchemeRuling, team: LooksAfter, at: datetime) -> dict[str, Any]:
    offered = ruling.scheme is not Scheme.NONE
    return {
        "id": new_id(), "person_id": one.person_id, "sentence_id": one.sentence_id, "unit_id": team.unit_id, "nobody_because": team.because,
        "called": "", "kind": one.kind, "length": one.length, "offence": "; ".join(dict.fromkeys(o.words for o in one.offences))[:500],
        "court": one.court, "imposed_on": one.imposed_on, "scheme": ruling.scheme, "edition": ruling.edition, "ruled": told(ruling),
        "referral_due": referral_due(one.imposed_on, WorkingCalendar()) if offered else None, "taken_on_at": at, "settled": "",
        "ended_on": one.ended_on if offered else one.ended_on or day_of(at), "version": 1,
    }  # fmt: skip


def _covered(sentences: list[UUID]) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sentence_id FROM victims_covered(%s)", [sentences])
        return {sentence for (sentence,) in cursor.fetchall()}


def told(ruling: SchemeRuling) -> list[dict[str, str]]:
    """Why, as a row keeps it."""
    return [{"rule": one.rule, "because": one.because, "clause": str(one.clause)} for one in ruling.findings]


def reached_of(covered: Iterable[UUID]) -> dict[UUID, list[StageReached]]:
    """The stages of covered sentences, the oldest first."""
    found: dict[UUID, list[StageReached]] = {}
    for row in StageReached.objects.filter(covered__in=list(covered)).order_by("on", "at", "id"):
        found.setdefault(row.covered_id, []).append(row)
    return found


def still_to_tell(
    victim: Victim, stages: Iterable[StageReached], told_of: Iterable[Reached]
) -> list[Reached]:
    """The stages of which a victim is still to be told."""
    reached = [Reached(StageKind(row.stage), row.on) for row in stages]
    choice = Choice(victim.choice) if victim.choice else None
    chosen = {StageKind(one) for one in victim.stages}
    return untold(VictimState(victim.state), victim.since, choice, chosen, reached, set(told_of))


def owed(
    victim: Victim, covered: CoveredSentence, untold_now: list[Reached], *, spoken_for: bool, last_letter: date | None,
    calendar: WorkingCalendar,
) -> VictimOwed | None:  # fmt: skip
    """What is owed to a victim next."""
    first = next(iter(untold_now), None)
    return victim_owed(
        VictimStands(
            VictimState(victim.state), victim.since, Scheme(covered.scheme), covered.imposed_on, victim.referred_on,
            Choice(victim.choice) if victim.choice else None, victim.ask_on,
            (first.stage, first.on) if first else None, last_letter,
            spoken_for if VictimKind(victim.kind).is_spoken_for else None,
        ),
        calendar,
    )  # fmt: skip


def one_row(function: str, *given: Any) -> Any:
    """What a function of the database answers."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(given))})", list(given))
        (answer,) = cursor.fetchone() or (None,)
    return answer


def registered_for(covered: list[UUID]) -> dict[UUID, int]:
    """How many are registered for each covered sentence of the viewer's team that has any, whoever of it holds their records."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT covered_id, registered FROM victims_registered(%s)", [covered])
        return dict(cursor.fetchall())
