"""One entry of the navigation is marked as where somebody is, whatever lies beneath another."""

from __future__ import annotations

import pytest
from support.people import an_office, joins

from throughcare.faces.web.navigation import for_member


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", ["Home"]),
        ("/enforcement", ["Enforcement"]),
        ("/enforcement/delays", ["Delays in enforcement"]),
        ("/enforcement/failures/1", ["Enforcement"]),
        ("/accounts/me", []),
    ],
)
def test_one_entry_at_most_is_marked_as_where_one_is(
    database: object, path: str, expected: list[str]
) -> None:
    senior = joins(an_office().unit, "senior probation officer")
    assert [place.text for place in for_member(senior, path) if place.active] == expected
