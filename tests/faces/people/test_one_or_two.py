"""Two records are made one, or ruled never to be one, by page and by API; what moves is shown first."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from support.people import a_name, as_worker, joins
from support.service import a_person, a_service, hear
from support.wall_visits import browser, caller

from throughcare.casework.courts.models import Sentence
from throughcare.casework.people.actions import keep_apart, lift_apart, merge_people
from throughcare.casework.people.models import KeptApart, Merge, Override, Person
from throughcare.casework.people.queries import kept_apart
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id

JSON = {"content_type": "application/json"}
WHY = "Both were shown to me by the custody officer."


@pytest.fixture(scope="module")
def service():
    return a_service(at=timezone.now() - timedelta(hours=3))


@pytest.fixture
def two(service):
    name = a_name("Zed")
    return tuple(a_person(service, family_name=name, given_names=first) for first in ("Ada", "Brigid"))


@pytest.fixture
def clerk(two):
    return joins(two[0].team.unit, "case administrator")


def address(one, other):
    return reverse("merge", kwargs={"person_id": one.id, "other_id": other.id})


def rule(client, one, other, ruling, because=WHY):
    given = {"ruling": ruling, "because": because, "idempotency_key": str(new_id())}
    return client.post(address(one, other), given)


def test_the_other_record_is_found_and_what_moves_is_shown_before_anything_happens(two, clerk):
    one, other = two
    client = browser(clerk)
    name = Person.objects.using("owner").get(id=other.id).surname
    found = client.post(
        reverse("other_record", kwargs={"person_id": one.id}), {"words": name}
    ).content.decode()
    assert address(one, other) in found and address(one, one) not in found
    shown = client.get(address(one, other)).content.decode()
    assert "What moves" in shown and "Community order of 2 November 2026" in shown
    assert "the one of the record that goes is closed" in shown
    assert not Merge.objects.using("owner").filter(merged=other.id).exists()


@pytest.mark.parametrize(("ruling", "stays"), [("keep", 0), ("give", 1)])
def test_whichever_record_stays_has_what_both_had(two, clerk, ruling, stays):
    assert rule(browser(clerk), *two, ruling).status_code == 302
    with as_worker():
        hear()
    kept, gone = two[stays], two[1 - stays]
    assert Person.objects.using("owner").get(id=gone.id).merged_into_id == kept.id
    assert Sentence.objects.using("owner").filter(person_id=kept.id).count() == 2


def test_no_ruling_without_a_reason(two, clerk):
    assert rule(browser(clerk), *two, "keep", because=" ").status_code == 200
    assert not Merge.objects.using("owner").filter(survivor=two[0].id).exists()


def test_never_one_person_is_kept_with_its_reason_and_refuses_a_merge_until_lifted(two, clerk):
    one, other = two
    client = browser(clerk)
    assert rule(client, one, other, "apart").status_code == 302
    [ruling] = KeptApart.objects.using("owner").filter(person=one.id)
    assert ruling.because == WHY
    for mine in two:
        shown = client.get(reverse("identity", kwargs={"person_id": mine.id})).content.decode()
        assert "Never one person with" in shown and WHY in shown
    at = timezone.now()
    for stays, goes in (two, two[::-1]):
        with pytest.raises(Refused, match="never one person"):
            merge_people(by=clerk, at=at, survivor_id=stays.id, merged_id=goes.id, because=WHY)
    with pytest.raises(Refused, match="already ruled"):
        keep_apart(by=clerk, at=at, person_id=other.id, other_id=one.id, because=WHY)
    lift_apart(by=clerk, at=at, ruling_id=ruling.id, because="The prints are the same.")
    with viewing(clerk, at):
        assert kept_apart(one.id) == []
    markers = (
        Override.objects.using("owner").filter(person__in=[one.id, other.id]).values_list("scope", flat=True)
    )
    assert len(set(markers)) == 2
    merge_people(by=clerk, at=at, survivor_id=one.id, merged_id=other.id, because=WHY)


def test_nobody_rules_on_one_whom_they_do_not_see(two, clerk):
    stranger = joins(a_service(at=timezone.now() - timedelta(hours=3)).court_unit, "case administrator")
    with pytest.raises(Refused, match="not yours to see"):
        keep_apart(by=stranger, at=timezone.now(), person_id=two[0].id, other_id=two[1].id, because=WHY)
    assert not KeptApart.objects.using("owner").filter(person=two[0].id).exists()


def test_by_the_api_two_are_made_one_parted_and_kept_apart(two, clerk):
    one, other = two
    api = caller(clerk)
    base = f"/api/v1/people/{one.id}"
    made = api.post(f"{base}/merges", {"other_id": str(other.id), "because": WHY}, **JSON)
    assert made.status_code == 200, made.content
    undone = api.post(f"{base}/merges/{made.json()['merge_id']}/undo", {"because": "Two after all."}, **JSON)
    assert undone.json() == {"person_id": str(other.id)}
    apart = api.post(f"{base}/apart", {"other_id": str(other.id), "because": "Twins."}, **JSON)
    assert apart.status_code == 200, apart.content
    lifted = api.post(f"{base}/apart/{apart.json()['ruling_id']}/lift", {"because": "One after all."}, **JSON)
    assert lifted.status_code == 204
