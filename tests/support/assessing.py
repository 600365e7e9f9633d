"""People with assessments, made by real actions and seen by the officer who answers for them."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

from support.service import Person, Service, a_person, a_service, managed
from throughcare.casework.assessment import actions, queries
from throughcare.casework.assessment.rules.harm.analysis import (
    EnquiryMade,
    HarmAnalysis,
    Imminence,
    Measure,
    RiskTo,
    Screened,
)
from throughcare.casework.assessment.rules.harm.tables import harm_on
from throughcare.casework.assessment.rules.needs.sections import areas, sections
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing

MODEL = "durham-tees-valley-2012"
HISTORY = {
    "sex": "male",
    "age_at_first_sanction": "19", "sanctions": "6", "violent_sanctions": "2", "past_offences": ["robbery"],
    "ever_sexual_offence": "NO", "offence_code": "00801", "conviction_date": "2026-11-02", "follow_up_date": "2026-11-02",
    "supervision": "community",
}  # fmt: skip
PRESENT = {
    "weapon": "NO", "relationship_with_partner": "1", "relationship_status": "living_together", "domestic_abuse": "NO",
    "drugs_used": ["cannabis"], "current_drug_misuse": "1", "impulsivity": "1", "temper": "1",
    "psychiatric_treatment": "NO", "recognises_impact": "YES",
}  # fmt: skip


@cache
def the_service() -> Service:
    """One service for every test of a run: each still makes people of its own."""
    return a_service(MODEL)


@dataclass
class Assessed:
    """A person whose assessment is being written, and who writes it."""

    person: Person
    officer: Member
    senior: Member
    assessment: UUID

    @property
    def id(self) -> UUID:
        """The person."""
        return self.person.id

    @property
    def service(self) -> Service:
        """The service they are in."""
        return self.person.service

    def now(self, **more: float) -> Any:
        """Let a little time pass."""
        return self.service.later(**more)

    def seen(self, member: Member | None = None) -> queries.AssessmentSeen:
        """The assessment as a member sees it."""
        with viewing(member or self.officer, self.service.at):
            found = queries.assessment(self.assessment, on=self.service.at.date())
        assert found is not None
        return found

    def ask(self, query: Any, *given: Any, member: Member | None = None, **named: Any) -> Any:
        """Ask a query as a member."""
        with viewing(member or self.officer, self.service.at):
            return query(*given, **named)

    def do(self, act: Any, member: Member | None = None, **given: Any) -> Any:
        """Do an action on the assessment, at the version it is at."""
        version = self.seen().version
        return act(
            by=member or self.officer, at=self.now(), assessment_id=self.assessment, version=version, **given
        )

    def save(self, answers: dict[str, Any]) -> int:
        """Save answers."""
        return self.do(actions.save_answers, answers=answers)  # type: ignore[no-any-return]

    @property
    def tier(self) -> queries.TierSeen:
        """The tier now."""
        found = self.ask(queries.tier_of, self.id)
        assert found is not None
        return found  # type: ignore[no-any-return]


def under_supervision(service: Service | None = None, **given: str) -> tuple[Person, Member, Member]:
    """Somebody sentenced, with the officer who manages them and that officer's senior."""
    person = managed(a_person(service or the_service(), **given))
    held = person.seen_by(person.team.senior)
    assert held is not None
    manager = held.now["offender manager"].member_id
    team = next(t for t in person.service.teams.values() if t.officer.id == manager)
    return person, team.officer, team.senior


def being_assessed(service: Service | None = None, **given: str) -> Assessed:
    """Somebody whose assessment has just been started."""
    person, officer, senior = under_supervision(service, **given)
    made = actions.start_assessment(by=officer, at=person.service.later(), person_id=person.id)
    return Assessed(person, officer, senior, made)


def every_item(value: str = "0") -> dict[str, str]:
    """Every item of every section answered alike."""
    yes_no = {"o3-3", "o4-2", "o10-5"}
    names = [item for section in sections().values() for item in section.items]
    return {item: ("YES" if value == "2" else "NO") if item in yes_no else value for item in names}


def every_view(**changes: str) -> dict[str, str]:
    """Every area judged, with the person's own view."""
    said: dict[str, str] = {}
    for area in areas():
        said |= {
            f"{area}.harm": "no", f"{area}.reoffending": "yes", f"{area}.strengths": "yes",
            f"{area}.because": "seen at two visits", f"{area}.readiness": "WANTS_HELP",
            f"{area}.words": "I would like some help with this",
        }  # fmt: skip
    return said | changes


def a_harm(on: Any, level: str = "medium", **changes: Any) -> HarmAnalysis:
    """A complete analysis of one level."""
    table = harm_on(on).table
    whole: dict[str, Any] = {
        "screening": dict.fromkeys(table.screening, Screened.NO) | {"weapon": Screened.YES},
        "risks": tuple(
            RiskTo(group, level if group == "public" else "low", "assault", Imminence.MONTHS, "when drinking")
            for group in table.groups
            if group not in table.custody_only
        ),
        "enquiries": tuple(
            EnquiryMade(code, on - timedelta(days=10), on - timedelta(days=2), "nothing known")
            for code in table.enquiries
        ),
        "plan": tuple(Measure(kind, "weekly", "the officer") for kind in table.plan[level]),
    }
    return HarmAnalysis(**(whole | changes))


def ready_to_sign(
    level: str = "medium", item: str = "0", service: Service | None = None, **given: str
) -> Assessed:
    """Somebody whose assessment lacks only its signature."""
    one = being_assessed(service, **given)
    one.save({**HISTORY, **PRESENT, **every_item(item), **every_view()})
    one.do(actions.record_harm, analysis=a_harm(one.service.at.date(), level))
    one.do(actions.complete_harm)
    return one


def signed(level: str = "medium", item: str = "0", service: Service | None = None, **given: str) -> Assessed:
    """Somebody with a completed, scored assessment."""
    one = ready_to_sign(level, item, service, **given)
    one.do(actions.sign)
    if one.seen().state.value.startswith("awaiting"):
        one.do(actions.countersign, member=one.senior)
    actions.record_scores(by=one.officer, at=one.now(), assessment_id=one.assessment)
    return one
