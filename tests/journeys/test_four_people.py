"""One person's services, with four people signed in at once under three operating models that differ.

Their manager, a prime's worker, a subcontractor's worker and the court's officer each have a browser open all the while. After each
step of the story every page and every answer of the API about it is held against what each of the four may see of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from support.browser import press
from support.service import Person, Service, a_person, a_service, managed
from support.services import Provider, a_provider, an_offer, row_of
from support.wall_visits import caller

from throughcare.casework.courts.models import Requirement
from throughcare.casework.interventions.models import Referral
from throughcare.casework.interventions.models import Service as Offered
from throughcare.casework.supervision.store.steps import subject_of
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import new_id
from throughcare.foundation.operating_model.rules import BodyKind, Function

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Differs:
    """What a model makes different: who manages, whether the court's officer is of the same organisation, who arranges unpaid work."""

    manages: BodyKind
    court_is_theirs: bool
    unpaid_work: BodyKind


MODELS = {
    "durham-tees-valley-2012": Differs(BodyKind.TRUST, True, BodyKind.COMPETED),
    "nacro-2012": Differs(BodyKind.COMPETED, False, BodyKind.COMPETED),
    "england-and-wales-2021": Differs(BodyKind.PUBLIC_PROVIDER, True, BodyKind.PUBLIC_PROVIDER),
}


@dataclass
class Story:
    """A person, the two services they are sent to, and the four whose browsers are open."""

    differs: Differs
    service: Service
    person: Person
    prime: Provider
    sub: Provider
    offers: dict[str, Offered]
    pages: dict[str, Any] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)

    def opens(self, who: str, path: str) -> tuple[int, str]:
        """What one of the four is given at an address by their own browser, signed in as they are."""
        answer = self.pages[who].context.request.get(path)
        return answer.status, answer.text()

    def referral(self, which: str) -> UUID:
        """The referral to one of the two services."""
        return Referral.objects.using("owner").get(person_id=self.person.id, service=self.offers[which]).id


@pytest.fixture
def told(browser, site, signed_in):
    contexts = []

    def tell(model: str) -> Story:
        service = a_service(model, at=timezone.now() - timedelta(hours=3))
        yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
        person = managed(a_person(service, hearing_date=yesterday))
        prime, sub = a_provider(service), a_provider(service)
        offers = {
            "prime": an_offer(prime, service, intervention_title=f"Prime homes {new_id().hex[-6:]}"),
            "sub": an_offer(sub, service, intervention_title=f"Sub homes {new_id().hex[-6:]}"),
        }
        story = Story(MODELS[model], service, person, prime, sub, offers)
        story.members = {
            "manager": person.team.officer, "prime": prime.worker, "sub": sub.worker, "court": service.officer_of_the_court,
        }  # fmt: skip
        for who, member in story.members.items():
            context = browser.new_context(base_url=site, java_script_enabled=False)
            contexts.append(context)
            signed_in(context, member)
            story.pages[who] = context.new_page()
        return story

    yield tell
    for context in contexts:
        context.close()


ALL = ("manager", "prime", "sub", "court")
# Each address, and the answer that each of the four is given; {person}, {prime} and {sub} are the person and the referrals.
BEFORE = {
    "/people/{person}": (200, 404, 404, 200),
    "/people/{person}/services": (200, 404, 404, 200),
    "/people/{person}/plan": (200, 404, 404, 200),
    "/people/{person}/unpaid-work": (200, 404, 404, 200),
    "/referrals": (200, 200, 200, 403),
    "/sessions": (403, 200, 200, 403),
    "/waits": (403, 403, 403, 403),
    "/services": (200, 200, 200, 200),
    "/api/v1/people/{person}/referrals": (200, 404, 404, 200),
    "/api/v1/people/{person}/plan": (200, 404, 404, 200),
    "/api/v1/referrals": (200, 200, 200, 403),
}
BOTH = BEFORE | {
    "/people/{person}": (200, 200, 200, 200),
    "/people/{person}/services": (200, 200, 200, 200),
    "/people/{person}/plan": (200, 403, 403, 200),
    "/people/{person}/unpaid-work": (200, 200, 200, 200),
    "/referrals/{prime}": (200, 200, 404, 403),
    "/referrals/{sub}": (200, 404, 200, 403),
    "/api/v1/people/{person}/referrals": (200, 200, 200, 200),
    "/api/v1/people/{person}/plan": (200, 403, 403, 200),
    "/api/v1/referrals/{prime}": (200, 200, 404, 403),
    "/api/v1/referrals/{sub}": (200, 404, 200, 403),
    "/people/{person}/plan/goal": (200, 403, 403, 403),
}
ONE_LEFT = BOTH | {
    "/people/{person}": (200, 200, 404, 200),
    "/people/{person}/services": (200, 200, 404, 200),
    "/people/{person}/plan": (200, 403, 404, 200),
    "/people/{person}/unpaid-work": (200, 200, 404, 200),
    "/referrals/{sub}": (200, 404, 404, 403),
    "/api/v1/people/{person}/referrals": (200, 200, 404, 200),
    "/api/v1/people/{person}/plan": (200, 403, 404, 200),
    "/api/v1/referrals/{sub}": (200, 404, 404, 403),
    "/people/{person}/plan/goal": (200, 403, 404, 403),
}


