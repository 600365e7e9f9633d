"""The papers of a recall: each version with what the record said then, who may open them, who signed, and their sending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Recall, RecallPaper, RecallReader, RecallSignature
from ..rules import PaperKind, RecallMove, RecallState, Tried, changed_since
from ..store import Fact, OnRecord, on_record, record_facts
from .steps import (
    at_most,
    change,
    check_decides,
    check_manages,
    check_unshaken,
    named,
    recall_in_hand,
    said,
    take_step,
)

WRITTEN_IN = frozenset({RecallState.CONSIDERED, RecallState.APPROVED})
NOT_NAMED = "You are not named on this recall's papers. Somebody who is, or who leads the team, can name you."


@action(Permission.ASK_FOR_RECALL)
def write_paper(
    *,
    by: Member,
    at: datetime,
    recall_id: UUID,
    version: int,
    led_to: str,
    response: str = "",
    conditions: str = "",
    tried: Sequence[Tried] = (),
) -> int:
    """Write the papers anew, with what the record says now; the versions before stay. Returns its number.

    While the decision is being approved nothing is written: what is approved is what was read.
    """
    row = recall_in_hand(recall_id, by, version)
    check_manages(row, by)
    if RecallState(row.state) not in WRITTEN_IN:
        raise Refused(
            f"This recall is {row.state}: its papers are written while it is considered, and once it is approved."
        )
    last = latest_paper(row)
    case = _case(row)
    made = paper_of(
        row, last.number + 1, PaperKind(last.kind), record_facts(case, on_record(row.person_id, on=day_of(at)), at=at), by, at,
        led_to=led_to, response=response, conditions=conditions, tried=tried,
    )  # fmt: skip
    insert_all([made])
    change(row, at=at)
    return made.number


def first_paper(
    row: Recall, case: supervision.OpenCase, record: OnRecord, by: Member, at: datetime, **words: Any
) -> None:
    """The first version, written in the act that opens a recall."""
    insert_all([paper_of(row, 1, PaperKind.REPORT, record_facts(case, record, at=at), by, at, **words)])


def paper_of(
    row: Recall, number: int, kind: PaperKind, facts: Sequence[Fact], by: Member, at: datetime, *, led_to: str, response: str,
    conditions: str, tried: Sequence[Tried],
) -> RecallPaper:  # fmt: skip
    """A version of the papers, not yet written; refused when nothing is said of what led to it."""
    return RecallPaper(
        id=new_id(), person_id=row.person_id, recall_id=row.id, number=number, kind=kind.value,
        led_to=said(led_to, "led_to", "Say what led to it."), response=at_most(response, "response"),
        conditions=at_most(conditions, "conditions"), tried=[one.value for one in tried],
        facts=[asdict(one) for one in facts], at=at, member_id=by.id, organisation_id=by.organisation_id,
    )  # fmt: skip


def latest_paper(row: Recall) -> RecallPaper:
    """The latest version of the papers; refused to whoever is not named."""
    found = RecallPaper.objects.filter(recall=row.id).order_by("-number").first()
    if found is None:
        raise Refused(NOT_NAMED)
    return found


def sign(paper: RecallPaper, by: Member, at: datetime) -> None:
    """Sign a version, once."""
    if RecallSignature.objects.filter(paper=paper.id, member_id=by.id).exists():
        return
    insert_all(
        [
            RecallSignature(
                id=new_id(), person_id=paper.person_id, recall_id=paper.recall_id, paper_id=paper.id, role=by.role, at=at,
                member_id=by.id, organisation_id=by.organisation_id,
            )
        ]
    )  # fmt: skip


@action(Permission.APPROVE_RECALL)
def sign_paper(*, by: Member, at: datetime, recall_id: UUID, version: int) -> None:
    """Sign the latest version of papers that were written anew since the decision was approved."""
    row = recall_in_hand(recall_id, by, version)
    check_decides(row, by)
    if row.state != RecallState.APPROVED:
        raise Refused(
            f"This recall is {row.state}: papers are signed by its approval, and anew once they were written anew."
        )
    paper = latest_paper(row)
    if access.is_me(paper.member_id):
        raise Refused("You wrote this version: somebody else signs it.")
    sign(paper, by, at)
    change(row, at=at)


@action(Permission.ASK_FOR_RECALL)
def send_papers(*, by: Member, at: datetime, recall_id: UUID, version: int) -> None:
    """Send the latest version of the papers, signed by whoever approved; refused once the record says something else than they do."""
    row = recall_in_hand(recall_id, by, version)
    check_manages(row, by)
    paper = latest_paper(row)
    check_unshaken(row)
    signed = RecallSignature.objects.filter(paper=paper.id).exclude(member_id=paper.member_id)
    if row.state == RecallState.APPROVED and not signed.exists():
        raise Refused(f"Version {paper.number} is not signed by whoever approves. Ask them to sign it.")
    now = record_facts(_case(row), on_record(row.person_id, on=day_of(at)), at=at)
    changed = changed_since(
        [(one["heading"], one["lines"]) for one in paper.facts], [(one.heading, one.lines) for one in now]
    )
    if changed:
        raise Refused(
            f"The record has changed since version {paper.number} was written: {', '.join(changed)}. Write it anew."
        )
    sign(paper, by, at)
    take_step(row, RecallMove.SEND_PAPERS, by=by, at=at, note=f"Version {paper.number}")


@action(Permission.ASK_FOR_RECALL)
def name_reader(*, by: Member, at: datetime, recall_id: UUID, member_id: UUID) -> None:
    """Name a colleague who may open the papers of a recall; nobody names themselves."""
    row = recall_in_hand(recall_id, by, None)
    if access.is_me(member_id):
        raise Refused(
            "Nobody names themselves: ask somebody who is named, or who leads the team.", field="member_id"
        )
    whom = access.member(member_id, at=at)
    if whom is None or not whom.may(Permission.ASK_FOR_RECALL):
        raise Refused("There is no such colleague who works on recalls.", field="member_id")
    named(row.id, member_id)


@action(Permission.ASK_FOR_RECALL)
def end_reading(*, by: Member, at: datetime, recall_id: UUID, member_id: UUID) -> None:
    """End that a colleague may open the papers of a recall; somebody stays named."""
    row = recall_in_hand(recall_id, by, None)
    readers = RecallReader.objects.filter(recall=row.id, ended_at=None)
    if not readers.filter(member_id=member_id).exists():
        raise Refused("They are not named on this recall.", field="member_id")
    if readers.count() == 1:
        raise Refused("Somebody has to stay named. Name another first.", field="member_id")
    if not readers.filter(member_id=member_id).update(ended_at=at):
        raise Refused(NOT_NAMED)


def _case(row: Recall) -> supervision.OpenCase:
    found = supervision.open_case(row.case_id)
    if found is None:
        raise Refused("The case is closed, or it is not yours to see.")
    return found
