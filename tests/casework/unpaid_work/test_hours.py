"""An order's hours across the line: sent to whoever the model says delivers, placed, worked, counted, and confirmed."""

import itertools
from datetime import time, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from support.people import joins
from support.service import a_person, a_service, hear, managed
from support.services import a_provider, an_offer, refer
from support.unpaid_work import (
    WorkTeam,
    a_project,
    a_work_team,
    placed,
    requirement_of,
    row_of,
    runs,
    sent,
    turns,
)

from throughcare.casework.people.actions import merge_people, record_death, unmerge_people, withdraw_death
from throughcare.casework.people.models import Person
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.actions import Hours, close_case, record_commitment, record_contact
from throughcare.casework.supervision.models import Contact
from throughcare.casework.supervision.rules.commitments import CommitmentKind, Weekly
from throughcare.casework.supervision.rules.contacts import Absence, Outcome
from throughcare.casework.unpaid_work import actions
from throughcare.casework.unpaid_work.actions import TurnSaid
from throughcare.casework.unpaid_work.models import Credit, Placement, Project, Told, Turn, Work
from throughcare.casework.unpaid_work.queries import (
    asked_by,
    comes,
    days_held,
    hours_arranged,
    hours_of,
    hours_sent,
    nominated,
    placement,
    project,
    projects,
    projects_for,
)
from throughcare.casework.unpaid_work.rules import (
    CreditKind,
    Frequency,
    ProjectKind,
    ProjectState,
    Scheme,
    WorkState,
)
from throughcare.foundation.access.queries import may_see
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Decision
from throughcare.foundation.kernel import Refused, WorkingCalendar, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules.presets import preset_text


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture(scope="module")
def team(service):
    return a_work_team(service)


@pytest.fixture(scope="module")
def park(team):
    return a_project(team)


@pytest.fixture
def person(service):
    return managed(a_person(service, requirements="unpaid work 40 hours"))


@pytest.fixture
def work(person):
    return sent(person)


def seen(member, person):
    with viewing(member, person.service.later()):
        return may_see(person.id)


def standing(person, member=None):
    with viewing(member or person.team.officer, person.service.at):
        [found] = hours_of(person.id, on=day_of(person.service.at))
    return found


def told(turn, outcome=Outcome.ATTENDED, **given):
    return TurnSaid(turn.id, outcome, **given)


def work_through(team, turn, **given):
    """Let the turn's day come, and record it as the worker."""
    team.service.at = max(team.service.at, team.service.at + (turn.on - day_of(team.service.at)))
    return actions.record_turns(by=team.worker, at=team.service.later(hours=12), turns=[told(turn, **given)])


def test_hours_go_to_whoever_the_model_says_delivers_and_their_team_sees_the_person_until_it_ends(
    team, person
):
    assert not seen(team.worker, person)
    made = sent(person)
    assert row_of(made).to_unit == team.provider.unit and seen(team.worker, person)
    [decision] = Decision.objects.using("owner").filter(about_id=made)
    assert decision.rule == "deliverer" and "unpaid work" in " ".join(decision.reasons).lower()
    actions.take_hours_back(
        by=person.team.officer, at=person.service.later(), work_id=made, because="Moves away"
    )
    assert row_of(made).state == WorkState.ENDED and not seen(team.worker, person)


def test_where_the_model_gives_unpaid_work_to_nobody_the_sender_is_told_why():
    to_nobody = preset_text("durham-tees-valley-2012").replace(
        "  unpaid_work:\n    - {held_by: competed,", "  unpaid_work:\n    - {held_by: nobody,"
    )
    lonely = managed(a_person(a_service(text=to_nobody)))
    with pytest.raises(Refused, match="nobody holds it under the model in force"):
        sent(lonely)


def test_hours_go_to_no_team_but_of_whoever_the_model_names(team, person):
    with pytest.raises(Refused, match="Choose a team of theirs"):
        actions.send_hours(
            by=person.team.officer, at=person.service.later(), case_id=person.case, requirement_id=requirement_of(person),
            unit_id=person.team.unit,
        )  # fmt: skip


