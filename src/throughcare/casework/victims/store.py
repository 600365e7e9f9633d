"""Who looks after a sentence's victims, and what a victim is owed, from their rows, as actions, reactions and queries ask."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.queries import PassedFor
from throughcare.casework.courts.rules import INDETERMINATE, SentenceKind, SentenceState
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.queries import OpenCase
from throughcare.casework.supervision.rules import as_subject
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission, WorkingCalendar, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import queries as models
from throughcare.foundation.operating_model.queries import Unheld
from throughcare.foundation.operating_model.rules import BodyKind, Cohort, Function, Sentence

from .models import CoveredSentence, Letter, StageReached, Statement, Victim
from .rules import (
    Choice,
    LetterState,
    OffenceOf,
    PassedSentence,
    Reached,
    Scheme,
    SchemeRuling,
    StageKind,
    StatementState,
    VictimKind,
    VictimOwed,
    VictimStands,
    VictimState,
    clocks_of,
    referral_due,
    scheme_for,
    stage_due,
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
        endless=kind in INDETERMINATE,
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


def choice_of(victim: Victim) -> Choice | None:
    """How much a victim wants to be told, where they said."""
    return Choice(victim.choice) if victim.choice else None


def letters_of(victims: Iterable[UUID]) -> dict[UUID, list[Letter]]:
    """What was written to victims, the oldest first."""
    found: dict[UUID, list[Letter]] = {}
    rows = Letter.objects.filter(victim__in=list(victims)).select_related("stage")
    for row in rows.order_by("at", "id"):
        found.setdefault(row.victim_id, []).append(row)
    return found


def still_untold(victim: Victim) -> list[StageReached]:
    """The stages of which a victim is still to be told."""
    stages = reached_of([victim.covered_id]).get(victim.covered_id, [])
    return still_to_tell(victim, stages, letters_of([victim.id]).get(victim.id, []))


def still_to_tell(
    victim: Victim, stages: Iterable[StageReached], letters: Iterable[Letter]
) -> list[StageReached]:
    """The stages of which a victim is still to be told, of those that were reached and given what went."""
    rows = {Reached(StageKind(row.stage), row.on): row for row in stages}
    told_of = {one.stage_id for one in letters if LetterState(one.state).has_told}
    chosen = {StageKind(one) for one in victim.stages}
    left = untold(
        VictimState(victim.state), victim.since, choice_of(victim), chosen, rows,
        {reached for reached, row in rows.items() if row.id in told_of},
    )  # fmt: skip
    return [rows[one] for one in left]


@dataclass(frozen=True)
class Around:
    """What is known of a victim besides their row: the sentence, the stages untold, what was written, and who else holds the record."""

    covered: CoveredSentence
    untold: Sequence[StageReached]
    letters: Sequence[Letter]
    statements: Sequence[Statement]
    spoken_for: bool
    held_by: Collection[UUID]


def owed(victim: Victim, around: Around, calendar: WorkingCalendar) -> VictimOwed | None:
    """What is owed to a victim next."""
    covered = around.covered
    first = _soonest(around, calendar)
    letter = _being_written(around, first, offers=VictimState(victim.state).awaits_offer)
    stands = VictimStands(
        VictimState(victim.state), victim.since, Scheme(covered.scheme), covered.imposed_on, victim.referred_on,
        choice_of(victim), victim.ask_on, (StageKind(first.stage), first.on) if first else None,
        max((one.sent_on for one in around.letters if one.is_of_the_year and one.sent_on), default=None),
        around.spoken_for if VictimKind(victim.kind).is_spoken_for else None,
        letter=LetterState(letter.state) if letter else None,
        answer_since=min((one.sent_on for one in around.letters if one.state == LetterState.SENT and one.sent_on), default=None),
        checker=letter is not None and any(one != letter.written_by for one in around.held_by),
        over=covered.ended_on is not None,
        statement=_unmade(around.statements),
    )  # fmt: skip
    return victim_owed(stands, calendar)


def statements_of(victims: Iterable[UUID]) -> dict[UUID, list[Statement]]:
    """The statements of victims to the Parole Board, the soonest hearing first."""
    found: dict[UUID, list[Statement]] = {}
    for row in Statement.objects.filter(victim__in=list(victims)).order_by("hearing_on", "id"):
        found.setdefault(row.victim_id, []).append(row)
    return found


def _unmade(statements: Sequence[Statement]) -> tuple[StatementState, date, date] | None:
    """Where the statement for the soonest hearing stands that the Board has not got yet."""
    found = next((one for one in statements if StatementState(one.state).is_unmade), None)
    return (StatementState(found.state), found.since, found.hearing_on) if found else None


def _soonest(around: Around, calendar: WorkingCalendar) -> StageReached | None:
    """The stage that is to be told soonest, of those still untold."""
    terms = clocks_of(around.covered.imposed_on)
    return min(
        around.untold,
        key=lambda one: (stage_due(StageKind(one.stage), one.on, terms, calendar)[0], one.on, one.stage),
        default=None,
    )


def _being_written(around: Around, about: StageReached | None, *, offers: bool) -> Letter | None:
    """The letter that is being written about a stage, of the year, or to offer contact."""
    wanted = about.id if about else None
    unsent = (one for one in around.letters if LetterState(one.state).is_unsent and one.first is offers)
    return next((one for one in unsent if one.stage_id == wanted), None)


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
