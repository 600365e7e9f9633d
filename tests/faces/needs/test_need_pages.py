"""Need is counted from what is stored, published once, and shown with supply and gap to whoever may look, naming nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connections
from django.utils import timezone
from psycopg.types.range import DateRange, TimestamptzRange
from support.browser import (
    assert_accessible,
    assert_fits_at_twice_the_size,
    assert_no_sideways_scroll,
    assert_reads_in_own_colours,
)
from support.people import joins
from support.service import Service, a_local, a_result, a_service, import_rows
from typer.testing import CliRunner

from throughcare.casework.assessment.actions import start_assessment
from throughcare.casework.assessment.models import Assessment
from throughcare.casework.assessment.rules.needs.drafts import Answered, Origin
from throughcare.casework.assessment.store.drafts import as_kept
from throughcare.casework.interventions.models import Referral
from throughcare.casework.interventions.models import Service as Offered
from throughcare.casework.people.models import Address, Person
from throughcare.casework.supervision.models import Case
from throughcare.commissioning.needs import queries
from throughcare.commissioning.needs.actions import publish_need
from throughcare.commissioning.needs.rules.formula import Given
from throughcare.commissioning.needs.rules.gaps import NeedTold, Supply
from throughcare.commissioning.needs.rules.quarters import whole_quarters
from throughcare.faces.needs.pages.home import is_told
from throughcare.foundation.access.models import Unit
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of

ADDRESS = "/need"
LOOKS = [
    "commissioner",
    "needs analyst",
    "analyst",
    "provider lead",
    "police partner",
    "senior probation officer",
]
ITEMS = ("o3-3", "o3-4", "o3-5", "o3-6")


@pytest.fixture(scope="module")
def nothing_everywhere(database: object) -> Iterator[None]:
    """Services that another file offered everywhere are offered elsewhere meanwhile: what these figures count is offered here alone."""
    everywhere = [one.id for one in Offered.objects.using("owner").filter(areas=[])]
    Offered.objects.using("owner").filter(id__in=everywhere).update(areas=["elsewhere"])
    yield
    Offered.objects.using("owner").filter(id__in=everywhere).update(areas=[])


@pytest.fixture(scope="module")
def service(nothing_everywhere: None) -> Service:
    """43 people for over a year and a half, 13 of them women; 30 need a home, of whom a service took 12 on; 13 were never assessed."""
    made = a_service("england-and-wales-2021", at=timezone.now() - timedelta(hours=3), local=a_local())
    day = day_of(made.at) - timedelta(days=75)
    given = {"hearing_date": day.isoformat(), "offence_date": (day - timedelta(days=60)).isoformat()}
    import_rows(made, *[a_result(**given, postcode=f"{made.local[1]} 2AB") for _ in range(43)])
    cases = Case.objects.using("owner").filter(area_code=made.local[0]).order_by("id")
    cases.update(opened_at=made.at - timedelta(days=600))
    women = [case.person_id for case in cases[:13]]
    Person.objects.using("owner").filter(id__in=[case.person_id for case in cases]).update(sex="M")
    Person.objects.using("owner").filter(id__in=women).update(sex="F")
    for case in cases[:30]:
        assessed(made, case)
    offer = an_offer(made)
    Address.objects.using("owner").filter(person_id__in=[case.person_id for case in cases]).update(
        district="TS1", during=DateRange(None, None)
    )
    Address.objects.using("owner").filter(person_id__in=[case.person_id for case in cases[:20]]).update(
        district="YO1"
    )
    Unit.objects.using("owner").filter(id__in=[case.unit_id for case in cases]).update(
        kind="Local delivery unit"
    )
    for case in cases[:12]:
        taken_on(made, case, offer)
    return made


def assessed(service: Service, case: Case) -> None:
    """Somebody assessed 590 days ago as needing a home: nobody may act before they joined, in a test."""
    at = service.at - timedelta(days=590)
    team = next(team for team in service.teams.values() if team.unit == case.unit_id)
    begun = start_assessment(by=team.senior, at=service.later(), person_id=case.person_id)
    answers = {item: as_kept(Answered("2", Origin.PERSON, "", at)) for item in ITEMS}
    rows = Assessment.objects.using("owner").filter(id=begun)
    rows.update(
        state="signed",
        signed_at=at,
        answers=answers,
        answer_set="older_sections",
        harm_level="low",
        harm_at=at,
    )


def an_offer(service: Service) -> Offered:
    return Offered.objects.using("owner").create(
        reference=f"N{new_id().hex[-12:]}", title="Homes", needs=["accommodation"], prime="A charity", areas=[service.local[0]],
        takes_women=False, sites=[{"reference": "s", "name": "The hall", "postcode": "TS1 2AA", "latitude": None, "longitude": None}],
        offered=DateRange(day_of(service.at) - timedelta(days=700), None),
    )  # fmt: skip


def taken_on(service: Service, case: Case, offer: Offered) -> None:
    at = service.at - timedelta(days=580)
    Referral.objects.using("owner").create(
        person_id=case.person_id, case_id=case.id, service=offer, need="accommodation", state="delivering",
        from_unit=case.unit_id, to_unit=case.unit_id, sent_by=next(iter(service.teams.values())).officer.id, sent_at=at,
        because="No home", answered_at=at, sight=TimestamptzRange(at, None),
    )  # fmt: skip


@pytest.fixture(scope="module")
def team(service: Service):
    return next(iter(service.teams.values()))


@pytest.fixture(scope="module")
def told(service: Service, team) -> queries.PlaceNeed:
    publish_need(by=joins(team.unit, "needs analyst"), at=timezone.now())
    return newest(service, team)


def newest(service: Service, team) -> queries.PlaceNeed:
    at = timezone.now()
    with viewing(joins(team.unit, "commissioner"), at):
        found = queries.need_of_place(service.area, at=at)
    assert found is not None and found.quarter == whole_quarters(day_of(at))[-1]
    return found


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_what_is_stored_of_people_is_what_is_counted(told):
    home = told.need("accommodation").told
    assert told.people == 45 and told.columns["sex"] == {"female": 15, "male": 30}
    assert (home.met, home.not_met, home.without, home.unknown) == (10, 20, 0, 15)
    assert told.columns["tier"] == {"no tier yet": 45}


def test_each_other_need_of_those_never_assessed_is_not_known(told):
    money = told.need("money").told
    assert money.with_it == 0 and money.unknown == 45 and money.share is None


def test_the_gap_says_what_the_catalogue_lacks(told):
    home, money = told.need("accommodation"), told.need("money")
    assert "Nothing here takes women" in home.gap and home.supply.services == 1
    assert "20 people who need it were taken on by nobody" in home.gap
    assert "Nothing is offered for it here" not in money.gap, "nobody is known to need it"


def test_it_is_told_by_delivery_unit_and_by_how_far_people_live_from_a_service(
    service, team, told, signed_in
):
    home, money = told.need("accommodation"), told.need("money")
    [unit] = home.by_unit
    name = Unit.objects.get(id=unit.where).name
    assert (unit.told.people, unit.told.with_it) == (45, 30)
    assert home.distance == {"up to 5 km": 25, "over 40 km": 20} and money.distance == {
        "nothing is offered": 45
    }
    assert home.distance_by_area == {service.local[0]: home.distance}
    asked = {"place": service.area, "need": "accommodation"}
    said = words(signed_in(joins(team.unit, "needs analyst")).get(f"{ADDRESS}/one", asked))
    assert "By delivery unit" in said and name in said and "Over 40 km" in said
    assert "Distance" not in words(signed_in(joins(team.unit, "needs analyst")).get(ADDRESS, asked))


def test_a_quarter_is_told_of_its_own_days_alone(service, team, told):
    at = timezone.now()
    with viewing(joins(team.unit, "commissioner"), at):
        quarters = queries.quarters_told_of(service.area)
        first = queries.need_of_place(service.area, at=at, first=quarters[-1].first)
    assert len(quarters) == 5 and first is not None
    assert told.need("accommodation").since_last_year != "rose"


@pytest.mark.parametrize("role", LOOKS)
def test_whoever_may_look_is_shown_need_supply_and_gap_and_nobody_by_name(
    role, service, team, told, signed_in
):
    page = signed_in(joins(team.unit, role)).get(ADDRESS, {"place": service.area})
    assert page.status_code == 200
    said = words(page)
    assert "taken on by nobody" in said and "Nothing here takes women" in said
    assert not re.search(r"/people/[0-9a-f-]{36}", page.content.decode())


@pytest.mark.parametrize(
    "role", ["offender manager", "sentencer", "court officer", "inspector", "administrator"]
)
def test_others_are_refused(role, team, told, signed_in):
    client = signed_in(joins(team.unit, role))
    for address in (ADDRESS, f"{ADDRESS}/one?need=money", f"{ADDRESS}/map.svg?need=money", "/api/v1/need"):
        assert client.get(address).status_code == 403, address


def test_one_need_is_told_by_local_area_and_by_sex_with_a_map_that_says_the_same(
    service, team, told, signed_in
):
    client = signed_in(joins(team.unit, "needs analyst"))
    asked = {"place": service.area, "need": "accommodation"}
    said = words(client.get(f"{ADDRESS}/one", asked))
    assert "By local area" in said and "By sex" in said and "Female" in said
    drawn = client.get(f"{ADDRESS}/map.svg", asked)
    if drawn.status_code == 200:  # an area that tests make has no outline
        assert b"<title>" in drawn.content and drawn["Content-Type"] == "image/svg+xml"
    assert client.get(f"{ADDRESS}/one", asked | {"need": "nothing"}).status_code == 404
    assert client.get(f"{ADDRESS}/map.svg", asked | {"place": "nowhere"}).status_code == 404


def test_demand_is_forecast_as_ranges_on_the_page_of_a_need(service, team, told, signed_in):
    said = words(
        signed_in(joins(team.unit, "needs analyst")).get(
            f"{ADDRESS}/one", {"place": service.area, "need": "accommodation"}
        )
    )
    assert "Demand a year from now" in said and "As it came in that reform" in said
    with viewing(joins(team.unit, "commissioner"), timezone.now()):
        assert all(
            one.low < one.high
            for one in queries.forecasts_of(service.area, "accommodation", at=timezone.now())
        )


def test_what_areas_have_is_held_against_their_need_and_bad_lines_are_named(service, team, told, signed_in):
    client, area = signed_in(joins(team.unit, "needs analyst")), service.local[0]

    def sent(text: str) -> str:
        file = SimpleUploadedFile("money.csv", text.encode())
        return words(client.post("/need/resources", {"place": service.area, "file": file}))

    year = told.quarter.last.year
    assert "what its need would give" in sent(f"area,year,pounds\n{area},{year},1200.50\n")
    assert f"No need that can be told of elsewhere in {year}" in sent(
        f"area,year,pounds\n{area},{year},1\nelsewhere,{year},1\n"
    )
    left = sent(f"area,year,pounds,spent\n{area},{year},1200.50,200\n")
    assert (
        "£1,000.50" in left and "How much goes on is not stated" in left and "assumed in this model" in left
    )
    assert "line 2" in sent(f"area,year,pounds\n{area},{year},1.005\n")
    with viewing(joins(team.unit, "commissioner"), timezone.now()):
        [one] = queries.balances_of(service.area, [Given(area, year, 120_050)], at=timezone.now())
    assert one.over == 0 and one.low == one.high == 120_050


def test_where_nothing_was_published_yet_that_is_said_and_no_fault_is_found(team, signed_in, monkeypatch):
    monkeypatch.setattr(queries, "places_told_of", list)
    said = words(signed_in(joins(team.unit, "needs analyst")).get(ADDRESS))
    assert "No need has been published yet" in said and "There is a problem" not in said


def test_a_place_or_a_quarter_nobody_was_told_of_is_asked_for_again(team, told, signed_in):
    client = signed_in(joins(team.unit, "needs analyst"))
    for asked in ({"place": "nowhere"}, {"quarter": "1066-10-14"}):
        page = client.get(ADDRESS, asked)
        assert page.status_code == 200 and page.context["form"].errors


def test_the_api_tells_the_same(service, team, told, signed_in):
    client = signed_in(joins(team.unit, "needs analyst"))
    assert service.area in [one["place"] for one in client.get("/api/v1/need").json()]
    answer = client.get(f"/api/v1/need/{service.area}").json()
    [home] = [one for one in answer["needs"] if one["code"] == "accommodation"]
    assert home["distance"]["up to 5 km"] == 25 and len(home["by_unit"]) == 1
    assert home["not_met"] == 20 and home["share"]["low"] < home["share"]["value"] <= home["share"]["high"]
    assert client.get("/api/v1/need/nowhere").status_code == 404


@pytest.mark.parametrize("role", ["needs analyst", "commissioner"])
def test_the_widest_gaps_stand_on_home(role, team, told, signed_in):
    said = words(signed_in(joins(team.unit, role)).get("/"))
    assert "The widest gaps" in said and "Accommodation" in said


def test_what_was_published_stays_and_is_not_counted_again(service, team, told):
    Case.objects.using("owner").filter(area_code=service.local[0]).update(opened_at=service.at)
    with viewing(joins(team.unit, "needs analyst"), timezone.now()):
        assert not queries.is_due(timezone.now())
    publish_need(by=joins(team.unit, "needs analyst"), at=timezone.now())
    assert newest(service, team).people == 45


def test_need_is_published_by_nobody_else_and_changed_by_nobody(team, told):
    with pytest.raises(Refused):
        publish_need(by=joins(team.unit, "commissioner"), at=timezone.now())
    for sql in (
        "INSERT INTO needs_needpublished (id, place, first, last, tables, at) VALUES (gen_random_uuid(), 'y', '2026-01-01', '2026-03-31', '[]', now())",
        "UPDATE needs_needpublished SET place = 'elsewhere'",
        "DELETE FROM needs_needpublished",
    ):
        with (
            viewing(joins(team.unit, "needs analyst"), timezone.now()),
            connections["default"].cursor() as cursor,
            pytest.raises(ProgrammingError, match="permission denied"),
        ):
            cursor.execute(sql)


def test_the_console_shows_it(service, told, monkeypatch):
    from throughcare.faces.needs import console

    monkeypatch.setattr(console, "make_ready", lambda *args, **kwargs: None)
    shown = CliRunner().invoke(console.app, ["show", service.area])
    assert shown.exit_code == 0 and "Accommodation" in shown.output
    assert CliRunner().invoke(console.app, ["publish", "--if-due"]).output == ""
    missing = CliRunner().invoke(console.app, ["show", "nowhere"])
    assert isinstance(missing.exception, Refused)


@pytest.mark.parametrize("wide", [375, 1280])
def test_the_pages_are_accessible_and_fit(wide, service, team, told, in_browser):
    page = in_browser(joins(team.unit, "needs analyst"))
    page.set_viewport_size({"width": wide, "height": 900})
    for address in (
        f"{ADDRESS}?place={service.area}",
        f"{ADDRESS}/one?place={service.area}&need=accommodation",
    ):
        page.goto(address)
        assert_accessible(page)
        assert_fits_at_twice_the_size(page)
        assert_reads_in_own_colours(page)
        assert_no_sideways_scroll(page)


@pytest.mark.parametrize(
    ("met", "not_met", "services", "told"),
    [
        (12, 18, 1, True),
        (0, 12, 0, True),
        (30, 0, 1, False),
        (None, None, 1, False),
        (None, None, 0, False),
        (0, 0, 0, False),
    ],
)
def test_a_gap_stands_on_home_only_where_something_of_it_can_be_told(met, not_met, services, told):
    one = SimpleNamespace(told=NeedTold("accommodation", 43, met, not_met, 0, 13), supply=Supply(services))
    assert is_told(one) is told
