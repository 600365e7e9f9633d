"""A team that keeps victims told, a sentence of which it looks after the victims, and somebody registered for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from support.people import a_founder, joins
from support.service import Person, Service, a_person
from throughcare.casework.victims import actions
from throughcare.casework.victims.actions import Reach
from throughcare.casework.victims.models import CoveredSentence, Letter, Victim, VictimHolder
from throughcare.casework.victims.rules import Choice, Going, Means, StageKind, VictimKind, VictimMove
from throughcare.foundation.access import actions as access
from throughcare.foundation.access import queries as members
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import BodyKind

VIOLENT, STALKING, THEFT = "008/06", "195/12", "049/10"
REACH = Reach(
    Means.LETTER, address="1 Quiet Road", safe_times="Mornings, never on Fridays", interpreter="Polish"
)


def a_liaison_officer(service: Service, body: BodyKind = BodyKind.PUBLIC_PROVIDER) -> Member:
    """A victim liaison officer in a new unit of the organisation that holds victim contact here."""
    team = service.teams[body]
    unit = access.record_unit(
        by=a_founder(), at=service.at, organisation_id=team.organisation, name=f"Victim team {service.area}", kind="team",
    )  # fmt: skip
    return joins(unit, "victim liaison officer")


def sentenced(service: Service, **given: str) -> Person:
    """Somebody sentenced to two years of custody for a violent offence on the second of November."""
    told = {
        "sentence_kind": "custody", "sentence_length": "24", "sentence_unit": "months", "requirements": "", "offence_code": VIOLENT,
    }  # fmt: skip
    return a_person(service, **(told | given))


def covered_of(person: Person) -> CoveredSentence:
    """The covered sentence of a person, whoever may see it."""
    return CoveredSentence.objects.using("owner").get(person_id=person.id)


@dataclass
class Told:
    """A victim, who leads on their record, and whose sentence it is."""

    id: UUID
    officer: Member
    person: Person

    @property
    def row(self) -> Victim:
        """Its own row, whoever may see it."""
        return Victim.objects.using("owner").get(id=self.id)

    def move(self, move: VictimMove, **given: object) -> None:
        """Move them on, today; that the first letter went is what its going comes to."""
        if move is VictimMove.INVITE:
            self.offered()
            return
        at = self.person.service.later()
        said = {
            "by": self.officer,
            "at": at,
            "victim_id": self.id,
            "version": self.row.version,
            "move": move,
            "on": day_of(at),
        }
        actions.move_victim(**(said | given))

    def reaches(self, stage: StageKind, on: date | None = None) -> UUID:
        """Their sentence reaches a stage."""
        at = self.person.service.later()
        covered = self.row.covered_id
        return actions.record_stage(
            by=self.officer, at=at, covered_id=covered, stage=stage, on=on or day_of(at)
        )

    def checker(self) -> Member:
        """A colleague who checks."""
        colleague = joins(self.officer.unit_id, "victim liaison officer")
        actions.name_checker(
            by=self.officer, at=self.person.service.later(), victim_id=self.id, member_id=colleague.id
        )
        return colleague

    def asked_about(self, hearing_on: date) -> UUID:
        """They are asked whether they make a statement."""
        return actions.ask_for_statement(
            by=self.officer, at=self.person.service.later(), victim_id=self.id, hearing_on=hearing_on
        )

    def written_to(self, stage_id: UUID | None = None) -> UUID:
        """A letter to them is drafted."""
        return actions.draft_letter(
            by=self.officer, at=self.person.service.later(), victim_id=self.id, stage_id=stage_id
        )

    def offered(self) -> None:
        """The first letter is written, found right by a colleague, who holds the record no longer than that, and goes."""
        checks = (
            VictimHolder.objects.using("owner").filter(victim=self.id, ended_at=None, leads=False).first()
        )
        colleague = members.member(checks.member_id, at=self.person.service.at) if checks else self.checker()
        letter = self.written_to()
        sent(self, letter, colleague)
        if checks is None:
            actions.end_hold(
                by=self.officer, at=self.person.service.later(), victim_id=self.id, member_id=colleague.id
            )

    def comes_in(self, choice: Choice = Choice.YEARLY, **given: object) -> None:
        """The first letter goes, and they come in."""
        self.move(VictimMove.INVITE)
        self.move(VictimMove.OPT_IN, choice=choice, **given)


def registered(officer: Member, person: Person, name: str = "Morgan Example", **given: object) -> Told:
    """Somebody registered for the covered sentence of a person."""
    service = person.service
    covered = covered_of(person)
    said = {
        "by": officer, "at": service.later(), "covered_id": covered.id, "name": name, "kind": VictimKind.VICTIM, "reach": REACH,
        "referred_on": covered.imposed_on + timedelta(days=3), "referred_by": "The witness care unit",
    }  # fmt: skip
    return Told(actions.register_victim(**(said | given)), officer, person)


def on_letter(act: Callable[..., object], by: Member, letter_id: UUID, told: Told, **given: object) -> None:
    """An act on a letter by the version that stands."""
    version = Letter.objects.using("owner").get(id=letter_id).version
    act(**({"by": by, "at": told.person.service.later(), "letter_id": letter_id, "version": version} | given))


def sent(told: Told, letter_id: UUID, checker: Member) -> None:
    """A letter is found right by a colleague and goes, as its reader asked."""
    on_letter(actions.check_letter, checker, letter_id, told, right=True)
    on_letter(
        actions.send_letter, told.officer, letter_id, told, on=day_of(told.person.service.at), going=Going(Means(told.row.means), True, True)
    )  # fmt: skip
