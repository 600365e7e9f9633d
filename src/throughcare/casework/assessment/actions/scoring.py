"""Scoring: every instrument from the answers; a refusal is kept as an outcome that names what is missing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from throughcare.casework.people import queries as people
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import change_all, insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.ledger import Decided
from throughcare.foundation.audit.models import Decision
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..events import ScoresRecorded
from ..models import Score
from ..rules import scores
from ..rules.predictors import INSTRUMENTS, Given, NotScored, Scored, score
from ..rules.replay import answers_kept, canonical
from ..store.drafts import found_assessment
from .on_record import givens_now
from .tiering import remember, work_out


@action(Permission.RECORD_SCORE)
def record_scores(*, by: Member, at: datetime, assessment_id: UUID) -> int:
    """Score every instrument from an assessment's answers, and work the tier out; returns how many gave a score."""
    found = found_assessment(assessment_id)
    givens = givens_now(found, at)
    kept = json.loads(canonical(givens))
    made = [score_row(found.person_id, name, givens, kept, at, found.id) for name in INSTRUMENTS]
    write_scores(made, by=by, at=at)
    work_out([found.person_id], by=by, at=at)
    scored = sum(not row.refused for row, _ in made)
    add_to_line(scored=scored, refused=len(made) - scored)
    return scored


def score_again(person_id: UUID, *, by: Member, at: datetime) -> None:
    """Score anew what stands of a person, within another act, from what each score was given and who they are by the record now.

    For a sex or birthday that was put right since: the answers, and the day they were scored for, stay.
    """
    standing = list(Score.objects.filter(person_id=person_id, current=True).order_by("instrument"))
    traits = people.traits_of([person_id]).get(person_id)
    if not standing or traits is None:
        return
    record = {"sex": traits.sex, "date_of_birth": traits.date_of_birth}
    who_they_are = {
        name: Given(value, day_of(at), "this person's record") for name, value in record.items() if value
    }
    rows = Decision.objects.filter(id__in=[row.decision_id for row in standing])
    kept = dict(rows.values_list("id", "inputs"))
    made = []
    for row in standing:
        givens = {**answers_kept(kept[row.decision_id]), **who_they_are}
        whole = json.loads(canonical(givens))
        made.append(score_row(person_id, row.instrument, givens, whole, at, row.assessment_id))
    write_scores(made, by=by, at=at)


def score_row(
    person: UUID,
    instrument: str,
    givens: Mapping[str, Given],
    kept: Mapping[str, Any],
    at: datetime,
    assessment: UUID | None,
) -> tuple[Score, Decided]:
    """One instrument's score or refusal, as a row and as a decision; ``kept`` are the givens as the ledger has them."""
    edition = INSTRUMENTS[instrument].editions[-1].name
    row = Score(
        person_id=person, assessment_id=assessment, instrument=instrument, edition=edition, scored_at=at,
        decision_id=new_id(), told_domestic_abuse=_told(givens, "domestic_abuse"),
        told_sexual_offence=_told(givens, "ever_sexual_offence"),
    )  # fmt: skip
    try:
        reasons = _fill(row, score(instrument, givens, edition=edition))
    except Refused as refusal:
        row.refused, row.whole = refusal.because, {"troubles": _troubles(refusal)}
        reasons = [refusal.because]
    outcome = {"score": row.score, "band": row.band, "outcome": row.outcome, "refused": row.refused}
    decided = Decided(
        "score", instrument, edition, kept, outcome, reasons,
        person_id=person, about_id=row.id, id=row.decision_id,
    )  # fmt: skip
    return row, decided


def _told(givens: Mapping[str, Given], name: str) -> bool | None:
    value = givens[name].value if name in givens else None
    return value if isinstance(value, bool) else None


def _fill(row: Score, scored: Scored) -> list[str]:
    row.score, row.lowest, row.highest = scored.score, scored.lowest, scored.highest
    row.band, row.outcome = scored.band.value if scored.band else "", scored.outcome or ""
    row.basis, row.offence_mapping = scored.basis.value, scored.offence_mapping or ""
    row.whole = scores.as_kept(scored)
    return [scored.finding.because]


def _troubles(refusal: Refused) -> list[dict[str, Any]]:
    if not isinstance(refusal, NotScored):
        return [{"because": refusal.because, "fields": []}]
    return [{"because": one.problem.value, "fields": list(one.fields)} for one in refusal.troubles]


def write_scores(made: Iterable[tuple[Score, Decided]], *, by: Member, at: datetime) -> None:
    """Write scores as the current ones, with their decisions, and announce them."""
    rows, decisions = [list(each) for each in zip(*made, strict=True)] or ([], [])
    people = {row.person_id for row in rows}
    instruments = {row.instrument for row in rows}
    before = Score.objects.filter(person_id__in=people, instrument__in=instruments, current=True)
    wanted = {(row.person_id, row.instrument) for row in rows}
    replaced = [
        (id, False)
        for id, person, instrument in before.values_list("id", "person_id", "instrument")
        if (person, instrument) in wanted
    ]
    change_all(Score, ["current"], replaced)
    insert_all(rows)
    remember(decisions, by=by, at=at)
    announce(ScoresRecorded(tuple(row.id for row in rows)), at=at, by=by.id)
