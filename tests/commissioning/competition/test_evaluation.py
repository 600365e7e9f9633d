"""A competition judged: answers opened while prices stay sealed, scored alone, agreed, signed, and only then priced and decided."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from support.competition import ANSWERS, ASH, ASH_JUDGED, BIRCH_JUDGED, Competition, a_price
from support.people import a_founder, joins

from throughcare.commissioning.competition import actions, queries
from throughcare.commissioning.competition.models import Bid, HandedIn, OpenedAnswers, OpenedBid, Score
from throughcare.commissioning.competition.queries import Waits
from throughcare.commissioning.competition.rules import Award
from throughcare.commissioning.competition.rules.stages import Stage
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.models import Account
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused
from throughcare.server.database.urls import Role


@pytest.fixture
def sent(database):
    """One with two bids, closed and sealed."""
    made = Competition(asks=True)
    made.bids(made.ash, ASH_JUDGED)
    made.bids(made.birch, BIRCH_JUDGED)
    return made


@pytest.fixture
def round_(sent):
    """One whose answers are open, and whose prices are sealed."""
    sent.opens()
    return sent


def test_quality_comes_from_what_was_scored_and_the_award_from_that(round_):
    round_.judged({round_.ash: (5, 5), round_.birch: (2, 2)})
    round_.opens()
    assert round_.decides() is True
    award = round_.seen_by(round_.ash).stands.decision.award
    assert sorted(one["package"] for one in award["taken"]) == ["A1", "A2"]
    assert award["cost"] == 220_000_00


def test_a_bid_below_the_least_of_one_criterion_is_out_and_told_so(round_):
    round_.judged({round_.ash: (5, 5), round_.birch: (1, 5)})
    round_.opens()
    round_.decides()
    [told] = round_.told(round_.birch)
    assert told.out == "Help is scored 1; at least 2 was asked" and told.changes == []
    assert [(one["criterion"], one["score"], one["means"]) for one in told.scores] == [
        ("Help", 1, "Little"),
        ("Links", 5, "All of it and more"),
    ]
    assert str(round_.ash.id) not in str(told.scores)


def test_prices_stay_sealed_until_quality_is_signed_even_from_the_owner_of_the_database(database):
    made, price = Competition(asks=True), a_price()
    made.bids(made.ash, ASH_JUDGED.replace("100000.00", price))
    made.opens()
    with database.connect(Role.OWNER) as owner:
        for table in ("bid", "turned", "openedanswers", "openedbid"):
            rows = owner.execute(f"SELECT t::text FROM competition_{table} t").fetchall()
            assert not any(price in row[0] or price.encode().hex() in row[0] for row in rows)
    assert not OpenedBid.objects.using("owner").filter(round=made.id).exists()
    with pytest.raises(Refused, match="Prices are opened once quality is signed"):
        made.turns(0)


def test_what_is_sent_is_two_envelopes_that_open_apart(sent):
    bid = Bid.objects.using("owner").get(round=sent.id, unit_id=sent.ash.unit_id)
    assert bid.answers and bytes(bid.answers) != bytes(bid.content)
    assert len({bytes(bid.half_one), bytes(bid.answers_half_one)}) == 2
    sent.opens()
    with viewing(sent.evaluators[0], sent.closes):
        found = queries.scores(queries.competition(sent.id, sent.evaluators[0], at=sent.closes))
    assert {one.said["Help"] for one in found.answers} == {"Ash helps with work", "Birch helps with homes"}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (ASH, "lacks “answers”"),
        (ANSWERS.format(help="x", links="y").replace(", Links: y", "") + ASH, "lacks “Links”"),
        (ANSWERS.format(help="x", links=" ".join("y" * 21)) + ASH, "the answer has 21 words; expected at most 20"),
        (ANSWERS.format(help="'We ask £100,000 for it'", links="y") + ASH, "names a price of the bid"),
    ],
)  # fmt: skip
def test_a_bid_answers_every_question_within_its_words_and_names_no_price_in_it(sent, said, words):
    with pytest.raises(Refused, match=words):
        sent.bids(sent.ash, said)


def test_no_evaluator_reads_anothers_score_before_all_have_handed_in_by_query_nor_by_sql(round_):
    one, other = round_.evaluators
    for bidder in (round_.ash, round_.birch):
        round_.scores(one, bidder, 4, 3)
    readers = (other, round_.moderator, round_.buyer, round_.other, round_.ash)
    for who in readers:
        with viewing(who, round_.closes):
            assert not Score.objects.filter(round=round_.id).exists()
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM competition_score WHERE round_id = %s", [round_.id])
                assert cursor.fetchone() == (0,)
    round_.hands_in(one)
    with viewing(other, round_.closes):
        assert not Score.objects.filter(round=round_.id).exists()
    for bidder in (round_.ash, round_.birch):
        round_.scores(other, bidder, 4, 4)
    round_.hands_in(other)
    seen = {}
    for who in (one, other, *readers):
        with viewing(who, round_.closes):
            seen[who.id] = Score.objects.filter(round=round_.id).count()
    assert seen.pop(round_.ash.id) == 0
    assert set(seen.values()) == {8}


INSERTS = {
    "score": "INSERT INTO competition_score (id, round_id, opened_id, criterion, score, because, member_id, at)"
    " VALUES (gen_random_uuid(), %(round)s, %(opened)s, 'Help', 5, 'x', app_member(), app_at())",
    "agreed": "INSERT INTO competition_agreed (id, round_id, opened_id, criterion, score, because, member_id, at)"
    " VALUES (gen_random_uuid(), %(round)s, %(opened)s, 'Help', 5, 'x', app_member(), app_at())",
    "handed in": "INSERT INTO competition_handedin (id, round_id, member_id, at)"
    " VALUES (gen_random_uuid(), %(round)s, app_member(), app_at())",
    "signed": "INSERT INTO competition_signedquality (id, round_id, member_id, at)"
    " VALUES (gen_random_uuid(), %(round)s, app_member(), app_at())",
    "panel": "INSERT INTO competition_panelmember (id, round_id, who, part, member_id, at)"
    " VALUES (gen_random_uuid(), %(round)s, %(who)s, 'evaluator', app_member(), app_at())",
    "turned": "INSERT INTO competition_turned (id, round_id, envelope, halves, member_id, at)"
    " VALUES (gen_random_uuid(), %(round)s, 'prices', '{}', app_member(), app_at())",
    "decision": "INSERT INTO competition_decision (id, round_id, award, member_id, at)"
    " VALUES (gen_random_uuid(), %(round)s, '{}', app_member(), app_at())",
    "summary": "INSERT INTO competition_summary (id, round_id, bid_id, bidder, scores, out, changes, unit_id, member_id, at)"
    " SELECT gen_random_uuid(), round_id, bid_id, 'x', '[]', '', '[]', unit_id, app_member(), app_at()"
    " FROM competition_openedanswers WHERE id = %(opened)s",
}


def refused_by_sql(round_, who, what: str) -> None:
    given = {"round": round_.id, "opened": round_.answers_of(round_.ash), "who": who.id}
    with viewing(who, round_.closes), pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
        connection.cursor().execute(INSERTS[what], given)


def test_nobody_writes_by_sql_what_is_another_parts_or_before_its_time(round_):
    evaluator, other = round_.evaluators
    for what in ("agreed", "signed", "panel", "turned", "decision", "summary"):
        refused_by_sql(round_, evaluator, what)
    for what in ("score", "handed in", "agreed", "signed", "panel", "turned", "decision", "summary"):
        refused_by_sql(round_, round_.moderator, what)
    for what in ("score", "handed in", "agreed", "signed", "turned", "decision", "summary"):
        refused_by_sql(round_, round_.buyer, what)
        refused_by_sql(round_, round_.ash, what)
    stranger = joins(round_.buyers.unit, "evaluator")
    refused_by_sql(round_, stranger, "score")
    round_.judged({round_.ash: (4, 4), round_.birch: (3, 3)})
    for what in ("score", "handed in"):
        refused_by_sql(round_, other, what)
    for what in ("agreed", "signed"):
        refused_by_sql(round_, round_.moderator, what)
    refused_by_sql(round_, stranger, "score")


def test_an_evaluator_hands_in_every_answer_or_none_and_changes_nothing_after(round_):
    one = round_.evaluators[0]
    round_.scores(one, round_.ash, 4, 3)
    with pytest.raises(Refused, match="not scored every answer"):
        round_.hands_in(one)
    round_.scores(one, round_.birch, 4, 3)
    round_.scores(one, round_.birch, 2, 2)
    round_.hands_in(one)
    with pytest.raises(Refused, match="handed in your scores"):
        round_.scores(one, round_.ash, 5, 5)
    assert HandedIn.objects.using("owner").filter(round=round_.id).count() == 1


def test_where_evaluators_differ_the_moderator_records_what_is_agreed_and_who_changed_it_why(round_):
    one, other = round_.evaluators
    for who, help in ((one, 5), (other, 2)):
        round_.scores(who, round_.ash, help, 3)
        round_.scores(who, round_.birch, 3, 3)
        round_.hands_in(who)
    with pytest.raises(Refused, match="1 to agree, first “Help” of"):
        round_.signs()
    with pytest.raises(Refused, match="The evaluators gave 2 to 5"):
        round_.agrees(round_.ash, "Help", 1)
    round_.agrees(round_.ash, "Help", 4, "The second example counts.")
    round_.agrees(round_.ash, "Help", 3, "It does not, on page two.")
    with viewing(other, round_.closes):
        kept = queries.scores(queries.competition(round_.id, other, at=round_.closes))
    changes = kept.agreed[round_.answers_of(round_.ash), "Help"]
    assert [(one.score, one.because, one.member_id) for one in changes] == [
        (4, "The second example counts.", round_.moderator.id),
        (3, "It does not, on page two.", round_.moderator.id),
    ]
    round_.signs()
    with pytest.raises(Refused, match="quality signed"):
        round_.agrees(round_.ash, "Help", 5)
    round_.opens()
    round_.decides()
    [told] = round_.told(round_.ash)
    assert told.scores[0]["because"] == ["It does not, on page two."]


def test_a_panel_is_two_who_evaluate_and_one_who_moderates_each_another_person(round_):
    for who, part, words in (
        (round_.evaluators[0], "moderator", "may be moderator"),
        (round_.evaluators[0], "evaluator", "on the panel already"),
        (round_.ash, "evaluator", "your team"),
        (round_.other, "evaluator", "may be evaluator"),
        (round_.moderator, "clerk", "evaluator or moderator"),
    ):
        with pytest.raises(Refused, match=words):
            round_.names(who, part)
    account = Account.objects.using("owner").get(id=round_.evaluators[0].account_id)
    hat = access.add_member(
        by=a_founder(), at=round_.at - timedelta(days=1), unit_id=round_.buyers.unit, role="moderator", name="the same",
        account_id=account.id,
    )  # fmt: skip
    with pytest.raises(Refused, match="on the panel already"):
        actions.name_to_panel(
            by=round_.buyer, at=round_.at, competition_id=round_.id, who=hat, part="moderator"
        )
    sql = INSERTS["panel"].replace("'evaluator'", "'moderator'")
    with viewing(round_.buyer, round_.closes), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(sql, {"round": round_.id, "who": hat})


def test_whoever_is_stood_down_scores_no_more_and_their_scores_do_not_count(round_):
    one, other = round_.evaluators
    for bidder in (round_.ash, round_.birch):
        round_.scores(one, bidder, 0, 0)
        round_.scores(other, bidder, 4, 4)
    round_.hands_in(one)
    actions.stand_down(
        by=round_.buyer, at=round_.closes, competition_id=round_.id, who=one.id, because="Worked for Birch last year."
    )  # fmt: skip
    refused_by_sql(round_, one, "score")
    third = joins(round_.buyers.unit, "evaluator")
    round_.names(third, "evaluator", round_.closes)
    with pytest.raises(Refused, match="or were stood down"):
        round_.names(one, "evaluator", round_.closes)
    for bidder in (round_.ash, round_.birch):
        round_.scores(third, bidder, 4, 4)
    round_.hands_in(other)
    round_.hands_in(third)
    with pytest.raises(Refused, match="scored, and being agreed"):
        round_.scores(third, round_.ash, 5, 5)
    with pytest.raises(Refused, match="nobody new would score unswayed"):
        round_.names(joins(round_.buyers.unit, "evaluator"), "evaluator", round_.closes)
    round_.signs()
    round_.opens()
    round_.decides()
    assert {str(one.quality) for one in round_.told(round_.buyer)} == {"80.00"}


def test_quality_is_not_signed_by_fewer_evaluators_than_were_promised(round_):
    one, other = round_.evaluators
    for bidder in (round_.ash, round_.birch):
        round_.scores(one, bidder, 4, 4)
    round_.hands_in(one)
    actions.stand_down(
        by=round_.buyer, at=round_.closes, competition_id=round_.id, who=other.id, because="Ill."
    )
    with pytest.raises(Refused, match="At least 2 evaluators were promised"):
        round_.signs()


def test_a_competition_without_questions_has_no_panel(database):
    plain = Competition()
    with pytest.raises(Refused, match="asks no questions"):
        plain.names(joins(plain.buyers.unit, "evaluator"), "evaluator")


def test_each_part_finds_on_home_what_waits_for_it_and_no_other(round_):
    def waits(who):
        return round_.seen_by(who).waits

    assert [waits(who) for who in (*round_.evaluators, round_.moderator, round_.buyer)] == [Waits.SCORE, Waits.SCORE, None, None]  # fmt: skip
    for who in round_.evaluators:
        for bidder in (round_.ash, round_.birch):
            round_.scores(who, bidder, 4, 4)
        round_.hands_in(who)
    assert [waits(who) for who in (round_.evaluators[0], round_.moderator)] == [None, Waits.AGREE]
    round_.signs()
    assert waits(round_.buyer) is Waits.TURN_KEY and waits(round_.moderator) is None
    round_.opens()
    assert waits(round_.buyer) is Waits.DECIDE and waits(round_.ash) is None
    round_.decides()
    assert waits(round_.buyer) is None


def test_the_decision_can_be_worked_out_again_from_bids_and_scores(round_):
    round_.judged({round_.ash: (5, 4), round_.birch: (3, 3)})
    round_.opens()
    round_.decides()
    with viewing(round_.buyer, round_.closes):
        _, found = queries.award_again(round_.id)
    kept = round_.seen_by(round_.buyer).stands.decision.award
    assert isinstance(found, Award) and found.cost == kept["cost"]
    with pytest.raises(Refused, match="opened and decided"):
        round_.decides()


def test_answers_that_cannot_be_read_stop_no_other_bid_and_their_price_is_not_considered(sent):
    bid = Bid.objects.using("owner").get(round=sent.id, unit_id=sent.birch.unit_id)
    Bid.objects.using("owner").filter(id=bid.id).update(answers=b"x" * 40)
    sent.opens()
    for who in sent.evaluators:
        sent.scores(who, sent.ash, 4, 4)
        sent.hands_in(who)
    sent.signs()
    sent.opens()
    sent.decides()
    [told] = sent.told(sent.birch)
    assert "do not open this bid" in told.out and told.quality is None


STEPS = ("turn 0", "turn 1", "score 0", "score 1", "hand in 0", "hand in 1", "sign", "decide", "call off")
LAWFUL = {
    Stage.CLOSED: {"turn 0", "turn 1", "call off"},
    Stage.HALF: {"turn 0", "turn 1", "call off"},
    Stage.SCORING: {"score 0", "score 1", "hand in 0", "hand in 1", "call off"},
    Stage.MODERATING: {"sign", "call off"},
    Stage.SIGNED: {"turn 0", "turn 1", "call off"},
    Stage.HALF_PRICED: {"turn 0", "turn 1", "call off"},
    Stage.PRICED: {"decide", "call off"},
    Stage.DECIDED: {"call off"},
    Stage.CALLED_OFF: set(),
}


def steps_of(made: Competition):
    one, other = made.evaluators
    return {
        "turn 0": lambda: made.turns(0),
        "turn 1": lambda: made.turns(1),
        "score 0": lambda: made.scores(one, made.ash, 4, 4),
        "score 1": lambda: made.scores(other, made.ash, 4, 4),
        "hand in 0": lambda: made.hands_in(one),
        "hand in 1": lambda: made.hands_in(other),
        "sign": made.signs,
        "decide": made.decides,
        "call off": lambda: actions.call_off_competition(
            by=made.buyer, at=made.closes, competition_id=made.id, because="No need any more."
        ),
    }


@pytest.mark.parametrize("seed", range(4))
def test_whatever_order_steps_are_tried_in_each_is_taken_in_its_stage_alone(database, seed):
    drawn = random.Random(seed)
    made = Competition(asks=True)
    made.bids(made.ash, ASH_JUDGED)
    steps, passed = steps_of(made), set()
    for _ in range(40):
        before = made.seen_by(made.buyer).stage
        passed.add(before)
        open_to = [name for name in STEPS if name != "call off" or len(passed) > 6]
        name = drawn.choice(open_to)
        try:
            steps[name]()
        except (Refused, OpenedAnswers.DoesNotExist):
            assert made.seen_by(made.buyer).stage is before
        else:
            assert name in LAWFUL[before], (before, name)
    assert Stage.SCORING in passed
