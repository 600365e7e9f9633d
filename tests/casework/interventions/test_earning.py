"""What was done for a referral is counted to the team and the service that had it on its day, however it passed on since."""

from collections import Counter

import pytest
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction
from support.people import as_worker, joins
from support.service import a_person, a_service, hear, managed
from support.services import a_provider, an_offer, refer, row_of

from throughcare.casework.interventions import actions
from throughcare.casework.interventions.models import Service as Offered
from throughcare.casework.interventions.queries import earned
from throughcare.casework.people.actions import record_death, withdraw_death
from throughcare.casework.people.models import Person
from throughcare.casework.supervision.rules.attendance import Outcome
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of


class Passed:
    """A referral that two teams have in turn, each with a service of its own."""

    def __init__(self) -> None:
        self.service = a_service()
        self.first, self.second = a_provider(self.service), a_provider(self.service)
        self.here, self.there = an_offer(self.first, self.service), an_offer(self.second, self.service)
        self.person = managed(a_person(self.service))
        self.officer = self.person.team.officer
        self.referral = refer(self.person, self.here)

    def does(self, act, by, *, days=0, **given):
        at = self.service.later(days=days)
        act(by=by, at=at, referral_id=self.referral, version=row_of(self.referral).version, **given)
        return day_of(at)

    def accepted(self, team):
        day = self.does(actions.accept_referral, team.lead)
        self.does(actions.assign_referral, team.lead, worker=team.worker.id)
        return day

    def planned(self, team):
        self.does(actions.send_plan, team.worker, goals=["A home"], sessions=8)
        self.does(actions.approve_plan, self.officer)

    def session(self, team, outcome=Outcome.ATTENDED, on=None, days=1):
        at = self.service.later(days=days)
        self.does(actions.record_session, team.worker, on=on or day_of(at), outcome=outcome)
        return on or day_of(at)

    def passes(self, to=None, days=1):
        day = self.does(
            actions.transfer_referral,
            self.officer,
            days=days,
            service_id=(to or self.there).id,
            note="Closer to home.",
        )
        team = self.first if to and to.unit_id == self.first.unit else self.second
        self.does(actions.assign_referral, team.lead, worker=team.worker.id) if self.is_taken() else None
        return day

    def is_taken(self):
        return row_of(self.referral).state in ("accepted", "delivering")

    def counts(self, team, *services):
        """What a team earned by services of these, theirs unless they are named: what it is, from when, when it came and left."""
        named = services or ((self.here if team is self.first else self.there),)
        with as_worker(), viewing(self.officer, self.service.later()):
            found = earned([one.reference for one in named], team.unit, day_of(self.service.at))
        return [(one.what, one.since, one.came, one.withdrawn_on, one.absent_on) for one in found]


@pytest.fixture
def passed(database):
    return Passed()


def whats(counted):
    return Counter(one[0] for one in counted)


def test_what_was_earned_stays_with_whoever_did_it_when_a_referral_passes_to_another_provider(passed):
    accepted = passed.accepted(passed.first)
    passed.planned(passed.first)
    days = [passed.session(passed.first), passed.session(passed.first, Outcome.LATE)]
    before = passed.counts(passed.first)
    moved = passed.passes()
    later = passed.session(passed.second)
    # Nothing that the first earned is lost or moved, and the second earns what it did itself.
    kept = passed.counts(passed.first)
    assert [one[:3] for one in kept] == [one[:3] for one in before]
    assert whats(kept) == {
        "referrals answered": 1, "first sessions attended": 1, "referral accepted": 1, "session attended": 2,
    }  # fmt: skip
    assert ("first sessions attended", accepted, days[0], moved, None) in kept
    assert passed.counts(passed.second) == [("session attended", later, later, None, None)]


def test_what_is_owed_after_a_passing_on_runs_from_the_day_the_new_team_has_it(passed):
    sent = day_of(row_of(passed.referral).sent_at)
    moved = passed.passes(days=3)
    answered = passed.accepted(passed.second)
    assert passed.counts(passed.first) == [("referrals answered", sent, None, moved, None)]
    assert passed.counts(passed.second) == [
        ("first sessions attended", answered, None, None, None),
        ("referral accepted", answered, answered, None, None),
        ("referrals answered", moved, answered, None, None),
    ]


def test_a_first_session_still_owed_is_owed_by_whoever_has_it(passed):
    accepted = passed.accepted(passed.first)
    passed.planned(passed.first)
    missed = passed.session(passed.first, Outcome.ABSENT_UNACCEPTABLE)
    moved = passed.passes(days=2)
    came = passed.session(passed.second)
    assert ("first sessions attended", accepted, None, moved, missed) in passed.counts(passed.first)
    assert ("first sessions attended", moved, came, None, None) in passed.counts(passed.second)


