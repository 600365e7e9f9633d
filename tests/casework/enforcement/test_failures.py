"""A failure across the line: one clock that both sides see, whoever recorded it, from the notice to the decision."""

from datetime import timedelta

import pytest
from support.cases import at_once
from support.enforcement import (
    accept,
    again,
    decide,
    failure_of,
    missed,
    moves_of,
    opened_before,
    put_right,
    refer,
)
from support.people import as_worker, joins
from support.service import a_person, a_service, hear, managed
from support.unpaid_work import a_work_team, sent

from throughcare.casework.enforcement import actions, queries
from throughcare.casework.enforcement.models import Failure
from throughcare.casework.enforcement.rules import FailureState, Move, NotEnforceable, Pause
from throughcare.casework.supervision.actions import close_case
from throughcare.casework.supervision.rules import TenureKind
from throughcare.casework.supervision.rules.contacts import Outcome
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Decision
from throughcare.foundation.kernel import Refused, WorkingCalendar, new_id
from throughcare.foundation.kernel.days import day_of

CALENDAR = WorkingCalendar()


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture(scope="module")
def team(service):
    return a_work_team(service)


@pytest.fixture
def person(service, team):
    made = opened_before(
        managed(a_person(service), TenureKind.OFFENDER_MANAGER, TenureKind.RESPONSIBLE_OFFICER)
    )
    sent(made)
    return made


@pytest.fixture
def failure(person, team):
    """A failure that the provider's worker recorded today."""
    return failure_of(missed(person, team.worker))


def seen(failure, member, at):
    with viewing(member, at):
        return queries.failure(failure.id, today=day_of(at))


def test_a_failure_recorded_by_a_provider_starts_one_clock_that_both_sides_see_alike(person, team, failure):
    at = person.service.at
    theirs, ours = seen(failure, team.worker, at), seen(failure, person.team.officer, at)
    assert theirs.line == ours.line
    assert (ours.line.number, ours.line.due, ours.line.working_days_left) == (1, Move.REFERRED, 8)
    assert ours.line.due_unit == team.provider.unit
    assert ours.line.because.startswith("Service level AE")
    assert failure.decider_unit == person.team.unit
    assert [one["rule"].partition(": ")[2] for one in ours.told][:2] == ["breach_notice", "breach_decision"]


def test_hearing_of_it_twice_starts_no_second_clock(person, team):
    from throughcare.casework.enforcement.reactions import note_failures
    from throughcare.foundation.audit.outbox import Heard

    contact = missed(person, team.worker)
    with as_worker(), viewing(team.worker, person.service.at):
        note_failures(Heard(new_id(), person.service.at, {"contact_ids": [str(contact)]}, team.worker.id))
    assert Failure.objects.using("owner").filter(contact=contact).count() == 1
    assert moves_of(failure_of(contact)) == [Move.NOTED]


@pytest.mark.parametrize(
    "outcome",
    [Outcome.ATTENDED, Outcome.OFF_SERVICE, Outcome.SENT_AWAY_SERVICE, Outcome.OFF_PERSON, Outcome.NO_ANSWER],
)
def test_what_is_no_failure_starts_no_clock_least_of_all_what_the_service_put_off(person, team, outcome):
    contact = missed(person, team.worker, outcome=outcome)
    assert not Failure.objects.using("owner").filter(contact=contact).exists()


def test_failures_are_numbered_within_their_case_whoever_records_them(person, team):
    first = failure_of(missed(person, team.worker, ago=3))
    second = failure_of(missed(person, person.team.officer, ago=1))
    third = failure_of(missed(person, team.worker))
    assert [first.number, second.number, third.number] == [1, 2, 3]


def test_where_one_body_records_and_decides_nothing_crosses_and_the_decision_is_owed_at_once(person):
    found = failure_of(missed(person, person.team.officer))
    assert (found.state, found.same_body, found.due_unit) == (FailureState.ACCEPTED, True, person.team.unit)
    assert found.due_on == CALENDAR.add(found.failed_on, 2)
    assert moves_of(found) == [Move.NOTED, Move.TAKEN_UP]


