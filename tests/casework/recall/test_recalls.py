"""A recall from the first thought of it to release again, by real actions: who may, what follows, what is owed, where they then are."""

from datetime import date, timedelta

import pytest
from support.cases import at_once
from support.people import joins
from support.recalls import LED_TO, consider, decision, on_licence, standard
from support.service import a_person, a_service, hear, managed

from throughcare.casework.recall import actions
from throughcare.casework.recall.models import Recall, RecallPaper, RecallStep
from throughcare.casework.recall.queries import (
    approvers,
    colleagues,
    considering,
    level_for,
    papers_of,
    recall,
    recalled,
    recalls_of,
    recalls_under_way,
)
from throughcare.casework.recall.rules import (
    Ground,
    Length,
    NewOffence,
    RecallMove,
    RecallSide,
    RecallState,
    Said,
    Standing,
    Tried,
    Urgency,
)
from throughcare.casework.supervision.actions import close_case, record_movement, record_recalled
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.access.queries import may_see
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Decision
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import BodyKind
from throughcare.foundation.operating_model.rules.presets import preset_text


@pytest.fixture(scope="module")
def service():
    return a_service("england-and-wales-2021")


@pytest.fixture(scope="module")
def head(service):
    return joins(next(iter(service.teams.values())).unit, "head of delivery unit")


@pytest.fixture
def person(service):
    return on_licence(service)


@pytest.fixture
def made(person):
    return consider(person, head=joins(person.team.unit, "head of delivery unit"))


def standing(person, member=None):
    with viewing(member or person.team.officer, person.service.at):
        return recalled([person.id])[person.id].standing


def last_day(made):
    """Let the day of automatic release come."""
    on = made.row.release_on
    made.service.at += timedelta(days=max(0, (on - day_of(made.service.at)).days))
    return on


# --- considering and deciding


def test_a_recall_that_is_considered_owes_a_decision_within_a_day_and_two_hours_in_an_emergency(
    service, made
):
    row = made.row
    assert (row.state, row.due_by) == (RecallState.CONSIDERED, RecallSide.MANAGER)
    assert row.due_at == row.opened_at + timedelta(hours=24)
    urgent = consider(on_licence(service), head=made.head, urgency=Urgency.EMERGENCY).row
    assert urgent.due_at == urgent.opened_at + timedelta(hours=2)


def test_nobody_is_recalled_who_is_not_on_licence(service):
    inside = managed(
        a_person(
            service, hearing_date="2026-11-02", sentence_kind="custody", sentence_length="24", requirements=""
        )
    )
    with pytest.raises(Refused, match="No sentence of theirs is on licence"):
        consider(inside)
    with pytest.raises(Refused, match="No sentence of theirs is on licence"):
        consider(managed(a_person(service)))


def test_one_recall_is_under_way_at_a_time(made):
    with pytest.raises(Refused, match="being considered or is in force already"):
        consider(made.person, head=made.head)


def test_a_decision_keeps_its_rule_set_all_it_rests_on_and_why(made):
    made.decided()
    row = made.row
    assert (row.state, row.length, row.days) == (RecallState.DECIDED, Length.FIXED_TERM, 56)
    [kept] = Decision.objects.using("owner").filter(about_id=made.id)
    assert kept.edition == "fixed-term-56"
    assert kept.inputs["new_offence"] == "no"
    assert kept.inputs["answers"]["mappa_level_2_or_3"] == "no"
    assert "Sentencing Act 2026" in " ".join(kept.reasons)


@pytest.mark.parametrize("said", [{"mappa_level_2_or_3": Said.YES}, {"foreign_power_threat": Said.NOT_KNOWN}])
def test_each_answer_reaches_the_rule_from_the_record(made, said):
    with pytest.raises(Refused, match="this recall is standard"):
        made.act(actions.decide_recall, **decision(made, **said))
    with pytest.raises(Refused, match="this recall is standard"):
        made.act(actions.decide_recall, **(decision(made) | {"new_offence": NewOffence.CHARGED}))
    with pytest.raises(Refused, match="no question that is asked"):
        made.act(actions.decide_recall, **(decision(made) | {"answers": {"horoscope": Said.NO}}))


