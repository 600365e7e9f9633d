"""Turns strengths-and-needs answers into items of the older sections, and back where nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.foundation.kernel import Refused

Answer = str | tuple[str, ...] | None
Answers = Mapping[str, Answer]
Item = str | tuple[str, ...] | None
Clause = Mapping[str, Any]


@dataclass(frozen=True)
class _Found:
    """A clause gave something; ``item`` of None says that the item is not known, whatever follows."""

    item: Item


@cache
def _document() -> Mapping[str, Any]:
    text = files(f"{__package__}.editions").joinpath("translation.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(text)
    return loaded


def edition_name() -> str:
    """The edition of the translation in use, to be stored with what it produced."""
    return str(_document()["name"])


def known_items() -> tuple[str, ...]:
    """Every item of the older sections that the translation can fill."""
    return tuple(_document()["items"])


def translate(item: str, answers: Answers) -> Item:
    """One item of the older sections from strengths-and-needs answers; None when it is not known."""
    clauses = _document()["items"].get(item)
    if clauses is None:
        raise Refused(f"{item} is not an item that the translation fills", field="item")
    found = _first(clauses, answers)
    return None if found is None else found.item


def translate_all(answers: Answers) -> dict[str, Item]:
    """Every item that the answers fill; items that are not known are left out."""
    each = {item: translate(item, answers) for item in known_items()}
    return {item: value for item, value in each.items() if value is not None}


@cache
def fields_of(item: str) -> frozenset[str]:
    """The answers that an item is read from; a drug's own answers stand behind a choice of drugs."""
    return frozenset(_named(_document()["items"].get(item, ())))


def _named(clause: Any) -> Iterator[str]:
    """Every answer that a clause names."""
    if isinstance(clause, str):
        yield clause
    elif isinstance(clause, Mapping):
        for key, inner in clause.items():
            if key not in {"values", "give", "holds", "is", "suffix", "sentence", "unless"}:
                yield from ([*inner] if key == "weighed" else _named(inner))
    elif isinstance(clause, Sequence):
        for inner in clause:
            yield from _named(inner)


def answer_for(item: str, value: str) -> tuple[str, str] | None:
    """The question and answer that an item's value came from; None where the way back loses something."""
    clauses = _document()["items"].get(item, ())
    if len(clauses) != 1 or set(clauses[0]) != {"field", "values"}:
        return None
    ways = [answer for answer, given in clauses[0]["values"].items() if given == value]
    return (clauses[0]["field"], ways[0]) if len(ways) == 1 else None


def _first(clauses: Sequence[Clause], answers: Answers) -> _Found | None:
    for clause in clauses:
        found = _of_clause(clause, answers)
        if found is not None:
            return found
    return None


def _of_clause(clause: Clause, answers: Answers) -> _Found | None:
    for name, rule in _FORMS:
        if name in clause:
            return rule(clause, answers)
    raise ValueError(f"the translation has a clause of no known form: {sorted(clause)}")


def _one(answers: Answers, field: str) -> str | None:
    given = answers.get(field)
    if isinstance(given, tuple):
        return given[0] if len(given) == 1 else None
    return given


def _many(answers: Answers, field: str) -> tuple[str, ...] | None:
    given = answers.get(field)
    return (given,) if isinstance(given, str) else given


def _looked_up(clause: Clause, answers: Answers) -> _Found | None:
    given = clause["values"].get(_one(answers, clause["field"]))
    return None if given is None else _Found(given)


def _when(clause: Clause, answers: Answers) -> _Found | None:
    held = _many(answers, clause["when"]["field"]) or ()
    return _of_clause(clause["then"], answers) if set(held) & set(clause["when"]["is"]) else None


def _any_of(clause: Clause, answers: Answers) -> _Found | None:
    wanted = set(clause["holds"])
    holds = any(wanted & set(_many(answers, field) or ()) for field in clause["any_of"])
    return _Found(clause["give"]) if holds else None


def _answered(clause: Clause, answers: Answers) -> _Found | None:
    return None if _many(answers, clause["answered"]) is None else _Found(clause["give"])


def _text(clause: Clause, answers: Answers) -> _Found | None:
    return _Found(_one(answers, clause["text"]))


def _with_details(clause: Clause, answers: Answers) -> _Found | None:
    details = _one(answers, clause["of"])
    return _Found(clause["with_details"] if details is None else f"{clause['with_details']} - {details}")


def _weighed(clause: Clause, answers: Answers) -> _Found | None:
    total = sum(values.get(_one(answers, field), 0) for field, values in clause["weighed"].items())
    reached = [band for start, band in sorted(clause["from"].items()) if total >= start]
    return _Found(reached[-1])


def _sentence(clause: Clause, answers: Answers) -> _Found | None:
    parts = [_looked_up(part, answers) for part in clause["of"]]
    known = [part.item for part in parts if part is not None]
    return _Found(clause["sentence"].format(*known)) if len(known) == len(parts) else None


def _worst(clause: Clause, answers: Answers) -> _Found | None:
    base = clause["worst_of"]
    fields = (f"{base}_{one}{clause['suffix']}" for one in _many(answers, base) or ())
    levels = [clause["values"].get(_one(answers, field)) for field in fields]
    known = [level for level in levels if level is not None]
    return _Found(max(known)) if known else None


def _list(clause: Clause, answers: Answers) -> _Found | None:
    chosen = _many(answers, clause["list"])
    return None if not chosen or clause["unless"] in chosen else _Found(chosen)


def _joined(clause: Clause, answers: Answers) -> _Found | None:
    chosen = _many(answers, clause["joined"]) or ()
    words = [clause["values"][one] for one in chosen if one in clause["values"]]
    return _Found(",".join(words)) if words else None


_NOTES = (
    ("STRENGTHS_OR_PROTECTIVE_FACTORS", "Strengths and protective factor", "strengths and positive factors"),
    ("RISK_OF_SERIOUS_HARM", "Area linked to serious harm", "serious harm"),
    ("RISK_OF_REOFFENDING", "Risk of reoffending", "reoffending"),
)


def _notes(clause: Clause, answers: Answers) -> _Found | None:
    lines = []
    for subject, linked, not_linked in _NOTES:
        field = f"{clause['notes']}_PRACTITIONER_ANALYSIS_{subject}"
        yes, no = (_one(answers, f"{field}_{way}_DETAILS") or "" for way in ("YES", "NO"))
        if yes.strip():
            lines.append(f"{linked} notes - {yes}")
        elif no.strip():
            lines.append(f"Area not linked to {not_linked} notes - {no}")
    return _Found("\n".join(lines)) if lines else None


def _of_values(clause: Clause, answers: Answers) -> _Found | None:
    if "worst_of" in clause:
        return _worst(clause, answers)
    return _joined(clause, answers) if "joined" in clause else _looked_up(clause, answers)


_FORMS: tuple[tuple[str, Callable[[Clause, Answers], _Found | None]], ...] = (
    ("when", _when),
    ("values", _of_values),
    ("any_of", _any_of),
    ("answered", _answered),
    ("text", _text),
    ("with_details", _with_details),
    ("weighed", _weighed),
    ("sentence", _sentence),
    ("first", lambda clause, answers: _first(clause["first"], answers)),
    ("list", _list),
    ("notes", _notes),
    ("nothing", lambda clause, answers: _Found(None)),
    ("give", lambda clause, answers: _Found(clause["give"])),
)
