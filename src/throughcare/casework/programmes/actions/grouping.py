"""Running groups: who is trained, a group laid out, its facilitators, places in it, a session moved, and its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from psycopg.types.range import DateRange, TimestamptzRange

from throughcare.casework.people import queries as people
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, WorkingCalendar, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Attendance, Enrolment, Group, GroupSession, Place, Training
from ..rules import (
    Cohort,
    EnrolmentState,
    GroupKind,
    GroupSex,
    Joining,
    LaidSession,
    MovedThrough,
    Programme,
    Side,
    Slot,
    against_joining,
    lay_out,
    may_rejoin,
    programme,
    untrained,
)
from ..store import Come, come_so_far, group_stands, trainings_of
from .steps import of_side, one_at_a_time, said, take_move

AGAIN = "Somebody else changed this group while you had it open. Look again."


@dataclass(frozen=True)
class NewGroup:
    """A group to lay out: of what, for whom, where, by whom, when it opens, and at which times of the week it meets."""

    programme: str
    code: str
    kind: GroupKind
    sex: GroupSex
    site: str
    room: str
    capacity: int
    opens_on: date
    slots: Sequence[Slot]
    lead_id: UUID
    facilitators: Sequence[UUID]
    cohort: Cohort = Cohort.GENERAL
    rounds: int = 1


@action(Permission.RUN_GROUPS)
def record_training(
    *, by: Member, at: datetime, member_id: UUID, programme_key: str, begins: date, ends: date | None = None
) -> None:
    """Record that a member of one's teams is trained in a programme from a day, until another where it lapses."""
    chosen, who = programme(programme_key), access.members([member_id], at=at).get(member_id)
    if who is None or who.unit_id not in units_below(by.unit_id):
        raise Refused("Choose somebody of your own team.", field="member_id")
    if ends is not None and ends <= begins:
        raise Refused("Training ends after it begins.", field="ends")
    if not who.may(Permission.DELIVER_PROGRAMME):
        raise Refused(f"{who.name}'s role does not deliver programmes.", field="member_id")
    row = Training(
        id=new_id(), unit_id=who.unit_id, member_id=member_id, programme=chosen.key, holds=DateRange(begins, ends),
        made_at=at, made_by=by.id,
    )  # fmt: skip
    insert_all([row])
    add_to_line(training=row.id)


@action(Permission.RUN_GROUPS)
def plan_group(*, by: Member, at: datetime, group: NewGroup) -> UUID:
    """Lay a group out with all its sessions, over bank holidays; returns it.

    Refused where a facilitator is not trained on the day of the first session, holds another group at one of its times, or
    the room is taken then.
    """
    chosen = programme(group.programme)
    _check_group(chosen, group, at)
    rounds = group.rounds if group.kind is GroupKind.ROLLING else 1
    laid = lay_out(chosen, group.opens_on, group.slots, WorkingCalendar(), rounds=rounds)
    staff = _staff(group.lead_id, group.facilitators)
    _check_staff(chosen, staff, by, laid[0].starts_at, at)
    row = Group(
        id=new_id(), unit_id=by.unit_id, organisation_id=by.organisation_id, programme=chosen.key,
        code=said(group.code, "code", "Give the group a code.", 20), kind=group.kind.value, sex=group.sex.value,
        cohort=group.cohort.value, site=said(group.site, "site", "Say where the group meets.", 100),
        room=said(group.room, "room", "Say in which room.", 60), capacity=group.capacity, opens_on=group.opens_on,
        lead_id=group.lead_id, facilitators=staff, made_at=at, made_by=by.id,
    )  # fmt: skip
    _check_free(row, [(one.starts_at, one.session.minutes) for one in laid])
    insert_all([row])
    insert_all([_session(row, place, one) for place, one in enumerate(laid, 1)])
    add_to_line(group=row.id)
    return row.id


def _check_group(chosen: Programme, group: NewGroup, at: datetime) -> None:
    if group.opens_on < day_of(at) - timedelta(days=365):
        raise Refused("The group opened over a year ago. Give the right day.", field="opens_on")
    if group.opens_on not in chosen.offered:
        raise Refused(f"{chosen.name} is not offered on that day.", field="opens_on")
    if not 1 <= group.capacity <= chosen.most_in_group:
        raise Refused(f"A group of {chosen.name} has 1 to {chosen.most_in_group} places.", field="capacity")
    if not group.sex.takes & set(chosen.sexes):
        raise Refused(f"{chosen.name} is not for {group.sex}.", field="sex")


