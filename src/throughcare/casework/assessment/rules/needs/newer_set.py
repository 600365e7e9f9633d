"""What the strengths-and-needs set asks: each answer's words and choices, when it is asked, and what it fills."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

import yaml

from .sections import item_score, sections_of_area
from .translation import Answers, Item, fields_of, known_items, translate


@dataclass(frozen=True)
class SetQuestion:
    """One answer of the set: its choices, whether several may be chosen, and the answers after which it is asked."""

    name: str
    area: str
    words: str
    choices: tuple[tuple[str, str], ...]
    several: bool = False
    when: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def is_asked(self, answers: Answers) -> bool:
        """Whether the answers so far lead to this one."""
        return all(_held(answers.get(name)) & wanted for name, wanted in self.when.items())


def _held(answer: Item) -> frozenset[str]:
    return frozenset((answer,) if isinstance(answer, str) else answer or ())


@cache
def _document() -> Mapping[str, Any]:
    text = files(f"{__package__}.editions").joinpath("strengths_and_needs.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(text)
    return loaded


def edition_name() -> str:
    """The edition of the questions in use."""
    return str(_document()["name"])


@cache
def set_questions() -> Mapping[str, SetQuestion]:
    """Every answer that the pages ask for, by name, in the order of the areas."""
    found: dict[str, SetQuestion] = {}
    for area, written in _document()["areas"].items():
        found |= {name: _question(name, area, one) for name, one in written.items()}
        if area == "drug-use":
            found |= {one.name: one for one in _of_drugs(area)}
    return found


def _question(name: str, area: str, written: Mapping[str, Any]) -> SetQuestion:
    given = written.get("some_of", written.get("one_of"))
    choices = _document()["drugs"] if given == "drugs" else given
    when = {other: frozenset(wanted) for other, wanted in written.get("when", {}).items()}
    return SetQuestion(name, area, written["words"], tuple(choices.items()), "some_of" in written, when)


_OFTEN = (("DAILY", "Daily"), ("WEEKLY", "Weekly"), ("MONTHLY", "Monthly"), ("OCCASIONALLY", "Now and then"))
_SINCE = (("LAST_SIX", "In the last six months"), ("MORE_THAN_SIX", "More than six months ago"))


def _of_drugs(area: str) -> Iterator[SetQuestion]:
    """For each drug that was chosen: when it was last used, how often, and whether it was injected."""
    for code, words in _document()["drugs"].items():
        chosen = {"SELECT_MISUSED_DRUGS": frozenset({code})}
        last = f"DRUG_LAST_USED_{code}"
        yield SetQuestion(last, area, f"{words}: last used", _SINCE, when=chosen)
        often = f"HOW_OFTEN_USED_LAST_SIX_MONTHS_{code}"
        recently = {**chosen, last: frozenset({"LAST_SIX"})}
        yield SetQuestion(often, area, f"{words}: how often in the last six months", _OFTEN, when=recently)
        if code in _document()["injected"]:
            yield SetQuestion(f"DRUGS_INJECTED_{code}", area, f"{words}: injected", _SINCE, True, chosen)


def set_questions_of(area: str, answers: Answers) -> tuple[SetQuestion, ...]:
    """What is asked of an area, given the answers so far."""
    return tuple(one for one in set_questions().values() if one.area == area and one.is_asked(answers))


def still_open(answers: Answers) -> frozenset[str]:
    """The answers that are asked for, or may yet be: nothing said so far rules them out, and they are not given."""
    found: set[str] = set()
    for one in set_questions().values():
        may = all(
            _held(answers[name]) & wanted if answers.get(name) is not None else name in found
            for name, wanted in one.when.items()
        )
        if may and answers.get(one.name) is None:
            found.add(one.name)
    return frozenset(found)


def items_filled(answers: Answers) -> dict[str, Item]:
    """The items of the older sections that the answers fill.

    The published translation gives some items a nought whatever was asked, and others on half an answer or on "not
    known", so that somebody of whom nobody asked would be found free of need. Here an item waits until nothing that
    could raise it is still to be answered, and is not known where "not known" was the answer that could.
    """
    begun = frozenset(name for name, answer in answers.items() if answer is not None)
    areas = {set_questions()[name].area for name in begun if name in set_questions()}
    of_area = {item for area in areas for section in sections_of_area(area) for item in section.items}
    wanted = [item for item in known_items() if item in of_area or begun & fields_of(item)]
    waiting = still_open(answers)
    each = {item: _said(item, answers, fields_of(item) & waiting) for item in wanted}
    return {item: value for item, value in each.items() if value is not None}


NOT_KNOWN = "M"
_UNSURE = frozenset({"UNKNOWN", "NOT_SURE"})
_AT_MOST = 200  # ways to answer what is open together; beyond that, one open answer at a time


def _said(item: str, answers: Answers, waiting: frozenset[str]) -> Item:
    """What an item comes to: nothing while an open answer could raise it, "M" where one answered "not known" could."""
    value = translate(item, answers)
    if value is None or (waiting and value == translate(item, {})):
        return None
    if _could_be_raised(item, value, answers, waiting):
        return None
    return NOT_KNOWN if _is_unsure_nought(item, value, answers) else value


def _is_unsure_nought(item: str, value: Item, answers: Answers) -> bool:
    """Whether a nought rests on an answer of "not known": another in its place would not give a nought."""
    unsure = frozenset(name for name in fields_of(item) if _held(answers.get(name)) & _UNSURE)
    if not unsure or item_score(value) != 0:
        return False
    return any(item_score(translate(item, {**answers, **given})) != 0 for given in _ways(unsure))


def _could_be_raised(item: str, value: Item, answers: Answers, open_to: frozenset[str]) -> bool:
    """Whether some way of giving these answers would make the item count for more."""
    score = item_score(value)
    if score is None:
        return False
    others = (translate(item, {**answers, **given}) for given in _ways(open_to))
    return any((item_score(other) or 0) > score for other in others)


def _ways(names: frozenset[str]) -> Iterator[Answers]:
    asked = [set_questions()[name] for name in sorted(names) if name in set_questions()]
    each = [[(one.name, code) for code, _ in one.choices] for one in asked]
    if math.prod(len(one) for one in each) <= _AT_MOST:
        yield from (dict(way) for way in product(*each))
    else:
        yield from ({name: code} for one in each for name, code in one)


def not_filled(area: str, answers: Answers) -> tuple[str, ...]:
    """The items of an area's sections that no answer of the set fills or may yet fill: they are asked as before."""
    filled, waiting = items_filled(answers), still_open(answers)
    items = [item for section in sections_of_area(area) for item in section.items]
    return tuple(item for item in items if item not in filled and not fields_of(item) & waiting)
