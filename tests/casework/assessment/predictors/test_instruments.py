"""What each instrument is for, where it rises and falls, and where a published edition is corrected."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.assessment_answers import likely, sexual

from throughcare.casework.assessment.rules.predictors import (
    Band,
    Basis,
    NotScored,
    Problem,
    score,
    sentence_of,
)
from throughcare.casework.assessment.rules.predictors.arithmetic import (
    half_up,
    months_later,
    polynomial,
    sigmoid,
    whole_months,
    whole_percent,
    whole_years,
)
from throughcare.casework.assessment.rules.predictors.fields import Answers
from throughcare.casework.assessment.rules.predictors.pathways import Risk, programme_need, risk_level
from throughcare.casework.assessment.rules.predictors.registry import INSTRUMENTS

MANY = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
RISING = {
    "arp": [
        "accommodation_suitability",
        "offending_activities",
        "drug_motivation",
        "alcohol_current",
        "alcohol_excess",
        "impulsivity",
        "pro_criminal_attitudes",
    ],
    "vrp": ["accommodation_suitability", "alcohol_current", "alcohol_excess", "impulsivity", "temper"],
    "svrp": ["accommodation_suitability", "alcohol_current", "temper", "pro_criminal_attitudes"],
    "snsv": [
        "accommodation_suitability",
        "relationship_with_partner",
        "alcohol_current",
        "alcohol_excess",
        "temper",
    ],
    "ovp": ["alcohol_current", "alcohol_excess", "temper", "pro_criminal_attitudes"],
    "ogp": ["offending_activities", "current_drug_misuse", "problem_solving", "pro_criminal_attitudes"],
}


@pytest.mark.parametrize(("instrument", "field"), [(i, f) for i, fields in RISING.items() for f in fields])
def test_a_worse_answer_never_lowers_the_score(instrument, field):
    marks = [score(instrument, likely(**{field: level})).score for level in (0, 1, 2)]
    assert marks == sorted(marks)


@MANY
@given(first=st.integers(1, 3), more=st.integers(1, 3), age=st.integers(18, 80))
def test_more_contact_offences_never_lower_the_contact_score(first, more, age):
    born = date(2024 - age, 1, 1)
    dates = {
        "date_of_birth": born,
        "follow_up_date": date(2024, 2, 1),
        "last_sexual_date": date(2024, 1, 15),
        "age_at_first_sanction": 10,
    }  # fmt: skip
    few = score("dc-srp", sexual(sanctions=20, contact_adult=first, **dates))
    many = score("dc-srp", sexual(sanctions=20, contact_adult=first + more, **dates))
    assert few.points <= many.points
    assert few.score <= many.score


@MANY
@given(st.integers(18, 90))
def test_the_contact_score_falls_with_age(age):
    def at(years):
        born = date(2024 - years, 1, 1)
        person = sexual(
            sanctions=20, date_of_birth=born, follow_up_date=date(2024, 2, 1), age_at_first_sanction=10
        )
        return score("dc-srp", person | {"last_sexual_date": date(2024, 1, 20)}).points

    assert at(age) >= at(age + 1)


@pytest.mark.parametrize(
    ("images", "child", "adult", "other", "expected"),
    [
        (2, 0, 0, 0, (10.31, Band.HIGH)),
        (1, 5, 5, 5, (3.33, Band.MEDIUM)),
        (0, 2, 0, 0, (0.93, Band.LOW)),
        (0, 1, 0, 0, (0.63, Band.LOW)),
        (0, 0, 1, 1, (0.28, Band.LOW)),
    ],
)
def test_the_images_score_is_the_first_step_that_fits(images, child, adult, other, expected):
    counts = {"images": images, "contact_child": child, "contact_adult": adult, "non_contact": other}
    for instrument in ("osp-iic", "iic-srp"):
        told = score(instrument, sexual(sanctions=20) | counts)
        assert (told.score, told.band) == expected


@pytest.mark.parametrize(("adult", "other"), [(1, 0), (0, 3)])
def test_one_kind_of_contact_offence_alone_counts_in_the_corrected_edition_and_not_in_the_published(
    adult, other
):
    counts = {"images": 0, "contact_child": 0, "contact_adult": adult, "non_contact": other}
    person = sexual(sanctions=20) | counts
    assert score("iic-srp", person, edition="published-4.0").score == 0.0
    assert score("iic-srp", person, edition="corrected-4.0").score == 0.28
    assert score("iic-srp", person).score == 0.28
    assert score("osp-iic", person).score == 0.28


def test_the_combined_score_follows_the_edition_of_its_parts():
    person = sexual(sanctions=20) | {"images": 0, "contact_child": 0, "contact_adult": 0, "non_contact": 2}
    published, corrected = (
        score("csrp", person, edition=name) for name in ("published-4.0", "corrected-4.0")
    )
    assert corrected.score - published.score == pytest.approx(0.28)


def test_five_years_without_offending_in_the_community_bring_the_contact_band_down_by_one():
    old = {
        "conviction_date": date(2015, 5, 1),
        "follow_up_date": date(2015, 6, 1),
        "last_sexual_date": date(2014, 6, 1),
        "date_of_birth": date(1985, 1, 1),
    }
    person = sexual(sanctions=20, contact_adult=3, **old)
    told = score("dc-srp", person)
    held = score("dc-srp", person | {"supervision": "custody"})
    recent = score("dc-srp", person | {"last_offence_date": date(2020, 6, 1)})
    assert (held.band, told.band, recent.band) == (Band.VERY_HIGH, Band.HIGH, Band.VERY_HIGH)
    assert (held.band_reduced, told.band_reduced) == (False, True)
    assert told.score == held.score


def test_a_woman_with_a_sexual_offence_has_a_fixed_part_and_no_contact_score():
    person = sexual(sex="female", sanctions=20)
    told = score("csrp", person)
    parts = {term.name: term.contribution for term in told.terms}
    assert parts["female_sexual"] == 0.38
    assert score("dc-srp", person).band is Band.NOT_APPLICABLE
    assert score("iic-srp", person).score == 0.0


def test_a_combined_score_is_the_sum_of_its_parts_and_says_which_part_is_missing():
    told = score("rsr", sexual())
    assert told.score == pytest.approx(sum(part.score for part in told.components))
    with pytest.raises(NotScored) as refusal:
        score("rsr", likely(offence_code="99999"))
    assert refusal.value.troubles[0].fields == ("snsv",)


def test_an_offence_group_that_needs_the_exact_offence_is_refused():
    with pytest.raises(NotScored) as refusal:
        score("ogrs3", likely(offence_code="08800"))
    assert refusal.value.troubles[0].problem is Problem.CODE_NEEDS_EXACT


def test_ogp_rests_on_ogrs3_and_says_so():
    person = likely()
    del person["offence_code"]
    with pytest.raises(NotScored, match="ogrs3"):
        score("ogp", person)


def test_two_sanctions_count_the_years_between_them():
    near = score("svrp", likely(sanctions=2, violent_sanctions=1, age_at_first_sanction=30))
    far = score("svrp", likely(sanctions=2, violent_sanctions=1, age_at_first_sanction=15))
    terms = [{term.name: term.contribution for term in one.terms}["second_gap"] for one in (near, far)]
    assert terms[1] < terms[0] < 0


def test_months_free_of_offences_stop_counting_at_thirty_six():
    later = likely(assessment_date=date(2025, 7, 1))
    much_later = likely(assessment_date=date(2026, 12, 1))
    assert score("arp", later).score == score("arp", much_later).score


def test_drugs_used_without_motivation_leave_the_score_to_history():
    person = likely()
    del person["drug_motivation"]
    told = score("arp", person)
    assert told.basis is Basis.STATIC
    assert Problem.DRUGS_MOTIVATION in [trouble.problem for trouble in told.troubles]


@pytest.mark.parametrize(
    ("start", "end", "years", "months"),
    [
        (date(2000, 2, 29), date(2001, 2, 28), 0, 11),
        (date(2000, 2, 29), date(2001, 3, 1), 1, 12),
        (date(2000, 5, 20), date(2020, 5, 19), 19, 239),
        (date(2000, 5, 20), date(2020, 5, 20), 20, 240),
    ],
)
def test_years_and_months_are_whole(start, end, years, months):
    assert whole_years(start, end) == years
    assert whole_months(start, end) == months


def test_three_months_later_keeps_within_the_month():
    assert months_later(date(2024, 11, 30), 3) == date(2025, 2, 28)
    assert months_later(date(2024, 12, 31), 2) == date(2025, 2, 28)


def test_halves_are_rounded_up():
    assert half_up(0.5) == 1
    assert half_up(2.675, 2) == 2.68
    assert whole_percent(0.0) == 1
    assert whole_percent(1.0) == 99


@given(st.floats(-700, 700))
def test_the_logistic_curve_never_overflows(logit):
    assert 0 <= sigmoid(logit) <= 1


def test_a_curve_through_nought():
    assert polynomial([2.0, 3.0], 2) == 2 * 2 + 3 * 4


YOUNG = {"date_of_birth": date(2003, 1, 1), "assessment_date": date(2024, 1, 1), "sex": "male"}
MATURITY = (
    "criminal_associates",
    "recklessness",
    "coping",
    "attitude_to_self",
    "impulsivity",
    "temper",
    "problem_solving",
    "awareness_of_consequences",
    "understands_others",
)


@pytest.mark.parametrize(("level", "outcome"), [(0, "no_flag"), (1, "no_flag"), (2, "flag")])
def test_maturity_is_flagged_from_ten_points(level, outcome):
    person = YOUNG | dict.fromkeys(MATURITY, level) | {"peer_influence": False}
    assert score("mst", person).outcome == outcome


def test_maturity_is_flagged_at_ten_points_exactly():
    person = YOUNG | dict.fromkeys(MATURITY, 1) | {"peer_influence": True}
    told = score("mst", person)
    assert (told.points, told.outcome) == (10, "flag")


def test_maturity_needs_nine_of_ten_answers_and_shows_what_the_tenth_could_change():
    person = YOUNG | dict.fromkeys(MATURITY, 1)
    told = score("mst", person)
    assert (told.lowest, told.highest) == (9, 10)
    del person["temper"]
    with pytest.raises(NotScored):
        score("mst", person)


def test_maturity_is_not_for_older_men_or_for_women():
    person = YOUNG | dict.fromkeys(MATURITY, 2) | {"peer_influence": True}
    assert score("mst", person | {"date_of_birth": date(1980, 1, 1)}).outcome == "not_applicable"
    assert score("mst", person | {"sex": "female"}).outcome == "not_applicable"


def test_learning_screening_needs_three_of_four_core_answers():
    told = score("lds", {"work_skills": 2, "literacy": 1, "qualifications": "none", "no_fixed_abode": True})
    assert (told.points, told.outcome) == (6, "2")
    with pytest.raises(NotScored) as refusal:
        score("lds", {"work_skills": 2, "literacy": 1})
    assert refusal.value.troubles[0].problem is Problem.TOO_FEW


def test_a_reading_problem_needs_the_answer_above_it():
    with pytest.raises(NotScored) as refusal:
        score(
            "lds",
            {"work_skills": 1, "learning_difficulties": 1, "qualifications": "any", "reading_problem": True},
        )
    assert refusal.value.troubles[0].problem is Problem.LITERACY


NEEDS = dict.fromkeys(
    [
        "pro_criminal_attitudes",
        "hostile_orientation",
        "family_relationships",
        "previous_relationships",
        "easily_influenced",
        "controlling",
        "impulsivity",
        "temper",
        "problem_solving",
        "coping",
    ],
    2,
) | {"ever_sexual_offence": False, "sexual_harm_risk": False}
LOW_RISK = Risk(10.0, 10.0, Band.NOT_APPLICABLE, Band.NOT_APPLICABLE, 0.1)
HIGH_RISK = Risk(80.0, 70.0, Band.NOT_APPLICABLE, Band.NOT_APPLICABLE, 5.0)


def pathway(answers, risk):
    return programme_need(Answers(answers), INSTRUMENTS["pni"].editions[-1], risk).outcome


@pytest.mark.parametrize(
    ("place", "risk", "expected"),
    [
        ("custody", HIGH_RISK, "high"),
        ("community", HIGH_RISK, "moderate"),
        ("custody", LOW_RISK, "alternative"),
        ("community", LOW_RISK, "alternative"),
    ],
)
def test_high_intensity_programmes_are_for_custody_only(place, risk, expected):
    assert pathway(NEEDS | {"supervision": place}, risk) == expected


def test_an_unknown_answer_that_could_change_the_pathway_is_an_omission():
    person = NEEDS | {"supervision": "custody"}
    del person["impulsivity"], person["temper"], person["coping"]
    person |= dict.fromkeys(["pro_criminal_attitudes", "family_relationships"], 0)
    told = programme_need(Answers(person), INSTRUMENTS["pni"].editions[-1], HIGH_RISK)
    assert told.lowest < told.highest
    assert {"impulsivity", "temper", "coping"} <= {one.name for one in told.missing}


def test_a_violent_partner_assessment_points_to_a_programme_whatever_else():
    person = NEEDS | {"supervision": "community", "sara_partner": "medium", "sara_others": "low"}
    assert pathway(person, LOW_RISK) == "moderate"


@pytest.mark.parametrize(
    ("risk", "level"),
    [
        (Risk(75.0), "high"),
        (Risk(74.99), "medium"),
        (Risk(violent=60.0), "high"),
        (Risk(violent=30.0), "medium"),
        (Risk(contact=Band.VERY_HIGH), "high"),
        (Risk(serious=3.0), "high"),
        (Risk(serious=3.0, contact=Band.LOW), "low"),
        (Risk(), "low"),
    ],
)
def test_the_level_of_risk_is_that_of_the_highest_sign(risk, level):
    assert risk_level(risk, set(), INSTRUMENTS["pni"].editions[-1].table) == level


PATHWAY = {
    "rosh": "high",
    "highest_rosh": "high",
    "offence_code": "00100",
    "custodial_sentence": True,
    "sex": "male",
}
SIGNS = {"childhood": 1, "self_harm": True}


def test_a_man_is_screened_in_by_two_indicators_or_seven_signs():
    assert score("opd", PATHWAY | SIGNS).outcome == "screen_in"
    assert score("opd", PATHWAY | {"childhood": 1}).outcome == "screen_out"


def test_a_man_outside_the_group_is_screened_out_and_told_why():
    told = score("opd", PATHWAY | SIGNS | {"custodial_sentence": False})
    assert told.outcome == "screen_out"
    assert "outside the group" in str(told.finding)


def test_a_practitioner_may_override_a_screening_out():
    told = score("opd", PATHWAY | {"opd_override": True})
    assert (told.outcome, told.overridden) == ("screen_out", True)
    assert "refer you all the same" in sentence_of(told)


def test_a_womans_screening_asks_whether_mappa_applies():
    with pytest.raises(NotScored, match="MAPPA"):
        score("opd", PATHWAY | {"sex": "female"})