def _staff(lead_id: UUID, facilitators: Sequence[UUID]) -> list[UUID]:
    return list(dict.fromkeys([lead_id, *facilitators]))


def _check_staff(
    chosen: Programme, staff: Sequence[UUID], by: Member, begins: datetime, at: datetime
) -> None:
    known = access.members(staff, at=at)
    if any(one not in known or known[one].organisation_id != by.organisation_id for one in staff):
        raise Refused("Facilitators are members of your own organisation.", field="facilitators")
    if len(staff) < chosen.fewest_facilitators:
        raise Refused(
            f"A group of {chosen.name} has at least {chosen.fewest_facilitators} facilitators.",
            field="facilitators",
        )
    day = max(day_of(begins), day_of(at))
    lacking = untrained(staff, chosen.key, trainings_of(member_ids=staff), day)
    if lacking:
        names = ", ".join(sorted(known[one].name for one in lacking))
        raise Refused(f"Not trained in {chosen.name} on {day:%-d %B %Y}: {names}.", field="facilitators")


def _session(row: Group, place: int, one: LaidSession) -> GroupSession:
    return GroupSession(
        id=new_id(), unit_id=row.unit_id, group_id=row.id, place=place, number=one.session.number,
        starts_at=one.starts_at, minutes=one.session.minutes, site=row.site, room=row.room,
    )  # fmt: skip


def _check_free(row: Group, times: Sequence[tuple[datetime, int]]) -> None:
    """Refuse a room, or a facilitator, that another group has at one of these times."""
    first, last = min(at for at, _ in times), max(at for at, _ in times)
    near = GroupSession.objects.filter(
        starts_at__range=(first - timedelta(hours=8), last + timedelta(hours=8)), group__ended_at=None
    )
    others = near.exclude(group=row.id).select_related("group")
    for other in others.filter(group__organisation_id=row.organisation_id):
        ends = other.starts_at + timedelta(minutes=other.minutes)
        met = [at for at, minutes in times if at < ends and other.starts_at < at + timedelta(minutes=minutes)]
        if not met:
            continue
        when = f"{day_of(met[0]):%-d %B %Y}"
        if (other.site, other.room) == (row.site, row.room):
            raise Refused(f"Group {other.group.code} has that room on {when}.", field="room")
        if set(other.group.facilitators) & set(row.facilitators):
            raise Refused(f"A facilitator holds group {other.group.code} on {when}.", field="facilitators")


def own_group(group_id: UUID, by: Member, version: int | None = None) -> Group:
    """A group of one's own teams that goes on, locked; refused where there is none, or it changed since it was read."""
    row = Group.objects.select_for_update().filter(id=group_id).first()
    if row is None or row.unit_id not in units_below(by.unit_id):
        raise Refused("There is no such group of your teams.")
    if row.ended_at is not None:
        raise Refused("This group is over.")
    if version is not None and row.version != version:
        raise Refused(AGAIN)
    add_to_line(group=row.id)
    return row


@action(Permission.RUN_GROUPS)
def change_facilitators(
    *, by: Member, at: datetime, group_id: UUID, version: int, lead_id: UUID, facilitators: Sequence[UUID]
) -> None:
    """Say who leads and who holds a group from now on; each is trained in its programme today, and free at its times."""
    row = own_group(group_id, by, version)
    staff = _staff(lead_id, facilitators)
    _check_staff(programme(row.programme), staff, by, at, at)
    row.facilitators = staff
    ahead = list(GroupSession.objects.filter(group=row, starts_at__gt=at).values_list("starts_at", "minutes"))
    if ahead:
        _check_free(row, ahead)
    Group.objects.filter(id=row.id).update(facilitators=staff, lead_id=lead_id, version=version + 1)


