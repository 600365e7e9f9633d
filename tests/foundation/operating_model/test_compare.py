"""Two models side by side, classes of people in words, and what a change of model does to a case."""

from datetime import date
from itertools import combinations, product

import pytest
from foundation.operating_model.building import someone
from hypothesis import given, settings
from hypothesis import strategies as st
from support.shared import CHECKOUT

from throughcare.foundation.access.rules import OrganisationKind
from throughcare.foundation.operating_model.rules import (
    PRESETS,
    Basis,
    BodyKind,
    Function,
    InFlight,
    Risk,
    Sentence,
    preset,
    presets,
)
from throughcare.foundation.operating_model.rules.change import AtChange, at_change, may_be
from throughcare.foundation.operating_model.rules.classes import boxes, in_words
from throughcare.foundation.operating_model.rules.compare import (
    compare,
    compare_function,
    compare_values,
    share,
    trace,
)
from throughcare.foundation.operating_model.rules.coverage import axes_named, points
from throughcare.foundation.operating_model.rules.handbook import handbook
from throughcare.foundation.operating_model.rules.subjects import subject_at

ON = date(2014, 7, 18)
H, A, M, N, D, T, E = PRESETS
PAIRS = list(combinations(PRESETS, 2))
F, B = Function, BodyKind


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_a_comparison_has_every_function_and_puts_each_class_of_person_in_one_row(
    one: str, other: str
) -> None:
    first, second = preset(one), preset(other)
    rows = compare(first, second, ON)
    assert {row.function for row in rows} == set(Function)
    for function in Function:
        mine = [row for row in rows if row.function is function]
        held = {
            (row.one.held_by, row.one.together_with, row.other.held_by, row.other.together_with)
            for row in mine
        }
        assert len(held) == len(mine)
        axes = axes_named((*first.functions[function], *second.functions[function]))
        found = {
            tuple(
                side
                for model in (first, second)
                for held_by in [model.holder(function, subject_at(point), ON)]
                for side in (held_by.held_by, held_by.together_with)
            )
            for point in points(axes)
        }
        assert found == held


def test_a_model_compared_with_itself_differs_nowhere() -> None:
    for model in presets():
        assert not [row for row in compare(model, model, ON) if row.differs]
        assert compare_values(model, model) == []


def test_the_two_responses_of_2012_differ_over_the_breach_decision_for_everybody() -> None:
    (row,) = compare_function(preset(N), preset(D), F.BREACH_DECISION, ON)
    assert (row.who, row.one.body_name, row.other.body_name, row.differs) == (
        "everybody", "contracted provider", "Commissioning Trust", True,
    )  # fmt: skip


def test_the_two_responses_agree_on_low_risk_and_differ_above_it() -> None:
    rows = compare_function(preset(N), preset(D), F.SUPERVISION, ON)
    told = {row.who: (row.one.held_by, row.other.held_by, row.differs) for row in rows}
    [alike] = [who for who, held in told.items() if held == (B.COMPETED, B.COMPETED, False)]
    [apart] = [who for who, held in told.items() if held == (B.COMPETED, B.TRUST, True)]
    assert "risk low, an order or custody of 12 months or more, in the community" in alike
    assert "risk low or medium, custody of 12 months or more, in the community" in alike
    assert "risk high or very high or not assessed" in apart


def test_terms_that_differ_are_listed_in_words() -> None:
    told = {found.what: (found.one, found.other) for found in compare_values(preset(N), preset(D))}
    assert told["lots"] == ("commissioner", "bidder")
    assert told["walls"] == ("separated", "integrated")
    assert told["breach shield"] == ("no", "yes")
    assert "starts high" not in told


def test_the_shares_of_a_model_are_of_all_its_lines_and_make_a_hundred() -> None:
    for model in presets():
        counted = share(model)
        assert counted.total == len(list(model.grounds()))
        assert sum(counted.percent(basis) for basis in Basis) + counted.percent_unread == pytest.approx(100)
    assert str(share(preset(E))).endswith("% named but unread")
    assert share(preset(N)).percent(Basis.STATED) > share(preset(M)).percent(Basis.STATED)


AXES_USED = ("risk", "sentence", "mappa")
EVERY = [tuple(sorted(point.items())) for point in points(AXES_USED)]


