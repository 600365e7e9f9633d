"""Amending a referral or its plan on pages and by API: what it said is kept, the other side is told, the second of two sees both."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError
from django.utils import timezone
from support.people import joins
from support.service import a_person, a_service, managed
from support.services import a_provider, an_offer, refer, row_of
from support.wall_visits import browser, caller

from throughcare.casework.interventions import actions
from throughcare.casework.interventions.models import Referral, ReferralStep
from throughcare.casework.interventions.rules import Achievement, StepKind
from throughcare.casework.supervision.rules.attendance import Outcome
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id


@pytest.fixture(scope="module")
def service():
    return a_service(at=timezone.now() - timedelta(hours=9))


@pytest.fixture(scope="module")
def provider(service):
    return a_provider(service)


@pytest.fixture(scope="module")
def offered(service, provider):
    return an_offer(provider, service, intervention_title=f"Homes {new_id().hex[-8:]}")


@pytest.fixture
def person(service):
    return managed(a_person(service))


@pytest.fixture
def referral(person, offered):
    return refer(person, offered)


def act(step, by, person, referral, **given):
    """Take a step now, after whatever was done on a page."""
    step(by=by, at=timezone.now(), referral_id=referral, version=row_of(referral).version, **given)


def delivering(person, provider, referral, sessions=3):
    act(actions.accept_referral, provider.lead, person, referral)
    act(actions.assign_referral, provider.lead, person, referral, worker=provider.worker.id)
    act(actions.send_plan, provider.worker, person, referral, goals=["A tenancy"], sessions=sessions)
    act(actions.approve_plan, person.team.officer, person, referral)


def send(client, address, **given):
    return client.post(address, {"idempotency_key": str(new_id())} | given)


def home(member):
    return browser(member).get("/", {"all": ""}).content.decode()


def told(member, referral):
    return caller(member).get(f"/api/v1/referrals/{referral}").json()


def test_why_they_were_referred_is_amended_with_what_it_said_and_the_service_is_told(
    person, provider, offered, referral
):
    officer = browser(person.team.officer)
    act(actions.accept_referral, provider.lead, person, referral)
    act(actions.assign_referral, provider.lead, person, referral, worker=provider.worker.id)
    where = f"/referrals/{referral}/amend"
    assert "No home to go to" in officer.get(where).content.decode()
    sent = {
        "because": "Must leave by Friday",
        "reason": "The landlord gave notice",
        "version": row_of(referral).version,
    }
    assert send(officer, where, **sent).status_code == 302
    page = officer.get(f"/referrals/{referral}").content.decode()
    assert (
        "it said “No home to go to”, it says “Must leave by Friday”" in page
        and "The landlord gave notice" in page
    )
    said = f"Referral to {offered.title}: the team that sent it amended it"
    assert said in home(provider.worker)
    for other in (provider.lead, person.team.officer, joins(provider.unit, "provider worker")):
        assert said not in home(other)
    seen = told(provider.worker, referral)
    assert (seen["because"], seen["unread"]) == ("Must leave by Friday", ["the service"])
    assert seen["steps"][-1]["changes"] == [
        {"what": "why they were referred", "old": "No home to go to", "new": "Must leave by Friday"}
    ]
    assert Referral.objects.using("owner").get(id=referral).because == "No home to go to"
    read = send(browser(provider.worker), f"/referrals/{referral}/read", version=seen["version"])
    assert read.status_code == 302
    assert said not in home(provider.worker) and told(provider.worker, referral)["unread"] == []
    assert browser(provider.worker).get(f"/referrals/{referral}/read").status_code == 404


def test_a_plan_is_amended_by_the_service_and_what_is_reported_at_the_end_are_its_goals_as_they_stand(
    person, provider, offered, referral
):
    delivering(person, provider, referral, sessions=1)
    worker, where = browser(provider.worker), f"/referrals/{referral}/amend-plan"
    fewer = send(worker, where, goals="A tenancy", sessions=0, reason="x", version=row_of(referral).version)
    assert fewer.status_code == 200
    sent = {"goals": "A tenancy\nA deposit", "sessions": 2, "reason": "A deposit is asked for"}
    assert send(worker, where, **sent, version=row_of(referral).version).status_code == 302
    said = f"Referral to {offered.title}: the service amended it"
    assert said in home(person.team.officer) and said not in home(person.team.senior)
    assert told(person.team.officer, referral)["goals"] == ["A tenancy", "A deposit"]
    day = timezone.localdate()
    for _ in range(2):
        act(actions.record_session, provider.worker, person, referral, on=day, outcome=Outcome.ATTENDED)
    with pytest.raises(Refused, match="each of the 2 goals"):
        act(
            actions.conclude_referral,
            provider.worker,
            person,
            referral,
            outcomes=[Achievement.ACHIEVED],
            note="Done",
        )
    act(
        actions.conclude_referral, provider.worker, person, referral, outcomes=[Achievement.ACHIEVED, Achievement.PARTLY],
        note="Done",
    )  # fmt: skip
    assert told(person.team.officer, referral)["score"] == 1.5


def test_the_second_of_two_is_told_sees_both_and_loses_nothing(person, provider, referral):
    officer, where, seen = (
        browser(person.team.officer),
        f"/referrals/{referral}/amend",
        row_of(referral).version,
    )
    first = {"because": "Must leave by Friday", "reason": "Notice was given", "version": seen}
    assert send(browser(person.team.senior), where, **first).status_code == 302
    second = {"because": "Sleeps in a car", "reason": "He rang", "version": seen}
    answer = send(officer, where, **second).content.decode()
    assert "Somebody else took a step on this referral while you had it open: amended" in answer
    assert "it says “Must leave by Friday”" in answer and "Sleeps in a car" in answer
    now = row_of(referral).version
    assert f'name="version" value="{now}"' in answer
    assert told(person.team.officer, referral)["because"] == "Must leave by Friday"
    assert send(officer, where, **second | {"version": now}).status_code == 302
    kept = ReferralStep.objects.using("owner").filter(referral=referral, kind=StepKind.AMENDED).order_by("at")
    assert [one.changes[0]["old"] for one in kept] == ["No home to go to", "Must leave by Friday"]
    assert told(person.team.officer, referral)["because"] == "Sleeps in a car"


def test_each_side_amends_what_is_its_own_and_nobody_what_is_anothers(person, provider, service, referral):
    version = row_of(referral).version
    with pytest.raises(Refused, match="Only the team that sent it"):
        actions.amend_referral(
            by=provider.lead,
            at=service.later(),
            referral_id=referral,
            version=version,
            because="Ours",
            reason="x",
        )
    with pytest.raises(Refused, match="Only the service"):
        actions.amend_plan(
            by=person.team.senior, at=service.later(), referral_id=referral, version=version, goals=["x"], sessions=3, reason="x"
        )  # fmt: skip
    with pytest.raises(Refused, match="not yours to see"):
        actions.amend_referral(
            by=a_provider(service).lead,
            at=service.later(),
            referral_id=referral,
            version=version,
            because="x",
            reason="x",
        )
    with pytest.raises(Refused, match="no amendment for your side"):
        actions.read_amendment(by=provider.lead, at=service.later(), referral_id=referral, version=version)


@pytest.mark.parametrize(
    ("given", "because"),
    [
        ({"because": " ", "reason": "x"}, "Say what the person needs"),
        ({"because": "Other", "reason": " "}, "Say why it is amended"),
        ({"because": "No home to go to", "reason": "x"}, "Nothing is changed"),
    ],
)
def test_an_amendment_without_words_or_a_change_is_refused_by_api_in_words(person, referral, given, because):
    answer = caller(person.team.officer).post(
        f"/api/v1/referrals/{referral}/amend", {"version": row_of(referral).version} | given,
        content_type="application/json",
    )  # fmt: skip
    assert answer.status_code == 422 and because in answer.content.decode()
    assert not ReferralStep.objects.using("owner").filter(referral=referral, kind=StepKind.AMENDED).exists()


def test_the_plan_by_api_is_amended_once_there_is_one_and_is_read_by_the_sender(person, provider, referral):
    api, where = caller(provider.lead), f"/api/v1/referrals/{referral}/plan/amend"
    body = {"goals": ["A tenancy"], "sessions": 5, "reason": "More is needed"}
    none = api.post(where, body | {"version": row_of(referral).version}, content_type="application/json")
    assert none.status_code == 422 and "no plan to amend" in none.content.decode()
    delivering(person, provider, referral)
    cut = api.post(
        where, body | {"sessions": 2, "version": row_of(referral).version}, content_type="application/json"
    )
    assert "approved plan has 3 sessions" in cut.content.decode()
    done = api.post(where, body | {"version": row_of(referral).version}, content_type="application/json")
    assert done.status_code == 204, done.content
    back = api.post(
        where, body | {"sessions": 3, "version": row_of(referral).version}, content_type="application/json"
    )
    assert back.status_code == 204  # what was approved can be gone back to
    again = api.post(where, body | {"version": row_of(referral).version}, content_type="application/json")
    assert again.status_code == 204
    read = {"version": row_of(referral).version}
    where = f"/api/v1/referrals/{referral}/read"
    assert caller(person.team.officer).post(where, read, content_type="application/json").status_code == 204
    assert told(person.team.officer, referral)["sessions"] == 5


def test_what_was_said_is_overwritten_by_nobody_not_even_by_sql(person, referral):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        viewing(person.team.officer, person.service.later()),
    ):
        Referral.objects.filter(id=referral).update(because="never said so")
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        viewing(person.team.officer, person.service.later()),
    ):
        ReferralStep.objects.filter(referral=referral).update(changes=[])
    with pytest.raises(IntegrityError, match="an_amendment_says_what_was_and_why"):
        ReferralStep.objects.using("owner").create(
            person_id=person.id, referral_id=referral, kind=StepKind.AMENDED, at=timezone.now()
        )


def test_what_is_done_first_stands_out_alone_and_what_ends_a_referral_stands_last(person, provider, referral):
    delivering(person, provider, referral)
    act(
        actions.amend_plan,
        provider.worker,
        person,
        referral,
        goals=["A tenancy", "A bed"],
        sessions=3,
        reason="Asked.",
    )
    page = browser(person.team.officer).get(f"/referrals/{referral}").content.decode()
    doing = page.partition("What you can do now")[2].partition("What happened")[0]
    kinds = [kind.strip() for kind in re.findall(r'class="govuk-button( [^"]*|)"', doing)]
    assert kinds.count("") == 1 and kinds[0] == ""
    warns = ["warning" in kind for kind in kinds]
    assert any(warns) and warns == sorted(warns)
    assert "Asked. Goals" in page and ".." not in re.sub(r"<[^>]+>", " ", page)
