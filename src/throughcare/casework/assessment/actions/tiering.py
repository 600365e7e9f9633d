"""Working tiers out: for one person or a nation's, writing only what changed, and telling who must know."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.types.range import TimestamptzRange

from throughcare.casework.people import queries as people
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import change_all, insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import who
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.ledger import Decided
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..events import TiersChanged
from ..models import Tier
from ..rules.replay import canonical
from ..rules.tier import TierResult, V2Facts, V3Facts
from ..rules.tier.applies import Applies, applies_on
from ..store.tier_facts import Facts, facts_of, tier

_NOW = """
SELECT person_id, id, digest, tier, outcome, provisional, lowest, highest, lower(during) FROM assessment_tier
  WHERE upper_inf(during) AND person_id = ANY (%s)"""


@dataclass(frozen=True)
class Recomputed:
    """How many people were looked at, how many rows were written, how many tiers changed, and how many ended."""

    people: int
    written: int
    changed: int
    ended: int = 0


@action(Permission.DECIDE_TIER)
def decide_tier(*, by: Member, at: datetime, person_id: UUID) -> UUID | None:
    """Work one person's tier out from what is recorded; returns the new row, None where nothing changed."""
    concerns(person_id)
    if not list(facts_of([person_id], rule=applies_on(day_of(at)).rule, on=day_of(at))):
        raise Refused("There is no such person, or they are not yours to see.")
    before = _running([person_id]).get(person_id)
    work_out([person_id], by=by, at=at)
    after = _running([person_id])[person_id]
    return None if before is not None and before.id == after.id else after.id


@action(Permission.DECIDE_TIER)
def recompute_tiers(*, by: Member, at: datetime, person_ids: Iterable[UUID]) -> Recomputed:
    """Work the tiers of many people out again; only what changed is written."""
    found = work_out(person_ids, by=by, at=at)
    add_to_line(people=found.people, written=found.written, changed=found.changed)
    return found


@dataclass(frozen=True)
class _Running:
    id: UUID
    digest: str
    said: tuple[Any, ...]
    since: datetime


def _running(people: list[UUID]) -> dict[UUID, _Running]:
    with connection.cursor() as cursor:
        cursor.execute(_NOW, [people])
        return {row[0]: _Running(row[1], row[2], tuple(row[3:8]), row[8]) for row in cursor}


def work_out(person_ids: Iterable[UUID], *, by: Member, at: datetime) -> Recomputed:
    """Work tiers out within another act, for those whom the viewer may see."""
    wanted, applies = people.living(person_ids), applies_on(day_of(at))
    running = _running(wanted)
    ended: list[tuple[UUID, TimestamptzRange]] = []
    fresh: list[Tier] = []
    decisions: list[Decided] = []
    changed: list[UUID] = []
    looked = 0
    for person, facts in facts_of(wanted, rule=applies.rule, on=day_of(at)):
        looked += 1
        before, digest = running.get(person), _digest(facts, applies)
        if before is not None and before.digest == digest and not _ages(facts):
            continue
        result = tier(facts, applies)
        said = _said(result)
        if before is not None and before.digest == digest and before.said == said:
            continue
        since = max(at, before.since) if before is not None else at
        row, decided = _row(person, facts, result, applies, digest, since)
        fresh.append(row)
        decisions.append(decided)
        if before is not None:
            ended.append((before.id, TimestamptzRange(before.since, since)))
        if before is None or before.said[:2] != said[:2]:
            changed.append(row.id)
    change_all(Tier, ["during"], ended)
    insert_all(fresh)
    remember(decisions, by=by, at=at)
    for start in range(0, len(changed), _TOLD_AT_ONCE):
        announce(TiersChanged(tuple(changed[start : start + _TOLD_AT_ONCE])), at=at, by=by.id)
    return Recomputed(looked, len(fresh), len(changed))


def _ages(facts: Facts) -> bool:
    """Whether the day alone can change the result, all else the same."""
    if isinstance(facts, V2Facts):
        return facts.assessed_on is not None
    return facts.lifer_ipp


def _digest(facts: Facts, applies: Applies) -> str:
    """What the facts and the edition come to, the day left out, so that nothing is written anew each morning."""
    timeless = replace(facts, on=None) if not isinstance(facts, V3Facts) else _timeless(facts)
    return hashlib.md5(repr((applies.edition, timeless)).encode(), usedforsecurity=False).hexdigest()


def _timeless(facts: V3Facts) -> tuple[Any, ...]:
    # By hand, for a nation at once: the dataclass's own repr takes five times as long.
    return (
        facts.has_active_event, facts.arp, facts.csrp, facts.arp_static, facts.csrp_static, facts.contact,
        facts.contact_band, facts.mappa, facts.rosh, facts.lifer_ipp, facts.released_on, facts.domestic_abuse,
        facts.stalking, facts.child_protection, facts.ever_sexual_offence,
    )  # fmt: skip


def _said(result: TierResult) -> tuple[Any, ...]:
    ends = (result.lowest or "", result.highest or "")
    return (result.tier or "", result.outcome.value if result.outcome else "", result.is_provisional, *ends)


def _row(
    person: UUID, facts: Facts, result: TierResult, applies: Applies, digest: str, since: datetime
) -> tuple[Tier, Decided]:
    tier, outcome, provisional, lowest, highest = _said(result)
    row = Tier(
        person_id=person, edition=result.edition, tier=tier, outcome=outcome, provisional=provisional,
        lowest=lowest, highest=highest, decided_by=list(result.decided_by), because=result.finding.because[:300],
        whole=_whole(result), digest=digest, during=TimestamptzRange(since, None), decision_id=new_id(),
    )  # fmt: skip
    decided = Decided(
        "tier", applies.rule, result.edition, json.loads(canonical(facts)), {"tier": tier, "outcome": outcome},
        [result.finding.because, *(doubt.because for doubt in result.doubts)],
        person_id=person, about_id=row.id, id=row.decision_id,
    )  # fmt: skip
    return row, decided


def _whole(result: TierResult) -> dict[str, Any]:
    """Every step with what it gave and why, the doubts, and version 2's points."""
    return {
        "steps": [{"name": s.name, "gave": s.gave, "because": s.because} for s in result.steps],
        "doubts": [doubt.because for doubt in result.doubts],
        "clause": str(result.finding.clause),
        "protect": [result.protect_level, result.protect_points],
        "change": [result.change_level, result.change_points],
    }


_AT_ONCE = 20_000
_TOLD_AT_ONCE = 5_000


def remember(decisions: Sequence[Decided], *, by: Member, at: datetime) -> None:
    """Write decisions to their ledger, a nation's in several statements."""
    for start in range(0, len(decisions), _AT_ONCE):
        ledger.remember(decisions[start : start + _AT_ONCE], who=who(by), at=at)
