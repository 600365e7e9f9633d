"""Carrying an area's open cases over to another operating model, in parts; and a rehearsal that moves none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from procrastinate.contrib.django import app
from psycopg.types.range import TimestamptzRange

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.work import Stopped
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import queries as models
from throughcare.foundation.operating_model.queries import Changeover
from throughcare.foundation.operating_model.rules import InFlight

from ..events import CasesPassedOn
from ..models import Carrying, Case, ModelChange, Tenure
from ..rules import EndReason, TenureKind, wanted_tenures
from ..rules.carrying import Course, Fate, Flow, course_of
from ..rules.words import CarryingState as State
from ..store.steps import (
    Atlas,
    change_case,
    close_grants,
    end_tenures,
    entry,
    move_responsibility,
    open_gaps,
    subject_of,
    tell_of_ended,
)
from .jointly import work_jointly
from .planned import PlannedAtlas

CARRY_OVER = "throughcare.carry_cases_over"
AT_ONCE = 50
SEEN_FOR = timedelta(hours=1)
SET_ASIDE = "{} were set aside and are as they were: something later is recorded on them. Resume it to try them again."


@action(Permission.ADOPT_MODEL)
def rehearse_change(
    *, by: Member, at: datetime, area: str, model_id: UUID, start: date, in_flight: InFlight | None = None
) -> UUID:
    """Ask what would become of an area's open cases if a model came into force on a day; nothing is moved."""
    found = models.adopted(model_id)
    if found is None or area not in {row.code for row in models.areas()}:
        raise Refused("Name an area that is recorded and a model that has been adopted.", field="area")
    rule = in_flight or models.model_of(found).in_flight.value
    made = Carrying(
        id=new_id(),
        at=at,
        member_id=by.id,
        area_code=area,
        model_id=model_id,
        model_name=found.name,
        day=start,
        in_flight=rule,
    )
    return _ask_for(made, by)


@action(Permission.MOVE_CASES)
def begin_carrying(*, by: Member, at: datetime) -> list[UUID]:
    """Ask for the cases of every area whose model took over by today and that were not asked for yet; returns them."""
    _check_service(by)
    asked = set(Carrying.objects.exclude(in_force_id=None).values_list("in_force_id", "day"))
    due = [one for one in models.changeovers(day_of(at)) if (one.in_force_id, one.day) not in asked]
    return [_ask_for(_carrying(one, by, at), by) for one in due]


def _carrying(due: Changeover, by: Member, at: datetime) -> Carrying:
    found = models.adopted(due.model_id)
    return Carrying(
        id=new_id(),
        at=at,
        member_id=by.id,
        area_code=due.area,
        model_id=due.model_id,
        model_name=found.name if found else "",
        in_force_id=due.in_force_id,
        day=due.day,
        is_first=due.is_first,
        in_flight=due.in_flight,
    )


def _ask_for(made: Carrying, by: Member) -> UUID:
    insert_all([made])
    _defer(made.id, by.id)
    add_to_line(carrying=made.id, area=made.area_code)
    return made.id


def _defer(carrying_id: UUID, member_id: UUID) -> None:
    app.configure_task(CARRY_OVER, allow_unknown=True).defer(
        carrying_id=str(carrying_id), member_id=str(member_id)
    )


@action(Permission.ADOPT_MODEL)
def stop_carrying(*, by: Member, at: datetime, carrying_id: UUID) -> None:
    """Ask that carrying over stops after the part it is at; what was carried over stays so."""
    if not Carrying.objects.filter(id=carrying_id, state=State.WAITING).update(wants_stop=True):
        raise Refused("It has ended already.")
    add_to_line(carrying=carrying_id)


@action(Permission.ADOPT_MODEL)
def resume_carrying(*, by: Member, at: datetime, carrying_id: UUID) -> None:
    """Go on with what was stopped or failed, from the first case that is not carried over."""
    stopped = Carrying.objects.filter(id=carrying_id, state=State.STOPPED)
    row = stopped.select_for_update().first()
    if row is None:
        raise Refused("Only what was stopped can be resumed.")
    stopped.update(
        state=State.WAITING,
        wants_stop=False,
        because="",
        ended_at=None,
        at=at,
        member_id=by.id,
        **_again_from(row),
    )
    _defer(carrying_id, by.id)
    add_to_line(carrying=carrying_id)


