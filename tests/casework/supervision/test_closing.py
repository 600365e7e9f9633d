"""Closing a case ends everything in it, and leaves its last team a year to read it."""

from datetime import timedelta

import pytest
from support.cases import another_team, moved
from support.people import as_worker
from support.service import a_person, a_service, managed

from throughcare.casework.supervision import queries
from throughcare.casework.supervision.actions import (
    Closing,
    Opening,
    close_case,
    close_cases,
    offer_transfer,
    open_cases,
    record_on_timeline,
)
from throughcare.casework.supervision.models import Case, Gap, Matter, Responsibility, Tenure, Transfer
from throughcare.casework.supervision.rules import CaseReason, TenureKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.operating_model.rules import BodyKind, Place, Sentence

OM = TenureKind.OFFENDER_MANAGER
YEAR = timedelta(days=365)


@pytest.fixture(scope="module")
def service():
    return a_service("england-and-wales-2021")


@pytest.fixture(scope="module")
def ours(service):
    return service.teams[BodyKind.PUBLIC_PROVIDER]


@pytest.fixture
def person(service):
    service.later()
    return managed(a_person(service), OM)


def closed(person, because="The order ended"):
    close_case(
        by=person.team.senior, at=person.service.later(), case_id=person.case, version=person.row.version,
        because=because,
    )  # fmt: skip
    return person


def may_read(member, person, at):
    with viewing(member, at):
        return queries.case_of(person.id, at=at) is not None


def test_the_last_team_may_read_a_closed_case_for_a_year_and_then_not(person, ours):
    at = closed(person).row.closed_at
    for member in (ours.senior, ours.officer):
        assert may_read(member, person, at + YEAR - timedelta(seconds=1))
        assert not may_read(member, person, at + YEAR)


def test_a_team_that_had_the_case_before_the_last_may_not_read_it(person, ours):
    theirs = another_team(person.service)
    moved(person, ours, theirs)
    row = person.row
    close_case(
        by=theirs.senior, at=person.service.later(), case_id=row.id, version=row.version, because="ended"
    )
    assert may_read(theirs.senior, person, person.service.later())
    assert not may_read(ours.senior, person, person.service.at)


def test_nothing_runs_in_a_closed_case(person):
    offer_transfer(
        by=person.team.senior, at=person.service.later(), case_id=person.case,
        to_unit=another_team(person.service).unit, because="moved",
    )  # fmt: skip
    closed(person)
    for model in (Tenure, Gap, Responsibility):
        assert not model.objects.using("owner").filter(case=person.case, during__upper_inf=True).exists()
    offer = Transfer.objects.using("owner").get(case=person.case)
    assert (offer.state, offer.answer) == ("withdrawn", "the case closed")
    assert {t.ended_because for t in Tenure.objects.using("owner").filter(case=person.case)} == {
        "case closed"
    }


def test_a_closed_case_is_on_nobodys_caseload_and_in_no_queue(person, ours):
    def listed():
        with viewing(ours.senior, person.service.at):
            mine = {row.person_id for row in queries.caseload(ours.officer.id, size=1000)}
            gaps = {
                row.person_id for row in queries.without_holder([ours.unit], at=person.service.at, most=1000)
            }
        return person.id in mine, person.id in gaps

    assert listed() == (True, True)
    closed(person)
    assert listed() == (False, False)


@pytest.mark.parametrize("act", ["write", "close"])
def test_a_closed_case_takes_nothing_more(person, act):
    team = closed(person).team
    with pytest.raises(Refused, match="This case is closed"):
        if act == "write":
            record_on_timeline(
                by=team.senior, at=person.service.later(), case_id=person.case, kind="note", what="x"
            )
        else:
            closed(person)


def test_closing_needs_a_reason_the_latest_version_and_the_team_that_answers(person, ours):
    row = person.row
    with pytest.raises(Refused, match="Say why the case is closed"):
        closed(person, " ")
    with pytest.raises(Refused, match="while you had it open"):
        close_case(
            by=ours.senior, at=person.service.later(), case_id=row.id, version=row.version + 1, because="x"
        )
    theirs = another_team(person.service)
    offer_transfer(
        by=ours.senior, at=person.service.later(), case_id=row.id, to_unit=theirs.unit, because="moved"
    )
    with pytest.raises(Refused, match="close it"):
        close_case(
            by=theirs.senior, at=person.service.later(), case_id=row.id, version=row.version, because="x"
        )
    assert person.row.closed_at is None


