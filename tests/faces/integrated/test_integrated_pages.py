"""Integrated offender management by page and API: proposed, answered, selected and removed; each home owns its own, and what the police see."""

from datetime import date

import pytest
from support.integrated import a_burglar, answered, put_forward, selected, selection_row, steps_taken
from support.people import joins
from support.service import a_local, a_service
from support.wall_visits import browser, caller

from throughcare.casework.integrated.models import IntegratedAction
from throughcare.casework.integrated.rules import Strand
from throughcare.foundation.kernel import new_id

JSON = "application/json"


@pytest.fixture(scope="module")
def service():
    return a_service(local=a_local())


@pytest.fixture
def person(service):
    return a_burglar(service)


def said(member, where):
    return browser(member).get(where).content.decode()


def sent(member, where, **given):
    """A form sent; the page that follows."""
    key = {"idempotency_key": str(new_id())}
    return browser(member).post(where, key | given, follow=True).content.decode()


def takes(person, member, slug, **given):
    """A step taken by page as the selection stands."""
    where = f"/integrated/{selection_row(person).id}/{slug}"
    return sent(member, where, version=steps_taken(person), because="The conference said so.", **given)


def test_from_proposal_to_removal_by_page(person):
    officer, senior, tab = person.team.officer, person.team.senior, f"/people/{person.id}/integrated"
    assert "no score of any further offence is recorded" in said(officer, tab)
    assert "Proposed. The partners answer" in sent(officer, f"{tab}/propose", strand="flex", because="Shops.")
    assert "Nobody yet" in said(officer, tab) and "Decide whether they are selected" not in said(officer, tab)
    assert "Recorded." in takes(person, officer, "answer", body="police", said="agrees")
    assert "Police: agrees" in (page := said(senior, tab)) and "Decide whether they are selected" in page
    assert "Choose who leads" in takes(person, senior, "decide", strand="flex")
    assert "Decided." in takes(person, senior, "decide", strand="flex", lead_id=str(officer.id))
    assert officer.name in (page := said(senior, "/integrated")) and f"/people/{person.id}/integrated" in page
    assert "Named." in takes(person, senior, "lead", lead_id=str(senior.id))
    assert "They stay selected until" in takes(person, officer, "remove")
    assert "Recorded." in takes(person, officer, "answer", body="police", said="agrees")
    assert "Decided." in takes(person, senior, "decide-removal", removed="yes")
    assert selection_row(person).state == "removed" and "Removed" in said(officer, tab)


def test_nobody_is_offered_to_be_selected_or_removed_before_the_police_agree_and_the_form_says_so(person):
    def offered(slug):
        return said(person.team.senior, f"/integrated/{selection_row(person).id}/{slug}")

    put_forward(person)
    tab = said(person.team.senior, f"/people/{person.id}/integrated")
    assert tab.index("Record what a partner answers") < tab.index("Decide whether they are selected")
    assert "Not answered yet: police" in (page := offered("decide")) and "Not selected" in page
    assert 'value="fixed"' not in page
    answered(person)
    assert 'value="fixed"' in (page := offered("decide")) and "Not answered yet" not in page
    takes(person, person.team.senior, "decide", strand="flex", lead_id=str(person.team.officer.id))
    takes(person, person.team.officer, "remove")
    assert 'value="yes"' not in (page := offered("decide-removal")) and "Not answered yet: police" in page
    answered(person)
    assert 'value="yes"' in offered("decide-removal")


def test_what_the_rule_said_stands_beside_a_proposal_that_departs_from_it(person):
    tab = f"/people/{person.id}/integrated"
    sent(person.team.officer, f"{tab}/propose", strand="flex", because="Shops, and the town asked.")
    assert "The rule proposed no strand on that day" in said(person.team.officer, tab)
    assert "The rule proposed" not in said(joins(person.team.unit, "inspector"), tab)


def test_what_is_owed_is_on_the_home_of_one_side(person):
    def on_home_of(what):
        who = {"officer": person.team.officer, "senior": person.team.senior}
        where = f'href="/people/{person.id}/integrated"'
        return {name for name, one in who.items() if what in (page := said(one, "/")) and where in page}

    put_forward(person)
    assert on_home_of("Record what partners answer") == {"officer"}
    answered(person)
    assert on_home_of("Record what partners answer") == set()
    assert on_home_of("Decide whether they are selected") == {"senior"}
    takes(person, person.team.senior, "decide", strand="none")
    assert on_home_of("Decide whether they are selected") == set()


def test_nobody_decides_what_they_proposed_and_a_role_without_the_board_reads_nothing_of_it(person):
    senior, clerk = person.team.senior, joins(person.team.unit, "case administrator")
    put_forward(person, by=senior)
    answered(person)
    tab = f"/people/{person.id}/integrated"
    assert f"/integrated/{selection_row(person).id}/decide" not in said(senior, tab)
    assert browser(senior).get(f"/integrated/{selection_row(person).id}/decide").status_code == 404
    assert "Not shown to your role" in (page := said(clerk, tab)) and "Six burglaries." not in page
    assert caller(clerk).get(f"/api/v1{tab}").status_code == 403
    chair = joins(person.team.unit, "public protection chair")
    assert "Six burglaries." in said(chair, tab) and "By the rule" not in said(
        joins(person.team.unit, "inspector"), tab
    )


