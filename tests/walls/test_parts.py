"""What a grant leaves out of a record is not seen, by SQL, page or API; and each says so instead of telling that there is nothing."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from support import wall_attacks as attacks
from support.cases import another_team
from support.people import NOW, a_founder, an_office, joins
from support.service import START, a_person, a_service, managed
from support.services import a_provider, an_offer, refer
from support.wall_visits import browser, caller, made_about
from support.wall_world import World, person_walled

from throughcare.casework.supervision.actions import offer_transfer, record_risk
from throughcare.casework.supervision.queries import timeline
from throughcare.faces.access.pages.sharing import PURPOSES
from throughcare.faces.api.operation import OPERATIONS, PARTS, api
from throughcare.faces.face import Tab, faces
from throughcare.foundation.access import actions as access
from throughcare.foundation.access import in_force
from throughcare.foundation.access.every_wall import walled_models
from throughcare.foundation.access.models import Grant
from throughcare.foundation.access.parts import ALL, EVERYTHING, Part, agreed, left_out, purposes, shown
from throughcare.foundation.access.queries import who_could_see
from throughcare.foundation.access.rules import OrganisationKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.access.walls import causes
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.operating_model import actions as models
from throughcare.foundation.operating_model.rules import BodyKind, Cohort, Risk

IOM, POLICE = "integrated offender management", {"integrated offender management", "public protection"}
BASE = "shown by every grant"
OF_WHICH_PART: dict[str, str] = {
    "accommodation_application": "services", "accommodation_applicationmove": "services", "accommodation_stay": "services",
    "accommodation_passing": "services",
    "assessment_answersaved": "assessment", "assessment_assessment": "assessment", "assessment_registration": "risk",
    "assessment_score": "scores", "assessment_steptaken": "assessment", "assessment_tier": "risk",
    "courts_alsolisted": "sentence", "courts_appearance": "sentence", "courts_appearanceoffence": "sentence",
    "courts_courtquestion": "sentence", "courts_reportrequest": "sentence", "courts_reportenquiry": "sentence", "courts_reportproposal": "sentence", "courts_requirement": "sentence",
    "courts_sentence": "sentence", "courts_sentenceevent": "sentence",
    "enforcement_decisionaudit": "reasons", "enforcement_failure": "reasons", "enforcement_failurestep": "reasons",
    "enforcement_paper": "reasons", "enforcement_paperstep": "reasons",
    "helpers_helpermeeting": "services", "helpers_job": "services", "helpers_jobtold": "services", "helpers_pairing": "services",
    "helpers_pairingstep": "services",
    "integrated_disruption": "disruption", "integrated_help": "board", "integrated_integratedaction": "board", "integrated_integratedstep": "board", "integrated_selection": "board",
    "interventions_referral": "services", "interventions_referralstep": "services",
    "people_address": BASE, "people_alias": BASE, "people_caring": "family", "people_contact": "family", "people_death": BASE,
    "people_disability": "characteristics", "people_email": BASE, "people_identifier": BASE, "people_merge": BASE,
    "people_openpoint": BASE, "people_override": BASE, "people_person": BASE, "people_phone": BASE,
    "protection_levelreferred": "risk", "protection_protection": "risk", "protection_protectionstep": "risk",
    "protection_meeting": "risk", "protection_meetingaction": "risk", "protection_meetingdecision": "risk", "protection_meetinginvited": "risk",
    "planning_answer": "plan", "planning_goal": "plan", "planning_goalstep": "plan", "planning_mark": "plan", "planning_review": "plan",
    "programmes_attendance": "services", "programmes_enrolment": "services", "programmes_enrolmentmove": "services",
    "own_code": "appointments",
    "programmes_measurescore": "services", "programmes_place": "contacts",
    "release_dayssaid": "plan", "release_figure": "plan", "release_insidesaid": "plan", "release_licence": "plan",
    "release_licencecondition": "plan", "release_licencestep": "plan", "release_looked": "plan", "release_needsaid": "plan",
    "release_paroledone": "plan", "release_parolestep": "plan", "release_termsaid": "plan",
    "supervision_appointment": "appointments", "supervision_beginning": "sentence", "supervision_case": BASE,
    "supervision_commitment": "appointments", "supervision_contact": "contacts", "supervision_feed": "appointments",
    "supervision_gap": BASE, "supervision_jointwork": BASE, "supervision_lowering": "risk", "supervision_matter": BASE,
    "supervision_movement": "custody", "supervision_responsibility": BASE, "supervision_sampled": BASE,
    "supervision_tenure": BASE, "supervision_timelineentry": "timeline", "supervision_transfer": BASE,
    "unpaid_work_credit": "services", "unpaid_work_placement": "services", "unpaid_work_passing": "services", "unpaid_work_told": "services",
    "unpaid_work_turn": "services", "unpaid_work_work": "services",
}  # fmt: skip
"""Of which part of a record each table is, by hand; one of a new context that says nothing is of the rest, and not listed."""
OF_TWO = {"people_keptapart"}
"""Seen by whoever sees both people."""


def granted(c: psycopg.Connection[Any], person: UUID, purpose: str) -> Any:
    """A member of an organisation that nothing else was granted to, with a grant of a person for a purpose."""
    member = joins(an_office().unit, "police partner")
    c.execute(
        "INSERT INTO access_grant (id, person_id, unit_id, purpose, cause_kind, cause_id, parts, during)"
        " SELECT gen_random_uuid(), %s, %s, %s, 'planted', gen_random_uuid(), %s, '(,)'",
        [person, member.unit_id, purpose, list(purposes()[purpose].opens)],
    )
    return member


def part_of(table: str) -> str:
    """The part written down by hand; of a table that is not, the one that it declares."""
    if table in OF_WHICH_PART:
        return OF_WHICH_PART[table]
    declared = getattr(walled_models()[table], "part", Part.REST)
    return declared.value if declared is not None else BASE


def is_opened(table: str, purpose: str) -> bool:
    opens = purposes()[purpose].opens
    return part_of(table) == BASE or EVERYTHING in opens or part_of(table) in opens


def test_what_every_grant_shows_is_written_down_by_hand():
    unsaid = {table for table in person_walled() if part_of(table) == BASE} - set(OF_WHICH_PART) - OF_TWO
    assert unsaid == set(), "say here that it is shown by every grant, or give its wall a part"


@pytest.mark.parametrize("purpose", sorted(purposes()))
def test_a_grant_shows_the_parts_of_its_purpose_and_no_others(purpose: str, world: World, breaker):
    member = granted(breaker, world.inside.id, purpose)
    read = attacks.reads(breaker, member, world.inside.id)
    assert set(read) == set(person_walled()) > OF_TWO
    asks_more = {t for t in read if t not in OF_WHICH_PART and getattr(walled_models()[t], "seen_if", "")}
    wrong = {
        table: n
        for table, n in read.items()
        if table not in OF_TWO
        and bool(n) is not is_opened(table, purpose)
        and (n or table not in asks_more)  # which may show less than the part that it is of
    }
    assert wrong == {}


def test_two_grants_show_what_either_does(world: World, breaker):
    member = granted(breaker, world.inside.id, IOM)
    breaker.execute(
        "INSERT INTO access_grant (id, person_id, unit_id, purpose, cause_kind, cause_id, parts, during) VALUES"
        " (gen_random_uuid(), %s, %s, 'p', 'planted', gen_random_uuid(), '{plan}', '(,)')",
        [world.inside.id, member.unit_id],
    )
    read = attacks.reads(breaker, member, world.inside.id)
    assert read["planning_goal"] and read["courts_sentence"]
    assert not read["supervision_timelineentry"]


def test_a_grant_of_no_part_shows_who_they_are_and_nothing_else(world: World, breaker):
    member = joins(an_office().unit, "police partner")
    breaker.execute(
        "INSERT INTO access_grant (id, person_id, unit_id, purpose, cause_kind, cause_id, parts, during) VALUES"
        " (gen_random_uuid(), %s, %s, 'p', 'planted', gen_random_uuid(), '{}', '(,)')",
        [world.inside.id, member.unit_id],
    )
    read = attacks.reads(breaker, member, world.inside.id)
    assert {table for table, n in read.items() if n} - OF_TWO == {
        t for t, part in OF_WHICH_PART.items() if part == BASE
    }


def test_every_cause_of_sight_says_what_it_opens_and_no_partner_of_the_police_is_shown_everything():
    assert {cause.purpose for cause in causes()} <= set(purposes())
    offered_on_a_page = set(purposes()) - {"recording", "court", "model change", "victim contact"}
    assert set(PURPOSES) == offered_on_a_page
    assert purposes()["victim contact"].opens == ("sentence",), (
        "a victim is never told where somebody is held"
    )
    for name in POLICE:
        board = {"board"} if name == IOM else set()
        assert set(purposes()[name].opens) == {"sentence", "custody", "risk"} | board
    assert {name for name, one in purposes().items() if one.whole} == {
        "supervision", "transfer", "model change", "recording", "court"
    }  # fmt: skip


class Scene:
    """Somebody of whom there is something in every part, whom the police work with jointly and a provider was sent."""

    def __init__(self) -> None:
        self.service = a_service("england-and-wales-2021")
        self.person = managed(a_person(self.service))
        self.made = made_about(self.person)
        self.provider = a_provider(self.service)
        self.referral = refer(self.person, an_offer(self.provider, self.service))
        founder, at = a_founder(), self.service.later()
        body = access.record_organisation(
            by=founder, at=at, name=f"Police {new_id()}", kind=OrganisationKind.POLICE
        )
        unit = access.record_unit(by=founder, at=at, organisation_id=body, name="Joint team", kind="team")
        models.appoint_body(
            by=founder, at=at, area=self.service.area, body=BodyKind.POLICE, organisation_id=body, start=START
        )
        self.body, self.police = body, joins(unit, "police partner")
        self.agreement = self.agrees()
        self.put(Cohort.IOM)

    def agrees(self, parts: list[str] | None = None) -> UUID:
        ours = self.service.teams[BodyKind.PUBLIC_PROVIDER].organisation
        return access.agree_to_share(
            by=a_founder(), at=self.service.later(), shared_by=ours, shared_with=self.body, purpose=IOM, basis="a protocol",
            parts=parts,
        )  # fmt: skip

    def put(self, *cohorts: Cohort) -> None:
        self.service.takes_its_area()
        record_risk(
            by=self.person.team.officer, at=self.service.later(), case_id=self.person.case, version=self.person.row.version,
            risk=Risk.MEDIUM, cohorts=cohorts,
        )  # fmt: skip

    @property
    def base(self) -> str:
        return f"/people/{self.person.id}"


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene()


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_page_says_once_what_it_leaves_out_and_never_that_there_is_nothing(scene):
    page = said(browser(scene.police).get(scene.base))
    assert page.count("What your team is shown of this person leaves out") == 1
    for claim in (
        "No sentence is in force",
        "Nothing has happened yet",
        "Never seen in this case",
        "None made",
    ):
        assert claim not in page
    identity = said(browser(scene.police).get(f"{scene.base}/identity"))
    assert (
        "Disabilities" not in identity and "Ethnicity" not in identity and "People near them" not in identity
    )
    assert "leaves out" not in said(browser(scene.person.team.officer).get(scene.base))


@pytest.mark.parametrize(
    ("tail", "part"), sorted((tab.tail, tab.part) for face in faces() for tab in face.tabs if tab.part is not None)
)  # fmt: skip
def test_a_tab_is_offered_and_opens_where_its_part_is_shown_and_says_why_where_it_is_not(scene, tail, part):
    opens = part in {Part.SENTENCE, Part.CUSTODY, Part.RISK, Part.BOARD}
    client = browser(scene.police)
    offered = f'href="{scene.base}{tail}"' in said(client.get(scene.base))
    answer = client.get(f"{scene.base}{tail}")
    assert (offered, answer.status_code) == (opens, 200 if opens else 403)
    if not opens:
        assert f"leaves out {part.words}" in said(answer)


def test_a_tab_that_says_nothing_of_its_part_is_of_the_rest_and_three_are_for_everybody():
    assert Tab("New", "/new", 1).part is Part.REST
    everybodys = {tab.text for face in faces() for tab in face.tabs if tab.part is None}
    assert everybodys == {"Summary", "Identity", "Access"}


def test_how_often_somebody_is_to_be_seen_is_not_told_without_their_contacts(scene):
    answer = browser(scene.police).get(f"{scene.base}/seeing")
    assert answer.status_code == 403 and "leaves out contacts" in said(answer)


def about_a_person() -> dict[str, str]:
    """The operations that read something of one person, by name, with their addresses."""
    found = {}
    for path, methods in api.get_openapi_schema()["paths"].items():
        if path.startswith("/api/v1/people/{person_id}") and path.count("{") == 1 and "get" in methods:
            name = next(n for n in OPERATIONS if methods["get"]["operationId"].endswith(f"_{n}"))
            found[name] = path
    return found


TOLD_TO_ALL = {
    "get_person",
    "get_details",
    "get_access",
    "get_case",
    "list_proposed_conditions",
    "list_address_enquiries",
}
"""Operations that whoever sees somebody may call: the first two say what they leave out, and the others leave out nothing.

