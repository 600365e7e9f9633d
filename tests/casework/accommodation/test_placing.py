"""A place to live across the line: asked of whoever the model says, assessed, matched to a bed, come to, stayed in and left."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from support.accommodation import (
    a_house_team,
    ahead,
    answered,
    applied,
    asked,
    booked,
    done,
    moved,
    premises,
    resident,
    row_of,
    stays_of,
    suitable,
)
from support.people import joins
from support.service import a_person, a_service, hear, managed

from throughcare.casework.accommodation import actions, queries
from throughcare.casework.accommodation.models import Application, ApplicationMove, Stay
from throughcare.casework.accommodation.rules import (
    AccommodationKind,
    ApplicationState,
    PlacingSide,
    Priority,
)
from throughcare.casework.people.actions import merge_people, record_death, unmerge_people, withdraw_death
from throughcare.casework.people.models import Person
from throughcare.casework.supervision.actions import close_case
from throughcare.foundation.access.queries import may_see
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Decision
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules.presets import preset_text

S = ApplicationState


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture(scope="module")
def team(service):
    return a_house_team(service)


@pytest.fixture
def person(service):
    return managed(a_person(service))


@pytest.fixture
def bed(team):
    return premises(team)[1][0]


def seen(member, person):
    with viewing(member, person.service.later()):
        return may_see(person.id)


def whole(member, application_id, service):
    with viewing(member, service.later()):
        return queries.application(application_id, member, at=service.at)


def test_a_place_is_asked_of_whoever_the_model_says_and_their_team_sees_the_person_until_it_ends(
    team, person
):
    assert not seen(team.worker, person)
    made = applied(person)
    assert row_of(made).to_unit == team.provider.unit and seen(team.worker, person)
    rules = {one.rule for one in Decision.objects.using("owner").filter(about_id=made)}
    assert rules == {"eligible", "deliverer", "priority"}
    answered(person, made, S.WITHDRAWN, reason="found elsewhere")
    assert row_of(made).state == S.WITHDRAWN and not seen(team.worker, person)


def test_where_the_model_gives_such_places_to_nobody_the_sender_is_told_why():
    to_nobody = preset_text("durham-tees-valley-2012").replace(
        "  approved_premises:\n    - {held_by: competed,", "  approved_premises:\n    - {held_by: nobody,"
    )
    lonely = managed(a_person(a_service(text=to_nobody)))
    with pytest.raises(Refused, match="nobody holds it under the model in force"):
        applied(lonely)


def test_where_the_public_provider_runs_premises_its_own_team_gives_the_place():
    person = managed(a_person(a_service("england-and-wales-2021")))
    made = applied(person)
    assert row_of(made).to_unit == person.team.unit


def test_without_an_agreement_nothing_is_asked():
    strict = a_service()
    a_house_team(strict, agreed=False)
    person = managed(a_person(strict))
    with pytest.raises(Refused, match="No agreement"):
        applied(person)
    assert not Application.objects.using("owner").filter(person_id=person.id).exists()


def test_only_somebody_with_a_part_in_the_case_asks_and_of_no_team_but_the_models(team, person):
    other = joins(person.service.court_unit, "offender manager")
    with pytest.raises(Refused):
        actions.apply_for_place(
            by=other, at=person.service.later(), person_id=person.id, asked=asked(person.service)
        )
    with pytest.raises(Refused, match="Choose a team of theirs"):
        actions.apply_for_place(
            by=person.team.officer, at=person.service.later(), person_id=person.id, asked=asked(person.service),
            unit_id=person.team.unit,
        )  # fmt: skip


def test_what_speaks_against_is_named_and_little_notice_asks_what_happens_if_it_goes_wrong(person):
    with pytest.raises(Refused, match="“Release on licence” is for somebody in custody"):
        applied(person, route="licence")
    with pytest.raises(Refused, match="say what happens if it goes wrong"):
        applied(person, arrival=ahead(person.service, 6))
    with pytest.raises(Refused, match="is past"):
        applied(person, arrival=date(2026, 1, 1))
    with pytest.raises(Refused, match="Not known: swimming pool"):
        applied(person, needs=["swimming pool"])
    with pytest.raises(Refused, match="Say why 100 are asked for"):
        applied(person, nights=100)
    with pytest.raises(Refused, match="84 nights at most"):
        applied(person, kind=AccommodationKind.TRANSITIONAL, route="approved premises", nights=85)


def test_notice_and_the_assumed_arrival_after_a_parole_decision_are_kept(team, person):
    made = applied(person, arrival=ahead(person.service, 6), contingency="Back to court.")
    assert row_of(made).notice == "emergency" and row_of(made).priority == Priority.FIRST
    with pytest.raises(Refused, match="already has an open application"):
        applied(person)
    answered(person, made, S.WITHDRAWN, reason="error")
    again = applied(person, arrival=None, parole_decided=ahead(person.service, -2))
    assert row_of(again).arrival == ahead(person.service, 40) and row_of(again).notice == "standard"


def test_from_asking_to_leaving_one_side_owes_one_thing_at_every_step(team, service, person, bed):
    made, officer = applied(person), person.team.officer

    def owes():
        return whole(officer, made, service).line.owed.side

    assert owes() is PlacingSide.DELIVERER
    moved(team, made, S.ASSESSED)
    moved(team, made, S.ASKED, note="What is the plan for the weekend?")
    assert owes() is PlacingSide.SENDER
    answered(person, made, S.ASSESSED, note="With his sister.")
    moved(team, made, S.WAITING)
    assert owes() is PlacingSide.DELIVERER
    today = day_of(service.at)
    booked(team, made, bed, today)
    assert whole(officer, made, service).line.owed.what == "Record whether they arrived"
    done(team, actions.record_arrival, made, on=today)
    assert whole(officer, made, service).line.owed.what == "Say where they go on to"
    actions.plan_move_on(
        by=officer,
        at=service.later(),
        application_id=made,
        version=row_of(made).version,
        move_on="social rental",
    )
    assert whole(officer, made, service).line.owed.what == "Record that they left"
    done(team, actions.record_departure, made, on=today, reason="planned", moved_on="social rental")
    assert row_of(made).state == S.DEPARTED and whole(officer, made, service).line.owed is None
    numbers = ApplicationMove.objects.using("owner").filter(application=made).order_by("number")
    assert [one.after for one in numbers] == [
        "sent", "being assessed", "information asked for", "being assessed", "waiting for a bed", "bed booked", "resident",
        "departed",
    ]  # fmt: skip


def test_each_side_takes_its_own_moves_alone_and_the_table_has_no_others(team, service, person):
    made = applied(person)
    with pytest.raises(Refused, match="Only the team that gives the place"):
        actions.move_application(
            by=person.team.senior, at=service.later(), application_id=made, version=1, to=S.ASSESSED
        )
    with pytest.raises(Refused, match="says whether an application becomes withdrawn"):
        moved(team, made, S.WITHDRAWN)
    with pytest.raises(Refused, match="cannot become resident"):
        moved(team, made, S.RESIDENT)
    moved(team, made, S.ASSESSED)
    with pytest.raises(Refused, match="Say why, from the list"):
        moved(team, made, S.REFUSED)
    with pytest.raises(Refused, match="Say what is to be known"):
        moved(team, made, S.ASKED)
    with pytest.raises(Refused, match="Somebody else changed"):
        actions.move_application(
            by=team.worker, at=service.later(), application_id=made, version=1, to=S.WAITING
        )
    moved(team, made, S.REFUSED, reason="need only")
    answered(person, made, S.ASSESSED, note="The risk has risen since.")
    assert row_of(made).clock_from == service.at
    moved(team, made, S.WAITING)
    with pytest.raises(Refused, match="by what is done with a bed"):
        moved(team, made, S.PLACED)


def test_a_bed_is_had_once_a_night_and_the_same_day_it_is_left(team, service, bed):
    today = day_of(service.at)
    first, second = managed(a_person(service)), managed(a_person(service))
    made = suitable(
        team, first, arrival=today, contingency="Back to court.", nights=10, why_longer="Short licence."
    )
    booked(team, made, bed, today)
    other = suitable(team, second)
    with pytest.raises(Refused, match="The bed is taken on"):
        booked(team, other, bed, today + timedelta(days=9))
    booked(team, other, bed, today + timedelta(days=10))
    with viewing(team.worker, service.later()):
        assert [one.is_arrival for one in queries.comes_and_goes([team.provider.unit], since=today, until=today + timedelta(days=10), at=service.at) if one.line.row.id in {made, other}] == [True, True]  # fmt: skip


def test_a_bed_that_lacks_what_is_needed_or_is_lost_or_of_the_other_sex_does_not_fit(team, service):
    person = managed(a_person(service, sex="male"))
    today = day_of(service.at)
    _, [women] = premises(team, ["W"], takes="women")
    _, [stairs] = premises(team, ["S"], bed_has_not=["single"])
    _, [unknown] = premises(team, ["U"])
    _, [lost] = premises(team, ["L"], bed_has=["single"])
    actions.lose_bed(
        by=team.worker,
        at=service.later(),
        bed_id=lost,
        first=today + timedelta(days=45),
        until=None,
        reason="works",
    )
    made = suitable(team, person, needs=["single"])
    with viewing(team.worker, service.later()):
        found = {one.bed.id: one.fit for one in queries.beds_for(made, at=service.at)}
    assert not found[women].fits and not found[stairs].fits and not found[lost].fits
    assert found[unknown].fits and found[unknown].unsure
    for wrong, words in ((stairs, "not to have: single"), (lost, "The bed is lost on")):
        with pytest.raises(Refused, match=words):
            booked(team, made, wrong, ahead(service, 40))
    booked(team, made, unknown, ahead(service, 40))
    [decision] = Decision.objects.using("owner").filter(about_id=made, rule="bed fits")
    assert decision.outcome["unsure"] is True


def clerk(person):
    return {"by": joins(person.team.unit, "case administrator"), "person_id": person.id}


def version_of(person):
    return Person.objects.using("owner").get(id=person.id).version


def test_a_bed_is_not_lost_under_somebody_and_giving_it_up_for_that_is_lost_demand(
    team, service, person, bed
):
    today = day_of(service.at)
    made = suitable(team, person)
    booked(team, made, bed, ahead(service, 40))
    lose = {"by": team.worker, "bed_id": bed, "first": today, "until": None, "reason": "damage"}
    with pytest.raises(Refused, match="Somebody has this bed on"):
        actions.lose_bed(at=service.later(), **lose)
    with viewing(team.worker, service.later()):
        before = {
            one.words: one.times for one in queries.lost_demand(since=today, until=today + timedelta(days=1))
        }
    done(team, actions.give_bed_up, made, reason="lost bed")
    assert row_of(made).state == S.WAITING and stays_of(made)[0].state == "cancelled"
    void = actions.lose_bed(at=service.later(), **lose)
    with viewing(team.worker, service.later()):
        after = {
            one.words: one.times for one in queries.lost_demand(since=today, until=today + timedelta(days=1))
        }
    assert after["The bed was lost"] == before.get("The bed was lost", 0) + 1
    actions.have_bed_back(by=team.worker, at=service.later(), void_id=void, on=today + timedelta(days=2))
    moved(team, made, S.NO_BED, reason="no capacity")
    answered(person, made, S.WAITING, arrival=ahead(service, 60))
    booked(team, made, bed, ahead(service, 60))


def test_somebody_who_does_not_come_frees_the_bed_and_the_sender_says_what_follows(
    team, service, person, bed
):
    today = day_of(service.at)
    made = suitable(team, person, arrival=today, contingency="Back to court.")
    booked(team, made, bed, today)
    assert seen(team.worker, person)
    done(team, actions.record_no_arrival, made, reason="hospital")
    found = whole(person.team.officer, made, service)
    assert found.line.owed.side is PlacingSide.SENDER and {m.after for m in found.may} == {
        S.WAITING,
        S.WITHDRAWN,
    }
    answered(person, made, S.WAITING)
    booked(team, made, bed, today)
    with pytest.raises(Refused, match="lies ahead"):
        done(team, actions.record_arrival, made, on=today + timedelta(days=1))
    done(team, actions.record_arrival, made, on=today)
    assert [one.state for one in stays_of(made)] == ["not arrived", "arrived"]


def test_nights_run_out_at_eighty_four_and_whoever_leads_gives_leave_for_more(service, team, person):
    kind = AccommodationKind.TRANSITIONAL
    _, [bed] = premises(team, ["T"], kind=kind)
    made = resident(team, person, bed, kind=kind, route="approved premises")
    arrived = stays_of(made)[0].arrived_on
    day = arrived + timedelta(days=84)
    assert stays_of(made)[0].leaves == day
    with pytest.raises(Refused, match="84 nights at most, and this would make 85"):
        done(team, actions.change_leaving, made, leaves=day + timedelta(days=1))
    done(
        team,
        actions.give_leave_to_stay,
        made,
        leaves=day + timedelta(days=7),
        because="The flat is ready on that day.",
    )
    assert stays_of(made)[0].leave.startswith("The flat")
    done(team, actions.change_leaving, made, leaves=day)


def test_a_move_to_another_bed_goes_on_counting_the_nights(team, service, person):
    _, [one, two] = premises(team)
    made = resident(team, person, one)
    arrived = stays_of(made)[0].arrived_on
    at = service.at + timedelta(days=3)
    with pytest.raises(Refused, match="Choose another"):
        done(
            team,
            actions.move_to_bed,
            made,
            at=at,
            bed_id=one,
            on=arrived + timedelta(days=3),
            reason="closer",
        )
    done(
        team,
        actions.move_to_bed,
        made,
        at=at,
        bed_id=two,
        on=arrived + timedelta(days=3),
        reason="risk to resident",
    )
    with viewing(person.team.officer, at):
        found = queries.application(made, person.team.officer, at=at)
    assert found.line.nights.spent == 3 and found.line.nights.planned == 81
    assert [(s.state, s.bed_id) for s in stays_of(made)] == [("departed", one), ("arrived", two)]


def test_a_bed_that_somebody_should_have_left_is_not_free_until_it_is_recorded(team, service, person, bed):
    made = resident(team, person, bed, nights=2, why_longer="A short stay.")
    leaves = stays_of(made)[0].leaves
    late = service.at + timedelta(days=5)
    other = suitable(team, managed(a_person(service)))
    with viewing(team.worker, late):
        [fit] = [
            one.fit for one in queries.beds_for(other, at=late, arrives=day_of(late)) if one.bed.id == bed
        ]
    assert not fit.fits
    done(team, actions.record_departure, made, at=late, on=leaves, reason="planned", moved_on="own home")
    with viewing(team.worker, late):
        [fit] = [
            one.fit for one in queries.beds_for(other, at=late, arrives=day_of(late)) if one.bed.id == bed
        ]
    assert fit.fits
    with viewing(team.worker, late + timedelta(minutes=1)):
        assert not may_see(person.id)


def test_a_bed_is_made_ready_for_some_working_days_where_the_terms_say_so(team, service, person):
    kind = AccommodationKind.TRANSITIONAL
    _, [bed] = premises(team, ["R"], kind=kind)
    made = resident(team, person, bed, kind=kind, route="approved premises", nights=1)
    left = stays_of(made)[0].leaves
    other = suitable(team, managed(a_person(service)), kind=kind, route="approved premises")
    with viewing(team.worker, service.later()):
        fits = [
            [one.fit.fits for one in queries.beds_for(other, at=service.at, arrives=left + timedelta(days=n)) if one.bed.id == bed]
            for n in (0, 1, 4)
        ]  # fmt: skip
    assert fits == [[False], [False], [True]]


def test_priority_is_the_rules_until_somebody_gives_a_reason(team, service, person):
    made = applied(person)
    rule = row_of(made).priority
    done(team, actions.set_priority, made, priority=Priority.FIRST, because="Release was brought forward.")
    assert (
        row_of(made).priority == "first" and row_of(made).priority_because == "Release was brought forward."
    )
    [decision] = Decision.objects.using("owner").filter(about_id=made, rule="priority by hand")
    assert decision.inputs["before"] == rule
    with pytest.raises(Refused, match="Say why they go"):
        done(team, actions.set_priority, made, priority=Priority.THIRD, because=" ")


def test_a_closed_case_ends_it_frees_the_bed_and_ends_the_sight(team, service, person, bed):
    made = resident(team, person, bed)
    case = person.row
    close_case(
        by=person.team.senior, at=service.later(), case_id=case.id, version=case.version, because="Ended"
    )
    hear()
    assert row_of(made).state == S.DEPARTED and stays_of(made)[0].state == "departed"
    assert not seen(team.worker, person)


def test_a_death_ends_it_and_a_mistake_takes_it_up_again_with_the_bed_or_without_where_another_has_it(
    team, service
):
    here = []
    for _ in range(2):
        person = managed(a_person(service))
        _, [bed] = premises(team, ["D"])
        here.append((person, bed, resident(team, person, bed)))
    for person, _, _ in here:
        record_death(
            at=service.later(), version=version_of(person), died_on=day_of(service.at), **clerk(person)
        )
    hear()
    assert {row_of(made).state for _, _, made in here} == {S.DEPARTED}
    (kept, _, whose), (lost, taken, waits) = here
    other = suitable(
        team, managed(a_person(service)), arrival=day_of(service.at), contingency="Back to court."
    )
    booked(team, other, taken, day_of(service.at))
    for person in (kept, lost):
        withdraw_death(
            at=service.later(), version=version_of(person), because="They came in.", **clerk(person)
        )
    hear()
    assert row_of(whose).state == S.RESIDENT and seen(team.worker, kept)
    assert row_of(waits).state == S.WAITING and seen(team.worker, lost)


def test_an_application_follows_a_merge_and_back(team, service, person, bed):
    made = resident(team, person, bed)
    twin = managed(a_person(service))
    admin = clerk(person)["by"]
    merged = merge_people(
        by=admin, at=service.later(), survivor_id=twin.id, merged_id=person.id, because="one and the same"
    )
    hear()
    assert row_of(made).person_id == twin.id and stays_of(made)[0].person_id == twin.id
    unmerge_people(by=admin, at=service.later(), merge_id=merged, because="two after all")
    hear()
    assert row_of(made).person_id == person.id


def test_no_other_provider_reads_it_and_nobody_writes_a_stay_by_sql_for_whom_they_give_no_place(
    team, service, person, bed
):
    made = resident(team, person, bed)
    with viewing(team.worker, service.later()):
        assert Stay.objects.filter(application=made).exists()
    with (
        pytest.raises(ProgrammingError),
        viewing(person.team.officer, service.later()),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO accommodation_stay (id, person_id, application_id, bed_id, unit_id, state, arrives, leaves, nights,"
            " reason, moved_on, leave, during, at, member_id) SELECT %s, person_id, application_id, bed_id, unit_id, 'booked',"
            " arrives + 500, leaves + 500, daterange(arrives + 500, leaves + 500), '', '', '', tstzrange(app_at(), NULL),"
            " app_at(), app_member() FROM accommodation_stay WHERE application_id = %s",
            [new_id(), made],
        )


def test_premises_and_beds_are_their_own_teams_to_keep(team, service, person):
    house, beds = premises(team, ["1", "2", "3"])
    with pytest.raises(Refused, match="Only the team that runs"):
        actions.add_beds(
            by=person.team.senior,
            at=service.later(),
            premises_id=house,
            names=["9"],
            first=day_of(service.at),
        )
    with pytest.raises(Refused, match="Named twice: 4"):
        actions.add_beds(
            by=team.lead, at=service.later(), premises_id=house, names=["4", "4"], first=day_of(service.at)
        )
    with pytest.raises(Refused, match="bed of that name"):
        actions.add_beds(
            by=team.lead, at=service.later(), premises_id=house, names=["1"], first=day_of(service.at)
        )
    actions.close_bed(by=team.lead, at=service.later(), bed_id=beds[2], last=day_of(service.at))
    made = resident(team, person, beds[0])
    with pytest.raises(Refused, match="Somebody has this bed"):
        actions.close_bed(by=team.lead, at=service.later(), bed_id=beds[0], last=day_of(service.at))
    today = day_of(service.at)
    with viewing(team.worker, service.later()):
        found = queries.one_of_premises(house, on=today)
        assert [
            one.line.row.id if hasattr(one, "line") else one.row.id
            for one in queries.living_in(house, at=service.at)
        ] == [made]
    assert [(n.beds, n.occupied, n.free) for n in found.nights[:2]] == [(3, 1, 2), (2, 1, 1)]
    assert [one.tonight for one in found.beds] == ["lived in", "free", "free"]
