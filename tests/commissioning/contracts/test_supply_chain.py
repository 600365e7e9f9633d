"""The supply chain: what was promised beside what was paid, whose thirty days are over, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from throughcare.commissioning.contracts.rules.agreed import Subcontractor
from throughcare.commissioning.contracts.rules.supply_chain import (
    ChainPaid,
    ChainState,
    chain_state,
    check_chain_paid,
    promised_and_paid,
)
from throughcare.foundation.kernel import Refused

CHAIN = (Subcontractor("Quayside", 15), Subcontractor("Riverside", 20))
MONTH, TODAY = date(2027, 6, 1), date(2027, 9, 1)
ASKED = ChainPaid("Quayside", MONTH, 900_00, date(2027, 7, 5), None)


def test_thirty_days_run_from_the_invoice_and_what_is_not_told_to_be_paid_is_overdue_after_them():
    last = ASKED.invoiced_on + timedelta(days=30)
    assert ASKED.due == last
    assert chain_state(ASKED, last) is ChainState.OPEN
    assert chain_state(ASKED, last + timedelta(days=1)) is ChainState.OVERDUE
    assert chain_state(replace(ASKED, paid_on=last), TODAY) is ChainState.PAID
    assert chain_state(replace(ASKED, paid_on=last + timedelta(days=1)), TODAY) is ChainState.LATE


def test_what_was_promised_stands_beside_what_was_paid_and_the_most_overdue_comes_first():
    told = [
        ASKED,
        replace(ASKED, month=date(2027, 7, 1), pence=100_00, paid_on=date(2027, 7, 9)),
        replace(ASKED, subcontractor="Riverside", pence=1_000_00, invoiced_on=TODAY),
    ]
    first, second = promised_and_paid(CHAIN, 10_000_01, told, TODAY)
    assert (first.subcontractor.name, first.promised, first.invoiced, first.paid, first.overdue) == (
        "Quayside", 1_500_00, 1_000_00, 100_00, 900_00,
    )  # fmt: skip
    assert (second.promised, second.invoiced, second.paid, second.overdue) == (2_000_00, 1_000_00, 0, 0)


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"subcontractor": "Nobody"}, "subcontractor", "name these subcontractors: Quayside, Riverside"),
        ({"month": date(2027, 5, 1)}, "month", "no statement of that month"),
        ({"pence": 0}, "pence", "above nothing"),
        ({"invoiced_on": TODAY + timedelta(days=1)}, "invoiced_on", "to come"),
        ({"paid_on": date(2027, 7, 4)}, "paid_on", "from the day of the invoice"),
        ({"paid_on": TODAY + timedelta(days=1)}, "paid_on", "to today"),
    ],
)
def test_what_cannot_be_is_refused_where_it_is_wrong(wrong, field, words):
    check_chain_paid(ASKED, CHAIN, [MONTH], TODAY)
    with pytest.raises(Refused, match=words) as refused:
        check_chain_paid(replace(ASKED, **wrong), CHAIN, [MONTH], TODAY)
    assert refused.value.field == field