def test_a_session_written_down_later_is_of_whoever_had_the_referral_on_its_day(passed):
    passed.accepted(passed.first)
    passed.planned(passed.first)
    held = day_of(passed.service.later(days=1))
    moved = passed.passes(days=2)
    passed.session(passed.second, on=held)
    passed.session(passed.second, on=moved, days=0)
    assert ("session attended", held, held, None, None) in passed.counts(passed.first)
    assert [one[1] for one in passed.counts(passed.second) if one[0] == "session attended"] == [moved]


def test_one_team_that_passes_it_between_its_services_goes_on_where_it_was(passed):
    other = an_offer(passed.first, passed.service)
    sent = day_of(row_of(passed.referral).sent_at)
    passed.passes(other, days=2)
    answered = passed.accepted(passed.first)
    both = passed.counts(passed.first, passed.here, other)
    assert ("referrals answered", sent, answered, None, None) in both
    assert whats(both)["referrals answered"] == 1
    # Of an agreement for the first service alone, it was taken back; of one for the second, it began there.
    assert whats(passed.counts(passed.first)) == {"referrals answered": 1}
    assert whats(passed.counts(passed.first, other))["referral accepted"] == 1


def test_a_team_that_has_it_twice_earns_what_it_did_in_both_stints_and_nothing_between(passed):
    passed.accepted(passed.first)
    passed.planned(passed.first)
    days = [passed.session(passed.first)]
    passed.passes()
    between = passed.session(passed.second)
    passed.passes(passed.here)
    days.append(passed.session(passed.first))
    assert [one[1] for one in passed.counts(passed.first) if one[0] == "session attended"] == days
    assert [one[1] for one in passed.counts(passed.second) if one[0] == "session attended"] == [between]


def test_a_whole_caseload_that_is_handed_over_leaves_behind_what_was_earned(passed):
    passed.accepted(passed.first)
    passed.planned(passed.first)
    passed.session(passed.first)
    keeper = passed.first.commissioner
    actions.hand_over_caseload(
        by=keeper, at=passed.service.later(days=1), from_unit=passed.first.unit, to_unit=passed.second.unit, note="They closed."
    )  # fmt: skip
    assert Offered.objects.using("owner").get(id=passed.here.id).unit_id == passed.second.unit
    passed.does(actions.assign_referral, passed.second.lead, worker=passed.second.worker.id)
    passed.session(passed.second)
    assert whats(passed.counts(passed.first))["session attended"] == 1
    assert whats(passed.counts(passed.second, passed.here)) == {"session attended": 1}


def test_a_withdrawal_is_not_hidden_by_an_earlier_absence_and_what_is_taken_up_again_was_not_withdrawn(
    passed,
):
    accepted = passed.accepted(passed.first)
    passed.planned(passed.first)
    missed = passed.session(passed.first, Outcome.ABSENT_UNACCEPTABLE)
    died = day_of(passed.service.later(days=1))
    clerk = {"by": joins(passed.person.team.unit, "case administrator"), "person_id": passed.person.id}
    record_death(at=passed.service.later(), version=version_of(passed.person), died_on=died, **clerk)
    hear()
    assert ("first sessions attended", accepted, None, died, missed) in passed.counts(passed.first)
    withdraw_death(
        at=passed.service.later(), version=version_of(passed.person), because="They came in.", **clerk
    )
    hear()
    assert ("first sessions attended", accepted, None, None, missed) in passed.counts(passed.first)


def version_of(person):
    return Person.objects.using("owner").get(id=person.id).version


STEP = """INSERT INTO interventions_referralstep (id, person_id, referral_id, kind, at, member_id, organisation_id, reason, absence, evidence,
  note, goals, outcomes, left_unit, left_service) VALUES (gen_random_uuid(), %s, %s, %s, app_at(), app_member(), app_organisation(), '', '',
  '', 'x', '{}', '{}', %s, %s)"""


def test_nobody_writes_by_sql_that_it_was_somebody_elses_until_now(passed):
    given = [passed.person.id, passed.referral, "transferred"]
    for who in (passed.first.lead, passed.officer):
        with viewing(who, passed.service.later()), pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute(STEP, [*given, passed.second.unit, passed.there.id])
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(using="owner"),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute(
            STEP.replace("app_member()", "NULL")
            .replace("app_organisation()", "NULL")
            .replace("app_at()", "now()"),
            [passed.person.id, passed.referral, "accepted", passed.second.unit, passed.there.id],
        )
