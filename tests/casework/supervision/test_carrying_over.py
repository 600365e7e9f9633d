"""Carrying an area's cases over in parts: each case wholly before or after, stopped and resumed, rehearsed and told."""

from datetime import timedelta

import pytest
from psycopg.types.range import TimestamptzRange
from support.carrying import asked_for, carried_over, carry_all
from support.people import a_founder, joins
from support.service import START, THERE, a_local, a_person, a_service, managed, put_in_force

from throughcare.casework.supervision import queries
from throughcare.casework.supervision.actions import (
    begin_carrying,
    carrying,
    rehearse_change,
    resume_carrying,
    settle_carrying,
    stop_carrying,
)
from throughcare.casework.supervision.models import Carrying, Case, Gap, Responsibility, Tenure, TimelineEntry
from throughcare.casework.supervision.rules import TenureKind
from throughcare.casework.supervision.tasks import carrier, carry_over
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import actions as models
from throughcare.foundation.operating_model.rules import BodyKind, Function, InFlight

ROLES = (TenureKind.OFFENDER_MANAGER, TenureKind.SUPERVISOR, TenureKind.RESPONSIBLE_OFFICER)
FIRST, THEN = "nacro-2012", "durham-tees-valley-2012"


@pytest.fixture
def here():
    service = a_service(FIRST, local=a_local())
    models.appoint_body(
        by=a_founder(),
        at=service.at,
        area=service.area,
        body=BodyKind.TRUST,
        organisation_id=service.teams[BodyKind.PUBLIC_PROVIDER].organisation,
        start=START,
    )
    return service


@pytest.fixture
def three(here, monkeypatch):
    monkeypatch.setattr(carrying, "AT_ONCE", 1)
    return [managed(a_person(here), *ROLES) for _ in range(3)]


class Killed(BaseException):
    """What a worker's end looks like from inside a part."""


def tomorrow(service):
    return day_of(service.at) + timedelta(days=1)


def another_model_from_tomorrow(service, rule=InFlight.MOVE, model=THEN):
    put_in_force(service.area, model, tomorrow(service), at=service.at, in_flight=rule)
    service.later(days=1)


def everything(people):
    """All that is kept of some people's cases, to be compared with what is kept later."""
    ids = [person.id for person in people]
    kinds = (Case, Tenure, Gap, Responsibility, TimelineEntry)
    return [
        sorted(map(str, kind.objects.using("owner").filter(person_id__in=ids).order_by("id").values()))
        for kind in kinds
    ]


def under(people):
    return [person.row.model_name for person in people]


def test_a_part_that_fails_leaves_every_case_wholly_before_or_after_and_it_is_resumed(
    here, three, monkeypatch
):
    another_model_from_tomorrow(here)
    row = asked_for(here)
    assert carrying.carry_some_over(by=carrier(), at=here.later(), carrying_id=row)
    before = everything(three)

    def killed(*_, **__):
        raise Killed

    with monkeypatch.context() as at_the_last_step:
        at_the_last_step.setattr(carrying, "close_grants", killed)
        with pytest.raises(Killed):
            carrying.carry_some_over(by=carrier(), at=here.later(), carrying_id=row)
    assert everything(three) == before, "nothing of the part that failed was kept"
    assert sorted(under(three)) == [THEN, FIRST, FIRST]
    assert Carrying.objects.using("owner").get(id=row).done == 1
    kept = carry_all(row, here.later())
    assert (kept.state, kept.done, kept.of, kept.fates) == ("done", 3, 3, {"moves": 3})
    assert under(three) == [THEN] * 3


def test_it_stops_between_parts_when_somebody_asks_and_goes_on_when_they_ask(here, three):
    another_model_from_tomorrow(here)
    row, administrator = asked_for(here), joins(here.court_unit, "administrator")
    carrying.carry_some_over(by=carrier(), at=here.later(), carrying_id=row)
    stop_carrying(by=administrator, at=here.later(), carrying_id=row)
    with pytest.raises(Refused, match="stopped by somebody") as stopped:
        carrying.carry_some_over(by=carrier(), at=here.later(), carrying_id=row)
    settle_carrying(by=carrier(), at=here.later(), carrying_id=row, because=stopped.value.because)
    kept = Carrying.objects.using("owner").get(id=row)
    assert (kept.state, kept.done, kept.of) == ("stopped", 1, 3)
    with pytest.raises(Refused, match="ended already"):
        stop_carrying(by=administrator, at=here.later(), carrying_id=row)
    resume_carrying(by=administrator, at=here.later(), carrying_id=row)
    assert carry_all(row, here.later()).done == 3
    with pytest.raises(Refused, match="Only what was stopped"):
        resume_carrying(by=administrator, at=here.later(), carrying_id=row)


@pytest.mark.parametrize("rule", list(InFlight))
def test_a_rehearsal_says_what_then_happens_and_changes_nothing(here, three, rule):
    administrator, before = joins(here.court_unit, "administrator"), everything(three)
    adopted = models.adopt_model(by=a_founder(), at=here.at, text=models_text(THEN))
    asked = rehearse_change(
        by=administrator,
        at=here.later(),
        area=here.area,
        model_id=adopted,
        start=tomorrow(here),
        in_flight=rule,
    )
    told = carry_all(asked, here.later())
    assert everything(three) == before
    another_model_from_tomorrow(here, rule)
    done = carried_over(here)
    assert told.fates == done.fates
    assert told.flows == done.flows
    assert told.is_rehearsal
    assert not done.is_rehearsal


