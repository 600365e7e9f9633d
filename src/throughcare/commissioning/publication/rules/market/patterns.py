"""Patterns that bidders who agreed leave behind: turns taken, prices that only cover, the same price, the same words.

None proves anything. Honest bidders are told of too, now and then: how often is said with each.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from statistics import pstdev

from .contests import Contest, Priced
from .thresholds import Thresholds

_LEAST_ROUNDS = 4


@dataclass(frozen=True)
class Pattern:
    """One pattern: its kind, in which competitions, who is in it, and what was seen."""

    kind: str
    contests: tuple[str, ...]
    bidders: tuple[str, ...]
    seen: str


def patterns(contests: Iterable[Contest], held: Thresholds) -> list[Pattern]:
    """Every pattern in these competitions, in the order in which they closed."""
    every = sorted(contests, key=lambda one: (one.closed, one.name))
    found = [*_turns(every, held)]
    for contest in every:
        found += [*_same_price(contest), *_cover(contest, held), *_same_words(contest, held)]
    return found


def _turns(every: Sequence[Contest], held: Thresholds) -> Iterator[Pattern]:
    """Of competitions to which the same came and one of them won, those in which each won in turn and none twice running."""
    by_field: dict[frozenset[str], list[Contest]] = defaultdict(list)
    for contest in every:
        who = frozenset(one.bidder for one in contest.offers)
        if len(who) > 1 and len(contest.winners) == 1:
            by_field[who].append(contest)
    for who, rounds in by_field.items():
        won = [next(iter(contest.winners)) for contest in rounds]
        never_twice = all(one != other for one, other in pairwise(won))
        if len(won) < _LEAST_ROUNDS or not never_twice or set(won) != who:
            continue
        chance = ((len(who) - 1) / len(who)) ** (len(won) - 1)
        if chance * held.once_in <= 1:
            once = round(1 / chance)
            seen = f"Each won in turn, in {len(won)} competitions; by chance none would win twice running once in {once}"
            yield Pattern("winning in turn", tuple(one.name for one in rounds), tuple(sorted(who)), seen)


def _of_the_same(contest: Contest) -> dict[frozenset[str], list[Priced]]:
    """The lowest offer of each bidder for the very same units."""
    found: dict[frozenset[str], dict[str, Priced]] = defaultdict(dict)
    for one in contest.offers:
        before = found[one.units].get(one.bidder)
        if before is None or one.price < before.price:
            found[one.units][one.bidder] = one
    return {
        units: sorted(each.values(), key=lambda one: (one.price, one.bidder)) for units, each in found.items()
    }


def _same_price(contest: Contest) -> Iterator[Pattern]:
    for units, offers in _of_the_same(contest).items():
        counted = Counter(one.price for one in offers)
        for price in sorted(price for price, count in counted.items() if count > 1):
            who = tuple(one.bidder for one in offers if one.price == price)
            seen = f"The same price to the penny for {', '.join(sorted(units))}"
            yield Pattern("the same price", (contest.name,), who, seen)


def _cover(contest: Contest, held: Thresholds) -> Iterator[Pattern]:
    """Losing prices close to each other and far above the lowest: the distance to it by their own spread."""
    for units, offers in _of_the_same(contest).items():
        lowest, *losing = [one.price for one in offers]
        if len(losing) < 3:
            continue
        spread, distance = pstdev(losing), losing[0] - lowest
        if distance > held.cover * spread and distance > 0:
            times = "more than a hundred" if distance > 100 * spread else f"{distance / spread:.1f}"
            seen = f"The others' prices for {', '.join(sorted(units))} lie together, {times} times their spread above the lowest"
            yield Pattern(
                "prices that may only cover", (contest.name,), tuple(one.bidder for one in offers), seen
            )


def _same_words(contest: Contest, held: Thresholds) -> Iterator[Pattern]:
    runs = {who: _runs(text, held.same_words) for who, text in sorted(contest.texts.items())}
    buyers = _runs(contest.published, held.same_words)
    for one, other in combinations(runs, 2):
        common = (runs[one] & runs[other]) - buyers
        if common:
            seen = f"They have {held.same_words} words in a row or more in common that are not the buyer's: “{min(common)}”"
            yield Pattern("the same words", (contest.name,), (one, other), seen)


def _runs(text: str, length: int) -> set[str]:
    words = re.findall(r"[^\W_]+", text.casefold())
    return {" ".join(words[n : n + length]) for n in range(len(words) - length + 1)}