def hold(story: Story, table: dict[str, tuple[int, ...]]) -> None:
    """Open every address of a table as each of the four: the answer is as the table says, and names no service but one's own."""
    ids = {"person": story.person.id}
    if "{prime}" in "".join(table):
        ids |= {which: story.referral(which) for which in ("prime", "sub")}
    apis = {who: caller(story.members[who]) for who in ALL}
    wrong = []
    for address, answers in table.items():
        path = address.format(**ids)
        for who, wanted in zip(ALL, answers, strict=True):
            if path.startswith("/api/"):
                answer = apis[who].get(path)
                status, text = answer.status_code, answer.content.decode()
            else:
                status, text = story.opens(who, path)
            if status != wanted:
                wrong.append((address, who, status, wanted))
            other = {"prime": "sub", "sub": "prime"}.get(who)
            # The catalogue is everybody's; what somebody was sent to is not.
            if other and address != "/services" and story.offers[other].title in text:
                wrong.append((address, who, "reads of", story.offers[other].title))
    assert not wrong


def refers(story: Story, which: str) -> None:
    """The manager finds one of the two services among those that fit, and refers the person to it."""
    page, offered = story.pages["manager"], story.offers[which]
    page.goto(f"/people/{story.person.id}/services/{offered.id}/refer?need={offered.needs[0]}")
    page.get_by_label("What the person needs, and why this service").fill("No home to go to")
    press(page, "Refer")
    expect(page.get_by_text(f"Referred to {offered.title}")).to_be_visible()


def takes(story: Story, who: str) -> None:
    """A provider's worker takes the person on, as their own, and sends a plan."""
    page, where = story.pages[who], f"/referrals/{story.referral(who)}"
    page.goto(f"{where}/accept")
    press(page, "Accept")
    page.goto(f"{where}/assign")
    page.get_by_label("Worker").select_option(str(story.members[who].id))
    press(page, "Give to a worker")
    page.goto(f"{where}/plan")
    page.get_by_label("Goals").fill("A tenancy in my own name")
    page.get_by_label("Number of sessions").fill("2")
    press(page, "Send a plan")


def is_on_home(story: Story, who: str, words: str) -> bool:
    return words in story.opens(who, "/?all=")[1]


@pytest.mark.parametrize("model", MODELS)
def test_four_people_at_once_each_see_their_own_part_and_no_more(model, told):
    story = told(model)
    differs, person = story.differs, story.person
    hold(story, BEFORE)

    # What the model makes different: who manages, who speaks in court, and to whom unpaid work would go.
    assert person.team.body is differs.manages
    court = story.members["court"]
    assert (court.organisation_id == person.team.organisation) is differs.court_is_theirs
    arranges = story.service.teams[differs.unpaid_work]
    required = Requirement.objects.using("owner").get(person_id=person.id, kind="unpaid work").id
    assert story.service.holder(Function.UNPAID_WORK, subject_of(person.row)) == arranges.organisation
    shown = story.opens("manager", f"/people/{person.id}/unpaid-work/send/{required}")[1]
    assert f"{differs.unpaid_work.label} {story.service.area}" in shown
    assert story.opens("court", f"/people/{person.id}/unpaid-work/send/{required}")[0] == 403

    refers(story, "prime")
    refers(story, "sub")
    hold(story, BOTH)
    for who, title in (("prime", story.offers["prime"].title), ("sub", story.offers["sub"].title)):
        lead = getattr(story, who).lead
        assert title in story.opens(who, "/referrals")[1]
        assert row_of(story.referral(who)).to_unit == lead.unit_id

    takes(story, "prime")
    plan = f"Referral to {story.offers['prime'].title}: its plan to be approved"
    assert is_on_home(story, "manager", plan)
    assert not any(is_on_home(story, who, plan) for who in ("prime", "sub", "court"))
    page = story.pages["manager"]
    page.goto(f"/referrals/{story.referral('prime')}/approve")
    press(page, "Approve the plan")
    assert story.offers["prime"].title not in story.opens("sub", "/sessions")[1]
    assert story.offers["prime"].title in story.opens("prime", "/sessions")[1]

    # The subcontractor's worker cannot take the prime's next step, nor the court's officer anybody's, whatever they send.
    for who in ("sub", "court"):
        answer = caller(story.members[who]).post(
            f"/api/v1/referrals/{story.referral('prime')}/sessions",
            {"version": row_of(story.referral("prime")).version, "on": str(timezone.localdate()), "outcome": "attended"},
            content_type="application/json",
        )  # fmt: skip
        assert answer.status_code in {403, 422} and row_of(story.referral("prime")).state == "delivering"

    page.goto(f"/referrals/{story.referral('sub')}/withdraw")
    page.get_by_label("Reason").select_option("the need was met another way")
    press(page, "Withdraw")
    hold(story, ONE_LEFT)
