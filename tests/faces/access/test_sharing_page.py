"""Agreements to share are recorded by an administrator on a page, told on both sides, and refused kindly."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from support.people import a_founder, joins
from support.wall_visits import browser

from throughcare.faces.access.pages.sharing import ENDLESS, PURPOSES, last_day
from throughcare.faces.web.look.formats import day
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.queries import agreements_of, agreements_with, may_share
from throughcare.foundation.access.walls import causes
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import LONDON


@pytest.fixture
def bodies():
    founder, at = a_founder(), timezone.now() - timedelta(hours=2)
    names = {
        kind: access.record_organisation(
            by=founder, at=at, name=f"{kind} {new_id()}", kind=kind, sector="public"
        )
        for kind in ("police", "public probation provider", "victim unit")
    }
    unit = access.record_unit(
        by=founder,
        at=at,
        organisation_id=names["public probation provider"],
        name="Head office",
        kind="office",
    )
    return names | {"unit": unit}


@pytest.fixture
def admin(bodies):
    return joins(bodies["unit"], "administrator")


def asked(bodies, **given):
    return {
        "shared_by": str(bodies["public probation provider"]), "purpose": "supervision", "basis": "A protocol of 2026",
        "idempotency_key": str(new_id()),
    } | given  # fmt: skip


def at(path_of, body):
    return reverse(path_of, args=[body])


def test_an_agreement_is_recorded_and_told_on_both_sides(bodies, admin):
    client, police = browser(admin), bodies["police"]
    assert at("sharing", police) in client.get(at("organisation", police)).content.decode()
    answer = client.post(at("sharing", police), asked(bodies))
    assert answer.status_code == 302, answer.content.decode()
    now = timezone.now()
    [agreed] = agreements_with(police, at=now)
    assert (agreed.purpose, agreed.basis, agreed.until) == ("supervision", "A protocol of 2026", None)
    assert agreements_of(bodies["public probation provider"], at=now) == [agreed]
    assert may_share(bodies["public probation provider"], police, "supervision", at=now)
    assert not may_share(police, bodies["public probation provider"], "supervision", at=now)
    received = client.get(at("sharing", police)).content.decode()
    given = client.get(at("sharing", bodies["public probation provider"])).content.decode()
    assert "A protocol of 2026" in received and "A protocol of 2026" in given and ENDLESS in given


def test_one_agreement_for_a_purpose_at_a_time_and_what_was_typed_is_kept(bodies, admin):
    client, victims = browser(admin), bodies["victim unit"]
    assert client.post(at("sharing", victims), asked(bodies, purpose="transfer")).status_code == 302
    again = client.post(at("sharing", victims), asked(bodies, purpose="transfer", basis="Another basis"))
    assert again.status_code == 200
    shown = again.content.decode()
    assert "already have an agreement for that purpose" in shown and "Another basis" in shown
    assert len(agreements_with(victims, at=timezone.now())) == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"shared_by": ""}, "organisation that shares"),
        ({"purpose": "gossip"}, "is not one of them"),
        ({"basis": ""}, "Enter the basis"),
        ({"until_day": "1", "until_month": "2", "until_year": "2020"}, "Last day must be today or later"),
        ({"until_day": "31", "until_month": "2", "until_year": "2027"}, "must be a day that exists"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_recorded(bodies, admin, wrong, says):
    before = agreements_with(bodies["police"], at=timezone.now())
    answer = browser(admin).post(at("sharing", bodies["police"]), asked(bodies, purpose="inspection") | wrong)
    assert answer.status_code == 200 and says.lower() in answer.content.decode().lower()
    assert agreements_with(bodies["police"], at=timezone.now()) == before


def test_an_organisation_is_not_offered_itself_to_share_with(bodies, admin):
    shown = browser(admin).get(at("sharing", bodies["police"])).content.decode()
    assert f'<option value="{bodies["police"]}"' not in shown
    assert f'<option value="{bodies["victim unit"]}"' in shown


def test_the_last_day_is_the_whole_of_it_in_london(bodies, admin):
    last = timezone.now().astimezone(LONDON).date() + timedelta(days=40)
    parts = {f"until_{part}": getattr(last, part) for part in ("day", "month", "year")}
    answer = browser(admin).post(
        at("sharing", bodies["police"]), asked(bodies, purpose="inspection", **parts)
    )
    assert answer.status_code == 302
    [agreed] = [a for a in agreements_with(bodies["police"], at=timezone.now()) if a.purpose == "inspection"]
    assert last_day(agreed.until) == last
    assert agreed.until.astimezone(LONDON).hour == 0
    assert day(last) in browser(admin).get(at("sharing", bodies["police"])).content.decode()


@pytest.mark.parametrize(
    ("ends", "last"),
    [
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), (2026, 7, 1)),  # midnight in summer
        (datetime(2026, 12, 1, 0, 0, tzinfo=UTC), (2026, 11, 30)),  # midnight in winter
        (datetime(2026, 12, 1, 12, 0, tzinfo=UTC), (2026, 12, 1)),
    ],
)
def test_an_instant_of_ending_is_told_as_the_last_day_it_covers(ends, last):
    shown = last_day(ends)
    assert (shown.year, shown.month, shown.day) == last
    assert last_day(None) == ENDLESS


def test_each_purpose_offered_is_one_for_which_some_cause_can_let_another_organisation_see():
    assert {cause.purpose for cause in causes()} >= set(PURPOSES)


def test_those_who_do_not_administer_cannot_open_it(bodies):
    assert (
        browser(joins(bodies["unit"], "senior probation officer"))
        .get(at("sharing", bodies["police"]))
        .status_code
        == 403
    )
    assert browser(joins(bodies["unit"], "administrator")).get(at("sharing", new_id())).status_code == 404
