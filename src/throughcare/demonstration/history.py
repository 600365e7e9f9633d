"""Three years of a trust area, brought in round by round as it would have come: court files, allocation, contact, ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from random import Random
from typing import Final
from uuid import UUID

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.actions import end_sentences, import_court_results
from throughcare.casework.supervision import actions as supervision
from throughcare.casework.supervision import queries as cases
from throughcare.casework.supervision.queries import OpenCase
from throughcare.casework.supervision.rules import (
    FUNCTION_OF,
    EndReason,
    TenureKind,
    as_subject,
    wanted_tenures,
)
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.access.delivery import drain
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.queries import Holders, holders
from throughcare.foundation.operating_model.rules import Place, Risk

from .contacts import contact
from .days import instant, rounds
from .held import Held, endings_of, why_closed
from .lives import Result, as_file, spoilt
from .rates import share
from .staff import Staff

_AT_ONCE: Final = 5_000


Act = Callable[[Member, datetime, list["Held"]], object]


@dataclass
class History:
    """Brings one trust area's three years in."""

    staff: Staff
    random: Random
    as_at: date
    every: int
    announced: list[UUID] = field(default_factory=list)
    open: dict[UUID, Held] = field(default_factory=dict)
    atlas: dict[str, Holders] = field(default_factory=dict)
    recent: Sequence[Result] = ()

    @property
    def court(self) -> Member:
        """The member who brings the courts' files."""
        return self.staff.court_service

    def service_of(self, organisation: UUID) -> Member:
        """The member who brings in what an organisation's own teams did; it sees whom they see."""
        return self.staff.services.get(organisation, self.court)

    def _by_organisation(self, which: Iterable[Held]) -> Iterator[tuple[Member, list[Held]]]:
        found: dict[UUID, list[Held]] = defaultdict(list)
        for held in which:
            found[held.case.organisation_id].append(held)
        for organisation, theirs in found.items():
            yield self.service_of(organisation), theirs

    def hear(self) -> None:
        """Let everything announced in this area be heard, whatever another process is doing for its own."""
        drain(self.announced)

    def run(self, results: Sequence[Result], step: Callable[[str], None]) -> None:
        """Every round in turn."""
        days, before = rounds(self.as_at, self.every), 0
        for number, day in enumerate(days):
            last = number == len(days) - 1
            upto = next((n for n in range(before, len(results)) if results[n].on >= day), len(results))
            self.recent = results[max(0, upto - 40) : upto]
            self.round(results[before:upto], day, number >= len(days) - 3, last)
            before = upto
            step(f"{self.staff.bodies.trust.name}, {day:%B %Y}")

    def round(self, results: Sequence[Result], day: date, late: bool, last: bool) -> None:
        """One arrival of a file and what follows until the next."""
        self.tell_of_contacts(day)
        self.release(day)
        self.close_ended(day)
        self.bring_in(results, day, last)
        self.assess(day, late)
        self.allocate(day, 0.45 if last else 0.75 if late else share("appointed"))
        self.change_staff(day)

    def bring_in(self, results: Sequence[Result], day: date, last: bool) -> None:
        """The court team's file, its rows matched to people, and their cases opened."""
        if not results and not last:
            return
        sent = [*results, *spoilt(self.recent, self.random)] if last else results
        at, name = instant(day, 7), f"court-results-{self.staff.bodies.trust.code}-{day}.csv"
        report = import_court_results(by=self.court, at=at, file=as_file(sent), file_name=name)
        self.hear()
        with viewing(self.court, at):
            imposed = courts.imposed_by(report.import_id)
            found = cases.open_cases_of({row.person_id for row in imposed})
        planned = {result.ref: result for result in results}
        for row in sorted(imposed, key=lambda row: row.result_ref):
            # A row made wrong may be right by chance, and was never planned; and whoever proves to be known in another
            # area already stays with those who have the case.
            case = found.get(row.person_id)
            if case and case.unit_id in self._own_units and row.result_ref in planned:
                self._join(case, row.sentence_id, planned[row.result_ref], day)

    @cached_property
    def _own_units(self) -> set[UUID]:
        return {team.id for team in self.staff.bodies.teams.values()}

    def _join(self, case: OpenCase, sentence: UUID | None, result: Result, day: date) -> None:
        held = self.open.get(case.person_id)
        if held is None or held.case.id != case.id:
            held = self.open[case.person_id] = Held(result.person.key, case, day)
        held.case = case
        wanted = {kind.value for kind in wanted_tenures(case.place, case.sentence)}
        held.holder = {kind: member for kind, member in held.holder.items() if kind in wanted}
        if sentence is None:
            held.ends_on = held.ends_on if held.sentences else result.on + timedelta(days=75)
            return
        held.sentences.append((sentence, result))
        held.ends_on = self._sentenced_until(held)
        if result.released_on is not None and case.place == Place.CUSTODY:
            held.released_on = result.released_on

    def _sentenced_until(self, held: Held) -> date | None:
        """The last day of the last sentence, or None where one has no end."""
        ends = [result.ends_on for _, result in held.sentences]
        known = [day for day in ends if day is not None]
        return max(known) if len(known) == len(ends) else None

    def _ordered(self, which: Callable[[Held], bool] = lambda held: True) -> list[Held]:
        return sorted((held for held in self.open.values() if which(held)), key=lambda held: held.key)

    def _act_on(self, by: Member, at: datetime, which: list[Held], act: Act) -> None:
        """Act on cases; where some were passed on to another area meanwhile, let go of those and act on the others."""
        try:
            act(by, at, which)
        except Refused:
            with viewing(by, at):
                teams = cases.teams_of_open([held.case.id for held in which])
            ours = {case for case, team in teams.items() if team in self._own_units}
            left = [held for held in which if held.case.id in ours]
            if len(left) == len(which):
                raise
            for held in which:
                if held.case.id not in ours:
                    self.open.pop(held.case.person_id, None)
            if left:
                act(by, at, left)

    def assess(self, day: date, late: bool) -> None:
        """Record the first risk of new cases that nobody holds yet."""
        at, risks = instant(day, 11), dict[UUID, Risk]()
        for held in self._ordered(lambda h: h.case.risk == Risk.NOT_ASSESSED and not h.holder):
            planned = next((r.risk for _, r in reversed(held.sentences) if r.risk), "")
            if planned and not (late and self.random.random() < 0.1):
                risks[held.case.id] = Risk(planned)
        assessed = self._ordered(lambda h: h.case.id in risks)
        for by, theirs in self._by_organisation(assessed):
            self._act_on(
                by,
                at,
                theirs,
                lambda by, at, those: supervision.record_first_risks(
                    by=by, at=at, risks={h.case.id: risks[h.case.id] for h in those}
                ),
            )
        self._look_again(assessed, at)

    def in_order(self) -> list[Held]:
        """Every open case, in an order that depends on nothing but the seed."""
        return self._ordered()

    def case_now(self, held: Held, viewer: Member, at: datetime) -> OpenCase | None:
        """A case as a viewer sees it at an instant."""
        with viewing(viewer, at):
            return cases.open_cases_of([held.case.person_id]).get(held.case.person_id)

    def _look_again(self, which: Iterable[Held], at: datetime) -> None:
        for by, theirs in self._by_organisation(which):
            with viewing(by, at):
                found = cases.open_cases_of([held.case.person_id for held in theirs])
            for held in theirs:
                held.case = found.get(held.case.person_id, held.case)

    def allocate(self, day: date, filled: float) -> None:
        """Appoint to the places nobody fills; some wait, more of them in the last weeks."""
        given: list[tuple[Held, supervision.Appointing]] = []
        for held in self._ordered(lambda h: bool(h.case.gaps)):
            if self.random.random() > filled:
                continue
            for kind in sorted(held.case.gaps):
                member = self._whom(held, TenureKind(kind), day)
                if member is not None:
                    given.append((held, supervision.Appointing(held.case.id, TenureKind(kind), member)))
                    held.holder[kind], held.appointed_on = member, day
        at = instant(day, 15)
        self._appoint(given, at)
        self._look_again([held for held, _ in given], at)

    def _appoint(self, given: Sequence[tuple[Held, supervision.Appointing]], at: datetime) -> None:
        """Each team's lead appoints to its own cases."""
        asked: dict[tuple[UUID, UUID], dict[UUID, Held]] = defaultdict(dict)
        wanted: dict[UUID, list[supervision.Appointing]] = defaultdict(list)
        for held, appointing in given:
            asked[held.case.unit_id, held.case.organisation_id][held.case.id] = held
            wanted[held.case.id].append(appointing)
        for (unit, organisation), theirs in asked.items():
            by = self.staff.leads.get(unit) or self.service_of(organisation)
            self._act_on(
                by,
                at,
                list(theirs.values()),
                lambda by, at, those: supervision.appoint_holders(
                    by=by, at=at, appointments=[one for held in those for one in wanted[held.case.id]]
                ),
            )

    def _whom(self, held: Held, kind: TenureKind, day: date) -> UUID | None:
        """The member whom the model in force lets hold a role: the same as already manages, where it can be."""
        case = held.case
        if case.area_code not in self.atlas:
            self.atlas[case.area_code] = holders(case.area_code, day)
        there = self.atlas[case.area_code]
        subject = as_subject(risk=case.risk, sentence=case.sentence, place=case.place)
        organisation = there.organisation(FUNCTION_OF[kind], subject)
        team = (
            self.staff.bodies.teams.get((organisation, case.area_code))
            if isinstance(organisation, UUID)
            else None
        )
        if team is None:
            return None
        managing = held.holder.get("offender manager")
        if kind is TenureKind.RESPONSIBLE_OFFICER and managing in self._members(team.id):
            return managing
        if (
            kind is TenureKind.SUPERVISOR
            and case.risk in {Risk.HIGH, Risk.VERY_HIGH}
            and managing in self._members(team.id)
        ):
            return managing
        return self.staff.who_takes(kind, team.id)

    def _members(self, unit: UUID) -> set[UUID]:
        return {member for pool in self.staff.pools[unit].values() for member in pool}

    def change_staff(self, day: date) -> None:
        """Some managers leave, and their cases pass to a colleague."""
        given: list[tuple[Held, supervision.Appointing]] = []
        kind, left = TenureKind.OFFENDER_MANAGER, EndReason.STAFF_LEFT
        for held in self._ordered(lambda h: "offender manager" in h.holder):
            if self.random.random() < share("staff_change") * self.every / 91:
                member = self._whom(held, kind, day)
                if member is not None and member != held.holder["offender manager"]:
                    given.append((held, supervision.Appointing(held.case.id, kind, member, left)))
                    held.holder["offender manager"], held.appointed_on = member, day
        self._appoint(given, instant(day, 16))

    def tell_of_contacts(self, day: date) -> None:
        """What was written down since the last round, by those who hold the cases; each organisation its own."""
        told: dict[UUID, dict[UUID, list[supervision.Entry]]] = defaultdict(lambda: defaultdict(list))
        about: dict[UUID, Held] = {}
        for held in self._ordered(lambda h: bool(h.holder)):
            since = held.told_until or held.opened + timedelta(days=1)
            held.told_until = day
            about[held.case.id] = held
            for entry in self._contacts(held, since, day):
                told[self._organisation_of(entry.member_id, held)][held.case.id].append(entry)
        at = instant(day, 6)
        for organisation, theirs in sorted(told.items(), key=lambda item: str(item[0])):
            by, keys = self.service_of(organisation), list(theirs)
            for start in range(0, len(keys), _AT_ONCE):
                self._act_on(
                    by,
                    at,
                    [about[key] for key in keys[start : start + _AT_ONCE]],
                    partial(_write, theirs),
                )

    def _contacts(self, held: Held, since: date, until: date) -> Iterable[supervision.Entry]:
        days = (until - since).days
        often = share("contacts_a_month") * days / 30.4
        how_many = int(often) + (self.random.random() < often - int(often)) if days > 0 else 0
        member = held.holder.get("supervisor") or held.holder.get("offender manager")
        for _ in range(how_many):
            on = since + timedelta(days=self.random.randrange(days))
            released = held.released_on
            inside = held.case.place == Place.CUSTODY and (released is None or on < released)
            kind, what, note = contact(self.random, inside)
            at = instant(on, self.random.randrange(16, 18), self.random.randrange(60))
            yield supervision.Entry(held.case.id, at, kind, what, note, member)

    def _organisation_of(self, member: UUID | None, held: Held) -> UUID:
        return (
            self._organisations.get(member, held.case.organisation_id)
            if member
            else held.case.organisation_id
        )

    @property
    def _organisations(self) -> dict[UUID, UUID]:
        if not hasattr(self, "_whose"):
            teams = {team.id: team.organisation_id for team in self.staff.bodies.teams.values()}
            self._whose = {
                member: teams[unit]
                for unit, pools in self.staff.pools.items()
                if unit in teams
                for pool in pools.values()
                for member in pool
            }
        return self._whose

    def release(self, day: date) -> None:
        """Those whose custody has run out come out."""
        moving = self._ordered(
            lambda h: h.case.place == Place.CUSTODY and h.released_on is not None and h.released_on < day
        )
        if not moving:
            return
        at = instant(day, 6, 20)
        for by, theirs in self._by_organisation(moving):
            self._act_on(
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
        self._look_again(moving, at)

    def close_ended(self, day: date) -> None:
        """Sentences that have run out or were revoked end, and cases with nothing left close."""
        ended = self._ordered(lambda h: h.ends_on is not None and h.ends_on < day)
        at = instant(day, 6, 30)
        for by, theirs in self._by_organisation(ended):
            self._act_on(by, at, theirs, self._end)
            still = [held for held in theirs if held.case.person_id in self.open]
            self._act_on(by, at, still, self._close)
        for held in ended:
            self.open.pop(held.case.person_id, None)
        self.hear()

    def _end(self, by: Member, at: datetime, which: list[Held]) -> None:
        endings = [ending for held in which for ending in endings_of(held)]
        if endings:
            end_sentences(by=by, at=at, endings=endings)

    def _close(self, by: Member, at: datetime, which: list[Held]) -> None:
        closings = [supervision.Closing(held.case.id, why_closed(held)) for held in which]
        supervision.close_cases(by=by, at=at, closings=closings)


def _write(entries: dict[UUID, list[supervision.Entry]], by: Member, at: datetime, which: list[Held]) -> None:
    told = [entry for held in which for entry in entries[held.case.id]]
    supervision.record_entries(by=by, at=at, entries=told)
