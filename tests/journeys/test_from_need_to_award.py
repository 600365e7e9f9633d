"""One round from need to award, by its pages, under three operating models: the same bids, and what each model makes of them.

Played by a needs analyst, a commissioner who decides, another who runs it, two who open, three who evaluate, one who moderates, the police
and crime commissioner and the local advisory panel; bids come from the buyer's own in-house unit, a company, two charities
together, a mutual that staff are forming, and a trust of another place.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from support import clock
from support.made_up_passport import a_passport
from support.passports import keeps
from support.people import a_founder, joins
from support.service import Service, a_local, a_service
from support.wall_visits import browser

from throughcare.commissioning.competition.models import Decision, OpenedAnswers, Promised, Round
from throughcare.commissioning.needs.models import Intention, IntentionSaid, NeedPublished
from throughcare.commissioning.needs.rules.quarters import whole_quarters
from throughcare.commissioning.providers.rules.passport import Form
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.rules import Member, OrganisationKind, Sector
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import actions as models
from throughcare.foundation.operating_model.rules import BodyKind

PASSES = ("correct horse battery", "staple of another kind")
TERMS = """
round: {title}
units:
  - {{unit: North, in_house: 200000, in_house_quality: 40}}
  - {{unit: South, in_house: 200000, in_house_quality: 40}}
rule: {{objective: lowest cost, quality_floor: 50, ties: [fewer contracts]}}
evaluation:
  evaluators: 3
  criteria:
    - {{criterion: Help, question: "How will you help people to stop?", weight: 60}}
    - {{criterion: Links, question: "Whom do you work with there?", weight: 40}}
  scale:
    - {{score: 0, means: Nothing said}}
    - {{score: 3, means: Most of it}}
    - {{score: 4, means: All of it}}
    - {{score: 5, means: All of it and more}}
