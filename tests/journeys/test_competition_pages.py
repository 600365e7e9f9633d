"""The pages on which a rule of award is tried are accessible and fit a desk and a phone."""

from __future__ import annotations

import pytest
from support.browser import assert_accessible, assert_no_sideways_scroll, assert_works_by_keyboard
from support.people import an_office, joins

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def buyer(database: object):
    return joins(an_office().unit, "commissioner")


@pytest.mark.parametrize("address", ["/competition", "/competition/scoring", "/competition/standstill"])
@pytest.mark.parametrize("width", [1280, 375])
def test_a_page_is_accessible_and_fits(browser, site, signed_in, buyer, width, address):
    context = browser.new_context(viewport={"width": width, "height": 800}, base_url=site)
    signed_in(context, buyer)
    page = context.new_page()
    answer = page.goto(address)
    assert answer is not None and answer.status == 200
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    context.close()


def test_it_works_by_keyboard(browser, site, signed_in, buyer):
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=site)
    signed_in(context, buyer)
    page = context.new_page()
    page.goto("/competition")
    assert_works_by_keyboard(page)
    context.close()
