"""Sending somebody whose details one knows opens nothing of theirs, writes nothing on them, and is in the audit with their id."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from support.people import a_birth, a_name, as_worker
from support.service import HERE, THERE, Person, Service, a_person, a_service, hear, managed
from support.wall_visits import browser, caller

from throughcare.casework.people.models import Address, Alias, Review
from throughcare.casework.people.models import Person as Record
from throughcare.casework.supervision.actions import send_newcomer
from throughcare.casework.supervision.models import Arrival, Case, Matter
from throughcare.casework.supervision.tasks import bring_in
from throughcare.foundation.access.queries import may_see
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Entry
from throughcare.foundation.operating_model.rules import preset_text

MODEL = "england-and-wales-2021"


@pytest.fixture(scope="module")
def here() -> Service:
    """A service that gives those without a sentence to its public provider, so that their cases open."""
    nobody, somebody = (
        f"{{held_by: {body}, for: {{sentence: [none, diversion]}}" for body in ("nobody", "public_provider")
    )
    written = preset_text(MODEL)
    assert nobody in written
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("support.service.preset_text", lambda name: written.replace(nobody, somebody))
        return a_service(MODEL, at=timezone.now() - timedelta(hours=2), local=HERE)


@pytest.fixture(scope="module")
def known() -> Person:
    """Somebody whose case another service has."""
    return managed(a_person(a_service(MODEL, at=timezone.now() - timedelta(hours=2), local=THERE)))


def sent(here: Service, **given: object) -> Arrival:
    """What became of somebody sent, once the job has run."""
    sender = here.officer_of_the_court
    fields = {
        "family_name": a_name(), "given_names": "Robin", "date_of_birth": a_birth(), "postcode": f"{HERE[1]} 3AB",
        "reason": "diversion",
    } | given  # fmt: skip
    made = send_newcomer(by=sender, at=here.later(), **fields)  # type: ignore[arg-type]
    here.takes_its_area()
    with as_worker():
        bring_in(str(made), str(sender.id))
        hear()
    return Arrival.objects.using("owner").get(id=made)


def as_known(person: Person) -> dict[str, object]:
    """A person's own details, as somebody who knows them would send them."""
    record = Record.objects.using("owner").get(id=person.id)
    home = Address.objects.using("owner").get(person_id=person.id)
    return {
        "family_name": record.surname, "given_names": record.forenames, "date_of_birth": record.date_of_birth,
        "postcode": home.postcode,
    }  # fmt: skip


def everything_of(person: UUID) -> list[object]:
    tables = (Record, Alias, Address, Case, Matter)
    return [
        list(table.objects.using("owner").filter(**{column: person}).order_by("id").values())
        for table, column in zip(tables, ("id", *["person_id"] * 4), strict=True)
    ]


def test_somebody_new_has_a_case_opened(here: Service):
    seen = sent(here)
    assert (seen.state, seen.person_id is not None) == ("done", True)


def test_somebody_known_elsewhere_is_neither_opened_nor_written_on(here: Service, known: Person):
    before = everything_of(known.id)
    seen = sent(here, **as_known(known))
    assert (seen.state, seen.person_id, seen.who) == ("refused", None, {})
    assert everything_of(known.id) == before
    sender = here.officer_of_the_court
    with viewing(sender, here.later()):
        assert not may_see(known.id)


def test_the_sender_is_told_whom_to_ask_and_nothing_of_the_person(here: Service, known: Person):
    details = as_known(known)
    seen = sent(here, **details)
    assert (
        seen.because == "No case could be opened from here. Ask a duty officer to find who holds this person."
    )
    sender = here.officer_of_the_court
    page = browser(sender).get("/newcomers").content.decode()
    told = caller(sender).get(f"/api/v1/newcomers/{seen.id}").json()
    assert (told["state"], told["person_id"]) == ("refused", None)
    for hidden in (str(known.id), str(details["family_name"]), str(details["postcode"])):
        assert hidden not in page and hidden not in str(told)


def test_that_it_was_about_them_is_in_the_audit_for_those_who_see_them(here: Service, known: Person):
    sent(here, **as_known(known))
    sender = here.officer_of_the_court
    lines = Entry.objects.using("owner").filter(member_id=sender.id, people__contains=[known.id], kind="did")
    assert any("note_newcomer_refused" in line.subject["action"] for line in lines)
    with viewing(known.team.officer, known.service.later()):
        from throughcare.foundation.access.queries import who_looked

        assert sender.name in {look.member for look in who_looked(known.id)}


def misspelt(details: dict[str, object], letter: int) -> dict[str, object]:
    """The same details with one letter of the surname another."""
    name = str(details["family_name"])
    at = 1 + letter % (len(name) - 1)
    other = "j" if name[at] != "j" else "k"
    return details | {"family_name": f"{name[:at]}{other}{name[at + 1 :]}"}


# Last: whoever is too unlike them to be taken for them is recorded as somebody new, and is in the sender's list.
def test_nearly_somebodys_details_open_and_ask_nothing_either(here: Service, known: Person):
    before, sender = everything_of(known.id), here.officer_of_the_court
    arrivals = [sent(here, **misspelt(as_known(known), letter)) for letter in range(4)]
    assert {one.state for one in arrivals} <= {"refused", "not held", "done"}
    assert any(one.state == "refused" for one in arrivals)
    assert not Review.objects.using("owner").filter(rival_id=known.id).exists()
    assert everything_of(known.id) == before
    with viewing(sender, here.later()):
        assert not may_see(known.id)
