"""A programme suits somebody or says why not; what is not known is said, and is never a no; what is assumed is shown so."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.programmes.rules import SessionKind, Suiting, programme, programmes, suits
from throughcare.foundation.kernel import Refused

ON = date(2026, 11, 20)
BUILDING, HIGH, SKILLS, BETTER = (
    programmes()[key]
    for key in (
        "building-choices-moderate",
        "building-choices-high",
        "thinking-skills",
        "better-relationships",
    )
)
WHO = Suiting("male", date(1990, 5, 1), False, "moderate", "medium", False, False)


def test_what_suits_says_why_and_where_that_stands():
    found = suits(BUILDING, WHO, ON)
    assert found.fits and not found.unknown
    assert [one.because for one in found.reasons] == [
        "The screening for programme need points to moderate intensity."
    ]
    assert "Judicial brochure" in str(found.reasons[0].clause)


@pytest.mark.parametrize(
    ("chosen", "given", "says"),
    [
        (BUILDING, {"pathway": "alternative"}, "help other than a programme"),
        (BUILDING, {"pathway": "high"}, "points to high intensity"),
        (BUILDING, {"band": "low"}, "The risk of reoffending is low"),
        (BUILDING, {"born": date(2009, 1, 1)}, "this person is 17"),
        (BUILDING, {"in_custody": True}, "held in community only"),
        (BETTER, {"partner_violence": True, "sex": "female"}, "It is for men only."),
        (BETTER, {}, "violence to a partner alone"),
        (BETTER, {"partner_violence": True, "learning_disability": True}, "not adapted"),
        (HIGH, {"in_custody": True, "pathway": "high"}, "sessions are not published"),
        (SKILLS, {}, "has not been offered since 1 October 2026"),
    ],
)
def test_each_term_alone_rules_somebody_out_in_words(chosen, given, says):
    against = [one.because for one in suits(chosen, replace(WHO, **given), ON).against]
    assert any(says in one for one in against), against


@pytest.mark.parametrize(
    "field", ["born", "in_custody", "pathway", "band", "sex", "partner_violence", "learning_disability"]
)
def test_what_is_not_known_is_said_and_rules_nobody_out(field):
    who = replace(WHO, partner_violence=True)
    found = suits(BETTER, replace(who, **{field: None}), ON)
    assert found.fits and found.unknown


def test_an_omission_of_the_screening_is_unknown_and_not_no():
    found = suits(BUILDING, replace(WHO, pathway="omission"), ON)
    assert found.fits and "lacks answers" in found.unknown[0].because


def test_low_risk_rules_nobody_out_before_the_day_it_did():
    who = replace(WHO, band="low")
    assert suits(BUILDING, who, date(2025, 1, 31)).fits
    assert not suits(BUILDING, who, date(2025, 2, 1)).fits


def test_a_learning_disability_is_welcome_where_the_sessions_are_made_for_it():
    found = suits(BUILDING, replace(WHO, learning_disability=True), ON)
    assert found.fits and any("learning disability too" in one.because for one in found.reasons)


def test_what_no_source_gives_is_shown_as_assumed():
    found = suits(BETTER, replace(WHO, partner_violence=True), ON)
    assert all("assumed" in str(one.clause) for one in found.reasons if one.rule == "need")
    assert all(one.source and one.assumed for one in programmes().values())


def test_the_published_list_is_twenty_one_sessions_in_groups_and_six_alone():
    assert len(BUILDING.of_kind(SessionKind.GROUP)) == 21
    assert len(BUILDING.of_kind(SessionKind.ONE_TO_ONE, SessionKind.REVIEW)) == 6
    assert BUILDING.session(27).kind is SessionKind.REVIEW


def test_a_programme_and_a_session_that_there_are_not_are_refused():
    with pytest.raises(Refused, match="no programme “knitting”"):
        programme("knitting")
    with pytest.raises(Refused, match="has no session 28"):
        BUILDING.session(28)


MAYBE = st.sampled_from([True, False, None])
SUITINGS = st.builds(
    Suiting,
    st.sampled_from(["male", "female", None]),
    st.none() | st.dates(date(1950, 1, 1), date(2012, 1, 1)),
    MAYBE,
    st.sampled_from(["high", "moderate", "alternative", "omission", None]),
    st.sampled_from(["low", "medium", "high", "very_high", None]),
    MAYBE,
    MAYBE,
)


@given(SUITINGS, st.sampled_from(sorted(programmes())))
def test_learning_more_never_makes_a_yes_of_a_no(who, key):
    found = suits(programmes()[key], who, ON)
    if found.fits:
        return
    learnt = {
        "sex": ["male", "female"],
        "in_custody": [True, False],
        "band": ["low", "high"],
        "pathway": ["moderate", "high"],
    }
    for field, values in learnt.items():
        if getattr(who, field) is None:
            assert all(not suits(programmes()[key], replace(who, **{field: one}), ON).fits for one in values)
