"""What a bid rests on: the passport that went into it sealed, as it was when the bid was sent, and what follows from it at the close."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from throughcare.commissioning.providers.rules.keeping import passport_from
from throughcare.commissioning.providers.rules.passport import SMALL_ENOUGH, Passport
from throughcare.commissioning.providers.rules.register import register_on
from throughcare.commissioning.providers.rules.standing import Standing, size_of, standing
from throughcare.foundation.kernel import Refused

from .offers import Bidder, Offer, Package

_MARK = "throughcare bid with passport\n"


@dataclass(frozen=True)
class Enclosed:
    """What is sealed of a bid: what it says, and the edition of the passport, by number and facts, that it rests on."""

    said: str
    edition: int
    facts: Mapping[str, Any] | None


def enclose(said: str, edition: int, facts: Mapping[str, Any]) -> str:
    """The one text that is sealed."""
    return _MARK + json.dumps({"said": said, "edition": edition, "facts": dict(facts)})


def taken_out(text: str) -> Enclosed:
    """What was sealed; a bid from before passports were kept rests on none."""
    if not text.startswith(_MARK):
        return Enclosed(text, 0, None)
    kept = json.loads(text.removeprefix(_MARK))
    return Enclosed(kept["said"], kept["edition"], kept["facts"])


def at_the_close(facts: Mapping[str, Any], day: date) -> Standing:
    """What a frozen passport comes to on the day a competition closes."""
    return standing(passport_from(facts), register_on(day), day)


def check_is_small(bidder: Bidder, passport: Passport, day: date) -> None:
    """Refuse a bid that says its bidder is small where its passport does not."""
    size = size_of(passport, register_on(day))
    if bidder.small and size not in SMALL_ENOUGH:
        of = "does not say how large you are" if size is None else f"says that you are {size}"
        raise Refused(f"The bid says “small”, and your passport {of}. Change one or the other.", field="file")


def check_comparator(offer: Offer, packages: list[Package]) -> None:
    """Refuse a bid by the body that buys for a unit whose cost in-house was not published with the units."""
    lacking = sorted({name for one in packages for name in one.units if offer.unit[name].in_house is None})
    if lacking:
        raise Refused(
            f"A team of the body that buys bids only against a published comparator: {', '.join(lacking)} has none.",
            field="file",
        )
