"""Tells: a person's assessments, their sections, freshness, scores with every term, and tiers with every step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from throughcare.casework.courts import queries as courts
from throughcare.casework.people import queries as people
from throughcare.foundation.access import queries as access
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel.days import day_of

from ..actions.prefill_sources import with_record
from ..models import FINISHED, UNDER_WAY, Assessment, Registration, StepTaken, Tier
from ..rules.harm import keeping
from ..rules.harm.analysis import (
    HarmAnalysis,
    Level,
    NotAssessed,
    blocks,
    countersignature_needed,
    overall_level,
    review_by,
)
from ..rules.harm.tables import harm_on
from ..rules.judged import views_of
from ..rules.needs.comparison import Row, SectionRow, compare_answers, compare_sections
from ..rules.needs.drafts import Answered
from ..rules.needs.life_cycle import State, Step, is_editable, possible_steps
from ..rules.needs.sections import SectionScore
from ..rules.needs.staleness import Aged, Happened, freshness, past_time, staleness_on
from ..rules.needs.views import AreaView, Gap
from ..rules.tier.registers import level_falls
from ..store.drafts import answers_of, draft_of, missing_to_sign, sections_of


@dataclass(frozen=True)
class AssessmentLine:
    """One assessment in a list."""

    id: UUID
    state: str
    started_at: datetime
    signed_at: datetime | None
    harm_level: str
    version: int


@dataclass(frozen=True)
class StepSeen:
    """One step in an assessment's life."""

    step: str
    by: str
    at: datetime
    because: str


@dataclass(frozen=True)
class HarmSeen:
    """The analysis of harm: what was said, the level it comes to so far, and what keeps it from being complete."""

    analysis: HarmAnalysis
    level: Level | NotAssessed
    blocks: tuple[str, ...]
    completed_level: str
    completed_at: datetime | None
    countersignature: bool
    falls_from: str
    review_by: date | None


@dataclass(frozen=True)
class AssessmentSeen:
    """One assessment: its answers with provenance, sections as ranges, judgements, harm, steps, what is missing."""

    id: UUID
    person_id: UUID
    state: State
    answer_set: str
    version: int
    started_at: datetime
    started_by: str
    signed_at: datetime | None
    previous_id: UUID | None
    answers: Mapping[str, Answered]
    left_open: Mapping[str, str]
    sections: Mapping[str, SectionScore]
    views: Mapping[str, AreaView]
    left_out: Mapping[str, str]
    harm: HarmSeen
    steps: tuple[StepSeen, ...]
    gaps: tuple[Gap, ...]
    sent_back: StepSeen | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """What keeps it from being signed, in words."""
        return tuple(gap.because for gap in self.gaps)

    @property
    def editable(self) -> bool:
        """Whether answers may still be changed."""
        return is_editable(self.state)

    @property
    def possible(self) -> tuple[Step, ...]:
        """The steps that can be taken from here."""
        return possible_steps(self.state)


def assessments_of(person_id: UUID) -> list[AssessmentLine]:
    """A person's assessments, newest first; one question."""
    concerns(person_id)
    rows = Assessment.objects.filter(person_id=person_id).order_by("-started_at", "-id")
    return [_line(row) for row in rows.defer("answers", "harm", "left_open")]


def _line(row: Assessment) -> AssessmentLine:
    return AssessmentLine(row.id, row.state, row.started_at, row.signed_at, row.harm_level, row.version)


