"""What was tried is what comes to life: a design leaves the pilot's page and is adopted, and its day set, by the pages that do so."""

from datetime import timedelta
from urllib.parse import parse_qs, urlparse

from django.core.files.uploadedfile import SimpleUploadedFile
from support.people import joins
from support.service import a_local, a_service
from support.wall_visits import browser

from throughcare.evidence.pilot.coding import SUBJECTS, subject_of
from throughcare.evidence.pilot.design import design_from
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.models import Adopted
from throughcare.foundation.operating_model.queries import model_in_force
from throughcare.foundation.operating_model.rules import Function

DESIGN = """\
name: {name}
base: nacro-2012
starts: {day}
areas: {{here: 900}}
phases:
  - {{from: {day}, areas: here}}
lines:
  breach_decision:
    - {{held_by: public_provider, for: all, basis: assumed, why: tried}}
"""


def test_a_design_that_was_tried_is_adopted_and_in_force_from_the_day_of_its_phase():
    here = a_service("nacro-2012", local=a_local())
    start = day_of(here.at) + timedelta(days=400)
    text = DESIGN.format(name=f"tried-{here.area.lower()}", day=start)
    tried = design_from(text, "mine.yaml")

    analyst = browser(joins(here.court_unit, "commissioner"))
    went = analyst.post("/outcomes/pilot", {"file": SimpleUploadedFile("mine.yaml", text.encode())})
    [kept] = parse_qs(urlparse(went["Location"]).query)["other"]
    model = analyst.get("/outcomes/pilot/model.yaml", {"design": kept}).content

    page = browser(joins(here.court_unit, "administrator"))
    page.post("/models/adopted", {"file": SimpleUploadedFile("m.yaml", model), "idempotency_key": new_id()})
    adopted = Adopted.objects.using("owner").get(name=tried.name)
    form = {
        "start_day": start.day, "start_month": start.month, "start_year": start.year, "in_flight": "stay",
        "because": "tried first", "act": "put", "idempotency_key": new_id(),
    }  # fmt: skip
    page.post(f"/models/adopted/{adopted.id}/in/{here.area}", form)

    before, after = (model_in_force(here.area, on).model for on in (start - timedelta(days=1), start))
    assert (before.name, after.name) == ("nacro-2012", tried.name)
    changed = 0
    for number in range(SUBJECTS):
        subject = subject_of(number)
        held = after.holder(Function.BREACH_DECISION, subject, start).held_by
        assert held == tried.after.holder(Function.BREACH_DECISION, subject, start).held_by
        changed += held != before.holder(Function.BREACH_DECISION, subject, start).held_by
    assert changed
