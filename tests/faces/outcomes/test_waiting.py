"""While an answer is worked out the page moves by itself; a failure says why and may be asked again, by a button."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.utils import timezone

from throughcare.faces.outcomes.answers import work
from throughcare.faces.outcomes.pages.laboratory import CLOSELY, paying

ADDRESS = "/outcomes/laboratory"


@pytest.fixture
def asked() -> work.Asked:
    """The laboratory's first question, as nobody has asked it yet."""
    one = work.Asked("laboratory", {"rule": CLOSELY, "made": paying.fingerprint()})
    cache.delete_many([one.key, f"{one.key}-stands"])
    return one


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def fails(asked: work.Asked, fault: Exception) -> None:
    """The job of a question, ending with a fault."""

    def reckon(**given: object) -> work.Found:
        raise fault

    with pytest.raises(type(fault)):
        work.work_out(asked, reckon)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (FileNotFoundError("/secret/place/people.parquet"), "A file of these tables was not there"),
        (PermissionError("/secret/place"), "could not be read"),
        (MemoryError(), "not enough memory"),
        (OperationalError("server at secret closed"), "The database could not be reached"),
        (KeyError("secret"), "did not expect (KeyError)"),
    ],
)
def test_a_failure_is_shown_with_its_reason_and_never_in_its_own_text(fault, said, members, signed_in, asked):
    client = signed_in(members["analyst"])
    client.get(ADDRESS)
    fails(asked, fault)
    page = client.get(ADDRESS)
    assert said in words(page)
    assert "secret" not in page.content.decode()
    assert "Try again" in words(page)
    assert "data-follow" not in page.content.decode() and "http-equiv" not in page.content.decode()


def test_try_again_asks_anew_and_the_answer_then_stands(members, signed_in, work_it_out, asked):
    client = signed_in(members["analyst"])
    client.get(ADDRESS)
    fails(asked, MemoryError())
    work_it_out_first = cache.get(asked.key)
    assert json.loads(work_it_out_first)["failed"]
    pressed = client.post(ADDRESS)
    assert (pressed.status_code, pressed.url) == (302, ADDRESS)
    assert "It waits for its turn" in words(client.get(ADDRESS))
    assert work_it_out() >= 1
    assert "Rules side by side" in words(client.get(ADDRESS))
    client.post(ADDRESS)
    assert work_it_out() == 0, "an answer that stands is not asked again"
    assert "Rules side by side" in words(client.get(ADDRESS))


def test_pressing_while_it_is_being_worked_out_asks_nothing_twice(members, signed_in, work_it_out, asked):
    client = signed_in(members["analyst"])
    client.get(ADDRESS)
    for _ in range(3):
        client.post(ADDRESS)
    assert work_it_out() == 1


def test_whoever_waits_is_told_the_step_and_offered_to_ask_again_only_when_nothing_was_heard(
    members, signed_in, asked
):
    client = signed_in(members["analyst"])
    first = client.get(ADDRESS)
    assert "It waits for its turn" in words(first) and "Try again" not in words(first)
    assert '<noscript><meta http-equiv="refresh"' in first.content.decode()
    now = timezone.now()
    cache.set(f"{asked.key}-stands", work._written(work.Stands(now, now, 2, 5)), None)
    told = client.get(ADDRESS)
    assert "Step 3 of 5" in words(told) and "Try again" not in words(told)
    quiet = now - timedelta(minutes=4)
    cache.set(f"{asked.key}-stands", work._written(work.Stands(quiet, quiet, 2, 5)), None)
    told = client.get(ADDRESS)
    assert "Nothing has been heard of it for 4 minutes" in words(told) and "Try again" in words(told)


def test_a_question_whose_job_was_lost_is_asked_again_by_whoever_looks(
    members, signed_in, work_it_out, asked
):
    long_ago = timezone.now() - work.LOST
    cache.set(f"{asked.key}-stands", work._written(work.Stands(long_ago, long_ago)), None)
    signed_in(members["analyst"]).get(ADDRESS)
    assert work_it_out() == 1


def test_a_job_says_its_steps_to_the_page_that_waits(asked):
    seen = []

    def reckon(**given: object) -> work.Found:
        for done in (0, 1, 2):
            work.reached(done, 3)
            seen.append((work.stands(asked).done, work.stands(asked).of))
        return work.Found({})

    work.work_out(asked, reckon)
    assert seen == [(0, 3), (1, 3), (2, 3)]
    work.reached(9, 9)
    assert work.stands(asked).of is None, "outside a job nothing is said"
    cache.delete(asked.key)


def test_with_scripts_the_page_shows_the_answer_by_itself(
    members, work_it_out, asked, browser, site, in_browser
):
    page = in_browser(members["analyst"])
    page.unroute("**/*.js")
    page.goto(ADDRESS)
    assert "It waits for its turn" in page.content()
    work_it_out()
    page.get_by_text("Rules side by side").wait_for(timeout=30_000)


def test_the_first_question_is_asked_ahead_so_that_nobody_waits_for_it(members, signed_in, work_it_out):
    from throughcare.faces.outcomes.console.keep import ask_ahead
    from throughcare.faces.outcomes.pages.measures import first_question

    cache.delete_many([first_question().key, f"{first_question().key}-stands"])
    ask_ahead()
    ask_ahead()
    assert work_it_out() == 1
    assert "Entries with complete follow-up" in words(signed_in(members["analyst"]).get("/outcomes/measures"))
