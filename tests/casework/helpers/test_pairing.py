"""A helper asked for, matched, met and ended, and what came of work, from stored facts through the service: who may, who sees, who owes."""

from datetime import timedelta

import pytest
from support.helpers import (
    a_helper,
    a_helper_team,
    a_meeting,
    asked,
    checked,
    helper_row,
    matched,
    met,
    moved,
    row_of,
    withdrawn,
)
from support.people import a_birth, a_name, as_worker, joins
from support.service import Person, a_local, a_person, a_service, hear, managed

from throughcare.casework.enforcement.models import Failure
from throughcare.casework.helpers import actions, queries
from throughcare.casework.helpers.actions import HelperSaid
from throughcare.casework.helpers.models import HelperMeeting, PairingStep
from throughcare.casework.helpers.rules import (
    CheckKind,
    CheckResult,
    HelperKind,
    JobKind,
    JobOutcome,
    JobPoint,
    PairingSide,
    PairingState,
)
from throughcare.casework.people.actions import record_death, withdraw_death
from throughcare.casework.people.models import Person as Record
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.actions import (
    Newcomer,
    close_case,
    open_cases_for_newcomers,
    record_movement,
)
from throughcare.casework.supervision.models import Case, Contact
from throughcare.casework.supervision.rules import CaseReason
from throughcare.casework.supervision.rules.contacts import Absence, Outcome
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules.presets import preset_text

S, M = PairingState, HelperKind.MENTOR


@pytest.fixture(scope="module")
def service():
    return a_service(local=a_local())


@pytest.fixture(scope="module")
def team(service):
    return a_helper_team(service)


@pytest.fixture
def person(service):
    return managed(a_person(service))


def seen_by(member, person):
    with viewing(member, person.service.at):
        return supervision.case_of(person.id, at=person.service.at) is not None


def whole(member, pairing, at):
    with viewing(member, at):
        return queries.pairing(pairing, member, at=at)


def owed(person, pairing, member=None):
    return whole(member or person.team.officer, pairing, person.service.at).line.owed


def test_asked_matched_met_and_ended_the_team_sees_the_person_while_it_is_open_and_no_longer(team, person):
    assert not seen_by(team.worker, person)
    made = asked(person)
    assert seen_by(team.worker, person)
    helper = a_helper(team)
    matched(team, made, helper)
    met(team, made)
    assert row_of(made).state == S.MEETING
    moved(team, made, S.ENDED, "reached")
    row = row_of(made)
    assert (row.state, row.helper_id, row.ended_at is not None) == (S.ENDED, helper, True)
    assert not seen_by(team.worker, person)
    told = whole(person.team.officer, made, person.service.at)
    assert [step.after for step in told.steps] == ["asked for", "matched", "meeting", "ended"]
    assert told.steps[-1].reason == "What they came for is reached"
    assert (told.steps[1].helper, told.line.helper) == (helper_row(helper).name, helper_row(helper).name)


def test_each_meeting_is_a_contact_in_the_record_and_a_failure_to_come_is_one_as_any_other(team, person):
    made = asked(person)
    matched(team, made, a_helper(team))
    absent = met(team, made, Outcome.ABSENT_UNACCEPTABLE)
    assert row_of(made).state == S.MATCHED
    first = HelperMeeting.objects.using("owner").get(id=absent)
    contact = Contact.objects.using("owner").get(id=first.contact_id)
    assert (contact.case_id, contact.outcome) == (person.case, Outcome.ABSENT_UNACCEPTABLE)
    assert contact.what == "With a mentor: Talked about the week."
    hear()
    assert Failure.objects.using("owner").filter(contact=contact.id).exists()
    right = actions.correct_meeting(
        by=team.worker, at=team.service.later(), meeting_id=absent, because="The bus was cancelled.",
        meeting=a_meeting(team.service, Outcome.ABSENT_ACCEPTABLE, absence=Absence.JUDGEMENT),
    )  # fmt: skip
    with viewing(person.team.officer, person.service.at):
        stands = queries.pairing(made, person.team.officer, at=person.service.at).line.paired.meetings
    assert [one.id for one in stands] == [right]
    with pytest.raises(Refused, match="already"):
        actions.correct_meeting(
            by=team.worker,
            at=team.service.later(),
            meeting_id=absent,
            meeting=a_meeting(team.service),
            because="Again",
        )


def test_the_very_same_meeting_sent_again_is_recorded_once(team, person):
    made = asked(person)
    matched(team, made, a_helper(team))
    at = team.service.later(hours=2)
    said = {"by": team.worker, "at": at, "pairing_id": made, "meeting": a_meeting(team.service)}
    assert actions.record_meeting(**said) == actions.record_meeting(**said)
    assert HelperMeeting.objects.using("owner").filter(pairing=made).count() == 1


