"""An intention goes from a gap to its approval through what its writers, partners and deciders may each do."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone
from support.browser import (
    assert_accessible,
    assert_fits_at_twice_the_size,
    assert_no_sideways_scroll,
    assert_reads_in_own_colours,
)
from support.people import a_founder, joins
from support.service import a_local, a_service
from support.wall_visits import browser

from throughcare.commissioning.needs import actions, queries
from throughcare.commissioning.needs.models import Intention, NeedPublished
from throughcare.commissioning.needs.rules.intentions import Answer, Paper, Scope, Stage, Way
from throughcare.commissioning.needs.rules.quarters import whole_quarters
from throughcare.commissioning.needs.rules.seats import Seat
from throughcare.commissioning.needs.rules.worked import Good, Outcome
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.queries import member
from throughcare.foundation.access.rules import OrganisationKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import actions as models
from throughcare.foundation.operating_model.rules import BodyKind

NOW = timezone.now()
LATER = timedelta(days=90)


@pytest.fixture(scope="module")
def place(database: object):
    """An area under the model of Nacro, where the local commissioner buys with the council and the police and crime commissioner."""
    made = a_service("nacro-2012", at=NOW - timedelta(hours=5), local=a_local())
    buyer = unit_of(made, OrganisationKind.LOCAL_COMMISSIONER, BodyKind.LOCAL_COMMISSIONER)
    council = unit_of(made, OrganisationKind.LOCAL_AUTHORITY, BodyKind.LOCAL_AUTHORITY)
    team = next(iter(made.teams.values()))
    published(made.area)
    return SimpleNamespace(
        area=made.area, writer=joins(buyer, "needs analyst"), decider=joins(buyer, "commissioner"), council=joins(council, "commissioner"),
        analyst=joins(buyer, "analyst"), provider=joins(team.unit, "provider lead"), officer=joins(team.unit, "offender manager"),
    )  # fmt: skip


def unit_of(service, kind: OrganisationKind, body: BodyKind):
    """The unit of whoever is appointed as a body in a service's area, or of somebody new who is."""
    return service.teams[body].unit if body in service.teams else a_body(kind, body, service.area)


def a_body(kind: OrganisationKind, body: BodyKind, area: str):
    founder, at = a_founder(), NOW - timedelta(hours=4)
    organisation = access.record_organisation(by=founder, at=at, name=f"{kind.value} {new_id()}", kind=kind)
    unit = access.record_unit(
        by=founder, at=at, organisation_id=organisation, name=f"Desk {new_id()}", kind="office"
    )
    models.appoint_body(
        by=founder,
        at=at,
        area=area,
        body=body,
        organisation_id=organisation,
        start=day_of(NOW) - timedelta(days=1),
    )
    return unit


def published(area: str) -> None:
    """The need of the last whole quarter of an area, as it might have been published."""
    quarter = whole_quarters(day_of(NOW))[-1]
    cells = [[["met"], 20], [["none"], 40], [["not met"], 60], [["not known"], 30]]
    tables = [{"by": [], "cells": [[[], 150]]}, {"by": ["need: accommodation"], "cells": cells}]
    NeedPublished.objects.using("owner").create(
        place=area, first=quarter.first, last=quarter.last, tables=tables, at=NOW
    )


@contextmanager
def published_later(area: str):
    """For a while, the need of the quarter after: most of those who have it are met."""
    quarter = whole_quarters(day_of(NOW))[-1]
    cells = [[["met"], 70], [["none"], 40], [["not met"], 10], [["not known"], 30]]
    tables = [{"by": [], "cells": [[[], 150]]}, {"by": ["need: accommodation"], "cells": cells}]
    after = quarter.last + timedelta(days=1), quarter.last + timedelta(days=90)
    row = NeedPublished.objects.using("owner").create(
        place=area, first=after[0], last=after[1], tables=tables, at=NOW
    )
    try:
        yield
    finally:
        NeedPublished.objects.using("owner").filter(id=row.id).delete()


def a_paper(place, **said) -> Paper:
    given = {
        "title": f"Homes {new_id()}", "need": "accommodation", "function": "support_services", "place": place.area, "scope": Scope.LOCAL,
        "priority": 1, "budget_pence": 1_200_050, "because": "Three of four are met by nobody", "demand_low": 60, "demand_high": 120,
        "way": Way.BUY, "way_because": "Nobody here makes it", "conflicts": "none declared", "equality": "Women wait longest",
        "small_providers": "Lots of one area", "mainstream": Answer.NO,
    }  # fmt: skip
    return Paper(**given | said)


def drafted(place, **said):
    return actions.draft_intention(by=place.writer, at=NOW, paper=a_paper(place, **said))


