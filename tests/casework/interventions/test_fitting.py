"""A service fits somebody or says why not; what is not known is said, and is never a no."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.interventions.rules import OpenTo, ServiceFacts, Wanting, fit, ranked
from throughcare.foundation.kernel import Period

ON = date(2026, 11, 20)
SERVICE = ServiceFacts(
    reference="A1", title="Homes", needs=("accommodation",), prime="A charity", subcontractors=(), areas=("E06000002",),
    takes_women=True, takes_men=True, youngest=18, oldest=25, offered=Period(date(2026, 1, 1), date(2027, 1, 1)),
)  # fmt: skip
WANTING = Wanting("accommodation", ("E06000002", "DTV", "EW"), "male", date(2005, 6, 1), in_custody=False)


def said(found, which):
    return [one.because for one in getattr(found, which)]


def test_what_fits_says_why_with_the_service_as_its_clause():
    found = fit(SERVICE, WANTING, ON)
    assert found.fits and found.is_sure
    assert "It is for accommodation." in said(found, "reasons")
    assert "It is offered where the person lives." in said(found, "reasons")
    assert all(one.clause.source == "service A1" for one in found.reasons)


@pytest.mark.parametrize(
    ("service", "wanting", "says"),
    [
        ({"needs": ("money",)}, {}, "It is not for accommodation."),
        ({"areas": ("E06000001",)}, {}, "It is not offered where the person lives."),
        ({"takes_men": False}, {}, "It is for women only."),
        ({"takes_women": False}, {"sex": "female"}, "It is for men only."),
        ({}, {"born": date(2000, 11, 20)}, "It is for people from 18 to 25 years old; this person is 26."),
        (
            {"youngest": None},
            {"born": date(2000, 11, 20)},
            "It is for people up to 25 years old; this person is 26.",
        ),
        ({"oldest": None, "youngest": 30}, {}, "It is for people from 30 years old; this person is 21."),
        ({"offered": Period(date(2027, 1, 1))}, {}, "It is offered from 1 January 2027."),
        ({"offered": Period(date(2020, 1, 1), ON)}, {}, "It has not been offered since 20 November 2026."),
    ],
)
def test_each_term_alone_rules_somebody_out_in_words(service, wanting, says):
    found = fit(replace(SERVICE, **service), replace(WANTING, **wanting), ON)
    assert said(found, "against") == [says]
    assert not found.fits


def test_the_day_before_the_birthday_is_still_young_enough():
    born = date(2000, 11, 21)
    assert fit(SERVICE, replace(WANTING, born=born), ON).fits
    assert not fit(SERVICE, replace(WANTING, born=born), date(2026, 11, 21)).fits


@pytest.mark.parametrize(
    ("service", "wanting", "says"),
    [
        ({"takes_men": False}, {"sex": None}, "the person's sex is not recorded"),
        ({}, {"born": None}, "the date of birth is not recorded"),
        ({"areas": ()}, {}, "Where it is offered is not recorded."),
        ({}, {"areas": ()}, "Where the person lives is not recorded."),
        ({}, {"in_custody": True}, "does not say whether this is offered in prison"),
        ({}, {"in_custody": None}, "Whether the person is in custody is not recorded."),
    ],
)
def test_what_is_not_known_is_said_and_rules_nobody_out(service, wanting, says):
    found = fit(replace(SERVICE, **service), replace(WANTING, **wanting), ON)
    assert found.fits and not found.is_sure
    assert any(says in one for one in said(found, "unknown"))


def test_a_service_that_says_nothing_of_sex_or_age_asks_nothing_of_them():
    plain = replace(SERVICE, takes_women=None, takes_men=None, youngest=None, oldest=None)
    assert fit(plain, replace(WANTING, sex=None, born=None), ON).is_sure


def test_an_area_above_the_persons_own_is_where_they_live():
    assert fit(replace(SERVICE, areas=("DTV",)), WANTING, ON).is_sure


def test_what_is_open_to_anybody_comes_first_then_the_shortest_wait_and_the_unsure_last():
    plain, quick = replace(SERVICE, reference="A2", title="B"), replace(SERVICE, reference="A3", title="C")
    citizen = replace(SERVICE, reference="A4", title="D", open_to=OpenTo.ANYBODY)
    unsure, out = (
        replace(SERVICE, reference="A5", areas=()),
        replace(SERVICE, reference="A6", needs=("money",)),
    )
    known = {"A2": 30.0, "A3": 5.0}
    fits = [fit(one, WANTING, ON) for one in (unsure, out, plain, quick, SERVICE, citizen)]
    best = ranked(fits, lambda one: known.get(one.reference))
    assert [one.service.reference for one in best] == ["A4", "A3", "A2", "A1", "A5"]


SERVICES = st.builds(
    replace,
    st.just(SERVICE),
    needs=st.sampled_from([("accommodation",), ("money",), ("money", "accommodation")]),
    takes_women=st.sampled_from([True, None, False]),
    takes_men=st.sampled_from([True, None]),
    youngest=st.sampled_from([None, 18, 30]),
    oldest=st.sampled_from([None, 40]),
    areas=st.sampled_from([(), ("E06000002",), ("E06000001",)]),
)
WANTINGS = st.builds(
    Wanting,
    st.sampled_from(["accommodation", "money"]),
    st.sampled_from([(), ("E06000002",)]),
    st.sampled_from([None, "male", "female"]),
    st.none() | st.dates(date(1950, 1, 1), date(2008, 1, 1)),
    st.sampled_from([True, False, None]),
)


@given(SERVICES, WANTINGS)
def test_learning_more_never_makes_a_no_of_the_same_facts_a_yes(service, wanting):
    """Whoever is ruled out with something unknown is ruled out whatever it turns out to be."""
    found = fit(service, wanting, ON)
    if found.fits:
        return
    for sex in {wanting.sex} if wanting.sex else {"male", "female"}:
        for areas in {wanting.areas} if wanting.areas else {("E06000002",), ("E06000001",)}:
            assert not fit(service, replace(wanting, sex=sex, areas=areas), ON).fits


@given(SERVICES, WANTINGS)
def test_every_answer_is_for_against_or_unknown_and_each_has_its_clause(service, wanting):
    found = fit(service, wanting, ON)
    rules = [one.rule for which in (found.reasons, found.against, found.unknown) for one in which]
    assert len(rules) == len(set(rules))
    assert "need" in rules and "place" in rules
