"""A change of model on a date in one of two areas moves, keeps or re-decides the cases in flight, as its rule says."""

from datetime import timedelta

import pytest
from support.carrying import carried_over
from support.people import a_founder
from support.service import THERE, a_local, a_person, a_service, managed, put_in_force

from throughcare.casework.supervision.models import Gap, Responsibility, Tenure
from throughcare.casework.supervision.rules import FUNCTION_OF, TenureKind
from throughcare.casework.supervision.store.steps import subject_of
from throughcare.foundation.operating_model.queries import Unheld, holders
from throughcare.foundation.operating_model.rules import BodyKind, InFlight

ROLES = (TenureKind.OFFENDER_MANAGER, TenureKind.SUPERVISOR, TenureKind.RESPONSIBLE_OFFICER)
FIRST = "nacro-2012"


@pytest.fixture
def two_areas():
    here = a_service(FIRST, local=a_local())
    there = a_service(FIRST, local=THERE)
    return here, there


def change_to_the_other_model(service, rule):
    """The area ran under one model until today; from tomorrow it runs under another."""
    tomorrow = service.at.date() + timedelta(days=1)
    put_in_force(service.area, "durham-tees-valley-2012", tomorrow, at=service.at, in_flight=rule)
    service.later(days=1)
    ensure_trust(service)
    return carried_over(service)


def ensure_trust(service):
    """The new model's trust is the body that was the public provider."""
    from support.service import START

    from throughcare.foundation.operating_model.actions import appoint_body

    public = service.teams[BodyKind.PUBLIC_PROVIDER]
    appoint_body(
        by=a_founder(),
        at=service.at,
        area=service.area,
        body=BodyKind.TRUST,
        organisation_id=public.organisation,
        start=START,
    )


def covered_at_every_instant(person):
    """Each role has a tenure or a gap from the case's opening on, without a hole; and the team is never none."""
    row = person.row
    for kind in ROLES:
        spans = [
            t.during
            for t in Tenure.objects.using("owner").filter(case=row.id, kind=kind, during__isempty=False)
        ]
        spans += [
            g.during for g in Gap.objects.using("owner").filter(case=row.id, kind=kind, during__isempty=False)
        ]
        assert joined(spans, row.opened_at), kind
    teams = [
        r.during for r in Responsibility.objects.using("owner").filter(case=row.id, during__isempty=False)
    ]
    assert joined(teams, row.opened_at)


def joined(spans, start):
    reached = start
    for span in sorted(spans, key=lambda span: span.lower):
        if span.lower > reached:
            return False
        if span.upper is None:
            return True
        reached = max(reached, span.upper)
    return False


def test_cases_stay_where_the_rule_says_stay(two_areas):
    here, _ = two_areas
    person = managed(a_person(here), *ROLES)
    before = person.row
    moved = change_to_the_other_model(here, InFlight.STAY)
    assert moved.fates == {"stays": 1}
    assert person.row.unit_id == before.unit_id
    assert person.row.model_name == "durham-tees-valley-2012"
    assert len(person.seen_by(person.team.senior).now) == len(ROLES)
    covered_at_every_instant(person)


def test_cases_move_at_once_where_the_rule_says_move(two_areas):
    here, _ = two_areas
    person = managed(a_person(here), *ROLES)
    assert person.team.body is BodyKind.COMPETED
    moved = change_to_the_other_model(here, InFlight.MOVE)
    assert moved.fates == {"moves": 1}
    assert person.row.organisation_id == here.teams[BodyKind.PUBLIC_PROVIDER].organisation
    assert (
        here.teams[BodyKind.COMPETED].senior and person.seen_by(here.teams[BodyKind.COMPETED].senior) is None
    )
    covered_at_every_instant(person)


def test_cases_are_decided_again_where_the_rule_says_so(two_areas):
    here, _ = two_areas
    person = managed(a_person(here), *ROLES)
    moved = change_to_the_other_model(here, InFlight.DECIDE_AGAIN)
    assert moved.fates == {"to_decide": 1}
    seen = person.seen_by(person.team.senior)
    assert seen is not None, "the old team still answers until somebody decides"
    there = holders(here.area, here.at.date())
    for kind in ROLES:
        held = there.organisation(FUNCTION_OF[kind], subject_of(person.row))
        if held is not Unheld.NOT_HELD and held != person.team.organisation:
            assert kind.value in {gap.kind for gap in seen.gaps}, (
                "a role that must be decided again is a visible gap"
            )
    covered_at_every_instant(person)


def test_the_other_area_is_untouched(two_areas):
    here, there = two_areas
    elsewhere = managed(a_person(there), *ROLES)
    managed(a_person(here), *ROLES)
    before = elsewhere.row
    change_to_the_other_model(here, InFlight.MOVE)
    after = elsewhere.row
    assert (after.unit_id, after.model_name, after.version) == (
        before.unit_id,
        before.model_name,
        before.version,
    )
    assert after.model_name == FIRST


def test_carrying_over_twice_moves_nobody_the_second_time(two_areas):
    here, _ = two_areas
    person = managed(a_person(here), *ROLES)
    first = change_to_the_other_model(here, InFlight.MOVE)
    before = person.row
    assert carried_over(here).id == first.id, "one day in one area is carried over once"
    assert (person.row.version, person.row.unit_id) == (before.version, before.unit_id)
