"""Every page of victim contact in a browser: accessible, and no wider than a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.browser import assert_accessible, assert_no_sideways_scroll
from support.people import a_founder, joins
from support.service import NOW, a_service, managed
from support.victims import a_liaison_officer, covered_of, on_letter, registered, sentenced

from throughcare.casework.victims import actions
from throughcare.casework.victims.rules import Choice, StageKind, VictimMove
from throughcare.foundation.access import actions as access
from throughcare.foundation.kernel.days import day_of

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def told():
    service = a_service("england-and-wales-2021")
    officer = a_liaison_officer(service)
    leaver = joins(officer.unit_id, "victim liaison officer")
    told = registered(officer, sentenced(service))
    told.comes_in(Choice.STAGES, stages=[StageKind.RELEASE])
    told.letter = told.written_to(told.reaches(StageKind.RELEASE))
    told.colleague = told.checker()
    told.statement = told.asked_about(day_of(service.at) + timedelta(days=90))
    told.move(VictimMove.OPT_IN, choice=Choice.STAGES, stages=[StageKind.RELEASE, StageKind.MOVE])
    told.reaches(StageKind.MOVE)
    asker = managed(told.person).team.officer
    told.enquiry = actions.ask_about_address(
        by=asker, at=NOW + timedelta(days=8), person_id=told.person.id, place="9 Mill Row"
    )
    told.left = registered(leaver, told.person, "Alex Example").id
    access.end_membership(by=a_founder(), at=service.later(), membership_id=leaver.id, version=1)
    return told


def test_each_page_is_accessible_and_fits_a_phone(told, browser, site, signed_in):
    sentence, one = f"/victims/sentences/{covered_of(told.person).id}", f"/victims/{told.id}"
    fresh = f"/victims/sentences/{covered_of(sentenced(told.person.service)).id}"
    paths = [
        "/", "/victims", "/victims/sentences", "/victims/sentences/new", sentence, f"{sentence}/register", f"{sentence}/stage",
        f"{fresh}/no-referral", one, f"{one}/move", f"{one}/amend", f"/victims/{told.left}/take",
        f"{one}/write", f"{one}/ask-for", f"/victims/letters/{told.letter}", f"/victims/letters/{told.letter}/rewrite", f"/victims/letters/{told.letter}/heard",
    ]  # fmt: skip
    paths += ["/victims/enquiries", f"/victims/enquiries/{told.enquiry}"]
    look_at(told.officer, paths, browser, site, signed_in)
    about = f"/people/{told.person.id}/address-enquiry"
    look_at(told.person.team.officer, [about], browser, site, signed_in)
    statement = f"/victims/statements/{told.statement}"
    look_at(
        told.officer,
        [f"{one}/statement", statement, f"{statement}/write", f"{statement}/move"],
        browser,
        site,
        signed_in,
    )
    look_at(told.colleague, [f"/victims/letters/{told.letter}/check"], browser, site, signed_in)
    on_letter(actions.check_letter, told.colleague, told.letter, told, right=True)
    look_at(told.officer, [f"/victims/letters/{told.letter}/send"], browser, site, signed_in)


def look_at(who, paths, browser, site, signed_in):
    context = browser.new_context(viewport={"width": 375, "height": 800}, base_url=site)
    signed_in(context, who)
    for path in paths:
        page = context.new_page()
        answer = page.goto(path)
        assert answer is not None and answer.status == 200, path
        assert page.locator("h1").count() == 1
        assert_no_sideways_scroll(page)
        assert_accessible(page)
        page.close()
    context.close()