def _again_from(row: Carrying) -> dict[str, object]:
    """Where to go on: after the last case, or from the first again where some were set aside."""
    if not row.set_aside:
        return {}
    if row.is_first and not row.is_rehearsal:
        return {"last_case": None, "set_aside": 0}
    return {"last_case": None, "set_aside": 0, "done": 0, "of": None, "fates": {}, "flows": {}}


@action(Permission.MOVE_CASES)
def settle_carrying(*, by: Member, at: datetime, carrying_id: UUID, because: str) -> None:
    """Keep why carrying over ended part way; nothing happens when it waits no more."""
    waiting = Carrying.objects.filter(id=carrying_id, state=State.WAITING)
    waiting.update(state=State.STOPPED, because=because[:300], ended_at=at)
    add_to_line(carrying=carrying_id)


@action(Permission.MOVE_CASES)
def carry_some_over(*, by: Member, at: datetime, carrying_id: UUID) -> bool:
    """Carry the next part of the cases over, or rehearse it, whole or not at all; False when none are left.

    Stay: nothing moves. Move: the case passes at once to the body the new model names. Decide again: the case
    stays with its team and each role the model gives elsewhere becomes a gap that somebody must fill.
    """
    _check_service(by)
    row = Carrying.objects.select_for_update().filter(id=carrying_id, state=State.WAITING).first()
    if row is None:
        return False
    if row.wants_stop:
        raise Stopped("It was stopped by somebody. What was carried over stays so; the rest waits.")
    atlas = _atlas(row, at)
    if row.of is None:
        row.areas = models.areas_settled_by(row.area_code, row.day)
    _let_the_service_see(row, by, at)
    if row.of is None:
        row.of = _left(row).count()
    cases = list(_left(row).select_for_update().order_by("id")[:AT_ONCE])
    concerns(case.person_id for case in cases)
    held = _held_in(cases)
    courses = [(case, _course(case, held[case.id], row, atlas)) for case in cases]
    followed = [
        (case, course)
        for case, course in courses
        if row.is_rehearsal or _followed(case, course, row, by, at, atlas)
    ]
    row.set_aside += len(courses) - len(followed)
    row.last_case = cases[-1].id if cases else row.last_case
    _keep(row, followed)
    add_to_line(carrying=row.id, cases=len(cases))
    return bool(cases) or _goes_on(row, at)


def _check_service(by: Member) -> None:
    if by.role != "service":
        raise Refused("Cases in flight are carried over by the service, in a job, not by a member.")


def _atlas(row: Carrying, at: datetime) -> Atlas:
    if not row.is_rehearsal:
        if day_of(at) < row.day:
            raise Refused("That model is not in force yet.")
        return Atlas(at)
    return PlannedAtlas(at, row=row)


def _left(row: Carrying) -> QuerySet[Case]:
    """The open cases after the last one; on a model's first day those of another model alone."""
    first_day = row.is_first and not row.is_rehearsal
    cases = _of_another_model(row) if first_day else _open_here(row)
    return cases.filter(id__gt=row.last_case) if row.last_case else cases


def _of_another_model(row: Carrying) -> QuerySet[Case]:
    return _open_here(row).filter(~Q(model_id=row.model_id) | Q(model_id=None))


def _open_here(row: Carrying) -> QuerySet[Case]:
    return Case.objects.filter(area_code__in=row.areas, closed_at=None)


def _let_the_service_see(row: Carrying, by: Member, at: datetime) -> None:
    """Let the service see the area's open cases for an hour, once for each hour it takes."""
    if ModelChange.objects.filter(carrying_id=row.id, during__contains=at).exists():
        return
    change = ModelChange(
        id=new_id(),
        area_code=row.area_code,
        areas=row.areas,
        carrying_id=row.id,
        unit_id=by.unit_id,
        during=TimestamptzRange(at, at + SEEN_FOR),
    )
    insert_all([change])
    derive_grants("model change", [change.id])