def test_nobody_approves_their_own_decision_nor_one_above_their_level(made):
    senior, head = made.person.team.senior, made.head
    with pytest.raises(Refused, match="Nobody approves their own"):
        made.act(actions.decide_recall, by=senior, **(decision(made) | {"approver_id": senior.id}))
    with pytest.raises(Refused, match="needs the approval of a head of delivery unit"):
        made.act(actions.decide_recall, **(standard(made) | {"approver_id": senior.id}))
    with pytest.raises(Refused, match="do not approve recalls"):
        made.act(
            actions.decide_recall,
            **(decision(made) | {"approver_id": joins(made.person.team.unit, "offender manager").id}),
        )
    made.decided(**standard(made))
    with pytest.raises(Refused, match="needs the approval of a head"):
        made.act(actions.approve_recall, by=senior)
    made.act(actions.approve_recall, by=head)
    assert made.state is RecallState.APPROVED


def test_after_hours_the_senior_on_duty_is_enough(made):
    made.service.at = made.service.at.replace(hour=22)
    made.decided(**(standard(made) | {"approver_id": made.person.team.senior.id}))
    made.act(actions.approve_recall, by=made.person.team.senior)
    assert made.state is RecallState.APPROVED
    with viewing(made.officer, made.service.at):
        assert level_for(made.row, Length.STANDARD, at=made.service.at).after_hours
    made.service.at += timedelta(hours=12)


def test_a_decision_sent_back_is_thought_over_and_one_refused_recalls_nobody(made):
    made.decided().act(actions.send_back_recall, by=made.head, because="Say what was tried.")
    assert (made.state, made.row.decision, made.row.due_by) == (
        RecallState.CONSIDERED,
        "",
        RecallSide.MANAGER,
    )
    made.decided().act(actions.refuse_recall, by=made.head, because="They came yesterday.")
    assert (made.state, made.row.due) == (RecallState.NOT_RECALLED, "")
    assert standing(made.person) is Standing.NOT_RECALLED


def test_a_decision_not_to_recall_is_a_letter_with_its_reason_that_is_approved(made):
    made.act(
        actions.decide_not_to_recall,
        because="A curfew is tried first.",
        approver_id=made.person.team.senior.id,
    )
    assert (made.state, made.row.decision) == (RecallState.DECIDED, "not recalled")
    with pytest.raises(Refused, match="decided not to recall"):
        made.act(actions.refuse_recall, by=made.person.team.senior, because="No.")
    made.act(actions.approve_recall, by=made.person.team.senior)
    assert made.state is RecallState.NOT_RECALLED
    with viewing(made.officer, made.service.at):
        letter = papers_of(made.id, at=made.service.at)[0]
    assert (letter.row.kind, letter.row.response) == ("decision not to recall", "A curfew is tried first.")


def test_two_who_decide_one_recall_at_once_are_told_apart(made):
    version, at = made.row.version, made.service.later()
    other = joins(made.person.team.unit, "offender manager")
    actions.name_reader(by=made.officer, at=at, recall_id=made.id, member_id=other.id)
    version = made.row.version

    def decide(by):
        return lambda: actions.decide_recall(
            by=by, at=at, recall_id=made.id, version=version, **decision(made)
        )

    gave = at_once(decide(made.officer), decide(other))
    told = [one for one in gave if isinstance(one, Refused)]
    assert len(told) == 1
    assert "Somebody else" in told[0].because
    assert RecallStep.objects.using("owner").filter(recall=made.id, after=RecallState.DECIDED).count() == 1


MODELS = {
    "home-office-2005": BodyKind.COMPETED,
    "avon-and-somerset-2010": BodyKind.TRUST,
    "nacro-2012": BodyKind.COMPETED,
    "durham-tees-valley-2012": BodyKind.TRUST,
    "transforming-rehabilitation-2014": BodyKind.PUBLIC_PROVIDER,
    "england-and-wales-2021": BodyKind.PUBLIC_PROVIDER,
    "ministry-consultation-2012": BodyKind.TRUST,
}