def test_no_meeting_is_recorded_of_a_day_before_they_were_matched(team, person):
    made = asked(person)
    matched(team, made, a_helper(team))
    before = team.service.at - timedelta(days=1)
    with pytest.raises(Refused, match="were matched on") as found:
        met(team, made, happened_at=before)
    assert found.value.field == "happened_at"
    stands = met(team, made)
    with pytest.raises(Refused, match="were matched on"):
        actions.correct_meeting(
            by=team.worker, at=team.service.later(), meeting_id=stands, because="Another day.",
            meeting=a_meeting(team.service, happened_at=before),
        )  # fmt: skip


def test_nobody_is_matched_while_a_check_is_missing_awaited_not_passed_or_lapsed_and_then_they_are(
    team, person
):
    made = asked(person)
    helper = a_helper(team, but=CheckKind.CRIMINAL_RECORD)
    for result in (None, CheckResult.AWAITED, CheckResult.NOT_PASSED):
        if result is not None:
            checked(team, helper, CheckKind.CRIMINAL_RECORD, result)
        with pytest.raises(Refused, match=r"[Cc]riminal record check.*helpers-2026"):
            matched(team, made, helper)
    long_ago = day_of(team.service.at) - timedelta(days=4 * 365)
    other = a_helper(team, but=CheckKind.TRAINING)
    checked(team, other, CheckKind.TRAINING, done_on=long_ago)
    with pytest.raises(Refused, match="Training held until"):
        matched(team, made, other)
    checked(team, other, CheckKind.TRAINING)
    matched(team, made, other)
    assert row_of(made).helper_id == other


def test_a_peer_mentor_without_prison_access_is_not_matched_with_somebody_inside(team, person):
    made = asked(person, HelperKind.PEER_MENTOR)
    helper = a_helper(team, HelperKind.PEER_MENTOR, but=CheckKind.PRISON_ACCESS)
    record_movement(
        by=person.team.officer, at=person.service.later(), case_id=person.case, version=person.row.version, kind=MovementKind.RECEIVED
    )  # fmt: skip
    with pytest.raises(Refused, match="Prison access is missing"):
        matched(team, made, helper)
    checked(team, helper, CheckKind.PRISON_ACCESS)
    matched(team, made, helper)


def test_a_helper_helps_no_more_than_they_may_whoever_sees_whom_and_stays_while_they_do(
    team, person, service
):
    helper = a_helper(team)
    first = asked(person)
    matched(team, first, helper)
    second = asked(managed(a_person(service)))
    with pytest.raises(Refused, match="help 1 already"):
        matched(team, second, helper)
    end = {"by": team.lead, "helper_id": helper, "version": 1, "because": "Moved away."}
    with pytest.raises(Refused, match="help 1 now"):
        actions.end_helper(at=team.service.later(), **end)
    moved(team, first, S.ASKED, "helper left")
    assert row_of(first).helper_id is None
    actions.end_helper(at=team.service.later(), **end)
    with pytest.raises(Refused, match="whom your team offers"):
        matched(team, first, helper)
    with pytest.raises(Refused, match="changed this"):
        actions.end_helper(at=team.service.later(), **end)


def test_a_check_that_lapses_stands_with_the_team_and_not_with_whoever_asked(team, person):
    helper = a_helper(team, but=CheckKind.TRAINING)
    today = day_of(team.service.at)
    checked(team, helper, CheckKind.TRAINING, until=today + timedelta(days=20))
    made = asked(person)
    matched(team, made, helper)
    with viewing(team.lead, team.service.at):
        (line,) = [
            one for one in queries.pairings_at([team.provider.unit], at=team.service.at) if one.row.id == made
        ]
    assert (line.lapse.side, line.lapse.by) == (PairingSide.HELPERS, today + timedelta(days=20))


def test_what_is_not_so_of_a_helper_or_a_check_is_refused_in_words(team):
    at = team.service.later()
    good = {"kind": M, "name": "Sam", "place": "A town", "does": "Meets people."}
    for field, wrong in (
        ("name", " "),
        ("place", " "),
        ("does", " "),
        ("takes", "cats"),
        ("most", 0),
        ("name", "x" * 101),
    ):
        with pytest.raises(Refused) as found:
            actions.add_helper(by=team.lead, at=at, helper=HelperSaid(**(good | {field: wrong})))
        assert found.value.field == field
    helper = a_helper(team)
    today = day_of(team.service.at)
    for wrong in (
        {"kind": CheckKind.INSURANCE},
        {"done_on": today + timedelta(days=1)},
        {"done_on": today - timedelta(days=4000)},
        {"until": today - timedelta(days=1)},
        {"until": today + timedelta(days=3000)},
        {"result": CheckResult.AWAITED, "until": today},
    ):
        with pytest.raises(Refused):
            checked(team, helper, **({"kind": CheckKind.TRAINING} | wrong))
    with pytest.raises(Refused, match="of your team"):
        checked(team, new_id(), CheckKind.TRAINING)


