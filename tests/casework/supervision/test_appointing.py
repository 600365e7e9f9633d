"""A role is held only by whom the operating model names, by one at a time, all asked for or none."""

from dataclasses import replace

import pytest
from support.cases import at_once
from support.people import NOW, a_founder, an_office, joins
from support.service import THERE, _who_may, a_local, a_person, a_service, managed
from support.wall_visits import browser

from throughcare.casework.supervision import queries
from throughcare.casework.supervision.actions import Appointing, appoint_holders, close_case, record_risk
from throughcare.casework.supervision.models import Gap, Tenure, TimelineEntry
from throughcare.casework.supervision.rules import EndReason, TenureKind
from throughcare.foundation.access import actions as access_actions
from throughcare.foundation.access.models import Grant, SharingAgreement
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Decision
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.operating_model.rules import BodyKind, Risk, Rsr

OM, SUPERVISOR, RESPONSIBLE, PRISON = (
    TenureKind.OFFENDER_MANAGER, TenureKind.SUPERVISOR, TenureKind.RESPONSIBLE_OFFICER, TenureKind.PRISON_MANAGER,
)  # fmt: skip


@pytest.fixture(scope="module")
def service():
    return a_service("durham-tees-valley-2012")


@pytest.fixture
def person(service):
    service.later()
    return a_person(service)


def appoint(person, *asked, by=None):
    return appoint_holders(
        by=by or person.team.senior, at=person.service.later(),
        appointments=[Appointing(person.case, kind, who.id) for kind, who in asked],
    )  # fmt: skip


def running(person):
    rows = Tenure.objects.using("owner").filter(case=person.case, during__upper_inf=True)
    return {row.kind: row.member_id for row in rows}


def waiting(person):
    rows = Gap.objects.using("owner").filter(case=person.case, during__upper_inf=True)
    return {row.kind for row in rows}


def test_an_appointment_fills_the_gap_says_on_what_ground_and_is_kept_as_a_decision(person):
    officer = _who_may(person, OM).officer
    (made,) = appoint(person, (OM, officer))
    tenure = Tenure.objects.using("owner").get(id=made)
    assert OM not in waiting(person)
    assert running(person) == {OM: officer.id}
    decision = Decision.objects.using("owner").get(about="tenure", about_id=made)
    assert decision.reasons == [tenure.basis]
    assert decision.inputs["member"] == str(officer.id)
    assert (
        TimelineEntry.objects.using("owner").get(about_id=made).what
        == f"{officer.name} appointed offender manager"
    )


@pytest.mark.parametrize("kind", [OM, SUPERVISOR, RESPONSIBLE])
def test_a_member_of_another_body_than_the_model_names_is_refused_and_told_which(person, kind):
    named = _who_may(person, kind)
    other = next(team for team in person.service.teams.values() if team is not named)
    with pytest.raises(
        Refused, match=rf"Under .* the {kind} comes from {named.body.label} .* is of {other.body.label}"
    ):
        appoint(person, (kind, other.officer))
    assert running(person) == {}


def test_all_are_appointed_or_none(person):
    good = _who_may(person, OM).officer
    wrong = an_office().manager
    with pytest.raises(Refused):
        appoint(person, (OM, good), (SUPERVISOR, wrong))
    assert running(person) == {}
    assert waiting(person) == {OM, SUPERVISOR, RESPONSIBLE}


def test_one_case_among_many_that_is_not_ours_stops_them_all(person):
    officer = _who_may(person, OM).officer
    asked = [Appointing(person.case, OM, officer.id), Appointing(new_id(), OM, officer.id)]
    with pytest.raises(Refused, match="not yours to see"):
        appoint_holders(by=person.team.senior, at=person.service.later(), appointments=asked)
    assert running(person) == {}


def test_somebody_who_is_no_member_any_more_is_not_appointed(person):
    with pytest.raises(Refused, match="not in force"):
        appoint(person, (OM, replace(_who_may(person, OM).officer, id=new_id())))


def test_a_closed_case_takes_no_appointment(person):
    team = person.team
    close_case(
        by=team.senior,
        at=person.service.later(),
        case_id=person.case,
        version=person.row.version,
        because="over",
    )
    with pytest.raises(Refused, match="This case is closed"):
        appoint(person, (OM, team.officer))


def test_a_practitioner_may_not_appoint(person):
    with pytest.raises(Refused, match="may not"):
        appoint(person, (OM, person.team.officer), by=person.team.officer)


