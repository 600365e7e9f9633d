"""Who of the team holds a victim's record: who leads, who checks, and what becomes of it when somebody leaves."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id

from ..models import VictimHolder
from ..store import one_row
from .steps import GONE, victim_in_hand

NOT_NAMED = (
    "Only a colleague of your own team who keeps victims told can be named, and nobody names themselves."
)


@action(Permission.KEEP_VICTIMS_TOLD)
def name_checker(*, by: Member, at: datetime, victim_id: UUID, member_id: UUID) -> None:
    """Name a colleague who may read a victim's record and check what goes out."""
    victim_in_hand(victim_id)
    if not one_row("victims_name", new_id(), victim_id, member_id, False):
        raise Refused(NOT_NAMED, field="member_id")
    add_to_line(victim=victim_id)


@action(Permission.KEEP_VICTIMS_TOLD)
def hand_over_victim(*, by: Member, at: datetime, victim_id: UUID, member_id: UUID) -> None:
    """Hand a victim's record to a colleague, who leads on it from now on; whoever hands it over holds it no longer."""
    victim_in_hand(victim_id)
    if not one_row("victims_name", new_id(), victim_id, member_id, True):
        raise Refused(f"{NOT_NAMED} Whoever leads on the record hands it over.", field="member_id")
    add_to_line(victim=victim_id)


@action(Permission.KEEP_VICTIMS_TOLD)
def end_hold(*, by: Member, at: datetime, victim_id: UUID, member_id: UUID) -> None:
    """End that a colleague who checks may read a victim's record."""
    victim_in_hand(victim_id)
    rows = VictimHolder.objects.filter(victim=victim_id, member_id=member_id, leads=False, ended_at=None)
    if not rows.update(ended_at=at):
        raise Refused("They do not check this record. Whoever leads on it hands it over.", field="member_id")
    add_to_line(victim=victim_id)


@action(Permission.KEEP_VICTIMS_TOLD)
def take_victim(*, by: Member, at: datetime, victim_id: UUID) -> None:
    """Take on a record that nobody leads on any more, because whoever did has left the team."""
    if not one_row("victims_take", new_id(), victim_id):
        raise Refused(GONE)
    add_to_line(victim=victim_id)
