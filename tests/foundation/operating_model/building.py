"""What the tests of operating models build: members, areas and organisations, through real actions."""

from datetime import UTC, date, datetime
from itertools import count
from uuid import UUID

from throughcare.foundation.access.actions import add_member, record_organisation, record_unit
from throughcare.foundation.access.queries import member, service_member
from throughcare.foundation.access.rules import Member, OrganisationKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.access.system_members import FOUNDER
from throughcare.foundation.kernel import new_id
from throughcare.foundation.operating_model.actions import adopt_model, appoint_body, record_area
from throughcare.foundation.operating_model.rules import BodyKind, Cohort, Place, Risk, Rsr, Sentence, Subject
from throughcare.foundation.operating_model.rules.presets import preset_text

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = NOON.date()
_numbers = count(1)


def founder() -> Member:
    """The system member that sets the service up."""
    with viewing(None, NOON):
        found = service_member(FOUNDER, at=NOON)
    assert found is not None
    return found


def an_area(parent: str | None = None) -> str:
    """A fresh area, inside another when one is named."""
    code = f"T{new_id().hex[-12:]}"
    return record_area(by=founder(), at=NOON, code=code, name=f"Area {next(_numbers)}", parent=parent)


def an_organisation(kind: OrganisationKind = OrganisationKind.PUBLIC_PROBATION) -> UUID:
    """A fresh organisation of a kind."""
    name = f"{kind} {new_id()}"
    return record_organisation(by=founder(), at=NOON, name=name, kind=kind)


def a_member(role: str) -> Member:
    """A member of a fresh unit, in a role."""
    unit = record_unit(
        by=founder(), at=NOON, organisation_id=an_organisation(), name=f"Unit {new_id()}", kind="team"
    )
    account = an_account()
    made = add_member(by=founder(), at=NOON, unit_id=unit, role=role, name="Somebody", account_id=account)
    with viewing(None, NOON):
        found = member(made, at=NOON)
    assert found is not None
    return found


def an_account() -> UUID:
    """Somebody who can sign in."""
    from throughcare.foundation.access.models import Account

    return Account.objects.create(email=f"{new_id()}@example.test").id


def an_adopted(name: str) -> UUID:
    """One of the shipped models, adopted."""
    return adopt_model(by=founder(), at=NOON, text=preset_text(name), file_name=name)


def appointed(area: str, body: BodyKind, kind: OrganisationKind, start: date = TODAY, **more: object) -> UUID:
    """A fresh organisation appointed as a kind of body in an area; returns the organisation."""
    organisation = an_organisation(kind)
    appoint_body(
        by=founder(), at=NOON, area=area, body=body, organisation_id=organisation, start=start, **more
    )
    return organisation


def someone(
    risk: Risk = Risk.LOW,
    sentence: Sentence = Sentence.COMMUNITY_ORDER,
    place: Place = Place.COMMUNITY,
    *cohorts: Cohort,
    rsr: Rsr = Rsr.BELOW_CUT_OFF,
    resettled: bool = False,
) -> Subject:
    """A subject: low risk, on a community order, in the community, unless told otherwise."""
    return Subject(risk, sentence, place, rsr, frozenset(cohorts), resettled)