def consulted(place, **said):
    made = drafted(place, **said)
    actions.cite_need(by=place.writer, at=NOW, intention_id=made, version=1, place=place.area)
    actions.open_consultation(
        by=place.writer, at=NOW, intention_id=made, version=2, closes=day_of(NOW) + timedelta(days=85)
    )
    return made


OUTCOME = Outcome(
    "Convicted again within a year", Good.LESS, 240, "people of the same predicted chance elsewhere", Decimal("-8.0"), Decimal("-12.0"),
    Decimal("-4.0"), "/outcomes/comparison?question=1",
)  # fmt: skip


def told_by_page(analyst, made) -> str:
    """What the intention's page says once an analyst has told an outcome in its form, a first time in error."""
    client, address = browser(analyst), f"/need/intentions/{made}"
    said = {name: str(value) for name, value in vars(OUTCOME).items()}
    wrong = client.post(f"{address}/tell", said | {"low": "-6", "idempotency_key": str(new_id())})
    assert "lies between the two ends" in words(wrong)
    assert client.post(f"{address}/tell", said | {"idempotency_key": str(new_id())}).status_code == 302
    return words(client.get(address))


def seen(made, member, at=NOW):
    with viewing(member, at):
        return queries.intention(made, member, at=at)


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_an_intention_goes_from_draft_to_delivery_and_each_step_is_kept(place):
    made = consulted(place)
    said = actions.say_of_intention(
        by=place.council, at=NOW, intention_id=made, words="Add evenings", vote="for"
    )
    decide = {"by": place.decider, "intention_id": made}
    with pytest.raises(Refused, match="consultation is open until"):
        actions.decide_intention(**decide, at=NOW, version=3, to="approved", because="Now")
    with pytest.raises(Refused, match="1 of 1 things said were not answered"):
        actions.decide_intention(**decide, at=NOW + LATER, version=3, to="approved", because="Now")
    actions.answer_said(by=place.writer, at=NOW + LATER, said_id=said, words="We did", changed=True)
    actions.decide_intention(**decide, at=NOW + LATER, version=3, to="approved", because="All is there")
    for version, to in ((4, "in procurement"), (5, "delivering"), (6, "under review")):
        actions.decide_intention(**decide, at=NOW + LATER, version=version, to=to, because="It is time")
    renew = decide | {"at": NOW + LATER, "version": 7, "to": "renewed", "because": "Fewer wait"}
    with pytest.raises(Refused, match="No later figure of this need"):
        actions.decide_intention(**renew)
    told = {"at": NOW + LATER, "intention_id": made, "outcome": OUTCOME}
    with pytest.raises(Refused, match="Whoever wrote an intention does not tell"):
        actions.tell_outcome(by=place.writer, **told)
    with pytest.raises(Refused):
        actions.tell_outcome(by=under_another_hat(place.writer, "analyst"), **told)
    assert (
        f"/need/intentions/{made}/tell"
        not in browser(place.writer).get(f"/need/intentions/{made}").content.decode()
    )
    shown = told_by_page(place.analyst, made)
    assert "−8.0 from −12.0 to −4.0" in shown and "Better than people like them" in shown
    with pytest.raises(Refused, match="told already"):
        actions.tell_outcome(by=place.analyst, **told)
    with published_later(place.area):
        actions.decide_intention(**renew)
    with pytest.raises(Refused, match="while an intention is reviewed"):
        actions.tell_outcome(by=place.analyst, **told)
    one = seen(made, place.decider, NOW + LATER)
    assert one.steps[-1].found["review"].startswith("a smaller share is taken on by nobody")
    assert one.steps[-1].found["outcomes"][0].startswith(f"{OUTCOME.measure}: better than people like them")
    assert one.stage is Stage.RENEWED and one.row.approved_by == place.decider.id
    approved = next(step for step in one.steps if step.became == Stage.APPROVED)
    assert (
        approved.found["edition"].startswith("approval")
        and approved.found["paper"]["title"] == one.paper.title
    )
    assert [said.answer for said in one.said] == ["We did"] and one.unanswered == 0


def test_the_figure_is_kept_as_it_stood_and_one_that_is_too_old_blocks(place):
    made = consulted(place)
    assert seen(made, place.writer).row.evidence["figure"]["not_met"] == 60
    late = NOW + timedelta(days=500)
    with pytest.raises(Refused, match="older than 12 months"):
        actions.decide_intention(
            by=place.decider, at=late, intention_id=made, version=3, to="approved", because="Now"
        )


