"""Public protection by page and API: proposed, confirmed, screened, referred, decided and reviewed; each home owns its own, and what nobody may see is on none."""

import re

import pytest
from django.utils import timezone
from support.people import joins
from support.protection import (
    MEETINGS,
    MINUTES,
    NOTHING,
    a_chair,
    a_violent_person,
    at_level,
    at_meeting,
    confirmed,
    everybody,
    holds,
    meeting_of,
    proposed,
    row_of,
    screened,
    version_of,
    waiting,
)
from support.service import a_local, a_service
from support.wall_visits import browser, caller

from throughcare.casework.assessment.models import Registration
from throughcare.casework.protection import actions
from throughcare.casework.protection.rules import Came, Category, LevelReferral, MeetingDecides, PersonTold
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import day_of

JSON = "application/json"
R, D = LevelReferral, MeetingDecides


def today_():
    """The day that it is where pages are opened."""
    return day_of(timezone.now())


@pytest.fixture(scope="module")
def service():
    return a_service(local=a_local())


@pytest.fixture
def person(service):
    return a_violent_person(service)


def said(member, where):
    return browser(member).get(where).content.decode()


def sent(member, where, **given):
    """A form sent; the page that follows."""
    key = {"idempotency_key": str(new_id())}
    return (
        browser(member)
        .post(where, key | {"because": "The report of the week."} | given, follow=True)
        .content.decode()
    )


def level_of(person):
    rows = Registration.objects.using("owner").filter(
        person_id=person.id, kind="mappa", during__upper_inf=True
    )
    return rows.values_list("value", flat=True).first()


def test_every_step_by_page_with_why_each_stands(person):
    officer, senior, chair = person.team.officer, person.team.senior, a_chair(person)
    at = f"/people/{person.id}/protection"
    page = said(officer, at)
    assert "Category 2: a serious violent or sexual offence" in page and "24 months of custody" in page
    form = said(officer, f"{at}/propose")
    assert re.search(r'name="category" value="2"[^>]*checked', form), (
        "what the sentence proposes is chosen already"
    )
    page = sent(officer, f"{at}/propose", category="2")
    assert "Proposed, not confirmed yet" in page
    of = f"/protection/{row_of(person).id}"
    assert browser(officer).get(f"{of}/confirm").status_code == 404
    page = sent(senior, f"{of}/confirm", version=1, category="2")
    assert "Not set yet" in page and level_of(person) == "not set"
    page = sent(officer, f"{of}/screen", version=2, **dict.fromkeys(NOTHING, "not known"))
    assert "To set a level it has to be known" in page
    page = sent(officer, f"{of}/screen", version=2, **MEETINGS)
    assert "Decide the referral" in page and "Pending" in page
    page = sent(chair, f"{of}/decide", version=3, to=R.LEVEL_2.value)
    assert "Level 2" in page and "Accepted at level 2" in page and "MAPPA level 2" in page
    assert browser(chair).get(f"{of}/review").status_code == 404, "a level is reviewed at a meeting"
    page = sent(senior, f"{of}/end", version=4, why="the licence or order ended")
    assert "The licence or order ended" in page and level_of(person) is None
    assert browser(senior).get(f"{of}/end").status_code == 404


def test_what_is_owed_is_on_the_home_of_one_side(person):
    officer, senior, chair = person.team.officer, person.team.senior, a_chair(person)
    link = f"/people/{person.id}/protection"

    def on_home_of(what):
        row = re.compile(
            rf'tc-waiting__row">(?:(?!</ul>).)*{what}(?:(?!</ul>).)*{link}|{link}(?:(?!</ul>).)*{what}', re.S
        )
        people = {"officer": officer, "senior": senior, "chair": chair}
        return {name for name, one in people.items() if row.search(said(one, "/"))}

    assert on_home_of("Propose their category") == {"officer"}
    proposed(person)
    assert on_home_of("Propose their category") == set()
    assert on_home_of("Confirm the category") == {"senior"}
    confirmed_by_page = sent(senior, f"/protection/{row_of(person).id}/confirm", version=1, category="2")
    assert "Not set yet" in confirmed_by_page
    screened(person, MEETINGS)
    assert on_home_of("Decide the referral") == {"chair"}
    assert waiting(person).state == "pending"
    assert "Referrals to decide" in (page := said(chair, "/protection")) and link in page
    sent(chair, f"/protection/{row_of(person).id}/decide", version=version_of(person), to=R.REFUSED.value)
    assert level_of(person) == "1" and on_home_of("Review level 1") == {"officer"}


