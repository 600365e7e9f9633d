"""The demonstration's staff have terms, some reductions, and half a year of weeks that lead up to the present one."""

from collections import Counter
from random import Random
from types import SimpleNamespace

from casework.allocation.shell.shell_builders import allocating
from support.people import a_founder, as_worker, joins

from throughcare.casework.allocation import queries
from throughcare.casework.allocation.models import Reduction, StaffTerms, WeeklyWorkload
from throughcare.demonstration.allocating import WEEKS, give_terms
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.actions import add_member
from throughcare.foundation.access.session import viewing


def furnished(number=20):
    """A team of so many officers, furnished as the demonstration does it."""
    world = allocating()
    officers = [joins(world.team.unit, "offender manager") for _ in range(number)]
    made = add_member(
        by=a_founder(),
        at=world.service.at,
        unit_id=world.team.unit,
        role="service",
        name="Records service",
        account_id=None,
    )
    service = access.member(made, at=world.service.at)
    staff = SimpleNamespace(
        pools={world.team.unit: {"offender manager": [one.id for one in officers]}},
        services={world.team.organisation: service},
    )
    world.service.later(days=2)
    with as_worker():
        give_terms(SimpleNamespace(staff=staff, as_at=world.service.at.date()), Random(7))
    return world, {one.id for one in officers}


def test_everybody_who_takes_cases_has_terms_and_a_load_for_every_week_up_to_this_one():
    _, officers = furnished()
    terms = StaffTerms.objects.using("owner").filter(member_id__in=officers)
    assert {row.member_id for row in terms} == officers
    assert Reduction.objects.using("owner").filter(member_id__in=officers).exists()
    weeks = Counter(
        WeeklyWorkload.objects.using("owner")
        .filter(member_id__in=officers)
        .values_list("member_id", flat=True)
    )
    assert weeks == dict.fromkeys(officers, WEEKS + 1)


def test_the_forecast_then_has_enough_history_for_an_interval():
    world, _ = furnished(3)
    with viewing(world.senior, world.service.at):
        told = queries.forecast_for([world.team.unit], at=world.service.at)
    assert all(week.interval is not None for week in told.weeks)
