"""Commissioners, analysts, police, victim liaison and a provider's lead are told of their area in numbers, and of nobody."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connections
from django.utils import timezone
from support.browser import assert_accessible, assert_no_sideways_scroll
from support.people import joins
from support.service import Service, a_local, a_result, a_service, import_rows

from throughcare.evidence.extracts.actions import publish_figures
from throughcare.evidence.extracts.queries import published
from throughcare.evidence.extracts.rules.figures import month_ends
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

ADDRESS = "/area-figures"
ROLES = ["commissioner", "analyst", "police partner", "victim liaison officer", "provider lead"]


@pytest.fixture(scope="module")
def service(database: object) -> Service:
    """A service that has had its people for two months: 43, of whom 4 have a second requirement."""
    made = a_service("england-and-wales-2021", at=timezone.now() - timedelta(hours=3), local=a_local())
    day = day_of(made.at) - timedelta(days=75)
    given = {"hearing_date": day.isoformat(), "offence_date": (day - timedelta(days=60)).isoformat()}
    given["postcode"] = f"{made.local[1]} 2AB"
    rows = [a_result(**given, requirements="unpaid work 120 hours") for _ in range(39)]
    both = "unpaid work 120 hours; rehabilitation activity 20 days"
    rows += [a_result(**given, requirements=both) for _ in range(4)]
    import_rows(made, *rows)
    held_since(made, 70)
    return made


def held_since(service: Service, days: int) -> None:
    """Every case of a service opened so many days before it was: nobody may act before they joined, in a test."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE supervision_case SET opened_at = %s WHERE area_code = %s",
            [service.at - timedelta(days=days), service.local[0]],
        )


@pytest.fixture(scope="module")
def team(service: Service):
    return next(iter(service.teams.values()))


@pytest.fixture(scope="module")
def told(service: Service, team) -> dict[str, object]:
    """The newest figures of the area, published by its analyst."""
    publish_figures(by=joins(team.unit, "analyst"), at=timezone.now())
    return newest(service, team)


def newest(service: Service, team) -> dict[str, object]:
    with viewing(joins(team.unit, "commissioner"), timezone.now()):
        [*_, last] = published.told_of(service.area)
    assert last.on == month_ends(day_of(timezone.now()))[-1]
    return last.figures


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_people_are_counted_at_the_months_end_rounded_and_the_few_withheld(told):
    assert told["people"] == {"people": 45}
    assert told["requirement: unpaid work"] == {"yes": 45}
    assert told["requirement: rehabilitation activity"] == {"yes": None, "no": None}, (
        "43 less it would tell of the four"
    )


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_told_its_area_on_a_page_and_on_home(role, service, team, told, signed_in):
    client = signed_in(joins(team.unit, role))
    page = client.get(ADDRESS)
    assert page.status_code == 200
    said = words(page)
    assert "People under supervision 45" in said and "month by month" in said and "Withheld" in said
    assert "Your area in figures" in words(client.get("/"))
    assert not re.search(r"/people/[0-9a-f-]{36}", page.content.decode())


@pytest.mark.parametrize("role", ["police partner", "provider lead"])
def test_whoever_opens_records_is_told_whom_their_team_may_see_and_why(role, team, told, signed_in):
    assert "People your team may see, by why" in words(signed_in(joins(team.unit, role)).get(ADDRESS))


@pytest.mark.parametrize("role", ["commissioner", "analyst", "victim liaison officer"])
def test_whoever_opens_no_record_is_told_of_none(role, team, told, signed_in):
    assert "People your team may see" not in words(signed_in(joins(team.unit, role)).get(ADDRESS))


@pytest.mark.parametrize("role", ["offender manager", "sentencer", "court officer", "inspector"])
def test_others_are_refused(role, team, told, signed_in):
    client = signed_in(joins(team.unit, role))
    for address in (ADDRESS, f"{ADDRESS}/chart/months.svg"):
        assert client.get(address).status_code == 403


def test_each_chart_has_a_table_and_holds_no_withheld_figure(service, team, told, signed_in):
    client = signed_in(joins(team.unit, "commissioner"))
    page = client.get(f"{ADDRESS}?area={service.area}").content.decode()
    charts = set(re.findall(r'src="(/area-figures/chart/[a-z]+\.svg\?area=[^"]+)"', page))
    assert len(charts) >= 1 and page.count("<figure") == len(charts)
    for chart in charts:
        for one in (chart, chart.replace(".svg", "-desk.svg")):
            drawn = client.get(one)
            assert drawn["Content-Type"] == "image/svg+xml" and b"<title>" in drawn.content
    assert client.get(f"{ADDRESS}/chart/nothing.svg?area={service.area}").status_code == 404


