"""Which level each comparison of the model reaches for a pair of records.

Each function answers with the place of the level in the model's table; place 0 is "nothing to compare".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import log

from .alike import edits, likeness
from .features import Features
from .frequency import Frequencies

FIVE_YEARS = 1826
RARE_POSTCODES = (0.00001, 0.0001, 0.001)


def same(one: object, other: object) -> bool:
    """Whether two values are known and equal."""
    return one is not None and one != "" and one == other


def alike(one: str | None, other: str | None, at_least: float) -> bool:
    """Whether two words are known and at least so like each other."""
    return bool(one) and bool(other) and likeness(one or "", other or "") >= at_least


def _names(left: Features, right: Features, frequencies: Frequencies) -> int:
    (a, b), (c, d) = (left.name.first, left.name.surname), (right.name.first, right.name.surname)
    if not (a and c) and not (b and d):
        return 0
    shared = meet(left.forenames, right.forenames) and meet(left.surnames, right.surnames)
    pairs = len(left.forenames) * len(right.forenames) * len(left.surnames) * len(right.surnames)
    answers = (
        same(left.first_and_last, right.first_and_last),
        alike(left.first_and_last, right.first_and_last, 0.9),
        same(a, d) and same(b, c),
        shared and pairs <= frequencies.model.few_names,
        shared,
        alike(a, c, 0.7) and alike(b, d, 0.7),
        same(a, c),
        same(b, d),
        True,
    )
    return 1 + answers.index(True)


def _births(left: Features, right: Features, frequencies: Frequencies) -> int:
    if left.born is None or right.born is None:
        return 0
    shared = meet(left.births, right.births)
    pairs = len(left.births) * len(right.births)
    one, other = f"{left.born:%Y%m%d}", f"{right.born:%Y%m%d}"
    answers = (
        left.born == right.born,
        shared and pairs <= frequencies.model.few_births,
        shared,
        one[:3] == other[:3] and edits(one[3:], other[3:]) <= 1,
        abs((left.born - right.born).days) <= FIVE_YEARS,
        True,
    )
    return 1 + answers.index(True)


def _postcodes(left: Features, right: Features, frequencies: Frequencies) -> int:
    if not left.postcodes or not right.postcodes:
        return 0
    shared = set(left.postcodes) & set(right.postcodes)
    rarity = sum(log(frequencies.share("postcode", postcode)) for postcode in shared)
    answers = (
        *(bool(shared) and rarity < log(limit) for limit in RARE_POSTCODES),
        meet(left.districts, right.districts),
        True,
    )
    return 1 + answers.index(True)


def _second_names(left: Features, right: Features, frequencies: Frequencies) -> int:
    one, other = left.name.second, right.name.second
    if not one or not other:
        return 0
    return 1 + (one == other, alike(one, other, 0.85), True).index(True)


def _identifiers(left: Features, right: Features, frequencies: Frequencies) -> int:
    if not (left.pnc or left.cro) or not (right.pnc or right.cro):
        return 0
    pnc, cro = bool(left.pnc and right.pnc), bool(left.cro and right.cro)
    answers = (
        same(left.pnc, right.pnc) and same(left.cro, right.cro),
        same(left.pnc, right.pnc),
        same(left.cro, right.cro),
        numbers_nearly_meet(left, right),
        pnc and cro,
        not (pnc or cro),
        True,
    )
    return 1 + answers.index(True)


def numbers_nearly_meet(left: Features, right: Features) -> bool:
    """A PNC and a CRO number often carry one serial; a PNC is sometimes mistyped in its third digit."""
    crossed = same(_core(left.pnc), _cro_core(right.cro)) or same(_core(right.pnc), _cro_core(left.cro))
    return crossed or same(_mistyped(left.pnc), _mistyped(right.pnc))


def _core(pnc: str | None) -> str | None:
    return pnc[6:12] if pnc else None


def _cro_core(cro: str | None) -> str | None:
    return cro[:6] if cro else None


def _mistyped(pnc: str | None) -> str | None:
    return pnc[:5] + pnc[7:13] if pnc else None


def _sentences(left: Features, right: Features, frequencies: Frequencies) -> int:
    one, other = left.told, right.told
    if not one or not other:
        return 0
    shared, pairs, model = meet(one, other), len(one) * len(other), frequencies.model
    close = min(abs((one[0] - other[0]).days), abs((one[-1] - other[-1]).days)) <= 14
    answers = (
        shared and pairs == 1,
        shared and pairs <= model.few_sentences,
        shared and pairs <= model.medium_sentences,
        shared,
        close,
        True,
    )
    return 1 + answers.index(True)


def _overrides(left: Features, right: Features, frequencies: Frequencies) -> int:
    if not left.overrides or not right.overrides:
        return 0
    scopes = {scope for scope, _ in left.overrides} & {scope for scope, _ in right.overrides}
    return 1 + (meet(left.overrides, right.overrides), bool(scopes), True).index(True)


def _master(left: Features, right: Features, frequencies: Frequencies) -> int:
    if not left.master_defendant or not right.master_defendant:
        return 0
    return 1 + (left.master_defendant != right.master_defendant)


def meet(one: Iterable[object], other: Iterable[object]) -> bool:
    """Whether two collections share a value."""
    return not set(one).isdisjoint(other)


REACHED: dict[str, Callable[[Features, Features, Frequencies], int]] = {
    "name_comparison": _names,
    "date_of_birth_arr": _births,
    "postcode_arr": _postcodes,
    "name_2_std": _second_names,
    "id_comparison": _identifiers,
    "sentence_date_arr": _sentences,
    "override_marker": _overrides,
    "master_defendant_id": _master,
}
