"""The law of sentences as dated editions: what each may hold, with the clause and the ground of every limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

import yaml

from throughcare.foundation.kernel import Clause, Edition, NoEdition, Period, edition_on

_TABLES: Final = ("orders", "requirements")
_SINGLE: Final = (
    "deferment",
    "supervision_after_sentence",
    "unpaid_work_within",
    "presumption_of_suspension",
)


@dataclass(frozen=True)
class OrderEdition:
    """What sentences may hold under one edition of the law; ``single`` holds the rules that are no table."""

    source: str
    orders: Mapping[str, Mapping[str, Any]]
    requirements: Mapping[str, Mapping[str, Any]]
    single: Mapping[str, Mapping[str, Any] | None] = field(default_factory=dict)

    def clause(self, entry: Mapping[str, Any]) -> Clause:
        """Where a limit stands; one that is general knowledge says so."""
        told, source = str(entry["clause"]), str(entry.get("source", self.source))
        return Clause(source, told if entry.get("basis") == "source" else f"{told} (assumed)")


@lru_cache(maxsize=1)
def order_editions() -> tuple[Edition[OrderEdition], ...]:
    """Every edition of the law of sentences in the package, the newest last; ValueError for one like none before it."""
    text = files(__package__).joinpath("editions", "orders.yaml").read_text("utf-8")
    whole: dict[str, dict[str, Any]] = {}
    for said in yaml.safe_load(text):
        whole[said["name"]] = _filled(said, whole)
    return tuple(
        Edition(
            name,
            Period(e["from"], e["until"]),
            OrderEdition(e["source"], e["orders"], e["requirements"], {k: e.get(k) for k in _SINGLE}),
        )
        for name, e in whole.items()
    )


def _filled(said: dict[str, Any], before: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    like = said.get("like")
    if like is None:
        return said
    if like not in before:
        raise ValueError(f"the edition {said['name']} is like {like}, which does not stand before it")
    base = before[like]
    tables = {table: {**base[table], **said.get(table, {})} for table in _TABLES}
    return {**base, **said, **tables}


@lru_cache(maxsize=4096)
def order_edition(on: date) -> Edition[OrderEdition] | None:
    """The edition in force on a day; None before the first we hold."""
    try:
        return edition_on(order_editions(), on)
    except NoEdition:
        return None


def single_rule(name: str, on: date) -> tuple[Mapping[str, Any], Clause] | None:
    """A rule that is no table, with its clause, as the law of a day has it; None where that law has none."""
    found = _single(name, on)
    return None if found is None or found[0].get("repealed") else found


def repeal_of(name: str, on: date) -> Clause | None:
    """What took a rule out of the law by a day; None where nothing did, or no law of that day is held."""
    found = _single(name, on)
    return found[1] if found is not None and found[0].get("repealed") else None


def _single(name: str, on: date) -> tuple[Mapping[str, Any], Clause] | None:
    edition = order_edition(on)
    entry = edition.table.single.get(name) if edition else None
    return (entry, edition.table.clause(entry)) if edition and entry else None
