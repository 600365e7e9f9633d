"""Help and disruption recorded apart, and disruption behind a wall of its own: opened by name alone, and by no other role."""

import pytest
from django.db import DatabaseError, transaction
from support.integrated import a_burglar, put_forward, selected, selection_row
from support.people import joins
from support.service import a_local, a_service, hear
from support.wall_visits import browser, caller

from throughcare.casework.integrated import actions, queries
from throughcare.casework.integrated.models import Disruption, Help
from throughcare.foundation.access.parts import EVERYTHING, Part, agreed, left_out, purposes, shown
from throughcare.foundation.access.rules import ROLES
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of

from .test_integrated import IOM, with_police

NAMED = [Part.SENTENCE, Part.CUSTODY, Part.RISK, Part.BOARD, Part.DISRUPTION]
JSON = "application/json"


class Scene:
    """Somebody selected, whom the police work with under an agreement that opens these parts."""

    def __init__(self, parts=None):
        self.service = a_service("england-and-wales-2021", local=a_local())
        self.police = with_police(self.service, parts=parts)
        self.person = selected(a_burglar(self.service))
        hear()

    def done(self, act, by, what):
        at = self.service.later()
        row = selection_row(self.person).id
        return act(by=by, at=at, selection_id=row, what=what, done_on=day_of(at))

    def read(self, by):
        with viewing(by, self.service.later()):
            return tuple(
                [one.what for one in kind.objects.filter(person_id=self.person.id)]
                for kind in (Help, Disruption)
            )


@pytest.fixture(scope="module")
def closed():
    """Under an agreement that says nothing of disruption."""
    return Scene()


@pytest.fixture(scope="module")
def named():
    """Under one that names it."""
    return Scene(NAMED)


def test_no_agreement_opens_disruption_unless_it_names_it_not_even_as_everything():
    assert "disruption" not in agreed(IOM, None) and "disruption" in agreed(IOM, NAMED)
    assert {name for name, one in purposes().items() if "disruption" in one.at_most} == {IOM}
    assert agreed("supervision", [EVERYTHING]) == [EVERYTHING]
    assert agreed("supervision", [EVERYTHING, "disruption"]) == [EVERYTHING, "disruption"]
    with pytest.raises(Refused, match="does not open what is done to disrupt"):
        agreed("referral", ["sentence", "disruption"])
    assert Part.DISRUPTION in shown([[EVERYTHING]]) and Part.DISRUPTION not in shown([], [[EVERYTHING]])
    assert Part.DISRUPTION in shown([], [[EVERYTHING, "disruption"]])
    assert left_out(shown([], [[EVERYTHING]])) == "" and "disrupt" not in left_out([])


def test_help_and_disruption_are_recorded_apart_and_the_police_see_disruption_where_their_agreement_names_it_alone(
    closed, named
):
    for scene in (closed, named):
        officer = scene.person.team.officer
        scene.done(actions.record_help, officer, "A room.")
        scene.done(actions.record_disruption, officer, "Two patrols.")
        scene.done(actions.record_help, scene.police, "A lift to the clinic.")
    named.done(actions.record_disruption, named.police, "A warrant.")
    with pytest.raises(Refused, match="leaves out what is done to disrupt"):
        closed.done(actions.record_disruption, closed.police, "A warrant.")
    assert named.read(named.police) == (["A room.", "A lift to the clinic."], ["Two patrols.", "A warrant."])
    assert closed.read(closed.police) == (["A room.", "A lift to the clinic."], [])
    assert closed.read(closed.person.team.officer)[1] == ["Two patrols."]
    with viewing(named.police, at := named.service.later()):
        found = queries.disruptions_among([selection_row(named.person).id])
        assert [one.body for [*all_] in found.values() for one in all_] == ["police", ""]
        assert queries.sees_disruption_of(named.police, [named.person.id], at=at) == {named.person.id}


def test_no_role_of_victims_employers_or_anybody_else_without_the_grant_reads_disruption_in_the_team_itself(
    named,
):
    readers = {
        "offender manager", "probation services officer", "senior probation officer", "head of delivery unit", "prison offender manager",
        "police partner", "inspector", "service", "public protection chair",
    }  # fmt: skip
    assert {name for name, role in ROLES.items() if Permission.SEE_DISRUPTION in role.may} == readers
    named.done(actions.record_disruption, named.person.team.officer, "A curfew check.")
    for role in (
        "victim liaison officer",
        "provider worker",
        "provider lead",
        "case administrator",
        "court officer",
    ):
        assert named.read(joins(named.person.team.unit, role))[1] == []


def test_the_database_itself_takes_no_disruption_from_whom_it_is_left_out_nor_of_whom_nobody_selected(
    closed, named
):
    put_forward(proposed := a_burglar(named.service))
    cases = (
        (closed, closed.police, closed.person, "police"), (named, named.police, named.person, "council"),
        (named, named.person.team.officer, proposed, ""),
    )  # fmt: skip
    for scene, by, whose, body in cases:
        at = scene.service.later()
        with pytest.raises(DatabaseError), viewing(by, at), transaction.atomic():
            Disruption(
                person_id=whose.id, selection_id=selection_row(whose).id, what="mine", body=body, done_on=day_of(at), at=at,
                member_id=by.id,
            ).save(force_insert=True)  # fmt: skip


def test_pages_and_answers_show_disruption_apart_and_only_to_whoever_sees_it(closed, named):
    secret = "A search of the lock-up."
    for scene in (closed, named):
        scene.done(actions.record_disruption, scene.person.team.officer, secret)
        scene.done(actions.record_help, scene.person.team.officer, "A place in treatment.")
        tab, api = f"/people/{scene.person.id}/integrated", caller(scene.police)
        for where in (tab, "/integrated"):
            page = browser(scene.police).get(where).content.decode()
            assert "A place in treatment." in page
            assert (secret in page, "isruption" in page) == (scene is named, scene is named)
        answer = api.get(f"/api/v1{tab}/disruption")
        assert (answer.status_code, secret in answer.content.decode()) == (
            (200, True) if scene is named else (403, False)
        )
        assert api.get(f"/api/v1{tab}/help").json()[0]["what"] == "A place in treatment."
        of = f"/integrated/{selection_row(scene.person).id}"
        form = browser(scene.police).get(f"{of}/record/disruption")
        assert form.status_code == (200 if scene is named else 404)
        sent = {"what": "Patrols.", "done_on": str(day_of(scene.service.at))}
        made = api.post(f"/api/v1{of}/disruption", sent, content_type=JSON)
        assert made.status_code == (201 if scene is named else 403), made.content
    worker = joins(named.person.team.unit, "case administrator")
    for tail in ("/integrated", "", "/access"):
        page = browser(worker).get(f"/people/{named.person.id}{tail}").content.decode()
        assert secret not in page and "Last disruption" not in page and "Record disruption" not in page
