"""Nothing is rationed unseen: from stored facts every requirement in force is in one stage, and what is past is owed by somebody."""

import random
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from support.contacts import met
from support.people import as_worker, joins
from support.service import a_person, a_service, hear, managed

from throughcare.casework.courts.models import Requirement, Sentence
from throughcare.casework.courts.rules import RequirementKind
from throughcare.casework.people.actions import merge_people, unmerge_people
from throughcare.casework.supervision import queries
from throughcare.casework.supervision.actions import (
    BeginningTold,
    correct_contact,
    record_beginnings,
    record_contact,
    record_movement,
    take_back_beginning,
)
from throughcare.casework.supervision.models import Beginning, Case, TimelineEntry
from throughcare.casework.supervision.rules.attendance import Outcome
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.casework.supervision.rules.requirement_clocks import Begins, Stage, Word, clocks_on
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of

EVERY = {
    RequirementKind.UNPAID_WORK: (120, "hours"),
    RequirementKind.REHABILITATION_ACTIVITY: (20, "days"),
    RequirementKind.PROGRAMME: (31, "days"),
    RequirementKind.ATTENDANCE_CENTRE: (24, "hours"),
}


@pytest.fixture(scope="module")
def service():
    return a_service("durham-tees-valley-2012")


@pytest.fixture
def person(service):
    return managed(a_person(service))


def of_every_kind(person):
    """Gives the person's order one requirement of each kind, in place of those it had."""
    order = Sentence.objects.using("owner").get(person_id=person.id)
    Requirement.objects.using("owner").filter(sentence=order).update(ended_on=order.imposed_on)
    for kind in RequirementKind:
        amount, unit = EVERY.get(kind, (6, "months"))
        Requirement.objects.using("owner").create(
            id=new_id(), person_id=person.id, sentence=order, kind=kind.value, length=amount, unit=unit
        )  # fmt: skip
    return person


def standing(person, at=None):
    at = at or person.service.at
    with viewing(person.team.officer, at):
        found = queries.requirements_of(person.row, at=at)
    return {one.requirement.kind: one for one in found}


def tell(person, kind, word=Word.BEGUN, *, by=None, on=None, **more):
    at = person.service.later()
    one = standing(person)[kind]
    said = BeginningTold(person.case, one.requirement.id, word, on or day_of(at), **more)
    return record_beginnings(by=by or person.team.officer, at=at, beginnings=[said])


def came(person, kind, done=None, outcome=Outcome.ATTENDED):
    at = person.service.later(hours=1)
    counts = {"requirement_id": standing(person)[kind].requirement.id, "done": done}
    return record_contact(
        by=person.team.officer, at=at, meeting=met(person.case, at, "group session", outcome=outcome, **counts)
    )  # fmt: skip


def test_every_requirement_of_every_person_of_a_generated_service_is_in_exactly_one_of_three(service):
    chance = random.Random(20261129)
    folk = [of_every_kind(managed(a_person(service))) for _ in range(4)]
    terms = clocks_on(day_of(service.at)).table
    for person in folk:
        for kind in RequirementKind:
            act = chance.choice(["begun", "held", "came", "nothing"])
            if terms.clocks[kind].begins is Begins.AT_ONCE:
                continue
            if act == "begun":
                tell(person, kind)
            elif act == "held":
                until = day_of(service.at) + timedelta(days=chance.randrange(0, 60))
                tell(person, kind, Word.HELD, reason=chance.choice(sorted(terms.reasons)), until=until)
            elif act == "came":
                came(person, kind)
    seen, past = Counter(), set()
    later = service.at + timedelta(days=70)
    for person in folk:
        found = standing(person, later)
        assert set(found) == {kind.value for kind in RequirementKind}
        seen.update(one.stands.stage for one in found.values())
        past |= {(person.case, kind) for kind, one in found.items() if one.stands.is_past}
    assert seen.total() == len(folk) * len(RequirementKind)
    with viewing(folk[0].team.officer, later):
        cases = queries.cases_held(folk[0].team.officer.id, at=later)
        owed = queries.requirements_past(cases, on=day_of(later))
    theirs = {person.case for person in folk}
    assert {(one.case_id, one.kind) for one in owed if one.case_id in theirs} == past
    assert past


def test_held_for_a_reason_it_is_off_the_list_until_its_day_and_then_on_it(person):
    later = day_of(person.service.at) + timedelta(days=40)
    tell(person, "unpaid work", Word.HELD, reason="illness", until=later, note="A letter of the hospital.")
    one = standing(person)["unpaid work"]
    assert (one.stands.stage, one.stands.until) == (Stage.HELD, later)
    assert one.recorded[0].member == person.team.officer.name
    assert standing(person, person.service.at + timedelta(days=43))["unpaid work"].stands.is_past


