"""Supervision in the demonstration: contacts, release, ends, first risks; then transfers, breaches, reports, samples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from throughcare.casework.courts.actions import end_sentences
from throughcare.casework.supervision import actions as supervision
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.access.rules import Member
from throughcare.foundation.operating_model.rules import Place, Risk

from ..contacts import contact
from ..custody import hold, licence
from ..days import instant
from ..held import Held, endings_of, why_closed
from ..history import History, Round
from ..part import Finish, Part
from ..rates import share
from ..showcase import Showcase

_AT_ONCE = 5_000


def tell_of_contacts(history: History, now: Round) -> None:
    """What was written down since the last round, by those who hold the cases; each organisation its own."""
    day = now.day
    told: dict[UUID, dict[UUID, list[supervision.Entry]]] = defaultdict(lambda: defaultdict(list))
    about: dict[UUID, Held] = {}
    for held in history.ordered(lambda h: bool(h.holder)):
        since = held.told_until or held.opened + timedelta(days=1)
        held.told_until = day
        about[held.case.id] = held
        for entry in _contacts(history, held, since, day):
            told[_organisation_of(history, entry.member_id, held)][held.case.id].append(entry)
    at = instant(day, 6)
    for organisation, theirs in sorted(told.items(), key=lambda item: str(item[0])):
        by, keys = history.service_of(organisation), list(theirs)
        for start in range(0, len(keys), _AT_ONCE):
            history.act_on(
                by,
                at,
                [about[key] for key in keys[start : start + _AT_ONCE]],
                partial(_write, theirs),
            )


def _contacts(history: History, held: Held, since: date, until: date) -> Iterable[supervision.Entry]:
    days = (until - since).days
    often = share("contacts_a_month") * days / 30.4
    how_many = int(often) + (history.random.random() < often - int(often)) if days > 0 else 0
    member = held.holder.get("supervisor") or held.holder.get("offender manager")
    for _ in range(how_many):
        on = since + timedelta(days=history.random.randrange(days))
        released = held.released_on
        inside = held.case.place == Place.CUSTODY and (released is None or on < released)
        kind, what, note = contact(history.random, inside)
        at = instant(on, history.random.randrange(16, 18), history.random.randrange(60))
        yield supervision.Entry(held.case.id, at, kind, what, note, member)


def _organisation_of(history: History, member: UUID | None, held: Held) -> UUID:
    return (
        history.organisations.get(member, held.case.organisation_id) if member else held.case.organisation_id
    )


def _write(entries: dict[UUID, list[supervision.Entry]], by: Member, at: datetime, which: list[Held]) -> None:
    told = [entry for held in which for entry in entries[held.case.id]]
    supervision.record_entries(by=by, at=at, entries=told)


def release(history: History, now: Round) -> None:
    """Those whose custody has run out come out."""
    day = now.day
    moving = history.ordered(
        lambda h: h.case.place == Place.CUSTODY and h.released_on is not None and h.released_on < day
    )
    if not moving:
        return
    at = instant(day, 6, 20)
    for by, theirs in history.by_organisation(moving):
        history.act_on(
            by,
            at,
            theirs,
            lambda by, at, those: supervision.record_movements(
                by=by,
                at=at,
                moves=[supervision.Moving(held.case.id, MovementKind.RELEASED) for held in those],
            ),
        )
    for held in moving:
        held.released_on = None
        held.holder.pop("prison manager", None)
    history.look_again(moving, at)


def close_ended(history: History, now: Round) -> None:
    """Sentences that have run out or were revoked end, and cases with nothing left close."""
    day = now.day
    ended = history.ordered(lambda h: h.ends_on is not None and h.ends_on < day)
    at = instant(day, 6, 30)
    for by, theirs in history.by_organisation(ended):
        history.act_on(by, at, theirs, _end)
        still = [held for held in theirs if held.case.person_id in history.open]
        history.act_on(by, at, still, _close)
    for held in ended:
        history.open.pop(held.case.person_id, None)
    history.hear()


def _end(by: Member, at: datetime, which: list[Held]) -> None:
    endings = [ending for held in which for ending in endings_of(held)]
    if endings:
        end_sentences(by=by, at=at, endings=endings)


def _close(by: Member, at: datetime, which: list[Held]) -> None:
    closings = [supervision.Closing(held.case.id, why_closed(held)) for held in which]
    supervision.close_cases(by=by, at=at, closings=closings)


def first_risks(history: History, now: Round) -> None:
    """Record the first risk of new cases that nobody holds yet."""
    at, risks = instant(now.day, 11), dict[UUID, Risk]()
    for held in history.ordered(lambda h: h.case.risk == Risk.NOT_ASSESSED and not h.holder):
        planned = next((r.risk for _, r in reversed(held.sentences) if r.risk), "")
        if planned and not (now.late and history.random.random() < 0.1):
            risks[held.case.id] = Risk(planned)
    assessed = history.ordered(lambda h: h.case.id in risks)
    for by, theirs in history.by_organisation(assessed):
        history.act_on(
            by,
            at,
            theirs,
            lambda by, at, those: supervision.record_first_risks(
                by=by, at=at, risks={h.case.id: risks[h.case.id] for h in those}
            ),
        )
    history.look_again(assessed, at)


def hold_in_prison(history: History, now: Round) -> None:
    """Those sent to custody are in a prison that is named."""
    hold(history, now.day)


def show(history: History, given: Finish) -> None:
    """What somebody who looks round should find: transfers on offer, breaches, reports asked for, a sample, licence."""
    Showcase(history).run()
    licence(history)


PART = Part(
    each_round={10: tell_of_contacts, 20: release, 30: close_ended, 50: first_risks, 55: hold_in_prison},
    at_the_end={30: show},
)