def test_evidence_is_awaited_and_then_it_is_a_failure_or_it_is_not(person, team):
    contact = missed(person, team.worker, outcome=Outcome.ABSENT_AWAITING)
    found = failure_of(contact)
    assert (found.state, found.due, found.due_on) == (
        FailureState.AWAITED, Move.FOUND, CALENDAR.add(found.failed_on, 6)
    )  # fmt: skip
    decided = put_right(person, team.worker, contact, outcome=Outcome.ABSENT_UNACCEPTABLE)
    assert again(found).state == FailureState.NOTED
    put_right(person, team.worker, decided)
    assert again(found).state == FailureState.RESCINDED


def test_a_failure_put_right_in_the_record_is_rescinded_and_nothing_is_owed_or_sent(person, team, failure):
    officer = person.team.officer
    accepted = accept(refer(failure, team.worker, person.service.later()), officer, person.service.later())
    decided = decide(accepted, officer, person.service.later())
    assert (decided.state, decided.due) == (FailureState.WARNING, Move.LETTER_SENT)
    put_right(person, team.worker, failure.contact_id)
    gone = again(failure)
    assert (gone.state, gone.due, gone.due_unit) == (FailureState.RESCINDED, "", None)
    with pytest.raises(Refused, match="rescinded"):
        decide(gone, officer, person.service.later())


def test_what_stands_again_after_it_was_rescinded_is_noted_again(person, team, failure):
    right = put_right(person, team.worker, failure.contact_id)
    assert again(failure).state == FailureState.RESCINDED
    put_right(person, team.worker, right, outcome=Outcome.ABSENT_UNACCEPTABLE)
    assert again(failure).state == FailureState.NOTED


def test_the_notice_is_returned_for_evidence_and_the_clock_of_the_decision_stops(person, team, failure):
    officer, service = person.team.officer, person.service
    referred = refer(failure, team.worker, service.later())
    actions.return_failure(
        by=officer, at=service.later(), failure_id=failure.id, version=referred.version, note="Which letter?"
    )
    back = again(failure)
    assert (back.state, back.due_unit) == (FailureState.RETURNED, team.provider.unit)
    assert back.due_on == CALENDAR.add(day_of(service.at), 3)
    actions.answer_return(
        by=team.worker,
        at=service.later(days=1),
        failure_id=failure.id,
        version=back.version,
        note="That of the 2nd.",
    )
    accepted = accept(again(failure), officer, service.later())
    assert seen(accepted, officer, service.at).delays.pauses == 1


def test_a_clock_is_paused_for_a_reason_and_a_limited_time_and_nothing_else_is_done_meanwhile(person):
    officer, service = person.team.officer, person.service
    found = failure_of(missed(person, officer))
    with pytest.raises(Refused, match="Give a day up to"):
        actions.pause_failure(by=officer, at=service.later(), failure_id=found.id, version=found.version, reason=Pause.HOSPITAL, until=day_of(service.at) + timedelta(days=90))  # fmt: skip
    actions.pause_failure(
        by=officer, at=service.later(), failure_id=found.id, version=found.version, reason=Pause.HOSPITAL
    )
    stopped = again(found)
    assert (stopped.due, stopped.due_unit) == (Move.RESUMED, person.team.unit)
    with pytest.raises(Refused, match="Take it up again first"):
        decide(stopped, officer, service.later())
    actions.resume_failure(by=officer, at=service.later(days=4), failure_id=found.id, version=stopped.version)
    assert decide(again(found), officer, service.later()).state == FailureState.WARNING


def test_nobody_but_whoever_decides_decides_and_nobody_but_whoever_recorded_it_refers(person, team, failure):
    at = person.service.later()
    with pytest.raises(Refused, match="may not decide"):
        accept(failure, team.worker, at)
    with pytest.raises(Refused, match="Only the team of whoever decides"):
        accept(failure, team.lead, at)
    elsewhere = joins(person.service.court_unit, "senior probation officer")
    with pytest.raises(Refused, match="Only the team of whoever recorded it"):
        refer(failure, elsewhere, at)


