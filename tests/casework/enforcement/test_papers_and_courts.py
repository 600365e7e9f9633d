"""Letters and reports from the record, a breach before the court, warrants, and what the court's own results end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.enforcement import again, decide, failure_of, missed, moves_of, opened_before, put_right
from support.service import a_person, a_result, a_service, hear, import_rows, managed

from throughcare.casework.courts.models import Sentence
from throughcare.casework.enforcement import actions, queries
from throughcare.casework.enforcement.models import FailureStep, Paper, PaperStep
from throughcare.casework.enforcement.rules import (
    CourtOutcome,
    FailureState,
    Means,
    Move,
    PaperKind,
    Part,
)
from throughcare.casework.supervision.rules import TenureKind
from throughcare.casework.supervision.rules.contacts import Outcome
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, WorkingCalendar
from throughcare.foundation.kernel.days import day_of

CALENDAR = WorkingCalendar()


@pytest.fixture(scope="module")
def service():
    return a_service()


SAME = ("defendant_id", "family_name", "date_of_birth", "pnc", "postcode")
FIRST = {}  # the row that each person came by


@pytest.fixture
def person(service):
    first = a_result()
    made = a_person(service, **{name: first[name] for name in (*SAME, "result_ref")})
    FIRST[made.id] = first
    return opened_before(managed(made, TenureKind.OFFENDER_MANAGER, TenureKind.RESPONSIBLE_OFFICER))


def warned(person):
    found = failure_of(missed(person, person.team.officer))
    return decide(found, person.team.officer, person.service.later())


def in_breach(person):
    missed(person, person.team.officer, ago=12)
    second = failure_of(missed(person, person.team.officer))
    return decide(second, person.team.officer, person.service.later(), Move.BREACH_BEGUN)


def written(failure, person, kind):
    """A paper drawn by the officer, reviewed by the senior and signed by the officer."""
    later, officer = person.service.later, person.team.officer
    made = actions.draft_paper(by=officer, at=later(), failure_id=failure.id, kind=kind)
    actions.review_paper(by=person.team.senior, at=later(), paper_id=made)
    actions.sign_paper(by=officer, at=later(), paper_id=made)
    return made


def order_of(person):
    return Sentence.objects.using("owner").get(person_id=person.id)


def lodged(person):
    """A breach that is before the court, of the person's own order."""
    failure = in_breach(person)
    written(failure, person, PaperKind.REPORT)
    actions.lodge_breach(
        by=person.team.officer, at=person.service.later(), failure_id=failure.id, version=failure.version, sentence_id=order_of(person).id,
    )  # fmt: skip
    return again(failure)


def told(person, **given):
    """What a court's own file told of the person's order."""
    first = FIRST[person.id]
    passed = dict.fromkeys(("sentence_kind", "sentence_length", "sentence_unit", "requirements"), "")
    today = str(day_of(person.service.at))
    row = a_result(
        **{name: first[name] for name in SAME},
        **passed,
        hearing_date=today,
        breach_of=first["result_ref"],
        **given,
    )
    report = import_rows(person.service, row)
    hear()
    return report


def test_a_warning_is_given_when_its_letter_is_signed_and_went_out(person):
    failure = warned(person)
    letter = written(failure, person, PaperKind.WARNING)
    actions.deliver_paper(
        by=person.team.officer, at=person.service.later(), paper_id=letter, means=Means.POST
    )
    sent = again(failure)
    assert (sent.state, sent.due) == (FailureState.WARNED, "")
    with viewing(person.team.officer, person.service.at):
        seen = queries.paper(letter)
    assert [deed.value for deed in seen.done] == ["reviewed", "signed", "delivered"]


def test_a_letter_cannot_go_out_about_a_failure_that_was_rescinded_while_it_lay_there(person):
    officer, contact = person.team.officer, missed(person, person.team.officer)
    failure = decide(failure_of(contact), officer, person.service.later())
    letter = written(failure, person, PaperKind.WARNING)
    put_right(person, officer, contact)
    with pytest.raises(Refused, match="rescinded"):
        actions.deliver_paper(by=officer, at=person.service.later(), paper_id=letter, means=Means.POST)
    assert not PaperStep.objects.using("owner").filter(paper=letter, deed="delivered").exists()


def test_a_warning_that_was_sent_and_then_excused_is_withdrawn_by_a_letter_of_its_own(person):
    officer, contact = person.team.officer, missed(person, person.team.officer)
    failure = decide(failure_of(contact), officer, person.service.later())
    letter = written(failure, person, PaperKind.WARNING)
    actions.deliver_paper(by=officer, at=person.service.later(), paper_id=letter, means=Means.POST)
    put_right(person, officer, contact)
    gone = again(failure)
    assert (gone.state, gone.due, gone.due_on) == (
        FailureState.WITHDRAWING, Move.WITHDRAWN, CALENDAR.add(day_of(person.service.at), 1)
    )  # fmt: skip
    with pytest.raises(Refused, match="withdrawn by a letter"):
        actions.withdraw_failure(
            by=officer, at=person.service.later(), failure_id=failure.id, version=gone.version, note="Told."
        )
    withdrawal = written(gone, person, PaperKind.WITHDRAWAL)
    actions.deliver_paper(by=officer, at=person.service.later(), paper_id=withdrawal, means=Means.HAND)
    assert again(failure).state == FailureState.RESCINDED


