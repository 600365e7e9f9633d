"""A body of the parts of an area, as a local authority is, is no gap of the whole once each part has its own."""

from datetime import date

import pytest
from support.people import a_founder
from support.service import NOW, put_in_force

from throughcare.faces.operating_model.pages.comparing import gaps_under
from throughcare.foundation.access.actions import record_organisation
from throughcare.foundation.access.rules import OrganisationKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import new_id
from throughcare.foundation.operating_model import actions as models
from throughcare.foundation.operating_model.queries import areas_within, model_in_force
from throughcare.foundation.operating_model.rules import BodyKind

DAY, START = date(2026, 11, 1), date(2026, 1, 1)


@pytest.fixture(scope="module")
def area():
    """An area of two parts, one of which is divided again, under a model that names local authorities."""
    codes = {name: f"P{new_id().hex[-12:]}" for name in ("whole", "one", "two", "within two")}
    for name, parent in (("whole", None), ("one", "whole"), ("two", "whole"), ("within two", "two")):
        models.record_area(
            by=a_founder(), at=NOW, code=codes[name], name=f"Part {codes[name]}", parent=codes.get(parent)
        )
    put_in_force(codes["whole"], "durham-tees-valley-2012", START)
    return codes


def lacking(area):
    founder = a_founder()
    with viewing(founder, NOW):
        found = model_in_force(area, DAY)
        return {gap.body for gap in gaps_under(found.model, area, DAY)}


def appoint(area):
    council = record_organisation(
        by=a_founder(), at=NOW, name=f"Council {new_id()}", kind=OrganisationKind.LOCAL_AUTHORITY
    )
    models.appoint_body(
        by=a_founder(), at=NOW, area=area, body=BodyKind.LOCAL_AUTHORITY, organisation_id=council, start=START
    )


def test_the_parts_of_an_area_are_those_that_have_none_below(area):
    assert areas_within(area["whole"]) == sorted([area["one"], area["within two"]])
    assert areas_within(area["one"]) == []


def test_a_whole_lacks_the_body_until_the_last_of_its_parts_has_one(area):
    assert BodyKind.LOCAL_AUTHORITY in lacking(area["whole"])
    appoint(area["one"])
    assert BodyKind.LOCAL_AUTHORITY in lacking(area["whole"])
    assert BodyKind.LOCAL_AUTHORITY not in lacking(area["one"])
    appoint(area["within two"])
    assert BodyKind.LOCAL_AUTHORITY not in lacking(area["whole"])
    assert BodyKind.TRUST in lacking(area["whole"])
