"""Every result explains itself: terms that add up, inputs with their source, doubts with their range, words."""

import dataclasses
import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.assessment_answers import answers, likely, sexual, values

from throughcare.casework.assessment.rules.batch import columns_of
from throughcare.casework.assessment.rules.predictors import (
    FIELDS,
    INSTRUMENTS,
    Basis,
    Given,
    NotScored,
    Problem,
    Scale,
    score,
    sentence_of,
)
from throughcare.casework.assessment.rules.predictors.arithmetic import percent, sigmoid
from throughcare.foundation.kernel import Refused

PREDICTORS = [name for name in INSTRUMENTS if name not in {"mst", "lds", "pni", "opd"}]
FAMILY = ["arp", "vrp", "svrp", "snsv"]
MANY = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("instrument", INSTRUMENTS)
@MANY
@given(data=st.data())
def test_answers_of_the_declared_kinds_give_a_result_or_a_refusal_and_nothing_else(instrument, data):
    person = data.draw(answers(tuple(FIELDS)))
    try:
        told = score(instrument, person)
    except NotScored as refusal:
        assert refusal.troubles
        assert str(refusal)
    else:
        assert sentence_of(told)


@pytest.mark.parametrize("instrument", INSTRUMENTS)
@MANY
@given(data=st.data())
def test_contributions_add_up_to_the_total(instrument, data):
    person = data.draw(st.sampled_from([likely(), sexual(sanctions=12), likely(sex="female")]))
    for name in data.draw(st.lists(st.sampled_from(sorted(person)), max_size=4)):
        person[name] = data.draw(values(FIELDS[name]))
    try:
        told = score(instrument, person)
    except NotScored:
        return
    if told.total is not None:
        assert sum(term.contribution for term in told.terms) == pytest.approx(told.total, abs=1e-9)


@pytest.mark.parametrize("instrument", ["arp", "vrp", "svrp", "snsv", "ogrs3", "ovp", "ogp"])
def test_the_score_is_the_logit_of_its_terms(instrument):
    told = score(instrument, likely())
    assert told.scale is Scale.LOGIT
    assert told.probability == pytest.approx(sigmoid(sum(term.contribution for term in told.terms)))


@pytest.mark.parametrize("instrument", FAMILY)
@MANY
@given(data=st.data())
def test_an_answer_not_known_is_a_range_that_holds_every_score_it_could_give(instrument, data):
    person = {name: value for name, value in likely().items() if name in columns_of(instrument)}
    present = [
        n for n in person if FIELDS[n].kind.name in {"LEVEL", "YES_NO", "SET"} and n != "ever_sexual_offence"
    ]
    present += ["relationship_status"] if "relationship_status" in person else []
    hidden = data.draw(st.lists(st.sampled_from(present), min_size=1, max_size=5, unique=True))
    told = score(instrument, {n: v for n, v in person.items() if n not in hidden})
    drugs = frozenset() if "drug_motivation" in hidden else person.get("drugs_used", frozenset())
    filled = (
        person | {"drugs_used": drugs}
        if "drugs_used" in person and "drugs_used" not in hidden
        else dict(person)
    )
    for name in hidden:
        filled[name] = data.draw(values(FIELDS[name]))
    if "drug_motivation" in hidden and person.get("drugs_used"):
        return
    full = score(instrument, filled)
    assert told.lowest - 0.011 <= full.score <= told.highest + 0.011
    assert {one.name for one in told.missing} <= set(hidden) | {"domestic_abuse_partner"}


@pytest.mark.parametrize("instrument", FAMILY)
def test_with_every_answer_known_the_range_is_the_score_itself(instrument):
    told = score(instrument, likely())
    assert told.basis is Basis.DYNAMIC
    assert (told.lowest, told.highest) == (told.score, told.score)
    assert told.is_certain
    assert told.missing == ()


@pytest.mark.parametrize("instrument", FAMILY)
def test_history_alone_gives_a_static_score_and_names_what_is_missing(instrument):
    history = {n: v for n, v in likely().items() if FIELDS[n].kind.name in {"DATE", "NUMBER", "TEXT"}}
    history.pop("relationship_status")
    told = score(instrument, history)
    assert told.basis is Basis.STATIC
    assert told.missing
    assert told.lowest < told.highest
    assert Problem.MISSING_DYNAMIC in [trouble.problem for trouble in told.troubles]


