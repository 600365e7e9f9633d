"""What binds terms besides what they say: the price that won, that no other agreement counts the same, that only one offer is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from throughcare.commissioning.competition.rules.bands import PricedBands
from throughcare.foundation.kernel import Refused

from .agreed import Agreement, Band, Subcontractor
from .signing import AGREEMENT_MOVES, Edition, Standing


def check_awarded_price(agreed: Agreement, price: int) -> None:
    """Refuse first terms whose yearly fee is not the price that won, in pence a year, or that pay more on top of it.

    What has to be otherwise is proposed as a change afterwards, which says why and is signed by both sides.
    """
    if agreed.fee.a_year != price:
        raise Refused(
            f"What won was {price / 100:,.2f} pounds a year; the terms' fee is {agreed.fee.a_year / 100:,.2f}. Offer what won, and"
            " propose a change that says why.",
            field="terms",
        )
    if agreed.prices:
        raise Refused(
            "What won was one price a year; these terms pay for each thing besides. Offer what won, and propose a change that says why.",
            field="terms",
        )


def check_awarded_bands(agreed: Agreement, won: PricedBands | None) -> None:
    """Refuse first terms whose bands of volume are not those that won; what is counted, and the share that is fixed, are the terms' own."""
    if won is None:
        return
    said, above = agreed.volumes, tuple(Band(price, up_to) for price, up_to in won.above)
    if said is None or (said.lower, said.upper, said.above, said.below) != (
        won.lower,
        won.upper,
        above,
        won.below,
    ):
        bands = ", ".join(
            f"{one.price / 100:,.2f} pounds {f'up to {one.up_to:,}' if one.up_to else 'beyond'}"
            for one in above
        )
        raise Refused(
            f"What won was priced by volume: lower {won.lower:,}, upper {won.upper:,}, above {bands}, below {won.below / 100:,.2f}"
            " pounds. Offer what won, and propose a change that says why.",
            field="terms",
        )  # fmt: skip


def check_promised(agreed: Agreement, promised: Sequence[Subcontractor]) -> None:
    """Refuse first terms whose supply chain is not the one that won: the subcontractors that the bid named, with their shares."""
    named = {one.name.casefold(): one for one in agreed.supply_chain}
    won = {" ".join(one.name.split()).casefold(): one for one in promised}
    for name in sorted(named.keys() | won.keys()):
        said, bid = named.get(name), won.get(name)
        if said is None or bid is None or said.share != bid.share:
            who = (bid or named[name]).name
            raise Refused(
                f"What won promised {who} {_of_work(bid)}; the terms' supply_chain gives it {_of_work(said)}. Offer what won, and propose a"
                " change that says why.",
                field="terms",
            )


def _of_work(one: Subcontractor | None) -> str:
    return f"{one.share} per cent" if one else "nothing"


def days_counted(
    editions: Sequence[Edition], ended: date | None = None
) -> list[tuple[date, date, frozenset[str]]]:
    """The stretches in which an agreement counts services, each edition until the next one decides or it all ended: first day, last day, services."""
    found = []
    ordered = sorted(editions, key=lambda one: one.number)
    for place, one in enumerate(ordered):
        until = min(
            (later.starts - timedelta(days=1) for later in ordered[place + 1 :]), default=one.agreed.ends
        )
        found.append(
            (one.starts, min(until, one.agreed.ends, ended or until), frozenset(one.agreed.services))
        )
    return [one for one in found if one[0] <= one[1]]


def check_counts_once(
    agreed: Agreement,
    starts: date,
    others: Mapping[str, Sequence[Edition]],
    ended: Mapping[str, date] | None = None,
) -> None:
    """Refuse terms that count a service on a day on which another agreement of the provider's team, by title, counts it already."""
    for title, editions in others.items():
        for first, last, services in days_counted(editions, (ended or {}).get(title)):
            both = sorted(services & set(agreed.services))
            if both and first <= agreed.ends and last >= starts:
                raise Refused(
                    f"“{title}” counts {', '.join(both)} from {first:%-d %B %Y} to {last:%-d %B %Y}: nothing is paid for twice.",
                    field="terms",
                )


def check_may_offer_again(standings: Iterable[Standing]) -> None:
    """Refuse other first terms while some are open, or once some were agreed."""
    found = list(standings)
    if Standing.AGREED in found:
        raise Refused("Terms are agreed. Propose a change to them.")
    if any(AGREEMENT_MOVES[one] for one in found):
        raise Refused("The terms offered last are open still. They are turned down or taken back first.")
