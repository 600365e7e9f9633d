"""The decision on a recall and its approval: which length by the rule of the day, at which level, with everything it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.ledger import Decided
from throughcare.foundation.kernel import Finding, Permission, Refused, WorkingCalendar
from throughcare.foundation.kernel.days import day_of

from ..models import Recall, RecallReader, RecallStep
from ..rules import (
    QUESTIONS,
    ApprovalNeeded,
    Decision,
    Length,
    LengthRuling,
    Level,
    NewOffence,
    PaperKind,
    RecallFacts,
    RecallMove,
    RecallState,
    Said,
    Tried,
    Urgency,
    answers_on_record,
    approval_needed,
    check_length,
    check_touches,
    is_of_level,
    recall_length,
)
from ..store import OnRecord, failures_now, on_record, protection_on_record
from .papers import latest_paper, paper_of, sign
from .steps import (
    change,
    check_decides,
    check_unshaken,
    named,
    note_step,
    recall_in_hand,
    said,
    take_step,
)


@action(Permission.ASK_FOR_RECALL)
def decide_recall(
    *,
    by: Member,
    at: datetime,
    recall_id: UUID,
    version: int,
    length: Length,
    approver_id: UUID,
    new_offence: NewOffence = NewOffence.NOT_KNOWN,
    answers: Mapping[str, Said] | None = None,
) -> None:
    """Decide to recall, for the length that the rule set of the day allows, and ask somebody of the level needed to approve.

    What nobody answered is not known, and never "no". The decision is kept with its rule set, all it was decided from, and why.
    """
    row = recall_in_hand(recall_id, by, version)
    check_decides(row, by)
    record = on_record(row.person_id, on=day_of(at))
    given = answers_on_record(answers or {}, protection_on_record(row.person_id))
    check_touches(record.touched)
    ruling = _ruled(record, new_offence, given, length, at)
    days = ruling.days if length is Length.FIXED_TERM else None
    needed = approval_needed(length, Urgency(row.urgency), at, WorkingCalendar())
    _ask(row, approver_id, needed, by, at)
    asked = {"new_offence": new_offence, "answers": given}
    inputs = {"group": record.group, "months": record.months, "age": record.age, **asked}
    outcome = {"length": length, "days": days, "level": needed.level, "after_hours": needed.after_hours}
    _remember(row, by, at, ruling.edition, inputs, outcome, (*ruling.findings, needed.finding))
    columns = {
        "decision": Decision.RECALL.value, "length": length.value, "days": days, "level": needed.level.value, "decided_at": at,
        "new_offence": new_offence.value, "answers": {name: said.value for name, said in given.items()},
        "sentences": [one.id for one in record.sentences], "sentence_group": record.group.value,
        **_rests(row, at),
    }  # fmt: skip
    take_step(row, RecallMove.RECALL, by=by, at=at, columns=columns)


def _ruled(
    record: OnRecord, new_offence: NewOffence, answers: Mapping[str, Said], length: Length, at: datetime
) -> LengthRuling:
    """What the rule set of the day says of what was answered; refused when it does not allow the length."""
    if unknown := answers.keys() - QUESTIONS.keys():
        raise Refused(f"“{min(unknown)[:40]}” is no question that is asked.", field="answers")
    facts = RecallFacts(record.group, record.months, record.age, new_offence, answers)
    ruling = recall_length(facts, day_of(at))
    check_length(ruling, length)
    if length is Length.FIXED_TERM and ruling.days is None:
        raise Refused(
            "The length of the sentence tells how many days a fixed term has, and it is not known.",
            field="length",
        )
    return ruling


@action(Permission.ASK_FOR_RECALL)
def decide_not_to_recall(
    *, by: Member, at: datetime, recall_id: UUID, version: int, because: str, approver_id: UUID
) -> None:
    """Decide not to recall, with the reason, which stands in a letter that is approved as a recall would be."""
    row = recall_in_hand(recall_id, by, version)
    check_decides(row, by)
    reason = said(because, "because", "Say why they are not recalled, and what is done instead.")
    last = latest_paper(row)
    letter = paper_of(
        row, last.number + 1, PaperKind.LETTER, (), by, at, led_to=last.led_to, response=reason, conditions=last.conditions,
        tried=[Tried(one) for one in last.tried],
    )  # fmt: skip
    letter.facts = last.facts
    insert_all([letter])
    needed = approval_needed(None, Urgency(row.urgency), at, WorkingCalendar())
    _ask(row, approver_id, needed, by, at)
    outcome = {"length": None, "level": needed.level, "after_hours": needed.after_hours}
    _remember(row, by, at, needed.edition, {"group": row.sentence_group}, outcome, (needed.finding,))
    columns = {
        "decision": Decision.NOT.value, "length": "", "days": None, "level": needed.level.value, "decided_at": at,
        **_rests(row, at),
    }  # fmt: skip
    take_step(row, RecallMove.DO_NOT_RECALL, by=by, at=at, columns=columns)


def _rests(row: Recall, at: datetime) -> dict[str, Any]:
    """What a decision taken now rests on: the failures as they stand but those that were rescinded; none of them is in doubt."""
    case = supervision.open_case(row.case_id)
    fresh = failures_now(case, at=at, since=row.opened_at) if case else []
    return {"rests_on": sorted({*row.rests_on, *fresh}), "shaken": 0}


@action(Permission.ASK_FOR_RECALL)
def keep_recall(*, by: Member, at: datetime, recall_id: UUID, version: int, because: str) -> None:
    """Say, having looked at a recall again, why it goes on though a failure that it rests on was rescinded; whoever is to approve says it."""
    row = _to_approve(recall_id, by, version)
    if not row.shaken:
        raise Refused("Nothing that this recall rests on has fallen away since it was decided.")
    words = said(because, "because", "Say what it rests on now.", 1000)
    note_step(row, by=by, at=at, note=f"Looked at again, and goes on: {words}"[:1000])
    change(row, at=at, **_rests(row, at))


def _ask(row: Recall, approver_id: UUID, needed: ApprovalNeeded, by: Member, at: datetime) -> None:
    """Name whoever is asked to approve; refused when they are not of the level, or not of the team that decides."""
    if access.is_me(approver_id):
        raise Refused("Nobody approves their own decision. Choose somebody else.", field="approver_id")
    whom = access.member(approver_id, at=at)
    able = (
        whom is not None
        and whom.may(Permission.APPROVE_RECALL)
        and row.to_unit in access.units_below(whom.unit_id)
    )
    if whom is None or not able:
        raise Refused(
            "They do not approve recalls for the team that decides. Choose somebody who does.",
            field="approver_id",
        )
    if not is_of_level(whom.role, needed.level):
        raise Refused(f"This needs the approval of a {needed.level}. {needed.finding}", field="approver_id")
    if not RecallReader.objects.filter(recall=row.id, member_id=approver_id, ended_at=None).exists():
        named(row.id, approver_id)


def _remember(
    row: Recall, by: Member, at: datetime, edition: str, inputs: Mapping[str, object], outcome: Mapping[str, object],
    findings: tuple[Finding, ...],
) -> None:  # fmt: skip
    decided = Decided(
        about="recall", about_id=row.id, rule="recall_length", edition=edition, person_id=row.person_id,
        inputs={**inputs, "urgency": row.urgency, "ground": row.ground}, outcome=dict(outcome),
        reasons=[str(one) for one in findings],
    )  # fmt: skip
    ledger.remember([decided], who=ledger.Who(member_id=by.id), at=at)


@action(Permission.APPROVE_RECALL)
def approve_recall(*, by: Member, at: datetime, recall_id: UUID, version: int) -> None:
    """Approve what was decided, to recall or not, and sign the version of the papers that was read for it."""
    row = _to_approve(recall_id, by, version)
    check_unshaken(row)
    sign(latest_paper(row), by, at)
    after = RecallState.APPROVED if row.decision == Decision.RECALL else RecallState.NOT_RECALLED
    take_step(row, RecallMove.APPROVE, by=by, at=at, after=after)


@action(Permission.APPROVE_RECALL)
def send_back_recall(*, by: Member, at: datetime, recall_id: UUID, version: int, because: str) -> None:
    """Send a decision back to be thought over, with the reason."""
    row = _to_approve(recall_id, by, version)
    words = said(because, "because", "Say what is missing.", 1000)
    take_step(row, RecallMove.SEND_BACK, by=by, at=at, note=words, columns=_UNDECIDED)


@action(Permission.APPROVE_RECALL)
def refuse_recall(*, by: Member, at: datetime, recall_id: UUID, version: int, because: str) -> None:
    """Refuse a decision to recall, with the reason: they are not recalled."""
    row = _to_approve(recall_id, by, version)
    if row.decision != Decision.RECALL:
        raise Refused("It was decided not to recall: send it back if you disagree.")
    words = said(because, "because", "Say why.", 1000)
    take_step(row, RecallMove.REFUSE, by=by, at=at, note=words)


_UNDECIDED = {"decision": "", "length": "", "days": None, "level": "", "decided_at": None}


def _to_approve(recall_id: UUID, by: Member, version: int) -> Recall:
    row = recall_in_hand(recall_id, by, version)
    check_decides(row, by)
    if row.state == RecallState.DECIDED:
        made = RecallStep.objects.filter(
            recall=row.id, move__in=[RecallMove.RECALL, RecallMove.DO_NOT_RECALL]
        )
        decided = made.order_by("-number").first()
        if decided is not None and access.is_me(decided.member_id):
            raise Refused("Nobody approves their own decision.")
        if not is_of_level(by.role, Level(row.level)):
            raise Refused(f"This needs the approval of a {row.level}, and you act as {by.role}.")
    return row
