"""A whole small service under one operating model, made by real actions; everybody in it is its own."""

import csv
import io
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from uuid import UUID, uuid4

from support.people import a_birth, a_founder, a_name, a_pnc, a_postcode, as_worker, joins
from throughcare.casework.courts.actions import ImportReport, import_court_results
from throughcare.casework.courts.queries import refused_rows
from throughcare.casework.courts.rules.stream import COLUMNS
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.actions import Appointing, appoint_holders, draw_catchments
from throughcare.casework.supervision.models import Case
from throughcare.casework.supervision.rules import TenureKind
from throughcare.casework.supervision.rules.areas import area_of_district
from throughcare.foundation.access import actions as access
from throughcare.foundation.access import delivery
from throughcare.foundation.access.rules import Member, OrganisationKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import new_id
from throughcare.foundation.operating_model import actions as models
from throughcare.foundation.operating_model.models import Area
from throughcare.foundation.operating_model.queries import Unheld, holders
from throughcare.foundation.operating_model.rules import BodyKind, Function, InFlight, Subject
from throughcare.foundation.operating_model.rules.presets import preset_text

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
START = date(2020, 1, 1)
COURT = "MDDLMC"
# A local area and a postcode district in it: Middlesbrough, and Hartlepool for a second service. Tests share both, and
# whatever counts all there is in an area takes one of its own.
HERE, THERE = ("E06000002", "TS1"), ("E06000001", "TS24")
KINDS: dict[BodyKind, OrganisationKind] = {
    BodyKind.TRUST: OrganisationKind.PUBLIC_PROBATION,
    BodyKind.PUBLIC_PROVIDER: OrganisationKind.PUBLIC_PROBATION,
    BodyKind.COMMUNITY_PROVIDER: OrganisationKind.COMMUNITY_PROVIDER,
    BodyKind.COMPETED: OrganisationKind.COMMUNITY_PROVIDER,
    BodyKind.PRISON: OrganisationKind.PRISON,
    BodyKind.REGIONAL_COMMISSIONER: OrganisationKind.REGIONAL_COMMISSIONER,
    BodyKind.LOCAL_COMMISSIONER: OrganisationKind.LOCAL_COMMISSIONER,
    BodyKind.NATIONAL_COMMISSIONER: OrganisationKind.NATIONAL_COMMISSIONER,
}


@dataclass(frozen=True)
class Team:
    """One organisation's team in the area, with its senior and its officer."""

    body: BodyKind
    organisation: UUID
    unit: UUID
    senior: Member
    officer: Member


@dataclass
class Service:
    """An area under a model: its teams by body, its court team, and how to bring people in."""

    model: str
    area: str
    local: tuple[str, str] = HERE
    teams: dict[BodyKind, Team] = field(default_factory=dict)
    court_unit: UUID = field(default_factory=uuid4)
    court_officer: Member | None = None
    at: datetime = NOW

    @cached_property
    def officer_of_the_court(self) -> Member:
        """The court officer."""
        assert self.court_officer is not None
        return self.court_officer

    def holder(self, function: Function, subject: Subject) -> UUID | Unheld:
        """The organisation that holds a function here."""
        return holders(self.area, self.at.date()).organisation(function, subject)

    def team_of(self, organisation: UUID) -> Team:
        """The team of an organisation."""
        return next(team for team in self.teams.values() if team.organisation == organisation)

    def takes_its_area(self) -> None:
        """Put the local area inside this service again: another test's service may have taken it over."""
        code, name = self.local[0], f"Local area {self.local[0]}"
        if Area.objects.using("owner").filter(code=code, name=name, parent=self.area).exists():
            return
        models.record_area(by=a_founder(), at=self.at, code=code, name=name, parent=self.area)

    def later(self, **more: float) -> datetime:
        """Let time pass and say what time it is."""
        self.at += timedelta(**more) if more else timedelta(minutes=1)
        return self.at