def test_where_the_public_provider_delivers_its_own_team_arranges_without_any_agreement():
    person = managed(a_person(a_service("england-and-wales-2021")))
    made = sent(person)
    senior = person.team.senior
    assert row_of(made).to_unit == person.team.unit
    with viewing(senior, person.service.at):
        assert [
            one.stands.row.id for one in hours_arranged([person.team.unit], on=day_of(person.service.at))
        ] == [made]


def test_without_an_agreement_nothing_is_sent():
    strict = a_service()
    a_work_team(strict, agreed=False)
    person = managed(a_person(strict))
    with pytest.raises(Refused, match="No agreement"):
        sent(person)
    assert not Work.objects.using("owner").filter(person_id=person.id).exists()


def test_hours_are_sent_once_by_somebody_with_a_part_in_the_case_and_of_a_requirement_that_has_hours(
    team, person, work
):
    with pytest.raises(Refused, match="arranged already"):
        sent(person)
    with pytest.raises(Refused, match="not yours to see"):
        sent(person, by=joins(team.provider.unit, "provider lead").__class__ and a_stranger(person))
    other = managed(a_person(person.service, requirements="rehabilitation activity 20 days"))
    with pytest.raises(Refused, match="no unpaid work of this person"):
        actions.send_hours(
            by=other.team.officer, at=other.service.later(), case_id=other.case, requirement_id=requirement_of(person)
        )  # fmt: skip


def a_stranger(person):
    from support.people import an_office

    return joins(an_office().unit, "offender manager")


def test_a_place_lays_turns_that_cover_the_hours_and_no_more_the_last_one_cut_short(team, park, work):
    placed(team, work, park.id)
    laid = turns(work)
    assert [(t.starts, t.until) for t in laid[:-1]] == [(time(10), time(16))] * 6
    assert (laid[-1].starts, laid[-1].until) == (time(10), time(14))
    assert {(b.on - a.on).days % 7 for a, b in itertools.pairwise(laid)} == {0}
    assert not any(WorkingCalendar().is_bank_holiday(turn.on) for turn in laid)


def test_what_is_worked_counts_in_the_record_of_the_case_as_well_and_an_absence_adds_a_turn(
    team, park, person, work
):
    placed(team, work, park.id)
    first, second, *_ = turns(work)
    work_through(team, first, penalty=60, note="Left early for a phone call")
    assert standing(person).hours.left == 35 * 60 and len(turns(work)) == 7
    contact = Contact.objects.using("owner").get(id=Told.objects.using("owner").get(turn=first).contact_id)
    assert (contact.kind, contact.done, contact.outcome) == ("unpaid work", Decimal("5.00"), Outcome.ATTENDED)
    work_through(team, second, outcome=Outcome.ABSENT_UNACCEPTABLE)
    assert standing(person).hours.left == 35 * 60
    assert sum((t.until.hour - t.starts.hour) for t in turns(work)[2:]) == 35
    assert standing(person).hours.earned.scheme is Scheme.DISQUALIFIED


def test_hours_are_earned_off_once_a_quarter_is_worked_without_failure_and_the_turns_ahead_shrink(
    team, park, person, work
):
    placed(team, work, park.id)
    for _ in range(3):
        work_through(
            team, next(t for t in turns(work) if not Told.objects.using("owner").filter(turn=t).exists())
        )
    stands = standing(person).hours
    assert stands.earned.scheme is Scheme.QUALIFYING and stands.earned.minutes == (18 - 10) * 60 / 2
    assert stands.left == (40 - 18 - 4) * 60
    ahead = [t for t in turns(work) if t.on > day_of(team.service.at)]
    assert sum((t.until.hour - t.starts.hour) * 60 for t in ahead) == stands.left


