"""A record by lot and package: only bids for the very same units compare, whoever drew them together."""

from __future__ import annotations

from ..shapes import Document, listed, part, parts, words
from .facts import SUBMITTED


def by_lot(release: Document) -> list[Document]:
    """A release for each lot, and for each set of lots that was bid for or awarded together; the release itself where none is named.

    A bid or award is of exactly the lots that it names, and of every lot where it names none. Whoever bid for a lot in any
    package competed for it, so each part counts them: a lot that two want in different packages is no single bid. The parts
    are called after the release, with their lots.
    """
    lots = [found for lot in parts(release, "tender", "lots") if (found := words(lot, "id"))]
    bids, awards = parts(release, "bids", "details"), parts(release, "awards")
    sets = {frozenset(listed(one, "relatedLots")) for one in (*bids, *awards)}
    every = {frozenset([lot]) for lot in lots} | {one for one in sets if one}
    if not every:
        return [release]
    whole = frozenset(lots)
    return [_of(release, one, whole) for one in sorted(every, key=lambda one: (len(one), sorted(one)))]


def _of(release: Document, lots: frozenset[str], whole: frozenset[str]) -> Document:
    def of(one: Document) -> frozenset[str]:
        return frozenset(listed(one, "relatedLots")) or whole

    bids = parts(release, "bids", "details")
    wanting = [bid for bid in bids if of(bid) & lots and words(bid, "status") in SUBMITTED]
    who = {words(tenderer, "id") for bid in wanting for tenderer in parts(bid, "tenderers")}
    tender = {key: value for key, value in part(release, "tender").items() if key != "numberOfTenderers"}
    return {
        **release,
        "ocid": f"{release.get('ocid')} {' + '.join(sorted(lots))}",
        "tender": tender | ({"numberOfTenderers": len(who)} if bids else {}),
        "bids": {"details": [bid for bid in bids if of(bid) == lots]},
        "awards": [award for award in parts(release, "awards") if of(award) == lots],
    }
