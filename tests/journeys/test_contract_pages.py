"""The pages of an agreement are accessible and fit a desk and a phone."""

from __future__ import annotations

import pytest
from support.agreements import Sides
from support.browser import assert_page_by_keyboard, assert_page_fits

pytestmark = pytest.mark.browser
LEVEL = "levels: [{level: Answered, measure: referrals answered, within: 5, target: 95, floor: 80, most: 4}]"


@pytest.fixture(scope="module")
def sides(database: object):
    return Sides(months=-2)


@pytest.fixture(scope="module")
def addresses(sides):
    made = sides.agreed(sides.terms(LEVEL))
    stated = sides.states(made, sides.starts)
    change = sides.proposes(
        made, sides.terms(LEVEL), sides.seen(made).stands.terms[0].agreed.ends.replace(day=1)
    )
    return [
        "/contracts",
        "/contracts/new",
        f"/contracts/{made}",
        f"/contracts/{made}/change",
        f"/contracts/terms/{change}/sign",
        f"/contracts/{made}/stress?accepted=800&attended=90&concluded=9&fixed=1&each=1",
        "/contracts/money",
        f"/contracts/statements/{stated}",
        f"/contracts/{made}/standing",
        f"/contracts/{made}/standing/plan",
        f"/contracts/{made}/staff",
    ]


@pytest.mark.parametrize("number", range(11))
@pytest.mark.parametrize("width", [1280, 375])
def test_a_page_is_accessible_and_fits(browser, site, signed_in, sides, addresses, width, number):
    assert_page_fits(browser, site, signed_in, sides.buyer, addresses[number], width)


def test_it_works_by_keyboard(browser, site, signed_in, sides, addresses):
    assert_page_by_keyboard(browser, site, signed_in, sides.buyer, addresses[2])
