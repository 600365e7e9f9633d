"""The lists of reasons, and what premises and beds can be recorded to have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from throughcare.foundation.kernel import Refused

from .moves import placing_reference
from .words import AccommodationKind


@dataclass(frozen=True)
class Reason:
    """One reason of a list: its key, its words, of which kind of accommodation alone (None: every), and as what it counts."""

    key: str
    words: str
    kind: AccommodationKind | None
    counts: str


LOST_DEMAND, HOMELESS = "lost demand", "homeless"
"""As what a reason counts: somebody who could have been placed and was not for want of a bed; a way on without a home."""


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, tuple[Reason, ...]]:
    found: dict[str, list[Reason]] = {}
    for row in placing_reference("reasons.csv"):
        kind = AccommodationKind(row["kind"]) if row["kind"] else None
        found.setdefault(row["list"], []).append(Reason(row["code"], row["words"], kind, row["counts"]))
    return {name: tuple(rows) for name, rows in found.items()}


def reasons_of(name: str, kind: AccommodationKind | None = None) -> tuple[Reason, ...]:
    """The reasons of a list, those for one kind of accommodation alone left out where it is another."""
    return tuple(one for one in _lists()[name] if kind is None or one.kind in {None, kind})


def check_reason(
    name: str, key: str, kind: AccommodationKind | None = None, *, field: str = "reason"
) -> Reason:
    """A reason of a list by its key; refused in words where the list has none such."""
    found = next((one for one in reasons_of(name, kind) if one.key == key), None)
    if found is None:
        known = ", ".join(one.key for one in reasons_of(name, kind))
        raise Refused(f"Say why, from the list: {known}.", field=field)
    return found


def reason_words(name: str, key: str) -> str:
    """A reason in words; the key where the list has it no longer."""
    return next((one.words for one in _lists().get(name, ()) if one.key == key), key)


@lru_cache(maxsize=1)
def characteristics() -> Mapping[str, tuple[str, str]]:
    """What premises and beds can be recorded to have: by code, of which of the two, and in words."""
    return {row["code"]: (row["of"], row["words"]) for row in placing_reference("characteristics.csv")}


def check_characteristics(codes: frozenset[str], of: str = "", *, field: str = "has") -> frozenset[str]:
    """The same codes; refused where one is not in the list, or is the other's to have."""
    known = {code for code, (whose, _) in characteristics().items() if not of or whose == of}
    wrong = sorted(codes - known)
    if wrong:
        raise Refused(
            f"Not known: {', '.join(wrong)}. Expected among: {', '.join(sorted(known))}.", field=field
        )
    return codes
