"""Packages of releases and of records, and the register in rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from .compiling import compiled
from .own import TAIL, own_extension
from .releasing import instant, ocid_of, releases
from .shapes import Document
from .told import Registered, Told

VERSION = "1.1"
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


@dataclass(frozen=True)
class Publisher:
    """Who publishes, under which prefix of ids, and at which address (scheme and host)."""

    name: str
    prefix: str
    address: str


def release_package(
    found: Sequence[Document], publisher: Publisher, *, at: datetime, path: str, links: Document | None = None
) -> dict[str, object]:
    """A package of these releases; ``at`` is the instant of its last change, ``path`` where it stands, ``links`` the pages beside it."""
    return {**_frame(publisher, at, path, links), "releases": list(found)}


def record(told: Told, publisher: Publisher) -> dict[str, object]:
    """The record of a competition: its releases, and what they come to now."""
    found = releases(told, publisher.prefix)
    return {
        "ocid": ocid_of(told, publisher.prefix),
        "releases": found,
        "compiledRelease": compiled(found, (own_extension(),)),
    }


def record_package(
    told: Iterable[Told], publisher: Publisher, *, at: datetime, path: str, links: Document | None = None
) -> dict[str, object]:
    """A package of the records of these competitions."""
    return {**_frame(publisher, at, path, links), "records": [record(one, publisher) for one in told]}


def _frame(publisher: Publisher, at: datetime, path: str, links: Document | None) -> dict[str, object]:
    frame: dict[str, object] = {
        "uri": f"{publisher.address}{path}",
        "version": VERSION,
        "extensions": [f"{publisher.address}{TAIL}"],
        "publisher": {"name": publisher.name},
        "license": LICENCE,
        "publishedDate": instant(at),
    }
    return frame | ({"links": dict(links)} if links else {})


COLUMNS = (
    "ocid", "title", "buyer", "law", "published", "taking_bids_from", "closes", "decided", "called_off", "status", "lots",
    "awarded_to", "cost",
)  # fmt: skip


def row(one: Registered, prefix: str) -> list[str]:
    """A line of the register, in the order of the columns; what is not known is empty, and no cell is taken for a formula."""
    told, dates = one.told, one.told.dates
    cost = told.decided.cost if told.decided else None
    cells = [
        ocid_of(told, prefix), told.title, told.buyer.name, told.law, instant(dates.published),
        *(instant(at) if at else "" for at in (dates.taking_bids, told.closes, dates.decided, dates.called_off)),
        one.status, str(len(told.offer.units)), "; ".join(one.bidders), f"{cost / 100:.2f}" if cost is not None else "",
    ]  # fmt: skip
    return [f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell for cell in cells]
