"""A round from need to award as everybody of it plays it, under an operating model: the same bids, and what each model makes of them."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import product
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from support.hands import Hands, ThroughTheService, words_of
from support.made_up_passport import a_passport
from support.passports import keeps
from support.people import a_founder, joins
from support.service import Service, a_local, a_service
from throughcare.commissioning.competition.models import OpenedAnswers, Promised, Round
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
  - {{unit: North, in_house: 200000, in_house_quality: 40, need: accommodation, people: {{least: 30, most: 70}}}}
  - {{unit: South, in_house: 200000, in_house_quality: 40, need: accommodation, people: {{least: 20, most: 60}}}}
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
        name="durham-tees-valley-2012", buyer=BodyKind.TRUST, scope="local", votes=[], refused={}, decides="section 2",
        says=[
            "One body may buy and bid, with a wall between its two sides Durham Tees Valley 2012, Q6 bullet 3",
            "Bidders draw the lots: a package may be of several units Durham Tees Valley 2012, Q5 bullet 4",
        ],
        taken={"B"}, cost="£180,000.00",
    ),
    Model(
        name="nacro-2012", buyer=BodyKind.LOCAL_COMMISSIONER, scope="local", votes=["police"], decides="Q4 p7",
        refused={IN_HOUSE: "Q6 p8-9", CHARITIES: "The commissioner draws the lots here"},
        says=[
            "Whoever buys does not bid Nacro 2012, Q6 p8-9; Q1 p4",
            "a public body: separate body Nacro 2012, Q6 p9",
            "The commissioner draws the lots: each package is of one unit assumed in this model",
        ],
        taken={"M", "T"}, cost="£183,000.00",
    ),
    Model(
        name="home-office-2005", buyer=BodyKind.REGIONAL_COMMISSIONER, scope="regional", votes=[], decides="paragraphs 10-12",
        refused={IN_HOUSE: "paragraph 5", CHARITIES: "The commissioner draws the lots here", MUTUAL: "paragraph 15"},
        says=[
            "Whoever buys does not bid Home Office 2005, paragraph 5",
            "Sectors that may bid: private, public, voluntary; a public body: as itself Home Office 2005, paragraph 15",
            "The commissioner draws the lots: each package is of one unit Home Office 2005, paragraph 5",
        ],
        taken={"B1", "T"}, cost="£188,000.00",
    ),
]  # fmt: skip
KINDS = {
    BodyKind.LOCAL_COMMISSIONER: OrganisationKind.LOCAL_COMMISSIONER,
    BodyKind.REGIONAL_COMMISSIONER: OrganisationKind.REGIONAL_COMMISSIONER,
}


def a_file(text: str) -> SimpleUploadedFile:
    """A file to send."""
    return SimpleUploadedFile("file.yaml", text.encode())


def on(name: str, day: Any) -> dict[str, int]:
    """A day as a form sends it."""
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


class Play:
    """Everybody of one round under one model."""

    def __init__(self, model: Model, hands: Hands) -> None:
        self.model, self.hands, self.at = model, hands, timezone.now() - timedelta(hours=2)
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
        self.intention: UUID | None = None

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
    play.hands.sent(
        play.analyst, "/need/intentions/new", title=title, need="accommodation", function="support_services", place=play.area,
        scope=play.model.scope, priority=1, budget="400000.00", because="Three of four are met by nobody", demand_low=60,
        demand_high=120, way="buy it", way_because="Nobody here makes it", conflicts="none declared",
        equality="Women wait longest", small_providers="Lots of one area", mainstream="no",
    )  # fmt: skip
    row = Intention.objects.using("owner").get(unit_id=play.analyst.unit_id)
    here = f"/need/intentions/{row.id}"
    play.hands.sent(play.analyst, f"{here}/cite", place=play.area, version=1)
    play.hands.sent(play.analyst, f"{here}/consult", **on("closes", now + timedelta(days=90)), version=2)
    assert play.model.decides in play.hands.got(play.decider, here)
    for who, name in ((play.police, "police"), (play.panel, "panel")):
        vote = {"vote": "for"} if name in play.model.votes else {}
        assert ("Your organisation's vote" in play.hands.got(who, f"{here}/say")) is bool(vote), name
        play.hands.sent(who, f"{here}/say", words="Evenings too", **vote)
    for said in IntentionSaid.objects.using("owner").filter(intention=row.id):
        play.hands.sent(play.analyst, f"/need/said/{said.id}/answer", words="They are in", changed="on")
    days_go_on(91)
    play.hands.sent(play.decider, f"{here}/decide", to="approved", because="All is there", version=3)
    assert Intention.objects.using("owner").get(id=row.id).stage == "approved"
    play.intention = row.id


def publishes(play: Play) -> None:
    """The commissioner publishes, names the panel, and both who open make their keys."""
    closes = day_of(timezone.now()) + timedelta(days=30)
    terms, new = TERMS.format(title=f"Round {new_id()}"), "/competition/rounds/new"
    given = {
        "regime": "light-touch-2023", **on("closes", closes), **on("questions", closes - timedelta(days=7)),
        "opener_one": play.opener.id, "opener_two": play.second.id, "intentions": play.intention,
    }  # fmt: skip
    beyond = a_file(terms.replace("most: 70", "most: 700"))
    assert "foresees 120 at most" in ThroughTheService().refused(play.commissioner, new, file=beyond, **given)
    play.hands.sent(play.commissioner, new, file=a_file(terms), **given)
    for who, part in [*((one, "evaluator") for one in play.evaluators), (play.moderator, "moderator")]:
        play.hands.sent(play.commissioner, f"{play.address}/panel", who=who.id, part=part)
    for who, passphrase in zip((play.opener, play.second), PASSES, strict=True):
        play.hands.sent(who, f"{play.address}/make-key", passphrase=passphrase, again=passphrase)
    shows_its_need(play)


def shows_its_need(play: Play) -> None:
    """The competition's page shows the figure it is for: with a link to it for who may look at need, and without one for who may not."""
    links, none = (play.hands.html(who, play.address) for who in (play.commissioner, play.evaluators[0]))
    address = f"/need/intentions/{play.intention}"
    assert address in links and "/need/one?place=" in links
    assert address not in none and "/need/one?" not in none
    for page in (links, none):
        assert "60 to 120" in words_of(page) and "80 assessed with it" in words_of(page), words_of(page)
    assert play.round.title in play.hands.got(play.analyst, address)


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
    play.hands.sent(play.bidders[COMPANY], f"{play.address}/ask", asks="May a van be shared?")
    asked = re.search(r"/questions/([0-9a-f-]{36})", play.hands.html(play.commissioner, play.address))
    assert asked is not None
    play.hands.sent(
        play.commissioner,
        f"{play.address}/questions/{asked[1]}",
        asked="May a van be shared?",
        answer="It may.",
    )
    for name, lead in play.bidders.items():
        text = said_by(name, PACKAGES[name], play)
        if name in play.model.refused:
            assert play.model.refused[name] in play.hands.refused(
                lead, f"{play.address}/bid", file=a_file(text)
            ), name
        else:
            play.hands.sent(lead, f"{play.address}/bid", file=a_file(text))
    if CHARITIES in play.model.refused:
        play.hands.sent(
            play.bidders[CHARITIES], f"{play.address}/bid", file=a_file(said_by(CHARITIES, APART, play))
        )
    play.hands.sent(
        play.other_charity, f"{play.address}/promise", lead_unit=play.bidders[CHARITIES].unit_id, part="member", percent=40
    )  # fmt: skip
    assert Promised.objects.using("owner").filter(round=play.round.id).count() == 1


