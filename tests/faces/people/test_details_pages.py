"""Everything the record holds of a person is shown, and put right by those who may: on pages and by the API."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from support.cases import at_once
from support.people import a_name, a_pnc, joins
from support.service import a_person, a_service, managed
from support.wall_visits import browser, caller

from throughcare.casework.people.actions import (
    PersonChanges,
    amend_person,
    end_detail,
    record_caring,
    record_contact,
    record_disability,
    record_email,
    record_phone,
)
from throughcare.casework.people.models import Person
from throughcare.casework.people.queries import person_page, search
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id

JSON = {"content_type": "application/json"}


@pytest.fixture(scope="module")
def service():
    return a_service(at=timezone.now() - timedelta(hours=3))


@pytest.fixture
def person(service):
    return managed(a_person(service))


def seen(person):
    with viewing(person.team.officer, person.service.later()):
        found = person_page(person.id, on=person.service.at.date())
    assert found is not None
    return found


def day(name, value):
    return {f"{name}_{part}": getattr(value, part) for part in ("day", "month", "year")}


def send(client, route, person, **fields):
    fields.setdefault("idempotency_key", str(new_id()))
    return client.post(reverse(route, kwargs={"person_id": person.id}), fields)


def officer(person):
    return browser(person.team.officer)


def identity(client, person):
    return client.get(reverse("identity", kwargs={"person_id": person.id})).content.decode()


def test_somebody_near_them_is_added_and_shown_with_what_to_know_before_ringing(person):
    client = officer(person)
    answer = send(
        client, "add_contact", person, name="Jo Bloggs", relationship="mother", number="01642 555 111",
        in_emergency="on", note="Does not know of the sentence",
    )  # fmt: skip
    assert answer.status_code == 302
    [contact] = seen(person).contacts
    assert (contact.name, contact.number, contact.in_emergency) == ("Jo Bloggs", "01642555111", True)
    shown = identity(client, person)
    assert (
        "Jo Bloggs" in shown and "Does not know of the sentence" in shown and "Ring in an emergency" in shown
    )


def test_a_disability_is_added_with_what_is_done_about_it_and_ended(person):
    client = officer(person)
    from throughcare.casework.people.rules import CodeList
    from throughcare.casework.people.rules.characteristics import code_list

    code = next(c for c in code_list(CodeList.DISABILITY).values() if c.current)
    assert send(client, "add_disability", person, code=code.code, adjustment="Large print").status_code == 302
    [need] = seen(person).disabilities
    assert (need.words, need.adjustment) == (code.words, "Large print")
    ended = client.post(
        reverse("end_detail", kwargs={"person_id": person.id, "kind": "disability", "detail_id": need.id})
    )
    assert ended.status_code == 302
    assert seen(person).disabilities == ()


def test_caring_is_recorded_by_how_many_and_never_by_name(person):
    client = officer(person)
    assert (
        send(client, "add_caring", person, whom="child", how_many=2, note="School at three").status_code
        == 302
    )
    [cares] = seen(person).caring
    assert (cares.whom, cares.how_many) == ("child", 2)
    assert "School at three" in identity(client, person)


def test_an_email_address_is_added_on_the_page_and_what_is_none_is_refused_beside_it(person):
    client = officer(person)
    wrong = send(client, "add_email", person, address="robin at home", safe_to_use="yes")
    assert "Enter an e-mail address like name@example.com" in wrong.content.decode()
    right = send(
        client, "add_email", person, address="robin@Example.TEST", safe_to_use="no", safe_note="Shared"
    )
    assert right.status_code == 302
    shown = identity(client, person)
    assert "robin@example.test" in shown and "NOT safe to use" in shown and "Shared" in shown


def test_a_number_added_on_the_page_finds_the_person_from_then_on(person):
    number = a_pnc()
    assert send(officer(person), "add_number", person, kind="pnc", written=number).status_code == 302
    with viewing(person.team.officer, person.service.later()):
        assert person.id in [found.id for found in search(number=number)]


def test_a_number_with_a_wrong_check_letter_is_refused_beside_the_number(person):
    number = a_pnc()
    wrong = number[:-1] + ("A" if number[-1] != "A" else "B")
    answer = send(officer(person), "add_number", person, kind="pnc", written=wrong)
    assert answer.status_code == 200
    assert (
        'id="id_written-error"' in answer.content.decode() or "There is a problem" in answer.content.decode()
    )
    assert wrong not in [n.value for n in seen(person).numbers]


def test_a_death_is_recorded_once_and_shown(person):
    client, before = officer(person), seen(person)
    died = person.service.at.date()
    answer = send(client, "death", person, version=before.version, **day("died_on", died))
    assert answer.status_code == 302
    assert seen(person).died_on == died
    again = send(client, "death", person, version=before.version + 1, **day("died_on", died))
    assert "already recorded" in again.content.decode()


@pytest.mark.parametrize("days", [1, 400])
def test_a_death_to_come_is_refused(days, person):
    later = timezone.localdate() + timedelta(days=days)
    answer = send(officer(person), "death", person, version=seen(person).version, **day("died_on", later))
    assert "cannot lie in the future" in answer.content.decode()
    assert seen(person).died_on is None


def test_a_death_recorded_on_a_page_that_is_out_of_date_overwrites_nothing(person):
    version = seen(person).version
    amend_person(
        by=person.team.senior, at=person.service.later(), person_id=person.id, version=version,
        changes=PersonChanges(first_language="Welsh"),
    )  # fmt: skip
    answer = send(
        officer(person), "death", person, version=version, **day("died_on", person.service.at.date())
    )
    assert "Somebody changed this record" in answer.content.decode()
    assert (seen(person).died_on, seen(person).first_language) == (None, "Welsh")


def test_other_languages_and_own_words_are_changed_and_shown(person):
    client = officer(person)
    amend_person(
        by=person.team.officer, at=person.service.later(), person_id=person.id, version=seen(person).version,
        changes=PersonChanges(other_languages=("Welsh", "Polish"), first_language="English"),
    )  # fmt: skip
    shown = identity(client, person)
    assert "Welsh, Polish" in shown and "English" in shown
    page = client.get(reverse("amend", kwargs={"person_id": person.id})).content.decode()
    assert 'value="Welsh, Polish"' in page


def test_two_people_who_change_one_record_at_once_are_one_changed_and_one_told(person):
    version, at = seen(person).version, person.service.later()

    def change(language):
        return lambda: amend_person(
            by=person.team.officer, at=at, person_id=person.id, version=version,
            changes=PersonChanges(first_language=language),
        )  # fmt: skip

    gave = at_once(change("Welsh"), change("Polish"))
    assert sum(isinstance(one, Refused) for one in gave) == 1
    assert seen(person).first_language in {"Welsh", "Polish"}
    assert seen(person).version == version + 1


def the_details(person):
    """One of each kind of detail, by its id."""
    by, at = person.team.officer, person.service.later()
    of = {"by": by, "at": at, "person_id": person.id}
    from throughcare.casework.people.rules import CodeList
    from throughcare.casework.people.rules.characteristics import code_list

    code = next(c.code for c in code_list(CodeList.DISABILITY).values() if c.current)
    return {
        "phone": record_phone(**of, number="01642555222"),
        "email": record_email(**of, address="robin@example.test"),
        "contact": record_contact(**of, name="Jo Bloggs", relationship="mother"),
        "disability": record_disability(**of, code=code),
        "caring": record_caring(**of, whom="adult"),
    }


@pytest.mark.parametrize("kind", ["phone", "email", "contact", "disability", "caring"])
def test_a_detail_is_ended_once_and_the_second_who_ends_it_is_told(kind, person):
    detail = the_details(person)[kind]
    ending = {"by": person.team.officer, "person_id": person.id, "kind": kind, "detail_id": detail}
    end_detail(at=person.service.later(), **ending)
    with pytest.raises(Refused, match="ended that already"):
        end_detail(at=person.service.later(), **ending)


def test_another_persons_detail_cannot_be_ended_under_this_ones_name(person, service):
    other = managed(a_person(service))
    detail = the_details(other)["phone"]
    with pytest.raises(Refused, match="not this person"):
        end_detail(
            by=person.team.officer,
            at=person.service.later(),
            person_id=person.id,
            kind="phone",
            detail_id=detail,
        )
    with pytest.raises(Refused, match="one of"):
        end_detail(
            by=person.team.officer,
            at=person.service.later(),
            person_id=person.id,
            kind="person",
            detail_id=detail,
        )


@pytest.mark.parametrize("role", ["provider worker", "police partner", "inspector"])
def test_whoever_only_reads_is_told_so_and_offered_no_change(role, person):
    client = browser(joins(person.team.unit, role))
    assert "Change details" not in identity(client, person)
    for route in ("add_contact", "add_disability", "add_caring", "add_number", "death"):
        answer = client.get(reverse(route, kwargs={"person_id": person.id}))
        assert answer.status_code == 403
        assert "may not amend a person" in answer.content.decode()


def test_by_the_api_every_detail_is_added_read_and_ended(person):
    client, base = caller(person.team.officer), f"/api/v1/people/{person.id}"
    sent = {
        "phones": {"number": "01642 555 333", "safe_to_use": "no", "safe_note": "A partner answers"},
        "contacts": {"name": "Jo Bloggs", "relationship": "mother"},
        "caring": {"whom": "child", "how_many": 3},
        "names": {"forenames": "Other", "surname": a_name()},
    }
    for part, body in sent.items():
        assert client.post(f"{base}/{part}", body, **JSON).status_code == 201, part
    shown = client.get(f"{base}/details").json()
    assert (shown["phones"][0]["safe_to_use"], shown["caring"][0]["how_many"]) == ("no", 3)
    assert sent["names"]["surname"] in shown["names"][0]["name"]
    phone = shown["phones"][0]["id"]
    assert client.post(f"{base}/details/phone/{phone}/end", {}, **JSON).status_code == 204
    assert client.get(f"{base}/details").json()["phones"] == []


def test_by_the_api_a_change_from_an_old_version_is_refused_and_overwrites_nothing(person):
    client, base = caller(person.team.officer), f"/api/v1/people/{person.id}/details"
    version = seen(person).version
    assert client.post(base, {"version": version, "first_language": "Welsh"}, **JSON).status_code == 204
    answer = client.post(base, {"version": version, "first_language": "Polish"}, **JSON)
    assert answer.status_code == 422
    assert "Somebody changed this record" in answer.json()["because"]
    assert seen(person).first_language == "Welsh"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sex", "Z"),
        ("ethnicity", "nothing such"),
        ("religion", "nothing such"),
        ("date_of_birth", "2026-02-31"),
        ("date_of_birth", "2099-01-01"),
        ("surname", "=cmd|' /C calc'!A0"),
        ("surname", "<script>alert(1)</script>"),
        ("forenames", "Robert'); DROP TABLE people_person;--"),
        ("disabled", "perhaps"),
        ("preferred_name", "\x00"),
    ],
)
def test_by_the_api_a_value_that_cannot_be_is_refused_and_changes_nothing(field, value, person):
    before = Person.objects.using("owner").get(id=person.id)
    answer = caller(person.team.officer).post(
        f"/api/v1/people/{person.id}/details", {"version": before.version, field: value}, **JSON
    )
    assert answer.status_code == 422, answer.content
    assert Person.objects.using("owner").get(id=person.id).version == before.version


@pytest.mark.parametrize(
    "spelt",
    [
        lambda fore, sur: f"{fore} {sur}",
        lambda fore, sur: f"{sur} {fore}",
        lambda fore, sur: f"{fore} {sur[:-1]}",
        lambda fore, sur: f"{fore} {sur[0]}{sur[2]}{sur[1]}{sur[3:]}",
        lambda fore, sur: sur.upper(),
    ],
    ids=["as it is", "turned round", "a letter short", "two letters changed over", "in capitals"],
)
def test_a_person_is_found_however_the_name_is_spelt(spelt, person):
    row = Person.objects.using("owner").get(id=person.id)
    with viewing(person.team.officer, person.service.later()):
        assert person.id in [found.id for found in search(words=spelt(row.forenames, row.surname))]