@settings(deadline=None, max_examples=60)
@given(st.sets(st.sampled_from(EVERY), min_size=1))
def test_combinations_say_exactly_the_classes_they_were_made_from(
    wanted: set[tuple[tuple[str, str], ...]],
) -> None:
    made = boxes([dict(point) for point in sorted(wanted)])
    said = {point for point in EVERY if any(all(v in box[axis] for axis, v in point) for box in made)}
    assert said == wanted
    assert len(made) <= len(wanted)


def test_everybody_is_said_in_one_word() -> None:
    assert in_words(boxes(list(points(AXES_USED)))) == "everybody"
    assert in_words(boxes([{}])) == "everybody"


def test_high_risk_or_mappa_is_said_as_people_say_it() -> None:
    wanted = [p for p in points(("risk", "mappa")) if p["risk"] == "high" or p["mappa"] == "yes"]
    assert set(in_words(boxes(wanted)).split("; or ")) == {"risk high", "MAPPA"}


def test_a_trace_names_every_function_for_every_person_asked_about() -> None:
    told = trace(preset(D), [{"risk": "low"}, {"risk": "high"}], ON)
    assert told["supervision: risk low"] == "competed"
    assert told["supervision: risk high"] == "trust"
    assert told["walls"] == "integrated"


LOW_ORDER = someone(Risk.LOW)
UNDER_A_YEAR = someone(Risk.LOW, Sentence.CUSTODY_UNDER_12_MONTHS)
RULES = [
    # from the trust to the company
    (D, T, F.OFFENDER_MANAGEMENT, LOW_ORDER, InFlight.STAY, AtChange.STAYS),
    (D, T, F.OFFENDER_MANAGEMENT, LOW_ORDER, InFlight.MOVE, AtChange.MOVES),
    (D, T, F.OFFENDER_MANAGEMENT, LOW_ORDER, InFlight.DECIDE_AGAIN, AtChange.DECIDE_AGAIN),
    # the same body before and after
    *((A, D, F.OFFENDER_MANAGEMENT, LOW_ORDER, rule, AtChange.UNCHANGED) for rule in InFlight),
    # nobody before
    *((D, T, F.SUPERVISION, UNDER_A_YEAR, rule, AtChange.BEGINS) for rule in InFlight),
    # nobody after
    (T, D, F.SUPERVISION, UNDER_A_YEAR, InFlight.STAY, AtChange.STAYS),
    (T, D, F.SUPERVISION, UNDER_A_YEAR, InFlight.MOVE, AtChange.LAPSES),
    (T, D, F.SUPERVISION, UNDER_A_YEAR, InFlight.DECIDE_AGAIN, AtChange.LAPSES),
]


@pytest.mark.parametrize(("before", "after", "function", "subject", "rule", "expected"), RULES)
def test_a_case_in_flight_does_what_the_rule_of_the_change_says(
    before: str, after: str, function: Function, subject: object, rule: InFlight, expected: AtChange
) -> None:
    held = [preset(name).holder(function, subject, ON) for name in (before, after)]
    assert at_change(rule, *held) is expected


def test_every_change_between_two_models_says_something_of_every_case() -> None:
    for (one, other), rule, risk in product(PAIRS, InFlight, Risk):
        held = [preset(name).holder(F.SUPERVISION, someone(risk), ON) for name in (one, other)]
        told = at_change(rule, *held)
        assert (told is AtChange.UNCHANGED) == (held[0].held_by is held[1].held_by)


def test_every_kind_of_body_but_nobody_can_be_some_organisation() -> None:
    for kind in BodyKind:
        assert bool(may_be(kind)) is (kind is not BodyKind.NOBODY)
    assert OrganisationKind.SYSTEM not in {found for kind in BodyKind for found in may_be(kind)}


def test_the_document_in_the_repository_is_the_one_the_files_make() -> None:
    kept = (CHECKOUT / "docs" / "operating-models.md").read_text("utf-8")
    assert kept == handbook(), "run: throughcare model document --write docs/operating-models.md"


def test_the_document_has_a_row_for_every_line_of_every_model() -> None:
    rows = handbook().count("\n| ")
    lines = sum(len(list(model.grounds())) for model in presets())
    assert rows >= lines
