"""Nobody gives themselves sight: whatever one member does, in any order, somebody held elsewhere stays “not found”.

The model of trust (docs/security.md) has one way in: a court officer is believed about the sentences of the courts
their team serves. It is left out of the search, and tried by itself to show that the search would find such a way.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.range import DateRange, TimestamptzRange
from support.people import as_worker, joins
from support.service import (
    HERE,
    THERE,
    Person,
    Service,
    a_person,
    a_result,
    a_service,
    as_file,
    hear,
    managed,
)

from throughcare.casework.courts.actions import import_court_results
from throughcare.casework.interventions.actions import send_referral
from throughcare.casework.interventions.models import Referral
from throughcare.casework.interventions.models import Service as Offered
from throughcare.casework.people import queries as people
from throughcare.casework.people.actions import (
    decide_review,
    look_outside_wall,
    merge_people,
    record_people,
    unmerge_people,
)
from throughcare.casework.people.models import Address, Identifier, Merge, Review
from throughcare.casework.people.models import Person as Record
from throughcare.casework.people.rules.record import HomeRecord, PersonRecord
from throughcare.casework.supervision.actions import (
    draw_sample,
    offer_transfer,
    record_on_timeline,
    send_newcomer,
)
from throughcare.casework.supervision.tasks import bring_in
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.queries import may_see
from throughcare.foundation.access.rules import ROLES, Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id

MODEL = "england-and-wales-2021"


@dataclass
class Scene:
    """A service of the doer's, with somebody of its own, and somebody whom another service holds."""

    here: Service
    own: Person
    victim: Person

    @property
    def details(self) -> dict[str, str]:
        """All that there is to know of the victim: the doer is taken to know it."""
        record = Record.objects.using("owner").get(id=self.victim.id)
        home = Address.objects.using("owner").filter(person_id=self.victim.id).first()
        return {
            "family_name": record.surname, "given_names": record.forenames,
            "date_of_birth": record.date_of_birth.isoformat(), "postcode": home.postcode if home else "TS24 1AB",
        }  # fmt: skip


@pytest.fixture(scope="module")
def scene() -> Scene:
    at = timezone.now() - timedelta(hours=2)
    theirs = a_service(MODEL, at=at, local=THERE)
    victim = managed(a_person(theirs))
    here = a_service(MODEL, at=at, local=HERE)
    return Scene(here, a_person(here), victim)


def nearly(details: dict[str, str]) -> dict[str, str]:
    name = details["family_name"]
    return details | {"family_name": f"{name[:-1]}{'q' if name[-1] != 'q' else 'x'}"}


def newcomer(scene: Scene, by: Member, details: dict[str, str]) -> None:
    from datetime import date

    given = details | {"date_of_birth": date.fromisoformat(details["date_of_birth"])}
    made = send_newcomer(by=by, at=scene.here.later(), reason="diversion", **given)  # type: ignore[arg-type]
    scene.here.takes_its_area()
    with as_worker():
        bring_in(str(made), str(by.id))
        hear()


def send_exactly(scene: Scene, by: Member) -> None:
    """Send the victim as a newcomer, by their own details."""
    newcomer(scene, by, scene.details)


def send_nearly(scene: Scene, by: Member) -> None:
    """Send somebody with nearly the victim's details as a newcomer."""
    newcomer(scene, by, nearly(scene.details))


def record_nearly(scene: Scene, by: Member) -> None:
    """Record a person with nearly the victim's details, as a job would."""
    from datetime import date

    said = nearly(scene.details)
    record = PersonRecord(
        new_id().hex, said["given_names"], said["family_name"], date.fromisoformat(said["date_of_birth"]),
        home=HomeRecord(postcode=said["postcode"]),
    )  # fmt: skip
    with as_worker():
        record_people(by=by, at=scene.here.later(), records=[record])


def bring_a_court_row_nearly(scene: Scene, by: Member) -> None:
    """Bring in a court's row about somebody with nearly the victim's details."""
    row = a_result(**nearly(scene.details)) | {"pnc": ""}
    with as_worker():
        import_court_results(by=by, at=scene.here.later(), file=as_file([row]), file_name="r.csv")
        hear()


def rule_on_whatever_waits(scene: Scene, by: Member) -> None:
    """Rule “the same” on every review about the victim, found in one's queue or guessed by its id."""
    for review in Review.objects.using("owner").filter(rival_id=scene.victim.id, state="open"):
        with suppress(Refused):
            decide_review(
                by=by, at=scene.here.later(), review_id=review.id, version=review.version, same=True, because="I say so"
            )  # fmt: skip


def merge_with_ones_own(scene: Scene, by: Member) -> None:
    """Merge the victim into somebody of one's own, and the other way round."""
    for one, other in ((scene.victim.id, scene.own.id), (scene.own.id, scene.victim.id)):
        with suppress(Refused):
            merge_people(by=by, at=scene.here.later(), survivor_id=one, merged_id=other, because="I say so")


def part_what_was_merged(scene: Scene, by: Member) -> None:
    """Undo a merge into the victim, by its id."""
    for merge in Merge.objects.using("owner").filter(survivor_id=scene.victim.id):
        with suppress(Refused):
            unmerge_people(by=by, at=scene.here.later(), merge_id=merge.id, because="I say so")


def draw(scene: Scene, by: Member) -> None:
    """Draw a sample from the victim's organisation."""
    at = scene.here.later()
    draw_sample(
        by=by, at=at, organisation_id=scene.victim.team.organisation, size=500, until=(at + timedelta(days=9)).date(),
        because="an inspection",
    )  # fmt: skip