"""
IN_HOUSE, COMPANY, CHARITIES, MUTUAL, TRUST = "in-house", "company", "charities", "mutual", "trust"
PACKAGES = {
    IN_HOUSE: ["{package: H, units: [South], price: 90000}"],
    COMPANY: ["{package: C1, units: [North], price: 110000}", "{package: C2, units: [South], price: 120000}"],
    CHARITIES: ["{package: B, units: [North, South], price: 180000}"],
    MUTUAL: ["{package: M, units: [North], price: 95000}"],
    TRUST: ["{package: T, units: [South], price: 88000}"],
}
APART = ["{package: B1, units: [North], price: 100000}", "{package: B2, units: [South], price: 100000}"]
"""What the two charities bid where the commissioner draws the lots, and their one package of both is refused."""


class Model(SimpleNamespace):
    """What a model is expected to make of the round: who buys at which scope, whose bid is refused where, what is awarded."""


MODELS = [
    Model(
        name="durham-tees-valley-2012", buyer=BodyKind.TRUST, scope="local", votes=[], refused={}, drawn="Q5 bullet 4",
        taken={"B"}, cost="£180,000.00",
    ),
    Model(
        name="nacro-2012", buyer=BodyKind.LOCAL_COMMISSIONER, scope="local", votes=["police"],
        refused={IN_HOUSE: "Q6 p8-9", CHARITIES: "The commissioner draws the lots here"}, drawn="assumed in this model",
        taken={"M", "T"}, cost="£183,000.00",
    ),
    Model(
        name="home-office-2005", buyer=BodyKind.REGIONAL_COMMISSIONER, scope="regional", votes=[],
        refused={IN_HOUSE: "paragraph 5", CHARITIES: "The commissioner draws the lots here", MUTUAL: "paragraph 15"},
        drawn="paragraph 5", taken={"B1", "T"}, cost="£188,000.00",
    ),
]  # fmt: skip
KINDS = {
    BodyKind.LOCAL_COMMISSIONER: OrganisationKind.LOCAL_COMMISSIONER,
    BodyKind.REGIONAL_COMMISSIONER: OrganisationKind.REGIONAL_COMMISSIONER,
}


def words(response: Any) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def got(who: Member, address: str) -> str:
    """What a page says to somebody who signs in and opens it."""
    response = browser(who).get(address)
    assert response.status_code == 200, (address, words(response))
    return words(response)


def sent(who: Member, address: str, /, **given: Any) -> str:
    """Send a form by its page; gives what the page it leads to says."""
    form = {name: str(value) if isinstance(value, UUID) else value for name, value in given.items()}
    response = browser(who).post(address, {"idempotency_key": str(new_id()), **form}, follow=True)
    assert response.redirect_chain, words(response)
    return words(response)


def refused(who: Member, address: str, /, **given: Any) -> str:
    """Send a form that is refused; gives what its page says."""
    response = browser(who).post(address, {"idempotency_key": str(new_id()), **given}, follow=True)
    assert not response.redirect_chain, words(response)
    return words(response)


def a_file(text: str) -> SimpleUploadedFile:
    """A file to send."""
    return SimpleUploadedFile("file.yaml", text.encode())


def on(name: str, day: Any) -> dict[str, int]:
    """A day as a form sends it."""
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


@pytest.fixture
def days_go_on(monkeypatch):
    """Lets days go by: the clock of pages and actions goes on, and that of the database is not asked."""

    def go(days: int) -> None:
        monkeypatch.setattr(clock, "_BEHIND", clock._BEHIND - timedelta(days=days))

    return go


class Play:
    """Everybody of one round under one model."""

    def __init__(self, model: Model) -> None:
        self.model, self.at = model, timezone.now() - timedelta(hours=2)
        self.service: Service = a_service(model.name, at=self.at, local=a_local())
        self.area = self.service.area
        organisation = self._body(model.buyer)
        desk = self._unit(organisation, "Buying")
        self.analyst, self.decider = joins(desk, "needs analyst"), joins(desk, "commissioner")
        self.commissioner, self.opener = joins(desk, "commissioner"), joins(desk, "commissioner")
        self.second = joins(desk, "analyst")
        self.evaluators, self.moderator = (
            [joins(desk, "evaluator") for _ in range(3)],
            joins(desk, "moderator"),
        )
        self.police = self._partner(
            OrganisationKind.POLICE_AND_CRIME_COMMISSIONER, BodyKind.POLICE_AND_CRIME_COMMISSIONER
        )
        self.panel = self._partner(OrganisationKind.ADVISORY_PANEL, BodyKind.ADVISORY_PANEL)
        self.bidders = {
            IN_HOUSE: self._lead(self._unit(organisation, "In-house"), Form.PUBLIC_BODY),
            COMPANY: self._bidder(Sector.PRIVATE, Form.COMPANY, company="01234567"),
            CHARITIES: self._bidder(Sector.VOLUNTARY, Form.CHARITY),
            MUTUAL: self._bidder(Sector.MUTUAL, Form.BEING_FORMED, charity="", forms_by=day_of(self.at) + timedelta(days=200)),
            TRUST: self._bidder(Sector.PUBLIC, Form.PUBLIC_BODY, charity=""),
        }  # fmt: skip
        self.other_charity = self._bidder(Sector.VOLUNTARY, Form.CHARITY)

    def _unit(self, organisation: UUID, name: str) -> UUID:
        return access.record_unit(
            by=a_founder(), at=self.at, organisation_id=organisation, name=f"{name} {new_id()}", kind="team"
        )

    def _body(self, body: BodyKind) -> UUID:
        if body in self.service.teams:
            return self.service.teams[body].organisation
        return self._appointed(KINDS[body], body)

    def _appointed(self, kind: OrganisationKind, body: BodyKind) -> UUID:
        made = access.record_organisation(
            by=a_founder(), at=self.at, name=f"{kind.value} {new_id()}", kind=kind
        )
        models.appoint_body(
            by=a_founder(), at=self.at, area=self.area, body=body, organisation_id=made,
            start=day_of(self.at) - timedelta(days=1),
        )  # fmt: skip
        return made

    def _partner(self, kind: OrganisationKind, body: BodyKind) -> Member:
        return joins(self._unit(self._appointed(kind, body), "Office"), "commissioner")

    def _bidder(self, sector: Sector, form: Form, **given: Any) -> Member:
        made = access.record_organisation(
            by=a_founder(), at=self.at, name=f"{sector.value} {new_id()}", kind=OrganisationKind.COMMUNITY_PROVIDER, sector=sector
        )  # fmt: skip
        return self._lead(self._unit(made, "Bids"), form, **given)

    def _lead(self, unit: UUID, form: Form, **given: Any) -> Member:
        lead = joins(unit, "provider lead")
        keeps(lead, self.at, a_passport(day_of(self.at), form=form, **given))
        return lead

    @property
    def round(self) -> Round:
        """The competition."""
        return Round.objects.using("owner").get(unit_id=self.commissioner.unit_id)

    @property
    def address(self) -> str:
        """Where its page is."""
        return f"/competition/rounds/{self.round.id}"


def intends(play: Play, days_go_on) -> None:
    """Need is cited, put out for consultation, commented and voted on by each partner's seat, answered, and approved."""
    now = day_of(timezone.now())
    quarter = whole_quarters(now)[-1]
    cells = [[["met"], 20], [["none"], 40], [["not met"], 60], [["not known"], 30]]
    NeedPublished.objects.using("owner").create(
        place=play.area, first=quarter.first, last=quarter.last, at=timezone.now(),
        tables=[{"by": [], "cells": [[[], 150]]}, {"by": ["need: accommodation"], "cells": cells}],
    )  # fmt: skip
    title = f"Homes {new_id()}"
    sent(
        play.analyst, "/need/intentions/new", title=title, need="accommodation", function="support_services", place=play.area,
        scope=play.model.scope, priority=1, budget="400000.00", because="Three of four are met by nobody", demand_low=60,
        demand_high=120, way="buy it", way_because="Nobody here makes it", conflicts="none declared",
        equality="Women wait longest", small_providers="Lots of one area", mainstream="no",
    )  # fmt: skip
    row = Intention.objects.using("owner").get(unit_id=play.analyst.unit_id)
    here = f"/need/intentions/{row.id}"
    sent(play.analyst, f"{here}/cite", place=play.area, version=1)
    sent(play.analyst, f"{here}/consult", **on("closes", now + timedelta(days=90)), version=2)
    for who, name in ((play.police, "police"), (play.panel, "panel")):
        vote = {"vote": "for"} if name in play.model.votes else {}
        assert ("Your organisation's vote" in got(who, f"{here}/say")) is bool(vote), name
        sent(who, f"{here}/say", words="Evenings too", **vote)
    for said in IntentionSaid.objects.using("owner").filter(intention=row.id):
        sent(play.analyst, f"/need/said/{said.id}/answer", words="They are in", changed="on")
    days_go_on(91)
    sent(play.decider, f"{here}/decide", to="approved", because="All is there", version=3)
    assert Intention.objects.using("owner").get(id=row.id).stage == "approved"


