"""Reads the result of a cohort as an official measure hands it down, in JSON; what is wrong is said with its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from throughcare.foundation.kernel import Period, Refused

from .measuring import Expected
from .statement import PeriodResult
from .tally import Tally

FORMAT = "throughcare cohort result 1"
LARGEST = 100_000
_COUNTS = ("people", "reoffenders", "reoffences", "reoffence_squares")
_LONGEST_LABEL = 40


def written(result: PeriodResult, definition: str) -> str:
    """A result as JSON with sorted keys; ``definition`` names the official measure."""
    tally = result.tally
    content = {
        "format": FORMAT,
        "label": result.label,
        "starts": result.cohort.start.isoformat(),
        "ends": result.cohort.end.isoformat() if result.cohort.end else None,
        "definition": definition,
        "evidence": result.evidence,
        "tally": {
            **{name: getattr(tally, name) for name in _COUNTS},
            "severity": str(tally.severity), "severity_squares": str(tally.severity_squares),
            "achieved": dict(tally.achieved), "known": dict(tally.known), "predicted": _text(tally.predicted),
        },
        "expected": {
            name: {"rate": str(one.rate), "error": str(one.error), "variance": _text(one.variance), "predicted": _text(one.predicted)}
            for name, one in result.expected.items()
        },
    }  # fmt: skip
    return json.dumps(content, sort_keys=True, indent=1, ensure_ascii=False)


def result_from(text: str) -> tuple[PeriodResult, str]:
    """The result in a JSON text and the definition that it was measured by; refused, with the place, where it is not one."""
    if len(text) > LARGEST:
        raise Refused(f"The result is longer than {LARGEST:,} characters.", field="result")
    try:
        content = json.loads(text)
    except ValueError as wrong:
        raise Refused(f"The result is not JSON: {wrong}", field="result") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise Refused(f"This is not the result of a cohort; expected “format”: “{FORMAT}”.", field="result")
    place = "the cohort"
    try:
        label = str(content["label"])
        if not 0 < len(label) <= _LONGEST_LABEL:
            raise ValueError(f"label has {len(label)} characters; expected 1 to {_LONGEST_LABEL}")
        cohort = Period(date.fromisoformat(content["starts"]), date.fromisoformat(content["ends"]))
        definition, evidence = str(content["definition"])[:60], str(content["evidence"])[:64]
        place = "the tally"
        tally = _tally(content["tally"])
        place = "what was expected"
        expected = {str(name): _expected(one) for name, one in content["expected"].items()}
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as wrong:
        said = f"it lacks “{wrong.args[0]}”" if isinstance(wrong, KeyError) else str(wrong)
        raise Refused(f"The result, {place}: {said}", field="result") from None
    return PeriodResult(label, cohort, tally, expected, evidence), definition


def expected_from(text: str) -> dict[str, Expected]:
    """What was expected of each measure, from JSON as ``{"binary": {"rate": "0.5"}}``; refused, with the place, where it is not that."""
    try:
        return {str(name): _expected(one) for name, one in json.loads(text).items()}
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as wrong:
        said = f"it lacks “{wrong.args[0]}”" if isinstance(wrong, KeyError) else str(wrong)
        raise Refused(f"What was expected: {said}", field="expected") from None


def _tally(said: Mapping[str, Any]) -> Tally:
    people, reoffenders, reoffences, squares = (_whole(said[name], name) for name in _COUNTS)
    return Tally(
        people, reoffenders, reoffences, squares, _number(said["severity"]), _number(said["severity_squares"]),
        {str(name): _whole(count, name) for name, count in said["achieved"].items()},
        {str(name): _whole(count, name) for name, count in said["known"].items()},
        None if said["predicted"] is None else _number(said["predicted"]),
    )  # fmt: skip


def _expected(said: Mapping[str, Any]) -> Expected:
    maybe = {
        name: None if said.get(name) is None else _number(said[name]) for name in ("variance", "predicted")
    }
    return Expected(
        _number(said["rate"]), _number(said.get("error", "0")), maybe["variance"], maybe["predicted"]
    )


def _whole(said: object, name: str) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or not 0 <= said <= 10**9:
        raise ValueError(f"{name} must be a whole number of nought or more; found {said!r}")
    return said


def _number(said: object) -> Decimal:
    if not isinstance(said, str) or len(said) > 40:
        raise ValueError(f"a number is written as text, as “0.5”; found {said!r}")
    number = Decimal(said)
    if not number.is_finite() or number < 0 or number > 10**12:
        raise ValueError(f"a number of nought or more was expected; found “{said}”")
    return number


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)
