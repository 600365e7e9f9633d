"""A file is a whole model, or one refusal that names the line and what was expected."""

import random
import re
import subprocess
import sys
from datetime import date

import pytest
from foundation.operating_model.building import someone
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.rules import (
    PRESETS,
    Basis,
    BodyKind,
    Function,
    ModelRefused,
    OperatingModel,
    Parameter,
    Question,
    Risk,
    Sentence,
    Subject,
    Unknown,
    load_bytes,
    load_model,
    preset,
    preset_text,
    presets,
)
from throughcare.foundation.operating_model.rules.coverage import days_to_ask
from throughcare.foundation.operating_model.rules.faults import faults_of

A_DAY, EVE, CHANGE = date(2012, 6, 1), date(2013, 3, 31), date(2013, 4, 1)
DTV = preset_text("durham-tees-valley-2012")
BREACH = (
    '    - {held_by: trust, for: all, basis: stated, cite: "Q2 bullet 1", '
    'words: "places the decision making process about breach outside of any commercial considerations of delivery"}\n'
)


def line_of(text: str, fragment: str) -> int:
    """The line of the file on which a fragment starts, from 1."""
    return text.count("\n", 0, text.index(fragment)) + 1


def refusal(text: str) -> ModelRefused:
    with pytest.raises(ModelRefused) as refused:
        load_model(text, "mine.yaml")
    return refused.value


def with_breach(*lines: str) -> str:
    """The Durham Tees Valley file with other lines for the breach decision."""
    assert BREACH in DTV
    return DTV.replace(BREACH, "".join(f"    - {{{line}}}\n" for line in lines))


ASSUMED = 'basis: assumed, why: "for a test"'


def test_a_hole_is_refused_at_its_function_and_says_whom_nobody_holds() -> None:
    text = with_breach(f"held_by: trust, for: {{risk: [low, medium, high]}}, {ASSUMED}")
    refused = refusal(text)
    assert refused.because.startswith("mine.yaml, line ")
    assert "no line names risk very_high; expected a holder for every subject" in refused.because
    assert refused.line == line_of(text, "  breach_decision:") + 1


def test_the_person_not_yet_assessed_is_not_forgotten() -> None:
    known = "[low, medium, high, very_high]"
    assert (
        "risk not_assessed"
        in refusal(with_breach(f"held_by: trust, for: {{risk: {known}}}, {ASSUMED}")).because
    )


def test_an_overlap_is_refused_at_its_second_line_and_names_the_first() -> None:
    text = with_breach(
        f"held_by: trust, for: {{risk: [low, medium]}}, {ASSUMED}",
        f"held_by: trust, for: {{risk: [medium, high]}}, {ASSUMED}",
        f"held_by: trust, for: otherwise, {ASSUMED}",
    )
    refused = refusal(text)
    first = line_of(text, "  breach_decision:") + 1
    assert refused.line == first + 1
    assert f"this line and line {first} both name risk medium; expected one holder" in refused.because


def test_an_overlap_across_two_axes_is_found() -> None:
    text = with_breach(
        f"held_by: trust, for: {{sentence: custodial}}, {ASSUMED}",
        f"held_by: trust, for: {{cohort: mappa}}, {ASSUMED}",
        f"held_by: trust, for: otherwise, {ASSUMED}",
    )
    assert "both name sentence custody_under_12_months, mappa" in refusal(text).because


def test_everybody_and_somebody_overlap() -> None:
    text = with_breach(
        f"held_by: trust, for: all, {ASSUMED}", f"held_by: trust, for: {{risk: low}}, {ASSUMED}"
    )
    assert "both name risk low" in refusal(text).because


def test_two_lines_for_everybody_else_overlap() -> None:
    otherwise = f"held_by: trust, for: otherwise, {ASSUMED}"
    assert "both name anybody" in refusal(with_breach(otherwise, otherwise)).because


def test_alternatives_on_one_line_may_overlap() -> None:
    model = load_model(
        with_breach(
            f"held_by: trust, for: [{{risk: high}}, {{cohort: [mappa, iom]}}], {ASSUMED}",
            f"held_by: police, for: otherwise, {ASSUMED}",
        ),
        "mine.yaml",
    )
    assert model.holder(Function.BREACH_DECISION, someone(Risk.HIGH), A_DAY).held_by is BodyKind.TRUST
    assert model.holder(Function.BREACH_DECISION, someone(Risk.LOW), A_DAY).held_by is BodyKind.POLICE


def test_lines_too_fine_to_be_checked_are_refused_and_not_ground_through() -> None:
    every = "risk: low, sentence: none, place: custody, rsr: not_assessed, cohort: [iom, women, mappa]"
    fine = f"{every}, outside: [public_interest, sexual_or_violent, deportation]"
    lines = [f"held_by: trust, for: {{{fine}}}, from: 20{n}-01-01, {ASSUMED}" for n in range(10, 60)]
    assert "too many kinds of people" in refusal(with_breach(*lines)).because


