"""Of two open cases of one person the one that goes on takes over what weighs more in the other, and gives it back."""

import pytest
from casework.courts.test_merging import Two, case_row
from support.people import joins
from support.service import a_person, a_service, hear, managed

from throughcare.casework.supervision.actions import record_movement, record_risk
from throughcare.casework.supervision.models import Gap, Tenure, TimelineEntry
from throughcare.casework.supervision.rules import TenureKind
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.audit.models import Announcement
from throughcare.foundation.operating_model.rules import Cohort, Risk, Rsr

OM, SUPERVISOR, RESPONSIBLE = (
    TenureKind.OFFENDER_MANAGER, TenureKind.SUPERVISOR, TenureKind.RESPONSIBLE_OFFICER,
)  # fmt: skip
CUSTODY = {"sentence_kind": "custody", "requirements": "", "sentence_length": "18"}


@pytest.fixture(scope="module")
def service():
    return a_service("durham-tees-valley-2012")


def at_risk(person, risk, **more):
    record_risk(
        by=person.team.senior, at=person.service.later(), case_id=person.case, version=person.row.version, risk=risk,
        **more,
    )  # fmt: skip
    return person


def two(service, kept, gone):
    service.takes_its_area()
    return Two(service, kept, gone, joins(service.court_unit, "case administrator"), kept.team)


def stands(person):
    row = case_row(person.case)
    return row.risk, row.sentence, row.place, row.rsr, row.cohorts


def running(person):
    rows = Tenure.objects.using("owner").filter(case=person.case, during__upper_inf=True)
    return {row.kind: row.member_id for row in rows}


def gaps(person):
    rows = Gap.objects.using("owner").filter(case=person.case, during__upper_inf=True)
    return {row.kind for row in rows}


@pytest.mark.parametrize("resettled", [True, False])
def test_whether_somebody_released_is_resettled_comes_with_the_sentence_and_goes_back(service, resettled):
    service.takes_its_area()
    one, other = a_person(service), a_person(service, **CUSTODY)
    for kind, more in (
        (MovementKind.RECEIVED, {"prison": "LEI"}),
        (MovementKind.RELEASED, {"resettled": resettled}),
    ):
        record_movement(
            by=other.team.senior,
            at=service.later(),
            case_id=other.case,
            version=other.row.version,
            kind=kind,
            **more,
        )
    found = two(service, one, other)
    found.merged()
    assert case_row(one.case).resettled is resettled
    found.unmerged()
    assert case_row(one.case).resettled is False


def test_of_two_releases_one_that_is_not_resettled_yet_keeps_the_care_until_it_is(service):
    service.takes_its_area()
    people = [a_person(service, **CUSTODY) for _ in range(2)]
    for person, resettled in zip(people, (True, False), strict=True):
        record_movement(
            by=person.team.senior, at=service.later(), case_id=person.case, version=person.row.version,
            kind=MovementKind.RELEASED, resettled=resettled,
        )  # fmt: skip
    found = two(service, *people)
    assert case_row(people[0].case).resettled
    found.merged()
    assert not case_row(people[0].case).resettled
    found.unmerged()
    assert case_row(people[0].case).resettled


@pytest.mark.parametrize(
    ("kept", "gone", "then"),
    [
        (Risk.LOW, Risk.HIGH, Risk.HIGH),
        (Risk.HIGH, Risk.LOW, Risk.HIGH),
        (Risk.NOT_ASSESSED, Risk.MEDIUM, Risk.MEDIUM),
        (Risk.MEDIUM, Risk.NOT_ASSESSED, Risk.MEDIUM),
        (Risk.VERY_HIGH, Risk.HIGH, Risk.VERY_HIGH),
    ],
)
def test_the_higher_risk_of_the_two_stands_and_goes_back_when_undone(service, kept, gone, then):
    service.takes_its_area()
    one, other = a_person(service), a_person(service)
    for person, risk in ((one, kept), (other, gone)):
        if risk is not Risk.NOT_ASSESSED:
            at_risk(person, risk)
    found = two(service, one, other)
    before = stands(one)
    found.merged()
    assert stands(one)[0] == then
    found.unmerged()
    assert stands(one) == before


def test_the_heavier_sentence_comes_with_its_place_and_the_roles_of_custody_wait(service):
    service.takes_its_area()
    one, other = managed(a_person(service), OM, SUPERVISOR), a_person(service, **CUSTODY)
    before, whole = stands(one), case_row(one.case).version
    found = two(service, one, other).merged()
    assert stands(one)[1:3] == ("custody_12_months_or_more", "custody")
    assert "prison manager" in gaps(one)
    found.unmerged()
    assert (stands(one), case_row(one.case).version) == (before, whole)
    assert "prison manager" not in gaps(one)
    assert set(running(one)) == {OM, SUPERVISOR}


def test_whoever_was_recalled_on_one_record_is_in_custody_on_the_survivor(service):
    service.takes_its_area()
    one, other = a_person(service, **CUSTODY), a_person(service, **CUSTODY)
    record_movement(
        by=one.team.senior, at=service.later(), case_id=one.case, version=one.row.version, kind=MovementKind.RELEASED
    )  # fmt: skip
    two(service, one, other).merged()
    assert stands(one)[2] == "custody"


def test_a_rise_by_a_merge_ends_what_the_model_gives_elsewhere_and_undoing_it_gives_it_back(service):
    service.takes_its_area()
    one = managed(at_risk(a_person(service), Risk.LOW, rsr=Rsr.BELOW_CUT_OFF), OM, SUPERVISOR)
    other = at_risk(a_person(service), Risk.HIGH, rsr=Rsr.AT_OR_ABOVE_CUT_OFF, cohorts=(Cohort.MAPPA,))
    held, before = running(one), stands(one)
    found = two(service, one, other).merged()
    assert stands(one)[3:] == ("at_or_above_cut_off", ["mappa"])
    assert SUPERVISOR not in running(one) and SUPERVISOR in gaps(one)
    found.unmerged()
    assert (running(one), stands(one)) == (held, before)
    assert SUPERVISOR not in gaps(one)


def test_what_was_changed_by_hand_after_the_merge_stays_when_it_is_undone(service):
    service.takes_its_area()
    one, other = a_person(service), at_risk(a_person(service), Risk.HIGH)
    found = two(service, one, other).merged()
    at_risk(one, Risk.VERY_HIGH)
    found.unmerged()
    assert stands(one)[0] == Risk.VERY_HIGH
    assert stands(other)[0] == Risk.HIGH


def test_nothing_is_raised_or_said_where_the_survivor_weighs_as_much(service):
    service.takes_its_area()
    one, other = at_risk(a_person(service), Risk.HIGH), at_risk(a_person(service), Risk.LOW)
    before = case_row(one.case).version
    two(service, one, other).merged()
    assert case_row(one.case).version == before
    assert not TimelineEntry.objects.using("owner").filter(case=one.case, what__startswith="Raised").exists()


def test_a_rise_is_told_on_the_timeline_and_announced_and_heard_once(service):
    service.takes_its_area()
    one, other = a_person(service), at_risk(a_person(service), Risk.HIGH)
    two(service, one, other).merged()
    assert TimelineEntry.objects.using("owner").filter(case=one.case, what__startswith="Raised").count() == 1
    told = Announcement.objects.using("owner").filter(event="RiskChanged", facts__case_id=str(one.case))
    assert told.count() == 1
    assert hear() == 0
