"""A history that cannot be is refused by every instrument, each trouble naming its answers, by one table."""

from datetime import date

import polars as pl
import pytest
from support.assessment_answers import as_text, likely, sexual

from throughcare.casework.assessment.rules.batch import INSTRUMENTS as BATCHED
from throughcare.casework.assessment.rules.batch import columns_of, score_frame
from throughcare.casework.assessment.rules.predictors import (
    FIELDS,
    INSTRUMENTS,
    Kind,
    NotScored,
    possible,
    score,
)
from throughcare.casework.assessment.rules.predictors.fields import Problem
from throughcare.faces.assessment.console.scoring import score_file
from throughcare.foundation.kernel import Refused

SOUND = {
    "sex": "male", "date_of_birth": date(1990, 5, 6), "conviction_date": date(2026, 1, 10),
    "follow_up_date": date(2026, 1, 10), "sanctions": 5, "violent_sanctions": 2, "age_at_first_sanction": 16,
    "offence_code": "10501", "assessment_date": date(2026, 2, 1), "supervision": "community",
}  # fmt: skip

CANNOT_BE = {
    "follow-up a year before the conviction": (
        {"follow_up_date": date(2025, 1, 10)}, Problem.FOLLOW_UP_BEFORE_CONVICTION, {"follow_up_date", "conviction_date"},
    ),
    "convicted six months after the assessment": (
        {"conviction_date": date(2026, 8, 10), "follow_up_date": date(2026, 8, 10)},
        Problem.CONVICTION_AFTER_ASSESSMENT, {"conviction_date", "assessment_date"},
    ),
    "aged 115 at the start of follow-up": (
        {"date_of_birth": date(1910, 5, 6)}, Problem.TOO_OLD, {"date_of_birth", "follow_up_date"},
    ),
    "convicted before birth": (
        {"conviction_date": date(1980, 1, 1)}, Problem.CONVICTION_BEFORE_BIRTH, {"conviction_date", "date_of_birth"},
    ),
    "convicted at nine": (
        {"conviction_date": date(1999, 6, 1)}, Problem.CONVICTED_TOO_YOUNG, {"date_of_birth", "conviction_date"},
    ),
    "follow-up before birth": (
        {"follow_up_date": date(1980, 1, 1)}, Problem.FOLLOW_UP_BEFORE_BIRTH, {"follow_up_date", "date_of_birth"},
    ),
    "assessed before birth": (
        {"assessment_date": date(1980, 1, 1)}, Problem.ASSESSED_BEFORE_BIRTH, {"assessment_date", "date_of_birth"},
    ),
    "first sanctioned at nine": ({"age_at_first_sanction": 9}, Problem.FIRST_TOO_YOUNG, {"age_at_first_sanction"}),
    "first sanctioned after the conviction": (
        {"age_at_first_sanction": 40}, Problem.FIRST_AFTER_CONVICTION,
        {"age_at_first_sanction", "date_of_birth", "conviction_date"},
    ),
    "more violent sanctions than sanctions": (
        {"violent_sanctions": 6}, Problem.VIOLENT_RANGE, {"violent_sanctions", "sanctions"},
    ),
    "more sexual sanctions than sanctions": (
        {"ever_sexual_offence": True, "contact_adult": 3, "images": 3}, Problem.SEXUAL_RANGE,
        {*possible.SEXUAL_COUNTS, "sanctions"},
    ),
    "a last sexual offence at nine": (
        {"last_sexual_date": date(1999, 6, 1)}, Problem.OFFENDED_TOO_YOUNG, {"date_of_birth", "last_sexual_date"},
    ),
    "a last sexual offence before birth": (
        {"last_sexual_date": date(1980, 6, 1)}, Problem.LAST_SEXUAL_BEFORE_BIRTH, {"date_of_birth", "last_sexual_date"},
    ),
    "a last offence before birth": (
        {"last_offence_date": date(1980, 6, 1)}, Problem.LAST_OFFENCE_BEFORE_BIRTH, {"date_of_birth", "last_offence_date"},
    ),
    "a last offence after the assessment": (
        {"last_offence_date": date(2026, 6, 1)}, Problem.LAST_AFTER_ASSESSMENT, {"assessment_date", "last_offence_date"},
    ),
    "never a sexual offence, and a sanction for one": (
        {"ever_sexual_offence": False, "non_contact": 1}, Problem.SEXUAL_UNEXPECTED,
        {"ever_sexual_offence", *possible.DENIED},
    ),
}  # fmt: skip


