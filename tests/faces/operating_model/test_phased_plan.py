"""A function that a model takes over later is on the model's page until its day, with who answers for it until then."""

from datetime import timedelta

import pytest
from django.utils import timezone
from support.people import a_founder, joins
from support.service import a_local, a_service
from support.wall_visits import browser

from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import actions
from throughcare.foundation.operating_model.queries import planned
from throughcare.foundation.operating_model.rules import Function, preset_text

NEW = "transforming-rehabilitation-2014"


@pytest.fixture
def here():
    return a_service("durham-tees-valley-2012", local=a_local())


@pytest.fixture
def plan(here):
    at = timezone.now()
    start = day_of(at) + timedelta(days=30)
    adopted = actions.adopt_model(by=a_founder(), at=at, text=preset_text(NEW), file_name=NEW)
    made = actions.put_model_in_force(
        by=a_founder(), at=at, area=here.area, model_id=adopted, start=start,
        later={Function.SUPERVISION: start + timedelta(days=60)},
    )  # fmt: skip
    return adopted, made, start


def test_the_plan_stands_on_the_models_page_and_on_the_list_until_the_model_is_withdrawn(here, plan):
    adopted, made, _ = plan
    page = browser(joins(here.court_unit, "administrator"))
    addresses = ("/models", f"/models/{NEW}", f"/models/adopted/{adopted}")
    for address in addresses:
        shown = page.get(address).content.decode()
        assert "Phased plan: functions taken over later" in shown, address
        assert f"Area {here.area}" in shown and "durham-tees-valley-2012" in shown
    assert f"Area {here.area}" not in page.get("/models/nacro-2012").content.decode()
    actions.withdraw_model(by=a_founder(), at=timezone.now(), in_force_id=made, because="not yet")
    for address in addresses[1:]:
        assert f">Area {here.area}<" not in plan_part(page.get(address).content.decode())


def plan_part(shown):
    return shown.partition("Phased plan")[2].partition("</table>")[0]


def test_what_is_planned_is_told_until_its_day_and_not_on_it(here):
    at, founder = timezone.now(), a_founder()
    start = day_of(at) + timedelta(days=300)
    adopted = actions.adopt_model(by=founder, at=at, text=preset_text(NEW), file_name=NEW)
    actions.put_model_in_force(
        by=founder, at=at, area=here.area, model_id=adopted, start=start,
        later={Function.SUPERVISION: start + timedelta(days=60)},
    )  # fmt: skip

    def told(day):
        return [
            (one.function, one.before)
            for one in planned(day, model_id=adopted)
            if one.area == f"Area {here.area}"
        ]

    waiting = [(Function.SUPERVISION, "durham-tees-valley-2012")]
    assert told(start) == told(start + timedelta(days=59)) == waiting
    assert told(start + timedelta(days=60)) == []
