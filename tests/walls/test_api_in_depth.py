"""Every operation called with real ids of people that its caller sees, over a good body or one gone wrong in a part.

No answer is a server error, and at least half say that it was done: what was called was met in its depth, not turned away
at the door. ``make hard`` calls more often than the suite does; both are bounded by calls, not by time.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from django.db.models import Model
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.people import a_birth, a_name, a_pnc
from support.service import COURT, HERE, THERE, a_local, a_person, a_service, managed
from support.victims import a_liaison_officer, registered, sentenced
from support.wall_visits import browser, caller, know, placed, things, where_they_work
from support.wall_world import World

from throughcare.casework.accommodation.models import Application
from throughcare.casework.allocation.actions import ask_plan
from throughcare.casework.assessment.models import Assessment
from throughcare.casework.courts.models import Sentence
from throughcare.casework.enforcement.models import Failure
from throughcare.casework.helpers.models import Pairing
from throughcare.casework.integrated.models import IntegratedStep
from throughcare.casework.interventions.models import Referral
from throughcare.casework.people.models import Person as Record
from throughcare.casework.protection.models import MeetingInvited
from throughcare.casework.recall.models import Recall
from throughcare.casework.supervision.actions import send_newcomer
from throughcare.casework.unpaid_work.models import Project
from throughcare.casework.victims.models import Letter, Statement, Victim
from throughcare.casework.victims.rules import Choice, StageKind
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules.presets import preset_text

from .places import CALLS, Call
from .places.kinds import NOBODY

EACH = int(os.environ.get("THROUGHCARE_EXAMPLES", "3"))
"""How often each operation that writes is called; one that reads, twice as often."""
pytestmark = pytest.mark.filterwarnings("ignore")


@dataclass
class Depth:
    """A world of its own to call into, a caller for each role, and what was answered."""

    world: World
    ids: dict[str, Any]
    callers: dict[str, Client] = field(default_factory=dict)
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)

    def caller(self, role: str) -> Client:
        """Somebody in a role, with a token where the role may have one."""
        if role not in self.callers:
            who = placed(self.world, role)
            self.callers[role] = (caller if who.may(Permission.ISSUE_TOKEN) else browser)(who)
        return self.callers[role]

    @cached_property
    def real(self) -> dict[str, UUID]:
        """Things that only some operations name, made by whoever may."""
        senior, court = self.world.inside.team.senior, self.world.here.officer_of_the_court
        at = self.world.here.later()
        plan = ask_plan(by=senior, at=at)
        newcomer = send_newcomer(
            by=court, at=at, family_name=a_name(), given_names="Robin", date_of_birth=a_birth(),
            postcode=f"{HERE[1]} 1AB", reason="diversion",
        )  # fmt: skip
        return dict.fromkeys(("get_plan", "get_plan_cases"), plan) | {"get_newcomer": newcomer}

    def good(self, name: str, call: Call) -> dict[str, Any] | None:
        """A body that an operation takes, where one is known; else one that is right in form."""
        made = GOOD.get(name)
        body = made(self) if made else call.body
        if body and body.get("version") == UNSEEN:
            return body | {"version": standing(self, call.path)}
        return body

    def call(self, name: str, call: Call, body: Any, query: dict[str, Any]) -> None:
        """Call an operation once, and keep what it answered."""
        role = sorted(call.roles)[0]
        ids = where_they_work(self.ids, role) | ({"merge_id": self.real[name]} if name in self.real else {})
        target, client = "/api/v1" + there(call.path.format(**ids), ids), self.caller(role)
        if call.verb == "get":
            answer = client.get(target, query or None)
        else:
            answer = client.post(target, json.dumps(body, default=str), content_type="application/json")
        self.answers[name, answer.status_code] += 1
        assert answer.status_code < 500, (name, body, query, answer.content[:300])


NAMED = {
    "referrals": "referral_id", "enrolments": "enrolment_id", "groups": "group_id", "goals": "goal_id", "steps": "step_id",
    "licences": "licence_id", "services": "service_id", "hours": "work_id", "projects": "project_id",
    "applications": "application_id", "premises": "premises_id", "sessions": "session_id", "beds": "bed_id",
    "pairings": "pairing_id", "helpers": "helper_id", "jobs": "job_id", "protection": "protection_id",
    "protection-meetings": "protection_meeting_id", "protection-actions": "meeting_action_id", "integrated": "selection_id", "integrated-actions": "integrated_action_id",
}  # fmt: skip
"""What each word of an address names; places that ask only about walls say there that it is nothing."""


def there(path: str, ids: dict[str, Any]) -> str:
    """An address that names nothing, naming what there is instead."""
    return re.sub(
        rf"/({'|'.join(NAMED)})/{NOBODY}", lambda found: f"/{found[1]}/{ids[NAMED[found[1]]]}", path
    )


UNSEEN = 999999
"""The version that places send, which nobody has seen."""
KEPT: dict[str, tuple[str, type[Model]]] = {
    "referrals": ("referral_id", Referral), "failures": ("failure_id", Failure), "recalls": ("recall_id", Recall),
    "applications": ("application_id", Application), "assessments": ("assessment_id", Assessment),
    "letters": ("letter_id", Letter), "statements": ("statement_id", Statement), "victims": ("victim_id", Victim),
    "sentences": ("sentence_id", Sentence), "projects": ("project_id", Project),
    "pairings": ("pairing_id", Pairing),
}  # fmt: skip


def standing(depth: Depth, path: str) -> int:
    """The version at which what an address names stands now."""
    if "/integrated/" in path:
        return IntegratedStep.objects.using("owner").filter(selection=depth.ids["selection_id"]).count()
    for word, (named, model) in KEPT.items():
        if f"/{word}/" in path and named in depth.ids:
            row = model._default_manager.using("owner").filter(id=depth.ids[named]).first()
            return int(row.version) if row is not None else UNSEEN  # type: ignore[attr-defined]
    return UNSEEN


def version_of_record(depth: Depth) -> int:
    return Record.objects.using("owner").get(id=depth.world.inside.id).version


def today() -> str:
    return day_of(timezone.now()).isoformat()


def lately() -> str:
    """A day of the last weeks."""
    return (day_of(timezone.now()) - timedelta(days=secrets.randbelow(25))).isoformat()


def just_now() -> str:
    """Within the last hours, at a time of its own."""
    return (
        timezone.now() - timedelta(minutes=5 + secrets.randbelow(50), seconds=secrets.randbelow(60))
    ).isoformat()


def ahead() -> str:
    """A time in the weeks to come, of its own."""
    return (timezone.now() + timedelta(days=3, minutes=secrets.randbelow(30000))).isoformat()


def draft_of(depth: Depth) -> Assessment:
    return Assessment.objects.using("owner").get(id=depth.ids["assessment_id"])


def sentence_of(depth: Depth) -> Sentence:
    return Sentence.objects.using("owner").get(id=depth.ids["sentence_id"])


def came_to_meeting(depth: Depth) -> dict[str, str]:
    """Of everybody asked to the meeting that there is that they came."""
    rows = MeetingInvited.objects.using("owner").filter(meeting=depth.ids["protection_meeting_id"])
    return {str(one.id): "attended" for one in rows}


GOOD: dict[str, Any] = {
    "hold_meeting": lambda d: {"came": came_to_meeting(d)},
    "give_meeting_action": lambda d: {
        "what": a_name(), "owner_id": d.world.inside.team.officer.id, "due_on": today(),
    },
    "record_help": lambda d: {"what": a_name(), "done_on": today()},
    "record_disruption": lambda d: {"what": a_name(), "done_on": today()},
    "give_action": lambda d: {
        "what": a_name(), "owner_id": d.world.inside.team.officer.id, "due_on": today(),
    },
    "name_lead": lambda d: {
        "version": UNSEEN, "because": "They know them best.",
        "lead_id": secrets.choice([d.world.inside.team.officer.id, d.world.inside.team.senior.id]),
    },
    "add_beds": lambda d: {"names": [a_name()], "first": today()},
    "say_days_added": lambda d: {"days": 1 + secrets.randbelow(9), "because": "An adjudication."},
    "say_need": lambda d: {
        "kind": secrets.choice(["a bank account", "a doctor"]), "state": "in place", "what": a_name(),
    },
    "record_victims_stage": lambda d: {"stage": "release", "on": lately()},
    "correct_contact": lambda d: {
        "happened_at": just_now(), "kind": "phone call", "outcome": "attended", "what": a_name(), "because": "a wrong time",
    },
    "record_beginning": lambda d: {"word": "begun", "on": today()},
    "record_home": lambda d: {"postcode": f"{HERE[1]} 1AB", "since": today()},
    "record_commitment": lambda d: {
        "kind": "work", "weekdays": [1, 2], "starts": "09:00", "ends": "17:00", "since": "2026-11-20",
    },
    "record_email": lambda d: {"address": "robin@example.test"},
    "record_on_timeline": lambda d: {"kind": "note", "what": a_name()},
    "record_phone": lambda d: {"number": "01632 960001"},
    "record_contact": lambda d: {"name": "Ann Other", "relationship": "mother"},
    "add_name": lambda d: {"surname": a_name()},
    "add_number": lambda d: {"kind": "pnc", "written": a_pnc()},
    "amend_person": lambda d: {"version": version_of_record(d), "first_language": "Welsh"},
    "record_risk": lambda d: {"version": d.world.inside.row.version, "risk": "low"},
    "record_area": lambda d: {"code": a_name()[:9], "name": "An area"},
    "add_goal": lambda d: {"words": a_name()},
    "add_court": lambda d: {"code": f"C{new_id().hex[-8:].upper()}", "name": "A court", "kind": "magistrates"},
    "say_court_code": lambda d: {
        "code": f"S{new_id().hex[-8:].upper()}", "kind": "a list", "court_code": COURT, "because": "its own list",
    },
    "book_appointment": lambda d: {"starts_at": ahead(), "kind": "phone call", "despite": "They asked for it."},
    "book_series": lambda d: {
        "starts_at": ahead(), "kind": "phone call", "every": "every week", "times": 2, "despite": "They asked for it.",
    },
    "tell_contact": lambda d: {
        "happened_at": just_now(), "kind": "phone call", "outcome": "attended", "what": a_name(),
    },
    "add_premises": lambda d: {"kind": "approved premises", "name": a_name(), "place": "A town", "opens": today()},
    "record_organisation": lambda d: {"name": a_name(), "kind": "court"},
    "record_unit": lambda d: {"name": a_name(), "kind": "team"},
    "review_plan": lambda d: {"on": today(), "changed": "They moved."},
    "record_figure": lambda d: {"kind": "conditional release", "given_on": today(), "source": "A letter of the prison's"},
    "record_disability": lambda d: {"code": "MI"},
    "record_caring": lambda d: {"whom": "child"},
    "record_training": lambda d: {
        "member_id": d.world.inside.team.officer.id, "programme_key": "building-choices-moderate",
        "begins": (day_of(timezone.now()) - timedelta(days=secrets.randbelow(900))).isoformat(),
    },
    "record_registration": lambda d: {"kind": secrets.choice(["mappa", "iom", "domestic_abuse", "RMDO", "ALSH", "RVLN"])},
    "save_answers": lambda d: {"version": draft_of(d).version, "answers": {}},
    "amend_sentence": lambda d: {
        "version": sentence_of(d).version, "length": f"{12 + secrets.randbelow(12)} months", "on": today(),
    },
    "serve_courts": lambda d: {"court_codes": [COURT]},
    "appoint_body": lambda d: {
        "body": "trust", "organisation_id": d.world.inside.team.organisation, "start": "2099-01-01",
    },
    "draft_paper": lambda d: {"kind": "warning letter"},
    "say_inside": lambda d: {"open_since": today()},
    "say_code": lambda d: {
        "list_name": "offence code", "code": a_name(), "means": "home office code", "value": "105/01", "because": "x",
    },
    "adopt_model": lambda d: {"text": preset_text("nacro-2012")},
    "ask_plan": lambda d: {},
    "ask_for_project": lambda d: {
        "unit_id": d.world.unit, "title": a_name(), "problem": "Litter", "nominator": "a resident", "place": "The park",
    },
    "credit_time": lambda d: {
        "kind": "education, training or employment", "minutes": 1, "what": a_name(), "on": day_of(timezone.now()),
    },
    "record_turns": lambda d: {"turns": []},
    "propose_condition": lambda d: {"code": "no-contact-prisoners"},
    "ask_for_condition": lambda d: {"code": "no-contact-prisoners"},
    "ask_about_address": lambda d: {"place": a_name()},
    "send_newcomer": lambda d: {
        "family_name": a_name(), "given_names": "Robin", "date_of_birth": "1990-01-01", "postcode": f"{HERE[1]} 1AB",
        "reason": "diversion",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def depth(empty_database: None) -> Depth:
    at = timezone.now() - timedelta(hours=6)
    services = a_service(at=at, local=HERE), a_service(at=at, local=THERE)
    inside, outside = (managed(a_person(service)) for service in services)
    know(inside, outside)
    world = World(*services, inside, outside)
    ids = things(world, inside)
    services[0].takes_its_area()
    officer, told = somebody_told()
    return Depth(world, ids | told, {"victim liaison officer": browser(officer)})


def somebody_told() -> tuple[Member, dict[str, Any]]:
    """A victim with a letter drafted and a statement asked for, in a service that keeps them told; and whoever leads on their record."""
    service = a_service("england-and-wales-2021", at=timezone.now() - timedelta(hours=6), local=a_local())
    officer = a_liaison_officer(service)
    told = registered(officer, sentenced(service))
    told.comes_in(Choice.STAGES, stages=[StageKind.RELEASE])
    letter = told.written_to(told.reaches(StageKind.RELEASE))
    asked = told.asked_about(day_of(service.at) + timedelta(days=90))
    return officer, {
        "victim_id": told.id, "covered_id": told.row.covered_id, "letter_id": letter, "statement_id": asked,
    }  # fmt: skip


@pytest.fixture(scope="module")
def called(depth: Depth) -> Depth:
    """After every operation was called as often as is wanted."""
    from throughcare.config.wsgi import application

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    for found in schema.get_all_operations():
        operation = found.ok()
        names = [one for one in CALLS if operation.definition.raw["operationId"].endswith(f"_{one}")]
        name = max(names, key=len)
        _call_often(depth, name, CALLS[name], operation.as_strategy())
    return depth


def _call_often(depth: Depth, name: str, call: Call, cases: st.SearchStrategy[Any]) -> None:
    if "file" in (call.body or {}):
        cases = st.none()  # a file is not drawn from a description; test_court_results and its like send them

    @given(case=cases, wrong=st.sampled_from(["nothing", "nothing", "a part", "all"]), dice=st.randoms())
    @settings(
        max_examples=EACH * (2 if call.verb == "get" else 1), deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def calls(case: Any, wrong: str, dice: Any) -> None:
        body = depth.good(name, call)
        drawn = case.body if case is not None and isinstance(case.body, dict) else {}
        if wrong == "a part" and body and (both := sorted(body.keys() & drawn.keys())):
            part = dice.choice(both)
            body = body | {part: drawn[part]}
        elif wrong == "all" and body is not None:
            body = drawn
        depth.call(
            name, call, body, dict(case.query or {}) if case is not None and wrong != "nothing" else {}
        )

    calls()


def test_no_operation_met_in_its_depth_is_a_server_error(called: Depth) -> None:
    assert {name for name, _ in called.answers} == set(CALLS)
    assert not [one for one in called.answers if one[1] >= 500]


def test_at_least_half_of_what_was_called_was_done(called: Depth) -> None:
    done = sum(number for (_, status), number in called.answers.items() if status < 300)
    assert done * 2 >= called.answers.total(), sorted(called.answers.items())


def test_every_answer_keeps_its_page_out_of_frames_and_caches(depth: Depth) -> None:
    answer = depth.caller("offender manager").get("/api/v1/me")
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