def test_the_same_recorded_twice_counts_once_and_otherwise_is_put_right_by_a_new_entry(
    team, park, person, work
):
    placed(team, work, park.id)
    turn = turns(work)[0]
    assert work_through(team, turn) == 1
    assert actions.record_turns(by=team.worker, at=team.service.later(), turns=[told(turn)]) == 0
    with pytest.raises(Refused, match="in other words"):
        actions.record_turns(by=team.worker, at=team.service.later(), turns=[told(turn, penalty=30)])
    actions.correct_turn(
        by=team.worker,
        at=team.service.later(),
        told=told(turn, penalty=30),
        because="Thirty minutes on the phone",
    )
    assert standing(person).hours.counted == 330
    assert supervision_credit(person) == Decimal("5.50")
    assert [(one.number, one.counted) for one in standing(person).stands.turns[0].told] == [
        (1, 360),
        (2, 330),
    ]


def test_hours_that_an_officer_recorded_outside_any_turn_count_as_well(team, park, person, work):
    from support.contacts import met

    placed(team, work, park.id)
    record_contact(
        by=person.team.officer, at=person.service.later(),
        meeting=met(person.case, person.service.at, requirement_id=requirement_of(person), done=Decimal(6)),
    )  # fmt: skip
    stands = standing(person)
    assert (stands.hours.left, stands.stands.worked_elsewhere) == (34 * 60, 6 * 60)
    work_through(team, turns(work)[0])
    assert standing(person).hours.earned.minutes == 60
    assert sum(t.until.hour - t.starts.hour for t in turns(work)) == 40 - 6 - 1


def supervision_credit(person):
    with viewing(person.team.officer, person.service.at):
        return supervision.credited([requirement_of(person)])[requirement_of(person)]


def test_a_turn_ahead_has_no_outcome_yet_and_times_stay_within_what_was_planned(team, park, work):
    placed(team, work, park.id)
    first, *_, last = turns(work)
    with pytest.raises(Refused, match="lies ahead"):
        actions.record_turns(by=team.worker, at=team.service.later(), turns=[told(last)])
    with pytest.raises(Refused, match="10:00 to 16:00"):
        work_through(team, first, starts=time(9))
    with pytest.raises(Refused, match="from 0 to 360 taken off"):
        work_through(team, first, penalty=361)
    with pytest.raises(Refused, match="why the absence is acceptable"):
        work_through(team, first, outcome=Outcome.ABSENT_ACCEPTABLE)
    assert work_through(team, first, outcome=Outcome.ABSENT_ACCEPTABLE, absence=Absence.MEDICAL) == 1


def test_a_day_that_the_service_cannot_hold_counts_against_nobody_and_is_made_up_for(team, person, work):
    yard = a_project(team)
    placed(team, work, yard.id)
    first = turns(work)[0]
    assert (
        actions.stand_down(
            by=team.worker,
            at=team.service.later(),
            project_id=yard.id,
            on=first.on,
            because="The van broke down",
        )
        == 1
    )
    assert (
        first.on not in {t.on for t in turns(work)}
        and sum(t.until.hour - t.starts.hour for t in turns(work)) == 40
    )
    stands = standing(person).hours
    assert (stands.counted, stands.earned.scheme) == (0, Scheme.ELIGIBLE)
    with pytest.raises(Refused, match="Nobody is to come"):
        actions.stand_down(
            by=team.worker, at=team.service.later(), project_id=yard.id, on=first.on, because="again"
        )


def test_learning_counts_within_its_allowance_and_travel_to_work_that_was_attended(team, park, person, work):
    placed(team, work, park.id)
    turn = turns(work)[0]

    def credit(kind, minutes, **given):
        return actions.credit_time(
            by=team.worker, at=team.service.later(), work_id=work, kind=kind, minutes=minutes, what="Health and safety", **given
        )  # fmt: skip

    with pytest.raises(Refused, match="took part"):
        credit(CreditKind.TRAVEL, 60, turn_id=turn.id)
    work_through(team, turn)
    with pytest.raises(Refused, match="3 hours"):
        credit(CreditKind.TRAVEL, 181, turn_id=turn.id)
    credit(CreditKind.TRAVEL, 90, turn_id=turn.id)
    with pytest.raises(Refused, match="Learning may fill 12 hours"):
        credit(CreditKind.EDUCATION, 721, on=day_of(team.service.at))
    learnt = credit(CreditKind.EDUCATION, 720, on=day_of(team.service.at))
    with pytest.raises(Refused, match="0 minutes of that are left"):
        credit(CreditKind.EDUCATION, 1, on=day_of(team.service.at))
    assert standing(person).hours.counted == 360 + 90 + 720 and standing(person).may_learn == 0
    actions.withdraw_credit(
        by=team.worker, at=team.service.later(), credit_id=learnt, because="The course was not taken"
    )
    assert standing(person).hours.counted == 450 and supervision_credit(person) == Decimal("7.50")
    with pytest.raises(Refused, match="withdrawn already"):
        actions.withdraw_credit(by=team.worker, at=team.service.later(), credit_id=learnt, because="again")


