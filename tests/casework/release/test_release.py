"""A release from stored facts through the service: days, the prison's own, handover, needs on the plan, the licence, parole."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from support.people import joins
from support.releasing import (
    a_licence,
    approved,
    let_out,
    seen,
    sent,
    sentence_of,
    somebody_inside,
    the_prison_says,
)
from support.service import a_local, a_person, a_service, managed, put_in_force

from throughcare.casework.planning.models import Goal
from throughcare.casework.release import actions
from throughcare.casework.release.actions import InsideFacts
from throughcare.casework.release.models import Figure, LicenceStep
from throughcare.casework.release.queries import due_out, licence, owed_in, parole_step, release_of
from throughcare.casework.release.rules import (
    BoardSays,
    DateKind,
    EarlyReason,
    Group,
    LicenceMove,
    LicenceState,
    NeedKind,
    NeedState,
    Owes,
    ParoleKind,
    Responsible,
)
from throughcare.casework.supervision.actions import record_movement
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Decision
from throughcare.foundation.kernel import Refused, WorkingCalendar, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import InFlight
from throughcare.foundation.operating_model.rules.presets import preset_text


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture
def person(service):
    return somebody_inside(service)


def act(person, action, by=None, **given):
    return action(by=by or person.team.officer, at=person.service.later(), **given)


def released(person):
    return seen(person).stands.release


def test_the_days_are_worked_out_from_the_courts_sentence_and_each_input_changes_them(service, person):
    assert released(person) == date(2027, 7, 3)
    for given in (
        {"sentence_length": "30"},
        {"sentence_length": "24 months less 20 days on remand", "sentence_unit": ""},
        {"hearing_date": "2026-09-21", "offence_date": "2026-08-01"},
    ):
        assert released(somebody_inside(service, **given)) != date(2027, 7, 3), given
    said = {"case_id": person.case, "sentence_id": sentence_of(person), "because": "the court's order"}
    act(person, actions.say_term, **said, group=Group.BARRED)
    assert released(person) == date(2027, 11, 2)
    act(person, actions.say_term, **said, group=Group.BARRED, credit_days=32)
    assert released(person) == date(2027, 10, 1)
    act(person, actions.say_days_added, case_id=person.case, days=7, because="adjudication")
    assert released(person) == date(2027, 10, 8)
    [one] = Decision.objects.using("owner").filter(person_id=person.id, rule="days added")
    assert one.outcome["days"]["conditional release"] == "2027-10-08" and one.reasons


def test_days_at_large_come_from_the_movements(person):
    at = person.service.later()
    for kind, days in ((MovementKind.AT_LARGE, 0), (MovementKind.RECEIVED, 5)):
        person.service.at = at + timedelta(days=days)
        record_movement(
            by=person.team.officer,
            at=person.service.at,
            case_id=person.case,
            version=person.row.version,
            kind=kind,
        )
    assert released(person) == date(2027, 7, 8)


def test_the_prisons_day_stands_beside_ours_is_worked_towards_and_replaces_nothing(person):
    ours = released(person)
    the_prison_says(person, ours - timedelta(days=12))
    [day] = [one for one in seen(person).dates if one.kind is DateKind.CONDITIONAL]
    assert (day.ours.on, day.stands) == (ours, ours - timedelta(days=12))
    assert day.difference.days == -12 and any("remand" in why for why in day.difference.reasons)
    the_prison_says(person, ours)
    [day] = [one for one in seen(person).dates if one.kind is DateKind.CONDITIONAL]
    assert day.difference.agrees and Figure.objects.using("owner").filter(case=person.case).count() == 2
    the_prison_says(person, None)
    assert released(person) is None


def test_what_cannot_be_is_refused_in_words_and_changes_nothing(person):
    wrong = [
        (actions.record_figure, {"kind": DateKind.EXPIRY, "on": date(2020, 1, 1), "given_on": date(2026, 11, 1), "source": "x"}),
        (actions.record_figure, {"kind": DateKind.EXPIRY, "on": None, "given_on": date(2030, 1, 1), "source": "x"}),
        (actions.record_figure, {"kind": DateKind.EXPIRY, "on": None, "given_on": date(2026, 11, 1), "source": " "}),
        (actions.say_term, {"sentence_id": new_id(), "group": Group.GRAVE, "because": "x"}),
        (actions.say_term, {"sentence_id": sentence_of(person), "group": Group.GRAVE, "because": ""}),
        (actions.say_term, {"sentence_id": sentence_of(person), "group": Group.GRAVE, "because": "x", "credit_days": -1}),
        (actions.say_days_added, {"days": 0, "because": "x"}),
        (actions.say_days_added, {"days": -1, "because": "x"}),
        (actions.say_inside, {"facts": InsideFacts(open_since=date(2030, 1, 1))}),
        (actions.say_need, {"kind": NeedKind.BANK, "state": NeedState.NEEDED}),
        (actions.agree_step, {"kind": ParoleKind.HEARING, "due": date(2027, 1, 1)}),
    ]  # fmt: skip
    before = seen(person).stands
    for action, given in wrong:
        with pytest.raises(Refused):
            act(person, action, case_id=person.case, **given)
    assert seen(person).stands == before


def test_two_who_write_at_once_are_told_and_a_stranger_to_the_case_writes_nothing(service, person):
    act(person, actions.say_inside, case_id=person.case, facts=InsideFacts(), seen=0)
    with pytest.raises(Refused, match="Look again"):
        act(person, actions.say_inside, case_id=person.case, facts=InsideFacts(), seen=0)
    stranger = joins(service.court_unit, "offender manager")
    with pytest.raises(Refused):
        act(person, actions.say_inside, by=stranger, case_id=person.case, facts=InsideFacts())


def test_responsibility_is_by_the_rules_and_moves_with_the_day_of_release(service, person):
    assert seen(person).responsible is Responsible.COMMUNITY  # two years are too short for a handover
    longer = somebody_inside(service, sentence_length="96")
    was = seen(longer)
    assert was.responsible is Responsible.PRISON and was.stands.handover.on == date(2028, 10, 19)
    assert len(was.managers) == 2 and "prison manager" in was.managers
    act(longer, actions.look_at_days, case_id=longer.case)
    assert seen(longer).moved == ()
    the_prison_says(longer, date(2028, 7, 2))
    now = seen(longer)
    assert now.stands.handover.on == date(2027, 10, 19) and "2 July 2028" in now.moved[0]
    with pytest.raises(Refused, match="moved"):
        act(longer, actions.look_at_days, case_id=longer.case, days=was.stands.days)
    act(longer, actions.look_at_days, case_id=longer.case, days=now.stands.days)
    assert seen(longer).moved == ()


def test_somebody_is_handed_over_early_by_rule(service):
    person = somebody_inside(service, sentence_length="60")
    before = seen(person).stands.handover.on
    facts = InsideFacts(early_reasons=[EarlyReason.LEVEL_THREE])
    act(person, actions.say_inside, case_id=person.case, facts=facts)
    assert seen(person).stands.handover.on == before  # an assessment counts within eighteen months of release
    the_prison_says(person, date(2028, 2, 1))
    assert seen(person).stands.handover.on == date(2026, 11, 1)
    assert seen(person).responsible is Responsible.COMMUNITY


def test_a_need_stands_on_the_plan_with_its_owner_and_day_and_is_owed_until_it_is_settled(service):
    person = somebody_inside(service, out_in=30)
    assert {one.kind for one in seen(person).needs} == set(NeedKind)
    due = day_of(service.at) + timedelta(days=20)
    need = {"case_id": person.case, "kind": NeedKind.ACCOMMODATION}
    act(person, actions.say_need, **need, state=NeedState.NEEDED, due=due, what="A hostel near work")
    [owed] = [one for one in seen(person).needs if one.kind is NeedKind.ACCOMMODATION]
    assert (owed.state, owed.by) == (NeedState.NEEDED, due)
    said = seen(person).stands.facts.needs[NeedKind.ACCOMMODATION]
    assert said.owner_id == person.team.officer.id
    assert Goal.objects.using("owner").get(id=said.goal_id).wanted_by == due
    act(person, actions.say_need, **need, state=NeedState.IN_PLACE, what="The Bridge hostel", seen=1)
    assert NeedKind.ACCOMMODATION not in {one.kind for one in seen(person).needs}
    assert Goal.objects.using("owner").filter(case=person.case).count() == 1


def test_a_licence_is_written_sent_approved_by_another_and_binds_from_release(service):
    person = somebody_inside(service, out_in=12)
    made = a_licence(person)
    with pytest.raises(Refused, match="already"):
        a_licence(person)
    contact = {"licence_id": made, "code": "no-contact-named", "said": {"who": "Mr X"}}
    one = act(person, actions.add_condition, **contact)
    assert act(person, actions.add_condition, **contact) == one
    own = act(
        person,
        actions.add_bespoke_condition,
        licence_id=made,
        words="Keep bees indoors",
        plain="Keep your bees inside.",
    )
    act(person, actions.take_out_condition, licence_id=made, condition_id=own)
    found = seen(person).licence
    assert len(found.written) == 9 and found.in_force == [] and found.agreed_by == ()
    with pytest.raises(Refused, match="standard"):
        act(person, actions.take_out_condition, licence_id=made, condition_id=found.written[0].id)
    sent(person, made)
    with pytest.raises(Refused, match="sent for approval"):
        act(person, actions.add_condition, licence_id=made, code="programme", said={"what": "a course"})
    approved(person, made)
    assert seen(person).licence.state is LicenceState.APPROVED and len(seen(person).licence.in_force) == 9
    let_out(person)
    assert seen(person).licence.state is LicenceState.IN_FORCE
    [told] = Decision.objects.using("owner").filter(about="licence", about_id=made)
    assert told.outcome["move"] == "approve" and "no-contact-named" in told.inputs["conditions"]


def test_whoever_sent_a_licence_never_approves_it_by_sql_either(service):
    person = somebody_inside(service, out_in=12)
    made, senior = a_licence(person), person.team.senior
    act(person, actions.move_licence, by=senior, licence_id=made, move=LicenceMove.SUBMIT)
    with pytest.raises(Refused, match="somebody else"):
        act(person, actions.decide_licence, by=senior, licence_id=made, move=LicenceMove.APPROVE)
    at = service.later()
    row = {"person_id": person.id, "licence_id": made, "number": 9, "move": "approve", "at": at}
    with pytest.raises(DatabaseError), transaction.atomic(), viewing(senior, at):
        LicenceStep.objects.bulk_create([LicenceStep(**row, member_id=senior.id)])
    with pytest.raises(Refused):
        act(person, actions.decide_licence, licence_id=made, move=LicenceMove.APPROVE)


def test_somebody_back_in_custody_is_still_on_the_licence_that_began(service):
    person = somebody_inside(service, out_in=12)
    made = a_licence(person)
    sent(person, made)
    approved(person, made)
    let_out(person)
    record_movement(
        by=person.team.officer, at=service.later(days=3), case_id=person.case, version=person.row.version,
        kind=MovementKind.RECEIVED,
    )  # fmt: skip
    assert seen(person).stands.is_inside and seen(person).licence.state is LicenceState.IN_FORCE


def test_a_variation_binds_only_once_somebody_approved_it(service):
    person = somebody_inside(service, out_in=12)
    made = a_licence(person)
    sent(person, made)
    approved(person, made)
    let_out(person)
    act(person, actions.move_licence, licence_id=made, move=LicenceMove.VARY)
    act(person, actions.add_condition, licence_id=made, code="polygraph", said={})
    now = seen(person).licence
    assert (now.state, len(now.in_force), len(now.written)) == (LicenceState.VARYING, 8, 9)
    assert now.agreed_by == ("the head of the area",)
    sent(person, made)
    act(
        person, actions.decide_licence, by=person.team.senior, licence_id=made, move=LicenceMove.SEND_BACK, note="Why now?"
    )  # fmt: skip
    assert seen(person).licence.state is LicenceState.VARYING
    act(person, actions.move_licence, licence_id=made, move=LicenceMove.DROP)
    assert len(seen(person).licence.in_force) == 8


def test_a_licence_nobody_approved_in_time_times_out_and_a_standard_one_is_made():
    # A service of its own, for the days of others run on, and a hard stop is counted in working days.
    person = somebody_inside(a_service(local=a_local()), out_in=1)
    made = a_licence(person)
    now = seen(person).licence
    assert now.state is LicenceState.TIMED_OUT and LicenceMove.MAKE_STANDARD in now.can
    with pytest.raises(Refused):
        sent(person, made)
    act(person, actions.move_licence, licence_id=made, move=LicenceMove.MAKE_STANDARD)
    approved(person, made)
    assert seen(person).licence.state is LicenceState.APPROVED
    assert all(one.kind == "standard" for one in seen(person).licence.in_force)


def test_two_who_move_a_licence_at_once_are_told(service):
    person = somebody_inside(service, out_in=12)
    made = a_licence(person)
    act(person, actions.move_licence, licence_id=made, move=LicenceMove.SUBMIT, seen=0)
    for move in (LicenceMove.APPROVE, LicenceMove.SEND_BACK):
        with pytest.raises(Refused, match="Look again"):
            act(
                person,
                actions.decide_licence,
                by=person.team.senior,
                licence_id=made,
                move=move,
                note="x",
                seen=0,
            )


def test_whom_a_model_of_later_gives_to_nobody_is_shown_as_held_by_nobody_and_not_hidden():
    here = a_service()
    person = somebody_inside(here)
    assert seen(person).nobody == ""
    trusts = "    - {held_by: trust, for: {sentence: [community_order, suspended_sentence_order, custody_12_months_or_more], place: custody}"
    text = preset_text(here.model)
    assert trusts in text
    put_in_force(
        here.area,
        here.model,
        day_of(here.at) + timedelta(days=1),
        at=here.later(),
        text=text.replace(trusts, trusts.replace("trust", "nobody")),
        in_flight=InFlight.STAY,
    )
    here.later(days=2)
    found = seen(person)
    assert "nobody holds it" in found.nobody
    with viewing(person.team.officer, here.at):
        ahead = due_out([(person.case, person.id)], at=here.at, within=timedelta(days=900))
    assert [one.nobody for one in ahead] == [found.nobody]


def test_who_is_due_out_and_what_is_owed_for_them(service):
    soon, later = somebody_inside(service, out_in=5), somebody_inside(service, out_in=60)
    outside = managed(a_person(service))
    cases = [(one.case, one.id) for one in (soon, later, outside)]
    with viewing(soon.team.officer, service.later()):
        [found] = due_out(cases, at=service.at, within=timedelta(days=7))
        owed = owed_in(cases, at=service.at)
    assert found.person_id == soon.id and found.licence is None and found.bed == "" and found.nobody == ""
    assert {one.kind for one in owed if one.person_id == soon.id} == {"licence", "release need"}
    made = a_licence(soon)
    sent(soon, made)
    with viewing(soon.team.officer, service.later()):
        kinds = {one.kind: one for one in owed_in(cases, at=service.at)}
    assert kinds["licence approval"].where == f"/licences/{made}"
    let_out(soon)
    with viewing(soon.team.officer, service.later()):
        [met] = [one for one in owed_in(cases, at=service.at) if one.kind == "release meeting"]
    assert met.by == WorkingCalendar().add(day_of(service.at), 1)


def test_a_life_sentence_held_past_its_minimum_says_who_owes_the_next_step(service):
    life = {"sentence_kind": "life sentence", "sentence_length": "", "sentence_unit": "", "minimum_term": "3"}
    person = somebody_inside(service, hearing_date="2020-03-02", offence_date="2019-03-02", **life)
    now = seen(person)
    assert "nobody owes anything" in str(now.held_past) and now.stands.tariff == date(2023, 3, 2)
    due = day_of(service.at) + timedelta(days=30)
    step = act(person, actions.agree_step, case_id=person.case, kind=ParoleKind.HEARING, due=due)
    assert seen(person).next_step.owes == Owes.BOARD and "the Parole Board owes" in str(
        seen(person).held_past
    )
    with viewing(person.team.officer, service.at):
        kinds = [one.kind for one in owed_in([(person.case, person.id)], at=service.at)]
        assert kinds[0] == "held past minimum"
        assert parole_step(step).due == due
    act(person, actions.record_step_done, step_id=step, on=day_of(service.at))
    with pytest.raises(Refused, match="already"):
        act(person, actions.record_step_done, step_id=step, on=day_of(service.at))
    told = act(person, actions.agree_step, case_id=person.case, kind=ParoleKind.DECISION, due=due)
    with pytest.raises(Refused, match="decided"):
        act(person, actions.record_step_done, step_id=told, on=day_of(service.at))
    act(person, actions.record_step_done, step_id=told, on=day_of(service.at), says=BoardSays.REFUSED)
    assert seen(person).refer_by.year == 2028


def test_nobody_without_custody_has_a_release_and_whoever_does_not_see_them_sees_none(service, person):
    outside = managed(a_person(service))
    with viewing(outside.team.officer, service.at):
        assert release_of(outside.id, at=service.at) is None
    with viewing(joins(service.court_unit, "court officer"), service.later(days=60)):
        assert release_of(person.id, at=service.at) is None and licence(new_id(), at=service.at) is None
