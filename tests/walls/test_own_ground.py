"""With SQL of their own as the web role, whoever merely sees a person changes nothing of who sees them, who answers, or what is
planned; and whoever answers, or keeps members and walls, does so in their own name and for nobody's sight but others'."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, transaction
from psycopg.types.range import TimestamptzRange
from support.cases import another_team
from support.people import an_office, joins
from support.service import THERE, Team, a_person, a_service, managed
from support.services import Provider, a_provider, an_offer, refer
from support.wall_visits import made_about

from throughcare.casework.courts.models import Appearance, Sentence
from throughcare.casework.interventions import actions as interventions
from throughcare.casework.interventions.models import Referral, ReferralStep
from throughcare.casework.interventions.rules import RefusalReason
from throughcare.casework.people.models import Person as Record
from throughcare.casework.planning.models import Answer, Goal, GoalStep, Mark, Review
from throughcare.casework.supervision.actions import close_case, offer_transfer
from throughcare.casework.supervision.models import (
    Case,
    Gap,
    JointWork,
    Lowering,
    Responsibility,
    Tenure,
    TimelineEntry,
    Transfer,
)
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.models import EthicalWall, Membership
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import new_id

REFUSED = pytest.raises(ProgrammingError, match=r"row-level security|permission denied")
Written = Callable[["Scene"], Any]


class Scene:
    """Somebody whom their own team manages, another team is offered, and a provider's team is referred."""

    def __init__(self) -> None:
        self.service = a_service()
        self.person = managed(a_person(self.service))
        self.made = made_about(self.person)
        self.provider: Provider = a_provider(self.service)
        self.referral = refer(self.person, an_offer(self.provider, self.service))
        self.other: Team = another_team(self.service, self.person.team.body)
        offer_transfer(
            by=self.person.team.senior, at=self.service.later(), case_id=self.person.case, to_unit=self.other.unit,
            because="a move",
        )  # fmt: skip

    @property
    def now(self) -> TimestamptzRange:
        return TimestamptzRange(self.service.at, None)

    @property
    def ended(self) -> TimestamptzRange:
        return TimestamptzRange(self.service.at - timedelta(minutes=1), self.service.at)

    @property
    def far(self) -> TimestamptzRange:
        return TimestamptzRange(
            self.service.at - timedelta(minutes=1), self.service.at + timedelta(days=9999)
        )

    def of_person(self, by: Member) -> dict[str, Any]:
        """What a row about the person's case says, signed by a member."""
        signed = {"member_id": by.id, "organisation_id": by.organisation_id, "at": self.service.at}
        return {"person_id": self.person.id, **signed}


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene()


def changes(model: Any, by: Member, scene: Scene, **columns: Any) -> None:
    """Change the person's rows of a table as a member; a constraint that stops it is not what is tried here."""
    named = {"id": scene.person.id} if model is Record else {"person_id": scene.person.id}
    with viewing(by, scene.service.at), transaction.atomic():
        reached = model._base_manager.filter(**named).update(**columns)
        if not reached:
            raise ProgrammingError("row-level security: no row may be changed")
        transaction.set_rollback(True)


