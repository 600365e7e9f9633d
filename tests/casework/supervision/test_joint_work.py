"""The police see whom they work with jointly: under an agreement for it, while the cohort and the case last, and no longer."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.cases import another_team, moved
from support.people import a_founder, as_worker, joins
from support.service import START, a_person, a_service, hear, managed
from support.wall_visits import browser

from throughcare.casework.people.actions import merge_people, record_death, unmerge_people, withdraw_death
from throughcare.casework.people.models import Person as Record
from throughcare.casework.supervision.actions import begin_joint_work, close_case, record_risk
from throughcare.casework.supervision.actions.joining import is_called_for
from throughcare.casework.supervision.models import JointWork
from throughcare.casework.supervision.rules.joint import PARTNERSHIPS
from throughcare.casework.supervision.tasks import carrier
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.models import Grant
from throughcare.foundation.access.queries import granted_here
from throughcare.foundation.access.rules import OrganisationKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.operating_model import actions as models
from throughcare.foundation.operating_model.rules import BodyKind, Cohort, Risk

IOM, MAPPA = (PARTNERSHIPS[cohort].purpose for cohort in (Cohort.IOM, Cohort.MAPPA))


@pytest.fixture(scope="module")
def service():
    return a_service("england-and-wales-2021")


@pytest.fixture(scope="module")
def police(service):
    founder = a_founder()
    body = access.record_organisation(
        by=founder, at=service.at, name=f"Police {new_id()}", kind=OrganisationKind.POLICE
    )
    unit = access.record_unit(
        by=founder, at=service.at, organisation_id=body, name=f"Joint team {new_id()}", kind="team"
    )
    models.appoint_body(
        by=founder, at=service.at, area=service.area, body=BodyKind.POLICE, organisation_id=body, start=START
    )
    return joins(unit, "police partner")


@pytest.fixture
def agreement(service, police):
    """Agreements made afresh; ended when the test is over."""
    made = [agrees(service, police, purpose) for purpose in (IOM, MAPPA)]
    yield made[0]
    for one in made:
        ends(service, one)


def agrees(service, police, purpose):
    ours = service.teams[BodyKind.PUBLIC_PROVIDER].organisation
    return access.agree_to_share(
        by=a_founder(), at=service.later(), shared_by=ours, shared_with=police.organisation_id, purpose=purpose,
        basis="a protocol",
    )  # fmt: skip


def ends(service, agreement):
    try:
        access.end_sharing(by=a_founder(), at=service.later(), agreement_id=agreement, because="it is over")
    except Refused:
        return


def put(person, *cohorts, risk=Risk.MEDIUM):
    person.service.takes_its_area()
    record_risk(
        by=person.team.officer, at=person.service.later(), case_id=person.case, version=person.row.version,
        risk=risk, cohorts=cohorts,
    )  # fmt: skip


def shown(police, person):
    """Why the police see a person now; nothing where they do not."""
    at = person.service.later()
    with viewing(police, at):
        causes = {one.cause for one in granted_here(at=at) if one.person_id == person.id}
    assert (person.seen_by(police) is not None) is bool(causes)
    return causes


def test_a_person_of_a_cohort_is_seen_until_they_leave_it(service, police, agreement):
    person = a_person(service)
    assert shown(police, person) == set()
    put(person, Cohort.IOM, Cohort.WOMEN)
    assert shown(police, person) == {"iom cohort"}
    put(person, Cohort.IOM, Cohort.MAPPA)
    assert shown(police, person) == {"iom cohort", "mappa cohort"}
    put(person)
    assert shown(police, person) == set()


def test_without_an_agreement_for_that_purpose_nobody_is_shown(service, police):
    person = a_person(service)
    put(person, Cohort.IOM)
    assert shown(police, person) == set()
    other = agrees(service, police, "supervision")
    put(person, Cohort.IOM)
    assert shown(police, person) == set()
    ends(service, other)


def test_sight_ends_with_the_agreement_and_begins_anew_under_another_when_somebody_records_it(
    service, police, agreement
):
    person = a_person(service)
    put(person, Cohort.IOM)
    ends(service, agreement)
    assert shown(police, person) == set()
    fresh = agrees(service, police, IOM)
    assert shown(police, person) == set()
    put(person, Cohort.IOM)
    assert shown(police, person) == {"iom cohort"}
    ends(service, fresh)


def looks_again(service):
    """The job that begins joint work which is called for; how many people it was begun of."""
    with as_worker():
        by, at = carrier(), service.later()
        with viewing(by, at):
            called_for = is_called_for(at)
        begun = begin_joint_work(by=by, at=at)
    assert called_for is (begun > 0)
    return begun


def test_an_agreement_made_after_the_cohort_was_recorded_opens_what_one_made_before_would_have(
    service, police
):
    person, other = a_person(service), a_person(service)
    put(person, Cohort.IOM)
    put(other, Cohort.WOMEN)
    looks_again(service)
    assert shown(police, person) == set()
    fresh = agrees(service, police, IOM)
    looks_again(service)
    assert shown(police, person) == {"iom cohort"} and shown(police, other) == set()
    assert looks_again(service) == 0
    ends(service, fresh)
    looks_again(service)
    assert shown(police, person) == set()
    again = agrees(service, police, IOM)
    looks_again(service)
    assert shown(police, person) == {"iom cohort"}
    runs = JointWork.objects.using("owner").filter(person_id=person.id, during__upper_inf=True)
    assert runs.count() == 1
    ends(service, again)


def test_a_partner_appointed_after_the_cohort_was_recorded_sees_as_one_appointed_before_would():
    service = a_service("england-and-wales-2021")
    person, founder = a_person(service), a_founder()
    put(person, Cohort.MAPPA)
    body = access.record_organisation(
        by=founder, at=service.later(), name=f"Police {new_id()}", kind=OrganisationKind.POLICE
    )
    unit = access.record_unit(by=founder, at=service.at, organisation_id=body, name="Joint team", kind="team")
    late = joins(unit, "police partner")
    agrees(service, late, MAPPA)
    looks_again(service)
    assert shown(late, person) == set()
    models.appoint_body(
        by=founder,
        at=service.later(),
        area=service.area,
        body=BodyKind.POLICE,
        organisation_id=body,
        start=START,
    )
    looks_again(service)
    assert shown(late, person) == {"mappa cohort"}


def test_nobody_but_the_service_asks_which_joint_work_is_called_for(service):
    with pytest.raises(Refused):
        begin_joint_work(by=service.officer_of_the_court, at=service.later())
    head = joins(next(iter(service.teams.values())).unit, "head of delivery unit")
    with as_worker():
        assert begin_joint_work(by=head, at=service.later()) == 0


def test_sight_ends_when_the_case_closes(service, police, agreement):
    person = a_person(service)
    put(person, Cohort.MAPPA)
    close_case(
        by=person.team.senior,
        at=service.later(),
        case_id=person.case,
        version=person.row.version,
        because="done",
    )
    assert shown(police, person) == set()


def test_sight_ends_when_the_person_dies_and_begins_again_when_that_was_a_mistake(service, police, agreement):
    person = a_person(service)
    put(person, Cohort.MAPPA)
    given = {"by": person.team.senior, "person_id": person.id}
    record_death(**given, at=service.later(), version=version_of(person), died_on=service.at.date())
    hear()
    assert shown(police, person) == set()
    withdraw_death(**given, at=service.later(), version=version_of(person), because="another person")
    hear()
    assert shown(police, person) == {"mappa cohort"}


def version_of(person):
    return Record.objects.using("owner").get(id=person.id).version


def test_what_is_worked_with_jointly_follows_a_merge_and_comes_back(service, police, agreement):
    stays, goes = a_person(service), a_person(service)
    put(goes, Cohort.IOM)
    senior = joins(stays.team.unit, "case administrator")
    merge = merge_people(
        by=senior, at=service.later(), survivor_id=stays.id, merged_id=goes.id, because="one"
    )
    hear()
    assert shown(police, stays) == {"iom cohort"}
    unmerge_people(by=senior, at=service.later(), merge_id=merge, because="two after all")
    hear()
    assert (shown(police, stays), shown(police, goes)) == (set(), {"iom cohort"})


def test_a_case_that_passes_to_another_team_of_who_shares_stays_shared(service, police, agreement):
    person = managed(a_person(service))
    put(person, Cohort.IOM)
    moved(person, person.team, another_team(service))
    assert shown(police, person) == {"iom cohort"}


def test_nobody_else_is_shown_and_no_other_police(service, police, agreement):
    person, other = a_person(service), a_person(service)
    put(person, Cohort.IOM)
    founder = a_founder()
    body = access.record_organisation(
        by=founder, at=service.at, name=f"Police {new_id()}", kind=OrganisationKind.POLICE
    )
    unit = access.record_unit(by=founder, at=service.at, organisation_id=body, name="Far", kind="team")
    assert shown(joins(unit, "police partner"), person) == set()
    assert shown(police, other) == set()


def test_a_row_that_somebody_writes_by_hand_gives_their_own_organisation_nothing(service, agreement):
    """What a member writes is never the ground of sight within their own organisation, nor for whom another shares."""
    person, colleague = a_person(service), another_team(service)
    at = service.later()
    for shared_by in (person.team.organisation, a_service().teams[BodyKind.TRUST].organisation):
        JointWork.objects.using("owner").create(
            person_id=person.id, case_id=person.case, cohort="iom", shared_by=shared_by, unit_id=colleague.unit,
            during=(at, at + timedelta(minutes=1)), member_id=person.team.officer.id, at=at,
        )  # fmt: skip
        from throughcare.foundation.access.grants import derive_grants

        ids = list(JointWork.objects.using("owner").filter(case=person.case).values_list("id", flat=True))
        derive_grants("iom cohort", ids)
        at += timedelta(minutes=2)
    assert not Grant.objects.using("owner").filter(person_id=person.id, unit_id=colleague.unit).exists()


def test_the_partners_home_lists_whom_and_why_and_the_persons_page_says_who_sees_them(
    service, police, agreement
):
    from django.utils import timezone

    here = a_service("england-and-wales-2021", at=timezone.now() - timedelta(hours=1))
    founder = a_founder()
    models.appoint_body(
        by=founder, at=here.at, area=here.area, body=BodyKind.POLICE, organisation_id=police.organisation_id,
        start=START,
    )  # fmt: skip
    agrees(here, police, IOM)
    person = a_person(here)
    put(person, Cohort.IOM)
    home = browser(police).get("/").content.decode()
    assert f'href="/people/{person.id}"' in home
    assert "Worked with jointly: integrated offender management" in home
    access_page = browser(person.team.officer).get(f"/people/{person.id}/access").content.decode()
    assert "Worked with jointly: integrated offender management" in access_page


cohorts = st.frozensets(st.sampled_from([Cohort.IOM, Cohort.MAPPA, Cohort.WOMEN]))
acts = st.lists(st.one_of(cohorts, st.sampled_from(["end", "agree"])), min_size=1, max_size=6)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=acts)
def test_after_any_acts_what_is_shown_is_the_cohort_last_recorded_under_the_agreement_that_stands(
    service, police, acts
):
    person, standing, expected = a_person(service), agrees(service, police, IOM), False
    try:
        for act in acts:
            if act == "end":
                ends(service, standing)
                standing, expected = None, False
            elif act == "agree":
                standing = standing or agrees(service, police, IOM)
            else:
                put(person, *act)
                expected = Cohort.IOM in act and standing is not None
            assert ("iom cohort" in shown(police, person)) is expected
    finally:
        if standing:
            ends(service, standing)
