"""How a sentence stands after what was recorded of it, and how it stood before what last changed that."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from throughcare.casework.courts.rules import (
    SENTENCE_MOVES,
    SENTENCE_TAKEN_BACK,
    SentenceState,
    Stood,
    Told,
    stands_after,
)
from throughcare.casework.courts.rules.moves import _BECOMES

KINDS = [*_BECOMES, "amendment", "death withdrawn"]


def told(*kinds):
    return [Told(UUID(int=n), kind, date(2026, 1, 1) + timedelta(days=n)) for n, kind in enumerate(kinds)]


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ((), "in force"),
        (("breach",), "in breach"),
        (("breach", "breach resolved"), "in force"),
        (("breach", "revocation"), "revoked"),
        (("completion", "breach not proved"), "completed"),
        (("breach", "death", "death withdrawn"), "in breach"),
        (("death withdrawn", "completion", "quashing"), "quashed"),
    ],
)
def test_a_sentence_stands_as_what_was_recorded_makes_it(kinds, state):
    assert stands_after(told(*kinds)).state == state


@given(some.lists(some.sampled_from(KINDS), max_size=8))
def test_without_what_last_changed_it_a_sentence_stands_as_the_tables_say_it_may_have_stood_before(kinds):
    whole = told(*kinds)
    now = stands_after(whole)
    if now.by is None:
        assert now == Stood(SentenceState.IN_FORCE)
        return
    before = stands_after([one for one in whole if one != now.by])
    later = [one.kind for one in whole if one.key > now.by.key]
    if not set(later) - {"amendment"}:
        assert now.state in SENTENCE_MOVES[before.state]
        assert now.state is SentenceState.REPLACED or before.state in SENTENCE_TAKEN_BACK[now.state]


def test_a_sentence_that_runs_has_no_end_and_one_that_is_over_ended_on_the_day_that_was_said():
    breach, revoked = told("breach", "revocation")
    assert stands_after([breach]) == Stood(SentenceState.IN_BREACH, None, breach)
    assert stands_after([breach, revoked]) == Stood(SentenceState.REVOKED, revoked.on, revoked)
