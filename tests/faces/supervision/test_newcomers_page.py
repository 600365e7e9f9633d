"""A case opened from a page or by the API for somebody no court has sent: looked for first, matched by a job, recorded once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from support.people import a_birth, a_name, as_worker, joins
from support.service import HERE, a_result, a_service, hear, import_rows
from support.wall_visits import browser, caller

from throughcare.casework.people.models import Person
from throughcare.casework.supervision.actions import (
    bring_in_newcomer,
    note_newcomer_refused,
    send_newcomer,
)
from throughcare.casework.supervision.models import Arrival, Case
from throughcare.casework.supervision.queries import arrival, arrivals
from throughcare.casework.supervision.tasks import bring_in
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.operating_model.rules import preset_text

MODEL = "england-and-wales-2021"


@pytest.fixture(scope="module")
def service():
    """A service whose model, unlike any shipped, gives those without a sentence to the public provider."""
    nobody, somebody = (
        "{held_by: nobody, for: {sentence: [none, diversion]}",
        "{held_by: public_provider, for: {sentence: [none, diversion]}",
    )
    written = preset_text(MODEL)
    assert nobody in written
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("support.service.preset_text", lambda name: written.replace(nobody, somebody))
        return a_service(MODEL, at=timezone.now() - timedelta(hours=2), local=HERE)


def said(**given):
    born = a_birth()
    fields = {
        "family_name": a_name(), "given_names": "Alex", "date_of_birth": born, "postcode": f"{HERE[1]} 3AB",
        "reason": "diversion", "what": "a conditional caution",
    }  # fmt: skip
    return fields | given


def sent(service, who=None, **given):
    fields = said(**given)
    made = send_newcomer(by=who or service.officer_of_the_court, at=service.later(), **fields)
    return made, fields


def brought(service, made, who=None):
    service.takes_its_area()
    with as_worker():
        person = bring_in_newcomer(
            by=who or service.officer_of_the_court, at=service.later(), arrival_id=made
        )
        hear()
    return person


def row(made):
    return Arrival.objects.using("owner").get(id=made)


def senior(service):
    return next(iter(service.teams.values())).senior


def test_a_newcomer_is_matched_recorded_and_their_case_says_how_they_came(service):
    made, fields = sent(service)
    person = brought(service, made)
    [case] = Case.objects.using("owner").filter(person_id=person)
    assert case.opened_because == "diversion"
    assert Person.objects.using("owner").get(id=person).surname.lower() == fields["family_name"].lower()
    assert (row(made).state, row(made).person_id) == ("done", person)


def test_what_was_sent_of_a_person_is_kept_only_until_they_are_recorded(service):
    made, fields = sent(service)
    assert row(made).who["family_name"] == fields["family_name"]
    brought(service, made)
    assert row(made).who == {}


def test_somebody_already_known_is_joined_and_not_recorded_twice(service):
    known = a_result()
    import_rows(service, known)
    from datetime import date

    made, _ = sent(
        service, family_name=known["family_name"], given_names=known["given_names"], postcode=known["postcode"],
        date_of_birth=date.fromisoformat(known["date_of_birth"]), reason="voluntary scheme",
    )  # fmt: skip
    person = brought(service, made)
    assert Person.objects.using("owner").filter(surname__iexact=known["family_name"]).count() == 1
    assert Case.objects.using("owner").filter(person_id=person, closed_at=None).count() == 1


def test_a_newcomer_brought_in_twice_is_brought_in_once(service):
    made, fields = sent(service)
    assert brought(service, made) is not None
    assert brought(service, made) is None
    assert Person.objects.using("owner").filter(surname__iexact=fields["family_name"]).count() == 1


def test_a_team_leader_may_open_a_case_too(service):
    who = senior(service)
    made, _ = sent(service, who)
    assert brought(service, made, who) is not None


@pytest.mark.parametrize("role", ["offender manager", "case administrator", "inspector", "sentencer"])
def test_others_may_not(role, service):
    with pytest.raises(Refused, match="may not open a case"):
        send_newcomer(by=joins(service.court_unit, role), at=service.later(), **said())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"family_name": "=HYPERLINK(1)"}, "surname"),
        ({"family_name": ""}, "surname"),
        ({"postcode": "ZZ9 9ZZ"}, "postcode"),
        ({"reason": "sentence"}, "reason"),
        ({"reason": "anything"}, "reason"),
    ],
)
def test_a_newcomer_who_cannot_be_recorded_is_refused_at_once_and_nothing_is_kept(wrong, field, service):
    before = Arrival.objects.using("owner").count()
    with pytest.raises(Refused) as refusal:
        sent(service, **wrong)
    assert refusal.value.field == field
    assert Arrival.objects.using("owner").count() == before


def test_a_person_born_tomorrow_is_refused(service):
    with pytest.raises(Refused):
        sent(service, date_of_birth=service.later().date() + timedelta(days=1))


def test_under_a_model_that_gives_such_cases_to_nobody_the_person_is_recorded_and_it_is_said():
    nobody = a_service("durham-tees-valley-2012", local=HERE)
    made, _ = sent(nobody)
    person = brought(nobody, made)
    assert row(made).state == "not held"
    assert "to nobody" in row(made).because
    assert not Case.objects.using("owner").filter(person_id=person).exists()


def test_a_refusal_by_the_job_is_kept_for_the_page_without_the_person(service):
    made, _ = sent(service)
    with as_worker():
        note_newcomer_refused(
            by=service.officer_of_the_court, at=service.later(), arrival_id=made, because="It was refused."
        )
    assert (row(made).state, row(made).because, row(made).who) == ("refused", "It was refused.", {})


def test_the_job_runs_as_whoever_asked_and_not_once_they_have_left(service):
    made, _ = sent(service)
    with as_worker():
        bring_in(str(made), str(new_id()))
    assert row(made).state == "refused"
    assert "no longer in force" in row(made).because
    made, _ = sent(service)
    service.takes_its_area()
    with as_worker():
        bring_in(str(made), str(service.officer_of_the_court.id))
    assert row(made).state in {"done", "not held"}


def test_another_team_sees_neither_the_arrival_nor_what_became_of_it(service):
    made, _ = sent(service)
    other = a_service(MODEL, local=HERE)
    with viewing(other.officer_of_the_court, other.later()):
        assert arrival(made) is None
    with viewing(service.officer_of_the_court, service.later()):
        assert made in {a.id for a in arrivals(most=100)}


def test_the_page_looks_for_them_first_and_keeps_no_name_in_an_address(service):
    client = browser(service.officer_of_the_court)
    known = a_result()
    import_rows(service, known)
    year, month, day = known["date_of_birth"].split("-")
    answer = client.post(
        reverse("newcomers"),
        {
            "family_name": known["family_name"], "given_names": known["given_names"], "date_of_birth_day": day,
            "date_of_birth_month": month, "date_of_birth_year": year,
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.content
    assert known["family_name"].lower() not in answer.headers["Location"].lower()
    shown = client.get(answer.headers["Location"]).content.decode()
    assert "Is it one of these people?" in shown
    assert f'value="{known["family_name"]}"' in shown


def test_the_page_sends_them_once_however_often_the_form_is_sent(service):
    client = browser(service.officer_of_the_court)
    fields = said()
    day = fields.pop("date_of_birth")
    parts = {"date_of_birth_day": day.day, "date_of_birth_month": day.month, "date_of_birth_year": day.year}
    asked = client.post(reverse("newcomers"), fields | parts).headers["Location"]
    form = fields | parts | {"idempotency_key": str(new_id())}
    for _ in range(2):
        assert client.post(asked, form).headers["Location"] == reverse("newcomers")
    waiting = Arrival.objects.using("owner").filter(who__family_name=fields["family_name"])
    assert waiting.count() == 1
    assert fields["family_name"] in client.get(reverse("newcomers")).content.decode()


def test_the_page_says_what_is_wrong_beside_the_field(service):
    client = browser(service.officer_of_the_court)
    fields = said()
    day = fields.pop("date_of_birth")
    parts = {"date_of_birth_day": day.day, "date_of_birth_month": day.month, "date_of_birth_year": day.year}
    asked = client.post(reverse("newcomers"), fields | parts).headers["Location"]
    wrong = fields | parts | {"idempotency_key": str(new_id()), "postcode": "ZZ9 9ZZ"}
    shown = client.post(asked, wrong)
    assert shown.status_code == 200
    assert "names no area" in shown.content.decode()


def test_by_the_api_a_newcomer_is_sent_and_asked_after(service):
    client = caller(service.officer_of_the_court)
    fields = said() | {"what": ""}
    answer = client.post("/api/v1/newcomers", fields, content_type="application/json")
    assert answer.status_code == 202, answer.content
    made = answer.json()["id"]
    assert client.get(f"/api/v1/newcomers/{made}").json()["state"] == "waiting"
    person = brought(service, made)
    seen = client.get(f"/api/v1/newcomers/{made}").json()
    assert (seen["state"], seen["because"]) == ("done", "")
    assert seen["person_id"] in {None, str(person)}


def test_by_the_api_the_same_key_sends_somebody_once(service):
    client, key = caller(service.officer_of_the_court), str(new_id())
    fields = said()
    gave = {
        client.post("/api/v1/newcomers", fields, content_type="application/json", headers={"Idempotency-Key": key})
        .json()["id"]
        for _ in range(2)
    }  # fmt: skip
    assert len(gave) == 1