@pytest.mark.parametrize(("model", "body"), MODELS.items())
def test_who_decides_on_a_recall_is_whoever_the_model_says_and_sees_the_person_while_it_runs(model, body):
    here = a_service(model)
    person = on_licence(here)
    assert body in here.teams, "the model has that body at work"
    decides = here.teams[body]
    if decides.organisation != person.team.organisation:
        told = joins(decides.unit, "senior probation officer")
        made = consider(person, head=joins(decides.unit, "head of delivery unit"))
        with viewing(told, here.at):
            assert may_see(person.id)
        with pytest.raises(Refused, match="Another team decides"):
            made.act(actions.decide_recall, **decision(made))
    else:
        made = consider(person, head=joins(person.team.unit, "head of delivery unit"))
    assert made.row.to_unit == (
        person.team.unit if decides.organisation == person.team.organisation else decides.unit
    )


def test_where_the_model_gives_recalls_to_nobody_whoever_asks_is_told_so_and_nothing_is_begun():
    text = preset_text("durham-tees-valley-2012")
    nobodys = text.replace(
        "  recall_advice:\n    - {held_by: trust,", "  recall_advice:\n    - {held_by: nobody,"
    )
    assert nobodys != text
    person = on_licence(a_service(text=nobodys))
    with pytest.raises(Refused, match="nobody holds it under the model in force"):
        consider(person)
    assert not Recall.objects.using("owner").filter(person_id=person.id).exists()


# --- papers


def test_papers_are_sent_only_signed_by_whoever_approves_and_as_the_record_stands(made):
    made.approved()
    made.act(actions.write_paper, led_to="Written anew.", tried=[Tried.DRUG_TEST])
    with pytest.raises(Refused, match="Version 2 is not signed"):
        made.act(actions.send_papers)
    with pytest.raises(Refused, match="You wrote this version"):
        writer = made.person.team.senior
        actions.name_reader(by=made.officer, at=made.service.later(), recall_id=made.id, member_id=writer.id)
        made.act(actions.write_paper, by=writer, led_to="By the senior.")
        made.act(actions.sign_paper, by=writer)
    made.act(actions.sign_paper, by=made.head)
    made.act(actions.send_papers)
    assert (made.state, made.row.due_by) == (RecallState.PAPERS_SENT, RecallSide.EXECUTIVE)


def test_papers_are_not_sent_once_the_record_says_something_else(made):
    made.approved()
    record_movement(
        by=made.officer, at=made.service.later(), case_id=made.person.case, version=made.person.row.version,
        kind=MovementKind.AT_LARGE,
    )  # fmt: skip
    with viewing(made.officer, made.service.at):
        assert papers_of(made.id, at=made.service.at)[0].changed == ("Where they are",)
    with pytest.raises(Refused, match="has changed since version 1 was written: Where they are"):
        made.act(actions.send_papers)


def test_papers_are_owed_within_twenty_four_hours_of_the_decision_however_late_it_was_approved(made):
    made.decided()
    decided = made.row.decided_at
    made.act(actions.approve_recall, by=made.head, at=made.service.later(hours=5))
    assert made.row.due_at == decided + timedelta(hours=24)


def test_nothing_is_written_while_it_is_being_approved(made):
    made.decided()
    with pytest.raises(Refused, match="papers are written while it is considered"):
        made.act(actions.write_paper, led_to="Later.")


# --- what becomes of it


def test_a_fixed_term_from_revocation_to_the_day_of_release_with_each_movement(made):
    made.revoked()
    assert made.movements[-1] == MovementKind.RECALLED
    assert made.row.due_by == RecallSide.POLICE
    assert standing(made.person) is Standing.RECALLED
    made.act(actions.take_into_custody, at=made.service.later(days=1))
    row = made.row
    assert made.movements[-1] == MovementKind.RECEIVED
    assert row.release_on == row.returned_on + timedelta(days=55)
    assert (row.due, row.due_by) == ("Record their release", RecallSide.MANAGER)
    with pytest.raises(Refused, match="and not before"):
        made.act(actions.release_again, move=RecallMove.RELEASE_AUTOMATIC)
    assert last_day(made) == day_of(made.service.at)
    made.act(actions.release_again, move=RecallMove.RELEASE_AUTOMATIC)
    assert made.movements[-1] == MovementKind.RELEASED
    assert (made.state, made.row.due, made.row.ended_at is not None) == (RecallState.RELEASED, "", True)
    assert standing(made.person) is Standing.NOT_RECALLED
    with pytest.raises(Refused, match="not yours to move on"):
        made.act(actions.record_recall_answer, move=RecallMove.REPRESENT, note="Late.")


