"""A design is a short document laid over the present model; the first fault is refused at its line."""

from dataclasses import replace
from datetime import date

import pytest

from throughcare.evidence.pilot.design import design_from, find_design
from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.rules import (
    PRESETS,
    BodyKind,
    Function,
    InFlight,
    ModelRefused,
    preset,
    preset_text,
)
from throughcare.foundation.operating_model.rules.document import open_document
from throughcare.foundation.operating_model.rules.loader import check_shield

WHOLE = """name: two-steps
model: transforming-rehabilitation-2014
starts: 2026-10-05
areas: {north: 900, south: 1500}
phases:
  - {from: 2026-10-05, areas: north}
  - {from: 2027-04-05, areas: [south]}
lines:
  breach_decision:
    - {held_by: community_provider, for: all, basis: assumed, why: tried}
terms: {in_flight: stay, breach_shield: false, breach_notice_working_days: 3}
staff: {people_for_each: 40, community_provider: 85}
services: {capacity: 0.5}
brings: [reminder]
assume: {missed: 0.2}
effects:
  - {name: change_of_manager, at: 1.15}
"""


def test_each_part_of_a_design_is_read_and_told_in_words():
    found = design_from(WHOLE, "two.yaml")
    assert (found.before.name, found.after.name) == (
        "england-and-wales-2021",
        "transforming-rehabilitation-2014",
    )
    assert found.changes_at("north") == date(2026, 10, 5)
    assert found.changes_at("south") == date(2027, 4, 5)
    assert found.after.functions[Function.BREACH_DECISION][0].held_by is BodyKind.COMMUNITY_PROVIDER
    assert (
        found.after.functions[Function.PROGRAMMES] == preset(found.after.name).functions[Function.PROGRAMMES]
    )
    assert found.after.in_flight.value is InFlight.STAY
    assert found.staff.at == {BodyKind.COMMUNITY_PROVIDER: 85}
    assert found.brings == {"reminder"}
    assert "from 5 April 2027 in south" in found.says
    assert "brings reminder" in found.says


@pytest.mark.parametrize(
    ("was", "becomes", "line", "words"),
    [
        ("for: all, basis", "for: {risk: low}, basis", 10, "no line names"),
        ("missed: 0.2", "missed: 1.2", 15, "from 0 to 1"),
        ("from: 2027-04-05", "from: 2026-09-07", 7, "before the design"),
        ("[south]", "[north]", 7, "two phases"),
        ("  - {from: 2027-04-05, areas: [south]}\n", "", 6, "no phase has the area “south”"),
        (
            "at: 1.15}",
            "at: 1.15}\n  - {name: change_of_manager, at: 1.0}",
            18,
            "named twice",
        ),
        ("breach_shield: false, ", "", 9, "a breach shield needs a decision"),
        ("breach_shield: false", "breach_shield: maybe", 11, "is not known"),
        ("[reminder]", "[reminders]", 14, "is not known"),
        ("change_of_manager", "change_of_weather", 17, "is not known"),
        ("capacity: 0.5", "capacity: many", 13, "must be a number"),
        ("people_for_each: 40", "people_for_each: 0", 12, "from 1 to 1000"),
        ("starts: 2026-10-05", "starts: 2014-06-01", 3, "contacts go by packages"),
        ("north: 900", "north: none", 4, "whole number"),
        ("north: 900", "north: 900000", 4, "at most 300,000"),
    ],
)
def test_a_fault_is_refused_at_its_line(was, becomes, line, words):
    assert WHOLE.count(was) == 1
    with pytest.raises(ModelRefused) as refused:
        design_from(WHOLE.replace(was, becomes), "two.yaml")
    assert words in str(refused.value)
    assert refused.value.line == line


@pytest.mark.parametrize(
    ("model", "effort", "words"),
    [
        ("transforming-rehabilitation-2014", "{follows: payment}", "by no rule"),
        ("transforming-rehabilitation-2014", "{follows: payment, rule: severity}", "is not known"),
        ("transforming-rehabilitation-2014", "{follows: need, rule: linear}", "expected no rule"),
        ("transforming-rehabilitation-2014", "{follows: whim}", "is not known"),
        (
            "england-and-wales-2021",
            "{follows: payment, rule: linear}",
            "no body that manages people here is paid",
        ),
    ],
)
def test_effort_that_follows_nothing_is_refused_at_its_line(model, effort, words):
    with pytest.raises(ModelRefused, match=words) as refused:
        design_from(f"name: tried\nmodel: {model}\neffort: {effort}\n", "tried.yaml")
    assert refused.value.line == 3


@pytest.mark.parametrize("name", PRESETS)
def test_a_text_that_is_a_whole_model_is_a_design_and_so_is_its_name(name):
    assert design_from(preset_text(name), f"{name}.yaml").after == preset(name)
    assert find_design(name).after == preset(name)


def test_a_design_that_there_is_not_is_refused_with_those_that_there_are():
    with pytest.raises(Refused, match="expected one of home-office-2005"):
        find_design("utopia-2030")


@pytest.mark.parametrize("name", PRESETS)
def test_a_model_that_comes_with_the_software_keeps_its_shield(name):
    check_shield(preset(name), open_document(WHOLE, "two.yaml"))


def test_a_shield_is_refused_where_whoever_is_paid_decides():
    model = preset("transforming-rehabilitation-2014")
    paid = replace(model.payment.value, paid=frozenset(BodyKind) - {BodyKind.NOBODY})
    with pytest.raises(ModelRefused, match="who is not paid for delivery"):
        check_shield(
            replace(model, payment=replace(model.payment, value=paid)), open_document(WHOLE, "two.yaml")
        )