def assessment(assessment_id: UUID, *, on: date) -> AssessmentSeen | None:
    """One assessment whole, or None when there is none or the wall hides it; a draft with what is on record now."""
    row = Assessment.objects.filter(id=assessment_id).first()
    if row is None:
        return None
    concerns(row.person_id)
    steps = list(StepTaken.objects.filter(assessment=row.id).order_by("at", "id"))
    names = access.member_names({row.started_by, *(step.member_id for step in steps)})
    editable = is_editable(State(row.state))
    answers = answers_of(row)
    if editable:
        answers = with_record(row.person_id, answers, at=datetime.combine(on, time(12), tzinfo=UTC))
    views, left_out = views_of(answers)
    told = [StepSeen(s.step, names.get(s.member_id, "not known"), s.at, s.because) for s in steps]
    return AssessmentSeen(
        id=row.id, person_id=row.person_id, state=State(row.state), answer_set=row.answer_set, version=row.version,
        started_at=row.started_at, started_by=names.get(row.started_by, "not known"), signed_at=row.signed_at,
        previous_id=row.previous_id, answers=answers, left_open=row.left_open, sections=sections_of(row),
        views=views, left_out=left_out, harm=_harm(row, on),
        steps=tuple(told), gaps=tuple(missing_to_sign(row, on)) if editable else (),
        sent_back=told[-1] if told and row.state == State.RETURNED.value else None,
    )  # fmt: skip


def _harm(row: Assessment, on: date) -> HarmSeen:
    edition = harm_on(day_of(row.harm_at) if row.harm_at else on)
    analysis = keeping.from_kept(row.harm)
    done = day_of(row.harm_at) if row.harm_at else None
    stands = harm_level_of(row.person_id) or "" if is_editable(State(row.state)) else ""
    falls_from = stands if level_falls(stands, row.harm_level) else ""
    return HarmSeen(
        analysis=analysis,
        level=overall_level(analysis, edition),
        blocks=tuple(one.because for one in blocks(analysis, on=done or on, edition=edition)),
        completed_level=row.harm_level,
        completed_at=row.harm_at,
        countersignature=bool(falls_from)
        or (bool(row.harm_level) and countersignature_needed(row.harm_level, edition)),
        falls_from=falls_from,
        review_by=review_by(row.harm_level, done, edition) if done else None,
    )


@dataclass(frozen=True)
class SideBySide:
    """Two assessments of one person: the older first; answers that differ, and sections with how each moved."""

    before: AssessmentLine
    after: AssessmentLine
    answers: tuple[Row, ...]
    sections: tuple[SectionRow, ...]


def side_by_side(before_id: UUID, after_id: UUID) -> SideBySide | None:
    """Compare two assessments of the same person; None when either is hidden or they are two people's."""
    rows = {row.id: row for row in Assessment.objects.filter(id__in=[before_id, after_id])}
    if len(rows) < 2 or len({row.person_id for row in rows.values()}) > 1:
        return None
    before, after = sorted(rows.values(), key=lambda row: (row.started_at, row.id))
    concerns(before.person_id)
    return SideBySide(
        _line(before),
        _line(after),
        tuple(compare_answers(answers_of(before), answers_of(after))),
        tuple(compare_sections(sections_of(before), sections_of(after))),
    )


def answers_at(assessment_id: UUID, version: int) -> Mapping[str, Answered] | None:
    """What a draft said at an earlier version, from everything ever saved; None when it is hidden."""
    from ..rules.needs.drafts import as_at

    row = Assessment.objects.filter(id=assessment_id).first()
    if row is None:
        return None
    concerns(row.person_id)
    return as_at(draft_of(row, -1), version).answers


@dataclass(frozen=True)
class NeverAssessed:
    """Nobody has completed an assessment of this person."""

    because: str = "No assessment has been completed yet."


def freshness_of(person_id: UUID, *, on: date) -> Aged | NeverAssessed:
    """How fresh the latest completed assessment is, by the rule in force on a day."""
    concerns(person_id)
    row = Assessment.objects.filter(person_id=person_id, state__in=FINISHED).order_by("-signed_at").first()
    if row is None or row.signed_at is None:
        return NeverAssessed()
    level = row.harm_level or "not_assessed"
    return freshness(
        day_of(row.signed_at), level, _happened(person_id, on, row.signed_at), on=on, edition=staleness_on(on)
    )


