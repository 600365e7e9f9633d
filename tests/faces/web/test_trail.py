"""The way to a page is worked out from its frame: each page above it once, home first, itself last."""

from datetime import date

from throughcare.faces.web.look.parts import Identity, Item, Link
from throughcare.faces.web.look.trail import trail_of
from throughcare.faces.web.navigation import Place

NAVIGATION = [Place("Home", "/"), Place("My caseload", "/caseload", active=True), Place("Team", "/team")]
SOMEBODY = Identity("Robin Made", date(1990, 1, 1), date(2026, 11, 27), href="/people/1")
TABS = [Item("Summary", "/people/1"), Item("Timeline", "/people/1/timeline", active=True)]
ELSEWHERE = [Place("Home", "/")]


def words(**given):
    return [(item.text, item.href) for item in trail_of(**given)]


def test_home_and_strangers_have_none():
    assert words(path="/", heading="Home", navigation=NAVIGATION) == []
    assert words(path="/accounts/login/", heading="Sign in") == []


def test_a_page_of_the_navigation_stands_under_home():
    assert words(path="/caseload", heading="My caseload", navigation=NAVIGATION) == [
        ("Home", "/"),
        ("My caseload", ""),
    ]


def test_a_page_about_a_person_stands_under_them_and_their_tab():
    given = {"navigation": ELSEWHERE, "identity": SOMEBODY, "tabs": TABS}
    assert words(path="/people/1/timeline/2", heading="An entry", **given) == [
        ("Home", "/"),
        ("Robin Made", "/people/1"),
        ("Timeline", "/people/1/timeline"),
        ("An entry", ""),
    ]
    assert words(path="/people/1/timeline", heading="Timeline", **given)[-2:] == [
        ("Robin Made", "/people/1"),
        ("Timeline", ""),
    ]


def test_the_first_tab_is_the_person_themselves_and_stands_once():
    tabs = [Item("Summary", "/people/1", active=True)]
    found = words(
        path="/people/1/record", heading="Record", navigation=ELSEWHERE, identity=SOMEBODY, tabs=tabs
    )
    assert found == [("Home", "/"), ("Robin Made", "/people/1"), ("Record", "")]


def test_where_a_page_says_it_came_from_is_above_it_once():
    back = Link("Team", "/team")
    found = words(path="/team/people", heading="People", navigation=[Place("Home", "/"), Place("Team", "/team", active=True)], back=back)  # fmt: skip
    assert found == [("Home", "/"), ("Team", "/team"), ("People", "")]
    found = words(path="/wards/3", heading="Ward", navigation=ELSEWHERE, back=Link("Wards", "/wards"))
    assert found == [("Home", "/"), ("Wards", "/wards"), ("Ward", "")]


def test_the_page_of_a_person_is_named_after_them():
    tabs = [Item("Summary", "/people/1", active=True)]
    found = words(path="/people/1", heading="Summary", navigation=ELSEWHERE, identity=SOMEBODY, tabs=tabs)
    assert found == [("Home", "/"), ("Robin Made", "")]


def test_a_page_come_from_with_what_was_chosen_there_stands_once_in_the_way():
    back = Link("Need", "/need?place=DTV")
    found = words(path="/need/one", heading="Accommodation", navigation=[Place("Home", "/"), Place("Need", "/need", active=True)], back=back)  # fmt: skip
    assert found == [("Home", "/"), ("Need", "/need?place=DTV"), ("Accommodation", "")]
