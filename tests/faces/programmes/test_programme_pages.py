"""Programmes by pages and API: referred, placed, a group's attendance in one form, and each thing on the home of whoever owes it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from support.programmes import (
    BUILDING,
    S,
    a_delivery,
    a_group,
    move,
    ordered,
    placed,
    refer,
    requirement_of,
    row_of,
    sessions_of,
    waiting,
)
from support.service import a_service
from support.wall_visits import browser, caller

from throughcare.casework.programmes.models import (
    Attendance,
    Enrolment,
    Group,
    GroupSession,
    MeasureScore,
    Training,
)
from throughcare.casework.programmes.rules import EndedBecause
from throughcare.casework.supervision.models import Contact
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import today


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture(scope="module")
def delivery(service):
    return a_delivery(service, ordered(service))


@pytest.fixture
def person(service):
    return ordered(service)


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def send(client, address, **given):
    return client.post(address, {"idempotency_key": str(new_id())} | given)


def words(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(answer.content.decode().split())


def held(group, **ago):
    """The first session of a group, made to have been held just now."""
    session = sessions_of(group)[0]
    GroupSession.objects.using("owner").filter(id=session.id).update(
        starts_at=timezone.now() - timedelta(**(ago or {"hours": 2}))
    )
    return session


@pytest.fixture
def two(service, delivery):
    """A group with two people in it, its session just held, and the browser of whoever leads it."""
    group = a_group(service, delivery)
    people = [ordered(service) for _ in range(2)]
    ids = [placed(one, delivery, group) for one in people]
    return group, held(group), people, ids


def test_the_programmes_there_are_say_for_whom_and_what_is_assumed(person):
    officer = browser(person.team.officer)
    assert "21 group sessions" in words(officer, "/programmes")
    shown = words(officer, f"/programmes/{BUILDING}")
    assert "58.5 hours in all" in shown and "MIT licence" in shown and "Assumed, and editable" in shown
    assert officer.get("/programmes/knitting").status_code == 404


def test_a_referral_by_page_from_why_it_suits_to_a_place_in_a_group(service, person, delivery):
    officer, lead = browser(person.team.officer), browser(delivery.lead)
    at = f"/people/{person.id}/programmes"
    shown = words(officer, at)
    assert "The court ordered: programme" in shown and "Not referred to a programme." in shown
    assert "has not been scored" in shown
    sent = send(
        officer,
        f"{at}/{BUILDING}",
        to_unit=delivery.unit,
        requirement_id=requirement_of(person),
        because="Temper",
    )
    assert sent.status_code == 302, sent.content.decode()
    made = Enrolment.objects.using("owner").get(person_id=person.id)
    page = f"/enrolments/{made.id}"
    assert "Look at the referral" in words(lead, page) and "30 days of programme" in words(officer, page)
    for slug in ("awaiting-assessment", "awaiting-a-group"):
        moved = send(lead, f"{page}/moves/{slug}", version=row_of(made.id).version, note="")
        assert moved.status_code == 302, moved.content.decode()
    group = a_group(service, delivery)
    given = send(lead, f"{page}/place", version=row_of(made.id).version, group_id=group)
    assert given.status_code == 302, given.content.decode()
    assert person.row.person_id and "scheduled" in words(officer, page).lower()
    assert lead.get(f"{page}/moves/complete").status_code == 404


def test_a_move_that_needs_a_reason_asks_for_it_and_the_second_of_two_is_told(person, delivery):
    made = refer(person, delivery)
    lead, at = browser(delivery.lead), f"/enrolments/{made}/moves/not-eligible"
    version = row_of(made).version
    assert "Select the reason" in send(lead, at, version=version, note="").content.decode()
    assert send(lead, at, version=version, reason="other", note="").status_code == 302
    again = send(lead, f"/enrolments/{made}/moves/sent", version=version, note="")
    assert "Somebody else changed this referral" in again.content.decode()


def register(session, ids, **outcomes):
    form = {"rest": outcomes.pop("rest", "")}
    for place, key in enumerate(ids):
        form |= {f"outcome_{key}": outcomes.get(f"outcome{place}", ""), f"absence_{key}": outcomes.get(f"absence{place}", ""),
                 f"note_{key}": "", f"seen_{key}": outcomes.get(f"seen{place}", "")}  # fmt: skip
    return form | {name: outcomes[name] for name in ("because",) if name in outcomes}


def test_everybody_is_recorded_in_one_form_the_rest_at_once(delivery, two):
    group, session, people, ids = two
    client, at = browser(delivery.two), f"/groups/sessions/{session.id}"
    names = words(client, at)
    assert "Record attendance" in names and "<script" not in names.split("<main")[1].split("</main>")[0]
    sent = send(client, at, **register(session, ids, outcome0="absent, unacceptable", rest="attended"))
    assert sent.status_code == 302, sent.content.decode()
    found = {
        c.person_id: c.outcome
        for c in Contact.objects.using("owner").filter(person_id__in=[p.id for p in people])
    }
    assert found == {people[0].id: "absent, unacceptable", people[1].id: "attended"}
    assert "2 of 2" in words(client, f"/groups/{group}")
    timeline = words(browser(people[1].team.officer), f"/people/{people[1].id}/timeline")
    assert "session 2: Introduction to Building Choices" in timeline


def test_whoever_could_not_be_recorded_is_named_and_what_was_typed_is_kept(delivery, two):
    _, session, _people, ids = two
    client, at = browser(delivery.one), f"/groups/sessions/{session.id}"
    shown = send(client, at, **register(session, ids, outcome0="absent, acceptable", outcome1="attended"))
    assert shown.status_code == 200
    text = " ".join(shown.content.decode().split())
    assert "Not recorded:" in text and "Say why the absence is acceptable." in text and "1 recorded" in text
    assert '<option value="absent, acceptable" selected>' in text
    assert Attendance.objects.using("owner").filter(session=session).count() == 1


def test_the_same_form_sent_twice_records_once(delivery, two):
    _, session, _, ids = two
    client, at, form = (
        browser(delivery.one),
        f"/groups/sessions/{session.id}",
        register(two[1], ids, rest="attended"),
    )
    key = {"idempotency_key": str(new_id())}
    assert [client.post(at, key | form).status_code for _ in range(2)] == [302, 302]
    assert Attendance.objects.using("owner").filter(session=session).count() == 2


def test_two_facilitators_with_the_form_open_lose_nothing(delivery, two):
    _, session, _, ids = two
    at = f"/groups/sessions/{session.id}"
    one, other = browser(delivery.one), browser(delivery.two)
    send(one, at, **register(session, ids, outcome0="attended"))
    shown = send(
        other, at, **register(session, ids, outcome0="absent, unacceptable", outcome1="attended late")
    )
    text = " ".join(shown.content.decode().split())
    assert "Somebody else recorded “attended” meanwhile" in text
    stands = dict(
        Attendance.objects.using("owner").filter(session=session).values_list("enrolment_id", "contact_id")
    )
    assert Contact.objects.using("owner").get(id=stands[ids[0]]).outcome == "attended"
    assert Contact.objects.using("owner").get(id=stands[ids[1]]).outcome == "attended late"
    right = register(
        session,
        ids,
        outcome0="absent, unacceptable",
        seen0=stands[ids[0]],
        seen1=stands[ids[1]],
        because="A brother",
    )
    assert send(other, at, **right).status_code == 302
    assert Contact.objects.using("owner").get(corrects=stands[ids[0]]).outcome == "absent, unacceptable"


def test_the_form_of_one_who_only_looks_or_of_another_team_is_not_there(service, delivery, two):
    _, session, people, _ = two
    stranger = a_delivery(service, people[0])
    assert browser(stranger.one).get(f"/groups/sessions/{session.id}").status_code == 404
    assert browser(people[0].team.officer).get(f"/groups/sessions/{session.id}").status_code == 404


def test_a_group_is_planned_held_by_others_and_ended_by_page(service, delivery):
    lead = browser(delivery.lead)
    code = new_id().hex[-12:]
    opens = today() + timedelta(days=500)
    form = {
        "programme": BUILDING, "code": code, "kind": "closed", "sex": "women and men", "cohort": "general", "site": "The hall",
        "room": code, "capacity": 8, "rounds": 1, "lead_id": delivery.one.id, "facilitators": [str(delivery.two.id)],
        "slot_1": "10:30", **day("opens_on", opens),
    }  # fmt: skip
    wrong = send(lead, "/groups/new", **form | {"slot_1": "half past"})
    assert "Enter a time like 10:30" in wrong.content.decode()
    assert (
        "at least one day of the week" in send(lead, "/groups/new", **form | {"slot_1": ""}).content.decode()
    )
    sent = send(lead, "/groups/new", **form)
    assert sent.status_code == 302, sent.content.decode()
    made = Group.objects.using("owner").get(code=code)
    shown = words(lead, f"/groups/{made.id}")
    assert "Session" in shown and "10:30" in shown and "Nobody has a place yet." in shown
    changed = send(
        lead,
        f"/groups/{made.id}/facilitators",
        version=1,
        lead_id=delivery.two.id,
        facilitators=[str(delivery.one.id)],
    )
    assert changed.status_code == 302, changed.content.decode()
    first = sessions_of(made.id)[0]
    moved = send(
        lead, f"/groups/sessions/{first.id}/move", version=1, at_time="14:00", because="The room is flooded",
        **day("on", (first.starts_at + timedelta(days=1)).date()),
    )  # fmt: skip
    assert moved.status_code == 302, moved.content.decode()
    assert "moved: The room is flooded" in words(lead, f"/groups/{made.id}")
    ended = send(lead, f"/groups/{made.id}/end", version=2, because="Too few people")
    assert ended.status_code == 302, ended.content.decode()
    assert code not in words(lead, "/groups") and code in words(lead, "/groups?over=yes")


def test_a_training_is_recorded_by_page(delivery):
    lead = browser(delivery.lead)
    sent = send(
        lead, "/programmes/training", member_id=delivery.one.id, programme_key="better-relationships",
        **day("begins", today() - timedelta(days=9)), **day("ends", today() + timedelta(days=900)),
    )  # fmt: skip
    assert sent.status_code == 302, sent.content.decode()
    assert (
        Training.objects.using("owner")
        .filter(member_id=delivery.one.id, programme="better-relationships")
        .exists()
    )
    assert "Building Better Relationships" in words(lead, "/programmes/training")


def test_a_session_alone_and_a_score_are_recorded_by_page(service, delivery, two):
    _, _, people, (one, _) = two
    client, at = browser(delivery.one), f"/enrolments/{one}"
    given = {
        "session": 1,
        "at_time": "0:05",
        "outcome": "attended",
        "absence": "",
        "note": "",
        **day("happened_on", today()),
    }
    assert (
        "Enter a time like 10:30"
        in send(client, f"{at}/session", **given | {"at_time": "ten"}).content.decode()
    )
    sent = send(client, f"{at}/session", **given)
    assert sent.status_code == 302, sent.content.decode()
    score = {"measure": "readiness", "moment": "before", "value": 9, **day("on", today())}
    assert send(client, f"{at}/score", **score).status_code == 302
    assert MeasureScore.objects.using("owner").get(enrolment=one).value == 9
    shown = words(browser(people[0].team.officer), at)
    assert "Readiness to change" in shown and "1 of 27 sessions" in shown and "Not scored" in shown


def test_each_thing_is_on_the_home_of_whoever_owes_it(service, delivery):
    group = a_group(service, delivery)
    person = ordered(service)
    placed(person, delivery, group)
    session, row = held(group), Group.objects.using("owner").get(id=group)
    ahead = sessions_of(group)[1]
    GroupSession.objects.using("owner").filter(id=ahead.id).update(
        starts_at=timezone.now() + timedelta(days=2)
    )
    from throughcare.foundation.access.queries import member

    holder = member(row.lead_id, at=timezone.now())
    home = words(browser(holder), "/?all")
    assert f'href="/groups/sessions/{session.id}"' in home and f"Group {row.code}" in home
    assert f'href="/groups/sessions/{ahead.id}"' in home
    assert f'href="/groups/sessions/{session.id}"' not in words(browser(delivery.lead), "/?all")
    assert "Groups under way" in words(browser(delivery.lead), "/?all")


def test_a_step_owed_is_on_the_home_of_the_side_that_owes_it(person, delivery):
    made = refer(person, delivery)
    where = f'href="/enrolments/{made}"'
    lead, officer = browser(delivery.lead), browser(person.team.officer)
    assert where in words(lead, "/?all") and where in words(officer, "/?all")  # what they asked of another
    assert where not in words(browser(delivery.one), "/?all")
    move(person, delivery, made, S.AWAITING_ASSESSMENT)
    move(person, delivery, made, S.NOT_READY, reason=EndedBecause.HEALTH)
    assert where not in words(lead, "/?all") and "say whether they are ready" in words(officer, "/?all")


def test_who_waits_is_listed_for_both_sides_and_for_nobody_else(service, person, delivery):
    made = waiting(person, delivery)
    where = f'href="/enrolments/{made}"'
    for who in (delivery.lead, delivery.one, person.team.officer):
        assert where in words(browser(who), "/programmes/waiting")
    stranger = a_delivery(service, person)
    assert where not in words(browser(stranger.lead), "/programmes/waiting")
    assert browser(stranger.lead).get(f"/enrolments/{made}").status_code == 404


def test_a_way_through_by_api_with_the_same_refusals(service, person, delivery):
    officer, lead, one = caller(person.team.officer), caller(delivery.lead), caller(delivery.one)
    at = "/api/v1"

    def post(client, path, **body):
        return client.post(f"{at}{path}", body, content_type="application/json")

    sent = post(officer, f"/people/{person.id}/enrolments", programme_key=BUILDING, to_unit=str(delivery.unit),
                requirement_id=str(requirement_of(person)), because="Temper")  # fmt: skip
    assert sent.status_code == 201, sent.content
    made = sent.json()["id"]
    assert (
        post(
            officer,
            f"/people/{person.id}/enrolments",
            programme_key=BUILDING,
            to_unit=str(delivery.unit),
            because="x",
        ).status_code
        == 422
    )
    (told,) = officer.get(f"{at}/people/{person.id}/enrolments").json()
    assert (told["line"]["state"], told["sessions_left"]) == ("sent", 27)
    for to in ("awaiting assessment", "awaiting a group"):
        version = one.get(f"{at}/enrolments/{made}").json()["version"]
        assert post(one, f"/enrolments/{made}/moves", version=version, to=to).status_code == 204
    group = post(
        lead, "/groups", programme=BUILDING, code=new_id().hex[-12:], kind="closed", sex="women and men", site="Hall",
        room=new_id().hex, capacity=8, opens_on=f"{today() + timedelta(days=700)}", slots=[{"weekday": 1, "at": "10:00"}],
        lead_id=str(delivery.one.id), facilitators=[str(delivery.two.id)],
    )  # fmt: skip
    assert group.status_code == 201, group.content
    key = group.json()["id"]
    version = one.get(f"{at}/enrolments/{made}").json()["version"]
    assert post(one, f"/enrolments/{made}/place", version=version, group_id=key).status_code == 403
    assert post(lead, f"/enrolments/{made}/place", version=version, group_id=key).status_code == 204
    session = held(key, seconds=0)
    assert key in [each["id"] for each in one.get(f"{at}/groups").json()]
    whole = one.get(f"{at}/groups/{key}").json()
    assert [each["enrolment_id"] for each in whole["people"]] == [made]
    report = post(
        one,
        f"/groups/sessions/{session.id}/attendance",
        marks=[{"enrolment_id": made, "outcome": "attended"}],
    )
    assert report.json() == {"recorded": 1, "corrected": 0, "unchanged": 0, "not_recorded": []}
    assert officer.get(f"{at}/enrolments/{made}").json()["counted"] in ("1.00", "1")
    alone = {
        "session": 1,
        "happened_at": (timezone.now() - timedelta(minutes=5)).isoformat(),
        "outcome": "attended",
    }
    assert post(one, f"/enrolments/{made}/sessions", **alone).status_code == 201
    assert (
        post(
            one, f"/enrolments/{made}/scores", measure="readiness", moment="before", value=99, on=f"{today()}"
        ).status_code
        == 422
    )
    ahead = next(each for each in whole["sessions"] if each["id"] != str(session.id))
    moved = {
        "version": ahead["version"],
        "starts_at": (timezone.now() + timedelta(days=7 * 200)).isoformat(),
        "because": "x",
    }
    assert post(one, f"/groups/sessions/{ahead['id']}/move", **moved).status_code in {204, 422}
    version = officer.get(f"{at}/enrolments/{made}").json()["version"]
    gone = post(officer, f"/enrolments/{made}/answers", version=version, to="return to court", reason="other")
    assert gone.status_code == 204, gone.content
    held_by = {
        "version": whole["version"],
        "lead_id": str(delivery.two.id),
        "facilitators": [str(delivery.one.id)],
    }
    assert post(lead, f"/groups/{key}/facilitators", **held_by).status_code == 204
    ended = post(lead, f"/groups/{key}/end", version=whole["version"] + 1, because="Too few")
    assert ended.json() == {"waiting": 0}
    trained = post(
        lead,
        "/programmes/trainings",
        member_id=str(delivery.two.id),
        programme_key="thinking-skills",
        begins="2026-01-01",
    )
    assert trained.status_code == 204


def test_a_group_is_a_link_only_for_the_team_that_may_open_it(delivery, two):
    """Whoever referred somebody reads which group they are in, and is led to nothing that they may not open."""
    group, _, people, ids = two
    at = f"/enrolments/{ids[0]}"
    assert f'href="/groups/{group}"' in words(browser(delivery.lead), at)
    shown = words(browser(people[0].team.officer), at)
    assert f'href="/groups/{group}"' not in shown and "Group " in shown