def test_lines_that_are_dated_hand_over_on_the_day_and_leave_no_gap() -> None:
    model = load_model(
        with_breach(
            f"held_by: trust, for: all, until: 2013-04-01, {ASSUMED}",
            f"held_by: police, for: all, from: 2013-04-01, {ASSUMED}",
        ),
        "mine.yaml",
    )
    held = [model.holder(Function.BREACH_DECISION, someone(), day).held_by for day in (EVE, CHANGE)]
    assert held == [BodyKind.TRUST, BodyKind.POLICE]


@pytest.mark.parametrize(
    ("until", "since", "because"),
    [("2013-04-01", "2013-05-01", "no line names day 2013-04-01"), ("2013-05-01", "2013-04-01", "both name")],
)
def test_a_gap_or_an_overlap_in_time_is_refused(until: str, since: str, because: str) -> None:
    text = with_breach(
        f"held_by: trust, for: all, until: {until}, {ASSUMED}",
        f"held_by: trust, for: all, from: {since}, {ASSUMED}",
    )
    assert because in refusal(text).because


# what is changed, into what, the words at which the refusal points, and what it says
MISTAKES = [
    ("law: 2012", "law: soon", "law: soon", "law must be a whole number, found “soon”"),
    ("law: 2012", "law: -1", "law: -1", "must be a whole number"),
    ("law: 2012\n", "", "name:", "the model lacks “law”"),
    ("law: 2012", "laws: 2012", "laws:", "the model does not take “laws” (did you mean law?); expected"),
    ("law: 2012", "law: 2012\nlaw: 2013", "law: 2013", "“law” is given twice in the model"),
    ("standing: proposal", "standing: dream", "standing: dream", "expected described_by_critic, in_force, proposal"),
    ("lots: {drawn_by: bidder, ", "lots: {drawn_by: bidder, unread: true, ", "lots:", "only an external source may be unread"),
    ("lots: {drawn_by: bidder", "lots: {drawn_by: nobody", "lots:", "drawn_by “nobody” is not known"),
    ("breach_shield: {value: true", "breach_shield: {value: perhaps", "breach_shield:", "expected false, true"),
    ("{held_by: trust, for: {risk: medium", "{held_by: trusty, for: {risk: medium", "{held_by: trusty", "held_by “trusty” is not known"),
    ("{held_by: trust, for: {risk: medium", "{held_by: court, for: {risk: medium", "{held_by: court", "held_by “court” is not among the bodies of this model"),
    ("for: {risk: medium,", "for: {risk: middling,", "risk: middling", "risk “middling” is not known; expected high, low"),
    ("for: {risk: medium,", "for: {hazard: medium,", "hazard: medium", "does not take “hazard”"),
    ("for: {risk: high, sentence", "for: {risk: [high, high], sentence", "[high, high]", "names the same thing twice"),
    ("for: {cohort: women}, basis: stated", "for: {}, basis: stated", "for: {}", "names nobody"),
    ("for: {cohort: women}, basis: stated", "for: nearly all, basis: stated", "nearly all", "must be “key: value” pairs, found “nearly all”"),
    ('basis: stated, cite: "Q13 bullet 2", words', 'basis: stated, cite: "Q13 bullet 2", why', "Q13 bullet 2", "a line that is stated needs “words”"),
    ('basis: assumed, why: "nobody is in custody"', 'basis: assumed, cite: "x"', '"x"', "a line that is assumed needs “why”"),
    ('source: "Criminal Justice Act 2003", cite: "section 254"', 'cite: "section 254"', '{held_by: secretary_of_state, for: all, basis: external, cite', "a line that is external needs “source”"),
    ("basis: stated", "basis: guessed", "basis: guessed", "basis “guessed” is not known; expected assumed, external"),
    ("  breach_decision:\n" + BREACH, "", "  arrangements_duty:", "functions lacks “breach_decision”"),
    (BREACH, "    []\n", "    []", "must be a list with at least one entry, found an empty list"),
    (BREACH, "    trust\n", "    trust\n", "must be a list"),
    ("  arrangements_duty:", "  arrangement_duty:", "  arrangement_duty:", "does not take “arrangement_duty”"),
    ("mode: integrated", "mode: separated", "  mode: separated", "stand between bodies"),
    ("{bodies: trust, of: commerce}", "{bodies: [trust, competed], of: commerce}", "  mode: integrated", "stand inside one body"),
    ("of: commerce", "of: records", "  mode: integrated", "go together; expected both or neither"),
    ("sectors: [public, private", "sectors: [private", "bidding:", "disagrees with the sectors"),
    ("paid: [competed,", "paid: [trust, competed,", "breach_shield:", "a breach shield needs a decision by somebody who is not paid"),
    ("apart: {paid: electronic_monitoring_provider", "apart: {paid: trust", "payment:", "trust is paid apart and not among “paid”"),
    ("ring_fence: {answer: yes", "ring_fence: {answer: true", "ring_fence:", "answer “true” is not known; expected no, yes"),
    ("consulted_on_specification: {answer: trust", "consulted_on_specification: {answer: court", "consulted_on_specification", "answer “court” is not among the bodies of this model"),
    ("paid_by_results: {answer: other_outcomes_or_proxies", "paid_by_results: {answer: applause", "paid_by_results", "answer “applause” is not known; expected drugs_and_alcohol"),
    ("  ring_fence: {answer", "  ring_fences: {answer", "  ring_fences:", "questions does not take “ring_fences”"),
    ("ring_fence_percent: {value: unknown", "ring_fence_percent: {value: some", "ring_fence_percent", "must be a whole number, found “some”"),
    ("ring_fence_percent: {value: unknown", "ring_fence_percent: {value:", "ring_fence_percent", "must be words, found nothing"),
    ("sources: [durham-tees-valley-2012.txt]", "sources: []", "sources: []", "must be a list with at least one entry"),
    ("standing: proposal", "standing: proposal\n\tlaw: 3", "\tlaw", "this is not YAML"),
    ("standing: proposal", "standing: [proposal", "law: 2012", "this is not YAML"),
    ("standing: proposal", "standing: \x07", "standing: \x07", "a character that YAML does not allow"),
    ("title:", "&t title:", "&t title", None),
    ("standing: proposal", "standing: *nowhere", "*nowhere", "this is not YAML"),
]  # fmt: skip


