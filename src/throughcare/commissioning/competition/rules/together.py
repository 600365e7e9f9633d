"""Those who bid together each say so themselves, sealed as a bid is: a promise, read beside the bid that names them once it is opened."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from uuid import UUID

import yaml

from throughcare.commissioning.providers.rules.shares import PartTaken, Share
from throughcare.foundation.kernel import Clause, Edition, Finding, Period, Refused, edition_on


class Word(StrEnum):
    """What a partner said itself of the share that a bid gives it."""

    CONFIRMED = "confirmed by itself"
    DIFFERS = "confirmed for another part or percent"
    NONE = "not confirmed"


@dataclass(frozen=True)
class Promise:
    """What a body says: by which names it is known, with whose team it bids, and its part and whole percent."""

    names: tuple[str, ...]
    lead: UUID
    part: PartTaken
    percent: int


@dataclass(frozen=True)
class Together:
    """For which parts a bid is out whose partner did not confirm, and where that is said."""

    out: frozenset[PartTaken]
    clause: Clause


def together_on(day: date) -> Together:
    """What becomes of a bid whose partner did not confirm, on a day."""
    return edition_on(_editions(), day).table


@lru_cache(maxsize=1)
def _editions() -> tuple[Edition[Together], ...]:
    text = files(__package__).joinpath("editions", "together.yaml").read_text("utf-8")
    return tuple(
        Edition(
            f"together from {one['from']}", Period(one["from"], one["until"]),
            Together(frozenset(map(PartTaken, one["out"])), Clause(one["source"], f"{one['paragraph']}; {one['basis']}")),
        )
        for one in yaml.safe_load(text)
    )  # fmt: skip


def check_promise(part: str, percent: int) -> None:
    """Refuse a promise of another part than a partner's, and a percent that leaves the lead nothing."""
    if part not in {PartTaken.MEMBER, PartTaken.SUBCONTRACTOR}:
        raise Refused("Choose member or subcontractor: whoever leads sends the bid.", field="part")
    if not 1 <= percent <= 99:
        raise Refused("Give a whole percent from 1 to 99.", field="percent")


def promise_text(promise: Promise) -> str:
    """The text that is sealed."""
    return json.dumps({
        "names": promise.names, "lead": str(promise.lead), "part": promise.part.value, "percent": promise.percent
    })  # fmt: skip


def promise_from(text: str) -> Promise:
    """The promise that was sealed."""
    kept = json.loads(text)
    return Promise(tuple(kept["names"]), UUID(kept["lead"]), PartTaken(kept["part"]), int(kept["percent"]))


def words_of_partners(
    shares: Iterable[Share], lead: UUID, promises: Sequence[Promise]
) -> list[tuple[Share, Word]]:
    """What each partner of a bid said itself; of two promises of one body to one lead the later counts, which comes last."""
    mine = [one for one in promises if one.lead == lead]
    return [(share, _word(share, mine)) for share in shares if share.part is not PartTaken.LEAD]


def _word(share: Share, promises: Sequence[Promise]) -> Word:
    said = [one for one in promises if _folded(share.who) in map(_folded, one.names)]
    if not said:
        return Word.NONE
    same = (said[-1].part, said[-1].percent) == (share.part, share.percent)
    return Word.CONFIRMED if same else Word.DIFFERS


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def puts_out(words: Iterable[tuple[Share, Word]], day: date) -> list[Finding]:
    """What puts a bid out: a partner, of a part that must, that did not confirm the share that the bid gives it."""
    rule = together_on(day)
    return [
        Finding(
            "together",
            rule.clause,
            f"{share.who}, {share.part.value} with {share.percent} percent: {word.value}",
        )
        for share, word in words
        if share.part in rule.out and word is not Word.CONFIRMED
    ]
