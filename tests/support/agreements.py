"""A buyer's team and a provider's with two who sign in each, and agreements between them, made by real actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.test import Client
from django.utils import timezone

from support.people import an_office, as_worker, joins
from support.wall_visits import browser, caller
from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.rules.ending import FailureGround, LastResort
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Permission, new_id
from throughcare.foundation.kernel.days import day_of

TERMS = """
agreement: {title}
kind: contract
lots: [North, South]
services: [{service}]
starts: {starts}
ends: {ends}
extension: 12
fee: {{a_year: 120000.00, learning: 2}}
{more}"""


def first_of(on: date, months: int = 0) -> date:
    """The first day of the month that lies some months after a day's own."""
    counted = on.year * 12 + on.month - 1 + months
    return date(counted // 12, counted % 12 + 1, 1)


def last_before(day: date) -> date:
    """The day before a day."""
    return date.fromordinal(day.toordinal() - 1)


class Sides:
    """Two teams that agree with one another: two commissioners, two who lead the provider's team."""

    def __init__(
        self,
        *,
        at: datetime | None = None,
        provider: UUID | None = None,
        service: str = "NOBODY-1",
        months: int = 1,
    ) -> None:
        self.at = at or timezone.now()
        self.buyers = an_office()
        self.provider = provider or an_office().unit
        self.buyer, self.colleague = (joins(self.buyers.unit, "commissioner") for _ in range(2))
        self.lead, self.deputy = (joins(self.provider, "provider lead") for _ in range(2))
        self.title, self.service = f"Support {new_id()}", service
        self.starts = first_of(self.at.date(), months)

    @property
    def everybody(self) -> tuple[Member, ...]:
        """Those who sign, in the order in which they do."""
        return self.buyer, self.lead, self.colleague, self.deputy

    def terms(self, more: str = "", *, months: int = 36, **given: object) -> str:
        """Terms of so many months from the first of the month to come; ``given`` replaces title, service, starts or ends."""
        said = {"title": self.title, "service": self.service, "starts": self.starts} | given
        ends = last_before(first_of(self.starts, months))
        return TERMS.format(**({"ends": ends, "more": more} | said))

    def offers(self, terms: str = "", *, at: datetime | None = None) -> UUID:
        """Draw an agreement up without a competition."""
        return actions.draw_up_agreement(
            by=self.buyer, at=at or self.at, terms=terms or self.terms(), provider_unit=self.provider,
            because="Nobody else offers it here.",
        )  # fmt: skip

    def sign(
        self, agreement: UUID, who: Iterable[Member] | None = None, *, at: datetime | None = None
    ) -> list[str]:
        """Sign the last edition, one after another; where it stood after each."""
        last = self.seen(agreement).stands.terms[-1].row.id
        return [
            actions.sign_terms(by=one, at=at or self.at, terms_id=last)
            for one in (self.everybody if who is None else who)
        ]

    def agreed(self, terms: str = "", *, at: datetime | None = None) -> UUID:
        """An agreement that all four have signed."""
        made = self.offers(terms, at=at)
        self.sign(made, at=at)
        return made

    def proposes(self, agreement: UUID, terms: str, starts: date, by: Member | None = None) -> UUID:
        """Propose a change."""
        return actions.propose_change(
            by=by or self.lead, at=self.at, agreement_id=agreement, terms=terms, starts=starts, because="Volumes moved."
        )  # fmt: skip

    def fails(self, agreement: UUID, *, at: datetime | None = None, last_day: date | None = None) -> None:
        """One of the buyer's team says that the provider failed and another confirms it: over today, or on a day."""
        when = at or self.at
        made = actions.propose_failure(
            by=self.colleague, at=when, agreement_id=agreement, ground=FailureGround.ADMINISTRATION,
            last_day=last_day or day_of(when), because="In administration.",
        )  # fmt: skip
        actions.declare_failure(by=self.buyer, at=when, agreement_id=agreement, proposal_id=made)

    def hands_over(
        self, agreement: UUID, to_unit: UUID, way: LastResort, *, at: datetime | None = None
    ) -> UUID:
        """One proposes to hand everything over and another does; it gives the certificate."""
        when = at or self.at
        made = actions.propose_handover(
            by=self.colleague, at=when, agreement_id=agreement, to_unit=to_unit, way=way, because="In administration."
        )  # fmt: skip
        return actions.hand_over_everything(by=self.buyer, at=when, agreement_id=agreement, proposal_id=made)

    def states(self, agreement: UUID, month: date, *, days: int = 2, by: Member | None = None) -> UUID:
        """Draw a month's statement in the worker, some days into the next month and not before the agreement; it gives the statement."""
        at = max(self.at, datetime.combine(first_of(month, 1), time(10), UTC) + timedelta(days=days))
        with as_worker():
            return actions.draw_statement(by=by or self.buyer, at=at, agreement_id=agreement, month=month)

    def seen(self, agreement: UUID, by: Member | None = None) -> queries.AgreementSeen:
        """The agreement as somebody sees it."""
        who = by or self.buyer
        with viewing(who, self.at):
            return queries.agreement(agreement, who, at=self.at)


def posted(who: Member, address: str, given: Mapping[str, Any] | None = None, **more: Any) -> Any:
    """What a page answers to a form sent once."""
    return browser(who).post(address, {"idempotency_key": str(new_id()), **(given or {})}, **more)


def asking(who: Member) -> Client:
    """A program with a token where the member may have one, else with the session that the pages use."""
    return caller(who) if who.may(Permission.ISSUE_TOKEN) else browser(who)