def test_the_same_by_the_api(person):
    officer, senior = caller(person.team.officer), caller(person.team.senior)
    at = f"/api/v1/people/{person.id}/integrated"

    def post(who, where, **given):
        return who.post(where, given, content_type=JSON)

    made = post(officer, at, strand="free", because="A local choice.")
    assert made.status_code == 201
    of = f"/api/v1/integrated/{made.json()['id']}"
    why = {"because": "The conference."}
    assert post(officer, f"{of}/answer", version=1, body="police", said="agrees", **why).status_code == 204
    lead = str(person.team.officer.id)
    assert post(officer, f"{of}/decide", version=2, strand="free", lead_id=lead, **why).status_code == 403
    assert post(senior, f"{of}/decide", version=2, strand="free", lead_id=lead, **why).status_code == 204
    now = officer.get(at).json()["now"]
    assert (now["state"], now["lead"], now["version"]) == ("selected", person.team.officer.name, 3)
    assert post(senior, f"{of}/lead", version=3, lead_id=str(person.team.senior.id), **why).status_code == 204
    assert post(officer, f"{of}/remove", version=4, **why).status_code == 204
    listed = {one["person_id"]: one["state"] for one in senior.get("/api/v1/integrated").json()}
    assert listed[str(person.id)] == "removal proposed"
    assert post(senior, f"{of}/decide-removal", version=5, removed=False, **why).status_code == 204
    assert post(senior, f"{of}/decide-removal", version=5, removed=True, **why).status_code == 422
    assert officer.get(at).json()["proposed_by_rule"] is None and officer.get(at).json()["not_known"]


def test_somebody_else_s_selection_is_not_opened(person, service):
    selected(person, Strand.FLEX)
    stranger = joins(person.service.court_unit, "offender manager")
    assert browser(stranger).get(f"/integrated/{selection_row(person).id}/remove").status_code == 404
    assert str(person.id) not in said(stranger, "/integrated")


def test_the_board_says_how_each_is_doing_in_words_reds_first_and_unrated_is_no_green(service):
    red, green, unrated = (selected(a_burglar(service)) for _ in range(3))
    officer, api = red.team.officer, caller(red.team.senior)
    for person, rating in ((green, "red"), (green, "green"), (red, "red")):
        assert "Rated." in takes(person, person.team.officer, "rate", rating=rating)
    board = said(red.team.senior, "/integrated")
    places = [board.index(str(one.id)) for one in (red, unrated, green)]
    assert places == sorted(places)
    assert (
        "Not rated yet" in board and ">Red<" in "".join(board.split()) and ">Green<" in "".join(board.split())
    )
    tab = said(officer, f"/people/{green.id}/integrated")
    assert "Red. The conference said so." in tab and "Green. The conference said so." in tab
    assert "Not rated yet" in said(officer, f"/people/{unrated.id}/integrated")
    takes(unrated, officer, "rate", rating="blue")
    assert steps_taken(unrated) == 3
    listed = {one["person_id"]: one["rated"] for one in api.get("/api/v1/integrated").json()}
    assert listed[str(unrated.id)] is None and listed[str(red.id)]["rating"] == "red"
    sent_by_api = {"version": steps_taken(unrated), "rating": "amber", "because": "Missed two appointments."}
    assert (
        api.post(
            f"/api/v1/integrated/{selection_row(unrated).id}/rate", sent_by_api, content_type=JSON
        ).status_code
        == 204
    )
    kept = api.get(f"/api/v1/people/{green.id}/integrated").json()["ratings"]
    assert [one["rating"] for one in kept] == ["green", "red"]


def test_an_action_is_on_its_owner_s_home_alone_until_it_is_ended_by_page_or_api(person):
    officer, senior, tab = person.team.officer, person.team.senior, f"/people/{person.id}/integrated"
    selected(person)
    where = f"/integrated/{selection_row(person).id}/actions/give"
    day = {"due_on_day": 1, "due_on_month": 12, "due_on_year": 2030}
    assert "Choose" in sent(officer, where, what="Visit the flat.", **day)
    assert "Given." in sent(officer, where, what="Visit the flat.", owner_id=str(senior.id), **day)
    one = IntegratedAction.objects.using("owner").get(person_id=person.id)
    end = f"/integrated/actions/{one.id}/end"
    IntegratedAction.objects.using("owner").filter(id=one.id).update(due_on=date(2026, 1, 5))
    assert end in said(senior, "/") and end not in said(officer, "/")
    assert "Visit the flat." in (page := said(officer, tab)) and "Late" in page and end not in page
    assert "Visit the flat." in (page := said(senior, "/integrated")) and "Late" in page
    assert browser(officer).get(end).status_code == 404
    assert "Passed on." in sent(
        senior,
        f"/integrated/actions/{one.id}/pass-on",
        owner_id=str(officer.id),
        because="She is away.",
        **day,
    )
    [shown, was] = caller(officer).get(f"/api/v1{tab}").json()["now"]["actions"]
    assert (was["state"], shown["state"], shown["owner"]) == ("passed on", "open", officer.name)
    of = f"/api/v1/integrated-actions/{shown['id']}"
    given = {"owner_id": str(senior.id), "due_on": "2030-01-01", "because": "No."}
    assert caller(officer).post(f"{of}/pass-on", given, content_type=JSON).status_code == 403
    ended = {"state": "dropped", "came_of_it": "They moved."}
    assert caller(officer).post(f"{of}/end", ended, content_type=JSON).status_code == 204
    assert caller(officer).post(f"{of}/end", ended, content_type=JSON).status_code == 422
    assert "They moved." in said(officer, tab) and shown["id"] not in said(officer, "/")
