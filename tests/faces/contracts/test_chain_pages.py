"""The supply chain by page, program, home and SQL: the provider tells, both sides see, and nobody else does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from support.agreements import Sides, asking, first_of, posted
from support.homes import waiting_on_home
from support.people import an_office, joins
from support.wall_visits import browser

from throughcare.commissioning.contracts import actions
from throughcare.commissioning.contracts.models import ChainTold
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id

CHAIN = "supply_chain: [{subcontractor: Quayside Training, share: 15}]\n"


def test_what_a_subcontractor_asked_for_is_told_shown_to_both_sides_and_asked_for_on_home_until_it_is_paid(
    database,
):
    sides = Sides(months=-3)
    made = sides.agreed(sides.terms(CHAIN))
    month, today = sides.starts, sides.at.date()
    sides.states(made, month)
    address = f"/contracts/{made}/chain"
    assert f'{address}"' in browser(sides.lead).get(f"/contracts/{made}").content.decode()
    asked = {"subcontractor": "Quayside Training", "month": f"{month}", "pence": "900.00"}
    invoice = today - timedelta(days=45)
    on = {
        "invoiced_on_day": invoice.day,
        "invoiced_on_month": invoice.month,
        "invoiced_on_year": invoice.year,
    }
    shown = posted(sides.lead, f"{address}/tell", asked | on, follow=True).content.decode()
    assert "£900.00" in shown and "Overdue" in shown and "Not told to be paid" in shown
    assert "A subcontractor to pay" in waiting_on_home(sides.lead)
    assert "A subcontractor to pay" not in waiting_on_home(sides.buyer)
    body = {
        "subcontractor": "Quayside Training", "month": f"{month}", "pence": 900_00, "invoiced_on": f"{invoice}", "paid_on": f"{today}",
    }  # fmt: skip
    for _ in range(2):
        assert asking(sides.lead).post(f"/api/v1{address}", body, "application/json").status_code == 204
    assert ChainTold.objects.using("owner").filter(agreement=made).count() == 2
    told = asking(sides.buyer).get(f"/api/v1{address}").json()
    assert told["subcontractors"] == [
        {"subcontractor": "Quayside Training", "share": 15, "promised": 0, "invoiced": 900_00, "paid": 900_00, "overdue": 0}
    ]  # fmt: skip
    assert [one["state"] for one in told["invoices"]] == ["paid late"]
    assert "A subcontractor to pay" not in waiting_on_home(sides.lead)
    assert "Tell of an invoice" not in browser(sides.buyer).get(address).content.decode()
    rival = joins(an_office().unit, "provider lead")
    assert browser(rival).get(address).status_code == 404
    assert asking(rival).get(f"/api/v1{address}").status_code == 404
    with viewing(rival, sides.at):
        assert not ChainTold.objects.exists()
    with pytest.raises(Refused, match="Only the team that provides"):
        actions.tell_of_subcontractor(
            by=sides.buyer, at=sides.at, agreement_id=made, subcontractor="Quayside Training", month=month, pence=1,
            invoiced_on=today,
        )  # fmt: skip
    row = ChainTold(
        id=new_id(), agreement_id=made, subcontractor="Quayside Training", month=first_of(today), pence=1, invoiced_on=today,
        unit_id=sides.buyer.unit_id, member_id=sides.buyer.id, at=sides.at,
    )  # fmt: skip
    with viewing(sides.buyer, sides.at), pytest.raises(ProgrammingError), transaction.atomic():
        insert_all([row])