def test_a_meeting_by_page_with_what_it_owes_first_and_what_somebody_absent_reads(person):
    officer, chair = person.team.officer, a_chair(person)
    at_level(confirmed(person), R.LEVEL_2, chair)
    of, today, home = f"/protection/{row_of(person).id}", today_(), f"/people/{person.id}/protection"
    form = said(chair, f"{of}/call")
    assert "It is due by" in form and "(assumed)" in form and officer.name in form
    day = {"meets_on_day": today.day, "meets_on_month": today.month, "meets_on_year": today.year}
    called = {
        "place": "10:00, at the town hall",
        "bodies": ["police", "health"],
        "member_ids": [str(officer.id)],
    }
    assert "Select the agencies to invite" in sent(
        chair, f"{of}/call", version=version_of(person), **day, place="10:00"
    )
    page = sent(chair, f"{of}/call", version=version_of(person), **day, **called)
    assert "Open the meeting" in page and "Hold the meeting at level 2" in page
    meeting = f"/protection/meetings/{meeting_of(person).id}"
    assert meeting in said(officer, "/") and "Come to the meeting" in said(officer, "/")
    assert "Say who came" not in said(officer, meeting), "the others read it"
    came = {f"came_{one}": how.value for one, how in everybody(person, member=Came.ABSENT).items()}
    page = sent(chair, f"{meeting}/hold", **came)
    assert (
        "Before it can be closed it records" in page
        and f"{meeting}/close" not in page
        and meeting not in said(officer, "/")
    )
    page = sent(chair, f"{meeting}/disclose", kind=D.DISCLOSURE.value, what="His name.", to_whom="The school")
    assert "Say whether the person is told" in page
    page = sent(
        chair,
        f"{meeting}/disclose",
        kind=D.DISCLOSURE.value,
        what="His name.",
        to_whom="The school",
        told="told before it was made",
    )
    assert "The person is told before it was made" in page
    page = sent(
        chair,
        f"{of}/review",
        version=version_of(person),
        level="3",
        because="It needs more.",
        dissent="The police.",
    )
    assert "Level 3" in page and "The police." in page and f"{meeting}/close" in page
    sent(chair, f"{meeting}/decide", what="He moves to the hostel.")
    due = {"due_on_day": today.day, "due_on_month": today.month, "due_on_year": today.year}
    sent(chair, f"{meeting}/give", what="Visit the flat.", owner_id=str(officer.id), **due)
    page = sent(chair, f"{meeting}/close", **MINUTES)
    assert MINUTES["shared"] in page and browser(chair).get(f"{meeting}/close").status_code == 404
    page = said(officer, meeting)
    assert "You were absent" in page and MINUTES["planned"] in page and "He moves to the hostel." in page
    action = re.search(r"/protection/actions/[0-9a-f-]+/done", said(officer, "/"))[0]
    assert browser(person.team.senior).get(action).status_code == 404
    page = sent(officer, action, came_of_it="The flat is empty.")
    assert "The flat is empty." in page and action not in said(officer, "/")
    assert meeting in (page := said(officer, home)) and "Call the meeting that reviews level 3" in page
    clerk = joins(person.team.unit, "case administrator")
    assert browser(clerk).get(meeting).status_code == 404 and meeting not in said(clerk, home)