def models_text(name):
    from throughcare.foundation.operating_model.rules import preset_text

    return preset_text(name)


def test_the_report_says_which_role_goes_from_whom_to_whom_and_where_nobody_is_appointed(here):
    managed(a_person(here), *ROLES)
    another_model_from_tomorrow(here, model="avon-and-somerset-2010")
    row = carried_over(here)
    with viewing(joins(here.court_unit, "administrator"), here.at):
        report = queries.carrying(row.id)
    assert report is not None
    names = {(f.role, f.was, f.becomes) for f in report.flows if f.changes}
    competed = f"{BodyKind.COMPETED.label} {here.area}"
    public = f"{BodyKind.PUBLIC_PROVIDER.label} {here.area}"
    assert ("offender manager", competed, public) in names
    assert report.carrying.done == 1


def test_an_area_inside_with_a_model_of_its_own_is_left_alone(here):
    inside = a_person(here)
    put_in_force(here.local[0], "england-and-wales-2021", START, at=here.at)
    Case.objects.using("owner").filter(id=inside.case).update(model_name="its own")
    another_model_from_tomorrow(here)
    assert carried_over(here).of == 0
    assert inside.row.model_name == "its own"


def test_two_areas_run_two_models_on_one_day_and_only_one_is_carried_over(here):
    there = a_service(FIRST, local=THERE)
    ours, theirs = managed(a_person(here), *ROLES), managed(a_person(there), *ROLES)
    before = everything([theirs])
    another_model_from_tomorrow(here)
    carried_over(here)
    assert (ours.row.model_name, theirs.row.model_name) == (THEN, FIRST)
    assert everything([theirs]) == before


def test_a_function_that_waits_in_a_phased_plan_is_carried_over_on_its_own_day(here):
    person = managed(a_person(here), *ROLES)
    adopted = models.adopt_model(by=a_founder(), at=here.at, text=models_text(THEN))
    later = tomorrow(here) + timedelta(days=5)
    models.put_model_in_force(
        by=a_founder(),
        at=here.at,
        area=here.area,
        model_id=adopted,
        start=tomorrow(here),
        in_flight=InFlight.DECIDE_AGAIN,
        later={Function.RESPONSIBLE_OFFICER: later},
    )
    here.later(days=1)
    carried_over(here)
    seen = person.seen_by(person.team.senior)
    assert "responsible officer" not in {gap.kind for gap in seen.gaps}
    here.later(days=5)
    assert carried_over(here).day == later
    seen = person.seen_by(person.team.senior)
    assert "responsible officer" in {gap.kind for gap in seen.gaps}


def test_what_was_withdrawn_before_its_day_is_never_carried_over(here):
    person = managed(a_person(here), *ROLES)
    waiting = put_in_force(here.area, THEN, tomorrow(here), at=here.at)
    models.withdraw_model(by=a_founder(), at=here.later(), in_force_id=waiting, because="the contract fell")
    here.later(days=2)
    begin_carrying(by=carrier(), at=here.at)
    assert not Carrying.objects.using("owner").filter(area_code=here.area).exists()
    assert person.row.model_name == FIRST


def test_a_case_that_cannot_be_carried_over_is_set_aside_whole_and_the_rest_goes_on(here, three):
    another_model_from_tomorrow(here)
    row, odd = asked_for(here), three[1]
    ahead = here.at + timedelta(days=3)
    Tenure.objects.using("owner").filter(case=odd.case).update(during=TimestamptzRange(ahead, None))
    before = everything([odd])
    kept = carry_all(row, here.later())
    assert (kept.state, kept.done, kept.set_aside, kept.of) == ("stopped", 2, 1, 3)
    assert "1 were set aside" in kept.because
    assert everything([odd]) == before
    resume_carrying(by=joins(here.court_unit, "administrator"), at=here.later(), carrying_id=row)
    here.later(days=4)
    kept = carry_all(row, here.later())
    assert (kept.state, kept.done, kept.set_aside) == ("done", 3, 0)
    assert under(three) == [THEN] * 3


def test_no_member_carries_cases_over_and_none_before_the_day(here):
    with pytest.raises(Refused, match="by the service"):
        begin_carrying(by=joins(here.court_unit, "administrator"), at=here.at)
    another_model_from_tomorrow(here)
    row = asked_for(here)
    with pytest.raises(Refused, match="not in force yet"):
        carrying.carry_some_over(by=carrier(), at=here.at - timedelta(days=2), carrying_id=row)


def test_the_job_carries_all_of_it_over_and_keeps_its_report(here):
    managed(a_person(here), *ROLES)
    adopted = models.adopt_model(by=a_founder(), at=here.at, text=models_text(THEN))
    administrator = joins(here.court_unit, "administrator")
    asked = rehearse_change(
        by=administrator, at=here.later(), area=here.area, model_id=adopted, start=tomorrow(here)
    )
    carry_over(str(asked), str(administrator.id))
    kept = Carrying.objects.using("owner").get(id=asked)
    assert (kept.state, kept.done) == ("done", 1)
