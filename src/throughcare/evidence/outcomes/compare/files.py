"""Studies as files, so that what was asked is written down before the answer is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from throughcare.foundation.kernel import Refused, unknown_columns

from ..written import read_yaml
from .effect import Measure
from .multiple import Correction
from .nearest import Distance, MatchRule, Order
from .study import Method, Outcome, Study

_STUDY = {"treated", "static", "dynamic", "outcomes", "method", "match", "exactly", "submitted", "correction"}
_MATCH = {"ratio", "caliper", "replace", "order", "on", "seed"}


def study_from(text: str) -> Study:
    """Read a study from YAML; refused, with the place, when a word is not one a study knows."""
    content = read_yaml(text, "the study")
    if not isinstance(content, Mapping):
        raise Refused("a study is a list of named choices: treated, static, dynamic, outcomes and so on")
    _only(content, _STUDY, "study")
    if missing := sorted({"treated", "static", "dynamic", "outcomes"} - set(content)):
        raise Refused(
            f"the study does not say {', '.join(missing)}; an empty list says none", field=missing[0]
        )
    return Study(
        treated=content["treated"],
        static=tuple(content["static"]),
        dynamic=tuple(content["dynamic"]),
        outcomes=tuple(_outcome(column, words) for column, words in content["outcomes"].items()),
        method=_word(Method, content.get("method", "matching"), "method"),
        rule=_rule(content.get("match", {})),
        exactly=tuple(content.get("exactly", ())),
        submitted=content.get("submitted"),
        correction=_word(Correction, content.get("correction", "holm"), "correction"),
    )


def _outcome(column: str, measure: str) -> Outcome:
    return Outcome(column, _word(Measure, measure, "outcomes"))


def _rule(content: Mapping[str, Any]) -> MatchRule:
    _only(content, _MATCH, "match")
    return MatchRule(
        ratio=content.get("ratio", 1),
        caliper=content.get("caliper", 0.2),
        replace=content.get("replace", False),
        order=_word(Order, content.get("order", "largest"), "order"),
        on=_word(Distance, content.get("on", "score"), "on"),
        seed=content.get("seed", 0),
    )


def _word(kind: Any, word: str, where: str) -> Any:
    try:
        return kind(word)
    except ValueError:
        raise Refused(f"{where} is one of {', '.join(kind)}, and not {word}", field=where) from None


def _only(content: Mapping[str, Any], known: set[str], where: str) -> None:
    if unknown := unknown_columns([str(word) for word in content], sorted(known), what="word"):
        raise Refused(f"{where}: {unknown}; known are {', '.join(sorted(known))}")
