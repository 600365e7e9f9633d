"""Tells anybody, with no account, what is published of competitions: a page of releases, records, the register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from throughcare.commissioning.competition import queries as competition
from throughcare.commissioning.competition.queries import Public
from throughcare.commissioning.competition.rules import regimes

from ..rules.packaging import Publisher, record_package, release_package
from ..rules.releasing import releases
from ..rules.told import Act, Buyer, Dates, Decided, Registered, Taken, Told, acts, register

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    """Which page, counted from one, of how many things each."""

    number: int
    size: int

    def of(self, things: int) -> int:
        """How many pages there are; one where there is nothing."""
        return max(1, -(-things // self.size))

    @property
    def first(self) -> int:
        """The place of the first thing on it."""
        return (self.number - 1) * self.size


def _dates(public: Public) -> Dates:
    decided = public.stands.decision.at if public.stands.decision else None
    return Dates(
        public.at, public.taking_bids_at, decided, public.called_off_at, public.award_published_at, public.signed_at
    )  # fmt: skip


def told(public: Public) -> Told:
    """What anybody may know of a competition, from what it tells of itself."""
    found, decided = public.stands.decision, None
    if found is not None:
        award = found.award
        decided = Decided(
            found.at, bool(award["awarded"]),
            tuple(Taken(one["package"], one["bidder"], tuple(one["units"])) for one in award.get("taken", ())),
            tuple(award.get("in_house", ())), award.get("cost"), bool(award.get("proved")), public.sign_from,
        )  # fmt: skip
    return Told(
        public.id, public.title, public.regime, regimes()[public.regime], public.offer(),
        Buyer(f"buyer-{public.unit_id}", public.buyer), public.closes_at, _dates(public), decided,
    )  # fmt: skip


def release_page(page: Page, publisher: Publisher, path: str) -> dict[str, object]:
    """A package with one page of all releases, the earliest first: what comes later is added at the end."""
    every = {one.id: one for one in competition.public()}
    happened = sorted(
        (at, list(Act).index(act), str(one.id), act, one)
        for one in every.values()
        for at, act in acts(_dates(one))
    )
    shown = happened[page.first : page.first + page.size]
    found = [
        release for _, _, _, act, one in shown for release in releases(told(one), publisher.prefix, [act])
    ]
    at = max((one[0] for one in shown), default=_NEVER)
    return release_package(
        found, publisher, at=at, path=path, links=_links(page, len(happened), publisher, path)
    )


def record_page(page: Page, publisher: Publisher, path: str) -> dict[str, object]:
    """A package with one page of records, the earliest published first."""
    every = competition.public()
    shown = every[page.first : page.first + page.size]
    links = _links(page, len(every), publisher, path)
    return record_package([told(one) for one in shown], publisher, at=_last(shown), path=path, links=links)


def one_record(competition_id: UUID, publisher: Publisher, path: str) -> dict[str, object] | None:
    """A package with the record of one competition; None where there is none."""
    found = [one for one in competition.public() if one.id == competition_id]
    return (
        record_package([told(one) for one in found], publisher, at=_last(found), path=path) if found else None
    )


def registered() -> list[Registered]:
    """The register of all competitions."""
    return register(told(one) for one in competition.public())


def _last(shown: Iterable[Public]) -> datetime:
    return max((at for one in shown for at, _ in acts(_dates(one))), default=_NEVER)


def _links(page: Page, things: int, publisher: Publisher, path: str) -> dict[str, object]:
    base = path.partition("?")[0]

    def at(number: int) -> str:
        return f"{publisher.address}{base}?page={number}&per_page={page.size}"

    found: dict[str, object] = {"all": f"{publisher.address}{base}"}
    if 1 < page.number <= page.of(things) + 1:
        found["prev"] = at(page.number - 1)
    if page.number < page.of(things):
        found["next"] = at(page.number + 1)
    return found