CHANGES: dict[str, tuple[Any, Callable[[Scene], dict[str, Any]]]] = {
    "whose team answers": (Case, lambda s: {"unit_id": s.other.unit}),
    "which body answers": (Case, lambda s: {"organisation_id": new_id()}),
    "that the case is closed": (Case, lambda s: {"closed_at": s.service.at, "closed_because": "mine"}),
    "what opened the case": (Case, lambda s: {"opened_because": "voluntary"}),
    "how long a running responsibility sees": (Responsibility, lambda s: {"sight": s.far}),
    "that a responsibility ended, and sees for ever": (Responsibility, lambda s: {"during": s.ended, "sight": s.now}),
    "that a responsibility ended, and sees for long": (Responsibility, lambda s: {"during": s.ended, "sight": s.far}),
    "how long a court sees": (Appearance, lambda s: {"court_sees": s.now}),
    "how long a recorder sees": (Record, lambda s: {"recorded_until": None}),
    "whose a gap is": (Gap, lambda s: {"unit_id": s.other.unit}),
    "that another agreed to a lower risk": (
        Lowering, lambda s: {"state": "agreed", "answered_by": s.person.team.senior.id, "answered_at": s.service.at},
    ),
    "that a referral ended, and sees for ever": (
        Referral, lambda s: {"state": "refused", "ended_at": s.service.at, "due": "", "due_on": None, "sight": s.now},
    ),
    "that a referral is open, and sees for a time": (Referral, lambda s: {"sight": s.far}),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize(
    "who", ["a senior of the team it is offered to", "an officer of the team that answers"]
)
def test_nobody_changes_by_sql_of_their_own(what: str, who: str, scene: Scene):
    model, columns = CHANGES[what]
    by = scene.other.senior if "senior" in who else scene.person.team.officer
    with REFUSED:
        changes(model, by, scene, **columns(scene))


def test_whoever_may_close_the_case_reads_it_no_longer_than_policy_says(scene: Scene):
    senior, at = scene.person.team.senior, scene.service.at
    since = Responsibility.objects.using("owner").get(person_id=scene.person.id).during.lower
    over = TimestamptzRange(since, at)
    changes(
        Responsibility, senior, scene, during=over, sight=TimestamptzRange(since, at + timedelta(days=365))
    )
    with REFUSED:
        changes(
            Responsibility,
            senior,
            scene,
            during=over,
            sight=TimestamptzRange(since, at + timedelta(days=366)),
        )


def a_goal(scene: Scene, by: Member, **given: Any) -> Goal:
    return Goal(case_id=scene.person.case, words="Mine", **scene.of_person(by), **given)


def a_court_date(scene: Scene) -> Appearance:
    old = Appearance.objects.using("owner").filter(person_id=scene.person.id)[0]
    return Appearance(
        person_id=old.person_id, hearing_id=old.hearing_id, unit_id=scene.other.unit, court_code=old.court_code,
        result_ref=new_id().hex[:20], digest="x", case_number="x", on=old.on, outcome=old.outcome, court_sees=scene.now,
    )  # fmt: skip


def joint_work(scene: Scene, unit: UUID, cohort: str, **given: Any) -> JointWork:
    case = scene.person.row
    said = {"during": scene.now, "at": scene.service.at, "shared_by": case.organisation_id} | given
    return JointWork(
        person_id=case.person_id,
        case_id=case.id,
        cohort=cohort,
        unit_id=unit,
        member_id=scene.provider.lead.id,
        **said,
    )


# Each is written by the provider's lead, who sees the person while the referral is open and has no part in the case.
ROWS: dict[str, Written] = {
    "a case": lambda s: Case(
        person_id=s.person.id, opened_because="sentence", opened_at=s.service.at, area_code="x", unit_id=s.provider.unit,
        organisation_id=s.provider.organisation, model_name="x", sentence="x",
    ),
    "a court date": a_court_date,
    "joint work of one's own team": lambda s: joint_work(s, s.provider.unit, "mappa"),
    "joint work of a cohort that the case is not in": lambda s: joint_work(s, s.other.unit, "mappa"),
    "a gap of one's own team": lambda s: Gap(
        person_id=s.person.id, case_id=s.person.case, kind="supervisor", unit_id=s.provider.unit, during=s.now, because="x"
    ),
    "a goal": lambda s: a_goal(s, s.provider.lead),
    "a step of a goal": lambda s: GoalStep(
        goal_id=s.made["goal_id"], place=9, what="x", whose="the person", **s.of_person(s.provider.lead)
    ),
    "a mark of a goal": lambda s: Mark(
        goal_id=s.made["goal_id"], number=9, kind="removed", on=s.service.at.date(), **s.of_person(s.provider.lead)
    ),
    "an answer to the plan": lambda s: Answer(
        case_id=s.person.case, kind="agreed", on=s.service.at.date(), **s.of_person(s.provider.lead)
    ),
    "a review of the plan": lambda s: Review(
        case_id=s.person.case, changed="x", on=s.service.at.date(), **s.of_person(s.provider.lead)
    ),
    "a step of another's referral": lambda s: ReferralStep(
        referral_id=s.made["referral_id"], kind="concluded", **s.of_person(s.provider.lead)
    ),
    "a referral to a service": lambda s: Referral(
        person_id=s.person.id, case_id=s.person.case, service_id=s.made["service_id"], need="money",
        from_unit=s.provider.unit, to_unit=s.person.team.unit, sent_by=s.provider.lead.id, sent_at=s.service.at,
        because="x", sight=s.now, shared_by=None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", ROWS)
def test_whoever_merely_sees_a_person_does_not_add(what: str, scene: Scene):
    row = ROWS[what](scene)
    with REFUSED, viewing(scene.provider.lead, scene.service.at), transaction.atomic():
        type(row)._base_manager.bulk_create([row])
    assert not type(row)._base_manager.using("owner").filter(id=row.id).exists()


def test_whoever_has_a_part_in_the_case_adds_to_its_plan(scene: Scene):
    for by in (scene.person.team.officer, scene.person.team.senior):
        with viewing(by, scene.service.at), transaction.atomic():
            Goal.objects.bulk_create([a_goal(scene, by)])
            transaction.set_rollback(True)


def test_a_side_changes_a_referral_and_the_other_services_team_does_not(scene: Scene):
    theirs, ours = {"id": scene.referral}, {"id": scene.made["referral_id"]}
    with viewing(scene.provider.lead, scene.service.at), transaction.atomic():
        assert Referral.objects.filter(**theirs).update(sessions=3) == 1
    with viewing(scene.provider.lead, scene.service.at), transaction.atomic():
        assert Referral.objects.filter(**ours).update(sessions=3) == 0


def test_a_referral_that_has_ended_is_not_opened_again():
    service = a_service()
    person, provider = managed(a_person(service)), a_provider(service)
    sent = refer(person, an_offer(provider, service))
    interventions.refuse_referral(
        by=provider.lead, at=service.later(), referral_id=sent, version=1, reason=next(iter(RefusalReason)), note="full",
    )  # fmt: skip
    again = {"state": "sent", "ended_at": None, "sight": TimestamptzRange(service.at, None)}
    with REFUSED, viewing(person.team.senior, service.later()), transaction.atomic():
        Referral.objects.filter(id=sent).update(**again)


def test_an_offer_is_accepted_by_whoever_may_answer_for_the_team_it_is_offered_to(scene: Scene):
    offer = Transfer.objects.using("owner").get(person_id=scene.person.id, state="offered")
    said = {
        "state": "accepted",
        "answered_at": scene.service.at,
        "sight": TimestamptzRange(offer.sight.lower, scene.service.at),
    }
    for by in (scene.other.officer, scene.person.team.senior, scene.provider.lead):
        with REFUSED, viewing(by, scene.service.at), transaction.atomic():
            Transfer.objects.filter(id=offer.id).update(**said)
    with viewing(scene.other.senior, scene.service.at), transaction.atomic():
        assert Transfer.objects.filter(id=offer.id).update(**said) == 1
        transaction.set_rollback(True)


def test_a_responsibility_is_ended_by_its_own_team_or_by_whom_the_case_is_offered_to(scene: Scene):
    since = Responsibility.objects.using("owner").get(person_id=scene.person.id).during.lower
    over = TimestamptzRange(since, scene.service.at)
    with REFUSED:
        changes(Responsibility, scene.provider.lead, scene, during=over, sight=over)
    for by in (scene.person.team.senior, scene.other.senior):
        changes(Responsibility, by, scene, during=over, sight=over)


def test_whoever_works_on_no_cases_ends_no_tenure(scene: Scene):
    watcher = joins(scene.person.team.unit, "inspector")
    since = Tenure.objects.using("owner").get(person_id=scene.person.id).during.lower
    with REFUSED:
        changes(
            Tenure, watcher, scene, during=TimestamptzRange(since, scene.service.at), ended_because="replaced"
        )


def test_what_is_about_one_person_hangs_on_nothing_of_another(scene: Scene):
    """By a merge it would go with what it hangs on, to somebody whom its writer never saw."""
    hidden = managed(a_person(a_service(local=THERE)))
    by, at = scene.person.team.officer, scene.service.at
    of_person = {
        "person_id": scene.person.id,
        "member_id": by.id,
        "organisation_id": by.organisation_id,
        "at": at,
    }
    theirs = Appearance.objects.using("owner").filter(person_id=hidden.id)[0]
    for case in (hidden.case, new_id()):
        with REFUSED, viewing(by, at), transaction.atomic():
            TimelineEntry.objects.bulk_create(
                [TimelineEntry(case_id=case, kind="note", what="x", **of_person)]
            )
    with REFUSED, viewing(by, at), transaction.atomic():
        Sentence.objects.filter(person_id=scene.person.id).update(appearance_id=theirs.id)
    with viewing(by, at), transaction.atomic():
        TimelineEntry.objects.bulk_create(
            [TimelineEntry(case_id=scene.person.case, kind="note", what="x", **of_person)]
        )


def test_a_case_that_is_closed_says_so_as_its_responsibility_does():
    person = managed(a_person(a_service()))
    senior, at = person.team.senior, person.service.later()
    close_case(by=senior, at=at, case_id=person.case, version=person.row.version, because="done")
    with REFUSED, viewing(senior, person.service.later()), transaction.atomic():
        Case.objects.filter(id=person.case).update(closed_at=None, closed_because="")


@pytest.fixture
def keepers() -> tuple[Member, Member]:
    desk = an_office()
    return joins(desk.unit, "administrator"), joins(desk.unit, "administrator")


def test_an_administrator_makes_themselves_no_member_and_lengthens_no_membership_of_their_own(
    keepers: tuple[Member, Member], scene: Scene
):
    one, other = keepers
    at = scene.service.at
    mine = Membership(
        account_id=one.account_id,
        unit_id=scene.other.unit,
        role="head of delivery unit",
        name="Me",
        during=scene.now,
    )
    with REFUSED, viewing(one, at), transaction.atomic():
        Membership.objects.bulk_create([mine])
    with REFUSED, viewing(one, at), transaction.atomic():
        Membership.objects.filter(id=one.id).update(during=scene.far)
    with viewing(one, at), transaction.atomic():
        assert Membership.objects.filter(id=other.id).update(during=scene.far) == 1
        transaction.set_rollback(True)


def test_a_service_has_no_account_and_nobody_else_is_without_one(
    keepers: tuple[Member, Member], scene: Scene
):
    one, other = keepers
    for role, account in (("service", other.account_id), ("administrator", None)):
        made = Membership(account_id=account, unit_id=scene.other.unit, role=role, name="x", during=scene.now)
        with REFUSED, viewing(one, scene.service.at), transaction.atomic():
            Membership.objects.bulk_create([made])


def test_one_keeper_alone_takes_no_wall_down_by_sql_of_their_own(keepers: tuple[Member, Member]):
    one, other = keepers
    sides, service = (an_office(), an_office()), a_service()
    wall = access.raise_wall(
        by=one,
        at=service.at,
        one_side=sides[0].organisation,
        other_side=sides[1].organisation,
        basis="a procurement",
    )
    at = service.later()
    down, later = (
        TimestamptzRange(service.at - timedelta(minutes=1), at),
        TimestamptzRange(at + timedelta(days=9), None),
    )
    asked = {"asked_down_by": other.id, "asked_down_because": "so that it looks asked"}
    for columns in ({"during": down}, {"during": down} | asked, asked, {"during": later}):
        with REFUSED, viewing(one, at), transaction.atomic():
            EthicalWall.objects.filter(id=wall).update(**columns)
    access.ask_wall_down(by=one, at=at, wall_id=wall, because="the procurement is over")
    for columns in ({"during": down}, {"during": down} | asked):
        with REFUSED, viewing(one, at), transaction.atomic():
            EthicalWall.objects.filter(id=wall).update(**columns)
    access.take_down_wall(by=other, at=service.later(), wall_id=wall)


def test_a_body_cannot_be_made_the_services_own(keepers: tuple[Member, Member], scene: Scene):
    from throughcare.foundation.access.models import Organisation

    with REFUSED, viewing(keepers[0], scene.service.at), transaction.atomic():
        Organisation.objects.filter(id=scene.provider.organisation).update(kind="system")