def test_a_gap_reported_is_evidence_and_names_its_place(place):
    actions.report_gap(
        by=place.officer, at=NOW, need="accommodation", place=place.area, words="No beds for couples"
    )
    made = drafted(place)
    actions.cite_need(
        by=place.writer, at=NOW + timedelta(minutes=1), intention_id=made, version=1, place=place.area
    )
    assert seen(made, place.writer).row.evidence["gaps"] >= 1
    with viewing(place.provider, NOW):
        assert (
            "No beds for couples" not in [one.words for one in queries.gaps_reported()]
            or place.provider.unit_id == place.officer.unit_id
        )
    with pytest.raises(Refused, match="no such area"):
        actions.report_gap(by=place.officer, at=NOW, need="accommodation", place="nowhere", words="Nothing")


def test_a_draft_is_its_teams_alone_and_what_is_out_is_open(place):
    made = drafted(place)
    with pytest.raises(Refused, match="no such intention"):
        seen(made, place.council)
    out = consulted(place)
    assert seen(out, place.council).seat is Seat.VOTE
    assert seen(out, place.provider).seat in {Seat.SEE, Seat.COMMENT}
    assert seen(out, place.decider).seat is Seat.DECIDE


def test_a_partner_that_votes_against_stops_it_and_votes_once(place):
    made = consulted(place)
    against = {"by": place.council, "at": NOW, "intention_id": made, "words": "Too dear", "vote": "against"}
    said = actions.say_of_intention(**against)
    with pytest.raises(Refused, match="voted already"):
        actions.say_of_intention(**against)
    with pytest.raises(Refused, match="no vote"):
        actions.say_of_intention(**against | {"by": place.provider})
    actions.answer_said(by=place.writer, at=NOW, said_id=said, words="It is not", changed=False)
    with pytest.raises(Refused, match="Voted against"):
        actions.decide_intention(
            by=place.decider, at=NOW + LATER, intention_id=made, version=3, to="approved", because="Now"
        )


def under_another_hat(who, role: str):
    """The same somebody, in another role of the same team."""
    other = access.add_member(
        by=a_founder(), at=NOW - timedelta(hours=1), unit_id=who.unit_id, role=role, name="The same, in another role",
        account_id=who.account_id,
    )  # fmt: skip
    found = member(other, at=NOW)
    assert found is not None
    return found


def test_nobody_approves_what_they_wrote_and_a_writer_approves_nothing(place):
    made = actions.draft_intention(by=place.decider, at=NOW, paper=a_paper(place))
    actions.cite_need(by=place.decider, at=NOW, intention_id=made, version=1, place=place.area)
    actions.open_consultation(
        by=place.decider,
        at=NOW,
        intention_id=made,
        version=2,
        closes=day_of(NOW) + timedelta(days=5),
        shorter_because="It fails",
    )
    approve = {"at": NOW + LATER, "intention_id": made, "version": 3, "to": "approved", "because": "Now"}
    with pytest.raises(Refused, match="wrote an intention does not approve"):
        actions.decide_intention(by=place.decider, **approve)
    amends = joins(place.decider.unit_id, "commissioner")
    actions.amend_intention(
        by=amends,
        at=NOW,
        intention_id=made,
        version=3,
        paper=replace(a_paper(place), budget_pence=9_900_000_00),
    )
    again = approve | {"version": 4}
    with pytest.raises(Refused, match="wrote an intention does not approve"):
        actions.decide_intention(by=amends, **again)
    with pytest.raises(Refused):
        actions.decide_intention(by=place.writer, **again)
    with pytest.raises(Refused, match="who decides"):
        actions.put_back_intention(by=place.writer, **again)
    writes = joins(place.decider.unit_id, "needs analyst")
    actions.amend_intention(by=writes, at=NOW, intention_id=made, version=4, paper=a_paper(place))
    decides = under_another_hat(writes, "commissioner")
    with pytest.raises(Refused, match="Nothing was changed"):
        actions.decide_intention(by=decides, **approve | {"version": 5})
    [before] = Intention.objects.using("owner").filter(id=made)
    assert (before.stage, before.approved_by) == (Stage.CONSULTING, None)
    actions.decide_intention(by=joins(place.decider.unit_id, "commissioner"), **approve | {"version": 5})


def test_two_who_change_it_at_once_overwrite_nothing(place):
    made = drafted(place)
    actions.amend_intention(
        by=place.writer, at=NOW, intention_id=made, version=1, paper=a_paper(place, priority=2)
    )
    with pytest.raises(Refused, match="Somebody else changed"):
        actions.amend_intention(
            by=place.decider, at=NOW, intention_id=made, version=1, paper=a_paper(place, priority=3)
        )
    one = seen(made, place.writer)
    assert one.paper.priority == 2 and one.steps[-1].found["changed"]["priority"] == [1, 2]