def test_only_who_has_a_part_asks_of_a_team_that_may_and_under_an_agreement(team, person, service):
    stranger = joins(person.team.unit, "provider worker")
    with pytest.raises(Refused, match="Say what they need"):
        actions.ask_for_helper(
            by=person.team.officer, at=service.later(), person_id=person.id, kind=M, because=" "
        )
    with pytest.raises(Refused, match="no open case"):
        actions.ask_for_helper(
            by=team.worker, at=service.later(), person_id=person.id, kind=M, because="Mine"
        )
    with pytest.raises(Refused, match="Choose a team of theirs"):
        asked(person, unit_id=new_id())
    with pytest.raises(Refused, match="may not"):
        actions.add_helper(
            by=stranger, at=service.later(), helper=HelperSaid(M, "Sam", "A town", "Meets people.")
        )
    made = asked(person)
    with pytest.raises(Refused, match="asked for already"):
        asked(person)
    with pytest.raises(Refused, match="Only the team"):
        actions.move_pairing(
            by=person.team.senior,
            at=service.later(),
            pairing_id=made,
            version=1,
            to=S.DECLINED,
            reason="none free",
        )
    with pytest.raises(Refused, match="changed this"):
        actions.withdraw_pairing(
            by=person.team.officer, at=service.later(), pairing_id=made, version=9, reason="error"
        )
    withdrawn(person, made)
    assert not seen_by(team.worker, person)


def test_a_team_of_ones_own_organisation_is_asked_by_the_team_that_answers_and_needs_no_agreement(person):
    unit = person.team.unit
    made = asked(person, unit_id=unit)
    assert row_of(made).shared_by is None
    senior, at = person.team.senior, person.service.later()
    actions.move_pairing(by=senior, at=at, pairing_id=made, version=1, to=S.DECLINED, reason="none free")
    assert row_of(made).state == S.DECLINED


def test_who_helps_and_that_they_were_inside_themselves_is_told_to_their_team_and_to_who_sees_whom_they_help(
    team, person, service
):
    helper = a_helper(team, HelperKind.PEER_MENTOR)

    def knows(member):
        with viewing(member, service.at):
            return queries.one_helper(helper, on=day_of(service.at)) is not None

    assert (knows(team.worker), knows(person.team.officer)) == (True, False)
    matched(team, asked(person, HelperKind.PEER_MENTOR), helper)
    assert knows(person.team.officer)


def a_job(team, person, starts_on):
    made = asked(person, HelperKind.EMPLOYER)
    matched(team, made, a_helper(team, HelperKind.EMPLOYER, name=f"Bakery {new_id().hex[-6:]}", most=5))
    at = team.service.later()
    given = {"kind": JobKind.JOB, "title": "Baker", "starts_on": starts_on}
    job = actions.record_job(by=team.worker, at=at, pairing_id=made, **given)
    with pytest.raises(Refused, match="recorded already"):
        actions.record_job(by=team.worker, at=team.service.later(), pairing_id=made, **given)
    return made, job


def tell(by, service, job, point, outcome, **given):
    actions.tell_of_job(by=by, at=service.later(), job_id=job, point=point, outcome=outcome, **given)


