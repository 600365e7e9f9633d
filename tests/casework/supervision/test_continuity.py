"""How steady a case has been: who held it, how often it changed hands, and how long nobody did."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.supervision.rules import Change, continuity

OPENED = datetime(2026, 1, 5, 9, tzinfo=UTC)
NOBODY = timedelta()
ANA, BEN, CAT = (UUID(int=n) for n in (1, 2, 3))
DAY = timedelta(days=1)
REASONS = ("replaced", "risk rose", "transferred", "workload")


def change(who, start, end=None, because=""):
    """A tenure by days since the opening."""
    return Change(who, OPENED + start * DAY, None if end is None else OPENED + end * DAY, because)


@st.composite
def histories(draw):
    """Tenures that follow one another, with or without days between, the last perhaps running; and today."""
    reached, made = draw(st.integers(0, 5)), []
    for _ in range(draw(st.integers(0, 6))):
        length = draw(st.integers(1, 40))
        made.append(
            change(
                draw(st.sampled_from([ANA, BEN, CAT])),
                reached,
                reached + length,
                draw(st.sampled_from(REASONS)),
            )
        )
        reached += length + draw(st.integers(0, 5))
    if made and draw(st.booleans()):
        last = made.pop()
        made.append(Change(last.member_id, last.start, None, ""))
    return made, OPENED + (reached + draw(st.integers(1, 30))) * DAY


def measured(history):
    tenures, until = history
    return continuity(tenures, opened=OPENED, until=until)


@given(histories())
def test_there_are_as_many_holders_as_different_people(history):
    assert measured(history).holders == len({tenure.member_id for tenure in history[0]})


@given(histories())
def test_it_changes_hands_at_least_once_for_each_holder_after_the_first_and_at_most_between_every_two(
    history,
):
    found = measured(history)
    assert max(found.holders - 1, 0) <= found.changes <= max(len(history[0]) - 1, 0)


@given(histories())
def test_days_held_and_days_nobody_held_make_up_the_life_of_the_case(history):
    tenures, until = history
    held = sum(((tenure.end or until) - tenure.start for tenure in tenures), NOBODY)
    assert measured(history).without + held == until - OPENED


@given(histories(), st.randoms())
def test_the_order_in_which_tenures_are_read_does_not_matter(history, dice):
    tenures, until = history
    shuffled = list(tenures)
    dice.shuffle(shuffled)
    assert measured((shuffled, until)) == measured(history)


@given(histories())
def test_every_reason_of_an_ended_tenure_is_counted_the_commonest_first(history):
    reasons = measured(history).reasons
    assert sum(n for _, n in reasons) == sum(1 for tenure in history[0] if tenure.end is not None)
    assert [n for _, n in reasons] == sorted((n for _, n in reasons), reverse=True)


@given(histories(), st.integers(1, 100))
def test_time_without_a_holder_only_grows(history, days):
    tenures, until = history
    assert measured((tenures, until + days * DAY)).without >= measured(history).without


def test_nobody_yet_is_said_as_such():
    found = continuity([], opened=OPENED, until=OPENED + 3 * DAY)
    assert (found.holders, found.without) == (0, 3 * DAY)
    assert found.sentence == "No manager yet."


def test_one_manager_from_the_first_minute_is_the_steadiest_case_there_is():
    assert continuity([change(ANA, 0)], opened=OPENED, until=OPENED + DAY).sentence == (
        "1 manager, no change of hands."
    )


def test_the_sentence_says_how_many_why_and_for_how_long_nobody():
    tenures = [
        change(ANA, 0, 10, "risk rose"),
        change(BEN, 12, 20, "workload"),
        change(ANA, 20, 30, "workload"),
        change(CAT, 30),
    ]
    found = continuity(tenures, opened=OPENED, until=OPENED + 40 * DAY)
    assert found.sentence == (
        "3 managers, 3 changes of hands (workload 2, risk rose 1); nobody for 2 days in all."
    )


def test_the_same_manager_appointed_again_is_no_change_of_hands():
    tenures = [change(ANA, 0, 10, "replaced"), change(ANA, 11)]
    found = continuity(tenures, opened=OPENED, until=OPENED + 20 * DAY)
    assert (found.holders, found.changes, found.without) == (1, 0, DAY)


def test_the_closing_of_the_case_is_no_reason_for_a_change():
    found = continuity([change(ANA, 0, 10, "case closed")], opened=OPENED, until=OPENED + 10 * DAY)
    assert (found.reasons, found.changes, found.without) == ((), 0, NOBODY)


def test_a_tenure_that_outlasts_the_day_asked_about_counts_to_that_day():
    found = continuity([change(ANA, 2, 50, "replaced")], opened=OPENED, until=OPENED + 10 * DAY)
    assert found.without == 2 * DAY


def test_reasons_as_frequent_as_each_other_are_told_in_the_order_of_their_words():
    for order in (("workload", "replaced"), ("replaced", "workload")):
        told = [
            change(who, n, n + 1, why) for n, (who, why) in enumerate(zip((ANA, BEN), order, strict=True))
        ]
        assert measured((told, OPENED + 9 * DAY)).reasons == (("replaced", 1), ("workload", 1))
