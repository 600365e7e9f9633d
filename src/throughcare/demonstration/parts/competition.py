"""Competitions of the local commissioner: one signed, one being scored, one being agreed, one half opened, one open, one that waits for keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from throughcare.commissioning.competition import actions, queries
from throughcare.commissioning.competition.rules.examples import example, example_text
from throughcare.commissioning.competition.rules.offers import Package
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused

from ..competing import Panel, answered, colleague
from ..days import instant
from ..history import History
from ..part import Finish, Part
from .providers import those_who_bid

_PASSES = ("made up, for the demonstration", "made up too, for the demonstration")


def competitions(history: History, given: Finish) -> None:
    """Six competitions, in the area where a commissioner signs in."""
    buyer = history.staff.signed_in("commissioner", instant(history.as_at, 8))
    if buyer is None:
        return
    openers = (buyer, colleague(history, buyer, "Morgan Eddowes", "commissioner"))
    bidders = those_who_bid(history)
    decided = _publish(history, openers, "Interventions 2027", published=90, closes=50)
    _bid(history, bidders, decided, days=52, low=_LOW)
    panel = Panel(history, buyer)
    _turn(history, openers, decided, days=49)
    panel.judges(decided, days=45)
    _turn(history, openers, decided, days=40)
    _about_prices(history, buyer, bidders, decided)
    if actions.decide_award(by=buyer, at=instant(_ago(history, 39), 11), competition_id=decided):
        actions.publish_award(by=buyer, at=instant(_ago(history, 38), 9), competition_id=decided)
        actions.sign_contract(by=buyer, at=instant(_ago(history, 10), 15), competition_id=decided)
    judged = _publish(history, openers, "Work and homes 2027", published=60, closes=8)
    _bid(history, bidders[:3], judged, days=9)
    _turn(history, openers, judged, days=7)
    panel.scores(judged, days=3, by=1)
    agreeing = _publish(history, openers, "Debt and money 2027", published=55, closes=10)
    _bid(history, bidders[:2], agreeing, days=11)
    _turn(history, openers, agreeing, days=9)
    panel.scores(agreeing, days=6, by=2)
    half = _publish(history, openers, "Mentors 2027", published=40, closes=1)
    _bid(history, bidders[:2], half, days=3)
    actions.turn_key(by=buyer, at=instant(_ago(history, 1), 15), competition_id=half, passphrase=_PASSES[0])
    still_open = _publish(history, openers, "Interventions in both areas 2028", published=9, closes=-20)
    _questions(history, buyer, bidders, still_open)
    _bid(history, bidders[:2], still_open, days=2)
    _publish(history, openers, "A women's service 2028", published=1, closes=-45, keys=0)


_LOW = {"both areas": 34_000_000}
"""A package that one bidder asks so little for, in pence, that it is asked about before the award; it stays the one that costs least."""


def _about_prices(history: History, buyer: Member, bidders: Sequence[Member], competition: UUID) -> None:
    """The buyer asks about each price that is abnormally low, its bidder answers on the same day, and the price is kept."""
    at = instant(_ago(history, 40), 14)
    with viewing(buyer, at):
        told = queries.bids_told(competition)
        found = queries.prices_to_ask_about(queries.competition(competition, buyer, at=at), told)
    of = {one.row.bidder: one.row for one in told if not one.row.fault}
    leads = {one.unit_id: one for one in bidders}
    for low in (one for one in found if one.package.bidder in of):
        row = of[low.package.bidder]
        asked = actions.ask_about_price(
            by=buyer, at=at, competition_id=competition, bid_id=row.bid_id, package=low.package.name, answer_by=_ago(history, 36),
            asks="Your price is far below what it costs us in-house. Show what it pays for, and what it leaves out.",
        )  # fmt: skip
        actions.answer_about_price(
            by=leads[row.unit_id], at=at + timedelta(hours=2), competition_id=competition, asked_id=asked,
            says="Both houses are lent to us for ten years, so there is no rent in it. Posts and hours are those of our answers.",
        )  # fmt: skip
        actions.rule_on_price(
            by=buyer, at=at + timedelta(hours=3), competition_id=competition, asked_id=asked, way="kept",
            because="The letters that lend the houses were read. The posts are paid at the usual rates.",
        )  # fmt: skip


_QUESTIONS = (
    (
        "May one package cover a programme in Tees and its groups in Durham?",
        "Yes: name both units in the one package.",
    ),
    (
        "Do hours worked on allotments count where the council owns them?",
        "They do, if a supervisor of yours is there.",
    ),
    ("Whose premises are the women's rooms to be in?", ""),
)


def _questions(history: History, buyer: Member, bidders: Sequence[Member], competition: UUID) -> None:
    """Three questions of bidders, of which the last still waits for its answer."""
    for number, ((asks, answer), who) in enumerate(zip(_QUESTIONS, bidders, strict=False)):
        at = instant(_ago(history, 6 - number), 10)
        asked = actions.ask_question(by=who, at=at, competition_id=competition, asks=asks)
        if answer:
            actions.answer_question(
                by=buyer, at=at + timedelta(hours=4), competition_id=competition, question_id=asked, asked=asks, answer=answer
            )  # fmt: skip


def _turn(history: History, openers: tuple[Member, Member], competition: UUID, *, days: int) -> None:
    """Both turn their keys on the envelope that is next."""
    for opener, words in zip(openers, _PASSES, strict=True):
        actions.turn_key(
            by=opener, at=instant(_ago(history, days), 10), competition_id=competition, passphrase=words
        )


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
        questions_until=instant(_ago(history, closes + 7), 12) if published > closes + 8 else None,
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


def _bid(
    history: History, bidders: Sequence[Member], competition: UUID, *, days: int, low: Mapping[str, int] = MappingProxyType({})
) -> None:  # fmt: skip
    """Each team sends what one of the made-up bidders bid, in their order; where the model bars that, its packages of one unit, or none."""
    for number, (who, bidder) in enumerate(zip(bidders, example().bidders, strict=False)):
        packages = [
            replace(one, price=low.get(one.name, one.price))
            for one in example().of(bidder.name, example().packages)
        ]
        small = "true" if bidder.small else "false"
        head = f"small: {small}\nanswers:\n{answered(number)}packages:\n"
        at = instant(_ago(history, days), 10) + timedelta(minutes=number)
        for bid in (packages, [_alone(one) for one in packages if len(one.units) == 1]):
            try:
                said = head + "".join(map(_written, bid))
                actions.send_bid(by=who, at=at, competition_id=competition, said=said)
                break
            except Refused:
                continue


def _alone(one: Package) -> Package:
    return replace(one, not_with=frozenset(), only_with=frozenset())


def _written(one: Package) -> str:
    more = "".join(
        f", {key}: [{', '.join(sorted(names))}]"
        for key, names in (("not_with", one.not_with), ("only_with", one.only_with), ("serves", one.serves))
        if names
    )
    more += f", minutes: {one.minutes}" if one.minutes else ""
    units = ", ".join(sorted(one.units))
    return f"  - {{package: {one.name}, units: [{units}], price: {one.price / 100:.2f}{more}}}\n"


def _ago(history: History, days: int) -> date:
    return history.as_at - timedelta(days=days)


PART = Part(at_the_end={72: competitions})
