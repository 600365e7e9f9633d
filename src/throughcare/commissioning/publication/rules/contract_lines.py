"""The register of contracts in rows, as tables that open in a spreadsheet: contracts, what was paid, what fell short."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from throughcare.commissioning.contracts.rules.published import missed

from .packaging import no_formula
from .running import ocid_of_signed
from .told import Signed, Told

Pair: TypeAlias = tuple[Signed, Told | None]
"""An agreement, with the competition that it came of where there was one."""


@dataclass(frozen=True)
class Lines:
    """One table: its columns, and the rows of one agreement."""

    columns: tuple[str, ...]
    of: Callable[[Signed, str], Iterable[Sequence[str]]]


def lines(name: str, pairs: Iterable[Pair], prefix: str) -> Iterator[list[str]]:
    """A table of these agreements, its columns first; words are no formula, and what is not known is empty."""
    table = TABLES[name]
    yield list(table.columns)
    for signed, told in pairs:
        for row in table.of(signed, ocid_of_signed(signed, told, prefix)):
            yield list(row)


def _contracts(signed: Signed, ocid: str) -> Iterator[list[str]]:
    one, last = signed.agreement, signed.agreement.last
    short = [found for found in missed(one.credits) if found.stated > 0]
    yield [
        ocid, str(one.id), no_formula(one.title), last.kind or "", no_formula(signed.buyer.name), no_formula(signed.provider),
        "award of a competition" if one.competition_id else "without a competition", one.editions[0].starts.isoformat(),
        one.ends.isoformat(), "yes" if one.ended else "no", str(len(one.editions) - 1), "" if last.fees is None else _pounds(last.fees),
        _pounds(one.paid), str(len(short)), _pounds(sum(found.taken for found in missed(one.credits))),
    ]  # fmt: skip


def _spend(signed: Signed, ocid: str) -> Iterator[list[str]]:
    for one in signed.agreement.payments:
        yield [
            ocid, no_formula(signed.agreement.title), no_formula(signed.buyer.name), no_formula(signed.provider), str(one.id),
            one.paid_on.isoformat(), _pounds(one.pence),
        ]  # fmt: skip


def _performance(signed: Signed, ocid: str) -> Iterator[list[str]]:
    for one in missed(signed.agreement.credits):
        yield [
            ocid, no_formula(signed.agreement.title), no_formula(signed.provider), one.month.isoformat(), no_formula(one.level),
            _pounds(one.stated), _pounds(one.taken),
        ]  # fmt: skip


def _pounds(pence: int) -> str:
    return f"{pence / 100:.2f}"


TABLES = {
    "contracts": Lines(
        (
            "ocid", "contract", "title", "kind", "buyer", "provider", "came_of", "starts", "ends", "ended_early", "changes", "fees_over_term",
            "paid", "levels_missed", "credited",
        ),
        _contracts,
    ),
    "spend": Lines(("ocid", "title", "buyer", "provider", "payment", "paid_on", "pounds"), _spend),
    "performance": Lines(
        ("ocid", "title", "provider", "month", "level", "credit_by_the_terms", "credit_taken"), _performance
    ),
}  # fmt: skip
"""The tables of the register, by name."""