@pytest.mark.parametrize(("was", "becomes", "at", "because"), MISTAKES)
def test_each_mistake_is_named_with_its_line_and_what_was_expected(
    was: str, becomes: str, at: str, because: str | None
) -> None:
    assert was in DTV
    text = DTV.replace(was, becomes, 1)
    if because is None:
        assert load_model(text, "mine.yaml") == load_model(DTV, "mine.yaml")
        return
    refused = refusal(text)
    assert because in refused.because
    assert refused.line == line_of(text, at)


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("", "line 1: the file is empty"),
        ("- a\n- b\n", "line 1: the model must be “key: value” pairs, found a list"),
        ("just words", "line 1: the model must be “key: value” pairs, found “just words”"),
        ("a: 1\n---\nb: 2\n", "this is not YAML"),
        ("[" * 5000, "line 1"),
        ("x" * 1_000_001, "line 1: the file is longer than"),
    ],
)
def test_what_is_no_model_at_all_is_refused(text: str, because: str) -> None:
    assert because in refusal(text).because


def test_bytes_that_are_not_utf_8_are_refused_with_their_line() -> None:
    with pytest.raises(ModelRefused, match=r"mine\.yaml, line 3: bytes that are not UTF-8"):
        load_bytes(b"name: x\ntitle: y\nlaw: \xff\n", "mine.yaml")


def test_a_refusal_is_one_sentence_for_the_person_who_wrote_the_file() -> None:
    refused = refusal(DTV.replace("law: 2012", "law: soon"))
    assert isinstance(refused, Refused)
    assert str(refused) == "mine.yaml, line 5: law must be a whole number, found “soon”"


