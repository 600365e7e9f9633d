"""Which beds fit somebody: each that does, each that does not with why, and what is to be found out first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from throughcare.foundation.kernel import Clause, Finding, Period

from .words import AccommodationKind, Regime

SOURCE = "Matching of beds"


@dataclass(frozen=True)
class Wanted:
    """A bed that is wanted: for whom (None: sex not known), with what, and for which nights."""

    kind: AccommodationKind
    regime: Regime
    sex: str | None
    needs: frozenset[str]
    nights: Period


@dataclass(frozen=True)
class Offered:
    """A bed that is there: what it and its premises are known to have and not to have, and the nights it cannot be had."""

    bed_id: UUID
    kind: AccommodationKind
    regime: Regime
    takes: str
    there: Period
    has: frozenset[str] = field(default_factory=frozenset)
    has_not: frozenset[str] = field(default_factory=frozenset)
    taken: Sequence[Period] = ()
    lost: Sequence[Period] = ()


@dataclass(frozen=True)
class BedFits:
    """Whether a bed fits, and every reason; ``unsure`` where something is to be found out and nothing speaks against it."""

    fits: bool
    unsure: bool
    findings: tuple[Finding, ...]


def bed_fits(bed: Offered, wanted: Wanted) -> BedFits:
    """Whether a bed fits what is wanted; what is not recorded is never taken for a no."""
    against = [*_of_kind(bed, wanted), *_of_nights(bed, wanted)]
    missing = sorted(wanted.needs & bed.has_not)
    against += [("need", f"it is recorded not to have: {one}") for one in missing]
    unknown = [
        ("need not known", f"whether it has this is not recorded: {one}")
        for one in sorted(wanted.needs - bed.has - bed.has_not)
    ]
    if bed.takes != "everybody" and wanted.sex is None:
        unknown.append(
            ("sex not known", f"the premises take {bed.takes} alone, and their sex is not recorded")
        )
    said = [Finding(rule, Clause(SOURCE, "beds"), because) for rule, because in (*against, *unknown)]
    fine = Finding("fits", Clause(SOURCE, "beds"), "nothing speaks against it")
    return BedFits(not against, bool(unknown) and not against, tuple(said) or (fine,))


_SEX = {"female": "women", "male": "men"}


def _of_kind(bed: Offered, wanted: Wanted) -> list[tuple[str, str]]:
    found = []
    if bed.kind is not wanted.kind:
        found.append(("kind", f"it is {bed.kind}"))
    elif bed.regime is not wanted.regime:
        found.append(("regime", f"the premises are {bed.regime}"))
    if bed.takes != "everybody" and wanted.sex is not None and bed.takes != _SEX.get(wanted.sex):
        found.append(("sex", f"the premises take {bed.takes} alone"))
    return found


def _of_nights(bed: Offered, wanted: Wanted) -> list[tuple[str, str]]:
    found = []
    if bed.there.start > wanted.nights.start or not _is_there_until(bed.there, wanted.nights.end):
        found.append(("not there", "the bed is not there on every night"))
    for what, nights in (("taken", bed.taken), ("lost", bed.lost)):
        first = min((one.start for one in nights if one.overlaps(wanted.nights)), default=None)
        if first is not None:
            day = max(first, wanted.nights.start)
            found.append((what, f"the bed is {what} on {day:%-d %B %Y}"))
    return found


def _is_there_until(there: Period, end: date | None) -> bool:
    return there.end is None or (end is not None and end <= there.end)