def test_the_same_word_twice_is_recorded_once_and_taken_back_the_clock_runs_again(person):
    assert tell(person, "unpaid work") == 1
    said = standing(person)["unpaid work"].recorded[0]
    again = BeginningTold(person.case, standing(person)["unpaid work"].requirement.id, Word.BEGUN, said.on)
    assert (
        record_beginnings(by=person.team.officer, at=person.service.later(), beginnings=[again, again]) == 0
    )
    take_back_beginning(
        by=person.team.officer,
        at=person.service.later(),
        beginning_id=said.id,
        because="It was somebody else",
    )
    assert standing(person)["unpaid work"].stands.stage is Stage.WAITING
    with pytest.raises(Refused, match="already"):
        take_back_beginning(
            by=person.team.officer, at=person.service.later(), beginning_id=said.id, because="x"
        )
    written = TimelineEntry.objects.using("owner").filter(case=person.case, kind="requirement")
    assert written.count() == 2


def test_only_the_team_that_answers_for_the_case_gives_a_reason_and_only_its_own_is_taken_back(person):
    stranger = joins(a_service("durham-tees-valley-2012").court_unit, "offender manager")
    with pytest.raises(Refused, match="not yours to see"):
        tell(person, "unpaid work", by=stranger)
    court = joins(person.service.court_unit, "offender manager")
    with viewing(court, person.service.at):
        sees = queries.case_of(person.id, at=person.service.at) is not None
    if sees:
        with pytest.raises(Refused, match="Only the team that answers"):
            tell(
                person, "unpaid work", Word.HELD, by=court, reason="illness", until=day_of(person.service.at)
            )
    with pytest.raises(Refused, match="no such entry"):
        take_back_beginning(by=stranger, at=person.service.later(), beginning_id=new_id(), because="x")


def test_a_requirement_of_somebody_else_or_ended_is_refused(person, service):
    other = managed(a_person(service))
    theirs = standing(other)["unpaid work"].requirement.id
    told = BeginningTold(person.case, theirs, Word.BEGUN, day_of(service.at))
    with pytest.raises(Refused, match="no requirement in force"):
        record_beginnings(by=person.team.officer, at=service.later(), beginnings=[told])


def test_what_is_done_counts_down_and_a_correction_gives_it_back(person):
    came(person, "rehabilitation activity", Decimal(3))
    made = came(person, "rehabilitation activity", Decimal(2))
    before = standing(person)["rehabilitation activity"].stands
    assert (before.done, before.left, before.stage) == (5, 15, Stage.BEGUN)
    right = met(
        person.case, person.service.at, "group session", outcome=Outcome.ABSENT_UNACCEPTABLE, what="Did not come.",
        requirement_id=standing(person)["rehabilitation activity"].requirement.id,
    )  # fmt: skip
    correct_contact(
        by=person.team.officer, at=person.service.later(), contact_id=made.contact_id, meeting=right, because="Absent"
    )  # fmt: skip
    after = standing(person)["rehabilitation activity"].stands
    assert (after.done, after.left) == (3, 17)


def test_somebody_who_did_not_come_has_not_begun(person):
    came(person, "unpaid work", outcome=Outcome.ABSENT_UNACCEPTABLE)
    assert standing(person)["unpaid work"].stands.stage is Stage.WAITING


def test_when_an_order_is_cut_below_what_was_done_nothing_is_left_and_the_rest_is_over(person):
    came(person, "rehabilitation activity", Decimal(12))
    key = standing(person)["rehabilitation activity"].requirement.id
    Requirement.objects.using("owner").filter(id=key).update(length=10)
    found = standing(person)["rehabilitation activity"].stands
    assert (found.left, found.over, found.is_done) == (0, 2, True)


def test_whoever_is_in_custody_is_held_and_each_requirement_names_who_delivers_it(person):
    at = person.service.later()
    record_movement(
        by=person.team.officer, at=at, case_id=person.case, version=person.row.version, kind=MovementKind.RECEIVED,
        moved_at=at,
    )  # fmt: skip
    assert {one.stands.stage for one in standing(person).values()} == {Stage.HELD}
    assert all(one.deliverer for one in standing(person).values())


def test_a_merge_carries_what_was_recorded_and_undone_gives_it_back(person, service):
    tell(person, "unpaid work")
    came(person, "rehabilitation activity", Decimal(3))
    other = a_person(service)
    with as_worker():
        merged = merge_people(
            by=joins(service.court_unit, "case administrator"), at=service.later(), survivor_id=other.id,
            merged_id=person.id, because="They are one",
        )  # fmt: skip
        hear()
    kept = Beginning.objects.using("owner").get(case=person.case)
    assert kept.person_id == other.id
    with as_worker():
        unmerge_people(
            by=joins(service.court_unit, "case administrator"), at=service.later(), merge_id=merged, because="They are two"
        )  # fmt: skip
        hear()
    assert Beginning.objects.using("owner").get(case=person.case).person_id == person.id
    assert Case.objects.using("owner").get(id=person.case).person_id == person.id
    assert standing(person)["rehabilitation activity"].stands.left == 17


def test_the_teams_list_has_everything_that_has_not_begun_those_past_first(person):
    at = person.service.at + timedelta(days=60)
    with viewing(person.team.senior, at):
        rows = queries.requirements_not_begun([person.team.unit], at=at)
    limits = [one.stands.limit or date.max for one in rows]
    assert limits == sorted(limits)
    assert {one.requirement.kind for one in rows if one.person_id == person.id} == {
        "unpaid work", "rehabilitation activity",
    }  # fmt: skip
