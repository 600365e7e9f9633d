"""One round from need to award, by its pages, under three operating models: the same bids, and what each model makes of them.

Played by a needs analyst, a commissioner who decides, another who runs it, two who open, three who evaluate, one who moderates, the police
and crime commissioner and the local advisory panel; bids come from the buyer's own in-house unit, a company, two charities
together, a mutual that staff are forming, and a trust of another place. Under each model every page is opened and every form is filled
and sent in chromium.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from support import clock
from support.browser import DESK
from support.hands import Hands, InChromium
from support.round_play import COMPANY, MODELS, Model, Play, bids, intends, judges, publishes

from throughcare.commissioning.competition.models import Decision, Round


@pytest.fixture
def days_go_on(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Lets days go by: the clock of pages and actions goes on, and that of the database is not asked."""

    def go(days: int) -> None:
        monkeypatch.setattr(clock, "_BEHIND", clock._BEHIND - timedelta(days=days))

    return go


@pytest.fixture
def in_chromium(browser: Any, site: str, signed_in: Callable[[Any, Any], None]) -> Iterator[InChromium]:
    """A window at a desk that everybody uses in turn."""
    context = browser.new_context(viewport=DESK, locale="en-GB", base_url=site, java_script_enabled=False)
    yield InChromium(context, signed_in)
    context.close()


def plays(model: Model, hands: Hands, days_go_on: Callable[[int], None]) -> None:
    """The whole round, and what must come of it under a model."""
    play = Play(model, hands)
    intends(play, days_go_on)
    publishes(play)
    bids(play)
    days_go_on(31)
    judges(play)
    told = hands.got(play.commissioner, play.address)
    award = Round.objects.using("owner").get(id=play.round.id)
    assert model.cost in told, told
    assert [line for line in model.says if line not in told] == [], told
    decided = Decision.objects.using("owner").get(round=award.id).award
    assert {one["package"] for one in decided["taken"]} == model.taken
    to_company = hands.got(play.bidders[COMPANY], play.address)
    assert "Quality in all" in to_company and "C2" in to_company and "88000" not in to_company
    assert "Confirmed by itself" in hands.got(play.commissioner, f"{play.address}/bids")
    hands.sent(play.commissioner, f"{play.address}/publish-award", with_standstill="on")
    record = hands.json(f"/open-contracting/records/{award.id}")["records"][0]
    assert {one["package"] for one in record["compiledRelease"]["awards"]} == model.taken
    assert "The wall held" in hands.got(play.commissioner, f"{play.address}/certificate")


@pytest.mark.browser
@pytest.mark.parametrize("model", MODELS, ids=lambda one: one.name)
def test_a_round_in_the_browser_comes_to_what_its_model_says(
    database: object, days_go_on: Callable[[int], None], in_chromium: InChromium, model: Model
) -> None:
    plays(model, in_chromium, days_go_on)


def test_a_day_is_the_pages_own(database: object, days_go_on: Callable[[int], None]) -> None:
    before = timezone.now()
    days_go_on(10)
    after: datetime = timezone.now()
    assert timedelta(days=10) <= after - before < timedelta(days=11)