def test_hours_are_confirmed_when_none_are_left_and_the_team_sees_the_person_no_longer(team, park, service):
    short = managed(a_person(service, requirements="unpaid work 40 hours"))
    made = sent(short)
    placed(team, made, park.id, frequency=Frequency.WEEKLY)
    with pytest.raises(Refused, match="40 hours 0 minutes are left"):
        actions.confirm_hours(by=team.worker, at=team.service.later(), work_id=made)
    while not standing(short).hours.done:
        work_through(team, standing(short).next)
    assert standing(short).hours.earned.minutes == 10 * 60
    actions.confirm_hours(by=team.worker, at=team.service.later(), work_id=made)
    assert row_of(made).state == WorkState.COMPLETED and not seen(team.worker, short)
    with pytest.raises(Refused, match="not yours to see"):
        actions.confirm_hours(by=team.worker, at=team.service.later(), work_id=made)


def test_a_place_that_ends_takes_its_turns_with_it_and_another_covers_the_hours(team, park, work):
    first = placed(team, work, park.id)
    ends = turns(work)[1].on
    actions.end_placement(
        by=team.worker, at=team.service.later(), placement_id=first, last=ends, because="Found work"
    )
    assert [t.on for t in turns(work)][-1] == ends and len(turns(work)) == 2
    with pytest.raises(Refused, match="ends on"):
        actions.end_placement(
            by=team.worker,
            at=team.service.later(),
            placement_id=first,
            last=ends + timedelta(days=7),
            because="again",
        )
    placed(team, work, a_project(team).id, weekday=(ends.weekday() + 1) % 7)
    assert sum(t.until.hour - t.starts.hour for t in turns(work)) == 40


def test_a_project_that_does_not_suit_is_refused_with_every_reason(team, person, work):
    closed_to = a_project(team, takes_men=False, takes_women=True, weekdays=[0, 1, 2])
    reasons = {tuple(one.reasons) for one in suited_to(team, person) if one.project.row.id == closed_to.id}
    assert reasons
    with pytest.raises(Refused, match="not open on that day"):
        placed(team, work, closed_to.id, weekday=6)
    barred = a_project(team, bars=["children"])
    [found] = [one for one in suited_to(team, person) if one.project.row.id == barred.id]
    assert found.fits and found.unsure and "nobody assessed their risk" in " ".join(found.reasons)


def suited_to(team, person):
    with viewing(team.worker, team.service.at):
        return projects_for(
            person.id, unit_id=team.provider.unit, on=day_of(team.service.at) + timedelta(days=1)
        )


def test_a_full_project_takes_nobody_more(team, service):
    small = a_project(team, places=1)
    ones = [sent(managed(a_person(service))) for _ in range(2)]
    placed(team, ones[0], small.id)
    with pytest.raises(Refused, match="All 1 places are taken"):
        placed(team, ones[1], small.id)


def test_only_the_team_that_arranges_them_touches_somebodys_hours(team, park, person, work):
    with pytest.raises(Refused, match="Only the team that arranges"):
        actions.place_on_project(
            by=joins(person.team.unit, "senior probation officer"), at=person.service.later(), work_id=work,
            project_id=park.id, frequency=Frequency.WEEKLY, weekday=1, first=day_of(person.service.at),
        )  # fmt: skip
    other = joins(a_work_team(a_service()).provider.unit, "provider worker")
    with pytest.raises(Refused, match="not yours to see"):
        actions.confirm_hours(by=other, at=person.service.later(), work_id=work)