def test_the_register_of_disclosures_and_the_sheet_from_which_nobody_can_tell_that_there_is_more(
    service, person
):
    officer, none = person.team.officer, a_violent_person(service)
    for one in (person, none):
        chair = a_chair(one)
        at_level(confirmed(one), R.LEVEL_2, chair)
        holds(one, chair)
    told = {
        "kind": D.DISCLOSURE,
        "to_whom": "The head of the school",
        "what": "Where he may not go.",
        "because": "Children walk there.",
    }
    hidden = told | {
        "to_whom": "A former partner",
        "told": PersonTold.NOT,
        "told_because": "She would be in danger.",
    }
    at_meeting(person, actions.decide_disclosure, a_chair(person), **hidden)

    def sheet(one, where=""):
        page = said(one.team.officer, f"/people/{one.id}/protection/told{where}")
        return re.search(r'<div class="tc-measure".*?</div>', page, re.S)[0]

    assert sheet(person) == sheet(none) and "There is nothing that we can show you here." in sheet(none)
    at_meeting(person, actions.decide_disclosure, a_chair(person), **told, told=PersonTold.FIRST)
    assert "The head of the school" in sheet(person) and "Where he may not go." in sheet(person)
    assert "former partner" not in sheet(person) and "Children walk" not in sheet(person)
    assert 'lang="cy"' in (welsh := sheet(person, "?in=cy")) and "Wrth: The head of the school" in welsh
    register = said(officer, f"/people/{person.id}/protection/disclosures")
    assert (
        "A former partner" in register
        and "Not on their sheet" in register
        and "Children walk there." in register
    )
    listed = caller(officer).get(f"/api/v1/people/{person.id}/protection/disclosures").json()
    assert [(one["to_whom"], one["on_their_sheet"]) for one in listed] == [
        ("The head of the school", True),
        ("A former partner", False),
    ]
    clerk = joins(person.team.unit, "case administrator")
    assert browser(clerk).get(f"/people/{person.id}/protection/disclosures").status_code == 403


def test_whoever_chairs_passes_a_late_action_on_from_their_home(person):
    officer, senior, chair = person.team.officer, person.team.senior, a_chair(person)
    at_level(confirmed(person), R.LEVEL_2, chair)
    holds(person, chair)
    day = day_of(person.service.at)
    at_meeting(
        person, actions.give_meeting_action, chair, what="Visit the flat.", owner_id=officer.id, due_on=day
    )
    found = re.search(r"/protection/actions/[0-9a-f-]+/pass-on", said(chair, "/"))
    assert found and "Late: Visit the flat." in said(chair, "/")
    due = {"due_on_day": today_().day, "due_on_month": today_().month, "due_on_year": today_().year}
    page = sent(chair, found[0], owner_id=str(senior.id), **due, because="He is ill.")
    assert "Passed on" in page and "He is ill." in page
    assert found[0] not in said(chair, "/") and "Visit the flat." in said(senior, "/")


def test_a_role_without_the_grant_reads_no_category_on_any_page_or_answer(service, person):
    at_level(confirmed(person), R.LEVEL_2)
    terrorist = a_violent_person(service, offence_code="066/59")
    confirmed(terrorist, Category.TERRORIST)
    clerk, reader = (
        joins(person.team.unit, role) for role in ("case administrator", "terrorism risk officer")
    )
    for member, one, shown in (
        (clerk, person, False),
        (reader, person, False),
        (reader, terrorist, True),
        (clerk, terrorist, False),
    ):
        page = said(member, f"/people/{one.id}/protection")
        assert ("Category 2:" in page or "Category 4:" in page) is shown
        answer = caller(member).get(f"/api/v1/people/{one.id}/protection")
        assert answer.status_code == 200 and (answer.json()["now"] is not None) is shown
        assert answer.json()["proposed_by_sentence"] is None
    assert browser(reader).get("/protection").status_code == 403


