"""How risk changes: what may be recorded at once, what a second person must agree to, and what follows from it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.rules import RiseInRisk, Risk, Subject

from .holding import wanted_tenures
from .words import EndReason, TenureKind

ORDER = (Risk.LOW, Risk.MEDIUM, Risk.HIGH, Risk.VERY_HIGH)
_OVERSEEN = {Risk.HIGH, Risk.VERY_HIGH}


class LoweringState(StrEnum):
    """How far a lowering of risk that somebody asked for has got."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"


def rank(risk: Risk) -> int:
    """Where a level stands, low 0 to very high 3; -1 for a risk that was not assessed, which is not a low one."""
    return ORDER.index(risk) if risk in ORDER else -1


def highest(levels: Iterable[Risk]) -> Risk:
    """The highest of several levels; not assessed where none is."""
    return max(levels, key=rank, default=Risk.NOT_ASSESSED)


def words(risk: Risk) -> str:
    """A level in words."""
    return risk.value.replace("_", " ")


def falls(stands: Iterable[Risk], wanted: Risk) -> bool:
    """Whether a level is below any that stands, on the case or in a signed assessment."""
    return rank(wanted) < rank(highest(stands))


def check_may_be_recorded(stands: Iterable[Risk], wanted: Risk) -> None:
    """Refuse to record a fall at once: it is asked for, and somebody who may countersign agrees."""
    standing = highest(stands)
    if not falls([standing], wanted):
        return
    if wanted not in ORDER:
        raise Refused(f"The risk is {words(standing)}: it cannot become not assessed.", field="risk")
    raise Refused(
        f"The risk that stands is {words(standing)}. Lowering it to {words(wanted)} needs a new assessment that is"
        " countersigned, or the agreement of somebody who may countersign. Ask for it.",
        field="risk",
    )


def check_may_be_asked(stands: Iterable[Risk], wanted: Risk) -> None:
    """Refuse to ask for what may be recorded at once, or for a level that is none."""
    if wanted not in ORDER:
        raise Refused("Choose the level that it should be lowered to.", field="risk")
    if not falls(stands, wanted):
        raise Refused(
            "That is not lower than the risk that stands. Record it: nobody need agree.", field="risk"
        )


def check_may_answer(asked_by: UUID, by: UUID) -> None:
    """Refuse an answer by whoever asked."""
    if asked_by == by:
        raise Refused(
            "Whoever asked for a lowering cannot answer it: somebody else who may countersign must."
        )


@dataclass(frozen=True)
class Held:
    """A role that somebody holds in a case: the tenure, its kind, whose, and of which organisation."""

    tenure_id: UUID
    kind: TenureKind
    member_id: UUID
    organisation_id: UUID


@dataclass(frozen=True)
class WhatFollows:
    """What a change does under the model in force: oversight, roles that end and pass on, new gaps, and who is told."""

    rises: bool
    oversight: bool
    ending: tuple[Held, ...]
    passes_to: Mapping[TenureKind, UUID]
    gaps: tuple[TenureKind, ...]
    told: tuple[UUID, ...]
    because: EndReason
    after: Subject
    tiers: tuple[str, str] = ("", "")

    @property
    def mark(self) -> str:
        """A mark that is the same exactly while the same follows: what was shown is what happens, or is shown again."""
        said = (
            self.rises, self.oversight, sorted(str(one.tenure_id) for one in self.ending),
            sorted((kind.value, str(to)) for kind, to in self.passes_to.items()),
            sorted(kind.value for kind in self.gaps), sorted(map(str, self.told)), self.tiers,
            self.after.risk.value, self.after.rsr.value, sorted(one.value for one in self.after.cohorts),
        )  # fmt: skip
        return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


def what_follows(
    *,
    before: Subject,
    after: Subject,
    overseen: bool,
    on_rise: RiseInRisk | None,
    held: Sequence[Held],
    waiting: Iterable[TenureKind],
    answers: Mapping[TenureKind, UUID],
    unheld: Iterable[TenureKind],
    tiers: tuple[str, str] = ("", ""),
) -> WhatFollows:
    """What follows when a case changes from one subject to another; page and action both ask this.

    ``answers`` says which organisation each role comes from afterwards, where one is appointed; ``unheld`` are the
    roles that the model gives to nobody; ``waiting`` the roles that have a gap already; ``tiers`` now and then.
    """
    rises = rank(after.risk) > rank(before.risk)
    ending = tuple(one for one in held if answers.get(one.kind, one.organisation_id) != one.organisation_id)
    filled = {one.kind for one in held if one not in ending} | set(waiting)
    wanted = set(wanted_tenures(after.place, after.sentence)) - set(unheld)
    kept = rises and on_rise is RiseInRisk.KEEP_AND_OVERSEE and after.risk in _OVERSEEN and bool(held)
    return WhatFollows(
        rises=rises,
        oversight=kept and not overseen,
        ending=ending,
        passes_to={one.kind: answers[one.kind] for one in ending},
        gaps=tuple(kind for kind in TenureKind if kind in wanted - filled),
        told=tuple(dict.fromkeys(one.member_id for one in held)),
        because=_why(before.risk, after.risk),
        after=after,
        tiers=tiers,
    )


def _why(before: Risk, after: Risk) -> EndReason:
    if rank(after) == rank(before):
        return EndReason.REPLACED
    return EndReason.RISK_ROSE if rank(after) > rank(before) else EndReason.RISK_FELL
