"""The rules that the acts of assessment stand on, asked alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.assessment.rules.harm.analysis import HarmAnalysis
from throughcare.casework.assessment.rules.harm.keeping import as_kept, from_kept
from throughcare.casework.assessment.rules.needs.drafts import Answered, Origin
from throughcare.casework.assessment.rules.needs.newer_set import items_filled, set_questions
from throughcare.casework.assessment.rules.needs.staleness import past_time, staleness_on
from throughcare.casework.assessment.rules.needs.translation import fields_of, known_items
from throughcare.casework.assessment.rules.questions import set_answers
from throughcare.casework.assessment.rules.tier.applies import applies_on
from throughcare.casework.assessment.rules.tier.registers import KINDS, RELEASED, VALUES, value_fault
from throughcare.casework.assessment.rules.tier.results import step_words
from throughcare.casework.assessment.rules.tier.v3 import counts_as
from throughcare.foundation.kernel import Refused

ON = date(2026, 11, 20)


def test_an_analysis_of_harm_that_was_kept_is_read_back_as_it_was():
    assert from_kept(as_kept(HarmAnalysis())) == HarmAnalysis()
    inside = replace(HarmAnalysis(), in_custody=True)
    assert from_kept(as_kept(inside)) == inside


@pytest.mark.parametrize(
    "kept", [{"screening": {"weapon": "perhaps"}}, {"risks": [1]}, {"plan": [{}]}, {"screening": 4}]
)
def test_what_is_no_analysis_is_refused_and_never_read_as_an_empty_one(kept):
    with pytest.raises(Refused, match="could not be read"):
        from_kept(kept)


def test_a_year_after_a_release_the_tier_of_a_sentence_for_life_is_no_higher():
    days = [ON - timedelta(days=365 * years) for years in range(40)]
    tiers = [counts_as(day, ON) for day in days]
    assert tiers == sorted(tiers)
    assert tiers[0] != tiers[-1]


def test_an_edition_of_the_tier_is_in_force_today():
    assert applies_on(ON) is not None


def test_past_its_months_is_who_is_and_an_unknown_level_waits_no_longer_than_a_known_one():
    rule = staleness_on(ON)
    latest = {"old": (date(2020, 1, 1), "low"), "new": (ON, "low"), "unknown": (date(2020, 1, 1), "")}
    assert past_time(latest, on=ON, edition=rule) == {"old", "unknown"}


def test_answers_of_nobody_fill_no_item_and_every_question_is_of_an_area():
    assert items_filled({}) == {}
    assert items_filled(dict.fromkeys(set_questions())) == {}
    assert all(one.area for one in set_questions().values())


def test_every_item_is_read_from_some_answer_and_what_is_no_item_from_none():
    assert [item for item in known_items() if not fields_of(item)] == []
    assert fields_of("no such item") == frozenset()


def test_of_all_answers_the_sets_own_are_told_apart():
    name = next(iter(set_questions()))
    at = datetime(2026, 11, 20, 10, tzinfo=UTC)
    said = {
        key: Answered(value, Origin.PERSON, "said so", at)
        for key, value in ((name, "yes"), ("sanctions", "4"))
    }
    assert set_answers(said) == {name: "yes"}


@pytest.mark.parametrize("kind", sorted(VALUES))
def test_a_registration_takes_its_values_and_no_other(kind):
    assert [value_fault(kind, value, on=ON) for value in VALUES[kind]] == ["" for _ in VALUES[kind]]
    assert KINDS[kind] in value_fault(kind, "a whim", on=ON)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_release_lies_in_the_past(day):
    assert (value_fault(RELEASED, day.isoformat(), on=ON) == "") is (day <= ON)


def test_a_step_is_said_as_people_say_it():
    assert step_words("rosh_high_mappa_2") == "risk of serious harm high MAPPA 2"