def test_whoever_decides_may_take_up_what_nobody_told_them_of_yet(person, failure):
    taken = accept(failure, person.team.officer, person.service.later())
    assert moves_of(taken) == [Move.NOTED, Move.TAKEN_UP]
    assert seen(taken, person.team.officer, person.service.at).delays.notice is not None


@pytest.mark.parametrize(
    ("decision", "given", "because"),
    [
        (Move.NOT_ENFORCEABLE, {}, "Say why it is not enforceable"),
        (Move.WARNED, {"reason": NotEnforceable.TRIVIAL}, "Say why it is not enforceable, and only then"),
        (Move.PUT_FORWARD, {}, "Nobody is recalled on an order"),
        (Move.REFERRED, {}, "Choose what is decided"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_in_words(person, decision, given, because):
    found = failure_of(missed(person, person.team.officer))
    with pytest.raises(Refused, match=because):
        decide(found, person.team.officer, person.service.later(), decision, **given)


def test_the_second_failure_within_twelve_months_goes_to_court_and_the_decision_is_kept_with_all_it_was_decided_from(
    person,
):
    officer, service = person.team.officer, person.service
    missed(person, officer, ago=12)
    second = failure_of(missed(person, officer))
    where = seen(second, officer, service.at).position
    assert (where.number, where.must) == (2, "the matter goes to court")
    begun = decide(second, officer, service.later(), Move.BREACH_BEGUN)
    assert (begun.state, begun.due, begun.due_on) == (
        FailureState.BREACH, Move.LODGED, CALENDAR.add(second.failed_on, 10)
    )  # fmt: skip
    kept = Decision.objects.using("owner").get(about_id=second.id, rule="decide_failure")
    assert kept.outcome == {"decision": "breach begun", "reason": "", "as the law asks": True}
    assert kept.inputs["number"] == 2
    assert "Failure 2 within 12 months" in kept.reasons[0]


def test_what_was_found_not_enforceable_counts_no_more_among_those_of_its_window(person):
    officer, service = person.team.officer, person.service
    first = failure_of(missed(person, officer, ago=6))
    decide(first, officer, service.later(), Move.NOT_ENFORCEABLE, reason=NotEnforceable.NOT_INSTRUCTED)
    second = failure_of(missed(person, officer))
    assert seen(second, officer, service.at).position.number == 1


def test_two_officers_decide_at_once_and_one_is_told(person):
    found = failure_of(missed(person, person.team.officer))
    at = person.service.later()

    def warn():
        return decide(found, person.team.officer, at)

    def drop():
        return decide(found, person.team.senior, at, Move.NOT_ENFORCEABLE, reason=NotEnforceable.TRIVIAL)

    gave = at_once(warn, drop)
    [refused] = [one for one in gave if isinstance(one, Refused)]
    assert (
        "Somebody else did something about this failure" in refused.because
        or "nothing for you to do" in refused.because
    )
    assert len(moves_of(found)) == 3


def test_what_was_read_before_another_moved_it_is_told_so(person):
    found = failure_of(missed(person, person.team.officer))
    actions.pause_failure(
        by=person.team.senior,
        at=person.service.later(),
        failure_id=found.id,
        version=found.version,
        reason=Pause.COURT,
    )
    with pytest.raises(Refused, match="Somebody else did something"):
        actions.resume_failure(
            by=person.team.officer, at=person.service.later(), failure_id=found.id, version=found.version
        )


def test_the_failures_of_a_closed_case_end_with_it(person):
    found = failure_of(missed(person, person.team.officer))
    close_case(
        by=person.team.senior,
        at=person.service.later(),
        case_id=person.case,
        version=person.row.version,
        because="It ended.",
    )
    hear()
    assert (again(found).state, again(found).due) == (FailureState.ENDED, "")
