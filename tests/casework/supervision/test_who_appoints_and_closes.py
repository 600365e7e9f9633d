"""To see a case is not enough to appoint in it or to close it: its team does, and a body its own staff to its own roles."""

import pytest
from support.cases import another_team
from support.people import a_founder, as_worker, joins
from support.service import THERE, Team, _who_may, a_local, a_person, a_service, managed

from throughcare.casework.supervision.actions import (
    Appointing,
    Closing,
    accept_transfer,
    appoint_holders,
    close_cases,
    offer_transfer,
    record_risk,
)
from throughcare.casework.supervision.models import Tenure
from throughcare.casework.supervision.rules import TenureKind, check_may_appoint
from throughcare.foundation.access import queries
from throughcare.foundation.access.actions import add_member, record_unit
from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.rules import BodyKind, Risk, Rsr

OM, SUPERVISOR, RESPONSIBLE, PRISON = (
    TenureKind.OFFENDER_MANAGER, TenureKind.SUPERVISOR, TenureKind.RESPONSIBLE_OFFICER, TenureKind.PRISON_MANAGER,
)  # fmt: skip
SENIOR = "senior probation officer"
ONLY_THE_TEAM = "Only the team that answers for the case"


@pytest.fixture(scope="module")
def service():
    return a_service("durham-tees-valley-2012")


@pytest.fixture
def person(service):
    service.takes_its_area()
    service.later()
    return a_person(service)


@pytest.fixture
def shared(service):
    """A person at low risk, whose supervisor is of another body than the one that answers for the case."""
    service.takes_its_area()
    person = a_person(service)
    record_risk(
        by=person.team.senior, at=service.later(), case_id=person.case, version=person.row.version,
        risk=Risk.LOW, rsr=Rsr.BELOW_CUT_OFF,
    )  # fmt: skip
    return managed(person, OM, SUPERVISOR)


def appoint(person, kind, who, by):
    asked = [Appointing(person.case, kind, who.id)]
    return appoint_holders(by=by, at=person.service.later(), appointments=asked)


def holder(person, kind):
    rows = Tenure.objects.using("owner").filter(case=person.case, kind=kind, during__upper_inf=True)
    return rows.values_list("member_id", flat=True).first()


def offered(person, team):
    return offer_transfer(
        by=person.team.senior, at=person.service.later(), case_id=person.case, to_unit=team.unit, because="moved"
    )  # fmt: skip


@pytest.mark.parametrize("answers", [True, False])
@pytest.mark.parametrize("anothers", [True, False])
@pytest.mark.parametrize("own", [True, False])
def test_the_rule_lets_the_team_appoint_anybody_and_another_body_its_own_staff_in_anothers_case(
    answers, anothers, own
):
    def asked():
        check_may_appoint(SUPERVISOR, answers_for_it=answers, anothers=anothers, own_member=own)

    if answers or (anothers and own):
        asked()
    else:
        with pytest.raises(Refused, match=f"{ONLY_THE_TEAM} can appoint its supervisor"):
            asked()


def test_the_team_that_answers_appoints(person):
    officer = _who_may(person, OM).officer
    appoint(person, OM, officer, person.team.senior)
    assert holder(person, OM) == officer.id


def test_a_unit_above_the_team_appoints_for_it_and_the_team_below_not_for_the_one_above(service, person):
    above = person.team
    unit = record_unit(
        by=a_founder(), at=service.at, organisation_id=above.organisation, name=f"Below {person.case}", kind="team",
        parent_id=above.unit,
    )  # fmt: skip
    below = Team(above.body, above.organisation, unit, joins(unit, SENIOR), joins(unit, "offender manager"))
    transfer = offered(person, below)
    with pytest.raises(Refused, match=ONLY_THE_TEAM):
        appoint(person, OM, below.officer, below.senior)
    accept_transfer(by=below.senior, at=service.later(), transfer_id=transfer)
    appoint(person, OM, below.officer, above.senior)
    assert holder(person, OM) == below.officer.id


def test_a_court_officer_who_sees_the_case_appoints_nobody_in_it(person):
    court = person.service.officer_of_the_court
    appoint(person, OM, _who_may(person, OM).officer, person.team.senior)
    before = holder(person, OM)
    with pytest.raises(Refused):
        appoint(person, OM, _who_may(person, OM).officer, court)
    assert holder(person, OM) == before


def test_a_team_that_was_only_offered_the_case_sees_it_and_appoints_nobody(person):
    theirs = another_team(person.service, BodyKind.TRUST)
    transfer = offered(person, theirs)
    assert person.seen_by(theirs.senior) is not None
    for who in (theirs.officer, person.team.officer):
        with pytest.raises(Refused, match=ONLY_THE_TEAM):
            appoint(person, OM, who, theirs.senior)
    assert holder(person, OM) is None
    accept_transfer(by=theirs.senior, at=person.service.later(), transfer_id=transfer)
    appoint(person, OM, theirs.officer, theirs.senior)
    assert holder(person, OM) == theirs.officer.id