@pytest.mark.parametrize("instrument", FAMILY)
def test_a_caller_may_ask_for_either_model(instrument):
    static, dynamic = (
        score(instrument, likely(), force=basis) for basis in Basis if basis is not Basis.COMBINED
    )
    assert (static.basis, dynamic.basis) == (Basis.STATIC, Basis.DYNAMIC)
    assert static.score != dynamic.score
    person = likely()
    del person["temper"], person["impulsivity"]
    with pytest.raises(NotScored):
        score(instrument, person, force=Basis.DYNAMIC)


def test_each_input_keeps_its_day_and_its_source():
    told = score("arp", likely(temper=1) | {"impulsivity": Given(2, date(2024, 1, 5), "interview")})
    kept = dict(told.inputs)
    assert kept["impulsivity"] == Given(2, date(2024, 1, 5), "interview")
    assert kept["sanctions"].source == "not stated"


def test_a_result_names_its_edition_and_its_offence_mapping():
    told = score("arp", likely())
    assert told.edition == "checked-2026"
    assert told.offence_mapping == "ogrs4-actuarial-categories 016919c"
    assert score("ogrs3", likely()).offence_mapping == "ogrs3-offence-weights 66f6739"


def test_a_result_cites_its_clause():
    assert "OGRS4" in str(score("arp", likely()).finding)


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_the_sentence_is_plain_speech_to_the_person(instrument):
    extra = {"qualifications": "none", "work_skills": 1, "literacy": 1, "learning_difficulties": 1}
    extra |= {"rosh": "high", "highest_rosh": "high", "custodial_sentence": True, "peer_influence": True}
    extra |= dict.fromkeys(("criminal_associates", "recklessness", "coping", "attitude_to_self"), 1)
    said = sentence_of(
        score(
            instrument,
            sexual(sanctions=12, date_of_birth=date(2001, 5, 20), age_at_first_sanction=15, **extra),
        )
    )
    assert re.search(r"\b[Yy]our?s?\b|every 100|does not apply to you", said)
    assert not re.search(r"logit|offender|coefficient|None|_", said)


def test_the_sentence_says_what_is_not_known():
    person = likely()
    del person["impulsivity"]
    assert "Not answered yet: impulsivity." in sentence_of(score("arp", person))


def test_a_rare_outcome_is_said_per_thousand():
    assert "in every 1,000" in sentence_of(
        score("svrp", likely(violent_sanctions=0, sanctions=1, age_at_first_sanction=31))
    )


def test_a_refusal_gives_every_reason_at_once_and_names_the_first_field():
    with pytest.raises(NotScored) as told:
        score("ogrs3", {"offence_code": "ABC", "sanctions": 0})
    problems = [trouble.problem for trouble in told.value.troubles]
    assert problems == [Problem.MISSING, Problem.SANCTIONS_RANGE, Problem.CODE_FORMAT]
    assert told.value.field == "sex"
    assert isinstance(told.value, Refused)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sanctions", "3"),
        ("unemployed", 1),
        ("impulsivity", 3),
        ("sex", "M"),
        ("drugs_used", frozenset({"tea"})),
    ],
)
def test_an_answer_of_another_kind_is_refused_by_name(field, value):
    with pytest.raises(NotScored) as told:
        score("arp", likely(**{field: value}))
    assert told.value.field == field


def test_an_answer_nobody_knows_is_refused():
    with pytest.raises(Refused, match="No answer is called shoe_size"):
        score("arp", likely(shoe_size=9))


def test_an_instrument_or_edition_nobody_knows_is_refused():
    with pytest.raises(Refused, match="no instrument called tarot"):
        score("tarot", {})
    with pytest.raises(Refused, match=r"choose one of published-4\.0"):
        score("arp", likely(), edition="1950")


def test_results_are_values_that_can_be_compared():
    assert score("arp", likely()) == score("arp", likely())
    assert dataclasses.is_dataclass(score("arp", likely()))


def test_percentages_never_say_certainly():
    assert percent(1.0) == 99.99
    assert percent(0.0) == 0.0