def test_reading_a_model_loads_no_framework_and_opens_no_database() -> None:
    asked = (
        "import sys; from throughcare.foundation.operating_model.rules import presets;"
        "from throughcare.foundation.operating_model.rules import change, compare, handbook; presets();"
        "sys.exit(int('django' in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


LINES = {name: preset_text(name).splitlines(keepends=True) for name in PRESETS}
WORDS = sorted({word for name in PRESETS for word in re.findall(r"[\w-]+", preset_text(name))})


def dropped(lines: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(lines))
    return lines[:at] + lines[at + 1 :]


def doubled(lines: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(lines))
    return lines[: at + 1] + lines[at:]


def swapped(lines: list[str], chance: random.Random) -> list[str]:
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    made = list(lines)
    made[one], made[other] = made[other], made[one]
    return made


def reworded(lines: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(lines))
    words = re.findall(r"[\w-]+", lines[at]) or ["x"]
    return [*lines[:at], lines[at].replace(chance.choice(words), chance.choice(WORDS), 1), *lines[at + 1 :]]


def scratched(lines: list[str], chance: random.Random) -> list[str]:
    text = "".join(lines)
    at = chance.randrange(len(text))
    return [text[:at] + chance.choice("{}[]:,'\"#&*!|>%@`- \n\t\x00é") + text[at + chance.randrange(3) :]]


def cut(lines: list[str], chance: random.Random) -> list[str]:
    text = "".join(lines)
    return [text[: chance.randrange(len(text))]]


MUTATIONS = [dropped, doubled, swapped, reworded, scratched, cut]


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(PRESETS), st.lists(st.sampled_from(MUTATIONS), min_size=1, max_size=3), st.integers())
def test_any_damage_to_a_file_gives_a_whole_model_or_one_refusal_that_names_a_line(
    name: str, damage: list, seed: int
) -> None:
    chance, lines = random.Random(seed), LINES[name]
    for mutate in damage:
        lines = mutate("".join(lines).splitlines(keepends=True) or [""], chance)
    text = "".join(lines)
    try:
        model = load_model(text, "damaged.yaml")
    except ModelRefused as refused:
        assert re.match(r"damaged\.yaml, line \d+: ", refused.because)
        assert 1 <= refused.line <= text.count("\n") + 2
        assert "\n" not in refused.because
    else:
        assert_whole(model)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_at_all_give_one_refusal(content: bytes) -> None:
    with pytest.raises(ModelRefused, match=r"^any, line \d+: "):
        load_bytes(content, "any")


def assert_whole(model: OperatingModel) -> None:
    """A loaded model answers for people of every risk and sentence, and holds every value."""
    assert set(model.functions) == set(Function)
    assert set(model.parameters) == set(Parameter)
    for function in Function:
        for day in days_to_ask(model.functions[function]):
            for risk in Risk:
                for sentence in Sentence:
                    assert model.holder(function, Subject(risk, sentence), day)


def test_a_file_loads_to_the_same_model_each_time() -> None:
    for model in presets():
        assert load_model(preset_text(model.name), f"{model.name}.yaml") == preset(model.name)


def test_no_question_may_be_left_out_of_a_file_that_is_offered() -> None:
    for question in Question:
        [line] = [
            line for line in DTV.splitlines(keepends=True) if line.startswith(f"  {question}: {{answer")
        ]
        assert refusal(DTV.replace(line, "")).because.endswith(f"questions lacks “{question}”")


def test_a_model_adopted_before_a_question_was_asked_is_still_read_and_answers_that_it_is_not_stated() -> (
    None
):
    before = DTV[: DTV.index("questions:\n")]
    assert refusal(before).because.endswith("the model lacks “questions”")
    model = load_model(before, "adopted", asked_later=True)
    for question in Question:
        assert model.answer(question).is_yes is Unknown.NOT_STATED
        assert model.questions[question].ground.basis is Basis.ASSUMED
    one_only = DTV.replace("  ring_fence: {answer: yes", "  x: {answer: yes")
    assert "does not take “x”" in refusal(one_only).because


def test_every_fault_of_a_file_is_found_at_once_each_at_its_line() -> None:
    text = DTV
    for was, becomes, *_ in (
        ("law: 2012", "law: soon"),
        ("lots: {drawn_by: bidder", "lots: {drawn_by: nobody"),
        ("{held_by: trust, for: {risk: medium", "{held_by: trusty, for: {risk: medium"),
        ("mutual_guarantee_months: {value: unknown", "mutual_guarantee_months: {value: some"),
        ("  pooled_budgets: {answer: unknown", "  pooled_budgets: {answer: perhaps"),
        ("  orders_may_wait:", "  orders_might_wait:"),
    ):
        assert was in text
        text = text.replace(was, becomes, 1)
    found = faults_of(text, "mine.yaml")
    lines = {line_of(text, mark) for mark in (
        "law: soon", "drawn_by: nobody", "trusty", "value: some", "answer: perhaps", "  orders_might_wait",
    )}  # fmt: skip
    assert lines <= {fault.line for fault in found}
    assert any("lacks “orders_may_wait”" in fault.what for fault in found)
    assert [fault.line for fault in found] == sorted(fault.line for fault in found)


@pytest.mark.parametrize(("was", "becomes", "at", "because"), MISTAKES)
def test_the_one_fault_of_a_file_is_among_all_its_faults(
    was: str, becomes: str, at: str, because: str | None
) -> None:
    text = DTV.replace(was, becomes, 1)
    found = faults_of(text, "mine.yaml")
    if because is None:
        assert not found
        return
    with pytest.raises(ModelRefused) as refused:
        load_model(text, "mine.yaml")
    assert (refused.value.line, refused.value.what) in {(fault.line, fault.what) for fault in found}


@pytest.mark.parametrize("name", PRESETS)
def test_a_model_has_no_fault(name: str) -> None:
    assert faults_of(preset_text(name), name) == []
