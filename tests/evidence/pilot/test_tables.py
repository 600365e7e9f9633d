"""The tables that the world reads are equal to the rules: each is asked of every subject, and every number it can be asked of."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.allocation.rules.points import Kind, OpenCase, Where, case_points, workload_on
from throughcare.casework.enforcement.rules import Happened, Must, counted_as, crossing, position
from throughcare.casework.recall.rules import (
    QUESTIONS,
    NewOffence,
    RecallFacts,
    Said,
    SentenceGroup,
    recall_length,
)
from throughcare.casework.recall.rules.words import Length
from throughcare.casework.supervision.rules.absences import LICENCES, ORDERS
from throughcare.casework.supervision.rules.contacts import Whom
from throughcare.casework.supervision.rules.packages import PackageFacts, seeing_of
from throughcare.evidence.pilot import tables
from throughcare.evidence.pilot.coding import SENTENCES, SUBJECTS, subject_number, subject_of, subjects
from throughcare.foundation.operating_model.rules import PRESETS, BodyKind, Function, InFlight, Place, preset
from throughcare.foundation.operating_model.rules.change import AtChange, at_change

ON = date(2026, 10, 5)


def test_every_subject_has_a_number_of_its_own():
    assert [subject_number(one) for one in subjects()] == list(range(SUBJECTS))
    assert len(set(subjects())) == SUBJECTS


@pytest.mark.parametrize("name", PRESETS)
def test_who_manages_tells_and_decides_is_the_models_answer_for_every_subject(name):
    model = preset(name)
    ruled = tables.ruled(model, model, ON)
    bodies = (*ruled.bodies, BodyKind.NOBODY)
    asked = {
        Function.OFFENDER_MANAGEMENT: ruled.manages,
        Function.BREACH_NOTICE: ruled.notifies,
        Function.BREACH_DECISION: ruled.decides,
        Function.RECALL_ADVICE: ruled.decides,
    }
    for function, table in asked.items():
        for number in range(SUBJECTS):
            subject = subject_of(number)
            serves = ORDERS if function is Function.BREACH_DECISION else LICENCES
            if table is ruled.decides and subject.sentence not in serves:
                continue
            assert bodies[table[0, number]] is model.holder(function, subject, ON).held_by


@pytest.mark.parametrize("name", PRESETS)
def test_who_tells_victims_is_nobody_whoever_manages_or_another_as_the_model_says(name):
    model = preset(name)
    told = tables.ruled(model, model, ON).tells[0]
    for number in range(0, SUBJECTS, 7):
        tells, manages = (
            model.holder(function, subject_of(number), ON).held_by
            for function in (Function.VICTIM_CONTACT, Function.OFFENDER_MANAGEMENT)
        )
        expected = 0 if tells is BodyKind.NOBODY else 1 if tells is manages else 2
        assert told[number] == expected


@given(name=st.sampled_from(PRESETS), number=st.integers(0, SUBJECTS - 1))
def test_who_decides_a_failure_is_what_enforcement_says(name, number):
    model, subject = preset(name), subject_of(number)
    if subject.sentence not in ORDERS | LICENCES:
        return
    said = crossing(model, subject, ON)
    assert tables.deciders(model, ON)[number] is said.decision.held_by


def test_points_are_those_of_allocation_for_every_tier_and_place():
    edition, table = workload_on(ON), tables.points(ON)
    for place, where in enumerate((Where.COMMUNITY, Where.CUSTODY, Where.LICENCE)):
        for tier, name in enumerate(tables.TIERS):
            assert table[place, tier] == case_points(OpenCase(name, where, Kind.STANDARD), edition).points


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_what_is_to_follow_a_failure_is_what_enforcement_says(sentence, number):
    at = tables.musts(ON)[SENTENCES.index(sentence), number]
    if sentence not in ORDERS | LICENCES:
        assert at == 0
        return
    earlier = [ON - timedelta(days=30 * turn) for turn in range(1, number)]
    assert tables.MUSTS[at] is position(ON, sentence, earlier=earlier, warnings=[]).must


def test_nothing_but_what_counts_is_counted():
    table = tables.counts()
    for outcome, sentence in np.ndindex(*table.shape):
        happened = Happened(tables.OUTCOMES[outcome], Whom.PERSON, SENTENCES[sentence], Place.COMMUNITY)
        assert bool(table[outcome, sentence]) == (counted_as(happened).counts.name == "YES")


@pytest.mark.parametrize("on", [date(2024, 3, 1), date(2024, 6, 1), date(2025, 10, 1), ON])
def test_a_recall_lasts_as_its_rule_of_the_day_says_for_every_length_of_sentence(on):
    table = tables.recall_days(on)
    said = dict.fromkeys(QUESTIONS, Said.NO)
    for months in range(1, len(table)):
        found = recall_length(RecallFacts(SentenceGroup.ADULT, months, 30, NewOffence.NO, said), on)
        is_fixed = found.required is Length.FIXED_TERM
        assert table[months] == (found.days if is_fixed else 0)


@pytest.mark.parametrize("tier", tables.TIERS)
def test_weekly_contact_ends_and_a_years_allowance_is_as_the_package_says(tier):
    early, spacing = tables.packages(ON)
    at = tables.TIERS.index(tier)
    begins = ON
    came = [begins + timedelta(days=7 * week) for week in range(early[at])]
    for upto, phase in ((len(came) - 1, "early engagement"), (len(came), "standard supervision")):
        facts = PackageFacts(
            came[-1] + timedelta(days=1), tier, begins=begins, ends=begins + timedelta(days=2000),
            attended=came[:upto], woman=False, red=False, treatment=False, outside=False,
        )  # fmt: skip
        found = seeing_of(facts)
        assert found.phase.words == phase
        assert found.allowance is not None
        assert found.allowance.most == round(52 / spacing[at])


@pytest.mark.parametrize("rule", InFlight)
def test_what_becomes_of_a_case_in_flight_is_what_the_rule_says(rule):
    from dataclasses import replace

    model = preset("durham-tees-valley-2012")
    model = replace(model, in_flight=replace(model.in_flight, value=rule))
    table = tables.changes(model, ON)
    example = model.holder(Function.OFFENDER_MANAGEMENT, subject_of(0), ON)
    bodies = (BodyKind.NOBODY, BodyKind.TRUST, BodyKind.COMPETED)
    for before in bodies:
        for after in bodies:
            said = at_change(rule, replace(example, held_by=before), replace(example, held_by=after))
            at = table[int(before is after), int(before is not bodies[0]), int(after is not bodies[0])]
            assert tables.CHANGES[at] is said
    assert AtChange.UNCHANGED in {tables.CHANGES[at] for at in table.ravel()}
    assert Must.COURT in tables.MUSTS