def test_days_added_in_custody_push_the_day_of_release_and_what_is_owed_with_it(made):
    first = made.returned().row.release_on
    made.act(actions.add_days_to_recall, days=6)
    assert made.row.release_on == first + timedelta(days=6)
    assert day_of(made.row.due_at - timedelta(seconds=1)) == made.row.release_on
    with pytest.raises(Refused, match="From 0 to 365"):
        made.act(actions.add_days_to_recall, days=366)


def test_a_standard_recall_goes_to_the_parole_board_by_the_twenty_eighth_day_and_may_be_refused_and_released(
    made,
):
    made.returned(**standard(made))
    row = made.row
    assert (row.release_on, row.due) == (None, "Refer the recall to the Parole Board")
    assert day_of(row.due_at - timedelta(seconds=1)) == row.returned_on + timedelta(days=28)
    made.moved(RecallMove.REFER)
    assert made.row.due_by == RecallSide.PAROLE_BOARD
    made.moved(RecallMove.PAROLE_REFUSES)
    assert made.row.due == "Refer the recall to the Parole Board again"
    made.moved(RecallMove.REFER)
    made.act(actions.release_again, move=RecallMove.RELEASE_PAROLE)
    assert made.state is RecallState.RELEASED


def test_representations_are_answered_and_the_executive_may_release(made):
    made.returned().moved(RecallMove.REPRESENT)
    assert made.row.due_by == RecallSide.EXECUTIVE
    made.moved(RecallMove.KEEP_IN)
    made.moved(RecallMove.REPRESENT)
    made.act(actions.release_again, move=RecallMove.RELEASE_EXECUTIVE)
    assert made.state is RecallState.RELEASED


def test_whoever_is_not_found_is_looked_for_again_every_twenty_eight_days(made):
    made.revoked().moved(RecallMove.NOT_FOUND)
    assert (made.state, made.row.due_by) == (RecallState.AT_LARGE, RecallSide.MANAGER)
    due = made.row.due_at
    made.moved(RecallMove.LOOK_AGAIN, at=made.service.later(days=3))
    assert made.row.due_at == due + timedelta(days=3)
    made.act(actions.take_into_custody)
    assert made.state is RecallState.RETURNED


def test_a_recall_that_is_taken_back_lets_go_whoever_was_held_or_sought_by_it(made):
    made.returned().act(actions.rescind_recall, because="The report was of somebody else.")
    assert (made.state, made.movements[-1]) == (RecallState.RESCINDED, MovementKind.RELEASED)
    assert made.person.row.place == "community"


def test_a_recall_taken_back_before_it_is_revoked_moves_nobody(made):
    before = made.movements
    made.sent().act(actions.rescind_recall, because="They were in hospital.")
    assert made.movements == before


def test_who_is_in_custody_already_is_recalled_there_without_a_movement(made):
    made.sent()
    record_movement(
        by=made.officer, at=made.service.later(), case_id=made.person.case, version=made.person.row.version,
        kind=MovementKind.RECEIVED,
    )  # fmt: skip
    before = made.movements
    made.act(actions.revoke_licence)
    made.act(actions.take_into_custody)
    assert made.movements == before
    assert made.row.returned_on == day_of(made.service.at)


def test_a_step_is_not_recorded_before_it_happened_nor_before_the_one_before_it(made):
    made.sent()
    ahead, before = made.service.at + timedelta(days=2), made.row.opened_at - timedelta(days=1)
    with pytest.raises(Refused, match="lies ahead"):
        made.act(actions.revoke_licence, happened_at=ahead)
    with pytest.raises(Refused, match="before the step before it"):
        made.act(actions.revoke_licence, happened_at=before)
    with pytest.raises(Refused, match="recorded by its own act"):
        made.act(actions.record_recall_answer, move=RecallMove.REVOKE, note="By the back door.")
    with pytest.raises(Refused, match="is no release"):
        made.act(actions.release_again, move=RecallMove.REVOKE)


