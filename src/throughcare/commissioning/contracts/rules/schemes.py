"""Payment rules as files: the schemes that were tried, and those the critics asked for instead.

A file holds dated editions. Every number that was not published stands under ``assumed`` by its place
in the rule, with the reason it was chosen; a reader refuses words it does not know.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import yaml

from throughcare.foundation.kernel import Edition, Period, Refused, columns_fault, edition_on

from .terms import (
    Adjustment,
    Against,
    Band,
    Change,
    CountedFrom,
    Foundation,
    Hurdle,
    Kind,
    NoThreshold,
    Paid,
    Paying,
    PaymentRule,
    Pooling,
    Rate,
    Significance,
    Spread,
    StandardErrors,
    Termination,
    Threshold,
    Verdict,
)

Entry = Mapping[str, Any]
E = TypeVar("E", bound=StrEnum)


def scheme_names() -> tuple[str, ...]:
    """The names of the schemes in the package, in order."""
    folder = files(__package__).joinpath("schemes")
    return tuple(
        sorted(one.name.removesuffix(".yaml") for one in folder.iterdir() if one.name.endswith(".yaml"))
    )


@cache
def scheme(name: str) -> tuple[Edition[PaymentRule], ...]:
    """Every edition of a scheme in the package; refused by name when there is none."""
    if name not in scheme_names():
        raise Refused(f"there is no payment scheme named {name}; there are {', '.join(scheme_names())}")
    return scheme_from(files(__package__).joinpath(f"schemes/{name}.yaml").read_text(encoding="utf-8"))


def scheme_on(name: str, day: date) -> Edition[PaymentRule]:
    """The edition of a scheme in force on a day."""
    return edition_on(scheme(name), day)


def latest(name: str) -> PaymentRule:
    """The last edition of a scheme: what the laboratory tries when no day is given."""
    return max(scheme(name), key=lambda edition: edition.in_force.start).table


def scheme_from(text: str) -> tuple[Edition[PaymentRule], ...]:
    """Read a scheme from YAML; refused, with the place, when a word is not one the rules know."""
    content = yaml.safe_load(text)
    words = {"scheme", "title", "editions"}
    _only(content, words, "scheme", words)
    return tuple(_edition(content, entry) for entry in content["editions"])


def _edition(content: Entry, entry: Entry) -> Edition[PaymentRule]:
    _only(entry, _RULE, entry.get("name", "edition"), {"name", "in_force", "source", "measures"})
    _only(entry["in_force"], {"start", "end"}, "in_force", {"start"})
    period = Period(entry["in_force"]["start"], entry["in_force"].get("end"))
    return Edition(entry["name"], period, _rule(content, entry))


_RULE = {
    "name",
    "in_force",
    "source",
    "measures",
    "cap",
    "floor",
    "foundation",
    "termination",
    "pooling",
    "top_up",
    "recover",
    "assumed",
}


def _rule(content: Entry, entry: Entry) -> PaymentRule:
    cap = entry.get("cap")
    rule = PaymentRule(
        name=content["scheme"],
        title=content["title"],
        source=entry["source"],
        measures=tuple(_paying(one) for one in entry["measures"]),
        cap=None if cap in (None, "pool") else _number(cap),
        capped_by_pool=cap == "pool",
        floor=_maybe(entry.get("floor")),
        foundation=_foundation(entry.get("foundation")),
        termination=_termination(entry.get("termination")),
        pooling=_pooling(entry.get("pooling")),
        top_up=entry.get("top_up", False),
        recover=entry.get("recover", False),
        assumed=entry.get("assumed", {}),
    )
    _refuse_loose_ends(rule)
    return rule


_PAYING = {
    "name",
    "kind",
    "outcome",
    "against",
    "change",
    "adjustment",
    "threshold",
    "pays",
    "deduction",
    "hurdle",
    "cap",
}


def _paying(entry: Entry) -> Paying:
    where = entry.get("name", "measure")
    _only(entry, _PAYING, where, {"name", "kind", "against", "threshold", "pays"})
    deduction, hurdle = entry.get("deduction"), entry.get("hurdle")
    return Paying(
        name=entry["name"],
        kind=_choice(Kind, entry["kind"], where),
        against=_choice(Against, entry["against"], where),
        change=_choice(Change, entry.get("change", "points"), where),
        threshold=threshold_from(entry["threshold"]),
        rate=_rate(entry["pays"]),
        outcome=entry.get("outcome"),
        adjustment=_choice(Adjustment, entry.get("adjustment", "none"), where),
        deduction=None if deduction is None else _rate(deduction),
        hurdle=None if hurdle is None else _hurdle(hurdle),
        cap=_maybe(entry.get("cap")),
    )


def _hurdle(entry: Entry) -> Hurdle:
    words = {"measure", "must_be"}
    _only(entry, words, "hurdle", words)
    return Hurdle(entry["measure"], _needed(entry["must_be"]))


_THRESHOLDS = {
    "band": ({"better", "worse"}, {"better"}),
    "standard_errors": ({"times", "spread"}, {"times"}),
    "test": ({"alpha", "spread"}, {"alpha"}),
}


def threshold_from(entry: str | Entry) -> Threshold:
    """A threshold from its words: ``none``, or one of ``band``, ``standard_errors`` and ``test``."""
    if entry == "none":
        return NoThreshold()
    if isinstance(entry, Mapping) and len(entry) == 1:
        [(kind, terms)] = entry.items()
        if kind in _THRESHOLDS:
            _only(terms, _THRESHOLDS[kind][0], str(kind), _THRESHOLDS[kind][1])
        if kind == "band":
            return Band(_number(terms["better"]), _maybe(terms.get("worse")))
        if kind == "standard_errors":
            return StandardErrors(
                _number(terms["times"]), _choice(Spread, terms.get("spread", "observed"), kind)
            )
        if kind == "test":
            return Significance(
                _number(terms["alpha"]), _choice(Spread, terms.get("spread", "observed"), kind)
            )
    raise Refused(f"no threshold is written {entry!r}: use none, band, standard_errors or test")


def _rate(entry: Entry) -> Rate:
    _only(entry, {"for", "amount", "counted_from", "full_at"}, "pays", {"for", "amount"})
    counted = _choice(CountedFrom, entry.get("counted_from", "zero"), "pays")
    return Rate(
        _choice(Paid, entry["for"], "pays"), _number(entry["amount"]), counted, _maybe(entry.get("full_at"))
    )


def _foundation(entry: Entry | None) -> Foundation | None:
    if entry is None:
        return None
    words = {"amount", "measure", "kept_if"}
    _only(entry, words, "foundation", words)
    return Foundation(_number(entry["amount"]), entry["measure"], _needed(entry["kept_if"]))


def _termination(entry: Entry | None) -> Termination | None:
    if entry is None:
        return None
    words = {"measure", "worse_by", "periods"}
    _only(entry, words, "termination", words)
    return Termination(entry["measure"], _number(entry["worse_by"]), int(entry["periods"]))


def _pooling(entry: Entry | None) -> Pooling | None:
    if entry is None:
        return None
    words = {"at_least", "measure", "threshold", "pays"}
    _only(entry, words, "pooling", words)
    threshold = threshold_from(entry["threshold"])
    return Pooling(int(entry["at_least"]), entry["measure"], threshold, _rate(entry["pays"]))


def _needed(words: str) -> Verdict:
    known = {"better": Verdict.BETTER, "not_worse": Verdict.SAME}
    if words not in known:
        raise Refused(f"a hurdle is better or not_worse, and not {words}")
    return known[words]


def _number(value: object) -> Decimal:
    """An exact number: whole numbers and text as they stand; a float would already have lost some."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Refused(f"write {value!r} as a whole number, or as text such as '0.5', so that it stays exact")
    return Decimal(value)


