"""The commissioner sees what the team's own competitions show, and is warned before publication; another team sees nothing of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from support.competition import ASH, BIRCH, TERMS, Competition
from support.passports import a_bidder
from support.people import a_founder, an_office, joins
from support.wall_visits import browser

from throughcare.commissioning.competition import actions as competing
from throughcare.commissioning.competition.queries import came_to
from throughcare.commissioning.publication.queries import market as queries
from throughcare.commissioning.publication.rules.market import Size, funnel
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.queries import member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import day_of


@pytest.fixture(scope="module")
def decided(database):
    round_ = Competition(at=timezone.now() - timedelta(hours=2))
    round_.bids(round_.ash, "small: true\n" + ASH)
    round_.bids(round_.birch, BIRCH)
    round_.opens()
    round_.decides()
    return round_


def test_a_team_reads_its_own_decided_competitions_with_sector_and_size_and_does_not_take_silence_for_a_no(
    decided,
):
    at = timezone.now()
    with viewing(decided.buyer, at):
        [contest] = queries.contests(decided.buyer, at=at).shown
    assert contest.name == decided.title
    assert {one.size for one in contest.entrants} == {Size.SMALL}, (
        "as their passports say, whatever the bid does"
    )
    assert all(one.saw is None and one.asked is False for one in contest.entrants)
    assert len(contest.offers) == 3
    assert len(contest.shortlisted) == 2, "no rule of this round puts either out"


def test_who_only_saw_or_asked_stands_beside_who_bid_once_it_is_decided_and_nobody_is_told_before(database):
    round_ = Competition(at=timezone.now() - timedelta(hours=2), questions=timedelta(minutes=30))
    asks, looks = (a_bidder(an_office().unit, round_.at) for _ in range(2))
    round_.bids(round_.ash, ASH)
    competing.ask_question(by=asks, at=round_.at, competition_id=round_.id, asks="May a van be shared?")
    assert browser(looks).get(f"/competition/rounds/{round_.id}").status_code == 200
    round_.opens()
    at = timezone.now()
    with viewing(round_.buyer, at):
        assert came_to([round_.id])[round_.id].saw is None
    round_.decides()
    with viewing(round_.buyer, at):
        [contest] = queries.contests(round_.buyer, at=at).shown
        came = came_to([round_.id])[round_.id]
    assert (came.saw, came.asked) == ({looks.unit_id}, {asks.unit_id})
    assert {(one.name, one.saw, one.asked, one.bid) for one in contest.entrants} == {
        (contest.offers[0].bidder, True, False, True), (asks.unit_name, True, True, False), (looks.unit_name, True, False, False)
    }  # fmt: skip
    with viewing(round_.ash, at):
        assert came_to([round_.id])[round_.id].saw is None
    counted = {(one.size, one.saw, one.asked, one.bid) for one in funnel([contest])}
    assert counted == {(Size.SMALL, 1, 0, 1), (None, 2, 1, 0)}


def test_the_page_shows_measures_flags_and_patterns_and_says_what_is_not_recorded(decided):
    shown = browser(decided.buyer).get("/market").content.decode()
    for words in (
        "Concentration by cost",
        "Not recorded",
        decided.title,
        "Red flags by lot and package",
        "assumed",
    ):
        assert words in shown, words


def test_a_competition_whose_bids_one_is_not_shown_is_said_to_be_left_out_and_not_one_to_which_nobody_came(
    decided,
):
    made = access.add_member(
        by=a_founder(), at=decided.at - timedelta(days=1), unit_id=decided.buyers.unit, role="commissioner", name="Both",
        account_id=decided.ash.account_id,
    )  # fmt: skip
    both = member(made, at=timezone.now())
    with viewing(both, timezone.now()):
        seen = queries.contests(both, at=timezone.now())
    assert (seen.shown, seen.unseen) == ([], 1)
    shown = browser(both).get("/market").content.decode()
    assert "1 left out: you may not read the bids" in shown


def test_another_team_and_a_bidder_read_nothing_of_it(decided):
    other = joins(an_office().unit, "commissioner")
    assert decided.title not in browser(other).get("/market").content.decode()
    assert browser(decided.ash).get("/market").status_code == 403


def sent(who, text, closes):
    file = SimpleUploadedFile("terms.yaml", text if isinstance(text, bytes) else text.encode())
    day = {"closes_day": closes.day, "closes_month": closes.month, "closes_year": closes.year}
    return browser(who).post("/market/before", {"file": file, **day}).content.decode()


def test_a_draft_is_warned_of_before_it_is_published_and_nothing_of_it_is_kept(decided):
    soon = day_of(timezone.now()) + timedelta(days=5)
    title = f"Round {new_id()}"
    shown = sent(decided.buyer, TERMS.format(title=title), soon)
    assert "fewer than 15 are a red flag" in shown and "Nothing is kept for small providers" in shown
    assert title not in browser(decided.buyer).get("/competition/rounds").content.decode()


@pytest.mark.parametrize(
    ("text", "days", "said"),
    [
        (b"\xff\xfe", 20, "not text in UTF-8"), ("units: [", 20, "line"), (TERMS.format(title="x"), -3, "close after today"),
        ("x" * 1_000_001, 20, "1,000,001 bytes"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_in_words(decided, text, days, said):
    assert said in sent(decided.buyer, text, day_of(timezone.now()) + timedelta(days=days))
