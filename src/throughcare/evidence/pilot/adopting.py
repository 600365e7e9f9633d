"""A design as the text of an operating model, so that what was tried is what is adopted, line by line."""

from __future__ import annotations

from typing import Any, Final

import yaml

from throughcare.foundation.operating_model.rules import load_model, preset_text

from .design import PRESENT, design_from, find_design

RULES: Final = ("in_flight", "rise_in_risk")
GROUND: Final = {"basis": "assumed", "why": "the design that was tried says so"}


def model_text(given: str, text: str | None = None) -> str:
    """The operating model of a design as YAML: a preset's own text, a whole model as it was sent, or an overlay laid over its model.

    Refused where the design is; what a model does not hold (staff, places, help, values, the days of each area) is left out.
    """
    design = find_design(given, text)
    if text is None:
        return preset_text(given)
    top = _plain(text)
    if {"functions", "questions"} <= set(top):
        return text
    made = _plain(preset_text(top.get("model", top.get("base", PRESENT))))
    made |= {"name": top["name"], "title": top.get("title", made["title"]), "standing": "proposal"}
    made["bodies"] |= top.get("bodies", {})
    made["functions"] |= top.get("lines", {})
    for name, value in top.get("terms", {}).items():
        if name in RULES:
            made[name] = {"rule": value, **GROUND}
        elif name == "breach_shield":
            made[name] = {"value": value, **GROUND}
        else:
            made["parameters"][name] = {"value": value, **GROUND}
    written: str = yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=120)
    _check_same(written, design.name, text)
    return written


def phases_of(text: str | None) -> list[tuple[str, str]]:
    """Each area of a design and the day, as ISO 8601, on which it goes over; none where the design names no phases."""
    if text is None:
        return []
    design = design_from(text, "the design")
    return [(area, design.changes_at(area).isoformat()) for area in design.areas if design.changes_on]


def _plain(text: str) -> dict[str, Any]:
    """The text as words alone: nothing is taken for a number, a day or a yes."""
    found: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # makes words and nothing else
    return found


def _check_same(written: str, name: str, text: str) -> None:
    """What is handed on must be what was tried: who holds what, and every term."""
    tried, made = design_from(text, name).after, load_model(written, name)
    for function, lines in tried.functions.items():
        if [line.held_by for line in lines] != [line.held_by for line in made.functions[function]]:
            raise AssertionError(f"{function} is held by others in the written model")
    if (tried.in_flight.value, tried.rise_in_risk.value) != (made.in_flight.value, made.rise_in_risk.value):
        raise AssertionError("a term differs in the written model")
