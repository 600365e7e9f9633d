"""Tells anybody, with no account, what is published of competitions and of what was signed: a page of releases, records, the registers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from throughcare.commissioning.competition import queries as competition
from throughcare.commissioning.competition.queries import Public
from throughcare.commissioning.competition.rules import regimes
from throughcare.commissioning.contracts import queries as contracts
from throughcare.foundation.access import queries as access

from ..rules.contract_lines import Pair
from ..rules.packaging import Publisher, every_release, record_package, release_package
from ..rules.running import releases_of, taken_by
from ..rules.told import Buyer, Dates, Decided, Registered, Signed, Taken, Told, register

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


def _with_signed(public: Public, signed: Iterable[Signed]) -> Told:
    """A competition with the agreements that came of it: the provider of each under the name that won."""
    whole = told(public)
    return replace(whole, signed=tuple(_as_won(one, whole) for one in signed))


def _as_won(signed: Signed, whole: Told) -> Signed:
    taken = taken_by(signed, whole)
    return replace(signed, provider=taken.bidder) if taken else signed


def _processes() -> tuple[list[Told], list[Signed]]:
    """Every competition with what came of it, the earliest published first; and every agreement that came of none."""
    every = contracts.public_agreements()
    units = access.units({unit for one in every for unit in (one.buyer_unit, one.provider_unit)})

    def named(unit_id: UUID) -> str:
        unit = units.get(unit_id)
        return f"{unit.name}, {unit.organisation.name}" if unit else "a team since closed"

    signed: dict[UUID | None, list[Signed]] = defaultdict(list)
    for one in every:
        buyer = Buyer(f"buyer-{one.buyer_unit}", named(one.buyer_unit))
        signed[one.competition_id].append(Signed(one, buyer, named(one.provider_unit)))
    return [_with_signed(one, signed[one.id]) for one in competition.public()], signed[None]


def release_page(page: Page, publisher: Publisher, path: str) -> dict[str, object]:
    """A package with one page of all releases, the earliest first: what comes later is added at the end."""
    competitions, alone = _processes()
    happened = [one for told in competitions for one in every_release(told, publisher.prefix)]
    happened += [one for signed in alone for one in releases_of(signed, None, publisher.prefix)]
    happened.sort(key=lambda one: (str(one["date"]), str(one["ocid"])))
    shown = happened[page.first : page.first + page.size]
    at = max((datetime.fromisoformat(str(one["date"])) for one in shown), default=_NEVER)
    return release_package(
        shown, publisher, at=at, path=path, links=_links(page, len(happened), publisher, path)
    )


def record_page(page: Page, publisher: Publisher, path: str) -> dict[str, object]:
    """A package with one page of records: competitions, the earliest published first, then agreements that came of none."""
    competitions, alone = _processes()
    every: list[Told | Signed] = [*competitions, *alone]
    shown = every[page.first : page.first + page.size]
    return _package(shown, publisher, path, _links(page, len(every), publisher, path))


def one_record(process_id: UUID, publisher: Publisher, path: str) -> dict[str, object] | None:
    """A package with the record of one competition, or of an agreement that came of none; None where there is neither."""
    competitions, alone = _processes()
    found: list[Told | Signed] = [one for one in competitions if one.id == process_id]
    found += [one for one in alone if one.agreement.id == process_id]
    return _package(found, publisher, path) if found else None


def _package(
    shown: list[Told | Signed], publisher: Publisher, path: str, links: dict[str, object] | None = None
) -> dict[str, object]:
    told = [one for one in shown if isinstance(one, Told)]
    signed = [one for one in shown if isinstance(one, Signed)]
    at = max((_last(one, publisher) for one in shown), default=_NEVER)
    return record_package(told, publisher, at=at, path=path, links=links, signed=signed)


def registered() -> list[Registered]:
    """The register of all competitions."""
    return register(told(one) for one in competition.public())


def signed_agreements() -> list[Pair]:
    """Every agreement that was signed, with the competition that it came of; what was signed last comes first."""
    competitions, alone = _processes()
    found: list[Pair] = [(one, told) for told in competitions for one in told.signed]
    found += [(one, None) for one in alone]
    return sorted(
        found, key=lambda one: (one[0].agreement.editions[0].at, one[0].agreement.id.hex), reverse=True
    )


def _last(one: Told | Signed, publisher: Publisher) -> datetime:
    every = (
        every_release(one, publisher.prefix)
        if isinstance(one, Told)
        else releases_of(one, None, publisher.prefix)
    )
    return datetime.fromisoformat(str(every[-1]["date"]))


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
