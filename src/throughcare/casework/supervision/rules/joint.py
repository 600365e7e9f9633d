"""With whom a person is worked with jointly, and for what: the cohorts that another body is a partner in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from throughcare.foundation.kernel import Clause
from throughcare.foundation.operating_model.rules import BodyKind, Cohort


@dataclass(frozen=True)
class Partnership:
    """A body that works jointly with those who manage a cohort: the purpose an agreement must name, and why."""

    body: BodyKind
    purpose: str
    cause: str
    clause: Clause


PARTNERSHIPS: Mapping[Cohort, Partnership] = {
    Cohort.IOM: Partnership(
        BodyKind.POLICE,
        "integrated offender management",
        "iom cohort",
        Clause(
            "Integrated Offender Management: National Operational Guidance, version 5 (2025)", "co-location"
        ),
    ),
    Cohort.MAPPA: Partnership(
        BodyKind.POLICE,
        "public protection",
        "mappa cohort",
        Clause("Criminal Justice Act 2003", "section 325: the responsible authority"),
    ),
}
"""Only what is recorded of a case today: a victim is recorded nowhere, so no victim unit is a partner in anything yet."""


def partnerships_of(cohorts: Iterable[str], *, is_open: bool) -> tuple[Cohort, ...]:
    """The cohorts of a case in which another body is a partner; none once the case is closed."""
    held = set(cohorts) if is_open else set()
    return tuple(cohort for cohort in PARTNERSHIPS if cohort.value in held)
