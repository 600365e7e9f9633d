import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.assessment.rules.needs.translation import (
    _document,
    answer_for,
    edition_name,
    known_items,
    translate,
    translate_all,
)
from throughcare.foundation.kernel import Refused


def words_of(node):
    """Every field and every answer that the translation knows of."""
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(key, str):
                yield key
            yield from words_of(value)
    elif isinstance(node, list):
        for one in node:
            yield from words_of(one)
    elif isinstance(node, str):
        yield node


WORDS = sorted(set(words_of(_document()["items"])))
answers = st.dictionaries(
    st.sampled_from(WORDS),
    st.none()
    | st.sampled_from(WORDS)
    | st.lists(st.sampled_from(WORDS), max_size=3).map(tuple)
    | st.text(max_size=5),
    max_size=12,
)


@given(answers)
def test_any_answers_translate_without_an_error(given_answers):
    for item, value in translate_all(given_answers).items():
        assert item in known_items()
        assert isinstance(value, str | tuple)


@given(answers, st.sampled_from(WORDS))
def test_an_answer_of_none_says_no_more_than_no_answer(given_answers, field):
    without = {name: value for name, value in given_answers.items() if name != field}
    assert translate_all({**without, field: None}) == translate_all(without)


@pytest.mark.parametrize("item", known_items())
def test_the_way_back_leads_to_the_same_item(item):
    for clause in _document()["items"][item]:
        for value in clause.get("values", {}).values() if isinstance(clause.get("values"), dict) else ():
            back = answer_for(item, value)
            if back is not None:
                field, answer = back
                assert translate(item, {field: answer}) == value


def test_some_items_have_a_way_back_and_others_would_lose_something():
    assert answer_for("o11-2", "1") == ("THINKING_BEHAVIOURS_ATTITUDES_IMPULSIVE_BEHAVIOUR", "SOMETIMES")
    assert answer_for("o3-3", "NO") is None  # settled or temporary: the item cannot tell
    assert answer_for("o10-2", "1") is None
    assert answer_for("o9-1", "2") is None
    assert answer_for("no such item", "2") is None


def test_an_item_that_the_translation_does_not_fill_is_refused():
    with pytest.raises(Refused, match="o99-9 is not an item"):
        translate("o99-9", {})
    assert edition_name() == "translation-v1"


INCOME, LEANS = "FINANCE_INCOME", "FAMILY_OR_FRIENDS_DETAILS"


@pytest.mark.parametrize(
    ("the_person", "item", "given_answers", "expected"),
    [
        ("has nowhere to live", "o3-6", {"CURRENT_ACCOMMODATION": "NO_ACCOMMODATION"}, "2"),
        ("was never asked", "o3-6", {}, None),
        ("was asked and did not answer", "o3-4", {"SUITABLE_HOUSING": None}, None),
        ("lives on crime and wages", "o5-4", {"FINANCE_INCOME": ("OFFENDING", "EMPLOYMENT")}, "1"),
        ("lives on crime alone", "o5-4", {"FINANCE_INCOME": ("OFFENDING",)}, "2"),
        ("has no income that we know of", "o5-4", {"FINANCE_INCOME": ("UNKNOWN",)}, "M"),
        ("lives on family and leans on them", "o5-5", {INCOME: ("FAMILY_OR_FRIENDS",), LEANS: "YES"}, "2"),
        ("lives on family and does not lean", "o5-5", {INCOME: ("FAMILY_OR_FRIENDS",), LEANS: "NO"}, "0"),
        (
            "lives on family, and how is not known",
            "o5-5",
            {INCOME: ("FAMILY_OR_FRIENDS",), LEANS: "UNKNOWN"},
            "M",
        ),
        ("lives on family, and nobody asked how", "o5-5", {INCOME: ("FAMILY_OR_FRIENDS",)}, None),
        ("lives on nobody knows what", "o5-5", {INCOME: ("UNKNOWN",)}, "M"),
        ("injects now", "o8-6", {"DRUGS_INJECTED_HEROIN": ("LAST_SIX", "MORE_THAN_SIX")}, "2"),
        ("used to inject", "o8-6", {"DRUGS_INJECTED": ("HEROIN",)}, "1"),
    ],
)
def test_a_person_who(the_person, item, given_answers, expected):
    assert translate(item, given_answers) == expected


def test_a_doubtful_level_of_education_counts_only_a_qualification_that_is_known():
    level, trade = "EDUCATION_HIGHEST_LEVEL_COMPLETED", "EDUCATION_PROFESSIONAL_OR_VOCATIONAL_QUALIFICATIONS"
    assert translate("o4-9", {level: "NOT_SURE", trade: "YES"}) == "0"
    assert translate("o4-9", {level: "NOT_SURE", trade: "NO"}) is None
    assert translate("o4-9", {level: "ENTRY_LEVEL", trade: "NO"}) == "2"
    assert translate("o4-9", {level: "LEVEL_5", trade: "NO"}) == "0"


def test_the_notes_of_an_area_are_gathered_line_by_line():
    area = "ACCOMMODATION_PRACTITIONER_ANALYSIS_"
    given_answers = {
        f"{area}STRENGTHS_OR_PROTECTIVE_FACTORS_YES_DETAILS": "a sister nearby",
        f"{area}RISK_OF_SERIOUS_HARM_NO_DETAILS": "lives alone",
        f"{area}RISK_OF_REOFFENDING_YES_DETAILS": "  ",
    }
    assert translate("o3-97", given_answers).splitlines() == [
        "Strengths and protective factor notes - a sister nearby",
        "Area not linked to serious harm notes - lives alone",
    ]
    assert translate("o3-97", {}) is None


def test_the_worst_difficulty_counts():
    base = "EDUCATION_DIFFICULTIES"
    both = {base: ("READING", "NUMERACY"), f"{base}_READING_SEVERITY": "SOME_DIFFICULTIES"}
    assert translate("o4-7", both) == "1"
    assert translate("o4-7", {**both, f"{base}_NUMERACY_SEVERITY": "SIGNIFICANT_DIFFICULTIES"}) == "2"
    assert translate("o4-7", {base: ("NONE",)}) == "0"
    assert translate("o4-7-1", {base: ("NONE",)}) is None
    assert translate("o4-7-1", both) == ("READING", "NUMERACY")


def catch_all(clause):
    """Whether a clause gives something whatever was answered, or whenever anything was."""
    return "answered" in clause or (set(clause) == {"give"})


def inner_fields(clause):
    """The answers that a clause looks up after its condition holds."""
    then = clause.get("then", {})
    return [one["field"] for one in (then, *then.get("first", ())) if "field" in one and "values" in one]


@pytest.mark.parametrize("item", [i for i in known_items() if any(map(catch_all, _document()["items"][i]))])
def test_a_condition_that_holds_never_falls_through_to_the_nought_of_a_catch_all(item):
    for clause in _document()["items"][item]:
        for held in clause.get("when", {}).get("is", ()):
            given_answers = {clause["when"]["field"]: (held,)}
            for field in inner_fields(clause):
                assert translate(item, given_answers) is None
                assert translate(item, {**given_answers, field: "UNKNOWN"}) == "M"
