"""Many services held against one need: the database leaves out only what the rules rule out, and page and API say the same."""

from datetime import date, timedelta
from random import Random

import pytest
from psycopg.types.range import DateRange
from support.service import a_person, a_service, managed
from support.wall_visits import browser, caller

from throughcare.casework.interventions.models import Service as Offered
from throughcare.casework.interventions.queries import services_for
from throughcare.casework.interventions.queries.fitting import held_against
from throughcare.casework.interventions.rules import Order, Wanting, fit
from throughcare.casework.interventions.store import facts_of, wanting_of
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import day_of

NEED = "thinking"


def drawn(chance, on):
    """A service with every term drawn: none said, met, or not met."""
    ages = chance.choice([(None, None), (18, None), (None, 20), (18, 90), (70, None)])
    start = on - timedelta(days=chance.choice([0, 1, 400, -1]))
    end = chance.choice([None, on, on + timedelta(days=1), on + timedelta(days=90)])
    far = chance.choice([0.0, 0.1, 3.0])
    place = {
        "reference": str(new_id()), "name": "Hall", "postcode": chance.choice(["", "TS1 2AA"]),
        "latitude": chance.choice([None, 54.57 + far]), "longitude": -1.23, "is_place": True,
    }  # fmt: skip
    return Offered(
        reference=f"M{new_id().hex[-20:]}", title=f"Thinking {chance.random():.3f}", needs=[NEED], prime="P",
        areas=chance.choice([[], ["E06000002"], ["E06000001"], ["E06000001", "E06000002"]]),
        takes_women=chance.choice([None, True]), takes_men=chance.choice([None, True, False]), youngest=ages[0], oldest=ages[1],
        offered=DateRange(start, end if end is None or end > start else None),
        standing=chance.choice(["active", "active", "active", "defunct"]), sites=chance.choice([[], [place]]),
        open_to=chance.choice(["anybody", "people referred"]),
    )  # fmt: skip


@pytest.fixture(scope="module")
def many():
    service = a_service()
    person = managed(a_person(service))
    chance = Random(11)
    Offered.objects.using("owner").bulk_create([drawn(chance, day_of(service.at)) for _ in range(300)])
    return person


def test_what_the_database_leaves_out_the_rules_rule_out_too(many):
    at = many.service.later()
    with viewing(many.team.officer, at):
        wanting, on = wanting_of(many.id, NEED, at=at), day_of(at)
        every = {
            row.reference: fit(facts_of(row), wanting, on) for row in Offered.objects.filter(needs=[NEED])
        }
        held, more = held_against(wanting, on, most_out=0)
        assert more + len(held) == len(every)
        held_refs = {row.reference for row in held}
        assert {ref for ref, one in every.items() if one.fits} <= held_refs
        only_far = {ref for ref in held_refs if not every[ref].fits}
        assert all({one.rule for one in every[ref].against} == {"travel"} for ref in only_far)
        all_held, none = held_against(wanting, on, most_out=10_000)
        assert none == 0 and {row.reference for row in all_held} == every.keys()
        for row in all_held:
            cut = fit(facts_of(row), wanting, on)
            whole = every[row.reference]
            assert [one.because for one in cut.against] == [one.because for one in whole.against]
            assert [one.because for one in cut.reasons] == [one.because for one in whole.reasons]


@pytest.mark.parametrize(
    "wanting",
    [
        Wanting(NEED, (), None, None, None),
        Wanting(NEED, ("E06000002",), "female", date(1950, 1, 1), False),
        Wanting(NEED, ("E06000001",), "male", None, None),
    ],
)
def test_whatever_is_not_known_rules_nothing_out(many, wanting):
    at = many.service.later()
    with viewing(many.team.officer, at):
        on = day_of(at)
        fits = {
            row.reference
            for row in Offered.objects.filter(needs=[NEED])
            if fit(facts_of(row), wanting, on).fits
        }
        held, _ = held_against(wanting, on, most_out=0)
        assert fits <= {row.reference for row in held}


def test_the_soonest_and_the_nearest_are_shown_however_few_are_asked_for(many):
    at = many.service.later()
    with viewing(many.team.officer, at):
        everything = services_for(many.id, NEED, at=at, by=Order.NEAREST, most=10_000)
        few = services_for(many.id, NEED, at=at, most=1)
        assert few.nearest == everything.nearest is not None
        assert few.nearest in {one.id for one in few.fitting}
        assert few.more_fitting + len(few.fitting) == len(everything.fitting)
        assert few.more_not_fitting + len(few.not_fitting) == len(everything.not_fitting)
        nearest = min(one.fit.km for one in everything.fitting if one.fit.km is not None)
        assert next(one for one in everything.fitting if one.id == everything.nearest).fit.km == nearest


def test_page_and_api_say_the_same(many):
    page = (
        browser(many.team.officer).get(f"/people/{many.id}/services?need={NEED}&by=nearest").content.decode()
    )
    said = caller(many.team.officer).get(f"/api/v1/people/{many.id}/services?need={NEED}&by=nearest").json()
    assert said["fitting"] and said["not_fitting"]
    places = [page.index(f"/services/{one['service_id']}") for one in said["fitting"]]
    assert places == sorted(places)
    assert f"{said['more_not_fitting']} more do not fit" in page
    assert "Nearest" in page and "an estimate from" in page


def test_a_requirement_is_answered_by_the_need_it_names(many):
    api, asked = caller(many.team.officer), f"/api/v1/people/{many.id}/services"
    by_need = api.get(f"{asked}?need={NEED}").json()
    assert api.get(f"{asked}?requirement=programme").json() == by_need
    assert api.get(f"{asked}?requirement=curfew").status_code == 422
    page = browser(many.team.officer).get(f"/people/{many.id}/services?need=requirement:programme")
    assert by_need["fitting"][0]["title"] in page.content.decode()
