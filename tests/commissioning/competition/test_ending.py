"""From a decision to a signature: questions answered to all, the award published, its standstill, challenges, and notices."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from support.competition import ASH, BIRCH, TERMS, Competition
from support.people import an_office, joins

from throughcare.commissioning.competition import actions, queries
from throughcare.commissioning.competition.models import Question, Signature
from throughcare.commissioning.competition.rules.ending import After
from throughcare.commissioning.competition.rules.noticing import Kind
from throughcare.commissioning.competition.rules.stages import Stage
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of

LATER = timedelta(days=20)
"""Long enough after the close for any standstill to be over."""


@pytest.fixture
def decided(database):
    """One that Birch won."""
    made = Competition()
    made.bids(made.ash, ASH)
    made.bids(made.birch, BIRCH)
    made.opens()
    made.decides()
    return made


def publishes(made, **given):
    actions.publish_award(by=made.buyer, at=made.closes, competition_id=made.id, **given)


def signs(made, at=None):
    actions.sign_contract(by=made.buyer, at=at or made.closes + LATER, competition_id=made.id)


def stands(made, at=None) -> After | None:
    at = at or made.closes
    seen = made.seen_by(made.buyer, at)
    with viewing(made.buyer, at):
        return queries.ending_of(seen, at=at).after


def test_an_award_is_published_stands_still_and_is_then_signed(decided):
    assert stands(decided) is After.TO_PUBLISH
    with pytest.raises(Refused, match="award to be published"):
        signs(decided)
    publishes(decided)
    assert stands(decided) is After.STANDSTILL
    with pytest.raises(Refused, match="in its standstill"):
        signs(decided, decided.closes)
    assert stands(decided, decided.closes + LATER) is After.TO_SIGN
    signs(decided)
    assert stands(decided, decided.closes + LATER) is After.SIGNED
    with pytest.raises(Refused, match="signed"):
        signs(decided)
    with pytest.raises(Refused, match="has been given"):
        publishes(decided)


def test_a_voluntary_standstill_may_be_left_out_and_a_bidder_was_told_of_its_bid_before(decided):
    assert decided.told(decided.ash)
    publishes(decided, with_standstill=False)
    assert stands(decided) is After.TO_SIGN
    signs(decided, decided.closes)


def challenges(made, who=None, at=None):
    return actions.challenge_award(
        by=who or made.ash,
        at=at or made.closes,
        competition_id=made.id,
        because="Our second answer was not read.",
    )


def ends(made, challenge, way: str) -> None:
    actions.end_challenge(
        by=made.buyer,
        at=made.closes,
        competition_id=made.id,
        challenge_id=challenge,
        way=way,
        because="As ordered.",
    )


@pytest.mark.parametrize("way", ["withdrawn", "lifted", "refused"])
def test_nothing_is_signed_while_a_challenge_holds_and_it_is_once_that_ended(decided, way):
    publishes(decided)
    held = challenges(decided)
    with pytest.raises(Refused, match="held by a challenge"):
        signs(decided)
    if way == "withdrawn":
        actions.withdraw_challenge(
            by=decided.ash, at=decided.closes, competition_id=decided.id, because="We read it again."
        )
        with pytest.raises(Refused, match="no challenge that holds"):
            actions.withdraw_challenge(
                by=decided.ash, at=decided.closes, competition_id=decided.id, because="Again."
            )
    else:
        ends(decided, held, way)
    with pytest.raises(Refused, match="no such challenge that holds"):
        ends(decided, held, "lifted")
    signs(decided)


def test_an_award_that_was_overturned_is_never_signed_and_is_called_off_with_the_reason(decided):
    publishes(decided)
    ends(decided, challenges(decided), "upheld")
    assert stands(decided, decided.closes + LATER) is After.OVERTURNED
    with pytest.raises(Refused, match="overturned"):
        signs(decided)
    actions.call_off_competition(
        by=decided.buyer, at=decided.closes, competition_id=decided.id, because="The court set it aside."
    )
    seen = decided.seen_by(decided.ash)
    assert seen.stage is Stage.CALLED_OFF and seen.stands.called_off.because == "The court set it aside."
    with pytest.raises(Refused, match="called off"):
        signs(decided)
    actions.give_notice(by=decided.buyer, at=decided.closes, competition_id=decided.id, kind=Kind.TERMINATION)
    with pytest.raises(Refused, match="has been given"):
        actions.give_notice(
            by=decided.buyer, at=decided.closes, competition_id=decided.id, kind=Kind.TERMINATION
        )


def test_a_challenge_is_a_bidders_own_in_the_time_of_the_standstill_and_rivals_do_not_see_it(decided):
    publishes(decided)
    with pytest.raises(Refused, match="whose bid was assessed"):
        challenges(decided, joins(an_office().unit, "provider lead"))
    with pytest.raises(Refused, match="standstill ended"):
        challenges(decided, at=decided.closes + LATER)
    held = challenges(decided)
    with pytest.raises(Refused, match="no challenge that holds"):
        actions.withdraw_challenge(
            by=decided.birch, at=decided.closes, competition_id=decided.id, because="Not ours."
        )
    with viewing(decided.birch, decided.closes):
        seen = queries.competition(decided.id, decided.birch, at=decided.closes)
        assert queries.ending_of(seen, at=decided.closes).challenges == []
    with pytest.raises(Refused, match="Choose how it ended"):
        ends(decided, held, "withdrawn")


SIGN = "INSERT INTO competition_signature (id, round_id, member_id, at) VALUES (gen_random_uuid(), %s, app_member(), app_at())"


def signs_by_sql(made, who, at):
    with viewing(who, at), transaction.atomic():
        connection.cursor().execute(SIGN, [made.id])


def test_nothing_is_signed_by_sql_either_before_its_time_while_held_or_by_another(decided):
    late = decided.closes + LATER
    with pytest.raises(ProgrammingError):
        signs_by_sql(decided, decided.buyer, late)
    publishes(decided)
    for who, at in ((decided.buyer, decided.closes), (decided.birch, late), (decided.other, late)):
        with pytest.raises(ProgrammingError):
            signs_by_sql(decided, who, at)
    held = challenges(decided)
    with pytest.raises(ProgrammingError):
        signs_by_sql(decided, decided.buyer, late)
    sql = (
        "INSERT INTO competition_challengeended (id, round_id, challenge_id, way, because, member_id, at) VALUES"
        " (gen_random_uuid(), %s, %s, %s, 'x', app_member(), app_at())"
    )
    for who, way in (
        (decided.birch, "withdrawn by whoever brought it"),
        (decided.ash, "the hold was lifted"),
        (decided.buyer, "withdrawn by whoever brought it"),
    ):
        with viewing(who, late), pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute(sql, [decided.id, held, way])
    ends(decided, held, "lifted")
    signs_by_sql(decided, decided.buyer, late)
    assert Signature.objects.using("owner").filter(round=decided.id).count() == 1


def test_the_details_of_the_contract_are_owed_once_it_is_signed(decided):
    publishes(decided)
    with pytest.raises(Refused, match="has not happened yet"):
        actions.give_notice(by=decided.buyer, at=decided.closes, competition_id=decided.id, kind=Kind.DETAILS)
    with pytest.raises(Refused, match="given with what it is about"):
        actions.give_notice(by=decided.buyer, at=decided.closes, competition_id=decided.id, kind=Kind.AWARD)
    signs(decided)
    late = decided.closes + LATER
    seen = decided.seen_by(decided.buyer, late)
    with viewing(decided.buyer, late):
        [one] = queries.ending_of(seen, at=late).owed
    assert one.notice.kind is Kind.DETAILS and one.due == day_of(late) + timedelta(days=120)
    actions.give_notice(by=decided.buyer, at=late, competition_id=decided.id, kind=Kind.DETAILS)


@pytest.fixture
def asking(database):
    """One that takes questions for half an hour."""
    return Competition(questions=timedelta(minutes=30))


def test_a_question_is_answered_to_all_and_no_rival_learns_who_asked(asking):
    question = actions.ask_question(
        by=asking.ash,
        at=asking.at,
        competition_id=asking.id,
        asks="We at Ash run the Elm Road house: does it count?",
    )
    with viewing(asking.birch, asking.at):
        assert queries.questions_of(asking.id) == [] and not Question.objects.filter(round=asking.id).exists()
    actions.answer_question(
        by=asking.buyer, at=asking.at, competition_id=asking.id, question_id=question,
        asked="Do houses that a bidder runs already count?", answer="They do.",
    )  # fmt: skip
    for who in (asking.birch, joins(an_office().unit, "provider lead")):
        with viewing(who, asking.at):
            [one] = queries.questions_of(asking.id)
            assert (one.answered.asked, one.answered.answer, one.own_words) == (
                "Do houses that a bidder runs already count?",
                "They do.",
                "",
            )
    with pytest.raises(Refused, match="has been answered"):
        actions.answer_question(
            by=asking.buyer,
            at=asking.at,
            competition_id=asking.id,
            question_id=question,
            asked="x",
            answer="y",
        )


def test_questions_are_taken_until_their_day_alone_and_answered_before_bids_close(asking):
    late = asking.at + timedelta(minutes=30)
    given = {"competition_id": asking.id, "asks": "When does it begin?"}
    with pytest.raises(Refused, match="time for questions is over"):
        actions.ask_question(by=asking.ash, at=late, **given)
    with pytest.raises(Refused, match="answers its questions"):
        actions.ask_question(by=joins(asking.buyers.unit, "provider lead"), at=asking.at, **given)
    question = actions.ask_question(by=asking.ash, at=asking.at, **given)
    for at, by, words in (
        (asking.closes, asking.buyer, "Bids have closed"),
        (asking.at, joins(an_office().unit, "commissioner"), "Only the team"),
    ):
        with pytest.raises(Refused, match=words):
            actions.answer_question(
                by=by, at=at, competition_id=asking.id, question_id=question, asked="x", answer="y"
            )
    plain = Competition()
    with pytest.raises(Refused, match="takes no questions"):
        actions.ask_question(by=plain.ash, at=plain.at, competition_id=plain.id, asks="Why?")
    sql = (
        "INSERT INTO competition_question (id, round_id, asks, unit_id, member_id, at) VALUES"
        " (gen_random_uuid(), %s, 'x', app_unit(), app_member(), app_at())"
    )
    with viewing(asking.ash, late), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(sql, [asking.id])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "at least 25 days"),
        ({"days": 25, "because": ""}, "Say when the market was asked"),
        ({"days": 25, "questions": 26}, "Questions close before bids do"),
    ],
)
def test_a_tender_of_the_full_regime_keeps_its_window_says_why_the_market_was_not_asked_and_closes_questions_first(
    decided, change, words
):
    at = timezone.now()
    given = {
        "terms": TERMS.format(title=f"Other {new_id()}"), "regime": "procurement-act-2023",
        "closes_at": at + timedelta(days=change.get("days", 5)), "opener_one": decided.buyer.id, "opener_two": decided.other.id,
        "not_engaged_because": change.get("because", "The market is known."),
    }  # fmt: skip
    if "questions" in change:
        given["questions_until"] = at + timedelta(days=change["questions"])
    with pytest.raises(Refused, match=words):
        actions.publish_competition(by=decided.buyer, at=at, **given)
    given |= {
        "closes_at": at + timedelta(days=26),
        "not_engaged_because": "The market is known.",
        "questions_until": at + timedelta(days=9),
    }
    assert actions.publish_competition(by=decided.buyer, at=at, **given)