def test_a_recall_is_not_recorded_by_hand_among_movements(person):
    with pytest.raises(Refused, match="cannot be next"):
        record_movement(
            by=person.team.officer, at=person.service.later(), case_id=person.case, version=person.row.version,
            kind=MovementKind.RECALLED,
        )  # fmt: skip
    record_recalled(
        by=person.team.officer,
        at=person.service.later(),
        case_id=person.case,
        moved_at=person.service.at,
        because="Recalled.",
    )
    assert person.row.place == "community"


# --- whether they are recalled


def test_papers_without_an_answer_and_a_recall_under_way_are_no_no(made):
    assert standing(made.person) is Standing.NOT_RECALLED
    assert standing(made.sent().person) is Standing.NOT_KNOWN
    made.moved(RecallMove.RETURN_PAPERS)
    assert made.state is RecallState.APPROVED
    with pytest.raises(Refused, match="changed since"):
        made.act(actions.write_paper, led_to=LED_TO)
        record_movement(
            by=made.officer, at=made.service.later(), case_id=made.person.case, version=made.person.row.version,
            kind=MovementKind.AT_LARGE,
        )  # fmt: skip
        made.act(actions.sign_paper, by=made.head)
        made.act(actions.send_papers)


def test_a_recall_turned_down_recalls_nobody(made):
    made.sent().moved(RecallMove.TURN_DOWN)
    assert (made.state, standing(made.person)) == (RecallState.NOT_RECALLED, Standing.NOT_RECALLED)


def test_who_is_in_custody_without_a_recall_may_be_there_by_one_recorded_elsewhere(person):
    record_movement(
        by=person.team.officer, at=person.service.later(), case_id=person.case, version=person.row.version,
        kind=MovementKind.RECEIVED,
    )  # fmt: skip
    assert standing(person) is Standing.NOT_KNOWN


def test_who_may_not_see_somebody_is_told_that_it_is_not_known(made):
    stranger = joins(a_service().teams[next(iter(a_service().teams))].unit, "offender manager")
    made.returned()
    assert standing(made.person, stranger) is Standing.NOT_KNOWN


def test_days_at_large_after_the_return_push_the_day_of_release(made):
    first = made.returned().row.release_on
    for kind, hours in ((MovementKind.AT_LARGE, 24), (MovementKind.RECEIVED, 48)):
        record_movement(
            by=made.officer, at=made.service.later(hours=hours), case_id=made.person.case, version=made.person.row.version,
            kind=kind,
        )  # fmt: skip
    hear()
    assert made.row.release_on == first + timedelta(
        days=1
    )  # the days of leaving and of coming back are served


# --- with its case


def test_a_recall_ends_with_its_case(made):
    made.decided()
    close_case(
        by=made.person.team.senior, at=made.service.later(), case_id=made.person.case, version=made.person.row.version,
        because="Moved to another country",
    )  # fmt: skip
    hear()
    assert (made.state, made.row.due) == (RecallState.ENDED, "")
    assert (
        RecallStep.objects.using("owner").filter(recall=made.id).latest("number").note
        == "The case was closed."
    )


# --- what is told


def test_lists_and_pages_are_told_what_is_owed_who_approves_and_what_was_asked(made):
    with viewing(made.officer, made.service.at):
        [line] = [
            one for one in recalls_under_way([made.person.team.unit], at=made.service.at) if one.id == made.id
        ]
        assert (line.side, line.manager_id) == (RecallSide.MANAGER, made.officer.id)
        [seen] = recalls_of(made.person.id)
        assert seen.is_reader(made.officer.id) and recall(made.id).row.id == made.id
        asked = considering(made.person.id, on=day_of(made.service.at))
        assert asked.ruling.required is Length.STANDARD and asked.questions
        assert made.head.id in {
            one.id for one in approvers(made.row, at=made.service.at, but=made.officer.id)
        }
        assert made.person.team.senior.id in {
            one.id for one in colleagues(made.row, at=made.service.at, but=made.officer.id)
        }
    assert RecallPaper.objects.using("owner").filter(recall=made.id).count() == 1
    assert Recall.objects.using("owner").get(id=made.id).ground == Ground.BOTH
    assert date(2026, 1, 1) < day_of(made.service.at)
