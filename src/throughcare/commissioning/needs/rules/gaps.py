"""The gap between what people need and what is offered for it, with what is not known of either said."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from throughcare.casework.interventions.rules.catalogue import ServiceFacts
from throughcare.casework.interventions.rules.waits import Waits
from throughcare.casework.interventions.rules.words import OpenTo, Standing

from .surely import People, Share, expected, share_of


@dataclass(frozen=True)
class Supply:
    """What is offered for one need in one place on a day; None is not known, never nothing.

    Waits in days: the shortest of the middles, and the longest ninth in ten of those that take people.
    """

    services: int = 0
    for_women: int = 0
    for_men: int = 0
    for_anybody: int = 0
    free_places: int | None = None
    shortest_middle: int | None = None
    longest_ninth: int | None = None


@dataclass(frozen=True)
class NeedTold:
    """One need in one place and quarter as it was told; None is withheld."""

    need: str
    people: int | None
    met: int | None
    not_met: int | None
    without: int | None
    unknown: int | None
    told_with_it: int | None = None
    told_known: int | None = None

    @property
    def with_it(self) -> int | None:
        """Those assessed as having it, as that was told, else as the sum of its parts; not told where a part is withheld."""
        if self.told_with_it is not None:
            return self.told_with_it
        return None if self.met is None or self.not_met is None else self.met + self.not_met

    @property
    def known(self) -> int | None:
        """Those of whom it is known whether they have it, as that was told, else as the sum of its parts."""
        if self.told_known is not None:
            return self.told_known
        return None if self.with_it is None or self.without is None else self.with_it + self.without

    @property
    def share(self) -> Share | None:
        """The share of those assessed who have it; both are rounded apart, and no more have it than were assessed."""
        if self.with_it is None or not self.known:
            return None
        return share_of(min(self.with_it, self.known), self.known)

    @property
    def to_be_expected(self) -> People | None:
        """How many of everybody have it, if those not assessed are as those who were."""
        return (
            expected(self.share, self.people) if self.share is not None and self.people is not None else None
        )

    @property
    def share_not_met(self) -> Share | None:
        """The share of those who have it whom no service took on."""
        if self.not_met is None or not self.with_it:
            return None
        return share_of(min(self.not_met, self.with_it), self.with_it)


def supply_of(
    services: Iterable[tuple[ServiceFacts, Waits | None]], places: Collection[str], on: date
) -> Supply:
    """What services offer in any of some places, with those above them, on a day."""
    here = [(facts, waits) for facts, waits in services if is_offered(facts, places, on)]
    facts = [one for one, _ in here]
    waits = [one for _, one in here if one is not None]
    free = [place.free for one in facts for place in one.places]
    middles = [one.middle for one in waits if one.middle is not None]
    ninths = [one.ninetieth for one in waits if one.ninetieth is not None]
    return Supply(
        len(facts),
        sum(one.takes_women is not False for one in facts),
        sum(one.takes_men is not False for one in facts),
        sum(one.open_to is OpenTo.ANYBODY for one in facts),
        sum(free) if free else None,
        min(middles) if middles else None,
        max(ninths) if ninths else None,
    )


def is_offered(facts: ServiceFacts, places: Collection[str], on: date) -> bool:
    """Whether a service is on offer in any of some places on a day."""
    everywhere = not facts.areas or not set(facts.areas).isdisjoint(places)
    return everywhere and facts.standing is Standing.ACTIVE and on in facts.offered


def gap_in_words(told: NeedTold, supply: Supply) -> list[str]:
    """What is missing, the worst first; what is not known is said and is no gap. Ours, for a commissioner to judge."""
    said = []
    if told.with_it != 0 and not supply.services:
        said.append("Nothing is offered for it here")
    elif supply.services:
        said += ["Nothing here takes women"] * (not supply.for_women)
        said += ["Nothing here takes men"] * (not supply.for_men)
    if told.not_met:
        said.append(f"{told.not_met:,} people who need it were taken on by nobody")
    if supply.services and supply.shortest_middle is None:
        said.append("How long people wait is not known")
    if told.with_it is None:
        said.append("How many need it is withheld")
    elif told.unknown and told.known is not None and told.unknown > told.known:
        said.append("Most people here were not assessed for it")
    return said or ["None that these figures show"]