def a_service(
    model: str = "durham-tees-valley-2012",
    *,
    at: datetime = NOW,
    local: tuple[str, str] = HERE,
    text: str = "",
) -> Service:
    """A service of its own, with its area inside it from now on; ``text`` is the model in words other than the preset's."""
    hear()  # what another test left unheard would open cases in this service's area
    founder, code = a_founder(), f"T{new_id().hex[-12:]}"
    models.record_area(by=founder, at=at, code=code, name=f"Area {code}")
    models.record_area(by=founder, at=at, code=local[0], name=f"Local area {local[0]}", parent=code)
    put_in_force(code, model, START, at=at, text=text)
    service = Service(model, code, local, at=at)
    for body in _bodies_at_work(model):
        service.teams[body] = _team(body, code, at)
    _share(list(service.teams.values()), at)
    draw_catchments(by=founder, at=at, teams=_catchments(service))
    service.court_unit, service.court_officer = _court_team(service, at)
    return service


def a_local() -> tuple[str, str]:
    """A local area that nobody else in the database has people in, and a postcode district in it."""
    return next(_unused)


def _districts() -> Iterator[tuple[str, str]]:
    # A district's area is the one most of its people live in, and those nobody uses by name begin with E07.
    found = {
        area: district for district, area in sorted(area_of_district().items()) if area.startswith("E07")
    }
    yield from found.items()


_unused = _districts()


def put_in_force(
    area: str,
    model: str,
    start: date,
    *,
    at: datetime = NOW,
    in_flight: InFlight | None = None,
    text: str = "",
) -> UUID:
    """Put a shipped model in force in an area, or the same in other words."""
    adopted = models.adopt_model(by=a_founder(), at=at, text=text or preset_text(model), file_name=model)
    return models.put_model_in_force(
        by=a_founder(), at=at, area=area, model_id=adopted, start=start, in_flight=in_flight
    )


def _bodies_at_work(model: str) -> list[BodyKind]:
    from throughcare.foundation.operating_model.rules import preset

    wanted = (
        Function.COURT_ADVICE, Function.OFFENDER_MANAGEMENT, Function.SUPERVISION,
        Function.RESPONSIBLE_OFFICER, Function.CUSTODY_MANAGEMENT,
    )  # fmt: skip
    found = {line.held_by for function in wanted for line in preset(model).functions[function]}
    return sorted(found - {BodyKind.NOBODY})


def _team(body: BodyKind, area: str, at: datetime) -> Team:
    founder = a_founder()
    organisation = access.record_organisation(
        by=founder, at=at, name=f"{body.label} {area}", kind=KINDS[body]
    )
    models.appoint_body(by=founder, at=at, area=area, body=body, organisation_id=organisation, start=START)
    unit = access.record_unit(
        by=founder,
        at=at,
        organisation_id=organisation,
        name=f"{body.label} team {area}",
        kind="team",
        area_code=area,
    )
    return Team(
        body, organisation, unit, joins(unit, "senior probation officer"), joins(unit, "offender manager")
    )


def _share(teams: list[Team], at: datetime) -> None:
    for one in teams:
        for other in teams:
            if one is not other:
                for purpose in ("supervision", "transfer"):
                    access.agree_to_share(
                        by=a_founder(), at=at - timedelta(days=1), shared_by=one.organisation,
                        shared_with=other.organisation, purpose=purpose, basis="a protocol between them",
                    )  # fmt: skip


def _catchments(service: Service) -> dict[str, UUID]:
    # One mapping holds one team for an area, so each organisation's own area is drawn by its own call.
    for team in list(service.teams.values())[:-1]:
        draw_catchments(by=a_founder(), at=service.at, teams={service.area: team.unit})
    return {service.area: list(service.teams.values())[-1].unit}


def _court_team(service: Service, at: datetime) -> tuple[UUID, Member]:
    held = next(
        (t for t in service.teams.values() if t.body in {BodyKind.TRUST, BodyKind.PUBLIC_PROVIDER}), None
    )
    team = held or next(iter(service.teams.values()))
    unit = access.record_unit(
        by=a_founder(),
        at=at,
        organisation_id=team.organisation,
        name=f"Court team {service.area}",
        kind="court team",
    )
    return unit, joins(unit, "court officer")


