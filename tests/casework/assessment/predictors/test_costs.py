"""What one missing answer costs: it stops an instrument, leaves it to history alone, or leaves its score open by so much."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare.casework.assessment.rules.predictors import (
    FIELDS,
    INSTRUMENTS,
    Given,
    Kind,
    NotScored,
    costs_of_missing,
    score,
)
from throughcare.faces.assessment.pages.costs import costs_table
from throughcare.faces.web.look.parts import Link

DAY = date(2026, 11, 2)
WHOLE = {
    "sex": "male", "date_of_birth": date(1990, 5, 1), "offence_code": "00801", "conviction_date": DAY,
    "follow_up_date": DAY, "assessment_date": DAY, "supervision": "community", "age_at_first_sanction": 19,
    "sanctions": 6, "violent_sanctions": 2, "past_offences": frozenset({"robbery"}), "ever_sexual_offence": False,
    "custodial_sentence": False, "mappa_eligible": False, "rosh": "medium", "highest_rosh": "medium",
    "drugs_used": frozenset({"cannabis"}), "relationship_status": "none", "qualifications": "any",
    "sara_partner": "low", "sara_others": "low",
    **{name: 1 for name, field in FIELDS.items() if field.kind is Kind.LEVEL},
    **{name: False for name in FIELDS if FIELDS[name].kind is Kind.YES_NO and name != "ever_sexual_offence"},
}  # fmt: skip


def without(*names):
    return {name: Given(value) for name, value in WHOLE.items() if name not in names}


def cost_of(name, **more):
    found = {one.name: one for one in costs_of_missing(without(name), **more)}
    return found.get(name)


def test_where_nothing_that_an_instrument_asks_is_missing_nothing_costs_anything():
    assert costs_of_missing(without(), ["arp", "vrp", "svrp", "ogrs3", "snsv"]) == ()


def test_an_answer_that_every_instrument_of_history_needs_stops_them_and_comes_first():
    cost = costs_of_missing(without("sanctions", "temper"))[0]
    assert cost.name == "sanctions"
    assert {"arp", "vrp", "svrp", "ogrs3"} <= set(cost.stops)


def test_of_an_answer_about_the_present_it_says_which_scores_rest_on_history_alone_and_how_far_each_could_move():
    cost = cost_of("impulsivity", names=["arp"])
    assert cost.history_alone == ("arp",)
    (span,) = cost.spans
    each = [
        score("arp", {**without("impulsivity"), "impulsivity": Given(level)}).score for level in (0, 1, 2)
    ]
    assert (span.lowest, span.highest) == (min(each), max(each))
    assert span.width > 0


def test_an_answer_that_is_given_costs_nothing_even_where_it_cannot_be():
    impossible = {**without(), "violent_sanctions": Given(99)}
    with pytest.raises(NotScored):
        score("ogrs3", impossible)
    assert "violent_sanctions" not in {one.name for one in costs_of_missing(impossible)}


@settings(max_examples=25, deadline=None)
@given(st.sets(st.sampled_from(sorted(WHOLE)), max_size=5), st.sampled_from(sorted(INSTRUMENTS)))
def test_a_cost_is_named_of_missing_answers_alone_and_of_no_instrument_twice(names, instrument):
    for cost in costs_of_missing(without(*names), [instrument]):
        assert cost.name in names or cost.name not in WHOLE
        assert not set(cost.stops) & {*cost.history_alone, *(span.instrument for span in cost.spans)}
        assert all(span.lowest < span.highest for span in cost.spans)


def test_a_missing_answer_leads_whoever_may_write_to_its_question_and_is_only_named_to_others():
    costs = costs_of_missing(without("impulsivity"), ["arp"])
    written, read = (costs_table(costs, "/a", writes=writes).rows for writes in (True, False))
    assert any(isinstance(row[0], Link) and row[0].href.startswith("/a/") for row in written)
    assert not any(isinstance(row[0], Link) for row in read)
    assert len(written) == len(read) == len(costs)