def judges(play: Play) -> None:
    """Answers are opened, scored alone, agreed where they differ, and signed; then prices are opened, and it is decided."""
    for who, passphrase in zip((play.opener, play.second), PASSES, strict=True):
        play.hands.sent(who, f"{play.address}/turn-key", passphrase=passphrase)
    answers = list(OpenedAnswers.objects.using("owner").filter(round=play.round.id))
    for number, who in enumerate(play.evaluators):
        for at, (one, place) in enumerate(product(answers, (0, 1))):
            score = 3 if number == 0 and place == 0 else 4
            send = play.hands.again if at else play.hands.sent
            send(who, f"{play.address}/answers/{one.id}/{place}", score=score, because="As it says")
        if number == 0:
            assert "Yours: 4" in play.hands.got(who, f"{play.address}/answers")
            assert "Yours" not in play.hands.got(play.evaluators[1], f"{play.address}/answers")
        play.hands.sent(who, f"{play.address}/hand-in")
    for at, one in enumerate(answers):
        send = play.hands.again if at else play.hands.sent
        send(play.moderator, f"{play.address}/answers/{one.id}/0", score=4, because="Talked through")
    assert "is refused" not in play.hands.sent(play.moderator, f"{play.address}/sign")
    for who, passphrase in zip((play.opener, play.second), PASSES, strict=True):
        play.hands.sent(who, f"{play.address}/turn-key", passphrase=passphrase)
    low = "Prices to ask about before you decide"
    assert low in play.hands.got(play.commissioner, f"{play.address}/bids")
    play.hands.sent(play.commissioner, f"{play.address}/decide")
