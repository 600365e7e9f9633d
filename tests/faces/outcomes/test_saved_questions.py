"""A question kept under a name: opened again, shared with a team or with everybody who may look, removed by whoever kept it."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from support.browser import assert_accessible, assert_no_sideways_scroll
from support.people import an_office, joins

from throughcare.evidence.extracts.actions import forget_question, save_question
from throughcare.evidence.extracts.models import SavedQuestion
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id

ADDRESS = "/outcomes/measures?tables=made-up&definition=scotland&by=kind"


@pytest.fixture(scope="module")
def offices(database: object):
    """Two analysts of one office and one of another, and an officer of the first."""
    here, there = an_office().unit, an_office().unit
    return {
        "keeper": joins(here, "analyst"), "colleague": joins(here, "analyst"), "stranger": joins(there, "analyst"),
        "officer": joins(here, "offender manager"),
    }  # fmt: skip


def keep(client, seen_by: str, address: str = ADDRESS) -> str:
    """Keep a question through the page; its name."""
    name = f"Question {new_id()}"
    shown = client.get("/outcomes/saved", {"address": address}).content.decode()
    key = re.search(r'name="idempotency_key" value="([^"]+)"', shown)[1]
    sent = {"name": name, "address": address, "seen_by": seen_by, "idempotency_key": key}
    answer = client.post("/outcomes/saved", sent)
    assert (answer.status_code, answer.url) == (302, "/outcomes")
    client.post("/outcomes/saved", sent)  # sent twice, kept once
    assert SavedQuestion.objects.using("owner").filter(name=name).count() == 1
    return name


@pytest.mark.parametrize(
    ("seen_by", "colleague", "stranger"),
    [("oneself", False, False), ("team", True, False), ("everybody", True, True)],
)
def test_a_kept_question_is_seen_by_those_it_was_kept_for(seen_by, colleague, stranger, offices, signed_in):
    name = keep(signed_in(offices["keeper"]), seen_by)
    for who, sees in (("keeper", True), ("colleague", colleague), ("stranger", stranger)):
        page = signed_in(offices[who]).get("/outcomes").content.decode()
        assert (name in page) == sees, who
    with viewing(offices["officer"], SavedQuestion.objects.using("owner").get(name=name).at):
        assert not SavedQuestion.objects.filter(name=name).exists(), "no outcomes, no questions of them"


def test_it_leads_to_the_question_and_each_page_offers_to_keep_its_own(offices, signed_in):
    client = signed_in(offices["keeper"])
    name = keep(client, "oneself")
    page = client.get("/outcomes").content.decode()
    assert re.search(rf'href="{re.escape(ADDRESS.replace("&", "&amp;"))}">{name}', page)
    assert "/outcomes/saved?address=%2Foutcomes%2Fmeasures%3Ftables" in client.get(ADDRESS).content.decode()


def test_whoever_kept_it_removes_it_and_nobody_else_can(offices, signed_in):
    name = keep(signed_in(offices["keeper"]), "everybody")
    kept = SavedQuestion.objects.using("owner").get(name=name)
    signed_in(offices["colleague"]).post("/outcomes/saved", {"forget": str(kept.id)})
    assert SavedQuestion.objects.using("owner").filter(id=kept.id).exists()
    for nobodys in (kept.id, new_id()):
        with pytest.raises(Refused, match="You keep no such question"):
            forget_question(by=offices["stranger"], at=kept.at, question_id=nobodys)
    signed_in(offices["keeper"]).post("/outcomes/saved", {"forget": str(kept.id)})
    assert not SavedQuestion.objects.using("owner").filter(id=kept.id).exists()


def test_an_address_that_is_no_question_is_refused_and_a_name_is_kept_once(offices, signed_in):
    from django.utils import timezone

    with pytest.raises(Refused, match="not the address of a question"):
        save_question(
            by=offices["keeper"], at=timezone.now(), name="x", address="//elsewhere", seen_by="everybody"
        )
    given = {"by": offices["keeper"], "at": timezone.now(), "address": ADDRESS, "seen_by": "oneself"}
    name = f"Question {new_id()}"
    save_question(name=name, **given)
    with pytest.raises(Refused, match="under this name already"):
        save_question(name=name, **given)


@pytest.mark.parametrize("wide", [375, 1280])
def test_keeping_and_the_kept_are_accessible_and_fit(wide, offices, signed_in, in_browser):
    keep(signed_in(offices["keeper"]), "everybody")
    page = in_browser(offices["keeper"])
    page.set_viewport_size({"width": wide, "height": 900})
    for address in ("/outcomes", f"/outcomes/saved?address={quote(ADDRESS)}"):
        page.goto(address)
        assert_accessible(page)
        assert_no_sideways_scroll(page)