def offer_to_oneself(scene: Scene, by: Member) -> None:
    """Offer the victim's case to one's own unit."""
    offer_transfer(
        by=by, at=scene.here.later(), case_id=scene.victim.case, to_unit=by.unit_id, because="moved"
    )


def refer_to_oneself(scene: Scene, by: Member) -> None:
    """Refer the victim to a service whose referrals come to one's own unit, by the action and by a row of one's own."""
    offered = Offered(
        reference=new_id().hex, title="A service", needs=["money"], prime="Ours", unit_id=by.unit_id,
        offered=DateRange((scene.here.at - timedelta(days=9)).date(), None),
    )  # fmt: skip
    Offered.objects.using("owner").bulk_create([offered])
    at = scene.here.later()
    with suppress(Refused):
        send_referral(
            by=by, at=at, person_id=scene.victim.id, service_id=offered.id, need="money", because="x"
        )
    with viewing(by, at):
        row = Referral(
            person_id=scene.victim.id, case_id=scene.victim.case, service_id=offered.id, need="money", from_unit=by.unit_id,
            to_unit=by.unit_id, sent_by=by.id, sent_at=at, because="x", sight=TimestamptzRange(at, None),
        )  # fmt: skip
        Referral.objects.bulk_create([row])
        derive_grants("referral", [row.id])


def write_on_their_timeline(scene: Scene, by: Member) -> None:
    """Write on the victim's timeline."""
    record_on_timeline(by=by, at=scene.here.later(), case_id=scene.victim.case, kind="note", what="x")


def make_oneself_a_token(scene: Scene, by: Member) -> None:
    """Make a token and ask by it."""
    access.issue_token(by=by, at=scene.here.later(), label="mine")


def search_outside(scene: Scene, by: Member) -> None:
    """Search outside the wall for them, which is shown and opens nothing."""
    look_outside_wall(
        by=by, at=scene.here.later(), because="somebody rang at night", words=scene.details["family_name"]
    )


def close_and_open(scene: Scene, by: Member) -> None:
    """Restrict the victim's record to oneself, and lift the restriction."""
    with suppress(Refused):
        access.restrict_record(
            by=by, at=scene.here.later(), person_id=scene.victim.id, because="x", open_to=[by.id]
        )
    access.lift_restriction(by=by, at=scene.here.later(), person_id=scene.victim.id)


def ask_for_grants(scene: Scene, by: Member) -> None:
    """Ask for the grants of every cause there is about the victim, as whoever found the function would."""
    with viewing(by, scene.here.later()):
        for kind in ("recorded", "merge", "review", "review of one known", "sample", "tenure", "referral"):
            derive_grants(kind, [scene.victim.id, scene.victim.case])


ACTS: tuple[Callable[[Scene, Member], None], ...] = (
    send_exactly, send_nearly, record_nearly, bring_a_court_row_nearly, rule_on_whatever_waits, merge_with_ones_own,
    part_what_was_merged, draw, offer_to_oneself, refer_to_oneself, write_on_their_timeline, make_oneself_a_token, search_outside,
    close_and_open, ask_for_grants,
)  # fmt: skip


def sees(scene: Scene, by: Member) -> bool:
    at = scene.here.later()
    with viewing(by, at):
        return may_see(scene.victim.id) or people.person_page(scene.victim.id, on=at.date()) is not None


def tried(act: Callable[[Scene, Member], None], scene: Scene, by: Member) -> None:
    with suppress(Refused, DatabaseError, TypeError):
        act(scene, by)


def unit_of(scene: Scene, role: str) -> UUID:
    courts = role in {"court officer", "case administrator"}
    return scene.here.court_unit if courts else next(iter(scene.here.teams.values())).unit


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"service"}))
@given(acts=st.lists(st.sampled_from(ACTS), min_size=1, max_size=4))
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_four_acts_of_one_member_find_what_was_not_found(
    role: str, scene: Scene, acts: list[Callable[[Scene, Member], None]]
):
    somebody = joins(unit_of(scene, role), role)
    for act in acts:
        tried(act, scene, somebody)
        assert not sees(scene, somebody), f"a {role} found them by: {[one.__name__ for one in acts]}"


@pytest.mark.parametrize("role", ["court officer", "senior probation officer", "case administrator"])
@pytest.mark.parametrize("first", [send_nearly, record_nearly, bring_a_court_row_nearly])
def test_a_near_match_that_one_sent_oneself_is_nobodys_way_in(
    role: str, first: Callable[[Scene, Member], None], scene: Scene
):
    somebody = joins(unit_of(scene, role), role)
    for act in (first, rule_on_whatever_waits, merge_with_ones_own, ask_for_grants):
        tried(act, scene, somebody)
        assert not sees(scene, somebody)


def test_the_search_would_find_a_way_in_where_there_is_one():
    """What the model of trust lets a court officer do: be believed about whom the court sentenced."""
    at = timezone.now() - timedelta(hours=2)
    victim = managed(a_person(a_service(MODEL, at=at, local=THERE)))
    scene = Scene(a_service(MODEL, at=at, local=HERE), victim, victim)
    somebody = joins(scene.here.court_unit, "court officer")
    assert not sees(scene, somebody)
    with as_worker():
        number = Identifier.objects.using("owner").get(person_id=victim.id, kind="pnc").value
        row = a_result(**scene.details, pnc=number)
        import_court_results(by=somebody, at=scene.here.later(), file=as_file([row]), file_name="r.csv")
        hear()
    assert sees(scene, somebody)
