"""Competitions of the local commissioner: one decided, one sealed and half opened, one open, one that waits for keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from throughcare.commissioning.competition import actions
from throughcare.commissioning.competition.rules.examples import example, example_text
from throughcare.commissioning.competition.rules.offers import Package
from throughcare.foundation.access import actions as access
from throughcare.foundation.access import queries as members
from throughcare.foundation.access.rules import Member

from ..days import instant
from ..history import History
from ..part import Finish, Part
from .providers import those_who_bid

_PASSES = ("made up, for the demonstration", "made up too, for the demonstration")


def competitions(history: History, given: Finish) -> None:
    """Four competitions, in the area where a commissioner signs in."""
    buyer = history.staff.signed_in("commissioner", instant(history.as_at, 8))
    if buyer is None:
        return
    openers = (buyer, _colleague(history, buyer))
    bidders = those_who_bid(history)
    decided = _publish(history, openers, "Interventions 2027", published=60, closes=30)
    _bid(history, bidders, decided, days=32)
    for opener, words in zip(openers, _PASSES, strict=True):
        actions.turn_key(
            by=opener, at=instant(_ago(history, 29), 10), competition_id=decided, passphrase=words
        )
    half = _publish(history, openers, "Work and homes 2027", published=25, closes=1)
    _bid(history, bidders[:3], half, days=3)
    actions.turn_key(by=buyer, at=instant(_ago(history, 1), 15), competition_id=half, passphrase=_PASSES[0])
    _bid(
        history,
        bidders[:2],
        _publish(history, openers, "Interventions in both areas 2028", published=9, closes=-20),
        days=2,
    )
    _publish(history, openers, "A women's service 2028", published=1, closes=-45, keys=0)


def _colleague(history: History, buyer: Member) -> Member:
    """Somebody else of the commissioner's team, who opens with them."""
    at = instant(_ago(history, 90), 9)
    account = access.make_account(
        by=history.staff.by, at=at, email="second.opener@commissioners.example", name="Morgan Eddowes", password=None
    )  # fmt: skip
    made = access.add_member(
        by=history.staff.by, at=at, unit_id=buyer.unit_id, role="commissioner", name="Morgan Eddowes", account_id=account
    )  # fmt: skip
    found = members.member(made, at=instant(history.as_at, 8))
    assert found is not None
    return found


def _publish(
    history: History,
    openers: tuple[Member, Member],
    title: str,
    *,
    published: int,
    closes: int,
    keys: int = 2,
) -> UUID:
    at = instant(_ago(history, published), 9)
    made = actions.publish_competition(
        by=openers[0], at=at, terms=_terms(title), regime="light-touch-2023", closes_at=instant(_ago(history, closes), 12),
        opener_one=openers[0].id, opener_two=openers[1].id,
    )  # fmt: skip
    for opener, words in list(zip(openers, _PASSES, strict=True))[:keys]:
        actions.make_opening_key(
            by=opener, at=at + timedelta(minutes=5), competition_id=made, passphrase=words
        )
    return made


def _terms(title: str) -> str:
    """The units and the rule of the made-up round, under another name."""
    published = example_text().partition("bids:\n")[0]
    return published.replace(f"round: {example().name}", f"round: {title}")


def _bid(history: History, bidders: Sequence[Member], competition: UUID, *, days: int) -> None:
    """Each team sends what one of the made-up bidders bid, in their order."""
    for number, (who, bidder) in enumerate(zip(bidders, example().bidders, strict=False)):
        packages = example().of(bidder.name, example().packages)
        small = "true" if bidder.small else "false"
        said = f"small: {small}\npackages:\n" + "".join(map(_written, packages))
        at = instant(_ago(history, days), 10) + timedelta(minutes=number)
        actions.send_bid(by=who, at=at, competition_id=competition, said=said)


def _written(one: Package) -> str:
    more = "".join(
        f", {key}: [{', '.join(sorted(names))}]"
        for key, names in (("not_with", one.not_with), ("only_with", one.only_with), ("serves", one.serves))
        if names
    )
    units = ", ".join(sorted(one.units))
    return f"  - {{package: {one.name}, units: [{units}], price: {one.price / 100:.2f}, quality: {one.quality}{more}}}\n"


def _ago(history: History, days: int) -> date:
    return history.as_at - timedelta(days=days)


PART = Part(at_the_end={72: competitions})
