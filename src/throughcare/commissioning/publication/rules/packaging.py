"""Packages of releases and of records, and the register in rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from .compiling import compiled
from .own import TAIL, own_extension
from .releasing import instant, ocid_of, releases
from .running import releases_of
from .shapes import Document
from .told import Registered, Signed, Told

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
    return _record(every_release(told, publisher.prefix))


def record_of_signed(signed: Signed, publisher: Publisher) -> dict[str, object]:
    """The record of an agreement that came of no competition."""
    return _record(releases_of(signed, None, publisher.prefix))


def every_release(told: Told, prefix: str) -> list[dict[str, object]]:
    """The releases of a competition and of every agreement that came of it, the earliest first."""
    found = releases(told, prefix)
    found += [release for one in told.signed for release in releases_of(one, told, prefix)]
    return sorted(found, key=lambda one: str(one["date"]))


def _record(found: list[dict[str, object]]) -> dict[str, object]:
    return {
        "ocid": found[0]["ocid"],
        "releases": found,
        "compiledRelease": compiled(found, (own_extension(),)),
    }


def record_package(
    told: Iterable[Told],
    publisher: Publisher,
    *,
    at: datetime,
    path: str,
    links: Document | None = None,
    signed: Iterable[Signed] = (),
) -> dict[str, object]:
    """A package of the records of these competitions, and of these agreements that came of none."""
    records = [record(one, publisher) for one in told] + [record_of_signed(one, publisher) for one in signed]
    return {**_frame(publisher, at, path, links), "records": records}


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
    return [no_formula(cell) for cell in cells]


def no_formula(cell: str) -> str:
    """Words of a cell, so that no spreadsheet takes them for a formula."""
    return f"'{cell}" if cell and cell[0] in "=+-@\t\r" else cell
