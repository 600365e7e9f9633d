"""The operating models as a document: ``docs/operating-models.md`` is this, and is compared with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .bodies import BodyKind
from .classes import in_words, words
from .compare import answer_in_words, share, value_in_words
from .functions import Function
from .model import VALUES, Condition, Line, OperatingModel
from .presets import presets
from .reading import CONDITION_AXES, NEEDED
from .subjects import AXES, SENTENCE_GROUPS, Cohort, Risk, Rsr, Sentence, Subject
from .terms import Basis, Unknown

INTRODUCTION = """# Operating models

Which body does which function, for which people, on what terms? Each model below answers that as a file,
which the service and the pilot both read. This page is made from those files; change the files, not the page.

Each line says what it rests on:

- **stated**: the source says so, in words that are quoted in the file and found in the source by a test;
- **inferred**: the source does not say it outright, and the reason for reading it so is given;
- **assumed**: the source is silent; the model had to say something to be able to run, and says why;
- **external**: the source is silent, and another public document is named;
- **unread**: a document is named from general knowledge that nobody read for the file. It is no evidence and is
  counted apart: check it before relying on it.

A quotation that is only present in its source proves little, so each is also kept in a table of the tests with its
paragraph, what it speaks of, and which lines it may carry.

Most of these models were proposals and were never in force. What the sentence is and which clocks run is law,
and is dated apart from the model: each names the edition it takes unless another is chosen.
"""


WRITING = """## Writing one

Copy a file from `foundation/operating_model/presets`, change it, and run `throughcare model check FILE`: it is a
model, or the one line that is wrong is named. Every function must be there, and its lines must name everybody
exactly once; every term and every question must be answered, and `unknown` is an answer. A line is `{held_by: …, for: …, basis: …}` and may add `with` (bodies it is shared with), `terms`,
and `from` and `until` (days). `for` is `all`, `otherwise` (everybody the other lines do not name), one set of
conditions, or a list of sets of which any may hold. A set may name:
"""


def handbook() -> str:
    """The whole document, ending in a newline."""
    chapters = [_chapter(model) for model in presets()]
    parts = [INTRODUCTION, *_side_by_side(presets()), *chapters, WRITING, *_vocabulary()]
    return "\n".join(parts)


def _side_by_side(models: list[OperatingModel]) -> Iterator[str]:
    yield "## What each rests on\n"
    yield "| model | standing | law | stated | inferred | assumed | external, read | unread |"
    yield "|---|---|---|---:|---:|---:|---:|---:|"
    for model in models:
        counted = share(model)
        shares = " | ".join(f"{counted.percent(basis):.0f}%" for basis in Basis)
        unread = f"{counted.percent_unread:.0f}%"
        yield f"| {model.name} | {words(model.standing)} | {model.law} | {shares} | {unread} |"
    yield "\n## Who, side by side\n"
    yield "For a person at low risk and for one at high risk, each on a community order.\n"
    asked = ("manages, low", "manages, high", "supervises, low", "supervises, high", "decides a breach, low")
    yield f"| model | {' | '.join(asked)} |"
    yield "|---|---|---|---|---|---|"
    yield from (_who(model) for model in models)
    yield ""


def _vocabulary() -> Iterator[str]:
    cohorts = ", ".join(f"`{cohort}`" for cohort in Cohort)
    for axis in CONDITION_AXES:
        yield f"- `{axis}`: {', '.join(f'`{value}`' for value in AXES[axis])}"
    yield f"- `cohort` (in any of these) and `outside` (in none of these): {cohorts}"
    yield f"\nFor sentences, {' and '.join(f'`{group}`' for group in SENTENCE_GROUPS)} stand for several at once."
    yield f"\nBodies: {', '.join(f'`{kind}`' for kind in BodyKind)}."
    needs = "; ".join(
        f"`{basis}` needs {' and '.join(f'`{key}`' for key in NEEDED[basis])}" for basis in Basis
    )
    yield f"\nOf the grounds, {needs}.\n"


def _who(model: OperatingModel) -> str:
    asked = [
        (Function.OFFENDER_MANAGEMENT, Risk.LOW),
        (Function.OFFENDER_MANAGEMENT, Risk.HIGH),
        (Function.SUPERVISION, Risk.LOW),
        (Function.SUPERVISION, Risk.HIGH),
        (Function.BREACH_DECISION, Risk.LOW),
    ]
    cells = []
    for function, risk in asked:
        subject = Subject(risk, Sentence.COMMUNITY_ORDER, rsr=Rsr.BELOW_CUT_OFF)
        cells.append(model.holder(function, subject, date(model.law, 12, 31)).body_name)
    return f"| {model.name} | {' | '.join(cells)} |"


def _chapter(model: OperatingModel) -> str:
    return "\n".join(
        [
            f"## {model.name}\n",
            f"{model.title}. Standing: {words(model.standing)}. Law unless told otherwise: {model.law}.\n",
            "| function | held by | for whom | basis | on what ground |",
            "|---|---|---|---|---|",
            *(_line(model, function, line) for function in Function for line in model.functions[function]),
            "\n| term | value | basis | on what ground |",
            "|---|---|---|---|",
            *_terms(model),
            "\n| question | answer | basis | on what ground |",
            "|---|---|---|---|",
            *_answers(model),
            "",
        ]
    )


def _line(model: OperatingModel, function: Function, line: Line) -> str:
    held = model.body_name(line.held_by)
    if line.together_with:
        held += " with " + " and ".join(model.body_name(body) for body in line.together_with)
    terms = f" ({line.terms})" if line.terms else ""
    ground = line.ground
    return f"| {function.label} | {held}{terms} | {for_whom(line)} | {ground.footing} | {ground} |"


def for_whom(line: Line) -> str:
    """Whom a line names, in words."""
    if line.is_otherwise:
        return "everybody else"
    return in_words([_box(condition) for condition in line.conditions])


def _box(condition: Condition) -> dict[str, frozenset[str]]:
    return {axis: condition.allowed[axis] for axis in AXES if axis in condition.allowed}


def _terms(model: OperatingModel) -> Iterator[str]:
    for name in VALUES:
        ground = getattr(model, name).ground
        yield f"| {words(name)} | {value_in_words(model, name)} | {ground.footing} | {ground} |"
    for parameter, declared in model.parameters.items():
        value = "not stated" if declared.value is Unknown.NOT_STATED else str(declared.value)
        yield f"| {words(parameter)} | {value} | {declared.ground.footing} | {declared.ground} |"


def _answers(model: OperatingModel) -> Iterator[str]:
    for question, declared in model.questions.items():
        ground = declared.ground
        yield f"| {question.asks.words} | {answer_in_words(model, question)} | {ground.footing} | {ground} |"
