"""A requirement is read however a court writes it; a most stays a most; a programme keeps its name, listed or not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.courts.rules import Length, Requirement, RequirementKind, Unit
from throughcare.casework.courts.rules.programmes import programme_named, programmes
from throughcare.casework.courts.rules.written_requirements import (
    as_written,
    read_requirement,
    read_requirements,
    unlisted,
)

KINDS = {
    RequirementKind.UNPAID_WORK: ["unpaid work", "UPW", "Unpaid Work Requirement"],
    RequirementKind.REHABILITATION_ACTIVITY: ["RAR", "rehabilitation activity", "Rehabilitation activity requirement", "RAR days"],
    RequirementKind.PROGRAMME: ["programme", "accredited programme", "Programme requirement"],
    RequirementKind.DRUG_REHABILITATION: ["DRR", "drug rehabilitation requirement"],
    RequirementKind.MENTAL_HEALTH_TREATMENT: ["MHTR", "mental health treatment"],
    RequirementKind.ALCOHOL_TREATMENT: ["ATR", "alcohol treatment requirement"],
    RequirementKind.ALCOHOL_ABSTINENCE: ["AAMR", "alcohol abstinence and monitoring"],
    RequirementKind.CURFEW: ["curfew", "Curfew requirement"],
}  # fmt: skip
SPELT = [(kind, words) for kind, every in KINDS.items() for words in every]
MOST = ["up to", "at most", "a maximum of", "maximum", "max", "not more than", "no more than", "Up to"]
UNITS = {Unit.HOURS: ["hours", "hrs", "Hours"], Unit.DAYS: ["days", "Days"], Unit.WEEKS: ["weeks", "wks"], Unit.MONTHS: ["months", "mths"]}  # fmt: skip
AMOUNTS = st.integers(1, 300)


@given(
    st.sampled_from(SPELT), AMOUNTS, st.sampled_from(sorted(UNITS)), st.sampled_from(["", *MOST]), st.data()
)
def test_kind_and_length_are_read_in_any_order_and_any_spelling(spelt, number, unit, most, data):
    kind, words = spelt
    length = f"{most} {number} {data.draw(st.sampled_from(UNITS[unit]))}".strip()
    said = data.draw(
        st.sampled_from(
            [f"{words} {length}", f"{words}: {length}", f"{length} {words}", f"{length} of {words}", f"{words} ({length})",
             f"{words} for {length}", f"  {words}   {length} "]
        )
    )  # fmt: skip
    assert read_requirement(said) == Requirement(kind, Length(number, unit), bool(most))


@given(st.sampled_from(list(RequirementKind)), AMOUNTS, st.sampled_from([None, *UNITS]), st.booleans())
def test_what_is_read_back_says_the_same(kind, number, unit, at_most):
    one = Requirement(kind, Length(number, unit) if unit else None, at_most and unit is not None)
    assert read_requirement(str(one)) == one


@given(st.sampled_from(sorted(set(programmes().values()))), AMOUNTS, st.booleans())
def test_every_listed_programme_is_read_back_by_its_name(name, days, with_days):
    one = Requirement(RequirementKind.PROGRAMME, Length(days, Unit.DAYS) if with_days else None, name=name)
    assert read_requirement(str(one)) == one
    assert read_requirement(f"{name} {days} days").name == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Building Choices", "Building Choices"),
        ("the Building Choices programme 21 days", "Building Choices"),
        ("accredited programme: TSP", "Thinking Skills Programme"),
        ("programme Building Better Relationships (BBR) 30 days", "Building Better Relationships"),
        ("up to 20 days of Horizon", "Horizon"),
        ("BNM+", "Becoming New Me Plus"),
    ],
)
def test_a_programme_is_known_by_its_name_its_letters_or_both(said, name):
    found = read_requirement(said)
    assert (found.kind, found.name, found.listed) == (RequirementKind.PROGRAMME, name, True)


def test_a_programme_no_list_has_keeps_the_courts_words_and_is_asked_about():
    found = read_requirements("Programme Steps to Work 10 days; unpaid work 80 hours")
    assert [one.name for one in found] == ["Steps to Work", ""]
    assert [one.name for one in unlisted(found)] == ["Steps to Work"]
    assert programme_named("Steps to Work") == ""
    assert as_written("Programme  Steps to Work", "steps to work") == "Steps to Work"


@pytest.mark.parametrize(
    "said",
    ["curfew 8 weeks 12 hours", "unpaid work 120", "Steps to Work", "unpaid work 0 hours", "curfew and exclusion 8 weeks",
     "unpaid work up to hours", "a thing", "up to 20 days", "programme Steps 2 and 3"],
)  # fmt: skip
def test_what_is_not_wholly_understood_is_not_guessed(said):
    with pytest.raises(ValueError):
        read_requirement(said)


@pytest.mark.parametrize(
    ("said", "kind", "length", "beside"),
    [
        ("curfew 8 weeks 7pm to 7am", "curfew", "8 weeks", "7pm to 7am"),
        ("Curfew 7pm-7am 12 weeks", "curfew", "12 weeks", "7pm-7am"),
        ("curfew requirement for 3 months, between 19:00 and 07:00 daily", "curfew", "3 months", "between 19:00 and 07:00 daily"),
        ("curfew 8 weeks (2100 to 0600), electronically monitored", "curfew", "8 weeks", "2100 to 0600, electronically monitored"),
        ("curfew 12 hours a day for 8 weeks", "curfew", "8 weeks", "12 hours a day"),
        ("twelve hours daily curfew 10 weeks", "curfew", "10 weeks", "12 hours daily"),
        ("curfew 8 weeks with electronic monitoring", "curfew", "8 weeks", "with electronic monitoring"),
        ("Exclusion 6 months from Stockton High Street", "exclusion", "6 months", "from Stockton High Street"),
        ("exclusion zone: not to enter the Riverside Park", "exclusion", "", "not to enter the Riverside Park"),
        ("residence requirement 12 months at Elm House", "residence", "12 months", "at Elm House"),
        ("prohibited activity: not to contact the shop's staff", "prohibited activity", "", "not to contact the shop's staff"),
    ],
)  # fmt: skip
def test_hours_and_places_beside_a_requirement_are_kept_in_the_courts_words(said, kind, length, beside):
    found = read_requirement(said)
    assert (found.kind.value, str(found.length or ""), found.name) == (kind, length, beside)
    assert read_requirement(str(found)) == found


@pytest.mark.parametrize(
    "said",
    ["curfew 8 weeks 7pm to 7am then 9pm to 6am", "curfew 7 to 7 8 weeks", "exclusion from the park 3 months or 6 months",
     "curfew 8 weeks 25 hours a day", "unpaid work 80 hours 7pm to 9pm", "exclusion 6 mnoths", "residence 12 months 4 weeks at Elm House"],
)  # fmt: skip
def test_hours_and_places_that_could_be_read_two_ways_are_not_guessed(said):
    with pytest.raises(ValueError):
        read_requirement(said)


PIECES = st.lists(
    st.sampled_from(
        ["unpaid work", "120 hours", "RAR", "20 days", "up to", "programme", "Building Choices", "curfew", "and", "12", "of", ":",
         "less", "daily", "8 weeks", "Steps to Work", "7pm to 7am", "12 hours a day", "exclusion", "from the park"]
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@given(PIECES)
def test_whatever_is_read_says_every_number_and_every_word_that_was_written(pieces):
    said = " ".join(pieces)
    try:
        found = read_requirement(said)
    except ValueError:
        return
    assert sorted(re.findall(r"\d+", str(found))) == sorted(re.findall(r"\d+", said))
    kept = f"{found} rar requirement of for and : accredited".casefold()
    assert all(word in kept for word in said.casefold().split())
