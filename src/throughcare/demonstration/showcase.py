"""The last days of the demonstration: work that waits on somebody's table, done one act at a time as on a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from throughcare.casework.supervision import actions as supervision
from throughcare.foundation.access import actions as access
from throughcare.foundation.access import queries as members
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Cohort, Place, Risk

from .days import instant, this_morning
from .held import Held
from .history import History
from .moving_teams import REASONS
from .trying import may, tried

AWAY = 6


@dataclass
class Showcase:
    """What is left on people's tables when the demonstration ends."""

    history: History

    def run(self) -> None:
        """All of it, in the last three days."""
        self.moves_away()
        self.risks()
        self.worked_with_jointly()
        self.inspection()
        self.history.hear()

    def _lead(self, held: Held) -> Member | None:
        return self.history.staff.leads.get(held.case.unit_id)

    def _held(self) -> Iterator[tuple[Held, Member]]:
        for held in self.history.in_order():
            lead = self._lead(held)
            if lead is not None and held.sentences and held.holder:
                yield held, lead

    def moves_away(self) -> None:
        """Offers to the area beside this one, which that area's seniors answer once both are made."""
        at = instant(self.history.as_at - timedelta(days=3), 11)
        teams = [
            team
            for bodies in self.history.neighbours
            for team in bodies.teams.values()
            if team.organisation_id == bodies.public
        ]
        public = self.history.staff.bodies.public
        leaving = [
            (held, lead)
            for held, lead in self._held()
            if held.case.place == Place.COMMUNITY and held.case.organisation_id == public
        ]
        for number, (held, lead) in enumerate(leaving[5::9][: AWAY if teams else 0]):
            if held.opened >= day_of(at):
                continue
            to_unit = teams[number % len(teams)].id
            offered = may(
                supervision.offer_transfer,
                by=lead,
                at=at,
                case_id=held.case.id,
                to_unit=to_unit,
                because=REASONS[number % len(REASONS)],
            )
            if offered is not None:
                self.history.offered.append((offered, to_unit))

    def risks(self) -> None:
        """A few rises in risk, which the model in force answers in its own way."""
        at = instant(self.history.as_at - timedelta(days=1), 15)
        rising = [(h, lead) for h, lead in self._held() if h.case.risk == Risk.LOW and not h.is_assessed][
            2::11
        ][:6]
        for held, lead in rising:
            now = self.history.case_now(held, lead, at)
            if now is not None:
                tried(
                    supervision.record_risk,
                    by=lead,
                    at=at,
                    case_id=now.id,
                    version=now.version,
                    risk=Risk.HIGH,
                    because="Police called to the address twice this week.",
                )

    def worked_with_jointly(self) -> None:
        """Some of the highest risk are in integrated offender management, so the police see them too."""
        at = instant(self.history.as_at - timedelta(days=1), 15, 30)
        for held, lead in self._grave_of_each_area():
            now = self.history.case_now(held, lead, at)
            if now is not None:
                tried(
                    supervision.record_risk,
                    by=lead,
                    at=at,
                    case_id=now.id,
                    version=now.version,
                    risk=Risk(now.risk),
                    cohorts=(Cohort.IOM,),
                    because="Taken into the joint cohort at this month's case conference.",
                )

    def _grave_of_each_area(self) -> list[tuple[Held, Member]]:
        """Of the high in risk one in five of each local area, and one at least, so that each area's police have somebody."""
        by_area: dict[str, list[tuple[Held, Member]]] = defaultdict(list)
        for held, lead in self._held():
            if held.case.risk == Risk.HIGH:
                by_area[held.case.area_code].append((held, lead))
        return [one for _, those in sorted(by_area.items()) for one in those[::5][:2]]

    def closed_records(self) -> None:
        """One record restricted, and one member's own kin declared: last of all, for their body's own service sees no more of them then."""
        at = this_morning(self.history.as_at)
        found = [(h, lead) for h, lead in self._held() if lead.may(Permission.RESTRICT_RECORD)]
        if len(found) < 3:
            return
        held, lead = found[len(found) // 2]
        opened_to = [member for member in held.holder.values() if member]
        access.restrict_record(
            by=lead,
            at=at,
            person_id=held.case.person_id,
            open_to=opened_to,
            because="Known to several members of staff outside work.",
        )
        kin, lead = found[len(found) // 3]
        officer = next(iter(self.history.staff.pools[kin.case.unit_id]["probation services officer"]), None)
        by = members.member(officer, at=at) if officer else None
        if by is not None:
            access.declare_kin(by=by, at=at, person_id=kin.case.person_id)

    def inspection(self) -> None:
        """Where the area has the inspector: an agreement, and eight cases drawn for a month."""
        bodies, at = self.history.staff.bodies, instant(self.history.as_at - timedelta(days=1), 16, 30)
        inspectors = [one for one in self.history.staff.sign_ins if one.role == "inspector"]
        if not inspectors:
            return
        [inspector, *_] = members.memberships_of_email(inspectors[0].email, at=at)
        access.agree_to_share(
            by=self.history.staff.by,
            at=at,
            shared_by=bodies.public,
            shared_with=inspector.organisation_id,
            purpose="inspection",
            basis="Inspection of probation, Criminal Justice and Court Services Act 2000",
        )
        supervision.draw_sample(
            by=inspector,
            at=at + timedelta(minutes=5),
            organisation_id=bodies.public,
            size=8,
            until=self.history.as_at + timedelta(days=30),
            because="The yearly inspection of the area.",
        )