def state_of(person):
    """All that closing changes, but whose it is."""

    def spans(model, *more):
        rows = model.objects.using("owner").filter(case=person.case)
        return sorted([str(row.during.upper), *(str(getattr(row, name)) for name in more)] for row in rows)

    row = person.row
    transfers = Transfer.objects.using("owner").filter(case=person.case)
    return (
        row.closed_at, row.closed_because, row.version, spans(Tenure, "kind", "ended_because"),
        spans(Responsibility), sorted(str(r.sight.upper) for r in Responsibility.objects.using("owner").filter(case=row)),
        [(t.state, t.answer, t.answered_at, t.sight.upper, t.version) for t in transfers],
    )  # fmt: skip


def test_many_closed_in_one_act_are_closed_as_each_alone(service, ours):
    def one_with_an_offer():
        person = managed(a_person(service), OM)
        offer_transfer(
            by=ours.senior, at=service.later(), case_id=person.case, to_unit=theirs.unit, because="moved"
        )
        return person

    theirs = another_team(service)
    alone, *many = (one_with_an_offer() for _ in range(4))
    at = service.later()
    close_case(by=ours.senior, at=at, case_id=alone.case, version=alone.row.version, because="ended")
    assert close_cases(by=ours.senior, at=at, closings=[Closing(p.case, "ended") for p in many]) == 3
    for person in many:
        assert state_of(person) == state_of(alone)
        assert may_read(ours.senior, person, at + YEAR - timedelta(seconds=1))
        assert not may_read(ours.senior, person, at + YEAR)
        assert not may_read(theirs.senior, person, at)


def test_one_case_that_may_not_be_closed_keeps_them_all_open(service, ours, person):
    other = managed(a_person(service), OM)
    moved(other, ours, another_team(service))
    fine = [Closing(person.case, "ended")]
    for wrong, said in (
        (Closing(other.case, "ended"), "not yours to see"),
        (Closing(new_id(), "ended"), "no such case"),
        (Closing(person.case, "  "), "Say why"),
    ):
        with pytest.raises(Refused, match=said):
            close_cases(by=ours.senior, at=service.later(), closings=[*fine, wrong])
    assert person.row.closed_at is None
    assert other.row.closed_at is None


def opening(person, **given):
    known = {
        "person_id": person.id, "because": CaseReason.SENTENCE, "about_id": new_id(),
        "area_code": person.row.area_code, "sentence": Sentence.COMMUNITY_ORDER,
        "place": Place.COMMUNITY,
    }  # fmt: skip
    return Opening(**(known | given))


def opened(**given):
    with as_worker():
        return open_cases(**given)


def test_a_second_matter_joins_the_open_case_and_after_closing_opens_another(person, ours):
    court = person.service.officer_of_the_court
    joined = opened(by=court, at=person.service.later(), openings=[opening(person)])
    assert (joined.opened, joined.joined) == ((), (person.case,))
    closed(person)
    again = opened(by=court, at=person.service.later(), openings=[opening(person)])
    assert len(again.opened) == 1
    assert Case.objects.using("owner").filter(person_id=person.id).count() == 2
    with viewing(ours.senior, person.service.at):
        assert queries.case_of(person.id, at=person.service.at).case.id == again.opened[0]


def test_a_matter_heard_of_twice_opens_nothing_twice(person):
    court, one = person.service.officer_of_the_court, opening(person)
    opened(by=court, at=person.service.later(), openings=[one])
    assert opened(by=court, at=person.service.later(), openings=[one]).joined == ()
    assert Matter.objects.using("owner").filter(about_id=one.about_id).count() == 1


@pytest.mark.parametrize("because", [CaseReason.DIVERSION, CaseReason.VOLUNTARY])
def test_a_diversion_or_a_voluntary_scheme_opens_a_case_that_says_which(person, because):
    closed(person)
    asked = opening(person, because=because, sentence=Sentence.DIVERSION)
    report = opened(by=person.service.officer_of_the_court, at=person.service.later(), openings=[asked])
    for case in report.opened:
        assert Case.objects.using("owner").get(id=case).opened_because == because
    assert len(report.opened) + len(report.not_held) == 1
