"""How an agreement ends before its term: by notice, or in a day when its provider fails; and who takes over then, as the model says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

import yaml

from throughcare.foundation.access.rules import OrganisationKind
from throughcare.foundation.kernel import Clause, Edition, Finding, Period, Refused, edition_on
from throughcare.foundation.operating_model.rules.questions import Answer

from .agreed import Agreement
from .signing import Edition as AgreedEdition


class EndingKind(StrEnum):
    """How an agreement ends before its term."""

    NOTICE = "notice"
    FAILURE = "failure"


class ProposalKind(StrEnum):
    """What one person of the buyer's team proposes and another confirms."""

    FAILURE = "failure"
    HANDOVER = "hand-over"


class FailureGround(StrEnum):
    """Why a provider is said to have failed."""

    ADMINISTRATION = "in administration"
    INSPECTION = "inspected and found inadequate"
    TERMS_BROKEN = "terms broken and not put right"
    CANNOT_GO_ON = "says that it cannot go on"


class LastResort(StrEnum):
    """Who takes over what a provider had."""

    RECREATED = "public_body_recreated"
    BUYER = "buyer_steps_in"
    PUBLIC = "public_body_provides"
    NEIGHBOUR = "a_neighbour"


@dataclass(frozen=True)
class EndingTerms:
    """Days of notice, days for which a rehearsal stands, and where that is said."""

    notice_days: int
    rehearsal_days: int
    clause: Clause
    basis: str


@lru_cache(maxsize=1)
def _editions() -> tuple[Edition[EndingTerms], ...]:
    rows = yaml.safe_load(files(__package__).joinpath("editions", "ending.yaml").read_text("utf-8"))
    return tuple(
        Edition(
            f"ending from {one['from']}",
            Period(one["from"], one["until"]),
            EndingTerms(
                one["notice_days"], one["rehearsal_days"], Clause(one["source"], one["paragraph"]), one["basis"]
            ),
        )
        for one in rows
    )  # fmt: skip


def ending_terms(on: date) -> EndingTerms:
    """The edition in force on a day."""
    return edition_on(_editions(), on).table


def check_may_end(kind: EndingKind, agreed: Agreement, last_day: date, today: date) -> None:
    """Refuse an ending outside the term, in the past, on too little notice, or by notice in the middle of a month.

    Where a provider fails nothing is waited for: the last day may be the day itself, whichever of the month it is.
    """
    if not agreed.starts <= last_day < agreed.ends:
        raise Refused(
            f"The last day lies within the term, from {agreed.starts:%-d %B %Y} and before {agreed.ends:%-d %B %Y}.",
            field="last_day",
        )
    if last_day < today:
        raise Refused("An agreement does not end in the past.", field="last_day")
    if kind is EndingKind.FAILURE:
        return
    earliest = today + timedelta(days=ending_terms(today).notice_days)
    if last_day < earliest:
        raise Refused(f"By notice, the last day is {earliest:%-d %B %Y} or later.", field="last_day")
    if (last_day + timedelta(days=1)).day != 1:
        raise Refused("By notice, the last day is the last of a month.", field="last_day")


@dataclass(frozen=True)
class Said:
    """What a model in force answers about a provider's failure: its name, the answer and where it is said."""

    model: str
    answer: Answer
    clause: Clause


def way_of_last_resort(
    way: LastResort,
    said: Sequence[Said],
    giver: OrganisationKind,
    receiver: OrganisationKind,
    *,
    same_body: bool,
    as_giver: bool = False,
) -> Finding:
    """That a way of taking over is open under the models in force, with the clause; refused where a model says another.

    ``same_body`` and ``as_giver``: whether the receiver is of the buyer's body, or of the one that failed. Where no model says, every
    way is open, which is an assumption and is told as one.
    """
    told = [one for one in said if one.answer.given and not _is_silent(one)]
    barred = [one for one in told if way.value not in one.answer]
    if barred:
        ways = ", ".join(str(one).replace("_", " ") for one in barred[0].answer.given)  # type: ignore[union-attr]
        raise Refused(
            f"{barred[0].model} says what is done when a provider fails: {ways} ({barred[0].clause}).",
            field="way",
        )
    public = receiver is OrganisationKind.PUBLIC_PROBATION
    if way in {LastResort.RECREATED, LastResort.PUBLIC} and not public:
        raise Refused("By that way a team of public probation takes over.", field="to_unit")
    if way is LastResort.BUYER and not (same_body or public):
        raise Refused(
            "By that way a team of the buyer's own body or of public probation takes over.", field="to_unit"
        )
    if way is LastResort.NEIGHBOUR and (public or same_body or as_giver):
        raise Refused("A neighbour is another provider.", field="to_unit")
    clause = (
        told[0].clause
        if told
        else Clause("This service", "no model in force says; every way is open, which is assumed")
    )
    return Finding(way.value, clause, f"{way.value.replace('_', ' ')}, from {giver} to {receiver}")


def _is_silent(one: Said) -> bool:
    return not isinstance(one.answer.given, tuple)


def check_runs(editions: Sequence[AgreedEdition], ended: date | None, today: date) -> None:
    """Refuse where an agreement does not run on a day: not agreed, not begun, or over."""
    first = min((one.starts for one in editions), default=None)
    if first is None or today < first:
        raise Refused("This agreement does not run yet.")
    if today > _last_day(editions, ended):
        raise Refused("This agreement is over.")


def check_is_over(editions: Sequence[AgreedEdition], ended: date | None, today: date) -> None:
    """Refuse where an agreement is not over on a day."""
    if not editions or today <= _last_day(editions, ended):
        raise Refused("This agreement is not over yet.")


def _last_day(editions: Sequence[AgreedEdition], ended: date | None) -> date:
    ends = max(editions, key=lambda one: (one.starts, one.number)).agreed.ends
    return min(ends, ended) if ended else ends