def a_meeting_by_the_api(person, of, post):
    """A meeting put off, and one called, held and closed, with an action passed on and done, all by the API."""
    officer, senior, chair = (
        caller(one) for one in (person.team.officer, person.team.senior, a_chair(person))
    )
    today = str(today_())

    def bare(by, path, **given):
        return by.post(f"/api/v1{path}", given, content_type=JSON)

    def calls():
        made = bare(
            chair, f"{of}/meetings", version=5, meets_on=today, place="10:00, here", bodies=["police"]
        )
        assert made.status_code == 201, made.content
        return made.json()["id"]

    assert post(chair, f"/protection-meetings/{calls()}/put-off").status_code == 204
    meeting = calls()
    at = f"/protection-meetings/{meeting}"
    (invited,) = (
        caller(person.team.officer)
        .get(f"/api/v1/people/{person.id}/protection/meetings")
        .json()[0]["invited"]
    )
    assert bare(chair, f"{at}/hold", came={invited["id"]: "attended"}).status_code == 204
    assert bare(chair, f"{at}/close", shared="A.", assessed="B.", planned="A visit.").status_code == 422
    assert post(chair, f"{of}/review", version=5, level="2", dissent="Health.").status_code == 204
    told = {
        "what": "His name.",
        "to_whom": "The school",
        "told": "not told",
        "told_because": "He would flee.",
    }
    assert post(chair, f"{at}/disclose", kind="a disclosure", **told).status_code == 204
    assert post(chair, f"{at}/decide", what="He moves.").status_code == 204
    for_officer = {"what": "Visit.", "owner_id": str(person.team.officer.id), "due_on": today}
    assert bare(chair, f"{at}/actions", **for_officer).status_code == 204
    assert bare(chair, f"{at}/close", shared="A.", assessed="B.", planned="A visit.").status_code == 204

    def action():
        (seen, *_) = officer.get(f"/api/v1/people/{person.id}/protection/meetings").json()
        return next(one["id"] for one in seen["actions"] if one["state"] == "open")

    assert bare(senior, f"/protection-actions/{action()}/done", came_of_it="Mine.").status_code == 422
    passed = {"owner_id": str(person.team.senior.id), "due_on": today}
    assert post(chair, f"/protection-actions/{action()}/pass-on", **passed).status_code == 204
    assert bare(senior, f"/protection-actions/{action()}/done", came_of_it="It is so.").status_code == 204
    return meeting


def test_every_step_by_the_api(person):
    officer, senior, chair = caller(person.team.officer), caller(person.team.senior), caller(a_chair(person))
    why = {"because": "The report of the week."}

    def post(by, path, **given):
        return by.post(f"/api/v1{path}", why | given, content_type=JSON)

    assert post(officer, f"/people/{person.id}/protection", category=3).status_code == 422
    made = post(officer, f"/people/{person.id}/protection", category=2)
    assert made.status_code == 201
    of = f"/protection/{made.json()['id']}"
    assert post(senior, f"{of}/confirm", version=1, category=2).status_code == 204
    assert post(officer, f"{of}/screen", version=2, answers=NOTHING).json() == {"level": "1"}
    assert post(officer, f"{of}/screen", version=3, answers=MEETINGS).json() == {"level": "2"}
    assert post(chair, f"{of}/decide", version=4, to=R.LEVEL_3.value).status_code == 204
    assert post(chair, f"{of}/review", version=5, level="2").status_code == 422
    meeting = a_meeting_by_the_api(person, of, post)
    shown = officer.get(f"/api/v1/people/{person.id}/protection/meetings").json()
    assert [(one["state"], one["planned"]) for one in shown] == [("closed", "A visit."), ("put off", "")]
    assert shown[0]["id"] == meeting
    assert [(one["kind"], one["told"], one["dissent"]) for one in shown[0]["decisions"]] == [
        ("the level", "", "Health."), ("a disclosure", "not told", ""), ("something else", "", ""),
    ]  # fmt: skip
    assert [(one["what"], one["state"]) for one in shown[0]["actions"]] == [
        ("Visit.", "passed on"),
        ("Visit.", "done"),
    ]
    listed = [one for one in chair.get("/api/v1/protection").json() if one["person_id"] == str(person.id)]
    assert [(one["level"], one["owed"]["side"], one["version"]) for one in listed] == [("2", "chair", 6)]
    assert post(senior, f"{of}/end", version=6, why="it was an error").status_code == 204
    third = post(officer, f"/people/{person.id}/protection/refer", answers=MEETINGS)
    assert third.status_code == 201
    of = f"/protection/{third.json()['id']}"
    assert post(chair, f"{of}/decide", version=1, to=R.REFUSED.value).status_code == 422
    assert post(chair, f"{of}/decide", version=1, to=R.REFUSED_3.value).status_code == 204
    assert officer.get(f"/api/v1/people/{person.id}/protection").json()["now"] is None
