"""Addresses of other pages and orders of the same list."""

from django.core.paginator import Paginator
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from throughcare.faces.web.look import addresses
from throughcare.faces.web.look.parts import Column, Pages


def test_a_column_is_first_offered_rising_then_falling():
    column = Column("Person", sort="name")
    request = RequestFactory().get("/cases?sort=name&page=4&unit=a&unit=b")
    head = addresses.head(column, "name", request)
    assert head.direction == "ascending"
    assert head.href == "?unit=a&unit=b&sort=-name"
    again = addresses.head(column, "-name", request)
    assert (again.direction, again.href) == ("descending", "?unit=a&unit=b&sort=name")


def test_a_column_without_an_order_is_no_link():
    assert addresses.head(Column("Risk"), "name", None) == addresses.Head(Column("Risk"), "", None)


def test_an_address_cannot_be_made_to_carry_markup():
    request = RequestFactory().get("/cases", {"words": '"><script>'})
    assert '"' not in addresses.with_query(request, page="2")


@given(of=st.integers(1, 400), data=st.data())
def test_the_numbers_shown_hold_the_first_the_last_and_the_present_in_order(of: int, data: st.DataObject):
    number = data.draw(st.integers(1, of))
    shown = addresses.numbers(number, of)
    real = [n for n in shown if n is not None]
    assert {1, of, number} <= set(real)
    assert real == sorted(set(real))
    assert len(shown) <= 7
    for before, gap, after in zip(shown, shown[1:], shown[2:], strict=False):
        if gap is None and before is not None and after is not None:
            assert after - before > 2


def test_the_last_page_shows_no_more_than_there_are():
    steps = addresses.steps(Pages(3, 3, 61, per_page=25), None)
    assert (steps["first"], steps["last"], steps["next"]) == (51, 61, "")


def test_djangos_page_says_the_same():
    page = Paginator(range(61), 25).page(2)
    assert addresses.pages_of(page, "case") == Pages(2, 3, 61, "case", 25)