def a_result(**given: str) -> dict[str, str]:
    """A good row of court results about somebody nobody else is like."""
    row = {
        "result_ref": new_id().hex[-20:], "court_code": COURT, "hearing_date": "2026-11-02", "case_number": f"C{random.randrange(10**8)}",
        "defendant_id": str(uuid4()), "family_name": a_name(), "given_names": "Robin", "date_of_birth": a_birth().isoformat(),
        "pnc": a_pnc(), "postcode": a_postcode(HERE[1]), "offence_code": "105/01", "offence_date": "2026-10-01",
        "outcome": "sentenced", "sentence_kind": "community order", "sentence_length": "12", "sentence_unit": "months",
        "requirements": "unpaid work 120 hours; rehabilitation activity 20 days",
    }  # fmt: skip
    return row | given


def as_file(rows: Iterable[dict[str, str]]) -> io.BytesIO:
    """Rows as a CSV file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return io.BytesIO(text.getvalue().encode())


def import_rows(service: Service, *rows: dict[str, str], file_name: str = "results.csv") -> ImportReport:
    """Bring a file in as the service's court officer, in the worker, and let everybody hear of it."""
    service.takes_its_area()
    with as_worker():
        report = import_court_results(
            by=service.officer_of_the_court, at=service.at, file=as_file(rows), file_name=file_name
        )
        hear()
    return report


def hear() -> int:
    """Let every listener hear what was announced."""
    with as_worker():
        return delivery.drain()


def faults_of(service: Service, report: ImportReport) -> list[tuple[int, str, str]]:
    """Every fault in the refused rows of an import: line, field, reason."""
    with viewing(service.officer_of_the_court, service.at):
        rows = refused_rows(report.import_id, most=10_000)
    return [(row.line, fault["field"], fault["because"]) for row in rows for fault in row.faults]


@dataclass
class Person:
    """A person with a case in a service."""

    id: UUID
    case: UUID
    service: Service

    def seen_by(self, member: Member) -> supervision.CaseSeen | None:
        """The case as a member sees it now, or None when they may not."""
        with viewing(member, self.service.at):
            return supervision.case_of(self.id, at=self.service.at)

    @property
    def team(self) -> Team:
        """The team that answers for them now."""
        case = self.row
        return next(team for team in self.service.teams.values() if team.unit == case.unit_id)

    @property
    def row(self) -> Case:
        """The case's own row, whoever may see it."""
        return Case.objects.using("owner").get(id=self.case)


def a_person(service: Service, **given: str) -> Person:
    """Somebody sentenced in a service, whose case is open and whose roles are gaps."""
    row = a_result(**{"postcode": f"{service.local[1]} {random.randrange(1, 10)}AB"} | given)
    report = import_rows(service, row)
    assert not report.refused, faults_of(service, report)
    case = Case.objects.using("owner").filter(area_code=service.local[0]).latest("id")
    return Person(case.person_id, case.id, service)


def managed(person: Person, *kinds: TenureKind) -> Person:
    """The same person with the officer of whoever holds each role appointed to it."""
    service = person.service
    service.takes_its_area()
    senior = person.team.senior
    for kind in kinds or (TenureKind.OFFENDER_MANAGER,):
        held = _who_may(person, kind)
        appoint_holders(
            by=senior, at=service.later(), appointments=[Appointing(person.case, kind, held.officer.id)]
        )
    return person


def _who_may(person: Person, kind: TenureKind) -> Team:
    from throughcare.casework.supervision.rules import FUNCTION_OF
    from throughcare.casework.supervision.store.steps import subject_of

    held = person.service.holder(FUNCTION_OF[kind], subject_of(person.row))
    assert isinstance(held, UUID), held
    return person.service.team_of(held)