def _happened(person_id: UUID, on: date, signed_at: datetime) -> list[Happened]:
    """What has happened since that ages an assessment: new sentences, breaches, moves of home, a change of harm."""
    sentences = [one for one in courts.sentences_of(person_id) if one.counts]
    found = [Happened("new_offence", one.imposed_on) for one in sentences]
    found += [Happened("breach", day) for one in sentences for kind, day, _ in one.events if kind == "breach"]
    page = people.person_page(person_id, on=on)
    homes = sorted(home.since for home in page.homes if home.since) if page else []
    found += [Happened("move_of_home", day) for day in homes[1:]]
    levels = Registration.objects.filter(person_id=person_id, kind="rosh", during__startswith__gt=signed_at)
    return found + [Happened("risk_of_harm_changed", day_of(row.during.lower)) for row in levels]


@dataclass(frozen=True)
class Standing:
    """Of some people, who were never assessed, who have an assessment under way, and whose is past its time."""

    never: frozenset[UUID]
    under_way: frozenset[UUID]
    past_time: frozenset[UUID]


def standing_of(person_ids: Iterable[UUID], *, on: date) -> Standing:
    """How assessment stands for many people by the months each lasts: ids alone, nobody looked at; one question."""
    wanted, edition = frozenset(person_ids), staleness_on(on)
    columns = ("person_id", "state", "signed_at", "harm_level")
    rows = Assessment.objects.filter(person_id__in=wanted).order_by("signed_at").values_list(*columns)
    latest = {p: (day_of(at), level) for p, state, at, level in rows if state in FINISHED and at}
    under_way = frozenset(p for p, state, _, _ in rows if state in UNDER_WAY)
    return Standing(wanted - latest.keys(), under_way, past_time(latest, on=on, edition=edition))


@dataclass(frozen=True)
class TierSeen:
    """A tier, or why there is none: the deciding steps, every other step, doubts, and its time."""

    id: UUID
    edition: str
    tier: str
    outcome: str
    provisional: bool
    lowest: str
    highest: str
    decided_by: tuple[str, ...]
    because: str
    steps: tuple[dict[str, Any], ...]
    doubts: tuple[str, ...]
    clause: str
    since: datetime
    until: datetime | None
    decision_id: UUID


def tier_of(person_id: UUID) -> TierSeen | None:
    """A person's tier now; None when nobody has worked it out."""
    concerns(person_id)
    row = Tier.objects.filter(person_id=person_id, during__upper_inf=True).first()
    return _tier(row) if row else None


def tier_history(person_id: UUID) -> list[TierSeen]:
    """Every tier, newest first, those that stood for no time left out."""
    concerns(person_id)
    rows = Tier.objects.filter(person_id=person_id, during__isempty=False)
    return [_tier(row) for row in rows.order_by("-during")]


def tiers_of(person_ids: Iterable[UUID]) -> dict[UUID, TierSeen]:
    """The tier now of many people, for a list; one question."""
    rows = Tier.objects.filter(person_id__in=list(person_ids), during__upper_inf=True)
    found = {row.person_id: _tier(row) for row in rows}
    concerns(found)
    return found


def tiers_by_id(tier_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, TierSeen]]:
    """For each tier row that the viewer may see, whose it is and what it says; one question."""
    rows = list(Tier.objects.filter(id__in=list(tier_ids)))
    concerns(row.person_id for row in rows)
    return {row.id: (row.person_id, _tier(row)) for row in rows}


def _tier(row: Tier) -> TierSeen:
    whole = row.whole
    return TierSeen(
        row.id, row.edition, row.tier, row.outcome, row.provisional, row.lowest, row.highest,
        tuple(row.decided_by), row.because, tuple(whole.get("steps", ())), tuple(whole.get("doubts", ())),
        whole.get("clause", ""), row.during.lower, row.during.upper, row.decision_id,
    )  # fmt: skip


def registrations_of(person_id: UUID) -> list[Registration]:
    """What is registered of a person now, by kind."""
    concerns(person_id)
    return list(Registration.objects.filter(person_id=person_id, during__upper_inf=True).order_by("kind"))


def harm_level_of(person_id: UUID) -> str | None:
    """The level of risk of serious harm that is registered now; None when none is."""
    held = next((row for row in registrations_of(person_id) if row.kind == "rosh"), None)
    return held.value if held else None