@action(Permission.RUN_GROUPS)
def give_place(*, by: Member, at: datetime, enrolment_id: UUID, version: int, group_id: UUID) -> None:
    """Give somebody who waits a place in a group of the organisation; its unit sees them from now on.

    Within the weeks of rejoining they go on with what they have done; after them they begin again.
    """
    row = of_side(enrolment_id, by, [Side.DELIVERER], version=version)
    one_at_a_time(group_id)
    group = Group.objects.filter(id=group_id, organisation_id=by.organisation_id).first()
    if group is None or group.programme != row.programme:
        raise Refused("There is no such group of that programme.", field="group_id")
    come, today = come_so_far([row])[row.id], day_of(at)
    goes_on = come.last_on is None or may_rejoin(come.last_on, today)
    sex = people.traits_of([row.person_id])[row.person_id].sex
    who = Joining(sex, come.progress.done if goes_on else frozenset(), today)
    stands = group_stands(group, at=at)
    against = against_joining(stands, who)
    if against:
        because = " ".join(one.because for one in against)
        raise Refused(f"{because} ({against[0].clause})", field="group_id")
    columns = {} if goes_on else {"counts_from": today}
    take_move(
        row,
        EnrolmentState.SCHEDULED,
        MovedThrough.GROUP,
        by=by,
        at=at,
        note=f"Group {group.code}",
        columns=columns,
    )
    place = Place(
        id=new_id(), person_id=row.person_id, enrolment=row, group=group, unit_id=group.unit_id, shared_by=row.shared_by,
        during=TimestamptzRange(at, None), at=at, member_id=by.id,
    )  # fmt: skip
    insert_all([place])
    derive_grants("programme group", [place.id])
    ledger.remember([_placed(row, group, who, come)], who=ledger.Who(member_id=by.id), at=at)
    add_to_line(group=group.id)


def _placed(row: Enrolment, group: Group, who: Joining, come: Come) -> ledger.Decided:
    return ledger.Decided(
        about="programme", about_id=row.id, person_id=row.person_id, rule="a place in a group", edition=row.programme,
        inputs={"joining": asdict(who) | {"done": sorted(who.done)}, "last_attended": come.last_on},
        outcome={"group": str(group.id)}, reasons=[f"Group {group.code} has a place, and may be joined."],
    )  # fmt: skip


@action(Permission.DELIVER_PROGRAMME)
def move_session(
    *, by: Member, at: datetime, session_id: UUID, version: int, starts_at: datetime, because: str
) -> None:
    """Put a session of a group that was not held yet at another time, saying why; it stays where it is in the list."""
    session = (
        GroupSession.objects.select_for_update(of=("self",))
        .filter(id=session_id)
        .select_related("group")
        .first()
    )
    if session is None or session.unit_id not in units_below(by.unit_id):
        raise Refused("There is no such session of a group of yours.")
    if session.version != version:
        raise Refused(AGAIN)
    if Attendance.objects.filter(session=session).exists():
        raise Refused("What came of this session is recorded: it is not moved.")
    if starts_at <= at:
        raise Refused("The new time lies ahead.", field="on")
    if not WorkingCalendar().is_working(day_of(starts_at)) and day_of(starts_at).weekday() < 5:
        raise Refused(f"{day_of(starts_at):%-d %B %Y} is a bank holiday.", field="on")
    _check_free(session.group, [(starts_at, session.minutes)])
    GroupSession.objects.filter(id=session.id).update(
        starts_at=starts_at, was=session.was or session.starts_at, version=version + 1,
        because=said(because, "because", "Say why it is moved.", 300),
    )  # fmt: skip
    add_to_line(session=session.id)


@action(Permission.RUN_GROUPS)
def end_group(*, by: Member, at: datetime, group_id: UUID, version: int, because: str) -> int:
    """End a group, saying why; whoever still has a place waits for another. Returns how many they are."""
    row = own_group(group_id, by, version)
    words = said(because, "because", "Say why the group ends.", 300)
    left = list(
        Enrolment.objects.select_for_update().filter(places__group=row, places__during__upper_inf=True)
    )
    for one in left:
        take_move(
            one,
            EnrolmentState.AWAITING_GROUP,
            MovedThrough.HAND,
            by=by,
            at=at,
            note=f"Group {row.code} ended: {words}",
        )
    Group.objects.filter(id=row.id).update(ended_at=at, ended_because=words, version=version + 1)
    return len(left)