def test_an_area_nobody_was_told_of_is_asked_for_again(team, told, signed_in):
    page = signed_in(joins(team.unit, "commissioner")).get(f"{ADDRESS}?area=nowhere")
    assert page.status_code == 200 and page.context["form"].errors


def test_what_was_published_stays_and_is_not_counted_again(service, team, told):
    day = service.at.date() - timedelta(days=3)
    given = {"hearing_date": day.isoformat(), "offence_date": (day - timedelta(days=60)).isoformat()}
    given["postcode"] = f"{service.local[1]} 2AB"
    import_rows(service, *[a_result(**given) for _ in range(20)])
    held_since(service, 70)
    publish_figures(by=joins(team.unit, "analyst"), at=timezone.now())
    assert newest(service, team) == told


def test_figures_are_published_by_nobody_else_and_changed_by_nobody(team, told):
    with pytest.raises(Refused):
        publish_figures(by=joins(team.unit, "commissioner"), at=timezone.now())
    for sql in (
        "INSERT INTO extracts_publishedfigures (id, kind, place, \"on\", figures, at) VALUES (gen_random_uuid(), 'x', 'y', current_date, '{}', now())",
        "UPDATE extracts_publishedfigures SET place = 'elsewhere'",
        "DELETE FROM extracts_publishedfigures",
    ):
        with (
            viewing(joins(team.unit, "analyst"), timezone.now()),
            connections["default"].cursor() as cursor,
            pytest.raises(ProgrammingError, match="permission denied"),
        ):
            cursor.execute(sql)


@pytest.mark.parametrize("wide", [375, 1280])
def test_the_page_is_accessible_and_fits(wide, team, told, in_browser):
    page = in_browser(joins(team.unit, "provider lead"))
    page.set_viewport_size({"width": wide, "height": 900})
    page.goto(ADDRESS)
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.screenshot(path=f"/tmp/desks/area-{wide}.png", full_page=True)


def test_the_tiers_are_those_of_the_day(service):
    from throughcare.evidence.extracts.queries.counting import Records, people_on

    on, off = date(2026, 3, 31), date(2026, 4, 30)
    held = {"from_day": date(2026, 1, 5), "to_day": None}
    records = Records(
        [{"person": "p", "area": "a", **held}, {"person": "q", "area": "a", "from_day": date(2026, 1, 1), "to_day": on}],
        {"p": [{"value": "B", "from_day": date(2026, 1, 5), "to_day": off}, {"value": "C", "from_day": off, "to_day": None}]},
        {}, {}, {}, [],
    )  # fmt: skip
    [one] = people_on(records, on)["a"]
    assert one.columns["tier"] == "B", "q had left by the end of that day"
    [one] = people_on(records, off)["a"]
    assert one.columns["tier"] == "C"


def test_a_year_of_managing_is_published_once_and_set_against_what_the_model_foresees(
    told, service, team, answer
):
    analyst = joins(team.unit, "analyst")
    with viewing(analyst, timezone.now()):
        found = published.managed_of_every_place()[service.area]
    assert found.figures["people"] == 45 and found.figures["changes"] is None
    assert found.figures["weeks_without"] > 0
    page = words(answer(analyst, "/outcomes/pilot/lived"))
    row = page.partition(f"Area {service.area}")[2][:200]
    assert "england-and-wales-2021" in row and re.search(r"45 0\.\d\d withheld 0\.\d\d \d+\.\d\d", row)
    before = published_rows(service.area)
    publish_figures(by=joins(team.unit, "analyst"), at=timezone.now() + timedelta(days=40))
    assert published_rows(service.area) == before


def published_rows(area: str) -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM extracts_publishedfigures WHERE place = %s AND kind = %s",
            [area, published.MANAGED],
        )
        return cursor.fetchone()[0]


def test_where_the_model_changed_within_the_year_it_is_said_and_nothing_is_foreseen(
    told, service, team, answer
):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE operating_model_inforce SET during = daterange(%s, upper(during)) WHERE area_id = %s",
            [day_of(service.at) - timedelta(days=100), service.area],
        )
    page = words(answer(joins(team.unit, "analyst"), "/outcomes/pilot/lived"))
    assert "Changed in the year" in page.partition(f"Area {service.area}")[2][:200]