def refusal(instrument, answers):
    with pytest.raises(NotScored) as refused:
        score(instrument, answers)
    return [(one.problem, set(one.fields)) for one in refused.value.troubles]


@pytest.mark.parametrize("instrument", INSTRUMENTS)
@pytest.mark.parametrize("history", CANNOT_BE)
def test_a_history_that_cannot_be_is_refused_by_every_instrument(history, instrument):
    changes, problem, fields = CANNOT_BE[history]
    assert (problem, fields) in refusal(instrument, SOUND | changes)


@pytest.mark.parametrize("instrument", BATCHED)
def test_a_file_is_held_against_the_same_table(instrument):
    rows = [SOUND, *(SOUND | changes for changes, _, _ in CANNOT_BE.values())]
    names = columns_of(instrument)
    frame = pl.DataFrame({name: [as_text(row.get(name)) for row in rows] for name in names})
    sound, *wrong = score_frame(frame, instrument)["reasons"].to_list()
    assert not any(problem.value in (sound or "") for _, problem, _ in CANNOT_BE.values())
    assert [
        history
        for (history, (_, problem, _)), reasons in zip(CANNOT_BE.items(), wrong, strict=True)
        if problem.value not in reasons
    ] == []


def test_every_problem_of_the_table_has_a_history_here():
    assert {problem for _, problem, _ in CANNOT_BE.values()} == possible.PROBLEMS


def test_every_date_that_an_instrument_may_be_given_stands_in_the_table():
    dates = {name for name, field in FIELDS.items() if field.kind is Kind.DATE}
    assert dates <= set(possible.FIELDS_READ)


@pytest.mark.parametrize(("instrument", "mark"), [("ogrs3", None), ("snsv", 0.61), ("arp", None)])
def test_the_sound_history_is_still_scored_as_before(instrument, mark):
    told = score(instrument, SOUND)
    before = score(instrument, SOUND, edition=INSTRUMENTS[instrument].editions[0].name)
    assert told.score == before.score
    assert mark in (None, told.score)


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_an_edition_as_published_keeps_its_own_checks_so_that_old_decisions_can_be_derived_again(instrument):
    for edition in INSTRUMENTS[instrument].editions[:-1]:
        assert not possible.asks(edition)
    assert possible.asks(INSTRUMENTS[instrument].editions[-1])
    assert INSTRUMENTS[instrument].editions[-1].name == possible.CHECKED


def test_as_published_follow_up_before_the_conviction_is_scored_and_its_free_months_lower_the_score():
    early = SOUND | {"follow_up_date": date(2025, 1, 10)}
    assert score("snsv", early, edition="published-1.0").score == 0.46


def test_a_man_of_115_is_not_said_to_have_been_convicted_before_the_age_of_ten():
    told = refusal("arp", SOUND | {"date_of_birth": date(1910, 5, 6)})
    assert Problem.CONVICTED_TOO_YOUNG not in dict(told)


@pytest.mark.parametrize("instrument", ["osp-dc", "osp-iic", "dc-srp", "iic-srp", "rsr", "csrp"])
def test_counts_of_nought_do_not_contradict_that_there_never_was_a_sexual_offence(instrument):
    noughts = dict.fromkeys(possible.SEXUAL_COUNTS, 0)
    assert score(instrument, likely(ever_sexual_offence=False, **noughts)).score is not None


@pytest.mark.parametrize(
    "instrument", [name for name in INSTRUMENTS if name not in {"mst", "opd", "pni", "lds"}]
)
def test_people_who_can_be_are_scored_by_the_edition_that_asks_the_table_as_by_the_one_before(instrument):
    for person in (likely(), sexual(sanctions=12), likely(sex="female"), sexual(sex="female", sanctions=12)):
        before = score(instrument, person, edition=INSTRUMENTS[instrument].editions[-2].name)
        assert (score(instrument, person).score, score(instrument, person).band) == (
            before.score,
            before.band,
        )


def test_a_misspelt_column_is_refused_by_name_before_any_row_is_scored(tmp_path):
    file, out = tmp_path / "people.csv", tmp_path / "out.csv"
    file.write_text("sex,unemployd,id\nmale,yes,1\n")
    with pytest.raises(Refused, match=r"unemployd \(did you mean unemployed\?\)"):
        score_file(file, out, "arp")
    assert not out.exists()


def test_a_column_that_stands_twice_is_refused(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("sex,id,sex \nmale,1,male\n")
    with pytest.raises(Refused, match="named twice: sex"):
        score_file(file, tmp_path / "out.csv", "arp")
