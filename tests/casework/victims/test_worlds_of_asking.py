"""Two worlds in which a victim asks for a condition, or a court officer does, are one and the same to every other role.

In the first a court officer asks; then that is taken away by the owner of the database, and a victim asks the same by their liaison
officer. Whatever any other role is shown of the first it is shown of the second: licence, home, history, looks, audit, each answer.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connections, transaction
from support.people import joins
from support.releasing import somebody_inside
from support.service import a_service
from support.two_worlds import OTHERS, looked_at, machinery, told_apart
from support.victims import VIOLENT, a_liaison_officer, registered

from throughcare.casework.release.actions import propose_condition
from throughcare.casework.victims import actions
from throughcare.foundation.kernel.days import day_of

AREA = "54.5742 -1.2350\n54.5790 -1.2290\n54.5801 -1.2101\n54.5725 -1.2050\n54.5690 -1.2200"
ASKED = {"code": "exclusion-zone", "said": {"where": "the town centre"}, "area": AREA}
ONE_ID = UUID(int=7 << 64)
"""Ids are drawn by chance, so the one of each world is made this one, to compare all else."""


@pytest.fixture(scope="module")
def told():
    service = a_service("england-and-wales-2021")
    officer = a_liaison_officer(service)
    victim = registered(officer, somebody_inside(service, out_in=40, offence_code=VIOLENT))
    victim.comes_in()
    return victim


def owner(*statements):
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for said, given in statements:
            cursor.execute(said, given)


def with_one_id(made):
    owner(
        ("UPDATE release_proposer SET proposal_id = %s WHERE proposal_id = %s", [ONE_ID, made]),
        ("UPDATE victims_askedcondition SET proposal_id = %s WHERE proposal_id = %s", [ONE_ID, made]),
        ("UPDATE release_proposedcondition SET id = %s WHERE id = %s", [ONE_ID, made]),
    )


def taken_away():
    owner(
        ("DELETE FROM release_proposer WHERE proposal_id = %s", [ONE_ID]),
        ("DELETE FROM victims_askedcondition WHERE proposal_id = %s", [ONE_ID]),
        ("DELETE FROM release_proposedcondition WHERE id = %s", [ONE_ID]),
    )


def test_a_condition_of_a_victims_is_told_from_a_court_officers_by_nobody(told):
    person, at = told.person, told.person.service.at
    court = joins(person.team.unit, "court officer")
    members = {role: joins(person.team.unit, role) for role in OTHERS}
    members |= {
        "leads above": person.team.senior,
        "manages them": person.team.officer,
        "of the victims' team": joins(told.officer.unit_id, "senior probation officer"),
        "another team's officer": joins(person.team.unit, "victim liaison officer"),
    }
    until = day_of(at) + timedelta(days=200)
    looked_at(members, person, at)
    without = looked_at(members, person, at)
    jobs = machinery()
    with_one_id(
        propose_condition(by=court, at=person.service.later(), person_id=person.id, until=until, **ASKED)
    )
    assert machinery() == jobs
    by_court = looked_at(members, person, at)
    assert any("manages them: /" in one for one in told_apart(without, by_court)), "what is asked for is seen"
    taken_away()
    assert told_apart(without, looked_at(members, person, at)) == []
    with_one_id(
        actions.ask_for_condition(
            by=told.officer, at=person.service.later(), victim_id=told.id, until=until, **ASKED
        )
    )
    assert machinery() == jobs
    assert told_apart(by_court, looked_at(members, person, at)) == []
