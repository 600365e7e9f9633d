"""Meetings of somebody with their helper: each is a contact in the person's record, by supervision's own act, in the one vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.casework.supervision import actions as supervision
from throughcare.casework.supervision.actions import Meeting
from throughcare.casework.supervision.rules.contacts import MET, Absence, ContactKind, Outcome, Told
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import HelperMeeting, PairingStep
from ..rules import PAIRED, PairingSide, PairingState, Through
from ..store import Paired
from .steps import of_side, said, take_step


@dataclass(frozen=True)
class MeetingSaid:
    """A meeting as it is told: when, in what way, what came of it, what was done, and of an acceptable absence why."""

    happened_at: datetime
    kind: ContactKind
    outcome: Outcome
    what: str
    absence: Absence | None = None
    note: str = ""


@action(Permission.RECORD_ON_TIMELINE)
def record_meeting(*, by: Member, at: datetime, pairing_id: UUID, meeting: MeetingSaid) -> UUID:
    """Record a meeting of somebody with their helper, as the helpers' team. The very same sent again is recorded once. Returns it."""
    paired = of_side(pairing_id, by, PairingSide.HELPERS)
    if paired.state not in PAIRED or paired.helper is None:
        raise Refused(f"This is {paired.state}: there is no helper to meet.")
    _check_matched_by(paired, paired.helper.id, meeting)
    made = supervision.record_contact(by=by, at=at, meeting=_contact(paired, meeting)).contact_id
    known = HelperMeeting.objects.filter(contact=made).first()
    if known is not None:
        return known.id
    row = _row(paired, paired.helper.id, meeting, made, by, at)
    insert_all([row])
    if paired.state is PairingState.MATCHED and meeting.outcome in MET:
        take_step(paired, PairingState.MEETING, Through.MEETING, PairingSide.HELPERS, by=by, at=at)
    add_to_line(meeting=row.id)
    return row.id


def _check_matched_by(paired: Paired, helper_id: UUID, meeting: MeetingSaid) -> None:
    """Refuse a meeting before they were matched: their checks were held against it on that day, and on no earlier one."""
    first = PairingStep.objects.filter(
        pairing=paired.row.id, helper=helper_id, after=PairingState.MATCHED
    ).earliest("number")
    if day_of(meeting.happened_at) < day_of(first.at):
        raise Refused(
            f"They were matched on {day_of(first.at):%-d %B %Y}. Expected that day or a later one.",
            field="happened_at",
        )


def _contact(paired: Paired, meeting: MeetingSaid) -> Meeting:
    what = said(meeting.what, "what", "Say what was done.", 400)
    told = Told(
        meeting.happened_at, meeting.kind, meeting.outcome, absence=meeting.absence, what=f"With a {paired.row.kind}: {what}"
    )  # fmt: skip
    return Meeting(paired.row.case_id, told, meeting.note.strip())


def _row(
    paired: Paired, helper_id: UUID, meeting: MeetingSaid, contact: UUID, by: Member, at: datetime
) -> HelperMeeting:
    return HelperMeeting(
        id=new_id(), person_id=paired.row.person_id, pairing_id=paired.row.id, helper_id=helper_id, on=day_of(meeting.happened_at),
        outcome=meeting.outcome, contact_id=contact, at=at, member_id=by.id, organisation_id=by.organisation_id,
    )  # fmt: skip


@action(Permission.RECORD_ON_TIMELINE)
def correct_meeting(
    *, by: Member, at: datetime, meeting_id: UUID, meeting: MeetingSaid, because: str
) -> UUID:
    """Put right what was recorded of a meeting, by a new entry that keeps the old one to be seen, here and in the record. Returns it."""
    old = HelperMeeting.objects.filter(id=meeting_id).first()
    if old is None:
        raise Refused("There is no such meeting, or it is not yours to see.")
    paired = of_side(old.pairing_id, by, PairingSide.HELPERS)
    if HelperMeeting.objects.filter(corrects=old).exists():
        raise Refused("Somebody put that right already. Look again.")
    words = said(because, "because", "Say why it is put right.", 300)
    _check_matched_by(paired, old.helper_id, meeting)
    made = supervision.correct_contact(
        by=by, at=at, contact_id=old.contact_id, meeting=_contact(paired, meeting), because=words
    ).contact_id
    row = _row(paired, old.helper_id, meeting, made, by, at)
    row.corrects_id = old.id
    insert_all([row])
    add_to_line(meeting=row.id, corrects=old.id)
    return row.id
