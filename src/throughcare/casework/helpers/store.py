"""A pairing and a helper from their rows, as rules, actions and pages ask: sides, checks, meetings, jobs and what is owed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.rules.contacts import MET, Outcome
from throughcare.foundation.kernel import WorkingCalendar
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Place

from .models import Helper, HelperCheck, HelperMeeting, Job, JobTold, Pairing
from .rules import (
    CheckKind,
    CheckResult,
    CheckTold,
    HelperFits,
    HelperKind,
    HelperOffered,
    JobOutcome,
    JobPoint,
    Owed,
    PairingSide,
    PairingStanding,
    PairingState,
    checks_standing,
    helper_fits,
    lapse_owed,
    owed_next,
)
from .rules import JobTold as JobFacts


@dataclass(frozen=True)
class PairingSides:
    """The units of a pairing: which asked, which answers for the case now (None: closed, or not seen), and whose helpers they are."""

    asked: UUID
    answers: UUID | None
    helps: UUID

    def of(self, units: Collection[UUID]) -> frozenset[PairingSide]:
        """The sides on which units stand."""
        found = {PairingSide.SENDER} if self.asked in units or self.answers in units else set()
        return frozenset(found | ({PairingSide.HELPERS} if self.helps in units else set()))


@dataclass(frozen=True)
class JobSeen:
    """A job with what was told of it, the last of each point."""

    row: Job
    told: Mapping[JobPoint, JobTold]

    @property
    def facts(self) -> JobFacts:
        """The same as the rules ask about it."""
        return JobFacts(
            self.row.starts_on, {point: JobOutcome(told.outcome) for point, told in self.told.items()}
        )


@dataclass(frozen=True)
class Paired:
    """A pairing with its helper, the meetings that stand (the latest last), its jobs, and its sides."""

    row: Pairing
    helper: Helper | None
    checks: tuple[CheckTold, ...]
    meetings: tuple[HelperMeeting, ...]
    jobs: tuple[JobSeen, ...]
    sides: PairingSides
    in_custody: bool

    @property
    def kind(self) -> HelperKind:
        """The kind of helper asked for."""
        return HelperKind(self.row.kind)

    @property
    def state(self) -> PairingState:
        """Where it stands."""
        return PairingState(self.row.state)

    def standing(self, on: date) -> PairingStanding:
        """The pairing as the clocks ask about it on a day."""
        met = [one.on for one in self._since_matched() if Outcome(one.outcome) in MET]
        checks = (
            checks_standing(HelperKind(self.helper.kind), self.checks, in_custody=self.in_custody, on=on)
            if self.helper
            else ()
        )
        return PairingStanding(
            self.kind, self.state, day_of(self.row.moved_at), max(met, default=None), [job.facts for job in self.jobs],
            self.sides.answers is not None, checks,
        )  # fmt: skip

    def _since_matched(self) -> list[HelperMeeting]:
        return [one for one in self.meetings if self.helper is not None and one.helper_id == self.helper.id]

    def owed(self, at: datetime) -> Owed | None:
        """The next step that is owed."""
        return owed_next(self.standing(day_of(at)), on=day_of(at), calendar=WorkingCalendar())

    def lapse(self, at: datetime) -> Owed | None:
        """The check of its helper that lapses soon, or holds no longer."""
        return lapse_owed(self.standing(day_of(at)), on=day_of(at))


def pairings_whole(rows: Iterable[Pairing]) -> list[Paired]:
    """Pairings whole, in a fixed number of questions however many they are."""
    known = list(rows)
    if not known:
        return []
    ids = [row.id for row in known]
    helpers = {row.id: row for row in Helper.objects.filter(id__in={row.helper_id for row in known})}
    checks = checks_of(helpers)
    meetings = list(HelperMeeting.objects.filter(pairing__in=ids, corrected=None).order_by("on", "at", "id"))
    jobs = _jobs(ids)
    cases = supervision.open_cases_of({row.person_id for row in known})
    return [_whole(row, helpers, checks, meetings, jobs, cases.get(row.person_id)) for row in known]


def _whole(
    row: Pairing, helpers: Mapping[UUID, Helper], checks: Mapping[UUID, tuple[CheckTold, ...]],
    meetings: Sequence[HelperMeeting], jobs: Sequence[JobSeen], case: supervision.OpenCase | None,
) -> Paired:  # fmt: skip
    theirs = case if case is not None and case.id == row.case_id else None
    return Paired(
        row, helpers.get(row.helper_id) if row.helper_id else None, checks.get(row.helper_id, ()) if row.helper_id else (),
        tuple(one for one in meetings if one.pairing_id == row.id), tuple(one for one in jobs if one.row.pairing_id == row.id),
        PairingSides(row.from_unit, theirs.unit_id if theirs else None, row.to_unit),
        theirs is not None and theirs.place == Place.CUSTODY,
    )  # fmt: skip


def _jobs(pairing_ids: Sequence[UUID]) -> list[JobSeen]:
    rows = list(Job.objects.filter(pairing__in=pairing_ids).order_by("starts_on", "id"))
    told = list(JobTold.objects.filter(job__in=[row.id for row in rows]).order_by("number"))
    return [JobSeen(row, {JobPoint(one.point): one for one in told if one.job_id == row.id}) for row in rows]


def checks_of(helper_ids: Iterable[UUID]) -> dict[UUID, tuple[CheckTold, ...]]:
    """Every check recorded of helpers, the earliest recorded first."""
    found: dict[UUID, list[CheckTold]] = {}
    for row in HelperCheck.objects.filter(helper__in=list(helper_ids)).order_by("at", "id"):
        told = CheckTold(CheckKind(row.kind), CheckResult(row.result), row.done_on, row.until)
        found.setdefault(row.helper_id, []).append(told)
    return {helper: tuple(rows) for helper, rows in found.items()}


def helped_now(helper_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many people each helper of the viewer's own teams helps now, and nobody named."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM helpers_helped(%s)", [list(helper_ids)])
        return dict(cursor.fetchall())


@dataclass(frozen=True)
class HelperMatched:
    """A helper held against somebody who asked for one."""

    helper: Helper
    fit: HelperFits


def helpers_for(paired: Paired, *, on: date) -> list[HelperMatched]:
    """Every helper of the kind that the team has, held against who asked, those that fit first."""
    rows = list(
        Helper.objects.filter(unit_id=paired.row.to_unit, kind=paired.row.kind).order_by("name", "id")
    )
    checks, helped = checks_of(row.id for row in rows), helped_now(row.id for row in rows)
    traits = people.traits_of([paired.row.person_id]).get(paired.row.person_id)
    sex = traits.sex if traits else None
    found = [
        HelperMatched(
            row,
            helper_fits(
                offered(row, checks.get(row.id, ()), helped.get(row.id, 0)), paired.kind, sex=sex, in_custody=paired.in_custody, on=on
            ),
        )
        for row in rows
        if row.ended_on is None
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not one.fit.fits, one.helper.name))


def offered(row: Helper, checks: Sequence[CheckTold], helped: int) -> HelperOffered:
    """A helper as a match asks about them."""
    return HelperOffered(HelperKind(row.kind), row.takes, row.most, helped, row.since, row.ended_on, checks)