def test_the_former_holder_stops_at_the_instant_the_next_begins_and_the_reason_is_kept(person):
    managed(person, OM)
    first = Tenure.objects.using("owner").get(case=person.case, kind=OM)
    fresh = joins(person.team.unit, "offender manager")
    at = person.service.later()
    appoint_holders(
        by=person.team.senior, at=at,
        appointments=[Appointing(person.case, OM, fresh.id, EndReason.WORKLOAD)],
    )  # fmt: skip
    first.refresh_from_db(using="owner")
    second = Tenure.objects.using("owner").get(case=person.case, kind=OM, during__upper_inf=True)
    assert (first.during.upper, first.ended_because) == (at, "workload") == (second.during.lower, "workload")
    grants = Grant.objects.using("owner").filter(cause_kind="tenure", cause_id=first.id, during__contains=at)
    assert not grants.exists()


def test_two_appointments_at_once_leave_one_holder_and_one_plain_refusal_or_a_succession(person):
    officers = [_who_may(person, OM).officer, joins(person.team.unit, "offender manager")]
    at, senior = person.service.later(), person.team.senior
    gave = at_once(
        *(
            lambda who=who: appoint_holders(
                by=senior, at=at, appointments=[Appointing(person.case, OM, who.id)]
            )
            for who in officers
        )
    )
    held = Tenure.objects.using("owner").filter(case=person.case, kind=OM, during__upper_inf=True)
    assert held.count() == 1, gave
    for lost in (one for one in gave if isinstance(one, Refused)):
        assert "Look again" in lost.because
    assert any(not isinstance(one, Refused) for one in gave)
    assert held.get().member_id in {officer.id for officer in officers}


def at_low_risk(person):
    record_risk(
        by=person.team.senior, at=person.service.later(), case_id=person.case, version=person.row.version,
        risk=Risk.LOW, rsr=Rsr.BELOW_CUT_OFF,
    )  # fmt: skip
    return person


def test_without_an_agreement_another_body_is_refused_in_words_and_nobody_is_appointed():
    service = a_service("durham-tees-valley-2012", local=THERE)
    person = at_low_risk(a_person(service))
    supervisor = _who_may(person, SUPERVISOR)
    assert supervisor.organisation != person.team.organisation
    SharingAgreement.objects.using("owner").filter(
        shared_by=person.team.organisation, shared_with=supervisor.organisation, purpose="supervision"
    ).delete()
    with pytest.raises(
        Refused, match=r"There is no agreement under which .* shares people with .* for supervision"
    ):
        appoint(person, (SUPERVISOR, supervisor.officer))
    assert running(person) == {}
    assert SUPERVISOR in waiting(person)
    assert person.seen_by(supervisor.officer) is None


def test_with_an_agreement_the_supervisor_sees_the_person_from_the_appointment_on(person):
    supervisor = _who_may(at_low_risk(person), SUPERVISOR).officer
    before = person.seen_by(supervisor)
    managed(person, SUPERVISOR)
    assert before is None
    assert person.seen_by(supervisor) is not None


def test_a_prisons_manager_is_a_prisons_own():
    service = a_service("england-and-wales-2021", local=a_local())
    person = a_person(service, sentence_kind="custody", requirements="", sentence_length="18")
    with pytest.raises(Refused, match="the prison manager comes from prison"):
        appoint(person, (PRISON, person.team.officer))
    appoint(person, (PRISON, service.teams[BodyKind.PRISON].officer))
    assert running(person) == {PRISON: service.teams[BodyKind.PRISON].officer.id}


def test_nobody_is_offered_or_appointed_who_works_with_nobody_nor_a_program(person):
    senior, unit = person.team.senior, person.team.unit
    clerk = joins(unit, "case administrator")
    program = access_actions.add_member(
        by=a_founder(), at=NOW, unit_id=unit, role="service", name=f"Program {new_id()}", account_id=None
    )
    for form in (f"/people/{person.id}/appoint", f"/allocation/cases/{person.case}"):
        shown = browser(senior).get(form).content.decode()
        assert str(person.team.officer.id) in shown
        assert str(clerk.id) not in shown and str(program) not in shown, form
    for who, words in (
        (clerk.id, "a case administrator keeps no record"),
        (program, "a service keeps no record"),
    ):
        with pytest.raises(Refused, match=words):
            appoint_holders(
                by=senior, at=person.service.later(), appointments=[Appointing(person.case, OM, who)]
            )
    assert running(person) == {}


def test_of_how_many_another_organisations_staff_holds_nothing_is_said(service):
    inside = a_person(service, sentence_kind="custody", sentence_length="30", requirements="")
    with viewing(inside.team.senior, service.at):
        case = queries.case_of(inside.id, at=service.at).case
        found = queries.may_be_appointed(case, by=inside.team.senior, at=service.at)
    ours = inside.team.senior.organisation_id
    sizes = {(who.organisation_id == ours, size is None) for who, size in found}
    assert sizes == {(True, False), (False, True)}
