"""Every answer that an instrument reads is asked somewhere or stands on record, and changed, changes what is said."""

from datetime import UTC, date, datetime

import pytest
from support.assessment_answers import likely, sexual
from support.inputs import CannotMatter

from throughcare.casework.assessment.rules.needs.drafts import Answered, Origin
from throughcare.casework.assessment.rules.predictors import FIELDS, INSTRUMENTS, Kind, NotScored, score
from throughcare.casework.assessment.rules.questions import (
    LINKED_TO_HARM,
    ON_RECORD,
    SAME,
    givens_of,
    kept_value,
    pages,
    questions_of,
)

AT = datetime(2026, 11, 20, tzinfo=UTC)
PATHWAY = {"rosh": "high", "highest_rosh": "high", "custodial_sentence": True, "mappa_eligible": True}
NEEDS = dict.fromkeys(
    ("sexual_preoccupation", "sexual_interests", "emotional_congruence", "hostile_orientation", "family_relationships",
     "previous_relationships", "easily_influenced", "controlling", "coping", "criminal_associates", "recklessness",
     "attitude_to_self", "work_skills", "literacy", "learning_difficulties"), 1,
) | {"sara_partner": "low", "sara_others": "low", "sexual_harm_risk": False, "peer_influence": False, "qualifications": "any"}  # fmt: skip
YOUNG = {
    "date_of_birth": date(2004, 1, 1),
    "age_at_first_sanction": 14,
    "sanctions": 20,
    "violent_sanctions": 1,
}
CLEAR = {
    name: 0 if FIELDS[name].kind is Kind.LEVEL else False
    for name in FIELDS
    if FIELDS[name].kind in {Kind.LEVEL, Kind.YES_NO}
}
BASES = [
    sexual(sanctions=20) | PATHWAY | NEEDS,
    likely() | PATHWAY | NEEDS | {"supervision": "custody", "domestic_abuse": False, "domestic_abuse_partner": False},
    likely(sex="female") | PATHWAY | NEEDS,
    likely() | CLEAR | PATHWAY | YOUNG | {"offence_code": "00100"},
    sexual(sanctions=20) | CLEAR | PATHWAY | {"ever_sexual_offence": True, "follow_up_date": date(2017, 6, 1),
      "conviction_date": date(2017, 5, 1), "last_sexual_date": date(2016, 6, 1), "contact_adult": 2},
]  # fmt: skip
SIGNS = (
    "weapon", "violence", "offence_arson", "emotional_motivation", "offence_harm_link", "accommodation_harm_link",
    "relationship_harm_link", "emotional_harm_link", "thinking_harm_link", "self_harm",
)  # fmt: skip
BASES += [
    likely() | CLEAR | PATHWAY | {"offence_code": "00100", "childhood": 2, "self_harm": True},
    likely(sex="female") | CLEAR | PATHWAY | dict.fromkeys(SIGNS, True) | {"rosh": "low"},
]
NO_INSTRUMENT = {
    "sexually_motivated": CannotMatter("the older pair demand it and count nothing for it"),
    "parenting": CannotMatter("version 2 of the tier asks it, and no instrument does"),
    "highest_rosh": CannotMatter("the published screening demands it and decides by the present level alone"),
}


def other_values(name):
    """Values that an answer may have, each to be tried."""
    field = FIELDS[name]
    if field.kind is Kind.YES_NO:
        return [True, False]
    if field.kind is Kind.SET:
        return [frozenset(), *(frozenset({one}) for one in field.choices)]
    if field.kind is Kind.DATE:
        return [date(1990, 1, 1), date(2005, 1, 1), date(2017, 12, 1), date(2022, 5, 1), date(2024, 1, 1)]
    return list(field.choices) or (
        [0, 1, 2, 12] if field.kind is not Kind.TEXT else ["00801", "01700", "02700"]
    )


def said(instrument, answers):
    try:
        told = score(instrument, answers)
    except NotScored as refusal:
        return str(refusal)
    return (told.score, told.band, told.outcome, told.overridden, told.lowest, told.highest, told.points)


def asked_somewhere():
    names = {one.name for page in pages() for one in questions_of(page)}
    return names | set(SAME.values()) | set(LINKED_TO_HARM.values()) | set(ON_RECORD)


def test_nothing_an_instrument_reads_is_asked_nowhere():
    assert FIELDS.keys() - asked_somewhere() == set()


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_every_answer_changed_changes_what_some_instrument_says_or_it_is_told_why_not(name):
    changes = any(
        said(instrument, base | {name: value}) != said(instrument, base)
        for base in BASES
        for instrument in INSTRUMENTS
        for value in other_values(name)
    )
    assert changes == (name not in NO_INSTRUMENT)


@pytest.mark.parametrize("name", sorted(FIELDS.keys() - set(ON_RECORD) - set(LINKED_TO_HARM.values())))
def test_every_answer_kept_on_a_page_reaches_the_instruments_as_it_was_given(name):
    for value in other_values(name):
        kept = Answered(kept_value(name, value), Origin.PRACTITIONER, "asked", AT)
        given = givens_of({name: kept})[name]
        assert (given.value, given.source) == (value, "asked")


@pytest.mark.parametrize(("area", "field"), LINKED_TO_HARM.items())
def test_an_area_judged_to_be_linked_to_harm_is_what_the_screening_asks_of_it(area, field):
    for judged, value in (("yes", True), ("no", False)):
        answers = {f"{area}.harm": Answered(judged, Origin.PRACTITIONER, "judged", AT)}
        assert givens_of(answers)[field].value is value
    assert field not in givens_of({})


def test_a_plain_no_to_each_kind_of_abuse_is_no_contradiction():
    told = said("opd", BASES[1] | {"domestic_abuse_family": False})
    assert not isinstance(told, str)
