"""An assessment as it stands: finding it, reading its draft and sections, changing it, and what its signature waits for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import MemberId, Refused

from ..models import AnswerSaved, Assessment
from ..rules.harm import keeping
from ..rules.harm.analysis import blocks
from ..rules.harm.places import harm_gaps
from ..rules.harm.tables import harm_on
from ..rules.judged import views_of
from ..rules.needs.drafts import Answered, Draft, Origin, Saved
from ..rules.needs.life_cycle import State, is_editable
from ..rules.needs.sections import AnswerSet, SectionScore, score_all
from ..rules.needs.views import Gap, gaps_to_sign
from ..rules.questions import items_of

CHANGED = "Somebody else changed this assessment while you had it open. Look again."


def found_assessment(assessment_id: UUID) -> Assessment:
    """An assessment the viewer may see, locked for change."""
    found = Assessment.objects.select_for_update().filter(id=assessment_id).first()
    if found is None:
        raise Refused("There is no such assessment, or it is not yours to see.")
    concerns(found.person_id)
    add_to_line(assessment=assessment_id)
    return found


def editable(assessment_id: UUID) -> Assessment:
    """The same, refused when its answers may no longer be changed."""
    found = found_assessment(assessment_id)
    if not is_editable(State(found.state)):
        raise Refused(f"This assessment is {found.state}: its answers cannot be changed.")
    return found


def change(assessment: Assessment, **columns: object) -> None:
    """Change a locked assessment, counting its version up."""
    changed = Assessment.objects.filter(id=assessment.id, version=assessment.version).update(
        **columns, version=assessment.version + 1
    )
    if not changed:
        raise Refused(CHANGED)
    for name, value in columns.items():
        setattr(assessment, name, value)
    assessment.version += 1


def check_version(assessment: Assessment, version: int) -> None:
    """Refuse a change based on a version that is not the present one."""
    if assessment.version != version:
        raise Refused(CHANGED, field="version")


def as_kept(one: Answered) -> dict[str, Any]:
    """An answer with its provenance, as JSON takes it."""
    return {
        "value": list(one.value) if isinstance(one.value, tuple) else one.value,
        "origin": one.origin.name, "source": one.source, "at": one.at.isoformat(),
        "by": str(one.by) if one.by else None, "sure": one.sure,
    }  # fmt: skip


def from_kept(kept: Mapping[str, Any]) -> Answered:
    """The answer that was kept."""
    value = tuple(kept["value"]) if isinstance(kept["value"], list) else kept["value"]
    by = MemberId(UUID(kept["by"])) if kept["by"] else None
    at = datetime.fromisoformat(kept["at"])
    return Answered(value, Origin[kept["origin"]], kept["source"], at, by, kept["sure"])


def answers_of(assessment: Assessment) -> dict[str, Answered]:
    """The answers as they stand."""
    return {name: from_kept(kept) for name, kept in assessment.answers.items()}


def draft_of(assessment: Assessment, since: int) -> Draft:
    """The draft as it stands, with what was saved after a version."""
    rows = AnswerSaved.objects.filter(assessment=assessment.id, version__gt=since)
    log = tuple(Saved(row.question, from_kept(row.answered), row.version) for row in rows)
    return Draft(assessment.version, answers_of(assessment), log)


def sections_of(assessment: Assessment) -> dict[str, SectionScore]:
    """Every section scored as a range, by the thresholds of the assessment's own set."""
    return score_all(items_of(answers_of(assessment)), AnswerSet(assessment.answer_set))


def missing_to_sign(found: Assessment, on: date) -> list[Gap]:
    """What stands between an assessment and its signature on a day, each with its place."""
    views, left_out = views_of(answers_of(found))
    gaps = gaps_to_sign(views, left_out)
    if found.harm_level:
        return gaps
    edition = harm_on(on)
    left = harm_gaps(blocks(keeping.from_kept(found.harm), on=on, edition=edition), edition.table)
    return [*gaps, *left]


def changed_since(assessment: Assessment, version: int) -> dict[str, AnswerSaved]:
    """The latest saving of each question saved after a version."""
    rows = AnswerSaved.objects.filter(assessment=assessment.id, version__gt=version).order_by("version")
    return {row.question: row for row in rows}
