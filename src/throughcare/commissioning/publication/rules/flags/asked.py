"""How red flags are asked for: which, with which thresholds, and whether to the letter or with sense.

The settings are those that Cardinal describes, in its own format, so that a file of them can be used here.
"""

from __future__ import annotations

import configparser
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction

from throughcare.foundation.kernel import Refused, nearest

from .found import FLAGS


class Taken(StrEnum):
    """To the letter of the description, or with sense where the letter flags what is in nobody's way.

    With sense, nothing is out of line where all are alike; nobody is flagged for disqualifying nothing; the bids are counted
    where the number of bidders is not said; and a period that ends before it begins is a fault of the record, not a short one.
    """

    TO_THE_LETTER = "as Cardinal describes them"
    WITH_SENSE = "with sense"


@dataclass(frozen=True)
class Settings:
    """Thresholds and choices; None where the fence is worked out from what is compared. Shares and differences are fractions of 1."""

    codes: frozenset[str] = frozenset(FLAGS)
    currency: str | None = None
    excluded: frozenset[str] = frozenset()
    no_price_comparison: frozenset[str] = frozenset()
    price_comparison: frozenset[str] = frozenset()
    shortest_days: int = 15
    shortest_days_by: Mapping[str, int] = field(default_factory=dict)
    short_methods: frozenset[str] = frozenset()
    competitive: frozenset[str] = frozenset({"open", "selective"})
    close: Fraction | None = None
    discount: Fraction | None = None
    often_percentile: int = 75
    hardly_ever: Fraction | None = None
    others_disqualified: int = 1
    disqualified: Fraction | None = None
    least_bids: int = 2
    least_processes: int = 2
    variety: Fraction | None = None
    variety_digits: int = 2
    variety_processes: int = 20


def _whole(said: str) -> int:
    if not said.isdecimal():
        raise ValueError("a whole number")
    return int(said)


def _decimal(said: str) -> Fraction:
    try:
        return Fraction(Decimal(said))
    except (InvalidOperation, ValueError, OverflowError):
        raise ValueError("a decimal, as 0.05") from None


def _several(said: str) -> frozenset[str]:
    return frozenset(one.strip() for one in said.split("|") if one.strip())


_TOP = "top of the file"
_KNOWN: Mapping[tuple[str, str], tuple[str, Callable[[str], object]]] = {
    (_TOP, "currency"): ("currency", str),
    (_TOP, "no_price_comparison_procurement_methods"): ("no_price_comparison", _several),
    (_TOP, "price_comparison_procurement_methods"): ("price_comparison", _several),
    ("exclusions", "procurement_method_details"): ("excluded", _several),
    ("R003", "threshold"): ("shortest_days", _whole),
    ("R003", "procurement_methods"): ("short_methods", _several),
    ("R018", "procurement_methods"): ("competitive", _several),
    ("R024", "threshold"): ("close", _decimal),
    ("R025", "percentile"): ("often_percentile", _whole),
    ("R025", "threshold"): ("hardly_ever", _decimal),
    ("R035", "threshold"): ("others_disqualified", _whole),
    ("R038", "threshold"): ("disqualified", _decimal),
    ("R038", "minimum_submitted_bids"): ("least_bids", _whole),
    ("R038", "minimum_contracting_processes"): ("least_processes", _whole),
    ("R048", "threshold"): ("variety", _decimal),
    ("R048", "digits"): ("variety_digits", _whole),
    ("R048", "minimum_contracting_processes"): ("variety_processes", _whole),
    ("R058", "threshold"): ("discount", _decimal),
}  # fmt: skip
_DAYS_BY = "R003.procurement_method_details"


def settings_from(text: str) -> Settings:
    """Settings from a file in Cardinal's format (INI): a section for each flag that is wanted. Refused with what is wrong where."""
    parser = configparser.ConfigParser(interpolation=None, inline_comment_prefixes=("#", ";"))
    parser.optionxform = str  # type: ignore[method-assign,assignment]
    try:
        parser.read_string(f"[{_TOP}]\n{text}")
    except configparser.Error as problem:
        raise Refused(f"These are not settings: {problem.message.splitlines()[0]}") from None
    named = frozenset(section.partition(".")[0] for section in parser.sections()) & FLAGS.keys()
    found = Settings(codes=named)
    for section in parser.sections():
        for name, said in parser.items(section):
            found = _set(found, section, name, said.strip())
        _check_section(section)
    return found


def _check_section(section: str) -> None:
    if section not in {_TOP, "exclusions", _DAYS_BY} and section not in FLAGS:
        near = nearest(section, FLAGS)
        raise Refused(f"[{section}]: no such flag" + (f" (did you mean {near}?)" if near else ""))


def settings_of_name(name: str) -> Settings:
    """Settings from the name of a file of cases: a code, then a setting and its value (``R003-threshold-10``), or several of one map."""
    code, *rest = name.split("-")
    found = Settings(codes=frozenset({code} & FLAGS.keys()))
    if len(rest) == 2:
        return _set(found, code, rest[0], rest[1].replace("+", "|"))
    if len(rest) > 2:
        for key, said in zip(rest[1::2], rest[2::2], strict=False):
            found = _set(found, f"{code}.{rest[0]}", key, said)
    return found


def _set(settings: Settings, section: str, name: str, said: str) -> Settings:
    try:
        if section == _DAYS_BY:
            return replace(settings, shortest_days_by={**settings.shortest_days_by, name: _whole(said)})
        if (section, name) not in _KNOWN:
            near = nearest(name, [key for where, key in _KNOWN if where == section])
            raise Refused(
                f"[{section}] {name}: no such setting" + (f" (did you mean {near}?)" if near else "")
            )
        field_name, read = _KNOWN[section, name]
        return replace(settings, **{field_name: read(said)})  # type: ignore[arg-type]
    except ValueError as problem:
        raise Refused(f"[{section}] {name}: “{said[:40]}” is not {problem}") from None
