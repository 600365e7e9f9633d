"""Which projects suit somebody: each that does with why, each that does not with why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from throughcare.foundation.kernel import Clause, Finding, Period

from .words import ProjectKind, ProjectState

SOURCE = "Suitability for unpaid work: Sentencing Act 2020, Schedule 9"


@dataclass(frozen=True)
class Offering:
    """A project as it is asked about: its state, its days, its places, whom it takes and whom not; None is not known."""

    state: ProjectState
    kind: ProjectKind
    runs: Period
    weekdays: frozenset[int]
    starts: time
    until: time
    places: int
    takes_women: bool | None = None
    takes_men: bool | None = None
    bars: frozenset[str] = frozenset()
    taken: int = 0

    @property
    def is_full(self) -> bool:
        """Whether no place is left."""
        return self.taken >= self.places


@dataclass(frozen=True)
class Engagement:
    """Hours of a weekday that somebody is not free: at work, caring, learning or at worship."""

    weekday: int
    starts: time
    until: time
    what: str


@dataclass(frozen=True)
class Coming:
    """Somebody to be placed: sex, alerts that bar from some projects (None: nobody assessed them), and hours they are not free."""

    sex: str | None
    alerts: frozenset[str] | None
    engaged: Sequence[Engagement] = field(default=())


@dataclass(frozen=True)
class Suits:
    """Whether a project suits somebody, and every reason; ``unsure`` where something is not known and nothing speaks against it."""

    fits: bool
    unsure: bool
    findings: tuple[Finding, ...]


def suits(project: Offering, somebody: Coming, *, on: date, weekdays: Collection[int] | None = None) -> Suits:
    """Whether a project suits somebody on a day, on the weekdays asked about (all of its own when none are named)."""
    against = [
        *_of_project(project, on),
        *_of_person(project, somebody),
        *_of_time(project, somebody, weekdays),
    ]
    unknown = _unknown(project, somebody)
    said = [_finding(name, because) for name, because in (*against, *unknown)]
    return Suits(
        not against,
        bool(unknown) and not against,
        tuple(said) or (_finding("suits", "nothing speaks against it"),),
    )


def _of_project(project: Offering, on: date) -> list[tuple[str, str]]:
    found = []
    if project.state is not ProjectState.APPROVED:
        found.append(("not approved", f"the project is {project.state.value}"))
    if on not in project.runs:
        found.append(("not running", "the project does not run on that day"))
    if project.is_full:
        found.append(("full", f"all {project.places} places are taken"))
    return found


def _of_person(project: Offering, somebody: Coming) -> list[tuple[str, str]]:
    found = []
    if somebody.sex == "female" and project.takes_women is False:
        found.append(("sex", "the project takes men only"))
    if somebody.sex == "male" and project.takes_men is False:
        found.append(("sex", "the project takes women only"))
    for alert in sorted(project.bars & (somebody.alerts or frozenset())):
        found.append(("risk", f"not for somebody with an alert for {alert}"))
    return found


def _of_time(project: Offering, somebody: Coming, weekdays: Collection[int] | None) -> list[tuple[str, str]]:
    days = set(project.weekdays if weekdays is None else weekdays)
    if not days <= project.weekdays:
        return [("day", "the project is not open on that day of the week")]
    clashing = {
        one.weekday: one.what
        for one in somebody.engaged
        if one.weekday in days and one.starts < project.until and project.starts < one.until
    }
    if not days or clashing.keys() != days:
        return []
    return [("time", f"not free on any of its days: {', '.join(sorted(set(clashing.values())))}")]


def _unknown(project: Offering, somebody: Coming) -> list[tuple[str, str]]:
    found = []
    if project.takes_women is not project.takes_men and None in (project.takes_women, project.takes_men):
        found.append(("sex not known", "whom the project takes is not recorded"))
    elif somebody.sex is None and False in (project.takes_women, project.takes_men):
        found.append(("sex not known", "their sex is not recorded, and the project does not take everybody"))
    if somebody.alerts is None and project.bars:
        found.append(("risk not known", "nobody assessed their risk, and the project is not for everybody"))
    return found


def _finding(name: str, because: str) -> Finding:
    return Finding(name, Clause(SOURCE, "projects"), because)