def test_hours_end_with_the_case_and_go_on_when_a_death_was_a_mistake(team, park, service):
    gone = managed(a_person(service))
    made = sent(gone)
    placed(team, made, park.id)
    given = {"by": joins(gone.team.unit, "case administrator"), "person_id": gone.id}
    record_death(at=service.later(), version=version_of(gone), died_on=day_of(service.at), **given)
    hear()
    assert row_of(made).ended_because == "The person died." and turns(made) == []
    withdraw_death(at=service.later(), version=version_of(gone), because="They came in.", **given)
    hear()
    assert row_of(made).ended_at is None and turns(made) and seen(team.worker, gone)
    case = gone.row
    close_case(
        by=gone.team.senior, at=service.later(), case_id=case.id, version=case.version, because="Ended"
    )  # fmt: skip
    hear()
    assert row_of(made).state == WorkState.ENDED and turns(made) == []


def version_of(person):
    return Person.objects.using("owner").get(id=person.id).version


def test_nobody_opens_ended_hours_again_or_writes_hours_by_sql_of_their_own(team, person, work):
    actions.take_hours_back(
        by=person.team.officer, at=person.service.later(), work_id=work, because="Moves away"
    )
    with (
        viewing(person.team.officer, person.service.later()),
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        Work.objects.filter(id=work).update(ended_at=None, state="under way")
        assert row_of(work).ended_at is not None
        raise DatabaseError("an ended row was not found to be changed")
    assert row_of(work).ended_at is not None
    with (
        viewing(person.team.officer, person.service.later()),
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        Work.objects.create(
            person_id=person.id, case_id=person.case, requirement_id=requirement_of(person), from_unit=person.team.unit,
            to_unit=person.team.unit, shared_by=person.team.organisation, opened_by=person.team.officer.id,
            opened_at=person.service.at,
        )  # fmt: skip


def test_what_pages_ask_is_answered_from_what_is_stored(team, park, person, work):
    place = placed(team, work, park.id)
    on = turns(work)[0].on
    with viewing(team.worker, team.service.at):
        assert [one.person_id for one in comes(park.id, on) if one.person_id == person.id] == [person.id]
        assert any(day.on == on and day.untold for day in days_held([team.provider.unit], since=on, until=on))
        assert work in {one.stands.row.id for one in hours_arranged([team.provider.unit], on=on)}
        assert placement(place).project_id == park.id and project(park.id, today=on).row.title == park.title
        assert park.id in {one.row.id for one in projects(unit_ids=[team.provider.unit], today=on)}
    with viewing(person.team.officer, person.service.at):
        assert [one.stands.row.id for one in hours_sent([person.case], on=on)] == [work]
        assert "repealed" in str(standing(person).law)


def test_a_project_is_asked_for_decided_and_closed_with_what_was_achieved(team, service):
    from support.people import an_office

    asker = joins(an_office().unit, "police partner")
    made = actions.nominate_project(
        by=asker, at=service.later(), unit_id=team.provider.unit, title="Graffiti under the bridge", problem="It was reported ten times.",
        nominator="the police", place="Victoria Bridge",
    )  # fmt: skip
    again = actions.nominate_project(
        by=asker, at=service.later(), unit_id=team.provider.unit, title="Graffiti under the bridge", problem="It was reported ten times.",
        nominator="the police", place="Victoria Bridge",
    )  # fmt: skip
    assert made == again
    with viewing(team.lead, service.at):
        assert made in {row.id for row in nominated([team.provider.unit], at=service.at)}
    actions.refuse_project(
        by=team.lead, at=service.later(), project_id=made, version=1, because="The council does it"
    )
    actions.approve_project(
        by=team.lead, at=service.later(), project_id=made, version=2, running=runs(service)
    )
    with pytest.raises(Refused, match="while you had it open"):
        actions.close_project(by=team.lead, at=service.later(), project_id=made, version=2, achieved="Clean")
    actions.close_project(
        by=team.lead, at=service.later(), project_id=made, version=3, achieved="80 square metres cleaned"
    )
    with viewing(asker, service.at):
        [seen_by_asker] = asked_by(asker.id)
        assert (seen_by_asker.state, seen_by_asker.achieved) == (
            ProjectState.CLOSED,
            "80 square metres cleaned",
        )
    with pytest.raises(Refused, match="cannot be closed now"):
        actions.close_project(by=team.lead, at=service.later(), project_id=made, version=4, achieved="again")


def test_a_project_with_people_on_it_is_not_closed(team, service):
    busy = a_project(team)
    placed(team, sent(managed(a_person(service))), busy.id)
    with pytest.raises(Refused, match="still have places"):
        actions.close_project(
            by=team.lead, at=service.later(), project_id=busy.id, version=2, achieved="Done"
        )


def test_who_decided_on_a_project_is_whoever_does_and_by_sql_nobody_says_that_another_did(team, service):
    other, made = joins(team.provider.unit, "provider lead"), a_project(team)
    for lie in (
        {"decided_by": other.id}, {"decided_at": service.at - timedelta(days=30)}, {"decided_by": None, "decided_at": None},
    ):  # fmt: skip
        with pytest.raises((ProgrammingError, IntegrityError)), viewing(team.lead, service.later()):
            Project.objects.filter(id=made.id).update(**lie)
    with viewing(other, service.later()):
        assert Project.objects.filter(id=made.id).update(place="Elsewhere") == 1, "it may still be changed"
        assert Project.objects.filter(id=made.id).update(decided_by=other.id, decided_at=service.at) == 1
    with viewing(other, service.at):
        assert Project.objects.get(id=made.id).decided_by == other.id


def test_how_many_hold_places_is_told_to_the_organisation_that_runs_a_project_and_to_no_other(team, service):
    small = a_project(team)
    person = managed(a_person(service))
    placed(team, sent(person), small.id)
    colleague = joins(team.provider.unit, "provider worker")
    for who, told in (
        (team.lead, 1),
        (colleague, 1),
        (person.team.officer, None),
        (person.team.senior, None),
    ):
        with viewing(who, service.at):
            seen = project(small.id, today=day_of(service.at))
        assert seen is not None
        assert (sum(seen.taken.values()) if seen.taken is not None else None) == told, who.role
    empty = a_project(team)
    with viewing(team.lead, service.at):
        found = project(empty.id, today=day_of(service.at))
    assert found is not None and found.taken == {}, "nobody there is not the same as not told"


def test_another_teams_project_is_not_decided_by_its_neighbour(team, service, park):
    neighbour = a_provider(service)
    with pytest.raises(Refused, match="Only the team that was asked"):
        actions.close_project(
            by=neighbour.lead, at=service.later(), project_id=park.id, version=2, achieved="Done"
        )


def test_hours_follow_a_merge_and_its_undoing(team, park, service):
    kept, gone = managed(a_person(service)), managed(a_person(service))
    made = sent(gone)
    placed(team, made, park.id)
    admin = joins(gone.team.unit, "case administrator")
    merge = merge_people(
        by=admin, at=service.later(), survivor_id=kept.id, merged_id=gone.id, because="the same person"
    )
    hear()
    assert row_of(made).person_id == kept.id
    assert {t.person_id for t in Turn.objects.using("owner").filter(work=made)} == {kept.id}
    assert Placement.objects.using("owner").get(work=made).person_id == kept.id
    unmerge_people(by=admin, at=service.later(), merge_id=merge, because="not the same")
    hear()
    assert row_of(made).person_id == gone.id and not Credit.objects.using("owner").filter(work=made).exists()


def test_no_travel_is_credited_to_learning(team, service):
    class_room = a_project(team, kind=ProjectKind.EDUCATION)
    work = sent(managed(a_person(service)))
    placed(team, work, class_room.id)
    turn = turns(work)[0]
    work_through(team, turn)
    with pytest.raises(Refused, match="group project or a placement"):
        actions.credit_time(
            by=team.worker, at=service.later(), work_id=work, kind=CreditKind.TRAVEL, minutes=30, what="By bus", turn_id=turn.id
        )  # fmt: skip


def test_somebody_at_work_on_the_only_day_of_a_project_is_not_placed_there(team, person, work):
    on = day_of(team.service.at) + timedelta(days=1)
    at_work = Weekly(CommitmentKind.WORK, (on.isoweekday(),), time(8), time(17), on - timedelta(days=1))
    hours = Hours(at_work)
    record_commitment(by=person.team.officer, at=person.service.later(), case_id=person.case, hours=hours)
    only_then = a_project(team, weekdays=[on.weekday()])
    with pytest.raises(Refused, match="Not free on any of its days: work"):
        placed(team, work, only_then.id)


def test_a_provider_who_sees_somebody_for_a_referral_alone_sees_nothing_of_anothers_hours(
    team, park, person, work
):
    placed(team, work, park.id)
    work_through(team, turns(work)[0])
    other = a_provider(person.service)
    refer(person, an_offer(other, person.service))
    with viewing(other.worker, person.service.later()):
        assert may_see(person.id) and hours_of(person.id, on=day_of(person.service.at)) == []
        assert not Told.objects.filter(person_id=person.id).exists()
        assert not Turn.objects.filter(person_id=person.id).exists()
    assert standing(person, team.worker).stands.row.id == work


def test_whoever_merely_sees_the_person_sends_their_hours_nowhere_by_sql_of_their_own(team, person):
    other, required = a_provider(person.service), requirement_of(person)
    refer(person, an_offer(other, person.service))
    given = [new_id(), person.case, required, other.unit, other.unit]
    with (
        viewing(other.worker, person.service.later()),
        pytest.raises(ProgrammingError, match="part in the case"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT unpaid_work_send(%s, %s, %s, %s, %s)", given)
    assert not Work.objects.using("owner").filter(person_id=person.id).exists()


def test_nobody_is_placed_on_a_project_of_a_team_that_does_not_arrange_their_hours(team, person, work):
    elsewhere = a_project(WorkTeam(a_provider(person.service), person.service))
    with pytest.raises(Refused, match="team that arranges these hours"):
        placed(team, work, elsewhere.id)


def test_a_place_for_once_that_the_service_called_off_is_still_to_be_had(team, work):
    fete = a_project(team)
    placed(team, work, fete.id, frequency=Frequency.ONCE)
    [only] = turns(work)
    actions.stand_down(
        by=team.worker, at=team.service.later(), project_id=fete.id, on=only.on, because="Snow lies on it"
    )
    [again] = turns(work)
    assert again.on > only.on and (again.on - only.on).days % 7 == 0
    work_through(team, again)
    assert [turn.on for turn in turns(work)] == [again.on]


def test_whoever_sees_the_person_and_does_not_arrange_their_hours_writes_nothing_of_them_by_sql(
    team, park, person, work
):
    placed(team, work, park.id)
    turn, at = turns(work)[0], person.service.later()
    officer = person.team.officer
    signed = {"person_id": person.id, "at": at, "member_id": officer.id}
    contact = Contact.objects.using("owner").first()
    rows = [
        Credit(work_id=work, kind="education, training or employment", minutes=60, on=turn.on, what="x", contact=contact, **signed),
        Told(
            turn_id=turn.id, number=1, outcome="attended", starts=turn.starts, until=turn.until, counted=360, contact=contact,
            organisation_id=officer.organisation_id, **signed,
        ),
        Turn(work_id=work, project=park, on=turn.on, starts=time(8), until=time(9), **signed),
        Placement(
            work_id=work, project=park, frequency="once", weekday=0, starts=time(8), until=time(9), first=turn.on, **signed
        ),
    ]  # fmt: skip
    for row in rows:
        with (
            viewing(officer, at),
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            type(row).objects.bulk_create([row])
    other = a_provider(person.service)
    refer(person, an_offer(other, person.service))
    with viewing(other.worker, person.service.later()):
        assert Work.objects.filter(id=work).update(ended_because="Nobody asked") == 0
    with viewing(officer, person.service.later()):
        assert Placement.objects.filter(work=work).update(because="x") == 0
