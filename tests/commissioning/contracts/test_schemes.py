"""The schemes as shipped: what they say, what they admit was never published, and what they refuse."""

from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest
import yaml

from throughcare.commissioning.contracts.rules.at_risk import AtRisk
from throughcare.commissioning.contracts.rules.schemes import (
    scheme,
    scheme_from,
    scheme_names,
    scheme_on,
    threshold_from,
)
from throughcare.commissioning.contracts.rules.terms import Band, Verdict
from throughcare.foundation.kernel import NoEdition, Refused

from .paying import pounds

FOLDER = files("throughcare.commissioning.contracts.rules") / "schemes"
EDITIONS = [
    (name, entry)
    for name in scheme_names()
    for entry in yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))["editions"]
]


def test_the_seven_schemes_asked_for_are_shipped():
    assert scheme_names() == (
        "doncaster",
        "frequency-only",
        "intermediate-tariff",
        "linear",
        "peterborough",
        "severity",
        "transforming-rehabilitation",
    )


def at(entry, place):
    """The value at a place such as ``measures.binary.pays.amount``."""
    value = entry
    for word in place.split("."):
        if isinstance(value, list):
            value = next(one for one in value if one["name"] == word)
        elif word in value:
            value = value[word]
        else:
            [inner] = value.values()  # the kind of threshold is not part of a place
            value = inner[word]
    return value


@pytest.mark.parametrize(("name", "entry"), EDITIONS, ids=[entry["name"] for _, entry in EDITIONS])
def test_every_number_said_to_be_assumed_is_in_the_rule_and_says_why(name, entry):
    for place, why in entry.get("assumed", {}).items():
        assert at(entry, place) is not None
        assert len(why) > 10


@pytest.mark.parametrize(("name", "entry"), EDITIONS, ids=[entry["name"] for _, entry in EDITIONS])
def test_every_pound_of_every_rate_is_marked_assumed_unless_it_is_the_whole_pool(name, entry):
    for measure in entry["measures"]:
        for part in ("pays", "deduction"):
            if part not in measure or measure[part]["for"] == "pool":
                continue
            assert f"measures.{measure['name']}.{part}.amount" in entry["assumed"]


def test_the_published_thresholds_are_what_was_published():
    [peterborough] = scheme("peterborough")
    assert peterborough.table.measures[0].threshold == Band(Decimal(10))
    assert peterborough.table.pooling.threshold == Band(Decimal("7.5"))
    [doncaster] = scheme("doncaster")
    assert doncaster.table.measures[0].threshold == Band(Decimal(5))


def test_the_hurdle_hardened_between_the_straw_man_and_the_contracts():
    hurdles = [
        edition.table.paying("frequency").hurdle.must_be
        for edition in scheme("transforming-rehabilitation")[:2]
    ]
    assert hurdles == [Verdict.SAME, Verdict.BETTER]


def test_an_edition_is_in_force_from_its_first_day_and_not_before():
    assert scheme_on("transforming-rehabilitation", date(2014, 1, 31)).name == "straw-man-2013"
    assert scheme_on("transforming-rehabilitation", date(2014, 2, 1)).name == "contracts-2015"
    with pytest.raises(NoEdition):
        scheme_on("transforming-rehabilitation", date(2013, 4, 30))


def test_a_scheme_nobody_wrote_is_refused_with_those_that_are():
    with pytest.raises(Refused, match="there are doncaster"):
        scheme("moonshot")


A_RULE = """
scheme: mine
title: Mine
editions:
  - name: mine
    in_force: {start: 2020-01-01}
    source: "Ours"
    measures:
      - {name: binary, kind: binary, against: baseline, threshold: none, pays: {for: unit, amount: 10}}
"""


def test_anybody_may_write_a_rule():
    [edition] = scheme_from(A_RULE)
    assert edition.table.measures[0].rate.amount == 10