The last two tell of the person what the caller themselves asked for, and nothing else.
"""
ASKS_MORE = {"list_asked_conditions"}
"""Operations for which the police have no permission, which is asked before the part."""


def test_every_operation_that_reads_of_one_person_says_of_which_part():
    assert {name for name in about_a_person() if PARTS[name] is None} == TOLD_TO_ALL


def test_each_operation_answers_with_its_part_or_says_that_it_is_left_out(scene):
    client, tried = caller(scene.police), 0
    for name, path in about_a_person().items():
        answer = client.get(path.replace("{person_id}", str(scene.person.id)))
        part = PARTS[name]
        if part is None or part in {Part.SENTENCE, Part.CUSTODY, Part.RISK, Part.BOARD}:
            assert answer.status_code in {200, 404}, (name, said(answer))
        elif name in ASKS_MORE:
            assert (answer.status_code, PARTS[name], part.words in said(answer)) == (403, Part.PLAN, False), (
                name
            )
        else:
            tried += 1
            assert (answer.status_code, part.words in said(answer)) == (403, True), name
    assert tried > 5
    person = client.get(f"/api/v1/people/{scene.person.id}").json()
    assert person["characteristics"] == {}
    assert person["left_out"].startswith("What your team is shown of this person leaves out ")
    assert caller(scene.person.team.officer).get(f"/api/v1/people/{scene.person.id}").json()["left_out"] == ""


def test_of_somebody_hidden_a_left_out_part_is_as_missing_as_they_are(scene, world: World):
    client = caller(scene.police)
    for who in (world.outside.id, new_id()):
        assert client.get(f"/api/v1/people/{who}/plan").status_code == 404
        assert browser(scene.police).get(f"/people/{who}/timeline").status_code == 404


def test_a_provider_reads_of_the_timeline_what_its_own_organisation_noted_and_of_the_plan_nothing(scene):
    with viewing(scene.person.team.officer, scene.service.at):
        assert [one for one in timeline(scene.person.id).entries if one.contact is None]
    with viewing(scene.provider.worker, scene.service.at):
        told = timeline(scene.person.id).entries
    assert told and not [one for one in told if one.contact is None]
    assert browser(scene.provider.worker).get(f"{scene.base}/timeline").status_code == 200
    assert browser(scene.provider.worker).get(f"{scene.base}/plan").status_code == 403


def test_an_agreement_may_open_less_than_its_purpose_and_no_more(scene):
    scene.put()
    access.end_sharing(by=a_founder(), at=scene.service.later(), agreement_id=scene.agreement, because="over")
    with pytest.raises(Refused, match="does not open what is noted on the timeline"):
        scene.agrees(["risk", "timeline"])
    scene.agreement = scene.agrees(["risk"])
    scene.put(Cohort.IOM)
    client = browser(scene.police)
    assert client.get(f"{scene.base}/tier").status_code == 200
    assert client.get(f"{scene.base}/sentence").status_code == 403


def test_within_an_organisation_sight_is_of_everything_and_what_crosses_is_said_to_whoever_reads_who_could_see(
    scene,
):
    with viewing(scene.person.team.officer, scene.service.later()):
        told = {(one.purpose, one.organisation): one.parts for one in who_could_see(scene.person.id)}
    ours = {parts for (purpose, _), parts in told.items() if purpose == "supervision"}
    [sent] = {parts for (purpose, _), parts in told.items() if purpose == "referral"}
    assert ours == {(EVERYTHING,)}
    assert "contacts" in sent and "plan" not in sent and EVERYTHING not in sent
    page = said(browser(scene.person.team.officer).get(f"{scene.base}/access"))
    assert (
        "Which parts" in page
        and "Everything" in page
        and "the tier and what is registered about risk" in page
    )


def test_a_referral_to_a_team_of_ones_own_organisation_opens_everything():
    service = a_service()
    person = managed(a_person(service))
    colleague = another_team(service, person.team.body)
    offer_transfer(
        by=person.team.senior, at=service.later(), case_id=person.case, to_unit=colleague.unit, because="a move"
    )  # fmt: skip
    rows = Grant.objects.using("owner").filter(person_id=person.id)
    assert {tuple(row.parts) for row in rows} == {(EVERYTHING,)}
    assert all(row.agreement_id is None for row in rows)


def test_an_agreement_that_goes_on_from_another_opens_the_same(scene):
    founder, at = a_founder(), scene.service.later()
    given = {
        "by": founder,
        "at": at,
        "shared_by": scene.body,
        "shared_with": scene.person.team.organisation,
        "purpose": IOM,
    }
    access.agree_to_share(**given, basis="one", parts=["risk"], until=at + timedelta(days=5))
    with pytest.raises(Refused, match="opens other parts of a record until it ends"):
        access.agree_to_share(**given, basis="another", parts=["risk", "sentence"])
    access.agree_to_share(**given, basis="another", parts=["risk"])


def test_where_a_purpose_opens_less_than_before_sight_that_runs_does_too_and_what_ended_still_says_what_it_opened(
    world: World, breaker, monkeypatch
):
    there, here = an_office(), an_office()
    agreement = access.agree_to_share(
        by=a_founder(), at=NOW, shared_by=here.organisation, shared_with=there.organisation, purpose=IOM, basis="a protocol"
    )  # fmt: skip
    running, ended = new_id(), new_id()
    for grant, during in ((running, "[2026-01-01,)"), (ended, "[2026-01-01,2026-01-02)")):
        breaker.execute(
            "INSERT INTO access_grant (id, person_id, unit_id, purpose, cause_kind, cause_id, agreement_id, parts, during)"
            " VALUES (%s, %s, %s, %s, 'planted', gen_random_uuid(), %s, %s, %s)",
            [grant, world.inside.id, there.unit, IOM, agreement, list(purposes()[IOM].opens), during],
        )
    less = purposes() | {IOM: replace(purposes()[IOM], opens=("risk",))}
    monkeypatch.setattr(in_force, "purposes", lambda: less)
    with breaker.cursor() as cursor:
        in_force._purposes(cursor)
    found = breaker.execute(
        "SELECT id, parts FROM access_grant WHERE id IN (%s, %s)", [running, ended]
    ).fetchall()
    assert dict(found) == {running: ["risk"], ended: list(purposes()[IOM].opens)}


def test_parts_are_words_of_a_rule():
    assert shown([["risk"], ["plan"]]) == {Part.RISK, Part.PLAN}
    assert shown([["risk"], [EVERYTHING]]) == ALL and shown([]) == frozenset()
    assert left_out(ALL) == "" and left_out(ALL - {Part.PLAN}).endswith("leaves out the plan.")
    assert agreed("supervision", None) == [EVERYTHING] and agreed("supervision", ["plan"]) == ["plan"]
    for purpose, parts in (("gossip", None), (IOM, []), (IOM, ["everything"]), (IOM, ["no part"])):
        with pytest.raises(Refused):
            agreed(purpose, parts)