def test_a_local_addition_says_what_differs_and_is_to_something_wider(place):
    wide = actions.draft_intention(by=place.writer, at=NOW, paper=a_paper(place, scope=Scope.NATIONAL))
    added = actions.draft_intention(by=place.writer, at=NOW, paper=a_paper(place), of=wide)
    assert "A local addition says what differs" in " ".join(map(str, seen(added, place.writer).against))
    with pytest.raises(Refused, match="wider area"):
        actions.draft_intention(by=place.writer, at=NOW, paper=a_paper(place, scope=Scope.NATIONAL), of=wide)
    with pytest.raises(Refused, match="same need"):
        actions.draft_intention(by=place.writer, at=NOW, paper=replace(a_paper(place), need="money"), of=wide)


def test_a_draft_is_put_back_or_dropped_with_a_reason(place):
    made = consulted(place)
    assert seen(made, place.council) is not None
    actions.put_back_intention(
        by=place.writer, at=NOW, intention_id=made, version=3, to="draft", because="Wrong area"
    )
    with pytest.raises(Refused):  # a draft is its team's alone, whatever was published of it before
        seen(made, place.council)
    with pytest.raises(Refused, match="Say why"):
        actions.put_back_intention(
            by=place.writer, at=NOW, intention_id=made, version=4, to="dropped", because=" "
        )
    actions.put_back_intention(
        by=place.writer, at=NOW, intention_id=made, version=4, to="dropped", because="Not needed"
    )
    assert Intention.objects.using("owner").get(id=made).stage == "dropped"


def form_of(paper: Paper) -> dict[str, object]:
    kept = {name: "" if value is None else str(value) for name, value in vars(paper).items()}
    return {**kept, "budget": "12000.50", "idempotency_key": str(new_id())}


def test_the_pages_write_consult_and_answer(place, signed_in):
    writer, council = signed_in(place.writer), signed_in(place.council)
    paper = a_paper(place)
    assert writer.post("/need/intentions/new", form_of(paper)).status_code == 302
    made = next(row for row in Intention.objects.using("owner").all() if row.paper["title"] == paper.title)
    here = f"/need/intentions/{made.id}"
    assert made.paper["budget_pence"] == 1_200_050
    assert paper.title in words(writer.get("/need/intentions")) and paper.title not in words(
        council.get("/need/intentions")
    )
    assert council.get(here).status_code == 404
    assert "cites no figure of need" in words(writer.get(here))
    assert (
        writer.post(
            f"{here}/cite", {"place": place.area, "version": 1, "idempotency_key": str(new_id())}
        ).status_code
        == 302
    )
    closes = day_of(NOW) + timedelta(days=90)
    day = {f"closes_{part}": getattr(closes, part) for part in ("day", "month", "year")}
    sent = writer.post(f"{here}/consult", {**day, "version": 2, "idempotency_key": str(new_id())})
    assert sent.status_code == 302, words(sent)
    assert (
        council.post(
            f"{here}/say", {"words": "Yes", "vote": "for", "idempotency_key": str(new_id())}
        ).status_code
        == 302
    )
    [said] = seen(made.id, place.writer).said
    assert (
        writer.post(
            f"/need/said/{said.id}/answer", {"words": "Thank you", "idempotency_key": str(new_id())}
        ).status_code
        == 302
    )
    shown = words(council.get(here))
    assert "Thank you" in shown and "Nothing was changed" in shown and "Vote" in shown
    assert council.get(f"{here}/amend").status_code == 404
    assert [
        one["title"] for one in council.get("/api/v1/intentions").json() if one["id"] == str(made.id)
    ] == [paper.title]
    assert council.get(f"/api/v1/intentions/{made.id}").json()["seat"] == "vote"


def test_a_gap_is_reported_on_its_page(place, signed_in):
    officer = signed_in(place.officer)
    form = {
        "need": "money",
        "place": place.area,
        "words": "Nobody helps with debt",
        "idempotency_key": str(new_id()),
    }
    assert officer.post("/need/gaps", form).status_code == 302
    assert "Nobody helps with debt" in words(officer.get("/need/gaps"))
    assert "Nobody helps with debt" in words(signed_in(place.writer).get("/need/gaps"))
    assert "Nobody helps with debt" not in words(signed_in(place.council).get("/need")), (
        "figures tell no words"
    )


@pytest.mark.parametrize("wide", [375, 1280])
def test_the_pages_are_accessible_and_fit(wide, place, in_browser):
    made = consulted(place)
    page = in_browser(place.writer)
    page.set_viewport_size({"width": wide, "height": 900})
    for address in (
        "/need/intentions",
        "/need/intentions/new",
        f"/need/intentions/{made}",
        f"/need/intentions/{made}/amend",
        "/need/gaps",
    ):
        page.goto(address)
        assert_accessible(page)
        assert_fits_at_twice_the_size(page)
        assert_reads_in_own_colours(page)
        assert_no_sideways_scroll(page)