@pytest.mark.parametrize(
    ("was", "becomes", "because"),
    [
        ("amount: 10", "amount: 0.1", "stays exact"),
        ("amount: 10", "amount: true", "stays exact"),
        ("source:", "sauce: x\n    source:", "no such word: sauce"),
        ("for: unit, amount", "per: unit, for: unit, amount", "no such word: per"),
        ("threshold: none", "threshold: some", "no threshold is written"),
        (
            "threshold: none",
            "threshold: none, hurdle: {measure: jobs, must_be: better}",
            "does not pay: jobs",
        ),
        (
            "threshold: none",
            "threshold: none, hurdle: {measure: binary, must_be: good}",
            "better or not_worse",
        ),
        ("    measures:", "    termination: {measure: jobs, worse_by: 1, periods: 1}\n    measures:", "jobs"),
    ],
)
def test_a_rule_with_a_loose_end_is_refused_in_words(was, becomes, because):
    with pytest.raises(Refused, match=because):
        scheme_from(A_RULE.replace(was, becomes))


PARTS = {
    "threshold: {band: {better: 5, wrose: 3}}": r"band: no such word: wrose \(did you mean worse\?\)",
    "threshold: {standard_errors: {times: 2, spred: observed}}": r"did you mean spread\?",
    "threshold: {test: {alpah: '0.05'}}": r"did you mean alpha\?\); missing: alpha",
    "threshold: {test: '0.05'}": "test: expected alpha, spread",
    "threshold: none, deduction: {for: unit, amount: 1, ful_at: 3}": r"did you mean full_at\?",
    "threshold: none, hurdle: {measure: binary, must_bee: better}": r"did you mean must_be\?",
    "threshold: none, adjustmnt: ratio": r"did you mean adjustment\?",
    "threshold: none, adjustment: rato": "rato is none of",
    "threshold: none, change: odds": "odds is none of",
}  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_a_misspelt_word_in_any_part_of_a_payment_rule_is_refused_with_the_nearest_and_drops_no_term(part):
    with pytest.raises(Refused, match=PARTS[part]):
        scheme_from(A_RULE.replace("threshold: none", part))


@pytest.mark.parametrize(
    ("line", "because"),
    [
        ("foundation: {amount: 25000, measure: binary, kept_fi: not_worse}", r"did you mean kept_if\?"),
        ("termination: {measure: binary, worse_by: 3, period: 4}", r"did you mean periods\?"),
        ("pooling: {at_least: 2, measure: binary, treshold: none, pays: {for: lump, amount: 1}}", r"did you mean threshold\?"),
        ("termination: 4", "termination: expected"),
        ("foundations: {amount: 1}", r"did you mean foundation\?"),
    ],
)  # fmt: skip
def test_the_same_of_what_a_rule_says_of_all_its_measures(line, because):
    with pytest.raises(Refused, match=because):
        scheme_from(A_RULE.replace("    measures:", f"    {line}\n    measures:"))


@pytest.mark.parametrize(
    "needed", ["name: mine\n    ", 'source: "Ours"\n    ', "against: baseline, ", "kind: binary, "]
)
def test_a_word_that_a_payment_rule_needs_is_named_where_it_is_missing(needed):
    assert needed in A_RULE
    with pytest.raises(Refused, match="missing: "):
        scheme_from(A_RULE.replace(needed, ""))


def test_two_measures_of_one_name_are_refused():
    line = next(line for line in A_RULE.splitlines() if "kind: binary" in line)
    with pytest.raises(Refused, match="same name"):
        scheme_from(A_RULE.rstrip() + "\n" + line + "\n")


def test_thresholds_are_written_as_they_are_said():
    assert threshold_from({"band": {"better": 3, "worse": "2.5"}}) == Band(Decimal(3), Decimal("2.5"))


def test_the_money_at_risk_is_the_maximum_less_the_fee():
    area = AtRisk("North", maximum=pounds("11000000"), fee=pounds("10000000"))
    assert area.pool == pounds("1000000")
    assert area.share == Decimal(1) / 11


def test_two_areas_that_bid_different_fees_have_different_shares_at_risk():
    keen, dear = (AtRisk(name, pounds(11), pounds(fee)) for name, fee in (("keen", 8), ("dear", 10)))
    assert keen.share > dear.share


@pytest.mark.parametrize("fee", [12, -1])
def test_a_fee_outside_nothing_to_the_maximum_is_refused(fee):
    with pytest.raises(Refused, match="between nothing and the maximum"):
        AtRisk("North", maximum=pounds(11), fee=pounds(fee))
