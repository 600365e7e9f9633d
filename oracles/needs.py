"""Cases of the translation from strengths-and-needs answers to items of the older sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from throughcare.casework.assessment.rules.needs.translation import Answer, known_items, translate

from .cases import Adapter, Case, Source, skipped, unknown

_SHAPE = {"section", "oasys_item", "given", "expect"}
_LIST_IN_WORDS = re.compile(r'^listOf\((?P<inside>("[^"]*"(, )?)*)\)$')
_FRAGMENT = "the expected value is a fragment of the test it was taken from, not an answer"


def _claims(source: Source) -> bool:
    content = source.content
    if not isinstance(content, dict) or not isinstance(content.get("cases"), list) or not content["cases"]:
        return False
    first = content["cases"][0]
    return isinstance(first, dict) and first.keys() >= _SHAPE


def _cases(source: Source) -> Iterable[Case]:
    content = source.content
    assert isinstance(content, dict)
    return _each(content["cases"])


def _each(cases: Sequence[Mapping[str, Any]]) -> Iterator[Case]:
    items = set(known_items())
    for number, case in enumerate(cases):
        name = f"{number} {case.get('section')} {case.get('oasys_item')}"
        if not case.keys() >= _SHAPE:
            yield unknown(name)
        elif _is_fragment(case["expect"]):
            yield skipped(name, _FRAGMENT)
        elif case["oasys_item"] not in items:
            yield skipped(name, "an item that the translation does not fill")
        else:
            yield _one(name, case["oasys_item"], case)


def _one(name: str, item: str, case: Mapping[str, Any]) -> Case:
    answers = {given["field"]: _answer(given.get("value")) for given in case["given"]}
    return Case(name, _expected(case["expect"]), lambda: translate(item, answers))


def _answer(value: object) -> Answer:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list):
        return tuple(map(str, value))
    return str(value)


def _expected(value: object) -> object:
    found = _LIST_IN_WORDS.match(value) if isinstance(value, str) else None
    return re.findall(r'"([^"]*)"', found["inside"]) if found else value


def _is_fragment(value: object) -> bool:
    return isinstance(value, str) and "Scenarios(" in value


ADAPTERS = (Adapter("answers to items of the older sections", _claims, _cases),)