def publishes(play: Play) -> None:
    """The commissioner publishes, names the panel, and both who open make their keys."""
    closes = day_of(timezone.now()) + timedelta(days=30)
    title = f"Round {new_id()}"
    sent(
        play.commissioner, "/competition/rounds/new", file=a_file(TERMS.format(title=title)), regime="light-touch-2023",
        **on("closes", closes), **on("questions", closes - timedelta(days=7)), opener_one=play.opener.id, opener_two=play.second.id,
    )  # fmt: skip
    for who, part in [*((one, "evaluator") for one in play.evaluators), (play.moderator, "moderator")]:
        sent(play.commissioner, f"{play.address}/panel", who=who.id, part=part)
    for who, passphrase in zip((play.opener, play.second), PASSES, strict=True):
        sent(who, f"{play.address}/make-key", passphrase=passphrase, again=passphrase)


def said_by(name: str, packages: list[str], play: Play) -> str:
    """A bid as its file says it."""
    lines = "".join(f"  - {one}\n" for one in packages)
    shares = (
        f"shares:\n  - {{who: Us, part: lead, percent: 60}}\n  - {{who: '{play.other_charity.organisation_name}', part: member, percent: 40}}\n"
        if name == CHARITIES
        else ""
    )
    return f"answers: {{Help: We help with work, Links: We know the councils}}\n{shares}packages:\n{lines}"


