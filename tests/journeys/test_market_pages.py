"""The pages of the market and of what is published are accessible and fit a desk and a phone, with something in every table."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from support.browser import assert_page_by_keyboard, assert_page_fits
from support.competition import ASH, BIRCH, Competition

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def buyer(database: object):
    round_ = Competition(at=timezone.now() - timedelta(hours=2))
    round_.bids(round_.ash, "small: true\n" + ASH)
    round_.bids(round_.birch, BIRCH)
    round_.opens()
    round_.decides()
    return round_.buyer


@pytest.mark.parametrize(
    "address", ["/market", "/market/before", "/open-contracting", "/open-contracting/contracts"]
)
@pytest.mark.parametrize("width", [1280, 375])
def test_a_page_is_accessible_and_fits(browser, site, signed_in, buyer, width, address):
    assert_page_fits(browser, site, signed_in, buyer, address, width)


def test_it_works_by_keyboard(browser, site, signed_in, buyer):
    assert_page_by_keyboard(browser, site, signed_in, buyer, "/market/before")
