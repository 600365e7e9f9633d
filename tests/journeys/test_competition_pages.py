"""Pages of competitions are accessible and fit a desk and a phone: trying a rule, what one rests on, and what was bid."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from support.browser import assert_page_by_keyboard, assert_page_fits
from support.competition import ASH, BIRCH, Competition

from throughcare.commissioning.competition.models import Round
from throughcare.foundation.kernel import new_id

pytestmark = pytest.mark.browser

HOMES = {
    "intention": str(new_id()), "title": "A first night for whoever leaves custody", "need": "accommodation", "low": 60, "high": 120,
    "place": "DTV", "quarter": ["2026-07-01", "2026-09-30"], "figure": {"with_it": 80, "expected": [85, 115]},
}  # fmt: skip


@pytest.fixture(scope="module")
def opened(database: object) -> Competition:
    """A competition that rests on an intention, its bids open."""
    made = Competition(at=timezone.now() - timedelta(hours=2))
    Round.objects.using("owner").filter(id=made.id).update(rests_on=[HOMES])
    made.bids(made.ash, ASH)
    made.bids(made.birch, BIRCH)
    made.opens()
    return made


@pytest.mark.parametrize(
    "address",
    [
        "/competition", "/competition/scoring", "/competition/standstill", "/competition/rounds/{id}",
        "/competition/rounds/{id}/bids", "/competition/rounds/new",
    ],
)  # fmt: skip
@pytest.mark.parametrize("width", [1280, 375])
def test_a_page_is_accessible_and_fits(browser, site, signed_in, opened, width, address):
    assert_page_fits(browser, site, signed_in, opened.buyer, address.format(id=opened.id), width)


def test_it_works_by_keyboard(browser, site, signed_in, opened):
    assert_page_by_keyboard(browser, site, signed_in, opened.buyer, "/competition")