def test_a_paper_that_the_record_left_behind_says_what_changed_and_is_written_anew(person):
    officer, later = person.team.officer, person.service.later
    failure = in_breach(person)
    first = actions.draft_paper(by=officer, at=later(), failure_id=failure.id, kind=PaperKind.REPORT)
    put_right(person, officer, failure.contact_id, outcome=Outcome.NOT_COMPLIED)
    with pytest.raises(Refused, match="The record changed since this was written"):
        actions.review_paper(by=person.team.senior, at=later(), paper_id=first)
    with viewing(officer, person.service.at):
        assert any("what came of it" in one for one in queries.paper(first).changed)
    second = actions.draft_paper(by=officer, at=later(), failure_id=failure.id, kind=PaperKind.REPORT)
    actions.review_paper(by=person.team.senior, at=later(), paper_id=second)
    with pytest.raises(Refused, match="newer version"):
        actions.sign_paper(by=officer, at=later(), paper_id=first)


def test_two_who_write_at_once_do_not_overwrite_one_another(person):
    failure, later = warned(person), person.service.later
    actions.draft_paper(by=person.team.officer, at=later(), failure_id=failure.id, kind=PaperKind.WARNING)
    given = {
        "failure_id": failure.id,
        "kind": PaperKind.WARNING,
        "number": 1,
        "parts": [Part("What happened", "You did not come.")],
    }
    actions.write_paper(by=person.team.officer, at=later(), **given)
    with pytest.raises(Refused, match="newer version"):
        actions.write_paper(by=person.team.senior, at=later(), **given)
    assert Paper.objects.using("owner").filter(failure=failure.id).count() == 2


def test_a_breach_is_before_the_court_only_with_its_report_signed_and_for_an_order_of_the_persons(person):
    failure, officer = in_breach(person), person.team.officer
    given = {"failure_id": failure.id, "version": failure.version}
    with pytest.raises(Refused, match="written, reviewed and signed first"):
        actions.lodge_breach(by=officer, at=person.service.later(), sentence_id=order_of(person).id, **given)
    written(failure, person, PaperKind.REPORT)
    with pytest.raises(Refused, match="Choose an order"):
        actions.lodge_breach(by=officer, at=person.service.later(), sentence_id=person.case, **given)
    actions.lodge_breach(by=officer, at=person.service.later(), sentence_id=order_of(person).id, **given)
    there = again(failure)
    assert (there.state, there.due, there.sentence_id) == (
        FailureState.IN_COURT,
        Move.COURT_DECIDED,
        order_of(person).id,
    )


def test_a_warrant_has_an_owner_and_a_clock_until_it_is_executed(person):
    officer, later = person.team.officer, person.service.later
    failure = lodged(person)

    def tell(what, **given):
        now = again(failure)
        actions.tell_of_court(
            by=officer, at=later(), failure_id=failure.id, version=now.version, what=what, **given
        )
        return again(failure)

    with pytest.raises(Refused, match="Give the day of the next hearing"):
        tell(Move.ADJOURNED)
    out = tell(Move.WARRANT_ISSUED)
    assert (out.state, out.due, out.due_unit) == (
        FailureState.WARRANT,
        Move.WARRANT_REVIEWED,
        person.team.unit,
    )
    assert out.due_on == CALENDAR.add(day_of(person.service.at), 20)
    with pytest.raises(Refused, match="Say what was done about the warrant"):
        tell(Move.WARRANT_REVIEWED)
    tell(Move.WARRANT_REVIEWED, note="The police called at two addresses.")
    back = tell(Move.WARRANT_EXECUTED, until=day_of(person.service.at) + timedelta(days=7))
    assert (back.state, back.due_on) == (FailureState.IN_COURT, day_of(person.service.at) + timedelta(days=7))


@pytest.mark.parametrize(
    ("outcome", "becomes"), [("order continues", CourtOutcome.CONTINUED), ("order revoked", CourtOutcome.REVOKED), ("breach not proved", CourtOutcome.NOT_PROVED)]
)  # fmt: skip
def test_what_the_courts_file_tells_of_a_breach_closes_the_loop(person, outcome, becomes):
    failure = lodged(person)
    report = told(person, outcome=outcome)
    assert not report.refused
    done = again(failure)
    assert (done.state, done.due) == (FailureState.DEALT_WITH, "")
    assert failure_steps(failure)[-1] == (Move.COURT_DECIDED, becomes)


def test_a_breach_that_was_proved_is_still_to_be_dealt_with(person):
    failure = lodged(person)
    told(person, outcome="breach proved")
    assert again(failure).state == FailureState.IN_COURT
    assert failure_steps(failure)[-1] == (Move.ADJOURNED, CourtOutcome.PROVED)


def test_what_the_court_did_is_recorded_where_its_file_has_not_told_it(person):
    failure = lodged(person)
    given = {
        "by": person.team.officer,
        "at": person.service.later(),
        "failure_id": failure.id,
        "version": failure.version,
    }
    with pytest.raises(Refused, match="once the breach was before it"):
        actions.record_court_outcome(outcome=CourtOutcome.PROVED, **given)
    actions.record_court_outcome(outcome=CourtOutcome.FINED, **given)
    assert again(failure).state == FailureState.DEALT_WITH


def test_a_breach_that_is_rescinded_before_the_court_is_withdrawn_from_it(person):
    failure, officer = lodged(person), person.team.officer
    actions.rescind_failure(
        by=officer,
        at=person.service.later(),
        failure_id=failure.id,
        version=failure.version,
        note="A hospital wrote.",
    )
    gone = again(failure)
    assert gone.state == FailureState.WITHDRAWING
    actions.withdraw_failure(
        by=officer,
        at=person.service.later(),
        failure_id=failure.id,
        version=gone.version,
        note="Told the court by e-mail.",
    )
    assert again(failure).state == FailureState.RESCINDED
    assert moves_of(failure)[-2:] == [Move.RESCINDED, Move.WITHDRAWN]


def failure_steps(failure):
    return list(
        FailureStep.objects.using("owner")
        .filter(failure=failure.id)
        .order_by("number")
        .values_list("move", "reason")
    )
