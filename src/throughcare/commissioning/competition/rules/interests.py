"""Interests of whoever is on the buyer's side in those who bid: declared and found, and what resolves one before bids are opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from itertools import combinations
from uuid import UUID

import yaml

from throughcare.commissioning.providers.rules.passport import Director, Passport
from throughcare.commissioning.providers.rules.shares import PartTaken, Share
from throughcare.foundation.kernel import Clause, Edition, Finding, Period, Refused, edition_on


class InterestKind(StrEnum):
    """What binds somebody to a body."""

    KIN = "kin"
    EMPLOYER = "employer"
    TRUSTEE = "trustee"
    CONTRACT = "contract"
    OTHER = "other"


class HowResolved(StrEnum):
    """What became of an interest: its holder reads nothing more, somebody else accepted it with reasons, or the bidder is out."""

    RECUSED = "recused"
    ACCEPTED = "accepted"
    EXCLUDED = "bidder excluded"


@dataclass(frozen=True)
class InterestHeld:
    """Somebody of the buyer's side, a body that bids, what binds them, and what is said of it."""

    member: UUID
    body: UUID
    kind: str
    said: str


@dataclass(frozen=True)
class Years:
    """How many years back an employer counts, where that comes from, and under what each kind of interest is one."""

    employer: int
    clause: Clause
    kinds: Mapping[InterestKind, Clause]


def years_on(day: date) -> Years:
    """How far back an employer counts, on a day."""
    return edition_on(_editions(), day).table


@lru_cache(maxsize=1)
def _editions() -> tuple[Edition[Years], ...]:
    text = files(__package__).joinpath("editions", "interests.yaml").read_text("utf-8")
    return tuple(
        Edition(
            f"interests from {one['from']}", Period(one["from"], one["until"]),
            Years(
                one["employer_years"], Clause(one["source"], f"{one['paragraph']}; {one['basis']}"),
                {InterestKind(kind): Clause(said["source"], said["paragraph"]) for kind, said in one["kinds"].items()},
            ),
        )
        for one in yaml.safe_load(text)
    )  # fmt: skip


def unresolved(
    found: Iterable[InterestHeld], resolved: Mapping[tuple[UUID, UUID], HowResolved]
) -> list[InterestHeld]:
    """Interests of which nobody has said yet what becomes of them."""
    return [one for one in found if (one.member, one.body) not in resolved]


def check_resolved(found: Iterable[InterestHeld], resolved: Mapping[tuple[UUID, UUID], HowResolved]) -> None:
    """Refuse to open bids while an interest in a body that bids is not resolved."""
    left = unresolved(found, resolved)
    if left:
        raise Refused(
            f"{len(left)} interest{'s' if len(left) > 1 else ''} in those who bid {'are' if len(left) > 1 else 'is'} not"
            " resolved: look at Interests. No bid is opened before."
        )


def bound_together(passports: Mapping[str, Passport]) -> list[Finding]:
    """Who sits on the boards of two that bid: the same name with the same month of birth; where one is unknown, perhaps."""
    clause = Clause("Policy of this service", "people on the boards of two bidders; assumed")
    told = []
    for (one, its), (other, theirs) in combinations(sorted(passports.items()), 2):
        for a in its.board:
            for b in theirs.board:
                if _same_name(a, b) and (not a.born or not b.born or a.born == b.born):
                    sure = "sits" if a.born and b.born else "may sit"
                    told.append(
                        Finding(
                            "shared trustee", clause, f"{a.name} {sure} on the boards of {one} and of {other}"
                        )
                    )
    return told


def _same_name(one: Director, other: Director) -> bool:
    return " ".join(one.name.split()).casefold() == " ".join(other.name.split()).casefold()


def declared_between(passports: Mapping[str, Passport]) -> list[Finding]:
    """Interests in a rival that a bidder's own passport declares."""
    clause = Clause("Policy of this service", "interests that a passport declares in another bidder; assumed")
    names = {" ".join(its.legal_name.split()).casefold(): who for who, its in passports.items()}
    return [
        Finding(
            "declared interest", clause, f"{held.whose} of {who}: {held.what}, {held.body}, which bids too"
        )
        for who, its in sorted(passports.items())
        for held in its.interests
        if names.get(" ".join(held.body.split()).casefold(), who) != who
    ]


def bound_by_contract(
    bids: Mapping[str, Sequence[Share]], passports: Mapping[str, Passport]
) -> list[Finding]:
    """Who is a partner in another's bid, now or in one that was opened before, and bids for itself too."""
    clause = Clause("Policy of this service", "a partner of one bid that bids for itself too; assumed")
    names = {" ".join(its.legal_name.split()).casefold(): who for who, its in passports.items()}
    return [
        Finding("subcontract", clause, f"{share.who} bids, and was named as a {share.part.value} by {who}")
        for who, shares in sorted(bids.items())
        for share in shares
        if share.part is not PartTaken.LEAD and names.get(" ".join(share.who.split()).casefold(), who) != who
    ]