def bids(play: Play) -> None:
    """Everybody sends the same bids; what a model refuses is refused with where it says so."""
    sent(play.bidders[COMPANY], f"{play.address}/ask", asks="May a van be shared?")
    asked = re.search(
        r"/questions/([0-9a-f-]{36})", browser(play.commissioner).get(play.address).content.decode()
    )
    assert asked is not None
    sent(
        play.commissioner,
        f"{play.address}/questions/{asked[1]}",
        asked="May a van be shared?",
        answer="It may.",
    )
    for name, lead in play.bidders.items():
        text = said_by(name, PACKAGES[name], play)
        if name in play.model.refused:
            assert play.model.refused[name] in refused(lead, f"{play.address}/bid", file=a_file(text)), name
        else:
            sent(lead, f"{play.address}/bid", file=a_file(text))
    if CHARITIES in play.model.refused:
        sent(play.bidders[CHARITIES], f"{play.address}/bid", file=a_file(said_by(CHARITIES, APART, play)))
    sent(
        play.other_charity, f"{play.address}/promise", lead_unit=play.bidders[CHARITIES].unit_id, part="member", percent=40
    )  # fmt: skip
    assert Promised.objects.using("owner").filter(round=play.round.id).count() == 1


def judges(play: Play) -> None:
    """Answers are opened, scored alone, agreed where they differ, and signed; then prices are opened, and it is decided."""
    for who, passphrase in zip((play.opener, play.second), PASSES, strict=True):
        sent(who, f"{play.address}/turn-key", passphrase=passphrase)
    answers = list(OpenedAnswers.objects.using("owner").filter(round=play.round.id))
    for number, who in enumerate(play.evaluators):
        for one in answers:
            for place in (0, 1):
                score = 3 if number == 0 and place == 0 else 4
                sent(who, f"{play.address}/answers/{one.id}/{place}", score=score, because="As it says")
        if number == 0:
            assert "Yours: 4" in got(who, f"{play.address}/answers")
            assert "Yours" not in got(play.evaluators[1], f"{play.address}/answers")
        sent(who, f"{play.address}/hand-in")
    for one in answers:
        sent(play.moderator, f"{play.address}/answers/{one.id}/0", score=4, because="Talked through")
    assert "is refused" not in sent(play.moderator, f"{play.address}/sign")
    for who, passphrase in zip((play.opener, play.second), PASSES, strict=True):
        sent(who, f"{play.address}/turn-key", passphrase=passphrase)
    sent(play.commissioner, f"{play.address}/decide")


@pytest.mark.parametrize("model", MODELS, ids=lambda one: one.name)
def test_the_same_bids_come_to_what_each_model_says(database: object, days_go_on, model: Model) -> None:
    play = Play(model)
    intends(play, days_go_on)
    publishes(play)
    bids(play)
    days_go_on(31)
    judges(play)
    told = got(play.commissioner, play.address)
    award = Round.objects.using("owner").get(id=play.round.id)
    assert model.cost in told, told
    decided = Decision.objects.using("owner").get(round=award.id).award
    assert {one["package"] for one in decided["taken"]} == model.taken
    assert "Quality in all" in got(play.bidders[COMPANY], play.address)
    assert "C2" in got(play.bidders[COMPANY], play.address) and "88000" not in got(
        play.bidders[COMPANY], play.address
    )
    assert "Confirmed by itself" in got(play.commissioner, f"{play.address}/bids")
    sent(play.commissioner, f"{play.address}/publish-award", with_standstill="on")
    record = browser(play.commissioner).get(f"/open-contracting/records/{award.id}").json()["records"][0]
    assert {one["package"] for one in record["compiledRelease"]["awards"]} == model.taken
    assert "The wall held" in got(play.commissioner, f"{play.address}/certificate")


def test_a_day_is_the_pages_own(database: object, days_go_on) -> None:
    before = timezone.now()
    days_go_on(10)
    after: datetime = timezone.now()
    assert timedelta(days=10) <= after - before < timedelta(days=11)
