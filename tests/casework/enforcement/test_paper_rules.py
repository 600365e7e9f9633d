"""The rules of papers and of figures, without a database: what a letter says, what changed since, who may do what next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from throughcare.casework.enforcement.rules import (
    BRINGS_ABOUT,
    WRITTEN_WHILE,
    Fact,
    FailureState,
    Known,
    PaperDeed,
    PaperKind,
    Part,
    changed,
    check_deed,
    check_parts,
    check_written,
    drafted,
    language_of,
    welsh_day,
)
from throughcare.casework.enforcement.rules.figures import Timed, decisions_told, notices_told
from throughcare.casework.enforcement.rules.papers import as_sentences
from throughcare.casework.people.rules.languages import ENGLISH, WELSH, written_to_in
from throughcare.foundation.kernel import Refused

KNOWN = Known(
    "Robin Field", date(2026, 11, 3), "office visit", "community_order", "community order", 12, 2,
    "Sentencing Act 2020, Schedule 10", (Fact("Failure 1", "office visit"),),
)  # fmt: skip


# --- rules of papers


def test_a_letter_says_what_was_missed_that_it_is_not_acceptable_and_what_another_failure_may_lead_to():
    said = " ".join(part.text for part in drafted(PaperKind.WARNING, KNOWN))
    assert "3 November 2026" in said
    assert "not acceptable" in said
    assert "within 12 months" in said
    assert "taken back to court" in said


@pytest.mark.parametrize("kind", PaperKind)
def test_every_paper_has_words_and_stands_where_something_is_owed(kind):
    check_parts(drafted(kind, KNOWN))
    assert WRITTEN_WHILE[kind]
    assert (kind in BRINGS_ABOUT) == (kind is not PaperKind.REPORT)


@pytest.mark.parametrize("kind", PaperKind)
def test_whoever_is_written_to_in_welsh_has_every_letter_in_it_and_the_court_its_report_in_english(kind):
    known = replace(KNOWN, language=WELSH)
    check_parts(drafted(kind, known))
    in_welsh = language_of(kind, WELSH) == WELSH
    assert in_welsh == (kind is not PaperKind.REPORT)
    assert (drafted(kind, known) != drafted(kind, KNOWN)) == in_welsh
    assert language_of(kind, ENGLISH) == ENGLISH


def test_a_welsh_letter_says_the_same_day_the_same_months_and_the_same_law():
    said = " ".join(part.text for part in drafted(PaperKind.WARNING, replace(KNOWN, language=WELSH)))
    for told in (
        "3 Tachwedd 2026",
        "o fewn 12 mis",
        "Sentencing Act 2020",
        "apwyntiad yn y swyddfa",
        "gorchymyn cymunedol",
    ):
        assert told in said
    assert [welsh_day(date(2026, month, 1)).split()[1] for month in (1, 2, 12)] == [
        "Ionawr", "Chwefror", "Rhagfyr",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "language"),
    [("Welsh", WELSH), (" cymraeg ", WELSH), ("CY", WELSH), ("", ENGLISH), ("Polish", ENGLISH), ("welsh english", ENGLISH)],
)  # fmt: skip
def test_somebody_is_written_to_in_welsh_where_it_is_their_first_language_and_else_in_english(
    first, language
):
    assert written_to_in(first) == language


def test_what_changed_in_the_record_is_told_and_nothing_else():
    before = [Fact("a", "1"), Fact("b", "2")]
    assert changed(before, before) == []
    assert changed(before, [Fact("a", "1"), Fact("b", "3"), Fact("c", "4")]) == [
        "New: c: 4",
        "Changed: b: was “2”, is “3”",
    ]
    assert changed(before, before[:1]) == ["No longer there: b: 2"]


@pytest.mark.parametrize(
    ("deed", "done", "given", "because"),
    [
        (PaperDeed.REVIEWED, [], {"own": True}, "Somebody else than its writer"),
        (PaperDeed.SIGNED, [], {}, "reviewed before it is signed"),
        (PaperDeed.DELIVERED, [PaperDeed.REVIEWED], {}, "signed before it goes out"),
        (PaperDeed.REVIEWED, [PaperDeed.REVIEWED], {}, "reviewed already"),
        (PaperDeed.REVIEWED, [], {"newest": False}, "newer version"),
        (PaperDeed.SIGNED, [PaperDeed.REVIEWED], {"since": ["New: a note"]}, "New: a note"),
    ],
)
def test_a_paper_is_reviewed_by_another_then_signed_then_delivered_and_never_when_the_record_left_it_behind(
    deed, done, given, because
):
    with pytest.raises(Refused, match=because):
        check_deed(deed, done, **({"own": False, "newest": True, "since": []} | given))


def test_no_paper_is_written_about_what_was_rescinded_nor_of_the_wrong_kind():
    with pytest.raises(Refused, match="rescinded"):
        check_written(PaperKind.WARNING, FailureState.RESCINDED, licence=False)
    with pytest.raises(Refused, match="not for what this person is serving"):
        check_written(PaperKind.LICENCE, FailureState.WARNING, licence=False)
    with pytest.raises(Refused, match="an order, not a licence"):
        check_written(PaperKind.REPORT, FailureState.BREACH, licence=True)


def test_a_part_without_words_or_with_too_many_is_refused():
    for parts in ([], [Part("A", " ")], [Part("A", "x" * 6001)]):
        with pytest.raises(Refused):
            check_parts(parts)


# --- delays, told of nobody


def timed(notifier, team, kind, who, late=0, decided=True):
    """A failure whose notice took three working days, and was late by some."""
    decision = (3, 1) if decided else (None, None)
    return Timed(notifier, f"{team}, {notifier}", "B", "B1", kind, 3, late, *decision, who)


def told(rows):
    return {name: {one.name: one for one in found} for name, found in notices_told(rows).items()}


def test_delays_are_told_apart_and_never_of_too_few():
    many = [timed("D", "D1", "Office visit", n, late=n % 2) for n in range(60)]
    fewer = [timed("A", "A1", "Home visit", 100 + n) for n in range(40)]
    few = [timed("C", "C1", "Phone call", 200 + n, decided=False) for n in range(3)]
    found = told([*many, *fewer, *few])
    d, c = found["Provider"]["D"], found["Provider"]["C"]
    assert (d.of, d.median) == (60, 3) and told(many)["Provider"]["D"].late == 30
    assert (c.of, c.median, c.late) == (None, None, None)
    [b] = decisions_told([*many, *fewer, *few])["Organisation"]
    assert (b.of, b.median, b.late) == (100, 3, 100)
    assert notices_told([]) == {"Provider": [], "Team": [], "Kind": []}


def test_a_team_of_few_is_not_what_the_other_teams_leave_of_their_provider():
    rows = [timed("A", "A1", "Office visit", n) for n in range(30)]
    rows += [timed("A", "A2", "Office visit", 30 + n) for n in range(4)]
    rows += [timed("C", "C1", "Office visit", 50 + n) for n in range(60)]
    found = told(rows)
    shown = {name for name, one in found["Team"].items() if one.of}
    assert found["Team"]["A2, A"].of is None
    assert found["Provider"]["A"].of is None or "A1, A" not in shown, "34 less 30 is four"


def test_how_few_were_late_is_not_told_nor_a_group_of_one_person_however_often_they_failed():
    rows = [timed("A", "A1", "Office visit", n, late=int(n < 2)) for n in range(30)]
    assert told(rows)["Provider"]["A"].late is None
    assert told(rows)["Provider"]["A"].of == 30
    one_person = [timed("C", "C1", "Phone call", 99) for _ in range(40)]
    assert told([*rows, *one_person])["Provider"]["C"].of is None


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("AC"), st.sampled_from("12"), st.sampled_from(["x", "y"])),
        min_size=20,
        max_size=90,
    )
)
def test_no_few_failures_are_told_by_any_of_the_tables_together(drawn):
    """Whoever takes the exact counts of all that is told finds no team of a provider nearer than ten."""
    rows = [timed(body, f"{body}{team}", kind, n) for n, (body, team, kind) in enumerate(drawn)]
    found = told(rows)
    cells = sorted({(body, f"{body}{team}, {body}", kind) for body, team, kind in drawn})
    truth = np.array(
        [sum((b, f"{b}{t}, {b}", k) == cell for b, t, k in drawn) for cell in cells], dtype=float
    )
    known = [np.ones(len(cells))]
    for place, name in enumerate(("Provider", "Team", "Kind")):
        for label, one in found[name].items():
            if one.of is not None:
                known.append(np.array([float(cell[place] == label) for cell in cells]))
    for team in {cell[1] for cell in cells if found["Team"][cell[1]].of is None}:
        wanted = np.array([float(cell[1] == team) for cell in cells])
        if not 0 < wanted @ truth < 10:
            continue
        ends = [
            linprog(
                sign * wanted,
                A_eq=np.array(known),
                b_eq=np.array(known) @ truth,
                bounds=(0, None),
                method="highs",
            ).fun
            for sign in (1, -1)
        ]
        assert -ends[1] - ends[0] >= 10 - 1e-6 or wanted @ truth == truth.sum(), (team, drawn)


@pytest.mark.parametrize(
    ("what", "note", "said"),
    [
        ("The weekly appointment", "Did not come.", "The weekly appointment. Did not come."),
        ("The weekly appointment.", "Did not come.", "The weekly appointment. Did not come."),
        ("The weekly appointment", "", "The weekly appointment"),
        ("", "Did not come.", "Did not come."),
        ("", "", ""),
    ],
)
def test_what_was_missed_and_what_was_noted_of_it_are_two_sentences(what, note, said):
    assert as_sentences(what, note) == said