def test_the_team_that_passed_the_case_on_appoints_no_more(person):
    ours, theirs = person.team, another_team(person.service, BodyKind.TRUST)
    transfer = offered(person, theirs)
    accept_transfer(by=theirs.senior, at=person.service.later(), transfer_id=transfer)
    with pytest.raises(Refused):
        appoint(person, OM, ours.officer, ours.senior)
    assert holder(person, OM) is None


def test_the_body_that_holds_a_role_puts_another_of_its_own_staff_in_it(shared):
    theirs = _who_may(shared, SUPERVISOR)
    assert theirs.organisation != shared.team.organisation
    fresh = joins(theirs.unit, "offender manager")
    appoint(shared, SUPERVISOR, fresh, theirs.senior)
    assert holder(shared, SUPERVISOR) == fresh.id


def test_the_body_that_holds_one_role_gives_nobody_anothers_role(shared):
    theirs, before = _who_may(shared, SUPERVISOR), holder(shared, OM)
    with pytest.raises(Refused, match="the offender manager comes from"):
        appoint(shared, OM, theirs.officer, theirs.senior)
    with pytest.raises(Refused, match=ONLY_THE_TEAM):
        appoint(shared, OM, joins(shared.team.unit, "offender manager"), theirs.senior)
    assert holder(shared, OM) == before


def test_a_second_team_of_the_body_that_holds_a_role_puts_nobody_of_the_first_in_it(shared):
    theirs = _who_may(shared, SUPERVISOR)
    second, before = another_team(shared.service, theirs.body), holder(shared, SUPERVISOR)
    with pytest.raises(Refused):
        appoint(shared, SUPERVISOR, theirs.officer, second.senior)
    assert holder(shared, SUPERVISOR) == before


def test_a_prison_names_its_own_manager_once_it_holds_the_case_and_not_the_communitys():
    service = a_service("england-and-wales-2021", local=a_local())
    person = a_person(service, sentence_kind="custody", requirements="", sentence_length="18")
    prison = service.teams[BodyKind.PRISON]
    appoint(person, PRISON, prison.officer, person.team.senior)
    fresh = joins(prison.unit, "prison offender manager")
    appoint(person, PRISON, fresh, prison.senior)
    assert holder(person, PRISON) == fresh.id
    with pytest.raises(Refused):
        appoint(person, OM, person.team.officer, prison.senior)
    assert holder(person, OM) is None


def test_one_case_that_is_not_the_teams_stops_the_whole_batch(person):
    service = person.service
    other = a_person(service)
    theirs = another_team(service, BodyKind.TRUST)
    transfer = offered(other, theirs)
    accept_transfer(by=theirs.senior, at=service.later(), transfer_id=transfer)
    offer_transfer(
        by=theirs.senior, at=service.later(), case_id=other.case, to_unit=person.team.unit, because="back again"
    )  # fmt: skip
    officer, at = person.team.officer, service.later()
    asked = [Appointing(case, OM, officer.id) for case in (person.case, other.case)]
    with pytest.raises(Refused, match=ONLY_THE_TEAM):
        appoint_holders(by=person.team.senior, at=at, appointments=asked)
    assert holder(person, OM) is None
    assert holder(other, OM) is None


@pytest.mark.parametrize("body", ["offered the case", "holds a role"])
def test_whoever_sees_a_case_by_an_offer_or_a_role_closes_it_neither_alone_nor_among_others(
    shared, person, body
):
    if body == "holds a role":
        seer = _who_may(shared, SUPERVISOR).senior
    else:
        other = another_team(shared.service, BodyKind.TRUST)
        offered(shared, other)
        seer = other.senior
    assert shared.seen_by(seer) is not None
    with as_worker(), pytest.raises(Refused, match="Only the team that answers for a case may close it"):
        close_cases(by=seer, at=shared.service.later(), closings=[Closing(shared.case, "over")])
    assert shared.row.closed_at is None


def test_the_team_that_answers_closes_many(shared, person):
    ids = [shared.case, person.case]
    with as_worker():
        closings = [Closing(case, "over") for case in ids]
        assert close_cases(by=person.team.senior, at=person.service.later(), closings=closings) == 2
    assert None not in {shared.row.closed_at, person.row.closed_at}


def test_the_service_member_of_the_organisation_appoints_and_closes_for_its_teams():
    service = a_service("durham-tees-valley-2012", local=THERE)
    person = a_person(service)
    made = add_member(
        by=a_founder(), at=service.at, unit_id=person.team.unit, role="service", name="Records", account_id=None
    )  # fmt: skip
    records = queries.member(made, at=service.at)
    officer = _who_may(person, OM).officer
    with as_worker():
        appoint(person, OM, officer, records)
        assert holder(person, OM) == officer.id
        close_cases(by=records, at=service.later(), closings=[Closing(person.case, "over")])
    assert person.row.closed_at is not None
