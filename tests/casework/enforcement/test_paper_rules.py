"""The rules of papers and of figures, without a database: what a letter says, what changed since, who may do what next."""

from __future__ import annotations

from datetime import date

import pytest

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
)
from throughcare.casework.enforcement.rules.figures import Timed, decisions_by, notices_by
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


def test_delays_are_told_apart_and_never_of_too_few():
    many = [Timed("A", "A1", "B", "B1", "Office visit", n, max(0, n - 8), 3, 1) for n in range(1, 13)]
    few = [Timed("C", "C1", "B", "B1", "Phone call", 2, 0, None, None)] * 3
    a, c = notices_by([*many, *few], lambda one: one.notifier)
    assert (a.of, a.median, a.late) == (12, 6.5, 4)
    assert (c.of, c.median, c.late) == (None, None, None)
    [b] = decisions_by([*many, *few], lambda one: one.decider)
    assert (b.of, b.median, b.late) == (12, 3, 12)
