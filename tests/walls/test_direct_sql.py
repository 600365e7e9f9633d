"""Direct SQL as the web role: every role of every kind of organisation reads and writes inside its wall and nowhere else."""

from typing import Any

import psycopg
import pytest
from support import wall_attacks as attacks
from support.people import NOW, a_founder, joins
from support.wall_world import World

from throughcare.foundation.access import actions as access
from throughcare.foundation.access.queries import member
from throughcare.foundation.access.rules import ROLES, Member, OrganisationKind
from throughcare.foundation.kernel import new_id

Breaker = psycopg.Connection[Any]

# Whether a member in this role, in the unit that answers for a person, reads about that person.
READS_ABOUT_PEOPLE = {
    "offender manager": True,
    "probation services officer": True,
    "senior probation officer": True,
    "head of delivery unit": True,
    "court officer": True,
    "sentencer": False,
    "prison offender manager": True,
    "provider worker": True,
    "provider lead": True,
    "commissioner": False,
    "evaluator": False,
    "moderator": False,
    "victim liaison officer": False,
    "police partner": True,
    "case administrator": True,
    "analyst": False,
    "needs analyst": False,
    "inspector": True,
    "administrator": False,
    "service": True,
    "finance officer": False,
    "public protection chair": True,
    "terrorism risk officer": True,
}

# Rows about two people, of whom one is outside; and papers of a recall, which open to those who are named on it alone.
HIDDEN = {
    f"{table}: blind inside"
    for table in ("access_restriction", "people_keptapart", "recall_recallpaper", "recall_recallsignature")
}

# A category of public protection is a grant of its own, beside the sight of the person.
CATEGORIES = {
    f"protection_{table}: blind inside"
    for table in (
        "levelreferred",
        "meeting",
        "meetingaction",
        "meetingdecision",
        "meetinginvited",
        "protection",
        "protectionstep",
    )
}
# The board of integrated offender management is another, of the same roles.
CATEGORIES |= {
    f"integrated_{table}: blind inside"
    for table in ("disruption", "help", "integratedaction", "integratedstep", "selection")
}
READ_CATEGORIES = {
    "offender manager", "probation services officer", "senior probation officer", "head of delivery unit", "prison offender manager",
    "police partner", "inspector", "service", "public protection chair",
}  # fmt: skip


def in_role(world: World, role: str) -> Member:
    """A member of the unit that answers for the person inside; a service has no account."""
    if role != "service":
        return world.member(role)
    made = access.add_member(
        by=a_founder(), at=NOW, unit_id=world.unit, role=role, name=f"Service {new_id()}", account_id=None
    )
    found = member(made, at=NOW)
    assert found is not None
    return found


def test_every_role_has_a_row_here():
    assert set(READS_ABOUT_PEOPLE) == set(ROLES)


@pytest.mark.parametrize("role", READS_ABOUT_PEOPLE)
def test_a_role_reads_about_those_inside_its_wall_and_nobody_outside(
    role: str, world: World, breaker: Breaker
):
    someone = in_role(world, role)

    assert attacks.reads_outside(breaker, someone, world.outside.id) == []
    if READS_ABOUT_PEOPLE[role]:
        hidden = HIDDEN if role in READ_CATEGORIES else HIDDEN | CATEGORIES
        blind = set(attacks.blind_inside(breaker, someone, world.inside.id))
        assert blind <= hidden and (role in READ_CATEGORIES or blind >= CATEGORIES)
    else:
        assert attacks.reads_outside(breaker, someone, world.inside.id) == []


@pytest.mark.parametrize("role", ["offender manager", "court officer", "senior probation officer", "service"])
def test_a_role_writes_about_nobody_outside_its_wall(role: str, world: World, breaker: Breaker):
    someone = in_role(world, role)

    assert attacks.writes_outside(breaker, someone, world.inside.id, world.outside.id) == []


def test_a_role_writes_about_those_inside_its_wall(world: World, breaker: Breaker):
    stopped = attacks.stopped_inside(breaker, in_role(world, "senior probation officer"), world.inside.id)
    # A place in a group is given by the deliverer of a referral that there must be: tests of programmes give it.
    # A decision drawn for audit is looked at by whoever inspects, and by no senior of the same team.
    # A referral for public protection is decided by whoever chairs, and all of a meeting is written by them.
    # What a court said is written by whoever brings its results in, or puts right what could not be read.
    of_courts = (
        "alsolisted",
        "appearanceoffence",
        "courtquestion",
        "reportrequest",
        "requirement",
        "sentence",
    )
    assert stopped == [
        *(f"courts_{table}: cannot insert inside" for table in of_courts),
        "enforcement_decisionaudit: cannot update inside",
        "programmes_place: cannot insert inside",
        "protection_levelreferred: cannot update inside",
        "protection_meeting: cannot insert inside",
        "protection_meeting: cannot update inside",
        "protection_meetingaction: cannot insert inside",
        "protection_meetingaction: cannot update inside",
        "protection_meetingdecision: cannot insert inside",
        "protection_meetinginvited: cannot insert inside",
        "protection_meetinginvited: cannot update inside",
    ]


@pytest.mark.parametrize("kind", OrganisationKind)
def test_an_organisation_of_any_kind_that_nothing_was_granted_to_reads_about_nobody(
    kind: OrganisationKind, world: World, breaker: Breaker
):
    founder, name = a_founder(), f"{kind} {new_id()}"
    body = access.record_organisation(by=founder, at=NOW, name=name, kind=kind)
    unit = access.record_unit(by=founder, at=NOW, organisation_id=body, name=name, kind="team")

    for role in ("head of delivery unit", "inspector"):
        someone = joins(unit, role)
        for person in (world.inside, world.outside):
            assert attacks.reads_outside(breaker, someone, person.id) == []


def test_nobody_signed_in_reads_about_nobody(world: World, breaker: Breaker):
    for person in (world.inside, world.outside):
        assert attacks.reads_outside(breaker, None, person.id) == []
