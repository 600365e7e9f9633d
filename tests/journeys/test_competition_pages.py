"""The pages on which a rule of award is tried are accessible and fit a desk and a phone."""

from __future__ import annotations

import pytest
from support.browser import assert_page_by_keyboard, assert_page_fits
from support.people import an_office, joins

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def buyer(database: object):
    return joins(an_office().unit, "commissioner")


@pytest.mark.parametrize("address", ["/competition", "/competition/scoring", "/competition/standstill"])
@pytest.mark.parametrize("width", [1280, 375])
def test_a_page_is_accessible_and_fits(browser, site, signed_in, buyer, width, address):
    assert_page_fits(browser, site, signed_in, buyer, address, width)


def test_it_works_by_keyboard(browser, site, signed_in, buyer):
    assert_page_by_keyboard(browser, site, signed_in, buyer, "/competition")
