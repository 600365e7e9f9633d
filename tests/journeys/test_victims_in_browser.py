"""Every page of victim contact in a browser: accessible, and no wider than a phone."""

from __future__ import annotations

import pytest
from support.browser import assert_accessible, assert_no_sideways_scroll
from support.people import a_founder, joins
from support.service import a_service
from support.victims import a_liaison_officer, covered_of, registered, sentenced

from throughcare.casework.victims.rules import Choice, StageKind
from throughcare.foundation.access import actions as access

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def told():
    service = a_service("england-and-wales-2021")
    officer = a_liaison_officer(service)
    leaver = joins(officer.unit_id, "victim liaison officer")
    told = registered(officer, sentenced(service))
    told.comes_in(Choice.STAGES, stages=[StageKind.RELEASE])
    told.left = registered(leaver, told.person, "Alex Example").id
    access.end_membership(by=a_founder(), at=service.later(), membership_id=leaver.id, version=1)
    return told


def test_each_page_is_accessible_and_fits_a_phone(told, browser, site, signed_in):
    sentence, one = f"/victims/sentences/{covered_of(told.person).id}", f"/victims/{told.id}"
    fresh = f"/victims/sentences/{covered_of(sentenced(told.person.service)).id}"
    paths = [
        "/", "/victims", "/victims/sentences", "/victims/sentences/new", sentence, f"{sentence}/register", f"{sentence}/stage",
        f"{fresh}/no-referral", one, f"{one}/move", f"{one}/amend", f"/victims/{told.left}/take",
    ]  # fmt: skip
    context = browser.new_context(viewport={"width": 375, "height": 800}, base_url=site)
    signed_in(context, told.officer)
    for path in paths:
        page = context.new_page()
        answer = page.goto(path)
        assert answer is not None and answer.status == 200, path
        assert page.locator("h1").count() == 1
        assert_no_sideways_scroll(page)
        assert_accessible(page)
        page.close()
    context.close()