def _held_in(cases: Sequence[Case]) -> dict[UUID, dict[TenureKind, UUID]]:
    """The organisation that holds each role of each case."""
    held: dict[UUID, dict[TenureKind, UUID]] = {case.id: {} for case in cases}
    running = Tenure.objects.filter(case__in=list(held), during__upper_inf=True)
    for case_id, kind, organisation in running.values_list("case_id", "kind", "organisation_id"):
        held[case_id][TenureKind(kind)] = organisation
    return held


def _course(case: Case, tenures: Mapping[TenureKind, UUID], row: Carrying, atlas: Atlas) -> Course:
    subject, area = subject_of(case), case.area_code
    return course_of(
        InFlight(row.in_flight),
        tenures=tenures,
        wanted=wanted_tenures(case.place, case.sentence),
        answering=case.organisation_id,
        holder=lambda function: atlas.organisation(function, subject, area),
    )


def _keep(row: Carrying, followed: Sequence[tuple[Case, Course]]) -> None:
    """Write how far it has come with the part itself, so that a kill leaves both or neither."""
    row.fates = Counter(row.fates) + Counter(course.fate.value for _, course in followed)
    row.flows = Counter(row.flows) + Counter(key_of(flow) for _, course in followed for flow in course.flows)
    row.done += len(followed)
    row.of = max(row.of or 0, row.done + row.set_aside)
    row.save(update_fields=["fates", "flows", "done", "of", "set_aside", "last_case", "areas"])


def _goes_on(row: Carrying, at: datetime) -> bool:
    """Whether cases came in behind the last one on the first day; else the end is written, and why it is not the whole."""
    if row.is_first and not row.is_rehearsal and _of_another_model(row).count() > row.set_aside:
        row.last_case, row.set_aside = None, 0
        row.save(update_fields=["last_case", "set_aside"])
        return True
    row.state, row.ended_at = (State.STOPPED if row.set_aside else State.DONE), at
    row.because = SET_ASIDE.format(row.set_aside) if row.set_aside else ""
    row.save(update_fields=["state", "ended_at", "because"])
    return False


def key_of(flow: Flow) -> str:
    """A flow as the report keeps it: the role, who holds it now, and who is to or why nobody is."""
    becomes = str(flow.becomes) if isinstance(flow.becomes, UUID) else flow.becomes.name
    return f"{flow.kind}|{flow.was}|{becomes}"


SAID = {
    Fate.UNTOUCHED: "Nothing changes hands under",
    Fate.STAYS: "Stays with its team under",
    Fate.MOVES: "Moved under",
    Fate.TO_DECIDE: "To be decided again under",
}


def _followed(case: Case, course: Course, row: Carrying, by: Member, at: datetime, atlas: Atlas) -> bool:
    """Do it, or leave the case wholly as it was where something on it stands in the way: one case never stops the rest."""
    try:
        with transaction.atomic():
            _follow(case, course, InFlight(row.in_flight), by, at, atlas)
        return True
    except Refused:
        return False


def _follow(case: Case, course: Course, rule: InFlight, by: Member, at: datetime, atlas: Atlas) -> None:
    """Do what the course of a case says, and say it on the timeline; a case already there is left alone."""
    model_id = atlas.model_id(case.area_code)
    if course.fate is Fate.UNTOUCHED and case.model_id == model_id:
        return
    change_case(case, model_id=model_id, model_name=atlas.model_name(case.area_code))
    insert_all([entry(case, by, at, "model", f"{SAID[course.fate]} {case.model_name}")])
    if rule is InFlight.STAY:
        return
    leaving = list(Tenure.objects.filter(case=case.id, during__upper_inf=True, kind__in=course.ends))
    end_tenures(leaving, at, EndReason.MODEL_CHANGED)
    tell_of_ended(leaving, by, at)
    ended = _pass_on(case, course.passes_to, at, atlas)
    work_jointly([case], by, at)
    if ended is not None:
        announce(CasesPassedOn((case.id,)), at=at, by=by.id)
    open_gaps([case], at, EndReason.MODEL_CHANGED, atlas)
    close_grants("tenure", [tenure.id for tenure in leaving])
    close_grants("responsibility", [ended] if ended else [])


def _pass_on(case: Case, to: UUID | None, at: datetime, atlas: Atlas) -> UUID | None:
    team = atlas.team(case.area_code, to) if to is not None else None
    if to is None or team is None:
        return None
    return move_responsibility(case, to, team, at, f"the model is now {case.model_name}")
