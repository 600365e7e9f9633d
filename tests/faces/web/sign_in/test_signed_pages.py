"""A signed assessment is read, not filled in; and a wrong password or code is told plainly."""

import re

import pytest
from django.test import Client
from support.assessing import MODEL, ready_to_sign, signed
from support.service import a_service
from support.wall_visits import browser

from throughcare.faces.web.sign_in import Accounts, SecondStep


@pytest.fixture(scope="module")
def service():
    """One of this file's own: pages go by the real clock, and other files move the shared one's far ahead."""
    return a_service(MODEL)


def page_of(one, key="record"):
    answer = browser(one.officer).get(f"/people/{one.person.id}/assessments/{one.assessment}/pages/{key}")
    assert answer.status_code == 200
    return answer.content.decode()


def boxes(shown):
    """The inputs of the page's own form that a reader could fill in."""
    form = shown[shown.index("<h1") :]
    return [
        tag for tag in re.findall(r"<(?:input|textarea|select)\b[^>]*>", form) if 'type="hidden"' not in tag
    ]


@pytest.mark.parametrize("key", ["record", "accommodation"])
def test_nothing_of_a_signed_assessment_can_be_filled_in_or_looks_as_if_it_could(service, key):
    shown = page_of(signed(service=service), key)
    assert "This assessment can no longer be changed." in shown
    assert boxes(shown)
    assert all(" disabled" in tag for tag in boxes(shown))
    assert "Saving this page confirms it" not in shown
    assert "Save and go on" not in shown


@pytest.mark.parametrize("key", ["record", "accommodation"])
def test_a_draft_can_be_filled_in(service, key):
    shown = page_of(ready_to_sign(service=service), key)
    assert boxes(shown)
    assert not any(" disabled" in tag for tag in boxes(shown))
    assert "Save and go on" in shown


def test_a_wrong_password_is_told_plainly_and_the_address_is_kept():
    answer = Client().post("/accounts/login/", {"login": "nobody@example.test", "password": "wrong"})
    shown = answer.content.decode()
    assert "The email or the password is not right." in shown
    assert 'value="nobody@example.test"' in shown
    assert "and/or" not in shown


def test_only_words_are_changed_of_what_signing_in_says():
    for adapter in (Accounts, SecondStep):
        [above] = adapter.__bases__
        assert adapter.error_messages.keys() == above.error_messages.keys()
        assert adapter.error_messages != above.error_messages
