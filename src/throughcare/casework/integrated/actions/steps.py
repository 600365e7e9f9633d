"""What every act on somebody's selection does: look at it as it stands, and write the step, which two cannot both write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.queries import OpenCase
from throughcare.casework.supervision.rules.joint import PARTNERSHIPS
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.ledger import Decided
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Finding, Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.kernel.written_words import must_say
from throughcare.foundation.operating_model.rules import Cohort

from ..models import IntegratedStep, Selection
from ..rules import IntegratedStepKind, integrated_terms
from ..store import Selected, selected_whole, working_on

LONGEST = 1000
CHANGED = "Somebody else changed this while you had it open. Look again."
NOT_YOURS = "Only somebody who holds a role in this case, or the team that answers for it, can do this."
CLOSED = "The case in which this was decided is closed."
OWN_BODY = PARTNERSHIPS[Cohort.IOM].body.value
"""The partner that works with the people themselves: they answer for themselves, and for nobody else."""


def why_said(words: str, otherwise: str) -> str:
    """A reason, which must be given."""
    return must_say(words, "because", otherwise, LONGEST)


def has_part_in(case: OpenCase, by: Member) -> bool:
    """Whether a member holds a role in a case or their team answers for it."""
    return case.unit_id in units_below(by.unit_id) or case.person_id in supervision.held_people(by.id)


def case_to_propose(person_id: UUID, by: Member) -> OpenCase:
    """The open case of somebody in which the member has a part; refused in words otherwise."""
    case = supervision.open_cases_of([person_id]).get(person_id)
    if case is None:
        raise Refused("This person has no open case that you may see.")
    concerns(person_id)
    if not has_part_in(case, by):
        raise Refused(NOT_YOURS)
    return case


def found_selection(selection_id: UUID, by: Member, *, version: int) -> tuple[Selected, OpenCase]:
    """Somebody's selection as it stands, with its case, to whoever has a part in it; refused where a step came since it was read."""
    whole, case = _as_it_stands(selection_id, version)
    if not has_part_in(case, by):
        raise Refused(NOT_YOURS)
    return whole, case


def found_by_partner(selection_id: UUID, by: Member, body: str, *, version: int) -> Selected:
    """The same, also to a partner who works with the person, for what their own body says."""
    whole, case = _as_it_stands(selection_id, version)
    if has_part_in(case, by):
        return whole
    if body != OWN_BODY or case.person_id not in working_on(by):
        raise Refused(NOT_YOURS)
    return whole


def found_by_agency(selection_id: UUID, by: Member, *, version: int | None = None) -> tuple[Selected, str]:
    """The same, with the body for which the member speaks: empty where they have a part in the case, the partner's where they are its; no version is asked of what changes nothing."""
    whole, case = _as_it_stands(selection_id, version)
    if has_part_in(case, by):
        return whole, ""
    if case.person_id not in working_on(by):
        raise Refused(NOT_YOURS)
    return whole, OWN_BODY


def _as_it_stands(selection_id: UUID, version: int | None) -> tuple[Selected, OpenCase]:
    row = Selection.objects.filter(id=selection_id).first()
    if row is None:
        raise Refused("There is no such selection, or it is not yours to see.")
    concerns(row.person_id)
    add_to_line(selection=row.id)
    whole = selected_whole([row])[0]
    if version is not None and len(whole.steps) != version:
        raise Refused(CHANGED)
    if whole.case is None:
        raise Refused(CLOSED)
    return whole, whole.case


def move(row: Selection, **columns: object) -> None:
    """Change a row that still stands as it was read; refused where somebody else changed it."""
    if not Selection.objects.filter(id=row.id, state=row.state).update(**columns):
        raise Refused(CHANGED)


def write_step(
    row: Selection, number: int, kind: IntegratedStepKind, *, by: Member, at: datetime, because: str,
    findings: Sequence[Finding] = (), strand: str = "", body: str = "", said: str = "", rating: str = "",
) -> None:  # fmt: skip
    """Write a step, and remember what was decided with its rule."""
    rule = "; ".join(str(one) for one in findings)
    placed = strand or row.strand
    insert_all(
        [
            IntegratedStep(
                id=new_id(), person_id=row.person_id, selection_id=row.id, number=number, kind=kind.value, strand=placed,
                body=body, said=said, rating=rating, rule=rule[:LONGEST], because=because, at=at, member_id=by.id,
            )
        ]
    )  # fmt: skip
    ledger.remember(
        [
            Decided(
                about="selection", about_id=row.id, rule=kind.value, edition=integrated_terms(day_of(at)).name, person_id=row.person_id,
                inputs={"step": number}, outcome={"strand": placed} | ({"rating": rating} if rating else {}), reasons=[kind.value],
            )
        ],
        who=ledger.Who(member_id=by.id), at=at,
    )  # fmt: skip