def _maybe(value: object) -> Decimal | None:
    return None if value is None else _number(value)


def _only(entry: Entry, known: Set[str], where: str, needed: Set[str] = frozenset()) -> None:
    """Refuse a part that is none, has a word nothing reads, with the nearest that is read, or lacks one that is needed."""
    if not isinstance(entry, Mapping):
        raise Refused(f"{where}: expected {', '.join(sorted(known))}, and not {entry!r}"[:300])
    if wrong := columns_fault([str(word) for word in entry], sorted(known), sorted(needed), what="word"):
        raise Refused(f"{where}: {wrong}")


def _choice(kind: type[E], words: object, where: str) -> E:
    try:
        return kind(str(words))
    except ValueError:
        raise Refused(f"{where}: {words} is none of {', '.join(kind)}") from None


def _refuse_loose_ends(rule: PaymentRule) -> None:
    """Every measure that a hurdle, foundation, termination or pooling names must be one of the rule's."""
    names = {paying.name for paying in rule.measures}
    asked = {p.hurdle.measure for p in rule.measures if p.hurdle is not None}
    asked |= {part.measure for part in (rule.foundation, rule.termination, rule.pooling) if part is not None}
    if missing := sorted(asked - names):
        raise Refused(f"{rule.name} names measures that it does not pay: {', '.join(missing)}")
    if len(names) != len(rule.measures):
        raise Refused(f"{rule.name} has two measures of the same name")
