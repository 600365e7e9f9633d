"""Helpers of one's own team: listed, checked, and no longer offered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import TAKES, Helper, HelperCheck
from ..rules import CheckKind, CheckResult, HelperKind, helper_terms, last_day
from ..store import helped_now
from .steps import CHANGED, said

MOST_BACK = timedelta(days=3653)


@dataclass(frozen=True)
class HelperSaid:
    """A helper: of which kind, their name, in which town, what they do, whom they help, and how many people at once."""

    kind: HelperKind
    name: str
    place: str
    does: str
    takes: str = "everybody"
    most: int = 1


@action(Permission.KEEP_HELPERS)
def add_helper(*, by: Member, at: datetime, helper: HelperSaid) -> UUID:
    """List a helper of one's own team, from today on. Nobody is matched with them until their checks hold. Returns them."""
    if helper.takes not in TAKES:
        raise Refused(f"Expected one of: {', '.join(TAKES)}.", field="takes")
    if not 1 <= helper.most <= 200:
        raise Refused("Expected from 1 to 200 people at once.", field="most")
    row = Helper(
        id=new_id(), unit_id=by.unit_id, organisation_id=by.organisation_id, kind=helper.kind,
        name=said(helper.name, "name", "Give their name.", 100), place=said(helper.place, "place", "Say in which town.", 100),
        does=said(helper.does, "does", "Say what they do.", 300), takes=helper.takes, most=helper.most, since=day_of(at), made_at=at,
        made_by=by.id,
    )  # fmt: skip
    insert_all([row])
    add_to_line(helper=row.id, kind=helper.kind.value)
    return row.id


@action(Permission.KEEP_HELPERS)
def record_check(
    *, by: Member, at: datetime, helper_id: UUID, kind: CheckKind, result: CheckResult, done_on: date, until: date | None = None
) -> UUID:  # fmt: skip
    """Record what came of a check of a helper; where nobody says until when it holds, it is as long as the terms say. Returns it."""
    row = _ours(helper_id, by)
    needed = helper_terms(day_of(at)).table.checks[HelperKind(row.kind)]
    if kind not in needed:
        raise Refused(f"Of a {row.kind} is checked: {', '.join(needed)}.", field="kind")
    if not day_of(at) - MOST_BACK <= done_on <= day_of(at):
        raise Refused("Expected today, or an earlier day of the last ten years.", field="done_on")
    if result is not CheckResult.PASSED and until is not None:
        raise Refused("Only a check that was passed holds until a day: take the day away.", field="until")
    if until is not None and until < done_on:
        raise Refused(f"It was done on {done_on:%-d %B %Y}. Expected that day or a later one.", field="until")
    usual = last_day(HelperKind(row.kind), kind, done_on) if result is CheckResult.PASSED else None
    if usual is not None and until is not None and until > usual:
        raise Refused(f"By the terms it holds until {usual:%-d %B %Y} at most.", field="until")
    made = HelperCheck(
        id=new_id(), unit_id=row.unit_id, helper_id=row.id, kind=kind, result=result, done_on=done_on, until=until or usual, at=at,
        member_id=by.id,
    )  # fmt: skip
    insert_all([made])
    add_to_line(helper=row.id, check=made.id)
    return made.id


@action(Permission.KEEP_HELPERS)
def end_helper(*, by: Member, at: datetime, helper_id: UUID, version: int, because: str) -> None:
    """Offer a helper no longer, from today on, with a reason; refused while somebody is matched with them."""
    row = _ours(helper_id, by)
    words = said(because, "because", "Say why they are not offered any more.", 300)
    if row.version != version:
        raise Refused(CHANGED)
    if row.ended_on is not None:
        raise Refused("They are not offered any more already.")
    helped = helped_now([row.id]).get(row.id, 0)
    if helped:
        raise Refused(f"They help {helped} now. End that, or look for another helper, first.")
    Helper.objects.filter(id=row.id).update(ended_on=day_of(at), ended_because=words, version=row.version + 1)
    add_to_line(helper=row.id)


def _ours(helper_id: UUID, by: Member) -> Helper:
    row = Helper.objects.select_for_update().filter(id=helper_id).first()
    if row is None or row.unit_id not in units_below(by.unit_id):
        raise Refused("There is no such helper of your team.")
    return row