def test_what_came_of_work_is_owed_by_one_side_at_each_point_and_not_known_is_an_answer(
    team, person, service
):
    today = day_of(service.at)
    made, job = a_job(team, person, today)
    assert owed(person, made).what == "Say whether the work started"
    tell(team.worker, service, job, JobPoint.START, JobOutcome.IN_IT)
    assert (owed(person, made).side, owed(person, made).by > today + timedelta(weeks=13)) == (
        PairingSide.HELPERS,
        True,
    )
    with pytest.raises(Refused, match="that day has come"):
        tell(team.worker, service, job, JobPoint.WEEK_13, JobOutcome.IN_IT)
    moved(team, made, S.ENDED, "in work")
    assert owed(person, made).side is PairingSide.SENDER
    with viewing(person.team.officer, service.at):
        assert made in [one.row.id for one in queries.pairings_from([person.team.unit], at=service.at)]
    service.later(weeks=13)
    with pytest.raises(Refused, match="no such work"):
        tell(team.worker, service, job, JobPoint.WEEK_13, JobOutcome.IN_IT)
    officer = person.team.officer
    tell(officer, service, job, JobPoint.WEEK_13, JobOutcome.NOT_KNOWN)
    with pytest.raises(Refused, match="Say why it is another"):
        tell(officer, service, job, JobPoint.WEEK_13, JobOutcome.OTHER_WORK)
    tell(officer, service, job, JobPoint.WEEK_13, JobOutcome.OTHER_WORK, because="They rang.")
    service.later(weeks=13)
    tell(officer, service, job, JobPoint.WEEK_26, JobOutcome.IN_IT)
    tell(officer, service, job, JobPoint.WEEK_26, JobOutcome.IN_IT)
    assert owed(person, made) is None
    (seen,) = whole(officer, made, service.at).line.paired.jobs
    assert {point: told.outcome for point, told in seen.told.items()} == {
        JobPoint.START: "in this work", JobPoint.WEEK_13: "in other work", JobPoint.WEEK_26: "in this work",
    }  # fmt: skip


def test_work_is_agreed_with_an_employer_alone_and_on_a_day_that_can_be(team, person, service):
    made = asked(person)
    matched(team, made, a_helper(team))
    with pytest.raises(Refused, match="with an employer"):
        actions.record_job(
            by=team.worker,
            at=service.later(),
            pairing_id=made,
            kind=JobKind.JOB,
            title="Baker",
            starts_on=day_of(service.at),
        )
    other = managed(a_person(service))
    with pytest.raises(Refused, match="Expected a day"):
        a_job(team, other, day_of(service.at) + timedelta(days=400))


def test_a_case_that_closes_ends_it_and_its_sight_and_nothing_is_owed(team, person, service):
    made = asked(person)
    waiting = asked(person, HelperKind.VOLUNTEER)
    matched(team, made, a_helper(team))
    row = person.row
    close_case(
        by=person.team.senior, at=service.later(), case_id=row.id, version=row.version, because="It ended"
    )
    hear()
    assert (row_of(made).state, row_of(waiting).state) == (S.ENDED, S.WITHDRAWN)
    assert not seen_by(team.worker, person)
    assert owed(person, made) is None
    last = PairingStep.objects.using("owner").filter(pairing=made).latest("number")
    assert (last.reason, last.after) == ("case closed", S.ENDED)


def test_a_death_ends_it_and_a_mistake_takes_it_up_again(team, person, service):
    made = asked(person)
    matched(team, made, a_helper(team))

    def record(act, **given):
        version = Record.objects.using("owner").get(id=person.id).version
        act(by=person.team.senior, at=service.later(), person_id=person.id, version=version, **given)
        hear()

    record(record_death, died_on=day_of(service.at))
    assert row_of(made).state == S.ENDED
    assert not seen_by(team.worker, person)
    record(withdraw_death, because="Somebody else.")
    assert (row_of(made).state, row_of(made).ended_at) == (S.MATCHED, None)
    assert seen_by(team.worker, person)


def test_whoever_has_no_order_is_recorded_as_a_diversion_first_and_met_by_a_liaison_worker_in_that_case():
    """Under the same model, but for one line: it gives diversions to somebody."""
    model, nobody = "durham-tees-valley-2012", "- {held_by: nobody, for: {sentence: [none, diversion]}"
    text = preset_text(model).replace(nobody, nobody.replace("nobody", "trust"))
    service = a_service(model, local=a_local(), text=text)
    team = a_helper_team(service)
    came = Newcomer("line 2", a_name(), "Alex", a_birth(), f"{service.local[1]} 3AB", CaseReason.DIVERSION)
    with as_worker():
        report = open_cases_for_newcomers(
            by=service.officer_of_the_court, at=service.later(), newcomers=[came]
        )
        hear()
    case = Case.objects.using("owner").get(id=report.opened[0])
    person = managed(Person(case.person_id, case.id, service))
    made = asked(person, HelperKind.LIAISON)
    matched(team, made, a_helper(team, HelperKind.LIAISON))
    met(team, made)
    contact = Contact.objects.using("owner").get(case=case.id)
    assert (case.opened_because, contact.outcome) == (CaseReason.DIVERSION, Outcome.ATTENDED)
    assert contact.what.startswith("With a liaison and diversion worker")


def test_somebody_with_no_case_at_all_is_told_which_way_in_there_is(team, person, service):
    row = person.row
    close_case(
        by=person.team.senior, at=service.later(), case_id=row.id, version=row.version, because="It ended"
    )
    with pytest.raises(Refused, match="a diversion, or a voluntary scheme"):
        asked(person, HelperKind.LIAISON)
